//! Where a nominated place is: its spot, ward and council, of what somebody typed or picked.
//!
//! Three ways lead to the same record: a postcode, a name or a spot on the ground; a ward picked from
//! the list; or both, and then they must agree.

use super::super::{Desk, Refusal};
use super::finding::{Candidate, Unknown, candidates, picked};
use crate::domain::areas::atlas::Atlas;
use crate::domain::areas::place::Place as Typed;
use crate::domain::areas::point::Point;
use crate::domain::areas::ward_index::Found;
use crate::domain::nominations::draft::PlaceAnswers;
use crate::domain::nominations::proposal::Whereabouts;
use crate::domain::policy::Nesting;
use crate::store::nominations::places::{self, Place};
use crate::store::{Conn, postcodes};

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
    let place = agreed(desk, chosen, found, spot.missing)?;
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

/// The ward or council that was chosen and the one that was found, where both say the same; else what is
/// missing.
fn agreed(
    desk: &Desk,
    chosen: Option<Place>,
    found: Option<Place>,
    missing: Option<(&'static str, String)>,
) -> Result<Place, Refusal> {
    Ok(match (chosen, found) {
        // Words that mean a council are narrowed by a ward of it.
        (Some(chosen), Some(found))
            if found.kind == "council" && desk.atlas().covers(&found.code, &chosen.code) =>
        {
            chosen
        }
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
            let (field, message) = missing.unwrap_or_else(|| ("ward", "Choose the ward".into()));
            return Err(Refusal::mistake(field, message));
        }
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
                missing: Some(("ward", Unknown::Postcode.or("Choose the ward"))),
                ..Spot::default()
            },
        }),
        Typed::Words(words) => {
            let found = candidates(desk, conn, words).await?;
            named(&found.all, words, choice, chosen)
        }
    }
}

/// A postcode that lies in no ward here still says roughly where it is; the ward is asked for.
fn of_postcode(atlas: &Atlas, known: &postcodes::KnownPostcode) -> Spot {
    let published = known.ward.as_ref().map(ToString::to_string);
    let ward = match atlas.locate_published(known.point, known.ward.as_ref()) {
        Found::Inside(ward) => Some(ward.code.to_string()),
        _ => published,
    };
    let outside = Unknown::PostcodeElsewhere.or("Choose the ward");
    Spot {
        point: Some(known.point),
        missing: Some(("ward", outside)),
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
            return Err(Refusal::mistake("where", Unknown::Elsewhere.to_string()));
        }
    };
    Ok(Spot {
        point: Some(point),
        ward: Some(ward),
        missing: None,
    })
}

/// The one place that words mean, or the one that was chosen among several, by itself or by its ward.
fn named(
    candidates: &[Candidate],
    words: &str,
    choice: &str,
    chosen: Option<&Place>,
) -> Result<Spot, Refusal> {
    let in_the_ward = |one: &&Candidate| chosen.is_some_and(|place| place.code == one.area);
    let mut fitting = candidates.iter().filter(in_the_ward);
    let only_fitting = match (fitting.next(), fitting.next()) {
        (Some(only), None) => Some(only),
        _ => None,
    };
    let picked = picked(candidates, choice).or(only_fitting);
    match (picked, candidates) {
        (Some(place), _) => Ok(Spot {
            point: place.point,
            ward: Some(place.area.clone()),
            missing: None,
        }),
        (None, []) => {
            let unknown = Unknown::words(words);
            Ok(Spot {
                missing: Some(("where", unknown.or("Choose the ward"))),
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
