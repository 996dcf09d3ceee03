//! Files of photos: none stays longer than its photo, and no photo longer than somebody waits for it.

use crate::actions::photos::sweeping;
use crate::actions::{Desk, Refusal};

/// Takes away the files whose time has come.
pub async fn clear(desk: &Desk) -> Result<usize, Refusal> {
    sweeping::clear(desk).await
}

/// Lets go of photos that nobody waits for.
pub async fn let_go(desk: &Desk) -> Result<(), Refusal> {
    sweeping::let_go(desk).await
}

/// Takes away files that the database does not know.
pub async fn clear_strays(desk: &Desk) -> Result<usize, Refusal> {
    sweeping::clear_strays(desk).await
}
