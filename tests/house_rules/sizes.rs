//! A function fits a screen, a file a sitting, a handler's arguments a hand.

use crate::source::{Source, closing, line_of, product};

const MOST_LINES_IN_A_FILE: usize = 400;
const MOST_LINES_IN_A_FUNCTION: usize = 60;
const MOST_ARGUMENTS: usize = 5;

/// Files that may be longer, with the most lines they may have.
const LONGER: [(&str, usize, &str); 1] = [(
    "src/domain/letters.rs",
    480,
    "one table of every letter: split, it could no longer be read in one go",
)];

/// Functions that may be longer: each is one exhaustive match, a row for each thing that happens.
const MATCHES: [(&str, &str); 4] = [
    ("src/domain/events/lines/house.rs", "house_line"),
    ("src/domain/events/lines/nominations.rs", "nomination_line"),
    ("src/domain/events/lines/projects.rs", "project_line"),
    ("src/domain/letters.rs", "letters"),
];

/// Functions that are too long and wait to be split. Nothing is added here.
const OWED: [(&str, &str); 0] = [];

/// Lines of a file, tests apart: what stands after them counts.
fn lines(file: &Source) -> usize {
    let blank = |line: &&str| line.trim().is_empty();
    let gone = file
        .text
        .lines()
        .zip(file.code.lines())
        .filter(|(text, code)| blank(code) && !blank(text) && !is_comment(text))
        .count();
    file.text.lines().count() - gone
}

fn is_comment(line: &str) -> bool {
    let line = line.trim();
    ["//", "/*", "*"].iter().any(|mark| line.starts_with(mark))
}

#[test]
fn no_file_is_longer_than_a_sitting() {
    let mut long = vec![];
    for file in product() {
        let longer = LONGER.iter().find(|(path, ..)| *path == file.path);
        let most = longer.map_or(MOST_LINES_IN_A_FILE, |(_, most, _)| *most);
        let lines = lines(&file);
        if lines > most {
            long.push(format!("{}: {lines} lines, {most} at most", file.path));
        }
    }
    assert!(long.is_empty(), "split these:\n{}", long.join("\n"));
}

#[test]
fn every_longer_file_still_is() {
    let files = product();
    for (path, ..) in LONGER {
        let file = files.iter().find(|file| file.path == path);
        let lines = lines(file.unwrap_or_else(|| panic!("{path} is gone")));
        assert!(
            lines > MOST_LINES_IN_A_FILE,
            "{path} is short again: take it out"
        );
    }
}

/// A function: its name, the line it begins in, its signature and its body.
struct Function<'f> {
    name: &'f str,
    line: usize,
    is_async: bool,
    signature: &'f str,
    body: &'f str,
}

fn functions(code: &str) -> Vec<Function<'_>> {
    let mut found = vec![];
    for (at, _) in code.match_indices("fn ") {
        let before = code[..at].chars().next_back().unwrap_or(' ');
        let rest = &code[at + 3..];
        let end = rest
            .find(|c: char| !c.is_alphanumeric() && c != '_')
            .unwrap_or(0);
        if before.is_alphanumeric() || before == '_' || end == 0 {
            continue;
        }
        let open = rest.find('{');
        let stop = end_of_declaration(rest);
        let Some(open) = open.filter(|open| stop.is_none_or(|stop| *open < stop)) else {
            continue; // a declaration without a body
        };
        found.push(Function {
            name: &rest[..end],
            line: line_of(code, at),
            is_async: code[..at].ends_with("async "),
            signature: &rest[..open],
            body: &rest[open..closing(rest, open)],
        });
    }
    found
}

/// The first `;` outside brackets: the end of a declaration without a body.
fn end_of_declaration(rest: &str) -> Option<usize> {
    let mut depth = 0_i32;
    for (at, c) in rest.char_indices() {
        match c {
            '(' | '[' => depth += 1,
            ')' | ']' => depth -= 1,
            ';' if depth == 0 => return Some(at),
            _ => {}
        }
    }
    None
}

/// How many arguments a signature has, `self` apart.
fn arguments(signature: &str) -> usize {
    let Some(open) = opening(signature) else {
        return 0;
    };
    let mut depth = 0_i32;
    let mut parts = vec![String::new()];
    for c in signature[open..].chars() {
        match c {
            '(' | '[' | '<' => depth += 1,
            ')' | ']' | '>' => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            break;
        }
        if c == ',' && depth == 1 {
            parts.push(String::new());
        } else if let Some(last) = parts.last_mut() {
            last.push(c);
        }
    }
    let is_argument = |part: &&String| {
        let part = part.trim_start_matches('(').trim();
        !part.is_empty() && !part.ends_with("self")
    };
    parts.iter().filter(is_argument).count()
}

/// The bracket that opens the arguments, after any generics.
fn opening(signature: &str) -> Option<usize> {
    let mut depth = 0_i32;
    for (at, c) in signature.char_indices() {
        match c {
            '<' => depth += 1,
            '>' if !signature[..at].ends_with('-') => depth -= 1,
            '(' if depth == 0 => return Some(at),
            _ => {}
        }
    }
    None
}

#[test]
fn no_function_is_longer_than_a_screen() {
    let mut long = vec![];
    for file in product() {
        for function in functions(&file.code) {
            let lines =
                function.signature.matches('\n').count() + function.body.matches('\n').count() + 1;
            let place = (file.path.as_str(), function.name);
            // A table of routes is read row by row.
            let is_table = function.signature.trim_end().ends_with("-> Routes");
            let may_be = is_table || MATCHES.contains(&place) || OWED.contains(&place);
            if lines > MOST_LINES_IN_A_FUNCTION && !may_be {
                long.push(format!(
                    "{}:{} {} has {lines} lines",
                    file.path, function.line, function.name
                ));
            }
        }
    }
    assert!(long.is_empty(), "split these:\n{}", long.join("\n"));
}

#[test]
fn no_handler_takes_more_than_a_handful() {
    let mut many = vec![];
    let is_room =
        |file: &&Source| file.path.starts_with("src/web/") && !file.path.contains("/http/");
    for file in product().iter().filter(is_room) {
        for function in functions(&file.code) {
            let count = arguments(function.signature);
            if function.is_async && count > MOST_ARGUMENTS {
                many.push(format!(
                    "{}:{} {} takes {count}",
                    file.path, function.line, function.name
                ));
            }
        }
    }
    assert!(many.is_empty(), "{}", many.join("\n"));
}

#[test]
fn functions_and_their_arguments_are_counted() {
    let code = "fn one() {}\nasync fn two<F: Fn(u8) -> u8>(&self, a: (u8, u8), b: Vec<(u8, F)>) -> [u8; 2]\nwhere F: Copy {\n  {}\n}\nfn three(x: [u8; 2]);\n";
    let found = functions(code);
    let seen: Vec<_> = found
        .iter()
        .map(|f| {
            (
                f.name,
                f.line,
                arguments(f.signature),
                f.body.matches('\n').count(),
            )
        })
        .collect();
    assert_eq!(seen, [("one", 1, 0, 0), ("two", 2, 2, 2)]);
}
