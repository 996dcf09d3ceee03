//! What people say of finished work.

use crate::actions::once::came_before;
use crate::actions::projects::named;
use crate::actions::{Desk, Person, Refusal};
use crate::domain::events::Event;
use crate::domain::hours::notes::{NamesACase, names_a_case};
use crate::domain::ids::{OnceKey, Reference};
use crate::domain::projects::Stage;
use crate::domain::projects::feedback::Rating;
use crate::store::{feedback, projects};

/// Whether somebody may be asked what they think of a project: it is completed, and they nominated,
/// support or follow it.
pub async fn may_answer(
    desk: &Desk,
    person: &Person,
    project: &projects::Project,
) -> Result<bool, Refusal> {
    match person.account() {
        Some(account) if project.stage == Stage::Completed => {
            Ok(feedback::has_a_say(&desk.db.read(), project.id, account).await?)
        }
        _ => Ok(false),
    }
}

/// Keeps what somebody thinks of a finished project. Answering again replaces the answer; the same form sent
/// again does not.
pub async fn give(
    desk: &Desk,
    person: &Person,
    reference: &Reference,
    rating: Rating,
    words: String,
    once: Option<OnceKey>,
) -> Result<(), Refusal> {
    let account = person.account().ok_or(Refusal::NotAllowed)?;
    if names_a_case(&words) {
        return Err(Refusal::mistake("words", NamesACase));
    }
    let reference = reference.clone();
    desk.work(person, move |work| async move {
        let conn = work.read();
        let project = projects::by_reference(&conn, &reference).await?;
        let project = project.ok_or(Refusal::NotThere)?;
        if project.stage != Stage::Completed {
            let early =
                "This project is not finished yet. You can tell us what you think when it is.";
            return Err(Refusal::TooLate(early.into()));
        }
        if !feedback::has_a_say(&conn, project.id, account).await? {
            return Err(Refusal::NotAllowed);
        }
        let sent = format!("{reference} {} {words}", rating.number());
        if came_before(&work, once.as_ref(), "feedback", &sent).await? {
            return Ok(());
        }
        let before = feedback::of(&conn, project.id, account).await?;
        if before.is_some_and(|before| before.rating == rating && before.words == words) {
            return Ok(());
        }
        feedback::put(&work, project.id, account, rating, &words).await?;
        let event = Event::FeedbackGiven {
            project: named(&project),
        };
        work.commit(event).await?;
        Ok(())
    })
    .await
}
