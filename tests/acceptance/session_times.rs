//! Odd days and odd numbers: the form, the file of returns and the attendance list each give a clear
//! error or the right answer.

use crate::attendances::HEADING as LIST;
use crate::imports::{faults, places, with};
use crate::world::{Actor, World};
use chrono::{TimeZone, Utc};
use payback_panel::actions::Person;
use payback_panel::actions::imports::attendances::{self, Cases};
use payback_panel::actions::imports::{Imported, Run, projects, returns, silently};
use payback_panel::domain::policy::Role;
use payback_panel::store::rollup;
use std::io::Cursor;

pub const RETURNS: &str = "project,date,start,end,status,attending,new_to_project,minutes_offered,minutes_credited,reason,note";
const LEICESTER: &str = "E06000016";

/// A project since 2020, and one that ended on 30 June 2026.
pub async fn lay(world: &World) {
    let file = "reference,title,category,council_code,ward_code,lat,lon,agreed_on,started_on,completed_on,origin,nominated_on,beneficiary,summary\n\
        OPEN-1,Open work,gardening,E06000016,E05010459,,,2020-01-01,2020-01-02,,other,,Everybody,Hedges\n\
        DONE-1,Done work,gardening,E06000016,E05010459,,,2020-01-01,2020-01-02,2026-06-30,other,,Everybody,Hedges\n";
    let person = Person::operator();
    let done = projects::import(
        world.desk(),
        &person,
        Cursor::new(file),
        Run::ForReal,
        silently(),
    );
    done.await.expect("the projects");
}

/// Records a session of four people in the form, with these minutes offered and credited. The field of the
/// first mistake, or none.
pub async fn typed(
    sam: &mut Actor<'_>,
    (project, date, start, end): (&str, &str, &str, &str),
    (offered, credited): (&str, &str),
) -> String {
    sam.opens(&format!("/staff/projects/{project}/sessions/new"))
        .await
        .gets(200);
    let mut parts = date.split('-');
    for field in ["date-year", "date-month", "date-day"] {
        sam.fills(field, parts.next().unwrap_or_default());
    }
    for (field, value) in [
        ("start", start),
        ("end", end),
        ("status", "held"),
        ("attending", "4"),
        ("new-to-project", "4"),
        ("minutes-offered", offered),
        ("minutes-credited", credited),
    ] {
        sam.fills(field, value);
    }
    let (path, _, fields) = sam.keeps_last().would_send("Save");
    sam.sends(&path, &fields).await;
    match sam.page().status {
        303 => String::new(),
        _ => {
            let links = sam.page().links();
            let to = links
                .iter()
                .find_map(|link| link.strip_prefix('#').filter(|to| *to != "main-content"));
            to.unwrap_or("?").trim_end_matches("-day").to_string()
        }
    }
}

/// What came of it, each way: `date`, `start` and `end` of one session of four people for as long as it
/// was, in a form, in a file of returns, in an attendance list. The field of the first mistake, or none.
async fn three_ways(
    world: &World,
    sam: &mut Actor<'_>,
    (project, date, start, end): (&str, &str, &str, &str),
) -> [String; 3] {
    let first = |found: Result<Imported, Vec<_>>| match found {
        Ok(_) => String::new(),
        Err(found) => places(&found)[0]
            .split(' ')
            .nth(1)
            .unwrap_or_default()
            .to_string(),
    };
    let person = Person::operator();
    let lines: Vec<String> = ["PERSON-A", "PERSON-B", "PERSON-C", "PERSON-D"]
        .iter()
        .map(|who| format!("{project},{date},{start},{end},{who},ATTC,"))
        .collect();
    let list = with(LIST, &lines.iter().map(String::as_str).collect::<Vec<_>>());
    let listed = attendances::import(
        world.desk(),
        &person,
        Cursor::new(list),
        Cases::Numbers,
        Run::Dry,
        silently(),
    );
    let listed = first(faults(listed.await));
    let line = format!("{project},{date},{start},{end},held,4,4,4,4,,");
    let file = Cursor::new(with(RETURNS, &[&line]));
    let filed = first(faults(
        returns::import(world.desk(), &person, file, Run::Dry, silently()).await,
    ));
    let typed = typed(sam, (project, date, start, end), ("4", "4")).await;
    [typed, filed, listed]
}

