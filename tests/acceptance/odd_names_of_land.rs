//! The two hundred odd names as names of wards and in the gazetteer: what people choose from, what maps say,
//! what the command line prints, and everything that is told ward by ward.

use crate::odd_names::{names, squeezed};
use crate::odd_names_everywhere::{are_all_in, are_in_file, fields, json, texts_of, words};
use crate::world::{Operator, World};
use payback_panel::actions::areas::{Import, import};
use payback_panel::actions::imports::{Run, projects, returns, silently};
use payback_panel::actions::{Person, figures, named_places};
use payback_panel::domain::areas::AreaKind;
use payback_panel::domain::areas::boundaries::{Columns, read};
use payback_panel::domain::areas::mercator::Spot;
use payback_panel::domain::areas::named_place::NamedPlace;
use payback_panel::domain::areas::point::Point;
use payback_panel::domain::policy::Role;
use serde_json::json;
use std::collections::BTreeSet;
use std::io::Cursor;

/// How wide and high a ward is, in degrees.
const SIDE: f64 = 0.002;

fn code(at: usize) -> String {
    format!("E0509{at:04}")
}

/// The south-west corner of a ward: twenty in a row.
fn corner(at: usize) -> (f64, f64) {
    let (row, column) = (at / 20, at % 20);
    (52.6 + SIDE * row as f64, -1.2 + SIDE * column as f64)
}

fn middle(at: usize) -> Point {
    let (south, west) = corner(at);
    Point::new(south + SIDE / 2.0, west + SIDE / 2.0).expect("a point")
}

/// A ward of each name.
fn boundaries(names: &[String]) -> String {
    let ward = |(at, name): (usize, &String)| {
        let (south, west) = corner(at);
        let (north, east) = (south + SIDE, west + SIDE);
        json!({
            "type": "Feature",
            "properties": { "code": code(at), "name": name, "parent": "E06000016" },
            "geometry": { "type": "Polygon", "coordinates":
                [[[west, south], [east, south], [east, north], [west, north], [west, south]]] },
        })
    };
    let features: Vec<serde_json::Value> = names.iter().enumerate().map(ward).collect();
    json!({ "type": "FeatureCollection", "features": features }).to_string()
}

async fn lays_wards(world: &World, names: &[String]) {
    let kind = AreaKind::Ward;
    let reading = read(&boundaries(names), kind, &Columns::default()).expect("a collection");
    let wards = Import {
        set: "2025".into(),
        valid_from: None,
        valid_to: None,
        kind,
        reading,
        replace: false,
    };
    let done = import(world.desk(), &Person::operator(), wards).await;
    assert_eq!(done.map(|done| done.added).ok(), Some(200));
}

walk!(
    odd_names_of_wards_are_the_same_wherever_wards_are_named,
    |world| {
        let names = names();
        lays_wards(world, &names).await;
        let mut ned = world.visitor("Ned");
        for list in ["/areas", "/nominate/place"] {
            let said = words(&mut ned, list).await;
            for name in &names {
                assert!(said.contains(&squeezed(name)), "{name} is not on {list}");
            }
        }
        are_in_file(&mut ned, &names, "/areas.csv", "name").await;
        for path in ["/map/outlines.json", "/api/v1/areas"] {
            let (mut found, mut next) = (BTreeSet::new(), Some(path.to_string()));
            while let Some(path) = next {
                let page = json(&mut ned, &path).await;
                fields(&page, "name", &mut found);
                let to = page["next"].as_str();
                next = to.map(|to| to.trim_start_matches("http://panel.example").to_string());
            }
            are_all_in(&names, &found, path);
        }
        for (at, name) in names.iter().enumerate() {
            let spot = Spot::of(middle(at));
            let path = format!("/map/place.json?across={}&down={}", spot.across, spot.down);
            let told = json(&mut ned, &path).await;
            let wanted = format!("The cross is in {name}, Leicester.");
            assert_eq!(told["words"], wanted.as_str());
            if at % 7 > 0 {
                continue;
            }
            let said = words(&mut ned, &format!("/areas/{}", code(at))).await;
            assert!(said.contains(&squeezed(name)), "{name} on its own page");
            ned.opens(&format!("/areas/{}/map.svg", code(at)))
                .await
                .gets(200);
            texts_of(&ned.page().text, "title");
            ned.opens(&format!("/feeds/areas/{}.atom", code(at)))
                .await
                .gets(200);
            let titles = texts_of(&ned.page().text, "title");
            assert!(titles[0].contains(name.as_str()), "{titles:?}");
            let near = format!(
                "/map/picture.svg?across={}&down={}&zoom=17",
                spot.across, spot.down
            );
            ned.opens(&near).await.gets(200);
            for text in texts_of(&ned.page().text, "text") {
                assert!(
                    text == "50 m" || names.contains(&text),
                    "{text} on the picture is nobody’s name and no length"
                );
            }
        }
        let mut sam = world.staff("Sam", Role::Administrator, "").await;
        are_in_file(&mut sam, &names, "/admin/areas.csv", "name").await;
        for at in (0..200).step_by(11) {
            let said = words(&mut sam, &format!("/admin/areas/{}", code(at))).await;
            assert!(said.contains(&squeezed(&names[at])), "{}", names[at]);
        }
    }
);

