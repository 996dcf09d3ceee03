//! The nominations that a panel can take up, as a panel reads them: what is asked for, where, and
//! what the assessment found.

use crate::store::instants::{At, Day};
use crate::store::{Conn, StoreError, Work};
use chrono::{DateTime, NaiveDate, Utc};
use sea_orm::FromQueryResult;
use sea_orm::sea_query::Value;

/// A nomination with the newest finding on it, and how it came out on a shortlist.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Candidate {
    /// The nomination's row.
    pub nomination: i64,
    /// Its reference.
    pub reference: String,
    /// Its title.
    pub title: String,
    /// The stage it is at now, as the database words it.
    pub stage: String,
    /// What work is asked for.
    pub description: String,
    /// Where.
    pub place: String,
    /// The name of its ward, where one is known.
    pub ward: Option<String>,
    /// The name of its kind of work.
    pub category: String,
    /// When it was nominated.
    pub submitted_at: DateTime<Utc>,
    /// What each of the eight factors scored, in the order of the columns.
    pub scores: [i64; 8],
    /// The weights it was scored with, as kept beside the scores.
    pub weights: String,
    /// The minutes of work it is thought to need.
    pub estimate_minutes: i64,
    /// How many people can work there at once.
    pub group_size: i64,
    /// The day of the risk assessment.
    pub risk_assessed_on: Option<NaiveDate>,
    /// What else the assessment says.
    pub summary: String,
    /// How many people support it.
    pub supports: i64,
    /// What the shortlist keeps of it; nothing before it is on one.
    pub listed: Option<Listed>,
}

/// What a shortlist keeps of a candidate.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listed {
    /// The score of its assessment when it was put up, out of 100.
    pub score: i64,
    /// Points from all members, once agreed.
    pub points: Option<i64>,
    /// First places, once agreed.
    pub firsts: Option<i64>,
    /// Its place, once agreed.
    pub place: Option<i64>,
    /// Whether it is on the agreed list.
    pub chosen: bool,
}

impl Candidate {
    /// The weighted score out of 100.
    pub fn points(&self) -> i64 {
        let weights: Vec<i64> = self
            .weights
            .split(',')
            .map(|weight| weight.trim().parse().unwrap_or(0))
            .collect();
        let score: i64 = self.scores.iter().zip(&weights).map(|(a, b)| a * b).sum();
        let most = weights.iter().sum::<i64>() * 5;
        if most == 0 {
            return 0;
        }
        (score * 200 + most) / (most * 2)
    }
}

#[derive(FromQueryResult)]
struct Row {
    id: i64,
    reference: String,
    title: String,
    stage: String,
    description: String,
    place: String,
    ward: Option<String>,
    category: String,
    submitted_at: At,
    duration: i64,
    intensiveness: i64,
    scale: i64,
    skills_development: i64,
    value_for_money: i64,
    supervision_support: i64,
    community_support: i64,
    community_safety: i64,
    weights: String,
    estimate_minutes: i64,
    group_size: i64,
    risk_assessed_on: Option<Day>,
    summary: String,
    supports: i64,
    listed_score: Option<i64>,
    listed_points: Option<i64>,
    listed_firsts: Option<i64>,
    listed_place: Option<i64>,
    listed_chosen: Option<bool>,
}

impl From<Row> for Candidate {
    fn from(row: Row) -> Self {
        Candidate {
            nomination: row.id,
            reference: row.reference,
            title: row.title,
            stage: row.stage,
            description: row.description,
            place: row.place,
            ward: row.ward,
            category: row.category,
            submitted_at: row.submitted_at.0,
            scores: [
                row.duration,
                row.intensiveness,
                row.scale,
                row.skills_development,
                row.value_for_money,
                row.supervision_support,
                row.community_support,
                row.community_safety,
            ],
            weights: row.weights,
            estimate_minutes: row.estimate_minutes,
            group_size: row.group_size,
            risk_assessed_on: row.risk_assessed_on.map(|day| day.0),
            summary: row.summary,
            supports: row.supports,
            listed: row.listed_score.map(|score| Listed {
                score,
                points: row.listed_points,
                firsts: row.listed_firsts,
                place: row.listed_place,
                chosen: row.listed_chosen.unwrap_or(false),
            }),
        }
    }
}

