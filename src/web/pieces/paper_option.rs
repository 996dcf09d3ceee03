//! What a voter is told of an option, under its name on the paper.

use maud::{Markup, html};

use super::before_after::Photo;
use crate::web::govuk::Hint;

/// The hint of one option: place, work, hours and a picture, in the same order for every one.
///
/// The list that holds the options takes the class `app-options`.
pub fn paper_option(place: &str, work: &str, hours: &str, photo: Option<&Photo>) -> Hint {
    let html: Markup = html! {
        div.app-option {
            div.app-option__words {
                @if !place.is_empty() { p.app-option__place { (place) } }
                @if !work.is_empty() { p { (work) } }
                @if !hours.is_empty() { p { (hours) } }
            }
            @if let Some(photo) = photo {
                img.app-option__photo src=(photo.src) alt=(photo.alt) width=(photo.width) height=(photo.height) loading="lazy";
            }
        }
    };
    Hint {
        html,
        ..Default::default()
    }
}
