//! What people think of finished work: one answer a person and project.

use crate::domain::projects::feedback::{Rating, Ratings};
use crate::store::instants::At;
use crate::store::{Conn, StoreError, Work};
use chrono::{DateTime, Utc};
use sea_orm::FromQueryResult;

/// An answer. The words are for staff.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    /// How good the result is.
    pub rating: Rating,
    /// What else there was to say.
    pub words: String,
    /// When it was given.
    pub at: DateTime<Utc>,
}

#[derive(FromQueryResult)]
struct Row {
    rating: i64,
    words: String,
    at: At,
}

impl TryFrom<Row> for Answer {
    type Error = StoreError;

    fn try_from(row: Row) -> Result<Answer, StoreError> {
        let rating = Rating::new(row.rating)
            .map_err(|_| StoreError::Unreadable(format!("rating {}", row.rating)))?;
        Ok(Answer {
            rating,
            words: row.words,
            at: row.at.0,
        })
    }
}

/// What somebody answered about a project.
pub async fn of(conn: &Conn<'_>, project: i64, account: i64) -> Result<Option<Answer>, StoreError> {
    let row: Option<Row> = conn
        .one(
            "SELECT rating, words, at FROM feedback WHERE project_id = $1 AND account_id = $2",
            [project.into(), account.into()],
        )
        .await?;
    row.map(Answer::try_from).transpose()
}

/// Every answer about a project, newest first. For staff.
pub async fn all(conn: &Conn<'_>, project: i64) -> Result<Vec<Answer>, StoreError> {
    let rows: Vec<Row> = conn
        .all(
            "SELECT rating, words, at FROM feedback WHERE project_id = $1 ORDER BY at DESC, account_id",
            [project.into()],
        )
        .await?;
    rows.into_iter().map(Answer::try_from).collect()
}

#[derive(FromQueryResult)]
struct Count {
    rating: i64,
    answers: i64,
}

/// How people rated a project.
pub async fn ratings(conn: &Conn<'_>, project: i64) -> Result<Ratings, StoreError> {
    let rows: Vec<Count> = conn
        .all(
            "SELECT rating, COUNT(*) AS answers FROM feedback WHERE project_id = $1 GROUP BY rating",
            [project.into()],
        )
        .await?;
    let mut ratings = Ratings::default();
    for row in rows {
        if let Ok(rating) = Rating::new(row.rating) {
            ratings.add(rating, row.answers);
        }
    }
    Ok(ratings)
}

/// Keeps an answer. Answering again replaces it.
pub async fn put(
    work: &Work,
    project: i64,
    account: i64,
    rating: Rating,
    words: &str,
) -> Result<(), StoreError> {
    work.read()
        .run(
            "INSERT INTO feedback (project_id, account_id, rating, words, at) VALUES ($1, $2, $3, $4, $5) \
             ON CONFLICT (project_id, account_id) DO UPDATE SET rating = excluded.rating, \
             words = excluded.words, at = excluded.at",
            [
                project.into(),
                account.into(),
                rating.number().into(),
                words.to_string().into(),
                At(work.at()).to_string().into(),
            ],
        )
        .await?;
    Ok(())
}

/// Whether somebody nominated, supports or follows a project: whoever may be asked what they think.
pub async fn has_a_say(conn: &Conn<'_>, project: i64, account: i64) -> Result<bool, StoreError> {
    let found = conn
        .number(
            "SELECT COUNT(*) FROM project p WHERE p.id = $1 AND (\
             p.nomination_id IN (SELECT id FROM nomination WHERE nominator_id = $2) OR \
             p.nomination_id IN (SELECT nomination_id FROM support WHERE account_id = $2) OR \
             p.reference IN (SELECT subject FROM follow WHERE subject_kind = 'project' AND account_id = $2) OR \
             p.nomination_id IN (SELECT n.id FROM nomination n JOIN follow f ON f.subject = n.reference \
             WHERE f.subject_kind = 'nomination' AND f.account_id = $2))",
            [project.into(), account.into()],
        )
        .await?;
    Ok(found > 0)
}
