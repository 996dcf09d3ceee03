//! Files as spreadsheets write them: semicolons or tabs between cells, any line end, and what is no text at all.

use crate::imports::{faults, places};
use crate::projects_laid::lay_project;
use crate::world::World;
use payback_panel::actions::Person;
use payback_panel::actions::imports::{Fault, Imported, Run, returns, silently};
use std::io::Cursor;

const HEADING: &str = "project,date,start,end,status,attending,new_to_project,minutes_offered,minutes_credited,\
                       reason,note";
const FIRST: &str = "LC-2026-P0001,2026-11-03,09:30,15:30,held,6,6,2160,2100,,";
const SECOND: &str =
    "LC-2026-P0001,2026-11-04,09:30,15:30,held,6,0,2160,2100,,\"Key\r\nat\r\nthe lodge\"";
/// A day that is none.
const WRONG: &str = "LC-2026-P0001,2026-11-31,09:30,15:30,held,6,6,2160,2100,,";

async fn imports(world: &World, file: impl Into<Vec<u8>>) -> Result<Imported, Vec<Fault>> {
    let file = Cursor::new(file.into());
    let who = Person::operator();
    faults(returns::import(world.desk(), &who, file, Run::ForReal, silently()).await)
}

/// What is wrong with a file, as `line field: what`.
async fn wrong(world: &World, file: impl Into<Vec<u8>>) -> Vec<String> {
    let found = imports(world, file).await.expect_err("a mistake");
    let places = places(&found).into_iter().zip(&found);
    let said = places.map(|(place, fault)| format!("{place}: {}", fault.message));
    said.collect()
}

walk!(every_kind_of_sheet_says_the_same, |world| {
    lay_project(world, "LC-2026-P0001").await;
    let file = [HEADING, FIRST, SECOND].join("\n");
    let done = imports(world, file.clone()).await.expect("imported");
    assert_eq!((done.added, done.already_there), (2, 0));
    for between in [",", ";", "\t"] {
        for end in ["\n", "\r", "\r\n", "\r\n\r\n"] {
            for mark in ["", "\u{feff}"] {
                let rows = [HEADING, FIRST, SECOND].map(|row| row.replace(',', between));
                let file = format!("{mark}{}", rows.join(end));
                for file in [format!("{file}{end}"), file] {
                    let done = imports(world, file.clone()).await;
                    let done = done.unwrap_or_else(|found| panic!("{file:?}: {found:?}"));
                    assert_eq!((done.added, done.already_there), (0, 2), "{file:?}");
                }
            }
        }
    }
});

walk!(
    a_mistake_is_on_its_line_however_the_lines_before_it_end,
    |world| {
        lay_project(world, "LC-2026-P0001").await;
        for (between, line) in [
            ("\n", 6),
            ("\r\n", 6),
            ("\r", 6),
            ("\n\n", 9),
            ("\r\n\r\n", 9),
        ] {
            let file = [HEADING, FIRST, SECOND, WRONG].join(between);
            let found = imports(world, file.clone()).await.expect_err("no such day");
            assert_eq!(places(&found), [format!("{line} date")], "{file:?}");
        }
        // One cell too few, on the last of the lines that an empty one parts.
        let short = FIRST.trim_end_matches(',');
        let file = format!("{HEADING}\n\n{FIRST}\n\n\n{short}\n");
        let found = imports(world, file).await.expect_err("too short");
        assert_eq!(places(&found), ["6"]);
    }
);

walk!(a_sheet_may_tell_what_stands_between_its_cells, |world| {
    lay_project(world, "LC-2026-P0001").await;
    // As Excel writes it, with a capital letter, seconds and other words for the same.
    let first = FIRST
        .replace("held", "Held")
        .replace("09:30", "09:30:00")
        .replace("15:30", "15:30:00");
    let second = "LC-2026-P0001,2026-11-04,9:30:00,15:30,Stood-Down,0,0,,,Weather,";
    for (between, added) in [(";", 2), (",", 0), ("\t", 0)] {
        for end in ["\n", "\r\n"] {
            let rows = [HEADING, &first, second].map(|row| row.replace(',', between));
            let file = format!("sep={between}{end}{}", rows.join(end));
            let done = imports(world, file.clone()).await;
            let done = done.unwrap_or_else(|found| panic!("{file:?}: {found:?}"));
            let added = if end == "\n" { added } else { 0 };
            assert_eq!((done.added, done.already_there), (added, 2 - added));
        }
    }
    let file = ["sep=;", HEADING, FIRST, WRONG]
        .join("\n")
        .replace(',', ";");
    let found = wrong(world, file).await;
    let no_such = "4 date: There is no such date: check the day and the month";
    assert_eq!(found, [no_such]);
    let file = ["sep=;", &HEADING.replace("note", "notes"), FIRST].join("\n");
    let found = wrong(world, file.replace(',', ";")).await;
    assert_eq!(found, ["2 note: This column is missing"]);
    // Seconds that are some, and dates of another form.
    let seconds = FIRST.replace("09:30", "09:30:30");
    for (line, said) in [
        (seconds.as_str(), "2 start: Enter a time, like 09:30"),
        (
            &FIRST.replace("2026-11-03", "03/11/2026"),
            "2 date: Write the date like 2009-06-21",
        ),
        (
            &FIRST.replace("2026-11-03", "2026-02-29"),
            "2 date: There is no such date: check the day and the month",
        ),
    ] {
        assert_eq!(wrong(world, [HEADING, line].join("\n")).await, [said]);
    }
});

walk!(a_quotation_mark_without_its_other_half_is_said, |world| {
    lay_project(world, "LC-2026-P0001").await;
    const UNCLOSED: &str = "A quotation mark that is opened here has no other half";
    let opened = format!("{FIRST}\"Gate");
    for (file, line) in [
        (format!("{HEADING},\"more\n{FIRST}\n"), 1),
        (format!("{HEADING}\n{FIRST}\n{opened}\n{FIRST}\n"), 3),
        (format!("{HEADING}\r\n\r\n{FIRST}\r\n{opened}"), 4),
    ] {
        assert_eq!(
            wrong(world, file.clone()).await,
            [format!("{line}: {UNCLOSED}")],
            "{file:?}"
        );
    }
});

walk!(what_is_no_text_is_told_what_to_save_it_as, |world| {
    let file = [HEADING, FIRST].join("\n");
    let utf_16: Vec<u8> = file.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let marked = [b"\xff\xfe", utf_16.as_slice()].concat();
    for (file, what) in [
        (b"PK\x03\x04\x14\x00\x06\x00".to_vec(), "workbook"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".to_vec(), "workbook"),
        (utf_16, "UTF-16"),
        (marked, "UTF-16"),
    ] {
        let found = wrong(world, file).await;
        let [only] = &found[..] else {
            panic!("{found:?}");
        };
        assert!(only.starts_with("1: ") && only.contains(what), "{only}");
        assert!(only.contains("CSV UTF-8"), "{only}");
    }
    lay_project(world, "LC-2026-P0001").await;
    let mut latin = format!("{HEADING}\n{FIRST}").into_bytes();
    latin.extend(b"Caf\xe9\n");
    let found = wrong(world, latin).await;
    assert_eq!(
        found,
        ["2 note: This cell is not in UTF-8: save the file as 'CSV UTF-8'"]
    );
    for empty in ["", "\n", "\r\n\r\n", "\u{feff}"] {
        assert_eq!(
            wrong(world, empty).await,
            ["1: The file is empty"],
            "{empty:?}"
        );
    }
});
