//! What the map costs with 100,000 places, as ratios within one run.
//!
//! `cargo bench --bench map`. Marks of a tile and the list of a part of the map, against a bare axum
//! server that sends the same bytes: kept while the data stands, grouped anew for every request, and tiles
//! that nobody asked for before, each once. Before that the marks of all tiles are counted. Run as a test,
//! it says how to run it.

mod tiles;

#[path = "../load/house.rs"]
mod house;
#[path = "../load/mod.rs"]
mod load;

use axum::Router;
use axum::body::Bytes;
use axum::http::header::{CONTENT_ENCODING, CONTENT_TYPE};
use axum::routing::get;
use house::{app, listen, middle, product, threads};
use load::{Asking, Heard, Line, drive, drive_through};
use std::fmt::Write as _;
use std::fs;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant};
use tokio::runtime::Runtime;

const CONNECTIONS: usize = 16;
const PLACES: u32 = 100_000;

fn main() {
    let asked = |word: &str| std::env::args().any(|argument| argument == word);
    if !asked("--bench") {
        println!("The map is measured with: cargo bench --bench map");
        return;
    }
    let quick = asked("--quick");
    let (rounds, time) = match quick {
        true => (3, Duration::from_millis(700)),
        false => (5, Duration::from_secs(2)),
    };
    let folder =
        std::env::temp_dir().join(format!("payback-panel-bench-map-{}", std::process::id()));
    fs::create_dir_all(&folder).expect("a folder");
    let places = if quick { PLACES / 4 } else { PLACES };
    lay(&folder, places);
    let kept_all = measure(&folder, places, rounds, time);
    let _ = fs::remove_dir_all(&folder);
    if !kept_all {
        std::process::exit(1);
    }
}

fn measure(folder: &Path, places: u32, rounds: usize, time: Duration) -> bool {
    let (servers, clients) = (threads("servers"), threads("clients"));
    let app = servers.block_on(app(url(folder)));
    let (kept, anew) = (
        product(&servers, &app, false),
        product(&servers, &app, true),
    );
    for zoom in [5, 9, 12, 14] {
        let told = clients.block_on(tiles::counted(kept, zoom));
        assert_eq!(told, u64::from(places), "marks of all tiles of zoom {zoom}");
    }
    println!("| what | answers/s | bare server, answers/s | ratio | promised |");
    println!("| --- | ---: | ---: | ---: | --- |");
    let mut kept_all = true;
    for (name, path) in parts() {
        let asking = Asking::get(path, &[("accept-encoding", "gzip")]);
        for (how, address, promised) in [("kept", kept, Some(30)), ("grouped anew", anew, None)] {
            let began = Instant::now();
            clients.block_on(ask(address, &asking));
            let first = began.elapsed();
            // A short file is packed when it is asked for again: the bare server sends what comes from then on.
            let heard = clients.block_on(ask(address, &asking));
            eprintln!(
                "{name}, {how}: {} bytes, first in {first:?}",
                heard.body.len()
            );
            // Packed, an answer without a single mark is shorter.
            assert!(heard.body.len() > 100, "{name} shows nothing");
            let packed = heard.head.contains("content-encoding: gzip");
            let bare = bare(&servers, path, heard.body, packed);
            let (mut own, mut other) = (vec![], vec![]);
            for _ in 0..rounds {
                own.push(clients.block_on(rate(address, &asking, time)));
                other.push(clients.block_on(rate(bare, &asking, time)));
            }
            kept_all &= told(&format!("{name}, {how}"), own, other, promised);
        }
    }
    let (mut own, mut other) = (vec![], vec![]);
    let all = tiles::askings(15);
    let bare = tiles::bare(&servers, clients.block_on(tiles::answers(kept, &all)));
    let askings: Vec<Asking> = all.into_iter().map(|(_, asking)| asking).collect();
    for _ in 0..rounds {
        // A front of its own, which has kept nothing yet; the groups stand.
        let new = product(&servers, &app, false);
        let through = |address| drive_through(address, &askings, 200, CONNECTIONS);
        own.push(clients.block_on(through(new)).expect("every answer whole"));
        other.push(clients.block_on(through(bare)).expect("every answer whole"));
    }
    let what = format!(
        "{} tiles of zoom 15, each for the first time",
        askings.len()
    );
    kept_all & told(&what, own, other, Some(30))
}

