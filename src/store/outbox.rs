//! Letters that wait to go. A letter is written in the transaction of its event and sent afterwards,
//! so that none is lost and none goes out for something that did not happen.

use crate::domain::letters::{Letter, Letterhead, Recipient};
use crate::store::entities::house::outbox as table;
use crate::store::instants::At;
use crate::store::{Conn, Db, StoreError, Work};
use chrono::{DateTime, Duration, Utc};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, EntityTrait, FromQueryResult, QueryFilter, QueryOrder,
    QuerySelect,
};

/// A letter with an address on it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Posted {
    /// Its row.
    pub id: i64,
    /// What kind.
    pub kind: String,
    /// The address.
    pub to: String,
    /// The subject line.
    pub subject: String,
    /// The text.
    pub body: String,
    /// When it was written.
    pub written_at: DateTime<Utc>,
    /// When it is to go.
    pub due_at: DateTime<Utc>,
    /// How often it was tried.
    pub attempts: i64,
    /// When it went.
    pub sent_at: Option<DateTime<Utc>>,
    /// When we gave up.
    pub given_up_at: Option<DateTime<Utc>>,
    /// Why the last try failed.
    pub trouble: Option<String>,
}

impl From<table::Model> for Posted {
    fn from(row: table::Model) -> Self {
        Posted {
            id: row.id,
            kind: row.kind,
            to: row.to_address,
            subject: row.subject,
            body: row.body,
            written_at: row.written_at.0,
            due_at: row.due_at.0,
            attempts: row.attempts,
            sent_at: row.sent_at.map(|at| at.0),
            given_up_at: row.given_up_at.map(|at| at.0),
            trouble: row.trouble,
        }
    }
}

#[derive(FromQueryResult)]
struct Address {
    email: String,
}

const NOMINATOR: &str = "SELECT COALESCE(a.email, n.contact_email) AS email FROM nomination n \
    LEFT JOIN account a ON a.id = n.nominator_id AND a.disabled_at IS NULL \
    WHERE n.id = $1 AND COALESCE(a.email, n.contact_email) IS NOT NULL";
const SUPPORTERS: &str = "SELECT DISTINCT a.email FROM account a WHERE a.disabled_at IS NULL AND (\
    a.id IN (SELECT account_id FROM support WHERE nomination_id = $1) OR \
    a.id IN (SELECT nominator_id FROM nomination WHERE id = $1) OR \
    a.id IN (SELECT f.account_id FROM follow f JOIN nomination n ON n.reference = f.subject \
             WHERE f.subject_kind = 'nomination' AND n.id = $1))";
const FOLLOWERS: &str = "SELECT DISTINCT a.email FROM account a, project p WHERE p.id = $1 AND a.disabled_at IS NULL AND (\
    a.id IN (SELECT account_id FROM support WHERE nomination_id = p.nomination_id) OR \
    a.id IN (SELECT nominator_id FROM nomination WHERE id = p.nomination_id) OR \
    a.id IN (SELECT account_id FROM follow WHERE subject_kind = 'nomination' AND subject IN \
             (SELECT reference FROM nomination WHERE id = p.nomination_id)) OR \
    a.id IN (SELECT account_id FROM follow WHERE subject_kind = 'project' AND subject = p.reference))";
const ACCOUNT: &str = "SELECT email FROM account WHERE id = $1 AND disabled_at IS NULL";
const OFFICERS: &str = "SELECT DISTINCT a.email FROM account a JOIN account_grant g ON g.account_id = a.id \
    WHERE g.role = 'council' AND a.disabled_at IS NULL AND (g.area_code = '' OR g.area_code IN (\
      SELECT r.area_code FROM round r WHERE r.id = $1 UNION \
      SELECT one.parent_code FROM round r JOIN area one ON one.code = r.area_code WHERE r.id = $1 UNION \
      SELECT two.parent_code FROM round r JOIN area one ON one.code = r.area_code \
        JOIN area two ON two.code = one.parent_code WHERE r.id = $1)) ORDER BY a.email";
