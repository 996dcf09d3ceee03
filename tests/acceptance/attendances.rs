//! Attendance lists: head-counts out of them, nobody kept, nothing twice. People here are invented
//! tokens, and no case number of any system.

use crate::imports::{faults, places, with};
use crate::projects_laid::{lay_project, ledger_agrees};
use crate::world::World;
use payback_panel::actions::Person;
use payback_panel::actions::imports::attendances::{self, Cases, digested};
use payback_panel::actions::imports::{Fault, Imported, Run, silently};
use payback_panel::actions::projects::move_on;
use payback_panel::domain::policy::{Actor, Grant, Role};
use payback_panel::domain::projects::moves::Move;
use payback_panel::store::{hours as ledger, projects as store};
use std::io::Cursor;

pub const HEADING: &str = "project,date,start,end,case_number,outcome,penalty_minutes";
const PROJECT: &str = "LC-2026-P0001";

async fn imports_as(
    world: &World,
    person: &Person,
    text: impl Into<Vec<u8>>,
    run: Run,
) -> Result<Imported, Vec<Fault>> {
    let file = Cursor::new(text.into());
    let cases = Cases::Numbers;
    faults(attendances::import(world.desk(), person, file, cases, run, silently()).await)
}

pub async fn imports_how(
    world: &World,
    text: impl Into<Vec<u8>>,
    run: Run,
) -> Result<Imported, Vec<Fault>> {
    imports_as(world, &Person::operator(), text, run).await
}

pub async fn imports(world: &World, text: impl Into<Vec<u8>>) -> Result<Imported, Vec<Fault>> {
    imports_how(world, text, Run::ForReal).await
}

pub fn done(added: usize, already_there: usize, sessions: usize) -> Result<Imported, Vec<Fault>> {
    Ok(Imported {
        added,
        already_there,
        sessions,
        ..Imported::default()
    })
}

/// Lines of one day of the project, each a person with an outcome and a penalty.
pub fn day(on: u32, people: &[(&str, &str, &str)]) -> Vec<String> {
    let line = |(person, outcome, docked): &(&str, &str, &str)| {
        format!("{PROJECT},2026-11-{on:02},09:30,15:30,{person},{outcome},{docked}")
    };
    people.iter().map(line).collect()
}

pub fn file(lines: &[Vec<String>]) -> String {
    let all: Vec<&str> = lines.iter().flatten().map(String::as_str).collect();
    with(HEADING, &all)
}

async fn kept(world: &World) -> (i64, i64) {
    (
        world.counts("SELECT COUNT(*) FROM case_digest").await,
        world.counts("SELECT COUNT(*) FROM attendance_digest").await,
    )
}

walk!(
    a_list_becomes_sessions_with_head_counts_and_minutes,
    |world| {
        lay_project(world, PROJECT).await;
        // Worked out by hand: six hours each. On the 3rd three attend, one docked 45 minutes, one sent home for
        // the service; two do not. On the 5th two attend, one of them new. On the 10th nobody comes.
        let list = file(&[
            day(
                3,
                &[
                    ("PERSON-A", "ATTC", ""),
                    ("PERSON-B", "AFTC", "45"),
                    ("PERSON-C", "ATSS", "0"),
                    ("PERSON-D", "UACP", ""),
                    ("PERSON-E", "AAME", "30"),
                ],
            ),
            day(5, &[("person-a", "attc", ""), ("PERSON-D", "ATTC", "360")]),
            day(10, &[("PERSON-A", "UACP", ""), ("PERSON-B", "AAEM", "")]),
            day(12, &[("PERSON-A", "AASD", ""), ("PERSON-B", "AASD", "")]),
        ]);
        assert_eq!(imports(world, list.clone()).await, done(11, 0, 4));
        // Held 2, stood down 2; attendances 3 + 2; different people A, B, C, D; offered 5 x 360; credited
        // 360 + 315 + 360 + 360 + 0.
        ledger_agrees(world, (2, 2, 5, 4, 1800, 1395)).await;
        let reasons = "SELECT COUNT(*) FROM session_return WHERE reason = ";
        assert_eq!(
            world.counts(&format!("{reasons}'nobody-attended'")).await,
            1
        );
        assert_eq!(world.counts(&format!("{reasons}'other'")).await, 1);
        assert_eq!(kept(world).await, (4, 5));
        // The same file twice adds nothing.
        assert_eq!(imports(world, list).await, done(0, 11, 0));
        ledger_agrees(world, (2, 2, 5, 4, 1800, 1395)).await;
        let audited = "SELECT COUNT(*) FROM audit WHERE kind = 'attendances-imported'";
        assert_eq!(world.counts(audited).await, 1);
    }
);

