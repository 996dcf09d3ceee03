//! Figures: what was nominated, chosen, done and worked, by area and period.
//!
//! Whole numbers only, each computed from returns in force and never typed in. [`Measures`] are
//! exact and for staff; the public sees [`PublicFigures`], which only [`withholding`] can make.
//! What pages call them stands in [`measure`]. Start at [`measures`] and [`withholding`].

pub mod arranged;
pub mod cover;
pub mod exact;
mod exchange;
pub mod measure;
pub mod measures;
mod mending;
mod partners;
pub mod period;
pub mod release;
pub mod release_letters;
pub mod stretch;
mod tally;
pub mod view;
pub mod waits;
pub mod withholding;
mod worth;

pub use measures::Measures;
pub use withholding::PublicFigures;
