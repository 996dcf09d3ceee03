//! The file of a tile: its groups as JSON, each written straight into the answer as it is worked out, as
//! nobody has asked for most tiles before.

use crate::domain::map::Mark;
use crate::domain::map::board::{Board, Group};
use crate::domain::map::window::Window;
use axum::body::Bytes;
use std::cell::RefCell;

thread_local! {
    /// Where a tile is written before its length is known: a file of its own that grows costs more than
    /// all that is written to it.
    static DRAFT: RefCell<Vec<u8>> = RefCell::default();
}

/// What is told of the groups of a window: everything about a single mark, the sums of several.
pub fn tile(board: &Board, window: &Window) -> serde_json::Result<Bytes> {
    DRAFT.with_borrow_mut(|out| {
        out.clear();
        out.extend_from_slice(br#"{"groups":["#);
        for (at, group) in board.each_group(window).enumerate() {
            if at > 0 {
                out.push(b',');
            }
            tell(out, &group)?;
        }
        out.extend_from_slice(b"]}");
        Ok(Bytes::copy_from_slice(out))
    })
}

fn tell(out: &mut Vec<u8>, group: &Group) -> serde_json::Result<()> {
    out.extend_from_slice(br#"{"at":"#);
    serde_json::to_writer(&mut *out, &[group.spot.across, group.spot.down])?;
    match group.only {
        Some(mark) => tell_one(out, mark)?,
        None => {
            out.extend_from_slice(br#","count":"#);
            serde_json::to_writer(&mut *out, &group.count)?;
            out.extend_from_slice(br#","states":"#);
            serde_json::to_writer(&mut *out, &group.states)?;
        }
    }
    out.push(b'}');
    Ok(())
}

fn tell_one(out: &mut Vec<u8>, mark: &Mark) -> serde_json::Result<()> {
    out.extend_from_slice(br#","title":""#);
    write_words(out, &mark.title)?;
    out.extend_from_slice(br#"","href":""#);
    out.extend_from_slice(mark.kind.folder().as_bytes());
    write_words(out, &mark.reference)?;
    out.extend_from_slice(br#"","stage":""#);
    write_words(out, mark.stage)?;
    out.extend_from_slice(br#"","state":"#);
    serde_json::to_writer(&mut *out, &mark.state.index())?;
    // Only where it is so, as most marks are not.
    if mark.is_rough {
        out.extend_from_slice(br#","rough":true"#);
    }
    Ok(())
}

/// Writes words as they stand between the quotes of a string. Nearly all stand there as they are, which is seen
/// many bytes at a time; a serialiser looks at each and copies what lies between.
fn write_words(out: &mut Vec<u8>, words: &str) -> serde_json::Result<()> {
    let escaped = |byte: u8| byte < b' ' || byte == b'"' || byte == b'\\';
    let is_odd = words.bytes().fold(false, |odd, byte| odd | escaped(byte));
    if !is_odd {
        out.extend_from_slice(words.as_bytes());
        return Ok(());
    }
    let quoted = serde_json::to_string(words)?;
    out.extend_from_slice(&quoted.as_bytes()[1..quoted.len() - 1]);
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::areas::code::AreaCode;
    use crate::domain::areas::mercator::Spot;
    use crate::domain::map::{Kind, State};
    use serde_json::{Value, json};

    fn mark(kind: Kind, title: &str, (across, down): (u32, u32)) -> Mark {
        Mark {
            kind,
            state: State::Done,
            reference: "BN-2016-P01\"\\".to_string(),
            title: title.to_string(),
            stage: "Completed",
            spot: Spot { across, down },
            is_rough: kind == Kind::Nomination,
            area: AreaCode::parse("E05001234").expect("a code"),
        }
    }

    fn told(board: &Board) -> (String, Value) {
        let window = Window::tile(5, 1, 1).expect("a tile");
        let file = tile(board, &window).expect("written");
        let text = String::from_utf8(file.to_vec()).expect("text");
        let value = serde_json::from_str(&text).expect("JSON");
        (text, value)
    }

    /// Byte for byte what a serialiser makes of it, also where a title has quotes and line ends.
    #[test]
    fn a_tile_is_written_as_a_serialiser_would() {
        let odd = "The \"green\"\n\u{1}\\ & <b>way</b> \u{1f333}";
        let place = |pixels: u32| (256 + pixels) << 19;
        let spots = [(20, 20), (100, 30), (110, 40)].map(|(x, y)| (place(x), place(y)));
        let marks = vec![
            mark(Kind::Nomination, odd, spots[0]),
            mark(Kind::Project, "One of two", spots[1]),
            mark(Kind::Project, "The other", spots[2]),
        ];
        let (text, value) = told(&Board::new(marks));
        assert_eq!(
            value,
            json!({ "groups": [
                {
                    "at": [spots[0].0, spots[0].1],
                    "title": odd,
                    "href": "/nominations/BN-2016-P01\"\\",
                    "stage": "Completed",
                    "state": 3,
                    "rough": true,
                },
                { "at": [place(105), place(35)], "count": 2, "states": [0, 0, 0, 2, 0] },
            ] })
        );
        let many = value["groups"].as_array().expect("groups").iter();
        // A serialiser sorts the fields of a value; the file has them in the order in which they are read.
        let length: usize = many.map(|group| group.to_string().len() + 1).sum();
        assert_eq!(text.len(), r#"{"groups":[]}"#.len() - 1 + length);
    }

    #[test]
    fn a_tile_without_marks_is_a_file_too() {
        assert_eq!(told(&Board::default()).0, r#"{"groups":[]}"#);
    }
}
