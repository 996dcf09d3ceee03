//! What things are called, and what no file of the house says.

use crate::source::{Source, files_below, line_of, product, relative, root};
use std::fs;

/// Words that say nothing of what a thing is.
const EMPTY_WORDS: [&str; 12] = [
    "Base",
    "Common",
    "Data",
    "Dto",
    "Helper",
    "Impl",
    "Info",
    "Manager",
    "Misc",
    "Processor",
    "Service",
    "Util",
];

/// Where markup goes out unescaped, how often, and what was looked at.
const UNESCAPED: [(&str, usize, &str); 7] = [
    ("src/web/govuk/button.rs", 2, "the start arrow, a constant"),
    (
        "src/web/govuk/element.rs",
        3,
        "tags and attributes, each escaped as it is written",
    ),
    (
        "src/web/govuk/notification_banner.rs",
        2,
        "a title that is markup already",
    ),
    ("src/web/govuk/pagination.rs", 3, "the arrows, constants"),
    ("src/web/pieces/glyph.rs", 2, "drawings, constants"),
    (
        "src/web/pieces/hero.rs",
        2,
        "the picture of plots, a constant",
    ),
    ("src/web/site.rs", 2, "the product's mark, a constant"),
];

/// Files outside `areas` that have fractions, and why.
const FRACTIONS: [(&str, &str); 6] = [
    ("src/store/map.rs", "latitude and longitude columns"),
    (
        "src/store/backup/copying.rs",
        "latitude and longitude columns, copied as they are",
    ),
    ("src/domain/areas/", "places are degrees and metres"),
    ("src/store/entities/", "latitude and longitude columns"),
    ("src/store/nominations/", "latitude and longitude columns"),
    (
        "src/web/http/metrics.rs",
        "the metrics library measures seconds as fractions",
    ),
];

fn report(found: Vec<String>, rule: &str) {
    assert!(found.is_empty(), "{rule}:\n{}", found.join("\n"));
}

fn words(code: &str) -> Vec<(usize, &str)> {
    let mut found = vec![];
    let mut start = None;
    for (at, c) in code.char_indices().chain([(code.len(), ' ')]) {
        let inside = c.is_alphanumeric() || c == '_';
        match (inside, start) {
            (true, None) => start = Some(at),
            (false, Some(from)) => {
                found.push((from, &code[from..at]));
                start = None;
            }
            _ => {}
        }
    }
    found
}

fn place(file: &Source, at: usize) -> String {
    format!("{}:{}", file.path, line_of(&file.code, at))
}

#[test]
fn no_type_or_file_has_an_empty_name() {
    let mut found = vec![];
    for file in product() {
        let words = words(&file.code);
        for pair in words.windows(2) {
            let (at, kind) = pair[0];
            let name = pair[1].1;
            let starts_line = file.code[..at].ends_with('\n')
                || file.code[..at].trim_end_matches(' ').ends_with("pub");
            let names =
                ["struct", "enum", "trait"].contains(&kind) || (kind == "type" && starts_line);
            if names && EMPTY_WORDS.iter().any(|word| name.ends_with(word)) {
                found.push(format!("{} {name}", place(&file, at)));
            }
        }
        let stem = file
            .path
            .rsplit('/')
            .next()
            .unwrap_or_default()
            .trim_end_matches(".rs");
        let folder = file.path.rsplit('/').nth(1).unwrap_or_default();
        let empty = |name: &str| {
            EMPTY_WORDS.iter().any(|word| {
                let word = word.to_lowercase();
                name == word || name == format!("{word}s")
            })
        };
        if empty(stem) || empty(folder) {
            found.push(file.path);
        }
    }
    report(found, "a name says what the thing is");
}

#[test]
fn every_module_says_what_it_is_for() {
    let mut found = vec![];
    for file in product() {
        let opening = file.text.lines().take_while(|line| line.starts_with("//!"));
        let count = opening.count();
        if count == 0 || count > 12 {
            found.push(format!("{}: {count} lines", file.path));
        }
    }
    report(found, "a module opens with a few lines of what it is for");
}

#[test]
fn fractions_stay_in_the_areas() {
    let mut found = vec![];
    let files = product();
    for file in &files {
        if FRACTIONS
            .iter()
            .any(|(path, _)| file.path.starts_with(path))
        {
            continue;
        }
        for (at, word) in words(&file.code) {
            if ["f32", "f64"].contains(&word) {
                found.push(place(file, at));
            }
        }
    }
    report(found, "figures are whole numbers");
    for (path, _) in FRACTIONS {
        let used = files
            .iter()
            .filter(|file| file.path.starts_with(path))
            .any(|file| words(&file.code).iter().any(|(_, word)| *word == "f64"));
        assert!(
            used,
            "{path} has no fractions any more: take it out of the list"
        );
    }
}

#[test]
fn markup_goes_out_unescaped_only_where_it_was_looked_at() {
    for file in product()
        .iter()
        .filter(|file| file.path != "src/web/govuk/fixtures.rs")
    {
        let count = words(&file.code)
            .iter()
            .filter(|(_, word)| *word == "PreEscaped")
            .count();
        let allowed = UNESCAPED.iter().find(|(path, ..)| *path == file.path);
        let allowed = allowed.map_or(0, |(_, count, _)| *count);
        assert_eq!(
            count, allowed,
            "{} says PreEscaped {count} times, {allowed} were looked at: can a person's words reach it?",
            file.path
        );
    }
}

#[test]
fn only_commands_print_and_nothing_is_left_to_do() {
    let mut found = vec![];
    for file in product() {
        let prints = ["print", "println", "eprint", "eprintln"];
        let never = ["dbg", "todo", "unimplemented"];
        for (at, word) in words(&file.code) {
            let is_macro = file.code[at + word.len()..].starts_with('!');
            let in_cli = file.path.starts_with("src/cli/");
            if is_macro && (never.contains(&word) || (prints.contains(&word) && !in_cli)) {
                found.push(format!("{} {word}!", place(&file, at)));
            }
        }
    }
    report(found, "the server speaks through its log");
}

#[test]
fn nothing_is_unwrapped() {
    let mut found = vec![];
    for file in product() {
        for (at, _) in file.code.match_indices(".unwrap()") {
            found.push(place(&file, at));
        }
    }
    report(found, "say what happens when it is not there");
}

#[test]
fn no_file_names_a_machine() {
    // Put together here, so that this file does not name them itself.
    let named: Vec<String> = [
        ["/wo", "rk/"],
        ["/ro", "ot/"],
        ["/ho", "me/"],
        ["/tm", "p/"],
        ["/Use", "rs/"],
        ["registry.", "npmjs"],
        ["index.", "crates.io"],
        ["static.", "crates.io"],
        ["deb.", "debian.org"],
    ]
    .map(|parts| parts.concat())
    .to_vec();
    let mut found = vec![];
    for path in files_below(&root()) {
        let Ok(text) = fs::read_to_string(&path) else {
            continue; // a picture
        };
        for (number, line) in text.lines().enumerate() {
            let path = relative(&path);
            let from_registry = path == "Cargo.lock" && line.starts_with("source = ");
            if !from_registry && named.iter().any(|name| line.contains(name.as_str())) {
                found.push(format!("{path}:{} {line}", number + 1));
            }
        }
    }
    report(found, "the house stands on any machine");
}
