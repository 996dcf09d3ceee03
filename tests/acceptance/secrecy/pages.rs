//! What is sent out while a vote is open: pages, their sizes, their tags, and how long they take.

use crate::laid::{self, option};
use crate::sealed_laid::{self, pair};
use crate::world::{Actor, World};
use chrono::Duration;
use payback_panel::actions::ballots::{heads, timetable};
use payback_panel::domain::policy::Role;
use payback_panel::store::ballots::Round;
use sea_orm::{ConnectionTrait, Statement};
use std::time::{Duration as Time, Instant};

/// Pages that everybody can open and that know of the vote, or could.
const PAGES: [&str; 25] = [
    "/",
    "/votes",
    "/votes.csv",
    "/votes/next-place",
    "/votes/next-place/box",
    "/votes/next-place/box.txt",
    "/votes/next-place/box-heads.json",
    "/votes/next-place/result",
    "/votes/next-place/result.json",
    "/votes/next-place/register-totals.json",
    "/votes/next-place/SHA256SUMS",
    "/votes/next-place/find",
    "/votes/campaigns/winter",
    "/votes/campaigns/winter/votes.csv",
    "/api/v1/rounds",
    "/api/v1/rounds/next-place",
    "/panels",
    "/panels/leicester",
    "/panels/leicester/shortlists/1",
    "/votes/next-place/ballots.csv",
    "/votes/next-place/rule-sheet.json",
    "/data/rounds.csv",
    "/feeds/votes.atom",
    "/areas/E06000016",
    "/figures",
];

/// What an answer tells: its status, its words and every header.
#[derive(Debug, PartialEq)]
struct Told {
    path: &'static str,
    status: u16,
    text: String,
    headers: Vec<(String, String)>,
}

/// Every page as this browser gets it. The name of the request is new each time, and no secret of the vote's.
async fn told(browser: &mut Actor<'_>) -> Vec<Told> {
    let mut all = vec![];
    for path in PAGES {
        browser.gets_alone(path).await;
        let page = browser.page();
        let mut headers: Vec<(String, String)> = page
            .headers
            .iter()
            .filter(|(name, _)| !["x-request-id", "date"].contains(&name.as_str()))
            .map(|(name, value)| (name.to_string(), value.to_str().unwrap_or("").to_string()))
            .collect();
        headers.sort();
        all.push(Told {
            path,
            status: page.status,
            text: page.text.clone(),
            headers,
        });
    }
    all
}

/// Says where two answers part, not all of both.
fn assert_same(before: &Told, after: &Told) {
    let path = before.path;
    assert_eq!(before.status, after.status, "{path}");
    assert_eq!(before.headers, after.headers, "{path}");
    let parts = before
        .text
        .bytes()
        .zip(after.text.bytes())
        .position(|(a, b)| a != b);
    if let Some(at) = parts {
        let around = |text: &str| {
            let from = at.saturating_sub(60);
            String::from_utf8_lossy(&text.as_bytes()[from..(at + 60).min(text.len())]).into_owned()
        };
        panic!(
            "{path}: {:?} became {:?}",
            around(&before.text),
            around(&after.text)
        );
    }
    assert_eq!(before.text.len(), after.text.len(), "{path}");
}

/// People vote without anything else happening: their accounts were there before.
async fn vote(world: &World, round: &Round, voters: &[payback_panel::actions::Person]) {
    use payback_panel::actions::ballots::casting::{self, Casting};
    for (number, voter) in (0_u128..).zip(voters) {
        let envelope = laid::envelope(number, &option(2));
        let done = casting::cast(world.desk(), voter, round, &envelope, "").await;
        assert!(matches!(done, Ok(Casting::Voted(_))), "{done:?}");
    }
}

