//! Files of existing projects and returns: all or nothing, every mistake said, nothing twice.

use crate::projects_laid::{lay_project, ledger_agrees};
use crate::world::World;
use payback_panel::actions::Person;
use payback_panel::actions::imports::faults::MOST_KEPT;
use payback_panel::actions::imports::{
    Fault, Imported, NotImported, Run, projects, returns, silently,
};
use payback_panel::domain::policy::{Actor, Grant, Role};
use payback_panel::store::hours as ledger;
use payback_panel::store::projects as store;
use payback_panel::store::rollup;
use std::io::{Cursor, Read};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

const HEADING: &str = "project,date,start,end,status,attending,new_to_project,minutes_offered,minutes_credited,reason,note";
const PROJECTS: &str = "reference,title,category,council_code,ward_code,lat,lon,agreed_on,started_on,completed_on,origin,nominated_on,beneficiary,summary";

pub fn with(heading: &str, lines: &[&str]) -> String {
    format!("{heading}\n{}\n", lines.join("\n"))
}

async fn imports(
    world: &World,
    text: impl Into<Vec<u8>>,
    run: Run,
) -> Result<Imported, Vec<Fault>> {
    imports_as(world, &Person::operator(), text, run).await
}

async fn imports_as(
    world: &World,
    person: &Person,
    text: impl Into<Vec<u8>>,
    run: Run,
) -> Result<Imported, Vec<Fault>> {
    let file = Cursor::new(text.into());
    let done = returns::import(world.desk(), person, file, run, silently()).await;
    faults(done)
}

async fn imports_projects(world: &World, text: &str, run: Run) -> Result<Imported, Vec<Fault>> {
    let file = Cursor::new(text.as_bytes().to_vec());
    let done = projects::import(world.desk(), &Person::operator(), file, run, silently()).await;
    faults(done)
}

pub fn faults(done: Result<Imported, NotImported>) -> Result<Imported, Vec<Fault>> {
    done.map_err(|not| match not {
        NotImported::Faults(faults) => faults.kept().to_vec(),
        NotImported::Refused(refusal) => panic!("{refusal}"),
    })
}

/// Where the faults are, as `line field`.
pub fn places(faults: &[Fault]) -> Vec<String> {
    faults
        .iter()
        .map(|fault| format!("{} {}", fault.line, fault.field).trim().to_string())
        .collect()
}

fn added(added: usize, already_there: usize) -> Result<Imported, Vec<Fault>> {
    Ok(Imported {
        added,
        already_there,
        ..Imported::default()
    })
}

walk!(the_same_file_twice_adds_nothing, |world| {
    lay_project(world, "LC-2026-P0001").await;
    let file = with(
        HEADING,
        &[
            "LC-2026-P0001,2026-11-03,09:30,15:30,held,6,6,2160,2100,,",
            "lc-2026-p0001,2026-11-04,0930,3:30pm,held,5,1,1800,1800,,\"Gate key,\nat the lodge\"",
            "LC-2026-P0001,2026-11-05,09:30,15:30,stood-down,0,0,0,0,weather,",
            "LC-2026-P0001,2026-11-06,09:30,15:30,stood-down,,,,,transport,",
            // The same again in the file itself.
            "LC-2026-P0001,2026-11-03,09:30,15:30,held,6,6,2160,2100,,",
        ],
    );
    assert_eq!(imports(world, file.clone(), Run::Dry).await, added(4, 1));
    ledger_agrees(world, (0, 0, 0, 0, 0, 0)).await;
    assert_eq!(
        imports(world, file.clone(), Run::ForReal).await,
        added(4, 1)
    );
    ledger_agrees(world, (2, 2, 11, 7, 3960, 3900)).await;
    assert_eq!(
        imports(world, file.clone(), Run::ForReal).await,
        added(0, 5)
    );
    // Also with a byte order mark, other line ends and another order of columns.
    let other = "\u{feff}note,reason,minutes_credited,minutes_offered,new_to_project,attending,status,end,start,date,project,case_number\r\n\
                 ,,2100,2160,6,6,held,15:30,09:30,2026-11-03,LC-2026-P0001,X123456\r\n\
                 ,,2160,2160,0,6,held,15:30,09:30,2026-11-07,LC-2026-P0001,X123456\r\n";
    assert_eq!(imports(world, other, Run::ForReal).await, added(1, 1));
    ledger_agrees(world, (3, 2, 17, 7, 6120, 6060)).await;
});

