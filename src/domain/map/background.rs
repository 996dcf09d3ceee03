//! The head of a file of background tiles (PMTiles, version 3): whether maps here can draw from it.
//!
//! Only tiles that are pictures: to draw vector tiles a browser would need five times the script.

/// How many bytes the head has.
pub const HEAD: usize = 127;

/// Why a file cannot be drawn from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NotABackground {
    #[error("is not a PMTiles file")]
    NotTiles,
    #[error("is PMTiles of version {0}, and version 3 is read")]
    Version(u8),
    #[error(
        "holds vector tiles, and maps here draw pictures: make tiles of PNG, JPEG, WebP or AVIF"
    )]
    Vector,
    #[error("holds tiles of a kind that is not known")]
    Kind,
    #[error("lists its tiles squeezed in a way that browsers do not read: use gzip or none")]
    Squeezed,
}

/// Whether a file that begins so is a background.
pub fn check(head: &[u8; HEAD]) -> Result<(), NotABackground> {
    if !head.starts_with(b"PMTiles") {
        return Err(NotABackground::NotTiles);
    }
    if head[7] != 3 {
        return Err(NotABackground::Version(head[7]));
    }
    let (squeezed, kind) = (head[97], head[99]);
    match (kind, squeezed) {
        (1 | 6, _) => Err(NotABackground::Vector),
        (2..=5, 1 | 2) => Ok(()),
        (2..=5, _) => Err(NotABackground::Squeezed),
        _ => Err(NotABackground::Kind),
    }
}
