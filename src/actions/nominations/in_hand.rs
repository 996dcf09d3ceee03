//! What is alike in everything that staff decide about one nomination.

use super::super::{Desk, Person, Refusal};
use super::{Target, capacity, done_before, find_for_staff, remember};
use crate::domain::events::Event;
use crate::domain::nominations::nomination::{By, Nomination};
use crate::domain::policy::Permission;
use crate::store::Work;

/// A nomination in the hands of a member of staff who may decide about it, in an open change.
pub(super) struct InHand {
    /// Where they sit.
    pub desk: Desk,
    /// Who they are.
    pub who: Person,
    /// The change.
    pub work: Work,
    /// The nomination as it is, which is also as they saw it.
    pub nomination: Nomination,
    /// In what capacity they act.
    pub by: By,
}

/// Lets staff decide, once for each form: the same form sent again changes nothing and is no mistake.
/// `purpose` names the decision beside the form's key; `decide` gives the change back with what happened.
pub(super) async fn by_staff<F, Fut>(
    desk: &Desk,
    person: &Person,
    target: Target,
    (purpose, permission): (&'static str, Permission),
    decide: F,
) -> Result<(), Refusal>
where
    F: FnOnce(InHand) -> Fut + Send + 'static,
    Fut: Future<Output = Result<(Work, Event), Refusal>> + Send,
{
    let (desk_inside, who) = (desk.clone(), person.clone());
    desk.work(person, move |work| async move {
        let once = target.once.as_ref();
        if done_before(&work, once, purpose).await?.is_some() {
            return Ok(());
        }
        let nomination = find_for_staff(&desk_inside, &who, &work, &target, permission).await?;
        let by = capacity(&desk_inside, &who, &nomination);
        let in_hand = InHand {
            desk: desk_inside,
            who,
            work,
            nomination,
            by,
        };
        let (work, event) = decide(in_hand).await?;
        remember(&work, once, purpose, "").await?;
        work.commit(event).await?;
        Ok(())
    })
    .await
}
