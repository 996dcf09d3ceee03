//! Photos on a page, and the questions that a form asks about one.

use crate::domain::mistakes::Mistakes;
use crate::domain::photos::{LONGEST_ALT, Size};
use crate::store::photos::{Pair, Photo};
use crate::web::form::Fields;
use crate::web::govuk::{Attributes, Button, FileUpload, Hint, Input, Label};
use crate::web::mistaken;
use crate::web::pieces::{self, BeforeAfter};
use maud::{Markup, html};

/// A photo as pieces of a page take it: every size, and the words.
pub fn piece(photo: &Photo) -> pieces::Photo {
    let sizes = Size::of(photo.width, photo.height);
    let srcset: Vec<String> = sizes
        .iter()
        .map(|(size, width, _)| format!("{} {width}w", photo.path(*size)))
        .collect();
    // What a browser without `srcset` takes: large enough for a telephone.
    let middle = sizes.iter().find(|(size, ..)| *size >= Size::Medium);
    let (size, width, height) = middle
        .copied()
        .unwrap_or((Size::Full, photo.width, photo.height));
    pieces::Photo {
        src: photo.path(size),
        srcset: srcset.join(", "),
        alt: photo.alt.clone(),
        width,
        height,
        taken: String::new(),
    }
}

/// A place before and after the work, as pieces of a page take it.
pub fn pair(pair: &Pair) -> BeforeAfter {
    BeforeAfter {
        before: pair.before.as_ref().map(piece),
        after: pair.after.as_ref().map(piece),
    }
}

/// The one that says most: the place after the work, or else before it.
pub fn one_of(pair: &Pair) -> Option<pieces::Photo> {
    pair.after.as_ref().or(pair.before.as_ref()).map(piece)
}

/// What everybody sees of the photos of a place; of those that wait, whoever sees them is told so.
pub fn gallery(photos: &[Photo]) -> Markup {
    html! {
        @if !photos.is_empty() {
            ul.app-photos {
                @for photo in photos {
                    li.app-photos__one { (figure(photo)) }
                }
            }
        }
    }
}

/// One photo with its words below.
pub fn figure(photo: &Photo) -> Markup {
    let piece = piece(photo);
    html! {
        figure.app-photo {
            (piece.image("app-photo__picture", "(min-width: 641px) 400px, 100vw"))
            figcaption.app-photo__words {
                (photo.alt)
                @if !photo.is_passed() { br; strong class="govuk-tag govuk-tag--grey" { "Not public yet" } }
            }
        }
    }
}

/// A photo with a button that takes it away.
pub fn removable(photo: &Photo, hidden: &Markup, action: &str) -> Markup {
    html! {
        (figure(photo))
        form method="post" action=(action) {
            (hidden)
            (Button {
                html: html! { "Take this photo away" span.govuk-visually-hidden { ": " (photo.alt) } },
                ..Button::secondary("")
            })
        }
    }
}

/// The questions about a photo that is sent: the file, and what it shows.
pub fn questions(fields: &Fields, mistakes: &Mistakes) -> Markup {
    html! {
        (FileUpload {
            name: "photo".into(),
            id: "photo".into(),
            label: Label::question("Choose a photo"),
            hint: Some(Hint::from("A JPEG, PNG or WebP file, smaller than 15 megabytes. We take out where, when and with what it was taken.")),
            error_message: mistaken::at(mistakes, "photo"),
            attributes: Attributes::default().with("accept", "image/jpeg,image/png,image/webp"),
            ..Default::default()
        })
        (Input {
            name: "alt".into(),
            id: "alt".into(),
            value: fields.get("alt"),
            label: Label::question("What does the photo show?"),
            hint: Some(Hint::from("In a few words, for people who cannot see it. Such as ‘Ivy over the wall of the bus shelter’.")),
            error_message: mistaken::at(mistakes, "alt"),
            attributes: Attributes::default().with("maxlength", LONGEST_ALT.to_string()),
            ..Default::default()
        })
    }
}

/// What everybody who sends a photo is told.
pub fn advice() -> Markup {
    html! {
        ul class="govuk-list govuk-list--bullet" {
            li { "Show the place, not people. Nobody should be recognised, and no number plate." }
            li { "Send only a photo that you took, or may share." }
            li { "A moderator looks at it. Until then only you and our staff can see it." }
        }
    }
}
