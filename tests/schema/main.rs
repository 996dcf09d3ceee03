//! The schema: the same on both databases, and reached from any state that a database was left in.

mod catalogue;
#[path = "../acceptance/world/database.rs"]
#[allow(dead_code)] // a walk needs more of it
mod database;
mod migrating;
mod parity;

use payback_panel::domain::letters::Letterhead;
use payback_panel::store::{Db, OpenError};

/// Opens a database as the program does.
async fn opened(url: &str) -> Result<Db, OpenError> {
    let letterhead = Letterhead {
        service: "Payback Panel".into(),
        address: "http://panel.example".into(),
    };
    Db::open(url, letterhead).await
}
