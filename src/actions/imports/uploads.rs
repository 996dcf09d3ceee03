//! Files that staff send to be imported: checked first, imported when they say so, and gone after.
//!
//! The check and the import run in tasks of their own, so that a page can say how far they are. Of an
//! attendance list nothing is kept but digests, and those only once it has no mistake. Start at
//! [`receive`].

use super::attendances::{self, Cases};
use super::faults::Faults;
use super::{Fault, Imported, NotImported, Progress, Run, returns};
use crate::actions::{Desk, Person, Refusal};
use crate::domain::csv_cells;
use crate::domain::ids::OnceKey;
use crate::domain::retention::UPLOAD_MINUTES;
use crate::store::StoreError;
use crate::store::uploads::{self as store, Counts, Kind, Stands, State, Upload};
use chrono::Duration;
use std::io::Cursor;
use std::sync::Arc;

/// The largest file that is taken over the web. While one is imported nobody else can write.
pub const MOST_BYTES: usize = 8 * 1024 * 1024;

/// After so long without an end, somebody pulled the plug.
const STALE: Duration = Duration::minutes(15);

/// What a file came as: not a copy, however often it is read.
type File = Arc<[u8]>;

/// Takes a file in and begins to check it. Says its key; the same form with the same file twice is one file.
pub async fn receive(
    desk: &Desk,
    person: &Person,
    once: Option<OnceKey>,
    kind: Kind,
    file: Vec<u8>,
) -> Result<String, Refusal> {
    let account = person.account().ok_or(Refusal::NotAllowed)?;
    let mut key = match once.map(|once| once.saying(&file)) {
        Some(once) => {
            let form = format!("{account}|{}|{}", kind.code(), once.as_str());
            desk.digest("upload", &form)
        }
        None => desk.dice.token(),
    };
    key.truncate(32);
    let own = store::of_account(&desk.db.read(), account).await?;
    if own.iter().any(|upload| upload.key == key) {
        return Ok(key);
    }
    if own
        .iter()
        .any(|one| one.state.is_at_work() && !is_stale(desk, one))
    {
        return Err(Refusal::mistake(
            "file",
            "Your last file is still being worked on: wait until it is done",
        ));
    }
    let lines = count_lines(&file);
    if store::put(&desk.db, &key, (account, kind), lines, desk.now()).await? {
        let (desk, person, key) = (desk.clone(), person.clone(), key.clone());
        tokio::spawn(async move { check(&desk, &person, &key, kind, file.into()).await });
    }
    Ok(key)
}

/// Lines below the heading that have anything in them.
fn count_lines(file: &[u8]) -> i64 {
    let is_blank = |byte: &u8| matches!(byte, b',' | b';' | b'"') || byte.is_ascii_whitespace();
    let lines = file.split(|byte| matches!(byte, b'\n' | b'\r'));
    let lines = lines.filter(|line| !line.iter().all(is_blank)).count();
    i64::try_from(lines.saturating_sub(1)).unwrap_or(i64::MAX)
}

/// Whether work on a file was broken off.
pub fn is_stale(desk: &Desk, upload: &Upload) -> bool {
    let is_here = desk.running.lines(&upload.key).is_some();
    upload.state.is_at_work() && !is_here && upload.touched_at + STALE < desk.now()
}

/// A file of the person's own that is still there.
pub async fn own(desk: &Desk, person: &Person, key: &OnceKey) -> Result<Upload, Refusal> {
    let found = store::by_key(&desk.db.read(), key.as_str()).await?;
    let kept = desk.now() - Duration::minutes(UPLOAD_MINUTES);
    found
        .filter(|upload| Some(upload.account) == person.account())
        .filter(|upload| upload.touched_at >= kept)
        .ok_or(Refusal::NotThere)
}

/// Begins to import a file that was found without mistakes. Asked twice, it is imported once.
pub async fn import(desk: &Desk, person: &Person, key: &OnceKey) -> Result<(), Refusal> {
    let upload = own(desk, person, key).await?;
    match upload.state {
        State::Ready | State::Importing => {}
        State::Imported => return Ok(()),
        State::Checking | State::Faulty => {
            return Err(Refusal::TooLate(
                "This file has not been found without mistakes, so it cannot be imported.".into(),
            ));
        }
    }
    let now = desk.now();
    if store::begin(&desk.db, &upload.key, now - STALE, now).await? {
        let (desk, person) = (desk.clone(), person.clone());
        tokio::spawn(async move { keep(&desk, &person, upload).await });
    }
    Ok(())
}

