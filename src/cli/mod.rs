//! The command line: one file a subcommand. Results go to standard output, progress to standard error.
//!
//! Exit codes: 0 for success, 2 for wrong use, 1 for failure with one clear line on standard error
//! (3 where `count` ends in a tie).

mod account;
mod areas;
mod audit;
mod backup;
mod bar;
mod categories;
mod contest_file;
mod count;
mod count_export;
mod count_text;
mod demo;
mod figures;
mod generate;
mod locate;
mod migrate;
mod places;
mod postcodes;
mod records;
mod restore;
mod round;
mod round_keys;
mod serve;
mod sheets;
mod table;

use crate::actions::{Desk, Refusal};
use crate::app::App;
use crate::cli::records::Records;
use crate::config::{self, Config};
use crate::ports::clock::Clock;
use crate::ports::dice::Dice;
use crate::store::Db;
use clap::{Parser, Subcommand};
use std::fmt::Display;
use std::future::Future;
use std::process::ExitCode;

/// A citizens' panel and Community Payback project tracker.
#[derive(Debug, Parser)]
#[command(name = "payback-panel", version, about, max_term_width = 100)]
struct CommandLine {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Make the demonstration afresh and serve it on this machine
    Demo(demo::Args),
    /// Serve the site. Brings the database up to date first.
    Serve(serve::Args),
    /// Bring the database up to date.
    Migrate,
    /// Accounts of staff and panel members.
    Account(account::Args),
    /// Boundaries of areas.
    Areas(areas::Args),
    /// Kinds of work.
    Categories(categories::Args),
    /// Names that people know places by.
    Places(places::Args),
    /// Where postcodes are.
    Postcodes(postcodes::Args),
    /// Find the ward and council of a point, a postcode or the rows of a file.
    Locate(locate::Args),
    /// Existing nominations.
    #[command(subcommand)]
    Nominations(records::Nominations),
    /// Existing projects.
    #[command(subcommand)]
    Projects(records::Projects),
    /// Existing session returns.
    #[command(subcommand)]
    Returns(records::Returns),
    /// Lists of who attended, as head-counts.
    #[command(subcommand)]
    Attendances(records::Attendances),
    /// The figures: as published, exact, refreshed or checked
    Figures(figures::Args),
    /// Invented data of national size in an empty database, for measurement
    Generate(generate::Args),
    /// Count a ballot file with no database
    Count(count::Args),
    /// Published rounds, and the keys of sealed ones
    Round(round::Args),
    /// The audit log.
    Audit(audit::Args),
    /// Write the whole record to one file, while the service goes on
    Backup(backup::Args),
    /// Put a backup into an empty database
    Restore(restore::Args),
}

/// Why a command failed: one clear line.
#[derive(Debug)]
pub struct Failure {
    /// The line.
    pub line: String,
    /// The exit code.
    pub code: u8,
}

impl Failure {
    /// A failure with exit code 1.
    pub fn new(line: impl Display) -> Failure {
        Failure {
            line: line.to_string(),
            code: 1,
        }
    }
}

impl<E: std::error::Error> From<E> for Failure {
    fn from(error: E) -> Self {
        Failure::new(error)
    }
}

/// Every problem on a line of its own, and one line for all of them.
pub fn refused(file: &str, refusal: Refusal) -> Failure {
    let Refusal::Mistaken(mistakes) = refusal else {
        return Failure::new(refusal);
    };
    let lines: Vec<String> = mistakes
        .iter()
        .map(|mistake| format!("{file}: {}: {}", mistake.field, mistake.message))
        .collect();
    match lines.as_slice() {
        [only] => Failure::new(format!("{only}; nothing was imported")),
        several => {
            several.iter().for_each(|line| eprintln!("{line}"));
            Failure::new(format!(
                "{file}: {} problems; nothing was imported",
                several.len()
            ))
        }
    }
}

/// What a command comes to.
pub type Outcome = Result<(), Failure>;

/// Runs the command that was asked for.
pub fn main() -> ExitCode {
    let outcome = match CommandLine::parse().command {
        Command::Demo(args) => wait_for(demo::run(args)),
        Command::Serve(args) => wait_for(serve::run(args)),
        Command::Migrate => wait_for(migrate::run()),
        Command::Account(args) => wait_for(account::run(args)),
        Command::Areas(args) => wait_for(areas::run(args)),
        Command::Categories(args) => wait_for(categories::run(args)),
        Command::Places(args) => wait_for(places::run(args)),
        Command::Postcodes(args) => wait_for(postcodes::run(args)),
        Command::Locate(args) => wait_for(locate::run(args)),
        Command::Nominations(records::Nominations::Import(args)) => {
            wait_for(records::import(Records::Nominations, args))
        }
        Command::Projects(records::Projects::Import(args)) => {
            wait_for(records::import(Records::Projects, args))
        }
        Command::Returns(records::Returns::Import(args)) => {
            wait_for(records::import(Records::Returns, args))
        }
        Command::Attendances(records::Attendances::Import(args)) => {
            wait_for(records::import(Records::Attendances, args))
        }
        Command::Figures(args) => wait_for(figures::run(args)),
        Command::Generate(args) => wait_for(generate::run(args)),
        Command::Count(args) => count::run(args),
        Command::Round(args) => round::run(args),
        Command::Audit(args) => wait_for(audit::run(args)),
        Command::Backup(args) => wait_for(backup::run(args)),
        Command::Restore(args) => wait_for(restore::run(args)),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            eprintln!("payback-panel: {}", failure.line);
            ExitCode::from(failure.code)
        }
    }
}

fn wait_for(command: impl Future<Output = Outcome>) -> Outcome {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()?;
    runtime.block_on(command)
}

/// Opens the database of the configuration, with real time and fair dice.
pub async fn open(config: Config) -> Result<App, Failure> {
    make_folder(&config.database_url)?;
    let db = Db::open(&config.database_url, config.letterhead()).await?;
    let desk = Desk::new(
        db,
        Clock::Real,
        Dice::Fair,
        config.post.clone(),
        config.secret,
    );
    Ok(App::new(desk, config))
}

/// Opens the database that the environment names. Where there is none, one is made.
pub async fn open_configured() -> Result<App, Failure> {
    open(Config::load()?).await
}

/// Opens the database that the environment names, for what only reads it. Where there is none, nothing is made,
/// not even the key beside it.
pub async fn open_existing() -> Result<App, Failure> {
    need_database(&config::database_url()?)?;
    open_configured().await
}

/// Refuses where no database is.
pub fn need_database(database_url: &str) -> Result<(), Failure> {
    // A database of a server answers for itself.
    let file = config::sqlite_file(database_url);
    let Some(file) = file.filter(|file| !file.exists()) else {
        return Ok(());
    };
    let file = std::path::absolute(&file).unwrap_or(file);
    Err(Failure::new(format!(
        "there is no database at {}: run this in the folder of the service, or name its database in DATABASE_URL",
        file.display()
    )))
}

fn make_folder(database_url: &str) -> Result<(), Failure> {
    let Some(file) = config::sqlite_file(database_url) else {
        return Ok(());
    };
    match file.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => std::fs::create_dir_all(folder)
            .map_err(|error| Failure::new(format!("{} cannot be made: {error}", folder.display()))),
        _ => Ok(()),
    }
}