/// Prints a row. Says whether what was promised was kept.
fn told(what: &str, own: Vec<u64>, other: Vec<u64>, promised: Option<u64>) -> bool {
    let (own, other) = (middle(own), middle(other));
    let ratio = own * 100 / other.max(1);
    let is_missed = promised.is_some_and(|least| ratio < least);
    let missed = if is_missed { " (missed)" } else { "" };
    let promised = promised.map_or("-".into(), |least| format!("at least 0.{least}"));
    println!(
        "| {what} | {own} | {other} | {}.{:02}{missed} | {promised} |",
        ratio / 100,
        ratio % 100
    );
    !is_missed
}

/// What a browser asks for: tiles from far and near, the list, and the drawing for who has no script.
fn parts() -> [(&'static str, &'static str); 5] {
    [
        ("a tile of zoom 7", "/map/marks.json?zoom=7&x=63&y=41"),
        ("a tile of zoom 11", "/map/marks.json?zoom=11&x=1017&y=670"),
        ("a tile of zoom 14", "/map/marks.json?zoom=14&x=8140&y=5365"),
        (
            "a list of zoom 12",
            "/map?zoom=12&column=8137&row=5361&across=8&down=8&part=list",
        ),
        (
            "a drawing of zoom 12",
            "/map/drawing.svg?zoom=12&column=8137&row=5361&across=8&down=8",
        ),
    ]
}

async fn ask(address: SocketAddr, asking: &Asking) -> Heard {
    let mut line = Line::open(address).await.expect("a connection");
    let heard = line.ask(asking).await.expect("an answer");
    assert_eq!(heard.status, 200, "{}", heard.head);
    heard
}

async fn rate(address: SocketAddr, asking: &Asking, time: Duration) -> u64 {
    drive(address, asking, 200, CONNECTIONS, time)
        .await
        .expect("every answer whole")
}

/// A bare server of these bytes.
fn bare(runtime: &Runtime, path: &str, body: Vec<u8>, packed: bool) -> SocketAddr {
    let body = Bytes::from(body);
    let headers = [
        (CONTENT_TYPE, "application/json"),
        (CONTENT_ENCODING, if packed { "gzip" } else { "identity" }),
    ];
    let path = path.split('?').next().unwrap_or(path);
    let router = Router::new().route(path, get(async move || (headers, body.clone())));
    let (listener, address) = listen(runtime);
    runtime.spawn(async move { axum::serve(listener, router).await });
    address
}

fn url(folder: &Path) -> String {
    format!("sqlite:{}", folder.join("panel.db").display())
}

fn run(folder: &Path, arguments: &[&str]) {
    let done = Command::new(env!("CARGO_BIN_EXE_payback-panel"))
        .args(arguments)
        .current_dir(folder)
        .env("DATABASE_URL", url(folder))
        .output()
        .expect("the program runs");
    let said = String::from_utf8_lossy(&done.stderr);
    assert!(done.status.success(), "{arguments:?}: {said}");
}

/// The demonstration's areas, and so many projects thrown over them.
fn lay(folder: &Path, many: u32) {
    let seed = |name: &str| -> PathBuf {
        Path::new(env!("CARGO_MANIFEST_DIR"))
            .join("seed-data")
            .join(name)
    };
    for (file, kind, parent) in [
        ("areas-probation.geojson", "probation-area", None),
        ("areas-councils.geojson", "council", None),
        ("areas-wards.geojson", "ward", Some("UTLACD")),
    ] {
        let file = seed(file);
        let file = file.to_str().expect("a path in UTF-8");
        let mut arguments = vec!["areas", "import", file, "--kind", kind, "--set", "2025"];
        if let Some(parent) = parent {
            arguments.extend(["--parent", parent]);
        }
        run(folder, &arguments);
    }
    let mut out = String::from(
        "reference,title,category,council_code,ward_code,lat,lon,agreed_on,started_on,completed_on,origin,\
         nominated_on,beneficiary,summary\n",
    );
    let mut die = 2009_u32;
    let mut roll = |sides: u32| {
        die = die.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        (die >> 8) % sides
    };
    for number in 0..many {
        let completed = if number % 3 == 0 { "" } else { "2026-09-30" };
        let (north, west) = (52_400 + roll(500), 750 + roll(700));
        let (more_north, more_west) = (roll(100), roll(100));
        let _ = writeln!(
            out,
            "BN-2016-P{number:06},Work {number} on the paths and hedges,litter,E06000016,,{}.{:03}{more_north:02},\
             -{}.{:03}{more_west:02},2016-04-01,2016-04-04,{completed},other,,Everybody who passes,Cleared.",
            north / 1000,
            north % 1000,
            west / 1000,
            west % 1000,
        );
    }
    let file = folder.join("projects.csv");
    fs::write(&file, out).expect("written");
    run(
        folder,
        &["projects", "import", file.to_str().expect("a path")],
    );
}
