//! Which columns a table of figures has: the groups of measures, the same for live figures and releases.

use crate::domain::figures::arranged::Stage;
use crate::domain::figures::measure::{MEASURES, Measure};
use maud::{Markup, html};

/// The columns where no stage of the work is asked for: what people look for first.
const OVERVIEW: [Measure; 8] = [
    Measure::ProjectsCompleted,
    Measure::Offenders,
    Measure::HoursCredited,
    Measure::Value,
    Measure::HoursOffered,
    Measure::SessionsHeld,
    Measure::Nominations,
    Measure::VotesCast,
];

/// The columns of a table: those that tell of a stage, or the overview.
pub fn columns(stage: Option<Stage>) -> Vec<Measure> {
    let Some(stage) = stage else {
        return OVERVIEW.to_vec();
    };
    let of_stage = MEASURES.iter().filter(|told| told.stage == stage);
    let on_pages = of_stage.filter(|told| told.measure.on_pages() == told.measure);
    on_pages.map(|told| told.measure).collect()
}

/// Links to the same rows with the columns of another group.
pub fn groups(shown: Option<Stage>, address: impl Fn(&str) -> String) -> Markup {
    let link = |stage: Option<Stage>| {
        let words = stage.map_or("Overview", Stage::tells_of);
        (
            words,
            address(stage.map_or("", Stage::code)),
            stage == shown,
        )
    };
    let all = std::iter::once(None).chain(Stage::ALL.map(Some)).map(link);
    html! {
        nav aria-label="What the table counts" {
            ul class="govuk-list app-choices" {
                @for (words, href, is_shown) in all {
                    li { @if is_shown { strong aria-current="page" { (words) } } @else { a class="govuk-link" href=(href) { (words) } } }
                }
            }
        }
    }
}
