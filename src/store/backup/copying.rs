//! Copying a table's rows from one database into another, whatever the table: columns, their types
//! and the key are read from the schema; rows go in handfuls by key, so that memory stays flat.

use super::Watch;
use crate::store::{Conn, Engine, StoreError};
use sea_orm::sea_query::Value;
use sea_orm::{ConnectionTrait, FromQueryResult, QueryResult};
use std::collections::BTreeMap;

/// At most so many rows and so many values in one statement.
const ROWS: usize = 500;
const VALUES: usize = 16_000;

/// What a column holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    Whole,
    Truth,
    Fraction,
    Text,
    Bytes,
}

/// A table as its database describes it.
#[derive(Debug, Clone, Default)]
pub struct Table {
    /// Its columns in their order.
    pub columns: Vec<(String, Kind)>,
    /// The names of those that make its primary key, in the order of the key.
    pub key: Vec<String>,
}

#[derive(FromQueryResult)]
struct Column {
    table_name: String,
    column_name: String,
    kind: String,
    in_key: i64,
}

const SQLITE: &str = "SELECT t.name AS table_name, c.name AS column_name, c.type AS kind, c.pk AS in_key \
    FROM sqlite_schema t JOIN pragma_table_info(t.name) c \
    WHERE t.type = 'table' AND t.name NOT LIKE 'sqlite$_%' ESCAPE '$' ORDER BY t.name, c.cid";
const POSTGRES: &str = "SELECT c.relname::text AS table_name, a.attname::text AS column_name, \
      format_type(a.atttypid, a.atttypmod) AS kind, coalesce(array_position(k.conkey, a.attnum), 0)::bigint AS in_key \
    FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped \
    LEFT JOIN pg_constraint k ON k.conrelid = c.oid AND k.contype = 'p' \
    WHERE c.relnamespace = current_schema()::regnamespace AND c.relkind = 'r' ORDER BY 1, a.attnum";

/// Every table of the record, by name. The list of migrations is no part of it.
pub async fn tables(conn: &Conn<'_>) -> Result<BTreeMap<String, Table>, StoreError> {
    let sql = match conn.engine() {
        Engine::Sqlite => SQLITE,
        Engine::Postgres => POSTGRES,
    };
    let mut tables: BTreeMap<String, Table> = BTreeMap::new();
    let mut keys: BTreeMap<String, BTreeMap<i64, String>> = BTreeMap::new();
    for column in conn.all::<Column>(sql, []).await? {
        let name = &column.column_name;
        let kind = match column.kind.as_str() {
            "INTEGER" | "bigint" => Kind::Whole,
            "boolean" => Kind::Truth,
            "REAL" | "double precision" => Kind::Fraction,
            "TEXT" | "text" => Kind::Text,
            "BLOB" | "bytea" => Kind::Bytes,
            other => {
                let place = format!("{}.{name}", column.table_name);
                return Err(StoreError::Unreadable(format!("{place} holds {other}")));
            }
        };
        if column.in_key > 0 {
            let key = keys.entry(column.table_name.clone()).or_default();
            key.insert(column.in_key, name.clone());
        }
        let table = tables.entry(column.table_name).or_default();
        table.columns.push((column.column_name, kind));
    }
    for (name, key) in keys {
        tables.entry(name).or_default().key = key.into_values().collect();
    }
    tables.remove("schema_migration");
    Ok(tables)
}

/// A table in both databases.
pub struct Pair<'t> {
    /// Its name.
    pub name: &'t str,
    /// As it is where the rows come from.
    pub from: &'t Table,
    /// As it is where they go.
    pub into: &'t Table,
}

