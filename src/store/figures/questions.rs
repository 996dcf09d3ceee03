//! What the questions of Parliament and under freedom of information need beyond the cells.
//!
//! Everything here is public on other pages as well, one by one. Sessions stood down are beside it, in `stood_down`.

pub mod by_place;

use crate::domain::figures::period::{Cut, Month, Span};
use crate::domain::figures::waits::Waits;
use crate::domain::time::london_date;
use crate::store::instants::{At, Day};
use crate::store::nominations::places::codes_inside;
use crate::store::{Conn, StoreError};
use chrono::NaiveDate;
use sea_orm::FromQueryResult;
use std::collections::BTreeMap;

/// What became of the nominations that came in during a stretch of time.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Outcomes {
    /// Nominations that a moderator passed.
    pub nominations: i64,
    /// Those that became a project.
    pub projects: i64,
    /// Days from nomination to completion, of the projects that are completed.
    pub completed: Waits,
    /// Days from nomination to decision, of those decided.
    pub decided: Waits,
    /// Decided within the promise.
    pub kept: i64,
    /// Still open after the promise.
    pub overdue: i64,
    /// Still open, with time left.
    pub open: i64,
}

#[derive(FromQueryResult)]
pub(super) struct NominationRow {
    id: i64,
    pub(super) council_code: String,
    pub(super) ward_code: Option<String>,
    submitted_at: At,
    decided_at: Option<At>,
    stage: String,
    promise_days: Option<i64>,
    project: Option<i64>,
    completed_on: Option<Day>,
}

/// What is asked of: where and when, and how the rows are cut by time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Question {
    /// The area's code; empty for everywhere.
    pub area: String,
    /// The months that count.
    pub span: Span,
    /// What a row is a row of.
    pub cut: Cut,
}

impl Question {
    /// The first month of the row that a day counts in, if it counts.
    pub(super) fn row_of(&self, day: NaiveDate) -> Option<Month> {
        let month = Month::of(day);
        self.span.holds(month).then(|| self.cut.row_of(month))
    }
}

/// The condition that something in a council and perhaps a ward lies in the area at the first placeholder:
/// in that ward, or in a council that is the area or lies inside it, however deep. For an empty code
/// everything does.
pub(in crate::store) fn lies_inside(council: &str, ward: &str) -> String {
    let codes = codes_inside(&["$1".into()]);
    format!("($1 = '' OR {ward} = $1 OR {council} IN {codes})")
}

/// What became of nominations, by when they came in.
pub async fn outcomes(
    conn: &Conn<'_>,
    question: &Question,
    promise_days: i64,
    today: NaiveDate,
) -> Result<BTreeMap<Month, Outcomes>, StoreError> {
    let counts = Counting {
        question,
        promise_days,
        today,
    };
    let mut found = BTreeMap::new();
    each(conn, &question.area, |row| {
        counts.add(row, &mut found, |month, _| Some(month));
    })
    .await?;
    Ok(found)
}

/// How each nomination counts.
pub(super) struct Counting<'q> {
    pub(super) question: &'q Question,
    /// The promise where a council has no other.
    pub(super) promise_days: i64,
    pub(super) today: NaiveDate,
}

impl Counting<'_> {
    /// Counts a nomination in its row, if it has one.
    pub(super) fn add<K: Ord>(
        &self,
        row: &NominationRow,
        found: &mut BTreeMap<K, Outcomes>,
        key: impl FnOnce(Month, &NominationRow) -> Option<K>,
    ) {
        let came = london_date(row.submitted_at.0);
        let month = self.question.row_of(came);
        let Some(key) = month.and_then(|month| key(month, row)) else {
            return;
        };
        let promise = row.promise_days.unwrap_or(self.promise_days);
        found
            .entry(key)
            .or_default()
            .count(row, came, promise, self.today);
    }
}

/// What is read of the nominations that moderators passed, in the area at the first placeholder.
pub(super) fn reading() -> String {
    let inside = lies_inside("n.council_code", "n.ward_code");
    format!(
        "SELECT n.id, n.council_code, n.ward_code, n.submitted_at, n.decided_at, n.stage, \
         COALESCE(n.promised_days, a.promise_days) AS promise_days, p.id AS project, \
         CASE WHEN p.stage = 'completed' THEN p.completed_on END AS completed_on \
         FROM nomination n JOIN area a ON a.code = n.council_code \
         LEFT JOIN project p ON p.id = (SELECT MIN(x.id) FROM project x WHERE x.nomination_id = n.id) \
         WHERE n.moderated_at IS NOT NULL AND n.public AND {inside}"
    )
}

