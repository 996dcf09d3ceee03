//! Publishing: figures and records as files that others read. One file a kind of data.
//!
//! What is public comes in as `PublicFigures` or as rows that are public anyway; nothing here decides
//! what may be shown.

pub mod figures;
pub mod records;
pub mod releases;
