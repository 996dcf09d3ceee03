//! Lines of projects.

use super::{Line, line, named};
use crate::domain::events::{Event, Named};

impl Event {
    pub(super) fn project_line(&self) -> Option<Line> {
        let of = |thing: &Named| named("project", thing);
        Some(match self {
            Event::ProjectMade {
                project,
                nomination,
            } => line(
                "project-made",
                of(project),
                &[(
                    "nomination",
                    nomination
                        .as_ref()
                        .map(|n| n.reference.clone())
                        .unwrap_or_default(),
                )],
            ),
            Event::ProjectChanged { project } => line("project-changed", of(project), &[]),
            Event::ProjectMoved {
                project,
                stage,
                reason,
            } => line(
                "project-moved",
                of(project),
                &[("stage", stage.clone()), ("reason", reason.clone())],
            ),
            Event::ProjectCompleted { project, .. } => line("project-completed", of(project), &[]),
            Event::UpdateWritten { project, update } => line(
                "update-written",
                of(project),
                &[("update", update.to_string())],
            ),
            Event::UpdatePublished {
                project, update, ..
            } => line(
                "update-published",
                of(project),
                &[("update", update.to_string())],
            ),
            Event::ProjectsImported { count } => line(
                "projects-imported",
                String::new(),
                &[("count", count.to_string())],
            ),
            Event::FeedbackGiven { project } => line("feedback-given", of(project), &[]),
            _ => return None,
        })
    }
}
