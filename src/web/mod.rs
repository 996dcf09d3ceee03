//! What people see: pages and forms, in HTML from the server.

pub mod assets;
pub mod govuk;
