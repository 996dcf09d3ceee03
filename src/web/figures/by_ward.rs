//! Answers by council and ward beside each other: files, too long for the page of questions.

use super::outcome_sheets::Told;
use super::question_sheets::{Columns, head};
use super::questions::promise_days;
use super::sheets::row_of;
use crate::domain::csv_cells;
use crate::domain::figures::period::Month;
use crate::domain::time::london_date;
use crate::store::figures::by_ward::{self as wards, Named};
use crate::store::figures::questions::{Question, by_place};
use crate::store::{Db, StoreError};
use crate::web::known;
use crate::web::pieces::download::{self, Lines};
use crate::web::problem::Problem;
use crate::web::visit::Visit;
use axum::response::Response;
use chrono::NaiveDate;

/// One of the files.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Part {
    /// How many were nominated.
    Nominations,
    /// What became of them.
    Outcomes(Told),
}

/// Each with the answer beside which it stands, and its own name.
const PARTS: [(Part, &str, &str); 3] = [
    (Part::Nominations, "nominations", "nominations-by-ward"),
    (
        Part::Outcomes(Told::Completed),
        "completed-by-area",
        "completed-by-ward",
    ),
    (
        Part::Outcomes(Told::Decided),
        "decided-by-area",
        "decided-by-ward",
    ),
];

impl Part {
    /// Every one of them.
    pub(super) const ALL: [Part; 3] = [PARTS[0].0, PARTS[1].0, PARTS[2].0];

    /// By its name.
    pub(super) fn parse(name: &str) -> Option<Part> {
        Part::ALL.into_iter().find(|part| part.name() == name)
    }

    /// The one that stands beside an answer.
    pub(super) fn beside(answer: &str) -> Option<Part> {
        let found = PARTS.into_iter().find(|(_, beside, _)| *beside == answer);
        found.map(|(part, ..)| part)
    }

    /// Its name, beside those of the answers.
    pub(super) fn name(self) -> &'static str {
        let found = PARTS.into_iter().find(|(part, ..)| *part == self);
        found.map_or("", |(_, _, name)| name)
    }

    /// The columns behind those that say when and where.
    pub(super) fn columns(self) -> Columns {
        match self {
            Part::Nominations => vec![("Nominations", "nominations")],
            Part::Outcomes(told) => told.columns(),
        }
    }

    /// Every council's by ward, in parts, so that memory holds no more of many years than of one.
    pub(super) async fn file(self, visit: &Visit, question: Question) -> Result<Response, Problem> {
        known::area(visit, &question.area).await?;
        let db = visit.app.desk.db.clone();
        let as_of = (promise_days(visit).await?, london_date(visit.now()));
        let name = format!("{}.csv", self.name());
        Ok(download::csv(&name, move |lines| async move {
            let mut columns = vec![head(question.cut).1];
            columns.extend(["council_code", "council", "ward_code", "ward"]);
            columns.extend(self.columns().into_iter().map(|(_, name)| name));
            let _ = lines.send(csv_cells::row(&columns)).await;
            match self {
                Part::Nominations => nominations(&db, &question, lines).await,
                Part::Outcomes(told) => outcomes(&db, (&question, told), as_of, lines).await,
            }
        }))
    }
}

async fn nominations(db: &Db, question: &Question, lines: Lines) -> Result<(), StoreError> {
    for (row, span) in wards::stretches(&db.read(), question).await? {
        let found = wards::nominations(&db.read(), &question.area, span).await?;
        let line = |found: &wards::InWard| {
            let line = place((question, row), &found.council, found.ward.as_ref());
            line.number(found.nominations).end()
        };
        let some: String = found.iter().map(line).collect();
        if lines.send(some).await.is_err() {
            break;
        }
    }
    Ok(())
}

async fn outcomes(
    db: &Db,
    (question, told): (&Question, Told),
    as_of: (i64, NaiveDate),
    lines: Lines,
) -> Result<(), StoreError> {
    let reach = by_place::reach(&db.read(), question).await?;
    for row in &reach.rows {
        for council in &reach.councils {
            let of = (&reach, council);
            let found = by_place::of_council(&db.read(), (question, *row), of, as_of).await?;
            let line = |found: &by_place::InWard| {
                let line = place((question, *row), &found.council, found.ward.as_ref());
                row_of(line, &told.cells(&found.outcomes)).end()
            };
            let some: String = found.iter().map(line).collect();
            if lines.send(some).await.is_err() {
                return Ok(());
            }
        }
    }
    Ok(())
}

/// The first cells of a line: when and where.
fn place(
    (question, row): (&Question, Month),
    council: &Named,
    ward: Option<&Named>,
) -> csv_cells::Row {
    let (code, ward) = match ward {
        Some((code, name)) => (code.as_str(), name.as_str()),
        None => ("[z]", "In no ward that is known"),
    };
    let (council, name) = council;
    let line = csv_cells::Row::new().text(&question.cut.words(row));
    line.text(council).text(name).text(code).text(ward)
}
