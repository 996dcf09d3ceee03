//! Nothing leaks: what is written down, sent out or measured ties no ballot to a voter, says nothing of the
//! order in which people voted, and nothing of how an open vote is going.
//!
//! Each check is first made to fail on a table, a page or a file that does tell, so that it is known to see.

pub mod at_rest;
mod by_email;
mod pages;
pub mod reading;

use crate::laid;
use crate::world::World;
use payback_panel::actions::ballots::casting::{self, Casting};
use payback_panel::domain::ballots::words::CheckWords;
use payback_panel::store::ballots::Round;
use sea_orm::{ConnectionTrait, QueryResult, Statement};

/// One vote as only this test knows it: the register row and the sealed row that it made.
pub struct Vote {
    pub voter: String,
    pub slot: String,
    pub sealed: Vec<u8>,
    pub receipt: String,
}

/// Rows of a question past the application.
pub async fn rows(world: &World, sql: &str) -> Vec<QueryResult> {
    let connection = world.place().connect().await;
    let statement = Statement::from_string(connection.get_database_backend(), sql);
    let rows = connection.query_all_raw(statement).await.expect(sql);
    connection.close().await.expect("close");
    rows
}

/// Texts of the first column.
pub async fn texts(world: &World, sql: &str) -> Vec<String> {
    let rows = rows(world, sql).await;
    rows.iter()
        .map(|row| row.try_get_by_index(0).expect("text"))
        .collect()
}

/// So many people vote one after the other, each with check words. After each, what is new in the register
/// and in the box is theirs.
pub async fn one_after_the_other(world: &World, round: &Round, count: u128) -> Vec<Vote> {
    let mut votes: Vec<Vote> = vec![];
    for number in 0..count {
        let resident = world.resident(&format!("in turn {number}")).await;
        let mut envelope = laid::envelope(number, &laid::option(2));
        envelope.words = CheckWords::parse("harbour lantern").expect("two words");
        let done = casting::cast(world.desk(), &laid::voter(&resident), round, &envelope, "").await;
        let Ok(Casting::Voted(receipt)) = done else {
            panic!("{done:?}");
        };
        let voters = texts(world, "SELECT voter FROM voter_register").await;
        let known = |voter: &String| votes.iter().any(|vote| vote.voter == *voter);
        let voter = voters.into_iter().find(|voter| !known(voter));
        let boxed = rows(world, "SELECT slot, sealed FROM ballot_box").await;
        let new = boxed.iter().find_map(|row| {
            let slot: String = row.try_get_by_index(0).expect("a slot");
            let known = votes.iter().any(|vote| vote.slot == slot);
            (!known).then(|| (slot, row.try_get_by_index(1).expect("a ballot")))
        });
        let (slot, sealed) = new.expect("a new ballot");
        votes.push(Vote {
            voter: voter.expect("a new voter"),
            slot,
            sealed,
            receipt: receipt.code,
        });
    }
    votes
}

/// How things that happened one after the other lie: of a hundred pairs, how many lie in that order, and how
/// many lie beside the one that happened next.
pub fn order_in(places: &[usize]) -> (usize, usize) {
    let mut sorted = places.to_vec();
    sorted.sort_unstable();
    let ranks: Vec<usize> = places
        .iter()
        .filter_map(|place| sorted.binary_search(place).ok())
        .collect();
    let beside = ranks
        .windows(2)
        .filter(|pair| pair[0].abs_diff(pair[1]) == 1);
    let (mut rising, mut pairs) = (0, 0);
    for (at, first) in ranks.iter().enumerate() {
        for second in &ranks[at + 1..] {
            rising += usize::from(first < second);
            pairs += 1;
        }
    }
    (rising * 100 / pairs, beside.count())
}

/// Whether an order shows. By chance alone, of 60 things half the pairs lie in order and two lie beside the
/// next one; they pass these lines about once in a million times.
pub fn shows_order(places: &[usize]) -> bool {
    let (rising, beside) = order_in(places);
    !(27..=73).contains(&rising) || beside > 12
}

/// Where each part stands in the bytes, and how often.
pub fn found(bytes: &[u8], part: &[u8]) -> Vec<usize> {
    let mut places = vec![];
    let mut from = 0;
    while let Some(at) = find(&bytes[from..], part) {
        places.push(from + at);
        from += at + 1;
    }
    places
}

fn find(bytes: &[u8], part: &[u8]) -> Option<usize> {
    let first = part.first()?;
    let mut from = 0;
    loop {
        let at = from + bytes[from..].iter().position(|byte| byte == first)?;
        if bytes[at..].starts_with(part) {
            return Some(at);
        }
        from = at + 1;
    }
}

#[test]
fn the_check_for_order_sees_order_and_lets_chance_pass() {
    let rising: Vec<usize> = (0..60).collect();
    let falling: Vec<usize> = (0..60).rev().collect();
    // As SQLite fills its pages: from the end of each to its beginning.
    let by_pages: Vec<usize> = (0..60).map(|at| 100 * (at / 30) + 30 - at % 30).collect();
    for order in [rising, falling, by_pages] {
        assert!(shows_order(&order), "{:?}", order_in(&order));
    }
    let shuffled: Vec<usize> = (0..60).map(|at| (at * at * 7 + at * 37) % 1009).collect();
    assert!(!shows_order(&shuffled), "{:?}", order_in(&shuffled));
}
