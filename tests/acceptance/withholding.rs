//! Small numbers in what the public is shown: one decision for every page and file, and for every
//! publication after it.

use crate::world::World;
use payback_panel::actions::{Person, settings};
use payback_panel::domain::figures::period::Span;
use payback_panel::domain::settings::SMALL_NUMBER_THRESHOLD;
use payback_panel::store::figures::releases;

fn project(id: i64, ward: &str, category: &str) -> String {
    format!(
        "INSERT INTO project (id, reference, title, category, stage, origin, council_code, ward_code, agreed_on, \
         started_on, search) VALUES ({id}, 'LC-2026-P000{id}', 'Place {id}', '{category}', 'in-progress', 'other', \
         'E06000016', '{ward}', '2026-09-01', '2026-09-02', '');"
    )
}

fn session(id: i64, project: i64, day: &str, attending: i64, new: i64) -> String {
    let minutes = attending * 360;
    format!(
        "INSERT INTO session_return (id, session_key, number, project_id, day, starts, ends, status, attending, \
         new_to_project, minutes_offered, minutes_credited, recorded_at) VALUES ({id}, 'k{id}', 1, {project}, '{day}', \
         570, 930, 'held', {attending}, {new}, {minutes}, {minutes}, '2026-11-01T16:00:00.000000Z'); \
         INSERT INTO session_in_force (session_key, return_id, project_id, day, starts, ends) \
         VALUES ('k{id}', {id}, {project}, '{day}', 570, 930); \
         INSERT INTO project_heard (project_id, last_session) VALUES ({project}, '{day}') \
         ON CONFLICT (project_id) DO UPDATE SET last_session = excluded.last_session \
         WHERE project_heard.last_session < excluded.last_session;"
    )
}

async fn publishes(world: &World, sql: String) {
    world.publishes(&sql).await;
}

/// A line of a file of figures, by how it starts.
fn line<'a>(csv: &'a str, start: &str) -> &'a str {
    csv.lines()
        .find(|line| line.starts_with(start))
        .unwrap_or_else(|| panic!("no line {start} in {csv}"))
}

walk!(
    a_total_beside_one_small_number_does_not_give_it_away,
    |world| {
        let ledger = project(1, "E05010459", "gardening")
            + &project(2, "E05010458", "litter")
            + &project(3, "E05010458", "gardening")
            + &session(1, 1, "2026-10-05", 3, 3)
            + &session(2, 2, "2026-10-06", 20, 20)
            + &session(3, 3, "2026-10-07", 9, 9);
        publishes(world, ledger).await;
        let mut vera = world.visitor("Vera");
        vera.opens("/figures.csv?area=E06000016&by=area").await;
        let csv = vera.page().text.clone();
        for ward in ["E05010458", "E05010459"] {
            assert_eq!(line(&csv, ward).matches("[c]").count(), 7, "{csv}");
        }
        assert!(line(&csv, "total").contains(",32,32,"), "{csv}");
        // What covers it was chosen to keep the kinds of work and the month.
        vera.opens("/figures.csv?by=category").await;
        assert!(!vera.page().text.contains("[c]"), "{}", vera.page().text);
        vera.opens("/figures.csv?by=month").await;
        assert!(!vera.page().text.contains("[c]"), "{}", vera.page().text);
        // The same decision on the pages of projects, in their file, and on the page of a ward.
        for (reference, is_withheld) in [("1", true), ("2", false), ("3", true)] {
            vera.opens(&format!("/projects/LC-2026-P000{reference}"))
                .await;
            assert_eq!(vera.page().text.contains("[c]"), is_withheld, "{reference}");
        }
        vera.opens("/data/projects.csv").await;
        assert!(line(&vera.page().text, "LC-2026-P0003").contains("[c]"));
        vera.opens("/areas/E05010458").await;
        vera.sees("[c]");
        vera.opens("/").await;
        vera.sees("32");
    }
);

