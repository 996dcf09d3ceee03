//! `projects import`: existing projects from a CSV file.

use crate::actions::imports::projects;
use crate::cli::Outcome;
use crate::cli::sheets::{self, SheetArgs};
use clap::Subcommand;

/// What to do with projects.
#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, Subcommand)]
enum What {
    /// Import projects from a CSV file: all of them, or none.
    ///
    /// Columns, in any order: reference, title, category, council_code, ward_code, lat, lon, agreed_on,
    /// started_on, completed_on, origin (vote, nomination or other), nominated_on, beneficiary, summary. May also
    /// be there: place, nomination, estimate_minutes, supervised_by, closing_statement, work_done, group_limit,
    /// planned_month, expected_on, provenance, source. Further columns are passed over. Days are written like
    /// 2009-06-21. Every mistake is reported with its line and column, on standard error. Projects that are
    /// there already stay as they are.
    Import(SheetArgs),
}

/// Runs it.
pub async fn run(args: Args) -> Outcome {
    let What::Import(args) = args.what;
    sheets::run(
        args,
        ("project", "projects"),
        |desk, person, file, run, progress| async move {
            projects::import(&desk, &person, file, run, progress).await
        },
    )
    .await
}
