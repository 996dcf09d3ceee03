//! A place on the ground, as latitude and longitude.
//!
//! A [`Point`] is always a real coordinate in WGS84. The two mistakes people make with numbers,
//! swapping them and giving metres of the National Grid for degrees, are told apart from nonsense.

use std::fmt;

/// A latitude and a longitude in degrees (WGS84), both within range.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Point {
    lat: f64,
    lon: f64,
}

/// Why two numbers are not a place.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NotAPoint {
    #[error("Latitude and longitude must be numbers, like 52.6365 and -1.1330")]
    NotANumber,
    #[error("Latitude is from -90 to 90 and longitude from -180 to 180")]
    OutOfRange,
    #[error(
        "Latitude and longitude look swapped: in the United Kingdom latitude is 49 to 61 and longitude -9 to 2"
    )]
    Swapped,
    #[error(
        "These look like eastings and northings in metres, not latitude and longitude in degrees"
    )]
    Metres,
}

impl Point {
    /// A point from degrees.
    ///
    /// Refuses what is not a finite number in range, and numbers that are only in the United
    /// Kingdom when swapped: as they stand those lie in the sea east of Somalia.
    pub fn new(lat: f64, lon: f64) -> Result<Point, NotAPoint> {
        if !lat.is_finite() || !lon.is_finite() {
            return Err(NotAPoint::NotANumber);
        }
        if looks_like_metres(lat, lon) || looks_like_metres(lon, lat) {
            return Err(NotAPoint::Metres);
        }
        if lat.abs() > 90.0 || lon.abs() > 180.0 {
            return Err(NotAPoint::OutOfRange);
        }
        if in_the_united_kingdom(lon, lat) {
            return Err(NotAPoint::Swapped);
        }
        // Adding zero turns -0.0 into 0.0, so that equal points print alike.
        Ok(Point {
            lat: lat + 0.0,
            lon: lon + 0.0,
        })
    }

    /// A point from two texts that each hold one decimal number.
    pub fn parse(lat: &str, lon: &str) -> Result<Point, NotAPoint> {
        Point::new(degrees(lat)?, degrees(lon)?)
    }

    /// Degrees north of the equator.
    pub fn lat(self) -> f64 {
        self.lat
    }

    /// As many decimals of a degree as anybody needs: about a metre.
    pub const EXACT: u8 = 5;

    /// Degrees north and east to so many decimals, for files.
    pub fn in_degrees(self, decimals: u8) -> [String; 2] {
        let there = self.rounded(decimals);
        [there.lat, there.lon].map(|degrees| format!("{degrees:.*}", usize::from(decimals)))
    }

    /// The same place with so many decimals of a degree: five are a metre, three are 100 metres.
    pub fn rounded(self, decimals: u8) -> Point {
        let scale = 10_f64.powi(i32::from(decimals));
        let round = |degrees: f64| (degrees * scale).round() / scale + 0.0;
        Point {
            lat: round(self.lat),
            lon: round(self.lon),
        }
    }

    /// Degrees east of Greenwich; in most of the United Kingdom less than nothing.
    pub fn lon(self) -> f64 {
        self.lon
    }
}

impl fmt::Display for Point {
    /// Six decimals, a tenth of a metre: `52.636500, -1.133000`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:.6}, {:.6}", self.lat, self.lon)
    }
}

/// One decimal number. Words such as `inf` and `NaN`, and `1e2`, are not taken for numbers.
fn degrees(text: &str) -> Result<f64, NotAPoint> {
    let text = text.trim().replace('\u{2212}', "-");
    let plain = |c: char| c.is_ascii_digit() || matches!(c, '.' | '-' | '+');
    if !text.chars().all(plain) {
        return Err(NotAPoint::NotANumber);
    }
    text.parse().map_err(|_| NotAPoint::NotANumber)
}

/// Whether degrees lie in the box around the United Kingdom, with some sea.
pub(super) fn in_the_united_kingdom(lat: f64, lon: f64) -> bool {
    (49.0..=61.5).contains(&lat) && (-9.0..=2.5).contains(&lon)
}

/// Whether two numbers can only be metres of the National Grid.
pub(super) fn looks_like_metres(easting: f64, northing: f64) -> bool {
    (1000.0..=700_000.0).contains(&easting) && (1000.0..=1_300_000.0).contains(&northing)
}
