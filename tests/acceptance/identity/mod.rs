//! Signing in, accounts and what administrators do.

mod admin;
mod command;
mod links;
mod phone;
mod staff;