/// Goes through the nominations of an area.
pub(super) async fn each(
    conn: &Conn<'_>,
    area: &str,
    mut count: impl FnMut(&NominationRow),
) -> Result<(), StoreError> {
    let sql = format!("{} AND n.id > $2 ORDER BY n.id LIMIT {AT_ONCE}", reading());
    let mut last = 0;
    loop {
        let some: Vec<NominationRow> = conn.all(sql.as_str(), [area.into(), last.into()]).await?;
        some.iter().for_each(&mut count);
        match some.last() {
            Some(row) if some.len() == AT_ONCE => last = row.id,
            _ => return Ok(()),
        }
    }
}

/// Nominations are read so many at a time, so that memory holds no more however many there are.
const AT_ONCE: usize = 1_000;

const OPEN: [&str; 5] = [
    "submitted",
    "under-assessment",
    "needs-information",
    "assessed",
    "shortlisted",
];

impl Outcomes {
    /// Neither decided nor open: withdrawn before a decision, or from before decisions were written down.
    pub fn undecided(&self) -> i64 {
        self.nominations - self.decided.count() - self.overdue - self.open
    }

    fn count(&mut self, row: &NominationRow, came: NaiveDate, promise: i64, today: NaiveDate) {
        self.nominations += 1;
        self.projects += i64::from(row.project.is_some());
        if let Some(day) = &row.completed_on {
            self.completed.note((day.0 - came).num_days().max(0));
        }
        if let Some(at) = &row.decided_at {
            let days = (london_date(at.0) - came).num_days().max(0);
            self.decided.note(days);
            self.kept += i64::from(days <= promise);
        } else if OPEN.contains(&row.stage.as_str()) {
            let late = (today - came).num_days() > promise;
            self.overdue += i64::from(late);
            self.open += i64::from(!late);
        }
    }
}

/// An option that won a declared vote, and the project that followed.
#[derive(Debug, Clone, PartialEq, Eq, FromQueryResult)]
pub struct Choice {
    /// The vote's part of its address.
    pub slug: String,
    /// The vote.
    pub title: String,
    /// Where it was held.
    pub area: String,
    /// How many people live there.
    pub population: Option<i64>,
    /// The day it closed, as an instant.
    closes_at: At,
    /// How many voted.
    pub votes_cast: i64,
    winners: String,
    option_id: String,
    /// What was chosen.
    pub label: String,
    /// The project that followed.
    pub project: Option<String>,
    /// Its stage.
    pub stage: Option<String>,
    completed_on: Option<Day>,
}

impl Choice {
    /// The day the vote closed.
    pub fn closed_on(&self) -> NaiveDate {
        london_date(self.closes_at.0)
    }

    /// The day the project was completed.
    pub fn completed_on(&self) -> Option<NaiveDate> {
        self.completed_on.as_ref().map(|day| day.0)
    }
}

/// What won each declared vote that closed in a stretch of time, oldest vote first: of votes held in the area
/// or inside it, and what was chosen there in a vote held around it.
pub async fn choices(conn: &Conn<'_>, question: &Question) -> Result<Vec<Choice>, StoreError> {
    let held = lies_inside("r.area_code", "n.ward_code");
    let place = lies_inside("n.council_code", "n.ward_code");
    let sql = format!(
        "SELECT r.slug, r.title, a.name AS area, a.population, r.closes_at, t.votes_cast, t.winners, \
         o.option_id, o.label, p.reference AS project, p.stage, p.completed_on \
         FROM round r JOIN area a ON a.code = r.area_code JOIN round_result t ON t.round_id = r.id \
         JOIN round_option o ON o.round_id = r.id LEFT JOIN nomination n ON n.id = o.nomination_id \
         LEFT JOIN project p ON p.round_id = r.id AND p.nomination_id = o.nomination_id \
         WHERE r.state = 'declared' AND ({held} OR {place}) ORDER BY r.closes_at, r.id, o.position"
    );
    let all: Vec<Choice> = conn.all(sql, [question.area.as_str().into()]).await?;
    let won = |choice: &Choice| choice.winners.lines().any(|id| id == choice.option_id);
    let counts = |choice: &Choice| question.row_of(choice.closed_on()).is_some();
    Ok(all
        .into_iter()
        .filter(|choice| won(choice) && counts(choice))
        .collect())
}
