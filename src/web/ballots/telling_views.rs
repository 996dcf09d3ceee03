//! How a result came about, drawn: a section a stage with its words and bars, then one table.

use super::methods::method_in_a_sentence;
use crate::domain::ballots::telling::{self, Lot, Stage, Telling};
use crate::domain::text::listed;
use crate::domain::time::{london_date, long_date};
use crate::store::ballots::{Round, RoundOption};
use crate::web::govuk::{InsetText, Table, TableCell};
use crate::web::pieces::{Bar, BarChart, scrolling};
use maud::{Markup, html};

/// Above so many stages the drawings of those between the first and the last are left out: the words
/// and the table have them all.
const DRAWN_STAGES: usize = 12;

/// The whole story.
pub fn told(round: &Round, options: &[RoundOption], telling: &Telling) -> Markup {
    let stages = telling.stages.len();
    let drawn = |number: usize| stages <= DRAWN_STAGES || number == 1 || number == stages;
    html! {
        p.govuk-body { (method_in_a_sentence(round.method)) }
        (lot(round, options, &telling.lot))
        @for (number, stage) in (1..).zip(&telling.stages) { (one(number, stage, drawn(number))) }
        (table(round, options, telling))
        @for note in &telling.table.notes { p.govuk-body-s { (note) } }
    }
}

fn one(number: usize, stage: &Stage, drawn: bool) -> Markup {
    let bar = |bar: &telling::Bar| {
        let name = match bar.note.as_str() {
            "" => bar.label.clone(),
            note => format!("{}: {note}", bar.label),
        };
        Bar::new(name, bar.length, bar.shown.as_str())
    };
    let chart = BarChart {
        id: format!("stage-{number}"),
        title: stage.title.clone(),
        description: stage.words.last().cloned().unwrap_or_default(),
        bars: stage.bars.iter().map(bar).collect(),
        line: stage.line.clone(),
    };
    html! {
        section {
            h3.govuk-heading-s { (stage.title) }
            @match stage.words.as_slice() {
                [] => {}
                [first, rest @ ..] if rest.len() > 5 => {
                    p.govuk-body { (first) }
                    ul class="govuk-list govuk-list--bullet" { @for words in rest { li { (words) } } }
                }
                words => { @for words in words { p.govuk-body { (words) } } }
            }
            @if drawn && !stage.bars.is_empty() { (chart) }
        }
    }
}

/// What decided a tie, where one had to be decided.
pub fn lot(round: &Round, options: &[RoundOption], lot: &Lot) -> Markup {
    match lot {
        Lot::NotNeeded => html! {},
        Lot::Value(value) => html! {
            (InsetText::from(html! {
                "The count ended in a tie. It was decided by a value that nobody could know before: " (round.tie_source) ". The value was " strong { (value) } "."
            }))
        },
        Lot::Drawn { order, witnesses } => {
            let label = |id: &String| {
                let found = options.iter().find(|option| option.id == *id);
                found.map_or_else(|| id.clone(), |option| option.label.clone())
            };
            let order: Vec<String> = order.iter().map(label).collect();
            html! {
                (InsetText::from(html! {
                    "The count ended in a tie, and the public value that the rules name could not be had. So a lot was drawn in public, before "
                    strong { (listed(witnesses)) } ". The order drawn was: " (order.join(", ")) "."
                }))
            }
        }
    }
}

fn table(round: &Round, options: &[RoundOption], telling: &Telling) -> Markup {
    let last = telling.table.head.len().saturating_sub(1);
    let mut head: Vec<TableCell> = vec!["Place".into()];
    head.extend(telling.table.head.iter().enumerate().map(|(at, text)| {
        if at == last {
            text.as_str().into()
        } else {
            TableCell::numeric(text.as_str())
        }
    }));
    let name = |label: &str| match options.iter().find(|option| option.label == label) {
        Some(option) => super::paper::label(option),
        None => html! { (label) },
    };
    let rows = telling.table.rows.iter().map(|row| {
        let mut cells: Vec<TableCell> = vec![name(&row.label).into()];
        cells.extend(
            row.numbers
                .iter()
                .map(|number| TableCell::numeric(number.as_str())),
        );
        cells.push(row.outcome.as_str().into());
        cells
    });
    let table = Table {
        caption: format!(
            "{}, {}",
            telling.table.caption,
            long_date(london_date(round.times.closes_at))
        ),
        head,
        first_cell_is_header: true,
        rows: rows.collect(),
        ..Default::default()
    };
    scrolling(&table)
}
