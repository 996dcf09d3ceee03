//! The life of a project as a track of steps: what is known of each, and when.

use super::views::Story;
use crate::domain::projects::{Origin, Stage};
use crate::domain::time::{london_date, long_date, month_and_year};
use crate::store::projects::Project;
use crate::web::pieces::{StageTrack, Step, StepState};
use maud::{Markup, html};

fn done(name: &str, when: String, link: Option<(String, String)>) -> Step {
    Step {
        name: name.into(),
        state: StepState::Done,
        when: Some(when),
        link,
    }
}

/// Nominated, chosen, scheduled, in progress, completed: with what is known of each.
pub fn track(story: &Story) -> Markup {
    let project = &story.project;
    let mut steps = vec![];
    if let Some(day) = project.nominated_on {
        let link = project
            .nomination
            .as_ref()
            .map(|reference| ("The nomination".into(), format!("/nominations/{reference}")));
        steps.push(done("Nominated", long_date(day), link));
    }
    let chosen = story
        .vote
        .as_ref()
        .and_then(|vote| vote.declared_at.map(|at| (vote, at)));
    match chosen {
        Some((vote, at)) => {
            let link = ("The vote".into(), format!("/votes/{}/result", vote.slug));
            steps.push(done("Chosen", long_date(london_date(at)), Some(link)));
        }
        None if project.origin == Origin::Vote => {
            steps.push(done("Chosen", long_date(project.agreed_on), None));
        }
        None => steps.push(done("Agreed", long_date(project.agreed_on), None)),
    }
    let begun = project.started_on.is_some();
    steps.extend(scheduled(project, begun));
    let over = project.stage.is_over();
    let begun_in = project.started_on.map(month_and_year);
    steps.push(match (begun, over) {
        (true, true) => step("In progress", StepState::Done, begun_in),
        (true, false) if project.stage == Stage::Paused => step("Paused", StepState::Now, None),
        (true, false) => step("In progress", StepState::Now, begun_in),
        (false, _) => step("In progress", StepState::Ahead, None),
    });
    steps.push(end(project));
    html! { (StageTrack { steps }) }
}

/// How it ended, or when it should.
fn end(project: &Project) -> Step {
    match project.stage {
        Stage::Cancelled => step(
            "Cancelled",
            StepState::Stopped,
            project.cancelled_on.map(long_date),
        ),
        Stage::Completed => step(
            "Completed",
            StepState::Done,
            project.completed_on.map(long_date),
        ),
        _ => step(
            "Completed",
            StepState::Ahead,
            project
                .expected_on
                .map(|day| format!("Expected in {}", month_and_year(day))),
        ),
    }
}

/// The month it was or is planned for. Work that began without one never had this step.
fn scheduled(project: &Project, begun: bool) -> Option<Step> {
    let state = match (begun, project.stage) {
        (true, _) => StepState::Done,
        (false, Stage::Scheduled) => StepState::Now,
        (false, _) => StepState::Ahead,
    };
    match project.planned_month {
        Some(month) => Some(step(
            "Scheduled",
            state,
            Some(format!("for {}", month.words())),
        )),
        None if begun || project.stage.is_over() => None,
        None => Some(step("Scheduled", state, None)),
    }
}

fn step(name: &str, state: StepState, when: Option<String>) -> Step {
    Step {
        name: name.into(),
        state,
        when,
        link: None,
    }
}
