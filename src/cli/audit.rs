//! `audit verify`: walks the audit chain and names the first bad row.

use crate::cli::{Failure, Outcome, open_existing};
use crate::store::audit::{Verdict, verify};
use clap::Subcommand;

/// What to do with the audit log.
#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, Subcommand)]
enum What {
    /// Walk the chain from its first row and name the first bad one.
    Verify,
}

/// Runs it.
pub async fn run(args: Args) -> Outcome {
    let What::Verify = args.what;
    let app = open_existing().await?;
    match verify(&app.desk.db.read()).await? {
        Verdict::Whole { rows, head } => {
            println!("The audit chain holds: {rows} rows, newest digest {head}.");
            Ok(())
        }
        Verdict::Broken { seq, why } => Err(Failure::new(format!("audit row {seq}: {why}"))),
    }
}
