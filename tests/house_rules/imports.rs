//! Which layer may use what: the table of ARCHITECTURE, with a reason where a room has more.

use crate::source::{Source, line_of, product, root};
use std::collections::BTreeSet;

/// What a layer may name: other layers, and crates.
struct Layer {
    name: &'static str,
    layers: &'static [&'static str],
    crates: &'static [&'static str],
}

const LAYERS: [Layer; 9] = [
    Layer {
        name: "domain",
        layers: &["domain"],
        // Digests, exact numbers and CSV cells are pure: no clock, no chance, no input or output.
        crates: &[
            "chrono",
            "chrono_tz",
            "csv",
            "hmac",
            "idna",
            "num_bigint",
            "num_integer",
            "num_rational",
            "num_traits",
            "sha2",
            "thiserror",
        ],
    },
    Layer {
        name: "store",
        layers: &["domain", "store"],
        crates: &[
            "chrono",
            "sea_orm",
            "serde_json",
            "sha2",
            "thiserror",
            "tokio",
        ],
    },
    Layer {
        name: "actions",
        layers: &["actions", "domain", "ports", "store"],
        crates: &[
            "argon2",
            "chrono",
            "crypto_box",
            "csv",
            "hmac",
            "serde_json",
            "sha2",
            "subtle",
            "thiserror",
            "tokio",
            "totp_rs",
            "tracing",
        ],
    },
    Layer {
        name: "web",
        layers: &[
            "actions", "app", "config", "domain", "ports", "store", "web",
        ],
        crates: &[
            "axum",
            "axum_extra",
            "chrono",
            "chrono_tz",
            "csv",
            "flate2",
            "form_urlencoded",
            "http_body_util",
            "hyper",
            "hyper_util",
            "maud",
            "metrics",
            "metrics_exporter_prometheus",
            "qrcodegen",
            "serde",
            "serde_json",
            "sha2",
            "subtle",
            "thiserror",
            "tokio",
            "tower",
            "tower_http",
            "tracing",
            "tracing_subscriber",
        ],
    },
    Layer {
        name: "ports",
        // A letter as the outbox hands it over.
        layers: &["domain", "ports", "store"],
        crates: &[
            "chrono",
            "crypto_box",
            "http_body_util",
            "hyper",
            "hyper_util",
            "image",
            "lettre",
            "moxcms",
            "object_store",
            "rand",
            "thiserror",
            "tokio",
            "tokio_rustls",
            "webpki_roots",
            "zeroize",
        ],
    },
    Layer {
        name: "jobs",
        layers: &["actions", "domain", "jobs", "ports", "store"],
        crates: &["chrono", "thiserror", "tokio", "tracing"],
    },
    Layer {
        name: "cli",
        layers: &[
            "actions", "app", "cli", "config", "domain", "jobs", "ports", "store",
        ],
        crates: &[
            "chrono",
            "chrono_tz",
            "clap",
            "csv",
            "serde_json",
            "sha2",
            "thiserror",
            "tokio",
            "tracing",
        ],
    },
    Layer {
        name: "app",
        layers: &["actions", "config", "jobs", "ports", "store", "web"],
        crates: &["axum", "tokio", "tracing"],
    },
    Layer {
        name: "config",
        // The brand and the log are the web's; their settings are read here with all others.
        layers: &["domain", "ports", "web"],
        crates: &["thiserror", "toml"],
    },
];

/// Files and folders that may name more than their layer.
const MORE: [(&str, &[&str], &str); 5] = [
    (
        "src/domain/areas/",
        &["geo", "geojson", "rstar"],
        "shapes are read, indexed and measured in this room",
    ),
    (
        "src/domain/areas/near.rs",
        &["strsim"],
        "a place name that is nearly right is found by likeness",
    ),
    (
        "src/cli/demo/",
        &["crate::web", "image", "serde"],
        "serves, prints the password of the invented people, reads them from a file and draws pictures",
    ),
    (
        "src/web/demo/",
        &["crate::jobs"],
        "putting the demonstration's clock forward does what falls due at once",
    ),
    (
        "src/cli/serve.rs",
        &["crate::web"],
        "starts the log and waits for the signal to stop",
    ),
];