walk!(a_blank_end_of_a_spreadsheet_is_passed_over, |world| {
    lay_project(world, "LC-2026-P0001").await;
    let mut file = with(
        HEADING,
        &[
            ",,,,,,,,,,",
            "LC-2026-P0001,2026-11-03,09:30,15:30,held,6,6,2160,2100,,",
            " , ,\"\",,,,,,,,",
            ",,",
            "LC-2026-P0001,2026-11-31,09:30,15:30,held,6,6,2160,2100,,",
        ],
    );
    file.push_str(&",,,,,,,,,,\r\n".repeat(5_000));
    // Lines keep their numbers.
    let found = imports(world, file.clone(), Run::Dry).await;
    assert_eq!(places(&found.expect_err("a day that is none")), ["6 date"]);
    let right = file.replace("2026-11-31", "2026-11-04");
    assert_eq!(imports(world, right, Run::ForReal).await, added(2, 0));
    ledger_agrees(world, (2, 0, 12, 12, 4320, 4200)).await;
});

walk!(however_many_mistakes_there_are_few_are_kept, |world| {
    lay_project(world, "LC-2026-P0001").await;
    let wrong = "x,x,x,x,x,x,x,x,x,x,x\n".repeat(20_000);
    let file = Cursor::new(format!("{HEADING}\n{wrong}").into_bytes());
    let operator = Person::operator();
    let done = returns::import(world.desk(), &operator, file, Run::Dry, silently()).await;
    let Err(NotImported::Faults(found)) = done else {
        panic!("{done:?}");
    };
    // Nine cells that do not read, and a project that is not there.
    assert_eq!(found.count(), 20_000 * 10);
    assert_eq!(found.kept().len(), MOST_KEPT);
    // Those of the first lines, in their order.
    let lines: Vec<u64> = found.kept().iter().map(|fault| fault.line).collect();
    assert!(lines.is_sorted() && lines.last() == Some(&101), "{lines:?}");
});

walk!(a_line_without_end_is_one_mistake_and_no_memory, |world| {
    lay_project(world, "LC-2026-P0001").await;
    let line = "LC-2026-P0001,2026-11-03,09:30,15:30,held,6,6,2160,2100,,\n";
    let open = line.replace("LC-", "\"LC-");
    let text = format!("{HEADING}\n{line}{open}{}", line.repeat(100_000));
    let file = Followed::of(text.into_bytes());
    let read = file.read.clone();
    let operator = Person::operator();
    let done = returns::import(world.desk(), &operator, file, Run::Dry, silently()).await;
    let found = faults(done).expect_err("a line without end");
    assert_eq!(places(&found), ["3"]);
    assert!(found[0].message.contains("quotation mark"), "{found:?}");
    assert!(read.load(Ordering::Relaxed) < 2_000_000, "it was read on");
});

/// A file that counts what is read of it.
struct Followed {
    file: Cursor<Vec<u8>>,
    read: Arc<AtomicUsize>,
}

impl Followed {
    fn of(bytes: Vec<u8>) -> Followed {
        Followed {
            file: Cursor::new(bytes),
            read: Arc::default(),
        }
    }
}

impl Read for Followed {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        let read = self.file.read(buffer)?;
        self.read.fetch_add(read, Ordering::Relaxed);
        Ok(read)
    }
}

