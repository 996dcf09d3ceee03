//! What the imports of records share: open the file, show progress, say what came of it.

use crate::actions::imports::{Imported, NotImported, Progress, Run};
use crate::actions::{Desk, Person};
use crate::cli::bar::{Bar, Watched};
use crate::cli::{Failure, Outcome, open_configured, open_existing};
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

/// What is imported, as one and many.
pub type Noun = (&'static str, &'static str);

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
                let _ = writeln!(out, "{name}: and {} more, not listed", faults.more());
            }
            let count = faults.count();
            let mistakes = if count == 1 { "mistake" } else { "mistakes" };
            Failure::new(format!("{name}: {count} {mistakes}; nothing was imported"))
        }
    }
}

fn said(done: Imported, how: Run, (one, many): Noun) -> String {
    let noun = |count: usize| if count == 1 { one } else { many };
    let mut said = match how {
        Run::ForReal => format!("Imported {} {}", done.added, noun(done.added)),
        Run::Dry => format!(
            "No mistakes: {} {} would be imported",
            done.added,
            noun(done.added)
        ),
    };
    if done.sessions > 0 {
        let sessions = if done.sessions == 1 {
            "session"
        } else {
            "sessions"
        };
        said.push_str(&format!(", in {} {sessions}", done.sessions));
    }
    said.push_str(&match done.already_there {
        0 => ".".to_string(),
        1 => "; 1 was there already.".to_string(),
        many => format!("; {many} were there already."),
    });
    if done.unlinked > 0 {
        said.push_str(&format!(
            " {} {} a nomination that is not in this database; the link was left out.",
            done.unlinked,
            if done.unlinked == 1 { "names" } else { "name" }
        ));
    }
    if done.unsure > 0 {
        said.push_str(&format!(
            " {} counted as new to projects that have sessions without a list: whoever worked at one of those is \
             counted twice. Correct the people new to the project there.",
            done.unsure
        ));
    }
    if how == Run::Dry {
        said.push_str(" Nothing was changed.");
    }
    said
}