walk!(
    rows_are_found_and_sorted_and_shown_by_stage_without_telling_what_is_withheld,
    |world| {
        let ledger = "INSERT INTO area (code, kind, name, parent_code) VALUES \
             ('E05010465', 'ward', 'Western', 'E06000016');"
            .to_string()
            + &project(1, "E05010459", "gardening")
            + &project(2, "E05010458", "gardening")
            + &project(3, "E05010465", "litter")
            + &session(1, 1, "2026-10-05", 3, 3)
            + &session(2, 2, "2026-10-06", 9, 9)
            + &session(3, 3, "2026-10-07", 30, 30);
        publishes(world, ledger).await;
        let mut vera = world.visitor("Vera");
        let wards = "/figures?area=E06000016&by=area";
        let file = wards.replace("figures?", "figures.csv?");
        let order = |csv: &str| -> Vec<String> {
            let codes = csv
                .lines()
                .skip(1)
                .filter_map(|line| line.split(',').next());
            codes.map(str::to_string).collect()
        };
        for (sort, expected) in [
            ("", ["E05010458", "E05010459", "E05010465", "total"]),
            ("hours", ["E05010465", "E05010458", "E05010459", "total"]),
            (
                "offenders",
                ["E05010465", "E05010458", "E05010459", "total"],
            ),
            ("sessions", ["E05010458", "E05010459", "E05010465", "total"]),
            ("nobody", ["E05010458", "E05010459", "E05010465", "total"]),
        ] {
            vera.opens(&format!("{file}&sort={sort}")).await;
            let csv = &vera.gets(200).page().text;
            assert_eq!(order(csv), expected, "{sort}: {csv}");
            assert_eq!(csv.matches("[c]").count(), 14, "{csv}");
        }
        vera.opens(&format!("{file}&q=WEST")).await;
        assert_eq!(order(&vera.page().text), ["E05010465", "total"]);

        vera.opens(&format!("{wards}&q=west&sort=hours")).await;
        vera.gets(200).sees("Total of all 3 rows");
        assert!(vera.page().link("Western").is_some());
        assert_eq!(vera.page().link("Beaumont Leys"), None);
        let taken = vera.page().link("These figures as CSV").expect("a file");
        assert_eq!(
            taken,
            "/figures.csv?area=E06000016&by=area&q=west&sort=hours"
        );
        vera.opens(&format!("{wards}&q=nowhere")).await;
        vera.gets(200).sees("No row has “nowhere” in its name");
        for (stage, shown, hidden) in [
            ("nominated", "Nominations", "Hours offered"),
            ("agreed", "Projects agreed", "Nominations"),
            ("in-progress", "Hours offered", "Projects completed"),
            ("completed", "Projects completed", "Hours offered"),
            ("elsewhere", "Hours offered", "Hours elsewhere"),
        ] {
            vera.opens(&format!("{wards}&stage={stage}")).await;
            let heads = vera.gets(200).page().heads();
            assert!(heads.contains(&shown.to_string()), "{stage}: {heads:?}");
            assert!(!heads.contains(&hidden.to_string()), "{stage}: {heads:?}");
        }
    }
);

walk!(
    a_small_number_that_comes_later_waits_for_another_to_cover_it,
    |world| {
        let ledger = project(1, "E05010459", "gardening")
            + &project(2, "E05010458", "litter")
            + &project(3, "E05010458", "gardening")
            + &session(1, 2, "2026-10-06", 20, 20);
        publishes(world, ledger).await;
        let mut vera = world.visitor("Vera");
        vera.opens("/figures.csv").await;
        assert!(line(&vera.page().text, "total").contains(",20,20,"));
        // Three people on a new project: beside the last publication, any total with them would tell.
        publishes(world, session(2, 1, "2026-11-02", 3, 3)).await;
        // A 0 that waits looks like any other, and every project's page says that it can be so.
        for reference in ["LC-2026-P0001", "LC-2026-P0002", "LC-2026-P0003"] {
            vera.opens(&format!("/projects/{reference}")).await;
            vera.sees("What very few people did can wait until it is counted with others");
        }
        for path in [
            "/figures.csv",
            "/figures.csv?by=month",
            "/figures.csv?by=area&area=E06000016",
        ] {
            vera.opens(path).await;
            assert!(
                line(&vera.page().text, "total").contains(",1,0,20,20,"),
                "{}",
                vera.page().text
            );
        }
        // Officers are told that something waits before they check a release.
        let november = Span {
            from: "2026-11".parse().expect("a month"),
            to: "2026-11".parse().expect("a month"),
        };
        let conn = world.desk().db.read();
        for (area, waits) in [("E06000016", 1), ("PDU-LLR", 1), ("E06000017", 0)] {
            let found = releases::waiting(&conn, area, november).await;
            assert_eq!(found.expect("counted"), waits, "{area}");
        }
        // Four are company for no number that may be small: which it is would be told by what is enough for it.
        publishes(world, session(3, 3, "2026-11-03", 4, 4)).await;
        vera.opens("/figures.csv").await;
        vera.sees(",20,20,");
        publishes(world, session(6, 3, "2026-11-04", 4, 4)).await;
        vera.opens("/figures.csv").await;
        assert!(
            line(&vera.page().text, "total").contains(",31,31,"),
            "{}",
            vera.page().text
        );
        vera.opens("/figures.csv?by=month").await;
        assert!(line(&vera.page().text, "2026-11").contains(",11,11,"));
        vera.opens("/projects/LC-2026-P0001").await;
        vera.sees("[c]");
        // One that grows to the threshold stays withheld: what was published before would give it back.
        publishes(
            world,
            session(4, 1, "2026-11-04", 6, 5) + &session(5, 3, "2026-11-05", 4, 0),
        )
        .await;
        vera.opens("/projects/LC-2026-P0001").await;
        vera.sees("[c]");
    }
);

