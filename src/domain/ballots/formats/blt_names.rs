//! Names in a BLT file: quoted once, twice, three times or not at all, with or without a party behind.

/// The first name on a line, and what follows it.
pub fn first_name(line: &str) -> (String, &str) {
    let (name, rest) = up_to_quotes(line);
    // Some programs put a backslash before a quote that belongs to the name.
    (name.replace("\\\"", "\""), rest)
}

fn up_to_quotes(line: &str) -> (String, &str) {
    let quotes = line.bytes().take_while(|byte| *byte == b'"').count();
    if quotes == 0 {
        return (line.to_owned(), "");
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
pub fn all_names(line: &str) -> Vec<String> {
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
