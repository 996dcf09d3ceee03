//! Nominations as they are written down: the place, the history, support, assessments, drafts.
//!
//! Reading one is here, lists are in [`list`], changes in [`change`]. The nominator's contact details
//! leave only through [`contact`], which staff pages and letters ask and public pages never do.

pub mod assess;
pub mod change;
pub mod drafts;
pub mod list;
pub mod places;
pub mod support;

use crate::domain::areas::point::Point;
use crate::domain::events::Named;
use crate::domain::nominations::nomination::{By, Nomination, Step};
use crate::domain::nominations::proposal::{Contact, Proposal, Whereabouts};
use crate::domain::nominations::reasons::DeclineReason;
use crate::domain::nominations::stage::Stage;
use crate::domain::text::place_within;
use crate::store::entities::nominations::nomination_step;
use crate::store::instants::At;
use crate::store::{Conn, StoreError};
use sea_orm::sea_query::Value;
use sea_orm::{ColumnTrait, EntityTrait, FromQueryResult, QueryFilter, QueryOrder};

/// A nomination with the names of its category, council and ward.
#[derive(Debug, Clone, PartialEq)]
pub struct Listed {
    /// The nomination.
    pub nomination: Nomination,
    /// Its kind of work.
    pub category: String,
    /// Its council.
    pub council: String,
    /// Its ward, where known.
    pub ward: Option<String>,
}

impl Listed {
    /// The place with its ward and council, none of them said twice.
    pub fn place_in_words(&self) -> String {
        let areas = self.ward.iter().chain([&self.council]);
        place_within(&self.nomination.proposal.whereabouts.place, areas)
    }

    /// Ward and council in words: `Beaumont Leys, Leicester`.
    pub fn area_in_words(&self) -> String {
        match &self.ward {
            Some(ward) => format!("{ward}, {}", self.council),
            None => self.council.clone(),
        }
    }
}

/// What every reading of nominations begins with.
pub(super) const SELECT: &str = "SELECT n.id, n.reference, n.stage, n.stage_before, n.title, n.category, \
    n.description, n.benefit, n.place, n.postcode, n.lat, n.lon, n.council_code, n.ward_code, n.beneficiary, \
    n.land_owner, n.toilets, n.site_access, n.nominator_id, n.public, n.submitted_at, n.moderated_at, \
    n.decided_at, n.merged_into, n.decline_reason, n.provenance, n.version, \
    n.earlier_supports + (SELECT COUNT(*) FROM support s WHERE s.nomination_id = n.id) AS supporters, \
    c.name AS category_name, l.name AS council_name, w.name AS ward_name \
    FROM nomination n JOIN category c ON c.code = n.category JOIN area l ON l.code = n.council_code \
    LEFT JOIN area w ON w.code = n.ward_code ";

#[derive(FromQueryResult)]
pub(super) struct Row {
    id: i64,
    reference: String,
    stage: String,
    stage_before: Option<String>,
    title: String,
    category: String,
    description: String,
    benefit: String,
    place: String,
    postcode: Option<String>,
    lat: Option<f64>,
    lon: Option<f64>,
    council_code: String,
    ward_code: Option<String>,
    beneficiary: String,
    land_owner: String,
    toilets: String,
    site_access: String,
    nominator_id: Option<i64>,
    public: bool,
    submitted_at: At,
    moderated_at: Option<At>,
    decided_at: Option<At>,
    merged_into: Option<i64>,
    decline_reason: Option<String>,
    provenance: String,
    version: i64,
    supporters: i64,
    category_name: String,
    council_name: String,
    ward_name: Option<String>,
}

fn stage(code: &str) -> Result<Stage, StoreError> {
    Stage::parse(code).ok_or_else(|| StoreError::Unreadable(format!("stage {code:?}")))
}

impl TryFrom<Row> for Listed {
    type Error = StoreError;

    fn try_from(row: Row) -> Result<Self, StoreError> {
        let spot = match (row.lat, row.lon) {
            (Some(lat), Some(lon)) => Point::new(lat, lon).ok(),
            _ => None,
        };
        let nomination = Nomination {
            id: row.id,
            reference: row.reference,
            stage: stage(&row.stage)?,
            stage_before: row.stage_before.as_deref().map(stage).transpose()?,
            proposal: Proposal {
                title: row.title,
                category: row.category,
                description: row.description,
                benefit: row.benefit,
                whereabouts: Whereabouts {
                    place: row.place,
                    postcode: row.postcode,
                    ward: row.ward_code,
                    council: row.council_code,
                    spot,
                },
                beneficiary: row.beneficiary,
                land_owner: row.land_owner,
                toilets: row.toilets,
                site_access: row.site_access,
            },
            nominator: row.nominator_id,
            submitted_at: row.submitted_at.0,
            published_at: row.moderated_at.filter(|_| row.public).map(|at| at.0),
            decided_at: row.decided_at.map(|at| at.0),
            decline_reason: row.decline_reason.as_deref().and_then(DeclineReason::parse),
            merged_into: row.merged_into,
            provenance: row.provenance,
            supporters: row.supporters,
            version: row.version,
        };
        Ok(Listed {
            nomination,
            category: row.category_name,
            council: row.council_name,
            ward: row.ward_name,
        })
    }
}

pub(super) async fn rows(
    conn: &Conn<'_>,
    rest: &str,
    values: impl IntoIterator<Item = Value>,
) -> Result<Vec<Listed>, StoreError> {
    let rows: Vec<Row> = conn.all(format!("{SELECT}{rest}"), values).await?;
    rows.into_iter().map(Listed::try_from).collect()
}

