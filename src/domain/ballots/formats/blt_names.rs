//! Names in a BLT file: quoted once, twice, three times or not at all, with or without a party behind.

/// The names of so many options and the title behind them, from the lines that hold them.
///
/// Either each has a line of its own, where a party may follow it, or several stand on a line. All of them on the first
/// line are the names, unless the next lines look the same: then what follows on each is a party.
pub fn option_names(lines: &[&str], options: usize) -> Vec<String> {
    let on = |line: &&str| all_names(line).len();
    let with_parties = lines.iter().take(options).all(|line| on(line) > 1);
    let on_the_first = options > 1 && lines.first().is_some_and(|line| on(line) >= options);
    if lines.len() >= options && (with_parties || !on_the_first) {
        lines.iter().map(|line| first_name(line).0).collect()
    } else {
        lines.iter().flat_map(|line| all_names(line)).collect()
    }
}

/// The first name on a line, and what follows it. A bare name ends before a comment.
fn first_name(line: &str) -> (String, &str) {
    let (name, rest) = up_to_quotes(line);
    // Some programs put a backslash before a quote that belongs to the name.
    (name.replace("\\\"", "\""), rest)
}

fn up_to_quotes(line: &str) -> (String, &str) {
    let quotes = line.bytes().take_while(|byte| *byte == b'"').count();
    if quotes == 0 {
        let name = line.split_once(" # ").map_or(line, |(name, _)| name);
        return (name.trim_end().to_owned(), "");
    }
    if quotes == line.len() {
        return (String::new(), "");
    }
    let quote = &line[..quotes];
    let inner = &line[quotes..];
    // The name goes on to its closing quotes: another name, or nothing quoted, comes after them.
    let mut from = 0;
    while let Some(found) = inner[from..].find(quote) {
        let end = from + found;
        let mut after = end + quotes;
        while inner[after..].starts_with('"') {
            after += 1;
        }
        let rest = &inner[after..];
        if rest.is_empty() || (rest.starts_with(char::is_whitespace) && starts_anew(rest)) {
            let name = inner[..after - quotes].replace("\"\"", "\"");
            return (name.trim().to_owned(), rest.trim_start());
        }
        from = after;
    }
    (inner.trim_end_matches('"').trim().to_owned(), "")
}

fn starts_anew(rest: &str) -> bool {
    rest.trim_start().starts_with(['"', '#']) || !rest.contains('"')
}

/// All quoted names on a line; a bare line is one name.
fn all_names(line: &str) -> Vec<String> {
    let mut names = Vec::new();
    let mut rest = before_bare_comment(line);
    while !rest.is_empty() {
        let (name, after) = first_name(rest);
        names.push(name);
        rest = before_bare_comment(after);
    }
    names
}

fn before_bare_comment(line: &str) -> &str {
    if line.starts_with('#') { "" } else { line }
}
