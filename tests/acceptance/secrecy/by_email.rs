//! The commonest way to vote, by the pages that people use: a code by email, then the cast. Once the code has ended,
//! nothing that is written down says who asked for one, or when.

use super::reading::{every_row, files};
use super::{found, texts};
use crate::ballots::{code, marks, receipt};
use crate::laid::{self, option};
use crate::world::World;
use chrono::Duration;
use payback_panel::jobs;

const VOTERS: usize = 12;

/// What a vote by email might leave: the voter's address, the second in which they asked, the second in which they
/// voted, and the receipt.
struct Trace {
    address: String,
    seconds: [String; 2],
    receipt: String,
}

impl Trace {
    fn parts(&self) -> Vec<&str> {
        let mut parts = vec![self.address.as_str(), self.receipt.as_str()];
        parts.extend(self.seconds.iter().map(String::as_str));
        parts
    }
}

async fn votes_by_email(world: &World, number: usize) -> Trace {
    let second = || world.now().format("%Y-%m-%dT%H:%M:%S").to_string();
    let mut voter = world.visitor(&format!("mailbox{number}"));
    marks(&mut voter, &option(2)).await;
    let address = voter.email.clone();
    voter.fills("email", &address).fills("postcode", "LE99 1AA");
    let asked = second();
    voter.presses("Send me a code").await;
    voter.gets(200).sees("We sent a code to");
    let typed = code(&voter).await;
    world.passes(Duration::seconds(41));
    voter.fills("code", &typed);
    let voted = second();
    voter.presses("Cast my vote").await;
    voter.gets(200).sees("You have voted");
    Trace {
        address,
        seconds: [asked, voted],
        receipt: receipt(&voter),
    }
}

walk!(
    a_vote_by_an_emailed_code_leaves_no_time_and_no_address,
    |world| {
        laid::open_round(world).await;
        let kinds = "SELECT kind FROM audit ORDER BY seq";
        let before = texts(world, kinds).await;
        let mut traces = vec![];
        // Not in the second in which the vote opened.
        world.passes(Duration::seconds(37));
        for number in 0..VOTERS {
            traces.push(votes_by_email(world, number).await);
            world.passes(Duration::seconds(13));
        }
        let voted = world.counts("SELECT COUNT(*) FROM voter_register").await;
        assert_eq!(usize::try_from(voted), Ok(VOTERS));
        assert_eq!(
            texts(world, kinds).await,
            before,
            "the log is told of votes in batches alone"
        );
        // While the last codes work their letters are there: the check sees them.
        let rows = every_row(world).await;
        let last = traces.last().expect("somebody voted");
        assert!(rows.contains(&last.address) && rows.contains(&last.seconds[0]));

        world.passes(Duration::minutes(15));
        jobs::retention::forget_vote_codes(world.desk())
            .await
            .expect("they are forgotten");
        let rows = every_row(world).await;
        for trace in &traces {
            for part in trace.parts() {
                assert!(!rows.contains(part), "{part} is written down");
            }
        }
        let left = "SELECT (SELECT COUNT(*) FROM vote_code) + (SELECT COUNT(*) FROM outbox)";
        assert_eq!(world.counts(left).await, 0);

        // After closing SQLite's file is written anew: nothing lies between its rows either.
        world.passes(Duration::days(11));
        jobs::catch_up(world.desk()).await.expect("it closes");
        if world.place().file().is_some() {
            let bytes = files(world).await;
            for trace in &traces {
                for part in trace.parts() {
                    assert!(found(&bytes, part.as_bytes()).is_empty(), "{part}");
                }
            }
        }
    }
);

walk!(a_letter_with_a_code_that_has_ended_goes_nowhere, |world| {
    laid::open_round(world).await;
    let mut rita = world.visitor("Rita");
    marks(&mut rita, &option(1)).await;
    rita.fills("email", "rita@residents.example")
        .fills("postcode", "LE99 1AA");
    rita.presses("Send me a code").await;
    world.passes(Duration::minutes(14));
    let forget = || jobs::retention::forget_vote_codes(world.desk());
    forget().await.expect("nothing has ended");
    assert_eq!(world.counts("SELECT COUNT(*) FROM outbox").await, 1);
    assert_eq!(world.counts("SELECT COUNT(*) FROM vote_code").await, 1);
    world.passes(Duration::minutes(2));
    forget().await.expect("it has ended");
    assert_eq!(world.counts("SELECT COUNT(*) FROM outbox").await, 0);
    assert_eq!(world.counts("SELECT COUNT(*) FROM vote_code").await, 0);
    // Whoever types it too late is told what they are told of any code that has ended.
    rita.fills("code", "1234 5678");
    rita.presses("Cast my vote").await;
    rita.gets(422).sees("This code no longer works");
});
