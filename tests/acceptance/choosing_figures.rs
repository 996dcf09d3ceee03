//! Figures of what people chose: supports, decisions in time, votes and their turnout, and where projects stand,
//! each against a sum of its own.

use crate::world::World;
use payback_panel::actions::imports::{Run, projects, silently};
use payback_panel::actions::{Person, figures as actions};
use payback_panel::domain::policy::{Actor, Role};
use payback_panel::store::nominations::{by_reference, change, support};
use payback_panel::store::{StoreError, rollup};
use serde_json::Value;
use std::io::Cursor;
use std::time::Duration;
use tokio::sync::oneshot;

/// Three nominations of October: two in Beaumont Leys, decided after 10 days and after 40, with supporters from
/// before; one in Abbey that is open. One of November is not public yet. The promise is 28 days.
/// Two declared votes of Leicester and of a ward, one of Rutland, where nobody knows how many live, and an open one
/// whose box nobody may know of. Five projects, each at another stage.
pub const CHOSEN: &str = "
    UPDATE area SET population = 1000 WHERE code = 'E06000016';
    INSERT INTO nomination (id, reference, stage, title, category, description, place, council_code, ward_code,
        earlier_supports, submitted_at, moderated_at, decided_at, promised_days, search) VALUES
        (1, 'LC-2026-0001', 'assessed', 'Hedges', 'gardening', '', 'Park', 'E06000016', 'E05010459', 7,
            '2026-10-01T10:00:00.000000Z', '2026-10-02T10:00:00.000000Z', '2026-10-11T10:00:00.000000Z', 28, ''),
        (2, 'LC-2026-0002', 'declined', 'Paths', 'litter', '', 'Lane', 'E06000016', 'E05010459', 2,
            '2026-10-05T10:00:00.000000Z', '2026-10-06T10:00:00.000000Z', '2026-11-14T10:00:00.000000Z', 28, ''),
        (3, 'LC-2026-0003', 'submitted', 'Walls', 'litter', '', 'Street', 'E06000016', 'E05010458', 0,
            '2026-10-31T23:30:00.000000Z', '2026-11-02T10:00:00.000000Z', NULL, NULL, ''),
        (4, 'LC-2026-0004', 'submitted', 'Later', 'litter', '', 'Street', 'E06000016', 'E05010458', 50,
            '2026-11-01T10:00:00.000000Z', NULL, NULL, NULL, '');
    INSERT INTO round (id, slug, title, area_code, method, mode, state, opens_at, closes_at, population) VALUES
        (1, 'autumn', 'Autumn', 'E06000016', 'plurality', 'simple', 'declared', '2026-10-01T08:00:00.000000Z',
            '2026-10-20T20:00:00.000000Z', 1000),
        (2, 'ward', 'Ward', 'E05010459', 'plurality', 'simple', 'declared', '2026-10-01T08:00:00.000000Z',
            '2026-10-21T20:00:00.000000Z', 200),
        (3, 'rutland', 'Rutland', 'E06000017', 'plurality', 'simple', 'declared', '2026-10-01T08:00:00.000000Z',
            '2026-10-21T20:00:00.000000Z', NULL),
        (4, 'open', 'Open', 'E06000016', 'plurality', 'simple', 'counted', '2026-10-01T08:00:00.000000Z',
            '2026-10-22T20:00:00.000000Z', NULL);
    INSERT INTO round_result (round_id, votes_cast, valid, blank, malformed, registered, checked_wards, declared_wards,
        winners, stages, root) VALUES
        (1, 74, 70, 4, 0, 74, 0, 0, '', '[]', ''), (2, 33, 33, 0, 0, 33, 0, 0, '', '[]', ''),
        (3, 12, 12, 0, 0, 12, 0, 0, '', '[]', ''), (4, 999, 999, 0, 0, 999, 0, 0, '', '[]', '');
    INSERT INTO project (id, reference, title, category, stage, origin, council_code, ward_code, agreed_on, started_on, search)
        VALUES
        (1, 'LC-2026-P0001', 'One', 'gardening', 'agreed', 'other', 'E06000016', 'E05010459', '2026-10-01', NULL, ''),
        (2, 'LC-2026-P0002', 'Two', 'litter', 'scheduled', 'other', 'E06000016', 'E05010458', '2026-10-02', NULL, ''),
        (3, 'LC-2026-P0003', 'Three', 'litter', 'in-progress', 'other', 'E06000016', NULL, '2026-10-02', '2026-10-03', ''),
        (4, 'LC-2026-P0004', 'Four', 'litter', 'paused', 'other', 'E06000017', NULL, '2026-10-02', '2026-10-03', ''),
        (5, 'LC-2026-P0005', 'Five', 'litter', 'cancelled', 'other', 'E06000016', NULL, '2026-10-02', NULL, '');";

