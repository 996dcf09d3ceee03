//! Reading all that a database holds, past the application: its files as they lie on the disk, and every row of
//! every table as text.

use super::{found, rows, texts};
use crate::world::World;

/// What the database's files hold: on PostgreSQL each table's, with what is too long for its rows, after a
/// checkpoint. Not its log, which no query reads.
pub async fn files(world: &World) -> Vec<u8> {
    if let Some(file) = world.place().file() {
        let mut bytes = std::fs::read(&file).expect("the database file");
        bytes.extend(std::fs::read(file.with_extension("db-wal")).unwrap_or_default());
        return bytes;
    }
    world.place().runs("CHECKPOINT").await;
    let each = "SELECT pg_read_binary_file(pg_relation_filepath(t.oid)) FROM pg_class t \
        WHERE t.relkind IN ('r', 't') AND (t.relnamespace = 'public'::regnamespace OR t.oid IN \
        (SELECT reltoastrelid FROM pg_class WHERE relnamespace = 'public'::regnamespace)) ORDER BY t.oid";
    let mut bytes = vec![];
    for read in rows(world, each).await {
        let file: Option<Vec<u8>> = read.try_get_by_index(0).expect("a file");
        bytes.extend(file.unwrap_or_default());
    }
    bytes
}

/// Every row of every table as text, each table under its name. Bytes are in hexadecimal.
pub async fn every_row(world: &World) -> String {
    let mut all = String::new();
    for (table, question) in questions(world).await {
        all.push_str(&format!("\n== {table}\n"));
        all.push_str(&texts(world, &question).await.join("\n"));
    }
    all
}

/// Each table with the question that reads its rows as text.
async fn questions(world: &World) -> Vec<(String, String)> {
    if world.place().file().is_none() {
        let tables = "SELECT relname::text FROM pg_class WHERE relkind = 'r' \
            AND relnamespace = 'public'::regnamespace ORDER BY relname";
        let read = |table: String| {
            let question = format!("SELECT t::text FROM \"{table}\" t");
            (table, question)
        };
        return texts(world, tables).await.into_iter().map(read).collect();
    }
    let tables = "SELECT name FROM sqlite_schema WHERE type = 'table' AND sql NOT LIKE 'CREATE VIRTUAL%' \
        ORDER BY name";
    let mut all = vec![];
    for table in texts(world, tables).await {
        let columns =
            format!("SELECT 'quote(\"' || name || '\")' FROM pragma_table_info('{table}')");
        let row = texts(world, &columns).await.join(" || ',' || ");
        all.push((table.clone(), format!("SELECT {row} FROM \"{table}\"")));
    }
    all
}

/// Both: what lies on the disk, and what the rows say where the disk has it packed.
pub async fn everything(world: &World) -> Vec<u8> {
    let mut bytes = files(world).await;
    bytes.extend(every_row(world).await.into_bytes());
    bytes
}

walk!(the_reading_sees_every_table, |world| {
    let canary = "a canary that stands nowhere else";
    let long = canary.repeat(400);
    world
        .place()
        .runs(&format!(
            "INSERT INTO area (code, kind, name) VALUES ('X1', 'council', '{canary}'); \
             CREATE TABLE far (word TEXT); INSERT INTO far VALUES ('{long}');"
        ))
        .await;
    let rows = every_row(world).await;
    assert_eq!(rows.matches(canary).count(), 401);
    for table in [
        "voter_register",
        "ballot_box",
        "voting_code_batch",
        "outbox",
        "audit",
    ] {
        assert!(rows.contains(&format!("\n== {table}\n")), "{table}");
    }
    assert!(!found(&files(world).await, canary.as_bytes()).is_empty());
    world.place().runs("DROP TABLE far").await;
});
