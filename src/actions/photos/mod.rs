//! What people do with photos: send one, let everybody see it, make a part unreadable, take it down.
//!
//! A file is drawn anew before anything is written down, and its name is known to the database before
//! the file is written ([`crate::store::photos::discards`]). What is swept is in [`sweeping`].

mod moderating;
mod sending;
pub mod sweeping;

pub use moderating::{Seen, blur, pass, take_down};
pub use sending::{Sent, To, add};

use super::nominations::nominate;
use super::{Desk, Person, Refusal};
use crate::domain::photos::Size;
use crate::domain::policy::Permission;
use crate::ports::photos::{Print, ShelfError, Spoilt};
use crate::store::StoreError;
use crate::store::photos::{Filed, Subject, discards};
use chrono::Duration;

/// For so long files may stand without a photo: longer than any request takes.
const GRACE: Duration = Duration::hours(1);

impl From<ShelfError> for Refusal {
    fn from(error: ShelfError) -> Self {
        Refusal::Storage(StoreError::Unwritable(error.to_string()))
    }
}

fn spoilt(why: Spoilt) -> Refusal {
    match why {
        Spoilt::Busy => Refusal::Storage(StoreError::Busy),
        why => Refusal::mistake("photo", why),
    }
}

/// Whether somebody looks after a photo as staff of its council.
pub fn moderates(desk: &Desk, person: &Person, filed: &Filed) -> bool {
    let council = filed.council.as_deref();
    !filed.is_unconfirmed
        && council.is_some_and(|council| person.may(desk, Permission::ModerateNominations, council))
}

/// Whether somebody may see a photo. `browser` is the digest that drafts of their browser are kept under.
pub fn may_see(desk: &Desk, person: &Person, browser: Option<&str>, filed: &Filed) -> bool {
    let is_own = match &filed.subject {
        Subject::Draft(draft) => {
            browser.is_some_and(|browser| nominate::is_of_browser(desk, browser, draft))
        }
        Subject::Nomination(_) => filed.nominator.is_some() && filed.nominator == person.account(),
        Subject::Update(_) => false,
    };
    filed.is_public() || is_own || moderates(desk, person, filed)
}

/// Writes the files of a print under a name that stands among the discards until a photo takes it.
async fn put_up(desk: &Desk, key: &str, print: Print) -> Result<(), Refusal> {
    discards::expect(&desk.db, key, desk.now() + GRACE).await?;
    for (size, file) in print.files {
        if let Err(error) = desk.photos.shelf.put(key, size, file).await {
            give_up(desk, key).await;
            return Err(error.into());
        }
    }
    Ok(())
}

/// No photo took the files: they go at once, or at the next sweep.
async fn give_up(desk: &Desk, key: &str) {
    let due = discards::expect(&desk.db, key, desk.now()).await;
    if due.is_ok() {
        sweeping::clear_now(desk).await;
    }
}

/// The largest file of a photo.
async fn largest(desk: &Desk, filed: &Filed) -> Result<Vec<u8>, Refusal> {
    let file = desk.photos.shelf.get(&filed.photo.key, Size::Full).await?;
    file.ok_or(Refusal::NotThere)
}
