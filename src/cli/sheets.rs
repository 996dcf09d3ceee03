//! What the imports of records share: open the file, show progress, say what came of it.

use crate::actions::imports::{Imported, NotImported, Progress, Run};
use crate::actions::{Desk, Person};
use crate::cli::bar::{Bar, Watched};
use crate::cli::{Failure, Outcome, open_configured, open_existing};
use crate::domain::text::plural;
use std::fs::File;
use std::future::Future;
use std::io::Write;
use std::path::{Path, PathBuf};

/// A file to import.
#[derive(Debug, clap::Args)]
pub struct SheetArgs {
    /// The file
    file: PathBuf,
    /// Report every mistake and change nothing
    #[arg(long)]
    dry_run: bool,
}

/// What is imported: one, many, and what else a row may be that adds nothing.
pub type Noun = (&'static str, &'static str, &'static str);

/// Opens the file and the database, imports, and says what came of it.
pub async fn run<F>(
    args: SheetArgs,
    noun: Noun,
    import: impl FnOnce(Desk, Person, Watched, Run, Progress) -> F,
) -> Outcome
where
    F: Future<Output = Result<Imported, NotImported>>,
{
    let name = args.file.display().to_string();
    let (bar, file) = Bar::of(opened(&args.file)?, noun.1);
    let (how, app) = match args.dry_run {
        true => (Run::Dry, open_existing().await?),
        false => (Run::ForReal, open_configured().await?),
    };
    let done = import(
        app.desk.clone(),
        Person::operator(),
        file,
        how,
        bar.progress(),
    )
    .await;
    bar.ends();
    app.desk.db.close().await;
    match done {
        Ok(done) => {
            println!("{}", said(done, how, noun));
            Ok(())
        }
        Err(not) => Err(failure(&name, not)),
    }
}

fn opened(file: &Path) -> Result<File, Failure> {
    let failed = |why: &dyn std::fmt::Display| Failure::new(format!("{}: {why}", file.display()));
    let open = File::open(file).map_err(|error| failed(&error))?;
    let folder = open.metadata().is_ok_and(|about| about.is_dir());
    if folder {
        return Err(failed(&"this is a folder, not a file"));
    }
    Ok(open)
}

/// Every mistake on a line of its own, and one line for all of them.
fn failure(name: &str, not: NotImported) -> Failure {
    match not {
        NotImported::Refused(refusal) => Failure::new(format!("{name}: {refusal}")),
        NotImported::Faults(faults) => {
            let mut out = std::io::stderr().lock();
            for fault in faults.kept() {
                let _ = writeln!(out, "{name}: {fault}");
            }
            if faults.more() > 0 {
                let more = told(faults.more(), "more", "more");
                let _ = writeln!(out, "{name}: and {more}, not listed");
            }
            let mistakes = told(faults.count(), "mistake", "mistakes");
            Failure::new(format!("{name}: {mistakes}; nothing was imported"))
        }
    }
}

/// `2,500 mistakes`
fn told(count: usize, one: &str, many: &str) -> String {
    plural(i64::try_from(count).unwrap_or(i64::MAX), one, many)
}

fn said(done: Imported, how: Run, (one, many, idle): Noun) -> String {
    let added = told(done.added, one, many);
    let mut said = match how {
        Run::ForReal => format!("Imported {added}"),
        Run::Dry => format!("No mistakes: {added} would be imported"),
    };
    if done.sessions > 0 {
        said.push_str(&format!(
            ", in {}",
            told(done.sessions, "session", "sessions")
        ));
    }
    if done.already_there > 0 {
        let were = told(done.already_there, "was", "were");
        said.push_str(&format!("; {were} there already{idle}"));
    }
    said.push('.');
    if done.unlinked > 0 {
        said.push_str(&format!(
            " {} a nomination that is not in this database; the link was left out.",
            told(done.unlinked, "names", "name")
        ));
    }
    if done.unsure > 0 {
        said.push_str(&format!(
            " {} as new to projects that have sessions without a list: whoever worked at one of those is \
             counted twice. Correct the people new to the project there.",
            told(done.unsure, "person counts", "people count")
        ));
    }
    if how == Run::Dry {
        said.push_str(" Nothing was changed.");
    }
    said
}
