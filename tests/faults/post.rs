//! Mail servers that are down, refuse for now, refuse for good, or hang up after the letter.

use crate::database::Place;
use crate::server::desk;
use payback_panel::actions::Desk;
use payback_panel::jobs::outbox::send_due;
use payback_panel::ports::clock::Clock;
use payback_panel::ports::dice::Dice;
use payback_panel::ports::post::Post;
use payback_panel::store::outbox::{Posted, newest};
use std::net::SocketAddr;
use std::sync::{Arc, Mutex};
use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader};
use tokio::net::{TcpListener, TcpStream};

/// How the mail server behaves.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Manner {
    Takes,
    NotNow,
    Never,
    HangsUpAfterTheLetter,
}

/// A mail server, with what it was told to do and what it was given.
#[derive(Clone)]
struct MailServer {
    address: SocketAddr,
    manner: Arc<Mutex<Manner>>,
    letters: Arc<Mutex<Vec<String>>>,
}

impl MailServer {
    async fn opens(manner: Manner) -> MailServer {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let server = MailServer {
            address: listener.local_addr().expect("an address"),
            manner: Arc::new(Mutex::new(manner)),
            letters: Arc::default(),
        };
        let serving = server.clone();
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let server = serving.clone();
                tokio::spawn(async move { server.talks(stream).await });
            }
        });
        server
    }

    fn becomes(&self, manner: Manner) {
        *self.manner.lock().expect("a manner") = manner;
    }

    fn letters(&self) -> Vec<String> {
        self.letters.lock().expect("letters").clone()
    }

    async fn talks(&self, stream: TcpStream) -> Option<()> {
        let mut stream = BufReader::new(stream);
        stream.write_all(b"220 mail.example\r\n").await.ok()?;
        let mut line = String::new();
        loop {
            line.clear();
            if stream.read_line(&mut line).await.ok()? == 0 {
                return None;
            }
            let manner = *self.manner.lock().expect("a manner");
            let word = line.get(..4).unwrap_or_default().to_uppercase();
            let reply: &[u8] = match (word.as_str(), manner) {
                ("RCPT", Manner::NotNow) => b"451 4.3.2 try again later\r\n",
                ("RCPT", Manner::Never) => b"550 5.1.1 no such mailbox\r\n",
                ("DATA", _) => {
                    stream.write_all(b"354 go on\r\n").await.ok()?;
                    let letter = letter(&mut stream).await?;
                    self.letters.lock().expect("letters").push(letter);
                    if manner == Manner::HangsUpAfterTheLetter {
                        return None;
                    }
                    b"250 taken\r\n"
                }
                ("QUIT", _) => b"221 goodbye\r\n",
                _ => b"250 yes\r\n",
            };
            stream.write_all(reply).await.ok()?;
        }
    }
}

async fn letter(stream: &mut BufReader<TcpStream>) -> Option<String> {
    let mut text = String::new();
    while !text.ends_with("\r\n.\r\n") {
        if stream.read_line(&mut text).await.ok()? == 0 {
            return None;
        }
    }
    Some(text)
}

/// A desk whose letters go to the address, with one letter that is due.
async fn with_a_letter(place: &Place, smtp: SocketAddr) -> Desk {
    let post = Post::smtp(&format!("smtp://{smtp}"), "panel@council.example").expect("an address");
    let real = desk(place.url(), place.folder(), Post::Kept).await;
    let noon = chrono::DateTime::UNIX_EPOCH + chrono::Duration::days(20_000);
    let at = noon.format("%Y-%m-%dT%H:%M:%S%.6fZ");
    place
        .runs(&format!(
            "INSERT INTO outbox (kind, to_address, subject, body, written_at, due_at) VALUES ('x', 'rita@resident.example', 'Hello', 'Hello Rita', '{at}', '{at}')"
        ))
        .await;
    Desk::new(real.db, Clock::held(noon), Dice::seeded(1), post, [7; 32])
}

async fn the_letter(desk: &Desk) -> Posted {
    newest(&desk.db.read(), 1)
        .await
        .expect("the outbox")
        .remove(0)
}

