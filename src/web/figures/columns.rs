//! Which columns a table of figures has: the groups of measures, the same for live figures and releases.

use crate::domain::figures::arranged::Stage;
use crate::domain::figures::measure::Measure;
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

/// The columns of a table: those that tell of a stage, or the overview; of those that an edition has.
pub fn columns(stage: Option<Stage>, edition: i64) -> Vec<Measure> {
    let is_known = |measure: &Measure| measure.told().since <= edition;
    match stage {
        Some(stage) => Measure::of_stage(stage, edition).collect(),
        None => OVERVIEW.into_iter().filter(is_known).collect(),
    }
}

/// What a group of columns is called.
pub fn group_name(stage: Option<Stage>) -> &'static str {
    stage.map_or("Overview", Stage::tells_of)
}

/// Links to the same rows with the columns of another group, of those that an edition has.
pub fn groups(shown: Option<Stage>, edition: i64, address: impl Fn(&str) -> String) -> Markup {
    let link = |stage: Option<Stage>| {
        (
            group_name(stage),
            address(stage.map_or("", Stage::code)),
            stage == shown,
        )
    };
    let all = std::iter::once(None).chain(Stage::ALL.map(Some));
    let all = all.filter(|stage| !columns(*stage, edition).is_empty());
    html! {
        nav aria-label="What the table counts" {
            ul class="govuk-list app-choices" {
                @for (words, href, is_shown) in all.map(link) {
                    li { @if is_shown { strong aria-current="page" { (words) } } @else { a class="govuk-link" href=(href) { (words) } } }
                }
            }
        }
    }
}
