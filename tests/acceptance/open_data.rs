//! Open data and the API: what the document says is what the router answers, page by page, without cookies.

use crate::laid;
use crate::world::{Actor, World};
use payback_panel::web::all_routes;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

/// Nominations, one of them not passed yet and one taken back from the public, a project and a vote.
async fn lays(world: &World) {
    world.leaves_letters();
    laid::assessed(world, 5).await;
    world
        .place()
        .runs(
            "UPDATE nomination SET moderated_at = NULL WHERE reference = 'LC-2026-0002';
             UPDATE nomination SET public = FALSE WHERE reference = 'LC-2026-0003';
             UPDATE nomination SET title = '=1+1', lat = 52.6366123, lon = -1.1330987 WHERE reference = 'LC-2026-0001';
             INSERT INTO project (reference, title, category, stage, origin, council_code, ward_code, agreed_on,
               started_on, search) VALUES
               ('LC-2026-P0001', 'Hedge', 'gardening', 'in-progress', 'other', 'E06000016', 'E05010459',
                '2026-10-01', '2026-10-02', 'hedge'),
               ('RU-2026-P0001', 'Path', 'litter', 'agreed', 'other', 'E06000017', NULL, '2026-10-01', NULL, 'path');
             INSERT INTO round (slug, title, area_code, method, mode, state, opens_at, closes_at)
               VALUES ('secret', 'Not yet', 'E06000016', 'plurality', 'simple', 'draft',
               '2026-12-01T09:00:00.000000Z', '2026-12-21T17:00:00.000000Z');",
        )
        .await;
}

async fn json(actor: &mut Actor<'_>, path: &str) -> Value {
    actor.opens(path).await;
    let page = actor.gets(200).page();
    assert_eq!(page.headers["content-type"], "application/json", "{path}");
    serde_json::from_str(&page.text).expect("JSON")
}

fn references(page: &Value) -> Vec<String> {
    let items = page["items"].as_array().expect("items");
    let name = |item: &Value| item["reference"].as_str().expect("a reference").to_string();
    items.iter().map(name).collect()
}

walk!(
    the_document_names_every_address_of_the_api_and_no_other,
    |world| {
        let mut vera = world.visitor("Vera");
        let document = json(&mut vera, "/api/v1/openapi.json").await;
        let paths = document["paths"].as_object().expect("paths");
        let routes = all_routes();
        let of_router: BTreeSet<&str> = routes
            .table()
            .into_iter()
            .map(|(path, _, _)| path)
            .filter(|path| path.starts_with("/api/"))
            .collect();
        let told: BTreeSet<&str> = paths.keys().map(String::as_str).collect();
        assert_eq!(told, of_router);
    }
);

/// A value that a parameter takes, as the document says it, and one that it does not.
fn good_and_bad(parameter: &Value) -> (String, String) {
    let schema = &parameter["schema"];
    if let Some(words) = schema["enum"].as_array() {
        let word = words[0].as_str().expect("a word");
        return (word.into(), "moonshine".into());
    }
    if schema["format"] == "date" {
        return ("2026-06-21".into(), "2026-02-30".into());
    }
    match (schema["type"].as_str(), schema["pattern"].as_str()) {
        (Some("integer"), _) => ("1".into(), "0".into()),
        (Some("array"), _) => ("area,month".into(), "month,month".into()),
        (_, Some("^[A-Z0-9_-]{1,20}$")) => ("E06000016".into(), "e06000016".into()),
        (_, Some("^[a-z0-9-]{1,60}$")) => ("gardening".into(), "Gardening!".into()),
        (_, Some("^[0-9]{1,18}$")) => ("0".into(), "next".into()),
        (_, Some("^[0-9]{1,9}-[0-9]{1,9}$")) => ("0-0".into(), "0_0".into()),
        (_, None) => ("hedge".into(), String::new()),
        other => panic!("say what {other:?} takes"),
    }
}

