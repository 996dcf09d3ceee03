//! A project to walk on, and what its ledger must come to.

use crate::world::World;
use chrono::NaiveDate;
use payback_panel::actions::Person;
use payback_panel::actions::imports::{Run, projects, silently};
use payback_panel::domain::projects::Stage;
use payback_panel::store::{figures, projects as store, rollup};

/// Lays a project in Beaumont Leys, in progress since 2 November 2026, for groups of up to eight.
pub async fn lay_project(world: &World, reference: &str) {
    let file = format!(
        "reference,title,category,council_code,ward_code,lat,lon,agreed_on,started_on,completed_on,origin,\
         nominated_on,beneficiary,summary,group_limit,estimate_minutes\n\
         {reference},Work at {reference},gardening,E06000016,E05010459,52.66,-1.15,2026-10-01,2026-11-02,,\
         other,,Everybody,Hedges,8,6000\n"
    );
    let file = std::io::Cursor::new(file);
    projects::import(
        world.desk(),
        &Person::operator(),
        file,
        Run::ForReal,
        silently(),
    )
    .await
    .expect("the project is laid");
}

/// The only project's totals must be these (held, stood down, attendances, offenders, minutes offered,
/// credited), and every roll-up must be what the ledger says.
pub async fn ledger_agrees(world: &World, counts: (i64, i64, i64, i64, i64, i64)) {
    let conn = world.desk().db.read();
    let differences = rollup::verify(&conn).await.expect("verify");
    assert!(differences.is_empty(), "{differences:#?}");
    let project = store::by_reference(&conn, &"LC-2026-P0001".parse().expect("a reference"))
        .await
        .expect("a read")
        .expect("the project");
    assert_eq!(project.stage, Stage::InProgress);
    assert_eq!(project.started_on, NaiveDate::from_ymd_opt(2026, 11, 2));
    let total = figures::exact_project(&conn, project.id)
        .await
        .expect("totals");
    let found = (
        total.sessions_held,
        total.stood_down,
        total.attendances,
        total.offenders,
        total.minutes_offered,
        total.minutes_credited,
    );
    assert_eq!(found, counts);
}
