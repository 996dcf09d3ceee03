//! What was changed past the program is found: a row of the audit log, a kept figure.

use crate::database::Place;
use crate::operator::{command, fails, file, gets, opened, places, word, writes_audit};
use payback_panel::store::audit::{self, Verdict};
use payback_panel::store::rollup;

/// The tables refuse what these tests do: whoever does it takes the refusal away first.
async fn lets_the_audit_log_be_changed(place: &Place) {
    let on = match place.file() {
        Some(_) => "",
        None => " ON audit",
    };
    place
        .runs(&format!(
            "DROP TRIGGER audit_keeps_every_row{on}; DROP TRIGGER audit_loses_no_row{on};"
        ))
        .await;
}

/// A database with this many rows in its audit log.
async fn with_audit(place: &Place, rows: usize) {
    let db = opened(place).await;
    writes_audit(&db, rows).await;
    db.close().await;
}

async fn verdict(place: &Place) -> Verdict {
    let db = opened(place).await;
    let verdict = audit::verify(&db.read()).await.expect("the log reads");
    db.close().await;
    verdict
}

#[tokio::test]
async fn the_audit_log_refuses_to_be_changed() {
    for place in places().await {
        with_audit(&place, 3).await;
        for (sql, why) in [
            (
                "UPDATE audit SET detail = 'x' WHERE seq = 2",
                "never changed",
            ),
            ("DELETE FROM audit WHERE seq = 2", "never deleted"),
        ] {
            let error = place.tries(sql).await.expect_err(sql).to_string();
            assert!(error.contains(why), "{error}");
        }
        let said = gets(&place, &["audit", "verify"]);
        assert!(said.starts_with("The audit chain holds: 3 rows"), "{said}");
        place.clear().await;
    }
}

#[tokio::test]
async fn the_first_bad_row_of_the_audit_log_is_named() {
    // Of seven rows, so that good ones stand on both sides of the bad.
    let cases = [
        (
            "UPDATE audit SET detail = 'what: 9' WHERE seq IN (4, 6)",
            4,
            "its content was changed",
        ),
        (
            "UPDATE audit SET actor = 'visitor' WHERE seq = 1",
            1,
            "its content was changed",
        ),
        (
            "DELETE FROM audit WHERE seq = 4",
            5,
            "a row before it is missing",
        ),
        (
            "DELETE FROM audit WHERE seq = 1",
            2,
            "a row before it is missing",
        ),
        (
            "UPDATE audit SET seq = 99 WHERE seq = 3; UPDATE audit SET seq = 3 WHERE seq = 4; \
             UPDATE audit SET seq = 4 WHERE seq = 99;",
            3,
            "it does not follow the row before it",
        ),
        (
            "UPDATE audit SET previous = hash WHERE seq = 5",
            5,
            "it does not follow the row before it",
        ),
        (
            "UPDATE audit SET hash = 'x' WHERE seq = 7",
            7,
            "its content was changed",
        ),
    ];
    for (sql, seq, why) in cases {
        for place in places().await {
            with_audit(&place, 7).await;
            assert!(matches!(
                verdict(&place).await,
                Verdict::Whole { rows: 7, .. }
            ));
            lets_the_audit_log_be_changed(&place).await;
            place.runs(sql).await;
            assert_eq!(verdict(&place).await, Verdict::Broken { seq, why }, "{sql}");
            let said = fails(&place, &["audit", "verify"]);
            let row = format!("audit row {seq}: {why}");
            assert!(said.trim_end().ends_with(&row), "{sql}: {said}");
            place.clear().await;
        }
    }
}

const PROJECT: &str = "\
reference,title,category,council_code,ward_code,lat,lon,agreed_on,started_on,completed_on,origin,nominated_on,beneficiary,summary
LC-2026-P0001,Hedges,gardening,E06000016,E05010459,52.66,-1.15,2026-10-01,2026-10-02,,other,,Everybody,Hedges
";
const SESSIONS: &str = "\
project,date,start,end,status,attending,new_to_project,minutes_offered,minutes_credited,reason,note
LC-2026-P0001,2026-10-05,09:30,15:30,held,7,7,2520,2500,,
LC-2026-P0001,2026-11-02,09:30,15:30,held,3,0,1080,1080,,
LC-2026-P0001,2026-11-09,09:30,15:30,stood-down,0,0,0,0,weather,
";

