//! Citizens' panels and who sits on them. Members' names are for staff: no public read gives one.
//!
//! Shortlists and rankings are in [`shortlists`]; the nominations a panel can take up are in
//! [`candidates`].

pub mod candidates;
pub mod minutes;
pub mod shortlists;

use crate::domain::panels::Side;
use crate::domain::policy::Role;
use crate::store::instants::{At, Day};
use crate::store::{Conn, StoreError, Work};
use chrono::{DateTime, NaiveDate, Utc};
use sea_orm::FromQueryResult;

/// A panel.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Panel {
    /// Its row.
    pub id: i64,
    /// The last part of its address.
    pub slug: String,
    /// What it is called.
    pub name: String,
    /// The area it is for.
    pub area_code: String,
    /// The name of that area.
    pub area_name: String,
    /// What it does, in a few sentences.
    pub about: String,
    /// The day it began.
    pub founded_on: Option<NaiveDate>,
    /// What is known and what is invented, in a demonstration.
    pub provenance: String,
    /// How many members it has now.
    pub members: i64,
    /// Moves with each change.
    pub version: i64,
}

/// Somebody who sits on a panel.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Member {
    /// Their account.
    pub account: i64,
    /// What they are called.
    pub name: String,
    /// Their address.
    pub email: String,
    /// The side they sit for.
    pub side: Side,
    /// Since when.
    pub joined_at: DateTime<Utc>,
}

/// A panel before it has a row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewPanel {
    /// The last part of its address.
    pub slug: String,
    /// What it is called.
    pub name: String,
    /// The area it is for.
    pub area_code: String,
    /// What it does.
    pub about: String,
    /// The day it began.
    pub founded_on: Option<NaiveDate>,
    /// What is known and what is invented, in a demonstration.
    pub provenance: String,
}

#[derive(FromQueryResult)]
struct PanelRow {
    id: i64,
    slug: String,
    name: String,
    area_code: String,
    area_name: String,
    about: String,
    founded_on: Option<Day>,
    provenance: String,
    members: i64,
    version: i64,
}

impl From<PanelRow> for Panel {
    fn from(row: PanelRow) -> Self {
        Panel {
            id: row.id,
            slug: row.slug,
            name: row.name,
            area_code: row.area_code,
            area_name: row.area_name,
            about: row.about,
            founded_on: row.founded_on.map(|day| day.0),
            provenance: row.provenance,
            members: row.members,
            version: row.version,
        }
    }
}

const PANEL: &str = "SELECT p.id, p.slug, p.name, p.area_code, a.name AS area_name, p.about, \
    p.founded_on, p.provenance, p.version, (SELECT COUNT(*) FROM panel_member m \
    WHERE m.panel_id = p.id AND m.left_at IS NULL) AS members \
    FROM panel p JOIN area a ON a.code = p.area_code";

/// Every panel, by the name of its area. There is one for a council or so: hundreds, not thousands.
pub async fn all(conn: &Conn<'_>) -> Result<Vec<Panel>, StoreError> {
    let mut rows: Vec<PanelRow> = conn.all(PANEL, []).await?;
    rows.sort_by(|a, b| (&a.area_name, &a.name, a.id).cmp(&(&b.area_name, &b.name, b.id)));
    Ok(rows.into_iter().map(Panel::from).collect())
}

/// A panel by the last part of its address.
pub async fn by_slug(conn: &Conn<'_>, slug: &str) -> Result<Option<Panel>, StoreError> {
    let row: Option<PanelRow> = conn
        .one(format!("{PANEL} WHERE p.slug = $1"), [slug.into()])
        .await?;
    Ok(row.map(Panel::from))
}

/// A panel by its row.
pub async fn by_id(conn: &Conn<'_>, id: i64) -> Result<Option<Panel>, StoreError> {
    let row: Option<PanelRow> = conn
        .one(format!("{PANEL} WHERE p.id = $1"), [id.into()])
        .await?;
    Ok(row.map(Panel::from))
}

/// How many members sit for each side now, the sides in their usual order, none left out.
pub async fn sides(conn: &Conn<'_>, panel: i64) -> Result<Vec<(Side, i64)>, StoreError> {
    let mut counts = vec![];
    let members = members(conn, panel).await?;
    for side in Side::ALL {
        let count = members.iter().filter(|member| member.side == side).count();
        counts.push((side, i64::try_from(count).unwrap_or(i64::MAX)));
    }
    Ok(counts)
}

#[derive(FromQueryResult)]
struct MemberRow {
    account_id: i64,
    name: String,
    email: String,
    side: String,
    joined_at: At,
}

/// Who sits on a panel now, longest first. For staff only.
pub async fn members(conn: &Conn<'_>, panel: i64) -> Result<Vec<Member>, StoreError> {
    let rows: Vec<MemberRow> = conn
        .all(
            "SELECT m.account_id, a.name, a.email, m.side, m.joined_at FROM panel_member m \
             JOIN account a ON a.id = m.account_id WHERE m.panel_id = $1 AND m.left_at IS NULL \
             ORDER BY m.joined_at, m.account_id",
            [panel.into()],
        )
        .await?;
    rows.into_iter()
        .map(|row| {
            let side = Side::parse(&row.side)
                .ok_or_else(|| StoreError::Unreadable(format!("side {}", row.side)))?;
            Ok(Member {
                account: row.account_id,
                name: row.name,
                email: row.email,
                side,
                joined_at: row.joined_at.0,
            })
        })
        .collect()
}

