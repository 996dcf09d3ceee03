//! The questions people ask, answered for a ward, a district, a county and a probation area, and by period.

use crate::world::{Actor, World};
use chrono::Duration;

/// A county with two districts, each with a ward, beside the county's places in its own ward and in none:
/// five nominations of 2025-26 and one of 2026-27, one session stood down at each of the places, and a vote
/// in the county that a place in Loughborough won.
const COUNTY: &str = "
    INSERT INTO area (code, kind, name, parent_code, population) VALUES
        ('E07000130', 'council', 'Charnwood', 'E10000018', 190000),
        ('E07000134', 'council', 'North West Leicestershire', 'E10000018', 110000),
        ('E05000011', 'ward', 'Loughborough Ashby', 'E07000130', NULL),
        ('E05000012', 'ward', 'Coalville', 'E07000134', NULL);
    INSERT INTO nomination (id, reference, stage, title, category, description, place, council_code, ward_code,
        submitted_at, moderated_at, decided_at, search) VALUES
        (1, 'LE-2025-0001', 'project', 'Green', 'gardening', 'x', 'x', 'E07000130', 'E05000011', '2025-05-01T09:00:00.000000Z', '2025-05-02T09:00:00.000000Z', '2025-05-11T09:00:00.000000Z', ''),
        (2, 'LE-2025-0002', 'project', 'Path', 'gardening', 'x', 'x', 'E07000134', 'E05000012', '2025-06-01T09:00:00.000000Z', '2025-06-02T09:00:00.000000Z', '2025-06-11T09:00:00.000000Z', ''),
        (3, 'LE-2025-0003', 'submitted', 'Wall', 'graffiti', 'x', 'x', 'E07000134', NULL, '2025-07-01T09:00:00.000000Z', '2025-07-02T09:00:00.000000Z', NULL, ''),
        (4, 'LE-2025-0004', 'submitted', 'Yard', 'graffiti', 'x', 'x', 'E10000018', 'E05000002', '2025-08-01T09:00:00.000000Z', '2025-08-02T09:00:00.000000Z', NULL, ''),
        (5, 'LE-2025-0005', 'submitted', 'Lane', 'graffiti', 'x', 'x', 'E10000018', NULL, '2026-02-01T09:00:00.000000Z', '2026-02-02T09:00:00.000000Z', NULL, ''),
        (6, 'LE-2026-0006', 'submitted', 'Hill', 'graffiti', 'x', 'x', 'E07000130', 'E05000011', '2026-11-01T09:00:00.000000Z', '2026-11-02T09:00:00.000000Z', NULL, '');
    INSERT INTO round (id, slug, title, area_code, method, mode, state, opens_at, closes_at) VALUES
        (1, 'county', 'A county votes', 'E10000018', 'plurality', 'simple', 'declared', '2025-09-01T09:00:00.000000Z', '2025-09-20T19:00:00.000000Z');
    INSERT INTO round_option (round_id, option_id, position, nomination_id, label) VALUES (1, 'green', 1, 1, 'The green');
    INSERT INTO round_result (round_id, votes_cast, valid, blank, malformed, registered, checked_wards, declared_wards, winners, stages, root)
        VALUES (1, 120, 120, 0, 0, 120, 0, 0, 'green', '', '');
    INSERT INTO project (id, reference, title, category, stage, origin, nomination_id, round_id, council_code, ward_code, agreed_on, started_on, completed_on, search) VALUES
        (1, 'LE-2025-P0001', 'Green', 'gardening', 'completed', 'vote', 1, 1, 'E07000130', 'E05000011', '2025-10-01', '2025-10-02', '2025-12-01', ''),
        (2, 'LE-2025-P0002', 'Path', 'gardening', 'in-progress', 'nomination', 2, NULL, 'E07000134', 'E05000012', '2025-10-01', '2025-10-02', NULL, ''),
        (3, 'LE-2025-P0003', 'Lane', 'graffiti', 'in-progress', 'other', NULL, NULL, 'E10000018', NULL, '2025-10-01', '2025-10-02', NULL, '');
    INSERT INTO session_return (id, session_key, number, project_id, day, starts, ends, status, attending, new_to_project,
        minutes_offered, minutes_credited, reason, recorded_at) VALUES
        (1, 'a', 1, 1, '2025-11-03', 570, 930, 'held', 8, 8, 2880, 2800, NULL, '2025-11-03T16:00:00.000000Z'),
        (2, 'b', 1, 1, '2025-11-10', 570, 930, 'stood-down', 0, 0, 0, 0, 'weather', '2025-11-10T16:00:00.000000Z'),
        (3, 'c', 1, 2, '2025-11-10', 570, 930, 'stood-down', 0, 0, 0, 0, 'transport', '2025-11-10T16:00:00.000000Z'),
        (4, 'd', 1, 3, '2026-05-11', 570, 930, 'stood-down', 0, 0, 0, 0, 'weather', '2026-05-11T16:00:00.000000Z');
    INSERT INTO session_in_force (session_key, return_id, project_id, day, starts, ends) VALUES
        ('a', 1, 1, '2025-11-03', 570, 930), ('b', 2, 1, '2025-11-10', 570, 930),
        ('c', 3, 2, '2025-11-10', 570, 930), ('d', 4, 3, '2026-05-11', 570, 930);";

