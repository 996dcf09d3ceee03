//! Finding the area of what somebody typed: a postcode, a spot on the ground, or words.

use crate::domain::areas::Area;
use crate::domain::areas::atlas::Atlas;
use crate::domain::areas::place::Place;
use crate::domain::areas::ward_index::Found;
use crate::store::postcodes;
use crate::web::problem::Problem;
use crate::web::visit::Visit;

/// What was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Finding {
    /// Words, to look for among names.
    Words(String),
    /// A place in a ward: what was typed, and the areas it lies in, smallest first.
    Inside(String, Vec<Area>),
    /// A place a little outside of every ward, with the nearest one.
    Near(String, u32, Vec<Area>),
    /// A place that no ward here holds.
    Outside(String),
    /// A postcode that is not in the table.
    UnknownPostcode(String),
}

/// Reads what was typed. What names no place at all is taken for words.
pub async fn find(visit: &Visit, typed: &str) -> Result<Finding, Problem> {
    let atlas = visit.app.desk.atlas();
    Ok(match Place::read(typed) {
        Err(_) => Finding::Words(typed.trim().chars().take(200).collect()),
        Ok(Place::Words(words)) => Finding::Words(words),
        Ok(Place::Pin(point)) => said(&atlas, point.to_string(), atlas.locate(point)),
        Ok(Place::Postcode(postcode)) => match postcodes::find(&visit.read(), &postcode).await? {
            None => Finding::UnknownPostcode(postcode.to_string()),
            Some(known) => {
                let found = atlas.locate_published(known.point, known.ward.as_ref());
                said(&atlas, postcode.to_string(), found)
            }
        },
    })
}

fn said(atlas: &Atlas, typed: String, found: Found<'_>) -> Finding {
    match found {
        Found::Inside(ward) => Finding::Inside(typed, upward(atlas, ward)),
        Found::JustOutside { metres, nearest } => {
            Finding::Near(typed, metres, upward(atlas, nearest))
        }
        Found::Outside => Finding::Outside(typed),
    }
}

/// The ward and what it lies in, smallest first.
fn upward(atlas: &Atlas, ward: &Area) -> Vec<Area> {
    let mut path: Vec<Area> = atlas.tree().path(&ward.code).into_iter().cloned().collect();
    path.reverse();
    if path.is_empty() {
        path.push(ward.clone());
    }
    path
}
