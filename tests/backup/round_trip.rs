//! What was written down comes back as it was, from either database into either.

use crate::database::Place;
use crate::operator::{
    another, audit_rows, dump, file, gets, hold_the_same, opened, places, word, writes_audit,
};
use payback_panel::store::backup::{LEFT_OUT, SEEDED};
use std::io::Read;
use std::process::{Command, Stdio};

/// One of every kind of value, with what tends to break on the way.
const AWKWARD: &str = "
    INSERT INTO postcode VALUES ('LE4 0AB', 52.662123456789, -1.1600000000000001, 'E05010459'), ('LE4 0AC', 5e-324, 1.7976931348623157e308, NULL);
    INSERT INTO setting VALUES ('quoted', 'it''s \"here\", 50% off; -- \\n \\ é 字 🌳', '2026-11-22T12:00:00.000000Z'), ('empty', '', '2026-11-22T12:00:00.000000Z'),
      ('lines', 'one
two', '2026-11-22T12:00:00.000000Z');
    INSERT INTO account (id, email, email_key, name, created_at) VALUES (7, 'rita@resident.example', 'rita@resident.example', 'Rita', '2026-11-22T12:00:00.000000Z');
    INSERT INTO account (id, email, email_key, name, created_at) VALUES (9007199254740993, 'sam@resident.example', 'sam@resident.example', 'Sam', '2026-11-22T12:00:00.000000Z');
    DELETE FROM account WHERE id = 9007199254740993;
    INSERT INTO campaign (id, slug, name) VALUES (1, 'spring', 'Spring');
    INSERT INTO round (id, slug, title, area_code, method, mode, state, opens_at, closes_at) VALUES
      (3, 'june', 'June', 'E06000016', 'plurality', 'simple', 'open', '2026-11-22T12:00:00.000000Z', '2026-12-22T12:00:00.000000Z');
    INSERT INTO voter_register (round_id, voter, once_digest, ward_code, ward_checked, channel) VALUES (3, 'aa', 'bb', NULL, TRUE, 'email'), (3, 'cc', 'dd', 'E05010459', FALSE, 'desk');
";
const SEALED_SQLITE: &str =
    "INSERT INTO ballot_box VALUES (3, 'slot', X'00FF0A27DEADBEEF'), (3, 'tols', X'')";
const SEALED_POSTGRES: &str =
    "INSERT INTO ballot_box VALUES (3, 'slot', '\\x00FF0A27DEADBEEF'), (3, 'tols', '')";

/// Words that stand only in what a backup leaves out.
const SECRETS: [&str; 7] = [
    "session-of-rita-5e1f",
    "link-for-rita-77aa",
    "code-of-rita-91bc",
    "letter-to-rita-0d0d",
    "library-bucket-4242",
    "once-key-3131",
    "draft-of-rita-6c6c",
];

fn secret_rows() -> String {
    let [session, link, code, letter, bucket, once, draft] = SECRETS;
    let at = "2026-11-22T12:00:00.000000Z";
    let long = "x".repeat(9000); // spills into pages of its own
    format!(
        "INSERT INTO web_session (digest, account_id, strength, signed_in_at, last_seen_at, ends_at) VALUES ('{session}', 7, 'link', '{at}', '{at}', '{at}');
         INSERT INTO one_time_link (digest, purpose, email, made_at, ends_at) VALUES ('{link}', 'sign-in', 'rita@resident.example', '{at}', '{at}');
         INSERT INTO vote_code (round_id, request, digest, ends_at) VALUES (3, 'aa', '{code}', '{at}');
         INSERT INTO outbox (kind, to_address, subject, body, written_at, due_at) VALUES ('x', 'rita@resident.example', 'Hello', '{long}{letter}', '{at}', '{at}');
         INSERT INTO throttle (bucket, free_at) VALUES ('{bucket}', '{at}');
         INSERT INTO once_key (digest, purpose, outcome, used_at) VALUES ('{once}', 'x', '', '{at}');
         INSERT INTO nomination_draft (digest, answers, changed_at) VALUES ('d', '{long}{draft}', '{at}')"
    )
}

/// A database with some of everything, and an audit chain of three rows.
async fn lived_in(place: &Place) {
    let db = opened(place).await;
    place.lay_areas().await;
    let sealed = if place.file().is_some() {
        SEALED_SQLITE
    } else {
        SEALED_POSTGRES
    };
    place.runs(AWKWARD).await;
    place.runs(sealed).await;
    place.runs(&secret_rows()).await;
    if place.file().is_none() {
        // Numbers that were given count as given, also one taken back; SQLite notes this by itself.
        for (table, last) in [
            ("account", 9_007_199_254_740_993_i64),
            ("campaign", 1),
            ("round", 3),
        ] {
            let sql = format!("SELECT setval(pg_get_serial_sequence('{table}', 'id'), {last})");
            place.runs(&sql).await;
        }
    }
    writes_audit(&db, 3).await;
    db.close().await;
}

async fn restored_from(source: &Place, target: Place) {
    let backup = file(
        source,
        &format!(
            "to-{}.backup",
            target.folder().file_name().expect("a name").display()
        ),
    );
    let said = gets(source, &["backup", word(&backup)]);
    assert_eq!(audit_rows(&said), 3, "{said}");
    let bytes = std::fs::read(&backup).expect("the backup");
    for secret in SECRETS {
        let there = bytes
            .windows(secret.len())
            .any(|window| window == secret.as_bytes());
        assert!(!there, "{secret} is in the backup");
    }
    let said = gets(&target, &["restore", word(&backup)]);
    assert!(said.contains("3 rows came from the backup"), "{said}");
    assert!(
        said.contains("Every figure agrees with the ledger."),
        "{said}"
    );
    let again = file(&target, "again.backup");
    let said = gets(&target, &["backup", word(&again)]);
    assert_eq!(
        audit_rows(&said),
        4,
        "the restore itself is in the log: {said}"
    );
    hold_the_same(&backup, &again, 3).await;
    goes_on_counting(&target).await;
    target.clear().await;
}

/// A new row gets a number that no row ever had.
async fn goes_on_counting(target: &Place) {
    target.runs("INSERT INTO account (email, email_key, name, created_at) VALUES ('new@resident.example', 'new', 'New', '2026-11-22T12:00:00.000000Z')").await;
    let id = target
        .counts("SELECT id FROM account WHERE email_key = 'new'")
        .await;
    assert_eq!(id, 9_007_199_254_740_994);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_written_down_comes_back_as_it_was() {
    for source in places().await {
        lived_in(&source).await;
        for target in places().await {
            restored_from(&source, target).await;
        }
        source.clear().await;
    }
}

/// The demonstration: the whole record of the first year, votes and all.
#[tokio::test(flavor = "multi_thread")]
async fn the_demonstration_moves_to_the_other_database_and_back() {
    let first = Place::sqlite();
    let mut demo = Command::new(env!("CARGO_BIN_EXE_payback-panel"))
        .args(["demo", "--listen", "127.0.0.1:0", "--data"])
        .arg(file(&first, "demo"))
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .expect("the program runs");
    // It is made when its address is printed.
    let mut said = [0; 40];
    let read = demo
        .stdout
        .as_mut()
        .expect("its output")
        .read_exact(&mut said);
    assert!(read.is_ok(), "the demonstration was not made");
    let made = format!("sqlite:{}", file(&first, "demo/payback-panel.db").display());
    let backup = file(&first, "demo.backup");
    let output = Command::new(env!("CARGO_BIN_EXE_payback-panel"))
        .args(["backup", word(&backup)])
        .env("DATABASE_URL", made)
        .current_dir(first.folder())
        .output()
        .expect("the program runs");
    demo.kill().expect("it is stopped");
    demo.wait().expect("it ends");
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    let rows = audit_rows(&said);
    for target in places().await {
        gets(&target, &["restore", word(&backup)]);
        let year = gets(
            &target,
            &[
                "figures",
                "--from",
                "2009-04-01",
                "--to",
                "2010-03-31",
                "--by",
                "year",
                "--format",
                "csv",
            ],
        );
        for figure in ["149", "676", "4732"] {
            assert!(year.contains(figure), "{figure} in {year}");
        }
        gets(&target, &["audit", "verify"]);
        let again = file(&target, "again.backup");
        gets(&target, &["backup", word(&again)]);
        hold_the_same(&backup, &again, rows).await;
        target.clear().await;
    }
    first.clear().await;
}

#[tokio::test]
async fn a_new_database_has_rows_only_where_migrations_put_them() {
    for place in places().await {
        opened(&place).await.close().await;
        let backup = file(&place, "new.backup");
        gets(&place, &["backup", word(&backup)]);
        let rows = dump(&backup, 0).await;
        let allowed = |row: &&String| {
            let table = row.split(':').next().unwrap_or_default();
            SEEDED.contains(&table) || table == "schema_migration"
        };
        let others: Vec<&String> = rows.iter().filter(|row| !allowed(row)).collect();
        assert!(others.is_empty(), "{others:?}");
        // And such a backup restores.
        let target = another(&place).await;
        gets(&target, &["restore", word(&backup)]);
        target.clear().await;
        place.clear().await;
    }
}

/// Every table has to be thought about once: does it sign in, vote or send, or is it the record?
#[tokio::test]
async fn every_table_is_known_to_be_the_record_or_to_be_left_out() {
    const RECORD: &str = include_str!("tables.txt");
    let place = Place::sqlite();
    opened(&place).await.close().await;
    let backup = file(&place, "new.backup");
    gets(&place, &["backup", word(&backup)]);
    let connection = sea_orm::Database::connect(format!("sqlite:{}", backup.display()))
        .await
        .expect("it opens");
    let sql = "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name";
    let statement = sea_orm::Statement::from_string(sea_orm::DbBackend::Sqlite, sql);
    let rows = sea_orm::ConnectionTrait::query_all_raw(&connection, statement)
        .await
        .expect("its tables");
    let tables: Vec<String> = rows
        .iter()
        .map(|row| row.try_get_by_index(0).expect("a name"))
        .collect();
    connection.close().await.expect("close");
    let mut known: Vec<&str> = RECORD.lines().chain(LEFT_OUT).collect();
    known.sort_unstable();
    assert_eq!(
        tables, known,
        "a new table goes into tests/backup/tables.txt, or into LEFT_OUT if a backup must not carry it"
    );
    place.clear().await;
}

#[tokio::test]
async fn a_backup_is_readable_by_its_owner_alone() {
    use std::os::unix::fs::PermissionsExt;
    let place = Place::sqlite();
    opened(&place).await.close().await;
    let backup = file(&place, "new.backup");
    gets(&place, &["backup", word(&backup)]);
    let mode = std::fs::metadata(&backup)
        .expect("the backup")
        .permissions()
        .mode();
    assert_eq!(mode & 0o777, 0o600);
    place.clear().await;
}
