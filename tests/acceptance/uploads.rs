//! Files of sessions over the web: checked, imported once somebody says so, and gone after.

use crate::attendances::HEADING;
use crate::imports::with;
use crate::projects_laid::{lay_project, ledger_agrees};
use crate::world::{Actor, World};
use payback_panel::actions::imports::uploads::MOST_BYTES;
use payback_panel::domain::policy::Role;
use payback_panel::jobs::retention;
use std::time::Duration;

const LEICESTER: &str = "E06000016";
const PATH: &str = "/staff/imports";

fn list(people: &[&str]) -> String {
    let lines: Vec<String> = people
        .iter()
        .map(|person| format!("LC-2026-P0001,2026-11-03,09:30,15:30,{person},ATTC,"))
        .collect();
    with(
        HEADING,
        &lines.iter().map(String::as_str).collect::<Vec<_>>(),
    )
}

/// Sends a file and waits on its page until the work on it is over.
pub async fn sends(who: &mut Actor<'_>, kind: &str, text: &str) {
    who.opens(PATH).await.gets(200);
    who.fills("kind", kind).keeps_last();
    let (path, _, fields) = who.would_send("Check this file");
    who.uploads(&path, &fields, &[("file", text.to_string())])
        .await
        .gets(303);
    follows(who).await;
}

/// Goes where the answer leads, and looks again until nothing is under way.
pub async fn follows(who: &mut Actor<'_>) {
    let to = who
        .page()
        .headers
        .get("location")
        .expect("a way on")
        .to_str()
        .expect("text")
        .to_string();
    for _ in 0..200 {
        who.opens(&to).await.gets(200);
        if !who.page().text.contains("data-at-work") {
            return;
        }
        who.sees("See how far it is now");
        tokio::time::sleep(Duration::from_millis(25)).await;
    }
    panic!("the work on the file has no end:\n{}", who.page().words());
}

pub async fn presses(who: &mut Actor<'_>, button: &str) {
    let (path, _, fields) = who.would_send(button);
    who.sends(&path, &fields).await.gets(303);
    follows(who).await;
}

async fn kept(world: &World) -> i64 {
    world.counts("SELECT COUNT(*) FROM import_upload").await
}

walk!(
    a_list_is_checked_then_imported_once_and_nothing_of_it_stays,
    |world| {
        lay_project(world, "LC-2026-P0001").await;
        let mut sam = world.staff("Sam", Role::Probation, LEICESTER).await;
        let text = list(&["PERSON-A", "PERSON-B", "PERSON-C"]);
        sends(&mut sam, "attendances", &text).await;
        sam.sees("Your file has no mistakes")
            .sees("3 lines are new, in 1 session")
            .sees("Import these 3 lines");
        ledger_agrees(world, (0, 0, 0, 0, 0, 0)).await;
        // What is kept meanwhile names nobody.
        let named =
            "SELECT COUNT(*) FROM import_upload WHERE CAST(cleaned AS TEXT) LIKE '%PERSON%'";
        if world.place().url().starts_with("sqlite") {
            assert_eq!(world.counts(named).await, 0);
        }
        let (path, _, fields) = sam.would_send("Import these 3 lines");
        presses(&mut sam, "Import these 3 lines").await;
        sam.sees("Imported").sees("3 lines added");
        ledger_agrees(world, (1, 0, 3, 3, 1080, 1080)).await;
        // A double click: the same answer, and nothing twice.
        sam.sends(&path, &fields).await.gets(303);
        follows(&mut sam).await;
        sam.sees("3 lines added");
        ledger_agrees(world, (1, 0, 3, 3, 1080, 1080)).await;
        let length = "SELECT CAST(SUM(length(cleaned)) AS BIGINT) FROM import_upload";
        assert_eq!(world.counts(length).await, 0);
        // The same file again has nothing to import.
        sends(&mut sam, "attendances", &text).await;
        sam.sees("There is nothing to import")
            .sees("3 lines were there already");
    }
);

