//! Projects from their beginning to what people think of them, with their sessions, their files and the
//! figures that are released.

use super::Twice;
use super::nominations::photo;
use crate::attendances::HEADING;
use crate::imports::with;
use crate::laid::assessed;
use crate::projects_laid::lay_project;
use crate::world::{Actor, World};
use chrono::Duration;
use payback_panel::actions::Person;
use payback_panel::actions::figures;
use payback_panel::domain::policy::Role;

pub const ROUTES: &[&str] = &[
    "/staff/projects/new",
    "/staff/projects/from/{nomination}",
    "/staff/projects/{reference}/edit",
    "/staff/projects/{reference}/move/{kind}",
    "/staff/projects/{reference}/plan",
    "/staff/projects/{reference}/sessions/new",
    "/staff/projects/{reference}/updates/new",
    "/staff/projects/{reference}/updates/{id}/photos",
    "/staff/projects/{reference}/updates/{id}/publish",
    "/staff/projects/{reference}/photos/{id}/remove",
    "/staff/sessions/day",
    "/staff/sessions/{key}/correct",
    "/staff/imports",
    "/staff/imports/{key}/import",
    "/staff/imports/{key}/abandon",
    "/projects/{reference}/feedback",
    "/staff/releases/new",
    "/staff/releases/{release}/check",
    "/staff/releases/{release}/back",
    "/staff/releases/{release}/publish",
    "/staff/releases/{release}/discard",
];

const LEICESTER: &str = "E06000016";
const STAFF: &str = "/staff/projects/LC-2026-P0001";

async fn begins(twice: &mut Twice<'_>, sam: &mut Actor<'_>) {
    sam.opens("/staff/projects/new").await;
    for (field, value) in [
        ("title", "Hedges"),
        ("area", "E05010458"),
        ("category", "gardening"),
        ("summary", "Cut them back."),
    ] {
        sam.fills(field, value);
    }
    twice.creates(sam, "Set the project up", "project", 1).await;
    sam.opens("/staff/projects/from/LC-2026-0001").await;
    // A nomination becomes one project: that is its key.
    twice.makes(sam, "Make it a project", "project", 1).await;
    sam.opens(&format!("{STAFF}/edit")).await;
    sam.fills("title", "Hedges and paths");
    twice.makes(sam, "Save", "project", 0).await;
}

async fn moves(twice: &mut Twice<'_>, sam: &mut Actor<'_>) {
    for (kind, button, fills) in [
        ("pause", "Pause", vec![("reason", "The ground is frozen.")]),
        ("resume", "Go on with the work", vec![]),
        (
            "complete",
            "Complete it and publish this",
            vec![
                ("work-done", "Hedge cut back."),
                ("closing-statement", "It is light again."),
            ],
        ),
    ] {
        sam.opens(&format!("{STAFF}/move/{kind}")).await;
        for (field, value) in fills {
            sam.fills(field, value);
        }
        twice.makes(sam, button, "project_step", 1).await;
    }
}

async fn records(twice: &mut Twice<'_>, sam: &mut Actor<'_>) {
    sam.opens(&format!("{STAFF}/plan")).await;
    sam.fills("weekdays", "tuesday")
        .fills("start", "0930")
        .fills("end", "1530");
    twice
        .creates(sam, "Save the usual days", "session_plan", 1)
        .await;
    sam.opens(&format!("{STAFF}/sessions/new")).await;
    for (field, value) in [
        ("date-day", "20"),
        ("start", "0930"),
        ("end", "1530"),
        ("status", "held"),
        ("attending", "6"),
    ] {
        sam.fills(field, value);
    }
    twice.creates(sam, "Save", "session_return", 1).await;
    sam.follows("Something is wrong").await;
    sam.fills("minutes-credited", "2000")
        .fills("correction", "One left early");
    twice
        .creates(sam, "Save the correction", "session_return", 1)
        .await;
    sam.opens("/staff/sessions/day?date=2026-11-19").await;
    for (field, value) in [
        ("status-1", "held"),
        ("start-1", "0930"),
        ("end-1", "1530"),
        ("attending-1", "5"),
        ("new-to-project-1", "0"),
        ("status-2", "held"),
        ("start-2", "0930"),
        ("end-2", "1530"),
        ("attending-2", "4"),
        ("new-to-project-2", "4"),
    ] {
        sam.fills(field, value);
    }
    twice
        .creates(sam, "Record these sessions", "session_return", 2)
        .await;
}

async fn tells(world: &World, twice: &mut Twice<'_>, sam: &mut Actor<'_>, olga: &mut Actor<'_>) {
    sam.opens(&format!("{STAFF}/updates/new")).await;
    sam.fills("title", "The first path")
        .fills("body", "Come and see.");
    twice.creates(sam, "Save", "project_update", 1).await;
    sam.follows("Photos before and after").await;
    photo(world, twice, sam, "before").await;
    twice.makes(sam, "Take this photo away", "photo", -1).await;
    olga.opens(STAFF).await;
    twice.presses(olga, "Publish").await;
}

