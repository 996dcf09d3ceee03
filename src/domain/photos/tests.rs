use super::squares::{Area, COLUMNS, Part, ROWS, Square};
use super::*;

fn square(text: &str) -> Square {
    text.parse().expect("a square")
}

#[test]
fn squares_read_as_people_write_them_and_nothing_else_does() {
    for (text, column, row) in [
        ("A1", 0, 0),
        ("c4", 2, 3),
        (" T 20 ", 19, 19),
        ("B09", 1, 8),
    ] {
        assert_eq!(text.parse(), Ok(Square { column, row }), "{text}");
    }
    for text in [
        "", "A", "4", "U1", "A0", "A21", "A1B", "AA1", "4C", "A-1", "A+1", "Ä1", "A001", "🐟1",
    ] {
        assert!(text.parse::<Square>().is_err(), "{text}");
    }
}

#[test]
fn every_square_reads_back_as_it_is_written() {
    for column in 0..COLUMNS {
        for row in 0..ROWS {
            let square = Square { column, row };
            assert_eq!(square.to_string().parse(), Ok(square));
        }
    }
}

#[test]
fn an_area_is_the_same_from_either_corner_and_covers_whole_squares() {
    let area = Area::between(square("D6"), square("B3"));
    assert_eq!(area, Area::between(square("B3"), square("D6")));
    let part = area.within(200, 100);
    assert_eq!(
        part,
        Part {
            x: 10,
            y: 10,
            width: 30,
            height: 20
        }
    );
}

#[test]
fn an_area_lies_within_a_photo_of_any_shape() {
    for (width, height) in [(1, 1), (1, 1600), (1600, 1), (7, 3), (1600, 1199)] {
        for corners in [("A1", "A1"), ("T20", "T20"), ("A1", "T20"), ("J10", "K11")] {
            let part = Area::between(square(corners.0), square(corners.1)).within(width, height);
            assert!(part.width > 0 && part.height > 0);
            assert!(part.x + part.width <= width && part.y + part.height <= height);
        }
        let all = Area::between(square("A1"), square("T20")).within(width, height);
        assert_eq!((all.width, all.height), (width, height));
    }
}

#[test]
fn neighbouring_areas_leave_no_line_between_them() {
    for width in [1601, 333, 61, 19] {
        for column in 1..COLUMNS {
            let left = Square {
                column: column - 1,
                row: 0,
            };
            let right = Square { column, row: 0 };
            let (left, right) = (
                Area::between(left, left).within(width, 9),
                Area::between(right, right).within(width, 9),
            );
            assert!(left.x + left.width >= right.x, "{width} {column}");
        }
    }
}

#[test]
fn a_photo_keeps_its_shape_in_every_size_and_is_never_made_larger() {
    assert_eq!(
        Size::of(1600, 1200),
        vec![
            (Size::Small, 400, 300),
            (Size::Medium, 800, 600),
            (Size::Full, 1600, 1200)
        ]
    );
    assert_eq!(Size::of(300, 200), vec![(Size::Full, 300, 200)]);
    assert_eq!(
        Size::of(400, 800),
        vec![(Size::Small, 200, 400), (Size::Full, 400, 800)]
    );
    assert_eq!(fitted(60_000, 1, 1600), (1600, 1));
    assert_eq!(fitted(4032, 3024, 1600), (1600, 1200));
}

#[test]
fn a_photo_must_say_what_it_shows() {
    assert!(alt("  ").is_err());
    assert!(alt(&"a".repeat(LONGEST_ALT + 1)).is_err());
    assert!(alt("A wall\u{7}").is_err());
    assert_eq!(
        alt(" A wall & a ‘fence’ ").as_deref(),
        Ok("A wall & a ‘fence’")
    );
}
