//! The shelf: three files a photo, under a name that nobody can guess.

use super::bucket::{self, Bucket};
use crate::domain::photos::Size;
use object_store::local::LocalFileSystem;
use object_store::memory::InMemory;
use object_store::path::Path as Place;
use object_store::{Error, ObjectStore, ObjectStoreExt, PutPayload};
use std::collections::BTreeSet;
use std::fmt;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Where the files of photos stand. Cheap to clone.
#[derive(Clone)]
pub struct Shelf {
    store: Arc<dyn ObjectStore>,
}

/// Where an operator wants the files of photos.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Shelving {
    /// In a folder.
    Folder(PathBuf),
    /// In a bucket that speaks S3.
    Bucket(Bucket),
}

/// Why a file could not be kept, found or taken away.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("photos cannot be reached: {0}")]
pub struct ShelfError(pub String);

impl From<Error> for ShelfError {
    fn from(error: Error) -> Self {
        ShelfError(error.to_string())
    }
}

impl fmt::Debug for Shelf {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // Never the settings of a bucket: they hold its key.
        f.write_str("Shelf")
    }
}

fn place(key: &str, size: Size) -> Place {
    Place::from_iter([key, size.file()])
}

impl Shelf {
    /// In memory alone, for commands that see no photo and for tests.
    pub fn in_memory() -> Shelf {
        Shelf {
            store: Arc::new(InMemory::new()),
        }
    }

    /// Where the operator wants it.
    pub fn open(wanted: &Shelving) -> Result<Shelf, ShelfError> {
        match wanted {
            Shelving::Folder(folder) => Shelf::in_folder(folder),
            Shelving::Bucket(wanted) => Ok(Shelf {
                store: Arc::new(bucket::open(wanted)?),
            }),
        }
    }

    /// In a folder, which is made if it is not there.
    pub fn in_folder(folder: &Path) -> Result<Shelf, ShelfError> {
        std::fs::create_dir_all(folder)
            .map_err(|error| ShelfError(format!("{}: {error}", folder.display())))?;
        let store = LocalFileSystem::new_with_prefix(folder)?
            .with_automatic_cleanup(true)
            .with_fsync(true);
        Ok(Shelf {
            store: Arc::new(store),
        })
    }

    /// Puts one file up.
    pub async fn put(&self, key: &str, size: Size, file: Vec<u8>) -> Result<(), ShelfError> {
        let payload = PutPayload::from(file);
        self.store.put(&place(key, size), payload).await?;
        Ok(())
    }

    /// Takes one file down to look at, if it is there.
    pub async fn get(&self, key: &str, size: Size) -> Result<Option<Vec<u8>>, ShelfError> {
        match self.store.get(&place(key, size)).await {
            Ok(found) => Ok(Some(found.bytes().await?.into())),
            Err(Error::NotFound { .. }) => Ok(None),
            Err(error) => Err(error.into()),
        }
    }

    /// Takes every file of a photo away for good. Files that are gone already are no trouble.
    pub async fn remove(&self, key: &str) -> Result<(), ShelfError> {
        for size in Size::ALL {
            match self.store.delete(&place(key, size)).await {
                Ok(()) | Err(Error::NotFound { .. }) => {}
                Err(error) => return Err(error.into()),
            }
        }
        Ok(())
    }

    /// The names of all photos that have a file here.
    pub async fn keys(&self) -> Result<BTreeSet<String>, ShelfError> {
        let found = self.store.list_with_delimiter(None).await?;
        let folders = found.common_prefixes.iter();
        Ok(folders
            .filter_map(|folder| folder.filename().map(str::to_string))
            .collect())
    }
}