/// Waits until nothing works on the newest file any more.
async fn rests(world: &World) {
    let busy = "SELECT COUNT(*) FROM import_upload WHERE state IN ('checking', 'importing')";
    for _ in 0..400 {
        if world.counts(busy).await == 0 {
            return;
        }
        tokio::time::sleep(std::time::Duration::from_millis(25)).await;
    }
    panic!("the work on a file has no end");
}

/// Sends a list of attendances twice and opens its page.
async fn uploads(world: &World, twice: &mut Twice<'_>, sam: &mut Actor<'_>, person: &str) {
    sam.opens("/staff/imports").await;
    sam.fills("kind", "attendances").keeps_last();
    let (path, _, fields) = sam.would_send("Check this file");
    twice.sent(&path);
    let line = format!("LC-2026-P0001,2026-11-03,09:30,15:30,{person},ATTC,");
    let file = [("file", with(HEADING, &[line.as_str()]))];
    let before = world.counts("SELECT COUNT(*) FROM import_upload").await;
    let mut led_to = vec![];
    for _ in 0..2 {
        sam.uploads(&path, &fields, &file).await.gets(303);
        led_to.push(sam.page().headers["location"].clone());
    }
    assert_eq!(led_to[0], led_to[1]);
    let now = world.counts("SELECT COUNT(*) FROM import_upload").await;
    assert_eq!(now, before + 1);
    rests(world).await;
    sam.goes_on().await;
}

async fn imports(world: &World, twice: &mut Twice<'_>, sam: &mut Actor<'_>) {
    uploads(world, twice, sam, "PERSON-A").await;
    twice
        .makes(sam, "Do not import it", "import_upload", -1)
        .await;
    uploads(world, twice, sam, "PERSON-B").await;
    let returns = "SELECT COUNT(*) FROM session_return";
    let before = world.counts(returns).await;
    let (path, _, fields) = sam.would_send("Import this line");
    twice.sent(&path);
    let [one, other] = sam.sends_twice_at_once(&path, &fields).await;
    assert_eq!(super::told(&one), super::told(&other));
    assert_eq!(one.status, 303);
    rests(world).await;
    sam.sends(&path, &fields).await.gets(303);
    assert_eq!(world.counts(returns).await, before + 1);
}

async fn releases(twice: &mut Twice<'_>, olga: &mut Actor<'_>, hugo: &mut Actor<'_>) {
    let drafts = async |twice: &mut Twice<'_>, olga: &mut Actor<'_>| {
        olga.opens("/staff/releases/new").await;
        olga.fills("length", "month");
        olga.fills("month-month", "11").fills("month-year", "2026");
        twice.creates(olga, "Draft the release", "release", 1).await;
    };
    drafts(twice, olga).await;
    twice
        .makes(olga, "Throw the draft away", "release", -1)
        .await;
    drafts(twice, olga).await;
    let address = olga.page().path.clone();
    for last in [false, true] {
        olga.opens(&address).await;
        olga.fills("findings", "It was so").fills("sure", "yes");
        twice.presses(olga, "It is right").await;
        hugo.opens(&address).await;
        let step = ["Send back to be checked again", "Publish for everybody"];
        twice.presses(hugo, step[usize::from(last)]).await;
    }
}

walk!(projects_lose_nothing_by_a_double_click, |world| {
    assessed(world, 1).await;
    let mut nell = world.resident("Nell").await;
    let account = nell.account.expect("an account");
    let sql = format!("UPDATE nomination SET nominator_id = {account}");
    world.place().runs(&sql).await;
    lay_project(world, "LC-2026-P0001").await;
    let operator = Person::operator();
    figures::rebuild(world.desk(), &operator)
        .await
        .expect("what was laid is counted");
    let mut twice = Twice::begins(world).await;
    let mut sam = world.staff("Sam", Role::Probation, "PDU-LLR").await;
    let mut olga = world.staff("Olga", Role::Council, LEICESTER).await;
    let mut hugo = world.staff("Hugo", Role::Council, LEICESTER).await;
    begins(&mut twice, &mut sam).await;
    lay_project(world, "LC-2026-P0009").await;
    records(&mut twice, &mut sam).await;
    tells(world, &mut twice, &mut sam, &mut olga).await;
    imports(world, &mut twice, &mut sam).await;
    moves(&mut twice, &mut sam).await;
    let link = "UPDATE project SET nomination_id = NULL WHERE nomination_id IS NOT NULL; \
                UPDATE project SET nomination_id = 1 WHERE reference = 'LC-2026-P0001'";
    world.place().runs(link).await;
    nell.opens("/projects/LC-2026-P0001/feedback").await;
    nell.fills("rating", "5").fills("words", "My mum loves it");
    twice.creates(&mut nell, "Send", "feedback", 1).await;
    world.passes(Duration::days(15));
    figures::refresh(world.desk(), &operator)
        .await
        .expect("a publication");
    let mut olga = world.staff("Olga too", Role::Council, LEICESTER).await;
    releases(&mut twice, &mut olga, &mut hugo).await;
    twice.ends(ROUTES).await;
});
