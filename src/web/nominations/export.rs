//! The list of nominations as a file. The same filters, the same rows; no contact details.

use super::list::ListQuery;
use crate::actions::publishing::records::{Cell, Column, Record, Stretch};
use crate::domain::time::{iso_date, london_date};
use crate::store::nominations::Listed;
use crate::store::nominations::list::{self, Outcome, Seen, Wanted};
use crate::store::{Conn, StoreError, settings};
use crate::web::paths::Asked;
use crate::web::pieces::record_file::{self, STRETCH};
use crate::web::visit::{Answer, Visit};
use axum::response::Response;
use chrono::{DateTime, Utc};

/// The columns, each with what it says.
pub const COLUMNS: [Column; 24] = [
    Column::code("reference", "What the nomination is called").always(),
    Column::words("title", "What was asked for, in a few words").always(),
    Column::code("category", "The code of the kind of work").always(),
    Column::words("place", "Where it is, in words"),
    Column::code("council_code", "The code of the council").always(),
    Column::words("council", "The council").always(),
    Column::code("ward_code", "The code of the ward, where it is known"),
    Column::words("ward", "The ward"),
    Column::day("submitted_on", "The day it was sent").always(),
    Column::code("stage", "How far it has come").always(),
    Column::day("published_on", "The day a moderator passed it").always(),
    Column::day("decided_on", "The day it was first decided on"),
    Column::code("decline_reason", "Why it was declined"),
    Column::code("merged_into", "The nomination it was joined to"),
    Column::code("project", "The project that came of it"),
    Column::count("supports", "residents", "How many residents support it").always(),
    Column::words("description", "The work, in the nominator’s words"),
    Column::words("benefit", "Who would gain, in the nominator’s words"),
    Column::words("beneficiary", "The organisation that would gain"),
    Column::words("land_owner", "Who owns the land, as far as it is known"),
    Column::degrees(
        "lat",
        "Degrees north, where the spot is known, as exactly as the map shows it",
    ),
    Column::degrees(
        "lon",
        "Degrees east, where the spot is known, as exactly as the map shows it",
    ),
    Column::words(
        "provenance",
        "What is known and what is invented, in a demonstration",
    ),
    Column::words("category_name", "The kind of work").always(),
];

/// Everything public that the filters leave.
pub async fn public(visit: Visit, Asked(query): Asked<ListQuery>) -> Answer {
    query.need_known(&visit).await?;
    let decimals = settings::coordinate_decimals(&visit.read()).await?;
    Ok(file(&visit, query.wanted(Seen::ByEverybody), decimals))
}

/// The rows that are wanted, sent as they are read, their spots to so many decimals of a degree.
pub fn file(visit: &Visit, wanted: Wanted, decimals: u8) -> Response {
    let db = visit.app.desk.db.clone();
    record_file::csv("nominations.csv", &COLUMNS, move |place| {
        let (db, wanted) = (db.clone(), wanted.clone());
        async move { stretch(&db.read(), &wanted, (place, STRETCH), decimals).await }
    })
}

/// Some of the rows that are wanted: those after a place, at most so many.
pub async fn stretch(
    conn: &Conn<'_>,
    wanted: &Wanted,
    (place, most): (i64, u64),
    decimals: u8,
) -> Result<Stretch, StoreError> {
    let found = list::after(conn, wanted, place, most).await?;
    Ok(Stretch {
        records: records(conn, &found, decimals).await?,
        last: found
            .last()
            .filter(|_| found.len() as u64 == most)
            .map(|listed| listed.nomination.id),
    })
}

/// Nominations as rows.
pub async fn records(
    conn: &Conn<'_>,
    found: &[Listed],
    decimals: u8,
) -> Result<Vec<Record>, StoreError> {
    let ids: Vec<i64> = found.iter().map(|listed| listed.nomination.id).collect();
    let outcomes = list::outcomes(conn, &ids).await?;
    let record = |listed: &Listed| {
        let outcome = outcomes.get(&listed.nomination.id);
        record(listed, outcome.unwrap_or(&Outcome::default()), decimals)
    };
    Ok(found.iter().map(record).collect())
}

fn day(instant: Option<DateTime<Utc>>) -> String {
    instant.map_or_else(String::new, |at| iso_date(london_date(at)))
}

fn record(listed: &Listed, outcome: &Outcome, decimals: u8) -> Record {
    let nomination = &listed.nomination;
    let proposal = &nomination.proposal;
    let place = &proposal.whereabouts;
    let reason = nomination.decline_reason.map_or("", |reason| reason.code());
    let spot = place.spot.map(|spot| spot.in_degrees(decimals));
    let [lat, lon] = spot.unwrap_or_default();
    vec![
        Cell::text(&nomination.reference),
        Cell::text(&proposal.title),
        Cell::text(&proposal.category),
        Cell::text(&place.place),
        Cell::text(&place.council),
        Cell::text(&listed.council),
        Cell::some(&place.ward),
        Cell::some(&listed.ward),
        Cell::text(day(Some(nomination.submitted_at))),
        Cell::text(nomination.stage.code()),
        Cell::text(day(nomination.published_at)),
        Cell::text(day(nomination.decided_at)),
        Cell::text(reason),
        Cell::some(&outcome.merged_into),
        Cell::some(&outcome.project),
        Cell::Number(nomination.supporters),
        Cell::text(&proposal.description),
        Cell::text(&proposal.benefit),
        Cell::text(&proposal.beneficiary),
        Cell::text(&proposal.land_owner),
        Cell::Figure(lat),
        Cell::Figure(lon),
        Cell::text(&nomination.provenance),
        Cell::text(&listed.category),
    ]
}
