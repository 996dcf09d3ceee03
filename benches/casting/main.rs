//! What casting a ballot costs, as ratios within one run.
//!
//! `cargo bench --bench casting`. 256 voters at once over HTTP on SQLite, each answered after its ballot is on
//! the disk: against a bare axum handler that puts the same bytes through the same grouped writer, and, with
//! 1 ms added to every sync, against the product's own rate with one commit each. Syncs are counted, and held
//! for a while, to show that each answer came after one. Then the memory of the program over 200,000 casts. `--quick` takes fewer.
//! Run as a test, it says how to run it.

#[path = "../../tests/acceptance/world/database.rs"]
#[allow(dead_code)] // a walk needs more of it
mod database;
#[path = "../load/mod.rs"]
#[allow(dead_code)]
mod load;
#[path = "../load/memory.rs"]
mod resident;
#[path = "../../tests/faults/vote_laid.rs"]
mod vote_laid;

mod memory;
mod servers;
mod syncs;
mod voters;

use load::{Asking, Line};
use servers::Laid;
use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::{Duration, Instant};

/// Voters who cast at once.
const AT_ONCE: usize = 256;
/// How long no sync ends, to see that nobody is answered.
const HELD_FOR: Duration = Duration::from_millis(1_000);

fn main() {
    let asked = |word: &str| std::env::args().any(|argument| argument == word);
    if !asked("--bench") {
        println!("Casting is measured with: cargo bench --bench casting");
        return;
    }
    let quick = asked("--quick");
    let casts = if quick { 2_000 } else { 40_000 };
    let runtime = tokio::runtime::Runtime::new().expect("threads");
    syncs::register();
    let mut kept = runtime.block_on(rates(casts));
    kept &= memory::measured(&runtime, if quick { 4_000 } else { 200_000 });
    if !kept {
        std::process::exit(1);
    }
}

/// How many casts are answered while no sync can end. All of them are once syncs end again.
async fn answered_without_a_sync() -> usize {
    let laid = Laid::with_voters(AT_ONCE).await;
    let (address, _) = laid.product(AT_ONCE).await;
    let forms = voters::forms(address, laid.sessions()).await;
    let answered = Arc::new(AtomicUsize::new(0));
    syncs::hold(true);
    let mut clients = vec![];
    for form in forms {
        let mut line = Line::open(address).await.expect("a connection");
        let answered = answered.clone();
        clients.push(tokio::spawn(async move {
            let heard = line.ask(&form).await.expect("an answer");
            assert_eq!(heard.status, 200, "{}", heard.head);
            answered.fetch_add(1, Ordering::SeqCst);
        }));
    }
    tokio::time::sleep(HELD_FOR).await;
    let early = answered.load(Ordering::SeqCst);
    syncs::hold(false);
    for client in clients {
        client.await.expect("a client");
    }
    laid.holds(AT_ONCE).await;
    laid.ends().await;
    early
}

/// Casts a second, and whether each answer came after a sync that began after the request was sent.
struct Rate {
    a_second: u64,
    casts: usize,
    syncs: u64,
    each_after_a_sync: bool,
}

/// Sends each request once, over so many connections at once.
async fn drive(address: SocketAddr, requests: Vec<Asking>) -> Rate {
    let (requests, next) = (Arc::new(requests), Arc::new(AtomicUsize::new(0)));
    let all_after = Arc::new(AtomicBool::new(true));
    let mut lines = vec![];
    for _ in 0..AT_ONCE {
        lines.push(Line::open(address).await.expect("a connection"));
    }
    let (began, before) = (Instant::now(), syncs::count());
    let clients: Vec<_> = lines
        .into_iter()
        .map(|mut line| {
            let (requests, next, all_after) = (requests.clone(), next.clone(), all_after.clone());
            tokio::spawn(async move {
                while let Some(request) = requests.get(next.fetch_add(1, Ordering::Relaxed)) {
                    let sent = syncs::now();
                    let heard = line.ask(request).await.expect("an answer");
                    assert_eq!(heard.status, 200, "{}", heard.head);
                    if !sent.has_sync_after() {
                        all_after.store(false, Ordering::Relaxed);
                    }
                }
            })
        })
        .collect();
    for client in clients {
        client.await.expect("a client");
    }
    let micros = began.elapsed().as_micros().max(1);
    let casts = requests.len();
    Rate {
        a_second: u64::try_from(casts as u128 * 1_000_000 / micros).unwrap_or(u64::MAX),
        casts,
        syncs: syncs::count() - before,
        each_after_a_sync: all_after.load(Ordering::Relaxed),
    }
}

/// A row of the table, and whether what was promised was kept.
fn row(what: &str, one: &Rate, other: &Rate, least: u64) -> bool {
    let ratio = one.a_second * 100 / other.a_second.max(1);
    let kept = ratio >= least;
    println!(
        "| {what} | {} | {} | {}.{:02}{} | at least {}.{:02} |",
        one.a_second,
        other.a_second,
        ratio / 100,
        ratio % 100,
        if kept { "" } else { " (missed)" },
        least / 100,
        least % 100
    );
    kept
}

async fn rates(casts: usize) -> bool {
    let product = async |slower: Duration, at_most: usize, casts: usize| {
        let laid = Laid::with_voters(casts).await;
        let (address, _) = laid.product(at_most).await;
        let forms = voters::forms(address, laid.sessions()).await;
        syncs::slower_by(slower);
        let rate = drive(address, forms).await;
        syncs::slower_by(Duration::ZERO);
        laid.holds(casts).await;
        laid.ends().await;
        rate
    };
    let grouped = product(Duration::ZERO, AT_ONCE, casts).await;
    let bare = {
        let laid = Laid::with_voters(1).await;
        let address = laid.bare().await;
        let requests = (0..casts).map(|_| Asking::post("/cast", &[], "choice=lc-2026-0001"));
        let rate = drive(address, requests.collect()).await;
        laid.holds(casts).await;
        laid.ends().await;
        rate
    };
    let ms = Duration::from_millis(1);
    let slow = product(ms, AT_ONCE, casts).await;
    let one_each = product(ms, 1, (casts / 20).max(AT_ONCE)).await;
    let kept = told([&grouped, &bare, &slow, &one_each]);
    let early = answered_without_a_sync().await;
    println!("Answered while no sync could end: {early} of {AT_ONCE} (promised: none).");
    kept && early == 0
}

/// Prints the table and the syncs, and says whether all that was promised was kept.
fn told([grouped, bare, slow, one_each]: [&Rate; 4]) -> bool {
    println!("| what | casts/s | against, casts/s | ratio | promised |");
    println!("| --- | ---: | ---: | ---: | --- |");
    let mut kept = row(
        "durable casts, 256 at once / a bare handler with the same writer",
        grouped,
        bare,
        40,
    );
    kept &= row(
        "the same with 1 ms more a sync / one commit each",
        slow,
        one_each,
        1000,
    );
    for (what, rate) in [
        ("grouped", grouped),
        ("1 ms more a sync", slow),
        ("one commit each", one_each),
    ] {
        // A transaction holds as many casts as there are clients at the most, and each needs its own sync.
        let least = match what {
            "one commit each" => rate.casts,
            _ => rate.casts.div_ceil(AT_ONCE),
        };
        println!(
            "{what}: {} casts, {} syncs (at least {least}); each answer came after a sync: {}",
            rate.casts,
            rate.syncs,
            if rate.each_after_a_sync { "yes" } else { "NO" }
        );
        kept &= rate.each_after_a_sync && rate.syncs >= least as u64;
    }
    kept
}