/// Takes a file of the person's own away. Asked twice, it is gone once.
pub async fn abandon(desk: &Desk, person: &Person, key: &OnceKey) -> Result<(), Refusal> {
    let upload = match own(desk, person, key).await {
        Err(Refusal::NotThere) => return was_own(desk, person, key).await,
        found => found?,
    };
    if upload.state == State::Importing && !is_stale(desk, &upload) {
        return Err(Refusal::TooLate(
            "This file is being imported just now.".into(),
        ));
    }
    store::take_away(&desk.db, &upload, desk.now()).await?;
    Ok(())
}

async fn was_own(desk: &Desk, person: &Person, key: &OnceKey) -> Result<(), Refusal> {
    let was_of = store::was_of(&desk.db.read(), key.as_str()).await?;
    match was_of.is_some() && was_of == person.account() {
        true => Ok(()),
        false => Err(Refusal::NotThere),
    }
}

async fn run(
    desk: &Desk,
    person: &Person,
    kind: Kind,
    (file, cases): (File, Cases),
    (run, progress): (Run, Progress),
) -> Result<Imported, NotImported> {
    let file = Cursor::new(file);
    match kind {
        Kind::Returns => returns::import(desk, person, file, run, progress).await,
        Kind::Attendances => attendances::import(desk, person, file, cases, run, progress).await,
    }
}

async fn check(desk: &Desk, person: &Person, key: &str, kind: Kind, file: File) {
    let progress = desk.running.progress(key);
    let as_it_came = (Arc::clone(&file), Cases::Numbers);
    let found = run(desk, person, kind, as_it_came, (Run::Dry, progress)).await;
    let stands = match found {
        Ok(done) => Stands {
            state: State::Ready,
            counts: counts(done),
            problems: (vec![], 0),
            cleaned: match kind {
                Kind::Returns => returns::cleaned(&file),
                Kind::Attendances => attendances::digested(desk, &file),
            },
        },
        Err(not) => faulty(not),
    };
    noted(store::stands(&desk.db, key, stands, desk.now()).await);
    desk.running.ended(key);
}

async fn keep(desk: &Desk, person: &Person, upload: Upload) {
    let key = upload.key.as_str();
    let progress = desk.running.progress(key);
    let lines = store::cleaned(&desk.db.read(), key).await;
    let done = match lines {
        Ok(lines) => {
            let cleaned = (lines.into(), Cases::Digests);
            run(desk, person, upload.kind, cleaned, (Run::ForReal, progress)).await
        }
        Err(error) => Err(error.into()),
    };
    match done {
        Ok(done) => {
            let stands = Stands {
                state: State::Imported,
                counts: counts(done),
                problems: (vec![], 0),
                cleaned: vec![],
            };
            noted(store::stands(&desk.db, key, stands, desk.now()).await);
        }
        // The world moved since the check: say what is wrong now.
        Err(NotImported::Faults(faults)) => {
            let stands = faulty(NotImported::Faults(faults));
            noted(store::stands(&desk.db, key, stands, desk.now()).await);
        }
        Err(NotImported::Refused(refusal)) => {
            tracing::warn!(%refusal, "an uploaded file was not imported; it waits to be tried again");
            noted(store::put_back(&desk.db, key).await);
        }
    }
    desk.running.ended(key);
}

fn noted(done: Result<(), StoreError>) {
    if let Err(error) = done {
        tracing::warn!(%error, "what came of an uploaded file could not be noted");
    }
}

fn counts(done: Imported) -> Counts {
    let count = |of: usize| i64::try_from(of).unwrap_or(i64::MAX);
    Counts {
        added: count(done.added),
        already_there: count(done.already_there),
        sessions: count(done.sessions),
        unsure: count(done.unsure),
    }
}

/// A file with mistakes: nothing of it is kept but what is wrong.
fn faulty(not: NotImported) -> Stands {
    let faults = match not {
        NotImported::Faults(faults) => faults,
        NotImported::Refused(refusal) => {
            let why = format!("The file could not be checked ({refusal}): send it again");
            Faults::from(vec![Fault::new(0, "", why)])
        }
    };
    let mut problems = csv_cells::row(&["line", "field", "problem"]);
    for fault in faults.kept() {
        let row = csv_cells::Row::new()
            .number(i64::try_from(fault.line).unwrap_or_default())
            .text(&fault.field)
            .text(&fault.message);
        problems.push_str(&row.end());
    }
    Stands {
        state: State::Faulty,
        counts: Counts::default(),
        problems: (
            problems.into_bytes(),
            i64::try_from(faults.count()).unwrap_or(i64::MAX),
        ),
        cleaned: vec![],
    }
}
