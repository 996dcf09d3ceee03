//! A disk that is full, a database that takes no writes, a lock that somebody holds.

use crate::client::{Answer, ask};
use crate::database::Place;
use crate::server::{FORM, Server, laid, session_form};
use payback_panel::ports::dice::Dice;
use sea_orm::{ConnectionTrait, Database};
use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

fn left_out(what: &str) {
    let _ = writeln!(
        std::io::stderr(),
        "{what} was left out: it takes the right to mount or to mark files."
    );
}

fn runs(command: &str, words: &[&str]) -> bool {
    let status = Command::new(command)
        .args(words)
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status();
    status.is_ok_and(|status| status.success())
}

fn is_a_plain_refusal(answer: &Answer) {
    assert_eq!(answer.status, 503, "{}\n{}", answer.head, answer.body);
    assert!(answer.header("retry-after").is_some(), "{}", answer.head);
    assert!(
        answer
            .body
            .contains("Sorry, we cannot save anything just now"),
        "{}",
        answer.body
    );
    assert!(answer.body.contains("</html>"));
}

/// Pages to read work: for everybody, and for somebody signed in.
fn reads_go_on(server: &Server, session: &str) {
    for (path, session) in [
        ("/", ""),
        ("/projects", ""),
        ("/projects/LC-2020-P0001", ""),
        ("/figures", ""),
        (FORM, session),
    ] {
        let started = Instant::now();
        let answer = server.gets(path, session);
        assert_eq!(answer.status, 200, "{path}: {}", answer.head);
        assert!(
            started.elapsed() < Duration::from_secs(2),
            "{path}: {:?}",
            started.elapsed()
        );
    }
}

struct Sam<'s> {
    server: &'s Server,
    session: &'s str,
    csrf: String,
}

impl Sam<'_> {
    fn signed_in<'s>(server: &'s Server, session: &'s str) -> Sam<'s> {
        let csrf = server.gets(FORM, session).hidden("csrf");
        Sam {
            server,
            session,
            csrf,
        }
    }

    fn records(&self, number: u32) -> Answer {
        let once = Dice::Fair.once();
        let form = session_form(self.session, &self.csrf, once.as_str(), 0, number);
        ask(self.server.address, &form).expect("a whole answer")
    }

    fn is_ready(&self) -> bool {
        // The answer stands for two seconds.
        std::thread::sleep(Duration::from_millis(2100));
        self.server.gets("/health/ready", "").status == 200
    }
}

/// A mount that goes away with its test.
struct Mounted<'f>(&'f Path);

