//! HTTP around the application: what every request passes, whatever it asks for.
//!
//! [`wrap`] puts the layers around a router and makes a [`Front`]; [`serve`] serves it. Nothing
//! here knows what the application is about. In the order in which a request meets them:
//! connections (`serve`), pages kept in memory (`page_cache`), name, log and measurements, shape
//! and origin (`limits`, `cross_site`), time, panics, the route and its body, the handler.

pub mod body;
pub mod caching;
pub mod compress;
mod connection;
pub mod cross_site;
mod front;
pub mod limits;
pub mod log;
pub mod metrics;
pub mod open_data;
pub mod page_cache;
pub mod panic;
mod patience;
pub mod peer;
mod places;
pub mod ranges;
pub mod refusal;
pub mod request_id;
pub mod security;
mod serve;
#[cfg(test)]
pub mod tests;

pub use front::{Front, Settings, wrap};
pub use serve::{Connections, listen, serve, stop_signal};
