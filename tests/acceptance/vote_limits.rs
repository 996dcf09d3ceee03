//! How many codes to vote are emailed: to one mailbox, and asked for from one address. A library's address is
//! everybody's there; a mailbox is one person's. `docs/limits.md` says the numbers to operators.

use crate::ballots::marks;
use crate::laid::{self, option};
use crate::world::{Actor, World};
use chrono::Duration;

/// Codes to one mailbox at once, and seconds until another.
const TO_A_MAILBOX: (usize, i64) = (5, 600);
/// Codes that one address asks for at once, and seconds until another.
const FROM_AN_ADDRESS: (usize, i64) = (120, 5);

/// Marks a paper anew and asks for a code to a mailbox. What came of it.
async fn asks(who: &mut Actor<'_>, mailbox: &str) -> u16 {
    marks(who, &option(1)).await;
    who.fills("email", mailbox).fills("postcode", "LE99 1AA");
    who.presses("Send me a code").await;
    who.page().status
}

/// Somebody who finds a vote open. What is emailed is counted and not read.
async fn voter<'w>(world: &'w World, name: &str) -> Actor<'w> {
    laid::open_round(world).await;
    world.leaves_letters();
    world.visitor(name)
}

async fn letters(world: &World) -> i64 {
    let sql = "SELECT COUNT(*) FROM outbox WHERE subject LIKE 'Your code to vote%'";
    world.counts(sql).await
}

walk!(
    a_mailbox_gets_five_codes_at_once_and_another_each_ten_minutes,
    |world| {
        let mut mallory = voter(world, "Mallory").await;
        let (at_once, every) = TO_A_MAILBOX;
        for number in 0..at_once {
            // From another address each time: the mailbox is what counts.
            mallory.comes_from(&format!("203.0.113.{number}"));
            assert_eq!(asks(&mut mallory, "rita@residents.example").await, 200);
        }
        assert_eq!(asks(&mut mallory, "rita@residents.example").await, 429);
        assert!(mallory.page().headers.contains_key("retry-after"));
        // Another spelling of the same mailbox is the same; another mailbox is not held back.
        assert_eq!(asks(&mut mallory, "Rita@Residents.example").await, 429);
        assert_eq!(asks(&mut mallory, "tom@residents.example").await, 200);
        assert_eq!(letters(world).await, at_once as i64 + 1);
        world.passes(Duration::seconds(every - 1));
        assert_eq!(asks(&mut mallory, "rita@residents.example").await, 429);
        world.passes(Duration::seconds(1));
        assert_eq!(asks(&mut mallory, "rita@residents.example").await, 200);
        assert_eq!(asks(&mut mallory, "rita@residents.example").await, 429);
        assert_eq!(letters(world).await, at_once as i64 + 2);
    }
);

walk!(
    an_address_asks_for_a_hundred_and_twenty_codes_at_once_and_another_each_five_seconds,
    |world| {
        let mut reader = voter(world, "Reader").await;
        let (at_once, every) = FROM_AN_ADDRESS;
        reader.comes_from("192.0.2.7");
        marks(&mut reader, &option(1)).await;
        reader.fills("email", "reader@residents.example");
        reader.fills("postcode", "LE99 1AA");
        let (path, _, mut form) = reader.would_send("Send me a code");
        form.retain(|(name, _)| name != "email");
        let of = |mailbox: String| {
            let email = ("email".to_string(), format!("{mailbox}@residents.example"));
            [form.clone(), vec![email]].concat()
        };
        for number in 0..at_once {
            reader.sends(&path, &of(format!("reader{number}"))).await;
            reader.gets(200);
        }
        assert_eq!(letters(world).await, at_once as i64);
        reader.sends(&path, &of("late".into())).await.gets(429);
        // The same form again is the same letter, and no other try.
        reader.sends(&path, &of("reader0".into())).await.gets(200);
        assert_eq!(letters(world).await, at_once as i64);
        world.passes(Duration::seconds(every));
        reader.sends(&path, &of("late".into())).await.gets(200);
        reader.sends(&path, &of("later".into())).await.gets(429);
        let mut neighbour = world.visitor("Neighbour");
        neighbour.comes_from("198.51.100.9");
        assert_eq!(asks(&mut neighbour, "later@residents.example").await, 200);
        assert_eq!(letters(world).await, at_once as i64 + 2);
    }
);
