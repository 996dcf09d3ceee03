//! Casting while processes die, and from several processes at once: what was acknowledged is in the box once,
//! the register has as many rows as the box, and nothing of it stands in a log or a measurement.

use crate::client::{self, Answer, ask};
use crate::database::Place;
use crate::server::{Server, desk};
use crate::vote_laid;
use payback_panel::ports::post::Post;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Barrier, Mutex};
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

/// Forms of one person: every other cast is of the first, the others are of forms of their own.
fn forms_of(servers: &[Server], session: &str) -> Vec<Vec<(String, String)>> {
    (0..26)
        .map(|at| form(&servers[at % servers.len()], session).expect("a form"))
        .collect()
}

/// What came back to a cast, and which form it was.
type Came = (usize, Result<Answer, String>);

/// How many browsers wait for an answer at the same time: what comes at once through one machine's connections.
const AT_ONCE: usize = 250;

/// Held by a test of four processes on the database server: each has connections of its own, and one server has not
/// enough for two such tests at a time.
static FOUR_PROCESSES: tokio::sync::Mutex<()> = tokio::sync::Mutex::const_new(());

/// A thousand casts by one person over these processes, so many at a time. Answers once all came back.
fn a_thousand(
    servers: &[Server],
    session: &str,
    (forms, at_once): (&[Vec<(String, String)>], usize),
    meanwhile: impl FnOnce(&dyn Fn() -> usize),
) -> Vec<Came> {
    let next = AtomicUsize::new(0);
    let answers = Mutex::new(vec![]);
    std::thread::scope(|scope| {
        for thread in 0..at_once {
            let (server, next, answers) = (&servers[thread % servers.len()], &next, &answers);
            scope.spawn(move || {
                loop {
                    let number = next.fetch_add(1, Ordering::Relaxed);
                    if number >= 1000 {
                        return;
                    }
                    let form = if number % 2 == 0 { 0 } else { 1 + number % 25 };
                    let answer = cast(server, session, &forms[form]);
                    answers.lock().expect("answers").push((form, answer));
                }
            });
        }
        meanwhile(&|| answers.lock().expect("answers").len());
    });
    answers.into_inner().expect("answers")
}

/// The one receipt among these answers and the form it is of. Whoever got none was told that they have voted,
/// or was never answered.
fn one_receipt<'a>(answers: impl IntoIterator<Item = &'a Came>) -> Option<(usize, String)> {
    let mut found = BTreeSet::new();
    for (form, answer) in answers {
        let Ok(answer) = answer else { continue };
        assert_eq!(answer.status, 200, "{}", answer.head);
        match receipt(answer) {
            Some(code) => {
                found.insert((*form, code));
            }
            None => assert!(
                answer.body.contains("You have already voted"),
                "{}",
                answer.body
            ),
        }
    }
    assert!(found.len() <= 1, "{found:?}");
    found.pop_first()
}

/// How often a thousand casts by one person are made at once.
const TIMES: usize = 20;

/// One entitlement, a thousand casts at once, twenty times over: every answer comes and is good.
async fn one_ballot_each(place: Place, processes: usize) {
    let sessions = laid(&place, TIMES).await;
    let servers: Vec<Server> = (0..processes)
        .map(|_| Server::starts(place.url(), place.folder(), &[]))
        .collect();
    for (session, voted) in sessions.iter().zip(1..) {
        let forms = forms_of(&servers, session);
        let answers = a_thousand(&servers, session, (&forms, AT_ONCE), |_| {});
        assert_eq!(counts(&place).await, (voted, voted));
        all_came(&answers);
        assert!(one_receipt(&answers).is_some());
    }
    drop(servers);
    place.clear().await;
}

