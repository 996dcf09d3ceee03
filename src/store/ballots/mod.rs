//! Rounds as they are written down: rules, options, times. Changes are in [`change`] and [`ending`], what the box
//! gave in [`outcome`], codes sent by email in [`codes`], public keys in [`keys`], care for a box in [`care`].
//!
//! What a round keeps to itself leaves only through [`held_key`] and [`casting::receipt_secret`]. A cast is written
//! in [`super::ballot_box`].

pub mod answers;
pub mod campaigns;
pub mod care;
pub mod casting;
pub mod change;
pub mod codes;
pub mod ending;
pub mod keys;
pub mod lists;
pub mod outcome;
pub mod papers;
pub mod voting_codes;
pub mod wards;

use crate::domain::ballots::method::Method;
use crate::domain::ballots::round::{Stage, Times};
use crate::domain::ballots::rule_sheet::WayToVote;
use crate::domain::ballots::small_cells::told_early;
use crate::domain::events::Named;
use crate::store::instants::At;
use crate::store::{Conn, StoreError};
use chrono::{DateTime, Utc};
use sea_orm::FromQueryResult;
use sea_orm::sea_query::Value;

/// Where the private key of a box is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mode {
    /// On the server, sealed under the deployment's own key.
    Simple,
    /// Off the server until the count.
    Sealed,
    /// There was no box: a vote from before this service.
    Reported,
}

impl Mode {
    /// The word in the database.
    pub fn code(self) -> &'static str {
        match self {
            Mode::Simple => "simple",
            Mode::Sealed => "sealed",
            Mode::Reported => "reported",
        }
    }

    fn parse(code: &str) -> Option<Mode> {
        [Mode::Simple, Mode::Sealed, Mode::Reported]
            .into_iter()
            .find(|mode| mode.code() == code)
    }
}

/// Where a round stands: in its life, or given up.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    /// At a stage of its life.
    At(Stage),
    /// Given up before it opened.
    Abandoned,
}

impl State {
    /// The word in the database and on pages.
    pub fn code(self) -> &'static str {
        match self {
            State::At(stage) => stage.name(),
            State::Abandoned => "abandoned",
        }
    }

    fn parse(code: &str) -> Option<State> {
        match code {
            "abandoned" => Some(State::Abandoned),
            _ => Stage::parse(code).map(State::At),
        }
    }

    /// Whether it is at this stage.
    pub fn is(self, stage: Stage) -> bool {
        self == State::At(stage)
    }
}

/// A round, without its keys.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Round {
    /// Its row.
    pub id: i64,
    /// The last part of its address.
    pub slug: String,
    /// What the vote is about.
    pub title: String,
    /// The question on the paper.
    pub question: String,
    /// The area that votes.
    pub area_code: String,
    /// The name of that area.
    pub area_name: String,
    /// How many people live there.
    pub population: Option<i64>,
    /// The shortlist its options come from.
    pub shortlist_id: Option<i64>,
    /// The last part of the address of the panel behind it.
    pub panel_slug: Option<String>,
    /// How it is counted.
    pub method: Method,
    /// How many options win.
    pub seats: i64,
    /// The minutes of work to share out, where the method has a budget.
    pub budget_minutes: Option<i64>,
    /// Where the private key is.
    pub mode: Mode,
    /// The public value that decides a tie, in words.
    pub tie_source: String,
    /// By which ways people may vote.
    pub ways: Vec<WayToVote>,
    /// Where it stands.
    pub state: State,
    /// When it opens and closes.
    pub times: Times,
    /// Its rules as published; none in a draft.
    pub rule_sheet: Option<String>,
    /// The name its rules give it; none in a draft.
    pub round_key: Option<String>,
    /// When it was announced.
    pub announced_at: Option<DateTime<Utc>>,
    /// Which account announced it.
    pub announced_by: Option<i64>,
    /// When it was counted, and by whom.
    pub counted_at: Option<DateTime<Utc>>,
    /// Which account counted.
    pub counted_by: Option<i64>,
    /// When it was declared.
    pub declared_at: Option<DateTime<Utc>>,
    /// Which account declared it.
    pub declared_by: Option<i64>,
    /// When the keys of the box are destroyed.
    pub keys_end_at: Option<DateTime<Utc>>,
    /// The ids of the options between which its count has stopped, if it has.
    pub tied: Vec<String>,
    /// Why its last count was sent back, if one was.
    pub sent_back: String,
    /// Which account sent it back.
    pub sent_back_by: Option<i64>,
    /// What was said, when it was declared, of a list with more ballots than voters.
    pub more_ballots: String,
    /// Why it was given up.
    pub reason: String,
    /// How many ballots the audit log has been told of.
    pub received: i64,
    /// What is known and what is invented.
    pub provenance: String,
    /// Moves with each change.
    pub version: i64,
}