walk!(lists_that_overlap_add_only_what_is_new, |world| {
    lay_project(world, PROJECT).await;
    let first = file(&[
        day(3, &[("PERSON-A", "ATTC", ""), ("PERSON-B", "ATTC", "")]),
        day(5, &[("PERSON-A", "ATTC", "")]),
    ]);
    assert_eq!(imports(world, first).await, done(3, 0, 2));
    // The next list has one person more on the 5th, and a day more. Its lines are in no order.
    let second = file(&[
        day(10, &[("PERSON-B", "ATTC", "")]),
        day(5, &[("PERSON-C", "ATTC", "60"), ("PERSON-A", "ATTC", "")]),
        day(3, &[("PERSON-B", "ATTC", "")]),
        day(10, &[("PERSON-A", "ATTC", ""), ("PERSON-A", "ATTC", "")]),
    ]);
    assert_eq!(imports(world, second.clone()).await, done(3, 3, 2));
    ledger_agrees(world, (3, 0, 6, 3, 2160, 2100)).await;
    let conn = world.desk().db.read();
    let reference = PROJECT.parse().expect("a reference");
    let project = store::by_reference(&conn, &reference)
        .await
        .expect("a read")
        .expect("the project");
    let all = ledger::SessionFilter::default();
    let sessions = ledger::of_project(&conn, project.id, &all, 0, 10)
        .await
        .expect("sessions");
    let numbers: Vec<i64> = sessions.iter().map(|session| session.number).collect();
    assert_eq!(numbers, [1, 2, 1], "the 5th has another version");
    assert_eq!(
        sessions[1].correction,
        "A later attendance list has more people."
    );
    assert_eq!(imports(world, second).await, done(0, 6, 0));
    // Said otherwise: the outcome changed, so it is for somebody to correct.
    let third = file(&[day(3, &[("PERSON-A", "ATTC", "15")])]);
    let found = imports(world, third).await.expect_err("said otherwise");
    assert_eq!(places(&found), ["2 outcome"]);
    ledger_agrees(world, (3, 0, 6, 3, 2160, 2100)).await;
});

walk!(
    every_problem_of_a_list_is_told_with_line_and_field_and_no_case_number,
    |world| {
        lay_project(world, PROJECT).await;
        let list = with(
            HEADING,
            &[
                "LC-2026-P0001,2026-11-03,09:30,15:30,PERSON-A,ATTC,",
                "LC-2026-P9999,2026-11-03,09:30,15:30,PERSON-A,ATTC,",
                "LC-2026-P0001,2026-02-29,09:30,15:30,PERSON-A,ATTC,",
                "LC-2026-P0001,2026-11-03,22:00,02:00,PERSON-A,ATTC,",
                "LC-2026-P0001,2026-11-03,09:30,15:30,,ATTC,",
                "LC-2026-P0001,2026-11-03,09:30,15:30,PERSON@A,,-5",
                "LC-2026-P0001,2026-11-03,09:30,15:30,PERSON-B,GONE,361",
                "LC-2026-P0001,2026-11-23,09:30,15:30,PERSON-B,ATTC,99999999999999999999",
                "LC-2026-P0001,2026-11-23,09:30,15:30,PERSON-B,ATTC,",
                "LC-2026-P0001,2026-11-01,09:30,15:30,PERSON-B,ATTC,",
                "LC-2026-P0001,2026-11-22,09:30,15:30,PERSON-B,ATTC,",
                "LC-2026-P9999,2030-11-03,09:30,15:30,PERSON-B,GONE,",
                "LC-2026-P0001,2026-11-01,late,15:30,PERSON-B,GONE,",
                "LC-2026-P0001,2026-11-03,09:30",
                "PERSON-A,PERSON-A,PERSON-A,PERSON-A,PERSON-A,PERSON-A,PERSON-A",
            ],
        );
        let found = imports(world, list).await.expect_err("mistakes");
        assert_eq!(
            places(&found),
            [
                "3 project",
                "4 date",
                "5 end",
                "6 case_number",
                "7 case_number",
                "7 outcome",
                "7 penalty_minutes",
                "8 outcome",
                "8 penalty_minutes",
                "9 penalty_minutes",
                "9 date",
                "10 date",
                "11 date",
                "12 end",
                "13 project",
                "13 outcome",
                "13 date",
                "14 start",
                "14 outcome",
                "14 date",
                "15",
                "16 project",
                "16 date",
                "16 start",
                "16 end",
                "16 outcome",
                "16 penalty_minutes",
            ]
        );
        for fault in &found {
            assert!(!fault.to_string().contains("PERSON"), "{fault}");
        }
        ledger_agrees(world, (0, 0, 0, 0, 0, 0)).await;
        assert_eq!(kept(world).await, (0, 0));
        let heading = imports(world, "project,date,start,end,outcome\n")
            .await
            .expect_err("columns");
        assert_eq!(places(&heading), ["1 case_number", "1 penalty_minutes"]);
        assert_eq!(places(&imports(world, "").await.expect_err("empty")), ["1"]);
    }
);

