//! The nominations that a panel can take up, and how they came out on a shortlist.

use crate::domain::nominations::nomination::Nomination;
use crate::domain::nominations::stage::Stage;
use crate::store::nominations::assess::{self, Assessed};
use crate::store::{Conn, StoreError};
use sea_orm::FromQueryResult;

/// An assessed nomination, with what a shortlist keeps of it once it is on one.
#[derive(Debug, Clone, PartialEq)]
pub struct Candidate {
    /// The nomination and the finding on it.
    pub assessed: Assessed,
    /// How it came out; nothing before it is up for ranking.
    pub outcome: Option<Outcome>,
}

/// What a shortlist keeps of a candidate.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outcome {
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
    /// The nomination.
    pub fn nomination(&self) -> &Nomination {
        &self.assessed.listed.nomination
    }

    /// The nomination's row.
    pub fn id(&self) -> i64 {
        self.nomination().id
    }

    /// Its reference.
    pub fn reference(&self) -> &str {
        &self.nomination().reference
    }

    /// Its title.
    pub fn title(&self) -> &str {
        &self.nomination().proposal.title
    }

    /// The score of its assessment out of 100: as it was when it was put up for ranking, if it was.
    pub fn score(&self) -> i64 {
        match &self.outcome {
            Some(outcome) => outcome.score,
            None => self.assessed.assessment.finding.points(),
        }
    }

    /// The minutes of work it is thought to need.
    pub fn estimate_minutes(&self) -> i64 {
        self.assessed.assessment.finding.estimate_minutes
    }

    /// Whether it can still be shortlisted.
    pub fn is_free(&self) -> bool {
        self.nomination().stage == Stage::Assessed
    }
}

/// The assessed nominations of an area and the areas inside it, the highest score first.
pub async fn assessed_in(conn: &Conn<'_>, area: &str) -> Result<Vec<Candidate>, StoreError> {
    let found = assess::assessed_in_area(conn, area).await?;
    Ok(found
        .into_iter()
        .map(|assessed| Candidate {
            assessed,
            outcome: None,
        })
        .collect())
}

#[derive(FromQueryResult)]
struct Row {
    nomination_id: i64,
    points: Option<i64>,
    firsts: Option<i64>,
    score: i64,
    place: Option<i64>,
    chosen: bool,
}

/// The candidates of a shortlist: as they came out where it is agreed, else in the order of their
/// references, which favours nobody.
pub async fn of_shortlist(conn: &Conn<'_>, shortlist: i64) -> Result<Vec<Candidate>, StoreError> {
    let rows: Vec<Row> = conn
        .all(
            "SELECT nomination_id, points, firsts, score, place, chosen FROM shortlist_candidate \
             WHERE shortlist_id = $1",
            [shortlist.into()],
        )
        .await?;
    let ids: Vec<i64> = rows.iter().map(|row| row.nomination_id).collect();
    let mut candidates: Vec<Candidate> = assess::of_ids(conn, &ids)
        .await?
        .into_iter()
        .map(|assessed| {
            let id = assessed.listed.nomination.id;
            let row = rows.iter().find(|row| row.nomination_id == id);
            let outcome = row.map(|row| Outcome {
                score: row.score,
                points: row.points,
                firsts: row.firsts,
                place: row.place,
                chosen: row.chosen,
            });
            Candidate { assessed, outcome }
        })
        .collect();
    candidates.sort_by_key(|one| {
        let place = one.outcome.as_ref().and_then(|outcome| outcome.place);
        (place.unwrap_or(i64::MAX), one.reference().to_owned())
    });
    Ok(candidates)
}
