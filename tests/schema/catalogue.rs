//! What a database says of its own schema.

use sea_orm::{ConnectionTrait, DatabaseConnection, Statement};
use std::collections::BTreeMap;

/// The rows of a statement, each with its columns as text.
pub async fn rows(connection: &DatabaseConnection, sql: &str) -> Vec<Vec<String>> {
    let backend = connection.get_database_backend();
    let rows = connection
        .query_all_raw(Statement::from_string(backend, sql))
        .await
        .unwrap_or_else(|error| panic!("{error}\n{sql}"));
    rows.iter()
        .map(|row| {
            let columns = 0..row.column_names().len();
            let text = |at| -> String {
                let text: Option<String> = row.try_get_by_index(at).expect("text");
                text.unwrap_or_default()
            };
            columns.map(text).collect()
        })
        .collect()
}

/// What SQLite was told: the SQL of each table, index and trigger, by name.
pub async fn sqlite(connection: &DatabaseConnection) -> Vec<(String, String, String)> {
    let sql = "SELECT type, name, sql FROM sqlite_schema \
               WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite_%' ORDER BY rowid";
    let rows = rows(connection, sql).await;
    rows.into_iter()
        .map(|row| (row[0].clone(), row[1].clone(), row[2].clone()))
        .collect()
}

/// What PostgreSQL makes of one of its schemas, in its own words: each column, constraint and index,
/// under the name of its table.
pub async fn postgres(
    connection: &DatabaseConnection,
    schema: &str,
) -> BTreeMap<String, Vec<String>> {
    let columns = format!(
        "SELECT c.relname::text, format('%s %s%s%s%s', a.attname, format_type(a.atttypid, a.atttypmod), \
           CASE WHEN a.attnotnull THEN ' NOT NULL' ELSE '' END, \
           CASE WHEN a.attidentity = 'd' THEN ' IDENTITY' ELSE '' END, \
           coalesce(' DEFAULT ' || pg_get_expr(d.adbin, d.adrelid), '')) \
         FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid \
         LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum \
         WHERE c.relnamespace = '{schema}'::regnamespace AND c.relkind = 'r' AND a.attnum > 0 \
           AND NOT a.attisdropped ORDER BY 1, a.attnum"
    );
    let constraints = format!(
        "SELECT c.relname::text, pg_get_constraintdef(k.oid) FROM pg_constraint k \
         JOIN pg_class c ON c.oid = k.conrelid WHERE c.relnamespace = '{schema}'::regnamespace ORDER BY 1, 2"
    );
    let indexes = format!(
        "SELECT tablename::text, replace(indexdef, '{schema}.', '') FROM pg_indexes WHERE schemaname = '{schema}' \
           AND NOT EXISTS (SELECT FROM pg_constraint k WHERE k.conname = indexname) ORDER BY 1, 2"
    );
    let mut tables: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for sql in [columns, constraints, indexes] {
        for row in rows(connection, &sql).await {
            tables
                .entry(row[0].clone())
                .or_default()
                .push(row[1].clone());
        }
    }
    tables
}
