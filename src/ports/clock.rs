//! The time, to the microsecond: PostgreSQL keeps no more, and a time must read back as it was written.

use chrono::{DateTime, Duration, SubsecRound, Utc};
use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

/// Tells the time.
#[derive(Debug, Clone)]
pub enum Clock {
    /// The machine's own clock.
    Real,
    /// A clock that stands still until it is moved, for tests and for building the demonstration.
    Held(HeldClock),
    /// The machine's own clock, put forward: how the demonstration lets a week pass in a moment.
    PutForward(Arc<AtomicI64>),
}

/// A clock that moves only when told.
#[derive(Debug, Clone)]
pub struct HeldClock(Arc<Mutex<DateTime<Utc>>>);

impl Clock {
    /// A held clock at the instant.
    pub fn held(at: DateTime<Utc>) -> Clock {
        Clock::Held(HeldClock(Arc::new(Mutex::new(at.trunc_subsecs(6)))))
    }

    /// The machine's clock, which can be put forward.
    pub fn that_can_be_put_forward() -> Clock {
        Clock::PutForward(Arc::default())
    }

    /// The time now, in UTC.
    pub fn now(&self) -> DateTime<Utc> {
        match self {
            Clock::Real => wall(),
            Clock::Held(held) => *held.0.lock().unwrap_or_else(PoisonError::into_inner),
            Clock::PutForward(seconds) => {
                wall() + Duration::seconds(seconds.load(Ordering::Relaxed))
            }
        }
    }

    /// Puts the clock forward, where it is one that can be. It never goes back.
    pub fn put_forward(&self, by: Duration) {
        match self {
            Clock::Real => {}
            Clock::Held(_) => self.set(self.now() + by),
            Clock::PutForward(seconds) => {
                seconds.fetch_add(by.num_seconds().max(0), Ordering::Relaxed);
            }
        }
    }

    /// Moves a held clock on; the machine's clock is left alone.
    pub fn forward(&self, by: Duration) {
        self.set(self.now() + by);
    }

    /// Sets a held clock; the machine's clock is left alone.
    pub fn set(&self, at: DateTime<Utc>) {
        if let Clock::Held(held) = self {
            *held.0.lock().unwrap_or_else(PoisonError::into_inner) = at.trunc_subsecs(6);
        }
    }
}

#[expect(
    clippy::disallowed_methods,
    reason = "the one place that reads the wall clock"
)]
fn wall() -> DateTime<Utc> {
    Utc::now().trunc_subsecs(6)
}
