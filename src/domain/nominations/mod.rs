//! Nominations: a resident's proposal that work be done at a place, and what is decided about it.
//!
//! This room says which stages follow which, in what words a nomination may be declined, how an
//! assessment is scored, and which nominations may be the same. It holds no person on probation, and
//! the nominator's contact details never reach a public page. Start at [`stage`] and [`nomination`].

pub mod assessment;
pub mod draft;
pub mod likeness;
pub mod nomination;
mod page;
pub mod promise;
pub mod proposal;
pub mod reasons;
pub mod records;
pub mod stage;

#[cfg(test)]
mod tests;