impl Drop for Mounted<'_> {
    fn drop(&mut self) {
        runs("umount", &["-l", &self.0.display().to_string()]);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_full_disk_stops_writes_and_nothing_else_until_there_is_space() {
    let place = Place::sqlite();
    let folder = place.folder().display().to_string();
    if !runs("mount", &["-t", "tmpfs", "-o", "size=6m", "tmpfs", &folder]) {
        left_out("A full disk");
        return place.clear().await;
    }
    let mounted = Mounted(place.folder());
    let session = laid(&place).await;
    let mut server = Server::starts(place.url(), place.folder(), &[]);
    let sam = Sam::signed_in(&server, &session);
    assert_eq!(sam.records(0).status, 303);
    assert!(sam.is_ready());
    let filler = place.folder().join("filler");
    let full = std::fs::write(&filler, vec![0; 8 << 20]);
    assert!(full.is_err(), "the disk is full");
    // What fits into space that SQLite has already is still written.
    let mut kept = 1;
    let refused = (1..2000).map(|number| sam.records(number)).find(|answer| {
        kept += i64::from(answer.status == 303);
        answer.status != 303
    });
    is_a_plain_refusal(&refused.expect("the disk is full"));
    reads_go_on(&server, &session);
    assert!(!sam.is_ready(), "an operator is told");
    assert_eq!(server.gets("/health/live", "").status, 200);
    std::fs::remove_file(&filler).expect("space returns");
    assert_eq!(sam.records(2400).status, 303);
    assert!(sam.is_ready());
    assert_eq!(
        place.counts("SELECT count(*) FROM session_in_force").await,
        kept + 1
    );
    let broken = "SELECT count(*) FROM pragma_integrity_check WHERE integrity_check <> 'ok'";
    assert_eq!(place.counts(broken).await, 0);
    server.told_to_stop();
    assert!(server.child.wait().expect("it ends").success());
    drop(mounted);
    place.clear().await;
}

/// A file that nobody may write, until its test ends.
struct Immutable(String);

impl Drop for Immutable {
    fn drop(&mut self) {
        runs("chattr", &["-i", &self.0]);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_read_only_file_is_served_and_writes_are_refused() {
    let place = Place::sqlite();
    let session = laid(&place).await;
    let file = place.file().expect("a file").display().to_string();
    if !runs("chattr", &["+i", &file]) {
        left_out("A read-only file");
        return place.clear().await;
    }
    let immutable = Immutable(file);
    {
        let server = Server::starts(place.url(), place.folder(), &[]);
        reads_go_on(&server, &session);
        let sam = Sam::signed_in(&server, &session);
        is_a_plain_refusal(&sam.records(0));
        assert!(!sam.is_ready());
    }
    drop(immutable);
    place.clear().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_database_server_turned_read_only_refuses_writes_until_it_takes_them_again() {
    let Some(place) = Place::postgres().await else {
        return;
    };
    let session = laid(&place).await;
    let server = Server::starts(place.url(), place.folder(), &[]);
    let sam = Sam::signed_in(&server, &session);
    assert_eq!(sam.records(0).status, 303);
    let (base, name) = place.url().rsplit_once('/').expect("a name");
    // From beside it: a connection that may not write cannot undo that for itself.
    let beside = Database::connect(format!("{base}/postgres"))
        .await
        .expect("it opens");
    let turn = async |how: &str| {
        let told = format!("ALTER DATABASE {name} SET default_transaction_read_only = {how}");
        beside
            .execute_unprepared(&told)
            .await
            .expect("it is turned");
        // Connections that are open keep what they were told.
        let end = format!(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}'"
        );
        beside.execute_unprepared(&end).await.expect("they end");
        std::thread::sleep(Duration::from_millis(500));
    };
    turn("on").await;
    // The pool finds out which of its connections are gone.
    let refused = (1..40)
        .map(|number| sam.records(number))
        .find(|answer| answer.body.contains("cannot save"));
    is_a_plain_refusal(&refused.expect("a refusal"));
    reads_go_on(&server, &session);
    assert!(!sam.is_ready());
    turn("off").await;
    let taken = (100..140).any(|number| sam.records(number).status == 303);
    assert!(taken, "writes come back without a restart");
    assert!(sam.is_ready());
    beside.close().await.expect("close");
    drop(server);
    place.clear().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_lock_held_for_ten_seconds_is_told_as_busy_and_reads_go_on() {
    let place = Place::sqlite();
    let session = laid(&place).await;
    let server = Server::starts(place.url(), place.folder(), &[]);
    let sam = Sam::signed_in(&server, &session);
    let holder = Database::connect(place.url()).await.expect("it opens");
    let mut one = sea_orm::ConnectOptions::new(place.url());
    one.max_connections(1);
    let holder = {
        let _ = holder.close().await;
        Database::connect(one).await.expect("it opens")
    };
    holder
        .execute_unprepared("BEGIN IMMEDIATE")
        .await
        .expect("the lock");
    let held = Instant::now();
    let answers = std::thread::scope(|scope| {
        let writers: Vec<_> = (0..4)
            .map(|number| {
                let sam = &sam;
                scope.spawn(move || (sam.records(number), held.elapsed()))
            })
            .collect();
        reads_go_on(&server, &session);
        writers
            .into_iter()
            .map(|writer| writer.join().expect("a writer"))
            .collect::<Vec<_>>()
    });
    for (answer, after) in &answers {
        is_a_plain_refusal(answer);
        assert!(*after < Duration::from_secs(10), "{after:?}");
    }
    assert!(!sam.is_ready(), "an operator is told");
    tokio::time::sleep(Duration::from_secs(10).saturating_sub(held.elapsed())).await;
    holder
        .execute_unprepared("ROLLBACK")
        .await
        .expect("the lock is free");
    holder.close().await.expect("close");
    assert_eq!(sam.records(0).status, 303);
    assert_eq!(
        place.counts("SELECT count(*) FROM session_in_force").await,
        1
    );
    drop(server);
    place.clear().await;
}

#[tokio::test]
async fn a_database_that_cannot_be_opened_is_one_clear_line() {
    let place = Place::sqlite();
    let output = Command::new(env!("CARGO_BIN_EXE_payback-panel"))
        .arg("migrate")
        .current_dir(place.folder())
        .env(
            "DATABASE_URL",
            format!("sqlite:{}", place.folder().display()),
        )
        .output()
        .expect("the program runs");
    let error = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(1), "{error}");
    assert_eq!(error.lines().count(), 1, "{error}");
    place.clear().await;
}