walk!(every_parameter_of_the_document_is_read_strictly, |world| {
    lays(world).await;
    let mut vera = world.visitor("Vera");
    let document = json(&mut vera, "/api/v1/openapi.json").await;
    let mut asked = 0;
    for (path, item) in document["paths"].as_object().expect("paths") {
        let address = path
            .replace("/nominations/{reference}", "/nominations/LC-2026-0001")
            .replace("/projects/{reference}", "/projects/LC-2026-P0001")
            .replace("{code}", "E06000016");
        if address.contains('{') {
            vera.opens(&address.replace(['{', '}'], "")).await;
            vera.gets(404);
            assert_eq!(
                vera.page().headers["content-type"],
                "application/problem+json"
            );
            continue;
        }
        vera.opens(&address).await;
        vera.gets(200);
        vera.opens(&format!("{address}?moon=full")).await;
        vera.gets(400);
        for parameter in item["get"]["parameters"].as_array().expect("parameters") {
            if parameter["in"] != "query" {
                continue;
            }
            let name = parameter["name"].as_str().expect("a name");
            let (good, bad) = good_and_bad(parameter);
            let pair = |value: &str| {
                form_urlencoded::Serializer::new(String::new())
                    .append_pair(name, value)
                    .finish()
            };
            vera.opens(&format!("{address}?{}", pair(&good))).await;
            vera.gets(200);
            vera.opens(&format!("{address}?{}", pair(&bad))).await;
            vera.gets(400);
            let problem: Value = serde_json::from_str(&vera.page().text).expect("JSON");
            assert_eq!(problem["status"], 400);
            let detail = problem["detail"].as_str().expect("a detail");
            assert!(detail.contains(name), "{detail}");
            vera.opens(&format!("{address}?{0}&{0}", pair(&good))).await;
            vera.gets(400);
            asked += 1;
        }
    }
    assert!(asked >= 28, "{asked} parameters");
});

walk!(rows_come_once_each_page_by_page, |world| {
    lays(world).await;
    let mut vera = world.visitor("Vera");
    let mut all = vec![];
    let mut address = "/api/v1/nominations?limit=2".to_string();
    loop {
        let page = json(&mut vera, &address).await;
        all.extend(references(&page));
        let Some(next) = page["next"].as_str() else {
            break;
        };
        address = next.to_string();
    }
    // What no moderator has passed, and what was taken back, is nowhere.
    assert_eq!(all, ["LC-2026-0001", "LC-2026-0004", "LC-2026-0005"]);
    for hidden in ["LC-2026-0002", "LC-2026-0003"] {
        vera.opens(&format!("/api/v1/nominations/{hidden}")).await;
        vera.gets(404);
        for file in ["csv", "json"] {
            vera.opens(&format!("/data/nominations.{file}")).await;
            assert!(!vera.gets(200).page().text.contains(hidden));
        }
    }
    let projects = json(&mut vera, "/api/v1/projects?area=E06000017").await;
    assert_eq!(references(&projects), ["RU-2026-P0001"]);
    let rounds = json(&mut vera, "/api/v1/rounds").await;
    assert_eq!(rounds["items"], Value::Array(vec![]));
    vera.opens("/api/v1/rounds/secret").await;
    vera.gets(404);
    vera.opens("/api/v1/projects?area=E99999999").await;
    vera.gets(404);
    vera.opens("/api/v1/figures?cursor=99-1").await;
    vera.gets(409).sees("published anew");
    vera.opens("/api/v1/moon").await;
    vera.gets(404);
    assert_eq!(
        vera.page().headers["content-type"],
        "application/problem+json"
    );
});

