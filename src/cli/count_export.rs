//! `count --export`: the ballots that were counted, as a file for other programs.
//!
//! A vote with a budget is written as a Pabulib .pb file, a ranking or a single choice as a .blt file.
//! Ballots that are alike are put together, and no receipt code and no word is in them.

use crate::cli::contest_file::{ContestFile, in_file, wrong_use};
use crate::cli::{Failure, Outcome};
use crate::domain::ballots::count::{Contest, Count};
use crate::domain::ballots::formats::blt::BltFile;
use crate::domain::ballots::formats::pabulib::PbFile;
use crate::domain::ballots::method::{Method, PaperKind};
use crate::domain::ballots::result::Counted;
use std::fs::File;
use std::io::{ErrorKind, Write};
use std::path::Path;

/// What a file is written as.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// Ranked ballots and seats.
    Blt,
    /// Projects with costs, and ballots that approve of them.
    Pb,
}

impl Format {
    /// The format that the name of the file asks for, where it can hold a vote counted by that method.
    pub fn of(path: &Path, method: Method) -> Result<Format, Failure> {
        let ending = path.extension().and_then(|ending| ending.to_str());
        let refused = |why: &str| wrong_use(format!("--export {}: {why}", path.display()));
        match ending.map(str::to_ascii_lowercase).as_deref() {
            Some("pb") if method.has_budget() => Ok(Format::Pb),
            Some("pb") => Err(refused("a .pb file has a budget, and this vote has none")),
            Some("blt") if method.has_budget() => Err(refused("a .blt file has no budget")),
            Some("blt") if method.paper() == PaperKind::Ticks => Err(refused(
                "a .blt file puts places in an order, and ticks have none",
            )),
            Some("blt") => Ok(Format::Blt),
            _ => Err(refused("the file must end in .blt or .pb")),
        }
    }
}

/// Writes the file, which must not be there yet.
pub fn export(
    path: &Path,
    format: Format,
    (file, contest): (&ContestFile, &Contest),
    counted: &Counted<Count>,
) -> Outcome {
    let text = match format {
        Format::Blt => BltFile::of_contest(contest, file.title()).to_text(),
        Format::Pb => budget(file, contest, counted).to_text(),
    };
    let mut out = File::create_new(path).map_err(|error| match error.kind() {
        ErrorKind::AlreadyExists => {
            in_file(path, "it is there already, and nothing is overwritten")
        }
        _ => in_file(path, error),
    })?;
    let written = out.write_all(text.as_bytes());
    written.map_err(|error| in_file(path, error))
}

/// The file of a vote with a budget. Where the count stopped at a tie, it does not say what was selected.
fn budget(file: &ContestFile, contest: &Contest, counted: &Counted<Count>) -> PbFile {
    let (ids, labels) = file.ids_and_labels(contest);
    let winners = counted.as_ref().map_or(&[][..], Count::winners);
    let mut written = PbFile::of_contest(contest, &ids, &labels, winners, file.title());
    if counted.is_err() {
        for project in &mut written.projects {
            project.selected = None;
        }
    }
    written
}
