//! Lines of the ledger of sessions.

use super::{Line, line, named};
use crate::domain::events::Event;

impl Event {
    pub(super) fn hours_line(&self) -> Option<Line> {
        Some(match self {
            Event::SessionRecorded {
                project,
                session_key,
            } => line(
                "session-recorded",
                named("project", project),
                &[("session", session_key.clone())],
            ),
            Event::SessionCorrected {
                project,
                session_key,
                number,
                reason,
            } => line(
                "session-corrected",
                named("project", project),
                &[
                    ("session", session_key.clone()),
                    ("version", number.to_string()),
                    ("reason", reason.clone()),
                ],
            ),
            Event::ReturnsImported {
                count,
                already_there,
            } => line(
                "returns-imported",
                String::new(),
                &[
                    ("count", count.to_string()),
                    ("already there", already_there.to_string()),
                ],
            ),
            Event::AttendancesImported {
                count,
                already_there,
                sessions,
            } => line(
                "attendances-imported",
                String::new(),
                &[
                    ("count", count.to_string()),
                    ("already there", already_there.to_string()),
                    ("sessions", sessions.to_string()),
                ],
            ),
            Event::SessionsPlanned { project, from } => line(
                "sessions-planned",
                named("project", project),
                &[("from", from.clone())],
            ),
            _ => return None,
        })
    }
}
