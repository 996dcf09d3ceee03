//! Limits on trying: how often something may be asked, worked out from one instant a bucket.
//!
//! A limit lets a burst through at once and then one more each so often (the generic cell rate
//! algorithm). A bucket is one instant: when it will be as if nobody had tried. The figures below keep
//! guessing hopeless and leave a library with one address for everybody alone; `docs/limits.md` says so
//! to operators.

use chrono::{DateTime, Duration, Utc};

/// So many at once, then one each so often.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limit {
    /// How many may come at once.
    pub burst: i64,
    /// Seconds until one more may come.
    pub every: i64,
}

/// Links to sign in, to one mailbox.
pub const LINKS_TO_A_MAILBOX: Limit = Limit::new(5, 300);
/// Links to sign in, asked for from one address: a library's, perhaps.
pub const LINKS_FROM_AN_ADDRESS: Limit = Limit::new(60, 10);
/// Links to sign in, asked for from one range of addresses.
pub const LINKS_FROM_A_RANGE: Limit = Limit::new(300, 2);
/// Passwords, and separately codes, tried on one staff account: at most 298 a day, each right by
/// chance at most three times in a million (three codes of six digits are good at any time).
pub const TRIES_ON_AN_ACCOUNT: Limit = Limit::new(10, 300);
/// Passwords and codes tried from one address.
pub const TRIES_FROM_AN_ADDRESS: Limit = Limit::new(60, 10);
/// Passwords and codes tried from one range of addresses.
pub const TRIES_FROM_A_RANGE: Limit = Limit::new(300, 2);

/// Codes to vote, to one mailbox: with five tries each, fewer than 800 guesses a day at eight digits.
pub const VOTE_CODES_TO_A_MAILBOX: Limit = Limit::new(5, 600);
/// Codes to vote, asked for from one address: a school's or a library's, on the last evening.
pub const VOTE_CODES_FROM_AN_ADDRESS: Limit = Limit::new(120, 5);
/// Codes to vote, asked for from one range of addresses.
pub const VOTE_CODES_FROM_A_RANGE: Limit = Limit::new(600, 1);

/// Voting codes from letters, tried from one address. At 75 bits even every address of a large range
/// finds none; this keeps trying from being a load on the server.
pub const VOTING_CODES_FROM_AN_ADDRESS: Limit = Limit::new(120, 5);
/// Voting codes from letters, tried from one range of addresses.
pub const VOTING_CODES_FROM_A_RANGE: Limit = Limit::new(600, 1);

/// Photos from one account.
pub const PHOTOS_FROM_ONE: Limit = Limit::new(40, 60);
/// Photos from one address.
pub const PHOTOS_FROM_AN_ADDRESS: Limit = Limit::new(60, 60);
/// Photos from one range of addresses.
pub const PHOTOS_FROM_A_RANGE: Limit = Limit::new(300, 12);

impl Limit {
    /// A limit.
    pub const fn new(burst: i64, every_seconds: i64) -> Limit {
        Limit {
            burst,
            every: every_seconds,
        }
    }

    /// Asks for one more now. The bucket's new instant, or the seconds until it is worth asking again.
    ///
    /// Whatever the clock did, nobody waits longer than for one more.
    pub fn ask(
        self,
        free_at: Option<DateTime<Utc>>,
        now: DateTime<Utc>,
    ) -> Result<DateTime<Utc>, i64> {
        let every = Duration::seconds(self.every);
        let fullest = now + Duration::seconds(self.every.saturating_mul(self.burst));
        let next = free_at.unwrap_or(now).clamp(now, fullest) + every;
        if next <= fullest {
            return Ok(next);
        }
        let over = (next - fullest).num_milliseconds();
        Err(((over + 999) / 1000).max(1))
    }

    /// The most that anybody can ask for within so many seconds.
    pub const fn most_within(self, seconds: i64) -> i64 {
        self.burst + seconds / self.every
    }
}