/// A database with a project and its sessions, counted and published.
async fn with_figures(place: &Place) {
    opened(place).await.close().await;
    place.lay_areas().await;
    for (name, text) in [("projects", PROJECT), ("returns", SESSIONS)] {
        let records = file(place, &format!("{name}.csv"));
        std::fs::write(&records, text).expect("a file");
        gets(place, &[name, "import", word(&records)]);
    }
    gets(place, &["figures", "refresh"]);
    let said = gets(place, &["figures", "verify"]);
    assert_eq!(said, "Every figure agrees with the ledger.\n");
}

#[tokio::test]
async fn a_kept_figure_that_the_ledger_does_not_say_is_found_and_named() {
    let leaf = "area_code = 'E06000016/E05010459' AND category = 'gardening' AND origin = 'other' AND stretch = 'month' AND start = '2026-10'";
    let sum = "area_code = 'E06000016' AND category = '*' AND origin = 'other'";
    let cases = [
        (
            format!("UPDATE exact_cell SET minutes_credited = minutes_credited + 1 WHERE {leaf}"),
            "2026-10, E06000016/E05010459, category gardening, origin other",
        ),
        (
            format!("DELETE FROM exact_cell WHERE {leaf}"),
            "2026-10, E06000016/E05010459, category gardening, origin other",
        ),
        (
            "UPDATE exact_cell SET offenders = 0 WHERE area_code = '' AND category = '*' AND \
             origin = '*' AND stretch = 'month' AND start = '2026-10'"
                .into(),
            "2026-10, everywhere, category all, origin all",
        ),
        (
            "INSERT INTO exact_cell (area_code, category, origin, stretch, start, nominations, projects_agreed, projects_completed, \
             sessions_held, stood_down, attendances, offenders, minutes_offered, minutes_credited) VALUES ('E06000017', 'litter', 'vote', 'month', '2025-01', 0, 0, 1, 0, 0, 0, 0, 0, 0)"
                .into(),
            "2025-01, E06000017, category litter, origin vote",
        ),
        (
            format!("UPDATE exact_cell SET offenders = offenders - 1 WHERE {sum} AND stretch = 'quarter'"),
            "quarter from 2026-10, E06000016, category all, origin other",
        ),
        (
            format!("DELETE FROM exact_cell WHERE {sum} AND stretch = 'year'"),
            "year from 2026-04, E06000016, category all, origin other",
        ),
        (
            format!("UPDATE exact_cell SET sessions_held = 9 WHERE {sum} AND stretch = 'ever'"),
            "since launch, E06000016, category all, origin other",
        ),
        (
            "INSERT INTO exact_cell (area_code, category, origin, stretch, start, nominations, projects_agreed, projects_completed, \
             sessions_held, stood_down, attendances, offenders, minutes_offered, minutes_credited) VALUES ('', '*', '*', 'year', '2031-04', 0, 0, 0, 1, 0, 0, 0, 0, 0)"
                .into(),
            "year from 2031-04, everywhere, category all, origin all",
        ),
        (
            "UPDATE public_stand_down SET sessions = 2 WHERE area_code = '' AND stretch = 'ever'".into(),
            "sessions stood down, since launch, everywhere, weather",
        ),
        (
            "DELETE FROM public_stand_down WHERE area_code = 'E06000016/E05010459' AND stretch = 'month'".into(),
            "sessions stood down, 2026-11, E06000016/E05010459, weather",
        ),
        (
            "DELETE FROM public_stand_down WHERE area_code = 'PDU-LLR' AND stretch = 'year'".into(),
            "sessions stood down, year from 2026-04, PDU-LLR, weather",
        ),
        (
            "INSERT INTO public_stand_down (area_code, stretch, start, reason, sessions) \
             VALUES ('E06000017', 'quarter', '2031-04', 'transport', 1)"
                .into(),
            "sessions stood down, quarter from 2031-04, E06000017, transport",
        ),
        (
            "UPDATE project_total SET attendances = 11".into(),
            "project 1",
        ),
        (
            "UPDATE project_heard SET last_session = '2026-10-05'".into(),
            "the last session of project 1",
        ),
        (
            "DELETE FROM project_heard".into(),
            "the last session of project 1",
        ),
    ];
    for place in places().await {
        with_figures(&place).await;
        let snapshot = file(&place, "whole.backup");
        gets(&place, &["backup", word(&snapshot)]);
        for (sql, what) in &cases {
            let place = crate::operator::another(&place).await;
            gets(&place, &["restore", word(&snapshot)]);
            place.runs(sql).await;
            let db = opened(&place).await;
            let differences = rollup::verify(&db.read()).await.expect("it is verified");
            db.close().await;
            let found: Vec<&str> = differences.iter().map(|one| one.what.as_str()).collect();
            assert_eq!(found, [*what], "{sql}");
            assert_ne!(differences[0].kept, differences[0].counted);
            let output = command(&place, &["figures", "verify"]).output();
            let output = output.expect("the program runs");
            let said = String::from_utf8(output.stderr).expect("text");
            assert_eq!(output.status.code(), Some(1), "{sql}: {said}");
            assert!(output.stdout.is_empty(), "{sql}");
            let first = said.lines().next().expect("a line");
            assert!(first.starts_with(&format!("{what}: kept ")), "{said}");
            for written_by_a_program in ["{", "_", "Measures"] {
                assert!(!first.contains(written_by_a_program), "{said}");
            }
            let last = format!("1 figures differ from the ledger, the first: {what}");
            assert!(said.trim_end().ends_with(&last), "{said}");
            place.clear().await;
        }
        place.clear().await;
    }
}

