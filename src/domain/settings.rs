//! Every setting that administrators change while the service runs: its name, what it means, its
//! default and what it may be. A room that needs another adds it to `ALL` and reads it through
//! `store::settings`.
//!
//! Where a change would let the public work out more about few people, two administrators must agree.

use crate::domain::mistakes;

/// What a setting may be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Values {
    /// A whole number between two bounds, with the word for what is counted.
    Number {
        /// The least.
        least: i64,
        /// The most.
        most: i64,
        /// What it counts, like `days`.
        unit: &'static str,
    },
    /// One of a list of words, each with what it means.
    Choice(&'static [(&'static str, &'static str)]),
    /// Words on a line, as people read them.
    Words {
        /// How many letters at most.
        most: usize,
    },
}

/// One setting.
#[derive(Debug, PartialEq, Eq)]
pub struct Setting {
    /// Its name in the database and in addresses.
    pub name: &'static str,
    /// Its name for people.
    pub title: &'static str,
    /// What it does, in a sentence or two.
    pub meaning: &'static str,
    /// What holds where nobody set it.
    pub default: &'static str,
    /// What it may be.
    pub values: Values,
    /// Whether a step down needs a second administrator: to a lower number, or to a choice that stands earlier
    /// in the list.
    pub lowering_needs_two: bool,
}

/// Counts of offenders from 1 up to one less than this are withheld.
pub const SMALL_NUMBER_THRESHOLD: Setting = Setting {
    lowering_needs_two: true,
    ..number(
        "small-number-threshold",
        "Small-number threshold",
        "Counts of offenders below this number, and their hours, are withheld from public figures. \
         A true zero is shown. Raising it takes one administrator and cannot be undone: what a higher threshold \
         withheld stays withheld. Lowering it takes two.",
        "5",
        5,
        50,
        "offenders",
    )
};

/// When public figures are made anew from the ledger.
pub const PUBLICATION_BOUNDARY: Setting = Setting {
    name: "publication-boundary",
    title: "When public figures change",
    meaning: "Public figures are a copy taken at this boundary. A change from one copy to the next tells what was \
              recorded between them: in a month the work of many sessions, in a night perhaps of one. To publish \
              less often takes one administrator, more often takes two.",
    default: "monthly",
    values: Values::Choice(&[
        (
            "at-once",
            "At once, with each return. For demonstrations only",
        ),
        ("nightly", "Each night"),
        ("monthly", "Each month, on its first day"),
    ]),
    // The more often, the earlier in the list: what changes at once tells of a day.
    lowering_needs_two: true,
};

/// Within how many days a decision on a nomination is promised, where an area has no promise of its own.
pub const DECISION_PROMISE_DAYS: Setting = number(
    "decision-promise-days",
    "Promise to decide on a nomination",
    "We promise nominators a decision within so many days. An area can have a promise of its own.",
    "28",
    1,
    365,
    "days",
);

/// The shortest time a ballot round is open.
pub const LEAST_ROUND_DAYS: Setting = number(
    "least-round-days",
    "Shortest vote",
    "A vote must be open for at least so many days, so that people have time to hear of it.",
    "7",
    1,
    90,
    "days",
);

/// How long the key of a ballot box is kept after the result was declared.
pub const OBJECTION_DAYS: Setting = number(
    "objection-days",
    "Time to object to a result",
    "The key that opens the ballot box is kept for so many days after a result is declared, then destroyed.",
    "21",
    7,
    90,
    "days",
);

/// What an hour of work is worth where figures state a value.
pub const HOURLY_WAGE_PENCE: Setting = number(
    "hourly-wage",
    "Value of an hour",
    "Figures say what the hours worked would have cost at this wage for an hour. It is typed in pence. \
     Where nobody set it, that is the National Living Wage for people aged 21 and over from \
     1 April 2026. Whoever changes it names the wage and its source as well.",
    "1271",
    1,
    10_000,
    "pence",
);

