//! How figures are counted.

use crate::domain::figures::measure::MEASURES;
use crate::domain::text::grouped;
use crate::web::govuk::{Table, WarningText};
use crate::web::pieces::scrolling;
use maud::{Markup, html};

/// The title of the page.
pub const TITLE: &str = "How figures are counted";

/// How a project came about.
const ORIGINS: [(&str, &str); 3] = [
    (
        "Chosen by vote",
        "Projects that the public nominated and residents chose in a vote.",
    ),
    (
        "Agreed directly",
        "Projects that the public nominated, and that the panel and the probation service agreed on without a vote.",
    ),
    (
        "Other projects",
        "Projects that the panel and the probation service agreed on with no nomination.",
    ),
];

/// The whole page, with the threshold and the boundary in force.
pub fn page(threshold: i64, boundary: &str) -> Markup {
    html! {
        p.govuk-body-l { "Every number comes from what staff wrote down after a day’s work. Nobody types in a total." }
        (WarningText { text: "Do not use these figures to rank areas. Areas differ in size, in the sentences that courts pass and in how much is recorded here.".into(), ..Default::default() })
        h2.govuk-heading-m { "What each number means" }
        (measures())
        h2.govuk-heading-m #small-numbers { "Small numbers" }
        (small_numbers(threshold))
        h2.govuk-heading-m { "Marks" }
        (marks(threshold))
        h2.govuk-heading-m { "Periods" }
        p.govuk-body { "A session counts in the month of its date. Days are days in London. A financial year runs from 1 April to 31 March: 2009–10 ended on 31 March 2010. Figures are shown for whole months only." }
        h2.govuk-heading-m { "When figures change" }
        p.govuk-body { (when(boundary)) " Every page of figures says when they were worked out." }
        p.govuk-body { "Until a council has checked them, figures are provisional: they may still change. A council can check and publish the figures of a period. Those are published figures, and they are frozen. If a mistake is found later, a new version says so and is marked." }
        p.govuk-body { "The page of figures goes on. A number there that differs from what the last release said has the mark [r]. Below the table stands which release that is, and what it said. A number that is not shown, there or in the release, has no such mark, so that the mark tells nothing about it. Files and the API of the same figures name these numbers in the field " code { "revised" } ": hours and their value go with the minutes. Supports, decisions and how far projects have come change all the time: only a new version of a release marks those." }
        p.govuk-body { "Staff cannot change or delete what they wrote down. They add a correction with a reason, and the old entry stays." }
        h2.govuk-heading-m { "Figures from before" }
        p.govuk-body { "Some figures are older than this service. They are shown apart, with where they come from. They are in no total." }
        h2.govuk-heading-m { "Work them out again" }
        p.govuk-body { "Take the " a.govuk-link href="/data/" { "open data" } ". In " code { "figures.csv" } ", the row ‘total’ at the end is the sum of all rows, those that are not shown among them. The same numbers stand on " a.govuk-link href="/figures" { "the page of figures" } "." }
        p.govuk-body { "Whoever runs the service can work out every figure from the ledger and compare, with " code { "payback-panel figures verify" } "." }
    }
}

fn measures() -> Markup {
    let counted = MEASURES.iter().map(|told| (told.words, told.means));
    let rows = counted.chain(ORIGINS);
    let rows = rows.map(|(name, rule)| vec![name.into(), rule.into()]);
    scrolling(&Table {
        caption: "What is counted, and how".into(),
        caption_classes: "govuk-visually-hidden".into(),
        head: vec!["Number".into(), "How it is counted".into()],
        first_cell_is_header: true,
        rows: rows.collect(),
        ..Default::default()
    })
}

fn small_numbers(threshold: i64) -> Markup {
    html! {
        p.govuk-body { "We hold no names of people who do the work, only how many came. Even so, a very small number could point to somebody." }
        ul.govuk-list.govuk-list--bullet {
            li { "From 1 to " (grouped(threshold - 1)) " offenders, the number is not shown. It has the mark [c]. Nor is it where one person worked alone each time." }
            li { "The hours and attendances beside it are not shown either: hours would give the number away." }
            li { "0 means that nothing is counted there yet. It is shown as it is, and what a few people did may be waiting." }
            li { "Where a total would give a small number away, other numbers carry the mark [c] as well, also large ones. They are chosen so that as little as possible is lost. The mark does not say which of them is small." }
            li { "Totals are worked out from the true numbers." }
            li { "A few people on a new project may wait until there are others to hide them among: a total that went up by three would tell. No page says where something waits, because that would tell as much. A correction waits in the same way, if it would give away what it takes back. A number once withheld stays withheld in later figures of the same period." }
            li { "A number that is shown twice tells what was added between. So a month goes by from one time to the next, unless the service is set to each night." }
        }
        p.govuk-body { "It is decided once, when figures are published, and holds on every page, in every file and against all figures published before." }
    }
}

fn marks(threshold: i64) -> Markup {
    let most = grouped(threshold - 1);
    let marks = [
        (
            "[c]",
            format!(
                "Not shown, because 1 to {most} offenders worked, or because it would give such a number away"
            ),
        ),
        (
            "[low]",
            "More than nothing, but so little that it would be rounded to 0".into(),
        ),
        (
            "[r]",
            "Revised: it was put right, or something was added, after a council published it. The old number stands beside it".into(),
        ),
        ("[p]", "Provisional: it may still change".into()),
        ("[x]", "Not available".into()),
        (
            "[z]",
            "Not applicable: a share of nothing, or something that has not come about".into(),
        ),
    ];
    scrolling(&Table {
        caption: "Marks in tables and files".into(),
        caption_classes: "govuk-visually-hidden".into(),
        head: vec!["Mark".into(), "Meaning".into()],
        first_cell_is_header: true,
        rows: marks
            .map(|(mark, words)| vec![mark.into(), words.into()])
            .into(),
        ..Default::default()
    })
}

fn when(boundary: &str) -> &'static str {
    match boundary {
        "at-once" => {
            "Here figures change at once, because this site only shows how the service works."
        }
        "nightly" => {
            "Public figures are made anew each night, not with each entry. Who keeps the figures of two days can tell what was recorded between them."
        }
        _ => {
            "Public figures are made anew on the first day of each month, not with each entry, so that a change tells nobody who worked on a day."
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_page_says_the_threshold_in_force() {
        let words = page(8, "nightly").into_string();
        assert!(
            words.contains("From 1 to 7 offenders") && words.contains("1 to 7 offenders worked")
        );
        assert!(words.contains("each night"));
    }
}
