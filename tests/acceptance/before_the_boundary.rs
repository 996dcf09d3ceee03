//! Nothing that staff enter of sessions changes what anybody reads before figures are published: no byte and no
//! header of any public address.

use crate::imports::with;
use crate::permissions::things::Things;
use crate::uploads;
use crate::world::{Actor, World};
use axum::http::HeaderMap;
use payback_panel::actions::{Person, settings};
use payback_panel::domain::policy::Role;
use payback_panel::domain::settings::SMALL_NUMBER_THRESHOLD;
use payback_panel::web::all_routes;
use payback_panel::web::routes::Access;
use std::collections::BTreeMap;

const NEW: &str = "/staff/projects/LC-2026-P0001/sessions/new";
const RETURNS: &str = "project,date,start,end,status,attending,new_to_project,minutes_offered,minutes_credited,reason,note";

/// Addresses that are another thing each time they are asked for: counters for machines.
const COUNTERS: [&str; 1] = ["/metrics"];

/// Beside every public address as it stands: the figures cut, and files and feeds that need a query.
const MORE: [&str; 20] = [
    "/data/figures.csv",
    "/data/figures.json",
    "/data/projects.csv",
    "/data/nominations.json",
    "/data/rounds.csv",
    "/figures?by=month",
    "/figures?stage=nominated&by=area",
    "/figures?stage=voted",
    "/figures?stage=agreed",
    "/figures?by=area&area=E06000016",
    "/figures.csv?by=month",
    "/figures.json?by=area&area=E06000016",
    "/figures/questions?area=E06000016",
    "/figures/questions.csv?part=hours",
    "/figures/questions.csv?part=stood-down",
    "/api/v1/figures?by=month",
    "/api/v1/projects?limit=5",
    "/feeds/projects/LC-2026-P0001.atom",
    "/feeds/areas/E06000016.atom",
    "/projects?area=E05010459&sort=newest",
];

/// What somebody who is not signed in gets: the status, every header but those that name a visitor or a request,
/// and the text without the keys that make a form count once.
type Answer = (u16, Vec<(String, String)>, String);

fn headers(all: &HeaderMap) -> Vec<(String, String)> {
    let mut told: Vec<(String, String)> = all
        .iter()
        .map(|(name, value)| (name.to_string(), format!("{value:?}")))
        .filter(|(name, _)| !["set-cookie", "x-request-id"].contains(&name.as_str()))
        .collect();
    told.sort();
    told
}

/// The text with the value of each hidden one-time field and token taken out.
fn without_keys(text: &str) -> String {
    let mut parts = text.split("<input type=\"hidden\"");
    let mut plain = parts.next().unwrap_or_default().to_string();
    for part in parts {
        let (field, rest) = part.split_once('>').unwrap_or((part, ""));
        let is_key = ["name=\"csrf\"", "name=\"once\"", "name=\"shown\""]
            .iter()
            .any(|name| field.contains(name));
        plain.push_str(if is_key { "" } else { field });
        plain.push_str(rest);
    }
    plain
}

async fn reads(world: &World, addresses: &[String]) -> BTreeMap<String, Answer> {
    let mut all = BTreeMap::new();
    let mut vera = world.visitor("Vera");
    for address in addresses {
        let page = vera.gets_alone(address).await.page();
        let text = without_keys(&page.text);
        all.insert(address.clone(), (page.status, headers(&page.headers), text));
    }
    all
}

/// Which answers differ, and where they begin to.
fn differing(one: &BTreeMap<String, Answer>, other: &BTreeMap<String, Answer>) -> Vec<String> {
    let told = |answer: &Answer| format!("{answer:?}");
    let pairs = one
        .iter()
        .map(|(address, one)| (address, told(one), told(&other[address])));
    let differ = pairs.filter(|(_, one, other)| one != other);
    differ
        .map(|(address, one, other)| {
            let same = one
                .chars()
                .zip(other.chars())
                .take_while(|(a, b)| a == b)
                .count();
            let from = same.saturating_sub(60);
            let part = |text: &str| text.chars().skip(from).take(160).collect::<String>();
            format!("{address}: {} / {}", part(&one), part(&other))
        })
        .collect()
}

