//! Payback Panel.

pub mod web;
