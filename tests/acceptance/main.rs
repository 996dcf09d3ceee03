//! Walks: the whole application in process over a real database, acted by people.
//!
//! Each walk runs on SQLite and, where `TEST_POSTGRES_URL` names a server, on PostgreSQL. The clock is
//! held, the dice are seeded, the post is kept; a walk fails if a letter is left unread.

#[macro_use]
mod world;

mod api_paths;
mod area_pages;
mod areas;
mod areas_commands;
mod attendances;
mod background;
mod ballots;
mod before_the_boundary;
mod begun;
mod campaigns;
mod casts_together;
mod categories;
mod choosing_figures;
mod count_commands;
mod counted;
mod counties;
mod demonstration;
mod dry_runs;
mod empty_places;
mod figures;
mod front;
mod geojson;
mod help;
mod hours;
mod house;
mod identity;
mod import_commands;
mod imports;
mod increments;
mod laid;
mod long_figures;
mod map;
mod methods;
mod minutes;
mod moved_meanwhile;
mod nominations;
mod odd_names;
mod odd_names_everywhere;
mod odd_names_of_land;
mod odd_names_of_words;
mod open_data;
mod panels;
mod papers;
mod permissions;
mod photos;
mod progress;
mod projects;
mod projects_laid;
mod published_land;
mod questions;
mod races;
mod recovered;
mod releases;
mod rounds;
mod sealed;
mod sealed_laid;
mod secrecy;
mod seed_answers;
mod sent_twice;
mod session_times;
mod staff_home;
mod text_browser;
mod uploads;
mod vote_edges;
mod vote_limits;
mod voting_codes;
mod ward_sets;
mod week;
mod withheld_stretches;
mod withholding;
