//! One entitlement, a thousand casts at once, twenty times over. Over HTTP, over four processes and with kills in the
//! middle they run in `tests/faults/voting.rs`.

use crate::laid::{self, envelope, option, voter};
use crate::world::World;
use payback_panel::actions::ballots::casting::{self, Casting};
use payback_panel::store::ballots::Round;
use std::collections::BTreeSet;

/// A thousand casts at once by one person, of which every other is the same form.
async fn race(world: &World, round: &Round, time: u128) {
    let rita = world.resident(&format!("Rita the {time}")).await;
    let tasks: Vec<_> = (0..1000_u128)
        .map(|number| {
            let own = 1000 * (time + 1) + number;
            let place = i64::try_from(number % 3).expect("small") + 1;
            let form = match number % 2 {
                0 => envelope(7, &option(1)),
                _ => envelope(own, &option(place)),
            };
            let (desk, round, rita) = (world.desk().clone(), round.clone(), voter(&rita));
            tokio::spawn(async move { casting::cast(&desk, &rita, &round, &form, "").await })
        })
        .collect();
    let mut receipts = BTreeSet::new();
    for task in tasks {
        match task.await.expect("the task ends").expect("no cast fails") {
            Casting::Voted(receipt) => {
                receipts.insert(receipt.code);
            }
            Casting::AlreadyVoted => {}
            answer => panic!("{answer:?}"),
        }
    }
    assert_eq!(receipts.len(), 1, "{receipts:?}");
    let now = i64::try_from(time + 1).expect("small");
    assert_eq!(
        world.counts("SELECT COUNT(*) FROM voter_register").await,
        now
    );
    assert_eq!(world.counts("SELECT COUNT(*) FROM ballot_box").await, now);
}

async fn twenty_races(world: World) {
    let round = laid::open_round(&world).await;
    for time in 0..20 {
        race(&world, &round, time).await;
    }
    world.ends().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn twenty_times_a_thousand_casts_at_once_are_twenty_ballots() {
    twenty_races(World::on_sqlite().await).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn twenty_times_a_thousand_casts_at_once_are_twenty_ballots_on_a_database_server() {
    if let Some(world) = World::on_postgres().await {
        twenty_races(world).await;
    }
}
