//! The memory of the built program while people vote: its peak after a tenth of the casts and after all.

use crate::database::Place;
use crate::load::Line;
use crate::resident::peak_kib;
use crate::{vote_laid, voters};
use payback_panel::actions::Desk;
use payback_panel::config::{self, Config};
use payback_panel::ports::clock::Clock;
use payback_panel::ports::dice::Dice;
use payback_panel::store::Db;
use std::io::{BufRead, BufReader};
use std::net::SocketAddr;
use std::process::{Child, Command, Stdio};
use tokio::runtime::Runtime;

/// The peak may grow by so much, in KiB: pools and caches that fill once.
const GROWTH_KIB: u64 = 16 * 1024;

/// A program that is ended when it is dropped.
struct Running(Child);

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// Measures so many casts, and says whether the peak stayed flat.
pub fn measured(runtime: &Runtime, casts: usize) -> bool {
    runtime.block_on(async {
        let place = Place::sqlite();
        let sessions = laid(&place, casts).await;
        let (running, address) = start(&place);
        let (few, rest) = sessions.split_at(casts / 10);
        vote(address, few).await;
        let early = peak_kib(running.0.id());
        vote(address, rest).await;
        let late = peak_kib(running.0.id());
        let voted = place.counts("SELECT COUNT(*) FROM ballot_box").await;
        assert_eq!(voted, i64::try_from(casts).expect("few"));
        drop(running);
        place.clear().await;
        println!(
            "Peak memory after {} casts: {early} KiB; after {casts}: {late} KiB (promised: flat, at most {GROWTH_KIB} KiB more).",
            casts / 10
        );
        early > 0 && late <= early + GROWTH_KIB
    })
}

async fn laid(place: &Place, voters: usize) -> Vec<String> {
    let config =
        Config::for_demonstration(&place.folder().join("panel.db"), ([127, 0, 0, 1], 0).into());
    let config = config.expect("a configuration");
    let db = Db::open(place.url(), config.letterhead())
        .await
        .expect("the database opens");
    place.lay_areas().await;
    let secret = config::secret(&place.folder().join("panel.key")).expect("a key");
    let desk = Desk::new(db, Clock::Real, Dice::Fair, config.post.clone(), secret);
    let sessions = vote_laid::laid(&desk, place, voters).await;
    desk.db.close().await;
    sessions
}

fn start(place: &Place) -> (Running, SocketAddr) {
    let mut child = Command::new(env!("CARGO_BIN_EXE_payback-panel"))
        .args(["serve", "--listen", "127.0.0.1:0"])
        .current_dir(place.folder())
        .env("DATABASE_URL", place.url())
        .env("PAYBACK_SECRET_FILE", place.folder().join("panel.key"))
        .env("PAYBACK_LOG", "error")
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .expect("the program starts");
    let mut line = String::new();
    let said = child.stdout.take().expect("its output");
    BufReader::new(said).read_line(&mut line).expect("a line");
    let address = line
        .trim()
        .rsplit("http://")
        .next()
        .and_then(|text| text.parse().ok());
    (Running(child), address.expect("its address"))
}

async fn vote(address: SocketAddr, sessions: &[String]) {
    let clients: Vec<_> = sessions
        .chunks(sessions.len().div_ceil(64).max(1))
        .map(|part| {
            let part = part.to_vec();
            tokio::spawn(async move {
                let mut line = Line::open(address).await.expect("a connection");
                for session in &part {
                    let form = voters::form(&mut line, session).await.expect("a form");
                    let heard = line.ask(&form).await.expect("an answer");
                    assert_eq!(heard.status, 200, "{}", heard.head);
                }
            })
        })
        .collect();
    for client in clients {
        client.await.expect("a client");
    }
}
