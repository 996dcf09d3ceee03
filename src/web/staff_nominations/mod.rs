//! Nominations as staff see them: the queue, each nomination with its contact details, and one small form
//! page for each thing that can be decided.

mod act;
mod forms;
mod one;
mod questions;
pub mod queue;

use crate::domain::policy::Permission;
use crate::web::routes::{Access, Routes};

/// The queue, each nomination, and what can be decided about it.
pub fn routes() -> Routes {
    let moderate = Access::Needs(Permission::ModerateNominations);
    let assess = Access::Needs(Permission::AssessNominations);
    Routes::new()
        .get("/staff/nominations", moderate, queue::page)
        .get("/staff/nominations.csv", moderate, queue::export)
        .get("/staff/nominations/{reference}", moderate, one::page)
        .get(
            "/staff/nominations/{reference}/pass",
            moderate,
            act::pass_page,
        )
        .post("/staff/nominations/{reference}/pass", moderate, act::pass)
        .get(
            "/staff/nominations/{reference}/ask",
            moderate,
            act::ask_page,
        )
        .post("/staff/nominations/{reference}/ask", moderate, act::ask)
        .get(
            "/staff/nominations/{reference}/merge",
            moderate,
            act::merge_page,
        )
        .post("/staff/nominations/{reference}/merge", moderate, act::merge)
        .get(
            "/staff/nominations/{reference}/ward",
            moderate,
            act::ward_page,
        )
        .post("/staff/nominations/{reference}/ward", moderate, act::ward)
        .get(
            "/staff/nominations/{reference}/withdraw",
            moderate,
            act::withdraw_page,
        )
        .post(
            "/staff/nominations/{reference}/withdraw",
            moderate,
            act::withdraw,
        )
        .get(
            "/staff/nominations/{reference}/decline",
            assess,
            act::decline_page,
        )
        .post(
            "/staff/nominations/{reference}/decline",
            assess,
            act::decline,
        )
        .get(
            "/staff/nominations/{reference}/assess",
            assess,
            act::assess_page,
        )
        .post("/staff/nominations/{reference}/assess", assess, act::assess)
}
