//! Projects: the work that follows a nomination, a vote or an agreement, from stage to stage.
//!
//! A project moves by [`moves::Move`]; what it is is a [`description::Description`]. Nothing here
//! counts hours: that is the room next door, `hours`. Start at [`moves`].

pub mod description;
pub mod feedback;
pub mod moves;
pub mod origin;
pub mod stage;

pub use description::Description;
pub use origin::Origin;
pub use stage::Stage;

#[cfg(test)]
mod tests;