const PROBATION_AREA: &str = "PDU-LLR";
const COUNTY_CODE: &str = "E10000018";
const DISTRICT: &str = "E07000130";
const WARD: &str = "E05000011";

async fn laid(world: &World) {
    world.publishes(COUNTY).await;
}

/// A file's lines without its heading.
async fn lines(who: &mut Actor<'_>, part: &str, asked: &str) -> Vec<String> {
    let path = format!("/figures/questions.csv?part={part}&{asked}");
    who.opens(&path).await.gets(200);
    let text = who.page().text.clone();
    text.lines().skip(1).map(str::to_string).collect()
}

/// The sum of a column of whole numbers.
fn sum(lines: &[String], column: usize) -> i64 {
    let cells = lines.iter().filter(|line| !line.contains("Total"));
    // Words may hold a comma with a space behind it.
    let cells = cells.map(|line| line.replace(", ", " "));
    let cells = cells.map(|line| line.split(',').nth(column).expect("a cell").parse::<i64>());
    cells.map(|cell| cell.expect("a number")).sum()
}

walk!(
    each_question_is_answered_for_an_area_of_every_kind,
    |world| {
        laid(world).await;
        let mut vera = world.visitor("Vera");
        // Of each area: nominations, projects that followed and those completed, stood down, chosen.
        for (area, nominated, projects, stood_down, chosen) in [
            (WARD, 2, 1, 1, 1),
            ("E05000012", 1, 1, 1, 0),
            ("E05000002", 1, 0, 0, 0),
            (DISTRICT, 2, 1, 1, 1),
            (COUNTY_CODE, 6, 2, 3, 1),
            (PROBATION_AREA, 6, 2, 3, 1),
            ("", 6, 2, 3, 1),
            ("E06000017", 0, 0, 0, 0),
        ] {
            let asked = format!("area={area}");
            let completed = lines(&mut vera, "completed", &asked).await;
            assert_eq!(sum(&completed, 1), nominated, "{area}: {completed:?}");
            assert_eq!(sum(&completed, 2), projects, "{area}: {completed:?}");
            let decided = lines(&mut vera, "decided", &asked).await;
            let whole = |lines: &[String], columns: [usize; 4]| -> i64 {
                columns.map(|column| sum(lines, column)).iter().sum()
            };
            assert_eq!(
                whole(&decided, [1, 5, 6, 7]),
                nominated,
                "{area}: {decided:?}"
            );
            // The same by area, and by council and ward.
            let by_area = lines(&mut vera, "completed-by-area", &asked).await;
            assert_eq!(sum(&by_area, 1), nominated, "{area}: {by_area:?}");
            assert_eq!(sum(&by_area, 2), projects, "{area}: {by_area:?}");
            let by_area = lines(&mut vera, "decided-by-area", &asked).await;
            assert_eq!(
                whole(&by_area, [1, 5, 6, 7]),
                nominated,
                "{area}: {by_area:?}"
            );
            let by_ward = lines(&mut vera, "completed-by-ward", &asked).await;
            assert_eq!(sum(&by_ward, 5), nominated, "{area}: {by_ward:?}");
            assert_eq!(sum(&by_ward, 6), projects, "{area}: {by_ward:?}");
            let by_ward = lines(&mut vera, "decided-by-ward", &asked).await;
            assert_eq!(
                whole(&by_ward, [5, 9, 10, 11]),
                nominated,
                "{area}: {by_ward:?}"
            );
            let down = lines(&mut vera, "stood-down", &asked).await;
            assert_eq!(sum(&down, 2), stood_down, "{area}: {down:?}");
            let total = down.last().expect("a total");
            assert_eq!(*total, format!("All years,Total,{stood_down}"), "{area}");
            let votes = lines(&mut vera, "chosen", &asked).await;
            assert_eq!(votes.len(), chosen, "{area}: {votes:?}");
            let by_ward = lines(&mut vera, "nominations-by-ward", &asked).await;
            assert_eq!(sum(&by_ward, 5), nominated, "{area}: {by_ward:?}");
            let nominations = lines(&mut vera, "nominations", &asked).await;
            let total = nominations.last().expect("a total");
            assert!(total.starts_with("All years,Total,"), "{total}");
            let hours = lines(&mut vera, "hours", &asked).await;
            assert!(!hours.is_empty(), "{area}");
            // The page says the same.
            vera.opens(&format!("/figures/questions?area={area}"))
                .await
                .gets(200);
            if stood_down == 0 {
                vera.sees("There is nothing to count here yet");
                continue;
            }
            let rows = vera.page().table("Sessions stood down");
            assert_eq!(
                rows.last().map(|row| row[2].clone()),
                Some(stood_down.to_string()),
                "{area}"
            );
        }
        // What has not come about is marked, and is neither a dash nor empty.
        let votes = lines(&mut vera, "chosen", "area=E07000130").await;
        assert!(
            votes[0].ends_with(",LE-2025-P0001,Completed,2025-12-01"),
            "{votes:?}"
        );
        world
            .place()
            .runs("UPDATE project SET round_id = NULL WHERE id = 1")
            .await;
        let votes = lines(&mut vera, "chosen", "area=E07000130&by=year").await;
        assert!(votes[0].ends_with(",[z],[z],[z]"), "{votes:?}");
    }
);

