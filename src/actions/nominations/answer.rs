//! The nominator's answer to a question of ours.

use super::super::{Desk, Person, Refusal};
use super::links;
use super::{Said, find, move_to};
use crate::domain::events::Event;
use crate::domain::nominations::nomination::{By, Nomination};
use crate::domain::nominations::stage::Stage;
use crate::store::Work;
use crate::store::identity::LinkPurpose;
use crate::store::nominations::change;

/// Answers by the link in the letter, which works once.
pub async fn by_link(desk: &Desk, token: &str, answer: String) -> Result<String, Refusal> {
    let (desk_inside, token) = (desk.clone(), token.to_string());
    desk.work(&Person::visitor(), move |work| async move {
        let link =
            links::spend(&desk_inside, &work, &token, LinkPurpose::AnswerInformation).await?;
        let nomination = find(&work.read(), &link.subject).await?;
        take(work, nomination, answer).await
    })
    .await
}

/// Answers signed in, as the nominator.
pub async fn signed_in(
    desk: &Desk,
    person: &Person,
    reference: &str,
    answer: String,
) -> Result<String, Refusal> {
    let (who, reference) = (person.clone(), reference.to_string());
    desk.work(person, move |work| async move {
        // Of two at once the second finds it answered.
        let found = find(&work.read(), &reference).await?;
        change::hold(&work, found.id).await?;
        let nomination = find(&work.read(), &reference).await?;
        if who.account().is_none() || nomination.nominator != who.account() {
            return Err(Refusal::NotThere);
        }
        take(work, nomination, answer).await
    })
    .await
}

async fn take(work: Work, mut nomination: Nomination, answer: String) -> Result<String, Refusal> {
    if nomination.stage != Stage::NeedsInformation {
        return Err(Refusal::TooLate(
            "This question has been answered, or is no longer open.".into(),
        ));
    }
    let next = nomination.stage_after_answer();
    let said = Said {
        reason: "The nominator answered our question.".into(),
        note: answer,
    };
    move_to(&work, &mut nomination, next, said, By::Nominator).await?;
    let reference = nomination.reference.clone();
    work.commit(Event::InformationGiven {
        nomination: nomination.named(),
    })
    .await?;
    Ok(reference)
}
