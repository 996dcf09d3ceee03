//! Backups and restores: from each database into each, while others write, and what is refused.

#[path = "../acceptance/world/database.rs"]
#[allow(dead_code)] // a walk needs more of it
mod database;
mod operator;
mod refusals;
mod round_trip;
mod while_writing;