/// Copies all rows and says how many there were.
pub async fn copy(
    pair: &Pair<'_>,
    from: &Conn<'_>,
    into: &Conn<'_>,
    watch: &Watch,
) -> Result<u64, StoreError> {
    let kinds = kinds(pair)?;
    let names: Vec<&str> = pair.from.columns.iter().map(|(name, _)| &**name).collect();
    let key: Vec<usize> = names_at(&names, &pair.from.key);
    let at_once = (VALUES / kinds.len().max(1)).clamp(1, ROWS);
    let mut after: Vec<Value> = vec![];
    let mut copied = 0;
    loop {
        let sql = select(pair, &names, from.engine(), !after.is_empty(), at_once);
        let rows = from
            .db()
            .query_all_raw(from.statement(sql, after.drain(..)))
            .await?;
        let mut values = Vec::with_capacity(rows.len() * kinds.len());
        for row in &rows {
            for (at, kind) in kinds.iter().enumerate() {
                values.push(value(row, at, *kind)?);
            }
        }
        if let Some(last) = rows.last() {
            for at in &key {
                let kind = kinds[*at].0;
                after.push(value(last, *at, (kind, kind))?);
            }
            insert(into, pair.name, &names, values).await?;
        }
        copied += rows.len() as u64;
        watch(pair.name, copied);
        if rows.len() < at_once {
            return Ok(copied);
        }
    }
}

fn names_at(names: &[&str], key: &[String]) -> Vec<usize> {
    let at = |name: &String| names.iter().position(|found| found == name);
    key.iter().filter_map(at).collect()
}

/// The next handful of rows after a key.
fn select(
    pair: &Pair<'_>,
    names: &[&str],
    engine: Engine,
    is_after: bool,
    at_once: usize,
) -> String {
    let (names, table, key) = (names.join(", "), pair.name, pair.from.key.join(", "));
    let after = if is_after {
        let places = places(engine, 0, pair.from.key.len());
        format!("WHERE ({key}) > {places}")
    } else {
        String::new()
    };
    format!("SELECT {names} FROM {table} {after} ORDER BY {key} LIMIT {at_once}")
}

/// How each column is read, and as what it is written.
fn kinds(pair: &Pair<'_>) -> Result<Vec<(Kind, Kind)>, StoreError> {
    let unlike = |what: &str| StoreError::Unreadable(format!("{} has {what}", pair.name));
    let columns = pair.into.columns.iter();
    let into: BTreeMap<&str, Kind> = columns.map(|(name, kind)| (&**name, *kind)).collect();
    if into.len() != pair.from.columns.len() {
        return Err(unlike("other columns"));
    }
    if pair.from.key.is_empty() {
        return Err(unlike("no primary key"));
    }
    let kinds = pair.from.columns.iter().map(|(name, from)| {
        let into = into.get(name.as_str()).copied();
        Ok((*from, into.ok_or_else(|| unlike(name))?))
    });
    kinds.collect()
}

fn value(row: &QueryResult, at: usize, (from, into): (Kind, Kind)) -> Result<Value, StoreError> {
    Ok(match (from, into) {
        (Kind::Whole, Kind::Truth) => {
            let number: Option<i64> = row.try_get_by_index(at)?;
            number.map(|number| number != 0).into()
        }
        (Kind::Truth, Kind::Whole) => {
            let truth: Option<bool> = row.try_get_by_index(at)?;
            truth.map(i64::from).into()
        }
        (Kind::Whole, _) => row.try_get_by_index::<Option<i64>>(at)?.into(),
        (Kind::Truth, _) => row.try_get_by_index::<Option<bool>>(at)?.into(),
        (Kind::Fraction, _) => row.try_get_by_index::<Option<f64>>(at)?.into(),
        (Kind::Text, _) => row.try_get_by_index::<Option<String>>(at)?.into(),
        (Kind::Bytes, _) => row.try_get_by_index::<Option<Vec<u8>>>(at)?.into(),
    })
}

/// Places for the values of one row, from the one after `before`.
fn places(engine: Engine, before: usize, count: usize) -> String {
    let place = |number: usize| match engine {
        // A number makes SQLite look through all the places before it.
        Engine::Sqlite => "?".to_string(),
        Engine::Postgres => format!("${number}"),
    };
    let places: Vec<String> = (before + 1..=before + count).map(place).collect();
    format!("({})", places.join(", "))
}

async fn insert(
    into: &Conn<'_>,
    table: &str,
    names: &[&str],
    values: Vec<Value>,
) -> Result<(), StoreError> {
    let width = names.len();
    let rows: Vec<String> = (0..values.len())
        .step_by(width)
        .map(|before| places(into.engine(), before, width))
        .collect();
    let (names, rows) = (names.join(", "), rows.join(", "));
    let sql = format!("INSERT INTO {table} ({names}) VALUES {rows}");
    into.run(sql, values).await?;
    Ok(())
}