/// Which wage that is, with its year and its source, as figures state it.
pub const HOURLY_WAGE_SOURCE: Setting = Setting {
    name: "hourly-wage-source",
    title: "Which wage the value of an hour is",
    meaning: "Stands beside the value that figures state, so that readers can look the wage up: its name, \
              from when it holds, and who says so.",
    default: "National Living Wage for people aged 21 and over, from 1 April 2026: £12.71 an hour \
              (source: GOV.UK, National Minimum Wage and National Living Wage rates)",
    values: Values::Words { most: 200 },
    lowering_needs_two: false,
};

/// Which wage figures state, of what was set as the wage and as its source. A wage that somebody changed
/// without naming another source is not the one that the default names.
pub fn wage_named(wage: Option<&str>, source: Option<&str>) -> String {
    let is_other = HOURLY_WAGE_PENCE.in_force(wage) != HOURLY_WAGE_PENCE.default;
    match source {
        None if is_other => "a wage that an administrator of this service set".into(),
        _ => HOURLY_WAGE_SOURCE.in_force(source),
    }
}

/// What the owners of postcodes and place names ask to be said where they are used.
pub const PLACE_CREDITS: Setting = Setting {
    name: "place-credits",
    title: "Whose postcodes and place names these are",
    meaning: "Stands below maps, where places are searched for, and with the open data. Open data of postcodes \
              in Great Britain asks for: Contains OS data © Crown copyright and database right (year). Contains \
              Royal Mail data © Royal Mail copyright and database right (year). Contains National Statistics data \
              © Crown copyright and database right (year).",
    default: "",
    values: Values::Words { most: 500 },
    lowering_needs_two: false,
};

/// How many decimals of a degree the public sees of where a place is.
pub const COORDINATE_DECIMALS: Setting = Setting {
    name: "coordinate-decimals",
    title: "How exactly everybody sees where places are",
    meaning: "Marks on the map and coordinates in open data are moved by up to this much, so that they \
              show a place and not a door. Staff always see the exact spot.",
    default: "4",
    values: Values::Choice(&[
        ("5", "To about a metre"),
        ("4", "To about 10 metres"),
        ("3", "To about 100 metres"),
    ]),
    lowering_needs_two: false,
};

/// Under which licence others may use what is published here.
pub const DATA_LICENCE: Setting = Setting {
    name: "data-licence",
    title: "Licence of the open data",
    meaning: "Under which licence others may use the data that this service publishes. It covers this \
              service's own data, not boundaries and postcodes that came from others.",
    default: "ogl-3.0",
    values: Values::Choice(&[
        ("ogl-3.0", "Open Government Licence v3.0"),
        ("cc-by-4.0", "Creative Commons Attribution 4.0"),
        ("cc0-1.0", "Creative Commons Zero 1.0 (public domain)"),
    ]),
    lowering_needs_two: false,
};

/// The address of a licence, by the value of [`DATA_LICENCE`].
pub fn licence_address(code: &str) -> &'static str {
    match code {
        "cc-by-4.0" => "https://creativecommons.org/licenses/by/4.0/",
        "cc0-1.0" => "https://creativecommons.org/publicdomain/zero/1.0/",
        _ => "https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/",
    }
}

const fn weight(name: &'static str, title: &'static str, meaning: &'static str) -> Setting {
    number(name, title, meaning, "1", 0, 10, "times")
}

/// How much each factor of an assessment counts, in the order of the form.
pub const WEIGHTS: [Setting; 8] = [
    weight(
        "weight-duration",
        "Weight of duration",
        "How much the length of the work counts in an assessment.",
    ),
    weight(
        "weight-intensiveness",
        "Weight of intensiveness",
        "How much it counts that the work is demanding.",
    ),
    weight(
        "weight-scale",
        "Weight of scale",
        "How much the size of the work counts.",
    ),
    weight(
        "weight-skills-development",
        "Weight of skills development",
        "How much it counts that people learn something.",
    ),
    weight(
        "weight-value-for-money",
        "Weight of value for money",
        "How much the benefit for the cost counts.",
    ),
    weight(
        "weight-supervision-support",
        "Weight of supervision support",
        "How much it counts that the beneficiary helps to supervise.",
    ),
    weight(
        "weight-community-support",
        "Weight of community support",
        "How much the support of residents counts.",
    ),
    weight(
        "weight-community-safety",
        "Weight of community safety",
        "How much it counts that a place becomes safer.",
    ),
];

