//! Payback Panel: residents nominate places, a citizens' panel shortlists, residents vote, and
//! everybody follows the unpaid work to completion.

pub mod domain;
pub mod store;
pub mod web;
