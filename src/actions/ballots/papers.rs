//! Printed papers: batches, swapping spoilt ones, signing batches off, and what of them is counted.
//!
//! The codes of a batch leave with the answer that makes it, as those of letters do. Keying is in
//! [`super::keying`], marking the register in [`super::desk`].

use super::to_run;
use super::voting_codes::check_running;
use crate::actions::once::{came_before, claimed, remember};
use crate::actions::{Desk, Person, Refusal};
use crate::domain::ballots::ballot_list::BallotLine;
use crate::domain::ballots::keying::PaperState;
use crate::domain::ballots::receipt::ReceiptCode;
use crate::domain::ballots::round::Stage;
use crate::domain::ballots::rule_sheet::WayToVote;
use crate::domain::ballots::words::CheckWords;
use crate::domain::events::Event;
use crate::domain::ids::OnceKey;
use crate::domain::policy::Permission;
use crate::store::ballots::{Round, papers as store};
use crate::store::once::Seen;
use crate::store::{Conn, StoreError};

/// The most papers in one batch.
pub const MOST_PAPERS: i64 = 1000;

/// What came of asking for a batch.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Making {
    /// It is made; here are its codes, for this once.
    Made(Vec<ReceiptCode>),
    /// This very form made a batch before. Its codes are gone from here.
    HandedOut,
}

/// What the database holds of a paper's code.
pub(super) fn digest(desk: &Desk, round: &Round, code: ReceiptCode) -> String {
    desk.digest("paper-code", &format!("{}|{code}", round.id))
}

/// Reads a code from a paper the way people type it.
pub(super) fn read_code(typed: &str) -> Result<ReceiptCode, Refusal> {
    ReceiptCode::parse(typed).map_err(|_| {
        Refusal::mistake(
            "code",
            "The code on a paper has 16 letters and digits, like 4K7P-9XQ2-M0RT-AB3C",
        )
    })
}

pub(super) fn unknown() -> Refusal {
    Refusal::mistake(
        "code",
        "This code is on no paper of this vote. Check each letter and digit",
    )
}

/// Makes a batch of papers and hands their codes out, once.
pub async fn make(
    desk: &Desk,
    person: &Person,
    slug: &str,
    (label, papers): (String, i64),
    once: Option<OnceKey>,
) -> Result<Making, Refusal> {
    let round = to_run(desk, person, &desk.db.read(), slug, Permission::RunRounds).await?;
    check_running(&round, WayToVote::Desk).or_else(|_| check_running(&round, WayToVote::Paper))?;
    let codes: Vec<ReceiptCode> = (0..papers)
        .map(|_| ReceiptCode::from_bytes(desk.dice.bytes()))
        .collect();
    let digests: Vec<String> = codes
        .iter()
        .map(|code| digest(desk, &round, *code))
        .collect();
    desk.work(person, move |work| async move {
        if let Some(Seen::Before(_)) = claimed(&work, once.as_ref(), "papers").await? {
            return Ok(Making::HandedOut);
        }
        let batch = store::add(&work, round.id, &label, &digests).await?;
        remember(&work, once.as_ref(), "papers", &batch.to_string()).await?;
        let event = Event::PapersMade {
            round: round.named(),
            batch,
            papers,
        };
        work.commit(event).await?;
        Ok(Making::Made(codes))
    })
    .await
}

/// Cancels a spoilt paper that is swapped for another. Its code is published as cancelled. The same paper
/// again is the same answer.
pub async fn cancel_spoilt(
    desk: &Desk,
    person: &Person,
    slug: &str,
    typed: &str,
) -> Result<(), Refusal> {
    let round = to_run(desk, person, &desk.db.read(), slug, Permission::RunRounds).await?;
    if !round.is_open_at(desk.now()) {
        return Err(Refusal::TooLate(
            "A spoilt paper is swapped while the vote is open.".into(),
        ));
    }
    let code = read_code(typed)?;
    let digest = digest(desk, &round, code);
    desk.work(person, move |work| async move {
        let paper = store::hold(&work, round.id, &digest).await?;
        let paper = paper.ok_or_else(unknown)?;
        match paper.state {
            PaperState::Cancelled => return Ok(()),
            PaperState::Printed => {}
            _ => return Err(unknown()),
        }
        let (key, code) = ((round.id, digest.as_str()), code.to_string());
        store::put_state(&work, key, PaperState::Cancelled, Some(&code), None).await?;
        let event = Event::PaperCancelled {
            round: round.named(),
            batch: paper.batch,
        };
        work.commit(event).await?;
        Ok(())
    })
    .await
}