/// Every setting, in the order of the administrator's page.
pub fn all() -> impl Iterator<Item = &'static Setting> {
    static FIRST: [&Setting; 10] = [
        &SMALL_NUMBER_THRESHOLD,
        &PUBLICATION_BOUNDARY,
        &DECISION_PROMISE_DAYS,
        &LEAST_ROUND_DAYS,
        &OBJECTION_DAYS,
        &HOURLY_WAGE_PENCE,
        &HOURLY_WAGE_SOURCE,
        &PLACE_CREDITS,
        &COORDINATE_DECIMALS,
        &DATA_LICENCE,
    ];
    static WEIGHTS_OF_FACTORS: [Setting; 8] = WEIGHTS;
    FIRST.into_iter().chain(WEIGHTS_OF_FACTORS.iter())
}

/// A setting by its name.
pub fn find(name: &str) -> Option<&'static Setting> {
    all().find(|setting| setting.name == name)
}

const fn number(
    name: &'static str,
    title: &'static str,
    meaning: &'static str,
    default: &'static str,
    least: i64,
    most: i64,
    unit: &'static str,
) -> Setting {
    Setting {
        name,
        title,
        meaning,
        default,
        values: Values::Number { least, most, unit },
        lowering_needs_two: false,
    }
}

impl Setting {
    /// Reads what was typed as a value of this setting.
    pub fn read(&self, typed: &str) -> Result<String, String> {
        match self.values {
            Values::Number { least, most, unit } => {
                mistakes::whole(typed, least, most, &format!("Enter a number of {unit}"))
                    .map(|number| number.to_string())
            }
            Values::Choice(choices) => choices
                .iter()
                .find(|(value, _)| *value == typed)
                .map(|(value, _)| (*value).to_string())
                .ok_or_else(|| "Choose one of the list".to_string()),
            // Where nothing is said by default, nothing may be said.
            Values::Words { most } if self.default.is_empty() => {
                mistakes::optional_line(typed, most)
            }
            Values::Words { most } => mistakes::line(typed, most, "Enter the words"),
        }
    }

    /// The value that holds: what was set, or the default where nothing that still reads was set.
    pub fn in_force(&self, set: Option<&str>) -> String {
        set.and_then(|value| self.read(value).ok())
            .unwrap_or_else(|| self.default.to_string())
    }

    /// The value that holds as a number; 0 for a setting that is none.
    pub fn number(&self, set: Option<&str>) -> i64 {
        self.in_force(set).parse().unwrap_or(0)
    }

    /// Whether going from one value to another needs a second administrator.
    pub fn needs_two(&self, from: &str, to: &str) -> bool {
        self.lowering_needs_two && self.rank(to) < self.rank(from)
    }

    /// How far up a value is: its number, or its place in the list.
    fn rank(&self, value: &str) -> i64 {
        let place = |choices: &[(&str, &str)]| choices.iter().position(|(code, _)| *code == value);
        match self.values {
            Values::Choice(choices) => place(choices).map_or(0, |at| at as i64),
            Values::Number { .. } | Values::Words { .. } => value.parse().unwrap_or(0),
        }
    }

    /// A value in words.
    pub fn words(&self, value: &str) -> String {
        match self.values {
            Values::Number { unit, .. } => in_unit(value, unit),
            Values::Choice(choices) => choices
                .iter()
                .find(|(code, _)| *code == value)
                .map_or(value, |(_, words)| words)
                .to_string(),
            Values::Words { .. } => value.to_string(),
        }
    }
}

