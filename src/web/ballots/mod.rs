//! Votes: the paper, casting it, and the result once it is declared; drafting and counting for staff.
//!
//! Pages between the paper and the receipt carry the choice in hidden fields, are never kept by anybody and
//! leave no line in the log. No page tells how an open vote is going.

mod after;
mod by_way;
mod campaigns;
mod casting;
mod casting_views;
mod counted_views;
mod explaining;
mod finding;
mod forms;
mod heads;
mod key_forms;
mod key_views;
mod keys;
pub mod list;
mod marking;
mod methods;
mod paper;
mod papers;
mod result;
mod result_views;
mod staff;
mod staff_forms;
mod staff_steps;
mod staff_views;
mod telling_views;
mod tie_forms;
mod tie_views;
mod voting_codes;
mod ways;
mod with_code;

use crate::domain::policy::Permission;
use crate::web::routes::{Access, Routes};

/// Every address of the room.
pub fn routes() -> Routes {
    public()
        .and(for_staff())
        .and(ways_to_vote())
        .and(on_paper())
        .and(in_many_areas())
}

fn public() -> Routes {
    Routes::new()
        .get("/votes", Access::Public, list::page)
        .get("/votes.csv", Access::Public, list::download)
        .get("/votes/{slug}", Access::Public, paper::page)
        .post("/votes/{slug}/review", Access::Public, casting::review)
        .post("/votes/{slug}/change", Access::Public, casting::change)
        .post("/votes/{slug}/code", Access::Public, casting::code)
        .post("/votes/{slug}/cast", Access::Public, casting::cast)
        .post("/votes/{slug}/voting-code", Access::Public, with_code::ask)
        .post(
            "/votes/{slug}/voting-code/cast",
            Access::Public,
            with_code::cast,
        )
        .get("/votes/{slug}/result", Access::Public, result::page)
        .get("/votes/{slug}/find", Access::Public, finding::page)
        .post("/votes/{slug}/find", Access::Public, finding::find)
        .get("/votes/{slug}/{file}", Access::Public, result::file)
        .get("/votes/{slug}/result/{file}", Access::Public, result::file)
        .get("/votes/{slug}/box", Access::Public, heads::page)
        .get("/votes/{slug}/box-heads.json", Access::Public, heads::heads)
        .get("/votes/{slug}/box.txt", Access::Public, heads::list)
        .get("/how-a-vote-is-counted", Access::Public, explaining::page)
}

fn ways_to_vote() -> Routes {
    let run = Access::Needs(Permission::RunRounds);
    Routes::new()
        .get("/staff/rounds/{slug}/ways", run, ways::page)
        .post("/staff/rounds/{slug}/ways", run, ways::set)
        .get("/staff/rounds/{slug}/codes", run, voting_codes::page)
        .post("/staff/rounds/{slug}/codes", run, voting_codes::make)
        .get(
            "/staff/rounds/{slug}/codes/new",
            run,
            voting_codes::look_over,
        )
        .post(
            "/staff/rounds/{slug}/codes/{batch}/cancel",
            run,
            voting_codes::cancel,
        )
}

fn in_many_areas() -> Routes {
    let run = Access::Needs(Permission::RunRounds);
    Routes::new()
        .get("/votes/campaigns/{slug}", Access::Public, campaigns::page)
        .get(
            "/votes/campaigns/{slug}/votes.csv",
            Access::Public,
            campaigns::download,
        )
        .get("/staff/campaigns", run, campaigns::staff::list)
        .get("/staff/campaigns/new", run, campaigns::staff::new)
        .post("/staff/campaigns/new", run, campaigns::staff::make)
        .get("/staff/campaigns/{slug}", run, campaigns::staff::page)
        .post("/staff/campaigns/{slug}/rounds", run, campaigns::staff::add)
        .post(
            "/staff/campaigns/{slug}/announce",
            run,
            campaigns::staff::announce,
        )
}

fn on_paper() -> Routes {
    let run = Access::Needs(Permission::RunRounds);
    Routes::new()
        .get("/staff/rounds/{slug}/papers", run, papers::page)
        .post("/staff/rounds/{slug}/papers", run, papers::make)
        .get("/staff/rounds/{slug}/papers/new", run, papers::look_over)
        .post("/staff/rounds/{slug}/papers/spoilt", run, papers::spoilt)
        .get("/staff/rounds/{slug}/papers/key", run, papers::keying::page)
        .post("/staff/rounds/{slug}/papers/key", run, papers::keying::key)
        .post(
            "/staff/rounds/{slug}/papers/aside",
            run,
            papers::keying::aside,
        )
        .post(
            "/staff/rounds/{slug}/papers/{batch}/sign",
            run,
            papers::sign,
        )
        .get("/staff/rounds/{slug}/desk", run, papers::desk::page)
        .post("/staff/rounds/{slug}/desk", run, papers::desk::mark)
}

fn for_staff() -> Routes {
    let run = Access::Needs(Permission::RunRounds);
    let declare = Access::Needs(Permission::DeclareResults);
    Routes::new()
        .get("/staff/rounds", run, staff::list)
        .get("/staff/rounds/new", run, staff::new)
        .post("/staff/rounds/new", run, staff::draft)
        .get("/staff/rounds/{slug}", run, staff_steps::round)
        .get("/staff/rounds/{slug}/edit", run, staff::to_edit)
        .post("/staff/rounds/{slug}/edit", run, staff::edit)
        .post("/staff/rounds/{slug}/announce", run, staff_steps::announce)
        .post("/staff/rounds/{slug}/abandon", run, staff_steps::abandon)
        .post("/staff/rounds/{slug}/count", declare, staff_steps::count)
        .post("/staff/rounds/{slug}/answer", run, staff_steps::answer)
        .post(
            "/staff/rounds/{slug}/declare",
            declare,
            staff_steps::declare,
        )
        .post(
            "/staff/rounds/{slug}/send-back",
            declare,
            staff_steps::send_back,
        )
        .get("/staff/rounds/{slug}/box", run, keys::to_choose)
        .post("/staff/rounds/{slug}/box", run, keys::choose)
        .get("/staff/rounds/{slug}/keys", run, keys::tests)
        .post("/staff/rounds/{slug}/keys", run, keys::test)
        .get("/staff/rounds/{slug}/keys/{number}", run, keys::test_ballot)
        .get("/staff/rounds/{slug}/open", declare, keys::to_open)
        .post("/staff/rounds/{slug}/open", declare, keys::open)
}