walk!(
    odd_days_and_times_are_a_clear_error_or_right_whichever_way_they_come,
    |world| {
        lay(world).await;
        let mut sam = world.staff("Sam", Role::Probation, LEICESTER).await;
        for (session, field) in [
            // In spring the hour from one to two is missing; a session around it is an hour shorter.
            (("OPEN-1", "2026-03-29", "01:15", "05:00"), "start"),
            (("OPEN-1", "2026-03-29", "00:30", "01:30"), "start"),
            (("OPEN-1", "2026-03-29", "00:30", "05:00"), ""),
            // In autumn it comes twice.
            (("OPEN-1", "2026-10-25", "00:30", "01:30"), ""),
            // Over midnight are two sessions; up to midnight is one.
            (("OPEN-1", "2026-11-03", "22:00", "02:00"), "end"),
            (("OPEN-1", "2026-11-03", "22:00", "22:00"), "end"),
            (("OPEN-1", "2026-11-03", "22:00", "24:00"), ""),
            // 29 February, in a leap year and not.
            (("OPEN-1", "2024-02-29", "09:30", "15:30"), ""),
            (("OPEN-1", "2026-02-29", "09:30", "15:30"), "date"),
            // To come, not over yet, before the first day, after the last.
            (("OPEN-1", "2026-11-23", "09:30", "15:30"), "date"),
            (("OPEN-1", "2026-11-22", "09:30", "15:30"), "end"),
            (("OPEN-1", "2020-01-01", "09:30", "15:30"), "date"),
            (("DONE-1", "2026-07-01", "09:30", "15:30"), "date"),
            (("DONE-1", "2026-06-30", "09:30", "15:30"), ""),
        ] {
            let found = three_ways(world, &mut sam, session).await;
            assert_eq!(
                found,
                [field, field, field],
                "{session:?}: form, returns, list"
            );
        }
        let differences = rollup::verify(&world.desk().db.read())
            .await
            .expect("verified");
        assert!(differences.is_empty(), "{differences:#?}");
    }
);

walk!(
    on_the_day_the_clocks_change_it_is_over_when_the_second_hour_is,
    |world| {
        lay(world).await;
        // Half past one in the morning of 25 October, the first time round: the session is not over yet.
        let first = Utc
            .with_ymd_and_hms(2026, 10, 25, 0, 30, 0)
            .single()
            .expect("an instant");
        world.desk().clock.set(first);
        let mut sam = world.staff("Sam", Role::Probation, LEICESTER).await;
        let session = ("OPEN-1", "2026-10-25", "00:30", "01:30");
        assert_eq!(
            three_ways(world, &mut sam, session).await,
            ["end", "end", "end"]
        );
        world.desk().clock.set(first + chrono::Duration::hours(1));
        assert_eq!(three_ways(world, &mut sam, session).await, ["", "", ""]);
    }
);

