//! Reported figures: from before this service, each with its source, shown apart and in no total.

use crate::store::instants::Day;
use crate::store::{Conn, StoreError, Work};
use chrono::NaiveDate;
use sea_orm::FromQueryResult;

/// A figure from before this service, shown apart and in no total.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReportedFigure {
    /// The area's code.
    pub area: String,
    /// What it is of.
    pub label: String,
    /// Its first day.
    pub from: NaiveDate,
    /// Its last day.
    pub to: NaiveDate,
    /// The number.
    pub value: i64,
    /// Of what: hours, projects or offenders.
    pub unit: String,
    /// Where it comes from.
    pub source: String,
}

#[derive(FromQueryResult)]
struct ReportedRow {
    area_code: String,
    label: String,
    from_day: Day,
    to_day: Day,
    value: i64,
    unit: String,
    source: String,
}

/// Reported figures, oldest first; of one area where a code is given.
pub async fn all(conn: &Conn<'_>, area: &str) -> Result<Vec<ReportedFigure>, StoreError> {
    let rows: Vec<ReportedRow> = conn
        .all(
            "SELECT area_code, label, from_day, to_day, value, unit, source FROM reported_figure \
             WHERE $1 = '' OR area_code = $1 ORDER BY from_day, label",
            [area.into()],
        )
        .await?;
    let rows = rows.into_iter().map(|row| ReportedFigure {
        area: row.area_code,
        label: row.label,
        from: row.from_day.0,
        to: row.to_day.0,
        value: row.value,
        unit: row.unit,
        source: row.source,
    });
    Ok(rows.collect())
}

/// Adds a reported figure. The same one again changes nothing.
pub async fn add(work: &Work, figure: &ReportedFigure) -> Result<bool, StoreError> {
    let added = work
        .read()
        .run(
            "INSERT INTO reported_figure (area_code, label, from_day, to_day, value, unit, source) \
             VALUES ($1, $2, $3, $4, $5, $6, $7) \
             ON CONFLICT (area_code, label, from_day, to_day, unit) DO NOTHING",
            [
                figure.area.clone().into(),
                figure.label.clone().into(),
                Day(figure.from).to_string().into(),
                Day(figure.to).to_string().into(),
                figure.value.into(),
                figure.unit.clone().into(),
                figure.source.clone().into(),
            ],
        )
        .await?;
    Ok(added == 1)
}
