//! A project on the page: a card in a list, and the story of one.

use super::track::track;
use crate::domain::figures::period::Month;
use crate::domain::figures::withholding::PublicMeasures;
use crate::domain::projects::feedback::Ratings;
use crate::domain::projects::{Origin, Stage};
use crate::domain::text::{self, grouped, hours};
use crate::domain::time::{iso_date, london_date, long_date, month_and_year};
use crate::store::nominations::Listed;
use crate::store::photos::Pair;
use crate::store::projects::Project;
use crate::store::projects::steps::Step as Move;
use crate::store::projects::story::Vote;
use crate::store::projects::updates::Update;
use crate::web::govuk::{Breadcrumbs, InsetText};
use crate::web::photos::views as photos;
use crate::web::pieces::{
    Card, Progress, Provenance, Timeline, TimelineEntry, as_at, key_facts, stage_tag,
};
use chrono::{DateTime, NaiveDate, Utc};
use maud::{Markup, Render, html};
use std::collections::BTreeMap;

/// Everything a project's page tells.
pub struct Story {
    pub project: Project,
    pub counts: PublicMeasures,
    pub as_at: Option<DateTime<Utc>>,
    pub steps: Vec<Move>,
    pub updates: Vec<Update>,
    /// Photos that everybody may see, by the row of the news.
    pub pairs: BTreeMap<i64, Pair>,
    pub ratings: Ratings,
    pub nomination: Option<Listed>,
    pub vote: Option<Vote>,
    pub may_run: bool,
}

/// A project in a list.
pub fn card(project: &Project, counts: Option<&PublicMeasures>) -> Card {
    let mut facts = vec![project.category_name.clone()];
    if let Some(minutes) = counts
        .and_then(|counts| counts.minutes_credited.count())
        .filter(|minutes| *minutes > 0)
    {
        facts.push(hours(minutes));
    }
    facts.push(when(project));
    let place = match project.description.place.as_str() {
        "" => project.area_in_words(),
        place => format!("{place}, {}", project.council_name),
    };
    Card {
        title: project.description.title.clone(),
        href: format!("/projects/{}", project.reference),
        place,
        stage: Some(project.stage.name().to_lowercase()),
        summary: project.description.summary.clone(),
        facts,
        ..Card::default()
    }
}

/// The last thing that is sure about when.
fn when(project: &Project) -> String {
    match (project.stage, project.completed_on, project.planned_month) {
        (Stage::Completed, Some(day), _) => format!("Completed {}", long_date(day)),
        (Stage::Scheduled, _, Some(month)) => format!("Planned for {}", month.words()),
        (Stage::InProgress, _, _) => match project.started_on {
            Some(day) => format!("Begun in {}", month_and_year(day)),
            None => "Work has begun".into(),
        },
        _ => format!("Agreed {}", long_date(project.agreed_on)),
    }
}

/// Where the page stands.
pub fn breadcrumbs(project: &Project) -> Markup {
    html! { (Breadcrumbs::of([("Home", "/"), ("Projects", "/projects"), (project.reference.as_str(), "")])) }
}

/// The project's own feed, for whoever reads feeds.
pub fn feed_link(project: &Project) -> Markup {
    html! {
        link rel="alternate" type="application/atom+xml" title=(project.description.title)
            href={ "/feeds/projects/" (project.reference) ".atom" };
    }
}

/// The whole page.
pub fn story(story: &Story) -> Markup {
    let project = &story.project;
    html! {
        p class="govuk-body-l" { (project.place_in_words()) }
        p.govuk-body { (stage_tag(&project.stage.name().to_lowercase())) " " (standing(story)) }
        (track(story))
        @if story.may_run {
            p class="govuk-body app-screen-only" {
                a.govuk-link href={ "/staff/projects/" (project.reference) } { "Look after this project" }
            }
        }
        div.govuk-grid-row {
            div.govuk-grid-column-two-thirds {
                (before_after(story))
                (work(story))
                (numbers(story))
                (asked_for(story))
                (news(story))
                (opinions(story))
                (history(story))
                (provenance(&project.provenance))
            }
            div.govuk-grid-column-one-third { (facts(story)) (follow(project)) }
        }
    }
}

