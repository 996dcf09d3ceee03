//! Changing photos, inside a change of somebody's.

use super::{Photo, Subject};
use crate::domain::photos::Side;
use crate::store::instants::At;
use crate::store::photos::discards;
use crate::store::{StoreError, Work};
use sea_orm::sea_query::Value;

/// A photo that was drawn anew and has its files.
#[derive(Debug, Clone)]
pub struct NewPhoto {
    /// The name of its files.
    pub key: String,
    /// What it is of.
    pub subject: Subject,
    /// Which photo of it.
    pub side: Side,
    /// What it shows.
    pub alt: String,
    /// Of its largest size.
    pub width: u32,
    /// Of its largest size.
    pub height: u32,
}

/// Writes a photo down and says its row.
pub async fn add(work: &Work, new: &NewPhoto) -> Result<i64, StoreError> {
    let mut of: [Value; 3] = [
        None::<String>.into(),
        None::<i64>.into(),
        None::<i64>.into(),
    ];
    match &new.subject {
        Subject::Draft(draft) => of[0] = draft.clone().into(),
        Subject::Nomination(nomination) => of[1] = (*nomination).into(),
        Subject::Update(update) => of[2] = (*update).into(),
    }
    let [draft, nomination, update] = of;
    work.read()
        .number(
            "INSERT INTO photo (key, draft, nomination_id, update_id, side, alt, width, height, added_at) \
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) RETURNING id",
            [
                new.key.clone().into(),
                draft,
                nomination,
                update,
                new.side.code().into(),
                new.alt.clone().into(),
                i64::from(new.width).into(),
                i64::from(new.height).into(),
                At(work.at()).to_string().into(),
            ],
        )
        .await
}

/// Gives the photos of a draft to the nomination that was just made of it. Says how many.
pub async fn attach_sent(work: &Work, draft: &str, reference: &str) -> Result<u64, StoreError> {
    let sql = "UPDATE photo SET draft = NULL, nomination_id = (SELECT id FROM nomination WHERE reference = $2) \
               WHERE draft = $1";
    let values = [draft.into(), reference.into()];
    work.read().run(sql, values).await
}

/// Lets everybody see it, and says what it shows. False if it is another version by now.
pub async fn pass(work: &Work, photo: &Photo, version: i64, alt: &str) -> Result<bool, StoreError> {
    let sql = "UPDATE photo SET passed_at = COALESCE(passed_at, $1), passed_by = COALESCE(passed_by, $2), alt = $3, \
               version = version + 1 WHERE id = $4 AND version = $5";
    let values = [
        At(work.at()).to_string().into(),
        work.actor().account().into(),
        alt.into(),
        photo.id.into(),
        version.into(),
    ];
    Ok(work.read().run(sql, values).await? == 1)
}

/// Gives it other files of the same size; those it had are discarded. False if it is another version by
/// now.
pub async fn redraw(
    work: &Work,
    photo: &Photo,
    version: i64,
    key: &str,
) -> Result<bool, StoreError> {
    let sql = "UPDATE photo SET key = $1, version = version + 1 WHERE id = $2 AND version = $3";
    let values = [key.into(), photo.id.into(), version.into()];
    if work.read().run(sql, values).await? != 1 || !discards::claim(work, key).await? {
        return Ok(false);
    }
    discards::add(work, &photo.key).await?;
    Ok(true)
}

/// Takes it down: its row goes now, its files right after. False if it is gone already.
pub async fn remove(work: &Work, photo: &Photo) -> Result<bool, StoreError> {
    let sql = "DELETE FROM photo WHERE id = $1";
    if work.read().run(sql, [photo.id.into()]).await? != 1 {
        return Ok(false);
    }
    discards::add(work, &photo.key).await?;
    Ok(true)
}

/// Takes down all photos of a nomination that goes away itself.
pub async fn remove_of_nomination(work: &Work, nomination: i64) -> Result<(), StoreError> {
    for photo in super::of_nomination(&work.read(), nomination).await? {
        remove(work, &photo).await?;
    }
    Ok(())
}
