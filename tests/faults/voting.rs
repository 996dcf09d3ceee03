//! Casting while processes die, and from several processes at once: what was acknowledged is in the box once,
//! the register has as many rows as the box, and nothing of it stands in a log or a measurement.

use crate::client::{self, Answer, ask};
use crate::database::Place;
use crate::server::{Server, desk};
use crate::vote_laid;
use payback_panel::ports::post::Post;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

/// A server that takes longer to its first votes is broken.
const LONGEST: Duration = Duration::from_secs(30);

const CAST: &str = "/votes/next-place/cast";

/// An open vote and so many residents who are signed in. Gives their sessions.
async fn laid(place: &Place, voters: usize) -> Vec<String> {
    let desk = desk(place.url(), place.folder(), Post::Kept).await;
    place.lay_areas().await;
    let sessions = vote_laid::laid(&desk, place, voters).await;
    desk.db.close().await;
    sessions
}

/// The form that casts a vote, as the page that checks it gives it. `None` where the server went away.
fn form(server: &Server, session: &str) -> Option<Vec<(String, String)>> {
    let page = ask(server.address, &client::get("/votes/next-place", session)).ok()?;
    assert_eq!(page.status, 200, "{}", page.body);
    let fields = [("csrf", &*page.hidden("csrf")), ("choice", "lc-2026-0001")];
    let path = "/votes/next-place/review";
    let page = ask(server.address, &client::post(path, session, &fields)).ok()?;
    assert_eq!(page.status, 200, "{}", page.body);
    let field = |name: &str| (name.to_string(), page.hidden(name));
    let mut form: Vec<_> = ["csrf", "once", "choices", "mark"].map(field).into();
    form.push(("postcode".into(), "LE99 1AA".into()));
    Some(form)
}

fn cast(server: &Server, session: &str, form: &[(String, String)]) -> Result<Answer, String> {
    let fields: Vec<(&str, &str)> = form.iter().map(|(a, b)| (a.as_str(), b.as_str())).collect();
    ask(server.address, &client::post(CAST, session, &fields))
}

/// The receipt on a page, if it is one.
fn receipt(answer: &Answer) -> Option<String> {
    let is_code = |word: &&str| {
        word.len() == 19
            && word
                .bytes()
                .enumerate()
                .all(|(at, byte)| (at % 5 == 4) == (byte == b'-'))
    };
    let mut words = answer.body.split(['<', '>', ' ', '"']);
    words.find(is_code).map(str::to_string)
}

async fn counts(place: &Place) -> (i64, i64) {
    let register = place.counts("SELECT COUNT(*) FROM voter_register").await;
    (
        register,
        place.counts("SELECT COUNT(*) FROM ballot_box").await,
    )
}

/// A vote that may have been cast: the form that was sent, and the receipt where it was acknowledged.
type Sent = BTreeMap<usize, (Vec<(String, String)>, Option<String>)>;

/// Votes in turn until the server goes away.
fn votes(server: &Server, sessions: &[String], next: &AtomicUsize, sent: &Mutex<Sent>) {
    loop {
        let voter = next.fetch_add(1, Ordering::Relaxed);
        let Some(session) = sessions.get(voter) else {
            return;
        };
        let Some(form) = form(server, session) else {
            return;
        };
        let answer = cast(server, session, &form);
        let receipt = answer.as_ref().ok().map(|answer| {
            assert_eq!(answer.status, 200, "{}", answer.body);
            receipt(answer).expect("a receipt")
        });
        let gone = receipt.is_none();
        sent.lock()
            .expect("the list")
            .insert(voter, (form, receipt));
        if gone {
            return;
        }
    }
}

