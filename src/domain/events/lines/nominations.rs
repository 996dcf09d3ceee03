//! Lines of nominations and of photos.

use super::{Line, line, named};
use crate::domain::events::{Event, Named};

impl Event {
    pub(super) fn nomination_line(&self) -> Option<Line> {
        let of = |thing: &Named| named("nomination", thing);
        Some(match self {
            Event::NominationReceived { nomination, .. } => {
                line("nomination-received", of(nomination), &[])
            }
            Event::NominationConfirmed { nomination } => {
                line("nomination-confirmed", of(nomination), &[])
            }
            Event::NominationPassed { nomination } => {
                line("nomination-passed", of(nomination), &[])
            }
            Event::NominationDeclined {
                nomination,
                reason,
                sentence,
            } => line(
                "nomination-declined",
                of(nomination),
                &[("reason", reason.clone()), ("sentence", sentence.clone())],
            ),
            Event::InformationAsked {
                nomination,
                question,
                ..
            } => line(
                "information-asked",
                of(nomination),
                &[("question", question.clone())],
            ),
            Event::InformationGiven { nomination } => {
                line("information-given", of(nomination), &[])
            }
            Event::NominationAssessed {
                nomination,
                score,
                feasible,
            } => line(
                "nomination-assessed",
                of(nomination),
                &[
                    ("score", score.to_string()),
                    ("feasible", feasible.to_string()),
                ],
            ),
            Event::NominationWithdrawn { nomination } => {
                line("nomination-withdrawn", of(nomination), &[])
            }
            Event::NominationPutInWard { nomination, ward } => line(
                "nomination-put-in-ward",
                of(nomination),
                &[("ward", ward.clone())],
            ),
            Event::NominationMerged { nomination, into } => line(
                "nomination-merged",
                of(nomination),
                &[("into", into.reference.clone())],
            ),
            Event::NominationSupported { nomination } => {
                line("nomination-supported", of(nomination), &[])
            }
            Event::SupportAsked { nomination, .. } => line("support-asked", of(nomination), &[]),
            Event::SupportTakenBack { nomination } => {
                line("support-taken-back", of(nomination), &[])
            }
            Event::NominationsImported { count } => line(
                "nominations-imported",
                String::new(),
                &[("count", count.to_string())],
            ),
            Event::UnconfirmedNominationsForgotten { count } => line(
                "unconfirmed-nominations-forgotten",
                String::new(),
                &[("count", count.to_string())],
            ),
            _ => return None,
        })
    }

    pub(super) fn photo_line(&self) -> Option<Line> {
        let (kind, photo, of, reason) = match self {
            Event::PhotoAdded { photo, of } => ("photo-added", photo, of, ""),
            Event::PhotoPassed { photo, of } => ("photo-passed", photo, of, ""),
            Event::PhotoBlurred { photo, of } => ("photo-blurred", photo, of, ""),
            Event::PhotoTakenDown { photo, of, reason } => {
                ("photo-taken-down", photo, of, reason.as_str())
            }
            _ => return None,
        };
        let detail = [("of", of.clone()), ("reason", reason.to_string())];
        Some(line(kind, format!("photo {photo}"), &detail))
    }
}
