//! A database is brought up to date from wherever it was left, and never half.

use crate::database::Place;
use crate::{catalogue, opened};
use payback_panel::store::OpenError;
use payback_panel::store::migrations::ALL;
use sea_orm::{ConnectionTrait, Database, DatabaseConnection};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

async fn places() -> Vec<Place> {
    let mut places = vec![Place::sqlite()];
    places.extend(Place::postgres().await);
    places
}

async fn made(place: &Place) -> DatabaseConnection {
    let url = match place.file() {
        Some(_) => format!("{}?mode=rwc", place.url()),
        None => place.url().to_string(),
    };
    Database::connect(url).await.expect("a database")
}

/// Puts the first few migrations in by hand, as an older program left them.
async fn left_at(place: &Place, count: usize) {
    let connection = made(place).await;
    let tell = async |sql: &str| {
        connection
            .execute_unprepared(sql)
            .await
            .unwrap_or_else(|error| panic!("{error}\n{sql}"));
    };
    tell("CREATE TABLE schema_migration (name TEXT PRIMARY KEY, sha256 TEXT NOT NULL)").await;
    for migration in &ALL[..count] {
        tell(if place.file().is_some() {
            migration.sqlite
        } else {
            migration.postgres
        })
        .await;
        let name = migration.name;
        tell(&format!(
            "INSERT INTO schema_migration VALUES ('{name}', 'as it was')"
        ))
        .await;
    }
    connection.close().await.expect("close");
}

async fn schema(place: &Place) -> Vec<String> {
    let connection = place.connect().await;
    let schema = match place.file() {
        Some(_) => {
            let told = catalogue::sqlite(&connection).await;
            let mut told: Vec<String> = told.into_iter().map(|(_, _, sql)| sql).collect();
            told.sort();
            told
        }
        None => catalogue::postgres(&connection, "public")
            .await
            .into_values()
            .flatten()
            .collect(),
    };
    connection.close().await.expect("close");
    schema
}

async fn answers(place: &Place, sql: &str) -> Vec<String> {
    let connection = place.connect().await;
    let rows = catalogue::rows(&connection, sql).await.concat();
    connection.close().await.expect("close");
    rows
}

#[tokio::test]
async fn a_database_left_at_any_migration_keeps_its_rows_and_ends_like_a_new_one() {
    for whole in places().await {
        opened(whole.url()).await.expect("it opens").close().await;
        let wanted = schema(&whole).await;
        // Making a database takes a server long: a few places to start from are enough there.
        let step = if whole.file().is_some() { 1 } else { 4 };
        for count in (1..=ALL.len()).step_by(step) {
            let place = if whole.file().is_some() {
                Place::sqlite()
            } else {
                Place::postgres().await.expect("a server")
            };
            left_at(&place, count).await;
            place.runs("INSERT INTO setting VALUES ('kept', 'as it was', '2026-11-22T12:00:00.000000Z')").await;
            if count >= 3 {
                place.lay_areas().await;
            }
            let db = opened(place.url()).await.expect("it is brought up to date");
            db.close().await;
            assert_eq!(schema(&place).await, wanted, "from {}", ALL[count - 1].name);
            assert_eq!(
                answers(&place, "SELECT value FROM setting").await,
                ["as it was"]
            );
            if count >= 3 {
                assert_eq!(
                    answers(&place, "SELECT name FROM area WHERE code = 'E05010458'").await,
                    ["Abbey"]
                );
            }
            let names: Vec<&str> = ALL.iter().map(|migration| migration.name).collect();
            assert_eq!(
                answers(&place, "SELECT name FROM schema_migration ORDER BY name").await,
                names
            );
            place.clear().await;
        }
        whole.clear().await;
    }
}

