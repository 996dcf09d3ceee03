//! The program as a process on a database of its own: how long it takes, and what memory.

use crate::files::Folder;
use crate::memory::peak_kib;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

/// How often a process is asked for its peak, which never falls.
const EVERY: Duration = Duration::from_millis(5);

/// A database in a folder.
pub struct Database {
    url: String,
    folder: String,
}

impl Database {
    pub fn empty(folder: &Folder) -> Database {
        Database {
            url: format!("sqlite:{}", folder.path("panel.db")),
            folder: folder.path(""),
        }
    }

    /// One with the areas and projects of the files in the folder.
    pub fn with_projects(folder: &Folder) -> Database {
        let database = Database::empty(folder);
        for (file, kind) in [
            ("areas-probation.geojson", "probation-area"),
            ("areas-councils.geojson", "council"),
            ("areas-wards.geojson", "ward"),
        ] {
            let file = folder.path(file);
            let mut arguments = vec![
                "areas",
                "import",
                &file,
                "--kind",
                kind,
                "--set",
                "generated",
            ];
            arguments.extend(["--code", "code", "--name", "name", "--parent", "parent"]);
            database.time(&arguments);
        }
        database.time(&["projects", "import", &folder.path("projects.csv")]);
        database
    }

    /// How long a command takes.
    pub fn time(&self, arguments: &[&str]) -> Duration {
        let began = Instant::now();
        ended(self.start(arguments), arguments);
        began.elapsed()
    }

    /// The peak of a command's memory.
    pub fn peak_kib(&self, arguments: &[&str]) -> u64 {
        let (peak, child) = self.peak(arguments);
        ended(child, arguments);
        peak
    }

    /// The same of a command that refuses what it is given.
    pub fn peak_of_refusal_kib(&self, arguments: &[&str]) -> u64 {
        self.time(&["migrate"]);
        let (peak, mut child) = self.peak(arguments);
        let status = child.wait().expect("a process");
        assert_eq!(status.code(), Some(1), "{arguments:?}");
        peak
    }

    fn peak(&self, arguments: &[&str]) -> (u64, Child) {
        let mut child = self.start(arguments);
        let mut peak = 0;
        while child.try_wait().expect("a process").is_none() {
            peak = peak.max(peak_kib(child.id()));
            std::thread::sleep(EVERY);
        }
        (peak, child)
    }

    fn start(&self, arguments: &[&str]) -> Child {
        Command::new(env!("CARGO_BIN_EXE_payback-panel"))
            .args(arguments)
            .current_dir(&self.folder)
            .env("DATABASE_URL", &self.url)
            .stdout(Stdio::null())
            .spawn()
            .expect("the program runs")
    }
}

fn ended(mut child: Child, arguments: &[&str]) {
    let status = child.wait().expect("a process");
    assert!(status.success(), "{arguments:?}");
}
