//! Campaigns: rounds in many areas under one name and one timetable.

use super::{Round, rounds};
use crate::domain::ballots::method::Method;
use crate::domain::ballots::round::Times;
use crate::domain::ballots::rule_sheet::WayToVote;
use crate::domain::events::Named;
use crate::store::instants::At;
use crate::store::{Conn, StoreError, Work};
use sea_orm::FromQueryResult;

/// A campaign. Its rounds are drafted from what stands here.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Campaign {
    /// Its row.
    pub id: i64,
    /// The last part of its address.
    pub slug: String,
    /// What it is called.
    pub name: String,
    /// What it is about.
    pub about: String,
    /// The area whose officers made it.
    pub area_code: String,
    /// The question on each paper.
    pub question: String,
    /// How each round is counted.
    pub method: Method,
    /// How many options win in each.
    pub seats: i64,
    /// What decides ties, in words.
    pub tie_source: String,
    /// By which ways people vote.
    pub ways: Vec<WayToVote>,
    /// When its rounds open and close.
    pub times: Times,
}

impl Campaign {
    /// As the audit log names it.
    pub fn named(&self) -> Named {
        Named::new(self.id, &self.slug, &self.name)
    }
}

#[derive(FromQueryResult)]
struct Row {
    id: i64,
    slug: String,
    name: String,
    about: String,
    area_code: Option<String>,
    question: String,
    method: String,
    seats: i64,
    tie_source: String,
    ways: String,
    opens_at: At,
    closes_at: At,
}

impl TryFrom<Row> for Campaign {
    type Error = StoreError;

    fn try_from(row: Row) -> Result<Self, StoreError> {
        let unreadable = || StoreError::Unreadable(format!("the campaign {}", row.slug));
        Ok(Campaign {
            method: Method::parse(&row.method).ok_or_else(unreadable)?,
            id: row.id,
            slug: row.slug,
            name: row.name,
            about: row.about,
            area_code: row.area_code.unwrap_or_default(),
            question: row.question,
            seats: row.seats,
            tie_source: row.tie_source,
            ways: WayToVote::read_list(&row.ways),
            times: Times {
                opens_at: row.opens_at.0,
                closes_at: row.closes_at.0,
            },
        })
    }
}

const CAMPAIGN: &str = "SELECT id, slug, name, about, area_code, question, method, seats, tie_source, \
    ways, opens_at, closes_at FROM campaign";

/// A campaign by the last part of its address.
pub async fn by_slug(conn: &Conn<'_>, slug: &str) -> Result<Option<Campaign>, StoreError> {
    let sql = format!("{CAMPAIGN} WHERE slug = $1");
    let row: Option<Row> = conn.one(sql, [slug.into()]).await?;
    row.map(Campaign::try_from).transpose()
}

/// Every campaign, the newest opening first.
pub async fn all(conn: &Conn<'_>) -> Result<Vec<Campaign>, StoreError> {
    let sql = format!("{CAMPAIGN} ORDER BY opens_at DESC, id DESC");
    let rows: Vec<Row> = conn.all(sql, []).await?;
    rows.into_iter().map(Campaign::try_from).collect()
}

/// The rounds of a campaign, by the name of their area.
pub async fn rounds_of(conn: &Conn<'_>, campaign: i64) -> Result<Vec<Round>, StoreError> {
    let rest = "WHERE r.campaign_id = $1 ORDER BY a.name, r.id";
    rounds(conn, rest, [campaign.into()]).await
}

/// The campaign that a round is part of, as its address and its name.
pub async fn of_round(conn: &Conn<'_>, round: i64) -> Result<Option<(String, String)>, StoreError> {
    #[derive(FromQueryResult)]
    struct Part {
        slug: String,
        name: String,
    }
    let row: Option<Part> = conn
        .one(
            "SELECT c.slug, c.name FROM campaign c JOIN round r ON r.campaign_id = c.id WHERE r.id = $1",
            [round.into()],
        )
        .await?;
    Ok(row.map(|row| (row.slug, row.name)))
}

#[derive(FromQueryResult)]
struct Inserted {
    id: i64,
}

/// Writes a campaign down and says its row. The row in hand is not used.
pub async fn add(work: &Work, campaign: &Campaign) -> Result<i64, StoreError> {
    let row: Option<Inserted> = work
        .read()
        .one(
            "INSERT INTO campaign (slug, name, about, area_code, question, method, seats, tie_source, \
             ways, opens_at, closes_at, made_by) \
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12) RETURNING id",
            [
                campaign.slug.clone().into(),
                campaign.name.clone().into(),
                campaign.about.clone().into(),
                campaign.area_code.clone().into(),
                campaign.question.clone().into(),
                campaign.method.name().into(),
                campaign.seats.into(),
                campaign.tie_source.clone().into(),
                WayToVote::to_list(&campaign.ways).into(),
                At(campaign.times.opens_at).to_string().into(),
                At(campaign.times.closes_at).to_string().into(),
                work.actor().account().into(),
            ],
        )
        .await?;
    row.map(|row| row.id)
        .ok_or_else(|| StoreError::Failed("no row came back".into()))
}

/// Holds a campaign until the commit: of two who add rounds to it at once one waits here.
pub async fn hold(work: &Work, campaign: i64) -> Result<(), StoreError> {
    work.read()
        .run(
            "UPDATE campaign SET version = version + 1 WHERE id = $1",
            [campaign.into()],
        )
        .await?;
    Ok(())
}

/// Puts a new draft into a campaign, with the campaign's ways to vote.
pub async fn put_round(work: &Work, round: i64, campaign: &Campaign) -> Result<(), StoreError> {
    work.read()
        .run(
            "UPDATE round SET campaign_id = $1, ways = $2 WHERE id = $3 AND state = 'draft'",
            [
                campaign.id.into(),
                WayToVote::to_list(&campaign.ways).into(),
                round.into(),
            ],
        )
        .await?;
    Ok(())
}
