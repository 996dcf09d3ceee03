//! What stands in feeds: nominations, votes and what happened to projects, in words.

use super::atom::Entry;
use crate::domain::ballots::round::Stage as RoundStage;
use crate::domain::projects::Stage;
use crate::domain::time::long_instant;
use crate::store::ballots::{Round, State};
use crate::store::figures::releases::Release;
use crate::store::nominations::Listed;
use crate::store::publishing::{Happening, What};
use chrono::{DateTime, Utc};

/// A nomination that a moderator has passed.
pub fn nomination(listed: &Listed) -> Entry {
    let nomination = &listed.nomination;
    let at = nomination.published_at.unwrap_or(nomination.submitted_at);
    Entry {
        path: format!("/nominations/{}", nomination.reference),
        title: format!("{}, {}", nomination.proposal.title, listed.area_in_words()),
        at,
        updated: nomination.decided_at.map_or(at, |decided| decided.max(at)),
        summary: format!(
            "{}. {} {}",
            nomination.stage.name(),
            nomination.stage.meaning(),
            nomination.proposal.description
        ),
    }
}

/// Where a vote stands, as an entry of its own for each step, so that readers hear of each. How many
/// have voted is never said.
pub fn round(round: &Round, now: DateTime<Utc>) -> Vec<Entry> {
    let entry = |step: &str, at: DateTime<Utc>, words: String| Entry {
        path: format!("/votes/{}#{step}", round.slug),
        title: format!("{}: {step}", round.title),
        at,
        updated: at,
        summary: words,
    };
    let mut entries = vec![];
    if let Some(at) = round.announced_at {
        let opens = long_instant(round.times.opens_at);
        let closes = long_instant(round.times.closes_at);
        let words = format!(
            "Residents of {} vote from {opens} to {closes}.",
            round.area_name
        );
        entries.push(entry("announced", at, words));
    }
    let State::At(stage) = round.state else {
        return entries;
    };
    if stage >= RoundStage::Open && round.times.opens_at <= now {
        let words = format!(
            "You can vote until {}.",
            long_instant(round.times.closes_at)
        );
        entries.push(entry("open", round.times.opens_at, words));
    }
    if stage >= RoundStage::Closed && round.times.closes_at <= now {
        let words = "No more votes are taken. The result follows.".into();
        entries.push(entry("closed", round.times.closes_at, words));
    }
    if let Some(at) = round.declared_at.filter(|_| stage.shows_result()) {
        let words = "The result is published, with what it takes to count again.".into();
        entries.push(Entry {
            path: format!("/votes/{}/result", round.slug),
            ..entry("result", at, words)
        });
    }
    entries
}

/// Something that happened to a project.
pub fn happening(happening: &Happening) -> Entry {
    let page = format!("/projects/{}", happening.reference);
    let (path, title, summary) = match &happening.what {
        What::Step { number, stage } => (
            format!("{page}#step-{number}"),
            format!("{}: {}", happening.project, stage.name().to_lowercase()),
            format!("{} {}", step_words(*stage), happening.summary),
        ),
        What::News { id, title, body } => (
            format!("{page}#news-{id}"),
            format!("{}: {title}", happening.project),
            body.clone(),
        ),
    };
    Entry {
        path,
        title,
        at: happening.at,
        updated: happening.at,
        summary: summary.trim().to_string(),
    }
}

/// A release of figures that is published. Each revision is an entry of its own.
pub fn release(release: &Release) -> Option<Entry> {
    let at = release.published_at?;
    let of = format!("{}, {}", release.area_name, release.span.words());
    let (title, summary) = if release.revision > 1 {
        (
            format!("{of}: figures revised"),
            format!("Revision {}. {}", release.revision, release.reason),
        )
    } else {
        (format!("{of}: figures published"), release.note.clone())
    };
    Some(Entry {
        path: format!("/figures/releases/{}", release.slug),
        title,
        at,
        updated: at,
        summary,
    })
}

fn step_words(stage: Stage) -> &'static str {
    match stage {
        Stage::Agreed => "This will be done.",
        Stage::Scheduled => "It has a month now.",
        Stage::InProgress => "Work has begun.",
        Stage::Paused => "Work waits. The page says why.",
        Stage::Completed => "The work is done.",
        Stage::Cancelled => "This will not be done. The page says why.",
    }
}
