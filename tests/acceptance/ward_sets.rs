//! Wards that changed between two years: a project stays in the ward it was put in, and a figure says so.

use crate::world::World;
use payback_panel::actions::Person;
use payback_panel::actions::figures as actions;
use payback_panel::actions::imports::{Run, projects, returns, silently};
use payback_panel::domain::figures::view::View;
use payback_panel::store::{figures, rollup};
use std::io::Cursor;

async fn attendances(world: &World, area: &str) -> i64 {
    let view = View {
        area: area.into(),
        ..View::everything()
    };
    let rows = figures::exact(&world.desk().db.read(), &view)
        .await
        .expect("figures");
    rows.rows
        .iter()
        .map(|(_, row)| row.counts.attendances)
        .sum()
}

walk!(
    sessions_count_in_the_ward_of_the_set_that_held_and_the_figure_says_so,
    |world| {
        // From 2026 on Abbey has another outline and another code.
        world
        .place()
        .runs(
            "INSERT INTO ward_set (name, valid_from, imported_at)
               VALUES ('2026', '2026-01-01', '2026-11-22T12:00:00.000000Z');
             INSERT INTO area (code, kind, name, parent_code) VALUES ('E05099999', 'ward', 'Abbey', 'E06000016');
             INSERT INTO boundary (set_name, area_code, name, parent_code, geometry)
               VALUES ('2025', 'E05010458', 'Abbey', 'E06000016', ''), ('2026', 'E05099999', 'Abbey', 'E06000016', '');",
        )
        .await;
        let file = "reference,title,category,council_code,ward_code,lat,lon,agreed_on,started_on,completed_on,origin,nominated_on,beneficiary,summary\n\
        OLD-1,Old,gardening,E06000016,E05010458,,,2025-06-01,2025-06-02,,other,,Everybody,Hedges\n\
        NEW-1,New,gardening,E06000016,E05099999,,,2026-06-01,2026-06-02,,other,,Everybody,Hedges\n";
        let sessions = "project,date,start,end,status,attending,new_to_project,minutes_offered,minutes_credited,reason,note\n\
        OLD-1,2025-07-01,09:30,15:30,held,7,7,2520,2520,,\n\
        OLD-1,2026-07-01,09:30,15:30,held,8,0,2880,2880,,\n\
        NEW-1,2026-07-01,09:30,15:30,held,9,9,3240,3240,,\n";
        let (person, run) = (Person::operator(), Run::ForReal);
        let done = projects::import(world.desk(), &person, Cursor::new(file), run, silently());
        done.await.expect("the projects");
        let done = returns::import(
            world.desk(),
            &person,
            Cursor::new(sessions),
            run,
            silently(),
        );
        done.await.expect("the returns");
        // Each project is of the set that held when it was agreed, whoever imports it.
        for (reference, set) in [("OLD-1", "2025"), ("NEW-1", "2026")] {
            let of = format!(
                "SELECT COUNT(*) FROM project WHERE reference = '{reference}' AND ward_set = '{set}'"
            );
            assert_eq!(world.counts(&of).await, 1, "{reference}");
        }
        // The older project's later session stays in its ward: nothing is counted twice or lost.
        assert_eq!(attendances(world, "E05010458").await, 15);
        assert_eq!(attendances(world, "E05099999").await, 9);
        assert_eq!(attendances(world, "E06000016").await, 24);
        let differences = rollup::verify(&world.desk().db.read())
            .await
            .expect("verified");
        assert!(differences.is_empty(), "{differences:#?}");
        actions::rebuild(world.desk(), &person)
            .await
            .expect("published");
        let mut vera = world.visitor("Vera");
        for area in ["E05010458", "E05099999", "E06000016"] {
            vera.opens(&format!("/figures?area={area}")).await.gets(200);
            vera.sees("Sets: 2025 from 1 January 2025 and 2026 from 1 January 2026.");
        }
        // So do the files and the API: a ward has its own sets, a larger area all of them.
        vera.opens("/figures.csv?by=area&area=E06000016").await;
        let csv = vera.page().text.clone();
        for (start, end) in [
            ("area_code", ",ward_sets"),
            ("E05010458,", ",2025"),
            ("total", ",2025; 2026"),
        ] {
            let row = csv.lines().find(|row| row.starts_with(start));
            assert!(
                row.is_some_and(|row| row.trim_end().ends_with(end)),
                "{start}: {csv}"
            );
        }
        // Figures of a month are of no set that began after it, on the page as well.
        vera.opens("/figures.csv?by=month&area=E06000016").await;
        let csv = vera.page().text.clone();
        for (start, end) in [
            ("2025-07", ",2025"),
            ("2026-07", ",2025; 2026"),
            ("total", ",2025; 2026"),
        ] {
            let row = csv.lines().find(|row| row.starts_with(start));
            assert!(
                row.is_some_and(|row| row.trim_end().ends_with(end)),
                "{start}: {csv}"
            );
        }
        vera.opens("/figures?area=E06000016&from=2025-04&to=2025-12")
            .await
            .gets(200);
        vera.sees("2025 from 1 January 2025")
            .sees_no("2026 from 1 January 2026");
        vera.opens("/figures.json?by=area&area=E06000016").await;
        vera.sees("\"ward_sets\":\"2025\"")
            .sees("\"ward_sets\":\"2025; 2026\"");
        vera.opens("/api/v1/figures?by=area&area=E06000016").await;
        vera.gets(200).sees("\"ward_sets\":\"2025\"");
        vera.opens("/data/figures.csv").await;
        vera.sees("ward_sets").sees("2025; 2026");
        for told in [
            "/data/dictionary.csv",
            "/data/figures.csv-metadata.json",
            "/api/v1/openapi.json",
        ] {
            vera.opens(told).await.gets(200);
            vera.sees("The sets of ward boundaries that the row is of");
        }
    }
);