/// Names that a path can begin with, wherever it stands: `name::`, with its place.
fn path_starts(code: &str) -> Vec<(usize, String)> {
    let bytes = code.as_bytes();
    let is_word = |b: u8| b.is_ascii_alphanumeric() || b == b'_';
    let mut found = vec![];
    let mut at = 0;
    while at < bytes.len() {
        if !is_word(bytes[at]) {
            at += 1;
            continue;
        }
        let start = at;
        while at < bytes.len() && is_word(bytes[at]) {
            at += 1;
        }
        let word = &code[start..at];
        let leads = code[at..].starts_with("::");
        let follows = code[..start].ends_with("::");
        let used = code[..start].trim_end().ends_with("use") && code[at..].starts_with(';');
        if (leads || used) && !follows {
            found.push((start, word.to_string()));
        }
    }
    found
}

/// What follows `crate::` at a place: one name, or several in braces.
fn after_crate(code: &str) -> Vec<String> {
    let rest = &code["crate::".len()..];
    let word = |text: &str| {
        let text = text.trim_start();
        let end = text.find(|c: char| !c.is_alphanumeric() && c != '_');
        text[..end.unwrap_or(text.len())].to_string()
    };
    let Some(inside) = rest.strip_prefix('{') else {
        return vec![word(rest)];
    };
    let mut depth = 0;
    let mut names = vec![word(inside)];
    for (at, c) in inside.char_indices() {
        match c {
            '{' => depth += 1,
            '}' if depth == 0 => break,
            '}' => depth -= 1,
            ',' if depth == 0 => names.push(word(&inside[at + 1..])),
            _ => {}
        }
    }
    names.retain(|name| !name.is_empty());
    names
}

/// Where a chain of `super::` leads: the layer, if it climbs to the root of the crate.
fn climbed(path: &str, code: &str) -> Option<String> {
    let supers = code.split("::").take_while(|part| *part == "super").count();
    let inside = path.trim_start_matches("src/").trim_end_matches(".rs");
    let depth = inside.trim_end_matches("/mod").split('/').count();
    let next = code.split("::").nth(supers)?;
    let end = next.find(|c: char| !c.is_alphanumeric() && c != '_');
    (supers >= depth).then(|| next[..end.unwrap_or(next.len())].to_string())
}

fn dependencies() -> BTreeSet<String> {
    let manifest = std::fs::read_to_string(root().join("Cargo.toml")).expect("Cargo.toml");
    let manifest: toml::Table = manifest.parse().expect("Cargo.toml reads");
    ["dependencies", "dev-dependencies"]
        .iter()
        .filter_map(|part| manifest.get(*part)?.as_table())
        .flat_map(|part| part.keys())
        .map(|name| name.replace('-', "_"))
        .collect()
}

fn layer_of(path: &str) -> Option<&'static Layer> {
    let name = path.trim_start_matches("src/").split('/').next()?;
    let name = name.trim_end_matches(".rs");
    LAYERS.iter().find(|layer| layer.name == name)
}

fn forbidden(file: &Source, crates: &BTreeSet<String>) -> Vec<String> {
    let Some(layer) = layer_of(&file.path) else {
        return vec![];
    };
    let has_more = |name: &str| {
        let mut more = MORE.iter();
        more.any(|(place, names, _)| file.path.starts_with(place) && names.contains(&name))
    };
    let mut refused = vec![];
    let mut refuse = |at: usize, what: &str| {
        let line = line_of(&file.code, at);
        refused.push(format!("{}:{line} names {what}", file.path));
    };
    for (at, name) in path_starts(&file.code) {
        let code = &file.code[at..];
        let rooms = match name.as_str() {
            "crate" => after_crate(code),
            "super" => climbed(&file.path, code).into_iter().collect(),
            _ if crates.contains(&name) => {
                if !layer.crates.contains(&name.as_str()) && !has_more(&name) {
                    refuse(at, &name);
                }
                vec![]
            }
            _ => vec![],
        };
        for room in rooms {
            let known = LAYERS.iter().any(|layer| layer.name == room);
            let whole = format!("crate::{room}");
            if known && !layer.layers.contains(&room.as_str()) && !has_more(&whole) {
                refuse(at, &whole);
            }
        }
    }
    refused
}

