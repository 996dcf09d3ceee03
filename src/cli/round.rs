//! `round verify`: checks a published ballot list, from its files alone.

use crate::cli::{Failure, Outcome};
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
}

/// Runs it.
pub fn run(args: Args) -> Outcome {
    let What::Verify { folder } = args.what;
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
