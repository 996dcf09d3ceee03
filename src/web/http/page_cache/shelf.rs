//! A shelf: pages by key within a number of bytes; those longest unused make room.

use std::collections::HashMap;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, PoisonError, RwLock, RwLockReadGuard, RwLockWriteGuard};

use super::key::Key;
use super::page::Page;

/// What a key without a page costs.
const EMPTY_SLOT: usize = 256;

/// What is known about a key.
pub enum Slot {
    Kept(Arc<Page>),
    /// Its page is made for each person, so that nobody need wait for another's.
    NotForEverybody,
}

impl Slot {
    fn size_bytes(&self, key: &str) -> usize {
        key.len()
            + match self {
                Slot::Kept(page) => page.size_bytes(),
                Slot::NotForEverybody => EMPTY_SLOT,
            }
    }

    fn last_used(&self) -> u64 {
        match self {
            Slot::Kept(page) => page.last_used(),
            Slot::NotForEverybody => 0,
        }
    }
}

/// Pages within a number of bytes.
pub struct Shelf {
    most_bytes: usize,
    rows: RwLock<Rows>,
    /// Counts what is put; a page's last use is the count at the time.
    ticks: AtomicU64,
}

#[derive(Default)]
struct Rows {
    slots: HashMap<Box<str>, Slot>,
    bytes: usize,
}

impl Shelf {
    pub fn new(most_bytes: usize) -> Shelf {
        Shelf {
            most_bytes,
            rows: RwLock::default(),
            ticks: AtomicU64::new(1),
        }
    }

    /// The page under a key, of whatever version.
    pub fn get(&self, key: &Key<'_>) -> Option<Arc<Page>> {
        match self.read().slots.get(key.as_str()) {
            Some(Slot::Kept(page)) => {
                page.used_at(self.ticks.load(Ordering::Relaxed));
                Some(Arc::clone(page))
            }
            _ => None,
        }
    }

    pub fn is_not_for_everybody(&self, key: &Key<'_>) -> bool {
        matches!(
            self.read().slots.get(key.as_str()),
            Some(Slot::NotForEverybody)
        )
    }

    /// Puts a slot in place of whatever was there, and makes room if need be.
    pub fn put(&self, key: &Key<'_>, slot: Slot) {
        let tick = self.ticks.fetch_add(1, Ordering::Relaxed);
        if let Slot::Kept(page) = &slot {
            page.used_at(tick);
        }
        let mut rows = self.write();
        rows.remove(key.as_str());
        rows.bytes += slot.size_bytes(key.as_str());
        rows.slots.insert(key.as_str().into(), slot);
        if rows.bytes > self.most_bytes {
            rows.make_room(self.most_bytes / 8 * 7);
        }
    }

    /// How many bytes are held, by our own reckoning.
    #[cfg(test)]
    pub fn bytes(&self) -> usize {
        self.read().bytes
    }

    fn read(&self) -> RwLockReadGuard<'_, Rows> {
        self.rows.read().unwrap_or_else(PoisonError::into_inner)
    }

    fn write(&self) -> RwLockWriteGuard<'_, Rows> {
        self.rows.write().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Rows {
    fn remove(&mut self, key: &str) {
        if let Some(slot) = self.slots.remove(key) {
            self.bytes = self.bytes.saturating_sub(slot.size_bytes(key));
        }
    }

    /// Removes what was longest unused until there is some room to spare, so that the next pages
    /// need not make room again.
    fn make_room(&mut self, wanted: usize) {
        let slots = self.slots.iter();
        let mut by_use: Vec<(u64, usize)> = slots
            .map(|(key, slot)| (slot.last_used(), slot.size_bytes(key)))
            .collect();
        by_use.sort_unstable();
        let (mut left, mut until) = (self.bytes, 0);
        for (last_used, bytes) in by_use {
            if left <= wanted {
                break;
            }
            (left, until) = (left.saturating_sub(bytes), last_used);
        }
        let bytes = &mut self.bytes;
        self.slots.retain(|key, slot| {
            let stays = *bytes <= wanted || slot.last_used() > until;
            if !stays {
                *bytes = bytes.saturating_sub(slot.size_bytes(key));
            }
            stays
        });
    }
}
