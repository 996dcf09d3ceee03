//! Projects as a file, with their figures as last published: small numbers are withheld.

use super::list::wanted;
use crate::domain::csv_cells::{self, Row};
use crate::domain::figures::withholding::{PublicMeasures, Shown};
use crate::domain::time::iso_date;
use crate::store::projects::Project;
use crate::store::projects::list::{self, Filter};
use crate::store::{Db, StoreError, project_totals, settings};
use crate::web::nominations::list::ListQuery;
use crate::web::paths::Asked;
use crate::web::pieces::download::{self, Sheet};
use crate::web::visit::{Answer, Visit};
use axum::response::Response;
use chrono::NaiveDate;

/// Rows of the file that are read at a time.
const STRETCH: u64 = 500;

/// The columns, each with what it says.
pub const COLUMNS: [(&str, &str); 26] = [
    ("reference", "What the project is called"),
    ("title", "What it is, in a few words"),
    ("category", "The code of the kind of work"),
    ("stage", "How far it has come"),
    (
        "origin",
        "vote: nominated and chosen by a vote; nomination: nominated and agreed directly; other: agreed with no nomination",
    ),
    ("council_code", "The code of the council"),
    ("council", "The council"),
    ("ward_code", "The code of the ward, where it is known"),
    ("ward", "The ward"),
    ("lat", "Degrees north, where the spot is known"),
    ("lon", "Degrees east, where the spot is known"),
    ("place", "Where it is, in words"),
    ("nomination", "The nomination it came of"),
    ("vote", "The vote that chose it"),
    ("nominated_on", "The day it was nominated"),
    ("agreed_on", "The day it was agreed"),
    ("planned_month", "The month planned for the work"),
    ("started_month", "The month in which work began"),
    ("completed_on", "The last day of work"),
    ("sessions_held", "Days of work held"),
    (
        "sessions_stood_down",
        "Days of work that could not take place",
    ),
    ("attendances", "People who came, added up over sessions"),
    ("offenders", "Different people who worked on it"),
    ("minutes_offered", "The minutes booked for them"),
    (
        "minutes_credited",
        "The minutes that count towards sentences",
    ),
    (
        "provenance",
        "What is known and what is invented, in a demonstration",
    ),
];

/// `/projects.csv`: the same filters, every row.
pub async fn csv(visit: Visit, Asked(query): Asked<ListQuery>) -> Answer {
    public(&visit, wanted(&query)).await
}

/// Every project, as the open data has it.
pub async fn open_data(visit: Visit) -> Answer {
    public(&visit, Filter::default()).await
}

async fn public(visit: &Visit, wanted: Filter) -> Answer {
    let decimals = settings::coordinate_decimals(&visit.read()).await?;
    Ok(file(visit, wanted, "projects.csv", decimals))
}

/// The rows that are wanted, sent as they are read, their spots to so many decimals of a degree.
pub fn file(visit: &Visit, wanted: Filter, name: &str, decimals: u8) -> Response {
    let db = visit.app.desk.db.clone();
    download::csv(name, move |lines| async move {
        let heading = csv_cells::row(&COLUMNS.map(|(name, _)| name));
        let sheet = Sheet::csv(lines, heading);
        written(&db, &wanted, sheet, |project, counts| {
            row(project, counts, decimals)
        })
        .await
    })
}

/// Writes the projects that are wanted, in order of row, a stretch at a time, so that memory stays flat.
pub async fn written(
    db: &Db,
    wanted: &Filter,
    mut sheet: Sheet,
    row: impl Fn(&Project, &PublicMeasures) -> String + Send + Sync,
) -> Result<(), StoreError> {
    let mut last = 0;
    loop {
        let found = list::after(&db.read(), wanted, last, STRETCH).await?;
        let Some(end) = found.last() else { break };
        last = end.id;
        let ids: Vec<i64> = found.iter().map(|project| project.id).collect();
        let totals = project_totals::published(&db.read(), &ids).await?;
        for project in &found {
            if let Some(counts) = totals.get(&project.id) {
                sheet.add(&row(project, counts));
            }
        }
        if sheet.send().await.is_err() {
            return Ok(());
        }
    }
    sheet.finish().await;
    Ok(())
}

fn row(project: &Project, counts: &PublicMeasures, decimals: u8) -> String {
    let day = |day: Option<NaiveDate>| day.map(iso_date).unwrap_or_default();
    let spot = project.point.map(|point| point.in_degrees(decimals));
    let [lat, lon] = spot.unwrap_or_default();
    let text = |text: &Option<String>| text.clone().unwrap_or_default();
    let month = project
        .planned_month
        .map(|month| month.to_string())
        .unwrap_or_default();
    let started = project
        .started_on
        .map(|day| day.format("%Y-%m").to_string());
    let row = Row::new()
        .text(project.reference.as_str())
        .text(&project.description.title)
        .text(&project.description.category)
        .text(project.stage.code())
        .text(project.origin.code())
        .text(&project.council_code)
        .text(&project.council_name)
        .text(&text(&project.ward_code))
        .text(&text(&project.ward_name))
        .figure(&lat)
        .figure(&lon)
        .text(&project.description.place)
        .text(&text(&project.nomination))
        .text(&text(&project.round_slug))
        .text(&day(project.nominated_on))
        .text(&day(Some(project.agreed_on)))
        .text(&month)
        .text(&started.unwrap_or_default())
        .text(&day(project.completed_on))
        .number(counts.sessions_held)
        .number(counts.stood_down);
    let shown = [
        counts.attendances,
        counts.offenders,
        counts.minutes_offered,
        counts.minutes_credited,
    ];
    let row = shown
        .map(Shown::mark)
        .iter()
        .fold(row, |row, mark| row.figure(mark));
    row.text(&project.provenance).end()
}
