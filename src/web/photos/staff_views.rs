//! The words of the moderators' pages, and the squares over a photo.

use super::views;
use crate::domain::mistakes::Mistakes;
use crate::domain::photos::squares::{COLUMNS, ROWS, letter};
use crate::domain::photos::{Reason, Size};
use crate::domain::text::plural;
use crate::domain::time::{london_date, long_date};
use crate::store::photos::{Filed, Photo, Subject};
use crate::web::form::Fields;
use crate::web::govuk::{Button, RadiosItem};
use crate::web::pieces::{empty_list, key_facts};
use crate::web::questions::Questions;
use maud::{Markup, html};

/// Photos that wait, a page of them.
pub fn queue(found: &[Filed], total: i64, links: &Markup) -> Markup {
    html! {
        @if found.is_empty() {
            (empty_list("No photo of your area waits for you.", html! {
                "A photo comes here when somebody adds one to a nomination or to news."
            }))
        } @else {
            p.govuk-body { (plural(total, "photo waits", "photos wait")) ", what waits longest first." }
            ul.app-photos {
                @for filed in found {
                    li.app-photos__one {
                        (views::figure(&filed.photo))
                        p.govuk-body {
                            a.govuk-link href={ "/staff/photos/" (filed.photo.id) } { "Look at this photo" span.govuk-visually-hidden { ": " (filed.photo.alt) } }
                            br;
                            (filed.photo.side.name()) ": " (filed.title) " (" (filed.reference) ")"
                        }
                    }
                }
            }
            (links)
        }
    }
}

/// One photo, and the form as it was sent if it comes back.
pub struct Shown<'a> {
    pub filed: &'a Filed,
    pub csrf: Markup,
    pub fields: &'a Fields,
    pub mistakes: &'a Mistakes,
}

/// One photo with all that can be done about it.
pub fn one(shown: &Shown<'_>) -> Markup {
    let (filed, photo) = (shown.filed, &shown.filed.photo);
    let hidden = html! {
        (shown.csrf)
        input type="hidden" name="version" value=(photo.version);
    };
    let ask = Questions::new(|field| shown.fields.get(field), shown.mistakes);
    html! {
        div.govuk-grid-row {
            div.govuk-grid-column-two-thirds { (squares(photo)) }
            div.govuk-grid-column-one-third {
                (facts(filed))
                (passing(shown, &hidden))
            }
        }
        div.govuk-grid-row {
            div.govuk-grid-column-two-thirds {
                (blurring(&ask, photo, &hidden))
                (taking_down(&ask, photo, &hidden))
            }
        }
    }
}

fn facts(filed: &Filed) -> Markup {
    let photo = &filed.photo;
    let page = match filed.subject {
        Subject::Update(_) => format!("/staff/projects/{}", filed.reference),
        _ => format!("/staff/nominations/{}", filed.reference),
    };
    let standing = match (photo.passed_at, filed.is_public()) {
        (None, _) => "Waits for a moderator".to_string(),
        (Some(at), true) => format!(
            "Public since it was passed on {}",
            long_date(london_date(at))
        ),
        (Some(_), false) => "Passed; what it belongs to is not public yet".to_string(),
    };
    html! {
        p.govuk-body { a.govuk-link href=(page) { (filed.title) } }
        (key_facts([
            ("Which photo", photo.side.name().to_string()),
            ("Reference", filed.reference.clone()),
            ("Sent", long_date(london_date(photo.added_at))),
            ("Now", standing),
        ]))
    }
}

fn passing(shown: &Shown<'_>, hidden: &Markup) -> Markup {
    let photo = &shown.filed.photo;
    let typed = |field: &str| match shown.fields.get(field) {
        empty if empty.is_empty() && shown.mistakes.at(field).is_none() => photo.alt.clone(),
        typed => typed,
    };
    let ask = Questions::new(typed, shown.mistakes);
    html! {
        form method="post" action={ "/staff/photos/" (photo.id) "/pass" } novalidate {
            (hidden)
            (ask.line("alt", "What does the photo show?", "Put the words right if they do not fit: people who cannot see the photo go by them."))
            @if photo.is_passed() { (Button::secondary("Save these words")) }
            @else { (Button::new("Let everybody see it")) }
        }
    }
}

fn blurring(ask: &Questions<'_>, photo: &Photo, hidden: &Markup) -> Markup {
    html! {
        h2.govuk-heading-m { "Make a part unreadable" }
        p.govuk-body { "For faces, number plates and house numbers. Name two squares: everything between them is blurred, in every size. This cannot be undone." }
        p class="govuk-body app-js-only" { "You can also draw over the part with a mouse or a finger." }
        form method="post" action={ "/staff/photos/" (photo.id) "/blur" } novalidate {
            (hidden)
            (ask.short("from", "Square in one corner", "A letter and a number, like C4", 4))
            (ask.short("to", "Square in the corner across", "The same square again for one square alone", 4))
            (Button::secondary("Make this part unreadable"))
        }
    }
}

fn taking_down(ask: &Questions<'_>, photo: &Photo, hidden: &Markup) -> Markup {
    let items = Reason::ALL.map(|reason| RadiosItem::new(reason.code(), reason.name()));
    html! {
        h2.govuk-heading-m { "Take it down" }
        p.govuk-body { "The photo goes for good, in every size." }
        form method="post" action={ "/staff/photos/" (photo.id) "/take-down" } novalidate {
            (hidden)
            (ask.choice("reason", "Why?", "", items))
            (Button::warning("Take the photo down"))
        }
    }
}

/// The photo with squares over it, letters along the top and numbers down the side.
fn squares(photo: &Photo) -> Markup {
    let (width, height) = (photo.width, photo.height);
    let rim = (width.max(height) / 25).max(1);
    let view = format!("-{rim} -{rim} {} {}", width + rim, height + rim);
    let at =
        |index: u32, of: u32, length: u32| u64::from(index) * u64::from(length) / u64::from(of);
    let middle = |index: u32, of: u32, length: u32| {
        (2 * u64::from(index) + 1) * u64::from(length) / (2 * u64::from(of))
    };
    html! {
        svg.app-squares viewBox=(view) role="img" aria-label=(photo.alt)
            data-squares=(format!("{COLUMNS},{ROWS}")) data-width=(width) data-height=(height) font-size=(rim * 3 / 5) {
            image href=(photo.path(Size::Full)) x="0" y="0" width=(width) height=(height) {}
            g.app-squares__lines {
                @for column in 0..=COLUMNS {
                    @let x = at(column, COLUMNS, width);
                    line x1=(x) y1="0" x2=(x) y2=(height) {}
                }
                @for row in 0..=ROWS {
                    @let y = at(row, ROWS, height);
                    line x1="0" y1=(y) x2=(width) y2=(y) {}
                }
            }
            g.app-squares__names text-anchor="middle" aria-hidden="true" {
                @for column in 0..COLUMNS {
                    text x=(middle(column, COLUMNS, width)) y=(format!("-{}", rim / 4)) { (letter(column)) }
                }
                @for row in 0..ROWS {
                    text x=(format!("-{}", rim / 2)) y=(middle(row, ROWS, height) + u64::from(rim) / 5) { (row + 1) }
                }
            }
        }
    }
}
