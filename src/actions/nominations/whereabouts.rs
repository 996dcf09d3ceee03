//! Where a nominated place is: its spot, ward and council, of what somebody typed or picked.
//!
//! Three ways lead to the same record: a postcode, a name or a spot on the ground; a ward picked from
//! the list; or both, and then they must agree.

use super::super::{Desk, Refusal};
use crate::domain::areas::atlas::Atlas;
use crate::domain::areas::code::AreaCode;
use crate::domain::areas::named_place::{remoteness, words};
use crate::domain::areas::place::Place as Typed;
use crate::domain::areas::point::Point;
use crate::domain::areas::ward_index::Found;
use crate::domain::nominations::draft::PlaceAnswers;
use crate::domain::nominations::proposal::Whereabouts;
use crate::store::nominations::places::{self, Place};
use crate::store::{Conn, StoreError, named_places, postcodes};
use std::collections::BTreeSet;

/// How many places of a name are offered.
const MOST: usize = 10;

/// A place that words may mean: what it is chosen by, and what is said of it.
#[derive(Debug, Clone, PartialEq)]
pub struct Candidate {
    /// `place-12` or `ward-E05010459`.
    pub code: String,
    /// `Ketton, village, in Ketton, Rutland`.
    pub label: String,
    ward: String,
    point: Option<Point>,
}