/// Where it stands, in a sentence.
fn standing(story: &Story) -> String {
    let project = &story.project;
    let reason = || {
        story
            .steps
            .last()
            .map(|step| step.reason.clone())
            .unwrap_or_default()
    };
    match project.stage {
        Stage::Agreed => "The work will be done. It has no month yet.".into(),
        Stage::Scheduled => match project.planned_month {
            Some(month) => format!("Work should begin in {}.", month.words()),
            None => "Work has a month.".into(),
        },
        Stage::InProgress => match project.expected_on {
            Some(day) => format!("Work should be complete in {}.", month_and_year(day)),
            None => "Work has begun.".into(),
        },
        Stage::Paused => format!("Work is waiting. {}", reason()),
        Stage::Completed => match project.completed_on {
            Some(day) => format!("The work was finished on {}.", long_date(day)),
            None => "The work is finished.".into(),
        },
        Stage::Cancelled => format!("The work will not be done. {}", reason()),
    }
}

fn work(story: &Story) -> Markup {
    let project = &story.project;
    html! {
        h2.govuk-heading-m { @if project.stage == Stage::Completed { "What was done" } @else { "The work" } }
        @if !project.description.summary.is_empty() { (paragraphs(&project.description.summary)) }
        @if !project.work_done.is_empty() { (paragraphs(&project.work_done)) }
        @if !project.closing_statement.is_empty() {
            (InsetText::from(paragraphs(&project.closing_statement)))
        }
    }
}

pub fn paragraphs(text: &str) -> Markup {
    html! {
        @for paragraph in text.split('\n').filter(|line| !line.trim().is_empty()) { p.govuk-body { (paragraph) } }
    }
}

fn numbers(story: &Story) -> Markup {
    let (project, counts) = (&story.project, &story.counts);
    html! {
        h2.govuk-heading-m { "Hours and offenders" }
        @if counts.open.sessions_held + counts.open.stood_down == 0 {
            p.govuk-body { "No session is counted here yet." }
        } @else {
            (key_facts([
                ("Hours worked", shown_hours(counts.minutes_credited.count())),
                ("Offenders", shown_count(counts.offenders.count())),
                ("Sessions held", grouped(counts.open.sessions_held)),
                ("Sessions stood down", grouped(counts.open.stood_down)),
            ]))
            @if counts.is_withheld() {
                p class="govuk-body-s" { "[c] means withheld, so that nobody can be recognised by a small number." }
            } @else if let (Some(minutes), Some(estimate)) = (counts.minutes_credited.count(), project.description.estimate) {
                (Progress { done_minutes: minutes, estimated_minutes: estimate.count() })
            }
            @if let Some(instant) = story.as_at { (as_at(instant, "provisional")) }
        }
        // The same words on every project: where something waits is not told.
        p class="govuk-body-s" {
            "What very few people did can wait until it is counted with others. "
            a.govuk-link href="/about/figures" { "How figures are counted" }
        }
    }
}

fn shown_hours(minutes: Option<i64>) -> String {
    minutes.map_or_else(|| "[c]".into(), hours)
}

fn shown_count(count: Option<i64>) -> String {
    count.map_or_else(|| "[c]".into(), grouped)
}

/// Who asked for it, and how it was chosen.
fn asked_for(story: &Story) -> Markup {
    let project = &story.project;
    html! {
        h2.govuk-heading-m { "How it came about" }
        @if let Some(listed) = &story.nomination {
            p.govuk-body {
                "A resident nominated it as "
                a.govuk-link href={ "/nominations/" (listed.nomination.reference) } { "“" (listed.nomination.proposal.title) "”" }
                @if listed.nomination.supporters > 0 {
                    ", and " (text::plural(listed.nomination.supporters, "person", "people")) " supported it"
                }
                "."
            }
        }
        @if let Some(vote) = &story.vote {
            p.govuk-body {
                "It won the vote " a.govuk-link href={ "/votes/" (vote.slug) "/result" } { (vote.title) }
                @if let Some(cast) = vote.votes_cast { ", in which " (text::plural(cast, "person", "people")) " chose between " (grouped(vote.options)) " places" }
                "."
            }
        } @else {
            p.govuk-body { (came_about(project.origin)) }
        }
    }
}

fn came_about(origin: Origin) -> &'static str {
    match origin {
        Origin::Vote => "Residents chose it in a vote.",
        Origin::Nomination => {
            "The panel and the probation service agreed it directly, without a vote."
        }
        Origin::Other => "The panel and the probation service agreed it without a nomination.",
    }
}