walk!(
    one_person_twice_at_a_time_is_a_mistake_and_twice_a_day_one_attendance,
    |world| {
        lay_project(world, PROJECT).await;
        let line = |start, end, person, outcome| {
            format!("{PROJECT},2026-11-03,{start},{end},{person},{outcome},10")
        };
        let twice = [
            line("09:00", "13:00", "PERSON-A", "ATTC"),
            line("12:59", "15:00", "PERSON-A", "ATTC"),
        ];
        let found = imports(world, file(&[twice.to_vec()]))
            .await
            .expect_err("twice");
        assert_eq!(places(&found), ["3 case_number"]);
        let apart = [
            line("13:00", "15:00", "PERSON-A", "ATTC"),
            line("09:00", "12:00", "PERSON-A", "ATTC"),
            line("10:00", "16:00", "PERSON-B", "ATTC"),
        ];
        assert_eq!(imports(world, file(&[apart.to_vec()])).await, done(3, 0, 1));
        // From nine to four: two people, 300 + 360 minutes offered, 30 docked.
        ledger_agrees(world, (1, 0, 2, 2, 660, 630)).await;
    }
);

walk!(a_list_meets_head_counts_of_the_same_day, |world| {
    lay_project(world, PROJECT).await;
    let returns = "project,date,start,end,status,attending,new_to_project,minutes_offered,minutes_credited,reason,note\n\
                   LC-2026-P0001,2026-11-03,09:30,15:30,held,2,2,720,700,,\n\
                   LC-2026-P0001,2026-11-05,09:30,15:30,held,2,0,720,720,,\n";
    let person = Person::operator();
    let imported = payback_panel::actions::imports::returns::import(
        world.desk(),
        &person,
        Cursor::new(returns),
        Run::ForReal,
        silently(),
    );
    imported.await.expect("head-counts");
    // Just these numbers: the session is there already, and its people are known from now on.
    let same = file(&[day(
        3,
        &[("PERSON-A", "ATTC", "20"), ("PERSON-B", "ATTC", "")],
    )]);
    assert_eq!(imports(world, same).await, done(0, 2, 0));
    // Other numbers at the same time: for somebody to look at.
    let other = file(&[day(5, &[("PERSON-A", "ATTC", "")])]);
    let found = imports(world, other).await.expect_err("other numbers");
    assert_eq!(places(&found), ["2 date"]);
    // Another day: who is not known counts as new, and the answer says that it cannot be sure.
    let later = file(&[day(
        10,
        &[("PERSON-A", "ATTC", ""), ("PERSON-C", "ATTC", "")],
    )]);
    let came = imports(world, later).await.expect("another day");
    assert_eq!((came.added, came.unsure), (2, 1));
    ledger_agrees(world, (3, 0, 6, 3, 2160, 2140)).await;
});

