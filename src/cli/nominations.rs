//! `nominations import`: existing nominations from a CSV file.

use crate::actions::nominations::import;
use crate::cli::Outcome;
use crate::cli::sheets::{self, SheetArgs};
use clap::Subcommand;

/// What to do with nominations.
#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, Subcommand)]
enum What {
    /// Import nominations from a CSV file: all of them, or none.
    ///
    /// Columns, in any order: reference, title, category, place, council_code, submitted_on, stage (submitted,
    /// under-assessment, assessed, shortlisted, project, declined, merged or withdrawn). May also be there: lat, lon,
    /// ward_code, assessed_on, shortlisted_on, decided_on, decline_reason, decision_note, merged_into, project, supports,
    /// description, beneficiary, land_owner, toilets, site_access, provenance, source. Further columns are passed over.
    /// Days are written like 2009-06-21. Every mistake is reported with its line and column, on standard error.
    /// Nominations that are there already stay as they are.
    Import(SheetArgs),
}

/// Runs it.
pub async fn run(args: Args) -> Outcome {
    let What::Import(args) = args.what;
    sheets::run(
        args,
        ("nomination", "nominations"),
        |desk, person, file, run, progress| async move {
            import::import(&desk, &person, file, run, progress).await
        },
    )
    .await
}
