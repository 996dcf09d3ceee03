//! What there is to see in this world, all of it in Leicester, and what the changing parts of addresses
//! stand for.
//!
//! A room that adds a route with a new changing part lays a thing in [`Things::lay`], and says in
//! [`Things::part`] what the part is. A form whose fields are read before the person's right is asked
//! gets fields that read in [`Things::form`].

use crate::laid;
use crate::world::World;

/// A token that is nobody's.
const NO_TOKEN: &str = "0000000000000000000000000000000000000000000000000000000000000000";

/// What was laid.
pub struct Things {
    bystander: i64,
    letter: i64,
}

impl Things {
    /// Lays nominations, a panel with a shortlist, a round, a project with a session, an account and a letter.
    pub async fn lay(world: &World) -> Things {
        laid::assessed(world, 3).await;
        let bystander = world.resident("Bystander").await;
        world
            .place()
            .runs(
                "INSERT INTO panel (slug, name, area_code) VALUES ('leicester', 'Leicester panel', 'E06000016');
                 INSERT INTO shortlist (panel_id, title, places, state, opened_at)
                   SELECT id, 'Autumn', 2, 'ranking', '2026-11-01T09:00:00.000000Z' FROM panel;
                 INSERT INTO shortlist_candidate (shortlist_id, nomination_id, score)
                   SELECT s.id, n.id, 100 FROM shortlist s, nomination n;
                 INSERT INTO panel_minutes (panel_id, number) SELECT id, 2 FROM panel;
                 INSERT INTO panel_minutes_text (minutes_id, number, met_on, present, decided, written_at, agreed_at)
                   SELECT id, 1, '2026-11-01', 5, 'Hedges first.', '2026-11-02T09:00:00.000000Z',
                   '2026-11-03T09:00:00.000000Z' FROM panel_minutes;
                 INSERT INTO panel_minutes_text (minutes_id, number, met_on, present, decided, written_at)
                   SELECT id, 2, '2026-11-01', 6, 'Hedges first.', '2026-11-04T09:00:00.000000Z' FROM panel_minutes;
                 INSERT INTO round (slug, title, area_code, method, mode, state, opens_at, closes_at)
                   VALUES ('june', 'Which place next?', 'E06000016', 'plurality', 'simple', 'draft',
                   '2026-12-01T09:00:00.000000Z', '2026-12-21T17:00:00.000000Z');
                 INSERT INTO campaign (slug, name, area_code, opens_at, closes_at) VALUES ('winter', 'Winter vote',
                   'E06000016', '2026-12-01T09:00:00.000000Z', '2026-12-21T17:00:00.000000Z');
                 INSERT INTO project (reference, title, category, stage, origin, council_code, ward_code,
                   agreed_on, started_on, search)
                   VALUES ('LC-2026-P0001', 'Hedge at Scalpay Close', 'gardening', 'in-progress', 'other',
                   'E06000016', 'E05010459', '2026-10-01', '2026-10-02', 'hedge at scalpay close');
                 INSERT INTO session_return (session_key, number, project_id, day, starts, ends, status, attending,
                   new_to_project, minutes_offered, minutes_credited, recorded_at)
                   SELECT '00000000000000000000000000000001', 1, id, '2026-11-02', 540, 900, 'held', 6, 6, 2160,
                   2000, '2026-11-02T16:00:00.000000Z' FROM project;
                 INSERT INTO session_in_force (session_key, return_id, project_id, day, starts, ends)
                   SELECT session_key, id, project_id, day, starts, ends FROM session_return;
                 INSERT INTO project_update (project_id, title, body, written_at)
                   SELECT id, 'News', 'Words', '2026-11-02T16:00:00.000000Z' FROM project;
                 INSERT INTO photo (key, update_id, side, alt, width, height, added_at)
                   SELECT '00000000000000000000000000000001', id, 'before', 'A hedge', 800, 600,
                   '2026-11-02T16:00:00.000000Z' FROM project_update;
                 INSERT INTO release (slug, area_code, from_month, to_month, revision, stage, drafted_at, checked_at,
                   published_at)
                   VALUES ('e06000016-2009-06', 'E06000016', '2009-06', '2009-06', 1, 'published',
                   '2026-11-01T09:00:00.000000Z', '2026-11-01T10:00:00.000000Z', '2026-11-01T11:00:00.000000Z'),
                   ('e06000016-2009-07', 'E06000016', '2009-07', '2009-07', 1, 'draft', '2026-11-01T09:00:00.000000Z',
                   NULL, NULL);
                 INSERT INTO outbox (kind, to_address, subject, body, written_at, due_at, attempts, given_up_at, trouble)
                   VALUES ('welcome', 'nobody@residents.example', 'A letter', 'Words', '2026-11-20T12:00:00.000000Z',
                   '2026-11-20T12:00:00.000000Z', 9, '2026-11-21T12:00:00.000000Z', 'no such mailbox');",
            )
            .await;
        Things {
            bystander: bystander.account.expect("an account"),
            letter: world.counts("SELECT MAX(id) FROM outbox").await,
        }
    }

