//! Reading photos: one with all that decides who may see it, and those of a thing.

use super::{COLUMNS, Photo, Row, Subject, photos};
use crate::domain::photos::Side;
use crate::store::instants::At;
use crate::store::{Conn, StoreError};
use chrono::{DateTime, Utc};
use sea_orm::FromQueryResult;
use sea_orm::sea_query::Value;
use std::collections::BTreeMap;

/// A photo with what it is of, and who may see it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Filed {
    /// The photo.
    pub photo: Photo,
    /// What it is of.
    pub subject: Subject,
    /// Reference of the nomination or the project.
    pub reference: String,
    /// Title of the nomination or the project.
    pub title: String,
    /// Code of the council whose staff look after it. None for a draft's.
    pub council: Option<String>,
    /// The account that nominated.
    pub nominator: Option<i64>,
    /// Whether what it is of is public.
    pub is_of_something_public: bool,
    /// Whether it is of a nomination whose sender has not confirmed it: nobody sees that yet.
    pub is_unconfirmed: bool,
}

impl Filed {
    /// Whether everybody may see it.
    pub fn is_public(&self) -> bool {
        self.photo.is_passed() && self.is_of_something_public
    }
}

#[derive(FromQueryResult)]
struct FiledRow {
    draft: Option<String>,
    nomination_id: Option<i64>,
    update_id: Option<i64>,
    reference: Option<String>,
    title: Option<String>,
    council: Option<String>,
    nominator_id: Option<i64>,
    published: i64,
    unconfirmed: i64,
    #[sea_orm(nested)]
    photo: Row,
}

impl TryFrom<FiledRow> for Filed {
    type Error = StoreError;

    fn try_from(row: FiledRow) -> Result<Filed, StoreError> {
        let subject = match (row.draft, row.nomination_id, row.update_id) {
            (Some(draft), None, None) => Subject::Draft(draft),
            (None, Some(nomination), None) => Subject::Nomination(nomination),
            (None, None, Some(update)) => Subject::Update(update),
            _ => return Err(StoreError::Unreadable("a photo of nothing".into())),
        };
        Ok(Filed {
            photo: row.photo.try_into()?,
            subject,
            reference: row.reference.unwrap_or_default(),
            title: row.title.unwrap_or_default(),
            council: row.council,
            nominator: row.nominator_id,
            is_of_something_public: row.published == 1,
            is_unconfirmed: row.unconfirmed == 1,
        })
    }
}

fn filed(rest: &str) -> String {
    format!(
        "SELECT {COLUMNS}, p.draft, p.nomination_id, p.update_id, \
         COALESCE(n.reference, j.reference) AS reference, COALESCE(n.title, j.title) AS title, \
         COALESCE(n.council_code, j.council_code) AS council, n.nominator_id, \
         CAST(CASE WHEN n.public AND n.moderated_at IS NOT NULL AND n.stage <> 'unconfirmed' OR u.published_at IS NOT NULL \
         THEN 1 ELSE 0 END AS BIGINT) AS published, \
         CAST(CASE WHEN n.stage = 'unconfirmed' THEN 1 ELSE 0 END AS BIGINT) AS unconfirmed \
         FROM photo p LEFT JOIN nomination n ON n.id = p.nomination_id \
         LEFT JOIN project_update u ON u.id = p.update_id LEFT JOIN project j ON j.id = u.project_id {rest}"
    )
}

async fn one(conn: &Conn<'_>, rest: &str, value: Value) -> Result<Option<Filed>, StoreError> {
    let row: Option<FiledRow> = conn.one(&filed(rest), [value]).await?;
    row.map(Filed::try_from).transpose()
}

/// The photo of a row.
pub async fn by_id(conn: &Conn<'_>, id: i64) -> Result<Option<Filed>, StoreError> {
    one(conn, "WHERE p.id = $1", id.into()).await
}

/// The photo whose files have that name.
pub async fn by_key(conn: &Conn<'_>, key: &str) -> Result<Option<Filed>, StoreError> {
    one(conn, "WHERE p.key = $1", key.into()).await
}

/// Which councils' photos somebody looks after: all of them, or those within these areas.
fn reach(areas: Option<&[String]>) -> (String, Vec<Value>) {
    let Some(areas) = areas else {
        return (String::new(), vec![]);
    };
    if areas.is_empty() {
        return (" AND 1 = 0".into(), vec![]);
    }
    let marks: Vec<String> = (1..=areas.len())
        .map(|number| format!("${number}"))
        .collect();
    let marks = marks.join(", ");
    let council = "COALESCE(n.council_code, j.council_code)";
    (
        format!(
            " AND ({council} IN ({marks}) OR EXISTS (SELECT 1 FROM area a WHERE a.code = {council} \
             AND a.parent_code IN ({marks})))"
        ),
        areas.iter().map(|area| area.clone().into()).collect(),
    )
}

const WAITING: &str = "WHERE p.passed_at IS NULL AND p.draft IS NULL AND (n.stage IS NULL OR n.stage <> 'unconfirmed')";

/// Photos that wait for a moderator of these areas, what waits longest first.
pub async fn waiting(
    conn: &Conn<'_>,
    areas: Option<&[String]>,
    skip: u64,
    most: u64,
) -> Result<Vec<Filed>, StoreError> {
    let (within, values) = reach(areas);
    let rest = format!("{WAITING}{within} ORDER BY p.added_at, p.id LIMIT {most} OFFSET {skip}");
    let rows: Vec<FiledRow> = conn.all(&filed(&rest), values).await?;
    rows.into_iter().map(Filed::try_from).collect()
}

