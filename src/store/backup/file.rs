//! The file of a backup: made under another name and renamed when it is whole; opened only to read.

use super::copying::{self, Table};
use super::{BackupError, Holds, restoring};
use crate::domain::ids::hex;
use crate::store::{Conn, Engine, migrations};
use sea_orm::{ConnectOptions, Database, DatabaseConnection, DatabaseExecutor};
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::{ErrorKind, Read};
use std::path::{Path, PathBuf};

/// What every SQLite file begins with.
const SIGNATURE: &[u8; 16] = b"SQLite format 3\0";

fn trouble(file: &Path) -> impl Fn(std::io::Error) -> BackupError {
    move |error| BackupError::File {
        file: file.to_path_buf(),
        why: error.to_string(),
    }
}

/// A backup that is being written. Dropped before it is finished, it leaves nothing behind.
pub struct Unfinished {
    path: PathBuf,
    wanted: PathBuf,
}

impl Unfinished {
    /// A new file beside the one that is wanted, which must not be there. Only its owner can read it.
    pub fn beside(wanted: &Path) -> Result<Unfinished, BackupError> {
        if fs::symlink_metadata(wanted).is_ok() {
            return Err(BackupError::Exists(wanted.to_path_buf()));
        }
        // The process and the name make it its own; a file left by a killed process is in the way of none.
        let mark = format!("{}|{}", std::process::id(), wanted.display());
        let mark = hex(&Sha256::digest(mark.as_bytes())[..8]);
        let mut path = wanted.as_os_str().to_owned();
        path.push(format!(".{mark}.unfinished"));
        let unfinished = Unfinished {
            path: PathBuf::from(path),
            wanted: wanted.to_path_buf(),
        };
        let _ = fs::remove_file(&unfinished.path);
        let mut options = File::options();
        options.write(true).create_new(true);
        #[cfg(unix)]
        {
            use std::os::unix::fs::OpenOptionsExt;
            options.mode(0o600);
        }
        options
            .open(&unfinished.path)
            .map_err(trouble(&unfinished.wanted))?;
        Ok(unfinished)
    }

    /// Where it is written.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Gives it its name, once it is on the disk. Still overwrites nothing.
    pub fn finish(self) -> Result<(), BackupError> {
        let failed = trouble(&self.wanted);
        let file = File::open(&self.path).map_err(&failed)?;
        file.sync_all().map_err(&failed)?;
        match fs::hard_link(&self.path, &self.wanted) {
            Ok(()) => {}
            Err(error) if error.kind() == ErrorKind::AlreadyExists => {
                return Err(BackupError::Exists(self.wanted.clone()));
            }
            // Some file systems know no links.
            Err(_) => fs::rename(&self.path, &self.wanted).map_err(&failed)?,
        }
        let folder = self.wanted.parent().filter(|f| !f.as_os_str().is_empty());
        let folder = File::open(folder.unwrap_or(Path::new("."))).map_err(&failed)?;
        folder.sync_all().map_err(&failed)
    }
}

impl Drop for Unfinished {
    fn drop(&mut self) {
        let _ = fs::remove_file(&self.path);
    }
}

/// Connects to a SQLite file by its path. Foreign keys are not watched: they are checked at the end.
pub async fn connect(file: &Path, writes: bool) -> Result<DatabaseConnection, BackupError> {
    let path = file.to_path_buf();
    let mut options = ConnectOptions::new("sqlite:backup");
    options
        .max_connections(1)
        .idle_timeout(None)
        .max_lifetime(None)
        .sqlx_logging(false)
        .map_sqlx_sqlite_opts(move |sqlite| {
            sqlite
                .filename(&path)
                .read_only(!writes)
                .foreign_keys(false)
        });
    Ok(Database::connect(options).await?)
}

/// A backup that was opened, is no newer than this program, and holds together.
pub struct Backup {
    connection: DatabaseConnection,
    pub(super) tables: BTreeMap<String, Table>,
    holds: Holds,
    /// A copy that was brought up to date, where the backup is older than this program.
    copy: Option<Unfinished>,
}

/// Opens a backup and checks all of it.
pub async fn open(file: &Path) -> Result<Backup, BackupError> {
    let mut start = Vec::new();
    let mut read = File::open(file).map_err(trouble(file))?.take(16);
    read.read_to_end(&mut start).map_err(trouble(file))?;
    if start != SIGNATURE {
        return Err(BackupError::NotABackup(file.to_path_buf()));
    }
    let connection = connect(file, false).await?;
    let applied = migrations::applied(&connection, Engine::Sqlite).await?;
    if applied.is_empty() {
        return Err(BackupError::NotABackup(file.to_path_buf()));
    }
    if applied.len() == migrations::ALL.len() {
        return read_in(connection, None).await;
    }
    let _ = connection.close().await;
    let copy = Unfinished::beside(&file.with_extension("up-to-date"))?;
    fs::copy(file, copy.path()).map_err(trouble(file))?;
    let connection = connect(copy.path(), true).await?;
    migrations::run(&connection, Engine::Sqlite).await?;
    read_in(connection, Some(copy)).await
}

async fn read_in(
    connection: DatabaseConnection,
    copy: Option<Unfinished>,
) -> Result<Backup, BackupError> {
    let conn = Conn::new(DatabaseExecutor::Connection(&connection), Engine::Sqlite);
    let (audit_rows, head) = restoring::hold_together(&conn, "backup").await?;
    let tables = copying::tables(&conn).await?;
    let mut rows = 0;
    for table in tables.keys() {
        let count = conn
            .number(format!("SELECT count(*) FROM {table}"), [])
            .await?;
        rows += count;
    }
    let holds = Holds {
        rows,
        audit_rows,
        head,
    };
    Ok(Backup {
        tables,
        holds,
        copy,
        connection,
    })
}

impl Backup {
    /// What it holds.
    pub fn holds(&self) -> &Holds {
        &self.holds
    }

    pub(super) fn conn(&self) -> Conn<'_> {
        Conn::new(
            DatabaseExecutor::Connection(&self.connection),
            Engine::Sqlite,
        )
    }

    /// Lets go of the file.
    pub async fn close(self) -> Result<Holds, BackupError> {
        self.connection.close().await?;
        drop(self.copy);
        Ok(self.holds)
    }
}
