//! The letters in front of references, where nobody has chosen them.

/// Letters for an area's references that no other area has: initials if the name has several
/// words, else its first letter with another of its letters.
///
/// The same name and the same taken ones always give the same letters.
pub fn suggest(name: &str, is_taken: impl Fn(&str) -> bool) -> String {
    let letters = |word: &str| -> String {
        word.chars()
            .filter(char::is_ascii_alphabetic)
            .map(|c| c.to_ascii_uppercase())
            .collect()
    };
    let small = [
        "and", "of", "the", "upon", "on", "in", "city", "county", "council",
    ];
    let words: Vec<String> = name
        .split(|c: char| c.is_whitespace() || c == '-')
        .filter(|word| !small.contains(&word.to_lowercase().as_str()))
        .map(letters)
        .filter(|word| !word.is_empty())
        .collect();
    let initials: String = words
        .iter()
        .filter_map(|word| word.get(..1))
        .take(6)
        .collect();
    let whole = words.concat();
    let first = whole.get(..1).unwrap_or("A");
    let pairs = whole
        .chars()
        .skip(1)
        .map(|second| format!("{first}{second}"));
    let alphabet = || 'A'..='Z';
    let triples = alphabet().flat_map(|a| alphabet().map(move |b| format!("{a}{b}")));
    std::iter::once(initials)
        .filter(|initials| initials.len() >= 2)
        .chain(pairs)
        .chain(triples.map(|rest| format!("{first}{rest}")))
        .find(|prefix| !is_taken(prefix))
        .unwrap_or_else(|| format!("{first}ZZZ"))
}
