//! Words for ranks and for what was marked on a paper, as voters and readers of a result see them.

use super::ballot_list::read_choices;
use super::paper::Marks;
use super::rule_sheet::RuleSheet;

/// A rank in words: `first choice`.
pub fn choice_name(rank: usize) -> String {
    const NAMES: [&str; 5] = ["first", "second", "third", "fourth", "fifth"];
    match rank.checked_sub(1).and_then(|place| NAMES.get(place)) {
        Some(name) => format!("{name} choice"),
        None => format!("choice {rank}"),
    }
}

/// What was marked, a line for each mark, by the labels of the options: `Place A`, or on a ranked paper
/// `First choice: Place A`. Nothing for a blank paper. Choices that do not read stand as they are.
pub fn marked(sheet: &RuleSheet, choices: &str) -> Vec<String> {
    let label = |option: &u16| {
        let found = sheet.options.get(usize::from(*option));
        found.map_or_else(String::new, |option| option.label.clone())
    };
    match read_choices(choices, sheet) {
        Ok(Marks::Ticked(options)) => options.iter().map(label).collect(),
        Ok(Marks::Ranked(ranks)) => (1..)
            .zip(&ranks)
            .filter(|(_, shared)| !shared.is_empty())
            .map(|(rank, shared)| {
                let shared: Vec<String> = shared.iter().map(label).collect();
                let name = crate::domain::text::capitalised(&choice_name(rank));
                format!("{name}: {}", shared.join(" and "))
            })
            .collect(),
        Err(_) => vec![choices.to_owned()],
    }
}

/// The first empty rank that has a mark below it, if there is one: later choices then count higher up.
pub fn first_gap(sheet: &RuleSheet, choices: &str) -> Option<usize> {
    let Ok(Marks::Ranked(ranks)) = read_choices(choices, sheet) else {
        return None;
    };
    // Empty ranks at the end are dropped when choices are read, so that any that is left is a gap.
    ranks.iter().position(Vec::is_empty).map(|place| place + 1)
}
