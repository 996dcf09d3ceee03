//! `returns import`: existing session returns from a CSV file.

use crate::actions::imports::returns;
use crate::cli::Outcome;
use crate::cli::sheets::{self, SheetArgs};
use clap::Subcommand;

/// What to do with session returns.
#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, Subcommand)]
enum What {
    /// Import session returns from a CSV file: all of them, or none.
    ///
    /// Columns, in any order: project (a reference), date (like 2009-06-21), start and end (like 09:30), status
    /// (held or stood-down), attending, new_to_project, minutes_offered, minutes_credited, reason (for a session
    /// stood down), note. May also be there: over_limit_confirmed (yes, where more people than the group limit
    /// attended). Further columns are passed over and not kept. Every mistake is reported with its line and column,
    /// on standard error. Returns that are there already, by project, date, times and numbers, are counted and
    /// left alone.
    Import(SheetArgs),
}

/// Runs it.
pub async fn run(args: Args) -> Outcome {
    let What::Import(args) = args.what;
    sheets::run(
        args,
        ("session return", "session returns"),
        |desk, person, file, run, progress| async move {
            returns::import(&desk, &person, file, run, progress).await
        },
    )
    .await
}
