//! What somebody types to say where: one finder for the form and for its map, so that both know the same
//! places and say the same of those they do not know.

use super::super::Desk;
use crate::domain::areas::Area;
use crate::domain::areas::atlas::Atlas;
use crate::domain::areas::code::AreaCode;
use crate::domain::areas::named_place::{remoteness, words};
use crate::domain::areas::place::Place as Typed;
use crate::domain::areas::point::Point;
use crate::domain::areas::postcode::is_first_half;
use crate::domain::areas::ward_index::Found;
use crate::store::{Conn, StoreError, named_places, postcodes};
use std::collections::BTreeSet;
use std::fmt;

/// How many places of a name are offered.
const MOST: usize = 10;
/// How far from what was asked an area is of the same name as was typed, and any other.
const SAME: u8 = 1;
const FAR: u8 = 3;
/// How many postcodes and names are looked at for examples that are good.
const TRIED: u64 = 5;

/// A place that words may mean: what it is chosen by, and what is said of it.
#[derive(Debug, Clone, PartialEq)]
pub struct Candidate {
    /// `place-12` or `area-E05010459`.
    pub code: String,
    /// `Ketton, village, in Ketton, Rutland`.
    pub label: String,
    /// The ward that it lies in, or the ward or council that it is.
    pub area: String,
    /// Where it is, for a place; nothing for an area.
    pub point: Option<Point>,
}

/// The places that words may mean, the best answers first.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Candidates {
    /// At most ten of them.
    pub all: Vec<Candidate>,
    /// What has to be said of them: that half a postcode was typed, or that there are more.
    pub hint: String,
}

/// Why what was typed leads nowhere. What else to try follows, and differs from page to page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Unknown {
    /// A whole postcode that was not imported.
    Postcode,
    /// A known postcode that lies in no ward of ours.
    PostcodeElsewhere,
    /// The first half of a postcode, as typed, that no known one begins with.
    HalfPostcode(String),
    /// A name that nothing has.
    Name,
    /// A spot that is in no ward and beside none.
    Elsewhere,
}

impl Unknown {
    /// Why words lead nowhere.
    pub fn words(typed: &str) -> Unknown {
        match is_first_half(typed) {
            true => Unknown::HalfPostcode(typed.trim().to_uppercase()),
            false => Unknown::Name,
        }
    }

    /// Why, and what to do about it: what the page offers instead, as a sentence without its stop.
    pub fn or(&self, instead: &str) -> String {
        let whole = "Enter the whole postcode";
        match self {
            Unknown::Name => format!("{self}. {instead}, or try a postcode"),
            Unknown::HalfPostcode(_) => format!("{self}. {whole}, or {}", small(instead)),
            Unknown::Elsewhere => self.to_string(),
            Unknown::Postcode | Unknown::PostcodeElsewhere => format!("{self}. {instead}"),
        }
    }
}

/// Words as they go on inside a sentence.
fn small(words: &str) -> String {
    let mut letters = words.chars();
    letters.next().map_or_else(String::new, |first| {
        first.to_lowercase().chain(letters).collect()
    })
}

impl fmt::Display for Unknown {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Unknown::Postcode => f.write_str("We do not know this postcode"),
            Unknown::PostcodeElsewhere => f.write_str("This postcode is in no ward that we know"),
            Unknown::HalfPostcode(half) => write!(
                f,
                "{half} is the first half of a postcode, and we know none that begins with it"
            ),
            Unknown::Name => f.write_str("We know no place of this name"),
            Unknown::Elsewhere => {
                f.write_str("This spot is outside the area that this service is for")
            }
        }
    }
}

/// Where to look on a map for what was typed.
#[derive(Debug, Clone, PartialEq)]
pub enum Near {
    /// Exactly there: coordinates or a grid reference.
    At(Point),
    /// Around there: a postcode or a place of a name.
    Around(Point),
    /// Somewhere in a ward or a council.
    Within(AreaCode),
    /// One of these.
    OneOf(Candidates),
    /// Nowhere, and why.
    Nowhere(String),
}

/// Finds where to look for what was typed, as the form would find the ward of it.
pub async fn near(
    desk: &Desk,
    conn: &Conn<'_>,
    typed: &str,
    choice: &str,
) -> Result<Near, StoreError> {
    let atlas = desk.atlas();
    let nowhere = |why: Unknown| Near::Nowhere(why.or("Enter the name of the ward"));
    Ok(match Typed::read(typed) {
        Ok(Typed::Pin(point)) if matches!(atlas.locate(point), Found::Outside) => {
            nowhere(Unknown::Elsewhere)
        }
        Ok(Typed::Pin(point)) => Near::At(point),
        Ok(Typed::Postcode(postcode)) => match postcodes::find(conn, &postcode).await? {
            None => nowhere(Unknown::Postcode),
            Some(known) => match atlas.locate_published(known.point, known.ward.as_ref()) {
                Found::Outside => nowhere(Unknown::PostcodeElsewhere),
                _ => Near::Around(known.point),
            },
        },
        Ok(Typed::Words(words)) => {
            let found = candidates(desk, conn, &words).await?;
            match picked(&found.all, choice) {
                Some(one) => one.near(),
                None if found.all.is_empty() => nowhere(Unknown::words(&words)),
                None => Near::OneOf(found),
            }
        }
        Err(error) => Near::Nowhere(error.to_string()),
    })
}

/// The only candidate, or the one that was chosen among several.
pub fn picked<'c>(candidates: &'c [Candidate], choice: &str) -> Option<&'c Candidate> {
    match candidates {
        [only] => Some(only),
        several => several.iter().find(|one| one.code == choice),
    }
}

