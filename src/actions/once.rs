//! One-time keys of forms: the same form sent twice, by a double click or on a line that broke, is one
//! change and one answer.
//!
//! What creates something keeps what came of it ([`claimed`], [`remember`]), so that the second sending leads
//! to the same place. What changes something, or may be said anew, keeps what was sent ([`came_before`]): the
//! same page with other words is another change.

use crate::domain::ids::OnceKey;
use crate::store::once::{self, Seen};
use crate::store::{Conn, StoreError, Work};

/// Claims the form's key, where it has one.
pub(super) async fn claimed(
    work: &Work,
    once: Option<&OnceKey>,
    purpose: &str,
) -> Result<Option<Seen>, StoreError> {
    match once {
        None => Ok(None),
        Some(key) => once::claim(work, key, purpose).await.map(Some),
    }
}

/// Keeps what came of the form, where it has a key.
pub(super) async fn remember(
    work: &Work,
    once: Option<&OnceKey>,
    purpose: &str,
    outcome: &str,
) -> Result<(), StoreError> {
    match once {
        None => Ok(()),
        Some(key) => once::remember(work, key, purpose, outcome).await,
    }
}

/// Whether this very form was taken before, with these very words: then there is nothing left to do.
///
/// Without a key no form is known. The words are kept as a digest.
pub(super) async fn came_before(
    work: &Work,
    once: Option<&OnceKey>,
    purpose: &str,
    sent: &str,
) -> Result<bool, StoreError> {
    let sent = once::digest_of(sent);
    if claimed(work, once, purpose).await? == Some(Seen::Before(sent.clone())) {
        return Ok(true);
    }
    remember(work, once, purpose, &sent).await?;
    Ok(false)
}

/// The same, looked at before there is a change: a form that was answered counts as no other try.
pub(super) async fn is_known(
    conn: &Conn<'_>,
    once: Option<&OnceKey>,
    purpose: &str,
    sent: &str,
) -> Result<bool, StoreError> {
    let Some(key) = once else {
        return Ok(false);
    };
    let outcome = once::outcome(conn, key, purpose).await?;
    Ok(outcome.is_some_and(|outcome| outcome == once::digest_of(sent)))
}
