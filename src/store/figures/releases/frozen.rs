//! What was frozen when a release was published: its rows and its files.

use super::{Release, revisions};
use crate::domain::figures::Measures;
use crate::domain::figures::measures::COUNTS;
use crate::domain::figures::release::{Row, Stage, Table};
use crate::domain::figures::withholding::{PublicMeasures, Shown};
use crate::store::at_once::placeholders;
use crate::store::figures::{publication, published_threshold};
use crate::store::instants::At;
use crate::store::{Conn, StoreError, Work};
use sea_orm::sea_query::Value;
use sea_orm::{DbErr, FromQueryResult, QueryResult};

/// A file of a release.
#[derive(Debug, Clone, PartialEq, Eq, FromQueryResult)]
pub struct File {
    /// Its name.
    pub name: String,
    /// Its text.
    pub content: String,
    /// The digest of its bytes.
    pub sha256: String,
}

/// What is known of a release when it is published: it is frozen with these.
pub async fn as_published(work: &Work, release: &Release) -> Result<Release, StoreError> {
    let conn = work.read();
    Ok(Release {
        stage: Stage::Published,
        published_at: Some(work.at()),
        figures_as_at: publication(&conn).await?.as_at,
        threshold: published_threshold(&conn).await?,
        ..release.clone()
    })
}

/// Freezes a checked release that stood at a version, with its rows and files. False where it has
/// moved on.
pub async fn publish(
    work: &Work,
    release: &Release,
    version: i64,
    rows: &[Row],
    files: &[File],
) -> Result<bool, StoreError> {
    let conn = work.read();
    for (place, row) in rows.iter().enumerate() {
        write_row(&conn, release.id, place as i64, row).await?;
    }
    for file in files {
        let sql =
            "INSERT INTO release_file (release_id, name, content, sha256) VALUES ($1, $2, $3, $4)";
        let values: [Value; 4] = [
            release.id.into(),
            file.name.clone().into(),
            file.content.clone().into(),
            file.sha256.clone().into(),
        ];
        conn.run(sql, values).await?;
    }
    let sql = "UPDATE release SET stage = 'published', published_by = $1, published_at = $2, figures_as_at = $3, \
               threshold = $4, edition = $5, wage_pence = $6, version = version + 1 WHERE id = $7 AND version = $8 AND stage = 'checked'";
    let values: [Value; 8] = [
        work.actor().account().into(),
        release.published_at.map(|at| At(at).to_string()).into(),
        release.figures_as_at.map(|at| At(at).to_string()).into(),
        release.threshold.into(),
        release.reading.edition.into(),
        release.reading.wage.map(|wage| wage.pence).into(),
        release.id.into(),
        version.into(),
    ];
    Ok(conn.run(sql, values).await? == 1)
}

async fn write_row(conn: &Conn<'_>, release: i64, place: i64, row: &Row) -> Result<(), StoreError> {
    let counts = &row.counts;
    let mut values: Vec<Value> = vec![
        release.into(),
        place.into(),
        row.table.code().into(),
        row.code.clone().into(),
        row.name.clone().into(),
        row.ward_sets.clone().into(),
        counts.median_days.count().into(),
    ];
    let open = Measures::NAMES.into_iter().zip(counts.open.numbers());
    let kept = open.map(|(name, number)| match name {
        "attendances" => counts.attendances.count(),
        "offenders" => counts.offenders.count(),
        "minutes_offered" => counts.minutes_offered.count(),
        "minutes_credited" => counts.minutes_credited.count(),
        _ => Some(number),
    });
    values.extend(kept.map(Value::from));
    let sql = format!(
        "INSERT INTO release_row (release_id, place, cut, code, name, ward_sets, median_days, {}) VALUES {}",
        Measures::NAMES.join(", "),
        placeholders(conn.engine(), 1, values.len())
    );
    conn.run(sql, values).await?;
    Ok(())
}

/// The counts of a row: one that is withheld, or that the release's edition does not have, is not there.
pub(super) struct Frozen([Option<i64>; COUNTS]);

impl FromQueryResult for Frozen {
    fn from_query_result(row: &QueryResult, prefix: &str) -> Result<Frozen, DbErr> {
        let mut numbers = [None; COUNTS];
        for (number, name) in numbers.iter_mut().zip(Measures::NAMES) {
            *number = row.try_get(prefix, name)?;
        }
        Ok(Frozen(numbers))
    }
}

impl Frozen {
    pub(super) fn public(&self, median_days: Option<i64>) -> PublicMeasures {
        let shown = |name: &str| {
            let mut all = Measures::NAMES.into_iter().zip(self.0);
            let kept = all.find(|(one, _)| *one == name);
            let kept = kept.and_then(|(_, number)| number);
            kept.map_or(Shown::Withheld, Shown::Count)
        };
        let open = Measures::of(self.0.map(Option::unwrap_or_default)).without_people();
        PublicMeasures {
            open,
            attendances: shown("attendances"),
            offenders: shown("offenders"),
            minutes_offered: shown("minutes_offered"),
            minutes_credited: shown("minutes_credited"),
            median_days: median_days.map_or(Shown::NotAvailable, Shown::Count),
        }
    }
}

#[derive(FromQueryResult)]
struct FrozenRow {
    cut: String,
    code: String,
    name: String,
    ward_sets: Option<String>,
    median_days: Option<i64>,
    #[sea_orm(nested)]
    counts: Frozen,
}

/// The rows of a published release.
pub async fn rows(conn: &Conn<'_>, release: i64) -> Result<Vec<Row>, StoreError> {
    let sql = "SELECT * FROM release_row WHERE release_id = $1 ORDER BY place";
    let found: Vec<FrozenRow> = conn.all(sql, [release.into()]).await?;
    let row = |row: FrozenRow| {
        let table = Table::parse(&row.cut);
        let unreadable = || StoreError::Unreadable(format!("table {:?}", row.cut));
        Ok(Row {
            table: table.ok_or_else(unreadable)?,
            code: row.code,
            name: row.name,
            counts: row.counts.public(row.median_days),
            ward_sets: row.ward_sets,
        })
    };
    found.into_iter().map(row).collect()
}

/// The files of a published release, by name.
pub async fn files(conn: &Conn<'_>, release: i64) -> Result<Vec<File>, StoreError> {
    let sql = "SELECT name, content, sha256 FROM release_file WHERE release_id = $1 ORDER BY name";
    conn.all(sql, [release.into()]).await
}

/// The revision before this one, with its rows.
pub async fn replaced(
    conn: &Conn<'_>,
    release: &Release,
) -> Result<Option<(Release, Vec<Row>)>, StoreError> {
    let all = revisions(conn, &release.area_code, release.span).await?;
    let before = all
        .into_iter()
        .find(|one| one.revision == release.revision - 1);
    match before {
        None => Ok(None),
        Some(before) => {
            let rows = rows(conn, before.id).await?;
            Ok(Some((before, rows)))
        }
    }
}