const OTHER_RELEASE_OFFICERS: &str = "SELECT DISTINCT a.email FROM account a JOIN account_grant g ON g.account_id = a.id \
    JOIN release r ON r.id = $1 WHERE g.role = 'council' AND a.disabled_at IS NULL \
    AND (r.checked_by IS NULL OR a.id <> r.checked_by) AND (g.area_code = '' OR g.area_code = r.area_code \
    OR g.area_code = (SELECT parent_code FROM area WHERE code = r.area_code)) ORDER BY a.email";
const MEMBERS: &str = "SELECT a.email FROM account a JOIN panel_member m ON m.account_id = a.id \
    WHERE m.panel_id = $1 AND m.left_at IS NULL AND a.disabled_at IS NULL";

async fn addresses(conn: &Conn<'_>, to: &Recipient) -> Result<Vec<String>, StoreError> {
    let (sql, id) = match to {
        Recipient::Address(email) => return Ok(vec![email.clone()]),
        Recipient::Nominator(id) => (NOMINATOR, *id),
        Recipient::Supporters(id) => (SUPPORTERS, *id),
        Recipient::ProjectFollowers(id) => (FOLLOWERS, *id),
        Recipient::PanelMembers(id) => (MEMBERS, *id),
        Recipient::RoundOfficers(id) => (OFFICERS, *id),
        Recipient::OtherReleaseOfficers(id) => (OTHER_RELEASE_OFFICERS, *id),
        Recipient::Account(id) => (ACCOUNT, *id),
    };
    let rows: Vec<Address> = conn.all(sql, [id.into()]).await?;
    Ok(rows.into_iter().map(|row| row.email).collect())
}

pub(super) async fn write(
    work: &Work,
    letter: &Letter,
    head: &Letterhead,
) -> Result<(), StoreError> {
    let conn = work.read();
    let body = letter.text(head);
    for address in addresses(&conn, &letter.to).await? {
        let row = table::ActiveModel {
            kind: Set(letter.kind.to_string()),
            to_address: Set(address),
            subject: Set(letter.subject.clone()),
            body: Set(body.clone()),
            written_at: Set(At(work.at())),
            due_at: Set(At(work.at())),
            attempts: Set(0),
            ..Default::default()
        };
        table::Entity::insert(row)
            .exec_without_returning(conn.db())
            .await?;
    }
    Ok(())
}

/// Letters that are due now, oldest first.
pub async fn due(
    conn: &Conn<'_>,
    now: DateTime<Utc>,
    count: u64,
) -> Result<Vec<Posted>, StoreError> {
    let rows = table::Entity::find()
        .filter(table::Column::SentAt.is_null())
        .filter(table::Column::GivenUpAt.is_null())
        .filter(table::Column::DueAt.lte(At(now)))
        .order_by_asc(table::Column::Id)
        .limit(count)
        .all(conn.db())
        .await?;
    Ok(rows.into_iter().map(Posted::from).collect())
}

/// The newest letters, for the demonstration's post box and for operators.
pub async fn newest(conn: &Conn<'_>, count: u64) -> Result<Vec<Posted>, StoreError> {
    let rows = table::Entity::find()
        .order_by_desc(table::Column::Id)
        .limit(count)
        .all(conn.db())
        .await?;
    Ok(rows.into_iter().map(Posted::from).collect())
}

/// One letter.
pub async fn letter(conn: &Conn<'_>, id: i64) -> Result<Option<Posted>, StoreError> {
    let row = table::Entity::find_by_id(id).one(conn.db()).await?;
    Ok(row.map(Posted::from))
}

/// Takes a due letter for this process until the instant. False where another was quicker.
pub async fn claim(db: &Db, letter: &Posted, until: DateTime<Utc>) -> Result<bool, StoreError> {
    let claimed = db
        .write_bookkeeping()
        .run(
            "UPDATE outbox SET due_at = $1 WHERE id = $2 AND attempts = $3 AND due_at = $4 \
             AND sent_at IS NULL AND given_up_at IS NULL",
            [
                At(until).to_string().into(),
                letter.id.into(),
                letter.attempts.into(),
                At(letter.due_at).to_string().into(),
            ],
        )
        .await?;
    Ok(claimed == 1)
}

