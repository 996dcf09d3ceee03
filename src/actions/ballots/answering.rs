//! The panel's answer to a result, published beside it.

use super::to_run;
use crate::actions::once::came_before;
use crate::actions::{Desk, Person, Refusal};
use crate::domain::ballots::round::Stage;
use crate::domain::events::Event;
use crate::domain::ids::OnceKey;
use crate::domain::policy::Permission;
use crate::store::ballots::answers;

/// Publishes what the panel says of a declared result, in place of the answer at a version (0 where there
/// was none). The same form twice is one answer.
pub async fn answer(
    desk: &Desk,
    person: &Person,
    slug: &str,
    version: i64,
    words: String,
    once: Option<OnceKey>,
) -> Result<(), Refusal> {
    let conn = desk.db.read();
    let round = to_run(desk, person, &conn, slug, Permission::RunRounds).await?;
    if !round.state.is(Stage::Declared) {
        return Err(Refusal::TooLate(
            "The panel answers a result once it is declared.".into(),
        ));
    }
    desk.work(person, move |work| async move {
        let sent = format!("{} {version} {words}", round.id);
        if came_before(&work, once.as_ref(), "answer-to-result", &sent).await? {
            return Ok(());
        }
        if !answers::put(&work, round.id, version, &words).await? {
            return Err(Refusal::Stale);
        }
        let round = round.named();
        work.commit(Event::ResultAnswered { round }).await?;
        Ok(())
    })
    .await
}
