//! An invented land: wards on an uneven lattice with shared corners, and a town in a hole.

use super::super::outline::Outline;
use super::super::{Area, AreaKind};
use super::area;

/// How many wards across and up, and how far apart their corners are in degrees.
pub const ACROSS: usize = 4;
const STEP: f64 = 0.01;
const WEST: f64 = -1.2;
const SOUTH: f64 = 52.6;

/// Corners of the lattice; each pushed aside by a share of the step, given from -100 to 100.
pub fn corners(pushes: &[(i8, i8)]) -> Vec<[f64; 2]> {
    let mut corners = Vec::new();
    for row in 0..=ACROSS {
        for column in 0..=ACROSS {
            let (east, north) = pushes[(row * (ACROSS + 1) + column) % pushes.len()];
            let push = |share: i8| f64::from(share) / 100.0 * 0.3 * STEP;
            let lon = WEST + column as f64 * STEP + push(east);
            let lat = SOUTH + row as f64 * STEP + push(north);
            // Six decimals, as published files have.
            corners.push([(lon * 1e6).round() / 1e6, (lat * 1e6).round() / 1e6]);
        }
    }
    corners
}

/// The wards. The first has a hole, and the last of all is the town in it.
pub fn wards(pushes: &[(i8, i8)]) -> Vec<(Area, Outline)> {
    let corners = corners(pushes);
    let corner = |row: usize, column: usize| corners[row * (ACROSS + 1) + column];
    let town = town(&corners);
    let mut wards = Vec::new();
    for row in 0..ACROSS {
        for column in 0..ACROSS {
            let ring = [
                corner(row, column),
                corner(row, column + 1),
                corner(row + 1, column + 1),
                corner(row + 1, column),
                corner(row, column),
            ];
            let rings = if row + column == 0 {
                vec![ring.to_vec(), town.clone()]
            } else {
                vec![ring.to_vec()]
            };
            let code = format!("W{:02}", 10 + row * ACROSS + column);
            wards.push((area(AreaKind::Ward, &code, "C01"), outline(&rings)));
        }
    }
    wards.push((area(AreaKind::Ward, "T01", "C02"), outline(&[town])));
    wards
}

/// A small square about the middle of the first ward.
fn town(corners: &[[f64; 2]]) -> Vec<[f64; 2]> {
    let four = [0, 1, ACROSS + 1, ACROSS + 2].map(|i| corners[i]);
    let middle = |axis: usize| four.iter().map(|corner| corner[axis]).sum::<f64>() / 4.0;
    let (lon, lat, r) = (middle(0), middle(1), STEP / 10.0);
    vec![
        [lon - r, lat - r],
        [lon + r, lat - r],
        [lon + r, lat + r],
        [lon - r, lat + r],
        [lon - r, lat - r],
    ]
}

pub fn outline(rings: &[Vec<[f64; 2]>]) -> Outline {
    let text = format!(r#"{{"type":"Polygon","coordinates":{rings:?}}}"#);
    Outline::from_geojson(&text).expect("an outline without faults")
}
