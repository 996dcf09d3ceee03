//! Where nominations and projects are, as the public may see it: the marks of the map.
//!
//! A nomination is read only once a moderator has passed it. What became a project or was joined to
//! another is left out, because that is on the map itself. Spots are rounded here, so that nothing
//! more exact gets any further.

use crate::domain::areas::code::AreaCode;
use crate::domain::areas::mercator::Spot;
use crate::domain::areas::point::Point;
use crate::domain::map::{Kind, Mark, State};
use crate::domain::nominations::stage::Stage as NominationStage;
use crate::domain::projects::Stage as ProjectStage;
use crate::store::{Conn, StoreError};
use sea_orm::FromQueryResult;

#[derive(FromQueryResult)]
struct Row {
    reference: String,
    title: String,
    stage: String,
    lat: Option<f64>,
    lon: Option<f64>,
    council_code: String,
    ward_code: Option<String>,
}

const NOMINATIONS: &str = "SELECT reference, title, stage, lat, lon, council_code, ward_code FROM nomination \
     WHERE moderated_at IS NOT NULL AND public \
     AND stage IN ('under-assessment', 'needs-information', 'assessed', 'shortlisted', 'chosen', 'declined')";
const PROJECTS: &str =
    "SELECT reference, title, stage, lat, lon, council_code, ward_code FROM project";

/// Every mark that everybody may see, its spot rounded to so many decimals of a degree. A place of
/// which only the area is known stands in the middle that `middle_of` names; without one it is left out.
pub async fn marks(
    conn: &Conn<'_>,
    decimals: u8,
    middle_of: impl Fn(&AreaCode) -> Option<Point> + Send,
) -> Result<Vec<Mark>, StoreError> {
    let mut marks = vec![];
    for (kind, sql) in [(Kind::Nomination, NOMINATIONS), (Kind::Project, PROJECTS)] {
        let rows: Vec<Row> = conn.all(sql, []).await?;
        for row in rows {
            marks.extend(mark(kind, row, decimals, &middle_of)?);
        }
    }
    Ok(marks)
}

fn mark(
    kind: Kind,
    row: Row,
    decimals: u8,
    middle_of: impl Fn(&AreaCode) -> Option<Point>,
) -> Result<Option<Mark>, StoreError> {
    let unreadable = || StoreError::Unreadable(format!("stage {:?}", row.stage));
    let (state, stage) = match kind {
        Kind::Nomination => {
            let stage = NominationStage::parse(&row.stage).ok_or_else(unreadable)?;
            match State::of_nomination(stage) {
                Some(state) => (state, stage.name()),
                None => return Ok(None),
            }
        }
        Kind::Project => {
            let stage = ProjectStage::parse(&row.stage).ok_or_else(unreadable)?;
            (State::of_project(stage), stage.name())
        }
    };
    let code = row.ward_code.as_ref().unwrap_or(&row.council_code);
    let area = AreaCode::parse(code)
        .map_err(|error| StoreError::Unreadable(format!("area code {code:?}: {error}")))?;
    let known = match (row.lat, row.lon) {
        (Some(lat), Some(lon)) => Point::new(lat, lon).ok(),
        _ => None,
    };
    let Some(point) = known.or_else(|| middle_of(&area)) else {
        return Ok(None);
    };
    Ok(Some(Mark {
        kind,
        state,
        reference: row.reference,
        title: row.title,
        stage,
        spot: Spot::of(point.rounded(decimals)),
        is_rough: known.is_none(),
        area,
    }))
}
