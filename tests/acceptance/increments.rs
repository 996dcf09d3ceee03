//! A publication takes up what changed and nothing else, and comes out as if it had looked at everything.
//!
//! Two worlds live through the same months. In one every publication looks at what changed; in the other
//! everything is worked out again from the ledger before each. What the public has is the same, byte for byte.

use crate::imports::with;
use crate::session_times::RETURNS;
use crate::world::World;
use chrono::NaiveDate;
use payback_panel::actions::hours::{Asked, correct};
use payback_panel::actions::imports::{Run, projects, returns, silently};
use payback_panel::actions::projects::describe;
use payback_panel::actions::{Person, figures as actions};
use payback_panel::domain::hours::shift::TimeOfDay;
use payback_panel::domain::hours::stood_down::StoodDown;
use payback_panel::domain::hours::{Shift, session_return::Claim};
use payback_panel::domain::projects::Description;
use payback_panel::store::{hours, projects as store};
use sea_orm::{ConnectionTrait, FromQueryResult, JsonValue, Statement};
use std::collections::BTreeSet;
use std::io::Cursor;

const PROJECTS: &str = "reference,title,category,council_code,ward_code,lat,lon,agreed_on,started_on,completed_on,\
    origin,nominated_on,beneficiary,summary";
const COUNT: u64 = 24;

/// Everything that the public's figures are made of, and what of it is withheld or waits.
const TABLES: [(&str, &str); 9] = [
    ("exact_cell", "*"),
    ("project_total", "*"),
    ("public_cell", "*"),
    ("public_project_total", "*"),
    ("public_atom", "*"),
    ("public_stand_down", "*"),
    ("exchange", "publication, people, fits_earlier"),
    (
        "exchange_part",
        "exchange_id, project_id, month, council_code, ward_code, category, origin, sign",
    ),
    ("withheld_stretch", "*"),
];
const WAITING: (&str, &str) = (
    "waiting_change",
    "project_id, month, council_code, ward_code, category, origin, sessions_held, attendances, offenders, \
     minutes_offered, minutes_credited",
);

/// Numbers that follow from a seed alone.
struct Dice(u64);

impl Dice {
    fn up_to(&mut self, below: u64) -> u64 {
        let next = self.0.wrapping_mul(6_364_136_223_846_793_005);
        self.0 = next.wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % below
    }
}

fn reference(project: u64) -> String {
    format!("LC-2024-P{project:04}")
}

/// What happens before a publication: sessions are recorded, one is corrected, one of a month before turns out to
/// have been stood down for another reason, a project to be another kind of work.
struct Month {
    lines: Vec<String>,
    corrected: Option<(u64, NaiveDate, i64)>,
    reasoned: Option<(u64, NaiveDate)>,
    changed: Option<u64>,
}

fn months(dice: &mut Dice, least: u64) -> Vec<Month> {
    let mut recorded: Vec<(u64, NaiveDate)> = vec![];
    let mut stood_down: Vec<(u64, NaiveDate)> = vec![];
    let mut all = vec![];
    for number in 0..6_u32 {
        let mut lines = vec![];
        let reasoned = stood_down.pop();
        for project in 1..=COUNT {
            if dice.up_to(3) == 0 {
                continue;
            }
            let day = NaiveDate::from_ymd_opt(2026, 3 + number, 1 + dice.up_to(28) as u32);
            let day = day.expect("a day");
            let reference = reference(project);
            if dice.up_to(7) == 0 {
                lines.push(format!(
                    "{reference},{day},09:30,15:30,stood-down,0,0,0,0,weather,"
                ));
                stood_down.push((project, day));
                continue;
            }
            let attending = least + dice.up_to(9);
            let new = least.max(dice.up_to(attending + 1));
            let minutes = attending * 360;
            lines.push(format!(
                "{reference},{day},09:30,15:30,held,{attending},{new},{minutes},{minutes},,"
            ));
            recorded.push((project, day));
        }
        let (project, day) = recorded[dice.up_to(recorded.len() as u64) as usize];
        all.push(Month {
            lines,
            corrected: Some((project, day, (least + dice.up_to(9)) as i64)),
            reasoned,
            changed: (number % 2 == 1).then(|| 1 + dice.up_to(COUNT)),
        });
    }
    all
}

