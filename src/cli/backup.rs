//! `backup FILE`: the whole record in one file, made while the service goes on.

use crate::actions::backup;
use crate::cli::{Outcome, need_database};
use crate::config::{self, Config};
use crate::domain::text::grouped;
use crate::store::backup::Watch;
use std::io::{IsTerminal, Write};
use std::path::PathBuf;

/// The file is a SQLite database, from either engine, with everything as it was at one instant.
/// Sessions, links, codes and letters are not in it, nor is the deployment's key file: keep a copy
/// of that elsewhere. Photos are not in it, only their names and words: copy the folder of photos after
/// the backup was made. A file that is there already is never overwritten.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// The new file
    #[arg(value_name = "FILE")]
    file: PathBuf,
}

/// Runs it.
pub async fn run(args: Args) -> Outcome {
    need_database(&config::database_url()?)?;
    let config = Config::load()?;
    let holds = backup::make(&config.database_url, &args.file, &watch()).await?;
    println!(
        "Backed up to {}: {} rows. The audit chain has {} rows and ends in {}.",
        args.file.display(),
        grouped(holds.rows),
        grouped(holds.audit_rows),
        holds.head
    );
    Ok(())
}

/// Shows what is being copied, where somebody is looking.
pub fn watch() -> Watch {
    let watched = std::io::stderr().is_terminal();
    Box::new(move |table, rows| {
        if watched {
            eprint!("\r{table}: {rows} rows\x1b[K");
            let _ = std::io::stderr().flush();
        }
    })
}