walk!(a_raised_threshold_holds_from_the_next_boundary, |world| {
    let ledger = project(1, "E05010459", "gardening")
        + &project(2, "E05010458", "litter")
        + &session(1, 1, "2026-10-05", 3, 3)
        + &session(2, 2, "2026-10-06", 20, 20);
    publishes(world, ledger).await;
    let mut vera = world.visitor("Vera");
    let (operator, threshold) = (Person::operator(), &SMALL_NUMBER_THRESHOLD);
    settings::change(world.desk(), &operator, threshold, "5", "10")
        .await
        .expect("raised by one");
    vera.opens("/about/figures")
        .await
        .sees("From 1 to 4 offenders");
    let more = session(3, 1, "2026-11-02", 30, 30) + &session(4, 2, "2026-11-03", 7, 7);
    publishes(world, more).await;
    vera.opens("/about/figures")
        .await
        .sees("From 1 to 9 offenders");
    vera.opens("/figures.csv?by=month").await;
    let csv = &vera.page().text;
    assert!(line(csv, "total").contains(",60,60,"), "{csv}");
});

/// The rows of a file in which something is withheld, each without its numbers.
fn withheld(csv: &str) -> Vec<String> {
    let rows = csv.lines().filter(|row| row.contains("[c]"));
    let name = |row: &str| row.split(',').next().unwrap_or_default().to_string();
    rows.map(name).collect()
}

async fn moves_threshold(world: &World, from: &str, to: &str) {
    let operator = Person::operator();
    settings::change(world.desk(), &operator, &SMALL_NUMBER_THRESHOLD, from, to)
        .await
        .expect("an operator may");
    publishes(world, String::new()).await;
}

walk!(what_one_threshold_withheld_no_other_gives_back, |world| {
    let ledger = project(1, "E05010459", "gardening")
        + &project(2, "E05010458", "litter")
        + &project(3, "E05010458", "gardening")
        + &project(4, "E05010459", "litter")
        + &session(1, 1, "2026-08-05", 7, 7)
        + &session(2, 2, "2026-08-06", 30, 30)
        + &session(3, 3, "2026-09-07", 3, 3)
        + &session(4, 4, "2026-09-08", 25, 25);
    publishes(world, ledger).await;
    let mut vera = world.visitor("Vera");
    let paths = [
        "area&area=E06000016",
        "month",
        "category",
        "month&category=gardening",
    ];
    let mut before: Vec<Vec<String>> = vec![vec![]; paths.len()];
    // As it is, raised, lowered to where it was, raised to another: marks are added and none goes.
    for (from, to) in [("5", "10"), ("10", "5"), ("5", "8"), ("8", "5")] {
        for (path, before) in paths.iter().zip(&mut before) {
            vera.opens(&format!("/figures.csv?by={path}")).await;
            let now = withheld(&vera.page().text);
            for row in before.iter() {
                assert!(now.contains(row), "{path}: {row} was withheld and is shown");
            }
            *before = now;
        }
        vera.opens("/figures.csv?by=month").await;
        assert!(line(&vera.page().text, "total").contains(",65,65,"));
        moves_threshold(world, from, to).await;
    }
    // Seven were shown at first, and are withheld since the threshold was ten.
    assert!(
        before[1].contains(&"2026-08".to_string()) || before[0].len() > 1,
        "{before:?}"
    );
    let conn = world.desk().db.read();
    let differences = payback_panel::store::rollup::verify(&conn)
        .await
        .expect("verified");
    assert!(differences.is_empty(), "{differences:?}");
});
