//! Correcting the ward of a nomination. The spot that the nominator gave stays; what was found first and
//! what it was put right to stand in the history for everybody to read.

use super::super::{Desk, Person, Refusal};
use super::in_hand::{InHand, by_staff};
use super::{Said, Target, note_step};
use crate::domain::events::Event;
use crate::domain::policy::Permission;
use crate::store::nominations::{change, places};

/// Puts the ward right while the nomination is open. The other ward must be one that the same member of
/// staff looks after.
pub async fn correct(
    desk: &Desk,
    person: &Person,
    target: Target,
    ward: String,
    why: String,
) -> Result<(), Refusal> {
    let purpose = ("ward", Permission::ModerateNominations);
    by_staff(desk, person, target, purpose, move |in_hand| async move {
        let InHand { desk, work, by, .. } = in_hand;
        let mut nomination = in_hand.nomination;
        if !nomination.stage.is_open() {
            let late = "A nomination that has come to its end stays where it was";
            return Err(Refusal::TooLate(late.into()));
        }
        let conn = work.read();
        let place = places::find(&conn, &ward).await?;
        let place = place.filter(|place| place.is_in_force(&desk.atlas()));
        let (Some(place), Some(council)) = (
            place.clone().filter(|place| place.kind == "ward"),
            place.and_then(|place| place.parent_code),
        ) else {
            return Err(Refusal::mistake("ward", "Choose a ward from the list"));
        };
        if !in_hand.who.may(&desk, purpose.1, &council) {
            let elsewhere = "Choose a ward of your own area";
            return Err(Refusal::mistake("ward", elsewhere));
        }
        let before = nomination.proposal.whereabouts.clone();
        if before.ward.as_deref() == Some(place.code.as_str()) {
            return Err(Refusal::mistake("ward", "It is in this ward already"));
        }
        let found = places::find(&conn, before.ward.as_ref().unwrap_or(&before.council)).await?;
        let found = found.map_or(before.council.clone(), |place| place.name);
        change::put_in_ward(&work, &mut nomination, &place.code, &council).await?;
        let said = Said {
            reason: format!(
                "The ward was put right from {found} to {}. {why}",
                place.name
            ),
            note: String::new(),
        };
        note_step(&work, &mut nomination, said, by).await?;
        let put = Event::NominationPutInWard {
            nomination: nomination.named(),
            ward: place.code,
        };
        Ok((work, put))
    })
    .await
}