walk!(no_page_moves_with_the_votes_of_an_open_round, |world| {
    let key = pair(1);
    let round = sealed_laid::open_round(world, std::slice::from_ref(&key)).await;
    world
        .place()
        .runs(
            "INSERT INTO campaign (slug, name, area_code, opens_at, closes_at) VALUES ('winter', 'Winter vote', \
             'E06000016', '2026-11-23T12:00:00.000000Z', '2026-12-03T12:00:00.000000Z'); \
             UPDATE round SET campaign_id = (SELECT id FROM campaign)",
        )
        .await;
    world.leaves_letters();
    let mut voters = vec![];
    for number in 0..30 {
        voters.push(laid::voter(
            &world.resident(&format!("voter{number}")).await,
        ));
    }
    let mut known = world.visitor("Known");
    known.opens("/votes/next-place").await;
    let probation = world.staff("Priya", Role::Probation, "PDU-LLR").await;
    let elsewhere = world.staff("Fiona", Role::Council, "E06000017").await;
    let mut browsers = [known, probation, elsewhere];
    let mut before = vec![];
    for browser in &mut browsers {
        // The first look gives a browser its cookie.
        told(browser).await;
        before.push(told(browser).await);
    }
    // Every page is there to be looked at but what comes after the vote, and what is another council's.
    let absent: Vec<&str> = before[0]
        .iter()
        .filter(|page| page.status == 404)
        .map(|page| page.path)
        .collect();
    assert_eq!(
        absent,
        [
            "/votes/next-place/result.json",
            "/votes/next-place/register-totals.json",
            "/votes/next-place/SHA256SUMS",
            "/votes/next-place/ballots.csv",
        ]
    );
    vote(world, &round, &voters).await;
    assert_eq!(world.counts("SELECT COUNT(*) FROM ballot_box").await, 30);
    // The audit log is told of them in a batch, which moves the version of the data.
    timetable::tell_of_ballots(world.desk())
        .await
        .expect("told");
    for (browser, before) in browsers.iter_mut().zip(&before) {
        for (before, after) in before.iter().zip(told(browser).await) {
            assert_same(before, &after);
        }
        // To staff who have no part in it the vote's own pages are closed, whatever is in the box.
        browser.gets_alone("/staff/rounds/next-place").await;
        assert_ne!(browser.page().status, 200);
    }

    // The check sees what may be seen: the head of a night, with its number of votes.
    world.passes(Duration::days(1));
    heads::nightly(world.desk()).await.expect("a head");
    let later = told(&mut browsers[0]).await;
    let moved: Vec<&str> = before[0]
        .iter()
        .zip(&later)
        .filter(|(before, later)| before != later)
        .map(|(page, _)| page.path)
        .collect();
    assert_eq!(
        moved,
        [
            "/votes/next-place",
            "/votes/next-place/box",
            "/votes/next-place/box.txt",
            "/votes/next-place/box-heads.json"
        ]
    );
});

/// The shortest of many times that something took: what others do on the machine does not shorten it.
async fn shortest(world: &World, browser: &mut Actor<'_>, path: &str) -> Time {
    let mut shortest = Time::MAX;
    for number in 0..120 {
        // Made afresh each time: the page is not taken from memory.
        let began = Instant::now();
        browser.gets_alone(&format!("{path}?look={number}")).await;
        shortest = shortest.min(began.elapsed());
    }
    let _ = world;
    shortest
}

walk!(
    no_page_takes_longer_the_more_votes_are_in_the_box,
    |world| {
        laid::open_round(world).await;
        let mut rita = world.visitor("Rita");
        rita.opens("/votes/next-place").await;
        let paths = ["/votes/next-place", "/votes", "/votes/next-place/box"];
        let mut empty = vec![];
        for path in paths {
            empty.push(shortest(world, &mut rita, path).await);
        }
        let counting = "SELECT COUNT(*) FROM ballot_box b WHERE LENGTH(b.sealed) > 1";
        let blind = counted_in(world, counting).await;
        let fill = match world.place().file() {
            Some(_) => {
                "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 30000) \
             INSERT INTO ballot_box SELECT 1, 'slot' || i, randomblob(300) FROM n; \
             WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 30000) \
             INSERT INTO voter_register SELECT 1, 'voter' || i, '', NULL, 0, 'email' FROM n"
            }
            None => {
                "INSERT INTO ballot_box SELECT 1, 'slot' || i, decode(repeat('ab', 300), 'hex') \
             FROM generate_series(1, 30000) i; \
             INSERT INTO voter_register SELECT 1, 'voter' || i, '', NULL, FALSE, 'email' \
             FROM generate_series(1, 30000) i; ANALYZE"
            }
        };
        world.place().runs(fill).await;
        for (path, empty) in paths.into_iter().zip(empty) {
            let full = shortest(world, &mut rita, path).await;
            assert!(
                full < empty * 3 / 2,
                "{path}: {empty:?} with no vote, {full:?} with 30,000"
            );
        }
        // A question that looks into the box does take longer: the clock can tell.
        let seen = counted_in(world, counting).await;
        assert!(
            seen > blind * 2,
            "{blind:?} with no vote, {seen:?} with 30,000"
        );
    }
);

async fn counted_in(world: &World, sql: &str) -> Time {
    let connection = world.place().connect().await;
    let mut shortest = Time::MAX;
    for _ in 0..10 {
        let statement = Statement::from_string(connection.get_database_backend(), sql);
        let began = Instant::now();
        connection.query_one_raw(statement).await.expect(sql);
        shortest = shortest.min(began.elapsed());
    }
    connection.close().await.expect("close");
    shortest
}
