//! Files to import, of invented records, in a folder that goes at the end.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::{BufRead, BufReader, BufWriter, Write};
use std::path::PathBuf;
use std::process::Command;

/// A folder of its own.
pub struct Folder(PathBuf);

impl Folder {
    pub fn new(name: &str) -> Folder {
        let name = format!("payback-panel-imports-{}-{name}", std::process::id());
        let folder = std::env::temp_dir().join(name);
        let _ = fs::remove_dir_all(&folder);
        fs::create_dir_all(&folder).expect("a folder");
        Folder(folder)
    }

    pub fn path(&self, name: &str) -> String {
        let path = self.0.join(name);
        path.to_str().expect("a path in UTF-8").to_string()
    }

    /// The files of `generate` with so many returns.
    pub fn generates(&self, returns: u64) {
        let done = Command::new(env!("CARGO_BIN_EXE_payback-panel"))
            .args(["generate", "--returns", &returns.to_string()])
            .args(["--files", &self.path("")])
            .output()
            .expect("the program runs");
        assert!(
            done.status.success(),
            "{}",
            String::from_utf8_lossy(&done.stderr)
        );
    }

    /// So many attendance lines of the sessions that were generated: of each project the same people come
    /// again, and they stand in the file by day, not by project.
    pub fn lists(&self, lines: u64) {
        let file = File::open(self.path("returns.csv")).expect("returns");
        let mut days: BTreeMap<String, Vec<String>> = BTreeMap::new();
        let mut left = lines;
        for line in BufReader::new(file).lines().skip(1) {
            let line = line.expect("a line");
            let cells: Vec<&str> = line.split(',').collect();
            let [project, date, start, end, "held", attending, ..] = cells[..] else {
                continue;
            };
            let people = left.min(attending.parse().expect("a number"));
            left -= people;
            for person in 1..=people {
                let line = format!("{project},{date},{start},{end},PERSON-{person},ATTC,");
                days.entry(date.to_string()).or_default().push(line);
            }
        }
        assert_eq!(left, 0, "too few sessions for so many lines");
        let mut out = self.heads_attendances();
        for line in days.into_values().flatten() {
            writeln!(out, "{line}").expect("written");
        }
        out.flush().expect("written");
    }
}

impl Folder {
    /// So many attendance lines in which every cell is wrong.
    pub fn writes_wrong(&self, lines: u64) {
        let mut out = self.heads_attendances();
        for _ in 0..lines {
            writeln!(out, "x,x,x,!,x,x,x").expect("written");
        }
        out.flush().expect("written");
    }

    fn heads_attendances(&self) -> BufWriter<File> {
        let out = File::create(self.path("attendances.csv")).expect("a file");
        let mut out = BufWriter::new(out);
        let heading = "project,date,start,end,case_number,outcome,penalty_minutes";
        writeln!(out, "{heading}").expect("written");
        out
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}
