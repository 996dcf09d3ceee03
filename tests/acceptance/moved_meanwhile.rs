//! A project that changes while its sessions come in, and two files that come in at once: every session counts where
//! its project is when both are done, none lies beyond its last day, and nobody counts twice.
//!
//! On SQLite one waits for the other by itself. On PostgreSQL they run beside each other.

use crate::areas as boundaries;
use crate::attendances::HEADING as LIST;
use crate::dry_runs::{InParts, MANY, looks_through, many};
use crate::imports::{faults, with};
use crate::projects_laid::lay_project;
use crate::session_times::{RETURNS, lay};
use crate::world::World;
use chrono::NaiveDate;
use payback_panel::actions::imports::attendances::{self, Cases};
use payback_panel::actions::imports::{
    Imported, NotImported, Progress, Run, projects, returns, silently,
};
use payback_panel::actions::projects as acting;
use payback_panel::actions::{Desk, Person, Refusal};
use payback_panel::domain::areas::AreaKind;
use payback_panel::domain::ids::Reference;
use payback_panel::domain::policy::{Actor as PolicyActor, Role};
use payback_panel::domain::projects::moves::Move;
use payback_panel::domain::projects::{Description, Stage};
use payback_panel::store::projects::{Project, by_reference, change};
use payback_panel::store::{StoreError, rollup};
use std::io::Cursor;
use std::sync::mpsc::Sender;
use std::time::Duration;
use tokio::sync::oneshot;
use tokio::task::JoinHandle;

const LEICESTER: &str = "E06000016";
/// So long that whoever need not wait is done.
const A_WHILE: Duration = Duration::from_millis(500);
/// Longer than anybody waits for somebody else's change.
const AT_MOST: Duration = Duration::from_secs(15);

type Import = JoinHandle<Result<Imported, NotImported>>;

fn open() -> Reference {
    "OPEN-1".parse().expect("a reference")
}

async fn project(world: &World, reference: &Reference) -> Project {
    let found = by_reference(&world.desk().db.read(), reference).await;
    found.expect("asked").expect("there")
}

async fn every_sum_is_right(world: &World) {
    let found = rollup::verify(&world.desk().db.read()).await;
    let differences = found.expect("verified");
    assert!(differences.is_empty(), "{differences:#?}");
}

/// Begins to import returns of which more are to come.
async fn begins_returns(world: &World) -> (Sender<String>, Import) {
    let line = |day| format!("OPEN-1,{day},09:30,15:30,held,4,0,1440,1440,,");
    let import = |desk: Desk, file: InParts, progress: Progress| async move {
        returns::import(&desk, &Person::operator(), file, Run::ForReal, progress).await
    };
    looks_through(world, many(RETURNS, line), import).await
}

/// Begins to import a list of which more is to come.
async fn begins_a_list(world: &World) -> (Sender<String>, Import) {
    let line = |day| format!("OPEN-1,{day},09:30,15:30,PERSON-A,ATTC,");
    let import = |desk: Desk, file: InParts, progress: Progress| async move {
        let (person, cases) = (Person::operator(), Cases::Numbers);
        attendances::import(&desk, &person, file, cases, Run::ForReal, progress).await
    };
    looks_through(world, many(LIST, line), import).await
}

/// The rest of a file comes, and it is imported.
async fn ends((send, import): (Sender<String>, Import), last: &str) {
    send.send(format!("{last}\n")).expect("read");
    drop(send);
    let done = faults(import.await.expect("an end")).expect("no mistake");
    assert_eq!(done.added, usize::try_from(MANY).expect("few") + 1);
}

/// Gives the project another kind of work.
fn becomes_litter(world: &World, was: Project) -> JoinHandle<Result<(), Refusal>> {
    let desk = world.desk().clone();
    let litter = Description {
        category: "litter".into(),
        ..was.description
    };
    tokio::spawn(async move {
        let (who, what) = (Person::operator(), (litter, None));
        acting::describe(&desk, &who, &was.reference, was.version, what, None).await
    })
}

fn completes(world: &World, was: &Project, on: &str) -> JoinHandle<Result<Stage, Refusal>> {
    let (desk, reference, version) = (world.desk().clone(), was.reference.clone(), was.version);
    let done = Move::Complete {
        on: on.parse().expect("a day"),
        closing_statement: "Every hedge is cut.".into(),
        work_done: "Hedges".into(),
    };
    tokio::spawn(async move {
        acting::move_on(&desk, &Person::operator(), &reference, version, done).await
    })
}

walk!(returns_count_where_their_project_goes_meanwhile, |world| {
    lay(world).await;
    let import = begins_returns(world).await;
    let change = becomes_litter(world, project(world, &open()).await);
    tokio::time::sleep(A_WHILE).await;
    ends(import, "OPEN-1,2026-11-19,09:30,15:30,held,4,0,1440,1440,,").await;
    change.await.expect("an end").expect("changed");
    let now = project(world, &open()).await;
    assert_eq!(now.description.category, "litter");
    every_sum_is_right(world).await;
});