/// Whether the account sits on the panel now.
pub async fn is_member(conn: &Conn<'_>, panel: i64, account: i64) -> Result<bool, StoreError> {
    let found = conn
        .number(
            "SELECT COUNT(*) FROM panel_member WHERE panel_id = $1 AND account_id = $2 \
             AND left_at IS NULL",
            [panel.into(), account.into()],
        )
        .await?;
    Ok(found > 0)
}

/// The panels that an account sits on.
pub async fn of_member(conn: &Conn<'_>, account: i64) -> Result<Vec<Panel>, StoreError> {
    let rows: Vec<PanelRow> = conn
        .all(
            format!(
                "{PANEL} WHERE p.id IN (SELECT panel_id FROM panel_member WHERE account_id = $1 \
                 AND left_at IS NULL) ORDER BY p.id"
            ),
            [account.into()],
        )
        .await?;
    Ok(rows.into_iter().map(Panel::from).collect())
}

/// Whether the account sits on another panel of the same area, so that its grant there must stay.
pub async fn sits_elsewhere_in(
    conn: &Conn<'_>,
    panel: &Panel,
    account: i64,
) -> Result<bool, StoreError> {
    let found = conn
        .number(
            "SELECT COUNT(*) FROM panel_member m JOIN panel p ON p.id = m.panel_id \
             WHERE m.account_id = $1 AND m.left_at IS NULL AND p.area_code = $2 AND p.id <> $3",
            [
                account.into(),
                panel.area_code.clone().into(),
                panel.id.into(),
            ],
        )
        .await?;
    Ok(found > 0)
}

#[derive(FromQueryResult)]
struct Inserted {
    id: i64,
}

/// Makes a panel and says its row.
pub async fn add(work: &Work, panel: &NewPanel) -> Result<i64, StoreError> {
    let row: Option<Inserted> = work
        .read()
        .one(
            "INSERT INTO panel (slug, name, area_code, about, founded_on, provenance, version) \
             VALUES ($1, $2, $3, $4, $5, $6, 1) RETURNING id",
            [
                panel.slug.clone().into(),
                panel.name.clone().into(),
                panel.area_code.clone().into(),
                panel.about.clone().into(),
                panel.founded_on.map(|day| Day(day).to_string()).into(),
                panel.provenance.clone().into(),
            ],
        )
        .await?;
    row.map(|row| row.id)
        .ok_or_else(|| StoreError::Failed("no row came back".into()))
}

/// Seats somebody, or seats them again or for another side. False where nothing changed.
pub async fn seat(work: &Work, panel: i64, account: i64, side: Side) -> Result<bool, StoreError> {
    let touched = work
        .read()
        .run(
            "INSERT INTO panel_member (panel_id, account_id, side, joined_at, left_at) \
             VALUES ($1, $2, $3, $4, NULL) ON CONFLICT (panel_id, account_id) DO UPDATE \
             SET side = $3, joined_at = $4, left_at = NULL \
             WHERE panel_member.left_at IS NOT NULL OR panel_member.side <> $3",
            [
                panel.into(),
                account.into(),
                side.code().into(),
                At(work.at()).to_string().into(),
            ],
        )
        .await?;
    Ok(touched > 0)
}

/// Notes that a member left. False where they had already.
pub async fn unseat(work: &Work, panel: i64, account: i64) -> Result<bool, StoreError> {
    let touched = work
        .read()
        .run(
            "UPDATE panel_member SET left_at = $1 WHERE panel_id = $2 AND account_id = $3 \
             AND left_at IS NULL",
            [
                At(work.at()).to_string().into(),
                panel.into(),
                account.into(),
            ],
        )
        .await?;
    Ok(touched > 0)
}

/// Takes back a member's grant for an area.
pub async fn take_grant(work: &Work, account: i64, area: &str) -> Result<bool, StoreError> {
    let touched = work
        .read()
        .run(
            "DELETE FROM account_grant WHERE account_id = $1 AND role = $2 AND area_code = $3",
            [account.into(), Role::PanelMember.code().into(), area.into()],
        )
        .await?;
    Ok(touched > 0)
}

#[derive(FromQueryResult)]
struct AreaRow {
    code: String,
    name: String,
}

/// The areas that a panel can be for, by name: probation areas and councils, as code and name.
pub async fn areas(conn: &Conn<'_>) -> Result<Vec<(String, String)>, StoreError> {
    let rows: Vec<AreaRow> = conn
        .all(
            "SELECT code, name FROM area WHERE kind <> 'ward' ORDER BY name, code",
            [],
        )
        .await?;
    Ok(rows.into_iter().map(|row| (row.code, row.name)).collect())
}