#[test]
fn no_layer_names_what_is_above_or_beside_it() {
    let crates = dependencies();
    let refused: Vec<String> = product()
        .iter()
        .flat_map(|file| forbidden(file, &crates))
        .collect();
    assert!(
        refused.is_empty(),
        "see 'The rule' in ARCHITECTURE.md:\n{}",
        refused.join("\n")
    );
}

#[test]
fn every_exception_is_still_needed() {
    let crates = dependencies();
    let files = product();
    for (place, names, _) in MORE {
        for name in names {
            let name = name.trim_start_matches("crate::");
            let used = files
                .iter()
                .filter(|file| file.path.starts_with(place))
                .any(|file| {
                    path_starts(&file.code).iter().any(|(at, start)| {
                        start == name
                            || (start == "crate"
                                && after_crate(&file.code[*at..])
                                    .iter()
                                    .any(|room| room == name))
                    })
                });
            assert!(
                used,
                "{place} no longer names {name}: take it out of the list"
            );
            assert!(
                crates.contains(name) || layer_of(&format!("src/{name}")).is_some(),
                "{name}"
            );
        }
    }
}

#[test]
fn the_domain_neither_waits_nor_writes_itself_down() {
    let words = [
        "async",
        "await",
        "Serialize",
        "Deserialize",
        "Mutex",
        "RwLock",
        "Instant",
        "SystemTime",
    ];
    for file in product()
        .iter()
        .filter(|file| file.path.starts_with("src/domain/"))
    {
        for word in file.code.split(|c: char| !c.is_alphanumeric() && c != '_') {
            assert!(!words.contains(&word), "{} says {word}", file.path);
        }
    }
}

#[test]
fn a_forbidden_import_is_found_however_it_is_written() {
    let crates = dependencies();
    let file = |path: &str, code: &str| Source {
        path: path.into(),
        text: code.into(),
        code: code.into(),
    };
    let cases = [
        ("src/domain/x.rs", "use axum::Router;", "axum"),
        ("src/domain/x.rs", "fn f() -> sea_orm::Value {}", "sea_orm"),
        ("src/domain/x.rs", "use geo::Point;", "geo"),
        (
            "src/domain/ballots/x.rs",
            "use crate::store::Db;",
            "crate::store",
        ),
        (
            "src/domain/ballots/x.rs",
            "use super::super::super::store::Db;",
            "",
        ),
        (
            "src/domain/ballots/x.rs",
            "use super::super::super::web;",
            "",
        ),
        (
            "src/store/x.rs",
            "use crate::{domain::ids, actions::Desk};",
            "crate::actions",
        ),
        (
            "src/store/x.rs",
            "use super::super::web::Page;",
            "crate::web",
        ),
        ("src/actions/x.rs", "use maud::html;", "maud"),
        ("src/web/x.rs", "use sea_orm;", "sea_orm"),
        (
            "src/store/x.rs",
            "fn f(c: &crate::config::Config) {}",
            "crate::config",
        ),
        ("src/jobs/x.rs", "use axum::Router;", "axum"),
    ];
    for (path, code, what) in cases {
        let refused = forbidden(&file(path, code), &crates);
        if what.is_empty() {
            assert_eq!(refused.len(), 1, "{path}: {code}");
        } else {
            assert_eq!(refused, [format!("{path}:1 names {what}")], "{code}");
        }
    }
    let fine = file(
        "src/web/x.rs",
        "use crate::{store, actions::x}; use super::super::y; use maud::html;",
    );
    assert!(forbidden(&fine, &crates).is_empty());
}
