//! Assessments: each finding keeps its number and its weights; none is overwritten.

use super::Listed;
use crate::domain::nominations::assessment::{
    Assessment, FACTORS, Factor, Finding, Permission, Scores, Weights,
};
use crate::domain::settings::WEIGHTS;
use crate::store::entities::nominations::assessment;
use crate::store::instants::{At, Day};
use crate::store::settings;
use crate::store::{Conn, StoreError, Work};
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter, QueryOrder};

impl TryFrom<assessment::Model> for Assessment {
    type Error = StoreError;

    fn try_from(row: assessment::Model) -> Result<Self, StoreError> {
        let unreadable =
            |what: &str| StoreError::Unreadable(format!("assessment {}: {what}", row.id));
        let scores = Scores::new([
            row.duration,
            row.intensiveness,
            row.scale,
            row.skills_development,
            row.value_for_money,
            row.supervision_support,
            row.community_support,
            row.community_safety,
        ]);
        Ok(Assessment {
            number: row.number,
            finding: Finding {
                scores: scores.ok_or_else(|| unreadable("scores"))?,
                weights: Weights::parse(&row.weights).map_err(|_| unreadable("weights"))?,
                permission: Permission::parse(&row.permission)
                    .ok_or_else(|| unreadable("permission"))?,
                permission_from: row.permission_from,
                risk_assessed_on: row.risk_assessed_on.map(|day| day.0),
                estimate_minutes: row.estimate_minutes,
                group_size: row.group_size,
                summary: row.summary,
            },
            assessed_at: row.assessed_at.0,
            assessed_by: row.assessed_by,
        })
    }
}

/// The assessment in force, if there is one: the latest.
pub async fn latest(conn: &Conn<'_>, nomination: i64) -> Result<Option<Assessment>, StoreError> {
    let row = assessment::Entity::find()
        .filter(assessment::Column::NominationId.eq(nomination))
        .order_by_desc(assessment::Column::Number)
        .one(conn.db())
        .await?;
    row.map(Assessment::try_from).transpose()
}

/// Writes a finding down under the next number, and says the number.
pub async fn add(
    work: &Work,
    nomination: i64,
    finding: &Finding,
    account: Option<i64>,
) -> Result<i64, StoreError> {
    let conn = work.read();
    let last = conn
        .number(
            "SELECT MAX(number) FROM assessment WHERE nomination_id = $1",
            [nomination.into()],
        )
        .await?;
    let score = |factor| Set(finding.scores.of(factor));
    let row = assessment::ActiveModel {
        nomination_id: Set(nomination),
        number: Set(last + 1),
        duration: score(Factor::Duration),
        intensiveness: score(Factor::Intensiveness),
        scale: score(Factor::Scale),
        skills_development: score(Factor::SkillsDevelopment),
        value_for_money: score(Factor::ValueForMoney),
        supervision_support: score(Factor::SupervisionSupport),
        community_support: score(Factor::CommunitySupport),
        community_safety: score(Factor::CommunitySafety),
        weights: Set(finding.weights.to_string()),
        permission: Set(finding.permission.code().into()),
        permission_from: Set(finding.permission_from.clone()),
        risk_assessed_on: Set(finding.risk_assessed_on.map(Day)),
        estimate_minutes: Set(finding.estimate_minutes),
        group_size: Set(finding.group_size),
        summary: Set(finding.summary.clone()),
        assessed_by: Set(account),
        assessed_at: Set(At(work.at())),
        ..Default::default()
    };
    assessment::Entity::insert(row)
        .exec_without_returning(conn.db())
        .await?;
    Ok(last + 1)
}

/// An assessed nomination with the finding in force: what a panel chooses from.
#[derive(Debug, Clone, PartialEq)]
pub struct Assessed {
    /// The nomination.
    pub listed: Listed,
    /// What was found.
    pub assessment: Assessment,
}

/// The assessed nominations of an area and the areas inside it that are on no shortlist yet, highest
/// score first.
pub async fn assessed_in_area(conn: &Conn<'_>, area: &str) -> Result<Vec<Assessed>, StoreError> {
    let rest = format!(
        "WHERE n.stage = 'assessed' AND n.moderated_at IS NOT NULL AND {} ORDER BY n.id",
        super::places::inside(&["$1".to_string()])
    );
    let found = super::rows(conn, &rest, [area.into()]).await?;
    with_assessments(conn, found).await
}

/// The assessed among some nominations, highest score first.
pub async fn of_ids(conn: &Conn<'_>, ids: &[i64]) -> Result<Vec<Assessed>, StoreError> {
    let found = super::by_ids(conn, ids).await?;
    with_assessments(conn, found).await
}

async fn with_assessments(
    conn: &Conn<'_>,
    found: Vec<Listed>,
) -> Result<Vec<Assessed>, StoreError> {
    let mut all = Vec::with_capacity(found.len());
    for chunk in found.chunks(500) {
        let ids = chunk.iter().map(|listed| listed.nomination.id);
        let rows = assessment::Entity::find()
            .filter(assessment::Column::NominationId.is_in(ids))
            .order_by_desc(assessment::Column::Number)
            .all(conn.db())
            .await?;
        for listed in chunk {
            let latest = rows
                .iter()
                .find(|row| row.nomination_id == listed.nomination.id);
            if let Some(row) = latest {
                all.push(Assessed {
                    listed: listed.clone(),
                    assessment: Assessment::try_from(row.clone())?,
                });
            }
        }
    }
    all.sort_by(|a, b| {
        let points = |of: &Assessed| of.assessment.finding.points();
        points(b).cmp(&points(a)).then_with(|| {
            a.listed
                .nomination
                .reference
                .cmp(&b.listed.nomination.reference)
        })
    });
    Ok(all)
}

/// What each factor weighs now, as administrators have set it.
pub async fn weights(conn: &Conn<'_>) -> Result<Weights, StoreError> {
    let mut weights = [0; FACTORS];
    for (weight, setting) in weights.iter_mut().zip(&WEIGHTS) {
        *weight = settings::number(conn, setting).await?;
    }
    Ok(Weights::new(weights).unwrap_or(Weights::EQUAL))
}
