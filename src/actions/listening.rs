//! Following a nomination, a project or an area, and stopping to.
//!
//! Somebody signed in follows at once; for anybody else the link in a letter counts, not the address
//! that was typed.

use super::identity::SignedIn;
use super::identity::throttle::Caller;
use super::nominations::links::{self, About};
use super::once::came_before;
use super::{Desk, Person, Refusal};
use crate::domain::events::Event;
use crate::domain::identity::email::EmailAddress;
use crate::domain::ids::OnceKey;
use crate::domain::listening::Kind;
use crate::store::identity::LinkPurpose;
use crate::store::listening;
use chrono::Duration;

/// How long the link in the letter works.
const MINUTES: i64 = 15;

fn followed(kind: Kind, key: String) -> Event {
    Event::Followed {
        kind: kind.code().into(),
        subject: key,
    }
}

/// Follows, signed in. Doing it twice is the same as once, and the same form sent again follows nothing that
/// was stopped since.
pub async fn follow(
    desk: &Desk,
    person: &Person,
    kind: Kind,
    key: &str,
    once: Option<OnceKey>,
) -> Result<(), Refusal> {
    let (account, key) = (
        person.account().ok_or(Refusal::NotAllowed)?,
        key.to_string(),
    );
    desk.work(person, move |work| async move {
        let subject = listening::subject(&work.read(), kind, &key).await?;
        let subject = subject.ok_or(Refusal::NotThere)?;
        if came_before(&work, once.as_ref(), "follow", &key).await? {
            return Ok(());
        }
        if listening::add(&work, account, kind, &subject.key).await? {
            work.commit(followed(kind, subject.key)).await?;
        }
        Ok(())
    })
    .await
}

/// Writes to somebody who is not signed in. The same form twice is one letter.
pub async fn ask(
    desk: &Desk,
    caller: Caller,
    kind: Kind,
    key: &str,
    email: &EmailAddress,
    once: Option<OnceKey>,
) -> Result<(), Refusal> {
    links::not_too_often(desk, caller, email).await?;
    let (desk_inside, key, email) = (desk.clone(), key.to_string(), email.to_string());
    desk.work(&Person::visitor(), move |work| async move {
        let subject = listening::subject(&work.read(), kind, &key).await?;
        let subject = subject.ok_or(Refusal::NotThere)?;
        let name = format!("{} {}", kind.code(), subject.key);
        if came_before(
            &work,
            once.as_ref(),
            "follow-asked",
            &format!("{name} {email}"),
        )
        .await?
        {
            return Ok(());
        }
        let about = About {
            path: "/follow/confirm",
            subject: &name,
            next_page: format!("/{}/{}", kind.folder(), subject.key),
            lives: Duration::minutes(MINUTES),
        };
        let purpose = LinkPurpose::ConfirmFollow;
        let secret = links::make(&desk_inside, &work, purpose, &email, about).await?;
        work.commit(Event::FollowAsked {
            kind: kind.code().into(),
            subject: subject.key,
            title: subject.title,
            secret,
        })
        .await?;
        Ok(())
    })
    .await
}

/// Spends the link, follows and signs its reader in.
pub async fn confirm(
    desk: &Desk,
    old_session: Option<String>,
    token: &str,
) -> Result<SignedIn, Refusal> {
    let (desk_inside, token) = (desk.clone(), token.to_string());
    desk.work(&Person::visitor(), move |work| async move {
        let desk = desk_inside;
        let link = links::spend(&desk, &work, &token, LinkPurpose::ConfirmFollow).await?;
        let (kind, key) = subject_of(&link.subject).ok_or(Refusal::NotThere)?;
        let subject = listening::subject(&work.read(), kind, &key).await?;
        let subject = subject.ok_or(Refusal::NotThere)?;
        let (who, mut events) = links::arrive(&desk, &work, &link, old_session.as_deref()).await?;
        if listening::add(&work, who.account, kind, &subject.key).await? {
            events.push(followed(kind, subject.key));
        }
        work.commit_all(events).await?;
        Ok(who)
    })
    .await
}

/// What a link is about, as [`ask`] wrote it.
pub fn subject_of(text: &str) -> Option<(Kind, String)> {
    let (kind, key) = text.split_once(' ')?;
    Some((Kind::parse(kind)?, key.to_string()))
}

/// Stops following. Doing it twice is the same as once, and so is stopping what never was.
pub async fn unfollow(desk: &Desk, person: &Person, kind: Kind, key: &str) -> Result<(), Refusal> {
    let (account, key) = (
        person.account().ok_or(Refusal::NotAllowed)?,
        key.to_string(),
    );
    desk.work(person, move |work| async move {
        if listening::remove(&work, account, kind, &key).await? {
            work.commit(Event::Unfollowed {
                kind: kind.code().into(),
                subject: key,
            })
            .await?;
        }
        Ok(())
    })
    .await
}