const CHOSEN_MEASURES: [&str; 6] = [
    "supports",
    "nominations_decided",
    "nominations_decided_in_target",
    "vote_rounds",
    "votes_cast",
    "turnout_percent",
];

async fn json(world: &World, path: &str) -> Value {
    let mut vera = world.visitor("Vera");
    vera.opens(path).await;
    serde_json::from_str(&vera.gets(200).page().text).expect("JSON")
}

fn row<'j>(json: &'j Value, key: &str, code: &str) -> &'j Value {
    let rows = json["rows"].as_array().expect("rows");
    let found = rows.iter().find(|row| row[key] == code);
    found.unwrap_or_else(|| panic!("no {code} in {json}"))
}

fn numbers(row: &Value) -> Vec<String> {
    let text = |name: &&str| row[*name].to_string().replace('"', "");
    CHOSEN_MEASURES.iter().map(text).collect()
}

walk!(what_people_chose_is_counted_by_area_and_time, |world| {
    world.publishes(CHOSEN).await;
    let by_area = json(world, "/figures.json?by=area").await;
    // 74 of 1,000 people and 33 of 200: 107 of 1,200 are 8.9%.
    let leicester = row(&by_area, "area_code", "E06000016");
    assert_eq!(numbers(leicester), ["9", "2", "1", "2", "107", "8.9"]);
    let rutland = row(&by_area, "area_code", "E06000017");
    assert_eq!(numbers(rutland), ["0", "0", "0", "1", "12", "[z]"]);
    assert_eq!(
        numbers(&by_area["total"]),
        ["9", "2", "1", "3", "119", "8.9"]
    );
    let inside = json(world, "/figures.json?by=area&area=E06000016").await;
    let leys = row(&inside, "area_code", "E05010459");
    assert_eq!(numbers(leys), ["9", "2", "1", "1", "33", "16.5"]);
    let whole = row(&inside, "area_code", "E06000016");
    assert_eq!(numbers(whole), ["0", "0", "0", "1", "74", "7.4"]);
    assert_eq!(numbers(&inside["total"]), numbers(leicester));
    for by in ["month", "quarter", "year"] {
        let by_time = json(world, &format!("/api/v1/figures?by={by}&area=E06000016")).await;
        assert_eq!(by_time["rows"].as_array().map(Vec::len), Some(1), "{by}");
        assert_eq!(numbers(&by_time["rows"][0]), numbers(leicester), "{by}");
    }
    // A vote is of no one kind of work and no one origin: it does not apply, which is not nought.
    for by in ["category", "origin"] {
        let apart = json(world, &format!("/figures.json?by={by}")).await;
        for row in apart["rows"].as_array().expect("rows") {
            assert_eq!(numbers(row)[3..], ["[z]", "[z]", "[z]"], "{by}");
        }
        assert_eq!(
            numbers(&apart["total"]),
            ["9", "2", "1", "[z]", "[z]", "[z]"]
        );
    }
    let litter = json(world, "/figures.json?category=litter").await;
    assert_eq!(
        numbers(&litter["total"]),
        ["2", "1", "0", "[z]", "[z]", "[z]"]
    );
    let mut vera = world.visitor("Vera");
    vera.opens("/figures?stage=voted&area=E06000016").await;
    let rows = vera.gets(200).page().table("Votes");
    assert_eq!(rows[0][1..], ["2", "107", "8.9%"]);
    vera.opens("/data/figures.csv").await;
    let text = vera.gets(200).page().text.clone();
    let last = text.lines().last().expect("a total");
    assert!(last.contains(",9,2,1,3,119,8.9,"), "{last}");
});

