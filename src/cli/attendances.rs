//! `attendances import`: lists of who attended, turned into sessions with head-counts.

use crate::actions::imports::attendances::{self, Cases};
use crate::cli::Outcome;
use crate::cli::sheets::{self, SheetArgs};
use clap::Subcommand;

/// What to do with attendance lists.
#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, Subcommand)]
enum What {
    /// Import an attendance list from a CSV file: all of it, or nothing.
    ///
    /// Columns, in any order: project (a reference), date (like 2009-06-21), start and end (like 09:30),
    /// case_number, outcome (a contact outcome code, like ATTC or UACP), penalty_minutes. May also be there:
    /// over_limit_confirmed (yes, where more people than the group limit attended). Further columns are passed over
    /// and not kept. Lines of one project and day are one session; where nobody attended it was stood down.
    ///
    /// Case numbers tell people apart while the file is read. They are never kept, logged or printed: what stays until
    /// the project closes is a digest, keyed by the deployment's secret. Every mistake is reported with its line and
    /// column, on standard error. Attendances that an earlier list had are counted and left alone; people whom an
    /// earlier list of the same session did not have are added to it.
    Import(SheetArgs),
}

/// Runs it.
pub async fn run(args: Args) -> Outcome {
    let What::Import(args) = args.what;
    sheets::run(
        args,
        ("attendance", "attendances"),
        |desk, person, file, run, progress| async move {
            attendances::import(&desk, &person, file, Cases::Numbers, run, progress).await
        },
    )
    .await
}