walk!(
    files_agree_with_each_other_and_with_their_descriptions,
    |world| {
        lays(world).await;
        let mut vera = world.visitor("Vera");
        for name in ["figures", "nominations", "projects", "rounds", "areas"] {
            vera.opens(&format!("/data/{name}.csv")).await;
            let csv = vera.gets(200).page().text.clone();
            let mut reader = csv::Reader::from_reader(csv.as_bytes());
            let names: Vec<String> = reader
                .headers()
                .expect("names")
                .iter()
                .map(String::from)
                .collect();
            let rows: Vec<csv::StringRecord> =
                reader.records().map(|row| row.expect("a row")).collect();
            let file = json(&mut vera, &format!("/data/{name}.json")).await;
            assert_eq!(
                file["rows"].as_array().map(Vec::len),
                Some(rows.len()),
                "{name}"
            );
            assert_eq!(file["licence"], "Open Government Licence v3.0");
            vera.opens(&format!("/data/{name}.csv-metadata.json")).await;
            let metadata: Value = serde_json::from_str(&vera.gets(200).page().text).expect("JSON");
            let columns = metadata["tableSchema"]["columns"]
                .as_array()
                .expect("columns");
            let told: Vec<&str> = columns
                .iter()
                .filter_map(|one| one["name"].as_str())
                .collect();
            assert_eq!(told, names, "{name}");
            for (row, object) in rows.iter().zip(file["rows"].as_array().expect("rows")) {
                for (name, cell) in names.iter().zip(row) {
                    let same = match &object[name] {
                        Value::Null => cell.is_empty(),
                        Value::String(text) => {
                            cell.trim_start_matches('\'') == text.trim_start_matches('\'')
                        }
                        number => cell.parse::<f64>().ok() == number.as_f64(),
                    };
                    assert!(same, "{name}: {cell:?} is {}", object[name]);
                }
            }
        }
        vera.opens("/data/nominations.csv").await;
        // No formula, and no spot more exact than the map shows it.
        vera.sees("'=1+1")
            .sees(",52.6366,-1.1331,")
            .sees_no("52.63661");
        vera.opens("/data/dictionary.csv").await;
        vera.gets(200).sees("figures,offenders,");
        vera.opens("/data/").await;
        vera.sees("Open Government Licence v3.0")
            .sees("OpenAPI document");
        vera.opens("/data/moon.csv").await;
        vera.gets(404);
    }
);

walk!(answers_are_tagged_and_other_sites_may_read_them, |world| {
    lays(world).await;
    let mut vera = world.visitor("Vera");
    for path in [
        "/api/v1/projects",
        "/data/projects.csv",
        "/data/projects.json",
    ] {
        vera.opens(path).await;
        let headers = vera.gets(200).page().headers.clone();
        let mut told = BTreeMap::new();
        for name in [
            "etag",
            "access-control-allow-origin",
            "cross-origin-resource-policy",
        ] {
            told.insert(name, headers[name].to_str().expect("text").to_string());
        }
        assert_eq!(told["access-control-allow-origin"], "*", "{path}");
        assert_eq!(told["cross-origin-resource-policy"], "cross-origin");
        let tag: &'static str = told["etag"].clone().leak();
        let mut again = world.visitor("Again");
        again.says("if-none-match", tag);
        again.opens(path).await;
        again.gets(304);
    }
    vera.opens("/projects").await;
    assert!(
        !vera
            .page()
            .headers
            .contains_key("access-control-allow-origin")
    );
});

walk!(areas_of_every_kind_are_asked_for_and_paged, |world| {
    lays(world).await;
    let more = "INSERT INTO area (code, kind, name) VALUES ('PDU-LLS', 'probation-area', 'Another'), \
                ('PDU_X', 'probation-area', 'A third');";
    world.place().runs(more).await;
    let mut vera = world.visitor("Vera");
    let mut all: Vec<String> = vec![];
    let mut address = "/api/v1/areas?limit=1".to_string();
    loop {
        let page = json(&mut vera, &address).await;
        let code = page["items"][0]["code"].as_str().expect("a code");
        all.push(code.into());
        match page["next"].as_str() {
            Some(next) => address = next.into(),
            None => break,
        }
    }
    assert_eq!(all[all.len() - 3..], ["PDU-LLR", "PDU-LLS", "PDU_X"]);
    for code in &all {
        let one = json(&mut vera, &format!("/api/v1/areas/{code}")).await;
        assert_eq!(one["code"], code.as_str());
        for list in [
            "nominations",
            "projects",
            "rounds",
            "areas",
            "figures",
            "releases",
        ] {
            json(&mut vera, &format!("/api/v1/{list}?area={code}")).await;
        }
    }
    let within = json(&mut vera, "/api/v1/projects?area=PDU-LLR").await;
    let everywhere = json(&mut vera, "/api/v1/projects").await;
    assert_eq!(references(&within), references(&everywhere));
    for wrong in [
        "pdu-llr",
        "PDU%20LLR",
        "PDU.LLR",
        "",
        "E0600001600000000000000",
    ] {
        vera.opens(&format!("/api/v1/figures?area={wrong}")).await;
        vera.gets(400);
    }
});
