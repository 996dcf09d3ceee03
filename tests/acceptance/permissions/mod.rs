//! Every route × every kind of person × own and other council, against tables kept in `snapshots`.
//!
//! A route that is not in its table fails. After adding one, look at what this says and keep it with
//! `INSTA_UPDATE=always cargo test --test acceptance permissions`. A new changing part of an address
//! is explained in [`things`], as is what a form must hold to get past its fields.

mod cast;
pub mod digest;
pub mod things;

use crate::world::{Actor, World};
use cast::{Cast, Part};
use digest::Watch;
use payback_panel::web::all_routes;
use payback_panel::web::routes::Access;
use std::collections::BTreeMap;
use things::Things;

/// What came of a request, in a word.
fn outcome(who: &Actor<'_>, posts: bool) -> String {
    let page = who.page();
    let to = page.headers.get("location");
    let to = to.and_then(|to| to.to_str().ok()).unwrap_or_default();
    match page.status {
        303 if to.starts_with("/sign-in") => "sign in".into(),
        303 if to.starts_with("/staff/sign-in") && !page.path.starts_with("/staff/sign-in") => {
            "sign in as staff".into()
        }
        status @ (403 | 404) => status.to_string(),
        _ if posts => "in".into(),
        status => status.to_string(),
    }
}

/// The part of the site that a route's table is about.
fn room(path: &str) -> String {
    let mut parts = path.split('/').filter(|part| !part.is_empty());
    let first = parts.next().unwrap_or("home");
    let name = match (first, parts.next()) {
        ("staff", Some(second)) => format!("staff_{second}"),
        _ => first.to_string(),
    };
    let name = name.trim_start_matches('.').split('.').next();
    name.unwrap_or_default().replace('-', "_")
}

/// Lines like `GET /admin` with who gets what under it.
fn lines(method: &str, path: &str, access: Access, got: &[(Part, String)]) -> String {
    let mut by_outcome: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for (part, outcome) in got {
        by_outcome.entry(outcome).or_default().push(part.name());
    }
    let mut text = format!("{method} {path} ({access})\n");
    for (outcome, parts) in by_outcome {
        let who = match parts.len() == got.len() {
            true => "everybody".to_string(),
            false => parts.join(", "),
        };
        text.push_str(&format!("    {outcome}: {who}\n"));
    }
    text
}

/// What must hold whatever the tables say.
fn check_door(method: &str, path: &str, access: Access, got: &[(Part, String)]) {
    for (part, outcome) in got {
        let refused = ["403", "404", "sign in", "sign in as staff"].contains(&outcome.as_str());
        let must_be_refused = match access {
            Access::Public => false,
            Access::SignedIn => *part == Part::Visitor,
            Access::Needs(permission) => !part.may(permission),
        };
        assert!(
            refused || !must_be_refused,
            "{} gets {outcome:?} at {method} {path} ({access})",
            part.name()
        );
        let elsewhere = things::concerns_leicester(path) && part.is_of_another_council();
        assert!(
            refused || !elsewhere || method == "GET" || access == Access::Public,
            "{} of another council gets {outcome:?} at {method} {path}",
            part.name()
        );
    }
}

fn compare(tables: BTreeMap<String, String>) {
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path("../snapshots/permissions");
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.bind(|| {
        for (room, table) in tables {
            insta::assert_snapshot!(room, table);
        }
    });
}

async fn walk_through(world: &World) -> BTreeMap<String, String> {
    world.leaves_letters();
    let things = Things::lay(world).await;
    let mut tables: BTreeMap<String, String> = BTreeMap::new();
    let mut readers = Cast::enter(world, &things).await;
    let mut watch = Watch::over(world).await;
    for (path, method, access) in all_routes().table() {
        let address = things.address(path);
        let got = if method == "GET" {
            let got = read(&mut readers, &address).await;
            let moved = watch.moved().await;
            assert!(moved.is_empty(), "reading {path} changed {moved:?}");
            got
        } else {
            let mut writers = Cast::enter(world, &things).await;
            watch.moved().await;
            write(world, &mut writers, &address, things.form(path), &mut watch).await
        };
        check_door(method, path, access, &got);
        let table = tables.entry(room(path)).or_default();
        table.push_str(&lines(method, path, access, &got));
    }
    watch.ends().await;
    tables
}

async fn read(readers: &mut Cast<'_>, address: &str) -> Vec<(Part, String)> {
    let mut got = vec![];
    for (part, who) in readers.everybody() {
        who.heads(address).await;
        who.gets_alone(address).await;
        got.push((part, outcome(who, false)));
    }
    got
}

async fn write(
    world: &World,
    writers: &mut Cast<'_>,
    address: &str,
    form: Vec<(String, String)>,
    watch: &mut Watch,
) -> Vec<(Part, String)> {
    let mut got = vec![];
    for (part, who) in writers.everybody() {
        let mut fields = form.clone();
        fields.push(("csrf".into(), cast::csrf(world, who)));
        who.sends(address, &fields).await;
        let outcome = outcome(who, true);
        let moved = watch.moved().await;
        assert!(
            moved.is_empty() || outcome == "in",
            "refused, {address} changed {moved:?}"
        );
        got.push((part, outcome));
    }
    got
}

walk!(every_route_lets_in_whom_its_table_names, |world| {
    compare(walk_through(world).await);
});

#[test]
fn the_access_review_is_as_it_was_agreed() {
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path("../snapshots");
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.bind(|| insta::assert_snapshot!("access_review", all_routes().review()));
}

walk!(
    no_form_is_taken_without_its_own_token_or_from_another_site,
    |world| {
        world.leaves_letters();
        let things = Things::lay(world).await;
        let mut all = cast::everything_at_once(world).await;
        let other = cast::everything_at_once(world).await;
        let own_token = cast::csrf(world, &all);
        let others_token = cast::csrf(world, &other);
        let mut watch = Watch::over(world).await;
        for (path, method, _) in all_routes().table() {
            if method != "POST" {
                continue;
            }
            let address = things.address(path);
            let form = |token: Option<&str>| {
                let mut fields = things.form(path);
                fields.extend(token.map(|token| ("csrf".to_string(), token.to_string())));
                fields
            };
            for token in [None, Some(""), Some(others_token.as_str())] {
                all.sends(&address, &form(token)).await;
                assert_eq!(all.page().status, 403, "{path} with {token:?}");
            }
            for (header, value) in [
                ("sec-fetch-site", "cross-site"),
                ("sec-fetch-site", "same-site"),
                ("origin", "https://elsewhere.example"),
                ("content-type", "text/plain"),
            ] {
                all.says(header, value);
                all.sends(&address, &form(Some(&own_token))).await;
                all.says_no_more();
                let status = all.page().status;
                assert!(
                    [400, 403, 415].contains(&status),
                    "{path} with {header}: {value} gets {status}"
                );
            }
            let moved = watch.moved().await;
            assert!(moved.is_empty(), "{path} changed {moved:?}");
        }
        watch.ends().await;
    }
);
