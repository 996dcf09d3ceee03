//! Staff record sessions and correct them.

use crate::projects_laid::{lay_project, ledger_agrees};
use crate::world::Actor;
use payback_panel::domain::policy::{Actor as PolicyActor, Role};
use payback_panel::domain::projects::Description;
use payback_panel::store::StoreError;
use payback_panel::store::projects::{by_reference, change};
use std::collections::BTreeSet;
use std::time::Duration;
use tokio::sync::oneshot;

const LEICESTER: &str = "E06000016";
const NEW: &str = "/staff/projects/LC-2026-P0001/sessions/new";

/// Fills in a day's work of six people.
fn of_six<'a, 'w>(sam: &'a mut Actor<'w>) -> &'a mut Actor<'w> {
    sam.fills("date-day", "20")
        .fills("start", "0930")
        .fills("end", "3:30pm")
        .fills("status", "held")
        .fills("attending", "6")
}

/// The same for so many people, with the times as people in a hurry write them.
fn from_nine_to_three<'a, 'w>(who: &'a mut Actor<'w>, attending: &str) -> &'a mut Actor<'w> {
    who.fills("date-day", "20")
        .fills("start", "9")
        .fills("end", "15")
        .fills("status", "held")
        .fills("attending", attending)
}

walk!(a_supervisor_records_a_session_with_three_taps, |world| {
    lay_project(world, "LC-2026-P0001").await;
    let mut sam = world.staff("Sam", Role::Probation, "PDU-LLR").await;
    sam.opens(NEW).await.gets(200).sees("Record a session");
    // It is Sunday, and nobody planned anything: Friday is the latest working day that is over.
    assert_eq!(sam.page().value("date-day").as_deref(), Some("20"));
    of_six(&mut sam)
        .presses("Save")
        .await
        .gets(200)
        .sees("Saved")
        .sees("36 hours (2,160 minutes)")
        .sees("20 November 2026");
    ledger_agrees(world, (1, 0, 6, 6, 2160, 2160)).await;

    // The next one comes filled in: held, how many are new, save.
    world.passes(chrono::Duration::days(1));
    sam.opens(NEW).await.sees("Filled in like the last session");
    assert_eq!(sam.page().value("attending").as_deref(), Some("6"));
    assert_eq!(sam.page().value("start").as_deref(), Some("09:30"));
    // On Monday at noon a session that usually ends at half past three cannot be today's; Friday's is recorded.
    assert_eq!(sam.page().value("date-day").as_deref(), Some("22"));
    sam.fills("status", "held")
        .fills("new-to-project", "0")
        .presses("Save")
        .await
        .sees("Saved");
    ledger_agrees(world, (2, 0, 12, 6, 4320, 4320)).await;

    // The day that is recorded now is not offered again. With scripts the minutes are worked out there.
    sam.opens(NEW).await;
    assert_eq!(sam.page().value("date-day").as_deref(), Some("23"));
    for what in ["each", "together", "connection"] {
        let place = format!("data-worked-out=\"{what}\"");
        assert!(sam.page().text.contains(&place), "{what}");
    }
});

walk!(every_form_about_a_project_names_it, |world| {
    lay_project(world, "LC-2026-P0001").await;
    let mut sam = world.staff("Sam", Role::Probation, "PDU-LLR").await;
    let named = r#"<span class="govuk-caption-l">Work at LC-2026-P0001</span><h1"#;
    for page in [
        "sessions/new",
        "sessions",
        "plan",
        "updates/new",
        "move/pause",
    ] {
        sam.opens(&format!("/staff/projects/LC-2026-P0001/{page}"))
            .await
            .gets(200);
        assert!(sam.page().text.contains(named), "{page} names no project");
    }
});

