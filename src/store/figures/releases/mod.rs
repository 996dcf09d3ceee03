//! Releases as they are written down: drafts, and what was frozen when they were published.
//!
//! The database refuses to change or delete anything of a published release. What it counted is in
//! [`counted`], what an officer looks at before is in [`review`], what live rows are held against in `said`. Start at [`preview`] and [`publish`].

pub mod counted;
mod frozen;
pub mod review;
mod said;

use crate::domain::figures::measure::Wage;
use crate::domain::figures::period::{Cut, Month, Span};
use crate::domain::figures::release::{Reading, Row, Stage, Table, view};
use crate::domain::figures::view::By;
use crate::store::figures;
use crate::store::instants::At;
use crate::store::nominations::places::codes_inside;
use crate::store::ward_sets::WardSets;
use crate::store::{Conn, StoreError, Work};
use chrono::{DateTime, Utc};
use sea_orm::FromQueryResult;
use sea_orm::sea_query::Value;

pub use frozen::{File, as_published, files, publish, replaced, rows};
pub use said::{SaidBefore, said_before};

/// A release, in whatever stage.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Release {
    /// Its row.
    pub id: i64,
    /// The last part of its address.
    pub slug: String,
    /// The council.
    pub area_code: String,
    /// Its name.
    pub area_name: String,
    /// The months.
    pub span: Span,
    /// 1, and one more with each correction.
    pub revision: i64,
    /// Where it stands.
    pub stage: Stage,
    /// Why a revision was needed. Public.
    pub reason: String,
    /// What readers should know. Public.
    pub note: String,
    /// What the officer who checked it found. For staff.
    pub findings: String,
    /// Who checked it.
    pub checked_by: Option<i64>,
    /// When it was drafted, or checked if it is.
    pub stands_since: DateTime<Utc>,
    /// The digest of the tables as they were checked.
    pub checked_digest: String,
    /// When it was published.
    pub published_at: Option<DateTime<Utc>>,
    /// From which publication of the figures its numbers are.
    pub figures_as_at: Option<DateTime<Utc>>,
    /// The small-number threshold of that publication.
    pub threshold: i64,
    /// How its rows are read: as it was published, or as it would be now.
    pub reading: Reading,
    /// Moves with each change.
    pub version: i64,
}

#[derive(FromQueryResult)]
struct ReleaseRow {
    id: i64,
    slug: String,
    area_code: String,
    area_name: String,
    from_month: String,
    to_month: String,
    revision: i64,
    stage: String,
    reason: String,
    note: String,
    findings: String,
    checked_by: Option<i64>,
    stands_since: At,
    checked_digest: String,
    published_at: Option<At>,
    figures_as_at: Option<At>,
    threshold: i64,
    edition: i64,
    wage_pence: Option<i64>,
    version: i64,
}

fn month(text: &str) -> Result<Month, StoreError> {
    let unreadable = || StoreError::Unreadable(format!("month {text:?}"));
    text.parse().map_err(|_| unreadable())
}

impl TryFrom<ReleaseRow> for Release {
    type Error = StoreError;

    fn try_from(row: ReleaseRow) -> Result<Release, StoreError> {
        let stage = Stage::parse(&row.stage);
        let unreadable = || StoreError::Unreadable(format!("stage {:?}", row.stage));
        Ok(Release {
            span: Span {
                from: month(&row.from_month)?,
                to: month(&row.to_month)?,
            },
            stage: stage.ok_or_else(unreadable)?,
            id: row.id,
            slug: row.slug,
            area_code: row.area_code,
            area_name: row.area_name,
            revision: row.revision,
            reason: row.reason,
            note: row.note,
            findings: row.findings,
            checked_by: row.checked_by,
            stands_since: row.stands_since.0,
            checked_digest: row.checked_digest,
            published_at: row.published_at.map(|at| at.0),
            figures_as_at: row.figures_as_at.map(|at| at.0),
            threshold: row.threshold,
            reading: Reading {
                edition: row.edition,
                wage: row.wage_pence.map(|pence| Wage { pence }),
            },
            version: row.version,
        })
    }
}