async fn lay(world: &World) {
    let places = [
        "E06000016,E05010459",
        "E06000016,E05010458",
        "E06000016,",
        "E06000017,",
    ];
    let line = |project: u64| {
        let (place, kind) = (
            places[project as usize % 4],
            ["gardening", "litter"][project as usize / 4 % 2],
        );
        let origin = ["vote", "other"][project as usize / 8 % 2];
        format!(
            "{},Hedges,{kind},{place},,,2024-01-01,2024-01-02,,{origin},,Everybody,Hedges",
            reference(project)
        )
    };
    let lines: Vec<String> = (1..=COUNT).map(line).collect();
    let text = with(
        PROJECTS,
        &lines.iter().map(String::as_str).collect::<Vec<_>>(),
    );
    let operator = Person::operator();
    let done = projects::import(
        world.desk(),
        &operator,
        Cursor::new(text),
        Run::ForReal,
        silently(),
    );
    done.await.expect("the projects");
}

async fn lives_through(world: &World, month: &Month) {
    let (desk, operator) = (world.desk(), Person::operator());
    let lines: Vec<&str> = month.lines.iter().map(String::as_str).collect();
    let text = Cursor::new(with(RETURNS, &lines));
    let done = returns::import(desk, &operator, text, Run::ForReal, silently()).await;
    done.expect("the returns");
    if let Some(project) = month.changed {
        let reference = reference(project).parse().expect("a reference");
        let found = store::by_reference(&desk.db.read(), &reference).await;
        let found = found.expect("read").expect("a project");
        let description = Description {
            category: "graffiti".into(),
            ..found.description.clone()
        };
        let done = describe(
            desk,
            &operator,
            &reference,
            found.version,
            (description, None),
            None,
        )
        .await;
        done.expect("described");
    }
    if let Some((project, day, attending)) = month.corrected {
        corrects(world, project, day, Some(attending)).await;
    }
    if let Some((project, day)) = month.reasoned {
        corrects(world, project, day, None).await;
    }
}

/// So many came, or nobody for want of transport.
async fn corrects(world: &World, project: u64, day: NaiveDate, came: Option<i64>) {
    let (desk, operator) = (world.desk(), Person::operator());
    let time = |text| TimeOfDay::parse(text).expect("a time");
    let (starts, ends) = (time("09:30"), time("15:30"));
    let reference = reference(project).parse().expect("a reference");
    let conn = desk.db.read();
    let found = store::by_reference(&conn, &reference).await;
    let project = found.expect("read").expect("a project").id;
    let shift = Shift::new(starts, ends).expect("a shift");
    let there = hours::at_times(&conn, project, day, shift).await;
    let version = there.expect("read").expect("a session");
    let claim = Claim {
        day,
        starts,
        ends,
        stood_down: came.is_none(),
        attending: came.unwrap_or(0),
        new_to_project: came,
        offered: None,
        credited: came.map(|attending| attending * 300),
        reason: came.is_none().then_some(StoodDown::Transport),
        note: String::new(),
        over_limit_confirmed: true,
    };
    let asked = Asked {
        key: version.key,
        based_on: version.number,
        claim,
        reason: "Counted again from the sheet".into(),
    };
    correct(desk, &operator, None, asked)
        .await
        .expect("corrected");
}