walk!(
    a_session_that_was_stood_down_needs_only_its_reason,
    |world| {
        lay_project(world, "LC-2026-P0001").await;
        let mut sam = world.staff("Sam", Role::Probation, LEICESTER).await;
        sam.opens(NEW).await;
        for (field, value) in [
            ("date-day", "20"),
            ("start", "9"),
            ("end", "15"),
            ("status", "stood-down"),
        ] {
            sam.fills(field, value);
        }
        // A number left over in a box that does not apply is not asked about.
        sam.fills("attending", "6").presses("Save").await.gets(422);
        sam.sees("Choose why the session was stood down");
        assert_eq!(sam.page().value("attending").as_deref(), Some("6"));
        sam.fills("status", "stood-down")
            .fills("reason", "weather")
            .presses("Save")
            .await
            .sees("Saved")
            .sees("Weather");
        ledger_agrees(world, (0, 1, 0, 0, 0, 0)).await;
    }
);

walk!(
    mistakes_are_listed_with_their_fields_and_nothing_typed_is_lost,
    |world| {
        lay_project(world, "LC-2026-P0001").await;
        let mut sam = world.staff("Sam", Role::Probation, LEICESTER).await;
        sam.opens(NEW).await;
        sam.fills("date-day", "31")
            .fills("date-month", "11")
            .fills("start", "late")
            .fills("end", "")
            .fills("status", "held")
            .fills("attending", "-3")
            .fills("minutes-offered", "99999999999999999999")
            .fills("note", "Gate key at the lodge")
            .presses("Save")
            .await
            .gets(422)
            .sees("There is no such date")
            .sees("Enter a start time")
            .sees("Enter an end time")
            .sees("Enter a whole number from 0 to 500");
        let once = sam.page().value("once");
        let links = sam.page().links();
        for field in [
            "#date-day",
            "#start",
            "#end",
            "#attending",
            "#minutes-offered",
        ] {
            assert!(
                links.iter().any(|link| link == field),
                "{field} in {links:?}"
            );
        }
        for (field, typed) in [
            ("date-day", "31"),
            ("start", "late"),
            ("attending", "-3"),
            ("note", "Gate key at the lodge"),
        ] {
            assert_eq!(sam.page().value(field).as_deref(), Some(typed));
        }
        assert!(once.is_some_and(|key| key.len() == 32));

        // The rules of the ledger, at their fields too.
        let good = [
            ("date-day", "20"),
            ("start", "0930"),
            ("end", "1530"),
            ("status", "held"),
            ("attending", "6"),
            ("new-to-project", "6"),
            ("minutes-offered", ""),
            ("minutes-credited", ""),
            ("note", ""),
        ];
        for (field, value, words) in [
            ("date-day", "23", "must be today or in the past"),
            ("date-day", "1", "The project started on 2 November 2026"),
            ("end", "0830", "The end time must be after the start time"),
            (
                "attending",
                "0",
                "Enter how many people attended, or choose",
            ),
            ("new-to-project", "7", "cannot be more than attended"),
            (
                "minutes-offered",
                "2161",
                "cannot be more than 2,160 minutes (36 hours)",
            ),
            (
                "minutes-credited",
                "2161",
                "cannot be more than the time offered",
            ),
            ("note", "X123456 was late", "looks like a case number"),
        ] {
            for (field, value) in good {
                sam.fills(field, value);
            }
            sam.fills(field, value);
            // The later of two values of one name would be the second: keep one.
            let (path, _, fields) = sam.would_send("Save");
            let fields = keep_last(&fields);
            sam.sends(&path, &fields).await.gets(422).sees(words);
            sam.opens(NEW).await;
        }
        ledger_agrees(world, (0, 0, 0, 0, 0, 0)).await;
    }
);

fn keep_last(fields: &[(String, String)]) -> Vec<(String, String)> {
    let mut kept: Vec<(String, String)> = vec![];
    for (name, value) in fields {
        kept.retain(|(other, _)| other != name);
        kept.push((name.clone(), value.clone()));
    }
    kept
}

walk!(
    more_people_than_the_limit_are_confirmed_by_a_tick,
    |world| {
        lay_project(world, "LC-2026-P0001").await;
        let mut sam = world.staff("Sam", Role::Probation, LEICESTER).await;
        sam.opens(NEW).await;
        from_nine_to_three(&mut sam, "9");
        sam.presses("Save")
            .await
            .gets(422)
            .sees("The group limit is 8")
            .sees("more than 8 really attended");
        sam.fills("over-limit", "yes")
            .presses("Save")
            .await
            .gets(200)
            .sees("Saved");
        ledger_agrees(world, (1, 0, 9, 9, 3240, 3240)).await;
    }
);

