//! A project as a card: what it is, where, and the few facts that matter at its stage.

use crate::domain::figures::withholding::PublicMeasures;
use crate::domain::text::{hours, plural};
use crate::domain::time::{long_date, month_and_year};
use crate::store::projects::Project;
use crate::web::pieces::{Card, Progress};
use maud::{Markup, Render};

/// The card of a project with its figures as last published.
pub fn project(project: &Project, totals: Option<&PublicMeasures>) -> Card {
    Card {
        title: project.description.title.clone(),
        href: format!("/projects/{}", project.reference.as_str()),
        place: project.area_in_words(),
        summary: project.description.summary.clone(),
        facts: facts(project, totals),
        more: progress(project, totals),
        ..Card::default()
    }
}

fn facts(project: &Project, totals: Option<&PublicMeasures>) -> Vec<String> {
    let mut facts = vec![];
    if let Some(totals) = totals.filter(|totals| totals.sessions_held > 0) {
        match (totals.minutes_credited.count(), totals.offenders.count()) {
            (Some(minutes), Some(offenders)) => {
                facts.push(hours(minutes));
                facts.push(plural(offenders, "offender", "offenders"));
            }
            _ => facts.push("Too few people to show hours".into()),
        }
    }
    if let Some(day) = project.completed_on {
        facts.push(format!("Completed on {}", long_date(day)));
    } else if let Some(day) = project.started_on {
        facts.push(format!("Began in {}", month_and_year(day)));
    }
    facts
}

/// How far work under way has come, where there is an estimate and the hours may be shown.
fn progress(project: &Project, totals: Option<&PublicMeasures>) -> Markup {
    let estimate = project.description.estimate;
    let done = totals.and_then(|totals| totals.minutes_credited.count());
    match (estimate, done) {
        (Some(estimate), Some(done)) if !project.stage.is_over() => Progress {
            done_minutes: done,
            estimated_minutes: estimate.count(),
        }
        .render(),
        _ => Markup::default(),
    }
}