walk!(
    a_turnout_that_would_round_to_nothing_says_that_it_is_low,
    |world| {
        let many = "UPDATE round SET population = 1000000 WHERE id = 1;";
        world.place().runs(CHOSEN).await;
        world.place().runs(many).await;
        actions::rebuild(world.desk(), &Person::operator())
            .await
            .expect("published");
        let mut vera = world.visitor("Vera");
        // 107 votes among 1,000,200 people; those of the ward alone are 33 among 200.
        vera.opens("/figures?stage=voted&area=E06000016").await;
        vera.gets(200)
            .sees("[low]more than nothing, but so little that it would be rounded to 0.")
            .sees("A share of less than 0.05% is marked [low]");
        let rows = vera.page().table("Votes");
        assert_eq!(rows[0][1..], ["2", "107", "[low]"]);
        let json = json(world, "/figures.json?area=E06000016&by=area").await;
        assert_eq!(json["total"]["turnout_percent"], "[low]");
        let ward = row(&json, "area_code", "E05010459");
        assert_eq!(ward["turnout_percent"], "16.5");
        vera.opens("/data/dictionary.csv").await;
        let text = vera.gets(200).page().text.clone();
        let turnout = text.lines().find(|line| line.contains("turnout_percent"));
        assert!(
            turnout.is_some_and(|line| line.contains("[low] [z]")),
            "{turnout:?}"
        );
    }
);

walk!(each_group_of_columns_has_a_chart_of_its_number, |world| {
    world.publishes(CHOSEN).await;
    let mut vera = world.visitor("Vera");
    for (stage, table, head) in [
        ("nominated", "Nominations", "Nominations"),
        ("voted", "Votes", "Votes cast"),
        ("agreed", "Projects by stage", "Projects agreed"),
        ("in-progress", "Work", "Hours worked"),
        ("completed", "Completed projects", "Projects completed"),
    ] {
        vera.opens(&format!("/figures?by=area&stage={stage}")).await;
        let rows = vera.gets(200).page().table(table);
        let heads = vera.page().heads();
        let column = heads.iter().position(|found| found == head).expect(head);
        let of_table = |row: &Vec<String>| {
            let name = row[0].trim_end_matches(" [p]").to_string();
            (name, row[column].clone())
        };
        let (_, rows) = rows.split_last().expect("a total");
        let rows: Vec<(String, String)> = rows.iter().map(of_table).collect();
        let chart = vera.page().charts().into_iter().next().expect(stage);
        let of_chart = chart.into_iter();
        let of_chart: Vec<(String, String)> = of_chart
            .map(|(name, number)| (name, number.trim_end_matches(" hours").to_string()))
            .collect();
        assert_eq!(of_chart, rows, "{stage}");
        assert_eq!(rows.len(), 2, "{stage}");
    }
    // No vote is of one kind of work, so there is nothing to draw.
    vera.opens("/figures?by=category&stage=voted").await;
    assert!(vera.gets(200).page().charts().is_empty());
});

walk!(projects_are_counted_by_where_they_stand, |world| {
    world.publishes(CHOSEN).await;
    let mut vera = world.visitor("Vera");
    vera.opens("/figures?stage=agreed").await;
    let rows = vera.gets(200).page().table("Projects by stage");
    assert_eq!(rows[0][1..], ["5", "1", "1", "1", "1", "0", "1"]);
    let stages = [
        ("projects_now_agreed", 1),
        ("projects_now_scheduled", 1),
        ("projects_now_in_progress", 1),
        ("projects_now_paused", 0),
        ("projects_now_completed", 0),
        ("projects_now_cancelled", 1),
    ];
    let here = json(world, "/api/v1/figures?area=E06000016&by=category").await;
    for (stage, count) in stages {
        assert_eq!(here["total"][stage], count, "{stage}");
    }
    assert_eq!(here["total"]["projects_agreed"], 4, "the stages add up");
});