async fn records(sam: &mut Actor<'_>, day: &str, fields: &[(&str, &str)]) {
    sam.opens(NEW).await.gets(200);
    sam.fills("date-day", day)
        .fills("start", "9")
        .fills("end", "12");
    for (field, value) in fields {
        sam.fills(field, value);
    }
    sam.presses("Save").await.gets(200).sees("Saved");
}

/// Records, corrects, stands down, fills in a day, and imports.
async fn enters_everything(sam: &mut Actor<'_>) {
    records(
        sam,
        "19",
        &[
            ("status", "held"),
            ("attending", "7"),
            ("new-to-project", "7"),
        ],
    )
    .await;
    let correct = sam.page().link("Something is wrong").expect("a link");
    sam.opens(&correct).await;
    sam.fills("attending", "5")
        .fills("new-to-project", "5")
        .fills("minutes-offered", "900")
        .fills("minutes-credited", "900")
        .fills("correction", "Two left at once")
        .presses("Save the correction")
        .await
        .sees("Correction saved");
    records(
        sam,
        "18",
        &[("status", "stood-down"), ("reason", "weather")],
    )
    .await;
    sam.opens("/staff/sessions/day?date=2026-11-17").await;
    for (field, value) in [
        ("status-1", "held"),
        ("start-1", "9"),
        ("end-1", "12"),
        ("attending-1", "4"),
        ("new-to-project-1", "0"),
    ] {
        sam.fills(field, value);
    }
    sam.presses("Record these sessions").await.gets(200);
    let line = "LC-2026-P0001,2026-11-16,09:30,15:30,held,8,2,2880,2880,,";
    uploads::sends(sam, "returns", &with(RETURNS, &[line])).await;
    uploads::presses(sam, "Import this line").await;
}

walk!(
    nothing_that_staff_enter_changes_a_byte_or_a_header_before_the_boundary,
    |world| {
        world.leaves_letters();
        let things = Things::lay(world).await;
        world.publishes_figures().await;
        let mut addresses: Vec<String> = all_routes()
            .table()
            .into_iter()
            .filter(|(_, method, access)| *method == "GET" && *access == Access::Public)
            .map(|(path, _, _)| things.address(path))
            .filter(|address| !COUNTERS.contains(&address.as_str()))
            .collect();
        addresses.extend(MORE.map(str::to_string));
        let mut sam = world.staff("Sam", Role::Probation, "E06000016").await;
        let before = reads(world, &addresses).await;
        let again = reads(world, &addresses).await;
        assert_eq!(
            differing(&before, &again),
            [""; 0],
            "these differ by themselves"
        );
        let answered = before.values().filter(|(status, _, _)| *status == 200);
        assert!(answered.count() > 60, "too little is looked at");
        let sessions = "SELECT COUNT(*) FROM session_return";
        let recorded = world.counts(sessions).await;
        enters_everything(&mut sam).await;
        assert_eq!(world.counts(sessions).await, recorded + 5);
        let (operator, threshold) = (Person::operator(), &SMALL_NUMBER_THRESHOLD);
        settings::change(world.desk(), &operator, threshold, "5", "10")
            .await
            .expect("raised by one");
        let after = reads(world, &addresses).await;
        assert_eq!(differing(&before, &after), [""; 0], "these changed");
        // The test can fail: at the boundary the same addresses tell of it.
        world.publishes_figures().await;
        let published = reads(world, &addresses).await;
        for address in [
            "/figures",
            "/about/figures",
            "/data/figures.csv",
            "/projects/LC-2026-P0001",
        ] {
            assert_ne!(published[address], before[address], "{address}");
        }
    }
);
