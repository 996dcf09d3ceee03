//! Lines of panels and their shortlists.

use super::{Line, line, named, references};
use crate::domain::events::{Event, Named};

impl Event {
    pub(super) fn panel_line(&self) -> Option<Line> {
        let of = |thing: &Named| named("panel", thing);
        let list = |id: &i64| ("shortlist", id.to_string());
        Some(match self {
            Event::PanelMade { panel } => line("panel-made", of(panel), &[]),
            Event::PanelMemberJoined { panel, account } => line(
                "panel-member-joined",
                of(panel),
                &[("account", account.to_string())],
            ),
            Event::PanelMemberLeft { panel, account } => line(
                "panel-member-left",
                of(panel),
                &[("account", account.to_string())],
            ),
            Event::ShortlistOpened {
                panel,
                shortlist,
                candidates,
            } => line(
                "shortlist-opened",
                of(panel),
                &[list(shortlist), ("candidates", candidates.to_string())],
            ),
            Event::ShortlistRanked { panel, shortlist } => {
                line("shortlist-ranked", of(panel), &[list(shortlist)])
            }
            Event::ShortlistAgreed {
                panel,
                shortlist,
                chosen,
            } => line(
                "shortlist-agreed",
                of(panel),
                &[list(shortlist), ("chosen", references(chosen))],
            ),
            Event::Minutes(panel, step) => line(step.kind(), of(panel), &step.detail()),
            Event::ShortlistAbandoned {
                panel,
                shortlist,
                reason,
            } => line(
                "shortlist-abandoned",
                of(panel),
                &[list(shortlist), ("reason", reason.clone())],
            ),
            _ => return None,
        })
    }
}
