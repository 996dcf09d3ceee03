//! Minutes of a panel's meetings: their texts, none ever changed, and what members answered.
//!
//! A text is public once it is agreed and no later one of the same minutes is.

use crate::domain::panels::minutes::{Answer, AtText, Text};
use crate::store::instants::{At, Day};
use crate::store::{Conn, StoreError, Work};
use chrono::{DateTime, Utc};
use sea_orm::FromQueryResult;

/// A text of the minutes of a meeting.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Minutes {
    /// Which minutes, and which text of them.
    pub at: AtText,
    /// Whose meeting.
    pub panel_id: i64,
    /// What it says.
    pub text: Text,
    /// What the shortlist is for that came of it.
    pub shortlist_title: Option<String>,
    /// Who wrote it.
    pub written_by: Option<i64>,
    /// When.
    pub written_at: DateTime<Utc>,
    /// When more than half of the members had agreed.
    pub agreed_at: Option<DateTime<Utc>>,
}

#[derive(FromQueryResult)]
struct Row {
    minutes_id: i64,
    number: i64,
    panel_id: i64,
    met_on: Day,
    present: i64,
    decided: String,
    shortlist_id: Option<i64>,
    shortlist_title: Option<String>,
    written_by: Option<i64>,
    written_at: At,
    agreed_at: Option<At>,
}

impl From<Row> for Minutes {
    fn from(row: Row) -> Self {
        Minutes {
            at: AtText {
                minutes: row.minutes_id,
                number: row.number,
            },
            panel_id: row.panel_id,
            text: Text {
                met_on: row.met_on.0,
                present: row.present,
                decided: row.decided,
                shortlist: row.shortlist_id,
            },
            shortlist_title: row.shortlist_title,
            written_by: row.written_by,
            written_at: row.written_at.0,
            agreed_at: row.agreed_at.map(|at| at.0),
        }
    }
}

const TEXT: &str = "SELECT t.minutes_id, t.number, m.panel_id, t.met_on, t.present, t.decided, \
    t.shortlist_id, s.title AS shortlist_title, t.written_by, t.written_at, t.agreed_at \
    FROM panel_minutes_text t JOIN panel_minutes m ON m.id = t.minutes_id \
    LEFT JOIN shortlist s ON s.id = t.shortlist_id";

const NEWEST_MEETING_FIRST: &str = "ORDER BY t.met_on DESC, t.minutes_id DESC";

/// The newest text of each meeting of a panel, agreed or not, the newest meeting first.
pub async fn newest(conn: &Conn<'_>, panel: i64) -> Result<Vec<Minutes>, StoreError> {
    let sql =
        format!("{TEXT} WHERE m.panel_id = $1 AND t.number = m.number {NEWEST_MEETING_FIRST}");
    let rows: Vec<Row> = conn.all(sql, [panel.into()]).await?;
    Ok(rows.into_iter().map(Minutes::from).collect())
}

/// The public text of each meeting of a panel, the newest meeting first.
pub async fn public(conn: &Conn<'_>, panel: i64) -> Result<Vec<Minutes>, StoreError> {
    let sql = format!(
        "{TEXT} WHERE m.panel_id = $1 AND t.number = (SELECT MAX(x.number) FROM panel_minutes_text x \
         WHERE x.minutes_id = m.id AND x.agreed_at IS NOT NULL) {NEWEST_MEETING_FIRST}"
    );
    let rows: Vec<Row> = conn.all(sql, [panel.into()]).await?;
    Ok(rows.into_iter().map(Minutes::from).collect())
}

/// Every text of minutes, the newest first. Empty where there are no such minutes.
pub async fn texts(conn: &Conn<'_>, minutes: i64) -> Result<Vec<Minutes>, StoreError> {
    let sql = format!("{TEXT} WHERE t.minutes_id = $1 ORDER BY t.number DESC");
    let rows: Vec<Row> = conn.all(sql, [minutes.into()]).await?;
    Ok(rows.into_iter().map(Minutes::from).collect())
}

#[derive(FromQueryResult)]
struct AnswerRow {
    account_id: i64,
    agrees: bool,
    words: String,
}

