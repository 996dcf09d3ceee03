//! Pieces of pages that several rooms share, made of components and of this product's own parts.
//!
//! Each says something about a place, its work or a number, and carries its meaning in words and
//! shapes before colour. Drawings are SVG without inline style. What is given as text is escaped.

mod address;
mod as_at;
mod bar_chart;
mod before_after;
mod card;
mod day_field;
pub mod download;
mod empty;
mod filter_form;
mod glyph;
mod headline;
mod hero;
mod key_facts;
mod month_field;
mod open_now;
mod paged;
mod pages;
mod paper_option;
mod progress;
mod provenance;
pub mod record_file;
mod scroll;
mod shown;
mod stage_tag;
mod stage_track;
mod timeline;

pub use address::address;
pub use as_at::{LIVE, as_at, caption};
pub use bar_chart::{Bar, BarChart};
pub use before_after::{BeforeAfter, Photo};
pub use card::{Card, card_rows, cards};
pub use day_field::{DayTyped, day_field};
pub use empty::empty_list;
pub use filter_form::{FilterField, FilterForm};
pub use glyph::{Shape, glyph};
pub use headline::{Headline, HeadlineFigure};
pub use hero::Hero;
pub use key_facts::key_facts;
pub use month_field::{MonthTyped, month_field};
pub use open_now::OpenNow;
pub use paged::Paged;
pub use pages::pages;
pub use paper_option::paper_option;
pub use progress::Progress;
pub use provenance::Provenance;
pub use scroll::scrolling;
pub use shown::{shown, shown_hours, shown_whole_hours};
pub use stage_tag::{shape_of, stage_tag};
pub use stage_track::{StageTrack, Step, StepState};
pub use timeline::{Timeline, TimelineEntry};
