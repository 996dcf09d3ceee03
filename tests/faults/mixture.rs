//! Changes of several kinds that people make at once, and how each is found again.

use crate::client;
use crate::database::Place;
use crate::server::{day_of, desk, session_form};
use payback_panel::actions::{Person, figures};
use payback_panel::ports::dice::Dice;
use payback_panel::ports::post::Post;
use std::collections::BTreeSet;

/// So many nominations are there to support.
const NOMINATIONS: u32 = 20_000;

/// Who sends: the session, its token for forms, and a number of their own.
pub struct Sender<'s> {
    pub session: &'s str,
    pub csrf: &'s str,
    pub number: u32,
}

/// One kind of change.
pub struct Kind {
    pub name: &'static str,
    /// The numbered change as a request.
    pub request: fn(&Sender<'_>, u32) -> String,
    /// What the numbered change is known by.
    pub key: fn(&Sender<'_>, u32) -> String,
    /// What every change of the kind that was kept is known by.
    pub kept: &'static str,
}

/// What goes on at once: half of it sessions, as on a day of work.
pub const MIXTURE: [&Kind; 6] = [&SESSIONS, &NEWS, &SESSIONS, &SUPPORT, &SESSIONS, &MINUTES];

const SESSIONS: Kind = Kind {
    name: "sessions",
    request: |who, number| {
        let once = Dice::Fair.once();
        session_form(who.session, who.csrf, once.as_str(), who.number, number)
    },
    key: |who, number| format!("{} {}", day_of(number), (8 + who.number) * 60),
    kept: "SELECT day || ' ' || CAST(starts AS TEXT) FROM session_in_force",
};

const NEWS: Kind = Kind {
    name: "news",
    request: |who, number| {
        let title = format!("News number {number}");
        let fields = [("title", title.as_str()), ("body", "Come and see.")];
        form(who, "/staff/projects/LC-2020-P0001/updates/new", &fields)
    },
    key: |_, number| format!("News number {number}"),
    kept: "SELECT title FROM project_update",
};

const SUPPORT: Kind = Kind {
    name: "support",
    request: |who, number| {
        let path = format!("/nominations/{}/support", reference(number));
        form(who, &path, &[])
    },
    key: |_, number| reference(number),
    kept: "SELECT reference FROM nomination JOIN support ON nomination_id = nomination.id",
};

const MINUTES: Kind = Kind {
    name: "minutes",
    request: |who, number| {
        let decided = format!("Hedge number {number} comes first.");
        let fields = [
            ("met-on-day", "3"),
            ("met-on-month", "2"),
            ("met-on-year", "2020"),
            ("present", "7"),
            ("decided", decided.as_str()),
        ];
        form(who, "/staff/panels/leicester/minutes/new", &fields)
    },
    key: |_, number| format!("Hedge number {number} comes first."),
    kept: "SELECT decided FROM panel_minutes_text",
};

fn reference(number: u32) -> String {
    format!("LC-2020-{}", 10_000 + number % NOMINATIONS)
}

fn form(who: &Sender<'_>, path: &str, fields: &[(&str, &str)]) -> String {
    let once = Dice::Fair.once();
    let mut all = vec![("csrf", who.csrf), ("once", once.as_str())];
    all.extend(fields);
    client::post(path, who.session, &all)
}

/// Lays a panel and nominations to support, and counts them as the program does.
pub async fn laid(place: &Place) {
    let sql = format!(
        "INSERT INTO panel (slug, name, area_code) VALUES ('leicester', 'Leicester panel', 'E06000016');
         WITH RECURSIVE numbers (number) AS
           (SELECT 0 UNION ALL SELECT number + 1 FROM numbers WHERE number + 1 < {NOMINATIONS})
         INSERT INTO nomination (reference, stage, title, category, description, place, council_code, ward_code,
           submitted_at, moderated_at, search)
         SELECT 'LC-2020-' || CAST(10000 + number AS TEXT), 'under-assessment', 'A place', 'gardening', 'Cut it back.',
           'Green', 'E06000016', 'E05010459', '2020-02-01T09:00:00.000000Z', '2020-02-02T09:00:00.000000Z', 'place'
         FROM numbers;"
    );
    place.runs(&sql).await;
    let desk = desk(place.url(), place.folder(), Post::Kept).await;
    figures::rebuild(&desk, &Person::operator())
        .await
        .expect("what was laid is counted");
    desk.db.close().await;
}

/// What every change of a kind that was kept is known by.
pub async fn kept(place: &Place, kind: &Kind) -> BTreeSet<String> {
    let connection = place.connect().await;
    let backend = sea_orm::ConnectionTrait::get_database_backend(&connection);
    let statement = sea_orm::Statement::from_string(backend, kind.kept);
    let rows = sea_orm::ConnectionTrait::query_all_raw(&connection, statement);
    let rows = rows.await.expect(kind.kept);
    let keys = rows.iter().map(|row| row.try_get_by_index(0));
    let keys = keys.map(|key| key.expect("a key")).collect();
    connection.close().await.expect("close");
    keys
}
