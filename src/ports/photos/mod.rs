//! Photos: the darkroom that draws them anew, and the shelf that their files stand on.
//!
//! The shelf is a folder beside the database, or a bucket that speaks S3. Nothing comes onto it but
//! what the darkroom made. Start at [`Photos`].

mod bucket;
mod colours;
pub mod darkroom;
mod developing;
mod shelf;
#[cfg(test)]
mod tests;

pub use bucket::Bucket;
pub use darkroom::Darkroom;
pub use developing::{Print, Spoilt, blur, develop};
pub use shelf::{Shelf, ShelfError, Shelving};

/// Darkroom and shelf. Cheap to clone.
#[derive(Debug, Clone)]
pub struct Photos {
    /// Draws photos anew, one at a time.
    pub darkroom: Darkroom,
    /// Keeps their files.
    pub shelf: Shelf,
}

impl Photos {
    /// With files on that shelf.
    pub fn on(shelf: Shelf) -> Photos {
        Photos {
            darkroom: Darkroom::default(),
            shelf,
        }
    }
}