walk!(
    minutes_below_nothing_or_beyond_the_session_are_told_each_way,
    |world| {
        lay(world).await;
        let mut sam = world.staff("Sam", Role::Probation, LEICESTER).await;
        let person = Person::operator();
        for (offered, credited, field) in [
            ("-1", "0", "minutes_offered"),
            ("0", "-1", "minutes_credited"),
            ("1441", "0", "minutes_offered"),
            ("1440", "1441", "minutes_credited"),
            ("99999999999999999999", "0", "minutes_offered"),
            ("9223372036854775807", "0", "minutes_offered"),
            ("1.5", "1", "minutes_offered"),
        ] {
            let line = format!("OPEN-1,2026-11-03,09:30,15:30,held,4,4,{offered},{credited},,");
            let file = Cursor::new(with(RETURNS, &[&line]));
            let done =
                faults(returns::import(world.desk(), &person, file, Run::Dry, silently()).await);
            let found = places(&done.expect_err("a mistake"));
            assert!(
                found.contains(&format!("2 {field}")),
                "{offered} {credited}: {found:?}"
            );
            let session = ("OPEN-1", "2026-11-03", "09:30", "15:30");
            let found = typed(&mut sam, session, (offered, credited)).await;
            assert_eq!(found, field.replace('_', "-"), "{offered} {credited}");
        }
        for penalty in ["-1", "361", "1.5", "99999999999999999999", "ten"] {
            let line = format!("OPEN-1,2026-11-03,09:30,15:30,PERSON-A,ATTC,{penalty}");
            let file = Cursor::new(with(LIST, &[&line]));
            let done = attendances::import(
                world.desk(),
                &person,
                file,
                Cases::Numbers,
                Run::Dry,
                silently(),
            );
            let found = places(&faults(done.await).expect_err("a mistake"));
            assert_eq!(found, ["2 penalty_minutes"], "{penalty}");
        }
    }
);

/// What came of a session of four people in a day's form: the field of the first mistake, or none.
async fn of_a_day(sam: &mut Actor<'_>, (date, start, end): (&str, &str, &str)) -> String {
    sam.opens("/staff/sessions/day?date=2026-11-20").await;
    sam.gets(200);
    let mut parts = date.split('-');
    for field in ["date-year", "date-month", "date-day"] {
        sam.fills(field, parts.next().unwrap_or_default());
    }
    for (field, value) in [
        ("status-1", "held"),
        ("start-1", start),
        ("end-1", end),
        ("attending-1", "4"),
        ("new-to-project-1", "4"),
    ] {
        sam.fills(field, value);
    }
    sam.keeps_last().presses("Record these sessions").await;
    if sam.page().status == 200 {
        sam.sees("1 session is recorded");
        return String::new();
    }
    sam.gets(422);
    let links = sam.page().links();
    let fields = links.iter().filter_map(|link| link.strip_prefix('#'));
    let mut fields = fields.filter(|to| *to != "main-content");
    fields.next().unwrap_or("?").to_string()
}

walk!(
    odd_days_and_times_in_a_days_form_are_a_clear_error_or_right,
    |world| {
        lay(world).await;
        let mut sam = world.staff("Sam", Role::Probation, LEICESTER).await;
        for (session, field, offered) in [
            (("2026-03-29", "01:15", "05:00"), "start-1", 0),
            (("2026-03-29", "00:30", "01:30"), "start-1", 0),
            (("2026-03-29", "00:30", "05:00"), "", 4 * 210),
            // The hour that comes twice counts once.
            (("2026-10-25", "00:30", "03:00"), "", 4 * 150),
            (("2026-11-03", "22:00", "02:00"), "end-1", 0),
            (("2026-11-03", "22:00", "24:00"), "", 4 * 120),
            (("2024-02-29", "09:30", "15:30"), "", 4 * 360),
            (("2026-02-29", "09:30", "15:30"), "date-day", 0),
            (("2026-11-23", "09:30", "15:30"), "date-day", 0),
            (("2026-11-22", "09:30", "15:30"), "end-1", 0),
            (("2020-01-01", "09:30", "15:30"), "date-day", 0),
        ] {
            assert_eq!(of_a_day(&mut sam, session).await, field, "{session:?}");
            let (day, start, _) = session;
            let hour: i64 = start[..2].parse().expect("an hour");
            let minute: i64 = start[3..].parse().expect("a minute");
            let kept = format!(
                "SELECT CAST(COALESCE(SUM(minutes_offered), 0) AS BIGINT) FROM session_return \
                 WHERE day = '{day}' AND starts = {}",
                hour * 60 + minute
            );
            assert_eq!(world.counts(&kept).await, offered, "{session:?}");
        }
    }
);
