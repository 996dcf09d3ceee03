//! A supervisor's week: usual days of work, what is missing, and a day's sessions in one form.

use crate::projects_laid::{lay_project, ledger_agrees};
use payback_panel::domain::policy::Role;

const LEICESTER: &str = "E06000016";
const PLAN: &str = "/staff/projects/LC-2026-P0001/plan";
const DAY: &str = "/staff/sessions/day";

walk!(
    the_week_shows_what_is_missing_and_leads_to_its_form_filled_in,
    |world| {
        lay_project(world, "LC-2026-P0001").await;
        let mut sam = world.staff("Sam", Role::Probation, LEICESTER).await;
        sam.opens("/staff/sessions/week")
            .await
            .gets(200)
            .sees("The week of 16 November 2026")
            .sees("Nobody has said on which days 1 project works");
        sam.follows("Set the usual days").await.gets(200);
        assert_eq!(sam.page().value("from-day").as_deref(), Some("2"));
        sam.fills("weekdays", "tuesday")
            .fills("weekdays", "thursday")
            .fills("start", "0930")
            .fills("end", "1530")
            .presses("Save the usual days")
            .await
            .gets(200)
            .is_at("/staff/projects/LC-2026-P0001");

        // The form offers the latest day that is planned, over and not recorded, for one project and for many.
        sam.opens("/staff/projects/LC-2026-P0001/sessions/new")
            .await;
        assert_eq!(sam.page().value("date-day").as_deref(), Some("19"));
        sam.opens(DAY).await;
        sam.gets(200)
            .sees("Sessions of Thursday 19 November 2026")
            .sees_no("When were the sessions?")
            .sees_no("Remove the filter");
        sam.opens("/staff").await;
        sam.sees("Record what is missing: 6 planned sessions without a return")
            .sees("The oldest was planned for 3 November 2026");
        // Today is Sunday 22 November: six planned days since 2 November are over and not recorded.
        sam.opens("/staff/sessions/week").await;
        sam.sees("6 planned sessions").sees("oldest first");
        let words = sam.page().words();
        let at = |text: &str| words.find(text).unwrap_or_else(|| panic!("no {text}"));
        assert!(at("Tuesday 3 November 2026") < at("Thursday 19 November 2026"));
        sam.follows("Tuesday 3 November 2026").await.gets(200);
        for (field, value) in [("date-day", "3"), ("start", "09:30"), ("end", "15:30")] {
            assert_eq!(sam.page().value(field).as_deref(), Some(value));
        }
        sam.fills("status", "held")
            .fills("attending", "5")
            .presses("Save")
            .await
            .sees("Saved");
        // The next missing one comes filled in like the last session.
        sam.opens("/staff/sessions/week").await;
        sam.sees("5 planned sessions").sees_no("Tuesday 3 November");
        sam.follows("Thursday 5 November 2026").await;
        assert_eq!(sam.page().value("attending").as_deref(), Some("5"));
        sam.fills("status", "stood-down")
            .fills("reason", "weather")
            .presses("Save")
            .await
            .sees("Saved");
        sam.opens("/staff/sessions/week?of=2026-11-04").await;
        sam.sees("The week of 2 November 2026")
            .sees("Held")
            .sees("Stood down")
            .sees("4 planned sessions are over and not recorded");
        sam.opens("/staff").await;
        sam.sees("4 planned sessions without a return");
        // A week to come misses nothing and shows what is planned.
        sam.opens("/staff/sessions/week?of=2026-11-25").await;
        sam.sees("To come").sees("Tuesday 24 November");
        for odd in [
            "of=2026-02-30",
            "of=yesterday",
            "of=9999-12-31",
            "page=999999999",
            "saved=-1",
        ] {
            sam.opens(&format!("/staff/sessions/week?{odd}"))
                .await
                .gets(200);
        }
    }
);