/// What stands in a table, a line a row.
async fn rows(world: &World, (table, columns): (&str, &str)) -> Vec<String> {
    let db = world.place().connect().await;
    let sql = format!("SELECT {columns} FROM {table}");
    let statement = Statement::from_string(db.get_database_backend(), sql);
    let found = db.query_all_raw(statement).await.expect("rows");
    let line = |row| {
        JsonValue::from_query_result(row, "")
            .expect("a row")
            .to_string()
    };
    let mut lines: Vec<String> = found.iter().map(line).collect();
    lines.sort();
    lines
}

async fn agree(one: &World, other: &World, tables: &[(&str, &str)], when: &str) {
    for table in tables {
        let [left, right]: [BTreeSet<String>; 2] = [
            rows(one, *table).await.into_iter().collect(),
            rows(other, *table).await.into_iter().collect(),
        ];
        let only: Vec<&String> = left.symmetric_difference(&right).take(4).collect();
        assert!(only.is_empty(), "{} after {when}: {only:#?}", table.0);
    }
}

async fn refreshes(world: &World) {
    let done = actions::refresh(world.desk(), &Person::operator()).await;
    done.expect("published");
}

async fn rebuilds(world: &World) {
    world.publishes_figures().await;
}

/// Small groups, so that much is withheld and waits.
async fn in_steps(steps: &World, anew: &World) {
    let (mut withheld, mut waited) = (0, 0);
    let everything = [TABLES.as_slice(), &[WAITING]].concat();
    for world in [steps, anew] {
        lay(world).await;
    }
    let months = months(&mut Dice(7), 1);
    for (number, month) in months.iter().enumerate() {
        for world in [steps, anew] {
            lives_through(world, month).await;
        }
        refreshes(steps).await;
        rebuilds(anew).await;
        agree(steps, anew, &everything, &format!("publication {number}")).await;
        withheld += rows(steps, ("exchange", "people")).await.len();
        waited += rows(steps, WAITING).await.len();
    }
    assert!(
        withheld > 10 && waited > 0,
        "{withheld} exchanges, {waited} waited"
    );
    // Worked out again from nothing, what stands is what stood.
    rebuilds(steps).await;
    agree(steps, anew, &everything, "a last rebuild").await;
    let verified = payback_panel::store::rollup::verify(&steps.desk().db.read()).await;
    assert_eq!(verified.expect("read"), []);
}

/// Large groups, of which nothing is withheld: however many publications there were, all is there once.
async fn at_once(steps: &World, once: &World) {
    for world in [steps, once] {
        lay(world).await;
    }
    for month in months(&mut Dice(11), 60) {
        for world in [steps, once] {
            lives_through(world, &month).await;
        }
        refreshes(steps).await;
    }
    rebuilds(once).await;
    agree(steps, once, &TABLES, "the last publication").await;
    assert_eq!(rows(steps, ("exchange", "people")).await.len(), 0);
}

async fn on_sqlite() -> (World, World) {
    (World::on_sqlite().await, World::on_sqlite().await)
}

async fn on_postgres() -> Option<(World, World)> {
    Some((World::on_postgres().await?, World::on_postgres().await?))
}

async fn end((one, other): (World, World)) {
    one.ends().await;
    other.ends().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn refreshes_in_steps_come_out_as_rebuilding_everything_each_time_on_sqlite() {
    let worlds = on_sqlite().await;
    in_steps(&worlds.0, &worlds.1).await;
    end(worlds).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn refreshes_in_steps_come_out_as_rebuilding_everything_each_time_on_postgres() {
    let Some(worlds) = on_postgres().await else {
        return;
    };
    in_steps(&worlds.0, &worlds.1).await;
    end(worlds).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn refreshes_in_steps_come_out_as_one_rebuild_from_nothing_on_sqlite() {
    let worlds = on_sqlite().await;
    at_once(&worlds.0, &worlds.1).await;
    end(worlds).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn refreshes_in_steps_come_out_as_one_rebuild_from_nothing_on_postgres() {
    let Some(worlds) = on_postgres().await else {
        return;
    };
    at_once(&worlds.0, &worlds.1).await;
    end(worlds).await;
}
