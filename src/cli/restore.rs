//! `restore FILE`: a backup into an empty database of either engine.

use crate::actions::{Person, backup};
use crate::cli::backup::watch;
use crate::cli::{Outcome, open_configured};
use crate::domain::text::grouped;
use std::path::PathBuf;

/// Also the way from SQLite to PostgreSQL. All or nothing; refuses a database that has rows, and a
/// backup made by a newer program. Pages, keys, audit chain and figures are checked afterwards.
/// Everybody has to sign in again.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// A file that `backup` wrote
    #[arg(value_name = "FILE")]
    file: PathBuf,
}

/// Runs it.
pub async fn run(args: Args) -> Outcome {
    let app = open_configured().await?;
    let restored = backup::restore(&app.desk, &Person::operator(), &args.file, watch()).await;
    app.desk.db.close().await;
    let (holds, differences) = restored?;
    println!(
        "Restored {} rows. The audit chain holds: {} rows came from the backup, which ended in {}.",
        grouped(holds.rows),
        grouped(holds.audit_rows),
        holds.head
    );
    match differences {
        0 => println!("Every figure agrees with the ledger."),
        some => println!(
            "{some} figures differ from the ledger, as they did in the backup: see `figures verify`."
        ),
    }
    Ok(())
}