walk!(
    returns_lie_within_the_last_day_that_their_project_is_given_meanwhile,
    |world| {
        lay(world).await;
        let import = begins_returns(world).await;
        let change = completes(world, &project(world, &open()).await, "2026-11-15");
        tokio::time::sleep(A_WHILE).await;
        ends(import, "OPEN-1,2026-11-19,09:30,15:30,held,4,0,1440,1440,,").await;
        let refused = change.await.expect("an end");
        assert!(matches!(refused, Err(Refusal::Mistaken(_))), "{refused:?}");
        let now = project(world, &open()).await;
        assert_eq!(now.stage, Stage::InProgress);
        every_sum_is_right(world).await;
    }
);

walk!(
    whoever_changes_a_project_that_comes_in_for_long_is_told_to_try_again,
    |world| {
        lay(world).await;
        let import = begins_returns(world).await;
        let was = project(world, &open()).await;
        let change = becomes_litter(world, was.clone());
        let waited = tokio::time::timeout(AT_MOST, change).await;
        let refused = waited.expect("in time").expect("an end");
        let busy = matches!(refused, Err(Refusal::Storage(StoreError::Busy)));
        assert!(busy, "{refused:?}");
        ends(import, "OPEN-1,2026-11-19,09:30,15:30,held,4,0,1440,1440,,").await;
        let again = becomes_litter(world, was).await;
        again.expect("an end").expect("changed");
        every_sum_is_right(world).await;
    }
);

walk!(
    a_list_counts_where_its_project_goes_and_keeps_nobody_of_one_that_closes,
    |world| {
        lay(world).await;
        let import = begins_a_list(world).await;
        let change = becomes_litter(world, project(world, &open()).await);
        tokio::time::sleep(A_WHILE).await;
        ends(import, "OPEN-1,2026-11-19,09:30,15:30,PERSON-B,ATTC,").await;
        change.await.expect("an end").expect("changed");
        every_sum_is_right(world).await;
        let (send, file) = InParts::new();
        let begun = with(LIST, &["OPEN-1,2026-11-20,09:30,15:30,PERSON-C,ATTC,"]);
        send.send(begun).expect("read");
        let desk = world.desk().clone();
        let import = tokio::spawn(async move {
            let (person, cases, run) = (Person::operator(), Cases::Numbers, Run::ForReal);
            attendances::import(&desk, &person, file, cases, run, silently()).await
        });
        let closing = completes(world, &project(world, &open()).await, "2026-11-21");
        tokio::time::sleep(A_WHILE).await;
        drop(send);
        let done = faults(import.await.expect("an end")).expect("no mistake");
        assert_eq!(done.sessions, 1);
        let closed = closing.await.expect("an end").expect("closed");
        assert_eq!(closed, Stage::Completed);
        for table in ["case_digest", "attendance_digest", "listed_session"] {
            let kept = world.counts(&format!("SELECT COUNT(*) FROM {table}")).await;
            assert_eq!(kept, 0, "{table}");
        }
        every_sum_is_right(world).await;
    }
);

walk!(
    a_days_sessions_count_where_their_projects_go_meanwhile,
    |world| {
        for reference in ["LC-2026-P0001", "LC-2026-P0002"] {
            lay_project(world, reference).await;
        }
        let mut sam = world.staff("Sam", Role::Probation, LEICESTER).await;
        sam.opens("/staff/sessions/day?date=2026-11-20").await;
        sam.gets(200);
        // The second alone: whoever records the first waits for the other change anyway, at the cells.
        for (field, value) in [
            ("status-2", "held"),
            ("start-2", "9"),
            ("end-2", "12"),
            ("attending-2", "4"),
        ] {
            sam.fills(field, value);
        }
        let second = "LC-2026-P0002".parse().expect("a reference");
        let was = project(world, &second).await;
        let (told, hears) = oneshot::channel();
        let db = &world.desk().db;
        let describing = db.work(PolicyActor::Operator, world.now(), move |work| async move {
            let litter = Description {
                category: "litter".into(),
                ..was.description.clone()
            };
            let done = change::describe(&work, &was, was.version, &litter, None).await?;
            assert!(done, "it is no other version");
            told.send(()).expect("somebody waits");
            tokio::time::sleep(A_WHILE).await;
            work.commit_all(vec![]).await
        });
        let recording = async {
            hears.await.expect("told");
            sam.presses("Record these sessions").await;
            sam.gets(200).sees("1 session is recorded");
        };
        let (described, ()): (Result<(), StoreError>, ()) = tokio::join!(describing, recording);
        assert_eq!(described, Ok(()));
        every_sum_is_right(world).await;
    }
);

