//! What staff see of one council, exact and up to now, against one row found by its number.

use crate::COUNCIL;
use crate::data::Data;
use crate::house::{app, threads};
use crate::measured::Line;
use crate::refreshes::middle_of;
use payback_panel::domain::figures::period::Cut;
use payback_panel::domain::figures::view::{By, View};
use payback_panel::store::Conn;
use payback_panel::store::figures;
use sea_orm::{ConnectionTrait, Database, DatabaseConnection, Statement};
use std::future::Future;
use std::time::{Duration, Instant};

/// The times of so many are added up, so that one is more than the clock can tell.
const TIMES: i64 = 200;
const ROUNDS: usize = 9;

/// Each cut of the council's figures in hundredths of one row's cost: less than fifty times as much.
pub fn measured(data: &Data) -> Vec<Line> {
    let runtime = threads("exact");
    runtime.block_on(async {
        let app = app(data.url()).await;
        let conn = app.desk.db.read();
        let rows = Database::connect(data.url()).await.expect("the database");
        let cuts = [
            ("year", By::Time(Cut::Year)),
            ("month", By::Time(Cut::Month)),
            ("ward", By::Area),
            ("kind of work", By::Category),
            ("origin", By::Origin),
        ];
        let mut lines = vec![];
        for (name, by) in cuts {
            let (mut views, mut singles) = (vec![], vec![]);
            for _ in 0..ROUNDS {
                views.push(timed(|_| view(&conn, by)).await);
                singles.push(timed(|number| row(&rows, number)).await);
            }
            let what = format!("a council by {name}, exact / one indexed row");
            let times = (middle_of(views), middle_of(singles));
            lines.push(Line::of_times(what, times, 5_000));
        }
        lines
    })
}

async fn timed<F: Future<Output = ()>>(mut one: impl FnMut(i64) -> F) -> Duration {
    let began = Instant::now();
    for number in 1..=TIMES {
        one(number).await;
    }
    began.elapsed()
}

async fn view(conn: &Conn<'_>, by: By) {
    let view = View {
        area: COUNCIL.into(),
        by: vec![by],
        ..View::everything()
    };
    let figures = figures::exact(conn, &view).await.expect("figures");
    assert!(!figures.rows.is_empty(), "nothing to see");
}

/// Rows that lie apart, so that none is in the page of the one before.
async fn row(database: &DatabaseConnection, number: i64) {
    let sql = "SELECT * FROM session_return WHERE id = $1";
    let values = [(number * 150).into()];
    let statement = Statement::from_sql_and_values(database.get_database_backend(), sql, values);
    let found = database.query_one_raw(statement).await.expect("a row");
    assert!(found.is_some(), "no row {number}");
}
