//! How panels, rounds and projects move nominations on, inside the transaction of their own change.
//!
//! None of these asks who acts: whoever calls has asked that with the area of the panel, the round or the
//! project in hand. None commits.

use super::{Said, move_to};
use crate::actions::Refusal;
use crate::domain::events::Named;
use crate::domain::nominations::nomination::{By, Nomination, Step};
use crate::domain::nominations::stage::Stage;
use crate::store::Work;
use crate::store::nominations::{self, change};
use chrono::Duration;

async fn one(work: &Work, id: i64) -> Result<Nomination, Refusal> {
    let found = nominations::by_id(&work.read(), id).await?;
    Ok(found.ok_or(Refusal::NotThere)?.nomination)
}

async fn step(work: &Work, id: i64, next: Stage, reason: &str, by: By) -> Result<Named, Refusal> {
    let mut nomination = one(work, id).await?;
    let said = Said {
        reason: reason.to_string(),
        note: String::new(),
    };
    move_to(work, &mut nomination, next, said, by).await?;
    Ok(nomination.named())
}

/// Puts assessed nominations on the panel's shortlist. All, or the reason why one of them cannot.
pub async fn shortlist(work: &Work, ids: &[i64], reason: &str) -> Result<Vec<Named>, Refusal> {
    let mut named = vec![];
    for id in ids {
        named.push(step(work, *id, Stage::Shortlisted, reason, By::Panel).await?);
    }
    Ok(named)
}

/// Takes nominations off the shortlist again: the vote chose others, or the shortlist was given up.
pub async fn back_to_assessed(
    work: &Work,
    ids: &[i64],
    reason: &str,
    by: By,
) -> Result<Vec<Named>, Refusal> {
    let mut named = vec![];
    for id in ids {
        named.push(step(work, *id, Stage::Assessed, reason, by).await?);
    }
    Ok(named)
}

/// Notes that a vote chose the nomination. One that is a project already (records of a past vote) keeps
/// its stage and gets the step in its history.
pub async fn choose(work: &Work, id: i64, reason: &str) -> Result<Named, Refusal> {
    let nomination = one(work, id).await?;
    if nomination.stage != Stage::Project {
        return step(work, id, Stage::Chosen, reason, By::Vote).await;
    }
    let steps = nominations::history(&work.read(), id).await?;
    let became = steps.iter().find(|step| step.stage == Stage::Project);
    let at = became.map_or(work.at(), |step| step.at - Duration::minutes(1));
    let step = Step {
        at,
        stage: Stage::Chosen,
        reason: reason.to_string(),
        note: String::new(),
        by: By::Vote,
        public: true,
    };
    change::add_step(work, id, &step, None).await?;
    Ok(nomination.named())
}

/// Notes that the nomination is a project now: chosen by a vote, or agreed directly.
pub async fn become_project(work: &Work, id: i64, reason: &str) -> Result<Named, Refusal> {
    let nomination = one(work, id).await?;
    if nomination.stage == Stage::Project {
        return Ok(nomination.named());
    }
    step(work, id, Stage::Project, reason, By::Probation).await
}
