//! Where a world keeps its data: a file in a folder of its own, or a database of its own on a server.

use payback_panel::domain::figures::Measures;
use sea_orm::{ConnectionTrait, Database, DatabaseConnection};
use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::Once;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};

/// A database that goes away with its world.
pub struct Place {
    url: String,
    folder: PathBuf,
    server: Option<(String, String)>,
    /// Whether anybody could write past the application.
    is_touched: AtomicBool,
}

static COUNT: AtomicU32 = AtomicU32::new(0);
static LEFT_OUT: Once = Once::new();

fn unique() -> String {
    format!(
        "{}_{}",
        std::process::id(),
        COUNT.fetch_add(1, Ordering::Relaxed)
    )
}

fn new_folder() -> PathBuf {
    let folder = std::env::temp_dir().join(format!("payback-panel-test-{}", unique()));
    std::fs::create_dir_all(&folder).expect("a temporary folder");
    folder
}

/// Past the capture of what passing tests print: nobody should take half a run for a whole one. Several test
/// programs share this file; the first that `cargo test` runs says it for all of them.
fn say_what_was_left_out() {
    if env!("CARGO_CRATE_NAME") != "acceptance" {
        return;
    }
    let line = b"PostgreSQL was left out: TEST_POSTGRES_URL names no server.\n";
    let _ = std::io::stderr().write_all(line);
}

impl Place {
    /// A file in a folder of its own.
    pub fn sqlite() -> Place {
        let folder = new_folder();
        Place {
            url: format!("sqlite:{}", folder.join("panel.db").display()),
            folder,
            server: None,
            is_touched: AtomicBool::default(),
        }
    }

    /// A database on the server that `TEST_POSTGRES_URL` names.
    #[allow(clippy::disallowed_methods)]
    pub async fn postgres() -> Option<Place> {
        let Ok(server) = std::env::var("TEST_POSTGRES_URL") else {
            LEFT_OUT.call_once(say_what_was_left_out);
            return None;
        };
        let name = format!("payback_test_{}", unique());
        let admin = Database::connect(&server)
            .await
            .expect("the PostgreSQL server answers");
        admin
            .execute_unprepared(&format!("DROP DATABASE IF EXISTS {name}"))
            .await
            .expect("drop");
        admin
            .execute_unprepared(&format!("CREATE DATABASE {name}"))
            .await
            .expect("create");
        let (base, _) = server
            .rsplit_once('/')
            .expect("a server address ends with a database");
        Some(Place {
            url: format!("{base}/{name}"),
            folder: new_folder(),
            server: Some((server, name)),
            is_touched: AtomicBool::default(),
        })
    }

    /// The address of the database.
    pub fn url(&self) -> &str {
        &self.url
    }

    /// The database file, on SQLite.
    pub fn file(&self) -> Option<PathBuf> {
        let is_file = self.server.is_none();
        is_file.then(|| self.folder.join("panel.db"))
    }

    /// A folder that goes away with it.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// A connection past the application, for what no page shows.
    pub async fn connect(&self) -> DatabaseConnection {
        self.is_touched.store(true, Ordering::Relaxed);
        self.reaches().await
    }

    async fn reaches(&self) -> DatabaseConnection {
        Database::connect(&self.url)
            .await
            .expect("the database opens")
    }

    /// Whether anybody could have written past the application since this was last asked.
    pub fn was_touched(&self) -> bool {
        self.is_touched.swap(false, Ordering::Relaxed)
    }

    /// Runs SQL past the application.
    pub async fn runs(&self, sql: &str) {
        let connection = self.connect().await;
        connection.execute_unprepared(sql).await.expect(sql);
        connection.close().await.expect("close");
    }

    /// The whole number that a question past the application comes to.
    pub async fn counts(&self, sql: &str) -> i64 {
        let connection = self.reaches().await;
        let row = connection.query_one_raw(sea_orm::Statement::from_string(
            connection.get_database_backend(),
            sql,
        ));
        let row = row.await.expect(sql).expect("a row");
        let count = row.try_get_by_index(0).expect("a whole number");
        connection.close().await.expect("close");
        count
    }