/// How many wait.
pub async fn count_waiting(conn: &Conn<'_>, areas: Option<&[String]>) -> Result<i64, StoreError> {
    let (within, values) = reach(areas);
    let sql = format!(
        "SELECT COUNT(*) FROM photo p LEFT JOIN nomination n ON n.id = p.nomination_id \
         LEFT JOIN project_update u ON u.id = p.update_id LEFT JOIN project j ON j.id = u.project_id \
         {WAITING}{within}"
    );
    conn.number(&sql, values).await
}

async fn some(conn: &Conn<'_>, rest: &str, value: Value) -> Result<Vec<Photo>, StoreError> {
    let sql = format!("SELECT {COLUMNS} FROM photo p {rest} ORDER BY p.id");
    photos(conn.all(&sql, [value]).await?)
}

/// All photos of a draft.
pub async fn of_draft(conn: &Conn<'_>, draft: &str) -> Result<Vec<Photo>, StoreError> {
    some(conn, "WHERE p.draft = $1", draft.into()).await
}

/// All photos of a nomination, passed or not.
pub async fn of_nomination(conn: &Conn<'_>, nomination: i64) -> Result<Vec<Photo>, StoreError> {
    some(conn, "WHERE p.nomination_id = $1", nomination.into()).await
}

/// A place before the work and after it, as far as there are photos.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Pair {
    /// Before.
    pub before: Option<Photo>,
    /// After.
    pub after: Option<Photo>,
}

impl Pair {
    /// Whether there is neither.
    pub fn is_empty(&self) -> bool {
        self.before.is_none() && self.after.is_none()
    }

    /// Only what everybody may see of it.
    pub fn passed(self) -> Pair {
        Pair {
            before: self.before.filter(Photo::is_passed),
            after: self.after.filter(Photo::is_passed),
        }
    }

    fn put(&mut self, photo: Photo) {
        match photo.side {
            Side::Before => self.before = Some(photo),
            Side::After => self.after = Some(photo),
            Side::Place => {}
        }
    }
}

#[derive(FromQueryResult)]
struct Id {
    id: i64,
}

/// Photos that were never passed, sent before an instant, of nominations that are decided.
pub async fn left_unpassed(conn: &Conn<'_>, before: DateTime<Utc>) -> Result<Vec<i64>, StoreError> {
    let sql = "SELECT p.id FROM photo p JOIN nomination n ON n.id = p.nomination_id \
               WHERE p.passed_at IS NULL AND p.added_at < $1 AND n.stage IN ('declined', 'merged', 'withdrawn') \
               ORDER BY p.id LIMIT 200";
    let rows: Vec<Id> = conn.all(sql, [At(before).to_string().into()]).await?;
    Ok(rows.into_iter().map(|row| row.id).collect())
}

#[derive(FromQueryResult)]
struct OfRow {
    of_id: i64,
    #[sea_orm(nested)]
    photo: Row,
}

/// The photos of all news of a project, passed or not, by the row of the news.
pub async fn of_updates(conn: &Conn<'_>, project: i64) -> Result<BTreeMap<i64, Pair>, StoreError> {
    let sql = format!(
        "SELECT {COLUMNS}, p.update_id AS of_id FROM photo p JOIN project_update u ON u.id = p.update_id \
         WHERE u.project_id = $1 ORDER BY p.id"
    );
    let rows: Vec<OfRow> = conn.all(&sql, [project.into()]).await?;
    let mut pairs: BTreeMap<i64, Pair> = BTreeMap::new();
    for row in rows {
        pairs
            .entry(row.of_id)
            .or_default()
            .put(row.photo.try_into()?);
    }
    Ok(pairs)
}

/// Numbers as a list for SQL. They are rows of ours: nothing that anybody typed.
fn list(rows: &[i64]) -> String {
    let rows: Vec<String> = rows.iter().map(i64::to_string).collect();
    rows.join(", ")
}

/// Of each of these projects what everybody may see: the newest photo before the work and after it.
pub async fn latest_pairs(
    conn: &Conn<'_>,
    projects: &[i64],
) -> Result<BTreeMap<i64, Pair>, StoreError> {
    if projects.is_empty() {
        return Ok(BTreeMap::new());
    }
    let sql = format!(
        "SELECT {COLUMNS}, u.project_id AS of_id FROM photo p JOIN project_update u ON u.id = p.update_id \
         WHERE u.project_id IN ({}) AND p.passed_at IS NOT NULL AND u.published_at IS NOT NULL \
         ORDER BY u.published_at, u.id, p.id",
        list(projects)
    );
    let rows: Vec<OfRow> = conn.all(&sql, []).await?;
    let mut pairs: BTreeMap<i64, Pair> = BTreeMap::new();
    for row in rows {
        // A later one takes the place of an earlier one.
        pairs
            .entry(row.of_id)
            .or_default()
            .put(row.photo.try_into()?);
    }
    Ok(pairs)
}

/// Of each of these nominations the first photo that everybody may see.
pub async fn openers(
    conn: &Conn<'_>,
    nominations: &[i64],
) -> Result<BTreeMap<i64, Photo>, StoreError> {
    if nominations.is_empty() {
        return Ok(BTreeMap::new());
    }
    let sql = format!(
        "SELECT {COLUMNS}, p.nomination_id AS of_id FROM photo p WHERE p.nomination_id IN ({}) \
         AND p.passed_at IS NOT NULL ORDER BY p.id",
        list(nominations)
    );
    let rows: Vec<OfRow> = conn.all(&sql, []).await?;
    let mut first: BTreeMap<i64, Photo> = BTreeMap::new();
    for row in rows {
        if let std::collections::btree_map::Entry::Vacant(place) = first.entry(row.of_id) {
            place.insert(row.photo.try_into()?);
        }
    }
    Ok(first)
}
