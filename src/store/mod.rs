//! What is written down. sea-orm lives here and nowhere else; no entity leaves this folder.
//!
//! Reads take a [`Conn`]; writes take a [`Work`], which only `Db::work` hands out and only an event
//! commits. What many ask for at once is read once for all of them in `gathering`. One file a room. Start at `db`
//! and `work`.

mod at_once;
mod db;
mod entities;
mod error;
mod gathering;
mod sqlite;
mod work;

pub mod areas;
pub mod audit;
pub mod backup;
pub mod ballot_box;
pub mod ballots;
pub mod categories;
pub mod feedback;
pub mod figures;
pub mod hours;
pub mod identity;
pub mod instants;
pub mod listening;
pub mod map;
pub mod migrations;
pub mod named_places;
pub mod nominations;
pub mod once;
pub mod outbox;
pub mod panels;
pub mod photos;
pub mod postcodes;
pub mod project_totals;
pub mod projects;
pub mod publishing;
pub mod reported_figures;
pub mod retention;
pub mod rollup;
pub mod scratch;
pub mod settings;
pub mod throttle;
pub mod turns;
pub mod uploads;
pub mod version;
pub mod ward_sets;

pub use db::{Conn, Db, Engine, OpenError};
pub use error::StoreError;
pub use work::Work;
