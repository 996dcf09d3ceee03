//! Lines of releases of figures.

use super::{Line, line, named};
use crate::domain::events::Event;
use crate::domain::figures::release::Step;

impl Event {
    pub(super) fn release_line(&self) -> Option<Line> {
        let Event::Release(release, step) = self else {
            return None;
        };
        let (kind, detail) = match step {
            Step::Drafted => ("release-drafted", vec![]),
            Step::Checked { digest, anomalies } => (
                "release-checked",
                vec![
                    ("tables", digest.clone()),
                    ("anomalies", anomalies.to_string()),
                ],
            ),
            Step::SentBack { .. } => ("release-sent-back", vec![]),
            Step::Discarded => ("release-discarded", vec![]),
            Step::Published { digests } => {
                ("release-published", vec![("files", digests.join(", "))])
            }
        };
        Some(line(kind, named("release", release), &detail))
    }
}
