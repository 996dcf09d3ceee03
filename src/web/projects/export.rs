//! Projects as a file, with their figures as last published: small numbers are withheld.

use super::list::wanted;
use crate::actions::publishing::records::{Cell, Column, Record, Stretch};
use crate::domain::figures::withholding::PublicMeasures;
use crate::domain::time::iso_date;
use crate::store::projects::Project;
use crate::store::projects::list::{self, Filter};
use crate::store::{Conn, StoreError, project_totals, settings};
use crate::web::nominations::list::ListQuery;
use crate::web::paths::Asked;
use crate::web::pieces::record_file::{self, STRETCH};
use crate::web::visit::{Answer, Visit};
use axum::response::Response;
use chrono::NaiveDate;

/// The columns, each with what it says.
pub const COLUMNS: [Column; 26] = [
    Column::code("reference", "What the project is called").always(),
    Column::words("title", "What it is, in a few words").always(),
    Column::code("category", "The code of the kind of work").always(),
    Column::code("stage", "How far it has come").always(),
    Column::code(
        "origin",
        "vote: nominated and chosen by a vote; nomination: nominated and agreed directly; other: agreed with no nomination",
    )
    .always(),
    Column::code("council_code", "The code of the council").always(),
    Column::words("council", "The council").always(),
    Column::code("ward_code", "The code of the ward, where it is known"),
    Column::words("ward", "The ward"),
    Column::degrees("lat", "Degrees north, where the spot is known, as exactly as the map shows it"),
    Column::degrees("lon", "Degrees east, where the spot is known, as exactly as the map shows it"),
    Column::words("place", "Where it is, in words"),
    Column::code("nomination", "The nomination it came of"),
    Column::code("vote", "The vote that chose it"),
    Column::day("nominated_on", "The day it was nominated"),
    Column::day("agreed_on", "The day it was agreed").always(),
    Column::month("planned_month", "The month planned for the work"),
    Column::month("started_month", "The month in which work began"),
    Column::day("completed_on", "The last day of work"),
    Column::count("sessions_held", "sessions", "Days of work held").always(),
    Column::count("sessions_stood_down", "sessions", "Days of work that could not take place").always(),
    Column::withheld("attendances", "people", "People who came, added up over sessions"),
    Column::withheld("offenders", "people", "Different people who worked on it"),
    Column::withheld("minutes_offered", "minutes", "The minutes booked for them"),
    Column::withheld("minutes_credited", "minutes", "The minutes that count towards sentences"),
    Column::words("provenance", "What is known and what is invented, in a demonstration"),
];

/// `/projects.csv`: the same filters, every row.
pub async fn csv(visit: Visit, Asked(query): Asked<ListQuery>) -> Answer {
    query.need_known(&visit).await?;
    let decimals = settings::coordinate_decimals(&visit.read()).await?;
    Ok(file(&visit, wanted(&query), "projects.csv", decimals))
}

/// The rows that are wanted, sent as they are read, their spots to so many decimals of a degree.
pub fn file(visit: &Visit, wanted: Filter, name: &str, decimals: u8) -> Response {
    let db = visit.app.desk.db.clone();
    record_file::csv(name, &COLUMNS, move |place| {
        let (db, wanted) = (db.clone(), wanted.clone());
        async move { stretch(&db.read(), &wanted, (place, STRETCH), decimals).await }
    })
}

/// Some of the rows that are wanted: those after a place, at most so many.
pub async fn stretch(
    conn: &Conn<'_>,
    wanted: &Filter,
    (place, most): (i64, u64),
    decimals: u8,
) -> Result<Stretch, StoreError> {
    let found = list::after(conn, wanted, place, most).await?;
    Ok(Stretch {
        records: records(conn, &found, decimals).await?,
        last: found
            .last()
            .filter(|_| found.len() as u64 == most)
            .map(|project| project.id),
    })
}

/// Projects as rows.
pub async fn records(
    conn: &Conn<'_>,
    found: &[Project],
    decimals: u8,
) -> Result<Vec<Record>, StoreError> {
    let ids: Vec<i64> = found.iter().map(|project| project.id).collect();
    let totals = project_totals::published(conn, &ids).await?;
    let record = |project: &Project| {
        let counts = totals.get(&project.id)?;
        Some(record(project, counts, decimals))
    };
    Ok(found.iter().filter_map(record).collect())
}

fn record(project: &Project, counts: &PublicMeasures, decimals: u8) -> Record {
    let day = |day: Option<NaiveDate>| Cell::text(day.map(iso_date).unwrap_or_default());
    let point = project.point.map(|point| point.in_degrees(decimals));
    let [lat, lon] = point.unwrap_or_default();
    let month = project.planned_month.map(|month| month.to_string());
    let started = project
        .started_on
        .map(|day| day.format("%Y-%m").to_string());
    let mut record = vec![
        Cell::text(project.reference.as_str()),
        Cell::text(&project.description.title),
        Cell::text(&project.description.category),
        Cell::text(project.stage.code()),
        Cell::text(project.origin.code()),
        Cell::text(&project.council_code),
        Cell::text(&project.council_name),
        Cell::some(&project.ward_code),
        Cell::some(&project.ward_name),
        Cell::Figure(lat),
        Cell::Figure(lon),
        Cell::text(&project.description.place),
        Cell::some(&project.nomination),
        Cell::some(&project.round_slug),
        day(project.nominated_on),
        day(Some(project.agreed_on)),
        Cell::some(&month),
        Cell::some(&started),
        day(project.completed_on),
        Cell::Number(counts.open.sessions_held),
        Cell::Number(counts.open.stood_down),
    ];
    let shown = [
        counts.attendances,
        counts.offenders,
        counts.minutes_offered,
        counts.minutes_credited,
    ];
    record.extend(shown.map(|shown| Cell::Figure(shown.mark())));
    record.push(Cell::text(&project.provenance));
    record
}
