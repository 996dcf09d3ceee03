//! `postcodes import`: where postcodes are.

use crate::actions::{Person, Refusal, areas};
use crate::cli::table::{Row, Table};
use crate::cli::{Failure, Outcome, open_configured};
use crate::domain::areas::code::AreaCode;
use crate::domain::areas::point::Point;
use crate::domain::areas::postcode::Postcode;
use crate::domain::mistakes::Mistake;
use crate::store::postcodes::KnownPostcode;
use clap::Subcommand;
use std::io::{IsTerminal, Write};
use std::path::PathBuf;

/// What to do with postcodes.
#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, Subcommand)]
enum What {
    /// Import postcodes from a CSV file: all of them, or none.
    ///
    /// Columns postcode, lat and lon (WGS84), and where present ward_code. Further columns are
    /// passed over. Postcodes that are known already move to where the file says; those that the
    /// file does not have stay.
    Import {
        /// The postcodes
        file: PathBuf,
    },
}

/// Runs it.
pub async fn run(args: Args) -> Outcome {
    let What::Import { file } = args.what;
    let table = Table::open(&file)?;
    let name = table.name().to_owned();
    let rows = rows(table)?;
    let app = open_configured().await?;
    let done = areas::import_postcodes(&app.desk, &Person::operator(), rows, progress()).await;
    app.desk.db.close().await;
    let count = done.map_err(|refusal| match refusal {
        Refusal::Mistaken(mistakes) => {
            let first = mistakes.iter().next();
            let line = first.map_or_else(String::new, |mistake| match mistake.field.as_str() {
                "" => mistake.message.clone(),
                field => format!("{field}: {}", mistake.message),
            });
            Failure::new(format!("{name}: {line}; nothing was imported"))
        }
        other => Failure::new(other),
    })?;
    println!("Imported {count} postcodes.");
    Ok(())
}

/// The postcodes of a table, one at a time.
pub(super) fn rows(
    table: Table,
) -> Result<impl Iterator<Item = Result<KnownPostcode, Mistake>> + Send + 'static, Failure> {
    let columns = Columns {
        postcode: table.need("postcode")?,
        lat: table.need("lat")?,
        lon: table.need("lon")?,
        ward: table.column("ward_code"),
    };
    Ok(table.rows().map(move |row| match row {
        Ok(row) => columns.read(&row),
        Err(unread) => Err(Mistake {
            field: String::new(),
            message: unread,
        }),
    }))
}

/// Where the columns stand.
struct Columns {
    postcode: usize,
    lat: usize,
    lon: usize,
    ward: Option<usize>,
}

impl Columns {
    fn read(&self, row: &Row) -> Result<KnownPostcode, Mistake> {
        let mistake = |column: &str, message: &dyn std::fmt::Display| Mistake {
            field: format!("line {}: {column}", row.line),
            message: message.to_string(),
        };
        let text = |column: usize| row.text(Some(column));
        let postcode =
            Postcode::parse(&text(self.postcode)).map_err(|error| mistake("postcode", &error))?;
        let point = Point::parse(&text(self.lat), &text(self.lon))
            .map_err(|error| mistake("lat, lon", &error))?;
        let ward = Some(row.text(self.ward)).filter(|code| !code.is_empty());
        let ward = ward
            .map(|code| AreaCode::parse(&code))
            .transpose()
            .map_err(|error| mistake("ward_code", &error))?;
        Ok(KnownPostcode {
            postcode,
            point,
            ward,
        })
    }
}

/// Shows how many are done, where somebody is looking.
fn progress() -> impl Fn(usize) + Send + 'static {
    let watched = std::io::stderr().is_terminal();
    move |count| {
        if watched {
            eprint!("\r{count} postcodes");
            let _ = std::io::stderr().flush();
        }
    }
}