fn select(listed: &str, join: &str, filter: &str, order: &str) -> String {
    format!(
        "SELECT n.id, n.reference, n.title, n.stage, n.description, n.place, w.name AS ward, \
         c.name AS category, n.submitted_at, f.duration, f.intensiveness, f.scale, \
         f.skills_development, f.value_for_money, f.supervision_support, f.community_support, \
         f.community_safety, f.weights, f.estimate_minutes, f.group_size, f.risk_assessed_on, \
         f.summary, (SELECT COUNT(*) FROM support s WHERE s.nomination_id = n.id) AS supports, \
         {listed} FROM nomination n {join} JOIN category c ON c.code = n.category \
         LEFT JOIN area w ON w.code = n.ward_code \
         JOIN assessment f ON f.nomination_id = n.id AND f.number = \
         (SELECT MAX(number) FROM assessment WHERE nomination_id = n.id) \
         WHERE {filter} ORDER BY {order}"
    )
}

const NOT_LISTED: &str = "CAST(NULL AS BIGINT) AS listed_score, CAST(NULL AS BIGINT) AS listed_points, \
    CAST(NULL AS BIGINT) AS listed_firsts, CAST(NULL AS BIGINT) AS listed_place, \
    CAST(NULL AS BOOLEAN) AS listed_chosen";
const LISTED: &str = "l.score AS listed_score, l.points AS listed_points, l.firsts AS listed_firsts, \
    l.place AS listed_place, l.chosen AS listed_chosen";

async fn read(
    conn: &Conn<'_>,
    sql: String,
    values: impl IntoIterator<Item = Value>,
) -> Result<Vec<Candidate>, StoreError> {
    let rows: Vec<Row> = conn.all(sql, values).await?;
    Ok(rows.into_iter().map(Candidate::from).collect())
}

/// The assessed nominations of an area and the areas inside it, the earliest first.
pub async fn assessed_in(conn: &Conn<'_>, area: &str) -> Result<Vec<Candidate>, StoreError> {
    let filter = "n.stage = 'assessed' AND (n.council_code = $1 OR n.ward_code = $1 OR \
        n.council_code IN (SELECT code FROM area WHERE parent_code = $1))";
    let sql = select(NOT_LISTED, "", filter, "n.submitted_at, n.id");
    read(conn, sql, [area.into()]).await
}

/// The candidates of a shortlist: as they came out where it is agreed, else in the order of their
/// references, which favours nobody.
pub async fn of_shortlist(conn: &Conn<'_>, shortlist: i64) -> Result<Vec<Candidate>, StoreError> {
    let join = "JOIN shortlist_candidate l ON l.nomination_id = n.id";
    let sql = select(LISTED, join, "l.shortlist_id = $1", "n.reference");
    let mut candidates = read(conn, sql, [shortlist.into()]).await?;
    candidates.sort_by_key(|one| {
        let place = one.listed.as_ref().and_then(|listed| listed.place);
        place.unwrap_or(0)
    });
    Ok(candidates)
}

/// Moves a nomination on from one stage to the next and writes the step into its history. False where
/// it no longer stands at that stage.
pub async fn move_on(
    work: &Work,
    nomination: i64,
    from: &str,
    to: &str,
    by_role: &str,
    note: &str,
) -> Result<bool, StoreError> {
    let conn = work.read();
    let touched = conn
        .run(
            "UPDATE nomination SET stage = $1, version = version + 1 WHERE id = $2 AND stage = $3",
            [to.into(), nomination.into(), from.into()],
        )
        .await?;
    if touched == 0 {
        return Ok(false);
    }
    conn.run(
        "INSERT INTO nomination_step (nomination_id, at, stage, note, by_role, by_account) \
         VALUES ($1, $2, $3, $4, $5, $6)",
        [
            nomination.into(),
            At(work.at()).to_string().into(),
            to.into(),
            note.into(),
            by_role.into(),
            work.actor().account().into(),
        ],
    )
    .await?;
    Ok(true)
}
