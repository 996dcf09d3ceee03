//! The probation service's assessment of a nomination.

use super::super::{Desk, Person, Refusal};
use super::{Said, Target, capacity, done_before, find_for_staff, move_to, remember};
use crate::domain::events::Event;
use crate::domain::nominations::assessment::{Finding, Permission as Landowner, Scores};
use crate::domain::nominations::stage::Stage;
use crate::domain::policy::Permission;
use crate::domain::time::london_date;
use crate::store::nominations::assess;
use chrono::NaiveDate;

/// What staff entered. The weights are those in force when it is recorded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entered {
    /// Each factor's 0 to 5.
    pub scores: Scores,
    /// Whether the owner agrees.
    pub permission: Landowner,
    /// Who gave permission.
    pub permission_from: String,
    /// The day of the risk assessment.
    pub risk_assessed_on: Option<NaiveDate>,
    /// Minutes of work.
    pub estimate_minutes: i64,
    /// People at once.
    pub group_size: i64,
    /// What else should be known.
    pub summary: String,
}

/// Records a finding. With permission and risk assessment the nomination can be done and goes on;
/// without, the finding is kept and the nomination stays under assessment. True if it can be done.
pub async fn assess(
    desk: &Desk,
    person: &Person,
    target: Target,
    entered: Entered,
) -> Result<bool, Refusal> {
    let (desk_inside, who) = (desk.clone(), person.clone());
    desk.work(person, move |work| async move {
        if let Some(before) = done_before(&work, target.once.as_ref(), "assess").await? {
            return Ok(before == "feasible");
        }
        let permission = Permission::AssessNominations;
        let mut nomination = find_for_staff(&desk_inside, &who, &work, &target, permission).await?;
        let finding = Finding {
            weights: assess::weights(&work.read()).await?,
            scores: entered.scores,
            permission: entered.permission,
            permission_from: entered.permission_from,
            risk_assessed_on: entered.risk_assessed_on,
            estimate_minutes: entered.estimate_minutes,
            group_size: entered.group_size,
            summary: entered.summary,
        };
        check_risk_day(&finding, london_date(work.at()))?;
        let feasible = finding.is_feasible();
        let next = if feasible {
            Stage::Assessed
        } else {
            Stage::UnderAssessment
        };
        let by = capacity(&desk_inside, &who, &nomination);
        let said = Said {
            reason: reason(&finding),
            note: String::new(),
        };
        let stays = next == Stage::UnderAssessment && nomination.stage == next;
        if stays {
            super::note_step(&work, &mut nomination, said, by).await?;
        } else {
            move_to(&work, &mut nomination, next, said, by).await?;
        }
        assess::add(&work, nomination.id, &finding, who.account()).await?;
        let outcome = if feasible { "feasible" } else { "not yet" };
        remember(&work, target.once.as_ref(), "assess", outcome).await?;
        work.commit(Event::NominationAssessed {
            nomination: nomination.named(),
            score: finding.score(),
            feasible,
        })
        .await?;
        Ok(feasible)
    })
    .await
}

fn check_risk_day(finding: &Finding, today: NaiveDate) -> Result<(), Refusal> {
    match finding.risk_assessed_on {
        Some(day) if day > today => Err(Refusal::mistake(
            "risk",
            "The day of the risk assessment must be today or in the past",
        )),
        _ => Ok(()),
    }
}

/// What everybody may read of the finding before the shortlist: not the score.
fn reason(finding: &Finding) -> String {
    let lacks = finding.lacks();
    if lacks.is_empty() {
        String::new()
    } else {
        format!("Still needed: {}.", lacks.join(" and "))
    }
}
