//! The chart beside a table of figures: of each group of columns the number that people look for first.

use crate::domain::figures::arranged::Stage;
use crate::domain::figures::measure::{Counted, Measure, Unit};
use crate::domain::figures::view::{RowNames, View};
use crate::domain::figures::withholding::{PublicMeasures, Shown};
use crate::domain::text::hours_figure;
use crate::web::figures::views::words;
use crate::web::pieces::{Bar, BarChart, Paged, caption};
use maud::{Markup, html};

/// The number that is drawn of a group of columns.
fn drawn(stage: Option<Stage>) -> Measure {
    match stage {
        None | Some(Stage::InProgress) => Measure::HoursCredited,
        Some(Stage::Nominated) => Measure::Nominations,
        Some(Stage::Voted) => Measure::VotesCast,
        Some(Stage::Agreed) => Measure::ProjectsAgreed,
        Some(Stage::Completed) => Measure::ProjectsCompleted,
    }
}

/// A bar for each row; nothing for a single row, or where the number applies to none of them.
pub fn chart(
    stage: Option<Stage>,
    (view, part): (&View, &Paged),
    rows: &[(RowNames, PublicMeasures)],
) -> Markup {
    let measure = drawn(stage);
    if rows.len() < 2 || !view.applies(measure) {
        return html! {};
    }
    let number = |number: i64| match measure.told().unit {
        Unit::Hours => format!("{} hours", hours_figure(number)),
        _ => measure.in_words(Shown::Count(number)),
    };
    let bar = |(names, row): &(RowNames, PublicMeasures)| match row.counted(measure) {
        Shown::Count(count) => Bar::new(words(names), count, number(count)),
        mark => Bar::withheld(words(names), mark.mark()),
    };
    let bars: Vec<Bar> = rows.iter().map(bar).collect();
    let longest = bars
        .iter()
        .filter(|bar| bar.length.is_some())
        .max_by_key(|bar| bar.length);
    let description = longest.map_or_else(String::new, |bar| {
        format!("The most: {}, {}.", bar.label, bar.shown)
    });
    let by = view.by.first().map_or("", |by| by.name()).to_lowercase();
    let title = caption(
        measure.told().words,
        &format!("by {by}"),
        &part.words().unwrap_or_default(),
    );
    html! {
        h2 class="govuk-heading-m" { (title) }
        (BarChart { id: "figures-chart".into(), title, description, bars, line: None })
    }
}
