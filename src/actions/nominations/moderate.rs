//! What moderators decide: pass, ask, decline, join to an earlier one.

use super::super::{Desk, Person, Refusal};
use super::in_hand::{InHand, by_staff};
use super::links::{self, About};
use super::{
    Said, Target, capacity, done_before, find, find_for_staff, move_to, remember, staff_may,
};
use crate::domain::events::{Event, Secret};
use crate::domain::listening::Kind;
use crate::domain::nominations::reasons::DeclineReason;
use crate::domain::nominations::stage::Stage;
use crate::domain::policy::Permission;
use crate::store::identity::LinkPurpose;
use crate::store::nominations::{self, change, support};
use crate::store::{Work, listening};
use chrono::Duration;

/// How long the nominator can answer by the link in the letter.
const ANSWER_DAYS: i64 = 60;

/// Lets the public see a nomination, and hands it to the probation service.
pub async fn pass(desk: &Desk, person: &Person, target: Target) -> Result<(), Refusal> {
    let purpose = ("pass", Permission::ModerateNominations);
    by_staff(desk, person, target, purpose, |in_hand| async move {
        let InHand { work, by, .. } = in_hand;
        let mut nomination = in_hand.nomination;
        nomination.published_at = Some(work.at());
        let said = Said::default();
        move_to(&work, &mut nomination, Stage::UnderAssessment, said, by).await?;
        let nomination = nomination.named();
        Ok((work, Event::NominationPassed { nomination }))
    })
    .await
}

/// Asks the nominator something. The letter has a link to the page where they answer.
pub async fn ask(
    desk: &Desk,
    person: &Person,
    target: Target,
    question: String,
) -> Result<(), Refusal> {
    let purpose = ("ask", Permission::ModerateNominations);
    by_staff(desk, person, target, purpose, |in_hand| async move {
        let InHand { desk, work, by, .. } = in_hand;
        let mut nomination = in_hand.nomination;
        let said = Said {
            reason: String::new(),
            note: question.clone(),
        };
        move_to(&work, &mut nomination, Stage::NeedsInformation, said, by).await?;
        let answer_at = answer_link(&desk, &work, nomination.id, &nomination.reference).await?;
        let asked = Event::InformationAsked {
            nomination: nomination.named(),
            question,
            answer_at,
        };
        Ok((work, asked))
    })
    .await
}

async fn answer_link(
    desk: &Desk,
    work: &Work,
    id: i64,
    reference: &str,
) -> Result<Option<Secret>, Refusal> {
    let Some(contact) = nominations::contact(&work.read(), id).await? else {
        return Ok(None);
    };
    let about = About {
        path: "/nominations/answer",
        subject: reference,
        next_page: String::new(),
        lives: Duration::days(ANSWER_DAYS),
    };
    let purpose = LinkPurpose::AnswerInformation;
    links::make(desk, work, purpose, &contact.email, about)
        .await
        .map(Some)
}

/// A decision with a sentence that the nominator and everybody else may read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decision {
    /// The sentence.
    pub sentence: String,
    /// Whether a nomination that nobody has passed yet is fit for the public to see.
    pub publish: bool,
}

/// Declines, with one of the published reasons.
pub async fn decline(
    desk: &Desk,
    person: &Person,
    target: Target,
    reason: DeclineReason,
    decision: Decision,
) -> Result<(), Refusal> {
    let purpose = ("decline", Permission::AssessNominations);
    by_staff(desk, person, target, purpose, move |in_hand| async move {
        let InHand { work, by, .. } = in_hand;
        let mut nomination = in_hand.nomination;
        nomination.decline_reason = Some(reason);
        if decision.publish {
            nomination.published_at = nomination.published_at.or(Some(work.at()));
        }
        let said = Said {
            reason: decision.sentence.clone(),
            note: String::new(),
        };
        move_to(&work, &mut nomination, Stage::Declined, said, by).await?;
        let declined = Event::NominationDeclined {
            nomination: nomination.named(),
            reason: reason.words().to_string(),
            sentence: decision.sentence,
        };
        Ok((work, declined))
    })
    .await
}

/// Holds the two nominations of a joining, the older one first, so that two joinings never wait for each
/// other.
async fn hold_both(work: &Work, reference: &str, into: &str) -> Result<(), Refusal> {
    let conn = work.read();
    let one = find(&conn, reference).await?;
    let missing = "There is no nomination with this reference";
    let other = find(&conn, into).await.map_err(|refusal| match refusal {
        Refusal::NotThere => Refusal::mistake("other", missing),
        other => other,
    })?;
    change::hold(work, one.id.min(other.id)).await?;
    change::hold(work, one.id.max(other.id)).await?;
    Ok(())
}

/// Joins a nomination to another of the same work. Its supporters and its nominator support the other
/// from now on.
pub async fn merge(
    desk: &Desk,
    person: &Person,
    target: Target,
    into: String,
    decision: Decision,
) -> Result<(), Refusal> {
    let (desk_inside, who) = (desk.clone(), person.clone());
    desk.work(person, move |work| async move {
        if done_before(&work, target.once.as_ref(), "merge").await?.is_some() {
            return Ok(());
        }
        let permission = Permission::ModerateNominations;
        hold_both(&work, &target.reference, &into).await?;
        let mut nomination = find_for_staff(&desk_inside, &who, &work, &target, permission).await?;
        let other = find(&work.read(), &into).await?;
        let reaches = staff_may(&desk_inside, &who, permission, &other).is_ok();
        if !reaches || other.id == nomination.id || !other.stage.is_open() || !other.is_public() {
            return Err(Refusal::mistake(
                "other",
                "Choose another nomination of your area that is open and that a moderator has passed",
            ));
        }
        nomination.merged_into = Some(other.id);
        if decision.publish {
            nomination.published_at = nomination.published_at.or(Some(work.at()));
        }
        let by = capacity(&desk_inside, &who, &nomination);
        let said = Said {
            reason: decision.sentence,
            note: String::new(),
        };
        move_to(&work, &mut nomination, Stage::Merged, said, by).await?;
        support::move_all(&work, nomination.id, other.id).await?;
        let (from, into) = (&nomination.reference, &other.reference);
        listening::move_all(&work, Kind::Nomination, from, into).await?;
        remember(&work, target.once.as_ref(), "merge", "").await?;
        work.commit(Event::NominationMerged {
            nomination: nomination.named(),
            into: other.named(),
        })
        .await?;
        Ok(())
    })
    .await
}
