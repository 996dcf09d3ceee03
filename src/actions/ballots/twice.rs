//! A step of a round's life that is sent twice, as by a double click: the second finds the work of the first
//! done and is answered like it, not told that somebody changed the vote.

use super::drafting::told_why;
use crate::actions::Refusal;
use crate::domain::ballots::round::Stage;
use crate::store::Work;
use crate::store::ballots::{self as store, Round, State};

/// A step that officers take.
#[derive(Debug, Clone, Copy)]
pub(super) enum Step<'s> {
    Announce,
    Count,
    Declare,
    /// With the reason.
    SendBack(&'s str),
    /// With the reason.
    GiveUp(&'s str),
}

impl Step<'_> {
    /// Whether the round stands just where this step, taken by this account of the round as it was at the
    /// version, has put it. Nothing else has happened to it then.
    pub fn was_done(self, round: &Round, version: i64, by: Option<i64>) -> bool {
        let done = match self {
            Step::Announce => round.state.is(Stage::Announced) && round.announced_by == by,
            Step::Count => round.state.is(Stage::Counted) && round.counted_by == by,
            Step::Declare => round.state.is(Stage::Declared) && round.declared_by == by,
            Step::SendBack(reason) => {
                round.state.is(Stage::Closed)
                    && round.sent_back_by == by
                    && round.sent_back == reason
            }
            Step::GiveUp(reason) => round.state == State::Abandoned && round.reason == reason,
        };
        done && round.version == version + 1
    }

    /// What comes of a step that changed nothing: it was done just before, or why it could not be.
    pub async fn without_change(
        self,
        work: &Work,
        round: i64,
        version: i64,
    ) -> Result<(), Refusal> {
        let round = store::by_id(&work.read(), round).await?;
        let round = round.ok_or(Refusal::NotThere)?;
        if self.was_done(&round, version, work.actor().account()) {
            return Ok(());
        }
        let needs = match self {
            Step::Announce => Stage::Draft.name(),
            Step::Count => Stage::Closed.name(),
            Step::Declare | Step::SendBack(_) => Stage::Counted.name(),
            Step::GiveUp(_) => "not open yet",
        };
        Err(told_why(&round, needs))
    }
}
