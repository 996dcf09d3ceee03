//! Lines of votes and of the ways to vote.

use super::{Line, batch_and_papers, line, named, references};
use crate::domain::events::{Event, Named};

impl Event {
    pub(super) fn ballot_line(&self) -> Option<Line> {
        let of = |thing: &Named| named("round", thing);
        Some(match self {
            Event::RoundDrafted { round } => line("round-drafted", of(round), &[]),
            Event::RoundChanged { round } => line("round-changed", of(round), &[]),
            Event::RoundAnnounced { round, round_key } => line(
                "round-announced",
                of(round),
                &[("round id", round_key.clone())],
            ),
            Event::RoundOpened { round } => line("round-opened", of(round), &[]),
            Event::RoundAbandoned { round, reason } => {
                line("round-abandoned", of(round), &[("reason", reason.clone())])
            }
            Event::BallotsReceived { round, ballots } => line(
                "ballots-received",
                format!("round {round}"),
                &[("ballots", ballots.to_string())],
            ),
            Event::OfBox { round, happened } => {
                line(happened.kind(), of(round), &happened.detail())
            }
            Event::RoundClosed { round } => line("round-closed", of(round), &[]),
            Event::OfCount { round, happened } => {
                line(happened.kind(), of(round), &happened.detail())
            }
            Event::ResultAnswered { round } => line("result-answered", of(round), &[]),
            Event::RoundDeclared {
                round,
                winners,
                more_ballots,
            } => line(
                "round-declared",
                of(round),
                &[
                    ("winners", references(winners)),
                    ("why more ballots than voters", more_ballots.clone()),
                ],
            ),
            Event::RoundImported { round } => line("round-imported", of(round), &[]),
            _ => return None,
        })
    }

    /// Ways to vote beside email.
    pub(super) fn way_line(&self) -> Option<Line> {
        let of = |thing: &Named| named("round", thing);
        Some(match self {
            Event::RoundWaysSet { round, ways } => {
                line("round-ways-set", of(round), &[("ways", ways.clone())])
            }
            Event::VotingCodesMade {
                round,
                batch,
                codes,
            } => line(
                "voting-codes-made",
                of(round),
                &[("batch", batch.to_string()), ("codes", codes.to_string())],
            ),
            Event::VotingCodesCancelled {
                round,
                batch,
                reason,
            } => line(
                "voting-codes-cancelled",
                of(round),
                &[("batch", batch.to_string()), ("reason", reason.clone())],
            ),
            Event::CampaignMade { campaign } => {
                line("campaign-made", named("campaign", campaign), &[])
            }
            Event::PapersMade {
                round,
                batch,
                papers,
            } => line("papers-made", of(round), &batch_and_papers(*batch, *papers)),
            Event::PaperCancelled { round, batch } => line(
                "paper-cancelled",
                of(round),
                &[("batch", batch.to_string())],
            ),
            Event::PaperKeyed {
                round,
                batch,
                state,
            } => line(
                "paper-keyed",
                of(round),
                &[("batch", batch.to_string()), ("state", (*state).into())],
            ),
            Event::PapersSigned {
                round,
                batch,
                papers,
            } => line(
                "papers-signed",
                of(round),
                &batch_and_papers(*batch, *papers),
            ),
            _ => return None,
        })
    }
}
