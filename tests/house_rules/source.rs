//! The sources as the rules read them: without comments, without the text of strings, without tests.

use std::fs;
use std::path::{Path, PathBuf};

/// One file under `src/`.
pub struct Source {
    /// Its path from the root of the package, with forward slashes.
    pub path: String,
    /// As it stands.
    pub text: String,
    /// The same lines with comments, strings and test modules blanked out.
    pub code: String,
}

/// The root of the package.
pub fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// Every file below a folder, in order of its path.
pub fn files_below(folder: &Path) -> Vec<PathBuf> {
    const LEFT_OUT: [&str; 4] = ["target", "node_modules", ".git", "data"];
    let mut found = vec![];
    let entries = fs::read_dir(folder).unwrap_or_else(|error| panic!("{folder:?}: {error}"));
    for entry in entries {
        let path = entry.expect("a folder entry").path();
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        if path.is_dir() && !LEFT_OUT.contains(&name.as_ref()) {
            found.extend(files_below(&path));
        } else if path.is_file() {
            found.push(path);
        }
    }
    found.sort();
    found
}

/// The path from the root of the package, with forward slashes.
pub fn relative(path: &Path) -> String {
    let path = path.strip_prefix(root()).unwrap_or(path);
    path.to_string_lossy().replace('\\', "/")
}

/// Every file under `src/` that is part of the product, tests apart.
pub fn product() -> Vec<Source> {
    let all: Vec<Source> = files_below(&root().join("src"))
        .into_iter()
        .filter(|path| path.extension().is_some_and(|end| end == "rs"))
        .map(|path| {
            let text = fs::read_to_string(&path).expect("a source file");
            let code = without_tests(&blanked(&text));
            Source {
                path: relative(&path),
                text,
                code,
            }
        })
        .collect();
    let tests: Vec<String> = all.iter().flat_map(test_files).collect();
    let is_test = |path: &str| {
        tests
            .iter()
            .any(|test| path == format!("{test}.rs") || path.starts_with(&format!("{test}/")))
    };
    all.into_iter()
        .filter(|file| !is_test(&file.path))
        .collect()
}

/// The files, without their ending, that a file declares as `#[cfg(test)] mod name;`.
fn test_files(file: &Source) -> Vec<String> {
    let stem = file.path.trim_end_matches(".rs").trim_end_matches("/mod");
    let text = blanked(&file.text);
    let lines: Vec<&str> = text.lines().map(str::trim).collect();
    let marked = lines.windows(2).filter(|pair| pair[0] == "#[cfg(test)]");
    marked
        .filter_map(|pair| pair[1].trim_start_matches("pub ").strip_prefix("mod "))
        .filter_map(|rest| rest.strip_suffix(';'))
        .map(|name| format!("{stem}/{name}"))
        .collect()
}

/// Blanks out comments and what stands in strings and characters; keeps lines and columns.
pub fn blanked(text: &str) -> String {
    let chars: Vec<char> = text.chars().collect();
    let mut out = String::with_capacity(text.len());
    let mut at = 0;
    while at < chars.len() {
        let end = skipped(&chars, at);
        if end == at {
            out.push(chars[at]);
            at += 1;
        } else {
            let blank = |c: &char| if *c == '\n' { '\n' } else { ' ' };
            out.extend(chars[at..end].iter().map(blank));
            at = end;
        }
    }
    out
}

/// Where the comment, string or character that begins here ends; `at` itself where none begins.
fn skipped(chars: &[char], at: usize) -> usize {
    let rest = &chars[at..];
    let before = at.checked_sub(1).map(|i| chars[i]);
    let in_word = before.is_some_and(|c| c.is_alphanumeric() || c == '_');
    match rest {
        ['/', '/', ..] => at + rest.iter().position(|c| *c == '\n').unwrap_or(rest.len()),
        ['/', '*', ..] => at + comment(rest),
        ['r', '"' | '#', ..] if !in_word => raw_string(chars, at, 1),
        ['b', 'r', '"' | '#', ..] if !in_word => raw_string(chars, at, 2),
        ['"', ..] => at + quoted(rest, '"'),
        // A character, not a lifetime.
        ['\'', '\\', ..] => at + quoted(rest, '\''),
        ['\'', _, '\'', ..] => at + 3,
        _ => at,
    }
}

fn comment(rest: &[char]) -> usize {
    let mut depth = 0;
    let mut at = 0;
    while at < rest.len() {
        match &rest[at..] {
            ['/', '*', ..] => (depth, at) = (depth + 1, at + 2),
            ['*', '/', ..] => (depth, at) = (depth - 1, at + 2),
            _ => at += 1,
        }
        if depth == 0 {
            break;
        }
    }
    at
}

fn quoted(rest: &[char], quote: char) -> usize {
    let mut at = 1;
    while at < rest.len() && rest[at] != quote {
        at += if rest[at] == '\\' { 2 } else { 1 };
    }
    (at + 1).min(rest.len())
}

fn raw_string(chars: &[char], at: usize, prefix: usize) -> usize {
    let rest = &chars[at + prefix..];
    let hashes = rest.iter().take_while(|c| **c == '#').count();
    if rest.get(hashes) != Some(&'"') {
        return at; // a raw name like r#type
    }
    let mut end = vec!['"'];
    end.extend(std::iter::repeat_n('#', hashes));
    let body = &rest[hashes + 1..];
    let found = body.windows(end.len()).position(|window| window == end);
    at + prefix + hashes + 1 + found.map_or(body.len(), |found| found + end.len())
}

/// Blanks out modules and functions marked `#[cfg(test)]`.
fn without_tests(code: &str) -> String {
    let mut out = code.to_string();
    let mut from = 0;
    while let Some(mark) = out[from..].find("#[cfg(test)]").map(|found| found + from) {
        let rest = &out[mark..];
        let body = rest.find('{');
        let stop = rest.find(';');
        let end = match (body, stop) {
            (Some(body), stop) if stop.is_none_or(|stop| body < stop) => mark + closing(rest, body),
            (_, Some(stop)) => mark + stop + 1,
            _ => out.len(),
        };
        let blank: String = out[mark..end]
            .chars()
            .map(|c| if c == '\n' { '\n' } else { ' ' })
            .collect();
        out.replace_range(mark..end, &blank);
        from = mark + blank.len();
    }
    out
}

/// The place after the brace that closes the one at `open`.
pub fn closing(code: &str, open: usize) -> usize {
    let mut depth = 0_usize;
    for (at, c) in code[open..].char_indices() {
        match c {
            '{' => depth += 1,
            '}' => depth = depth.saturating_sub(1),
            _ => {}
        }
        if depth == 0 {
            return open + at + 1;
        }
    }
    code.len()
}

/// The line, from 1, of a place in a text.
pub fn line_of(text: &str, at: usize) -> usize {
    text[..at].matches('\n').count() + 1
}

#[test]
fn comments_strings_and_characters_are_blanked_and_lifetimes_are_not() {
    let text = "a /* x /* y */ z */ b // c\n\"d\\\"e\" r#\"f \" g\"# 'h' '\\'' fn i<'j>(k: &'j str) br\"l\"";
    let seen = blanked(text);
    let words: Vec<&str> = seen.split_whitespace().collect();
    assert_eq!(words, ["a", "b", "fn", "i<'j>(k:", "&'j", "str)"]);
    assert_eq!(seen.chars().count(), text.chars().count());
}
