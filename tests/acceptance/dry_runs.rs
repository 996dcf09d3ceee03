//! Whoever looks a file through keeps nobody waiting: neither the form nor another import.

use crate::attendances::HEADING as LIST;
use crate::imports::{faults, places, with};
use crate::projects_laid::lay_project;
use crate::session_times::{RETURNS, lay, typed};
use crate::world::World;
use chrono::{Days, NaiveDate};
use payback_panel::actions::imports::attendances::{self, Cases};
use payback_panel::actions::imports::{
    Imported, NotImported, Progress, Run, projects, returns, silently,
};
use payback_panel::actions::{Desk, Person};
use payback_panel::domain::policy::Role;
use std::future::Future;
use std::io::{Cursor, Read};
use std::sync::Arc;
use std::sync::mpsc::{Receiver, Sender, channel};
use tokio::sync::Notify;
use tokio::task::JoinHandle;

const LEICESTER: &str = "E06000016";
/// More lines than are taken up at once.
pub const MANY: u64 = 2_500;

/// A file that comes in parts, each when it is sent, and ends when no more can come.
pub struct InParts {
    parts: Receiver<String>,
    part: Cursor<String>,
}

impl InParts {
    pub fn new() -> (Sender<String>, InParts) {
        let (send, parts) = channel();
        let part = Cursor::new(String::new());
        (send, InParts { parts, part })
    }
}

impl Read for InParts {
    fn read(&mut self, into: &mut [u8]) -> std::io::Result<usize> {
        loop {
            let read = self.part.read(into)?;
            if read > 0 {
                return Ok(read);
            }
            match self.parts.recv() {
                Ok(part) => self.part = Cursor::new(part),
                Err(_) => return Ok(0),
            }
        }
    }
}

/// The lines that a rule makes of each of many days.
pub fn many(heading: &str, line: impl Fn(NaiveDate) -> String) -> String {
    let first = NaiveDate::from_ymd_opt(2020, 1, 2).expect("a day");
    let lines: Vec<String> = (0..MANY).map(|day| line(first + Days::new(day))).collect();
    with(
        heading,
        &lines.iter().map(String::as_str).collect::<Vec<_>>(),
    )
}

/// Tells when some lines were taken up.
fn tells() -> (Arc<Notify>, Progress) {
    let reached = Arc::new(Notify::new());
    let tell = Arc::clone(&reached);
    let progress: Progress = Arc::new(move |lines| {
        if lines > 0 {
            tell.notify_one();
        }
    });
    (reached, progress)
}

/// Looks a file through that has not come whole: it has taken up two thousand lines and waits for more.
pub async fn looks_through<F>(
    world: &World,
    text: String,
    import: impl FnOnce(Desk, InParts, Progress) -> F,
) -> (Sender<String>, JoinHandle<Result<Imported, NotImported>>)
where
    F: Future<Output = Result<Imported, NotImported>> + Send + 'static,
{
    let (send, file) = InParts::new();
    let (reached, progress) = tells();
    let look = tokio::spawn(import(world.desk().clone(), file, progress));
    send.send(text).expect("read");
    reached.notified().await;
    (send, look)
}

async fn sessions(world: &World) -> i64 {
    world.counts("SELECT COUNT(*) FROM session_return").await
}

walk!(
    a_session_is_recorded_while_returns_are_looked_through,
    |world| {
        lay(world).await;
        let mut sam = world.staff("Sam", Role::Probation, LEICESTER).await;
        let line = |day| format!("OPEN-1,{day},09:30,15:30,held,4,0,1440,1440,,");
        let look = |desk, file, progress| async move {
            returns::import(&desk, &Person::operator(), file, Run::Dry, progress).await
        };
        let (send, look) = looks_through(world, many(RETURNS, line), look).await;
        let session = ("OPEN-1", "2026-11-18", "16:00", "18:00");
        assert_eq!(typed(&mut sam, session, ("4", "4")).await, "");
        assert_eq!(sessions(world).await, 1);
        // The rest says the first line again, then otherwise.
        for attending in [4, 5] {
            let line = format!("OPEN-1,2020-01-02,09:30,15:30,held,{attending},0,1440,1440,,\n");
            send.send(line).expect("read");
        }
        drop(send);
        let found = faults(look.await.expect("an end")).expect_err("a mistake");
        assert_eq!(places(&found), [format!("{} start", MANY + 3)]);
        assert_eq!(sessions(world).await, 1);
    }
);

walk!(
    a_session_is_recorded_while_a_list_is_looked_through,
    |world| {
        lay(world).await;
        let mut sam = world.staff("Sam", Role::Probation, LEICESTER).await;
        let line = |day| format!("OPEN-1,{day},09:30,15:30,PERSON-A,ATTC,");
        let look = |desk, file, progress| async move {
            let (person, cases) = (Person::operator(), Cases::Numbers);
            attendances::import(&desk, &person, file, cases, Run::Dry, progress).await
        };
        let (send, look) = looks_through(world, many(LIST, line), look).await;
        let session = ("OPEN-1", "2026-11-18", "16:00", "18:00");
        assert_eq!(typed(&mut sam, session, ("4", "4")).await, "");
        // Somebody else's list is imported meanwhile.
        let other = with(LIST, &["OPEN-1,2026-11-19,16:00,18:00,PERSON-B,ATTC,"]);
        let (file, person) = (Cursor::new(other), Person::operator());
        let cases = Cases::Numbers;
        let done =
            attendances::import(world.desk(), &person, file, cases, Run::ForReal, silently());
        assert_eq!(done.await.expect("imported").sessions, 1);
        drop(send);
        let found = look.await.expect("an end").expect("no mistake");
        let many = usize::try_from(MANY).expect("few");
        assert_eq!((found.added, found.sessions), (many, many));
        assert_eq!(sessions(world).await, 2);
        let kept = "SELECT COUNT(*) FROM case_digest";
        assert_eq!(world.counts(kept).await, 1);
    }
);

walk!(
    a_project_is_made_while_projects_are_looked_through,
    |world| {
        lay_project(world, "LC-2026-P0001").await;
        let heading = "reference,title,category,council_code,ward_code,lat,lon,agreed_on,started_on,\
                       completed_on,origin,nominated_on,beneficiary,summary";
        let line = |number: u64, title: &str| {
            format!(
                "LC-2025-P{number:04},{title},gardening,{LEICESTER},E05010459,,,2025-10-01,,,\
                 other,,Everybody,Hedges"
            )
        };
        let lines: Vec<String> = (1..=MANY).map(|number| line(number, "Hedges")).collect();
        let file = with(
            heading,
            &lines.iter().map(String::as_str).collect::<Vec<_>>(),
        );
        let look = |desk, file, progress| async move {
            projects::import(&desk, &Person::operator(), file, Run::Dry, progress).await
        };
        let (send, look) = looks_through(world, file, look).await;
        lay_project(world, "LC-2026-P0002").await;
        // The rest says the first line again, then otherwise.
        for title in ["Hedges", "Fences"] {
            send.send(format!("{}\n", line(1, title))).expect("read");
        }
        drop(send);
        let found = faults(look.await.expect("an end")).expect_err("a mistake");
        assert_eq!(places(&found), [format!("{} reference", MANY + 3)]);
        assert_eq!(world.counts("SELECT COUNT(*) FROM project").await, 2);
    }
);
