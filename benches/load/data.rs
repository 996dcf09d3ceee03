//! Databases to measure on, made with the product's own commands from invented records: 10,000 projects
//! over the demonstration's wards, and as many returns as asked for.

use std::fmt::Write as _;
use std::fs::{self, File};
use std::io::{BufWriter, Write as _};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant};

/// How many projects there are, whatever the number of returns.
pub const PROJECTS: u32 = 10_000;

/// A database in a folder of its own, taken away at the end unless it is to be kept.
pub struct Data {
    folder: PathBuf,
    is_kept: bool,
}

impl Data {
    /// Makes one with so many returns. Where a folder is named it is kept there for the next time: years
    /// of records take minutes to lay.
    pub fn with_returns(returns: u32, kept: Option<&Path>) -> Data {
        let Some(kept) = kept else {
            let folder = std::env::temp_dir().join(format!(
                "payback-panel-bench-{}-{returns}",
                std::process::id()
            ));
            return Data::laid(folder, returns, false);
        };
        let folder = kept.join(format!("{returns}-returns"));
        let whole = folder.join("laid");
        if whole.exists() {
            let data = Data {
                folder,
                is_kept: true,
            };
            data.run(&["migrate"]);
            return data;
        }
        let data = Data::laid(folder, returns, true);
        fs::write(whole, "").expect("a mark that it is whole");
        data
    }

    fn laid(folder: PathBuf, returns: u32, is_kept: bool) -> Data {
        fs::create_dir_all(&folder).expect("a folder");
        let data = Data { folder, is_kept };
        let began = Instant::now();
        data.places();
        let (projects, sessions) = (
            data.folder.join("projects.csv"),
            data.folder.join("returns.csv"),
        );
        write_projects(&projects);
        write_returns(&sessions, returns);
        data.run(&["projects", "import", text(&projects)]);
        let before = Instant::now();
        data.run(&["returns", "import", text(&sessions)]);
        let took = before.elapsed();
        data.run(&["figures", "refresh"]);
        eprintln!(
            "{returns} returns: imported in {:.1} s, everything in {:.1} s",
            took.as_secs_f32(),
            began.elapsed().as_secs_f32()
        );
        data
    }

    /// The address of the database.
    pub fn url(&self) -> String {
        format!("sqlite:{}", self.folder.join("panel.db").display())
    }

    /// Where it is kept.
    #[allow(dead_code)] // not every measurement looks there
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    fn places(&self) {
        let seed = |name: &str| {
            Path::new(env!("CARGO_MANIFEST_DIR"))
                .join("seed-data")
                .join(name)
        };
        let areas = [
            ("areas-probation.geojson", "probation-area", None),
            ("areas-councils.geojson", "council", None),
            ("areas-wards.geojson", "ward", Some("UTLACD")),
        ];
        for (file, kind, parent) in areas {
            let file = seed(file);
            let mut arguments = vec![
                "areas",
                "import",
                text(&file),
                "--kind",
                kind,
                "--set",
                "2025",
            ];
            if let Some(parent) = parent {
                arguments.extend(["--parent", parent]);
            }
            self.run(&arguments);
        }
    }

    /// Runs a command of the program on it, and says how long that took.
    pub fn run(&self, arguments: &[&str]) -> Duration {
        let began = Instant::now();
        let done = Command::new(env!("CARGO_BIN_EXE_payback-panel"))
            .args(arguments)
            .current_dir(&self.folder)
            .env("DATABASE_URL", self.url())
            .output()
            .expect("the program runs");
        let said = String::from_utf8_lossy(&done.stderr);
        assert!(done.status.success(), "{arguments:?}: {said}");
        began.elapsed()
    }

    /// One to change: what was laid stays as it is. Nothing may have it open.
    #[allow(dead_code)] // not every measurement changes something
    pub fn copied(&self) -> Data {
        let name = self.folder.file_name().and_then(|name| name.to_str());
        let copy = format!(
            "payback-panel-bench-{}-{}",
            std::process::id(),
            name.unwrap_or("copy")
        );
        let folder = std::env::temp_dir().join(format!("{copy}-changed"));
        fs::create_dir_all(&folder).expect("a folder");
        for entry in fs::read_dir(&self.folder).expect("a folder").flatten() {
            let name = entry.file_name();
            if name.to_string_lossy().starts_with("panel.") {
                fs::copy(entry.path(), folder.join(name)).expect("copied");
            }
        }
        Data {
            folder,
            is_kept: false,
        }
    }