walk!(
    a_return_that_was_corrected_since_is_there_already,
    |world| {
        lay_project(world, "LC-2026-P0001").await;
        let file = with(
            HEADING,
            &["LC-2026-P0001,2026-11-03,09:30,15:30,held,6,6,2160,2100,,"],
        );
        assert_eq!(
            imports(world, file.clone(), Run::ForReal).await,
            added(1, 0)
        );
        let conn = world.desk().db.read();
        let reference = "LC-2026-P0001".parse().expect("a reference");
        let project = store::by_reference(&conn, &reference);
        let project = project.await.expect("a read").expect("the project");
        let filter = ledger::SessionFilter::default();
        let sessions = ledger::of_project(&conn, project.id, &filter, 0, 10)
            .await
            .expect("a read");
        let key = sessions[0].key.clone();
        let mut sam = world.staff("Sam", Role::Probation, "E06000016").await;
        sam.opens(&format!("/staff/sessions/{key}/correct")).await;
        sam.fills("date-day", "4")
            .fills("minutes-credited", "2000")
            .fills("correction", "Read wrongly");
        sam.presses("Save the correction").await.gets(200);
        assert_eq!(imports(world, file, Run::ForReal).await, added(0, 1));
        ledger_agrees(world, (1, 0, 6, 6, 2160, 2000)).await;
        // Other numbers at the times that count are no new session: the page is where to correct them.
        let other = with(
            HEADING,
            &["LC-2026-P0001,2026-11-04,09:30,15:30,held,7,6,2160,2100,,"],
        );
        assert_eq!(
            places(
                &imports(world, other, Run::ForReal)
                    .await
                    .expect_err("refused")
            ),
            ["2 start"]
        );
    }
);

walk!(every_bad_line_is_said_and_nothing_changes, |world| {
    lay_project(world, "LC-2026-P0001").await;
    let file = with(
        HEADING,
        &[
            "LC-2026-P0001,2026-11-03,09:30,15:30,held,6,6,2160,2100,,", // 2: good
            "LC-2026-P0999,2026-11-03,09:30,15:30,held,6,6,2160,2100,,", // 3: no such project
            "LC-2026-P0001,03/11/2026,25:00,noon,met,-1,x,9e9,1.5,rain,", // 4: nothing reads
            "LC-2026-P0001,2026-02-29,09:30,15:30,held,6,6,2160,2100,,", // 5: no such day
            "LC-2026-P0001,2026-11-01,09:30,15:30,held,6,6,2160,2100,,", // 6: before the start
            "LC-2026-P0001,2027-11-04,09:30,15:30,held,6,6,2160,2100,,", // 7: to come
            "LC-2026-P0001,2026-11-04,22:00,02:00,held,6,6,1440,1440,,", // 8: over midnight
            "LC-2026-P0001,2026-11-04,09:30,15:30,held,6,7,2161,2162,,", // 9: beyond each other
            "LC-2026-P0001,2026-11-04,09:30,15:30,held,9,6,2160,2100,,", // 10: over the limit
            "LC-2026-P0001,2026-11-04,09:30,15:30,stood-down,6,0,0,0,weather,", // 11: stood down with people
            "LC-2026-P0001,2026-11-04,09:30,15:30,stood-down,0,0,0,0,,",        // 12: for no reason
            "LC-2026-P0001,2026-11-04,09:30,15:30,held,6,6,2160,2100,weather,", // 13: held for a reason
            "LC-2026-P0001,2026-11-04,09:30,15:30,held,,,,,,", // 14: nothing counted
            "LC-2026-P0001,2026-11-04,09:30,15:30,held,6,6,2160,2100,,X123456 left", // 15: a case
            "LC-2026-P0001,2026-11-03,09:30,15:30,held,5,5,1800,1800,,", // 16: the first line again, otherwise
            "LC-2026-P0001,2026-11-04",                                  // 17: cells missing
            "LC-2026-P0001,2026-11-04,09:30,15:30,held,99999999999999999999,6,2160,2100,,", // 18: huge
        ],
    );
    for run in [Run::Dry, Run::ForReal] {
        let found = imports(world, file.clone(), run)
            .await
            .expect_err("refused");
        let expected = [
            "3 project",
            "4 date",
            "4 start",
            "4 end",
            "4 status",
            "4 attending",
            "4 new_to_project",
            "4 minutes_offered",
            "4 minutes_credited",
            "4 reason",
            "5 date",
            "6 date",
            "7 date",
            "8 end",
            "9 new_to_project",
            "9 minutes_offered",
            "9 minutes_credited",
            "10 over_limit_confirmed",
            "11 attending",
            "12 reason",
            "13 reason",
            "14 attending",
            "14 new_to_project",
            "14 minutes_offered",
            "14 minutes_credited",
            "15 note",
            "16 start",
            "17",
            "18 attending",
        ];
        assert_eq!(places(&found), expected, "{found:#?}");
        let said = format!("{found:?}");
        assert!(!said.contains("X123456"), "a case number was said back");
        ledger_agrees(world, (0, 0, 0, 0, 0, 0)).await;
    }
});

