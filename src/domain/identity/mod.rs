//! Identity: mailboxes, passwords, recovery codes and the arithmetic of limits. Pure rules; who may
//! do what is in [`crate::domain::policy`].
//!
//! Nothing here knows an account. Start at [`email`].

pub mod email;
pub mod limits;
pub mod networks;
pub mod password;
pub mod recovery;

#[cfg(test)]
mod tests;
