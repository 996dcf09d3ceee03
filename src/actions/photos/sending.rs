//! Sending a photo: for a nomination that is being filled in, for one's own nomination, for news.

use super::{give_up, put_up, spoilt};
use crate::actions::identity::throttle::{self, Ask, Caller};
use crate::actions::{Desk, Person, Refusal};
use crate::domain::events::Event;
use crate::domain::hours::notes::{NamesACase, names_a_case};
use crate::domain::identity::limits::{
    PHOTOS_FROM_A_RANGE, PHOTOS_FROM_AN_ADDRESS, PHOTOS_FROM_ONE,
};
use crate::domain::ids::{OnceKey, Reference};
use crate::domain::nominations::stage::Stage;
use crate::domain::photos::{MOST_OF_A_NOMINATION, Side};
use crate::domain::policy::Permission;
use crate::ports::photos;
use crate::store::nominations::{self, drafts};
use crate::store::photos::change::{self, NewPhoto};
use crate::store::photos::{self as store, Subject, discards};
use crate::store::projects::{self, updates};
use crate::store::{Conn, StoreError};

/// What a photo is sent for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum To {
    /// The nomination that a browser is filling in, by what its draft is kept under.
    Draft(String),
    /// Somebody's own nomination.
    Nomination(Reference),
    /// News of a project.
    Update(Reference, i64),
}

/// A photo as it was sent.
#[derive(Debug, Clone)]
pub struct Sent {
    /// The file, of whatever kind.
    pub file: Vec<u8>,
    /// What it shows.
    pub alt: String,
    /// Which photo of the place.
    pub side: Side,
    /// The key of the form.
    pub once: Option<OnceKey>,
}

/// What a photo is of, and how the audit log calls that.
struct Place {
    subject: Subject,
    of: String,
}

/// Takes a photo in and says its row. The same form sent twice is one photo and one answer. Nobody but
/// its sender and staff sees it before a moderator has passed it.
pub async fn add(
    desk: &Desk,
    person: &Person,
    caller: Caller,
    to: To,
    sent: Sent,
) -> Result<i64, Refusal> {
    let place = place(desk, person, &desk.db.read(), &to, sent.side).await;
    let key = key(desk, &to, &sent);
    // Sent again, the photo stands already, and the place may be full with it.
    if let Some(filed) = store::by_key(&desk.db.read(), &key).await? {
        return Ok(filed.photo.id);
    }
    place?;
    if names_a_case(&sent.alt) {
        return Err(Refusal::mistake("alt", NamesACase));
    }
    hold_back(desk, person, caller).await?;
    let file = sent.file;
    let print = desk.photos.darkroom.work(move || photos::develop(&file));
    let print = print.await.map_err(spoilt)?;
    let (width, height) = (print.width, print.height);
    put_up(desk, &key, print).await?;
    let (at_desk, who, in_key) = (desk.clone(), person.clone(), key.clone());
    let (side, alt) = (sent.side, sent.alt);
    let done = desk.work(person, move |work| async move {
        let place = self::place(&at_desk, &who, &work.read(), &to, side).await?;
        if !discards::claim(&work, &in_key).await? {
            return Err(Refusal::Storage(StoreError::Busy));
        }
        let new = NewPhoto {
            key: in_key,
            subject: place.subject,
            side,
            alt,
            width,
            height,
        };
        let photo = change::add(&work, &new).await?;
        let of = place.of;
        work.commit(Event::PhotoAdded { photo, of }).await?;
        Ok(photo)
    });
    match done.await {
        Ok(photo) => Ok(photo),
        Err(refusal) => match store::by_key(&desk.db.read(), &key).await? {
            // The same form came twice at the same instant: the other one has it.
            Some(filed) => {
                discards::done(&desk.db, &key).await?;
                Ok(filed.photo.id)
            }
            None => {
                give_up(desk, &key).await;
                Err(refusal)
            }
        },
    }
}

