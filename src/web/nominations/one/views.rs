//! What the page of a nomination shows.

use super::Story;
use crate::domain::nominations::assessment::{Assessment, Factor};
use crate::domain::nominations::nomination::{By, Nomination, Step};
use crate::domain::nominations::stage::Stage;
use crate::domain::text::{capitalised, hours, plural};
use crate::domain::time::{iso_date, london_date, long_date};
use crate::web::govuk::{Button, NotificationBanner, Table, TableCell};
use crate::web::photos::views as photos;
use crate::web::pieces::{
    Provenance, StageTrack, Step as TrackStep, StepState, Timeline, TimelineEntry, key_facts,
    scrolling, stage_tag,
};
use maud::{Markup, Render, html};

/// What only its nominator or staff are told above the page.
pub fn notice(story: &Story, own: bool, staff: bool) -> Markup {
    let nomination = &story.listed.nomination;
    let has_photos = !story.photos.is_empty();
    let reference = &nomination.reference;
    let words = match (own, staff, nomination.is_public()) {
        (true, _, true) => "You nominated this place.",
        (true, _, false) => "You nominated this place. Only you and our staff can see this page.",
        (false, true, false) => "Only the nominator and staff can see this page.",
        (false, true, true) => "This page is public.",
        (false, false, _) => return Markup::default(),
    };
    let asked = nomination.stage == Stage::NeedsInformation;
    let can_withdraw = nomination.stage.may_become(Stage::Withdrawn);
    NotificationBanner {
        html: html! {
            p class="govuk-notification-banner__heading" { (words) }
            @if own && asked {
                p.govuk-body { "We have a question about it. " a class="govuk-notification-banner__link" href={ "/nominations/" (reference) "/answer" } { "Answer our question" } }
            }
            @if own && (can_withdraw || has_photos) {
                p.govuk-body { a class="govuk-notification-banner__link" href={ "/nominations/" (reference) "/photos" } { @if has_photos { "Your photos of the place" } @else { "Add a photo of the place" } } }
            }
            @if own && can_withdraw {
                p.govuk-body { a class="govuk-notification-banner__link" href={ "/nominations/" (reference) "/withdraw" } { "Withdraw your nomination" } }
            }
            @if staff {
                p.govuk-body { a class="govuk-notification-banner__link" href={ "/staff/nominations/" (reference) } { "Open the staff page" } }
            }
        },
        ..Default::default()
    }
    .render()
}

/// The whole page.
pub fn page(story: &Story) -> Markup {
    let nomination = &story.listed.nomination;
    html! {
        p class="govuk-body-l" { (story.listed.place_in_words()) }
        p.govuk-body { (stage_tag(&nomination.stage.name().to_lowercase())) " " (nomination.stage.meaning()) }
        (track(story))
        (support(nomination))
        div.govuk-grid-row {
            div.govuk-grid-column-two-thirds {
                (outcome(story))
                (photos::gallery(&story.photos))
                (proposal(nomination))
                (assessment(story.assessment.as_ref()))
                h2.govuk-heading-m { "What has happened" }
                (history(nomination, &story.steps))
                (provenance(nomination))
            }
            div.govuk-grid-column-one-third { (facts(story)) }
        }
    }
}

/// The stages of its life with their days.
fn track(story: &Story) -> Markup {
    let nomination = &story.listed.nomination;
    let day_of = |stages: &[Stage]| {
        let found = story
            .steps
            .iter()
            .find(|step| step.public && stages.contains(&step.stage));
        found.map(|step| long_date(london_date(step.at)))
    };
    let reached: [(&str, Option<String>); 5] = [
        (
            "Nominated",
            Some(long_date(london_date(nomination.submitted_at))),
        ),
        ("Assessed", day_of(&[Stage::Assessed])),
        ("Shortlisted", day_of(&[Stage::Shortlisted])),
        ("Chosen by a vote", day_of(&[Stage::Chosen])),
        ("Project", day_of(&[Stage::Project])),
    ];
    let stopped = matches!(
        nomination.stage,
        Stage::Declined | Stage::Merged | Stage::Withdrawn
    );
    let last = reached
        .iter()
        .rposition(|(_, when)| when.is_some())
        .unwrap_or(0);
    let mut steps: Vec<TrackStep> = vec![];
    for (at, (name, when)) in reached.into_iter().enumerate() {
        if when.is_none() && (stopped || at < last) {
            continue;
        }
        let is_now = at == last && !stopped && nomination.stage != Stage::Project;
        let state = match (when.is_some(), is_now) {
            (_, true) => StepState::Now,
            (true, false) => StepState::Done,
            (false, false) => StepState::Ahead,
        };
        let step = TrackStep::new(name, state);
        steps.push(match when {
            Some(when) => step.when(when),
            None => step,
        });
    }
    if stopped {
        let when = day_of(&[nomination.stage]).unwrap_or_default();
        steps.push(TrackStep::new(nomination.stage.name(), StepState::Stopped).when(when));
    }
    StageTrack { steps }.render()
}

