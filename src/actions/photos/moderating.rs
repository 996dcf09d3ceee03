//! What moderators do with a photo, and how whoever sent it takes it away again.

use super::{give_up, largest, moderates, put_up, spoilt, sweeping};
use crate::actions::nominations::nominate;
use crate::actions::once::came_before;
use crate::actions::{Desk, Person, Refusal};
use crate::domain::events::Event;
use crate::domain::hours::notes::{NamesACase, names_a_case};
use crate::domain::ids::OnceKey;
use crate::domain::photos::Reason;
use crate::domain::photos::squares::Area;
use crate::domain::policy::Permission;
use crate::ports::photos;
use crate::store::Conn;
use crate::store::photos::{self as store, Filed, Subject, change};

/// Which photo somebody acts on, and as they last saw it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Seen {
    /// Its row.
    pub id: i64,
    /// The version that their page showed.
    pub version: i64,
}

/// The photo, for staff of its council. For everybody else a photo that is not public is not there.
async fn for_staff(
    desk: &Desk,
    person: &Person,
    conn: &Conn<'_>,
    id: i64,
) -> Result<Filed, Refusal> {
    let filed = store::by_id(conn, id).await?.ok_or(Refusal::NotThere)?;
    if moderates(desk, person, &filed) {
        Ok(filed)
    } else if filed.is_public() {
        Err(Refusal::NotAllowed)
    } else {
        Err(Refusal::NotThere)
    }
}

/// Lets everybody see a photo as soon as what it is of is public, and says what it shows. Passing it again
/// puts its words right; the same words again change nothing.
pub async fn pass(desk: &Desk, person: &Person, seen: Seen, alt: String) -> Result<(), Refusal> {
    if names_a_case(&alt) {
        return Err(Refusal::mistake("alt", NamesACase));
    }
    let (at_desk, who) = (desk.clone(), person.clone());
    desk.work(person, move |work| async move {
        let filed = for_staff(&at_desk, &who, &work.read(), seen.id).await?;
        if !change::pass(&work, &filed.photo, seen.version, &alt).await? {
            // The same sent twice has done it just before.
            let now = store::by_id(&work.read(), seen.id).await?;
            let same = |now: Filed| {
                let now = now.photo;
                now.passed_at.is_some() && now.alt == alt && now.version == seen.version + 1
            };
            return match now.is_some_and(same) {
                true => Ok(()),
                false => Err(Refusal::Stale),
            };
        }
        let event = Event::PhotoPassed {
            photo: seen.id,
            of: filed.reference,
        };
        work.commit(event).await?;
        Ok(())
    })
    .await
}

/// Makes parts of a photo unreadable in every size. The files as they were are gone when this returns, or
/// at the next sweep. The same form twice is one change.
pub async fn blur(
    desk: &Desk,
    person: &Person,
    seen: Seen,
    areas: Vec<Area>,
    once: Option<OnceKey>,
) -> Result<(), Refusal> {
    let filed = for_staff(desk, person, &desk.db.read(), seen.id).await?;
    let sent = format!("{seen:?} {areas:?}");
    let file = largest(desk, &filed).await?;
    let print = desk
        .photos
        .darkroom
        .work(move || photos::blur(&file, &areas));
    let print = print.await.map_err(spoilt)?;
    let mut key = desk.dice.token();
    key.truncate(32);
    put_up(desk, &key, print).await?;
    let (at_desk, who, in_key) = (desk.clone(), person.clone(), key.clone());
    let done = desk.work(person, move |work| async move {
        let filed = for_staff(&at_desk, &who, &work.read(), seen.id).await?;
        if came_before(&work, once.as_ref(), "blurred", &sent).await? {
            return Ok(false);
        }
        if !change::redraw(&work, &filed.photo, seen.version, &in_key).await? {
            return Err(Refusal::Stale);
        }
        let event = Event::PhotoBlurred {
            photo: seen.id,
            of: filed.reference,
        };
        work.commit(event).await?;
        Ok(true)
    });
    match done.await {
        Ok(true) => sweeping::clear_now(desk).await,
        Ok(false) => give_up(desk, &key).await,
        Err(refusal) => {
            give_up(desk, &key).await;
            return Err(refusal);
        }
    }
    Ok(())
}

/// Whether somebody may take a photo down: staff of its council, and whoever sent it.
fn may_take_down(desk: &Desk, person: &Person, browser: &str, filed: &Filed) -> bool {
    let is_own = match &filed.subject {
        Subject::Draft(draft) => nominate::is_of_browser(desk, browser, draft),
        Subject::Nomination(_) => filed.nominator.is_some() && filed.nominator == person.account(),
        Subject::Update(_) => filed
            .council
            .as_deref()
            .is_some_and(|council| person.may(desk, Permission::WriteUpdates, council)),
    };
    is_own || moderates(desk, person, filed)
}

/// Takes a photo down, with its files in every size. What is gone already stays gone: that is no mistake.
pub async fn take_down(
    desk: &Desk,
    person: &Person,
    browser: &str,
    id: i64,
    reason: Reason,
) -> Result<(), Refusal> {
    let (at_desk, who, browser) = (desk.clone(), person.clone(), browser.to_string());
    desk.work(person, move |work| async move {
        let Some(filed) = store::by_id(&work.read(), id).await? else {
            return Ok(());
        };
        if !may_take_down(&at_desk, &who, &browser, &filed) {
            return Err(if filed.is_public() {
                Refusal::NotAllowed
            } else {
                Refusal::NotThere
            });
        }
        if !change::remove(&work, &filed.photo).await? {
            return Ok(());
        }
        let event = Event::PhotoTakenDown {
            photo: id,
            of: filed.reference,
            reason: reason.code().into(),
        };
        work.commit(event).await?;
        Ok(())
    })
    .await?;
    sweeping::clear_now(desk).await;
    Ok(())
}
