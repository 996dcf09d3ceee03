//! Panels: who they are, what they shortlisted and how that came about; ranking for members; setting
//! up for staff.
//!
//! No page for the public names a member. Ranking and the staff pages are never kept.

mod forms;
mod pages;
mod staff;
mod staff_views;
mod views;

use crate::domain::policy::Permission;
use crate::web::routes::{Access, Routes};

/// Every address of the room.
pub fn routes() -> Routes {
    let run = Access::Needs(Permission::RunPanels);
    let rank = Access::Needs(Permission::RankForShortlist);
    Routes::new()
        .get("/panels", Access::Public, pages::list)
        .get("/panels.csv", Access::Public, pages::download)
        .get("/panels/{slug}", Access::Public, pages::panel)
        .get(
            "/panels/{slug}/shortlists/{id}",
            Access::Public,
            pages::shortlist,
        )
        .get("/panels/{slug}/shortlists/{id}/rank", rank, pages::to_rank)
        .post("/panels/{slug}/shortlists/{id}/rank", rank, pages::rank)
        .get("/panels/{slug}/shortlists/{id}/ranked", rank, pages::ranked)
        .get("/staff/panels", run, staff::list)
        .get("/staff/panels/new", run, staff::new)
        .post("/staff/panels/new", run, staff::make)
        .get("/staff/panels/{slug}", run, staff::panel)
        .post("/staff/panels/{slug}/members", run, staff::seat)
        .get(
            "/staff/panels/{slug}/members/{account}/remove",
            run,
            staff::to_unseat,
        )
        .post(
            "/staff/panels/{slug}/members/{account}/remove",
            run,
            staff::unseat,
        )
        .get("/staff/panels/{slug}/shortlists/new", run, staff::to_open)
        .post("/staff/panels/{slug}/shortlists/new", run, staff::open)
        .get(
            "/staff/panels/{slug}/shortlists/{id}",
            run,
            staff::shortlist,
        )
        .post(
            "/staff/panels/{slug}/shortlists/{id}/agree",
            run,
            staff::agree,
        )
        .post(
            "/staff/panels/{slug}/shortlists/{id}/abandon",
            run,
            staff::abandon,
        )
}
