//! What is refused, in one line, with nothing changed.

use crate::database::Place;
use crate::operator::{another, fails, file, files, gets, opened, places, word};
use sea_orm::{ConnectionTrait, Database};
use std::path::{Path, PathBuf};

/// A place with a whole backup of an audit chain in it.
async fn with_backup() -> (Place, PathBuf) {
    let place = Place::sqlite();
    opened(&place).await.close().await;
    place.lay_areas().await;
    let backup = file(&place, "whole.backup");
    gets(&place, &["backup", word(&backup)]);
    (place, backup)
}

async fn changes(backup: &Path, name: &str, sql: &str) -> PathBuf {
    let changed = backup.with_file_name(name);
    std::fs::copy(backup, &changed).expect("a copy");
    let connection = Database::connect(format!("sqlite:{}", changed.display()))
        .await
        .expect("it opens");
    connection
        .execute_unprepared("PRAGMA foreign_keys = OFF")
        .await
        .expect("off");
    connection.execute_unprepared(sql).await.expect(sql);
    connection.close().await.expect("close");
    changed
}

#[tokio::test]
async fn a_backup_never_overwrites() {
    let (place, backup) = with_backup().await;
    let before = std::fs::read(&backup).expect("the backup");
    let said = fails(&place, &["backup", word(&backup)]);
    assert!(said.contains("is there already"), "{said}");
    assert_eq!(std::fs::read(&backup).expect("the backup"), before);
    let link = file(&place, "link");
    std::os::unix::fs::symlink("nowhere", &link).expect("a link");
    let said = fails(&place, &["backup", word(&link)]);
    assert!(said.contains("is there already"), "{said}");
    assert_eq!(files(&place), ["link", "whole.backup"]);
    place.clear().await;
}

#[tokio::test]
async fn a_backup_of_nothing_is_refused_and_makes_nothing() {
    let place = Place::sqlite();
    let backup = file(&place, "none.backup");
    let said = fails(&place, &["backup", word(&backup)]);
    assert!(said.contains("there is no database at"), "{said}");
    assert!(!place.file().expect("a file").exists());
    let said = fails(&place, &["backup", "no/such/folder/x.backup"]);
    assert!(said.contains("there is no database at"), "{said}");
    opened(&place).await.close().await;
    let said = fails(&place, &["backup", "no/such/folder/x.backup"]);
    assert!(said.contains("no/such/folder/x.backup: "), "{said}");
    assert!(files(&place).is_empty(), "{:?}", files(&place));
    place.clear().await;
    if let Some(empty) = Place::postgres().await {
        let said = fails(&empty, &["backup", "none.backup"]);
        assert!(said.contains("nothing of this program"), "{said}");
        assert!(files(&empty).is_empty(), "{:?}", files(&empty));
        empty.clear().await;
    }
}

#[tokio::test]
async fn only_a_whole_backup_of_this_program_is_restored() {
    let (place, backup) = with_backup().await;
    let text = file(&place, "letter.txt");
    std::fs::write(&text, "Dear operator").expect("a file");
    let other = file(&place, "other.db");
    let made = Database::connect(format!("sqlite:{}?mode=rwc", other.display()))
        .await
        .expect("it opens");
    made.execute_unprepared("CREATE TABLE a (b)")
        .await
        .expect("a table");
    made.close().await.expect("close");
    let newer = changes(
        &backup,
        "newer",
        "INSERT INTO schema_migration VALUES ('9999_later', '')",
    )
    .await;
    let orphan = changes(
        &backup,
        "orphan",
        "UPDATE area SET parent_code = 'E0X' WHERE kind = 'ward'",
    )
    .await;
    let forged = changes(
        &backup,
        "forged",
        "INSERT INTO audit VALUES (1, '2026-11-22T12:00:00.000000Z', 'operator', 'x', 'x', 'x', 'x', 'x')",
    )
    .await;
    let torn = file(&place, "torn");
    let bytes = std::fs::read(&backup).expect("the backup");
    std::fs::write(&torn, &bytes[..bytes.len() / 2]).expect("half a file");
    let cases = [
        (file(&place, "missing"), "No such file"),
        (text, "is not a backup of this program"),
        (other, "is not a backup of this program"),
        (newer, "9999_later"),
        (orphan, "a row of area points nowhere"),
        (forged, "audit row 1: "),
        (torn, "torn"),
    ];
    for target in places().await {
        for (file, why) in &cases {
            let said = fails(&target, &["restore", word(file)]);
            let is_torn =
                *why == "torn" && (said.contains("malformed") || said.contains("damaged"));
            assert!(said.contains(why) || is_torn, "{file:?}: {said}");
        }
        assert_eq!(target.counts("SELECT count(*) FROM area").await, 0);
        gets(&target, &["restore", word(&backup)]);
        assert_eq!(target.counts("SELECT count(*) FROM area").await, 8);
        target.clear().await;
    }
    place.clear().await;
}

#[tokio::test]
async fn a_database_with_rows_is_not_restored_into() {
    let (place, backup) = with_backup().await;
    for target in places().await {
        opened(&target).await.close().await;
        target
            .runs("INSERT INTO setting VALUES ('kept', 'as it was', '2026-11-22T12:00:00.000000Z')")
            .await;
        let said = fails(&target, &["restore", word(&backup)]);
        assert!(said.contains("not empty (setting has rows)"), "{said}");
        assert_eq!(target.counts("SELECT count(*) FROM setting").await, 1);
        assert_eq!(target.counts("SELECT count(*) FROM area").await, 0);
        target.clear().await;
    }
    place.clear().await;
}

#[tokio::test]
async fn a_backup_of_an_older_database_is_made_as_it_is_and_restored_up_to_date() {
    use payback_panel::store::migrations::ALL;
    for place in places().await {
        // Left at the migration before the last, as an older program had it.
        if place.file().is_some() {
            let url = format!("{}?mode=rwc", place.url());
            Database::connect(url)
                .await
                .expect("made")
                .close()
                .await
                .expect("close");
        }
        place
            .runs("CREATE TABLE schema_migration (name TEXT PRIMARY KEY, sha256 TEXT NOT NULL)")
            .await;
        for migration in &ALL[..ALL.len() - 1] {
            let is_file = place.file().is_some();
            place
                .runs(if is_file {
                    migration.sqlite
                } else {
                    migration.postgres
                })
                .await;
            place
                .runs(&format!(
                    "INSERT INTO schema_migration VALUES ('{}', '')",
                    migration.name
                ))
                .await;
        }
        place.lay_areas().await;
        let backup = file(&place, "older.backup");
        gets(&place, &["backup", word(&backup)]);
        let left = place.counts("SELECT count(*) FROM schema_migration").await;
        assert_eq!(left, ALL.len() as i64 - 1, "a backup does not migrate");
        let bytes = std::fs::read(&backup).expect("the backup");
        let target = another(&place).await;
        gets(&target, &["restore", word(&backup)]);
        assert_eq!(
            target.counts("SELECT count(*) FROM schema_migration").await,
            ALL.len() as i64
        );
        assert_eq!(target.counts("SELECT count(*) FROM area").await, 8);
        assert_eq!(
            std::fs::read(&backup).expect("the backup"),
            bytes,
            "the backup is left as it was"
        );
        assert_eq!(files(&place), ["older.backup"]);
        target.clear().await;
        place.clear().await;
    }
}