#[tokio::test]
async fn every_cut_of_the_figures_comes_to_the_same_total() {
    for place in places().await {
        with_figures(&place).await;
        for number in 2..=3 {
            let said = gets(&place, &["figures", "refresh"]);
            assert_eq!(said, format!("Published. This is publication {number}.\n"));
        }
        let total = |by: &str, staff: bool| {
            let mut words = vec!["figures", "--format", "json", "--by", by];
            if staff {
                words.push("--staff");
            }
            let said = gets(&place, &words);
            let told: serde_json::Value = serde_json::from_str(&said).expect("JSON");
            let mut total = told["total"].as_object().expect("a total").clone();
            // What it is called differs by its cut; its numbers may not.
            for cut in by.split(',') {
                assert!(total.remove(cut).is_some(), "{by}: {said}");
                assert!(
                    total.remove(&format!("{cut}_code")).is_some(),
                    "{by}: {said}"
                );
            }
            // A vote is of no one kind of work and of no one origin.
            let is_apart = by.contains("category") || by.contains("origin");
            for name in ["vote_rounds", "votes_cast", "turnout_percent"] {
                let number = total.remove(name).expect("a measure of votes");
                let is_nought = number == 0 || (name == "turnout_percent" && number == "[z]");
                assert!(
                    if is_apart { number == "[z]" } else { is_nought },
                    "{by}: {said}"
                );
            }
            (total, told["rows"].as_array().expect("rows").len())
        };
        for staff in [true, false] {
            let (whole, _) = total("year", staff);
            for (by, rows) in [
                ("area", 1),
                ("category", 1),
                ("month", 2),
                ("quarter", 1),
                ("origin", 1),
                ("area,month", 2),
                ("category,origin,quarter", 1),
                ("area,category,month,origin", 2),
            ] {
                assert_eq!(total(by, staff), (whole.clone(), rows), "{by}");
            }
        }
        place.clear().await;
    }
}
