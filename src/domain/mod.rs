//! What is true: the rules of Payback Panel, pure. No clock, no database, no web.

pub mod areas;
pub mod ballots;
pub mod csv_cells;
pub mod events;
pub mod figures;
pub mod hours;
pub mod identity;
pub mod ids;
pub mod letters;
pub mod listening;
pub mod map;
pub mod mistakes;
pub mod nominations;
pub mod panels;
pub mod photos;
pub mod policy;
pub mod projects;
pub mod retention;
pub mod settings;
pub mod text;
pub mod time;
