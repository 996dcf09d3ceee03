//! Tests of the ballots room.

mod against_naive;
mod any_file;
mod file_formats;
mod hand_checked;
mod keying;
mod list_and_receipt;
mod naive;
mod paper_and_casting;
mod properties;
mod publishing;
mod rounds;
mod sheets;
mod simple_counts;
mod spoilt_lists;

use chrono::{DateTime, TimeZone, Utc};

use super::method::{Method, PaperKind};
use super::rule_sheet::{BallotBox, RuleSheet, SheetArea, SheetOption, WayToVote};

/// An instant on a day in June 2027.
fn june(day: u32, hour: u32) -> DateTime<Utc> {
    Utc.with_ymd_and_hms(2027, 6, day, hour, 0, 0)
        .single()
        .expect("a real instant")
}

/// A sheet without faults.
fn sheet(method: Method) -> RuleSheet {
    let option = |id: &str, label: &str, minutes: u64| SheetOption {
        id: id.to_owned(),
        label: label.to_owned(),
        minutes: Some(minutes),
    };
    RuleSheet {
        title: "Which place first?".to_owned(),
        area: SheetArea {
            code: "E99000001".to_owned(),
            name: "Example Ward".to_owned(),
        },
        method,
        options: vec![
            option("canal-path", "Canal path", 600),
            option("old-green", "The old green", 1200),
            option("play-area", "Play area", 900),
        ],
        seats: if method.has_budget() { 0 } else { 1 },
        budget_minutes: method.has_budget().then_some(1800),
        ranks: (method.paper() == PaperKind::Ranks).then_some(3),
        opens_at: june(1, 8),
        closes_at: june(22, 20),
        may_vote: vec![WayToVote::VerifiedEmail, WayToVote::Desk],
        tie_source: "the first number of the lottery draw after closing".to_owned(),
        smallest_poll: 20,
        ballot_box: BallotBox::Simple { key: [7; 32] },
    }
}