/// Cells as they were kept before what a council has in each ward was: 9 in a ward of Leicester and 4 in none, 20
/// in the county around Blaby, of which 7 in Blaby and 2 in a ward of the county.
const WARD_CELLS: &str = "
    INSERT INTO area (code, kind, name, parent_code) VALUES ('E07000129', 'council', 'Blaby', 'E10000018');
    INSERT INTO month_cell
        WITH cell (area, people) AS (SELECT 'E05010459', 9 UNION ALL SELECT 'E06000016', 13 UNION ALL SELECT 'E10000018', 20
            UNION ALL SELECT 'E07000129', 7 UNION ALL SELECT 'E05000002', 2 UNION ALL SELECT 'PDU-LLR', 33 UNION ALL SELECT '', 33),
        cut (category, origin) AS (SELECT '*', '*' UNION ALL SELECT 'litter', 'vote' UNION ALL SELECT 'litter', '*')
        SELECT area, category, origin, '2026-10', 0, 1, 0, 1, 0, people, people, 60 * people, 60 * people FROM cell, cut
        WHERE substr(area, 1, 3) <> 'E05' OR category = '*' OR origin <> '*';
    INSERT INTO public_cell SELECT * FROM month_cell;
    INSERT INTO dirty_cell SELECT area_code, category, origin, month FROM month_cell WHERE area_code = 'E06000016';
    INSERT INTO withheld_stretch VALUES ('E05010459', '*', '*', 'ever', '0001-01');";

#[tokio::test]
async fn cells_of_wards_become_those_of_what_a_council_has_in_them() {
    for place in places().await {
        let before = |name: &str| ALL.iter().position(|migration| migration.name == name);
        let count = before("0039_places_of_a_council").expect("a migration");
        left_at(&place, count).await;
        place.lay_areas().await;
        place.runs(WARD_CELLS).await;
        let db = opened(place.url()).await.expect("it is brought up to date");
        db.close().await;
        // By month, and added up for every longer stretch.
        let stretches = ["month", "quarter", "year", "ever"];
        let kept_in = ["exact_cell", "public_cell"]
            .into_iter()
            .flat_map(|table| stretches.map(|stretch| (table, stretch)));
        for (table, stretch) in kept_in {
            let sql = format!(
                "SELECT area_code || ' ' || category || ' ' || CAST(offenders AS TEXT) FROM {table} \
                 WHERE area_code LIKE '%/%' AND stretch = '{stretch}' ORDER BY 1"
            );
            let mut told = answers(&place, &sql).await;
            told.sort();
            let wanted = [
                "E06000016/ * 4",
                "E06000016/ litter 4",
                "E06000016/E05010459 * 9",
                "E06000016/E05010459 litter 9",
                "E07000129/ * 7",
                "E07000129/ litter 7",
                "E10000018/ * 11",
                "E10000018/ litter 11",
                "E10000018/E05000002 * 2",
                "E10000018/E05000002 litter 2",
            ];
            assert_eq!(told, wanted, "{table} by {stretch}");
        }
        let left = "SELECT area_code FROM exact_cell WHERE area_code LIKE 'E05%'";
        assert!(answers(&place, left).await.is_empty());
        let marked = answers(&place, "SELECT area_code FROM withheld_stretch").await;
        assert_eq!(marked, ["E06000016/E05010459"]);
        let dirty = "SELECT DISTINCT area_code FROM dirty_cell ORDER BY area_code";
        assert_eq!(answers(&place, dirty).await, ["E06000016", "E06000016/"]);
        let starts = "SELECT DISTINCT stretch || ' ' || start FROM exact_cell ORDER BY 1";
        let wanted = [
            "ever 0001-01",
            "month 2026-10",
            "quarter 2026-10",
            "year 2026-04",
        ];
        assert_eq!(answers(&place, starts).await, wanted);
        place.clear().await;
    }
}

/// Months on both sides of the ends of quarters, financial years and calendar years.
const MONTHS: &str = "
    INSERT INTO month_cell SELECT '', '*', '*', m.month, 1, 0, 0, 0, 0, 0, 0, 0, m.minutes FROM (
        SELECT '2009-12' AS month, 1 AS minutes UNION ALL SELECT '2010-01', 10 UNION ALL SELECT '2010-03', 100
        UNION ALL SELECT '2010-04', 1000 UNION ALL SELECT '2010-09', 10000 UNION ALL SELECT '2010-10', 100000) AS m;";