walk!(
    digests_go_when_the_project_closes_and_the_counts_stay,
    |world| {
        lay_project(world, PROJECT).await;
        let list = file(&[
            day(3, &[("PERSON-A", "ATTC", ""), ("PERSON-B", "ATTC", "")]),
            day(5, &[("PERSON-A", "ATTC", "")]),
        ]);
        imports(world, list.clone()).await.expect("a list");
        assert_eq!(kept(world).await, (2, 3));
        let reference = PROJECT.parse().expect("a reference");
        let conn = world.desk().db.read();
        let project = store::by_reference(&conn, &reference)
            .await
            .expect("a read")
            .expect("there");
        let end = Move::Complete {
            on: "2026-11-20".parse().expect("a day"),
            closing_statement: "It is done.".into(),
            work_done: String::new(),
        };
        let person = Person::operator();
        move_on(world.desk(), &person, &reference, project.version, end)
            .await
            .expect("it closes");
        assert_eq!(kept(world).await, (0, 0));
        let offenders = "SELECT CAST(SUM(offenders) AS BIGINT) FROM project_total";
        assert_eq!(world.counts(offenders).await, 2);
        // The same list again still adds nothing, and leaves nothing.
        assert_eq!(imports(world, list).await, done(0, 3, 0));
        assert_eq!(kept(world).await, (0, 0));
        assert_eq!(world.counts(offenders).await, 2);
        // A day after its end is told; one before it is taken in, without anything kept of the people.
        let found = imports(world, file(&[day(21, &[("PERSON-A", "ATTC", "")])])).await;
        assert_eq!(places(&found.expect_err("closed")), ["2 date"]);
        let late = imports(world, file(&[day(6, &[("PERSON-A", "ATTC", "")])]))
            .await
            .expect("late");
        assert_eq!((late.added, late.unsure), (1, 1));
        assert_eq!(kept(world).await, (0, 0));
    }
);

walk!(
    nothing_that_is_kept_holds_a_case_number_or_matches_on_another_project,
    |world| {
        lay_project(world, PROJECT).await;
        lay_project(world, "LC-2026-P0002").await;
        let mut lines = day(3, &[("PERSON-A", "ATTC", "")]);
        lines.push(lines[0].replace(PROJECT, "LC-2026-P0002"));
        let list = file(&[lines]);
        imports(world, list.clone()).await.expect("a list");
        let different = "SELECT COUNT(DISTINCT person) FROM case_digest";
        assert_eq!(
            world.counts(different).await,
            2,
            "one digest for each project"
        );
        // The file as it is kept between its check and its import.
        let cleaned = digested(world.desk(), list.as_bytes());
        let text = String::from_utf8(cleaned).expect("text");
        assert!(!text.contains("PERSON"), "{text}");
        assert!(text.starts_with(
            "project,date,start,end,case_number,outcome,penalty_minutes,over_limit_confirmed\n"
        ));
        let person = Person::operator();
        let again = attendances::import(
            world.desk(),
            &person,
            Cursor::new(text),
            Cases::Digests,
            Run::ForReal,
            silently(),
        );
        assert_eq!(faults(again.await), done(0, 2, 0));
    }
);

walk!(
    a_list_is_imported_by_whoever_may_record_there_and_dry_runs_change_nothing,
    |world| {
        lay_project(world, PROJECT).await;
        let staff = |area: &str| Person {
            actor: Actor::Operator,
            grants: vec![Grant {
                role: Role::Probation,
                area: area.into(),
            }],
        };
        let list = file(&[day(3, &[("PERSON-A", "ATTC", "")])]);
        let other = imports_as(world, &staff("E06000017"), list.clone(), Run::ForReal).await;
        assert_eq!(places(&other.expect_err("not theirs")), ["2 project"]);
        let own = imports_as(world, &staff("PDU-LLR"), list, Run::Dry).await;
        assert_eq!(own, done(1, 0, 1));
        ledger_agrees(world, (0, 0, 0, 0, 0, 0)).await;
        assert_eq!(kept(world).await, (0, 0));
        // More people than the limit are confirmed in a column of its own.
        let people: Vec<String> = (0..9).map(|n| format!("PERSON-{n}")).collect();
        let many: Vec<_> = people
            .iter()
            .map(|person| (person.as_str(), "ATTC", ""))
            .collect();
        let found = imports(world, file(&[day(3, &many)]))
            .await
            .expect_err("too many");
        assert_eq!(places(&found), ["2 over_limit_confirmed"]);
        let lines: Vec<String> = day(3, &many)
            .iter()
            .map(|line| format!("{line},yes"))
            .collect();
        let lines: Vec<&str> = lines.iter().map(String::as_str).collect();
        let confirmed = with(&format!("{HEADING},over_limit_confirmed"), &lines);
        assert_eq!(imports(world, confirmed).await, done(9, 0, 1));
    }
);
