//! Every form sent twice at once, as by a double click, and once more later, as on a line that broke.
//!
//! Both answers are good and alike, the later one is the same again and moves nothing, and what creates
//! something carries a one-time key and creates one. Each walk lists the routes that it sends to, and
//! [`NOT_HERE`] those that none does, with the reason: a new route with a form that stands in no list fails.

mod house;
mod nominations;
mod panels;
mod projects;
mod votes;

use crate::permissions::digest::Watch;
use crate::world::{Actor, Page, World};
use payback_panel::web::all_routes;
use std::collections::BTreeSet;

/// Routes that no walk here sends to, and why.
const NOT_HERE: &[(&str, &str)] = &[
    (
        "/demo/clock",
        "there is none outside a demonstration, where each press is another step",
    ),
    (
        "/me/delete",
        "the account is gone: whoever sends again is asked to sign in",
    ),
    (
        "/me/sign-out-everywhere",
        "the session is gone: whoever sends again is asked to sign in",
    ),
    (
        "/me/recovery-codes",
        "a code of six digits is used up with the answer: `identity::staff`",
    ),
    (
        "/votes/{slug}/find",
        "looks for a receipt and changes nothing",
    ),
    (
        "/staff/invitation/{token}",
        "chooses a password and changes nothing yet: `identity::staff`",
    ),
    (
        "/staff/invitation/{token}/code",
        "a code of six digits is used up with the answer: `identity::staff`",
    ),
    (
        "/staff/sign-in",
        "each try is a try, and is counted as one: `identity::staff`",
    ),
    (
        "/staff/sign-in/code",
        "a code of six digits is used up with the answer: `identity::staff`",
    ),
];

/// Those who send forms twice in a world, and where they did.
pub struct Twice<'w> {
    world: &'w World,
    watch: Watch,
    sent_to: BTreeSet<&'static str>,
}

/// The route of an address, by its pattern.
fn route_of(address: &str) -> &'static str {
    let path = address.split('?').next().unwrap_or_default();
    let asked: Vec<&str> = path.split('/').collect();
    let fits = |pattern: &str| {
        let parts: Vec<&str> = pattern.split('/').collect();
        let same = |(part, asked): (&&str, &&str)| part.starts_with('{') || part == asked;
        parts.len() == asked.len() && parts.iter().zip(&asked).all(same)
    };
    // Of two that fit, the one with fewer parts that may be anything.
    posting()
        .into_iter()
        .filter(|pattern| fits(pattern))
        .min_by_key(|pattern| pattern.matches('{').count())
        .unwrap_or_else(|| panic!("no route takes a form at {address}"))
}

/// Every route that takes a form.
fn posting() -> Vec<&'static str> {
    let all = all_routes().table();
    let posts = all.into_iter().filter(|(_, method, _)| *method == "POST");
    posts.map(|(path, _, _)| path).collect()
}

/// What an answer comes to for whoever reads it: where it leads, or what it says.
fn told(page: &Page) -> (u16, String) {
    let to = page.headers.get("location");
    let to = to.map(|to| to.to_str().expect("an address").to_string());
    (page.status, to.unwrap_or_else(|| page.words()))
}

