//! Grouping and windows, over marks thrown by a counted die.

use super::board::{Board, Group};
use super::window::{MOST_ZOOM, Window};
use super::{Kind, Mark, State, compass};
use crate::domain::areas::code::AreaCode;
use crate::domain::areas::mercator::Spot;
use crate::domain::areas::point::Point;
use proptest::collection::vec;
use proptest::prelude::*;

fn spot(lat: f64, lon: f64) -> Spot {
    Spot::of(Point::new(lat, lon).expect("a point"))
}

fn mark(number: u32, spot: Spot) -> Mark {
    Mark {
        kind: Kind::ALL[number as usize % 2],
        state: State::ALL[number as usize % State::ALL.len()],
        reference: format!("LC-2026-{number:04}"),
        title: format!("Place {number}"),
        stage: "Assessed",
        spot,
        is_rough: false,
        area: AreaCode::parse("E05010459").expect("a code"),
    }
}

/// Marks over a county, some of them at one spot.
fn thrown(many: u32) -> Vec<Mark> {
    let corner = spot(52.9, -1.6);
    let mut die = 2009_u32;
    let mut roll = || {
        die = die.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        die >> 10
    };
    (0..many)
        .map(|number| {
            let at = Spot {
                across: corner.across + roll(),
                down: corner.down + roll(),
            };
            mark(number, if number % 10 == 0 { corner } else { at })
        })
        .collect()
}

/// Everything there is, at a zoom.
fn everywhere(zoom: u8, marks: &[Mark]) -> Vec<Window> {
    let mut tiles: Vec<(u32, u32)> = marks
        .iter()
        .map(|mark| {
            let shift = 32 - u32::from(zoom);
            (mark.spot.across >> shift, mark.spot.down >> shift)
        })
        .collect();
    tiles.sort_unstable();
    tiles.dedup();
    let tile = |(x, y)| Window::tile(zoom, x, y).expect("a tile");
    tiles.into_iter().map(tile).collect()
}

#[test]
fn every_mark_is_in_exactly_one_group_at_every_zoom() {
    let marks = thrown(3000);
    let board = Board::new(marks.clone());
    for zoom in [5, 8, 11, 14, MOST_ZOOM] {
        let mut total = 0;
        let mut states = [0; State::ALL.len()];
        for tile in everywhere(zoom, &marks) {
            for group in board.groups(&tile) {
                assert_eq!(group.states.iter().sum::<u32>(), group.count);
                assert_eq!(group.only.is_some(), group.count == 1);
                total += group.count;
                for (sum, more) in states.iter_mut().zip(group.states) {
                    *sum += more;
                }
            }
        }
        assert_eq!((total, states), (3000, [600; 5]), "zoom {zoom}");
    }
}

#[test]
fn the_same_marks_in_another_order_give_the_same_groups() {
    let marks = thrown(500);
    let mut other = marks.clone();
    other.reverse();
    other.rotate_left(123);
    let (one, other) = (Board::new(marks.clone()), Board::new(other));
    for tile in everywhere(10, &marks) {
        assert_eq!(one.groups(&tile), other.groups(&tile));
        assert_eq!(one.shown(&tile), other.shown(&tile));
    }
}

#[test]
fn a_group_is_the_same_whatever_window_asks() {
    let board = Board::new(thrown(3000));
    let wide = Window::around(spot(52.7, -1.3), 10, (1024, 1024)).snapped();
    let narrow = Window::around(spot(52.7, -1.3), 10, (256, 256)).snapped();
    let all = board.groups(&wide);
    let some = board.groups(&narrow);
    assert!(some.len() > 5 && all.len() > some.len());
    assert!(some.iter().all(|group| all.contains(group)));
}

