//! What was there before the start: areas, postcodes, kinds of work and the panel's first year, through
//! the product's own imports.

use super::seeds;
use crate::actions::areas::Import;
use crate::actions::figures::releases::{self, Draft, Verdict};
use crate::actions::imports::{NotImported, Run};
use crate::actions::publishing::releases::digest;
use crate::actions::{
    Desk, Person, Refusal, areas, ballots, categories, figures, imports, named_places, nominations,
    postcodes, settings,
};
use crate::cli::table::Table;
use crate::cli::{Failure, places as place_names, postcodes as postcodes_read};
use crate::domain::areas::AreaKind;
use crate::domain::areas::boundaries::{Columns, read};
use crate::domain::figures::period::Span;
use crate::domain::figures::release::Reading;
use crate::domain::settings::PUBLICATION_BOUNDARY;
use crate::store::figures::releases::preview;
use crate::store::figures::wage;
use crate::store::settings as stored;
use std::sync::Arc;

/// The ward set of the schematic outlines.
const SET: &str = "2025";

/// Areas, postcodes and kinds of work.
pub async fn places(desk: &Desk, operator: &Person) -> Result<(), Failure> {
    let files = [
        (seeds::PROBATION_AREAS, AreaKind::ProbationArea, None),
        (seeds::COUNCILS, AreaKind::Council, None),
        (seeds::WARDS, AreaKind::Ward, Some("UTLACD")),
    ];
    for (text, kind, parent) in files {
        let columns = Columns {
            parent: parent.map(str::to_string),
            ..Columns::default()
        };
        let import = Import {
            set: SET.into(),
            valid_from: None,
            valid_to: None,
            kind,
            reading: read(text, kind, &columns)?,
            replace: false,
        };
        areas::import(desk, operator, import).await?;
    }
    areas::refresh(desk).await?;
    let table = Table::read(
        "postcodes.csv".into(),
        seeds::POSTCODES.as_bytes(),
        &postcodes_read::COLUMNS,
    )?;
    postcodes::import(desk, operator, postcodes_read::rows(table)?, |_| {}).await?;
    let table = Table::read(
        "places.csv".into(),
        seeds::PLACES.as_bytes(),
        &place_names::COLUMNS,
    )?;
    let names = place_names::read(table)?.map_err(Refusal::from)?;
    named_places::import(desk, operator, names).await?;
    categories::import(desk, operator, seeds::CATEGORIES.as_bytes()).await?;
    Ok(())
}

/// The panel's first year: projects, their sessions and nominations, the vote of June 2009, and the
/// figure from before.
pub async fn first_year(desk: &Desk, operator: &Person) -> Result<(), Failure> {
    let quietly = || Arc::new(|_| {});
    let nominated = nominations::import::import(
        desk,
        operator,
        seeds::NOMINATIONS.as_bytes(),
        Run::ForReal,
        quietly(),
    )
    .await;
    nominated.map_err(|refused| not_imported("nominations.csv", refused))?;
    let projects = imports::projects::import(
        desk,
        operator,
        seeds::PROJECTS.as_bytes(),
        Run::ForReal,
        quietly(),
    )
    .await;
    projects.map_err(|refused| not_imported("projects.csv", refused))?;
    let returns = imports::returns::import(
        desk,
        operator,
        seeds::RETURNS.as_bytes(),
        Run::ForReal,
        quietly(),
    )
    .await;
    returns.map_err(|refused| not_imported("returns.csv", refused))?;
    ballots::importing::import_round(desk, operator, seeds::ROUND_2009, seeds::ROUND_2009_BALLOTS)
        .await?;
    figures::import_reported(desk, operator, seeds::REPORTED_FIGURES.as_bytes()).await?;
    Ok(())
}

/// Publishes the figures once, and from now on with every change.
pub async fn publish(desk: &Desk, operator: &Person) -> Result<(), Failure> {
    figures::refresh(desk, operator).await?;
    let before = stored::in_force(&desk.db.read(), &PUBLICATION_BOUNDARY).await?;
    settings::change(desk, operator, &PUBLICATION_BOUNDARY, &before, "at-once").await?;
    Ok(())
}

/// Two officers release the figures of the panel's first year.
pub async fn release(desk: &Desk, first: &Person, second: &Person) -> Result<(), Failure> {
    let (area, span) = ("E06000016", Span::financial_year(2009));
    let draft = Draft {
        area: area.into(),
        span,
        reason: String::new(),
    };
    let slug = releases::draft(desk, first, draft, None).await?;
    let conn = desk.db.read();
    let rows = preview(&conn, area, span).await?;
    let reading = Reading::now(wage(&conn).await?);
    let verdict = Verdict {
        note:
            "Only the totals of this year are known: 149 projects, 676 offenders and 4,732 hours. \
               Everything else is invented for illustration."
                .into(),
        findings: "Projects that the probation service agreed without a nomination are right."
            .into(),
        seen: digest(reading, &rows),
    };
    releases::check(desk, first, &slug, 1, verdict).await?;
    releases::publish(desk, second, &slug, 2).await?;
    Ok(())
}

fn not_imported(file: &str, refused: NotImported) -> Failure {
    match refused {
        NotImported::Faults(faults) => {
            let first = faults.kept().first();
            let first = first.map(ToString::to_string).unwrap_or_default();
            Failure::new(format!(
                "{file}: {} mistakes, the first: {first}",
                faults.count()
            ))
        }
        NotImported::Refused(refusal) => Failure::new(format!("{file}: {refusal}")),
    }
}
