//! Changing settings. A change that could show the public more about few people needs two
//! administrators: one proposes it, another agrees.

use crate::actions::{Desk, Person, Refusal, figures};
use crate::domain::events::Event;
use crate::domain::policy::Permission;
use crate::domain::settings::Setting;
use crate::store::settings as store;

/// What came of a change.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Changed {
    /// It holds.
    Done,
    /// It waits for a second administrator.
    Proposed,
}

/// Changes a setting, or proposes the change where two must agree. `based_on` is the value that the
/// person saw. What holds already is not changed again, so that sending twice is the same as once.
pub async fn change(
    desk: &Desk,
    person: &Person,
    setting: &'static Setting,
    based_on: &str,
    typed: &str,
) -> Result<Changed, Refusal> {
    person.need(desk, Permission::ManageSettings, "")?;
    let to = setting
        .read(typed)
        .map_err(|message| Refusal::mistake("value", message))?;
    let (based_on, by) = (based_on.to_string(), person.account());
    let changed = desk
        .work(person, move |work| async move {
            let from = store::in_force(&work.read(), setting).await?;
            if from == to {
                return Ok(Changed::Done);
            }
            if from != based_on {
                return Err(Refusal::Stale);
            }
            let name = setting.name.to_string();
            match by.filter(|_| setting.needs_two(&from, &to)) {
                Some(by) => {
                    let waits = store::proposal(&work.read(), setting.name).await?;
                    if waits.is_some_and(|one| one.value == to && one.proposed_by == by) {
                        return Ok(Changed::Proposed);
                    }
                    store::propose(&work, setting.name, &to, by).await?;
                    work.commit(Event::SettingProposed { name, from, to })
                        .await?;
                    Ok(Changed::Proposed)
                }
                None => {
                    store::set(&work, setting.name, &to).await?;
                    store::end_proposal(&work, setting.name).await?;
                    let proposed_by = None;
                    work.commit(Event::SettingChanged {
                        name,
                        from,
                        to,
                        proposed_by,
                    })
                    .await?;
                    Ok(Changed::Done)
                }
            }
        })
        .await?;
    figures::read_boundary(desk).await?;
    Ok(changed)
}

/// Agrees to what another administrator proposed. `value` is what the person saw proposed; where it holds
/// already there is nothing to do.
pub async fn agree(
    desk: &Desk,
    person: &Person,
    setting: &'static Setting,
    value: &str,
) -> Result<(), Refusal> {
    person.need(desk, Permission::ManageSettings, "")?;
    let (seen, by) = (value.to_string(), person.account());
    desk.work(person, move |work| async move {
        let proposal = store::proposal(&work.read(), setting.name).await?;
        if proposal.as_ref().is_some_and(|one| one.value != seen) {
            return Err(Refusal::Stale);
        }
        if proposal
            .as_ref()
            .is_some_and(|one| by == Some(one.proposed_by))
        {
            let why = "Another administrator must agree to what you proposed.";
            return Err(Refusal::TooLate(why.into()));
        }
        // Whoever takes the proposal away changes the setting; who comes second finds it changed.
        let is_taken = store::end_proposal(&work, setting.name).await?;
        let from = store::in_force(&work.read(), setting).await?;
        let proposal = match proposal.filter(|_| is_taken) {
            None if from == seen => return Ok(()),
            proposal => proposal.ok_or(Refusal::Stale)?,
        };
        store::set(&work, setting.name, &proposal.value).await?;
        work.commit(Event::SettingChanged {
            name: setting.name.to_string(),
            from,
            to: proposal.value,
            proposed_by: Some(proposal.proposed_by),
        })
        .await?;
        Ok::<_, Refusal>(())
    })
    .await?;
    figures::read_boundary(desk).await?;
    Ok(())
}

/// Withdraws a proposal: one's own, or another's that one does not agree to. What is withdrawn stays so.
pub async fn withdraw(
    desk: &Desk,
    person: &Person,
    setting: &'static Setting,
) -> Result<(), Refusal> {
    person.need(desk, Permission::ManageSettings, "")?;
    desk.work(person, move |work| async move {
        if !store::end_proposal(&work, setting.name).await? {
            return Ok(());
        }
        let name = setting.name.to_string();
        work.commit(Event::SettingProposalWithdrawn { name })
            .await?;
        Ok(())
    })
    .await
}