/// A number in its unit as people say it: `1 day`, `£12.71`, `Twice`.
fn in_unit(value: &str, unit: &str) -> String {
    match (unit, value.parse::<i64>()) {
        ("pence", Ok(pence)) => format!("£{}.{:02}", pence / 100, pence % 100),
        ("times", Ok(0)) => "Not at all".into(),
        ("times", Ok(1)) => "Once".into(),
        ("times", Ok(2)) => "Twice".into(),
        (many, Ok(1)) => format!("1 {}", many.trim_end_matches('s')),
        _ => format!("{value} {unit}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_setting_has_its_own_name_and_a_default_that_reads() {
        let mut names = std::collections::BTreeSet::new();
        for setting in all() {
            assert!(names.insert(setting.name), "{} twice", setting.name);
            assert_eq!(
                setting.read(setting.default),
                Ok(setting.default.to_string())
            );
            assert_eq!(find(setting.name), Some(setting));
        }
        assert_eq!(find("colour-of-the-sky"), None);
    }

    #[test]
    fn raising_the_threshold_takes_one_administrator_and_lowering_it_two() {
        assert!(!SMALL_NUMBER_THRESHOLD.needs_two("5", "6"));
        assert!(!SMALL_NUMBER_THRESHOLD.needs_two("5", "5"));
        assert!(SMALL_NUMBER_THRESHOLD.needs_two("10", "9"));
        assert!(!DECISION_PROMISE_DAYS.needs_two("28", "7"));
    }

    #[test]
    fn publishing_less_often_takes_one_administrator_and_more_often_two() {
        for (from, to) in [
            ("nightly", "at-once"),
            ("monthly", "at-once"),
            ("monthly", "nightly"),
        ] {
            assert!(PUBLICATION_BOUNDARY.needs_two(from, to), "{from} to {to}");
            assert!(!PUBLICATION_BOUNDARY.needs_two(to, from), "{to} to {from}");
            assert!(!PUBLICATION_BOUNDARY.needs_two(to, to));
        }
    }

    #[test]
    fn values_are_said_as_people_say_them() {
        assert_eq!(HOURLY_WAGE_PENCE.words("1271"), "£12.71");
        assert_eq!(HOURLY_WAGE_PENCE.words("1205"), "£12.05");
        assert_eq!(OBJECTION_DAYS.words("21"), "21 days");
        assert_eq!(LEAST_ROUND_DAYS.words("1"), "1 day");
        for (value, words) in [
            ("0", "Not at all"),
            ("1", "Once"),
            ("2", "Twice"),
            ("3", "3 times"),
        ] {
            assert_eq!(WEIGHTS[0].words(value), words);
        }
    }

    #[test]
    fn a_wage_is_stated_with_its_name_and_nobody_elses() {
        assert!(wage_named(None, None).starts_with("National Living Wage"));
        assert!(wage_named(Some("1271"), None).contains("from 1 April 2026: £12.71"));
        assert!(!wage_named(Some("1300"), None).contains("National"));
        let own = "Real Living Wage 2026 (source: Living Wage Foundation)";
        assert_eq!(wage_named(Some("1300"), Some(own)), own);
        assert!(HOURLY_WAGE_SOURCE.read(&"x".repeat(201)).is_err());
    }

    #[test]
    fn a_value_that_does_not_read_leaves_the_default_in_force() {
        assert_eq!(SMALL_NUMBER_THRESHOLD.number(Some("7")), 7);
        assert_eq!(SMALL_NUMBER_THRESHOLD.number(Some("0")), 5);
        assert_eq!(SMALL_NUMBER_THRESHOLD.number(None), 5);
        assert_eq!(PUBLICATION_BOUNDARY.in_force(Some("never")), "monthly");
        assert!(PUBLICATION_BOUNDARY.read("weekly").is_err());
        assert!(SMALL_NUMBER_THRESHOLD.read("51").is_err());
    }
}