/// The newest answer to a text of each member who still sits on the panel, with whose it is.
pub async fn answers(conn: &Conn<'_>, at: AtText) -> Result<Vec<(i64, Answer)>, StoreError> {
    let rows: Vec<AnswerRow> = conn
        .all(
            "SELECT a.account_id, a.agrees, a.words FROM panel_minutes_answer a \
             JOIN panel_minutes m ON m.id = a.minutes_id \
             JOIN panel_member p ON p.panel_id = m.panel_id AND p.account_id = a.account_id \
             WHERE a.minutes_id = $1 AND a.number = $2 AND p.left_at IS NULL \
             AND a.id = (SELECT MAX(x.id) FROM panel_minutes_answer x WHERE x.minutes_id = a.minutes_id \
             AND x.number = a.number AND x.account_id = a.account_id) ORDER BY a.id",
            [at.minutes.into(), at.number.into()],
        )
        .await?;
    let read = |row: AnswerRow| match row.agrees {
        true => (row.account_id, Answer::Agrees),
        false => (row.account_id, Answer::AsksCorrection(row.words)),
    };
    Ok(rows.into_iter().map(read).collect())
}

#[derive(FromQueryResult)]
struct Inserted {
    id: i64,
}

/// Writes the first text of minutes down.
pub async fn add(work: &Work, panel: i64, text: &Text) -> Result<AtText, StoreError> {
    let row: Option<Inserted> = work
        .read()
        .one(
            "INSERT INTO panel_minutes (panel_id, number) VALUES ($1, 1) RETURNING id",
            [panel.into()],
        )
        .await?;
    let row = row.ok_or_else(|| StoreError::Failed("no row came back".into()))?;
    let at = AtText {
        minutes: row.id,
        number: 1,
    };
    add_text(work, at, text).await?;
    Ok(at)
}

/// Puts a corrected text behind the one at which the minutes stood. None where they had moved on.
pub async fn correct(work: &Work, from: AtText, text: &Text) -> Result<Option<AtText>, StoreError> {
    let touched = work
        .read()
        .run(
            "UPDATE panel_minutes SET number = number + 1 WHERE id = $1 AND number = $2",
            [from.minutes.into(), from.number.into()],
        )
        .await?;
    if touched == 0 {
        return Ok(None);
    }
    let at = AtText {
        number: from.number + 1,
        ..from
    };
    add_text(work, at, text).await?;
    Ok(Some(at))
}

async fn add_text(work: &Work, at: AtText, text: &Text) -> Result<(), StoreError> {
    work.read()
        .run(
            "INSERT INTO panel_minutes_text (minutes_id, number, met_on, present, decided, shortlist_id, \
             written_by, written_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
            [
                at.minutes.into(),
                at.number.into(),
                Day(text.met_on).to_string().into(),
                text.present.into(),
                text.decided.clone().into(),
                text.shortlist.into(),
                work.actor().account().into(),
                At(work.at()).to_string().into(),
            ],
        )
        .await?;
    Ok(())
}

/// Takes the lock of minutes for an answer: of two members who answer at once one waits here. False
/// where the minutes have moved on from that text.
pub async fn hold(work: &Work, at: AtText) -> Result<bool, StoreError> {
    let touched = work
        .read()
        .run(
            "UPDATE panel_minutes SET number = number WHERE id = $1 AND number = $2",
            [at.minutes.into(), at.number.into()],
        )
        .await?;
    Ok(touched == 1)
}

/// Writes a member's answer down, behind their earlier ones.
pub async fn put_answer(
    work: &Work,
    at: AtText,
    account: i64,
    answer: &Answer,
) -> Result<(), StoreError> {
    let (agrees, words) = match answer {
        Answer::Agrees => (true, ""),
        Answer::AsksCorrection(words) => (false, words.as_str()),
    };
    work.read()
        .run(
            "INSERT INTO panel_minutes_answer (minutes_id, number, account_id, agrees, words, at) \
             VALUES ($1, $2, $3, $4, $5, $6)",
            [
                at.minutes.into(),
                at.number.into(),
                account.into(),
                agrees.into(),
                words.into(),
                At(work.at()).to_string().into(),
            ],
        )
        .await?;
    Ok(())
}

/// Notes that a text is agreed. False where it was already.
pub async fn agree(work: &Work, at: AtText) -> Result<bool, StoreError> {
    let touched = work
        .read()
        .run(
            "UPDATE panel_minutes_text SET agreed_at = $1 WHERE minutes_id = $2 AND number = $3 \
             AND agreed_at IS NULL",
            [
                At(work.at()).to_string().into(),
                at.minutes.into(),
                at.number.into(),
            ],
        )
        .await?;
    Ok(touched == 1)
}