/// How wide a group is drawn, in pixels.
fn width(group: &Group<'_>) -> i64 {
    if group.only.is_some() { 24 } else { 34 }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    /// WCAG 2.2, success criterion 2.5.8: every target is 24 pixels wide, and none covers another.
    #[test]
    fn no_two_targets_are_nearer_than_24_pixels_and_none_covers_another(
        zoom in 5_u8..=MOST_ZOOM,
        places in vec((0_i64..512, 0_i64..512, any::<u32>()), 2..80),
    ) {
        // Anywhere within its pixel, on the edges of cells too.
        let corner = Window::around(spot(52.7, -1.3), zoom.into(), (512, 512)).snapped();
        let within = (1_u32 << (24 - zoom)) - 1;
        let marks = (0..).zip(&places).map(|(number, (x, y, rest))| {
            let pixel = corner.spot(*x, *y);
            mark(number, Spot { across: pixel.across + (rest & within), down: pixel.down + ((rest >> 8) & within) })
        });
        let board = Board::new(marks.collect());
        let groups = board.groups(&corner);
        prop_assert!(!groups.is_empty());
        for (at, one) in groups.iter().enumerate() {
            for other in &groups[at + 1..] {
                let (here, there) = (corner.place(one.spot), corner.place(other.spot));
                let apart = (here.0 - there.0).abs().max((here.1 - there.1).abs());
                prop_assert!(apart >= 24 && apart * 2 >= width(one) + width(other), "{here:?} and {there:?}");
            }
        }
    }

    #[test]
    fn a_single_mark_stands_within_12_pixels_of_its_own_spot(
        zoom in 5_u8..=MOST_ZOOM,
        x in 0_i64..64,
        y in 0_i64..64,
    ) {
        let cell = Window::around(spot(52.7, -1.3), zoom.into(), (64, 64)).snapped();
        let here = cell.spot(x, y);
        let board = Board::new(vec![mark(1, here)]);
        let groups = board.groups(&cell);
        prop_assert_eq!(groups.len(), 1);
        let at = cell.place(groups[0].spot);
        let is_moved = (at.0 - x).abs().max((at.1 - y).abs());
        prop_assert!(is_moved <= 12, "{at:?} for {x}, {y}");
        // Only as far as it must.
        let is_free = (12..=52).contains(&x) && (12..=52).contains(&y);
        prop_assert_eq!(is_free, groups[0].spot == here, "{:?} for {}, {}", at, x, y);
    }
}

#[test]
fn a_single_mark_is_the_mark_that_it_stands_for() {
    let here = spot(52.6655, -1.1565);
    let board = Board::new(vec![mark(1, here), mark(2, spot(52.3, -0.5))]);
    let window = Window::around(here, 17, (320, 320));
    let groups = board.groups(&window);
    assert_eq!((groups.len(), groups[0].count), (1, 1));
    assert_eq!(
        groups[0].only.map(|mark| mark.title.as_str()),
        Some("Place 1")
    );
    assert_eq!(
        board
            .only(|mark| mark.kind == Kind::Nomination)
            .groups(&window),
        []
    );
}

#[test]
fn a_window_knows_what_it_shows() {
    let here = spot(52.6655, -1.1565);
    let window = Window::around(here, 16, (288, 288));
    assert!(window.shows(here));
    assert_eq!(window.place(here), (144, 144));
    assert_eq!(window.place(window.spot(10, 20)), (10, 20));
    assert_eq!(window.closer(1).closer(-1).place(here), (144, 144));
    assert_eq!(window.moved(72, 0).place(here), (72, 144));
    assert_eq!(window.closer(99).zoom(), MOST_ZOOM);
    let cells = window.snapped();
    let again = Window::of_cells(16, cells.first_cell(), cells.cells());
    assert_eq!((again.width(), again.height()), (320, 320));
    assert!(again.shows(here));
}

#[test]
fn numbers_from_nowhere_are_mended() {
    for (zoom, cell, cells) in [
        (99, (i64::MAX, i64::MIN), (0, i64::MAX)),
        (-1, (i64::MIN, i64::MAX), (i64::MIN, 3)),
    ] {
        let window = Window::of_cells(zoom, cell, cells);
        assert!((1..=48).contains(&window.cells().0) && (1..=48).contains(&window.cells().1));
        assert_eq!(Board::new(thrown(9)).groups(&window), []);
    }
    assert_eq!(Window::tile(10, 1024, 0), None);
    assert_eq!(Window::tile(40, 0, 0), None);
    assert!(Window::tile(10, 1023, 1023).is_some());
}