impl Round {
    /// As letters and the audit log name it.
    pub fn named(&self) -> Named {
        Named::new(self.id, &self.slug, &self.title)
    }

    /// Whether the clock and its state say that votes are taken now.
    pub fn is_open_at(&self, now: DateTime<Utc>) -> bool {
        self.state.is(Stage::Open) && self.times.is_open_at(now)
    }

    /// A number of its voters as staff may read it now: small ones not before it has closed.
    pub fn as_told(&self, voters: i64) -> Option<i64> {
        let has_closed = matches!(self.state, State::At(stage) if stage >= Stage::Closed);
        let is_told = has_closed || u64::try_from(voters).ok().and_then(told_early).is_some();
        is_told.then_some(voters)
    }

    /// Whether people may vote in it that way.
    pub fn takes(&self, way: WayToVote) -> bool {
        self.ways.contains(&way)
    }

    /// Whether everybody may see it.
    pub fn is_public(&self) -> bool {
        match self.state {
            State::At(stage) => stage.is_public(),
            State::Abandoned => self.announced_at.is_some(),
        }
    }
}

#[derive(FromQueryResult)]
struct Row {
    id: i64,
    slug: String,
    title: String,
    question: String,
    area_code: String,
    area_name: String,
    population: Option<i64>,
    shortlist_id: Option<i64>,
    panel_slug: Option<String>,
    method: String,
    seats: i64,
    budget_minutes: Option<i64>,
    mode: String,
    tie_source: String,
    ways: String,
    state: String,
    opens_at: At,
    closes_at: At,
    rule_sheet: Option<String>,
    round_key: Option<String>,
    announced_at: Option<At>,
    announced_by: Option<i64>,
    counted_at: Option<At>,
    counted_by: Option<i64>,
    declared_at: Option<At>,
    declared_by: Option<i64>,
    keys_end_at: Option<At>,
    tied: String,
    sent_back: String,
    sent_back_by: Option<i64>,
    more_ballots: String,
    reason: String,
    received: i64,
    provenance: String,
    version: i64,
}

impl TryFrom<Row> for Round {
    type Error = StoreError;

    fn try_from(row: Row) -> Result<Self, StoreError> {
        let unreadable = |what: &str| StoreError::Unreadable(format!("round {what}"));
        Ok(Round {
            id: row.id,
            slug: row.slug,
            title: row.title,
            question: row.question,
            area_code: row.area_code,
            area_name: row.area_name,
            population: row.population,
            shortlist_id: row.shortlist_id,
            panel_slug: row.panel_slug,
            method: Method::parse(&row.method).ok_or_else(|| unreadable(&row.method))?,
            seats: row.seats,
            budget_minutes: row.budget_minutes,
            mode: Mode::parse(&row.mode).ok_or_else(|| unreadable(&row.mode))?,
            tie_source: row.tie_source,
            ways: WayToVote::read_list(&row.ways),
            state: State::parse(&row.state).ok_or_else(|| unreadable(&row.state))?,
            times: Times {
                opens_at: row.opens_at.0,
                closes_at: row.closes_at.0,
            },
            rule_sheet: row.rule_sheet,
            round_key: row.round_key,
            announced_at: row.announced_at.map(|at| at.0),
            announced_by: row.announced_by,
            counted_at: row.counted_at.map(|at| at.0),
            counted_by: row.counted_by,
            declared_at: row.declared_at.map(|at| at.0),
            declared_by: row.declared_by,
            keys_end_at: row.keys_end_at.map(|at| at.0),
            tied: row.tied.lines().map(str::to_string).collect(),
            sent_back: row.sent_back,
            sent_back_by: row.sent_back_by,
            more_ballots: row.more_ballots,
            reason: row.reason,
            received: row.received,
            provenance: row.provenance,
            version: row.version,
        })
    }
}

