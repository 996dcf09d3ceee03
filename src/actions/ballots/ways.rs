//! By which ways people may vote in a round: part of its rules, so that only a draft can change.

use super::drafting::stale_or_late;
use super::to_run;
use crate::actions::once::came_before;
use crate::actions::{Desk, Person, Refusal};
use crate::domain::ballots::rule_sheet::WayToVote;
use crate::domain::events::Event;
use crate::domain::ids::OnceKey;
use crate::domain::policy::Permission;
use crate::store::ballots::change;

/// Sets the ways of a draft as it stood at a version. The same form twice is one change.
pub async fn set(
    desk: &Desk,
    person: &Person,
    slug: &str,
    version: i64,
    ways: Vec<WayToVote>,
    once: Option<OnceKey>,
) -> Result<(), Refusal> {
    let round = to_run(desk, person, &desk.db.read(), slug, Permission::RunRounds).await?;
    if ways.is_empty() {
        return Err(Refusal::mistake("ways", "Pick at least one way to vote"));
    }
    desk.work(person, move |work| async move {
        let sent = format!("{} {version} {}", round.id, WayToVote::to_list(&ways));
        if came_before(&work, once.as_ref(), "ways", &sent).await? {
            return Ok(());
        }
        if !change::set_ways(&work, round.id, version, &ways).await? {
            return Err(stale_or_late(&work, round.id, "a draft").await?);
        }
        let event = Event::RoundWaysSet {
            round: round.named(),
            ways: WayToVote::to_list(&ways),
        };
        work.commit(event).await?;
        Ok(())
    })
    .await
}
