//! An operator at a command line, with databases and files of their own.

use crate::database::Place;
use payback_panel::domain::events::Event;
use payback_panel::domain::letters::Letterhead;
use payback_panel::domain::policy::Actor;
use payback_panel::store::{Db, StoreError, settings};
use sea_orm::{ConnectionTrait, Database, Statement};
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

/// Both databases, or the one there is.
pub async fn places() -> Vec<Place> {
    let mut places = vec![Place::sqlite()];
    places.extend(Place::postgres().await);
    places
}

/// Another empty database like the first.
pub async fn another(place: &Place) -> Place {
    match place.file() {
        Some(_) => Place::sqlite(),
        None => Place::postgres().await.expect("a server"),
    }
}

/// Opens a database as the program does.
pub async fn opened(place: &Place) -> Db {
    let letterhead = Letterhead {
        service: "Payback Panel".into(),
        address: "http://panel.example".into(),
    };
    Db::open(place.url(), letterhead)
        .await
        .expect("the database opens")
}

/// The program with its words, over a database.
pub fn command(place: &Place, words: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_payback-panel"));
    command
        .args(words)
        .current_dir(place.folder())
        .env("DATABASE_URL", place.url());
    command
}

/// What it prints; it has to succeed.
pub fn gets(place: &Place, words: &[&str]) -> String {
    let output = command(place, words).output().expect("the program runs");
    let error = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{words:?}: {error}");
    String::from_utf8(output.stdout).expect("text")
}

/// The one line it fails with.
pub fn fails(place: &Place, words: &[&str]) -> String {
    let Output {
        status,
        stdout,
        stderr,
    } = command(place, words).output().expect("the program runs");
    let error = String::from_utf8(stderr).expect("text");
    assert_eq!(status.code(), Some(1), "{words:?}: {error}");
    assert!(stdout.is_empty(), "{words:?} printed something");
    assert_eq!(error.trim_end().lines().count(), 1, "one line: {error}");
    error
}

/// A file of this name in the place's folder.
pub fn file(place: &Place, name: &str) -> PathBuf {
    place.folder().join(name)
}

/// The path as the command line takes it.
pub fn word(file: &Path) -> &str {
    file.to_str().expect("a path in text")
}

/// Nothing else than these files is in the folder, the database and its key apart.
pub fn files(place: &Place) -> Vec<String> {
    let mut names: Vec<String> = std::fs::read_dir(place.folder())
        .expect("the folder")
        .map(|entry| {
            entry
                .expect("an entry")
                .file_name()
                .to_string_lossy()
                .into_owned()
        })
        .filter(|name| {
            !name.starts_with("panel.db") && name != "payback-panel.key" && name != "data"
        })
        .collect();
    names.sort();
    names
}

/// Every row of every table of a SQLite file as text, in order, but for what differs between a
/// database and one restored from it: the version of the data and the audit lines after `audit_rows`.
pub async fn dump(file: &Path, audit_rows: i64) -> Vec<String> {
    let connection = Database::connect(format!("sqlite:{}", file.display()))
        .await
        .expect("the file opens");
    let ask = async |sql: String| -> Vec<String> {
        let statement = Statement::from_string(connection.get_database_backend(), &sql);
        let rows = connection.query_all_raw(statement).await;
        let rows = rows.unwrap_or_else(|error| panic!("{error}\n{sql}"));
        rows.iter()
            .map(|row| row.try_get_by_index(0).expect("text"))
            .collect()
    };
    let tables = "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_stat%' ORDER BY name";
    let mut lines = vec![];
    for table in ask(tables.into()).await {
        let rows = match table.as_str() {
            "data_version" => continue,
            "audit" => format!("audit WHERE seq <= {audit_rows}"),
            "sqlite_sequence" => "sqlite_sequence WHERE seq > 0".into(),
            other => other.to_string(),
        };
        let columns = format!(
            "SELECT group_concat('quote(\"' || name || '\")', ' || '','' || ') FROM pragma_table_info('{table}')"
        );
        let columns = ask(columns).await.concat();
        for row in ask(format!("SELECT {columns} FROM {rows} ORDER BY 1")).await {
            lines.push(format!("{table}: {row}"));
        }
    }
    connection.close().await.expect("close");
    lines
}

/// Changes something so many times, with a row of the audit log for each.
pub async fn writes_audit(db: &Db, rows: usize) {
    let now = chrono::DateTime::UNIX_EPOCH + chrono::Duration::days(20_000);
    for number in 0..rows {
        let done = db.work(Actor::Operator, now, move |work| async move {
            settings::set(&work, "counted", &number.to_string()).await?;
            work.commit(Event::AreaChanged {
                code: "E06000016".into(),
                what: number.to_string(),
            })
            .await?;
            Ok::<_, StoreError>(())
        });
        done.await.expect("the change is made");
    }
}

/// The audit rows that a backup's message names.
pub fn audit_rows(said: &str) -> i64 {
    let rest = said.split("The audit chain has ").nth(1).expect(said);
    let number = rest.split(' ').next().expect(said).replace(',', "");
    number.parse().expect(said)
}

/// Two files hold the same rows.
pub async fn hold_the_same(one: &Path, other: &Path, audit_rows: i64) {
    let (one, other) = (dump(one, audit_rows).await, dump(other, audit_rows).await);
    let only = |these: &[String], those: &[String]| -> Vec<String> {
        let those: std::collections::BTreeSet<&String> = those.iter().collect();
        these
            .iter()
            .filter(|line| !those.contains(line))
            .cloned()
            .collect()
    };
    let (left, right) = (only(&one, &other), only(&other, &one));
    assert!(left.is_empty() && right.is_empty(), "{left:#?}\n{right:#?}");
    assert_eq!(one.len(), other.len());
}