walk!(
    what_is_missing_is_the_same_in_every_week_and_as_old_as_it_is,
    |world| {
        lay_project(world, "LC-2026-P0001").await;
        let sql = "UPDATE project SET started_on = '2026-06-01'";
        world.place().runs(sql).await;
        let mut sam = world.staff("Sam", Role::Probation, LEICESTER).await;
        sam.opens(PLAN).await;
        sam.fills("from-day", "1")
            .fills("from-month", "6")
            .fills("weekdays", "wednesday")
            .fills("start", "0930")
            .fills("end", "1530")
            .presses("Save the usual days")
            .await
            .gets(200);
        // Wednesdays from 3 June to 18 November.
        for week in ["", "?of=2026-12-28", "?of=2026-05-04"] {
            sam.opens(&format!("/staff/sessions/week{week}"))
                .await
                .sees("25 planned sessions are over and not recorded")
                .sees("Record Wednesday 3 June 2026")
                .sees("Record Wednesday 18 November 2026")
                .sees_no("Nothing is missing");
        }
        sam.opens("/staff").await;
        sam.sees("25 planned sessions without a return")
            .sees("The oldest was planned for 3 June 2026");
        // Nothing was to be recorded while the work was paused: from the 4th of June to the 31st of August.
        let step = "INSERT INTO project_step (project_id, at, stage, reason) SELECT id, ";
        for (at, stage) in [("2026-06-04", "paused"), ("2026-08-31", "in-progress")] {
            let values = format!("'{at}T11:00:00.000000Z', '{stage}', '' FROM project");
            world.place().runs(&format!("{step}{values}")).await;
        }
        sam.opens("/staff/sessions/week?of=2026-12-28")
            .await
            .sees("13 planned sessions are over and not recorded")
            .sees_no("10 June 2026")
            .sees("Wednesday 2 September 2026");
        // More than are listed are counted all the same.
        sam.opens(PLAN).await;
        sam.fills("from-day", "1").fills("from-month", "9");
        for day in ["monday", "tuesday", "wednesday", "thursday", "friday"] {
            sam.fills("weekdays", day);
        }
        sam.fills("start", "0930")
            .fills("end", "1530")
            .presses("Save the usual days")
            .await
            .gets(200);
        sam.opens("/staff/sessions/week")
            .await
            .sees("60 planned sessions are over and not recorded. These are the oldest 40.")
            .sees("And 20 more: they come up once these are recorded.");
    }
);

walk!(
    usual_days_keep_what_was_planned_before_and_tell_a_stale_form,
    |world| {
        lay_project(world, "LC-2026-P0001").await;
        let mut sam = world.staff("Sam", Role::Probation, LEICESTER).await;
        sam.opens(PLAN).await;
        sam.fills("start", "1530")
            .fills("end", "0930")
            .fills("from-day", "31")
            .fills("weekdays", "monday")
            .presses("Save the usual days")
            .await
            .gets(422)
            .sees("There is no such date")
            .sees("The end time must be after the start time");
        assert_eq!(sam.page().value("start").as_deref(), Some("1530"));
        sam.fills("from-day", "2").fills("end", "1630");
        let mut ann = world.staff("Ann", Role::Probation, LEICESTER).await;
        ann.opens(PLAN).await;
        sam.presses("Save the usual days").await.gets(200);
        ann.fills("weekdays", "friday")
            .fills("start", "9")
            .fills("end", "12")
            .presses("Save the usual days")
            .await
            .gets(409)
            .sees("Somebody changed these days")
            .sees("From 2 November 2026: Monday, 15:30 to 16:30, every week.");
        ann.fills("from-day", "16")
            .presses("Save the usual days")
            .await
            .gets(200);
        ann.opens(PLAN)
            .await
            .sees("From 2 November 2026: Monday")
            .sees("From 16 November 2026: Friday, 09:00 to 12:00, every week.");
        ann.opens("/staff/sessions/week").await;
        ann.sees("Record Monday 2 November 2026")
            .sees("Record Friday 20 November 2026")
            .sees_no("Record Monday 16 November 2026");
    }
);

walk!(nobody_sees_or_plans_another_councils_week, |world| {
    lay_project(world, "LC-2026-P0001").await;
    let mut other = world.staff("Olga", Role::Probation, "E06000017").await;
    other.opens(PLAN).await.gets(403);
    other
        .opens("/staff/sessions/week")
        .await
        .gets(200)
        .sees_no("LC-2026-P0001");
    other
        .opens("/staff/sessions/day?which=all")
        .await
        .gets(200)
        .sees("There is no project to record a session for");
    let mut sam = world.staff("Sam", Role::Probation, LEICESTER).await;
    sam.opens("/staff/sessions/day?which=all").await;
    let (path, _, fields) = sam.would_send("Record these sessions");
    let theirs: Vec<_> = fields
        .into_iter()
        .filter(|(name, _)| name != "csrf")
        .collect();
    let mut own = other
        .opens("/staff/sessions/day?which=all")
        .await
        .page()
        .value("csrf");
    let csrf = ("csrf".to_string(), own.take().unwrap_or_default());
    let fields: Vec<_> = theirs.into_iter().chain([csrf]).collect();
    other.sends(&path, &fields).await;
    assert!([400, 403].contains(&other.page().status));
    ledger_agrees(world, (0, 0, 0, 0, 0, 0)).await;
});

