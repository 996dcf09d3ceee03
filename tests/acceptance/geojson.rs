//! Places as open data: whole, public, as exact as the setting says, and cheap to ask for again.

use crate::laid;
use crate::world::{Actor, World};
use serde_json::Value;
use std::collections::BTreeSet;

const FILES: [&str; 2] = ["/data/projects.geojson", "/data/nominations.geojson"];

/// Five nominations and two projects; of one each only the ward is known.
async fn lays(world: &World) {
    laid::in_a_row(world).await;
    world
        .place()
        .runs(
            "UPDATE nomination SET lat = NULL, lon = NULL WHERE reference = 'LC-2026-0004';
             INSERT INTO project (reference, title, category, stage, origin, council_code, ward_code, agreed_on,
               search) VALUES ('LC-2026-P0001', 'Hedge & “ditch”', 'gardening', 'completed', 'other',
               'E06000016', 'E05010458', '2026-10-01', 'hedge');
             INSERT INTO project (reference, title, category, stage, origin, council_code, ward_code, agreed_on,
               lat, lon, search) VALUES ('LC-2026-P0002', 'Path', 'gardening', 'agreed', 'other',
               'E06000016', 'E05010458', '2026-10-01', 52.63456789, -1.12345678, 'path');",
        )
        .await;
}

async fn features(who: &mut Actor<'_>, path: &str) -> Vec<Value> {
    who.opens(path).await;
    who.gets(200);
    let page = who.page();
    assert_eq!(page.headers["content-type"], "application/geo+json");
    let whole: Value = serde_json::from_str(&page.text).expect("JSON");
    assert_eq!(whole["type"], "FeatureCollection");
    // RFC 7946 knows one system of coordinates, and says so by leaving the member out.
    assert!(whole.get("crs").is_none());
    whole["features"].as_array().expect("features").clone()
}

fn one<'a>(features: &'a [Value], id: &str) -> &'a Value {
    let found = features.iter().find(|feature| feature["id"] == id);
    found.unwrap_or_else(|| panic!("no {id} in {features:?}"))
}

walk!(
    places_are_features_and_one_without_a_spot_has_its_ward_alone,
    |world| {
        lays(world).await;
        let mut rita = world.visitor("Rita");
        let projects = features(&mut rita, FILES[0]).await;
        assert_eq!(projects.len(), 2);
        let path = one(&projects, "LC-2026-P0002");
        assert_eq!(path["type"], "Feature");
        // East comes before north.
        assert_eq!(
            path["geometry"],
            serde_json::json!({ "type": "Point", "coordinates": [-1.1235, 52.6346] })
        );
        let hedge = one(&projects, "LC-2026-P0001");
        assert_eq!(hedge["geometry"], Value::Null);
        assert_eq!(hedge["properties"]["ward"], "Abbey");
        assert_eq!(hedge["properties"]["title"], "Hedge & “ditch”");
        assert_eq!(hedge["properties"]["offenders"], 0);
        let nominations = features(&mut rita, FILES[1]).await;
        assert_eq!(nominations.len(), 5);
        assert_eq!(one(&nominations, "LC-2026-0004")["geometry"], Value::Null);
        assert_eq!(
            one(&nominations, "LC-2026-0004")["properties"]["ward_code"],
            "E05010463"
        );
        // Everything that is said is described, and the page of each place is where it says.
        rita.opens("/data/").await;
        let described = rita.page().text.clone();
        let mut said = BTreeSet::new();
        for feature in projects.iter().chain(&nominations) {
            said.extend(
                feature["properties"]
                    .as_object()
                    .expect("properties")
                    .keys()
                    .cloned(),
            );
            let url = feature["properties"]["url"].as_str().expect("an address");
            let (_, path) = url.split_once(".example").expect("an address of the site");
            rita.opens(path).await;
            rita.gets(200);
        }
        for name in said {
            assert!(
                described.contains(&format!("<code>{name}</code>")),
                "{name}"
            );
        }
    }
);

walk!(what_is_not_public_is_in_no_file_of_places, |world| {
    lays(world).await;
    laid::three_of_them_not_public(world).await;
    let mut rita = world.visitor("Rita");
    let nominations = features(&mut rita, FILES[1]).await;
    let ids: Vec<&str> = nominations
        .iter()
        .filter_map(|feature| feature["id"].as_str())
        .collect();
    assert_eq!(ids, ["LC-2026-0004", "LC-2026-0005"]);
    // A planned project shows a month, and nobody is named.
    let text = serde_json::to_string(&nominations).expect("text");
    for word in ["contact", "email", "@"] {
        assert!(!text.contains(word), "{word}");
    }
});

walk!(every_public_file_is_as_exact_as_the_setting_says, |world| {
    lays(world).await;
    world
        .place()
        .runs("INSERT INTO setting (name, value, changed_at) VALUES ('coordinate-decimals', '3', '2026-11-22T12:00:00.000000Z')")
        .await;
    let mut rita = world.visitor("Rita");
    for path in [
        FILES[0],
        FILES[1],
        "/data/projects.csv",
        "/projects.csv",
        "/data/nominations.csv",
        "/nominations.csv",
        "/api/v1/projects",
        "/api/v1/projects/LC-2026-P0002",
        "/api/v1/nominations",
        "/api/v1/nominations/LC-2026-0001",
    ] {
        rita.opens(path).await;
        rita.gets(200);
        let text = &rita.page().text;
        let spot = if path.contains("projects") {
            ["52.635", "-1.123"]
        } else {
            ["52.605", "-1.186"]
        };
        for part in spot {
            assert!(text.contains(part), "{path} has no {part}");
        }
        for exact in ["52.6346", "1.1235", "52.6046", "1.1857", "1.18567"] {
            assert!(!text.contains(exact), "{path} has {exact}");
        }
    }
});

/// Changes something, as a commit does.
async fn changes(world: &World, sql: &str) {
    let moves = "UPDATE data_version SET value = value + 1";
    world.place().runs(&format!("{sql}; {moves};")).await;
    let look = payback_panel::store::version::look(&world.desk().db);
    look.await.expect("the version");
}

walk!(
    a_program_that_comes_again_is_told_that_nothing_changed,
    |world| {
        lays(world).await;
        for path in FILES {
            let mut rita = world.visitor("Rita");
            rita.opens(path).await;
            rita.gets(200);
            let headers = &rita.page().headers;
            assert_eq!(headers["access-control-allow-origin"], "*");
            assert_eq!(headers["cross-origin-resource-policy"], "cross-origin");
            let tag = headers["etag"].to_str().expect("text").to_string();
            let tag: &'static str = Box::leak(tag.into_boxed_str());
            rita.says("if-none-match", tag).opens(path).await;
            rita.gets(304);
            assert_eq!(rita.page().text, "");
            // What does not reach the file leaves its tag, so that nobody counts votes by it.
            changes(world, "SELECT 1").await;
            rita.opens(path).await;
            rita.gets(304);
            let title = format!("Another in {path}");
            changes(
                world,
                &format!(
                    "UPDATE project SET title = '{title}' WHERE reference = 'LC-2026-P0002';
                 UPDATE nomination SET title = '{title}' WHERE reference = 'LC-2026-0005'"
                ),
            )
            .await;
            rita.opens(path).await;
            rita.gets(200);
            assert_ne!(rita.page().headers["etag"].to_str().expect("text"), tag);
            assert!(rita.page().text.contains(&title));
        }
    }
);