walk!(
    a_support_counts_from_the_next_publication_and_once,
    |world| {
        world.publishes(CHOSEN).await;
        let before = json(world, "/figures.json?area=E05010459").await;
        let mut rita = world.resident("Rita").await;
        rita.opens("/nominations/LC-2026-0001/support").await;
        rita.presses_twice("Support this nomination").await;
        assert_eq!(json(world, "/figures.json?area=E05010459").await, before);
        actions::refresh(world.desk(), &Person::operator())
            .await
            .expect("published");
        let after = json(world, "/figures.json?area=E05010459").await;
        assert_eq!(after["total"]["supports"], 10);
        let conn = world.desk().db.read();
        let differences = rollup::verify(&conn).await.expect("verified");
        assert_eq!(differences, vec![]);
    }
);

walk!(a_decision_is_held_against_the_promise_of_its_day, |world| {
    world.publishes(CHOSEN).await;
    // A promise that changes later changes no decision.
    world
        .publishes("UPDATE area SET promise_days = 5 WHERE code = 'E06000016'")
        .await;
    let json = json(world, "/figures.json?area=E06000016").await;
    assert_eq!(json["total"]["nominations_decided_in_target"], 1);
});

/// Eleven projects that residents nominated on 1 April 2026, completed in June and July after so many days each.
const TOOK: [(&str, i64, &str); 11] = [
    ("2026-06-01", 61, "E05010459"),
    ("2026-06-02", 62, "E05010459"),
    ("2026-06-03", 63, "E05010459"),
    ("2026-06-04", 64, "E05010458"),
    ("2026-06-05", 65, "E05010458"),
    ("2026-06-06", 66, "E05010458"),
    ("2026-06-07", 67, "E05010458"),
    ("2026-06-08", 68, "E05010458"),
    ("2026-06-09", 69, "E05010458"),
    ("2026-06-30", 90, "E05010458"),
    ("2026-07-01", 91, "E05010458"),
];

walk!(half_of_the_projects_were_done_in_so_many_days, |world| {
    let projects = TOOK.iter().enumerate().map(|(id, (done, _, ward))| {
        format!(
            "INSERT INTO project (id, reference, title, category, stage, origin, council_code, ward_code, nominated_on, \
             agreed_on, started_on, completed_on, search) VALUES ({id} + 1000, 'LC-2026-P000{id}', 'Work', 'litter', 'completed', \
             'nomination', 'E06000016', '{ward}', '2026-04-01', '2026-04-20', '2026-05-01', '{done}', '');"
        )
    });
    world.publishes(&projects.collect::<String>()).await;
    let median = |days: &[i64]| days[days.len().div_ceil(2) - 1];
    let days: Vec<i64> = TOOK.iter().map(|(_, days, _)| *days).collect();
    let name = "median_days_to_completion";
    let by_month = json(world, "/figures.json?by=month&area=E06000016").await;
    assert_eq!(
        row(&by_month, "month_code", "2026-06")[name],
        median(&days[..10])
    );
    assert_eq!(
        row(&by_month, "month_code", "2026-07")[name],
        "[x]",
        "one is too few"
    );
    assert_eq!(by_month["total"][name], median(&days));
    let by_ward = json(world, "/figures.json?by=area&area=E06000016").await;
    for ward in ["E05010459", "E05010458"] {
        let of = TOOK.iter().filter(|(_, _, code)| *code == ward).count();
        assert!(of < 10, "too few of a ward");
        assert_eq!(row(&by_ward, "area_code", ward)[name], "[x]");
    }
    // Of two months together none is kept, of a quarter and a year there is.
    let two = json(world, "/figures.json?from=2026-06&to=2026-07&by=category").await;
    assert_eq!(two["rows"][0][name], "[x]");
    assert_eq!(two["total"][name], "[x]");
    let year = json(world, "/api/v1/figures?by=category,year").await;
    assert_eq!(year["rows"][0][name], median(&days));
    let mut vera = world.visitor("Vera");
    vera.opens("/figures?stage=completed&by=quarter").await;
    let rows = vera.gets(200).page().table("Completed projects");
    assert_eq!(rows[0][1..], ["10", &median(&days[..10]).to_string()]);
    assert_eq!(rows[1][1..], ["1", "[x]"]);
    // Staff see the same, and what was completed since at once.
    let mut sam = world.staff("Sam", Role::Probation, "E06000016").await;
    let exact = "/staff/figures?area=E06000016&stage=completed&by=quarter";
    sam.opens(exact).await;
    let rows = sam.gets(200).page().table("Exact figures");
    assert_eq!(rows[0][1..], ["10", &median(&days[..10]).to_string()]);
    assert_eq!(rows[1][1..], ["1", "[x]"]);
    assert_eq!(rows[2][1..], ["11", &median(&days).to_string()]);
    let file = "reference,title,category,council_code,ward_code,lat,lon,agreed_on,started_on,completed_on,origin,nominated_on,beneficiary,summary\n\
        LC-2026-P0099,Late,litter,E06000016,E05010458,,,2026-04-20,2026-05-01,2026-06-20,nomination,2026-04-01,Everybody,Paths\n";
    let (person, run) = (Person::operator(), Run::ForReal);
    let done = projects::import(world.desk(), &person, Cursor::new(file), run, silently());
    done.await.expect("the project");
    let mut now = days[..10].to_vec();
    now.extend([80]);
    now.sort();
    assert_ne!(median(&now), median(&days[..10]));
    sam.opens(exact).await;
    let rows = sam.gets(200).page().table("Exact figures");
    assert_eq!(rows[0][1..], ["11", &median(&now).to_string()]);
    sam.opens(&exact.replace("figures?", "figures.csv?")).await;
    sam.gets(200).sees(&format!(",{},", median(&now)));
    vera.opens("/figures?stage=completed&by=quarter").await;
    let rows = vera.gets(200).page().table("Completed projects");
    assert_eq!(rows[0][1..], ["10", &median(&days[..10]).to_string()]);
});