walk!(the_same_return_sent_twice_counts_once, |world| {
    lay_project(world, "LC-2026-P0001").await;
    let mut sam = world.staff("Sam", Role::Probation, LEICESTER).await;
    let mut ann = world.staff("Ann", Role::Probation, LEICESTER).await;
    for who in [&mut sam, &mut ann] {
        who.opens(NEW).await;
        from_nine_to_three(who, "5");
    }
    // A double click: the same form with the same key.
    let (path, _, fields) = sam.would_send("Save");
    sam.sends(&path, &fields).await.gets(303);
    let first = sam.page().headers.get("location").cloned();
    sam.sends(&path, &fields).await.gets(303);
    assert_eq!(sam.page().headers.get("location").cloned(), first);
    // Two supervisors with the same numbers: the same session.
    ann.presses("Save").await.gets(200).sees("Saved");
    // With other numbers: told so, with what is recorded and where to correct it.
    ann.opens(NEW).await;
    from_nine_to_three(&mut ann, "4").fills("new-to-project", "0");
    ann.presses("Save")
        .await
        .gets(409)
        .sees("recorded already")
        .sees("Correct this session");
    ledger_agrees(world, (1, 0, 5, 5, 1800, 1800)).await;
});

walk!(
    two_supervisors_at_the_same_instant_record_one_session,
    |world| {
        lay_project(world, "LC-2026-P0001").await;
        let mut sam = world.staff("Sam", Role::Probation, LEICESTER).await;
        let mut ann = world.staff("Ann", Role::Probation, LEICESTER).await;
        for who in [&mut sam, &mut ann] {
            who.opens(NEW).await;
            from_nine_to_three(who, "5");
        }
        let (path, _, one) = sam.would_send("Save");
        let (_, _, other) = ann.would_send("Save");
        let (_, _) = tokio::join!(sam.sends(&path, &one), ann.sends(&path, &other));
        sam.gets(303);
        ann.gets(303);
        ledger_agrees(world, (1, 0, 5, 5, 1800, 1800)).await;
    }
);

walk!(
    a_correction_keeps_the_old_version_and_moves_the_figures,
    |world| {
        lay_project(world, "LC-2026-P0001").await;
        let mut sam = world.staff("Sam", Role::Probation, LEICESTER).await;
        sam.opens(NEW).await;
        of_six(&mut sam);
        sam.presses("Save").await.sees("Saved");
        sam.follows("Something is wrong").await.gets(200);
        // Everybody was there all the time, so the minutes follow from the times.
        assert_eq!(sam.page().value("minutes-credited").as_deref(), Some(""));
        sam.presses("Save the correction")
            .await
            .gets(422)
            .sees("Say why the session is corrected");
        sam.fills("correction", "One left at noon")
            .presses("Save the correction")
            .await
            .gets(422)
            .sees("Nothing is different");
        // Into another month, with other minutes.
        sam.fills("date-day", "31")
            .fills("date-month", "10")
            .fills("correction", "Wrong day")
            .presses("Save the correction")
            .await
            .gets(422)
            .sees("The project started on 2 November 2026");
        sam.fills("date-day", "3")
            .fills("date-month", "11")
            .fills("minutes-credited", "1980")
            .fills("correction", "One left at noon on the 3rd")
            .presses("Save the correction")
            .await
            .gets(200)
            .sees("Correction saved")
            .sees("33 hours (1,980 minutes)");
        ledger_agrees(world, (1, 0, 6, 6, 2160, 1980)).await;
        sam.follows("All sessions of this project")
            .await
            .sees("3 November 2026")
            .sees("Before it was corrected: 20 November 2026")
            .sees("One left at noon on the 3rd");
        sam.follows("Details")
            .await
            .sees("Version 2, which counts")
            .sees("Version 1, which no longer counts");
        // The file holds every version.
        sam.opens("/staff/projects/LC-2026-P0001/sessions.csv")
            .await
            .gets(200);
        assert_eq!(sam.page().text.lines().count(), 3, "{}", sam.page().text);
        // The ledger refuses to be changed behind our back.
        let refused = world
            .place()
            .tries("UPDATE session_return SET attending = 1")
            .await;
        assert!(refused.is_err());
        let refused = world.place().tries("DELETE FROM session_return").await;
        assert!(refused.is_err());
    }
);

