//! What falls away by itself: nominations that nobody ever confirmed.

use super::super::{Desk, Person, Refusal};
use crate::domain::events::Event;
use crate::store::nominations::change;
use chrono::Duration;

/// A day longer than the link works.
const KEPT_DAYS: i64 = 8;

/// Takes nominations away whose address was never confirmed, with everything that was typed. Says how
/// many; at most 500 at once.
pub async fn forget_unconfirmed(desk: &Desk) -> Result<usize, Refusal> {
    let before = desk.now() - Duration::days(KEPT_DAYS);
    if !change::any_never_confirmed(&desk.db.read(), before).await? {
        return Ok(0);
    }
    desk.work(&Person::timetable(), move |work| async move {
        let never = change::never_confirmed(&work, before).await?;
        let count = never.len();
        for listed in &never {
            change::remove_unconfirmed(&work, listed.nomination.id).await?;
        }
        if count > 0 {
            work.commit(Event::UnconfirmedNominationsForgotten { count })
                .await?;
        }
        Ok(count)
    })
    .await
}
