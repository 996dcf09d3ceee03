//! An open vote, sealed to a key that no server has, and residents who may cast in it: laid past the pages,
//! for tests over built programs and for measurements.

use crate::database::Place;
use payback_panel::actions::ballots::announcing;
use payback_panel::actions::ballots::drafting::{self, Drafting};
use payback_panel::actions::ballots::keys::{self, Keeping};
use payback_panel::actions::{Desk, Person, areas};
use payback_panel::domain::ballots::box_key::public_line;
use payback_panel::domain::ballots::method::Method;
use payback_panel::domain::ballots::round::Times;
use payback_panel::domain::events::Event;
use payback_panel::domain::policy::Actor;
use payback_panel::ports::sealing::KeyPair;
use payback_panel::store::StoreError;
use payback_panel::store::ballots::change::Draft;
use payback_panel::store::identity::{self, Strength};

/// Lays an open vote between two places, sealed to a key that no server has, and so many residents who are
/// signed in. Gives their sessions.
pub async fn laid(desk: &Desk, place: &Place, voters: usize) -> Vec<String> {
    areas::refresh(desk).await.expect("the areas read");
    let yes = if place.file().is_some() { "1" } else { "TRUE" };
    let nomination = |number: u8| {
        format!(
            "INSERT INTO nomination (reference, stage, title, category, description, place, council_code, \
             ward_code, contact_email, submitted_at, moderated_at, search) VALUES ('LC-2026-000{number}', \
             'shortlisted', 'Place {number}', 'gardening', 'Hedges', 'Green', 'E06000016', 'E05010459', \
             'n@residents.example', '2026-10-01T09:00:00.000000Z', '2026-10-01T10:00:00.000000Z', 'p'); \
             INSERT INTO assessment (nomination_id, number, duration, intensiveness, scale, \
             skills_development, value_for_money, supervision_support, community_support, \
             community_safety, weights, permission, risk_assessed_on, estimate_minutes, group_size, \
             assessed_at) SELECT id, 1, 3, 3, 3, 3, 3, 3, 3, 3, '1, 1, 1, 2, 2, 2, 3, 3', 'given', \
             '2026-10-20', 600, 6, '2026-10-21T09:00:00.000000Z' FROM nomination \
             WHERE reference = 'LC-2026-000{number}'; \
             INSERT INTO shortlist_candidate (shortlist_id, nomination_id, points, firsts, score, place, chosen) \
             SELECT 1, id, 9, 1, 50, {number}, {yes} FROM nomination WHERE reference = 'LC-2026-000{number}'; "
        )
    };
    place
        .runs(&format!(
            "INSERT INTO panel (slug, name, area_code) VALUES ('leicester', 'Leicester panel', 'E06000016'); \
             INSERT INTO shortlist (panel_id, title, places, state, opened_at, agreed_at) VALUES \
             (1, 'Places', 2, 'agreed', '2026-11-01T09:00:00.000000Z', '2026-11-10T09:00:00.000000Z'); \
             INSERT INTO postcode (postcode, lat, lon, ward_code) VALUES ('LE99 1AA', 52.66, -1.16, 'E05010459'); \
             {}{}",
            nomination(1),
            nomination(2)
        ))
        .await;
    announced(desk).await;
    // It opened a moment ago: nothing here waits for a day to pass.
    let opened = desk.now() - chrono::Duration::minutes(1);
    let opened = opened.format("%Y-%m-%dT%H:%M:%S%.6fZ");
    place
        .runs(&format!(
            "UPDATE round SET state = 'open', opens_at = '{opened}'"
        ))
        .await;
    residents(desk, voters).await
}

async fn announced(desk: &Desk) {
    let operator = Person::operator();
    let opens_at = desk.now() + chrono::Duration::days(1);
    let drafting = Drafting {
        shortlist: 1,
        slug: "next-place".into(),
        draft: Draft {
            title: "Which place next?".into(),
            question: "Which place?".into(),
            method: Method::Plurality,
            seats: 1,
            budget_minutes: None,
            tie_source: "The lottery numbers after closing".into(),
            times: Times {
                opens_at,
                closes_at: opens_at + chrono::Duration::days(10),
            },
        },
    };
    let slug = drafting::draft(desk, &operator, drafting, None)
        .await
        .expect("a draft");
    let pair = KeyPair::drawn(&desk.dice);
    let keeping = Keeping::Sealed {
        first: public_line(&pair.public),
        second: String::new(),
    };
    keys::choose(desk, &operator, &slug, 1, &keeping, None)
        .await
        .expect("a key");
    announcing::announce(desk, &operator, &slug, 2)
        .await
        .expect("announced");
}

async fn residents(desk: &Desk, count: usize) -> Vec<String> {
    let tokens: Vec<String> = (0..count).map(|_| desk.dice.token()).collect();
    let digests: Vec<String> = tokens
        .iter()
        .map(|token| desk.digest("session", token))
        .collect();
    let ends = desk.now() + chrono::Duration::days(1);
    let work = move |work| async move {
        for (number, digest) in digests.iter().enumerate() {
            let email = format!("voter{number}@residents.example");
            let id = identity::add_account(&work, &email, &email, "Voter").await?;
            identity::add_session(&work, digest, id, Strength::Link, ends).await?;
        }
        work.commit(Event::SignedIn { account: 1 }).await?;
        Ok::<_, StoreError>(())
    };
    desk.db
        .work(Actor::Operator, desk.now(), work)
        .await
        .expect("residents");
    tokens
}
