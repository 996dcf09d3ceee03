//! Numbers and lists in words, the way a reader expects them.
//!
//! Minutes are what the ledger holds; hours are only how they are shown. Everything is worked out in
//! whole numbers.

/// A number with its thousands grouped: `4,732`.
pub fn grouped(number: i64) -> String {
    let digits = number.unsigned_abs().to_string();
    let mut text = String::with_capacity(digits.len() * 4 / 3 + 1);
    if number < 0 {
        text.push('-');
    }
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// Minutes as a number of hours, to one decimal where they are not whole: `4,732` or `7.5`.
///
/// A half tenth is rounded away from zero.
pub fn hours_figure(minutes: i64) -> String {
    let size = minutes.unsigned_abs();
    let tenths = (size / 6) + u64::from(size % 6 >= 3);
    let whole = grouped(i64::try_from(tenths / 10).unwrap_or(i64::MAX));
    let sign = if minutes < 0 && tenths > 0 { "-" } else { "" };
    match tenths % 10 {
        0 => format!("{sign}{whole}"),
        tenth => format!("{sign}{whole}.{tenth}"),
    }
}

/// Minutes as hours: `4,732 hours`, `7.5 hours`, `1 hour`.
pub fn hours(minutes: i64) -> String {
    let figure = hours_figure(minutes);
    let unit = if figure == "1" { "hour" } else { "hours" };
    format!("{figure} {unit}")
}

/// Minutes as a number of hours for a headline: whole hours from ten hours on, `5,358`.
///
/// A half hour is rounded away from zero. Tables show [`hours_figure`].
pub fn whole_hours_figure(minutes: i64) -> String {
    let size = minutes.unsigned_abs();
    if size < 600 {
        return hours_figure(minutes);
    }
    let whole = size / 60 + u64::from(size % 60 >= 30);
    let sign = if minutes < 0 { "-" } else { "" };
    format!(
        "{sign}{}",
        grouped(i64::try_from(whole).unwrap_or(i64::MAX))
    )
}

/// A count with its noun: `1 project`, `149 projects`.
pub fn plural(count: i64, one: &str, many: &str) -> String {
    format!("{} {}", grouped(count), if count == 1 { one } else { many })
}

/// A share in whole per cent: `43%`. Something that would round to nothing, or to everything without
/// being it, says so; a share of nothing is a dash.
pub fn percent(part: i64, whole: i64) -> String {
    if whole <= 0 || part < 0 {
        return "–".to_owned();
    }
    let rounded = (i128::from(part) * 200 + i128::from(whole)) / (i128::from(whole) * 2);
    match rounded {
        0 if part > 0 => "less than 1%".to_owned(),
        100 if part < whole => "more than 99%".to_owned(),
        rounded => format!("{rounded}%"),
    }
}

/// Things in a sentence: `hedges`, `hedges and paths`, `hedges, paths and walls`.
pub fn listed<T: AsRef<str>>(things: &[T]) -> String {
    match things {
        [] => String::new(),
        [only] => only.as_ref().to_owned(),
        [most @ .., last] => {
            let most: Vec<&str> = most.iter().map(AsRef::as_ref).collect();
            format!("{} and {}", most.join(", "), last.as_ref())
        }
    }
}

/// A place with the areas around it, the nearest first, none of them said twice.
pub fn place_within<'a>(place: &str, areas: impl Iterator<Item = &'a String>) -> String {
    let mut words = place.to_string();
    for area in areas {
        if words.is_empty() {
            words.clone_from(area);
        } else if !words.to_lowercase().ends_with(&area.to_lowercase()) {
            words = format!("{words}, {area}");
        }
    }
    words
}

/// A text of at most so many letters, cut between two words, with a mark where it goes on.
pub fn shortened(text: &str, letters: usize) -> String {
    let text = text.trim();
    let Some((end, _)) = text.char_indices().nth(letters) else {
        return text.to_string();
    };
    let cut = &text[..end];
    let words = cut
        .rfind(char::is_whitespace)
        .map_or(cut, |space| &cut[..space]);
    format!("{}…", words.trim_end())
}

