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
    /// Lays nominations, a panel with a shortlist, an account and a letter.
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
            (_, "setting") => "decision-promise-days",
            (_, "file") => "nothing.css",
            ("/nominations" | "/staff/nominations", "reference") => "LC-2026-0001",
            ("/nominate", "page") => "place",
            ("/follow", "kind") => "nomination",
            (_, "subject") => "LC-2026-0001",
            ("/panels" | "/staff/panels", "slug") => "leicester",
            (_, "id") if before.ends_with("/shortlists") => "1",
            _ => panic!("say in permissions/things.rs what {{{name}}} stands for after {before:?}"),
        };
        value.to_string()
    }

    /// What the form of a route holds besides its token: enough to get to the question who may.
    pub fn form(&self, path: &str) -> Vec<(String, String)> {
        let fields: &[(&str, &str)] = match path {
            _ => &[],
        };
        fields
            .iter()
            .map(|(name, value)| (name.to_string(), value.to_string()))
            .collect()
    }
}

/// Whether a route is about a thing in Leicester that another council has no say in.
pub fn concerns_leicester(path: &str) -> bool {
    path.starts_with("/staff/") && path.contains('{') && !path.contains("{token}")
}
