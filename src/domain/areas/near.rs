//! What lies near, and what is called alike: how a second nomination of one place is noticed.
//!
//! Nothing here decides that two nominations are the same; it only finds which to show to the
//! person who can tell.

use super::bounds::Scale;
use super::point::Point;

/// How near another nomination or project must be to be shown as possibly the same, in metres.
pub const SAME_PLACE_METRES: f64 = 250.0;

/// How alike two texts must be, in hundredths, to be shown as possibly the same.
pub const ALIKE_ENOUGH: u8 = 60;

/// The distance between two points in metres.
///
/// As the crow flies on the ellipsoid at their middle latitude: right to a thousandth within the
/// same county, and good enough to sort by across the country.
pub fn metres_between(a: Point, b: Point) -> f64 {
    let scale = Scale::at(f64::midpoint(a.lat(), b.lat()));
    let north = (a.lat() - b.lat()) * scale.metres_north;
    let east = (a.lon() - b.lon()) * scale.metres_east;
    north.hypot(east)
}

/// The same in whole metres, to the nearest ten: what a person makes of a distance.
pub fn tens_of_metres(a: Point, b: Point) -> u32 {
    let tens = (metres_between(a, b) / 10.0).round().clamp(0.0, 1e8) as u32;
    tens * 10
}

/// Whether two points may be the same place.
pub fn may_be_the_same_place(a: Point, b: Point) -> bool {
    metres_between(a, b) <= SAME_PLACE_METRES
}

/// Whether two titles or descriptions are alike enough to ask about.
pub fn are_alike(a: &str, b: &str) -> bool {
    likeness(a, b) >= ALIKE_ENOUGH
}

/// How alike two short texts are in their words, in hundredths: 100 where each word has its match.
///
/// Case, punctuation, the order of words, small words and small slips of spelling do not matter.
/// Texts with no words left are alike to nothing.
pub fn likeness(a: &str, b: &str) -> u8 {
    let (a, b) = (words(a), words(b));
    if a.is_empty() || b.is_empty() {
        return 0;
    }
    let matched = matches(&a, &b) + matches(&b, &a);
    let hundredths = matched * 100 / (a.len() + b.len());
    u8::try_from(hundredths).unwrap_or(100)
}

/// How many words of one text have a match in the other.
fn matches(words: &[String], among: &[String]) -> usize {
    let matched = |word: &&String| among.iter().any(|other| same_word(word, other));
    words.iter().filter(matched).count()
}

/// Whether two words are one, allowing for a slip in words long enough to bear it.
fn same_word(a: &str, b: &str) -> bool {
    if a == b {
        return true;
    }
    let shorter = a.chars().count().min(b.chars().count());
    shorter >= 5 && strsim::jaro_winkler(a, b) >= 0.92
}

/// The telling words of a text, each once, in order.
fn words(text: &str) -> Vec<String> {
    const SMALL: [&str; 16] = [
        "a", "an", "and", "at", "by", "for", "from", "in", "near", "of", "off", "on", "please",
        "the", "to", "with",
    ];
    let text = text.to_lowercase().replace(['\'', '\u{2019}'], "");
    let mut words: Vec<String> = text
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty() && !SMALL.contains(word))
        .take(200)
        .map(|word| match word {
            "rd" => "road".to_owned(),
            "st" => "street".to_owned(),
            "ave" => "avenue".to_owned(),
            "pk" => "park".to_owned(),
            "cl" => "close".to_owned(),
            other => other.to_owned(),
        })
        .collect();
    words.sort();
    words.dedup();
    words
}
