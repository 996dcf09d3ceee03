//! The panel's answer to a result, published beside it.

use super::to_run;
use crate::actions::{Desk, Person, Refusal};
use crate::domain::ballots::round::Stage;
use crate::domain::events::Event;
use crate::domain::policy::Permission;
use crate::store::ballots::answers;

/// Publishes what the panel says of a declared result, in place of the answer at a version (0 where there
/// was none).
pub async fn answer(
    desk: &Desk,
    person: &Person,
    slug: &str,
    version: i64,
    words: String,
) -> Result<(), Refusal> {
    let conn = desk.db.read();
    let round = to_run(desk, person, &conn, slug, Permission::RunRounds).await?;
    if !round.state.is(Stage::Declared) {
        return Err(Refusal::TooLate(
            "The panel answers a result once it is declared.".into(),
        ));
    }
    desk.work(person, move |work| async move {
        if !answers::put(&work, round.id, version, &words).await? {
            return Err(Refusal::Stale);
        }
        let round = round.named();
        work.commit(Event::ResultAnswered { round }).await?;
        Ok(())
    })
    .await
}
