//! Keying papers once the vote is closed: two people, each alone, and they must agree.
//!
//! Not before it is closed, so that nobody can tell how an open vote is going. Start at [`key`].

use super::papers::{digest, read_code, unknown};
use super::{rules, to_run};
use crate::actions::{Desk, Person, Refusal};
use crate::domain::ballots::keying::{Keying, PaperState, read_marks, ruled};
use crate::domain::ballots::round::Stage;
use crate::domain::events::Event;
use crate::domain::mistakes::Mistakes;
use crate::domain::policy::Permission;
use crate::store::Work;
use crate::store::ballots::{Round, papers as store};

/// What became of a paper.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Keyed {
    /// Its code, as printed.
    pub code: String,
    /// Where it stands now.
    pub state: PaperState,
}

/// Refuses unless the round is closed and not counted yet.
pub(super) fn check_closed(round: &Round) -> Result<(), Refusal> {
    if round.state.is(Stage::Closed) {
        return Ok(());
    }
    Err(Refusal::TooLate(format!(
        "The vote is {}. Papers are keyed and signed off once it is closed and before it is counted.",
        round.state.code()
    )))
}

/// Keys a paper. The same person and marks again change nothing.
pub async fn key(
    desk: &Desk,
    person: &Person,
    slug: &str,
    (code, marks): (&str, &str),
) -> Result<Keyed, Refusal> {
    let round = to_run(desk, person, &desk.db.read(), slug, Permission::RunRounds).await?;
    check_closed(&round)?;
    let sheet = rules(&round)?;
    let mut found = Mistakes::none();
    let code = match read_code(code) {
        Ok(code) => Some(code),
        Err(Refusal::Mistaken(mistakes)) => {
            found = mistakes;
            None
        }
        Err(other) => return Err(other),
    };
    let marks = found.check("marks", read_marks(marks, &sheet));
    let (Some(code), Some(marks)) = (code, marks) else {
        return Err(found.into());
    };
    let by = person.account().ok_or(Refusal::NotAllowed)?;
    let choices = marks.to_choices(&sheet.ids());
    let digest = digest(desk, &round, code);
    let keying = Keying { by, choices };
    let code = code.to_string();
    desk.work(person, move |work| async move {
        let state = keyed(work, &round, (&digest, &code), keying).await?;
        Ok(Keyed { code, state })
    })
    .await
}

async fn keyed(
    work: Work,
    round: &Round,
    (digest, code): (&str, &str),
    keying: Keying,
) -> Result<PaperState, Refusal> {
    let paper = store::hold(&work, round.id, digest).await?;
    let paper = paper.ok_or_else(unknown)?;
    let earlier = store::keyings(&work.read(), round.id, digest).await?;
    let state =
        ruled(paper.state, &earlier, &keying).map_err(|why| Refusal::mistake("code", why))?;
    if earlier.contains(&keying) {
        return Ok(state);
    }
    if paper.is_signed {
        return Err(Refusal::mistake(
            "code",
            "The batch of this paper is signed off by two people. Nothing more of it can be keyed",
        ));
    }
    still_closed(&work, round).await?;
    store::put_keying(&work, round.id, digest, &keying).await?;
    let agreed = (state == PaperState::Agreed).then_some(keying.choices.as_str());
    store::put_state(&work, (round.id, digest), state, Some(code), agreed).await?;
    store::unsign(&work, paper.batch).await?;
    let event = Event::PaperKeyed {
        round: round.named(),
        batch: paper.batch,
        state: state.code(),
    };
    work.commit(event).await?;
    Ok(state)
}

/// The round may have been counted since it was read.
async fn still_closed(work: &Work, round: &Round) -> Result<(), Refusal> {
    let now = crate::store::ballots::by_id(&work.read(), round.id).await?;
    check_closed(&now.ok_or(Refusal::NotThere)?)
}

/// Sets both keyings of a paper aside on which two people differ, so that any two can key it anew.
pub async fn set_aside(
    desk: &Desk,
    person: &Person,
    slug: &str,
    typed: &str,
) -> Result<(), Refusal> {
    let round = to_run(desk, person, &desk.db.read(), slug, Permission::RunRounds).await?;
    check_closed(&round)?;
    let digest = digest(desk, &round, read_code(typed)?);
    desk.work(person, move |work| async move {
        let paper = store::hold(&work, round.id, &digest).await?;
        let paper = paper.ok_or_else(unknown)?;
        match paper.state {
            // Sent twice: they are aside already.
            PaperState::Printed => return Ok(()),
            PaperState::Differs => {}
            _ => {
                let why = "Only where two people differ can their keyings be set aside";
                return Err(Refusal::mistake("code", why));
            }
        }
        store::forget_keyings(&work, round.id, &digest).await?;
        let key = (round.id, digest.as_str());
        store::put_state(&work, key, PaperState::Printed, None, None).await?;
        let event = Event::PaperKeyed {
            round: round.named(),
            batch: paper.batch,
            state: PaperState::Printed.code(),
        };
        work.commit(event).await?;
        Ok(())
    })
    .await
}
