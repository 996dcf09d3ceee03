//! Backups and restores: from each database into each, while others write, and what is refused. And the
//! commands that find what was changed past the program.

#[path = "../acceptance/world/database.rs"]
#[allow(dead_code)] // a walk needs more of it
mod database;
mod operator;
mod refusals;
mod round_trip;
mod verifying;
mod while_writing;