    /// Imports one more session return.
    #[allow(dead_code)] // not every measurement changes something
    pub fn takes_up(&self, line: &str) {
        let file = self.folder.join("one.csv");
        fs::write(&file, format!("{RETURNS}\n{line}\n")).expect("written");
        self.run(&["returns", "import", text(&file)]);
    }
}

const RETURNS: &str = "project,date,start,end,status,attending,new_to_project,minutes_offered,minutes_credited,reason,note";

impl Drop for Data {
    fn drop(&mut self) {
        if !self.is_kept {
            let _ = fs::remove_dir_all(&self.folder);
        }
    }
}

fn text(path: &Path) -> &str {
    path.to_str().expect("a path in UTF-8")
}

/// The wards of the demonstration with their councils.
fn wards() -> Vec<(String, String)> {
    let wards = include_str!(concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/seed-data/areas-wards.geojson"
    ));
    let wards: serde_json::Value = serde_json::from_str(wards).expect("GeoJSON");
    let features = wards["features"].as_array().expect("features");
    let property = |feature: &serde_json::Value, name: &str| {
        feature["properties"][name]
            .as_str()
            .expect("a property")
            .to_string()
    };
    features
        .iter()
        .map(|feature| (property(feature, "WD25CD"), property(feature, "UTLACD")))
        .collect()
}

/// The reference of a project by its number.
pub fn reference(number: u32) -> String {
    format!("BN-2016-P{number:05}")
}

fn write_projects(file: &Path) {
    let wards = wards();
    let kinds = [
        "graffiti",
        "litter",
        "gardening",
        "clearance",
        "paths",
        "decorating",
        "recycling",
    ];
    let mut out = String::from(
        "reference,title,category,council_code,ward_code,lat,lon,agreed_on,started_on,completed_on,origin,\
         nominated_on,beneficiary,summary\n",
    );
    for number in 0..PROJECTS {
        let (ward, council) = &wards[number as usize % wards.len()];
        let kind = kinds[number as usize % kinds.len()];
        let done = number % 3 != 0;
        let completed = if done { "2026-09-30" } else { "" };
        let origin = ["other", "nomination", "vote"][number as usize % 3];
        let _ = writeln!(
            out,
            "{},Work {number} on the paths and hedges,{kind},{council},{ward},,,2016-04-01,2016-04-04,{completed},\
             {origin},,Everybody who passes,Hedges cut back and paths cleared at place {number}.",
            reference(number)
        );
    }
    fs::write(file, out).expect("written");
}

/// Sessions spread evenly over the projects and over ten years, none on a project's day twice.
fn write_returns(file: &Path, returns: u32) {
    let mut out = BufWriter::new(File::create(file).expect("a file"));
    writeln!(out, "{RETURNS}").expect("written");
    let first = chrono::NaiveDate::from_ymd_opt(2016, 4, 4).expect("a day");
    let each = returns.div_ceil(PROJECTS).max(1);
    let apart = (3800 / each).max(1);
    // However many there are, they lie over the same ten years: a page shows as many years of either.
    let within = if each == 1 { apart } else { apart.min(7) };
    for number in 0..returns {
        let (project, session) = (number % PROJECTS, number / PROJECTS);
        let day = first + chrono::Days::new(u64::from(session * apart + project * 37 % within));
        let attending = 3 + (number * 7) % 6;
        let new = if session == 0 {
            attending
        } else {
            u32::from(number % 5 == 0)
        };
        let offered = attending * 360;
        let reference = reference(project);
        if number % 11 == 10 {
            writeln!(
                out,
                "{reference},{day},09:30,15:30,stood-down,0,0,0,0,weather,"
            )
            .expect("written");
        } else {
            let credited = offered - number % 60;
            writeln!(
                out,
                "{reference},{day},09:30,15:30,held,{attending},{new},{offered},{credited},,"
            )
            .expect("written");
        }
    }
    out.flush().expect("written");
}