/// What became of it, with links.
fn outcome(story: &Story) -> Markup {
    let anything = story.project.is_some()
        || !story.votes.is_empty()
        || story.merged_into.is_some()
        || !story.joined.is_empty();
    html! {
        @if anything {
            h2.govuk-heading-m { "What became of it" }
            @if let Some(into) = &story.merged_into {
                p.govuk-body { "It was joined to " a.govuk-link href={ "/nominations/" (into.key) } { (into.title) " (" (into.key) ")" } ". Support it there." }
            }
            @for vote in &story.votes {
                p.govuk-body { "Vote: " a.govuk-link href={ "/votes/" (vote.key) } { (vote.title) } }
            }
            @if let Some(project) = &story.project {
                p.govuk-body { "Project: " a.govuk-link href={ "/projects/" (project.key) } { (project.title) " (" (project.key) ")" } }
            }
            @if !story.joined.is_empty() {
                p.govuk-body { "These nominations of the same work were joined to it:" }
                ul class="govuk-list govuk-list--bullet" {
                    @for other in &story.joined {
                        li { a.govuk-link href={ "/nominations/" (other.nomination.reference) } { (other.nomination.proposal.title) } }
                    }
                }
            }
        }
    }
}

/// The work and the good it would do, in the nominator's words.
pub fn proposal(nomination: &Nomination) -> Markup {
    let proposal = &nomination.proposal;
    html! {
        h2.govuk-heading-m { "The work" }
        p class="govuk-body app-typed" { (proposal.description) }
        @if !proposal.benefit.is_empty() {
            h3.govuk-heading-s { "How it would help" }
            p class="govuk-body app-typed" { (proposal.benefit) }
        }
    }
}

/// How many support it, and how to. Near the top, also on a telephone.
fn support(nomination: &Nomination) -> Markup {
    let reference = &nomination.reference;
    html! {
        div.app-support {
            p class="govuk-heading-m app-support__count" { (plural(nomination.supporters, "supporter", "supporters")) }
            @if nomination.stage.takes_support() && nomination.is_public() {
                (Button::link("Support this nomination", format!("/nominations/{reference}/support")))
            }
            @if nomination.is_public() {
                p class="govuk-body app-support__news" { a.govuk-link href={ "/follow/nomination/" (reference) } { "Get news by email" } }
                p.govuk-body { a.govuk-link href={ "/map?place=" (reference) } { "See it on the map" } }
            }
        }
    }
}

/// What was told about the place, in a list.
pub fn facts(story: &Story) -> Markup {
    let nomination = &story.listed.nomination;
    let proposal = &nomination.proposal;
    let place = &proposal.whereabouts;
    key_facts([
        ("Reference", nomination.reference.clone()),
        ("Place", place.place.clone()),
        ("Ward", story.listed.ward.clone().unwrap_or_default()),
        ("Council", story.listed.council.clone()),
        ("Postcode", place.postcode.clone().unwrap_or_default()),
        ("Kind of work", story.listed.category.clone()),
        ("Who would benefit", proposal.beneficiary.clone()),
        ("Owner of the land", proposal.land_owner.clone()),
        ("Toilets and hand-washing", proposal.toilets.clone()),
        ("Access", proposal.site_access.clone()),
    ])
}

