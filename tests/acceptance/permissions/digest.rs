//! Everything that stands in the database, so that a change anywhere is seen.

use crate::world::World;
use sea_orm::{ConnectionTrait, DatabaseConnection, DbBackend, QueryResult, Statement};
use std::collections::BTreeMap;

/// Watches every table of a world.
pub struct Watch {
    connection: DatabaseConnection,
    sql: String,
    last: BTreeMap<String, String>,
}

async fn rows(connection: &DatabaseConnection, sql: &str) -> Vec<QueryResult> {
    let statement = Statement::from_string(connection.get_database_backend(), sql);
    connection.query_all_raw(statement).await.expect(sql)
}

async fn names(connection: &DatabaseConnection, sql: &str) -> Vec<String> {
    let rows = rows(connection, sql).await;
    rows.iter()
        .map(|row| row.try_get_by_index(0).expect("a name"))
        .collect()
}

/// A question for the whole content of a table, as one text.
async fn content(connection: &DatabaseConnection, table: &str) -> String {
    if connection.get_database_backend() != DbBackend::Sqlite {
        return format!(
            "(SELECT md5(string_agg(t::text, ';' ORDER BY t::text)) FROM \"{table}\" t)"
        );
    }
    let columns = format!("SELECT name FROM pragma_table_info('{table}')");
    let columns: Vec<String> = names(connection, &columns)
        .await
        .iter()
        .map(|column| format!("quote(\"{column}\")"))
        .collect();
    let row = columns.join(" || ',' || ");
    format!("(SELECT group_concat(r, ';') FROM (SELECT {row} AS r FROM \"{table}\" ORDER BY 1))")
}

impl Watch {
    /// Begins to watch.
    pub async fn over(world: &World) -> Watch {
        let connection = world.place().connect().await;
        let tables = if connection.get_database_backend() == DbBackend::Sqlite {
            "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY 1"
        } else {
            "SELECT table_name::text FROM information_schema.tables WHERE table_schema = 'public' ORDER BY 1"
        };
        let mut questions = vec![];
        for table in names(&connection, tables).await {
            let content = content(&connection, &table).await;
            questions.push(format!("SELECT '{table}', {content}"));
        }
        let mut watch = Watch {
            sql: questions.join(" UNION ALL "),
            connection,
            last: BTreeMap::new(),
        };
        watch.moved().await;
        watch
    }

    /// The tables whose content is another than when this was last asked.
    pub async fn moved(&mut self) -> Vec<String> {
        let mut now = BTreeMap::new();
        for row in rows(&self.connection, &self.sql).await {
            let name: String = row.try_get_by_index(0).expect("a name");
            let content: Option<String> = row.try_get_by_index(1).expect("a content");
            now.insert(name, content.unwrap_or_default());
        }
        let moved = now
            .iter()
            .filter(|(name, content)| self.last.get(*name) != Some(content))
            .map(|(name, _)| name.clone())
            .collect();
        self.last = now;
        moved
    }

    /// Lets go of the database.
    pub async fn ends(self) {
        self.connection.close().await.expect("close");
    }
}