/// Each of a thousand casts was answered.
fn all_came(answers: &[Came]) {
    assert_eq!(answers.len(), 1000);
    let lost = answers.iter().find(|(_, answer)| answer.is_err());
    assert!(lost.is_none(), "{lost:?}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_process_gives_twenty_people_one_ballot_each() {
    one_ballot_each(Place::sqlite(), 1).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn four_processes_give_twenty_people_one_ballot_each() {
    let _alone = FOUR_PROCESSES.lock().await;
    if let Some(place) = Place::postgres().await {
        one_ballot_each(place, 4).await;
    }
}

/// A hundred people who each send their form four times at once: four hundred good answers, a hundred ballots, and
/// the same receipt four times.
async fn four_times_each(place: Place, processes: usize) {
    let sessions = laid(&place, 100).await;
    let servers: Vec<Server> = (0..processes)
        .map(|_| Server::starts(place.url(), place.folder(), &[]))
        .collect();
    let forms: Vec<_> = sessions
        .iter()
        .map(|session| form(&servers[0], session).expect("a form"))
        .collect();
    let all = Barrier::new(400);
    let answers = Mutex::new(vec![]);
    std::thread::scope(|scope| {
        for cast_number in 0..400 {
            let voter = cast_number % 100;
            let server = &servers[cast_number / 100 % servers.len()];
            let (session, form) = (&sessions[voter], &forms[voter]);
            let (all, answers) = (&all, &answers);
            scope.spawn(move || {
                all.wait();
                let answer = cast(server, session, form).expect("an answer");
                answers.lock().expect("answers").push((voter, answer));
            });
        }
    });
    let mut receipts: BTreeMap<usize, Vec<String>> = BTreeMap::new();
    for (voter, answer) in answers.into_inner().expect("answers") {
        assert_eq!(answer.status, 200, "{}", answer.head);
        let receipt = receipt(&answer).expect("a receipt");
        receipts.entry(voter).or_default().push(receipt);
    }
    let different: BTreeSet<&String> = receipts.values().map(|own| &own[0]).collect();
    assert_eq!(different.len(), 100);
    for own in receipts.values() {
        assert!(
            own.len() == 4 && own.iter().all(|one| *one == own[0]),
            "{own:?}"
        );
    }
    assert_eq!(counts(&place).await, (100, 100));
    drop(servers);
    place.clear().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_hundred_people_who_send_four_times_at_once_get_four_hundred_good_answers() {
    four_times_each(Place::sqlite(), 1).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_hundred_people_who_send_to_four_processes_at_once_get_four_hundred_good_answers() {
    let _alone = FOUR_PROCESSES.lock().await;
    if let Some(place) = Place::postgres().await {
        four_times_each(place, 4).await;
    }
}

/// Waits until the database server has noticed that the processes are gone: it keeps their connections until
/// then, and takes only so many.
async fn let_go(place: &Place) {
    if place.file().is_some() {
        return;
    }
    let mine = "SELECT COUNT(*) FROM pg_stat_activity WHERE datname = current_database()";
    let began = Instant::now();
    while place.counts(mine).await > 1 {
        assert!(began.elapsed() < LONGEST, "connections are still held");
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}

/// One entitlement, a thousand casts at once, and every process is killed in the middle: after the restart the
/// register has as many rows as the box, and whoever sends the forms again gets the one receipt.
async fn one_ballot_through_kills(place: Place, processes: usize, kills: u32) {
    let sessions = laid(&place, kills as usize).await;
    let start = || -> Vec<Server> {
        let one = |_| Server::starts(place.url(), place.folder(), &[]);
        (0..processes).map(one).collect()
    };
    let (mut unanswered, mut written) = (0, 0);
    for (session, kill) in sessions.iter().zip(0_u32..) {
        let mut servers = start();
        let forms = forms_of(&servers, session);
        let before = a_thousand(&servers, session, (&forms, 24), |answered| {
            // Once before the first answer, then after so many.
            let (wanted, began) = (7 * kill as usize, Instant::now());
            while answered() < wanted && began.elapsed() < LONGEST {
                std::thread::sleep(Duration::from_millis(1));
            }
            std::thread::sleep(Duration::from_millis(10));
            for server in &servers {
                let status = std::process::Command::new("kill")
                    .args(["-9", &server.child.id().to_string()])
                    .status();
                assert!(status.expect("kill runs").success());
            }
        });
        for server in &mut servers {
            let _ = server.child.wait();
        }
        drop(servers);
        let_go(&place).await;
        unanswered += before.iter().filter(|(_, answer)| answer.is_err()).count();
        let (register, in_box) = counts(&place).await;
        assert_eq!(register, in_box, "after kill {kill}");
        assert!(register == i64::from(kill) || register == i64::from(kill) + 1);
        written += usize::from(register > i64::from(kill));
        let servers = start();
        let again = a_thousand(&servers, session, (&forms, 24), |_| {});
        all_came(&again);
        let found = one_receipt(before.iter().chain(&again));
        assert!(found.is_some(), "nobody got the receipt after kill {kill}");
        assert_eq!(
            counts(&place).await,
            (i64::from(kill) + 1, i64::from(kill) + 1)
        );
    }
    assert!(written > 0 && unanswered > 0, "no kill came in the middle");
    eprintln!(
        "{kills} kills, {unanswered} casts unanswered, {written} ballots written before the kill"
    );
    place.clear().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_thousand_casts_through_a_kill_are_one_ballot() {
    one_ballot_through_kills(Place::sqlite(), 1, 4).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_thousand_casts_through_a_kill_of_four_processes_are_one_ballot() {
    let _alone = FOUR_PROCESSES.lock().await;
    if let Some(place) = Place::postgres().await {
        one_ballot_through_kills(place, 4, 3).await;
    }
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