/// The score and what made it.
pub fn assessment(found: Option<&Assessment>) -> Markup {
    let Some(assessment) = found else {
        return Markup::default();
    };
    let finding = &assessment.finding;
    let risk = finding.risk_assessed_on.map(long_date).unwrap_or_default();
    let permission = match finding.permission_from.as_str() {
        "" => finding.permission.name().to_string(),
        from => format!("{}: {from}", finding.permission.name()),
    };
    html! {
        h2.govuk-heading-m { "The assessment" }
        p.govuk-body {
            "The probation service gave it " strong { (finding.points()) " points out of 100" }
            ", on " (long_date(london_date(assessment.assessed_at))) "."
        }
        @if !finding.summary.is_empty() { p class="govuk-body app-typed" { (finding.summary) } }
        (scrolling(&scores(assessment)))
        p class="govuk-body-s" { "Each factor scores from 0 to 5. The score times the weight gives the points; all points together, out of " (finding.most()) ", give points out of 100." }
        // Not how many can work there at once: beside the sessions held it would bound what is withheld.
        (key_facts([
            ("Work needed", hours(finding.estimate_minutes)),
            ("Permission of the landowner", permission),
            ("Risk assessed on", risk),
        ]))
    }
}

fn scores(assessment: &Assessment) -> Table {
    let finding = &assessment.finding;
    let number = |number: i64| TableCell::numeric(number.to_string());
    let mut rows: Vec<Vec<TableCell>> = Factor::ALL
        .into_iter()
        .map(|factor| {
            let (score, weight) = (finding.scores.of(factor), finding.weights.of(factor));
            vec![
                factor.name().into(),
                number(score),
                number(weight),
                number(score * weight),
            ]
        })
        .collect();
    rows.push(vec![
        "Total".into(),
        "".into(),
        "".into(),
        number(finding.score()),
    ]);
    Table {
        caption: "How the score came about".into(),
        caption_classes: "govuk-table__caption--s".into(),
        first_cell_is_header: true,
        head: vec![
            "Factor".into(),
            TableCell::numeric("Score"),
            TableCell::numeric("Weight"),
            TableCell::numeric("Points"),
        ],
        rows,
        ..Default::default()
    }
}

/// What everybody may read of its history, oldest first.
fn history(nomination: &Nomination, steps: &[Step]) -> Markup {
    let entries = steps
        .iter()
        .filter(|step| step.public)
        .map(|step| entry(nomination, step, Markup::default()));
    Timeline {
        entries: entries.collect(),
    }
    .render()
}

/// One step in words, with more below it for who may read more.
pub fn entry(nomination: &Nomination, step: &Step, more: Markup) -> TimelineEntry {
    let day = london_date(step.at);
    let reason = nomination
        .decline_reason
        .filter(|_| step.stage == Stage::Declined);
    TimelineEntry {
        id: None,
        when: long_date(day),
        datetime: Some(iso_date(day)),
        title: title(step).to_string(),
        by: match step.by {
            By::Records => "from earlier records".into(),
            by => format!("by {}", by.name()),
        },
        body: html! {
            @if let Some(reason) = reason { p.govuk-body { strong { (reason.words()) "." } } }
            @if !step.reason.is_empty() { p class="govuk-body app-typed" { (step.reason) } }
            (more)
        },
    }
}

fn title(step: &Step) -> &'static str {
    match step.stage {
        Stage::Unconfirmed => "Sent, not confirmed yet",
        Stage::Submitted if step.reason.is_empty() => "Nominated",
        Stage::Submitted => "Back with a moderator",
        Stage::UnderAssessment if step.reason.is_empty() => "Passed by a moderator",
        Stage::UnderAssessment => "Still under assessment",
        Stage::NeedsInformation => "We asked the nominator a question",
        Stage::Assessed if step.reason.is_empty() => "Found that it can be done",
        Stage::Assessed => "Back among those that can be done",
        Stage::Shortlisted => "Put on the shortlist",
        Stage::Chosen => "Chosen by a vote",
        Stage::Project => "Became a project",
        Stage::Declined => "Declined",
        Stage::Merged => "Joined to another nomination",
        Stage::Withdrawn => "Withdrawn",
    }
}

fn provenance(nomination: &Nomination) -> Markup {
    match nomination.provenance.split_once(": ") {
        Some(("known", source)) => Provenance::Known {
            source: capitalised(source.trim_start_matches("Known: ")),
        }
        .render(),
        _ if nomination.provenance.is_empty() => Markup::default(),
        _ => Provenance::Invented.render(),
    }
}