walk!(
    every_problem_of_an_uploaded_file_is_in_a_table_and_in_a_file,
    |world| {
        lay_project(world, "LC-2026-P0001").await;
        let mut sam = world.staff("Sam", Role::Probation, LEICESTER).await;
        let bad: Vec<String> = (0..60)
            .map(|_| "LC-2026-P0001,2026-02-29,09:30,15:30,PERSON-A,GONE,".into())
            .collect();
        let text = with(HEADING, &bad.iter().map(String::as_str).collect::<Vec<_>>());
        sends(&mut sam, "attendances", &text).await;
        sam.sees("There are 120 problems in your file")
            .sees("Problems, rows 1 to 50 of 120")
            .sees("Use a contact outcome code")
            .sees_no("PERSON-A");
        assert_eq!(
            world
                .counts("SELECT CAST(SUM(length(cleaned)) AS BIGINT) FROM import_upload")
                .await,
            0
        );
        let path = sam.page().path.clone();
        sam.opens(&format!("{path}/problems.csv")).await.gets(200);
        assert_eq!(sam.page().text.lines().count(), 121);
        let csv = sam.page().text.clone();
        // Each of them is in the table of a page, once.
        let mut seen = vec![];
        for page in 1..=3 {
            sam.opens(&format!("{path}?page={page}")).await.gets(200);
            let words = format!("Problems, rows {} to", page * 50 - 49);
            sam.sees(&words).sees("All 120 problems as CSV");
            let table = sam.page().table(&words);
            seen.extend(table.into_iter().map(|row| row[..2].join(",")));
        }
        let listed: Vec<String> = csv
            .lines()
            .skip(1)
            .map(|line| line.split(',').take(2).collect::<Vec<_>>().join(","))
            .collect();
        assert_eq!(seen, listed);
        sam.opens(&format!("{path}/problems.csv")).await.gets(200);
        assert!(sam.page().text.starts_with("line,field,problem\r\n2,date,"));
        ledger_agrees(world, (0, 0, 0, 0, 0, 0)).await;
        // It cannot be imported all the same.
        sam.opens(PATH).await;
        let csrf = sam.page().value("csrf").unwrap_or_default();
        sam.sends(&format!("{path}/import"), &[("csrf".into(), csrf)])
            .await;
        assert_eq!(sam.page().status, 409);
        // Head-counts go the same way.
        let returns = "project,date,start,end,status,attending,new_to_project,minutes_offered,minutes_credited,reason,note\n\
                   LC-2026-P0001,2026-11-03,09:30,15:30,held,6,6,2160,2100,,\"A note,\nof two lines\"\n";
        sends(&mut sam, "returns", returns).await;
        sam.sees("1 session is new");
        presses(&mut sam, "Import this line").await;
        ledger_agrees(world, (1, 0, 6, 6, 2160, 2100)).await;
    }
);

walk!(
    a_file_with_more_mistakes_than_anybody_reads_stays_small,
    |world| {
        lay_project(world, "LC-2026-P0001").await;
        let mut sam = world.staff("Sam", Role::Probation, LEICESTER).await;
        // A megabyte of lines, none of which says anything, and then as many that are wrong.
        let text = format!(
            "{HEADING}\n{}{}",
            ",,,,,,\n".repeat(140_000),
            "x,x,x,x,x,x,x\n".repeat(40_000)
        );
        sends(&mut sam, "attendances", &text).await;
        sam.sees("There are 240,000 problems in your file")
            .sees("Attendance list: 40,000 lines.")
            .sees("there are 239,000 more")
            .sees("The 1,000 problems listed here as CSV");
        let kept = "SELECT CAST(SUM(length(problems)) AS BIGINT) FROM import_upload";
        assert!(world.counts(kept).await < 200_000);
    }
);

walk!(a_page_says_how_far_the_work_on_a_file_is, |world| {
    lay_project(world, "LC-2026-P0001").await;
    let mut sam = world.staff("Sam", Role::Probation, LEICESTER).await;
    let people: Vec<String> = (0..250).map(|n| format!("PERSON-{n}")).collect();
    let people: Vec<&str> = people.iter().map(String::as_str).collect();
    sends(&mut sam, "attendances", &list(&people)).await;
    let path = sam.page().path.clone();
    let key = path.rsplit('/').next().expect("a key").to_string();
    // The work is held where it has read a part.
    for (state, what) in [("checking", "checked"), ("importing", "read")] {
        world
            .place()
            .runs(&format!("UPDATE import_upload SET state = '{state}'"))
            .await;
        let progress = world.desk().running.progress(&key);
        for (lines, value) in [(0, 0), (100, 100), (250, 250), (400, 250)] {
            progress(lines);
            sam.opens(&path).await.gets(200);
            let bar = format!("max=\"250\" value=\"{value}\"");
            assert!(sam.page().text.contains(&bar), "{}", sam.page().text);
            sam.sees(&format!("{value} of 250 lines {what}."));
        }
        world.desk().running.ended(&key);
    }
});

walk!(
    an_upload_is_its_senders_and_reaches_no_further_than_their_area,
    |world| {
        lay_project(world, "LC-2026-P0001").await;
        let mut other = world.staff("Olga", Role::Probation, "E06000017").await;
        sends(&mut other, "attendances", &list(&["PERSON-A"])).await;
        other.sees("You may not record sessions for this project");
        let theirs = other.page().path.clone();
        let mut sam = world.staff("Sam", Role::Probation, LEICESTER).await;
        sam.opens(&theirs).await.gets(404);
        sam.opens(&format!("{theirs}/problems.csv")).await.gets(404);
        sam.opens(PATH).await;
        let csrf = vec![(
            "csrf".to_string(),
            sam.page().value("csrf").unwrap_or_default(),
        )];
        for act in ["import", "abandon"] {
            sam.sends(&format!("{theirs}/{act}"), &csrf).await.gets(404);
        }
        assert_eq!(kept(world).await, 1);
    }
);

