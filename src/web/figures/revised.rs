//! Live numbers that read otherwise than in a published release: their mark, and what the release said.

use crate::domain::figures::measure::{Counted, Measure, Wage};
use crate::domain::figures::release::said::{Entry, Said, entries};
use crate::domain::figures::view::{RowNames, View};
use crate::domain::figures::withholding::PublicMeasures;
use crate::store::figures::releases;
use crate::web::figures::releases::named;
use crate::web::problem::Problem;
use crate::web::visit::Visit;
use maud::{Markup, html};

/// What releases said of the rows of a page.
#[derive(Debug, Default)]
pub struct SaidBefore {
    /// Of each row in its order.
    pub rows: Vec<Option<Said>>,
    /// Of all rows together.
    pub total: Option<Said>,
}

/// Reads what the releases that were published last said of some rows and of the total.
pub async fn said_before(
    visit: &Visit,
    view: &View,
    rows: &[(RowNames, PublicMeasures)],
) -> Result<SaidBefore, Problem> {
    let whole = View {
        by: vec![],
        ..view.clone()
    };
    let mut sought: Vec<Vec<Entry>> = rows.iter().map(|(names, _)| entries(view, names)).collect();
    sought.push(entries(&whole, &[]));
    let mut said = releases::said(&visit.read(), &sought).await?;
    let total = said.pop().flatten();
    Ok(SaidBefore { rows: said, total })
}

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
                named(&said.area_name, said.span, said.revision),
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
