//! Councils inside councils, and wards that changed councils: every place counts once in everything around it,
//! in every table and file, and its rows add up to its total.

use crate::areas as boundaries;
use crate::world::{Actor, World};
use payback_panel::actions::Person;
use payback_panel::actions::figures as actions;
use payback_panel::actions::imports::{Run, projects, returns, silently};
use payback_panel::domain::areas::AreaKind;
use payback_panel::store::rollup;
use std::io::Cursor;

/// Two councils inside the county of this world. Braunstone was Leicester's and is Blaby's today.
const DISTRICTS: &str = "
    INSERT INTO area (code, kind, name, parent_code) VALUES
        ('E07000129', 'council', 'Blaby', 'E10000018'),
        ('E07000134', 'council', 'North West Leicestershire', 'E10000018'),
        ('E05011000', 'ward', 'Enderby', 'E07000129'),
        ('E05011001', 'ward', 'Coalville', 'E07000134'),
        ('E05011002', 'ward', 'Braunstone', 'E06000016');
";

/// Where each project is, and how many people worked on it.
const PLACES: [(&str, &str, i64); 8] = [
    ("E06000016", "E05010459", 6),
    ("E06000016", "", 7),
    ("E06000016", "E05011002", 8),
    ("E10000018", "", 10),
    ("E10000018", "E05011000", 20),
    ("E07000129", "E05011000", 40),
    ("E07000134", "E05011001", 80),
    ("E07000134", "", 160),
];

async fn imports(world: &World) {
    let mut places = "reference,title,category,council_code,ward_code,lat,lon,agreed_on,started_on,completed_on,\
                      origin,nominated_on,beneficiary,summary\n"
        .to_string();
    let mut sessions = "project,date,start,end,status,attending,new_to_project,minutes_offered,\
                        minutes_credited,reason,note\n"
        .to_string();
    for (at, (council, ward, people)) in PLACES.into_iter().enumerate() {
        places += &format!(
            "P-{at},Place {at},gardening,{council},{ward},,,2026-06-01,2026-06-02,,other,,Everybody,Hedges\n"
        );
        let minutes = people * 360;
        sessions += &format!(
            "P-{at},2026-07-01,09:30,15:30,held,{people},{people},{minutes},{minutes},,\n"
        );
    }
    let (person, run) = (Person::operator(), Run::ForReal);
    let done = projects::import(world.desk(), &person, Cursor::new(places), run, silently());
    done.await.expect("the projects");
    let done = returns::import(
        world.desk(),
        &person,
        Cursor::new(sessions),
        run,
        silently(),
    );
    done.await.expect("the returns");
}

async fn published(world: &World) {
    world.publishes_figures().await;
}

/// Offenders by the code and the name of each row of a file, and in its total.
async fn offenders(vera: &mut Actor<'_>, path: &str) -> (Vec<(String, String, i64)>, i64) {
    vera.opens(path).await;
    let csv = vera.gets(200).page().text.clone();
    let mut reader = csv::Reader::from_reader(csv.as_bytes());
    let heads = reader.headers().expect("heads").clone();
    let at = heads
        .iter()
        .position(|name| name == "offenders")
        .expect("a column");
    let mut rows: Vec<(String, String, i64)> = reader
        .records()
        .map(|row| {
            let row = row.expect("a row");
            let count = row[at]
                .parse()
                .unwrap_or_else(|_| panic!("{path}: {row:?}"));
            (row[0].to_string(), row[1].to_string(), count)
        })
        .collect();
    let total = rows.pop().expect("a total");
    assert_eq!(total.0, "total");
    (rows, total.2)
}

/// The rows of a table by area, and that they make up what the same area has without a cut by area.
async fn by_area(vera: &mut Actor<'_>, area: &str) -> Vec<(String, String, i64)> {
    let (rows, total) = offenders(vera, &format!("/figures.csv?by=area&area={area}")).await;
    assert_eq!(rows.iter().map(|row| row.2).sum::<i64>(), total, "{area}");
    let (_, by_year) = offenders(vera, &format!("/figures.csv?by=year&area={area}")).await;
    assert_eq!(total, by_year, "{area}");
    let only = match area {
        "" => String::new(),
        area => format!("&area={area}"),
    };
    vera.opens(&format!("/api/v1/figures?by=area{only}")).await;
    let told: serde_json::Value = serde_json::from_str(&vera.page().text).expect("JSON");
    assert_eq!(told["total"]["offenders"], total, "{area}");
    rows
}

