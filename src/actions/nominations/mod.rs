//! What people do with nominations, from sending one to its becoming a project.
//!
//! Sending is in [`nominate`], what staff decide in [`moderate`] and [`assess`], what residents add in
//! [`support`]. Panels, rounds and projects move nominations on with [`moves`], inside their own
//! transaction.

pub mod answer;
pub mod assess;
pub mod confirm;
pub mod finding;
pub mod import;
mod in_hand;
pub mod links;
pub mod moderate;
pub mod moves;
pub mod nominate;
pub mod support;
pub mod tidy;
pub mod ward;
pub mod whereabouts;
pub mod withdraw;

use super::once::{claimed, remember};
use super::{Desk, Person, Refusal};
use crate::domain::ids::OnceKey;
use crate::domain::nominations::nomination::{By, Nomination, Step};
use crate::domain::nominations::stage::Stage;
use crate::domain::policy::Permission;
use crate::store::nominations::{self, change};
use crate::store::once::Seen;
use crate::store::{Conn, Work};

/// Which nomination somebody acts on, and as they last saw it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Target {
    /// Its reference.
    pub reference: String,
    /// The version that their page showed.
    pub version: i64,
    /// The key of the form.
    pub once: Option<OnceKey>,
}

/// Whether staff may do a thing about a nomination. What is private to other councils' staff is not
/// there for them.
pub fn staff_may(
    desk: &Desk,
    person: &Person,
    permission: Permission,
    nomination: &Nomination,
) -> Result<(), Refusal> {
    let area = &nomination.proposal.whereabouts.council;
    if person.may(desk, permission, area) && nomination.stage != Stage::Unconfirmed {
        Ok(())
    } else if nomination.is_public() {
        Err(Refusal::NotAllowed)
    } else {
        Err(Refusal::NotThere)
    }
}

/// In what capacity a member of staff acts on a nomination.
fn capacity(desk: &Desk, person: &Person, nomination: &Nomination) -> By {
    let area = &nomination.proposal.whereabouts.council;
    if person.account().is_none() {
        By::Service
    } else if person.may(desk, Permission::AssessNominations, area) {
        By::Probation
    } else {
        By::Council
    }
}

/// The nomination to act on, as it is in the transaction.
async fn find(conn: &Conn<'_>, reference: &str) -> Result<Nomination, Refusal> {
    let found = nominations::by_reference(conn, reference).await?;
    Ok(found.ok_or(Refusal::NotThere)?.nomination)
}

/// The same for staff, who must have seen it as it is.
async fn find_for_staff(
    desk: &Desk,
    person: &Person,
    work: &Work,
    target: &Target,
    permission: Permission,
) -> Result<Nomination, Refusal> {
    let nomination = find(&work.read(), &target.reference).await?;
    staff_may(desk, person, permission, &nomination)?;
    if nomination.version == target.version {
        Ok(nomination)
    } else {
        Err(Refusal::Stale)
    }
}

/// Claims the key of a form. `Some` is what came of the same form before.
async fn done_before(
    work: &Work,
    key: Option<&OnceKey>,
    purpose: &str,
) -> Result<Option<String>, Refusal> {
    Ok(match claimed(work, key, purpose).await? {
        Some(Seen::Before(outcome)) => Some(outcome),
        _ => None,
    })
}

/// What is said with a step.
#[derive(Debug, Clone, Default)]
struct Said {
    /// For everybody.
    reason: String,
    /// For staff and the nominator.
    note: String,
}

/// Moves a nomination to a stage, with a step in its history. `nomination` may carry other changes.
async fn move_to(
    work: &Work,
    nomination: &mut Nomination,
    next: Stage,
    said: Said,
    by: By,
) -> Result<(), Refusal> {
    let refused =
        |why: crate::domain::nominations::stage::CannotMove| Refusal::TooLate(why.to_string());
    let before = nomination.stage;
    nomination.stage = before.to(next).map_err(refused)?;
    nomination.stage_before = (next == Stage::NeedsInformation).then_some(before);
    if matches!(next, Stage::Assessed | Stage::Declined | Stage::Merged) {
        nomination.decided_at = nomination.decided_at.or(Some(work.at()));
    }
    if !change::save(work, nomination).await? {
        return Err(Refusal::Stale);
    }
    nomination.version += 1;
    let step = Step {
        at: work.at(),
        stage: next,
        reason: said.reason,
        note: said.note,
        by,
        public: !matches!(next, Stage::Unconfirmed),
    };
    change::add_step(work, nomination.id, &step, work.actor().account()).await?;
    Ok(())
}

/// Adds a step to the history of a nomination that stays where it stands. Its version moves, so that
/// whoever looked at it before is told.
async fn note_step(
    work: &Work,
    nomination: &mut Nomination,
    said: Said,
    by: By,
) -> Result<(), Refusal> {
    if !change::save(work, nomination).await? {
        return Err(Refusal::Stale);
    }
    nomination.version += 1;
    let step = Step {
        at: work.at(),
        stage: nomination.stage,
        reason: said.reason,
        note: said.note,
        by,
        public: true,
    };
    change::add_step(work, nomination.id, &step, work.actor().account()).await?;
    Ok(())
}