walk!(each_question_is_answered_for_a_period, |world| {
    laid(world).await;
    let mut vera = world.visitor("Vera");
    for (asked, whole, nominated, stood_down, chosen) in [
        ("", "All years", 6, 3, 1),
        ("year=2025", "Financial year 2025–26", 5, 2, 1),
        ("year=2026", "Financial year 2026–27", 1, 1, 0),
        ("year=2024", "Financial year 2024–25", 0, 0, 0),
        (
            "from=2025-06-01&to=2025-08-31",
            "June 2025 to August 2025",
            3,
            0,
            0,
        ),
        ("from=2025-09-01&to=2025-09-30", "September 2025", 0, 0, 1),
        ("from=2025-11-01", "Since November 2025", 2, 3, 0),
        ("to=2025-11-30", "Up to November 2025", 4, 2, 1),
    ] {
        for by in ["year", "quarter", "month"] {
            let asked = format!("{asked}&by={by}");
            let completed = lines(&mut vera, "completed", &asked).await;
            assert_eq!(sum(&completed, 1), nominated, "{asked}: {completed:?}");
            let nominations = lines(&mut vera, "nominations", &asked).await;
            let hours = lines(&mut vera, "hours", &asked).await;
            let reasons = lines(&mut vera, "stood-down", &asked).await;
            for file in [&nominations, &hours, &reasons] {
                let total = file.last().expect("a total");
                assert!(total.starts_with(&format!("{whole},Total,")), "{total}");
            }
            let by_ward = lines(&mut vera, "nominations-by-ward", &asked).await;
            assert_eq!(sum(&by_ward, 5), nominated, "{asked}: {by_ward:?}");
            let down = lines(&mut vera, "stood-down", &asked).await;
            assert_eq!(sum(&down, 2), stood_down, "{asked}: {down:?}");
            let votes = lines(&mut vera, "chosen", &asked).await;
            assert_eq!(votes.len(), chosen, "{asked}: {votes:?}");
        }
    }
    // Each row is named as it is cut.
    for (by, head, row) in [
        ("year", "financial_year", "2025–26,5,2,1,"),
        ("quarter", "quarter", "April to June 2025,2,2,1,"),
        ("month", "month", "May 2025,1,1,1,"),
    ] {
        let path = format!("/figures/questions.csv?part=completed&year=2025&by={by}");
        vera.opens(&path).await.gets(200);
        let text = vera.page().text.clone();
        assert!(text.starts_with(&format!("{head},nominations,")), "{text}");
        assert!(
            text.lines()
                .nth(1)
                .is_some_and(|line| line.starts_with(row)),
            "{text}"
        );
    }
    vera.opens("/figures/questions?year=2025&by=quarter")
        .await
        .gets(200);
    vera.sees("Nominations by quarter and area, all areas, financial year 2025–26")
        .sees("April to June 2025");
    let file = vera
        .page()
        .link("Download: stood-down.csv")
        .expect("a file");
    assert_eq!(
        file,
        "/figures/questions.csv?year=2025&by=quarter&part=stood-down"
    );
    // What does not read is said, and the form shown again.
    vera.opens("/figures/questions?from=31+June&by=weather")
        .await;
    vera.gets(422)
        .sees("Enter the first month, like June 2009")
        .sees("Choose how the rows are cut from the list");
    vera.opens("/figures/questions?from=2025-06-01&to=2025-05-01")
        .await;
    vera.gets(422)
        .sees("The last month must not be before the first");
    vera.opens("/figures/questions.csv?part=chosen&by=area")
        .await;
    vera.gets(400)
        .sees("Choose financial years, quarters or months");
});