walk!(a_file_that_is_abandoned_is_gone, |world| {
    lay_project(world, "LC-2026-P0001").await;
    let mut sam = world.staff("Sam", Role::Probation, LEICESTER).await;
    sends(&mut sam, "attendances", &list(&["PERSON-A"])).await;
    let path = sam.page().path.clone();
    sam.presses("Do not import it").await.gets(200).is_at(PATH);
    assert_eq!(kept(world).await, 0);
    sam.opens(&path).await.gets(404);
    // Left lying, it goes after an hour by itself, and its page before that.
    sends(&mut sam, "attendances", &list(&["PERSON-A"])).await;
    let path = sam.page().path.clone();
    world.passes(chrono::Duration::minutes(61));
    sam.opens(&path).await.gets(404);
    retention::forget_uploads(world.desk())
        .await
        .expect("forgotten");
    assert_eq!(kept(world).await, 0);
    ledger_agrees(world, (0, 0, 0, 0, 0, 0)).await;
});

walk!(
    a_file_that_is_none_too_large_or_of_no_kind_is_answered_on_the_page,
    |world| {
        lay_project(world, "LC-2026-P0001").await;
        let mut sam = world.staff("Sam", Role::Probation, LEICESTER).await;
        sam.opens(PATH).await;
        let (path, _, fields) = sam.would_send("Check this file");
        sam.uploads(&path, &fields, &[("file", String::new())])
            .await
            .gets(422);
        sam.sees("Choose what the file holds")
            .sees("Choose a CSV file");
        sam.fills("kind", "returns").keeps_last();
        let (path, _, fields) = sam.would_send("Check this file");
        let large = "x".repeat(MOST_BYTES + 1);
        sam.uploads(&path, &fields, &[("file", large)])
            .await
            .gets(422);
        sam.sees("The file is larger than 8 MB");
        assert_eq!(kept(world).await, 0);
        // What is no CSV at all is a problem with its line.
        sends(&mut sam, "returns", "no,such,columns\n1,2,3\n").await;
        sam.sees("This column is missing");
        // A picture, a document, and what a program keeps for itself.
        for file in [
            "\u{89}PNG\r\n\u{1a}\n\0\0\0",
            "%PDF-1.7\n1 0 obj\n",
            "\u{1f}\u{8}\u{2}\u{3}",
        ] {
            sends(&mut sam, "returns", file).await;
            sam.sees("There is 1 problem in your file")
                .sees("another program's file")
                .sees("This problem as CSV");
        }
        sends(&mut sam, "returns", "\n\n").await;
        sam.sees("The file is empty");
        sends(&mut sam, "attendances", &format!("{HEADING}\r\r")).await;
        sam.sees("Your file has a heading and no lines")
            .sees("There is nothing to import");
        // Two files, and one in a field that the form does not have.
        let one = || list(&["PERSON-A"]);
        sam.uploads(&path, &fields, &[("file", one()), ("file", one())])
            .await
            .gets(422)
            .sees("Choose one file: send the others after it");
        sam.uploads(&path, &fields, &[("photo", one())])
            .await
            .gets(422)
            .sees("Choose a CSV file");
        // Without the token nothing is read.
        let forged: Vec<_> = fields
            .iter()
            .filter(|(name, _)| name != "csrf")
            .cloned()
            .collect();
        sam.uploads(PATH, &forged, &[("file", list(&["PERSON-A"]))])
            .await;
        assert!(
            [400, 403].contains(&sam.page().status),
            "{}",
            sam.page().status
        );
    }
);

walk!(
    the_small_files_to_begin_from_lack_nothing_but_a_project,
    |world| {
        lay_project(world, "LC-2026-P0001").await;
        let mut sam = world.staff("Sam", Role::Probation, LEICESTER).await;
        for (kind, words, coming) in [
            (
                "returns",
                "a small file of session returns",
                "2 sessions are new",
            ),
            (
                "attendances",
                "a small attendance list",
                "2 lines are new, in 1 session",
            ),
        ] {
            sam.opens(PATH).await.gets(200).sees(words);
            sam.sees("stood-down").sees("weather: ");
            sam.opens(&format!("{PATH}/{kind}.csv")).await.gets(200);
            // As it is it is nothing: its lines name a project that cannot exist.
            let file = sam.page().text.clone();
            sends(&mut sam, kind, &file).await;
            sam.sees("There are 2 problems in your file")
                .sees("There is no project with this reference");
            let file = file.replace("XX-2026-P0000", "LC-2026-P0001");
            sends(&mut sam, kind, &file).await;
            sam.sees("Your file has no mistakes").sees(coming);
        }
    }
);
