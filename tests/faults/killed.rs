//! Killed at any moment, nothing that was acknowledged is lost and everything still adds up.

use crate::client::ask;
use crate::database::Place;
use crate::server::{FORM, Server, day_of, desk, laid, session_form};
use payback_panel::actions::Desk;
use payback_panel::ports::dice::Dice;
use payback_panel::ports::post::Post;
use payback_panel::store::audit::{self, Verdict};
use payback_panel::store::rollup;
use std::collections::BTreeSet;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

const WRITERS: u32 = 6;

/// What a session is known by: its day and the minute it starts.
type Key = (String, i64);

/// Records sessions until the connection breaks, and gives those that were acknowledged.
fn records(server: &Server, session: &str, csrf: &str, writer: u32, next: &AtomicU32) -> Vec<Key> {
    let mut acknowledged = vec![];
    loop {
        let number = next.fetch_add(1, Ordering::Relaxed);
        let once = Dice::Fair.once();
        let form = session_form(session, csrf, once.as_str(), writer, number);
        match ask(server.address, &form) {
            Ok(answer) if answer.status == 303 => {
                acknowledged.push((day_of(number), i64::from(8 + writer) * 60));
            }
            Ok(answer) => panic!("{}\n{}", answer.head, answer.body),
            Err(_) => return acknowledged,
        }
    }
}

async fn in_force(place: &Place) -> BTreeSet<Key> {
    let connection = place.connect().await;
    let statement = sea_orm::Statement::from_string(
        sea_orm::ConnectionTrait::get_database_backend(&connection),
        "SELECT day, starts FROM session_in_force",
    );
    let rows = sea_orm::ConnectionTrait::query_all_raw(&connection, statement)
        .await
        .expect("rows");
    let keys = rows.iter().map(|row| {
        let day = row.try_get_by_index(0).expect("a day");
        (day, row.try_get_by_index(1).expect("a minute"))
    });
    let keys = keys.collect();
    connection.close().await.expect("close");
    keys
}

async fn adds_up(desk: &Desk, place: &Place, acknowledged: &BTreeSet<Key>) {
    let kept = in_force(place).await;
    let lost: Vec<&Key> = acknowledged.difference(&kept).collect();
    assert!(lost.is_empty(), "acknowledged and lost: {lost:?}");
    let verdict = audit::verify(&desk.db.read()).await.expect("the log reads");
    assert!(matches!(verdict, Verdict::Whole { .. }), "{verdict:?}");
    let differences = rollup::verify(&desk.db.read())
        .await
        .expect("the figures read");
    assert!(differences.is_empty(), "{differences:?}");
    if place.file().is_some() {
        let broken = "SELECT count(*) FROM pragma_integrity_check WHERE integrity_check <> 'ok'";
        assert_eq!(place.counts(broken).await, 0);
        assert_eq!(
            place
                .counts("SELECT count(*) FROM pragma_foreign_key_check")
                .await,
            0
        );
    }
}

/// Kills the server so many times over one database, and checks after each restart.
async fn survives(place: Place, kills: u32, first: Duration) {
    let session = laid(&place).await;
    let desk = desk(place.url(), place.folder(), Post::Kept).await;
    let next = AtomicU32::new(0);
    let mut acknowledged = BTreeSet::new();
    let mut longest = Duration::ZERO;
    for kill in 0..kills {
        let (mut server, took) = Server::answers_after(place.url(), place.folder());
        longest = longest.max(took);
        adds_up(&desk, &place, &acknowledged).await;
        let csrf = server.gets(FORM, &session).hidden("csrf");
        let victim = server.child.id();
        let new: Vec<Key> = std::thread::scope(|scope| {
            let writers: Vec<_> = (0..WRITERS)
                .map(|writer| {
                    let (server, session, csrf, next) = (&server, &session, &csrf, &next);
                    scope.spawn(move || records(server, session, csrf, writer, next))
                })
                .collect();
            // At another moment of a write each time.
            std::thread::sleep(first + Duration::from_micros(3_700) * kill);
            let status = std::process::Command::new("kill")
                .args(["-9", &victim.to_string()])
                .status();
            assert!(status.expect("kill runs").success());
            writers
                .into_iter()
                .flat_map(|writer| writer.join().expect("a writer"))
                .collect()
        });
        acknowledged.extend(new);
        let _ = server.child.wait();
    }
    let (server, _) = Server::answers_after(place.url(), place.folder());
    adds_up(&desk, &place, &acknowledged).await;
    assert!(
        acknowledged.len() > kills as usize,
        "only {} writes in {kills} rounds",
        acknowledged.len()
    );
    assert!(
        longest < Duration::from_secs(2),
        "{longest:?} to the first good answer"
    );
    eprintln!(
        "{kills} kills, {} acknowledged, none lost; slowest restart {longest:?}",
        acknowledged.len()
    );
    drop(server);
    desk.db.close().await;
    place.clear().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn fifty_kills_lose_nothing_that_was_acknowledged() {
    survives(Place::sqlite(), 50, Duration::from_millis(60)).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn kills_lose_nothing_on_a_database_server_either() {
    if let Some(place) = Place::postgres().await {
        survives(place, 8, Duration::from_millis(400)).await;
    }
}
