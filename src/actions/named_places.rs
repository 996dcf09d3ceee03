//! The gazetteer comes in as a file: names, and where they are.

use super::{Desk, Person, Refusal};
use crate::domain::areas::named_place::NamedPlace;
use crate::domain::events::Event;
use crate::domain::policy::Permission;
use crate::store::named_places;

/// Adds names to those that are there: all of them, or none. The same file again changes nothing.
pub async fn import(
    desk: &Desk,
    person: &Person,
    places: Vec<NamedPlace>,
) -> Result<usize, Refusal> {
    person.need(desk, Permission::ManageSettings, "")?;
    let change = move |work: crate::store::Work| async move {
        named_places::put(&work, &places).await?;
        let count = places.len();
        work.commit(Event::NamedPlacesImported { count }).await?;
        Ok(count)
    };
    desk.work(person, change).await
}