/// Notes that a letter has gone. Bookkeeping of the post, not a change to the record: it leaves no
/// audit line, or the log would be full of them.
pub async fn sent(db: &Db, id: i64, now: DateTime<Utc>) -> Result<(), StoreError> {
    let conn = db.write_bookkeeping();
    conn.run(
        "UPDATE outbox SET sent_at = $1, attempts = attempts + 1, trouble = NULL WHERE id = $2",
        [At(now).to_string().into(), id.into()],
    )
    .await?;
    Ok(())
}

/// Notes that a try failed, and when the next is due; after the last try the letter is given up.
pub async fn failed(
    db: &Db,
    letter: &Posted,
    now: DateTime<Utc>,
    trouble: &str,
    next: Option<Duration>,
) -> Result<(), StoreError> {
    let conn = db.write_bookkeeping();
    let (due, given_up) = match next {
        Some(wait) => (now + wait, None),
        None => (now, Some(At(now).to_string())),
    };
    conn.run(
        "UPDATE outbox SET attempts = attempts + 1, trouble = $1, due_at = $2, given_up_at = $3 WHERE id = $4",
        [
            trouble.to_string().into(),
            At(due).to_string().into(),
            given_up.into(),
            letter.id.into(),
        ],
    )
    .await?;
    Ok(())
}

/// Forgets the text of letters that went before the day, so that links and addresses do not pile up.
pub async fn forget_before(db: &Db, before: DateTime<Utc>) -> Result<u64, StoreError> {
    let conn = db.write_bookkeeping();
    conn.run(
        "DELETE FROM outbox WHERE sent_at < $1 OR given_up_at < $1",
        [At(before).to_string().into()],
    )
    .await
}

/// Letters that were given up or that failed at least once, newest first, with how many there are.
pub async fn troubled(
    conn: &Conn<'_>,
    offset: u64,
    count: u64,
) -> Result<(Vec<Posted>, i64), StoreError> {
    let rows = table::Entity::find()
        .filter(table::Column::SentAt.is_null())
        .filter(table::Column::Trouble.is_not_null())
        .order_by_desc(table::Column::Id)
        .offset(offset)
        .limit(count)
        .all(conn.db())
        .await?;
    let total = conn
        .number(
            "SELECT COUNT(*) FROM outbox WHERE sent_at IS NULL AND trouble IS NOT NULL",
            [],
        )
        .await?;
    Ok((rows.into_iter().map(Posted::from).collect(), total))
}

/// How many letters wait, and how many were given up.
pub async fn waiting(conn: &Conn<'_>) -> Result<(i64, i64), StoreError> {
    let count = |what: &str| {
        format!("SELECT COUNT(*) FROM outbox WHERE sent_at IS NULL AND given_up_at IS {what}")
    };
    let waiting = conn.number(count("NULL"), []).await?;
    let given_up = conn.number(count("NOT NULL"), []).await?;
    Ok((waiting, given_up))
}

/// Lets a letter that was given up wait to go again, from now. Its kind, or nothing if there is none such.
pub async fn wait_again(work: &Work, id: i64) -> Result<Option<String>, StoreError> {
    let conn = work.read();
    let touched = conn
        .run(
            "UPDATE outbox SET given_up_at = NULL, attempts = 0, due_at = $1 \
             WHERE id = $2 AND given_up_at IS NOT NULL AND sent_at IS NULL",
            [At(work.at()).to_string().into(), id.into()],
        )
        .await?;
    if touched == 0 {
        return Ok(None);
    }
    let row = table::Entity::find_by_id(id).one(conn.db()).await?;
    Ok(row.map(|row| row.kind))
}

/// Whether there is such a letter, however it stands.
pub async fn is_there(conn: &Conn<'_>, id: i64) -> Result<bool, StoreError> {
    let sql = "SELECT COUNT(*) FROM outbox WHERE id = $1";
    Ok(conn.number(sql, [id.into()]).await? > 0)
}
