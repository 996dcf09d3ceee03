//! Rounds in sealed mode, laid past the pages: their keys are in the hands of the walk.

use crate::laid;
use crate::world::World;
use chrono::Duration;
use payback_panel::actions::Person;
use payback_panel::actions::ballots::announcing;
use payback_panel::actions::ballots::keys::{self, Keeping, Shown};
use payback_panel::domain::ballots::box_key::{private_line, public_line};
use payback_panel::jobs;
use payback_panel::ports::dice::Dice;
use payback_panel::ports::sealing::KeyPair;
use payback_panel::store::ballots::Round;

/// A pair of keys that nobody on the server has seen.
pub fn pair(seed: u64) -> KeyPair {
    KeyPair::drawn(&Dice::seeded(90_000 + seed))
}

/// The line of its public half.
pub fn public(pair: &KeyPair) -> String {
    public_line(&pair.public)
}

/// The line of its private half.
pub fn private(pair: &KeyPair) -> String {
    private_line(&pair.private)
}

/// The round of [`laid`] with the box sealed to these keys, announced.
pub async fn announced(world: &World, pairs: &[KeyPair]) -> String {
    let (desk, operator) = (world.desk(), Person::operator());
    let slug = laid::drafted(world).await;
    let keeping = Keeping::Sealed {
        first: public(&pairs[0]),
        second: pairs.get(1).map(public).unwrap_or_default(),
    };
    keys::choose(desk, &operator, &slug, 1, &keeping, None)
        .await
        .expect("the keys are taken");
    announcing::announce(desk, &operator, &slug, 2)
        .await
        .expect("it is announced");
    slug
}

/// The same, with every key tested and open since a minute.
pub async fn open_round(world: &World, pairs: &[KeyPair]) -> Round {
    let slug = announced(world, pairs).await;
    for (number, pair) in (1..).zip(pairs) {
        let shown = Shown::Key(private(pair));
        keys::test(world.desk(), &Person::operator(), &slug, number, &shown)
            .await
            .expect("the key works");
    }
    world.passes(Duration::days(1) + Duration::minutes(1));
    jobs::catch_up(world.desk())
        .await
        .expect("the clock opens it");
    laid::round(world, &slug).await
}
