//! Payback Panel: residents nominate places, a citizens' panel shortlists, residents vote, and
//! everybody follows the unpaid work to completion.

pub mod actions;
pub mod app;
pub mod cli;
pub mod config;
pub mod domain;
pub mod jobs;
pub mod ports;
pub mod store;
pub mod web;
