//! Sessions that come in while figures are published, and while a file comes in: each is published once it is covered
//! and not before, none is forgotten, and nobody waits for somebody who waits for them.
//!
//! On SQLite one waits for the other by itself. On PostgreSQL they run beside each other.

use crate::dry_runs::{InParts, MANY, looks_through, many};
use crate::imports::{faults, with};
use crate::session_times::{RETURNS, lay};
use crate::world::World;
use payback_panel::actions::imports::{Progress, Run, projects, returns, silently};
use payback_panel::actions::{Desk, Person, Refusal, figures as acting};
use payback_panel::domain::hours::SessionReturn;
use payback_panel::domain::hours::session_return::{Outcome, Worked};
use payback_panel::domain::hours::shift::TimeOfDay;
use payback_panel::domain::hours::{Minutes, Shift};
use payback_panel::domain::policy::{Actor as PolicyActor, Role};
use payback_panel::store::hours::record::{Counted, append};
use payback_panel::store::{StoreError, Work, projects as store, rollup};
use sea_orm::{ConnectionTrait, DatabaseTransaction, DbBackend, TransactionTrait};
use std::io::Cursor;
use std::time::Duration;
use tokio::sync::oneshot;
use tokio::task::JoinHandle;

const LEICESTER: &str = "E06000016";
/// So long that whoever need not wait is done.
const A_WHILE: Duration = Duration::from_millis(500);

/// Sessions of twelve people on these days in November.
async fn come_in(world: &World, days: std::ops::Range<u32>) {
    let lines: Vec<String> = days
        .map(|day| format!("OPEN-1,2026-11-{day:02},09:30,15:30,held,12,12,4320,4320,,"))
        .collect();
    let lines: Vec<&str> = lines.iter().map(String::as_str).collect();
    let (operator, file) = (Person::operator(), Cursor::new(with(RETURNS, &lines)));
    let done = returns::import(world.desk(), &operator, file, Run::ForReal, silently()).await;
    done.expect("the returns");
}

async fn publishes(world: &World) {
    let done = acting::refresh(world.desk(), &Person::operator()).await;
    done.expect("published");
}

fn begins_to_publish(world: &World) -> JoinHandle<Result<i64, Refusal>> {
    let desk = world.desk().clone();
    tokio::spawn(async move { acting::refresh(&desk, &Person::operator()).await })
}

/// A change that keeps everybody from what was published of each project and month.
#[allow(
    clippy::disallowed_methods,
    reason = "a change that the application does not have"
)]
async fn held_up(world: &World) -> DatabaseTransaction {
    let connection = world.place().connect().await;
    let change = connection.begin().await.expect("begun");
    if connection.get_database_backend() == DbBackend::Postgres {
        let lock = "LOCK TABLE public_atom IN EXCLUSIVE MODE";
        change.execute_unprepared(lock).await.expect(lock);
    }
    change
}

fn session(on: &str, people: i64) -> SessionReturn {
    let time = |text| TimeOfDay::parse(text).expect("a time");
    let shift = Shift::new(time("16:00"), time("18:00")).expect("a shift");
    let minutes = Minutes::new(people * 120);
    SessionReturn {
        day: on.parse().expect("a day"),
        shift,
        outcome: Outcome::Held(Worked {
            attending: people,
            new_to_project: people,
            offered: minutes,
            credited: minutes,
        }),
        note: String::new(),
    }
}

/// Records a session as a form does, and does something before that is kept.
async fn records<F: Future<Output = ()> + Send + 'static>(
    world: &World,
    reads: SessionReturn,
    before_it_is_kept: impl FnOnce() -> F + Send + 'static,
) -> Result<(), StoreError> {
    let db = &world.desk().db;
    let open = "OPEN-1".parse().expect("a reference");
    let project = store::by_reference(&db.read(), &open).await;
    let counted = Counted::of(&project.expect("asked").expect("there"));
    db.work(
        PolicyActor::Operator,
        world.now(),
        move |work: Work| async move {
            append(&work, &counted, "recorded-meanwhile", &reads).await?;
            before_it_is_kept().await;
            work.commit_all(vec![]).await
        },
    )
    .await
}

