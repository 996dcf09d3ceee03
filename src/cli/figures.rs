//! `figures`: the figures as published, or exact; refreshing them; checking them against the ledger.

use crate::actions::publishing::figures::Grid;
use crate::actions::{Person, figures as actions};
use crate::app::App;
use crate::cli::{Failure, Outcome, open_existing};
use crate::domain::figures::arranged::Arrangement;
use crate::domain::figures::period::{Cut, Span};
use crate::domain::figures::view::{By, View};
use crate::store::figures::releases::said_before;
use crate::store::ward_sets::WardSets;
use crate::store::{figures, rollup};
use chrono::NaiveDate;
use clap::{Subcommand, ValueEnum};

/// Which figures, and what to do with them.
#[derive(Debug, clap::Args)]
#[command(args_conflicts_with_subcommands = true)]
pub struct Args {
    #[command(subcommand)]
    what: Option<What>,
    #[command(flatten)]
    table: TableArgs,
}

#[derive(Debug, Subcommand)]
enum What {
    /// Make the published figures now, from what was recorded
    Refresh,
    /// Work every figure out again from the ledger and compare
    Verify,
}

#[derive(Debug, clap::Args)]
struct TableArgs {
    /// Code of an area; everywhere where none is given
    #[arg(long, value_name = "CODE")]
    area: Option<String>,
    /// First day; figures are of whole months, so of its month
    #[arg(long, value_name = "DATE")]
    from: Option<NaiveDate>,
    /// Last day; of its month
    #[arg(long, value_name = "DATE")]
    to: Option<NaiveDate>,
    /// How the rows are cut; several, with commas between, cut them by each
    #[arg(long, value_enum, value_delimiter = ',', default_value = "year")]
    by: Vec<Rows>,
    /// How the table is written
    #[arg(long, value_enum, default_value = "table")]
    format: Format,
    /// Exact and up to now, instead of as published. Not for the public
    #[arg(long)]
    staff: bool,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Rows {
    Area,
    Category,
    Month,
    Quarter,
    Year,
    Origin,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Format {
    Table,
    Csv,
    Json,
}

impl From<Rows> for By {
    fn from(rows: Rows) -> By {
        match rows {
            Rows::Area => By::Area,
            Rows::Category => By::Category,
            Rows::Month => By::Time(Cut::Month),
            Rows::Quarter => By::Time(Cut::Quarter),
            Rows::Year => By::Time(Cut::Year),
            Rows::Origin => By::Origin,
        }
    }
}

/// Runs it.
pub async fn run(args: Args) -> Outcome {
    let app = open_existing().await?;
    let outcome = match args.what {
        Some(What::Refresh) => refresh(&app).await,
        Some(What::Verify) => verify(&app).await,
        None => table(&app, args.table).await,
    };
    app.desk.db.close().await;
    outcome
}

async fn refresh(app: &App) -> Outcome {
    let number = actions::refresh(&app.desk, &Person::operator()).await?;
    println!("Published. This is publication {number}.");
    Ok(())
}

/// So many differences are written out.
const MOST_SHOWN: usize = 20;

async fn verify(app: &App) -> Outcome {
    let conn = app.desk.db.read();
    let differences = rollup::verify(&conn).await?;
    if let Some(first) = differences.first() {
        for difference in differences.iter().take(MOST_SHOWN) {
            eprintln!("{difference}");
        }
        return Err(Failure::new(format!(
            "{} figures differ from the ledger, the first: {}",
            differences.len(),
            first.what
        )));
    }
    let (releases, differences) = actions::releases::verify(&conn).await?;
    if let Some(first) = differences.first() {
        for difference in differences.iter().take(MOST_SHOWN) {
            eprintln!("{difference}");
        }
        let count = differences.len();
        return Err(Failure::new(format!(
            "{count} things in releases do not follow from the ledger, the first: {first}"
        )));
    }
    println!("Every figure agrees with the ledger.");
    if releases > 0 {
        println!("Releases worked out again, all the same: {releases}.");
    }
    Ok(())
}

/// How the rows are cut, each way once.
fn cuts(rows: Vec<Rows>) -> Result<Vec<By>, Failure> {
    let mut cuts: Vec<By> = vec![];
    for by in rows.into_iter().map(By::from) {
        if cuts.contains(&by) {
            let twice = by.code();
            return Err(Failure::new(format!(
                "--by names {twice} twice: name it once"
            )));
        }
        cuts.push(by);
    }
    Ok(cuts)
}

async fn table(app: &App, args: TableArgs) -> Outcome {
    let (from, to) = (args.from, args.to);
    if from.zip(to).is_some_and(|(from, to)| to < from) {
        return Err(Failure::new("--to must not be before --from"));
    }
    let conn = app.desk.db.read();
    let view = View {
        area: args.area.unwrap_or_default(),
        span: Span::of_days(from, to),
        by: cuts(args.by)?,
        ..View::everything()
    };
    if !view.area.is_empty() && !figures::is_area(&conn, &view.area).await? {
        return Err(Failure::new(format!("there is no area {:?}", view.area)));
    }
    let sets = WardSets::read(&conn, &view.area).await?;
    let wage = figures::wage(&conn).await?;
    let grid = if args.staff {
        Grid::exact(
            &view,
            sets,
            figures::exact(&conn, &view).await?,
            (&Arrangement::default(), wage),
        )
    } else {
        let public = figures::published(&conn, &view).await?;
        let names = public.rows().iter().map(|(names, _)| names);
        let said = said_before(&conn, &view, names).await?;
        Grid::public(&view, sets, (&public, &said), wage)
    };
    match args.format {
        Format::Table => print!("{}", grid.table()),
        Format::Csv => print!("{}", grid.csv()),
        Format::Json => println!("{}", grid.json()),
    }
    Ok(())
}
