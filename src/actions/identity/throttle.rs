//! Holding back whoever tries too often, without punishing a library behind one address.
//!
//! Each limit has a bucket for what it counts: a mailbox, an account, an address, a range of addresses.
//! A bucket's name is a keyed digest, so that no address is kept.

use crate::actions::{Desk, Refusal};
use crate::domain::identity::limits::Limit;
use crate::domain::identity::networks;
use crate::store::{StoreError, throttle};
use std::net::IpAddr;

/// Where a request comes from, as far as limits tell.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Caller {
    /// The address of the computer, where it is known.
    pub address: Option<IpAddr>,
}

/// What may be asked so often by one and the same.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ask {
    /// How often.
    pub limit: Limit,
    /// What is counted, like `links-to-mailbox`.
    pub what: &'static str,
    /// By whom.
    pub who: String,
}

impl Ask {
    /// A limit for somebody.
    pub fn new(what: &'static str, limit: Limit, who: impl Into<String>) -> Ask {
        Ask {
            limit,
            what,
            who: who.into(),
        }
    }

    fn bucket(&self, desk: &Desk) -> String {
        desk.digest("throttle", &format!("{}|{}", self.what, self.who))
    }
}

impl Caller {
    /// The limits of the caller's address and of its range. None where the address is not known.
    pub fn asks(self, what: &'static str, address: Limit, range: Limit) -> Vec<Ask> {
        let Some(from) = self.address else {
            return vec![];
        };
        vec![
            Ask::new(
                what,
                address,
                format!("address {}", networks::household(from)),
            ),
            Ask::new(what, range, format!("range {}", networks::range(from))),
        ]
    }
}

/// Asks for one more under every limit, or refuses with the seconds to wait.
pub async fn ask(desk: &Desk, asks: &[Ask]) -> Result<(), Refusal> {
    for one in asks {
        let bucket = one.bucket(desk);
        if let Err(seconds) = throttle::ask(&desk.db, &bucket, one.limit, desk.now()).await? {
            return Err(Refusal::Throttled { seconds });
        }
    }
    Ok(())
}

/// Empties a bucket: whoever got in was no guesser.
pub async fn forgive(desk: &Desk, ask: &Ask) -> Result<(), StoreError> {
    throttle::empty(&desk.db, &ask.bucket(desk)).await
}