/// The name of the files: random, and the same for the same form with the same photo, so that a form sent twice
/// makes one photo. Nobody without the deployment's own key can work it out.
fn key(desk: &Desk, to: &To, sent: &Sent) -> String {
    let once = sent.once.as_ref().map(|once| once.saying(&sent.file));
    let mut key = match once {
        Some(once) => {
            let (side, alt) = (sent.side, &sent.alt);
            let form = format!("{to:?}|{side:?}|{alt}|{}", once.as_str());
            desk.digest("photo", &form)
        }
        None => desk.dice.token(),
    };
    key.truncate(32);
    key
}

async fn hold_back(desk: &Desk, person: &Person, caller: Caller) -> Result<(), Refusal> {
    let asks = match person.account() {
        Some(account) => vec![Ask::new("photos", PHOTOS_FROM_ONE, account.to_string())],
        None => caller.asks("photos", PHOTOS_FROM_AN_ADDRESS, PHOTOS_FROM_A_RANGE),
    };
    throttle::ask(desk, &asks).await
}

/// Finds what the photo is sent for, if the person may send one and there is room.
async fn place(
    desk: &Desk,
    person: &Person,
    conn: &Conn<'_>,
    to: &To,
    side: Side,
) -> Result<Place, Refusal> {
    match (to, side) {
        (To::Draft(key), Side::Place) => of_draft(conn, key).await,
        (To::Nomination(reference), Side::Place) => of_own(person, conn, reference).await,
        (To::Update(reference, update), Side::Before | Side::After) => {
            of_news(desk, person, conn, (reference, *update), side).await
        }
        _ => Err(Refusal::mistake("side", "Choose before or after the work")),
    }
}

fn full() -> Refusal {
    Refusal::mistake(
        "photo",
        format!("A nomination has at most {MOST_OF_A_NOMINATION} photos. Take one away first"),
    )
}

async fn of_draft(conn: &Conn<'_>, key: &str) -> Result<Place, Refusal> {
    let draft = drafts::of(conn, key).await?;
    if draft.is_none_or(|draft| draft.reference().is_some()) {
        return Err(Refusal::TooLate(
            "This nomination has been sent, or was not begun in this browser.".into(),
        ));
    }
    if store::of_draft(conn, key).await?.len() >= MOST_OF_A_NOMINATION {
        return Err(full());
    }
    Ok(Place {
        subject: Subject::Draft(key.to_string()),
        of: String::new(),
    })
}

async fn of_own(person: &Person, conn: &Conn<'_>, reference: &Reference) -> Result<Place, Refusal> {
    let found = nominations::by_reference(conn, reference.as_str()).await?;
    let nomination = found.ok_or(Refusal::NotThere)?.nomination;
    if person.account().is_none() || nomination.nominator != person.account() {
        return Err(if nomination.is_public() {
            Refusal::NotAllowed
        } else {
            Refusal::NotThere
        });
    }
    if !nomination.stage.may_become(Stage::Withdrawn) {
        return Err(Refusal::TooLate(
            "This nomination takes no more photos: it has been decided.".into(),
        ));
    }
    if store::of_nomination(conn, nomination.id).await?.len() >= MOST_OF_A_NOMINATION {
        return Err(full());
    }
    Ok(Place {
        subject: Subject::Nomination(nomination.id),
        of: nomination.reference,
    })
}

async fn of_news(
    desk: &Desk,
    person: &Person,
    conn: &Conn<'_>,
    (reference, update): (&Reference, i64),
    side: Side,
) -> Result<Place, Refusal> {
    let project = projects::by_reference(conn, reference).await?;
    let project = project.ok_or(Refusal::NotThere)?;
    person.need(desk, Permission::WriteUpdates, project.area())?;
    let found = updates::by_id(conn, update).await?;
    let found = found.filter(|found| found.project == project.id);
    let found = found.ok_or(Refusal::NotThere)?;
    let pairs = store::of_updates(conn, project.id).await?;
    let pair = pairs.get(&found.id).cloned().unwrap_or_default();
    let taken = match side {
        Side::Before => pair.before,
        _ => pair.after,
    };
    if taken.is_some() {
        let words = side.name().to_lowercase();
        return Err(Refusal::mistake(
            "side",
            format!("There is a photo {words} already. Take it away first"),
        ));
    }
    Ok(Place {
        subject: Subject::Update(found.id),
        of: project.reference.to_string(),
    })
}
