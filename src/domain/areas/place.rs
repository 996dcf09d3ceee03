//! What people type when asked where: a postcode, a grid reference, coordinates, or words.

use super::national_grid::{GridError, GridPoint};
use super::point::{NotAPoint, Point};
use super::postcode::Postcode;

/// A place as somebody typed it.
#[derive(Debug, Clone, PartialEq)]
pub enum Place {
    /// A full postcode, still to be looked up.
    Postcode(Postcode),
    /// Coordinates or a grid reference: a place already.
    Pin(Point),
    /// Anything else, to look for among place names and addresses.
    Words(String),
}

/// Why what was typed names no place.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum PlaceError {
    #[error("Enter a postcode, a place name or a grid reference")]
    Empty,
    #[error("Enter fewer than 200 characters")]
    TooLong,
    #[error(transparent)]
    Grid(#[from] GridError),
    #[error(transparent)]
    Point(#[from] NotAPoint),
}

impl Place {
    /// Tells apart what people type.
    ///
    /// `SK 5790 0780`, `SK578078` and `457900, 307800` are the National Grid; `52.66, -1.14` and
    /// `52.66 N 1.14 W` are coordinates, latitude first. Half a postcode is words.
    pub fn read(text: &str) -> Result<Place, PlaceError> {
        let text = text.trim();
        if text.is_empty() {
            return Err(PlaceError::Empty);
        }
        if text.chars().count() >= 200 {
            return Err(PlaceError::TooLong);
        }
        if let Ok(postcode) = Postcode::parse(text) {
            return Ok(Place::Postcode(postcode));
        }
        if let Some(postcode) = postcode_at_the_end(text) {
            return Ok(Place::Postcode(postcode));
        }
        if looks_like_a_grid_reference(text) {
            return Ok(Place::Pin(GridPoint::parse(text)?.to_point()?));
        }
        if let Some((first, second)) = two_numbers(text) {
            return Ok(Place::Pin(pin(&first, &second)?));
        }
        let words: Vec<&str> = text.split_whitespace().collect();
        Ok(Place::Words(words.join(" ")))
    }
}

/// The postcode of an address, like `Scalpay Close, Leicester LE4 2BF`.
fn postcode_at_the_end(text: &str) -> Option<Postcode> {
    let words: Vec<&str> = text
        .split(|c: char| c.is_whitespace() || c == ',')
        .filter(|word| !word.is_empty())
        .collect();
    let (last, before) = words.split_last()?;
    let last_but_one = before.last()?;
    let whole = Postcode::parse(last).ok();
    whole.or_else(|| Postcode::parse(&format!("{last_but_one} {last}")).ok())
}

/// Two letters and then four figures or more: fewer could be half a postcode, like SK10.
fn looks_like_a_grid_reference(text: &str) -> bool {
    let marks: Vec<char> = text.chars().filter(|c| !c.is_whitespace()).collect();
    let Some((letters, rest)) = marks.split_at_checked(2) else {
        return false;
    };
    let figures = rest.iter().filter(|c| c.is_ascii_digit()).count();
    letters.iter().all(char::is_ascii_alphabetic)
        && rest.iter().all(|c| c.is_ascii_digit() || *c == ',')
        && figures >= 4
}

/// Two numbers with a comma, a semicolon, a point of the compass or a space between them.
fn two_numbers(text: &str) -> Option<(String, String)> {
    let text = text.replace('\u{2212}', "-").replace(['°', 'º'], " ");
    let text = text.to_ascii_uppercase();
    let spaced: String = text
        .chars()
        .flat_map(|c| match c {
            'N' | 'S' | 'E' | 'W' => vec![' ', c, ' '],
            ',' | ';' => vec![' '],
            other => vec![other],
        })
        .collect();
    let parts: Vec<&str> = spaced.split_whitespace().collect();
    let number = |part: &str| part.parse::<f64>().is_ok_and(f64::is_finite);
    match parts.as_slice() {
        [first, second] if number(first) && number(second) => {
            Some(((*first).to_owned(), (*second).to_owned()))
        }
        [lat, north, lon, east] if number(lat) && number(lon) => {
            Some((signed(lat, north, "N", "S")?, signed(lon, east, "E", "W")?))
        }
        _ => None,
    }
}

/// A number with its sign from a point of the compass.
fn signed(number: &str, compass: &str, plus: &str, minus: &str) -> Option<String> {
    if compass == plus {
        return Some(number.to_owned());
    }
    (compass == minus && !number.starts_with('-')).then(|| format!("-{number}"))
}

/// Coordinates in degrees, latitude first, or metres of the National Grid, easting first.
fn pin(first: &str, second: &str) -> Result<Point, PlaceError> {
    match Point::parse(first, second) {
        Err(NotAPoint::Metres) => {
            let metres = |text: &str| text.parse::<f64>().map_err(|_| NotAPoint::NotANumber);
            Ok(GridPoint::new(metres(first)?, metres(second)?)?.to_point()?)
        }
        answer => Ok(answer?),
    }
}
