//! Live numbers that read otherwise than in a published release: their mark, and what the release said.

use crate::domain::figures::measure::{Counted, Measure, Wage};
use crate::domain::figures::release::said::Said;
use crate::domain::figures::release::title;
use crate::domain::figures::view::View;
use maud::{Markup, html};

/// The mark of a number that was revised, with a space before it; nothing of any other.
pub fn mark(
    said: Option<&Said>,
    measure: Measure,
    now: (&View, &dyn Counted, Wage),
) -> &'static str {
    let revised = said.and_then(|said| said.revised(measure, now));
    revised.map_or("", |_| " [r]")
}

/// What a release said of the numbers of a row, and what they are now.
pub struct Note {
    row: String,
    release: (String, String),
    numbers: Vec<String>,
}

impl Note {
    /// Of one row, if some of its numbers were revised.
    pub fn of(
        row: &str,
        said: Option<&Said>,
        columns: &[Measure],
        now: (&View, &dyn Counted, Wage),
    ) -> Option<Note> {
        let said = said?;
        let number = |measure: &Measure| {
            let (before, after) = said.revised(*measure, now)?;
            let [before, after] = [before, after].map(|number| measure.in_words(number));
            let words = measure.told().words;
            Some(format!("{words} {before} in the release, now {after}"))
        };
        let numbers: Vec<String> = columns.iter().filter_map(number).collect();
        (!numbers.is_empty()).then(|| Note {
            row: row.into(),
            release: (
                format!("/figures/releases/{}", said.slug),
                title(&said.area_name, said.span, said.revision),
            ),
            numbers,
        })
    }
}

/// What stands below a table with marked numbers.
pub fn notes(notes: &[Note]) -> Markup {
    html! {
        @if !notes.is_empty() {
            h2 class="govuk-heading-s" { "[r] Revised since a council’s release" }
            ul class="govuk-list govuk-list--bullet" {
                @for note in notes {
                    li {
                        strong { (note.row) } ": " (note.numbers.join("; ")) ". The release: "
                        a class="govuk-link" href=(note.release.0) { (note.release.1) } "."
                    }
                }
            }
        }
    }
}
