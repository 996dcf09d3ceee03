//! `round verify`: checks a published ballot list, from its files alone. The keys of a sealed vote are
//! in [`round_keys`].

use crate::cli::{Failure, Outcome, round_keys};
use crate::domain::ballots::verification::{holds, verify};
use clap::Subcommand;
use std::io::{ErrorKind, Write};
use std::path::{Path, PathBuf};

/// What to do with a round.
#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, Subcommand)]
enum What {
    /// Check a published ballot list: hashes, root, one line a receipt, the count
    Verify {
        /// The folder with rule-sheet.json, ballots.csv, register-totals.json, result.json and
        /// SHA256SUMS
        #[arg(value_name = "DIR")]
        folder: PathBuf,
    },
    /// Make a pair of keys for a sealed vote, off the server
    Keygen(round_keys::Keygen),
    /// Open a test ballot with your key, off the server
    OpenTest(round_keys::OpenTest),
}

/// Runs it.
pub fn run(args: Args) -> Outcome {
    match args.what {
        What::Verify { folder } => verified(&folder),
        What::Keygen(args) => round_keys::keygen(&args),
        What::OpenTest(args) => round_keys::open_test(&args),
    }
}

fn verified(folder: &Path) -> Outcome {
    if !folder.is_dir() {
        return Err(Failure::new(format!(
            "{}: there is no such folder",
            folder.display()
        )));
    }
    let checks = verify(|name| read(&folder.join(name)));
    let mut out = std::io::stdout().lock();
    for check in &checks {
        match &check.found {
            Ok(found) => writeln!(out, "holds  {}: {found}", check.about)?,
            Err(fault) => writeln!(out, "WRONG  {}: {fault}", check.about)?,
        }
    }
    if holds(&checks) {
        return Ok(());
    }
    let faults: Vec<String> = checks
        .iter()
        .filter_map(|check| {
            check
                .found
                .as_ref()
                .err()
                .map(|fault| format!("{}: {fault}", check.about))
        })
        .collect();
    Err(Failure::new(format!(
        "{}: {}",
        folder.display(),
        faults.join("; ")
    )))
}

fn read(path: &Path) -> Result<Option<Vec<u8>>, String> {
    match std::fs::read(path) {
        Ok(bytes) => Ok(Some(bytes)),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
        Err(error) => Err(format!("{}: {error}", path.display())),
    }
}