/// The newest news with a photo of both before and after, or with any: it stands at the top.
fn first_pair(story: &Story) -> Option<(i64, &Pair)> {
    let pairs = || {
        let updates = story.updates.iter();
        updates.filter_map(|update| Some((update.id, story.pairs.get(&update.id)?)))
    };
    let whole = pairs().find(|(_, pair)| pair.before.is_some() && pair.after.is_some());
    whole.or_else(|| pairs().next())
}

fn before_after(story: &Story) -> Markup {
    html! {
        @if let Some((_, pair)) = first_pair(story) {
            h2.govuk-heading-m { "Before and after" }
            (photos::pair(pair))
        }
    }
}

fn news(story: &Story) -> Markup {
    let first = first_pair(story).map(|(update, _)| update);
    let entries = story.updates.iter().filter_map(|update| {
        let day = london_date(update.published_at?);
        Some(TimelineEntry {
            id: Some(format!("news-{}", update.id)),
            when: long_date(day),
            datetime: Some(iso_date(day)),
            title: update.title.clone(),
            body: html! {
                (paragraphs(&update.body))
                @if let Some(pair) = story.pairs.get(&update.id).filter(|_| Some(update.id) != first) { (photos::pair(pair)) }
            },
            ..TimelineEntry::default()
        })
    });
    let timeline = Timeline {
        entries: entries.collect(),
    };
    html! {
        @if !timeline.entries.is_empty() { h2.govuk-heading-m { "Updates" } (timeline) }
    }
}

fn opinions(story: &Story) -> Markup {
    let answers = story.ratings.answers();
    html! {
        @if story.project.stage == Stage::Completed {
            h2.govuk-heading-m { "What people think of it" }
            @if answers > 0 {
                p.govuk-body { (text::plural(answers, "person who asked for it or follows it has", "people who asked for it or follow it have")) " answered; " (grouped(story.ratings.good())) " found it good or very good." }
            } @else {
                p.govuk-body { "Nobody has said yet." }
            }
            p class="govuk-body app-screen-only" {
                a.govuk-link href={ "/projects/" (story.project.reference) "/feedback" } { "Say what you think of the result" }
            }
        }
    }
}

fn history(story: &Story) -> Markup {
    let entries = (1..).zip(&story.steps).map(|(number, step): (usize, _)| {
        let day: NaiveDate = london_date(step.at);
        // The day on which work began is nobody's to know: who was there could be looked for.
        let (when, datetime) = match step.stage {
            Stage::InProgress => (month_and_year(day), Month::of(day).to_string()),
            _ => (long_date(day), iso_date(day)),
        };
        TimelineEntry {
            id: Some(format!("step-{number}")),
            when,
            datetime: Some(datetime),
            title: step.stage.name().into(),
            body: paragraphs(&step.reason),
            ..TimelineEntry::default()
        }
    });
    let timeline = Timeline {
        entries: entries.collect(),
    };
    html! {
        @if !timeline.entries.is_empty() { h2.govuk-heading-m { "What has happened" } (timeline) }
    }
}

/// What is known of a record and what is invented, in a demonstration.
pub fn provenance(text: &str) -> Markup {
    match text.split_once(": ") {
        Some(("known", source)) => Provenance::Known {
            source: source.to_string(),
        }
        .render(),
        _ if text.is_empty() => html! {},
        _ => Provenance::Invented.render(),
    }
}

fn facts(story: &Story) -> Markup {
    let project = &story.project;
    key_facts([
        ("Reference", project.reference.to_string()),
        ("Kind of work", project.category_name.clone()),
        ("Ward", project.ward_name.clone().unwrap_or_default()),
        ("Council", project.council_name.clone()),
        ("Who benefits", project.description.beneficiary.clone()),
        ("Who supervises", project.description.supervised_by.clone()),
        (
            "Work expected",
            project
                .description
                .estimate
                .map(|estimate| hours(estimate.count()))
                .unwrap_or_default(),
        ),
        ("Agreed", long_date(project.agreed_on)),
        (
            "Begun",
            project.started_on.map(month_and_year).unwrap_or_default(),
        ),
        (
            "Completed",
            project.completed_on.map(long_date).unwrap_or_default(),
        ),
    ])
}

fn follow(project: &Project) -> Markup {
    html! {
        p class="govuk-body app-screen-only" {
            a.govuk-link href={ "/follow/project/" (project.reference) } { "Get news by email" }
        }
        p class="govuk-body app-screen-only" {
            a.govuk-link href={ "/map?place=" (project.reference) } { "See it on the map" }
        }
    }
}