walk!(all_that_is_wrong_with_a_line_is_said_at_once, |world| {
    lay_project(world, "LC-2026-P0001").await;
    let file = with(
        HEADING,
        &[
            "LC-2026-P0001,2030-11-03,09:30,15:30,maybe,6,7,2160,2161,,X123456", // 2
            "XX-2020-P0001,2030-11-03,15:30,09:30,maybe,6,6,2160,2100,,",        // 3
            "XX-2020-P0001,2026-11-03,09:30,15:30,held,6,7,2160,2100,,",         // 4
            "LC-2026-P0001,2026-11-01,09:30,15:30,held,9,x,2160,2100,,",         // 5
            // What may yet be right is not called wrong.
            "LC-2026-P0001,2026-11-22,late,11:00,held,6,6,360,360,,", // 6: today, and perhaps over
            "LC-2026-P0001,2026-11-03,09:30,15:30,maybe,0,0,0,0,weather,", // 7: perhaps stood down
            "LC-2026-P0001,2026-13-03,09:30,15:30,held,many,6,2160,2100,,", // 8
        ],
    );
    for run in [Run::Dry, Run::ForReal] {
        let found = imports(world, file.clone(), run)
            .await
            .expect_err("refused");
        let expected = [
            "2 status",
            "2 date",
            "2 new_to_project",
            "2 minutes_credited",
            "2 note",
            "3 project",
            "3 status",
            "3 date",
            "3 end",
            "4 project",
            "4 new_to_project",
            "5 new_to_project",
            "5 date",
            "5 over_limit_confirmed",
            "6 start",
            "7 status",
            "8 date",
            "8 attending",
        ];
        assert_eq!(places(&found), expected, "{found:#?}");
    }
});

walk!(a_heading_must_have_every_column_once, |world| {
    lay_project(world, "LC-2026-P0001").await;
    let missing =
        "project,date,start,end,status,attending,new_to_project,minutes_offered,reason,note\n";
    let found = imports(world, missing, Run::ForReal)
        .await
        .expect_err("refused");
    assert_eq!(places(&found), ["1 minutes_credited"]);
    let twice = format!("{HEADING},date\n");
    let found = imports(world, twice, Run::ForReal)
        .await
        .expect_err("refused");
    assert_eq!(places(&found), ["1 date"]);
    let found = imports(world, "", Run::ForReal).await.expect_err("refused");
    assert_eq!(places(&found), ["1"]);
    // Only a heading is a file with nothing in it.
    assert_eq!(
        imports(world, format!("{HEADING}\n"), Run::ForReal).await,
        added(0, 0)
    );
    // Bytes that are no text are said with their cell.
    let mut latin = with(
        HEADING,
        &["LC-2026-P0001,2026-11-03,09:30,15:30,held,6,6,2160,2100,,caf"],
    )
    .into_bytes();
    latin.pop();
    latin.extend([0xe9, b'\n']);
    let found = imports(world, latin, Run::ForReal)
        .await
        .expect_err("refused");
    assert_eq!(places(&found), ["2 note"]);
    let nul = with(
        HEADING,
        &["LC-2026-P0001,2026-11-03,09:30,15:30,held,6,6,2160,2100,,a\u{0}b"],
    );
    let found = imports(world, nul, Run::ForReal)
        .await
        .expect_err("refused");
    assert_eq!(places(&found), ["2 note"]);
});

