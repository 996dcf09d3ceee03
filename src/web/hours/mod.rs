//! Hours: staff record a day's session, correct one, and see what is missing.
//!
//! Recording is one form and one page that says what was saved. After the first session of a project
//! the form comes filled in with the last one's times and number of people, so that a session like it
//! takes three taps and one digit: 'It was held', the box for people new to the project, 'Save'.
//! Six questions show (date, held or not, start, end, attending, new); three more are folded away.
//!
//! `week` shows what was planned beside what is recorded, by the plans set in `plan`, and all that is
//! `missing`; `day` records one day's sessions of several projects in one form.

mod day;
mod day_views;
mod forms;
mod ledger;
mod ledger_views;
pub mod missing;
mod pages;
mod plan;
mod views;
mod week;

use crate::domain::policy::Permission;
use crate::web::routes::{Access, Routes};

/// Every address of the room.
pub fn routes() -> Routes {
    let record = Access::Needs(Permission::RecordSessions);
    let see = Access::Needs(Permission::SeeExactFigures);
    Routes::new()
        .get("/staff/sessions", record, ledger::waiting)
        .get("/staff/sessions/week", record, week::week)
        .get("/staff/sessions/day", record, day::to_record)
        .post("/staff/sessions/day", record, day::record)
        .get("/staff/projects/{reference}/plan", record, plan::to_set)
        .post("/staff/projects/{reference}/plan", record, plan::set)
        .get("/staff/sessions/{key}", see, ledger::session_page)
        .get("/staff/sessions/{key}/saved", record, pages::saved)
        .get("/staff/sessions/{key}/correct", record, pages::to_correct)
        .post("/staff/sessions/{key}/correct", record, pages::correct)
        .get(
            "/staff/projects/{reference}/sessions",
            see,
            ledger::of_project,
        )
        .get(
            "/staff/projects/{reference}/sessions.csv",
            see,
            ledger::download,
        )
        .get(
            "/staff/projects/{reference}/sessions/new",
            record,
            pages::to_record,
        )
        .post(
            "/staff/projects/{reference}/sessions/new",
            record,
            pages::record,
        )
}