walk!(minutes_follow_the_times_that_are_corrected, |world| {
    lay_project(world, "LC-2026-P0001").await;
    let mut sam = world.staff("Sam", Role::Probation, LEICESTER).await;
    sam.opens(NEW).await;
    of_six(&mut sam);
    sam.presses("Save").await.sees("36 hours (2,160 minutes)");
    sam.follows("Something is wrong").await;
    sam.fills("end", "1430")
        .fills("correction", "They left at half past two")
        .presses("Save the correction")
        .await
        .gets(200)
        .sees("30 hours (1,800 minutes)");
    ledger_agrees(world, (1, 0, 6, 6, 1800, 1800)).await;
    // It was the day before: the project was last heard of then.
    sam.follows("Something is wrong").await;
    sam.fills("date-day", "19")
        .fills("correction", "The sheet is of Thursday")
        .presses("Save the correction")
        .await
        .gets(200)
        .sees("19 November 2026");
    ledger_agrees(world, (1, 0, 6, 6, 1800, 1800)).await;
    // Minutes that somebody typed stay as they are.
    sam.follows("Something is wrong").await;
    sam.fills("minutes-credited", "1500")
        .fills("correction", "One came late")
        .presses("Save the correction")
        .await
        .gets(200);
    sam.follows("Something is wrong").await;
    let value = |name: &str| sam.page().value(name);
    assert_eq!(value("minutes-offered").as_deref(), Some(""));
    assert_eq!(value("minutes-credited").as_deref(), Some("1500"));
    sam.fills("end", "1530")
        .fills("correction", "It was half past three after all")
        .presses("Save the correction")
        .await
        .gets(200);
    ledger_agrees(world, (1, 0, 6, 6, 2160, 1500)).await;
});

walk!(a_stale_correction_loses_nothing_that_was_typed, |world| {
    lay_project(world, "LC-2026-P0001").await;
    let mut sam = world.staff("Sam", Role::Probation, LEICESTER).await;
    let mut ann = world.staff("Ann", Role::Probation, LEICESTER).await;
    sam.opens(NEW).await;
    of_six(&mut sam);
    sam.presses("Save").await.sees("Saved");
    let correct = sam.page().link("Something is wrong").expect("a link");
    sam.opens(&correct).await;
    ann.opens(&correct).await;
    sam.fills("minutes-credited", "2000")
        .fills("correction", "Late start")
        .presses("Save the correction")
        .await
        .gets(200);
    ann.fills("minutes-credited", "1900")
        .fills("correction", "Early finish")
        .presses("Save the correction")
        .await
        .gets(409)
        .sees("This session was corrected after the form was opened")
        .sees("33.3 hours credited");
    assert_eq!(
        ann.page().value("minutes-credited").as_deref(),
        Some("1900")
    );
    assert_eq!(
        ann.page().value("correction").as_deref(),
        Some("Early finish")
    );
    // Sent again, it is a correction of the version she has now seen; sent twice, it is one.
    let (path, _, fields) = ann.would_send("Save the correction");
    ann.sends(&path, &fields).await.gets(303);
    ann.sends(&path, &fields).await.gets(303);
    ledger_agrees(world, (1, 0, 6, 6, 2160, 1900)).await;
});