    /// Tries SQL past the application, and says what came of it.
    pub async fn tries(&self, sql: &str) -> Result<(), sea_orm::DbErr> {
        let connection = self.connect().await;
        let done = connection.execute_unprepared(sql).await;
        connection.close().await.expect("close");
        done.map(drop)
    }

    /// Adds the months of the public's cells up to quarters, financial years and since launch.
    pub async fn adds_months_up(&self) {
        self.adds_up(
            "public_cell",
            "area_code, category, origin",
            &Measures::NAMES,
        )
        .await;
        self.adds_up("public_stand_down", "area_code, reason", &["sessions"])
            .await;
    }

    async fn adds_up(&self, table: &str, key: &str, columns: &[&str]) {
        let sum = |column: &&str| format!("CAST(SUM(m.{column}) AS BIGINT)");
        let sums: Vec<String> = columns.iter().map(sum).collect();
        self.runs(&format!(
            "INSERT INTO {table} ({key}, stretch, start, {}) SELECT {key}, s.longer, CASE s.longer \
             WHEN 'quarter' THEN substr(m.start, 1, 5) || CASE WHEN substr(m.start, 6) < '04' THEN '01' \
             WHEN substr(m.start, 6) < '07' THEN '04' WHEN substr(m.start, 6) < '10' THEN '07' ELSE '10' END \
             WHEN 'year' THEN CASE WHEN substr(m.start, 6) < '04' \
             THEN CAST(CAST(substr(m.start, 1, 4) AS INTEGER) - 1 AS TEXT) \
             ELSE substr(m.start, 1, 4) END || '-04' ELSE '0001-01' END AS starts, {} FROM {table} m \
             CROSS JOIN (SELECT 'quarter' AS longer UNION ALL SELECT 'year' UNION ALL SELECT 'ever') AS s \
             WHERE m.stretch = 'month' GROUP BY {key}, s.longer, starts",
            columns.join(", "),
            sums.join(", ")
        ))
        .await;
    }

    /// Three councils, a few wards and categories: enough of a world to nominate in.
    pub async fn lay_areas(&self) {
        self.runs(
            "INSERT INTO ward_set (name, valid_from, imported_at) VALUES ('2025', '2025-01-01', '2026-11-22T12:00:00.000000Z');
             INSERT INTO area (code, kind, name, parent_code, prefix, population) VALUES
               ('PDU-LLR', 'probation-area', 'Leicester, Leicestershire and Rutland', NULL, NULL, 910300),
               ('E06000016', 'council', 'Leicester', 'PDU-LLR', 'LC', 300000),
               ('E10000018', 'council', 'Leicestershire', 'PDU-LLR', 'LE', 570300),
               ('E06000017', 'council', 'Rutland', 'PDU-LLR', 'RU', 40000),
               ('E05010459', 'ward', 'Beaumont Leys', 'E06000016', NULL, NULL),
               ('E05010458', 'ward', 'Abbey', 'E06000016', NULL, NULL),
               ('E05000001', 'ward', 'Oakham North', 'E06000017', NULL, NULL),
               ('E05000002', 'ward', 'Market Bosworth', 'E10000018', NULL, NULL);
             INSERT INTO category (code, name, description, position) VALUES
               ('gardening', 'Gardening and hedges', '', 1),
               ('graffiti', 'Graffiti and posters', '', 2),
               ('litter', 'Litter and clearance', '', 3);",
        )
        .await;
    }

    /// Takes the database away.
    pub async fn clear(self) {
        let _ = std::fs::remove_dir_all(&self.folder);
        if let Some((server, name)) = self.server {
            let admin = Database::connect(&server)
                .await
                .expect("the PostgreSQL server answers");
            let _ = admin
                .execute_unprepared(&format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)"))
                .await;
        }
    }
}
