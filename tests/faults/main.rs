//! What goes wrong: killed processes, full disks, locks that are held, mail servers that misbehave.
//!
//! Most of it happens to the built program over a real file and real sockets. What cannot be done to
//! this machine is left out in one line.

mod client;
#[path = "../acceptance/world/database.rs"]
#[allow(dead_code)] // a walk needs more of it
mod database;
mod killed;
mod mixture;
mod post;
mod server;
mod stopping;
mod storage;
mod vote_laid;
mod voting;