walk!(a_cell_that_does_not_read_hides_no_other_mistake, |world| {
    lay_project(world, "LC-2026-P0001").await;
    for (line, wrong) in [
        (
            "2026-13-03,15:30,09:30,held,6,7,2160,2200,,",
            "date end new_to_project minutes_credited",
        ),
        (
            "2026-11-03,09:30,25:00,held,six,7,2160,2200,weather,",
            "end attending minutes_credited reason",
        ),
        (
            "2026-11-03,09:30,15:30,stood-down,6,,0,,wet,",
            "reason attending",
        ),
        (
            "2026-11-03,09:30,15:30,held,6,7,x,60,,",
            "minutes_offered new_to_project",
        ),
        (
            "x,x,x,x,x,x,x,x,x,",
            "date start end status attending new_to_project minutes_offered minutes_credited reason",
        ),
    ] {
        let file = with(HEADING, &[&format!("LC-2026-P0001,{line}")]);
        let found = imports(world, file, Run::Dry).await.expect_err("refused");
        let wrong: Vec<String> = wrong.split(' ').map(|at| format!("2 {at}")).collect();
        assert_eq!(places(&found), wrong, "{line}");
    }
});

walk!(
    a_confirmed_crowd_is_taken_and_other_peoples_projects_are_not,
    |world| {
        lay_project(world, "LC-2026-P0001").await;
        let heading = format!("{HEADING},over_limit_confirmed");
        let file = with(
            &heading,
            &["LC-2026-P0001,2026-11-03,09:30,15:30,held,9,9,3240,3240,,,yes"],
        );
        let unsaid = file.replace(",yes", ",");
        let found = imports(world, unsaid, Run::Dry).await.expect_err("refused");
        assert_eq!(places(&found), ["2 over_limit_confirmed"]);
        assert!(found[0].message.contains("write 'yes' in this column"));
        let rob = Person {
            actor: Actor::Visitor,
            grants: vec![Grant {
                role: Role::Probation,
                area: "E06000017".into(),
            }],
        };
        let found = imports_as(world, &rob, file.clone(), Run::ForReal)
            .await
            .expect_err("refused");
        assert_eq!(places(&found), ["2 project"]);
        assert_eq!(imports(world, file, Run::ForReal).await, added(1, 0));
        ledger_agrees(world, (1, 0, 9, 9, 3240, 3240)).await;
    }
);