/// Signs a batch off, as it was shown: so many papers that two people agree on. The second signature is
/// somebody else's, however often one person's form is sent; after it nothing of the batch can be keyed.
pub async fn sign(
    desk: &Desk,
    person: &Person,
    slug: &str,
    (batch, agreed): (i64, i64),
    once: Option<OnceKey>,
) -> Result<(), Refusal> {
    let round = to_run(desk, person, &desk.db.read(), slug, Permission::RunRounds).await?;
    super::keying::check_closed(&round)?;
    desk.work(person, move |work| async move {
        let all = store::batches_held(&work, round.id).await?;
        let sent = format!("{batch} {agreed}");
        if came_before(&work, once.as_ref(), "papers-signed", &sent).await? {
            return Ok(());
        }
        let found = all.into_iter().find(|one| one.id == batch);
        let found = found.ok_or(Refusal::NotThere)?;
        if found.count(PaperState::Agreed) != agreed {
            return Err(Refusal::Stale);
        }
        if found.pending() > 0 {
            return Err(Refusal::mistake(
                "",
                "Papers of this batch are keyed once or differ. Key them before you sign",
            ));
        }
        let [first, second] = found.signed_by;
        if second.is_some() {
            return Err(Refusal::TooLate(
                "Two people have signed this batch off.".into(),
            ));
        }
        if first.is_some() && first == work.actor().account() {
            return Err(Refusal::mistake(
                "",
                "You have signed this batch. Somebody else must sign it too",
            ));
        }
        if !store::sign(&work, batch, first.is_some()).await? {
            return Err(Refusal::Stale);
        }
        let event = Event::PapersSigned {
            round: round.named(),
            batch,
            papers: agreed,
        };
        work.commit(event).await?;
        Ok(())
    })
    .await
}

/// What of the papers goes into a count.
pub(super) struct Checked {
    /// The ballots on which two people agree.
    pub lines: Vec<BallotLine>,
    /// The codes of papers that were spoilt and swapped.
    pub cancelled: Vec<String>,
}

/// The papers of a closed round for its count. Refused while a batch is not signed off by two.
pub(super) async fn for_count(conn: &Conn<'_>, round: &Round) -> Result<Checked, Refusal> {
    for batch in store::batches(conn, round.id).await? {
        if !batch.is_signed() {
            return Err(Refusal::mistake(
                "",
                format!(
                    "The papers of the batch “{}” are not signed off by two people",
                    batch.label
                ),
            ));
        }
    }
    let line = |(code, choices): (String, String)| {
        let unreadable = |_| StoreError::Unreadable("the code of a paper".into());
        Ok(BallotLine {
            code: ReceiptCode::parse(&code).map_err(unreadable)?,
            words: CheckWords::none(),
            choices,
        })
    };
    let agreed = store::codes(conn, round.id, PaperState::Agreed).await?;
    let lines: Result<Vec<BallotLine>, StoreError> = agreed.into_iter().map(line).collect();
    let cancelled = store::codes(conn, round.id, PaperState::Cancelled).await?;
    Ok(Checked {
        lines: lines?,
        cancelled: cancelled.into_iter().map(|(code, _)| code).collect(),
    })
}

/// Whether a round can have papers at all.
pub fn takes_papers(round: &Round) -> bool {
    round.takes(WayToVote::Desk) || round.takes(WayToVote::Paper)
}

/// Whether papers can be printed now.
pub fn can_print(round: &Round) -> bool {
    let runs = round.state.is(Stage::Announced) || round.state.is(Stage::Open);
    takes_papers(round) && runs
}