walk!(councils_and_wards_stand_side_by_side_in_a_file, |world| {
    laid(world).await;
    let mut vera = world.visitor("Vera");
    vera.opens("/figures/questions").await;
    let file = vera
        .page()
        .link("Download, by council and ward: nominations-by-ward.csv");
    vera.opens(&file.expect("a file")).await.gets(200);
    assert_eq!(
        vera.page().text,
        "financial_year,council_code,council,ward_code,ward,nominations\r\n\
         2025–26,E07000130,Charnwood,E05000011,Loughborough Ashby,1\r\n\
         2025–26,E10000018,Leicestershire,E05000002,Market Bosworth,1\r\n\
         2025–26,E10000018,Leicestershire,[z],In no ward that is known,1\r\n\
         2025–26,E07000134,North West Leicestershire,E05000012,Coalville,1\r\n\
         2025–26,E07000134,North West Leicestershire,[z],In no ward that is known,1\r\n\
         2026–27,E07000130,Charnwood,E05000011,Loughborough Ashby,1\r\n"
    );
});

walk!(
    what_became_of_nominations_stands_by_area_and_by_ward,
    |world| {
        laid(world).await;
        let mut vera = world.visitor("Vera");
        vera.opens(&format!("/figures/questions?area={COUNTY_CODE}"))
            .await
            .gets(200);
        let rows = vera.page().table("What became of nominations, by area");
        let names: Vec<&str> = rows.iter().map(|row| row[0].as_str()).collect();
        assert_eq!(
            names,
            [
                "Charnwood",
                "Leicestershire, as a whole",
                "Market Bosworth",
                "North West Leicestershire"
            ]
            .map(|name| name.replace(", as a whole", ", no ward given"))
        );
        assert_eq!(rows[0][1..], ["2", "1", "1", "50%", "[x]", "[x]"]);
        let rows = vera.page().table("How long a decision took, by area");
        assert_eq!(rows[0][1..], ["1", "[x]", "[x]", "[x]", "0", "1", "0"]);
        // Somebody took a nomination back before its decision: it is neither decided nor open.
        let back = "UPDATE nomination SET stage = 'withdrawn' WHERE id = 6";
        world.place().runs(back).await;
        world.passes(Duration::days(1));
        let path = vera
            .page()
            .link("Download, by council and ward: decided-by-ward.csv");
        vera.opens(&path.expect("a file")).await.gets(200);
        assert_eq!(
            vera.page().text,
            "financial_year,council_code,council,ward_code,ward,decided,median_days,days_90th_percentile,\
         share_within_promise,open_late,open_in_time,closed_undecided\r\n\
         2025–26,E07000130,Charnwood,E05000011,Loughborough Ashby,1,[x],[x],[x],0,0,0\r\n\
         2025–26,E10000018,Leicestershire,E05000002,Market Bosworth,0,[x],[x],[x],1,0,0\r\n\
         2025–26,E10000018,Leicestershire,[z],In no ward that is known,0,[x],[x],[x],1,0,0\r\n\
         2025–26,E07000134,North West Leicestershire,E05000012,Coalville,1,[x],[x],[x],0,0,0\r\n\
         2025–26,E07000134,North West Leicestershire,[z],In no ward that is known,0,[x],[x],[x],1,0,0\r\n\
         2026–27,E07000130,Charnwood,E05000011,Loughborough Ashby,0,[x],[x],[z],0,0,1\r\n"
        );
        vera.opens("/figures/questions").await;
        vera.sees("is closed undecided")
            .sees("Only projects that residents nominated count here");
        // The dictionary says the same of every file of an answer.
        vera.opens("/data/dictionary.csv").await.gets(200);
        vera.sees("questions/decided-by-ward,closed_undecided,\"Withdrawn before a decision")
            .sees("/figures.csv,revised_since,");
    }
);

