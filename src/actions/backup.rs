//! Making a backup, and putting one into an empty database.

use crate::actions::{Desk, Person};
use crate::domain::events::Event;
use crate::store::backup::{self, Backup, BackupError, Holds, Watch};
use crate::store::rollup;
use std::path::Path;

/// Writes a backup of the database at the address to a new file, while the service goes on.
pub async fn make(url: &str, file: &Path, watch: &Watch) -> Result<Holds, BackupError> {
    backup::make(url, file, watch).await
}

/// Restores a backup into the desk's database, which must be empty, and checks it afterwards.
///
/// All or nothing. Answers with what the backup held and how many figures differ from the ledger.
pub async fn restore(
    desk: &Desk,
    person: &Person,
    file: &Path,
    watch: Watch,
) -> Result<(Holds, usize), BackupError> {
    let backup = backup::open(file).await?;
    let work = |work| async move {
        let holds = fill(&work, backup, &watch).await?;
        let event = Event::Restored {
            rows: holds.rows,
            head: holds.head.clone(),
        };
        work.commit(event).await?;
        Ok::<_, BackupError>(holds)
    };
    let holds = desk.db.work(person.actor.clone(), desk.now(), work).await?;
    backup::check(&desk.db).await?;
    let differences = rollup::verify(&desk.db.read()).await?;
    Ok((holds, differences.len()))
}

async fn fill(
    work: &crate::store::Work,
    backup: Backup,
    watch: &Watch,
) -> Result<Holds, BackupError> {
    backup::fill(work, &backup, watch).await?;
    backup.close().await
}