const RELEASE: &str = "SELECT r.id, r.slug, r.area_code, a.name AS area_name, r.from_month, r.to_month, r.revision, \
    r.stage, r.reason, r.note, r.findings, r.checked_by, \
    COALESCE(r.checked_at, r.drafted_at) AS stands_since, r.checked_digest, r.published_at, r.figures_as_at, \
    r.threshold, r.edition, r.wage_pence, r.version FROM release r JOIN area a ON a.code = r.area_code";

async fn some(
    conn: &Conn<'_>,
    condition: &str,
    values: Vec<Value>,
) -> Result<Vec<Release>, StoreError> {
    let rows: Vec<ReleaseRow> = conn.all(format!("{RELEASE} {condition}"), values).await?;
    let wage = figures::wage(conn).await?;
    let read = |row: ReleaseRow| {
        let mut release = Release::try_from(row)?;
        if release.stage != Stage::Published {
            release.reading = Reading::now(wage);
        }
        Ok(release)
    };
    rows.into_iter().map(read).collect()
}

/// Every release in whatever stage, newest first. For staff.
pub async fn all(conn: &Conn<'_>) -> Result<Vec<Release>, StoreError> {
    some(conn, "ORDER BY r.id DESC", vec![]).await
}

/// Published releases of an area and the areas inside it, newest first; of everywhere for an empty code.
pub async fn published(conn: &Conn<'_>, area: &str) -> Result<Vec<Release>, StoreError> {
    let condition = "WHERE r.stage = 'published' AND ($1 = '' OR r.area_code = $1 OR a.parent_code = $1) \
                     ORDER BY r.published_at DESC, r.id DESC";
    some(conn, condition, vec![area.into()]).await
}

/// A release by its address.
pub async fn by_slug(conn: &Conn<'_>, slug: &str) -> Result<Option<Release>, StoreError> {
    let found = some(conn, "WHERE r.slug = $1", vec![slug.into()]).await?;
    Ok(found.into_iter().next())
}

/// Every revision of a council's period, first to last.
pub async fn revisions(
    conn: &Conn<'_>,
    area: &str,
    span: Span,
) -> Result<Vec<Release>, StoreError> {
    let condition =
        "WHERE r.area_code = $1 AND r.from_month = $2 AND r.to_month = $3 ORDER BY r.revision";
    let values = [area.to_string(), span.from.to_string(), span.to.to_string()];
    some(conn, condition, values.map(Value::from).to_vec()).await
}

/// The tables of a release as the public figures have them now, rows of nothing left out.
pub async fn preview(conn: &Conn<'_>, area: &str, span: Span) -> Result<Vec<Row>, StoreError> {
    let mut rows = vec![];
    let sets = WardSets::read(conn, area).await?;
    for table in Table::of(span) {
        let Table::By(by) = table else {
            let months = By::Time(Cut::Month);
            let view = view(area, span, months);
            let figures = figures::published(conn, &view).await?;
            rows.push(Row {
                table,
                code: table.code().into(),
                name: table.name().into(),
                counts: *figures.total(),
                ward_sets: Some(sets.of(&view)),
            });
            continue;
        };
        let view = view(area, span, by);
        let figures = figures::published(conn, &view).await?;
        rows.extend(figures.rows().iter().map(|(names, counts)| {
            let name = names.first();
            let code = name.map(|name| name.code.clone()).unwrap_or_default();
            Row {
                table,
                name: name.map(|name| name.words.clone()).unwrap_or_default(),
                counts: *counts,
                ward_sets: Some(sets.of_row(&view, names)),
                code,
            }
        }));
    }
    Ok(rows)
}

