//! Hours: what was done on a project, one return a session.
//!
//! The ledger only grows. A mistake is put right by a new version that names its reason, so the
//! balance on any past day can be worked out again. This room holds no person. Start at
//! [`session_return`]; [`movement`] is what a return does to the figures, [`attendance`] how a list of
//! attendances becomes one.

pub mod attendance;
pub mod correction;
pub mod credit;
pub mod minutes;
pub mod movement;
pub mod notes;
pub mod plan;
pub mod session_return;
pub mod shift;
pub mod stood_down;
pub mod week;

pub use minutes::Minutes;
pub use session_return::SessionReturn;
pub use shift::Shift;
pub use stood_down::StoodDown;

#[cfg(test)]
mod tests;
