//! Which shortlists votes were made of. A shortlist is voted on once, unless its vote was given up.

use super::{Round, rounds};
use crate::domain::panels::State;
use crate::store::panels::shortlists::{self, Shortlist};
use crate::store::panels::{self, Panel};
use crate::store::{Conn, StoreError};

/// The vote that has taken a shortlist, if one has.
pub async fn vote_on(conn: &Conn<'_>, shortlist: i64) -> Result<Option<Round>, StoreError> {
    let rest = "WHERE r.shortlist_id = $1 AND r.state <> 'abandoned' ORDER BY r.id DESC";
    let found = rounds(conn, rest, [shortlist.into()]).await?;
    Ok(found.into_iter().next())
}

/// The agreed shortlists that no vote has taken, newest first in each panel.
pub async fn free(conn: &Conn<'_>) -> Result<Vec<(Panel, Shortlist)>, StoreError> {
    let mut found = vec![];
    for panel in panels::all(conn).await? {
        for list in shortlists::of_panel(conn, panel.id).await? {
            if list.state == State::Agreed && vote_on(conn, list.id).await?.is_none() {
                found.push((panel.clone(), list));
            }
        }
    }
    Ok(found)
}
