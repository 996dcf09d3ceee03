//! How far the imports of this process are. Nothing of it is written down.

use super::Progress;
use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

/// Lines read so far, by the key of the file.
#[derive(Clone, Default)]
pub struct Running(Arc<Mutex<HashMap<String, u64>>>);

impl Running {
    /// Lines read so far, where this process is at it.
    pub fn lines(&self, key: &str) -> Option<u64> {
        self.with(|all| all.get(key).copied())
    }

    /// Takes note of each step of an import.
    pub fn progress(&self, key: &str) -> Progress {
        let (running, key) = (self.clone(), key.to_string());
        running.with(|all| all.insert(key.clone(), 0));
        Arc::new(move |lines| {
            running.with(|all| all.insert(key.clone(), lines));
        })
    }

    /// It is over.
    pub fn ended(&self, key: &str) {
        self.with(|all| all.remove(key));
    }

    fn with<T>(&self, change: impl FnOnce(&mut HashMap<String, u64>) -> T) -> T {
        change(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}
