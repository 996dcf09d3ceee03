//! The list of nominations as a file. The same filters, the same rows; no contact details.

use super::list::ListQuery;
use crate::domain::csv_cells::{self, Row};
use crate::domain::time::{iso_date, london_date};
use crate::store::nominations::Listed;
use crate::store::nominations::list::{self, Outcome, Seen, Wanted};
use crate::store::{Db, StoreError, settings};
use crate::web::paths::Asked;
use crate::web::pieces::download::{self, Sheet};
use crate::web::visit::{Answer, Visit};
use axum::response::Response;
use chrono::{DateTime, Utc};

/// The columns, each with what it says.
pub const COLUMNS: [(&str, &str); 24] = [
    ("reference", "What the nomination is called"),
    ("title", "What was asked for, in a few words"),
    ("category", "The code of the kind of work"),
    ("place", "Where it is, in words"),
    ("council_code", "The code of the council"),
    ("council", "The council"),
    ("ward_code", "The code of the ward, where it is known"),
    ("ward", "The ward"),
    ("submitted_on", "The day it was sent"),
    ("stage", "How far it has come"),
    ("published_on", "The day a moderator passed it"),
    ("decided_on", "The day it was first decided on"),
    ("decline_reason", "Why it was declined"),
    ("merged_into", "The nomination it was joined to"),
    ("project", "The project that came of it"),
    ("supports", "How many residents support it"),
    ("description", "The work, in the nominator's words"),
    ("benefit", "Who would gain, in the nominator's words"),
    ("beneficiary", "The organisation that would gain"),
    ("land_owner", "Who owns the land, as far as it is known"),
    ("lat", "Degrees north, where the spot is known"),
    ("lon", "Degrees east, where the spot is known"),
    (
        "provenance",
        "What is known and what is invented, in a demonstration",
    ),
    ("category_name", "The kind of work"),
];

/// How many rows are read at a time.
const STRETCH: u64 = 500;

/// Everything public that the filters leave.
pub async fn public(visit: Visit, Asked(query): Asked<ListQuery>) -> Answer {
    for_everybody(&visit, query.wanted(Seen::ByEverybody)).await
}

/// Every nomination, as the open data has it.
pub async fn open_data(visit: Visit) -> Answer {
    for_everybody(&visit, Wanted::default()).await
}

async fn for_everybody(visit: &Visit, wanted: Wanted) -> Answer {
    let decimals = settings::coordinate_decimals(&visit.read()).await?;
    Ok(file(visit, wanted, decimals))
}

/// The rows that are wanted, sent as they are read, their spots to so many decimals of a degree.
pub fn file(visit: &Visit, wanted: Wanted, decimals: u8) -> Response {
    let db = visit.app.desk.db.clone();
    download::csv("nominations.csv", move |lines| async move {
        let heading = csv_cells::row(&COLUMNS.map(|(name, _)| name));
        let sheet = Sheet::csv(lines, heading);
        written(&db, &wanted, sheet, |listed, outcome| {
            row(listed, outcome, decimals)
        })
        .await
    })
}

/// Writes the nominations that are wanted, in order of row, a stretch at a time, so that memory stays flat.
pub async fn written(
    db: &Db,
    wanted: &Wanted,
    mut sheet: Sheet,
    row: impl Fn(&Listed, &Outcome) -> String + Send + Sync,
) -> Result<(), StoreError> {
    let mut last = 0;
    loop {
        let found = list::after(&db.read(), wanted, last, STRETCH).await?;
        let Some(end) = found.last() else { break };
        last = end.nomination.id;
        let ids: Vec<i64> = found.iter().map(|listed| listed.nomination.id).collect();
        let outcomes = list::outcomes(&db.read(), &ids).await?;
        for listed in &found {
            let outcome = outcomes.get(&listed.nomination.id);
            sheet.add(&row(listed, outcome.unwrap_or(&Outcome::default())));
        }
        if sheet.send().await.is_err() {
            return Ok(());
        }
    }
    sheet.finish().await;
    Ok(())
}

fn day(instant: Option<DateTime<Utc>>) -> String {
    instant.map_or_else(String::new, |at| iso_date(london_date(at)))
}

fn row(listed: &Listed, outcome: &Outcome, decimals: u8) -> String {
    let nomination = &listed.nomination;
    let proposal = &nomination.proposal;
    let place = &proposal.whereabouts;
    let text = |text: &Option<String>| text.clone().unwrap_or_default();
    let reason = nomination.decline_reason.map_or("", |reason| reason.code());
    let [lat, lon] = place
        .spot
        .map(|spot| spot.in_degrees(decimals))
        .unwrap_or_default();
    Row::new()
        .text(&nomination.reference)
        .text(&proposal.title)
        .text(&proposal.category)
        .text(&place.place)
        .text(&place.council)
        .text(&listed.council)
        .text(&text(&place.ward))
        .text(&text(&listed.ward))
        .text(&day(Some(nomination.submitted_at)))
        .text(nomination.stage.code())
        .text(&day(nomination.published_at))
        .text(&day(nomination.decided_at))
        .text(reason)
        .text(&text(&outcome.merged_into))
        .text(&text(&outcome.project))
        .number(nomination.supporters)
        .text(&proposal.description)
        .text(&proposal.benefit)
        .text(&proposal.beneficiary)
        .text(&proposal.land_owner)
        .figure(&lat)
        .figure(&lon)
        .text(&nomination.provenance)
        .text(&listed.category)
        .end()
}
