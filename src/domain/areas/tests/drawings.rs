//! Boundaries as drawings.

use super::super::bounds::Bounds;
use super::super::drawing::View;
use super::super::outline::Outline;
use super::{patchwork, point};

fn land(pushes: &[(i8, i8)]) -> (Vec<Outline>, View) {
    let outlines: Vec<Outline> = patchwork::wards(pushes)
        .into_iter()
        .map(|(_, o)| o)
        .collect();
    let bounds = Bounds::of(outlines.iter().map(Outline::bounds)).expect("some land");
    (outlines, View::fit(bounds, 600, 10))
}

#[test]
fn north_is_up_east_is_right_and_the_margin_is_kept() {
    let (_, view) = land(&[(0, 0)]);
    let (west_south, east_north) = (
        view.project(point(52.6, -1.2)),
        view.project(point(52.64, -1.16)),
    );
    assert_eq!(west_south.0, 10);
    assert_eq!(east_north.0, view.width() - 10);
    assert_eq!(east_north.1, 10);
    assert!((west_south.1 - (view.height() - 10)).abs() <= 1);
    // A degree of latitude is 1.64 degrees of longitude here, so the land is that much higher.
    assert_eq!((view.width(), view.height()), (600, 973));
    // Far away is far off the drawing, not wrapped onto it.
    assert!(view.project(point(-52.0, -1.2)).1 > view.height());
}

#[test]
fn a_path_closes_every_ring_and_leaves_out_no_hole() {
    let (outlines, view) = land(&[(0, 0)]);
    let path = view.path(&outlines[0]);
    assert_eq!(path.matches('M').count(), 2, "{path}");
    assert_eq!(path.matches('z').count(), 2, "{path}");
    let town = view.path(outlines.last().expect("the town"));
    assert_eq!(town, "M97 868l0-48-29 0 0 48z");
}

#[test]
fn what_is_too_small_to_see_draws_nothing() {
    let (outlines, _) = land(&[(0, 0)]);
    let country = Bounds {
        south: 49.0,
        west: -9.0,
        north: 61.0,
        east: 2.0,
    };
    let view = View::fit(country, 100, 0);
    assert_eq!(view.path(&outlines[1]), "");
}

/// The dots of a path, ring by ring.
fn dots(path: &str) -> Vec<Vec<(i32, i32)>> {
    let mut rings = Vec::new();
    for ring in path.split('z').filter(|ring| !ring.is_empty()) {
        let spaced = ring.replace(['M', 'l'], " ").replace('-', " -");
        let numbers: Vec<i32> = spaced
            .split_whitespace()
            .map(|n| n.parse().expect("a number"))
            .collect();
        let mut at = (0, 0);
        let steps = numbers.chunks(2).map(|step| {
            at = (at.0 + step[0], at.1 + step[1]);
            at
        });
        rings.push(steps.collect());
    }
    rings
}

#[test]
fn neighbours_keep_the_same_dots_along_the_edge_they_share() {
    // Two wards with a wavy edge between them, one of them drawn the other way round and from
    // another corner.
    let wave: Vec<[f64; 2]> = (0..=200)
        .map(|i| {
            let share = f64::from(i) / 200.0;
            [-1.15 + 0.01 * (share * 9.0).sin(), 52.6 + 0.1 * share]
        })
        .collect();
    let close = |mut ring: Vec<[f64; 2]>| {
        ring.push(ring[0]);
        ring
    };
    let west = [vec![[-1.25, 52.7], [-1.25, 52.6]], wave.clone()].concat();
    let back: Vec<[f64; 2]> = wave.into_iter().rev().collect();
    let east = [back, vec![[-1.05, 52.6], [-1.05, 52.7]]].concat();
    let (west, east) = (
        patchwork::outline(&[close(west)]),
        patchwork::outline(&[close(east)]),
    );
    let bounds = west.bounds().with(east.bounds());
    let view = View::fit(bounds, 400, 0);
    let paths = view.paths(&[&west, &east]);
    let edge = |path: &str| {
        let mut dots: Vec<_> = dots(path)
            .concat()
            .into_iter()
            .filter(|d| (100..300).contains(&d.0))
            .collect();
        dots.sort_unstable();
        dots
    };
    assert_eq!(edge(&paths[0]), edge(&paths[1]));
    assert!(
        (10..60).contains(&edge(&paths[0]).len()),
        "{:?}",
        edge(&paths[0])
    );
}

#[test]
fn a_part_of_the_world_holds_what_lies_in_it_and_cuts_off_the_rest() {
    use crate::domain::areas::mercator::Spot;
    use crate::domain::map::window::{Window, pixel};
    let (outlines, _) = land(&[(0, 0)]);
    let all: Vec<&Outline> = outlines.iter().collect();
    let middle = Spot::of(point(52.62, -1.18));
    for zoom in [8, 12, 17] {
        let window = Window::around(middle, zoom, (288, 288));
        let view = View::of_the_world(
            window.zoom(),
            pixel(window.spot(0, 0), window.zoom()),
            (288, 288),
        );
        let (x, y) = view.project(point(52.62, -1.18));
        assert!(
            (x - 144).abs() <= 1 && (y - 144).abs() <= 1,
            "{zoom}: {x} {y}"
        );
        let dots: Vec<_> = view.rings(&all).into_iter().flatten().flatten().collect();
        assert!(!dots.is_empty(), "{zoom}");
        for (x, y) in dots {
            assert!(
                (-16..=304).contains(&x) && (-16..=304).contains(&y),
                "{zoom}: {x} {y}"
            );
        }
    }
    let elsewhere = View::of_the_world(12, (0, 0), (288, 288));
    assert!(elsewhere.paths(&all).iter().all(String::is_empty));
}
