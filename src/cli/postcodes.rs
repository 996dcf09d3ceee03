//! `postcodes import`: where postcodes are.

use crate::actions::Person;
use crate::actions::postcodes::{self, PostcodeLine};
use crate::cli::table::{Row, Table};
use crate::cli::{Failure, Outcome, open_configured, refused};
use crate::domain::areas::code::AreaCode;
use crate::domain::areas::point::Point;
use crate::domain::areas::postcode::Postcode;
use crate::domain::mistakes::Mistakes;
use crate::store::postcodes::KnownPostcode;
use clap::Subcommand;
use std::io::{IsTerminal, Write};
use std::path::PathBuf;

/// The columns that are read.
pub(super) const COLUMNS: [&str; 4] = ["postcode", "lat", "lon", "ward_code"];

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
    let table = Table::open(&file, &COLUMNS)?;
    let name = table.name().to_owned();
    let rows = rows(table)?;
    let app = open_configured().await?;
    let done = postcodes::import(&app.desk, &Person::operator(), rows, progress()).await;
    app.desk.db.close().await;
    let count = done.map_err(|refusal| refused(&name, refusal))?;
    println!("Imported {count} postcodes.");
    Ok(())
}

/// The postcodes of a table, one at a time.
pub(super) fn rows(
    table: Table,
) -> Result<impl Iterator<Item = Result<PostcodeLine, Mistakes>> + Send + 'static, Failure> {
    let columns = Columns {
        postcode: table.need("postcode")?,
        lat: table.need("lat")?,
        lon: table.need("lon")?,
        ward: table.column("ward_code"),
    };
    Ok(table.rows().map(move |row| match row {
        Ok(row) => columns.read(&row),
        Err(unread) => Err(Mistakes::one("the file", unread)),
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
    fn read(&self, row: &Row) -> Result<PostcodeLine, Mistakes> {
        let mut wrong = Mistakes::none();
        let text = |column: usize| row.text(Some(column));
        let at = |column: &str| format!("line {}: {column}", row.line);
        let postcode = wrong.check(&at("postcode"), Postcode::parse(&text(self.postcode)));
        let point = Point::parse(&text(self.lat), &text(self.lon));
        let point = wrong.check(&at("lat, lon"), point);
        let ward = Some(row.text(self.ward)).filter(|code| !code.is_empty());
        let ward = ward.map(|code| AreaCode::parse(&code)).transpose();
        let ward = wrong.check(&at("ward_code"), ward);
        let (Some(postcode), Some(point), Some(ward)) = (postcode, point, ward) else {
            return Err(wrong);
        };
        let known = KnownPostcode {
            postcode,
            point,
            ward,
        };
        Ok(PostcodeLine {
            line: row.line,
            known,
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