walk!(
    a_support_that_comes_while_somebody_decides_counts_once,
    |world| {
        world.publishes(CHOSEN).await;
        world.resident("Rita").await;
        let (db, now) = (&world.desk().db, world.now());
        let listed = by_reference(&db.read(), "LC-2026-0003")
            .await
            .expect("asked");
        let mut decided = listed.expect("there").nomination;
        decided.decided_at = Some(now);
        let (told, hears) = oneshot::channel();
        let account = world.counts("SELECT MAX(id) FROM account").await;
        let supporting = db.work(Actor::Operator, now, move |work| async move {
            change::hold(&work, 3).await?;
            support::add(&work, 3, account).await?;
            told.send(()).expect("somebody waits");
            // So long that the decision is on its way too.
            tokio::time::sleep(Duration::from_millis(500)).await;
            work.commit_all(vec![]).await
        });
        let deciding = async {
            hears.await.expect("told");
            db.work(Actor::Operator, now, move |work| async move {
                assert!(
                    change::save(&work, &decided).await?,
                    "it is no other version"
                );
                work.commit_all(vec![]).await
            })
            .await
        };
        let both: (Result<(), StoreError>, Result<(), StoreError>) =
            tokio::join!(supporting, deciding);
        assert_eq!(both, (Ok(()), Ok(())));
        let differences = rollup::verify(&db.read()).await.expect("verified");
        assert_eq!(differences, vec![]);
    }
);

walk!(
    whoever_waits_too_long_for_another_change_is_told_to_try_again,
    |world| {
        world.publishes(CHOSEN).await;
        let mut rita = world.resident("Rita").await;
        rita.opens("/nominations/LC-2026-0001/support").await;
        let (told, hears) = oneshot::channel();
        let (done, is_done) = oneshot::channel::<()>();
        let db = &world.desk().db;
        let holding = db.work(Actor::Operator, world.now(), move |work| async move {
            change::hold(&work, 1).await?;
            told.send(()).expect("somebody waits");
            is_done.await.expect("told");
            Ok::<_, StoreError>(())
        });
        let pressing = async {
            hears.await.expect("told");
            rita.presses("Support this nomination").await;
            rita.gets(503).sees("Try again in a minute");
            done.send(()).expect("somebody waits");
        };
        let (held, ()) = tokio::join!(holding, pressing);
        assert_eq!(held, Ok(()));
        rita.opens("/nominations/LC-2026-0001/support").await;
        rita.presses("Support this nomination").await.gets(200);
    }
);
