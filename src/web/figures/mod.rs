//! Figures: the page with tables and charts, and the same as CSV and JSON.
//!
//! Everything shown comes as `PublicFigures`, as at the last publication. Staff see the exact figures
//! of their own area on a page of their own. Start at `pages`.

mod by_ward;
mod charted;
mod columns;
mod compared;
mod explained;
mod filters;
mod forms;
mod outcome_sheets;
mod pages;
pub mod question_fields;
mod question_sheets;
mod question_views;
mod questions;
mod releases;
mod revised;
mod sheets;
mod standing;
mod views;

use crate::domain::policy::Permission;
use crate::web::routes::{Access, Routes};

/// The figures for everybody, and the exact ones for staff.
pub fn routes() -> Routes {
    Routes::new()
        .get("/figures", Access::Public, pages::figures)
        .get("/figures.csv", Access::Public, pages::csv)
        .get("/figures.json", Access::Public, pages::json)
        .get("/figures/questions", Access::Public, questions::page)
        .get("/figures/questions.csv", Access::Public, questions::file)
        .get(
            "/staff/figures",
            Access::Needs(Permission::SeeExactFigures),
            pages::exact,
        )
        .get(
            "/staff/figures.csv",
            Access::Needs(Permission::SeeExactFigures),
            pages::exact_csv,
        )
        .and(releases::routes())
}
