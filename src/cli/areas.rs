//! `areas import`: boundaries of one ward set from a GeoJSON file.

use crate::actions::Person;
use crate::actions::areas::{self, Import, Imported};
use crate::cli::{Failure, Outcome, open_configured, refused};
use crate::domain::areas::AreaKind;
use crate::domain::areas::boundaries::{Columns, read};
use chrono::NaiveDate;
use clap::{Subcommand, ValueEnum};
use std::path::{Path, PathBuf};

/// What to do with areas.
#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, Subcommand)]
enum What {
    /// Import boundaries from a GeoJSON file: all of them, or none.
    ///
    /// The file is a FeatureCollection of polygons in longitude and latitude (EPSG:4326), one
    /// feature an area. Every problem is reported by its feature, on standard error. The same file
    /// again changes nothing.
    Import(ImportArgs),
}

#[derive(Debug, clap::Args)]
struct ImportArgs {
    /// The boundaries
    file: PathBuf,
    /// What the areas are
    #[arg(long)]
    kind: Kind,
    /// The set that they belong to, like 2025
    #[arg(long, value_name = "NAME")]
    set: String,
    /// The property with the code, where it has no name of the Office for National Statistics
    #[arg(long, value_name = "PROP")]
    code: Option<String>,
    /// The property with the name
    #[arg(long, value_name = "PROP")]
    name: Option<String>,
    /// The property with the code of the area around
    #[arg(long, value_name = "PROP")]
    parent: Option<String>,
    /// The first day the set holds; for a new set called by a year, that year's first
    #[arg(long, value_name = "DATE")]
    from: Option<NaiveDate>,
    /// The last day the set holds
    #[arg(long, value_name = "DATE")]
    to: Option<NaiveDate>,
    /// Change boundaries that the set has already
    #[arg(long)]
    replace: bool,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Kind {
    Ward,
    Council,
    ProbationArea,
}

impl From<Kind> for AreaKind {
    fn from(kind: Kind) -> AreaKind {
        match kind {
            Kind::Ward => AreaKind::Ward,
            Kind::Council => AreaKind::Council,
            Kind::ProbationArea => AreaKind::ProbationArea,
        }
    }
}

/// Runs it.
pub async fn run(args: Args) -> Outcome {
    let What::Import(args) = args.what;
    let file = args.file.display().to_string();
    let text = text(&args.file)?;
    let columns = Columns {
        code: args.code,
        name: args.name,
        parent: args.parent,
    };
    let kind = args.kind.into();
    let reading =
        read(&text, kind, &columns).map_err(|error| Failure::new(format!("{file}: {error}")))?;
    let app = open_configured().await?;
    let import = Import {
        set: args.set.clone(),
        valid_from: args.from,
        valid_to: args.to,
        kind,
        reading,
        replace: args.replace,
    };
    let done = areas::import(&app.desk, &Person::operator(), import).await;
    app.desk.db.close().await;
    let imported = done.map_err(|refusal| refused(&file, refusal))?;
    for warning in &imported.warnings {
        eprintln!("{file}: {warning} (imported all the same)");
    }
    println!("{}", said(&imported, kind, &args.set));
    Ok(())
}

/// The text of a file in UTF-8.
fn text(file: &Path) -> Result<String, Failure> {
    std::fs::read_to_string(file)
        .map_err(|error| Failure::new(format!("{}: {error}", file.display())))
}

fn said(imported: &Imported, kind: AreaKind, set: &str) -> String {
    let Imported {
        added,
        replaced,
        unchanged,
        ..
    } = imported;
    let kinds = match kind {
        AreaKind::ProbationArea => "probation areas",
        AreaKind::Council => "councils",
        AreaKind::Ward => "wards",
    };
    let mut said =
        format!("Set {set}, {kinds}: {added} added, {replaced} changed, {unchanged} as they were.");
    let parents: Vec<String> = imported
        .parents
        .iter()
        .map(|area| format!("{} {}", area.code, area.name))
        .collect();
    if !parents.is_empty() {
        said += &format!(
            "\nMade without a boundary, because the file names them: {}.",
            parents.join(", ")
        );
    }
    said
}