#[tokio::test]
async fn months_are_added_up_to_quarters_financial_years_and_since_launch() {
    for place in places().await {
        let before = |name: &str| ALL.iter().position(|migration| migration.name == name);
        let count = before("0040_stretches").expect("a migration");
        left_at(&place, count).await;
        place.runs(MONTHS).await;
        let db = opened(place.url()).await.expect("it is brought up to date");
        db.close().await;
        let told = "SELECT stretch || ' ' || start || ' ' || CAST(minutes_credited AS TEXT) FROM exact_cell \
                    WHERE stretch <> 'month' ORDER BY 1";
        let wanted = [
            "ever 0001-01 111111",
            "quarter 2009-10 1",
            "quarter 2010-01 110",
            "quarter 2010-04 1000",
            "quarter 2010-07 10000",
            "quarter 2010-10 100000",
            "year 2009-04 111",
            "year 2010-04 111000",
        ];
        assert_eq!(answers(&place, told).await, wanted);
        place.clear().await;
    }
}

/// Sessions stood down as they were kept by ward and month: in Leicester, in a ward of the county and in none, and
/// in Blaby inside it, on both sides of the ends of quarters, financial years and calendar years.
const STAND_DOWNS: &str = "
    INSERT INTO area (code, kind, name, parent_code) VALUES ('E07000129', 'council', 'Blaby', 'E10000018');
    INSERT INTO public_stand_down (council_code, ward_code, month, reason, sessions) VALUES
        ('E06000016', 'E05010459', '2009-12', 'weather', 1), ('E06000016', 'E05010459', '2010-01', 'weather', 10),
        ('E06000016', '', '2010-03', 'weather', 100), ('E06000016', '', '2010-03', 'site', 3),
        ('E10000018', 'E05000002', '2010-04', 'weather', 1000), ('E10000018', '', '2010-09', 'weather', 10000),
        ('E07000129', '', '2010-10', 'weather', 100000);";

#[tokio::test]
async fn sessions_stood_down_are_added_up_to_every_area_and_stretch_and_counted_again() {
    for place in places().await {
        let before = |name: &str| ALL.iter().position(|migration| migration.name == name);
        let count = before("0049_stand_downs_added_up").expect("a migration");
        left_at(&place, count).await;
        place.lay_areas().await;
        place.runs(STAND_DOWNS).await;
        let db = opened(place.url()).await.expect("it is brought up to date");
        db.close().await;
        let told = async |which: &str| {
            let sql = format!(
                "SELECT area_code || ' ' || stretch || ' ' || start || ' ' || reason || ' ' || CAST(sessions AS TEXT) \
                 FROM public_stand_down WHERE {which}"
            );
            let mut told = answers(&place, &sql).await;
            told.sort();
            told
        };
        let everywhere = [
            " ever 0001-01 site 3",
            " ever 0001-01 weather 111111",
            " quarter 2009-10 weather 1",
            " quarter 2010-01 site 3",
            " quarter 2010-01 weather 110",
            " quarter 2010-04 weather 1000",
            " quarter 2010-07 weather 10000",
            " quarter 2010-10 weather 100000",
            " year 2009-04 site 3",
            " year 2009-04 weather 111",
            " year 2010-04 weather 111000",
        ];
        let longer = told("area_code = '' AND stretch <> 'month'").await;
        assert_eq!(longer, everywhere);
        let since_launch = [
            "E06000016 ever 0001-01 weather 111",
            "E06000016/ ever 0001-01 weather 100",
            "E06000016/E05010459 ever 0001-01 weather 11",
            "E07000129 ever 0001-01 weather 100000",
            "E07000129/ ever 0001-01 weather 100000",
            "E10000018 ever 0001-01 weather 111000",
            "E10000018/ ever 0001-01 weather 10000",
            "E10000018/E05000002 ever 0001-01 weather 1000",
            "PDU-LLR ever 0001-01 weather 111111",
        ];
        let within = told("area_code <> '' AND stretch = 'ever' AND reason = 'weather'").await;
        assert_eq!(within, since_launch);
        let months = told("area_code = 'E06000016' AND stretch = 'month'").await;
        let wanted = [
            "E06000016 month 2009-12 weather 1",
            "E06000016 month 2010-01 weather 10",
            "E06000016 month 2010-03 site 3",
            "E06000016 month 2010-03 weather 100",
        ];
        assert_eq!(months, wanted);
        let not_due = "SELECT area_code FROM public_stand_down WHERE (area_code, stretch, start) NOT IN \
                       (SELECT area_code, stretch, start FROM dirty_cell WHERE category = '*' AND origin = '*')";
        assert!(answers(&place, not_due).await.is_empty());
        place.clear().await;
    }
}