/// What a typed place came to: a spot, a ward, or neither.
#[derive(Default)]
struct Spot {
    point: Option<Point>,
    ward: Option<String>,
    /// What to say where neither a ward was found nor one is chosen.
    missing: Option<(&'static str, String)>,
}

/// Finds ward, council and point of what was answered about the place.
pub async fn whereabouts(
    desk: &Desk,
    conn: &Conn<'_>,
    answers: PlaceAnswers,
) -> Result<Whereabouts, Refusal> {
    let chosen = match &answers.ward {
        Some(code) => {
            let place = places::find(conn, code).await?;
            let place = place.filter(|place| place.is_in_force(&desk.atlas()));
            Some(place.ok_or_else(|| Refusal::mistake("ward", "Choose a ward from the list"))?)
        }
        None => None,
    };
    let spot = match &answers.typed {
        Some(typed) => spot(desk, conn, typed, &answers.choice, chosen.as_ref()).await?,
        None => Spot::default(),
    };
    let found = match &spot.ward {
        Some(ward) => places::find(conn, ward).await?,
        None => None,
    };
    let place = match (chosen, found) {
        (Some(chosen), Some(found)) if chosen.kind == "ward" && chosen.code != found.code => {
            let other = format!(
                "What you typed is in {}. Choose that ward, or take away what you typed",
                found.name
            );
            return Err(Refusal::mistake("ward", other));
        }
        (_, Some(found)) => found,
        (Some(chosen), None) => chosen,
        (None, None) => {
            let (field, message) = spot
                .missing
                .unwrap_or_else(|| ("ward", "Choose the ward".into()));
            return Err(Refusal::mistake(field, message));
        }
    };
    let (council, ward) = if place.kind == "council" {
        (Some(place.code), None)
    } else {
        (place.parent_code, Some(place.code))
    };
    let council = council.ok_or_else(|| {
        Refusal::mistake("ward", "This ward has no council yet. Choose another ward")
    })?;
    Ok(Whereabouts {
        place: answers.place,
        postcode: match answers.typed {
            Some(Typed::Postcode(postcode)) => Some(postcode.to_string()),
            _ => None,
        },
        ward,
        council,
        spot: spot.point,
    })
}

async fn spot(
    desk: &Desk,
    conn: &Conn<'_>,
    typed: &Typed,
    choice: &str,
    chosen: Option<&Place>,
) -> Result<Spot, Refusal> {
    match typed {
        Typed::Pin(point) => pinned(&desk.atlas(), *point, chosen),
        Typed::Postcode(postcode) => Ok(match postcodes::find(conn, postcode).await? {
            Some(known) => of_postcode(&desk.atlas(), &known),
            None => Spot {
                missing: Some((
                    "ward",
                    "We do not know this postcode. Choose the ward".into(),
                )),
                ..Spot::default()
            },
        }),
        Typed::Words(words) => named(&candidates(desk, conn, words).await?, choice, chosen),
    }
}

/// A postcode that lies in no ward here still says roughly where it is; the ward is asked for.
fn of_postcode(atlas: &Atlas, known: &postcodes::KnownPostcode) -> Spot {
    let published = known.ward.as_ref().map(ToString::to_string);
    let ward = match atlas.locate_published(known.point, known.ward.as_ref()) {
        Found::Inside(ward) => Some(ward.code.to_string()),
        _ => published,
    };
    let outside = "This postcode is in no ward that we know. Choose the ward";
    Spot {
        point: Some(known.point),
        missing: Some(("ward", outside.into())),
        ward,
    }
}

fn pinned(atlas: &Atlas, point: Point, chosen: Option<&Place>) -> Result<Spot, Refusal> {
    let ward = match atlas.locate(point) {
        Found::Inside(ward) => ward.code.to_string(),
        // Somebody who knows the place may say that it belongs to the ward beside it.
        Found::JustOutside { nearest, .. }
            if chosen.is_some_and(|place| place.code == nearest.code.as_str()) =>
        {
            nearest.code.to_string()
        }
        Found::JustOutside { metres, nearest } => {
            let near = format!(
                "This spot is {metres} m outside {}. If the place belongs there, choose that ward",
                nearest.name
            );
            return Err(Refusal::mistake("where", near));
        }
        Found::Outside => {
            let outside = "This spot is outside the area that this service is for";
            return Err(Refusal::mistake("where", outside));
        }
    };
    Ok(Spot {
        point: Some(point),
        ward: Some(ward),
        missing: None,
    })
}

/// The one place that words mean, or the one that was chosen among several.
fn named(candidates: &[Candidate], choice: &str, chosen: Option<&Place>) -> Result<Spot, Refusal> {
    let in_the_ward = |one: &&Candidate| chosen.is_some_and(|place| place.code == one.ward);
    let mut fitting = candidates.iter().filter(in_the_ward);
    let picked = match (candidates, fitting.next(), fitting.next()) {
        ([only], ..) => Some(only),
        (several, ..) if several.iter().any(|one| one.code == choice) => {
            several.iter().find(|one| one.code == choice)
        }
        (_, Some(only), None) => Some(only),
        _ => None,
    };
    match (picked, candidates) {
        (Some(place), _) => Ok(Spot {
            point: place.point,
            ward: Some(place.ward.clone()),
            missing: None,
        }),
        (None, []) => {
            let unknown = "We know no place of this name. Choose the ward, or try a postcode";
            Ok(Spot {
                missing: Some(("where", unknown.into())),
                ..Spot::default()
            })
        }
        // A ward from the list says enough.
        (None, _) if chosen.is_some() => Ok(Spot::default()),
        (None, _) => Err(Refusal::mistake(
            "choice",
            "Choose which of these places you mean",
        )),
    }
}

/// The places that words may mean: names of the gazetteer, wards, and the wards of half a postcode.
/// The best answers come first.
pub async fn candidates(
    desk: &Desk,
    conn: &Conn<'_>,
    typed: &str,
) -> Result<Vec<Candidate>, StoreError> {
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
                ward: ward.code.to_string(),
                point: Some(place.point),
            };
            found.push((remoteness(&place.search(), &asked), one));
        }
    }
    for ward in wards_of(&atlas, conn, typed, &asked).await? {
        let one = Candidate {
            label: format!("Somewhere in {}", in_words(&atlas, &ward)),
            code: format!("ward-{ward}"),
            ward: ward.to_string(),
            point: None,
        };
        found.push((3, one));
    }
    found.sort_by_key(|(remoteness, _)| *remoteness);
    found.truncate(MOST);
    Ok(found.into_iter().map(|(_, one)| one).collect())
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
            let name = words(&ward.name);
            if asked.iter().all(|word| name.contains(word)) {
                wards.insert(ward.code.clone());
            }
        }
    }
    let half = typed.trim().to_ascii_uppercase();
    let is_half = (2..=4).contains(&half.len()) && half.chars().any(|c| c.is_ascii_digit());
    if is_half && half.chars().all(|c| c.is_ascii_alphanumeric()) {
        for known in postcodes::in_district(conn, &half, 2000).await? {
            if let Found::Inside(ward) = atlas.locate_published(known.point, known.ward.as_ref()) {
                wards.insert(ward.code.clone());
            }
        }
    }
    Ok(wards)
}

/// Where to look on a map for what was typed: the best of several places, nothing for none.
pub async fn near(desk: &Desk, conn: &Conn<'_>, typed: &str) -> Result<Option<Point>, StoreError> {
    Ok(match Typed::read(typed) {
        Ok(Typed::Pin(point)) => Some(point),
        Ok(Typed::Postcode(postcode)) => {
            let known = postcodes::find(conn, &postcode).await?;
            known.map(|known| known.point)
        }
        Ok(Typed::Words(words)) => {
            let found = candidates(desk, conn, &words).await?;
            found.into_iter().find_map(|place| place.point)
        }
        Err(_) => None,
    })
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
