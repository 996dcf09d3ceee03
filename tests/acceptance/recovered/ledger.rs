//! A ledger of few people over councils, districts and wards, as three publications find it.

use crate::withheld_stretches::PLACES;
use std::fmt::Write as _;

/// Publications.
pub const PUBLICATIONS: usize = 3;
const PROJECTS: u64 = 11;
const MONTHS: [&str; 4] = ["2026-02", "2026-03", "2026-04", "2026-05"];

/// A session and the publication that first sees it.
struct Session {
    project: u64,
    month: &'static str,
    publication: usize,
    attending: u64,
    new: u64,
    /// What a correction before the last publication makes of both.
    corrected: Option<(u64, u64)>,
}

/// Numbers that follow from one before.
struct Dice(u64);

impl Dice {
    fn up_to(&mut self, below: u64) -> u64 {
        let Dice(seed) = self;
        *seed = seed
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (*seed >> 33) % below
    }
}

/// What staff enter before each publication, as SQL.
pub struct Ledger {
    dice: Dice,
    sessions: Vec<Session>,
}

impl Ledger {
    pub fn of(seed: u64) -> Ledger {
        let mut dice = Dice(seed);
        let mut sessions = vec![];
        for project in 1..=PROJECTS {
            let mut month = dice.up_to(3) as usize;
            let mut publication = usize::from(dice.up_to(3) == 0);
            for number in 0..1 + dice.up_to(3) {
                let attending = 1 + dice.up_to(9);
                let new = match number {
                    0 => attending,
                    _ => dice.up_to(attending + 1),
                };
                let is_corrected = publication + 1 < PUBLICATIONS && dice.up_to(5) == 0;
                let corrected = is_corrected.then(|| {
                    let attending = 1 + dice.up_to(9);
                    (attending, new.min(attending))
                });
                sessions.push(Session {
                    project,
                    month: MONTHS[month],
                    publication,
                    attending,
                    new,
                    corrected,
                });
                month = (month + dice.up_to(2) as usize).min(MONTHS.len() - 1);
                publication = (publication + dice.up_to(2) as usize).min(PUBLICATIONS - 1);
            }
        }
        Ledger { dice, sessions }
    }

    /// The projects, all of them there from the beginning.
    pub fn projects(&mut self) -> String {
        let rows = (1..=PROJECTS).map(|project| {
            let (council, ward) = PLACES[self.dice.up_to(PLACES.len() as u64) as usize];
            let category = ["gardening", "litter"][self.dice.up_to(2) as usize];
            let origin = ["vote", "other"][self.dice.up_to(2) as usize];
            format!(
                "({project}, 'LC-2026-P{project:04}', 'Hedges', '{category}', 'in-progress', '{origin}', '{council}', \
                 {ward}, '2026-01-01', '2026-01-02', '')"
            )
        });
        let rows: Vec<String> = rows.collect();
        format!(
            "INSERT INTO project (id, reference, title, category, stage, origin, council_code, ward_code, agreed_on, \
             started_on, search) VALUES {};",
            rows.join(", ")
        )
    }

    /// The sessions that a publication is the first to see, and before the last the corrections.
    pub fn before(&self, publication: usize) -> String {
        let mut sql = String::new();
        for (at, session) in self.sessions.iter().enumerate() {
            let (id, day) = (at + 1, format!("{}-05", session.month));
            if session.publication == publication {
                let counts = (session.attending, session.new);
                sql.push_str(&version(id, (id, 1), &day, session.project, counts));
                let _ = writeln!(
                    sql,
                    "INSERT INTO session_in_force (session_key, return_id, project_id, day, starts, ends) \
                     VALUES ('k{id}', {id}, {}, '{day}', {start}, {});",
                    session.project,
                    start(id) + 60,
                    start = start(id)
                );
            }
            if let Some(counts) = session
                .corrected
                .filter(|_| publication + 1 == PUBLICATIONS)
            {
                let again = id + 1_000;
                sql.push_str(&version(again, (id, 2), &day, session.project, counts));
                let _ = writeln!(
                    sql,
                    "UPDATE session_in_force SET return_id = {again} WHERE session_key = 'k{id}';"
                );
            }
        }
        sql
    }
}

/// Two sessions of a project may be on the same day, one after the other.
fn start(id: usize) -> usize {
    480 + (id % 8) * 70
}

fn version(
    id: usize,
    (key, number): (usize, usize),
    day: &str,
    project: u64,
    (attending, new): (u64, u64),
) -> String {
    let correction = if number > 1 { "'Counted again'" } else { "''" };
    let (offered, credited) = (attending * 60, attending * 50 + project);
    let (start, end) = (start(key), start(key) + 60);
    format!(
        "INSERT INTO session_return (id, session_key, number, project_id, day, starts, ends, status, attending, \
         new_to_project, minutes_offered, minutes_credited, correction, recorded_at) VALUES ({id}, 'k{key}', {number}, \
         {project}, '{day}', {start}, {end}, 'held', {attending}, {new}, {offered}, {}, {correction}, \
         '2026-11-01T16:00:00.000000Z');\n",
        credited.min(offered)
    )
}
