//! A backup is one instant, however many write meanwhile; and killed half way, nothing is half.

use crate::database::Place;
use crate::operator::{
    another, audit_rows, command, dump, file, files, gets, opened, places, word,
};
use payback_panel::domain::events::Event;
use payback_panel::domain::policy::Actor;
use payback_panel::store::{Db, StoreError, settings};
use std::process::Stdio;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicI64, Ordering};
use std::time::{Duration, Instant};

const WRITERS: i64 = 8;

/// Writes two rows a change until it is told to stop; they always say the same.
async fn writes(db: Db, writer: i64, stop: Arc<AtomicBool>, done: Arc<AtomicI64>) {
    let mut number = 0_i64;
    while !stop.load(Ordering::Relaxed) {
        number += 1;
        let now = chrono::DateTime::UNIX_EPOCH + chrono::Duration::seconds(number);
        let change = db.work(Actor::Operator, now, move |work| async move {
            settings::set(&work, &format!("a{writer}"), &number.to_string()).await?;
            settings::set(&work, &format!("z{writer}"), &number.to_string()).await?;
            let event = Event::AreaChanged {
                code: "E06000016".into(),
                what: number.to_string(),
            };
            work.commit(event).await?;
            Ok::<_, StoreError>(())
        });
        change.await.expect("the change is made");
        done.fetch_add(1, Ordering::Relaxed);
    }
}

/// Rows enough that a backup takes a while.
async fn fill(place: &Place) {
    let many = "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 60000)
        INSERT INTO postcode (postcode, lat, lon) SELECT 'LE' || i, 52.6, -1.1 FROM n";
    place.runs(many).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_backup_taken_while_eight_write_is_one_instant() {
    for place in places().await {
        let db = opened(&place).await;
        fill(&place).await;
        let (stop, done) = (
            Arc::new(AtomicBool::new(false)),
            Arc::new(AtomicI64::new(0)),
        );
        let writers: Vec<_> = (0..WRITERS)
            .map(|writer| tokio::spawn(writes(db.clone(), writer, stop.clone(), done.clone())))
            .collect();
        while done.load(Ordering::Relaxed) < 50 {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
        for number in 0..3 {
            let backup = file(&place, &format!("{number}.backup"));
            let before = done.load(Ordering::Relaxed);
            let (place_of, name) = (command(&place, &["backup", word(&backup)]), backup.clone());
            let output = tokio::task::spawn_blocking(move || {
                let mut c = place_of;
                c.output()
            });
            let output = output.await.expect("it runs").expect("it ends");
            assert!(
                output.status.success(),
                "{}",
                String::from_utf8_lossy(&output.stderr)
            );
            let after = done.load(Ordering::Relaxed);
            assert!(after > before, "nobody wrote meanwhile");
            let rows = audit_rows(&String::from_utf8_lossy(&output.stdout));
            assert!(
                rows >= before && rows <= after + WRITERS,
                "{before} ≤ {rows} ≤ {after}"
            );
            is_one_instant(&name, rows).await;
        }
        stop.store(true, Ordering::Relaxed);
        for writer in writers {
            writer.await.expect("the writer ends");
        }
        db.close().await;
        let target = another(&place).await;
        let started = Instant::now();
        gets(&target, &["restore", word(&file(&place, "2.backup"))]);
        assert!(started.elapsed() < Duration::from_secs(60));
        target.clear().await;
        place.clear().await;
    }
}

async fn is_one_instant(backup: &std::path::Path, rows: i64) {
    let lines = dump(backup, rows).await;
    let mut settings: Vec<(String, String)> = lines
        .iter()
        .filter_map(|line| line.strip_prefix("setting: '"))
        .filter_map(|line| line.split_once("','"))
        .map(|(name, rest)| {
            (
                name.to_string(),
                rest.split('\'').next().unwrap_or_default().to_string(),
            )
        })
        .collect();
    settings.sort();
    let half = settings.len() / 2;
    assert!(half > 0 && half <= WRITERS as usize);
    let (mut changes, of) = (0, |name: &str| {
        settings
            .iter()
            .find(|(found, _)| found == name)
            .map(|(_, value)| value.clone())
    });
    for writer in 0..WRITERS {
        let (a, z) = (of(&format!("a{writer}")), of(&format!("z{writer}")));
        assert_eq!(a, z, "writer {writer}");
        changes += a.map_or(0, |value| value.parse().expect("a number"));
    }
    assert_eq!(changes, rows, "as many changes as audit rows");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_backup_or_restore_that_is_killed_leaves_nothing_half() {
    for place in places().await {
        opened(&place).await.close().await;
        fill(&place).await;
        let whole = file(&place, "whole.backup");
        let started = Instant::now();
        gets(&place, &["backup", word(&whole)]);
        let usual = started.elapsed();
        for round in 1..4 {
            let half = file(&place, "half.backup");
            killed_after(command(&place, &["backup", word(&half)]), usual * round / 4);
            assert!(!half.exists() || dump(&half, 0).await == dump(&whole, 0).await);
            let _ = std::fs::remove_file(&half);
        }
        let target = another(&place).await;
        opened(&target).await.close().await;
        for round in 1..4 {
            killed_after(
                command(&target, &["restore", word(&whole)]),
                usual * round / 4,
            );
            let rows = target.counts("SELECT count(*) FROM postcode").await;
            if rows != 0 {
                assert_eq!(rows, 60_000);
                break;
            }
        }
        if target.counts("SELECT count(*) FROM postcode").await == 0 {
            gets(&target, &["restore", word(&whole)]);
        }
        gets(&target, &["audit", "verify"]);
        assert_eq!(target.counts("SELECT count(*) FROM postcode").await, 60_000);
        assert!(files(&place).iter().any(|name| name == "whole.backup"));
        target.clear().await;
        place.clear().await;
    }
}

fn killed_after(mut command: std::process::Command, time: Duration) {
    let mut child = command
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .expect("the program runs");
    std::thread::sleep(time);
    let _ = child.kill();
    child.wait().expect("it ends");
}