/// The nomination of a reference, whoever may see it.
pub async fn by_reference(conn: &Conn<'_>, reference: &str) -> Result<Option<Listed>, StoreError> {
    let found = rows(conn, "WHERE n.reference = $1", [reference.into()]).await?;
    Ok(found.into_iter().next())
}

/// The nomination of a row.
pub async fn by_id(conn: &Conn<'_>, id: i64) -> Result<Option<Listed>, StoreError> {
    let found = rows(conn, "WHERE n.id = $1", [id.into()]).await?;
    Ok(found.into_iter().next())
}

/// The nominations of some rows, in order of reference. Rows that are not there are left out.
pub async fn by_ids(conn: &Conn<'_>, ids: &[i64]) -> Result<Vec<Listed>, StoreError> {
    let mut found = vec![];
    for chunk in ids.chunks(500) {
        let places: Vec<String> = (1..=chunk.len()).map(|n| format!("${n}")).collect();
        let rest = format!("WHERE n.id IN ({})", places.join(", "));
        found.extend(rows(conn, &rest, chunk.iter().map(|id| (*id).into())).await?);
    }
    found.sort_by(|a, b| a.nomination.reference.cmp(&b.nomination.reference));
    Ok(found)
}

/// The nomination as letters and the audit log name it.
pub async fn named(conn: &Conn<'_>, id: i64) -> Result<Option<Named>, StoreError> {
    Ok(by_id(conn, id).await?.map(|found| found.nomination.named()))
}

#[derive(FromQueryResult)]
struct ContactRow {
    name: Option<String>,
    email: Option<String>,
    phone: Option<String>,
}

/// How to reach the nominator, where that is known. For staff and letters only.
pub async fn contact(conn: &Conn<'_>, id: i64) -> Result<Option<Contact>, StoreError> {
    let row: Option<ContactRow> = conn
        .one(
            "SELECT COALESCE(n.contact_name, a.name) AS name, COALESCE(a.email, n.contact_email) AS email, \
             n.contact_phone AS phone FROM nomination n \
             LEFT JOIN account a ON a.id = n.nominator_id AND a.disabled_at IS NULL WHERE n.id = $1",
            [id.into()],
        )
        .await?;
    Ok(row.and_then(|row| {
        Some(Contact {
            name: row.name.unwrap_or_default(),
            email: row.email?,
            phone: row.phone.unwrap_or_default(),
        })
    }))
}

/// What happened to a nomination, oldest first. Every step, also those that only staff may know of.
pub async fn history(conn: &Conn<'_>, id: i64) -> Result<Vec<Step>, StoreError> {
    let rows = nomination_step::Entity::find()
        .filter(nomination_step::Column::NominationId.eq(id))
        .order_by_asc(nomination_step::Column::At)
        .order_by_asc(nomination_step::Column::Id)
        .all(conn.db())
        .await?;
    rows.into_iter()
        .map(|row| {
            Ok(Step {
                at: row.at.0,
                stage: stage(&row.stage)?,
                reason: row.reason,
                note: row.note,
                by: By::parse(&row.by_role)
                    .ok_or_else(|| StoreError::Unreadable(format!("by {:?}", row.by_role)))?,
                public: row.public,
            })
        })
        .collect()
}

/// The nominations of an account, newest first.
pub async fn of_account(conn: &Conn<'_>, account: i64) -> Result<Vec<Listed>, StoreError> {
    rows(
        conn,
        "WHERE n.nominator_id = $1 ORDER BY n.submitted_at DESC, n.id DESC LIMIT 200",
        [account.into()],
    )
    .await
}

/// The nominations that an account supports, newest first.
pub async fn supported_by(conn: &Conn<'_>, account: i64) -> Result<Vec<Listed>, StoreError> {
    rows(
        conn,
        "WHERE n.id IN (SELECT nomination_id FROM support WHERE account_id = $1) \
         ORDER BY n.submitted_at DESC, n.id DESC LIMIT 200",
        [account.into()],
    )
    .await
}

/// A page of this site that tells more, and what it is called.
#[derive(Debug, Clone, PartialEq, Eq, FromQueryResult)]
pub struct Onward {
    /// Its reference or the last part of its address.
    pub key: String,
    /// What it is called.
    pub title: String,
}

/// The project that came of a nomination.
pub async fn project_of(conn: &Conn<'_>, id: i64) -> Result<Option<Onward>, StoreError> {
    conn.one(
        "SELECT reference AS key, title FROM project WHERE nomination_id = $1 ORDER BY id LIMIT 1",
        [id.into()],
    )
    .await
}

/// The votes that a nomination stood in, as far as they are announced, oldest first.
pub async fn votes_of(conn: &Conn<'_>, id: i64) -> Result<Vec<Onward>, StoreError> {
    conn.all(
        "SELECT r.slug AS key, r.title FROM round r JOIN round_option o ON o.round_id = r.id \
         WHERE o.nomination_id = $1 AND r.state NOT IN ('draft', 'abandoned') ORDER BY r.opens_at, r.id",
        [id.into()],
    )
    .await
}

/// The public nominations that were joined to one, oldest first.
pub async fn joined_to(conn: &Conn<'_>, id: i64) -> Result<Vec<Listed>, StoreError> {
    rows(
        conn,
        "WHERE n.merged_into = $1 AND n.moderated_at IS NOT NULL AND n.public \
         ORDER BY n.submitted_at, n.id LIMIT 100",
        [id.into()],
    )
    .await
}