#[test]
fn spots_and_points_lead_back_to_each_other() {
    for (lat, lon) in [(52.6655, -1.1565), (49.9, -6.3), (60.8, -0.8)] {
        let back = spot(lat, lon).to_point().expect("a point");
        assert!((back.lat() - lat).abs() < 1e-6 && (back.lon() - lon).abs() < 1e-6);
    }
    // The tile that everybody's maps show Leicester in.
    let (x, y) = (
        spot(52.6369, -1.1398).across >> 22,
        spot(52.6369, -1.1398).down >> 22,
    );
    assert_eq!((x, y), (508, 335));
}

#[test]
fn all_that_is_asked_for_fits_into_the_window() {
    let corners = [spot(52.74, -1.22), spot(52.58, -1.04)];
    let window = Window::fit(corners, (384, 384));
    assert!(corners.iter().all(|corner| window.shows(*corner)));
    assert!(!corners.iter().all(|corner| window.closer(1).shows(*corner)));
}

#[test]
fn directions_are_eighths_of_a_turn() {
    let here = Spot {
        across: 2_000_000,
        down: 2_000_000,
    };
    let at = |east: i64, south: i64| Spot {
        across: u32::try_from(2_000_000 + east).expect("on the map"),
        down: u32::try_from(2_000_000 + south).expect("on the map"),
    };
    for (east, south, name) in [
        (0, -9, "north"),
        (40, -100, "north"),
        (43, -100, "north-east"),
        (100, -43, "north-east"),
        (100, -40, "east"),
        (100, 0, "east"),
        (70, 70, "south-east"),
        (0, 100, "south"),
        (-70, 70, "south-west"),
        (-1000, 1, "west"),
        (-50, -50, "north-west"),
    ] {
        assert_eq!(compass(here, at(east, south)), name, "{east} {south}");
    }
    assert_eq!(compass(here, at(-2_000_000, 0)), "west");
}

/// What is told of a board at every zoom, whatever it was made of.
fn told(board: &Board, marks: &[Mark]) -> Vec<(Spot, u32, Option<String>)> {
    let zooms = [5, 9, 13, 17];
    let tiles = zooms.into_iter().flat_map(|zoom| everywhere(zoom, marks));
    tiles
        .flat_map(|tile| {
            let groups = board.groups(&tile).into_iter();
            let told = groups.map(|group| {
                let title = group.only.map(|mark| mark.title.clone());
                (group.spot, group.count, title)
            });
            told.collect::<Vec<_>>()
        })
        .collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn a_board_that_was_changed_is_the_board_that_would_be_made_anew(
        many in 1_u32..80,
        gone in vec(0_u32..80, 0..10),
        moved in vec((0_u32..120, 0_u32..1 << 22, 0_u32..1 << 22), 0..20),
    ) {
        let before = thrown(many);
        let corner = spot(52.9, -1.6);
        let mut after: std::collections::BTreeMap<String, Mark> =
            before.iter().map(|mark| (mark.reference.clone(), mark.clone())).collect();
        let mut named = std::collections::BTreeSet::new();
        for number in gone {
            let reference = mark(number, corner).reference;
            after.remove(&reference);
            named.insert(reference);
        }
        let mut now = std::collections::BTreeMap::new();
        for (number, across, down) in moved {
            let there = Spot { across: corner.across + across, down: corner.down + down };
            let fresh = mark(number, there);
            named.insert(fresh.reference.clone());
            now.insert(fresh.reference.clone(), fresh);
        }
        after.extend(now.clone());
        let all: Vec<Mark> = after.into_values().collect();
        let changed = Board::new(before).changed(&named, now.into_values().collect());
        prop_assert_eq!(told(&changed, &all), told(&Board::new(all.clone()), &all));
    }

    #[test]
    fn some_marks_as_a_board_of_their_own_are_grouped_as_if_there_were_no_others(
        many in 1_u32..200,
        wanted in 1_u32..5,
    ) {
        let all = thrown(many);
        let is_wanted = |mark: &Mark| mark.spot.across % 5 < wanted;
        let some: Vec<Mark> = all.iter().filter(|mark| is_wanted(mark)).cloned().collect();
        let picked = Board::new(all.clone()).only(is_wanted);
        prop_assert_eq!(told(&picked, &all), told(&Board::new(some), &all));
    }
}
