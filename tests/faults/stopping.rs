//! Told to stop, the server answers what it was asked and nothing is broken off.

use crate::client::{get, read};
use crate::database::Place;
use crate::server::{FORM, Server, laid, session_form};
use payback_panel::ports::dice::Dice;
use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::time::{Duration, Instant};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_was_asked_before_the_stop_is_answered_whole() {
    let place = Place::sqlite();
    let session = laid(&place).await;
    let mut server = Server::starts(place.url(), place.folder(), &[]);
    let csrf = server.gets(FORM, &session).hidden("csrf");
    let mut lines = vec![];
    for number in 0..200 {
        let mut line = TcpStream::connect(server.address).expect("a connection");
        line.set_read_timeout(Some(Duration::from_secs(30)))
            .expect("a limit");
        let once = Dice::Fair.once();
        let request = match number % 4 {
            0 => session_form(&session, &csrf, once.as_str(), 0, number),
            1 => get("/projects", ""),
            2 => get("/figures", ""),
            _ => get(FORM, &session),
        };
        line.write_all(request.as_bytes()).expect("it is asked");
        lines.push((number, line));
    }
    let started = Instant::now();
    server.told_to_stop();
    let mut recorded = 0;
    for (number, mut line) in lines {
        let answer = read(&mut line).unwrap_or_else(|broken| panic!("request {number}: {broken}"));
        let wanted = if number % 4 == 0 { 303 } else { 200 };
        assert_eq!(answer.status, wanted, "request {number}: {}", answer.head);
        recorded += i64::from(number % 4 == 0);
    }
    assert!(server.child.wait().expect("it ends").success());
    assert!(
        started.elapsed() < Duration::from_secs(15),
        "{:?}",
        started.elapsed()
    );
    assert!(
        TcpStream::connect(server.address).is_err(),
        "new requests are refused"
    );
    assert_eq!(
        place.counts("SELECT count(*) FROM session_in_force").await,
        recorded
    );
    place.clear().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_mail_server_that_never_answers_holds_up_neither_pages_nor_the_stop() {
    let silent = TcpListener::bind("127.0.0.1:0").expect("a port");
    let smtp = format!("smtp://{}", silent.local_addr().expect("an address"));
    let place = Place::sqlite();
    laid(&place).await;
    let letters = (0..5).map(|n| format!("('x', 'rita{n}@resident.example', 'Hello', 'Hello', '2020-01-01T00:00:00.000000Z', '2020-01-01T00:00:00.000000Z')"));
    let letters = letters.collect::<Vec<_>>().join(", ");
    place.runs(&format!("INSERT INTO outbox (kind, to_address, subject, body, written_at, due_at) VALUES {letters}")).await;
    let settings = [
        ("PAYBACK_SMTP", smtp.as_str()),
        ("PAYBACK_SENDER", "panel@council.example"),
    ];
    let mut server = Server::starts(place.url(), place.folder(), &settings);
    let (mut line, _) = silent.accept().expect("it tries to send");
    assert_eq!(server.gets("/projects", "").status, 200);
    // It waits for a greeting still, so the page did not wait for the post.
    line.set_nonblocking(true).expect("a line");
    let greeting = line.read(&mut [0; 1]).map_err(|error| error.kind());
    assert_eq!(greeting, Err(std::io::ErrorKind::WouldBlock));
    let started = Instant::now();
    server.told_to_stop();
    assert!(server.child.wait().expect("it ends").success());
    assert!(
        started.elapsed() < Duration::from_secs(10),
        "{:?}",
        started.elapsed()
    );
    assert_eq!(
        place
            .counts("SELECT count(*) FROM outbox WHERE sent_at IS NULL AND given_up_at IS NULL")
            .await,
        5
    );
    place.clear().await;
}