/// The public's sum of all offenders is what was taken up of each project and month: nothing beside it.
async fn offenders_published(world: &World) -> i64 {
    let everywhere = "SELECT offenders FROM public_cell WHERE area_code = '' AND category = '*' AND origin = '*' \
                      AND stretch = 'ever'";
    let taken_up = "SELECT CAST(SUM(offenders) AS BIGINT) FROM public_atom";
    let found = world.counts(everywhere).await;
    assert_eq!(found, world.counts(taken_up).await);
    found
}

walk!(
    a_session_of_a_few_is_not_published_by_a_publication_that_did_not_cover_it,
    |world| {
        lay(world).await;
        come_in(world, 3..5).await;
        publishes(world).await;
        come_in(world, 5..6).await;
        // Somebody holds up the publication after it looked at what changed.
        let holding = held_up(world).await;
        let publication = begins_to_publish(world);
        tokio::time::sleep(A_WHILE).await;
        let recording = records(world, session("2026-10-20", 1), async || {});
        let release = async {
            tokio::time::sleep(A_WHILE).await;
            holding.rollback().await.expect("let go");
        };
        let (recorded, ()) = tokio::join!(recording, release);
        assert_eq!(recorded, Ok(()));
        publication.await.expect("an end").expect("published");
        assert_eq!(offenders_published(world).await, 36);
    }
);

walk!(
    a_session_that_is_kept_after_a_publication_is_in_the_next,
    |world| {
        lay(world).await;
        come_in(world, 3..5).await;
        publishes(world).await;
        // What changes with it is marked already.
        come_in(world, 5..6).await;
        let (told, hears) = oneshot::channel();
        let recording = records(world, session("2026-11-06", 12), || async {
            told.send(()).expect("somebody waits");
            tokio::time::sleep(A_WHILE).await;
        });
        let publishing = async {
            hears.await.expect("told");
            publishes(world).await;
        };
        let (recorded, ()) = tokio::join!(recording, publishing);
        assert_eq!(recorded, Ok(()));
        publishes(world).await;
        assert_eq!(offenders_published(world).await, 48);
    }
);

walk!(
    a_days_form_and_a_file_that_name_projects_in_turn_both_come_to_an_end,
    |world| {
        lay(world).await;
        let second = "reference,title,category,council_code,ward_code,lat,lon,agreed_on,started_on,completed_on,origin,\
            nominated_on,beneficiary,summary\n\
            OPEN-2,Open work too,gardening,E06000016,E05010459,,,2020-01-01,2020-01-02,,other,,Everybody,Hedges\n";
        let (operator, file) = (Person::operator(), Cursor::new(second));
        let done = projects::import(world.desk(), &operator, file, Run::ForReal, silently()).await;
        done.expect("the project");
        let mut sam = world.staff("Sam", Role::Probation, LEICESTER).await;
        sam.opens("/staff/sessions/day?date=2026-11-20").await;
        sam.gets(200);
        for row in ["1", "2"] {
            for (field, value) in [
                ("status", "held"),
                ("start", "9"),
                ("end", "12"),
                ("attending", "4"),
                ("new-to-project", "0"),
            ] {
                sam.fills(&format!("{field}-{row}"), value);
            }
        }
        // The file has the second first; the form begins with the first.
        let line = |day| format!("OPEN-2,{day},09:30,15:30,held,4,0,1440,1440,,");
        let import = |desk: Desk, file: InParts, progress: Progress| async move {
            returns::import(&desk, &Person::operator(), file, Run::ForReal, progress).await
        };
        let (send, import) = looks_through(world, many(RETURNS, line), import).await;
        let ending = async {
            tokio::time::sleep(A_WHILE).await;
            let last = "OPEN-1,2026-11-19,09:30,15:30,held,4,0,1440,1440,,\n";
            send.send(last.into()).expect("read");
            drop(send);
            faults(import.await.expect("an end")).expect("no mistake")
        };
        let recording = async {
            sam.presses("Record these sessions").await;
            sam.gets(200).sees("2 sessions are recorded");
        };
        let (done, ()) = tokio::join!(ending, recording);
        assert_eq!(done.added, usize::try_from(MANY).expect("few") + 1);
        let differences = rollup::verify(&world.desk().db.read()).await;
        assert_eq!(differences.expect("verified"), []);
    }
);