walk!(
    a_share_of_few_is_not_told_and_one_of_none_does_not_apply,
    |world| {
        laid(world).await;
        let mut vera = world.visitor("Vera");
        // Ten of the six are due: the two decided and four late make six, too few.
        let decided = lines(&mut vera, "decided", "year=2025").await;
        assert_eq!(decided, ["2025–26,2,[x],[x],[x],3,0,0"]);
        // One came this month and has time left: nothing is due.
        let decided = lines(&mut vera, "decided", "year=2026").await;
        assert_eq!(decided, ["2026–27,0,[x],[x],[z],0,1,0"]);
        vera.opens("/figures/questions").await;
        vera.sees("The share too is marked [x] where fewer than 10 are decided or late")
            .sees("they took longer than the days say");
    }
);

walk!(each_answer_is_as_at_the_time_that_it_names, |world| {
    laid(world).await;
    let mut vera = world.visitor("Vera");
    vera.opens("/figures/questions").await.gets(200);
    let hours = vera.page().table("Hours offered and worked");
    // A day later a project is completed, a nomination decided and a session entered. Nothing is published.
    world.passes(Duration::days(1));
    let more = "
        UPDATE project SET stage = 'completed', completed_on = '2026-11-23' WHERE id = 2;
        UPDATE nomination SET stage = 'declined', decided_at = '2026-11-23T09:00:00.000000Z' WHERE id = 3;
        INSERT INTO session_return (id, session_key, number, project_id, day, starts, ends, status, attending,
            new_to_project, minutes_offered, minutes_credited, recorded_at) VALUES
            (5, 'e', 1, 1, '2025-11-04', 570, 930, 'held', 8, 0, 2880, 2800, '2026-11-23T09:00:00.000000Z');
        INSERT INTO session_in_force (session_key, return_id, project_id, day, starts, ends) VALUES
            ('e', 5, 1, '2025-11-04', 570, 930);";
    world.place().runs(more).await;
    vera.opens("/figures/questions").await.gets(200);
    vera.sees("What became of nominations, by the financial year they came in, all areas, as at 23 November 2026")
        .sees("How long a decision took, by the financial year nominations came in, all areas, as at 23 November 2026")
        .sees("As at 22 November 2026");
    let page = vera.page();
    let became = &page.table("What became of nominations")[0];
    assert_eq!(became[1..4], ["5", "2", "2"], "{became:?}");
    let decided = &page.table("How long a decision took")[0];
    assert_eq!(decided[1], "3", "{decided:?}");
    assert_eq!(page.table("Hours offered and worked"), hours);
    // Once it is published, the hours are as at the publication that the page names.
    world.publishes_figures().await;
    vera.opens("/figures/questions").await;
    vera.sees("As at 23 November 2026");
    assert_ne!(vera.page().table("Hours offered and worked"), hours);
});