impl<'w> Twice<'w> {
    /// Begins in a world where some things are laid already.
    pub async fn begins(world: &'w World) -> Twice<'w> {
        world.leaves_letters();
        Twice {
            world,
            watch: Watch::over(world).await,
            sent_to: BTreeSet::new(),
        }
    }

    /// Presses a button twice at once, and sends the same once more. Follows where they lead.
    pub async fn presses(&mut self, who: &mut Actor<'_>, button: &str) {
        let (path, fields) = self.filled(who, button);
        self.sends(who, &path, &fields).await;
    }

    /// The same of a form that is sent by hand.
    pub async fn sends(&mut self, who: &mut Actor<'_>, path: &str, fields: &[(String, String)]) {
        self.sent(path);
        let [one, other] = who.sends_twice_at_once(path, fields).await;
        assert!(
            [200, 303].contains(&one.status),
            "{path}: {} {}",
            one.status,
            one.words()
        );
        assert_eq!(told(&one), told(&other), "{path}, twice at once");
        self.watch.moved().await;
        who.sends(path, fields).await;
        assert_eq!(told(&one), told(who.page()), "{path}, sent again");
        let mut moved = self.watch.moved().await;
        // How often somebody asked is counted however it is answered.
        moved.retain(|table| table != "throttle");
        assert!(moved.is_empty(), "{path}, sent again, changed {moved:?}");
        who.goes_on().await;
    }

    /// The same of a form that creates so many rows of a table. It carries a one-time key.
    pub async fn creates(&mut self, who: &mut Actor<'_>, button: &str, table: &str, rows: i64) {
        let (path, fields) = self.filled(who, button);
        let key = fields.iter().find(|(name, _)| name == "once");
        assert!(
            key.is_some_and(|(_, key)| key.len() == 32),
            "the form for {path} carries no one-time key"
        );
        self.makes(who, button, table, rows).await;
    }

    /// The same of a form whose things have a key of their own, by which none is made twice.
    pub async fn makes(&mut self, who: &mut Actor<'_>, button: &str, table: &str, rows: i64) {
        let count = format!("SELECT COUNT(*) FROM {table}");
        let before = self.world.counts(&count).await;
        self.presses(who, button).await;
        let now = self.world.counts(&count).await;
        assert_eq!(now, before + rows, "rows of {table} by {button:?}");
    }

    /// Presses a button that uses up the link of a letter: one of two at once is taken, the other is told so
    /// with this status.
    pub async fn uses_up(&mut self, who: &mut Actor<'_>, button: &str, told: u16) {
        let (path, fields) = self.filled(who, button);
        let [one, other] = who.sends_twice_at_once(&path, &fields).await;
        let statuses = [one.status, other.status];
        assert!(
            statuses == [303, told] || statuses == [told, 303] || statuses == [200, 200],
            "{path}, twice at once: {statuses:?} {} {}",
            one.words(),
            other.words()
        );
    }

    /// Presses a button whose answer is a file that leaves once: one of two at once brings it, the other says
    /// that it was handed out. Says what is in it.
    pub async fn hands_out(&mut self, who: &mut Actor<'_>, button: &str) -> String {
        let (path, fields) = self.filled(who, button);
        let mut both = who.sends_twice_at_once(&path, &fields).await;
        both.sort_by_key(|page| page.status);
        let [file, told] = both;
        assert_eq!((file.status, told.status), (200, 409), "{path}");
        assert!(told.words().contains("handed out"), "{}", told.words());
        file.text
    }

    /// Notes that a walk sent a form twice by hand.
    pub fn sent(&mut self, path: &str) {
        self.sent_to.insert(route_of(path));
    }

    fn filled(&mut self, who: &Actor<'_>, button: &str) -> (String, Vec<(String, String)>) {
        let (path, method, fields) = who.would_send(button);
        assert_eq!(method, "POST", "{button:?} leads to {path}");
        self.sent(&path);
        (path, fields)
    }

    /// Ends: these routes were sent to, and no other.
    pub async fn ends(self, routes: &[&str]) {
        let listed: BTreeSet<&str> = routes.iter().copied().collect();
        assert_eq!(self.sent_to, listed, "the list of this walk");
        self.watch.ends().await;
    }
}

#[test]
fn every_route_that_takes_a_form_is_sent_to_twice_or_says_why_not() {
    let walked = [
        house::ROUTES,
        nominations::ROUTES,
        panels::ROUTES,
        projects::ROUTES,
        votes::STEPS,
        votes::KEYS,
        votes::BALLOTS,
    ];
    let mut known: BTreeSet<&str> = walked.concat().into_iter().collect();
    for (route, why) in NOT_HERE {
        assert!(!why.is_empty());
        assert!(
            known.insert(route),
            "{route} is sent to, and said not to be"
        );
    }
    let posting: BTreeSet<&str> = posting().into_iter().collect();
    let missing: Vec<_> = posting.difference(&known).collect();
    assert!(missing.is_empty(), "sent twice nowhere: {missing:#?}");
    let gone: Vec<_> = known.difference(&posting).collect();
    assert!(gone.is_empty(), "no such route: {gone:#?}");
}
