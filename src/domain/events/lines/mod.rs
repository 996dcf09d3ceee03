//! How each event reads in the audit log, room by room.

mod hours;
mod house;
mod nominations;
mod panels;
mod projects;
mod releases;
mod rounds;

use super::{Event, Named};

/// An audit line before it is chained: what kind of event, about what, and the rest.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// The event's name, like `nomination-received`.
    pub kind: &'static str,
    /// What it is about, like `nomination LC-2026-0142`.
    pub subject: String,
    /// Everything else, one `name: value` a line. No address, no secret, no choice of a voter.
    pub detail: String,
}

fn line(kind: &'static str, subject: String, detail: &[(&str, String)]) -> Line {
    let detail = detail
        .iter()
        .filter(|(_, value)| !value.is_empty())
        .map(|(name, value)| format!("{name}: {}", value.replace(['\r', '\n'], " ")))
        .collect::<Vec<_>>()
        .join("\n");
    Line {
        kind,
        subject,
        detail,
    }
}

fn named(noun: &str, thing: &Named) -> String {
    format!("{noun} {}", thing.reference)
}

fn batch_and_papers(batch: i64, papers: i64) -> [(&'static str, String); 2] {
    [("batch", batch.to_string()), ("papers", papers.to_string())]
}

fn references(things: &[Named]) -> String {
    let list: Vec<&str> = things
        .iter()
        .map(|thing| thing.reference.as_str())
        .collect();
    list.join(", ")
}

impl Event {
    /// The audit line of this event. That somebody asked for a code to vote leaves none: the log is told of votes in
    /// batches, never when one person votes.
    pub fn line(&self) -> Option<Line> {
        if let Event::VoteCodeAsked { .. } = self {
            return None;
        }
        let line = self
            .house_line()
            .or_else(|| self.nomination_line())
            .or_else(|| self.panel_line())
            .or_else(|| self.ballot_line())
            .or_else(|| self.way_line())
            .or_else(|| self.project_line())
            .or_else(|| self.photo_line())
            .or_else(|| self.hours_line())
            .or_else(|| self.release_line())
            .unwrap_or_else(|| line("event", String::new(), &[]));
        Some(line)
    }
}