impl Candidate {
    fn near(&self) -> Near {
        match (self.point, AreaCode::parse(&self.area)) {
            (Some(point), _) => Near::Around(point),
            (None, Ok(area)) => Near::Within(area),
            (None, Err(error)) => Near::Nowhere(error.to_string()),
        }
    }

    /// A ward or a council as a place that words may mean.
    fn of_area(label: String, code: &AreaCode) -> Candidate {
        Candidate {
            code: format!("area-{code}"),
            label,
            area: code.to_string(),
            point: None,
        }
    }
}

/// The places that words may mean: names of the gazetteer, wards, councils, and the wards of half a
/// postcode.
pub async fn candidates(
    desk: &Desk,
    conn: &Conn<'_>,
    typed: &str,
) -> Result<Candidates, StoreError> {
    let atlas = desk.atlas();
    let asked = words(typed);
    let mut found: Vec<(u8, Candidate)> = vec![];
    for (id, place) in named_places::find(conn, typed, 50).await? {
        if let Found::Inside(ward) = atlas.locate(place.point) {
            let kind = match place.kind.as_str() {
                "" => String::new(),
                kind => format!(", {kind}"),
            };
            let one = Candidate {
                code: format!("place-{id}"),
                label: format!("{}{kind}, in {}", place.name, in_words(&atlas, &ward.code)),
                area: ward.code.to_string(),
                point: Some(place.point),
            };
            found.push((remoteness(&place.search(), &asked), one));
        }
    }
    for ward in wards_of(&atlas, conn, typed, &asked).await? {
        let label = format!("Somewhere in {}", in_words(&atlas, &ward));
        found.push((FAR, Candidate::of_area(label, &ward)));
    }
    for (code, name) in councils_of(&atlas, &asked) {
        let label = format!("Somewhere in {name}, ward not known");
        let far = if words(&name) == asked { SAME } else { FAR };
        found.push((far, Candidate::of_area(label, &code)));
    }
    found.sort_by_key(|(remoteness, _)| *remoteness);
    let hint = hint(typed, found.len());
    found.truncate(MOST);
    Ok(Candidates {
        all: found.into_iter().map(|(_, one)| one).collect(),
        hint,
    })
}

/// What has to be said of so many places.
fn hint(typed: &str, count: usize) -> String {
    let mut said = vec![];
    if is_first_half(typed) {
        said.push(format!(
            "{} is the first half of a postcode. Postcodes in these wards begin with it. The whole postcode says more.",
            typed.trim().to_uppercase()
        ));
    }
    if count > MOST {
        said.push(format!(
            "There are {count}; these are {MOST} of them. Type more to be shown fewer."
        ));
    }
    said.join(" ")
}

/// Wards in force whose name holds every word, or that hold postcodes of a half that was typed.
async fn wards_of(
    atlas: &Atlas,
    conn: &Conn<'_>,
    typed: &str,
    asked: &[String],
) -> Result<BTreeSet<AreaCode>, StoreError> {
    let mut wards = BTreeSet::new();
    if asked.is_empty() {
        return Ok(wards);
    }
    for council in atlas.councils() {
        for ward in atlas.wards_in(&council.code) {
            if holds_every(&ward.name, asked) {
                wards.insert(ward.code.clone());
            }
        }
    }
    if is_first_half(typed) {
        let half = typed.trim().to_ascii_uppercase();
        for known in postcodes::in_district(conn, &half, 2000).await? {
            if let Found::Inside(ward) = atlas.locate_published(known.point, known.ward.as_ref()) {
                wards.insert(ward.code.clone());
            }
        }
    }
    Ok(wards)
}

/// Councils with wards whose name holds every word, for whoever does not know the ward.
fn councils_of(atlas: &Atlas, asked: &[String]) -> Vec<(AreaCode, String)> {
    if asked.is_empty() {
        return vec![];
    }
    let mut councils = atlas.councils();
    councils.retain(|one| {
        let is_direct = |ward: &&Area| ward.parent.as_ref() == Some(&one.code);
        holds_every(&one.name, asked) && atlas.wards_in(&one.code).iter().any(is_direct)
    });
    councils
        .into_iter()
        .map(|one| (one.code.clone(), one.name.clone()))
        .collect()
}

fn holds_every(name: &str, asked: &[String]) -> bool {
    let name = words(name);
    asked.iter().all(|word| name.contains(word))
}

/// `Ketton, Rutland`.
fn in_words(atlas: &Atlas, ward: &AreaCode) -> String {
    let Some(ward) = atlas.ward(ward) else {
        return ward.to_string();
    };
    match atlas.council_of(ward) {
        Some(council) => format!("{}, {}", ward.name, council.name),
        None => ward.name.clone(),
    }
}

/// What may be typed here, as examples: a postcode, a name and coordinates that are all found. The first
/// of what was imported, so always the same; fewer where less is known.
pub async fn examples(desk: &Desk, conn: &Conn<'_>) -> Result<Vec<String>, StoreError> {
    let atlas = desk.atlas();
    let is_here = |point: Point| matches!(atlas.locate(point), Found::Inside(_));
    let mut examples = vec![];
    let known = postcodes::first(conn, TRIED).await?;
    let known = known.into_iter().find(|known| is_here(known.point));
    examples.extend(known.as_ref().map(|known| known.postcode.to_string()));
    for (_, place) in named_places::first(conn, TRIED).await? {
        if let [_only] = candidates(desk, conn, &place.name).await?.all.as_slice() {
            examples.push(place.name);
            break;
        }
    }
    // So many decimals are ten metres, which is as close as somebody reads them off a map.
    let degrees = known.map(|known| known.point.in_degrees(4).join(", "));
    let is_found =
        |text: &String| matches!(Typed::read(text), Ok(Typed::Pin(point)) if is_here(point));
    examples.extend(degrees.filter(is_found));
    Ok(examples)
}
