//! SQLite's own shell and its `.import`.

use crate::files::Folder;
use std::io::Write;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

/// The columns of the file alone.
pub const BARE: &str = "";

/// What our table of returns has: one session at a time, found by project and day with all that is counted of it, by
/// day, and by day where it was stood down.
pub const INDEXED: &str = "CREATE UNIQUE INDEX a ON returns (project, date, start, end);
    CREATE INDEX b ON returns (project, date, status, attending, new_to_project, minutes_offered, minutes_credited);
    CREATE INDEX c ON returns (date);
    CREATE INDEX d ON returns (date) WHERE status = 'stood-down';";

/// The shell.
pub struct Rival(());

impl Rival {
    /// The one in the path.
    pub fn found() -> Option<Rival> {
        let asked = Command::new("sqlite3").arg("--version").output();
        asked
            .is_ok_and(|said| said.status.success())
            .then_some(Rival(()))
    }

    /// How long it takes to import a file into a table with these indexes.
    pub fn imports(&self, folder: &Folder, file: &str, indexes: &str) -> Duration {
        let database = folder.path("rival.db");
        let script = format!(
            "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA cache_size = -16000;
             CREATE TABLE returns (project TEXT NOT NULL, date TEXT NOT NULL, start TEXT NOT NULL, end TEXT NOT NULL,
             status TEXT NOT NULL, attending INTEGER NOT NULL, new_to_project INTEGER NOT NULL,
             minutes_offered INTEGER NOT NULL, minutes_credited INTEGER NOT NULL, reason TEXT, note TEXT);
             {indexes}\n.mode csv\n.import --skip 1 {file} returns\n"
        );
        let began = Instant::now();
        let mut shell = Command::new("sqlite3")
            .args(["-batch", "-bail", &database])
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .spawn()
            .expect("sqlite3 runs");
        let mut input = shell.stdin.take().expect("its input");
        input.write_all(script.as_bytes()).expect("written");
        drop(input);
        let status = shell.wait().expect("sqlite3");
        assert!(status.success(), "sqlite3 imports the file");
        let took = began.elapsed();
        for end in ["", "-wal", "-shm"] {
            let _ = std::fs::remove_file(format!("{database}{end}"));
        }
        took
    }
}