walk!(staff_of_another_council_may_not_record_here, |world| {
    lay_project(world, "LC-2026-P0001").await;
    let mut rob = world.staff("Rob", Role::Probation, "E06000017").await;
    rob.opens(NEW).await.gets(403);
    rob.opens("/staff/projects/LC-2026-P0001/sessions")
        .await
        .gets(403);
    rob.opens("/staff/sessions")
        .await
        .gets(200)
        .sees("No project in your area is in progress");
    let mut officer = world.staff("Olga", Role::Council, LEICESTER).await;
    officer.opens(NEW).await.gets(403);
    officer
        .opens("/staff/projects/LC-2026-P0001/sessions")
        .await
        .gets(200);
    let mut sam = world.staff("Sam", Role::Probation, LEICESTER).await;
    sam.opens("/staff/sessions")
        .await
        .sees("Work at LC-2026-P0001")
        .sees("No session yet");
    sam.opens("/staff/projects/LC-2026-P0009/sessions/new")
        .await
        .gets(404);
    let mut rita = world.visitor("Rita");
    rita.opens("/staff/sessions")
        .await
        .sees_no("Work at LC-2026-P0001");
});

walk!(
    what_waits_for_a_session_comes_twenty_at_a_time_however_much_there_is,
    |world| {
        for number in 1..=45 {
            lay_project(world, &format!("LC-2026-P{number:04}")).await;
        }
        let mut sam = world.staff("Sam", Role::Probation, LEICESTER).await;
        let waits = |sam: &Actor| -> BTreeSet<String> {
            let links = sam.page().links().into_iter();
            links
                .filter(|link| link.ends_with("/sessions/new"))
                .collect()
        };
        let mut seen = BTreeSet::new();
        for (page, rows) in [("", 20), ("?page=2", 20), ("?page=3", 5)] {
            sam.opens(&format!("/staff/sessions{page}"))
                .await
                .gets(200)
                .sees("45 projects in progress");
            assert_eq!(waits(&sam).len(), rows, "{page}");
            seen.extend(waits(&sam));
        }
        assert_eq!(seen.len(), 45);
        sam.opens("/staff")
            .await
            .sees("At most 20 of a kind stand here");
        assert_eq!(waits(&sam).len(), 20);
        sam.opens("/staff/sessions?page=9999999").await.gets(200);
        sam.opens("/staff/sessions?page=-1").await.gets(200);
    }
);

walk!(
    a_completed_project_takes_no_session_after_its_last_day,
    |world| {
        lay_project(world, "LC-2026-P0001").await;
        world
        .place()
        .runs("UPDATE project SET stage = 'completed', completed_on = '2026-11-18' WHERE reference = 'LC-2026-P0001'")
        .await;
        let mut sam = world.staff("Sam", Role::Probation, LEICESTER).await;
        sam.opens(NEW).await;
        from_nine_to_three(&mut sam, "5");
        sam.presses("Save")
            .await
            .gets(422)
            .sees("The project ended on 18 November 2026");
        world
            .place()
            .runs("UPDATE project SET stage = 'in-progress', completed_on = NULL")
            .await;
    }
);

walk!(
    a_session_recorded_while_its_project_changes_counts_where_the_project_is_then,
    |world| {
        lay_project(world, "LC-2026-P0001").await;
        let mut sam = world.staff("Sam", Role::Probation, LEICESTER).await;
        sam.opens(NEW).await;
        of_six(&mut sam);
        let db = &world.desk().db;
        let reference = "LC-2026-P0001".parse().expect("a reference");
        let found = by_reference(&db.read(), &reference).await.expect("asked");
        let project = found.expect("there");
        let (told, hears) = oneshot::channel();
        let describing = db.work(PolicyActor::Operator, world.now(), move |work| async move {
            let other = Description {
                category: "litter".into(),
                ..project.description.clone()
            };
            let done = change::describe(&work, &project, project.version, &other, None).await?;
            assert!(done, "it is no other version");
            told.send(()).expect("somebody waits");
            // So long that the session is on its way too.
            tokio::time::sleep(Duration::from_millis(500)).await;
            work.commit_all(vec![]).await
        });
        let recording = async {
            hears.await.expect("told");
            sam.presses("Save").await;
            sam.gets(200).sees("Saved");
        };
        let (described, ()): (Result<(), StoreError>, ()) = tokio::join!(describing, recording);
        assert_eq!(described, Ok(()));
        ledger_agrees(world, (1, 0, 6, 6, 2160, 2160)).await;
    }
);