walk!(two_lists_at_once_count_nobody_twice, |world| {
    lay(world).await;
    for round in 0..10 {
        let day = NaiveDate::from_ymd_opt(2026, 9, 1 + round).expect("a day");
        let line = |person: String| format!("OPEN-1,{day},09:30,15:30,{person},ATTC,");
        let of = |people: std::ops::Range<u32>| {
            let lines: Vec<String> = people
                .map(|one| line(format!("PERSON-{round}-{one}")))
                .collect();
            with(LIST, &lines.iter().map(String::as_str).collect::<Vec<_>>())
        };
        let at_once = [0..40, 20..60].map(of).map(|list| {
            let desk = world.desk().clone();
            tokio::spawn(async move {
                let (person, file) = (Person::operator(), Cursor::new(list));
                let (cases, run) = (Cases::Numbers, Run::ForReal);
                attendances::import(&desk, &person, file, cases, run, silently()).await
            })
        });
        let mut added = 0;
        for import in at_once {
            let done = faults(import.await.expect("an end")).expect("no mistake");
            added += done.added;
        }
        assert_eq!(added, 60);
    }
    let counted = "SELECT CAST(SUM(r.new_to_project) AS BIGINT) FROM session_return r \
                   JOIN session_in_force f ON f.return_id = r.id";
    assert_eq!(world.counts(counted).await, 600);
    every_sum_is_right(world).await;
});

walk!(the_same_returns_twice_at_once_add_nothing_twice, |world| {
    lay(world).await;
    let line = |day| format!("OPEN-1,{day},09:30,15:30,held,4,0,1440,1440,,");
    let file = many(RETURNS, line);
    let at_once = [file.clone(), file].map(|file| {
        let desk = world.desk().clone();
        tokio::spawn(async move {
            let (person, file) = (Person::operator(), Cursor::new(file));
            returns::import(&desk, &person, file, Run::ForReal, silently()).await
        })
    });
    let mut found = vec![];
    for import in at_once {
        let done = faults(import.await.expect("an end")).expect("no mistake");
        found.push((done.added, done.already_there));
    }
    found.sort_unstable();
    let lines = usize::try_from(MANY).expect("few");
    assert_eq!(found, [(0, lines), (lines, 0)]);
    every_sum_is_right(world).await;
});

walk!(returns_count_where_their_council_goes_meanwhile, |world| {
    lay(world).await;
    let import = begins_returns(world).await;
    // The council is placed in another area, and every sum worked out again.
    let moved = r#"{"type":"FeatureCollection","features":[{"type":"Feature","properties":{"code":"E06000016",
        "name":"Leicester","parent":"E10000018"},"geometry":{"type":"Polygon",
        "coordinates":[[[-1.2,52.5],[-1.19,52.5],[-1.19,52.51],[-1.2,52.5]]]}}]}"#;
    let mut set = boundaries::areas("2026", AreaKind::Council, moved);
    set.replace = true;
    let desk = world.desk().clone();
    let change = tokio::spawn(async move {
        payback_panel::actions::areas::import(&desk, &Person::operator(), set).await
    });
    tokio::time::sleep(A_WHILE).await;
    ends(import, "OPEN-1,2026-11-19,09:30,15:30,held,4,0,1440,1440,,").await;
    change.await.expect("an end").expect("moved");
    assert_eq!(
        world
            .counts(
                "SELECT COUNT(*) FROM area WHERE code = 'E06000016' AND parent_code = 'E10000018'"
            )
            .await,
        1
    );
    every_sum_is_right(world).await;
});

walk!(
    a_project_made_while_projects_come_in_has_a_number_of_its_own,
    |world| {
        lay_project(world, "LC-2026-P0001").await;
        let heading = "reference,title,category,council_code,ward_code,lat,lon,agreed_on,started_on,completed_on,\
                   origin,nominated_on,beneficiary,summary";
        let line = |number: u64| {
            format!(
                "LC-2026-P{number:04},Hedge {number},gardening,E06000016,E05010459,,,2026-10-01,,,other,,Everybody,Hedges"
            )
        };
        let lines: Vec<String> = (2..2 + MANY).map(line).collect();
        let file = with(
            heading,
            &lines.iter().map(String::as_str).collect::<Vec<_>>(),
        );
        let import = |desk: Desk, file: InParts, progress: Progress| async move {
            projects::import(&desk, &Person::operator(), file, Run::ForReal, progress).await
        };
        let (send, import) = looks_through(world, file, import).await;
        let desk = world.desk().clone();
        let making = tokio::spawn(async move {
            let agreed = acting::Agreed {
                area: LEICESTER.into(),
                point: None,
                agreed_on: "2026-11-01".parse().expect("a day"),
                description: Description {
                    title: "Paint the hall".into(),
                    category: "gardening".into(),
                    ..Description::default()
                },
            };
            acting::agree(&desk, &Person::operator(), None, agreed).await
        });
        tokio::time::sleep(A_WHILE).await;
        drop(send);
        let done = faults(import.await.expect("an end")).expect("no mistake");
        assert_eq!(done.added, usize::try_from(MANY).expect("few"));
        let made = making.await.expect("an end").expect("made");
        assert_eq!(made.as_str(), format!("LC-2026-P{:04}", MANY + 2));
    }
);
