//! `generate`: invented records of national size, to measure on.
//!
//! Everything follows from the seed. The records are written as the product's own files and read by its
//! own imports, a line at a time, so that memory stays flat: straight into an empty database, or into a
//! folder. Start at [`country`] for the areas, [`work`] for projects and their sessions.

mod country;
mod lines;
mod work;

use crate::actions::areas::{self, Import};
use crate::actions::imports::{Imported, NotImported, Progress, Run, projects, returns};
use crate::actions::{Desk, Person};
use crate::app::App;
use crate::cli::{Failure, Outcome, open_configured, refused};
use crate::domain::areas::AreaKind;
use crate::domain::areas::boundaries::{Columns, read};
use crate::domain::text::grouped;
use crate::domain::time::london_date;
use crate::ports::clock::Clock;
use crate::ports::dice::Dice;
use crate::store;
use lines::Lines;
use std::fs::File;
use std::io::{BufWriter, IsTerminal, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use work::Work;

/// How much to invent.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// How many session returns
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u64).range(1..=20_000_000))]
    returns: u64,
    /// Over how many years, up to yesterday
    #[arg(long, value_name = "Y", default_value_t = 10, value_parser = clap::value_parser!(u16).range(1..=40))]
    years: u16,
    /// What everything follows from: the same seed makes the same records
    #[arg(long, value_name = "S", default_value_t = 2009)]
    seed: u64,
    /// Write the files that the imports read into this folder instead, and touch no database
    #[arg(long, value_name = "DIR")]
    files: Option<PathBuf>,
}

/// The set that the invented areas belong to.
const SET: &str = "generated";

/// Runs it.
pub async fn run(args: Args) -> Outcome {
    let today = london_date(Clock::Real.now());
    let work = Work::new(args.returns, args.years, args.seed, today);
    if let Some(folder) = &args.files {
        return write_files(folder, &work);
    }
    let app = open_configured().await?;
    let mut desk = app.desk.clone();
    desk.dice = Dice::seeded(args.seed);
    let app = app.at(desk);
    let done = fill(&app, &work).await;
    app.desk.db.close().await;
    done
}

async fn fill(app: &App, work: &Work) -> Outcome {
    let desk = &app.desk;
    // Nominations, projects and votes are all of an area.
    if !store::areas::all(&desk.db.read()).await?.is_empty() {
        return Err(Failure::new(
            "the database is not empty: records are generated into a new one only",
        ));
    }
    lay_country(desk).await?;
    let person = Person::operator();
    let file = Lines::of(work.projects());
    let made = projects::import(desk, &person, file, Run::ForReal, shown("projects")).await;
    let made = imported(made)?;
    let file = Lines::of(work.returns());
    let recorded = returns::import(desk, &person, file, Run::ForReal, shown("session returns"));
    let recorded = imported(recorded.await)?;
    println!(
        "Generated {} councils, {} wards, {} projects and {} session returns. Publish them with: payback-panel figures refresh",
        grouped(i64::from(country::COUNCILS)),
        grouped(i64::from(country::COUNCILS * country::WARDS)),
        figure(made.added),
        figure(recorded.added)
    );
    Ok(())
}

fn figure(count: usize) -> String {
    grouped(i64::try_from(count).unwrap_or(i64::MAX))
}

fn imported(done: Result<Imported, NotImported>) -> Result<Imported, Failure> {
    done.map_err(|not| match not {
        NotImported::Refused(refusal) => Failure::new(refusal),
        NotImported::Faults(faults) => Failure::new(match faults.kept().first() {
            Some(first) => format!(
                "{} invented lines do not read, the first: {first}",
                faults.count()
            ),
            None => "the invented lines do not read".to_string(),
        }),
    })
}

/// Says how many lines are done, where somebody is looking: now and then, on one line.
fn shown(what: &'static str) -> Progress {
    let watched = std::io::stderr().is_terminal();
    Arc::new(move |lines| {
        if watched && lines.is_multiple_of(10_000) {
            eprint!("\r{lines} {what}");
            let _ = std::io::stderr().flush();
        }
    })
}

/// The files with boundaries, and what each holds.
fn boundaries() -> [(AreaKind, &'static str, String); 3] {
    [
        (
            AreaKind::ProbationArea,
            "areas-probation.geojson",
            country::probation_areas(),
        ),
        (
            AreaKind::Council,
            "areas-councils.geojson",
            country::councils(),
        ),
        (AreaKind::Ward, "areas-wards.geojson", country::wards()),
    ]
}

async fn lay_country(desk: &Desk) -> Outcome {
    let columns = Columns {
        code: Some("code".into()),
        name: Some("name".into()),
        parent: Some("parent".into()),
    };
    for (kind, name, text) in boundaries() {
        eprintln!("{name}");
        let reading = read(&text, kind, &columns)
            .map_err(|error| Failure::new(format!("{name}: {error}")))?;
        let import = Import {
            set: SET.into(),
            valid_from: None,
            valid_to: None,
            kind,
            reading,
            replace: false,
        };
        let done = areas::import(desk, &Person::operator(), import).await;
        done.map_err(|refusal| refused(name, refusal))?;
    }
    Ok(())
}

fn write_files(folder: &Path, work: &Work) -> Outcome {
    let failed =
        |file: &Path, error: std::io::Error| Failure::new(format!("{}: {error}", file.display()));
    std::fs::create_dir_all(folder).map_err(|error| failed(folder, error))?;
    let write = |name: &str, lines: &mut dyn Iterator<Item = String>| {
        let file = folder.join(name);
        let written = || -> std::io::Result<()> {
            let mut out = BufWriter::new(File::create_new(&file)?);
            for line in lines {
                out.write_all(line.as_bytes())?;
            }
            out.flush()
        };
        eprintln!("{name}");
        written().map_err(|error| failed(&file, error))
    };
    for (_, name, text) in boundaries() {
        write(name, &mut std::iter::once(text))?;
    }
    write("projects.csv", &mut work.projects())?;
    write("returns.csv", &mut work.returns())?;
    println!(
        "Wrote {}. Import them with: areas import … --set {SET} --code code --name name --parent parent, \
         projects import, returns import",
        folder.display()
    );
    Ok(())
}
