//! Who follows what: a nomination, a project, an area.

use crate::domain::listening::Kind;
use crate::store::instants::At;
use crate::store::{Conn, StoreError, Work};
use sea_orm::FromQueryResult;

/// Something that can be followed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Subject {
    /// What it is.
    pub kind: Kind,
    /// Its reference or code.
    pub key: String,
    /// What it is called.
    pub title: String,
}

#[derive(FromQueryResult)]
struct Title {
    title: String,
}

/// A thing that everybody may see, by its kind and reference or code.
pub async fn subject(
    conn: &Conn<'_>,
    kind: Kind,
    key: &str,
) -> Result<Option<Subject>, StoreError> {
    let sql = match kind {
        Kind::Nomination => {
            "SELECT title FROM nomination WHERE reference = $1 AND moderated_at IS NOT NULL AND public"
        }
        Kind::Project => "SELECT title FROM project WHERE reference = $1",
        Kind::Area => "SELECT name AS title FROM area WHERE code = $1",
    };
    let row: Option<Title> = conn.one(sql, [key.into()]).await?;
    Ok(row.map(|row| Subject {
        kind,
        key: key.to_string(),
        title: row.title,
    }))
}

/// Follows. False if the account did already.
pub async fn add(work: &Work, account: i64, kind: Kind, key: &str) -> Result<bool, StoreError> {
    let added = work
        .read()
        .run(
            "INSERT INTO follow (account_id, subject_kind, subject, at) VALUES ($1, $2, $3, $4) \
             ON CONFLICT (account_id, subject_kind, subject) DO NOTHING",
            [
                account.into(),
                kind.code().into(),
                key.into(),
                At(work.at()).to_string().into(),
            ],
        )
        .await?;
    Ok(added == 1)
}

/// Makes everybody who follows the one follow the other instead. Who follows both follows once.
pub async fn move_all(work: &Work, kind: Kind, from: &str, into: &str) -> Result<(), StoreError> {
    let conn = work.read();
    conn.run(
        "INSERT INTO follow (account_id, subject_kind, subject, at) \
         SELECT f.account_id, f.subject_kind, $3, f.at FROM follow f \
         WHERE f.subject_kind = $1 AND f.subject = $2 \
         ON CONFLICT (account_id, subject_kind, subject) DO NOTHING",
        [kind.code().into(), from.into(), into.into()],
    )
    .await?;
    conn.run(
        "DELETE FROM follow WHERE subject_kind = $1 AND subject = $2",
        [kind.code().into(), from.into()],
    )
    .await?;
    Ok(())
}

/// Stops following. False if the account did not follow.
pub async fn remove(work: &Work, account: i64, kind: Kind, key: &str) -> Result<bool, StoreError> {
    let removed = work
        .read()
        .run(
            "DELETE FROM follow WHERE account_id = $1 AND subject_kind = $2 AND subject = $3",
            [account.into(), kind.code().into(), key.into()],
        )
        .await?;
    Ok(removed == 1)
}

/// Whether an account follows something.
pub async fn is_there(
    conn: &Conn<'_>,
    account: i64,
    kind: Kind,
    key: &str,
) -> Result<bool, StoreError> {
    let found = conn
        .number(
            "SELECT COUNT(*) FROM follow WHERE account_id = $1 AND subject_kind = $2 AND subject = $3",
            [account.into(), kind.code().into(), key.into()],
        )
        .await?;
    Ok(found > 0)
}

#[derive(FromQueryResult)]
struct Followed {
    subject_kind: String,
    subject: String,
    title: Option<String>,
}

/// What an account follows, latest first.
pub async fn of_account(conn: &Conn<'_>, account: i64) -> Result<Vec<Subject>, StoreError> {
    let rows: Vec<Followed> = conn
        .all(
            "SELECT f.subject_kind, f.subject, COALESCE(n.title, p.title, a.name) AS title FROM follow f \
             LEFT JOIN nomination n ON f.subject_kind = 'nomination' AND n.reference = f.subject \
             LEFT JOIN project p ON f.subject_kind = 'project' AND p.reference = f.subject \
             LEFT JOIN area a ON f.subject_kind = 'area' AND a.code = f.subject \
             WHERE f.account_id = $1 ORDER BY f.at DESC, f.subject LIMIT 500",
            [account.into()],
        )
        .await?;
    Ok(rows
        .into_iter()
        .filter_map(|row| {
            Some(Subject {
                kind: Kind::parse(&row.subject_kind)?,
                title: row.title.unwrap_or_else(|| row.subject.clone()),
                key: row.subject,
            })
        })
        .collect())
}