/// The same text with a capital at its beginning.
pub fn capitalised(text: &str) -> String {
    let mut letters = text.chars();
    letters
        .next()
        .map(|first| first.to_uppercase().chain(letters).collect())
        .unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn thousands_are_grouped() {
        for (number, text) in [
            (0, "0"),
            (7, "7"),
            (676, "676"),
            (4732, "4,732"),
            (203_439, "203,439"),
            (1_000_000, "1,000,000"),
            (-4732, "-4,732"),
            (i64::MIN, "-9,223,372,036,854,775,808"),
        ] {
            assert_eq!(grouped(number), text);
        }
    }

    #[test]
    fn minutes_are_shown_as_hours() {
        for (minutes, text) in [
            (4732 * 60, "4,732 hours"),
            (450, "7.5 hours"),
            (60, "1 hour"),
            (0, "0 hours"),
            (455, "7.6 hours"),
            (421, "7 hours"),
            (423, "7.1 hours"),
            (597, "10 hours"),
            (2, "0 hours"),
            (3, "0.1 hours"),
            (-90, "-1.5 hours"),
            (-1, "0 hours"),
        ] {
            assert_eq!(hours(minutes), text, "{minutes}");
        }
    }

    #[test]
    fn a_headline_shows_whole_hours() {
        for (minutes, text) in [
            (4732 * 60, "4,732"),
            (5357 * 60 + 48, "5,358"),
            (5357 * 60 + 29, "5,357"),
            (5357 * 60 + 30, "5,358"),
            (600, "10"),
            (599, "10"),
            (450, "7.5"),
            (0, "0"),
            (-90 * 60, "-90"),
            (i64::MAX, "153,722,867,280,912,930"),
        ] {
            assert_eq!(whole_hours_figure(minutes), text, "{minutes}");
        }
    }

    #[test]
    fn a_long_text_is_cut_between_two_words() {
        assert_eq!(shortened(" Cut the hedge ", 30), "Cut the hedge");
        assert_eq!(shortened("Cut the hedge by the lane", 10), "Cut the…");
        assert_eq!(shortened("Überwuchert", 4), "Über…");
        assert_eq!(shortened("", 0), "");
    }

    #[test]
    fn no_area_is_said_twice() {
        let areas = ["Westcotes".to_string(), "Leicester".to_string()];
        for (place, words) in [
            ("", "Westcotes, Leicester"),
            ("Cressmere House", "Cressmere House, Westcotes, Leicester"),
            ("Yards, westcotes", "Yards, westcotes, Leicester"),
        ] {
            assert_eq!(place_within(place, areas.iter()), words);
        }
    }

    #[test]
    fn one_thing_is_not_many() {
        assert_eq!(plural(1, "project", "projects"), "1 project");
        assert_eq!(plural(0, "project", "projects"), "0 projects");
        assert_eq!(plural(1149, "project", "projects"), "1,149 projects");
    }

    #[test]
    fn a_share_never_claims_nothing_or_everything_falsely() {
        for (part, whole, text) in [
            (43, 100, "43%"),
            (1, 3, "33%"),
            (1, 8, "13%"),
            (0, 5, "0%"),
            (5, 5, "100%"),
            (1, 1000, "less than 1%"),
            (999, 1000, "more than 99%"),
            (0, 0, "–"),
        ] {
            assert_eq!(percent(part, whole), text, "{part} of {whole}");
        }
    }

    #[test]
    fn things_are_listed_in_a_sentence() {
        assert_eq!(listed::<&str>(&[]), "");
        assert_eq!(listed(&["hedges"]), "hedges");
        assert_eq!(listed(&["hedges", "paths"]), "hedges and paths");
        assert_eq!(
            listed(&["hedges", "paths", "walls"]),
            "hedges, paths and walls"
        );
    }
}
