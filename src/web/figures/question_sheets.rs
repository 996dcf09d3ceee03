//! The answers to questions people ask, each as a sheet: the same rows for the page and for the file.

use crate::domain::figures::PublicFigures;
use crate::domain::figures::period::{Cut, Month, Span};
use crate::domain::figures::view::{By, RowNames};
use crate::domain::figures::withholding::PublicMeasures;
use crate::domain::hours::stood_down::StoodDown;
use crate::domain::projects::Stage;
use crate::domain::text::capitalised;
use crate::store::figures::questions::{self as read, Question};
use crate::web::figures::sheets::{Sheet, SheetCell};
use crate::web::pieces::{shown, shown_hours};
use std::collections::BTreeMap;

/// Columns: their heads for people, and their names for programs.
pub(super) type Columns = Vec<(&'static str, &'static str)>;

/// The head of the column that says when, for people and for programs.
pub(super) fn head(cut: Cut) -> (&'static str, &'static str) {
    let column = match cut {
        Cut::Year => "financial_year",
        Cut::Quarter | Cut::Month => By::Time(cut).code(),
    };
    (By::Time(cut).name(), column)
}

/// How an answer is cut, in its caption: `by financial year`.
fn by(cut: Cut) -> String {
    format!("by {}", By::Time(cut).name().to_lowercase())
}

/// What stands in the first cell of the sum over all rows: the period, or that it is all of them.
fn whole(question: &Question) -> String {
    match question.span == Span::ever() {
        true => "All years".into(),
        false => capitalised(&question.span.words()),
    }
}

pub(super) fn nominations(question: &Question, figures: &PublicFigures<RowNames>) -> Sheet {
    let cut = question.cut;
    let rows = figures
        .rows()
        .iter()
        .filter(|(_, counts)| counts.open.nominations > 0);
    let rows: Vec<Vec<SheetCell>> = rows
        .map(|(names, counts)| {
            let place = names.get(1);
            vec![
                SheetCell::words(names.first().map_or("", |name| &name.words)),
                SheetCell::words(place.map_or("", |name| &name.words)),
                SheetCell::number(counts.open.nominations),
            ]
        })
        .collect();
    let total = vec![
        SheetCell::words(whole(question)),
        SheetCell::words("Total"),
        SheetCell::number(figures.total().open.nominations),
    ];
    Sheet {
        caption: format!("Nominations {} and area", by(cut)),
        columns: vec![head(cut), ("Area", "area"), ("Nominations", "nominations")],
        rows,
        total: Some(total),
    }
}

/// The columns of the hours.
pub(super) fn hours_columns(cut: Cut) -> Columns {
    vec![
        head(cut),
        ("Kind of work", "category"),
        ("Hours offered", "minutes_offered"),
        ("Hours worked", "minutes_credited"),
        ("Offenders", "offenders"),
        ("Sessions held", "sessions_held"),
    ]
}

pub(super) fn hours(question: &Question, figures: &PublicFigures<RowNames>) -> Sheet {
    let cut = question.cut;
    let figure = |words: String, number: Option<i64>| match number {
        Some(number) => SheetCell::Figure(words, number.to_string()),
        None => SheetCell::mark("[c]"),
    };
    let line = |when: &str, work: &str, counts: &_| {
        let counts: &PublicMeasures = counts;
        let (offered, credited) = (counts.minutes_offered, counts.minutes_credited);
        vec![
            SheetCell::words(when),
            SheetCell::words(work),
            figure(shown_hours(offered), offered.count()),
            figure(shown_hours(credited), credited.count()),
            figure(shown(counts.offenders), counts.offenders.count()),
            SheetCell::number(counts.open.sessions_held),
        ]
    };
    let worked = figures
        .rows()
        .iter()
        .filter(|(_, counts)| counts.open.sessions_held > 0);
    let rows: Vec<_> = worked
        .map(|(names, counts)| {
            let work = names.get(1).map_or("", |name| name.words.as_str());
            line(names.first().map_or("", |name| &name.words), work, counts)
        })
        .collect();
    let total = line(&whole(question), "Total", figures.total());
    Sheet {
        caption: format!("Hours offered and worked, {} and kind of work", by(cut)),
        columns: hours_columns(cut),
        rows,
        total: Some(total),
    }
}

pub(super) fn stood_down(question: &Question, reasons: &BTreeMap<(Month, String), i64>) -> Sheet {
    let cut = question.cut;
    let words = |code: &str| {
        StoodDown::parse(code).map_or_else(|| code.to_string(), |reason| reason.name().to_string())
    };
    let rows: Vec<Vec<SheetCell>> = reasons
        .iter()
        .map(|((month, reason), sessions)| {
            vec![
                SheetCell::words(cut.words(*month)),
                SheetCell::words(words(reason)),
                SheetCell::number(*sessions),
            ]
        })
        .collect();
    let total = vec![
        SheetCell::words(whole(question)),
        SheetCell::words("Total"),
        SheetCell::number(reasons.values().sum()),
    ];
    Sheet {
        caption: format!("Sessions stood down, {} and reason", by(cut)),
        columns: vec![head(cut), ("Reason", "reason"), ("Sessions", "sessions")],
        rows,
        total: Some(total),
    }
}

/// Stands where something has not come about.
const NOT_YET: &str = "[z]";

/// The columns of what was chosen.
pub(super) const CHOSEN: [(&str, &str); 9] = [
    ("Vote", "vote"),
    ("Area", "area"),
    ("Closed", "closed_on"),
    ("People who voted", "votes_cast"),
    ("Share of everybody living there", "share_of_population"),
    ("Chosen", "chosen"),
    ("Project", "project"),
    ("Stage", "stage"),
    ("Completed", "completed_on"),
];

pub(super) fn chosen(choices: &[read::Choice]) -> Sheet {
    let row = |choice: &read::Choice| {
        let stage = choice.stage.as_deref().and_then(Stage::parse);
        let turnout = match choice.population {
            Some(population) => SheetCell::share(choice.votes_cast, population),
            None => SheetCell::available(None),
        };
        vec![
            SheetCell::words(&choice.title),
            SheetCell::words(&choice.area),
            SheetCell::Day(choice.closed_on()),
            SheetCell::number(choice.votes_cast),
            turnout,
            SheetCell::words(&choice.label),
            SheetCell::words(choice.project.as_deref().unwrap_or(NOT_YET)),
            SheetCell::words(stage.map_or(NOT_YET, |stage| stage.name())),
            choice
                .completed_on()
                .map_or_else(|| SheetCell::words(NOT_YET), SheetCell::Day),
        ]
    };
    Sheet {
        caption: "What was chosen in votes, and what became of it".into(),
        columns: CHOSEN.to_vec(),
        rows: choices.iter().map(row).collect(),
        total: None,
    }
}
