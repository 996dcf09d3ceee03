//! `places import`: names that people know places by.

use crate::actions::{Person, named_places};
use crate::cli::table::{Row, Table};
use crate::cli::{Failure, Outcome, open_configured, refused};
use crate::domain::areas::named_place::NamedPlace;
use crate::domain::areas::point::Point;
use crate::domain::mistakes::{self, Mistakes};
use crate::domain::text::plural;
use clap::Subcommand;
use std::collections::HashSet;
use std::path::PathBuf;

/// The columns that are read.
pub(super) const COLUMNS: [&str; 4] = ["name", "lat", "lon", "kind"];

/// The longest name and kind.
const LONGEST: (usize, usize) = (100, 60);

/// What to do with named places.
#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, Subcommand)]
enum What {
    /// Import place names from a CSV file: all of them, or none.
    ///
    /// Columns name, lat and lon (WGS84), and where present kind, like village or park. Further columns
    /// are passed over. Names that are there already stay; the same file again changes nothing.
    Import {
        /// The names
        file: PathBuf,
    },
}

/// Runs it.
pub async fn run(args: Args) -> Outcome {
    let What::Import { file } = args.what;
    let table = Table::open(&file, &COLUMNS)?;
    let name = table.name().to_owned();
    let places = read(table)?.map_err(|mistakes| refused(&name, mistakes.into()))?;
    let app = open_configured().await?;
    let done = named_places::import(&app.desk, &Person::operator(), places).await;
    app.desk.db.close().await;
    let count = done.map_err(|refusal| refused(&name, refusal))?;
    let count = i64::try_from(count).unwrap_or(i64::MAX);
    println!("Imported {}.", plural(count, "place name", "place names"));
    Ok(())
}

/// The names of a table, or every mistake in it.
pub(super) fn read(table: Table) -> Result<Result<Vec<NamedPlace>, Mistakes>, Failure> {
    let columns = Columns {
        name: table.need("name")?,
        lat: table.need("lat")?,
        lon: table.need("lon")?,
        kind: table.column("kind"),
    };
    let mut wrong = Mistakes::none();
    let mut seen = HashSet::new();
    let mut places = vec![];
    for row in table.rows() {
        match row {
            Err(unread) => wrong.add("", unread),
            Ok(row) => {
                let Some(place) = columns.read(&row, &mut wrong) else {
                    continue;
                };
                if seen.insert(format!("{} {}", place.search(), place.point)) {
                    places.push(place);
                } else {
                    wrong.add(format!("line {}: name", row.line), "It is there twice");
                }
            }
        }
    }
    Ok(if wrong.is_empty() {
        Ok(places)
    } else {
        Err(wrong)
    })
}

/// Where the columns stand.
struct Columns {
    name: usize,
    lat: usize,
    lon: usize,
    kind: Option<usize>,
}

impl Columns {
    fn read(&self, row: &Row, wrong: &mut Mistakes) -> Option<NamedPlace> {
        let text = |column: usize| row.text(Some(column));
        let at = |column: &str| format!("line {}: {column}", row.line);
        let name = mistakes::line(&text(self.name), LONGEST.0, "Enter a name");
        let name = wrong.check(&at("name"), name);
        let kind = mistakes::optional_line(&row.text(self.kind), LONGEST.1);
        let kind = wrong.check(&at("kind"), kind);
        let point = Point::parse(&text(self.lat), &text(self.lon));
        let point = wrong.check(&at("lat, lon"), point);
        Some(NamedPlace {
            name: name?,
            kind: kind?,
            point: point?,
        })
    }
}