/// After each restart the register and the box agree, every vote that was acknowledged is in, and the same
/// form sent again gets the same receipt, whether its first answer came or not.
async fn survives(place: Place, kills: u32) {
    let sessions = laid(&place, 40 * kills as usize).await;
    let next = AtomicUsize::new(0);
    let sent = Mutex::new(Sent::new());
    let mut server = Server::starts(place.url(), place.folder(), &[]);
    let mut unanswered = 0;
    for kill in 0..kills {
        std::thread::scope(|scope| {
            for _ in 0..6 {
                scope.spawn(|| votes(&server, &sessions, &next, &sent));
            }
            // At another moment of a vote each time, once votes have begun to come.
            let before = sent.lock().expect("the list").len();
            let began = Instant::now();
            while sent.lock().expect("the list").len() < before + 4 && began.elapsed() < LONGEST {
                std::thread::sleep(Duration::from_millis(1));
            }
            std::thread::sleep(Duration::from_micros(3_700) * kill);
            let status = std::process::Command::new("kill")
                .args(["-9", &server.child.id().to_string()])
                .status();
            assert!(status.expect("kill runs").success());
        });
        let _ = server.child.wait();
        let (register, in_box) = counts(&place).await;
        assert_eq!(register, in_box, "after kill {kill}");
        server = Server::starts(place.url(), place.folder(), &[]);
        let all = std::mem::take(&mut *sent.lock().expect("the list"));
        let acknowledged = all
            .values()
            .filter(|(_, receipt)| receipt.is_some())
            .count();
        assert!(register >= i64::try_from(acknowledged).expect("few"));
        let mut kept = sent.lock().expect("the list");
        for (voter, (form, before)) in all {
            let again = cast(&server, &sessions[voter], &form).expect("an answer");
            assert_eq!(again.status, 200, "{}", again.body);
            let again = receipt(&again).expect("a receipt");
            unanswered += usize::from(before.is_none());
            assert!(before.is_none_or(|before| before == again));
            kept.insert(voter, (form, Some(again)));
        }
    }
    let kept = sent.into_inner().expect("the list");
    let receipts: BTreeSet<&String> = kept
        .values()
        .filter_map(|(_, receipt)| receipt.as_ref())
        .collect();
    assert_eq!(receipts.len(), kept.len(), "a receipt for each voter");
    let voted = i64::try_from(kept.len()).expect("few");
    assert_eq!(counts(&place).await, (voted, voted));
    assert!(
        kept.len() > kills as usize,
        "only {voted} votes in {kills} kills"
    );
    eprintln!("{kills} kills, {voted} votes, {unanswered} of them sent again unanswered");
    drop(server);
    place.clear().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_killed_server_leaves_as_many_ballots_as_voters() {
    survives(Place::sqlite(), 15).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_killed_server_leaves_as_many_ballots_as_voters_on_a_database_server() {
    if let Some(place) = Place::postgres().await {
        survives(place, 6).await;
    }
}

/// One entitlement, a thousand casts at once over four processes on one database.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn four_processes_give_one_person_one_ballot() {
    let Some(place) = Place::postgres().await else {
        return;
    };
    let sessions = laid(&place, 1).await;
    let servers: Vec<Server> = (0..4)
        .map(|_| Server::starts(place.url(), place.folder(), &[]))
        .collect();
    // Every other cast is of one form, the others are of forms of their own.
    let forms: Vec<_> = (0..26)
        .map(|at| form(&servers[at % 4], &sessions[0]).expect("a form"))
        .collect();
    let next = AtomicUsize::new(0);
    let answers = Mutex::new(vec![]);
    std::thread::scope(|scope| {
        for thread in 0..24 {
            let (server, next, answers, forms, session) =
                (&servers[thread % 4], &next, &answers, &forms, &sessions[0]);
            scope.spawn(move || {
                loop {
                    let number = next.fetch_add(1, Ordering::Relaxed);
                    if number >= 1000 {
                        return;
                    }
                    let form = if number % 2 == 0 { 0 } else { 1 + number % 25 };
                    let answer = cast(server, session, &forms[form]).expect("an answer");
                    answers.lock().expect("answers").push((form, answer));
                }
            });
        }
    });
    assert_eq!(counts(&place).await, (1, 1));
    let answers = answers.into_inner().expect("answers");
    assert_eq!(answers.len(), 1000);
    let mut receipts = BTreeSet::new();
    let mut winners = BTreeSet::new();
    for (form, answer) in &answers {
        assert_eq!(answer.status, 200, "{}", answer.head);
        match receipt(answer) {
            Some(code) => {
                receipts.insert(code);
                winners.insert(form);
            }
            None => assert!(
                answer.body.contains("You have already voted"),
                "{}",
                answer.body
            ),
        }
    }
    assert_eq!((receipts.len(), winners.len()), (1, 1));
    drop(servers);
    place.clear().await;
}

/// What a server says to its operator while people vote: with everything logged, and measured.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn no_log_and_no_measurement_tells_of_a_vote() {
    for place in [Some(Place::sqlite()), Place::postgres().await]
        .into_iter()
        .flatten()
    {
        let sessions = laid(&place, 12).await;
        let log = place.folder().join("server.log");
        let server = Server::logs_to(place.url(), place.folder(), &log);
        let before = server.gets("/metrics", "").body;
        let mut receipts = vec![];
        for session in &sessions {
            let form = form(&server, session).expect("a form");
            let answer = cast(&server, session, &form).expect("an answer");
            receipts.push(receipt(&answer).expect("a receipt"));
            cast(&server, session, &form).expect("an answer");
        }
        let after = server.gets("/metrics", "").body;
        // A page that is opened leaves a line and a count: the check sees them.
        let text = std::fs::read_to_string(&log).expect("the log");
        assert!(text.contains("/votes/{slug}"), "the log is empty:\n{text}");
        assert_ne!(before, after);
        for (of, said) in [("log", &text), ("measurements", &after)] {
            for receipt in &receipts {
                assert!(!said.contains(receipt), "a receipt stands in the {of}");
            }
            for word in [
                "/cast",
                "/review",
                "lc-2026-0001",
                "LE99",
                "residents.example",
            ] {
                assert!(!said.contains(word), "{word} stands in the {of}:\n{said}");
            }
        }
        drop(server);
        place.clear().await;
    }
}