    /// Somebody joins the panel.
    pub async fn joins(&self, world: &World, account: i64) {
        let sql = format!(
            "INSERT INTO panel_member (panel_id, account_id, side, joined_at) \
             SELECT id, {account}, 'resident', '2026-11-01T09:00:00.000000Z' FROM panel"
        );
        world.place().runs(&sql).await;
    }

    /// The address of a route with everything in it that changes.
    pub fn address(&self, path: &str) -> String {
        let mut address = String::new();
        for part in path.split('/').skip(1) {
            let value = match part.strip_prefix('{').and_then(|p| p.strip_suffix('}')) {
                Some(name) => self.part(&address, name),
                None => part.to_string(),
            };
            address.push('/');
            address.push_str(&value);
        }
        address
    }

    /// What a changing part stands for, behind what comes before it in the address.
    fn part(&self, before: &str, name: &str) -> String {
        let value = match (before, name) {
            (_, "token") => NO_TOKEN,
            (_, "account") => return self.bystander.to_string(),
            (_, "letter") => return self.letter.to_string(),
            (_, "area" | "code") => "E06000016",
            (_, "category") => "litter",
            (_, "setting") => "decision-promise-days",
            (_, "file") => "nothing.css",
            ("/nominations" | "/staff/nominations" | "/api/v1/nominations", "reference") => {
                "LC-2026-0001"
            }
            ("/projects" | "/staff/projects" | "/api/v1/projects", "reference") => "LC-2026-P0001",
            ("/staff/projects/from", "nomination") => "LC-2026-0001",
            (_, "kind") if before.ends_with("/move") => "pause",
            (_, "id") if before.ends_with("/updates") => "1",
            (_, "id") if before.ends_with("/photos") => "1",
            ("/photos/00000000000000000000000000000001", "size") => "small.jpg",
            ("/votes" | "/staff/rounds" | "/api/v1/rounds", "slug") => "june",
            ("/votes/campaigns" | "/staff/campaigns", "slug") => "winter",
            (_, "batch") => "1",
            (_, "number") if before.ends_with("/keys") => "1",
            (_, "key") => "00000000000000000000000000000001",
            ("/demo/post", _) => return self.letter.to_string(),
            ("/nominate", "page") => "place",
            ("/follow", "kind") => "nomination",
            (_, "subject") => "LC-2026-0001",
            ("/panels" | "/staff/panels", "slug") => "leicester",
            ("/figures/releases" | "/api/v1/releases", "release") => "e06000016-2009-06",
            ("/staff/releases", "release") => "e06000016-2009-07",
            (_, "id") if before.ends_with("/shortlists") => "1",
            (_, "id") if before.ends_with("/minutes") => "1",
            _ => panic!("say in permissions/things.rs what {{{name}}} stands for after {before:?}"),
        };
        value.to_string()
    }

    /// What the form of a route holds besides its token. No route needs more than that to get to the
    /// question who may.
    pub fn form(&self, _path: &str) -> Vec<(String, String)> {
        Vec::new()
    }
}

/// Whether a route is about a thing in Leicester that another council has no say in.
pub fn concerns_leicester(path: &str) -> bool {
    path.starts_with("/staff/") && path.contains('{') && !path.contains("{token}")
}