#[tokio::test]
async fn a_newer_database_is_refused_and_left_as_it_is() {
    for place in places().await {
        left_at(&place, 3).await;
        place
            .runs("INSERT INTO schema_migration VALUES ('9999_from_the_future', '')")
            .await;
        let before = schema(&place).await;
        match opened(place.url()).await {
            Err(OpenError::Newer { found }) => assert_eq!(found, "9999_from_the_future"),
            Err(other) => panic!("{other}"),
            Ok(_) => panic!("a newer database was opened"),
        }
        assert_eq!(schema(&place).await, before);
        assert_eq!(
            answers(&place, "SELECT name FROM schema_migration")
                .await
                .len(),
            4
        );
        place.clear().await;
    }
}

fn migrating(place: &Place) -> Child {
    Command::new(env!("CARGO_BIN_EXE_payback-panel"))
        .arg("migrate")
        .current_dir(place.folder())
        .env("DATABASE_URL", place.url())
        .env(
            "PAYBACK_SECRET_FILE",
            std::env::temp_dir().join(format!("payback-panel-schema-{}.key", std::process::id())),
        )
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the program runs")
}

fn succeeds(child: Child) {
    let output = child.wait_with_output().expect("it ends");
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_migration_killed_half_way_is_finished_by_the_next_start() {
    for whole in places().await {
        let started = std::time::Instant::now();
        succeeds(migrating(&whole));
        let mut usual = started.elapsed();
        let wanted = schema(&whole).await;
        let mut killed = 0;
        for round in 0..12_u32 {
            let place = if whole.file().is_some() {
                Place::sqlite()
            } else {
                Place::postgres().await.expect("a server")
            };
            let mut child = migrating(&place);
            tokio::time::sleep(usual * (round + 1) / 13).await;
            let done = child.try_wait().expect("its state").is_some();
            child.kill().expect("it is killed");
            child.wait().expect("it ends");
            killed += usize::from(!done);
            // One that was done so soon says that the machine was busier when the first was timed.
            if done {
                usual = usual * 2 / 3;
            }
            // The server notices a lost client only when it next speaks to it.
            tokio::time::sleep(Duration::from_millis(20)).await;
            succeeds(migrating(&place));
            assert_eq!(schema(&place).await, wanted, "killed in round {round}");
            if place.file().is_some() {
                assert_eq!(answers(&place, "PRAGMA integrity_check").await, ["ok"]);
            }
            place.clear().await;
        }
        assert!(
            killed > 3,
            "only {killed} were killed before they had finished"
        );
        whole.clear().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn several_that_start_at_once_migrate_once() {
    for place in places().await {
        let all: Vec<Child> = (0..4).map(|_| migrating(&place)).collect();
        all.into_iter().for_each(succeeds);
        let names = answers(&place, "SELECT name FROM schema_migration ORDER BY name").await;
        assert_eq!(names.len(), ALL.len());
        place.clear().await;
    }
}
