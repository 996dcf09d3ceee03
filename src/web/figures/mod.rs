//! Figures: the page with tables and charts, and the same as CSV and JSON.
//!
//! Everything shown comes as `PublicFigures`, as at the last publication. Staff see the exact figures
//! of their own area on a page of their own. Start at `pages`.

mod forms;
mod pages;
mod views;

use crate::domain::policy::Permission;
use crate::web::routes::{Access, Routes};

/// The figures for everybody, and the exact ones for staff.
pub fn routes() -> Routes {
    Routes::new()
        .get("/figures", Access::Public, pages::figures)
        .get("/figures.csv", Access::Public, pages::csv)
        .get("/figures.json", Access::Public, pages::json)
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
}