/// Whether something of these months was recorded that the public figures do not have yet.
pub async fn is_behind(conn: &Conn<'_>, area: &str, span: Span) -> Result<bool, StoreError> {
    let sql = format!(
        "SELECT (SELECT COUNT(*) FROM dirty_cell WHERE area_code = $1 AND stretch = 'month' AND start >= $2 AND start <= $3) \
         + (SELECT COUNT(*) FROM dirty_project d JOIN project p ON p.id = d.project_id WHERE p.council_code IN {})",
        codes_inside(&["$1".into()])
    );
    let values = [area.to_string(), span.from.to_string(), span.to.to_string()];
    let found = conn.number(sql, values.map(Value::from)).await?;
    Ok(found > 0 || figures::publish::is_threshold_moved(conn).await?)
}

/// How many projects of an area did something in these months that waits to be covered. For staff.
pub async fn waiting(conn: &Conn<'_>, area: &str, span: Span) -> Result<i64, StoreError> {
    let sql = format!(
        "SELECT COUNT(DISTINCT project_id) FROM waiting_change WHERE month >= $2 AND month <= $3 AND council_code IN {}",
        codes_inside(&["$1".into()])
    );
    let values = [area.to_string(), span.from.to_string(), span.to.to_string()];
    conn.number(sql, values.map(Value::from)).await
}

/// Begins a draft and says its row.
pub async fn draft(
    work: &Work,
    slug: &str,
    (area, span, revision): (&str, Span, i64),
    reason: &str,
) -> Result<i64, StoreError> {
    let sql = "INSERT INTO release (slug, area_code, from_month, to_month, revision, stage, reason, drafted_by, drafted_at) \
               VALUES ($1, $2, $3, $4, $5, 'draft', $6, $7, $8) RETURNING id";
    let values: [Value; 8] = [
        slug.into(),
        area.into(),
        span.from.to_string().into(),
        span.to.to_string().into(),
        revision.into(),
        reason.into(),
        work.actor().account().into(),
        At(work.at()).to_string().into(),
    ];
    work.read().number(sql, values).await
}

/// Takes the lock of a release that is not published yet: of two officers at once one waits here.
pub async fn hold(work: &Work, id: i64) -> Result<(), StoreError> {
    let sql = "UPDATE release SET version = version WHERE id = $1 AND stage <> 'published'";
    work.read().run(sql, [id.into()]).await?;
    Ok(())
}

/// Moves a draft that stood at a version to checked. False where it has moved on.
pub async fn check(
    work: &Work,
    release: &Release,
    version: i64,
    (note, findings, digest): (&str, &str, &str),
) -> Result<bool, StoreError> {
    let sql = "UPDATE release SET stage = 'checked', note = $1, findings = $2, checked_digest = $3, checked_by = $4, \
               checked_at = $5, version = version + 1 WHERE id = $6 AND version = $7 AND stage = 'draft'";
    let values: [Value; 7] = [
        note.into(),
        findings.into(),
        digest.into(),
        work.actor().account().into(),
        At(work.at()).to_string().into(),
        release.id.into(),
        version.into(),
    ];
    Ok(work.read().run(sql, values).await? == 1)
}

/// Makes a checked release a draft again. False where it has moved on.
pub async fn send_back(work: &Work, release: &Release, version: i64) -> Result<bool, StoreError> {
    let sql = "UPDATE release SET stage = 'draft', checked_by = NULL, checked_at = NULL, checked_digest = '', \
               version = version + 1 WHERE id = $1 AND version = $2 AND stage = 'checked'";
    let values: [Value; 2] = [release.id.into(), version.into()];
    Ok(work.read().run(sql, values).await? == 1)
}

/// Throws away what is not published. False where it has moved on.
pub async fn discard(work: &Work, release: &Release, version: i64) -> Result<bool, StoreError> {
    let sql = "DELETE FROM release WHERE id = $1 AND version = $2 AND stage <> 'published'";
    let values: [Value; 2] = [release.id.into(), version.into()];
    Ok(work.read().run(sql, values).await? == 1)
}