const ROUND: &str = "SELECT r.id, r.slug, r.title, r.question, r.area_code, a.name AS area_name, \
    a.population, r.shortlist_id, p.slug AS panel_slug, r.method, r.seats, r.budget_minutes, r.mode, \
    r.tie_source, r.ways, r.state, r.opens_at, r.closes_at, r.rule_sheet, r.round_key, r.announced_at, r.announced_by, \
    r.counted_at, r.counted_by, r.declared_at, r.declared_by, r.keys_end_at, r.tied, r.sent_back, \
    r.sent_back_by, r.more_ballots, r.reason, r.received, r.provenance, \
    r.version \
    FROM round r JOIN area a ON a.code = r.area_code LEFT JOIN panel p ON p.id = r.panel_id";

async fn rounds(
    conn: &Conn<'_>,
    rest: &str,
    values: impl IntoIterator<Item = Value>,
) -> Result<Vec<Round>, StoreError> {
    let rows: Vec<Row> = conn.all(format!("{ROUND} {rest}"), values).await?;
    rows.into_iter().map(Round::try_from).collect()
}

/// A round by the last part of its address.
pub async fn by_slug(conn: &Conn<'_>, slug: &str) -> Result<Option<Round>, StoreError> {
    let found = rounds(conn, "WHERE r.slug = $1", [slug.into()]).await?;
    Ok(found.into_iter().next())
}

/// A round by its row.
pub async fn by_id(conn: &Conn<'_>, id: i64) -> Result<Option<Round>, StoreError> {
    let found = rounds(conn, "WHERE r.id = $1", [id.into()]).await?;
    Ok(found.into_iter().next())
}

/// Every round, newest opening first.
pub async fn all(conn: &Conn<'_>) -> Result<Vec<Round>, StoreError> {
    rounds(conn, "ORDER BY r.opens_at DESC, r.id DESC", []).await
}

/// Rounds whose clock may have something to say: announced or open ones.
pub async fn ticking(conn: &Conn<'_>) -> Result<Vec<Round>, StoreError> {
    let rest = "WHERE r.state IN ('announced', 'open') ORDER BY r.opens_at, r.id";
    rounds(conn, rest, []).await
}

#[derive(FromQueryResult)]
struct Id {
    id: i64,
}

/// An option on the paper.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RoundOption {
    /// Its name in rule sheets and lists.
    pub id: String,
    /// What voters read.
    pub label: String,
    /// What would be done.
    pub work: String,
    /// Where.
    pub place: String,
    /// The minutes of work it is thought to need.
    pub estimate_minutes: Option<i64>,
    /// The nomination behind it.
    pub nomination_id: Option<i64>,
    /// The reference of that nomination.
    pub reference: Option<String>,
}

#[derive(FromQueryResult)]
struct OptionRow {
    option_id: String,
    label: String,
    work: String,
    place: String,
    estimate_minutes: Option<i64>,
    nomination_id: Option<i64>,
    reference: Option<String>,
}

/// The options of a round, in the order of its rule sheet.
pub async fn options(conn: &Conn<'_>, round: i64) -> Result<Vec<RoundOption>, StoreError> {
    let rows: Vec<OptionRow> = conn
        .all(
            "SELECT o.option_id, o.label, o.work, o.place, o.estimate_minutes, o.nomination_id, \
             n.reference FROM round_option o LEFT JOIN nomination n ON n.id = o.nomination_id \
             WHERE o.round_id = $1 ORDER BY o.position",
            [round.into()],
        )
        .await?;
    Ok(rows
        .into_iter()
        .map(|row| RoundOption {
            id: row.option_id,
            label: row.label,
            work: row.work,
            place: row.place,
            estimate_minutes: row.estimate_minutes,
            nomination_id: row.nomination_id,
            reference: row.reference,
        })
        .collect())
}

#[derive(FromQueryResult)]
struct Held {
    held_key: Option<String>,
}

/// The private key of a round's box, sealed under the deployment's own key, where the server holds it. Asked for
/// by counting alone.
pub async fn held_key(conn: &Conn<'_>, round: i64) -> Result<Option<String>, StoreError> {
    let sql = "SELECT held_key FROM round WHERE id = $1";
    let row: Option<Held> = conn.one(sql, [round.into()]).await?;
    Ok(row.and_then(|row| row.held_key))
}
