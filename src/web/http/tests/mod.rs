//! The layers tested with a small router, over real sockets where sockets matter.

mod answers;
pub mod client;
mod safety;
mod serving;
mod sizes;

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use chrono::DateTime;

use super::Settings;

/// Settings with a version of the data that the test moves by hand.
pub fn settings() -> (Settings, Arc<AtomicI64>) {
    let version = Arc::new(AtomicI64::new(1));
    let told = Arc::clone(&version);
    let now = || DateTime::from_timestamp(1_800_000_000, 0).expect("a time");
    let settings = Settings::new(
        "http://payback.example",
        Arc::new(move || told.load(Ordering::SeqCst)),
        Arc::new(now),
    );
    (settings, version)
}
