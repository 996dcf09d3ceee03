//! The file of background tiles that an operator may put beside the database. Opened once, at start, and
//! only read; another file in its place is seen at the next start.

use crate::domain::map::background::{HEAD, NotABackground, check};
use std::fmt;
use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom};
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::UNIX_EPOCH;

/// A file of tiles, open. Cheap to clone.
#[derive(Clone)]
pub struct Background(Arc<Inside>);

struct Inside {
    file: Mutex<File>,
    length: u64,
    tag: String,
    credit: String,
}

impl fmt::Debug for Background {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Background").field(&self.0.tag).finish()
    }
}

/// Why there is no background.
#[derive(Debug, thiserror::Error)]
pub enum BackgroundError {
    #[error("cannot be read: {0}")]
    Unreadable(#[from] io::Error),
    #[error(transparent)]
    Unfit(#[from] NotABackground),
}

impl Background {
    /// Opens a file. `credit` says whose map it is.
    pub fn open(path: &Path, credit: &str) -> Result<Background, BackgroundError> {
        let mut file = File::open(path)?;
        let mut head = [0; HEAD];
        let is_whole = file.read_exact(&mut head);
        if is_whole.is_err_and(|error| error.kind() == io::ErrorKind::UnexpectedEof) {
            return Err(NotABackground::NotTiles.into());
        }
        check(&head)?;
        let about = file.metadata()?;
        let changed = about.modified()?.duration_since(UNIX_EPOCH);
        let changed = changed.map_or(0, |time| time.as_micros());
        Ok(Background(Arc::new(Inside {
            tag: format!("\"{:x}-{changed:x}\"", about.len()),
            length: about.len(),
            credit: credit.to_string(),
            file: Mutex::new(file),
        })))
    }

    /// How many bytes it has.
    pub fn length(&self) -> u64 {
        self.0.length
    }

    /// Its tag for browsers: another file has another.
    pub fn tag(&self) -> &str {
        &self.0.tag
    }

    /// Whose map it is, to be said wherever it is seen.
    pub fn credit(&self) -> &str {
        &self.0.credit
    }

    /// So many bytes from there on, off the threads that answer requests.
    pub async fn read(&self, from: u64, length: usize) -> io::Result<Vec<u8>> {
        let background = self.clone();
        let reading = tokio::task::spawn_blocking(move || {
            let file = &background.0.file;
            let mut file = file.lock().unwrap_or_else(PoisonError::into_inner);
            let mut bytes = vec![0; length];
            file.seek(SeekFrom::Start(from))?;
            file.read_exact(&mut bytes)?;
            Ok(bytes)
        });
        reading.await.map_err(io::Error::other)?
    }
}
