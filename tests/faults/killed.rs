//! Killed at any moment, nothing that was acknowledged is lost and everything still adds up.

use crate::client::ask;
use crate::database::Place;
use crate::mixture::{self, Kind, MIXTURE, Sender, kept};
use crate::server::{FORM, Server, desk, laid};
use payback_panel::actions::Desk;
use payback_panel::ports::post::Post;
use payback_panel::store::audit::{self, Verdict};
use payback_panel::store::rollup;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

/// What was acknowledged: of each kind of change, what each is known by.
type Acknowledged = BTreeMap<&'static str, BTreeSet<String>>;

/// Sends changes of a kind until the connection breaks, and gives those that were acknowledged.
fn sends(server: &Server, who: &Sender<'_>, kind: &Kind, next: &AtomicU32) -> BTreeSet<String> {
    let mut acknowledged = BTreeSet::new();
    loop {
        let number = next.fetch_add(1, Ordering::Relaxed);
        match ask(server.address, &(kind.request)(who, number)) {
            Ok(answer) if answer.status == 303 => {
                acknowledged.insert((kind.key)(who, number));
            }
            Ok(answer) => panic!("{}: {}\n{}", kind.name, answer.head, answer.body),
            Err(_) => return acknowledged,
        }
    }
}

async fn adds_up(desk: &Desk, place: &Place, acknowledged: &Acknowledged) {
    for kind in MIXTURE {
        let Some(acknowledged) = acknowledged.get(kind.name) else {
            continue;
        };
        let kept = kept(place, kind).await;
        let lost: Vec<_> = acknowledged.difference(&kept).collect();
        assert!(
            lost.is_empty(),
            "{} acknowledged and lost: {lost:?}",
            kind.name
        );
    }
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
    mixture::laid(&place).await;
    let desk = desk(place.url(), place.folder(), Post::Kept).await;
    let next = AtomicU32::new(0);
    let mut acknowledged = Acknowledged::new();
    let mut longest = Duration::ZERO;
    for kill in 0..kills {
        let (mut server, took) = Server::answers_after(place.url(), place.folder());
        longest = longest.max(took);
        adds_up(&desk, &place, &acknowledged).await;
        let csrf = server.gets(FORM, &session).hidden("csrf");
        let victim = server.child.id();
        let new: Vec<_> = std::thread::scope(|scope| {
            let writers: Vec<_> = (0..)
                .zip(MIXTURE)
                .map(|(number, kind)| {
                    let (server, next) = (&server, &next);
                    let (session, csrf) = (session.as_str(), csrf.as_str());
                    let who = Sender {
                        session,
                        csrf,
                        number,
                    };
                    scope.spawn(move || (kind.name, sends(server, &who, kind, next)))
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
                .map(|writer| writer.join().expect("a writer"))
                .collect()
        });
        for (kind, new) in new {
            acknowledged.entry(kind).or_default().extend(new);
        }
        let _ = server.child.wait();
    }
    let (server, _) = Server::answers_after(place.url(), place.folder());
    adds_up(&desk, &place, &acknowledged).await;
    let counts: Vec<_> = acknowledged
        .iter()
        .map(|(kind, all)| (*kind, all.len()))
        .collect();
    let written: usize = counts.iter().map(|(_, count)| count).sum();
    assert!(
        written > kills as usize,
        "only {written} writes in {kills} rounds"
    );
    assert!(
        counts.len() == 4 && counts.iter().all(|(_, count)| *count > 0),
        "not every kind was written: {counts:?}"
    );
    assert!(
        longest < Duration::from_secs(2),
        "{longest:?} to the first good answer"
    );
    eprintln!(
        "{kills} kills, {written} acknowledged {counts:?}, none lost; slowest restart {longest:?}"
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
