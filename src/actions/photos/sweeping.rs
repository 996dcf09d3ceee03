//! Taking files away that belong to no photo any more, and photos that nobody waits for.

use crate::actions::{Desk, Person, Refusal};
use crate::domain::events::Event;
use crate::domain::retention::UNPASSED_PHOTO_DAYS;
use crate::store::StoreError;
use crate::store::photos::{self as store, change, discards};
use chrono::Duration;

/// Takes away the files whose time has come. Says how many photos' files went.
pub async fn clear(desk: &Desk) -> Result<usize, Refusal> {
    let due = discards::due(&desk.db.read(), desk.now()).await?;
    for key in &due {
        desk.photos.shelf.remove(key).await?;
        discards::done(&desk.db, key).await?;
    }
    Ok(due.len())
}

/// The same right after a change. What cannot be taken away now is at the next sweep.
pub(super) async fn clear_now(desk: &Desk) {
    if let Err(error) = clear(desk).await {
        tracing::warn!(%error, "files of photos wait to be taken away");
    }
}

/// Lets go of what nobody waits for: photos of drafts that are gone, and photos that were never passed of
/// nominations decided long ago.
pub async fn let_go(desk: &Desk) -> Result<(), Refusal> {
    discards::let_drafts_go(&desk.db, desk.now()).await?;
    let before = desk.now() - Duration::days(UNPASSED_PHOTO_DAYS);
    for photo in store::left_unpassed(&desk.db.read(), before).await? {
        desk.work(&Person::timetable(), move |work| async move {
            let Some(filed) = store::by_id(&work.read(), photo).await? else {
                return Ok(());
            };
            if filed.photo.is_passed() || !change::remove(&work, &filed.photo).await? {
                return Ok(());
            }
            let event = Event::PhotoTakenDown {
                photo,
                of: filed.reference,
                reason: "never-passed".into(),
            };
            work.commit(event).await?;
            Ok::<_, Refusal>(())
        })
        .await?;
    }
    clear(desk).await?;
    Ok(())
}

/// Takes away files that the database does not know, such as those of a photo sent after the backup
/// that was restored. Where more files are unknown than known this is not our shelf, or not its
/// database: then nothing is touched. Says how many photos' files went.
pub async fn clear_strays(desk: &Desk) -> Result<usize, Refusal> {
    let keys = desk.photos.shelf.keys().await?;
    let mut strays = vec![];
    for key in keys.iter().filter(|key| is_a_key(key)) {
        if !discards::is_known(&desk.db.read(), key).await? {
            strays.push(key);
        }
    }
    if strays.len() > keys.len() - strays.len() + 10 {
        let why = "most files on the shelf of photos are not of this database: none was touched";
        return Err(StoreError::Failed(why.into()).into());
    }
    for key in &strays {
        desk.photos.shelf.remove(key).await?;
    }
    Ok(strays.len())
}

/// Whether a name is one of ours. What else lies in the folder is not our business.
fn is_a_key(name: &str) -> bool {
    name.len() == 32 && name.bytes().all(|byte| byte.is_ascii_hexdigit())
}
