//! A migration that somebody's database has seen is never edited: what changes is a new one.
//!
//! `migrations/digests.txt` holds the SHA-256 of each. After adding a migration, and only then, run
//! `UPDATE_MIGRATION_DIGESTS=1 cargo test --test house_rules` and commit the new lines.

use crate::source::{files_below, relative, root};
use payback_panel::domain::ids::hex;
use payback_panel::store::migrations::ALL;
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::fs;

const LIST: &str = "migrations/digests.txt";

/// Each migration by its path, with its digest.
fn as_they_stand() -> BTreeMap<String, String> {
    files_below(&root().join("migrations"))
        .iter()
        .filter(|path| path.extension().is_some_and(|end| end == "sql"))
        .map(|path| {
            let text = fs::read(path).expect("a migration");
            (relative(path), hex(&Sha256::digest(text)))
        })
        .collect()
}

#[test]
#[allow(clippy::disallowed_methods, reason = "a test has no config.rs")]
fn no_migration_was_edited() {
    let stand = as_they_stand();
    let list = root().join(LIST);
    if std::env::var_os("UPDATE_MIGRATION_DIGESTS").is_some() {
        let lines: String = stand
            .iter()
            .map(|(path, digest)| format!("{digest}  {path}\n"))
            .collect();
        fs::write(&list, lines).expect("the list is written");
    }
    let kept = fs::read_to_string(&list).expect(LIST);
    let kept: BTreeMap<String, String> = kept
        .lines()
        .filter_map(|line| line.split_once("  "))
        .map(|(digest, path)| (path.to_string(), digest.to_string()))
        .collect();
    for (path, digest) in &kept {
        assert_eq!(
            stand.get(path),
            Some(digest),
            "{path} was edited or taken away. Put it back and write a new migration instead."
        );
    }
    let new: Vec<&String> = stand
        .keys()
        .filter(|path| !kept.contains_key(*path))
        .collect();
    assert!(
        new.is_empty(),
        "new migrations: {new:?}. Run `UPDATE_MIGRATION_DIGESTS=1 cargo test --test house_rules` and commit {LIST}."
    );
}

#[test]
fn every_migration_is_there_for_both_databases_and_in_the_list() {
    let listed = |engine: &str| -> Vec<String> {
        ALL.iter()
            .map(|migration| format!("migrations/{engine}/{}.sql", migration.name))
            .collect()
    };
    let stand: Vec<String> = as_they_stand().into_keys().collect();
    assert_eq!(stand, [listed("postgres"), listed("sqlite")].concat());
}