walk!(a_days_sessions_are_recorded_in_one_form, |world| {
    for reference in ["LC-2026-P0001", "LC-2026-P0002", "LC-2026-P0003"] {
        lay_project(world, reference).await;
    }
    let mut sam = world.staff("Sam", Role::Probation, LEICESTER).await;
    sam.opens(&format!("{DAY}?date=2026-11-20")).await.gets(200);
    assert_eq!(sam.page().value("date-day").as_deref(), Some("20"));
    // Mistakes of two rows at once; the third is left out.
    sam.fills("status-1", "held")
        .fills("start-1", "0930")
        .fills("end-1", "1530")
        .fills("attending-1", "twelve")
        .fills("status-2", "held")
        .fills("start-2", "1530")
        .fills("end-2", "0930")
        .fills("attending-2", "4")
        .fills("note-2", "Gate key at the lodge")
        .presses("Record these sessions")
        .await
        .gets(422)
        .sees("Work at LC-2026-P0001: Enter a whole number from 0 to 500");
    let links = sam.page().links();
    assert!(links.iter().any(|link| link == "#attending-1"), "{links:?}");
    for (field, typed) in [
        ("attending-1", "twelve"),
        ("start-2", "1530"),
        ("note-2", "Gate key at the lodge"),
        ("status-2", "held"),
    ] {
        assert_eq!(sam.page().value(field).as_deref(), Some(typed), "{field}");
    }
    let once = sam.page().value("once");
    sam.fills("attending-1", "9")
        .presses("Record these sessions")
        .await
        .gets(422)
        .sees("Work at LC-2026-P0001: The group limit is 8")
        .sees("Work at LC-2026-P0002: The end time must be after the start time");
    assert_eq!(sam.page().value("once"), once);
    ledger_agrees(world, (0, 0, 0, 0, 0, 0)).await;
    sam.fills("over-limit-1", "yes")
        .fills("start-2", "0930")
        .fills("end-2", "1230");
    let (path, _, fields) = sam.would_send("Record these sessions");
    sam.presses("Record these sessions")
        .await
        .gets(200)
        .sees("2 sessions are recorded")
        .sees("Work at LC-2026-P0002");
    ledger_agrees(world, (1, 0, 9, 9, 3240, 3240)).await;
    assert_eq!(world.counts("SELECT COUNT(*) FROM session_return").await, 2);
    let audited = "SELECT COUNT(*) FROM audit WHERE kind = 'session-recorded'";
    assert_eq!(world.counts(audited).await, 2);
    // A double click: the same answer, and nothing twice.
    sam.sends(&path, &fields).await.gets(303);
    assert_eq!(world.counts("SELECT COUNT(*) FROM session_return").await, 2);
    // What is recorded is not offered again, and the form says so.
    sam.opens(&format!("{DAY}?date=2026-11-20"))
        .await
        .sees("2 sessions of that day recorded already")
        .sees("Work at LC-2026-P0003")
        .sees_no("Work at LC-2026-P0001");
});

walk!(
    a_row_that_is_there_otherwise_keeps_the_whole_day_out,
    |world| {
        for reference in ["LC-2026-P0001", "LC-2026-P0002"] {
            lay_project(world, reference).await;
        }
        let mut sam = world.staff("Sam", Role::Probation, LEICESTER).await;
        sam.opens(&format!("{DAY}?date=2026-11-20")).await;
        for row in ["1", "2"] {
            for (field, value) in [
                ("status", "held"),
                ("start", "9"),
                ("end", "12"),
                ("attending", "4"),
            ] {
                sam.fills(&format!("{field}-{row}"), value);
            }
        }
        let mut ann = world.staff("Ann", Role::Probation, LEICESTER).await;
        ann.opens("/staff/projects/LC-2026-P0002/sessions/new?date=2026-11-20")
            .await;
        for (field, value) in [
            ("start", "9"),
            ("end", "12"),
            ("status", "held"),
            ("attending", "5"),
        ] {
            ann.fills(field, value);
        }
        ann.presses("Save").await.sees("Saved");
        sam.presses("Record these sessions")
            .await
            .gets(422)
            .sees("Work at LC-2026-P0002: a session at these times is recorded already");
        ledger_agrees(world, (0, 0, 0, 0, 0, 0)).await;
        // Nothing said of any project is a mistake, not an empty success.
        sam.opens(&format!("{DAY}?date=2026-11-20")).await;
        sam.presses("Record these sessions")
            .await
            .gets(422)
            .sees("Say of at least one project whether its session was held");
        // A number without an answer is not quietly dropped.
        sam.fills("new-to-project-1", "2")
            .presses("Record these sessions")
            .await
            .gets(422)
            .sees("Choose whether the session was held");
    }
);
