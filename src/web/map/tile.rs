//! The file of a tile: its groups as JSON, each written straight into the answer as it is worked out, as
//! nobody has asked for most tiles before.

use crate::domain::map::Mark;
use crate::domain::map::board::{Board, Group};
use crate::domain::map::window::Window;

/// About what a group takes: enough room for most tiles at once.
const OF_A_GROUP: usize = 96;
/// A tile has four cells to a side.
const GROUPS: usize = 16;

/// What is told of the groups of a window: everything about a single mark, the sums of several.
pub fn tile(board: &Board, window: &Window) -> serde_json::Result<Vec<u8>> {
    let mut out = Vec::with_capacity(GROUPS * OF_A_GROUP);
    out.extend_from_slice(br#"{"groups":["#);
    for (at, group) in board.each_group(window).enumerate() {
        if at > 0 {
            out.push(b',');
        }
        tell(&mut out, &group)?;
    }
    out.extend_from_slice(b"]}");
    Ok(out)
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
    out.extend_from_slice(br#","title":"#);
    serde_json::to_writer(&mut *out, &mark.title)?;
    out.extend_from_slice(br#","href":"#);
    let path = format_args!("{}{}", mark.kind.folder(), mark.reference);
    serde_json::to_writer(&mut *out, &path)?;
    out.extend_from_slice(br#","stage":"#);
    serde_json::to_writer(&mut *out, mark.stage)?;
    out.extend_from_slice(br#","state":"#);
    serde_json::to_writer(&mut *out, &mark.state.index())?;
    // Only where it is so, as most marks are not.
    if mark.is_rough {
        out.extend_from_slice(br#","rough":true"#);
    }
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
        let text = String::from_utf8(file).expect("text");
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