fn named(rows: &[(String, String, i64)]) -> Vec<(&str, &str, i64)> {
    let rows = rows.iter();
    rows.map(|(code, name, count)| (code.as_str(), name.as_str(), *count))
        .collect()
}

walk!(
    a_county_counts_once_and_what_is_its_own_has_a_row,
    |world| {
        world.place().runs(DISTRICTS).await;
        imports(world).await;
        published(world).await;
        let mut vera = world.visitor("Vera");
        assert_eq!(
            named(&by_area(&mut vera, "").await),
            [
                ("E06000016", "Leicester", 21),
                ("E10000018", "Leicestershire", 310),
            ]
        );
        assert_eq!(
            named(&by_area(&mut vera, "E10000018").await),
            [
                ("E07000129", "Blaby", 40),
                ("E05011000", "Enderby, Blaby", 20),
                ("E10000018", "Leicestershire, no ward given", 10),
                ("E07000134", "North West Leicestershire", 240),
            ]
        );
        assert_eq!(
            named(&by_area(&mut vera, "E07000134").await),
            [
                ("E05011001", "Coalville", 80),
                ("E07000134", "North West Leicestershire, no ward given", 160),
            ]
        );
        // A ward has what both councils have in it.
        assert_eq!(
            named(&by_area(&mut vera, "E05011000").await),
            [("E05011000", "Enderby", 60)]
        );
        by_area(&mut vera, "PDU-LLR").await;
        // In the file of all months, each row is of the council that the work was recorded for.
        let (mut rows, total) = offenders(&mut vera, "/data/figures.csv").await;
        rows.retain(|(_, _, count)| *count > 0);
        assert_eq!(
            named(&rows),
            [
                ("E07000129", "Blaby", 40),
                ("E06000016", "Leicester", 21),
                ("E10000018", "Leicestershire", 30),
                ("E07000134", "North West Leicestershire", 240),
            ]
        );
        assert_eq!(total, 331);
        let differences = rollup::verify(&world.desk().db.read())
            .await
            .expect("verified");
        assert!(differences.is_empty(), "{differences:#?}");
    }
);

walk!(
    a_council_that_a_later_file_puts_in_a_county_counts_in_it,
    |world| {
        world.place().runs(DISTRICTS).await;
        let alone = "UPDATE area SET parent_code = NULL WHERE code = 'E07000134'";
        world.place().runs(alone).await;
        imports(world).await;
        published(world).await;
        let mut vera = world.visitor("Vera");
        assert_eq!(by_area(&mut vera, "").await.len(), 3);
        let ward = r#"{"type":"FeatureCollection","features":[{"type":"Feature","properties":{"WD25CD":"E05011003",
            "WD25NM":"Ashby","LAD25CD":"E07000134","LAD25NM":"North West Leicestershire","UTLACD":"E10000018"},"geometry":{
            "type":"Polygon","coordinates":[[[-1.2,52.5],[-1.19,52.5],[-1.19,52.51],[-1.2,52.5]]]}}]}"#;
        boundaries::imports(world, boundaries::areas("2025", AreaKind::Ward, ward)).await;
        let differences = rollup::verify(&world.desk().db.read()).await;
        let differences = differences.expect("verified");
        assert!(differences.is_empty(), "{differences:#?}");
        actions::refresh(world.desk(), &Person::operator())
            .await
            .expect("published");
        assert_eq!(
            named(&by_area(&mut vera, "").await),
            [
                ("E06000016", "Leicester", 21),
                ("E10000018", "Leicestershire", 310),
            ]
        );
        by_area(&mut vera, "E10000018").await;
    }
);

walk!(
    a_ward_that_goes_to_another_council_leaves_what_was_done_where_it_was,
    |world| {
        world.place().runs(DISTRICTS).await;
        imports(world).await;
        published(world).await;
        let mut vera = world.visitor("Vera");
        let before = by_area(&mut vera, "E07000129").await;
        let moved = "UPDATE area SET parent_code = 'E07000129' WHERE code = 'E05011002'; \
                     UPDATE setting SET value = '999999' WHERE name = 'areas-version';";
        world.place().runs(moved).await;
        // A project there today is Blaby's.
        published(world).await;
        assert_eq!(
            named(&by_area(&mut vera, "E06000016").await),
            [
                ("E05010459", "Beaumont Leys", 6),
                ("E05011002", "Braunstone, Blaby", 8),
                ("E06000016", "Leicester, no ward given", 7),
            ]
        );
        assert_eq!(by_area(&mut vera, "E07000129").await, before);
        assert_eq!(
            named(&by_area(&mut vera, "E05011002").await),
            [("E05011002", "Braunstone", 8)]
        );
    }
);
