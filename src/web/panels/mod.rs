//! Panels: who they are, what they shortlisted and how that came about, what they decided at meetings;
//! ranking and agreeing for members; setting up for staff.
//!
//! No page for the public names a member. Ranking and the staff pages are never kept.

mod forms;
pub mod mine;
mod minutes;
mod minutes_views;
mod outcomes;
mod pages;
mod staff;
mod staff_minutes;
mod staff_views;
mod views;

use crate::domain::policy::Permission;
use crate::web::routes::{Access, Routes};

/// Every address of the room.
pub fn routes() -> Routes {
    let run = Access::Needs(Permission::RunPanels);
    let rank = Access::Needs(Permission::RankForShortlist);
    minutes(run)
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

/// Minutes: everybody reads what is agreed, members agree, staff write.
fn minutes(run: Access) -> Routes {
    let agree = Access::Needs(Permission::AgreeMinutes);
    Routes::new()
        .get("/panels/{slug}/minutes/{id}", Access::Public, minutes::page)
        .get("/panels/{slug}/minutes/{id}/answer", agree, minutes::ask)
        .post("/panels/{slug}/minutes/{id}/answer", agree, minutes::answer)
        .get(
            "/panels/{slug}/minutes/{id}/answered",
            agree,
            minutes::answered,
        )
        .get("/staff/panels/{slug}/minutes/new", run, staff_minutes::new)
        .post(
            "/staff/panels/{slug}/minutes/new",
            run,
            staff_minutes::write,
        )
        .get(
            "/staff/panels/{slug}/minutes/{id}",
            run,
            staff_minutes::page,
        )
        .get(
            "/staff/panels/{slug}/minutes/{id}/correct",
            run,
            staff_minutes::to_correct,
        )
        .post(
            "/staff/panels/{slug}/minutes/{id}/correct",
            run,
            staff_minutes::correct,
        )
}
