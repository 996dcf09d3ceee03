//! `figures refresh` after one new return, and after everything was worked out again.

use crate::data::{Data, reference};
use crate::house::{app, threads};
use crate::measured::Line;
use payback_panel::actions::{Person, figures as actions};
use payback_panel::domain::events::Event;
use payback_panel::store::{StoreError, rollup};
use sea_orm::{ConnectionTrait, Database, Statement};
use std::time::{Duration, Instant};

const ROUNDS: u32 = 7;

/// What the ledger groups into, as figures are made of it. It goes through the ledger in its own order:
/// an index that the product keeps for itself must not make what it is held against slower.
const GROUPED: &str = "SELECT COUNT(*), SUM(attending), SUM(new), SUM(offered), SUM(credited) FROM (\
    SELECT p.id, substr(r.day, 1, 7), p.council_code, p.ward_code, p.category, p.origin, COUNT(*), \
    SUM(r.attending) AS attending, SUM(r.new_to_project) AS new, SUM(r.minutes_offered) AS offered, \
    SUM(r.minutes_credited) AS credited \
    FROM session_in_force f JOIN session_return r NOT INDEXED ON r.id = f.return_id JOIN project p ON p.id = f.project_id \
    WHERE r.status = 'held' \
    GROUP BY p.id, p.council_code, p.ward_code, p.category, p.origin, substr(r.day, 1, 7))";

/// Both, on copies, so that what is kept stays as it was laid.
pub fn measured(many: &Data, empty: &Data) -> Vec<Line> {
    let (many, empty) = (many.copied(), empty.copied());
    vec![after_one(&many, &empty), after_all(&many)]
}

/// The command, as an operator types it.
fn after_one(many: &Data, empty: &Data) -> Line {
    for data in [many, empty] {
        data.run(&["figures", "refresh"]);
    }
    let (mut of, mut against) = (vec![], vec![]);
    for round in 0..ROUNDS {
        many.takes_up(&format!(
            "{},2026-09-{:02},16:00,18:00,held,7,2,840,830,,",
            reference(round * 977 + 5),
            round + 1
        ));
        of.push(many.run(&["figures", "refresh"]));
        against.push(empty.run(&["figures", "refresh"]));
    }
    let what = "`figures refresh` after one new return / of an empty ledger";
    Line::of_times(what.into(), (middle_of(of), middle_of(against)), 200)
}

/// Everything worked out again and published, against one SELECT that groups the same rows.
fn after_all(data: &Data) -> Line {
    let runtime = threads("refresh");
    runtime.block_on(async {
        let app = app(data.url()).await;
        let desk = &app.desk;
        let (mut of, mut against) = (vec![], vec![]);
        for _ in 0..3 {
            let actor = Person::operator().actor;
            let rebuilt = desk.db.work(actor, desk.now(), |work| async move {
                rollup::rebuild(&work).await?;
                work.commit(Event::FiguresPublished { number: 0 }).await
            });
            rebuilt
                .await
                .map_err(|error: StoreError| error)
                .expect("worked out again");
            let began = Instant::now();
            let published = actions::refresh(desk, &Person::operator()).await;
            of.push(began.elapsed());
            published.expect("published");
            against.push(grouped(&data.url()).await);
        }
        let what = "a refresh after a full rebuild / one SELECT that groups the same rows";
        Line::of_times(what.into(), (middle_of(of), middle_of(against)), 300)
    })
}

async fn grouped(url: &str) -> Duration {
    let database = Database::connect(url).await.expect("the database");
    let statement = Statement::from_string(database.get_database_backend(), GROUPED);
    let began = Instant::now();
    let found = database.query_one_raw(statement).await.expect("rows");
    let took = began.elapsed();
    assert!(found.is_some(), "nothing was grouped");
    took
}

/// The middle of several times.
pub fn middle_of(mut times: Vec<Duration>) -> Duration {
    times.sort_unstable();
    times[times.len() / 2]
}
