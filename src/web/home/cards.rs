//! A project as a card of the home page: the card of the lists, with how far work has come.

use crate::domain::figures::withholding::PublicMeasures;
use crate::store::projects::Project;
use crate::web::pieces::{Card, Progress};
use crate::web::projects::views;
use maud::Render;

/// The card of a project with its figures as last published. All in a list are at one stage.
pub fn project(project: &Project, totals: Option<&PublicMeasures>) -> Card {
    let progress = progress(project, totals);
    // The words under the bar say the hours.
    let of_facts = totals.filter(|_| progress.is_none());
    Card {
        stage: None,
        more: progress
            .map(|progress| progress.render())
            .unwrap_or_default(),
        ..views::card(project, of_facts)
    }
}

/// How far work under way has come, where there is an estimate and the hours may be shown.
fn progress(project: &Project, totals: Option<&PublicMeasures>) -> Option<Progress> {
    let estimate = project.description.estimate;
    let done = totals.and_then(|totals| totals.minutes_credited.count());
    match (estimate, done) {
        (Some(estimate), Some(done)) if !project.stage.is_over() => Some(Progress {
            done_minutes: done,
            estimated_minutes: estimate.count(),
        }),
        _ => None,
    }
}