walk!(projects_come_with_odd_names_and_go_out_unharmed, |world| {
    let names = [
        "Tom & Jerry's <b>hedge</b>",
        "=1+1",
        "'quoted' \"\"twice\"\"",
        "Ünïcödé – “café”",
        "مرحبا",
        "🌳🌳",
        "Null; DROP TABLE project",
    ];
    let lines: Vec<String> = names
        .iter()
        .enumerate()
        .map(|(at, name)| {
            format!("LC-2026-P{:04},\"{name}\",gardening,E06000016,E05010459,52.66,-1.15,2026-10-01,2026-11-02,,other,,Everybody,\"Line\nbreak\"", at + 1)
        })
        .collect();
    let lines: Vec<&str> = lines.iter().map(String::as_str).collect();
    let file = with(PROJECTS, &lines);
    assert_eq!(imports_projects(world, &file, Run::Dry).await, added(7, 0));
    assert_eq!(
        imports_projects(world, &file, Run::ForReal).await,
        added(7, 0)
    );
    assert_eq!(
        imports_projects(world, &file, Run::ForReal).await,
        added(0, 7)
    );
    let mut rita = world.visitor("Rita");
    for (at, name) in names.iter().enumerate() {
        let shown = name.replace("\"\"", "\"");
        rita.opens(&format!("/projects/LC-2026-P{:04}", at + 1))
            .await
            .gets(200)
            .sees(&shown);
    }
    rita.opens("/projects.csv").await;
    assert!(rita.page().text.contains(",'=1+1,"), "a formula went out");
    assert!(
        rita.page().text.contains("-1.15"),
        "a longitude was taken for a formula"
    );
    // New references go on behind those of the file.
    let mut sam = world.staff("Sam", Role::Probation, "E06000016").await;
    sam.opens("/staff/projects/new").await;
    for (field, value) in [
        ("title", "The next"),
        ("area", "E05010458"),
        ("category", "litter"),
        ("summary", "Sweep"),
    ] {
        sam.fills(field, value);
    }
    sam.presses("Set the project up")
        .await
        .gets(200)
        .is_at("/staff/projects/LC-2026-P0008");
    let differences = rollup::verify(&world.desk().db.read())
        .await
        .expect("verify");
    assert!(differences.is_empty(), "{differences:#?}");
});

walk!(every_bad_project_is_said_and_nothing_changes, |world| {
    let good = "LC-2026-P0001,Hedge,gardening,E06000016,E05010459,52.66,-1.15,2026-10-01,2026-11-02,,other,,Everybody,Cut";
    let file = with(
        PROJECTS,
        &[
            good,
            "a b,,knitting,E99999999,E05010459,,,soon,,,public,,,", // 3
            "LC-2026-P0002,Hedge,gardening,E06000017,E05010459,-1.15,52.66,2026-10-01,,,other,,,", // 4
            "LC-2026-P0003,Hedge,gardening,E06000016,,,,2026-10-01,2026-09-30,2026-09-29,other,2026-10-02,,", // 5
            "LC-2026-P0004,Hedge,gardening,E06000016,,,,2027-10-01,,2027-10-02,other,,,", // 6
            "LC-2026-P0001,Another hedge,gardening,E06000016,,,,2026-10-01,,,other,,,",   // 7
            "LC-2026-P0005,Hedge of A123456,gardening,E06000016,,,,2026-10-01,,,other,,,", // 8
            "LC-2026-P0006,Hedge,gardening,E05010459,E06000016,,,2026-10-01,,,other,,,",  // 9
        ],
    );
    let found = imports_projects(world, &file, Run::ForReal)
        .await
        .expect_err("refused");
    let expected = [
        "3 reference",
        "3 title",
        "3 category",
        "3 council_code",
        "3 agreed_on",
        "3 origin",
        "4 ward_code",
        "4 lat",
        "5 nominated_on",
        "5 started_on",
        "5 completed_on",
        "6 agreed_on",
        "6 completed_on",
        "6 started_on",
        "7 reference",
        "8 title",
        "9 council_code",
        "9 ward_code",
    ];
    assert_eq!(places(&found), expected, "{found:#?}");
    assert!(!format!("{found:?}").contains("A123456"));
    let mut rita = world.visitor("Rita");
    rita.opens("/projects").await.sees("0 projects");
    assert_eq!(
        imports_projects(world, &with(PROJECTS, &[good]), Run::ForReal).await,
        added(1, 0)
    );
    // The same reference with another council is another project's.
    let clash = good.replace("E06000016,E05010459", "E06000017,E05000001");
    let found = imports_projects(world, &with(PROJECTS, &[&clash]), Run::ForReal)
        .await
        .expect_err("refused");
    assert_eq!(places(&found), ["2 reference"]);
});
