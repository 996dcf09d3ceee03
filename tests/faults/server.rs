//! The built program, serving a database with a project and somebody who records its sessions.

use crate::client::{self, Answer, ask};
use crate::database::Place;
use payback_panel::actions::imports::{Run, projects, silently};
use payback_panel::actions::{Desk, Person, areas};
use payback_panel::config;
use payback_panel::domain::events::Event;
use payback_panel::domain::letters::Letterhead;
use payback_panel::domain::policy::{Actor, Grant, Role};
use payback_panel::ports::clock::Clock;
use payback_panel::ports::dice::Dice;
use payback_panel::ports::post::Post;
use payback_panel::store::identity::{self, Strength};
use payback_panel::store::{Db, StoreError};
use std::io::{BufRead, BufReader};
use std::net::SocketAddr;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

pub const FORM: &str = "/staff/projects/LC-2020-P0001/sessions/new";

/// Opens the database as the program does, with the same key.
pub async fn desk(url: &str, folder: &Path, post: Post) -> Desk {
    let letterhead = Letterhead {
        service: "Payback Panel".into(),
        address: "http://panel.example".into(),
    };
    let db = Db::open(url, letterhead).await.expect("the database opens");
    let secret = config::secret(&folder.join("panel.key")).expect("a key");
    Desk::new(db, Clock::Real, Dice::Fair, post, secret)
}

/// Lays areas, a project and a member of staff, and gives the session they are signed in with.
pub async fn laid(place: &Place) -> String {
    let desk = desk(place.url(), place.folder(), Post::Kept).await;
    place.lay_areas().await;
    areas::refresh(&desk).await.expect("the areas read");
    let file = "reference,title,category,council_code,ward_code,lat,lon,agreed_on,started_on,completed_on,origin,nominated_on,beneficiary,summary,group_limit,estimate_minutes\n\
                LC-2020-P0001,Hedges,gardening,E06000016,E05010459,52.66,-1.15,2020-01-01,2020-01-02,,other,,Everybody,Hedges,8,6000\n";
    let lines = std::io::Cursor::new(file);
    let operator = Person::operator();
    let done = projects::import(&desk, &operator, lines, Run::ForReal, silently());
    done.await.expect("the project is laid");
    let token = desk.dice.token();
    let digest = desk.digest("session", &token);
    let ends = desk.now() + chrono::Duration::days(1);
    let work = move |work| async move {
        let id = identity::add_account(
            &work,
            "sam@probation.example",
            "sam@probation.example",
            "Sam",
        )
        .await?;
        let grant = Grant {
            role: Role::Probation,
            area: "PDU-LLR".into(),
        };
        identity::give_grant(&work, id, &grant).await?;
        identity::add_session(&work, &digest, id, Strength::PasswordAndCode, ends).await?;
        work.commit(Event::SignedIn { account: id }).await?;
        Ok::<_, StoreError>(())
    };
    desk.db
        .work(Actor::Operator, desk.now(), work)
        .await
        .expect("Sam is there");
    desk.db.close().await;
    token
}

/// A running server. Dropped, it is killed.
pub struct Server {
    pub child: Child,
    pub address: SocketAddr,
}

impl Server {
    /// Starts it and waits for its address.
    pub fn starts(url: &str, folder: &Path, settings: &[(&str, &str)]) -> Server {
        Server::begins(url, folder, settings, Stdio::null())
    }

    /// The same with everything that it logs in a file.
    pub fn logs_to(url: &str, folder: &Path, log: &Path) -> Server {
        let file = std::fs::File::create(log).expect("a file for the log");
        Server::begins(url, folder, &[("PAYBACK_LOG", "trace")], file.into())
    }

    fn begins(url: &str, folder: &Path, settings: &[(&str, &str)], log: Stdio) -> Server {
        let mut child = Command::new(env!("CARGO_BIN_EXE_payback-panel"))
            .args(["serve", "--listen", "127.0.0.1:0"])
            .current_dir(folder)
            .env("DATABASE_URL", url)
            .env("PAYBACK_SECRET_FILE", folder.join("panel.key"))
            .env("PAYBACK_LOG", "warn")
            .envs(settings.iter().copied())
            .stdout(Stdio::piped())
            .stderr(log)
            .spawn()
            .expect("the program runs");
        let mut line = String::new();
        let said = child.stdout.take().expect("its output");
        BufReader::new(said).read_line(&mut line).expect("a line");
        let address = line
            .trim()
            .rsplit("http://")
            .next()
            .and_then(|text| text.parse().ok());
        Server {
            address: address.unwrap_or_else(|| panic!("it did not start: {line:?}")),
            child,
        }
    }

    /// The same, with how long it took to the first good answer.
    pub fn answers_after(url: &str, folder: &Path) -> (Server, Duration) {
        let started = Instant::now();
        let server = Server::starts(url, folder, &[]);
        let answer = ask(server.address, &client::get("/health/ready", "")).expect("an answer");
        assert_eq!(answer.status, 200, "{}", answer.body);
        (server, started.elapsed())
    }

    pub fn gets(&self, path: &str, session: &str) -> Answer {
        ask(self.address, &client::get(path, session)).expect("a whole answer")
    }

    /// Asks it to stop, as the system does, and waits until it has.
    pub fn told_to_stop(&mut self) {
        let told = Command::new("kill")
            .arg(self.child.id().to_string())
            .status();
        assert!(told.expect("kill runs").success());
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// A form for one session: the writer says the hours, the number says the day.
pub fn session_form(session: &str, csrf: &str, once: &str, writer: u32, number: u32) -> String {
    let (day, start) = (day_of(number), format!("{:02}:00", 8 + writer));
    let end = format!("{:02}:00", 9 + writer);
    let [year, month, day] =
        [0, 1, 2].map(|at| day.split('-').nth(at).unwrap_or_default().to_string());
    let fields = [
        ("csrf", csrf),
        ("once", once),
        ("date-day", &day),
        ("date-month", &month),
        ("date-year", &year),
        ("status", "held"),
        ("start", &start),
        ("end", &end),
        ("attending", "3"),
        ("new-to-project", "0"),
    ];
    client::post(FORM, session, &fields)
}

/// The day of the numbered session.
pub fn day_of(number: u32) -> String {
    let first = chrono::NaiveDate::from_ymd_opt(2020, 1, 2).expect("a day");
    (first + chrono::Days::new(number.into())).to_string()
}
