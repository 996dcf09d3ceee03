//! `categories import`: the kinds of work that forms offer.

use crate::actions::{Desk, Person, Refusal, categories};
use crate::cli::demo::seeds;
use crate::cli::{Failure, Outcome, open_configured, refused};
use crate::domain::text::plural;
use crate::store::nominations::places;
use clap::Subcommand;
use std::path::PathBuf;

/// What to do with kinds of work.
#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, Subcommand)]
enum What {
    /// Import kinds of work from a CSV file: all of them, or none.
    ///
    /// Columns code, name and description, in the order that forms offer them. Codes that are there
    /// already get the new words. None is taken away, since nominations and projects may be of it.
    Import {
        /// The kinds of work
        file: PathBuf,
    },
}

/// Runs it.
pub async fn run(args: Args) -> Outcome {
    let What::Import { file } = args.what;
    let name = file.display().to_string();
    let text = std::fs::read(&file).map_err(|error| Failure::new(format!("{name}: {error}")))?;
    let app = open_configured().await?;
    let done = categories::import(&app.desk, &Person::operator(), &text).await;
    app.desk.db.close().await;
    let count = done.map_err(|refusal| refused(&name, refusal))?;
    let count = i64::try_from(count).unwrap_or(i64::MAX);
    println!(
        "Imported {}.",
        plural(count, "kind of work", "kinds of work")
    );
    Ok(())
}

/// Gives a deployment that has no kinds of work yet the usual ones, so that residents can nominate
/// on the first day.
pub async fn begin(desk: &Desk) -> Result<(), Refusal> {
    if places::categories(&desk.db.read()).await?.is_empty() {
        categories::import(desk, &Person::operator(), seeds::CATEGORIES.as_bytes()).await?;
    }
    Ok(())
}
