//! Voting codes: batches for letters, and voting with one.
//!
//! A code is drawn, digested and handed out in one breath: the answer that makes a batch is the only one
//! that ever holds its codes. Start at [`make`] for staff and [`cast`] for voters.

use super::casting::{Casting, Entitled, Paper, TRIES_WHEN_BUSY, enter};
use super::to_run;
use crate::actions::identity::throttle::{self, Caller};
use crate::actions::once::{claimed, remember};
use crate::actions::{Desk, Person, Refusal};
use crate::domain::ballots::round::Stage;
use crate::domain::ballots::rule_sheet::WayToVote;
use crate::domain::ballots::voting_codes::{Letters, NotAVotingCode, VotingCode};
use crate::domain::ballots::words::CheckWords;
use crate::domain::events::Event;
use crate::domain::identity::limits::{VOTING_CODES_FROM_A_RANGE, VOTING_CODES_FROM_AN_ADDRESS};
use crate::domain::ids::OnceKey;
use crate::domain::policy::Permission;
use crate::store::StoreError;
use crate::store::ballots::voting_codes as store;
use crate::store::ballots::{Round, State};
use crate::store::once::Seen;

/// What came of asking for a batch.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Making {
    /// It is made; here are its codes, for this once.
    Made(Vec<VotingCode>),
    /// This very form made a batch before. Its codes are gone from here.
    HandedOut,
}

/// What the database holds of a code, and what stands for it in the register.
pub(super) fn digest(desk: &Desk, round: &Round, code: VotingCode) -> String {
    desk.digest("voting-code", &format!("{}|{code}", round.id))
}

/// Refuses where a round does not take a way to vote, or its rules are not fixed, or it is over.
pub(super) fn check_running(round: &Round, way: WayToVote) -> Result<(), Refusal> {
    let running = matches!(round.state, State::At(Stage::Announced | Stage::Open));
    if !running {
        return Err(Refusal::TooLate(format!(
            "The vote is {}, and this needs it to be announced or open.",
            round.state.code()
        )));
    }
    if round.takes(way) {
        Ok(())
    } else {
        Err(Refusal::TooLate(
            "The rules of this vote do not allow that way to vote.".into(),
        ))
    }
}

/// Makes a batch of codes for letters and hands them out, once.
pub async fn make(
    desk: &Desk,
    person: &Person,
    slug: &str,
    letters: Letters,
    once: Option<OnceKey>,
) -> Result<Making, Refusal> {
    let codes = (0..letters.households)
        .map(|_| VotingCode::of_bytes(desk.dice.bytes()))
        .collect();
    make_of(desk, person, slug, letters, codes, once).await
}

/// The same with codes that were drawn already: the demonstration lists its own.
pub async fn make_of(
    desk: &Desk,
    person: &Person,
    slug: &str,
    letters: Letters,
    codes: Vec<VotingCode>,
    once: Option<OnceKey>,
) -> Result<Making, Refusal> {
    let round = to_run(desk, person, &desk.db.read(), slug, Permission::RunRounds).await?;
    check_running(&round, WayToVote::VotingCode)?;
    let digests: Vec<String> = codes
        .iter()
        .map(|code| digest(desk, &round, *code))
        .collect();
    desk.work(person, move |work| async move {
        if let Some(Seen::Before(_)) = claimed(&work, once.as_ref(), "voting-codes").await? {
            return Ok(Making::HandedOut);
        }
        let batch = store::add(&work, round.id, &letters, &digests).await?;
        remember(&work, once.as_ref(), "voting-codes", &batch.to_string()).await?;
        let event = Event::VotingCodesMade {
            round: round.named(),
            batch,
            codes: letters.households,
        };
        work.commit(event).await?;
        Ok(Making::Made(codes))
    })
    .await
}

/// Cancels a batch that got lost. Codes that have voted stay as they are; the others vote no more.
pub async fn cancel(
    desk: &Desk,
    person: &Person,
    slug: &str,
    batch: i64,
    reason: String,
) -> Result<(), Refusal> {
    let conn = desk.db.read();
    let round = to_run(desk, person, &conn, slug, Permission::RunRounds).await?;
    store::batch(&conn, round.id, batch)
        .await?
        .ok_or(Refusal::NotThere)?;
    desk.work(person, move |work| async move {
        if !store::cancel(&work, batch, &reason).await? {
            let now = store::batch(&work.read(), round.id, batch).await?;
            if now.is_some_and(|now| now.reason == reason) {
                return Ok(());
            }
            return Err(Refusal::TooLate("This batch is cancelled already.".into()));
        }
        let event = Event::VotingCodesCancelled {
            round: round.named(),
            batch,
            reason,
        };
        work.commit(event).await?;
        Ok(())
    })
    .await
}

/// Casts a ballot with the code from a letter. No account is needed.
///
/// The same paper and code give the same receipt each time. A code that is on no letter of this round,
/// one of another round and one of a cancelled batch are answered alike. Trying is held back by address
/// and range, whether or not the code is right: else the answer would tell.
pub async fn cast(
    desk: &Desk,
    caller: Caller,
    round: &Round,
    (paper, words): (&Paper, CheckWords),
    typed: &str,
) -> Result<Casting, Refusal> {
    let code =
        VotingCode::parse(typed).map_err(|why: NotAVotingCode| Refusal::mistake("code", why))?;
    let asks = caller.asks(
        "voting-codes",
        VOTING_CODES_FROM_AN_ADDRESS,
        VOTING_CODES_FROM_A_RANGE,
    );
    throttle::ask(desk, &asks).await?;
    let voter = digest(desk, round, code);
    for _ in 1..TRIES_WHEN_BUSY {
        match enter(desk, round, paper, words, entitled(&voter)).await {
            Err(Refusal::Storage(StoreError::Busy)) => {}
            done => return done,
        }
    }
    enter(desk, round, paper, words, entitled(&voter)).await
}

/// The letter went to an address in the area, so that its ward is neither known nor said.
fn entitled(voter: &str) -> Entitled {
    Entitled {
        voter: voter.to_string(),
        ward: None,
        ward_checked: true,
        way: WayToVote::VotingCode,
        code: None,
    }
}
