//! Where nominations and projects are, as the public may see it: the marks of the map.
//!
//! A nomination is read only once a moderator has passed it. What became a project or was joined to
//! another is left out, because that is on the map itself. Spots are rounded here, so that nothing
//! more exact gets any further.

use crate::domain::areas::code::AreaCode;
use crate::domain::areas::mercator::Spot;
use crate::domain::areas::point::Point;
use crate::domain::map::moves::{Moves, moves};
use crate::domain::map::{Kind, Mark, State};
use crate::domain::nominations::stage::Stage as NominationStage;
use crate::domain::projects::Stage as ProjectStage;
use crate::store::{Conn, StoreError};
use sea_orm::FromQueryResult;
use std::collections::BTreeSet;

/// After more lines of the audit log than this everything is read anew.
const MOST_LINES: usize = 1000;

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

/// Which nominations everybody may see as what they are.
const PUBLIC: &str = "moderated_at IS NOT NULL AND public AND stage IN ('under-assessment', \
     'needs-information', 'assessed', 'shortlisted', 'chosen', 'declined')";

/// The rows of a kind that everybody may see, or those of them that are asked for.
fn question(kind: Kind, asked: Option<&str>) -> String {
    let (table, public) = match kind {
        Kind::Nomination => ("nomination", Some(PUBLIC)),
        Kind::Project => ("project", None),
    };
    let conditions: Vec<&str> = public.into_iter().chain(asked).collect();
    let filter = match conditions.as_slice() {
        [] => String::new(),
        some => format!(" WHERE {}", some.join(" AND ")),
    };
    format!(
        "SELECT reference, title, stage, lat, lon, council_code, ward_code FROM {table}{filter}"
    )
}

/// What happened to marks since a line of the audit log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Since {
    /// At most to those of these references.
    These(BTreeSet<String>),
    /// Who knows what.
    Anything,
}

#[derive(FromQueryResult)]
struct AuditLine {
    kind: String,
    subject: String,
}

/// The number of the newest line of the audit log. To be read before the marks are.
pub async fn newest_line(conn: &Conn<'_>) -> Result<i64, StoreError> {
    conn.number("SELECT COALESCE(MAX(seq), 0) FROM audit", [])
        .await
}

/// What happened to marks after one line of the audit log and up to another.
pub async fn since(conn: &Conn<'_>, after: i64, up_to: i64) -> Result<Since, StoreError> {
    let most = i64::try_from(MOST_LINES).unwrap_or(i64::MAX);
    if up_to < after || up_to - after > most {
        return Ok(Since::Anything);
    }
    let sql = "SELECT kind, subject FROM audit WHERE seq > $1 AND seq <= $2";
    let lines: Vec<AuditLine> = conn.all(sql, [after.into(), up_to.into()]).await?;
    let mut these = BTreeSet::new();
    for line in lines {
        match moves(&line.kind, &line.subject) {
            Moves::Nothing => {}
            Moves::One(reference) => {
                these.insert(reference);
            }
            Moves::Anything => return Ok(Since::Anything),
        }
    }
    these.extend(made_into(conn, &these).await?);
    Ok(Since::These(these))
}

#[derive(FromQueryResult)]
struct Made {
    reference: String,
}

/// The nominations that some of these became.
async fn made_into(
    conn: &Conn<'_>,
    references: &BTreeSet<String>,
) -> Result<Vec<String>, StoreError> {
    let sql = "SELECT n.reference FROM nomination n JOIN project p ON p.nomination_id = n.id \
               WHERE p.reference IN ";
    let mut made = vec![];
    for some in references.iter().collect::<Vec<_>>().chunks(500) {
        let rows: Vec<Made> = conn
            .all(&format!("{sql}{}", list(some)), values(some))
            .await?;
        made.extend(rows.into_iter().map(|row| row.reference));
    }
    Ok(made)
}

fn list(some: &[&String]) -> String {
    let places: Vec<String> = (1..=some.len()).map(|at| format!("${at}")).collect();
    format!("({})", places.join(", "))
}

fn values(some: &[&String]) -> Vec<sea_orm::Value> {
    some.iter().map(|one| one.as_str().into()).collect()
}

/// Every mark that everybody may see, its spot rounded to so many decimals of a degree. A place of
/// which only the area is known stands in the middle that `middle_of` names; without one it is left out.
pub async fn marks(
    conn: &Conn<'_>,
    decimals: u8,
    middle_of: impl Fn(&AreaCode) -> Option<Point> + Send,
) -> Result<Vec<Mark>, StoreError> {
    let mut marks = vec![];
    for kind in Kind::ALL {
        let rows: Vec<Row> = conn.all(&question(kind, None), []).await?;
        for row in rows {
            marks.extend(mark(kind, row, decimals, &middle_of)?);
        }
    }
    Ok(marks)
}

/// The same of what has one of these references.
pub async fn marks_of(
    conn: &Conn<'_>,
    references: &BTreeSet<String>,
    decimals: u8,
    middle_of: impl Fn(&AreaCode) -> Option<Point> + Send,
) -> Result<Vec<Mark>, StoreError> {
    let mut marks = vec![];
    for some in references.iter().collect::<Vec<_>>().chunks(500) {
        let these = format!("reference IN {}", list(some));
        for kind in Kind::ALL {
            let sql = question(kind, Some(&these));
            let rows: Vec<Row> = conn.all(&sql, values(some)).await?;
            for row in rows {
                marks.extend(mark(kind, row, decimals, &middle_of)?);
            }
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
