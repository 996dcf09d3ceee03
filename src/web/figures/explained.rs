//! Beside the figures: what the marks mean, what is counted, and what others reported before.

use crate::domain::figures::measure::Measure;
use crate::domain::text::grouped;
use crate::domain::time::long_date;
use crate::store::reported_figures::ReportedFigure;
use crate::web::govuk::{Details, InsetText, WarningText};
use maud::{Markup, html};

const MARKS: [(&str, &str); 6] = [
    (
        "[c]",
        "withheld: very few offenders worked, so the number and the hours could point to a person, or a sum would give such a number away. 0 means that nothing is counted yet: what very few did may wait for a later publication",
    ),
    (
        "[low]",
        "more than nothing, but so little that it would be rounded to 0",
    ),
    (
        "[p]",
        "provisional: no council has checked and published it in a release of the same area and period. Behind the name of a row it is said of all its numbers",
    ),
    (
        "[r]",
        "revised: it was put right, or something was added, after a council published it. What the release said stands beside it. Supports, decisions and how far projects have come go on changing, so outside releases they are not marked",
    ),
    (
        "[x]",
        "not available, such as the median days of fewer than 10 projects",
    ),
    (
        "[z]",
        "not applicable: a share of nothing, something that has not come about, or votes where kinds of work or origins are told apart, because a vote is of no one of them",
    ),
];

fn marks_explained() -> Markup {
    html! {
        dl class="app-definitions" { @for (mark, meaning) in MARKS { dt { (mark) } dd { (meaning) "." } } }
    }
}

/// The key to the marks, for all to see, on paper too.
pub fn key() -> Markup {
    html! {
        h2 class="govuk-heading-m" { "What the marks mean" }
        (marks_explained())
    }
}

/// The same, folded away where a page has many tables.
pub fn marks() -> Markup {
    html! { (Details::new("What the marks mean", marks_explained())) }
}

/// Figures from before this service, apart from everything that is counted.
pub fn reported_figures(reported: &[ReportedFigure]) -> Markup {
    if reported.is_empty() {
        return html! {};
    }
    html! {
        h2 class="govuk-heading-m" { "Reported figures from before this service" }
        p class="govuk-body" { "These were published by others. They are in no total on this page." }
        @for figure in reported {
            (InsetText { html: html! {
                p class="govuk-body" {
                    strong { (grouped(figure.value)) " " (figure.unit) } ". " (figure.label) ", "
                    (long_date(figure.from)) " to " (long_date(figure.to)) "."
                }
                p class="govuk-body-s govuk-!-margin-bottom-0" { "Source: " (figure.source) }
            }, ..InsetText::default() })
        }
    }
}

/// Beside a number of offenders: how there can be hours and no offender. Nothing where the columns have none.
pub fn offenders_note(columns: &[Measure]) -> Markup {
    html! {
        @if columns.contains(&Measure::Offenders) {
            p class="govuk-body-s" { "Offenders are counted once on each project, in the month when they are new to it. So a period can have hours and no offenders: those who worked had come before. Attendances count everybody who came, each time." }
        }
    }
}

/// What is counted, where it comes from and what not to do with it.
pub fn definitions(columns: &[Measure]) -> Markup {
    html! {
        h2 class="govuk-heading-m" { "What is counted" }
        dl class="app-definitions" {
            @for told in columns.iter().map(|measure| measure.told()) {
                dt { (told.words) } dd { (told.means) }
            }
        }
        p class="govuk-body" { a class="govuk-link" href="/about/figures" { "How figures are counted" } }
        p class="govuk-body" { "Source: the record that probation staff keep of each session, each nomination and each project in this service. A session counts in the month of its date. Councils and wards are those that a place lay in when it was recorded: a ward that another council has today stands with that council’s name." }
        (WarningText { text: "Do not rank areas by these figures: areas differ in size, in sentences passed and in how much is recorded here.".into(), ..WarningText::default() })
    }
}
