//! Places for connections: how many at once, in all and from one address.
//!
//! Nobody can take all of them: one address gets at most a quarter, which is far more than a
//! library or a school behind one address needs. Proxies carry everybody, so the listed ones and
//! those on this machine are not capped. Who finds no place is told so, not left waiting.

use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::{Arc, Mutex, PoisonError};

use super::peer::{PeerAddress, Proxies};

/// Files that the database, photos and logs may need while every place is taken.
const FILES_KEPT_FREE: usize = 256;

/// The most connections that are ever held at once unless the operator says otherwise.
const MOST: usize = 16_384;

/// How many connections this process can hold, judged by how many files it may open.
pub fn affordable() -> usize {
    let limit = std::fs::read_to_string("/proc/self/limits")
        .ok()
        .and_then(|text| open_files(&text));
    match limit {
        Some(files) => files.saturating_sub(FILES_KEPT_FREE).clamp(64, MOST),
        None => MOST,
    }
}

/// The soft limit on open files, from the kernel's table of limits.
fn open_files(limits: &str) -> Option<usize> {
    let row = limits.lines().find(|l| l.starts_with("Max open files"))?;
    row.split_whitespace().nth(3)?.parse().ok()
}

/// The places of one server.
pub struct Places {
    all: usize,
    each: usize,
    proxies: Proxies,
    taken: Mutex<Taken>,
}

#[derive(Default)]
struct Taken {
    all: usize,
    by_household: HashMap<IpAddr, usize>,
}

/// Why a connection found no place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoPlace {
    /// Every place is taken.
    Full,
    /// This address has its quarter already.
    TooManyFromOneAddress,
}

impl Places {
    pub fn new(all: usize, proxies: Proxies) -> Arc<Places> {
        let each = (all / 4).max(1);
        let taken = Mutex::default();
        Arc::new(Places {
            all,
            each,
            proxies,
            taken,
        })
    }

    /// A place for a connection from this peer, given back when dropped.
    pub fn take(self: &Arc<Places>, peer: PeerAddress) -> Result<Place, NoPlace> {
        let household = (!self.carries_everybody(peer)).then(|| peer.household());
        let mut taken = self.taken();
        if taken.all >= self.all {
            return Err(NoPlace::Full);
        }
        if let Some(household) = household {
            let held = taken.by_household.entry(household).or_insert(0);
            if *held >= self.each {
                return Err(NoPlace::TooManyFromOneAddress);
            }
            *held += 1;
        }
        taken.all += 1;
        let places = Arc::clone(self);
        Ok(Place { places, household })
    }

    /// Whether three quarters are taken, so that those who say nothing are let go sooner.
    pub fn are_scarce(&self) -> bool {
        self.taken().all * 4 > self.all * 3
    }

    fn carries_everybody(&self, peer: PeerAddress) -> bool {
        peer.0.is_loopback() || self.proxies.include(peer.0)
    }

    fn taken(&self) -> std::sync::MutexGuard<'_, Taken> {
        self.taken.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// One connection's place.
pub struct Place {
    places: Arc<Places>,
    household: Option<IpAddr>,
}

impl Drop for Place {
    fn drop(&mut self) {
        let mut taken = self.places.taken();
        taken.all = taken.all.saturating_sub(1);
        let Some(household) = self.household else {
            return;
        };
        if let Some(held) = taken.by_household.get_mut(&household) {
            *held -= 1;
            if *held == 0 {
                taken.by_household.remove(&household);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn peer(address: &str) -> PeerAddress {
        PeerAddress::of(address.parse().expect("an address"))
    }

    #[test]
    fn one_address_gets_at_most_a_quarter() {
        let places = Places::new(8, Proxies::none());
        let held: Vec<_> = (0..2).map(|_| places.take(peer("192.0.2.1"))).collect();
        assert!(held.iter().all(Result::is_ok));
        let third = places.take(peer("192.0.2.1")).err();
        assert_eq!(third, Some(NoPlace::TooManyFromOneAddress));
        assert!(places.take(peer("192.0.2.2")).is_ok());
        drop(held);
        assert!(places.take(peer("192.0.2.1")).is_ok());
        assert!(places.taken().by_household.is_empty());
    }

    #[test]
    fn a_proxy_may_take_every_place_and_then_it_is_full() {
        let places = Places::new(8, "10.0.0.0/8".parse().expect("a list"));
        let held: Vec<_> = (0..8).map(|_| places.take(peer("10.0.0.1"))).collect();
        assert!(held.iter().all(Result::is_ok));
        assert!(places.are_scarce());
        assert_eq!(places.take(peer("192.0.2.2")).err(), Some(NoPlace::Full));
        drop(held);
        assert!(!places.are_scarce());
    }

    #[test]
    fn the_limit_on_open_files_is_read_from_the_kernels_table() {
        let table = "Limit                     Soft Limit           Hard Limit           Units     \n\
                     Max open files            1024                 524288               files     \n";
        assert_eq!(open_files(table), Some(1024));
        assert_eq!(open_files("nothing of the kind"), None);
    }
}