fn number(letter: &str) -> &str {
    let line = letter
        .lines()
        .find(|line| line.to_lowercase().starts_with("message-id:"));
    line.expect("a number")
}

async fn ends(desk: Desk, place: Place) {
    desk.db.close().await;
    place.clear().await;
}

#[tokio::test]
async fn a_letter_waits_while_the_mail_server_is_down_or_refuses_for_now() {
    let place = Place::sqlite();
    let nobody = std::net::TcpListener::bind("127.0.0.1:0")
        .expect("a port")
        .local_addr()
        .expect("an address");
    let desk = with_a_letter(&place, nobody).await;
    assert_eq!(send_due(&desk).await, Ok(0));
    let waits = the_letter(&desk).await;
    assert_eq!(
        (waits.attempts, waits.sent_at, waits.given_up_at),
        (1, None, None)
    );
    assert!(waits.trouble.is_some() && waits.due_at > desk.now());
    let server = MailServer::opens(Manner::NotNow).await;
    let post = Post::smtp(
        &format!("smtp://{}", server.address),
        "panel@council.example",
    )
    .expect("an address");
    let desk = Desk::new(
        desk.db.clone(),
        desk.clock.clone(),
        Dice::seeded(1),
        post,
        [7; 32],
    );
    assert_eq!(send_due(&desk).await, Ok(0));
    assert_eq!(the_letter(&desk).await.attempts, 1, "not before its time");
    for tries in 2..5 {
        desk.clock.forward(chrono::Duration::hours(7));
        assert_eq!(send_due(&desk).await, Ok(0));
        assert_eq!(the_letter(&desk).await.attempts, tries);
    }
    server.becomes(Manner::Takes);
    desk.clock.forward(chrono::Duration::hours(7));
    assert_eq!(send_due(&desk).await, Ok(1));
    assert_eq!(send_due(&desk).await, Ok(0));
    assert_eq!(server.letters().len(), 1);
    assert!(server.letters()[0].contains("Hello Rita"));
    ends(desk, place).await;
}

#[tokio::test]
async fn a_letter_that_is_refused_for_good_is_given_up_and_said_why() {
    let place = Place::sqlite();
    let server = MailServer::opens(Manner::Never).await;
    let desk = with_a_letter(&place, server.address).await;
    assert_eq!(send_due(&desk).await, Ok(0));
    let given_up = the_letter(&desk).await;
    assert!(given_up.given_up_at.is_some());
    assert!(given_up.trouble.expect("why").contains("no such mailbox"));
    server.becomes(Manner::Takes);
    desk.clock.forward(chrono::Duration::days(3));
    assert_eq!(send_due(&desk).await, Ok(0));
    assert!(server.letters().is_empty());
    ends(desk, place).await;
}

#[tokio::test]
async fn a_letter_taken_by_a_server_that_hangs_up_comes_twice_under_one_number() {
    let place = Place::sqlite();
    let server = MailServer::opens(Manner::HangsUpAfterTheLetter).await;
    let desk = with_a_letter(&place, server.address).await;
    assert_eq!(send_due(&desk).await, Ok(0));
    assert_eq!(server.letters().len(), 1);
    server.becomes(Manner::Takes);
    desk.clock.forward(chrono::Duration::hours(7));
    assert_eq!(send_due(&desk).await, Ok(1));
    desk.clock.forward(chrono::Duration::hours(7));
    assert_eq!(send_due(&desk).await, Ok(0));
    let letters = server.letters();
    assert_eq!(letters.len(), 2, "one duplicate at most");
    assert_eq!(number(&letters[0]), number(&letters[1]));
    ends(desk, place).await;
}

#[tokio::test]
async fn two_processes_send_a_letter_once() {
    let mut places = vec![Place::sqlite()];
    places.extend(Place::postgres().await);
    for place in places {
        let server = MailServer::opens(Manner::Takes).await;
        let desk = with_a_letter(&place, server.address).await;
        let other = desk.clone();
        let (one, two) = tokio::join!(send_due(&desk), send_due(&other));
        assert_eq!(one.expect("one") + two.expect("two"), 1);
        assert_eq!(server.letters().len(), 1);
        ends(desk, place).await;
    }
}
