//! Identity: mailboxes, passwords, recovery codes and the arithmetic of limits. Pure rules; who may
//! do what is in [`crate::domain::policy`].
//!
//! Nothing here knows an account. Start at [`email`].

pub mod email;

#[cfg(test)]
mod tests;