walk!(
    figures_ward_by_ward_have_the_odd_names_of_their_wards,
    |world| {
        let names = names();
        lays_wards(world, &names).await;
        let mut made = String::from(
            "reference,title,category,council_code,ward_code,lat,lon,agreed_on,started_on,completed_on,origin,\
         nominated_on,beneficiary,summary\n",
        );
        let mut held = String::from(
            "project,date,start,end,status,attending,new_to_project,minutes_offered,minutes_credited,reason,note\n",
        );
        for at in 0..names.len() {
            let code = code(at);
            made.push_str(&format!(
            "P-{at},Hedges,gardening,E06000016,{code},,,2026-01-01,2026-01-02,,other,,Everybody,Cut\n"
        ));
            held.push_str(&format!(
                "P-{at},2026-03-02,09:30,15:30,held,20,20,7200,7200,,\n"
            ));
        }
        let (person, run) = (Person::operator(), Run::ForReal);
        let done = projects::import(world.desk(), &person, Cursor::new(made), run, silently());
        done.await.expect("the projects");
        let done = returns::import(world.desk(), &person, Cursor::new(held), run, silently());
        done.await.expect("the returns");
        figures::rebuild(world.desk(), &person)
            .await
            .expect("published");
        let mut ned = world.visitor("Ned");
        let by_ward = "by=area&area=E06000016";
        let said = words(&mut ned, &format!("/figures?{by_ward}")).await;
        for name in &names {
            assert!(said.contains(&squeezed(name)), "{name} has no row");
        }
        are_in_file(&mut ned, &names, &format!("/figures.csv?{by_ward}"), "area").await;
        let path = format!("/figures.json?{by_ward}");
        let mut found = BTreeSet::new();
        fields(&json(&mut ned, &path).await, "area", &mut found);
        are_all_in(&names, &found, &path);
    }
);

walk!(
    odd_names_in_the_gazetteer_are_found_and_offered_whole,
    |world| {
        let names = names();
        lays_wards(world, &names).await;
        // Each name in two wards, so that somebody has to say which is meant.
        let twice = names.iter().enumerate().flat_map(|(at, name)| {
            [at, (at + 1) % 200].map(|at| NamedPlace {
                name: name.clone(),
                kind: "field".into(),
                point: middle(at),
            })
        });
        let done = named_places::import(world.desk(), &Person::operator(), twice.collect()).await;
        assert_eq!(done.ok(), Some(400));
        for (at, name) in names.iter().enumerate() {
            let mut ned = world.visitor("Ned");
            ned.opens("/nominate/place").await;
            ned.fills("place", "The old steps").fills("where", name);
            ned.presses("Continue").await;
            let page = ned.page();
            assert!(!page.text.contains("<script>alert"), "{name}");
            // Nothing of a name becomes part of the page; it stands in the box as it was typed.
            assert_eq!(page.status, 422, "{name}: {}", page.words());
            assert_eq!(page.value("where").as_deref(), Some(name.as_str()));
            let offered = page.words().matches(&squeezed(name)).count();
            assert!(offered >= 1, "{at} {name} is not offered: {}", page.words());
        }
    }
);

commands!(
    odd_names_of_wards_are_located_and_read_back_from_the_file,
    |operator| {
        let names = names();
        operator.writes("wards.geojson", boundaries(&names));
        // The council of these wards is named nowhere else: first a file that names it.
        let council = r#"{"type":"FeatureCollection","features":[{"type":"Feature","properties":{"code":"E06000016",
        "name":"Leicester"},"geometry":{"type":"Polygon","coordinates":[[[-1.2,52.6],[-1.16,52.6],[-1.16,52.62],
        [-1.2,52.62],[-1.2,52.6]]]}}]}"#;
        operator.writes("council.geojson", council);
        operator.gets("areas import council.geojson --kind council --set 2025");
        operator.gets("areas import wards.geojson --kind ward --set 2025");
        let mut asked = String::from("id,lat,lon\n");
        for at in 0..names.len() {
            let point = middle(at);
            asked.push_str(&format!("{at},{},{}\n", point.lat(), point.lon()));
        }
        operator.writes("asked.csv", asked);
        let printed = operator.gets("locate asked.csv");
        let mut file = csv::Reader::from_reader(printed.as_bytes());
        let found: Vec<String> = file
            .records()
            .map(|row| row.expect("a row")[2].to_string())
            .collect();
        assert_eq!(found, names);
    }
);
