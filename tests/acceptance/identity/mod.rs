//! Signing in, accounts and what administrators do.

mod links;
mod phone;
mod staff;
