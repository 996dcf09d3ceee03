//! The keys of a ballot box: who keeps the private one, the test that each must pass before a vote opens,
//! and putting them together for the count.
//!
//! In `sealed` mode a private key is here only while a request lasts that brings it, in memory. Start at
//! [`choose`] and [`test()`]; counting asks `ring`.

use super::drafting::stale_or_late;
use super::{hex_of, kept, rules, taken_out, to_run};
use crate::actions::once::came_before;
use crate::actions::{Desk, Person, Refusal};
use crate::domain::ballots::box_events::BoxEvent;
use crate::domain::ballots::box_key::{read_private, read_public};
use crate::domain::ballots::merkle::from_hex;
use crate::domain::ballots::round::Stage;
use crate::domain::ballots::rule_sheet::{BallotBox, RuleSheet};
use crate::domain::ballots::test_ballot::{TestBallot, from_digits, tidied};
use crate::domain::events::Event;
use crate::domain::ids::OnceKey;
use crate::domain::mistakes::Mistakes;
use crate::domain::policy::Permission;
use crate::ports::sealing::{Key, KeyPair, KeyRing, seal};
use crate::store::ballots::keys::{self as store_keys, BoxKey, Test};
use crate::store::ballots::{self as store, Mode, Round};
use crate::store::{Conn, StoreError};

/// Who keeps the key of a box, as an officer chose it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Keeping {
    /// The server: for trials.
    Simple,
    /// One officer, or two who are needed together. The texts are as they were typed.
    Sealed {
        /// The public key of the officer who counts.
        first: String,
        /// A second officer's, or nothing.
        second: String,
    },
}

/// Says who keeps the key of a draft's box, as the draft stood at a version. The same form twice is one change.
pub async fn choose(
    desk: &Desk,
    person: &Person,
    slug: &str,
    version: i64,
    keeping: &Keeping,
    once: Option<OnceKey>,
) -> Result<(), Refusal> {
    let conn = desk.db.read();
    let round = to_run(desk, person, &conn, slug, Permission::RunRounds).await?;
    let (mode, keys) = match keeping {
        Keeping::Simple => (Mode::Simple, vec![]),
        Keeping::Sealed { first, second } => (Mode::Sealed, public_keys(first, second)?),
    };
    desk.work(person, move |work| async move {
        let sent = format!("{} {version} {} {keys:?}", round.id, mode.code());
        if came_before(&work, once.as_ref(), "ballot-box", &sent).await? {
            return Ok(());
        }
        if !store_keys::choose(&work, round.id, version, mode, &keys).await? {
            return Err(stale_or_late(&work, round.id, Stage::Draft.name()).await?);
        }
        let round = round.named();
        work.commit(Event::RoundChanged { round }).await?;
        Ok(())
    })
    .await
}

fn public_keys(first: &str, second: &str) -> Result<Vec<String>, Mistakes> {
    let mut mistakes = Mistakes::none();
    let first = mistakes.check(
        "public-key-1",
        read_public(first).map_err(|why| why.to_string()),
    );
    let second = match second.trim() {
        "" => None,
        typed => mistakes.check(
            "public-key-2",
            read_public(typed).map_err(|why| why.to_string()),
        ),
    };
    if first.is_some() && first == second {
        mistakes.add(
            "public-key-2",
            "Both keys are the same. The second officer makes a pair of their own",
        );
    }
    if mistakes.is_empty() {
        Ok(first.iter().chain(&second).map(|key| hex_of(key)).collect())
    } else {
        Err(mistakes)
    }
}

/// The box of a round that is about to be announced, and the private key as the database may hold it.
pub(super) async fn of_box(
    desk: &Desk,
    conn: &Conn<'_>,
    round: &Round,
) -> Result<(BallotBox, Option<String>), StoreError> {
    if round.mode == Mode::Sealed {
        return Ok((sealed_box(conn, round).await?, None));
    }
    let pair = KeyPair::drawn(&desk.dice);
    let held = kept(desk, &pair.private)?;
    Ok((BallotBox::Simple { key: pair.public }, Some(held)))
}

/// The box of a draft as its rules would show it. In simple mode the key is made later; noughts stand
/// in its place.
pub async fn draft_box(conn: &Conn<'_>, round: &Round) -> Result<BallotBox, StoreError> {
    match round.mode {
        Mode::Sealed => sealed_box(conn, round).await,
        _ => Ok(BallotBox::Simple { key: [0; 32] }),
    }
}

async fn sealed_box(conn: &Conn<'_>, round: &Round) -> Result<BallotBox, StoreError> {
    let unreadable = || StoreError::Unreadable(format!("a key of round {}", round.slug));
    let keys = store_keys::of(conn, round.id).await?;
    let keys = keys.iter().map(|key| from_hex(&key.public_key));
    let keys: Option<Vec<Key>> = keys.collect();
    Ok(BallotBox::Sealed {
        keys: keys.ok_or_else(unreadable)?,
    })
}

/// A test ballot for each key of a sealed box.
pub(super) fn test_ballots(desk: &Desk, sheet: &RuleSheet) -> Vec<Test> {
    let BallotBox::Sealed { keys } = &sheet.ballot_box else {
        return vec![];
    };
    let test = |(number, key): (u8, &Key)| {
        let draws = [0; 4].map(|_: u64| desk.dice.below(u64::MAX));
        let ballot = TestBallot {
            round_id: sheet.round_id(),
            number,
            words: TestBallot::words(draws),
        };
        Test {
            number: number.into(),
            ballot: crate::domain::ids::hex(&seal(&desk.dice, key, &ballot.to_padded())),
            digest: digest(desk, &ballot),
        }
    };
    (1_u8..).zip(keys).map(test).collect()
}

fn digest(desk: &Desk, ballot: &TestBallot) -> String {
    let TestBallot {
        round_id,
        number,
        words,
    } = ballot;
    desk.digest("test-ballot", &format!("{round_id}|{number}|{words}"))
}

/// What shows that a test ballot was opened.
#[derive(Clone, PartialEq, Eq)]
pub enum Shown {
    /// The words in it, read off the server.
    Words(String),
    /// The private key itself, to open it here in memory.
    Key(String),
}

/// Takes note that the test ballot for a key was opened. Sent twice, it is noted once.
pub async fn test(
    desk: &Desk,
    person: &Person,
    slug: &str,
    number: i64,
    shown: &Shown,
) -> Result<(), Refusal> {
    let conn = desk.db.read();
    let round = to_run(desk, person, &conn, slug, Permission::RunRounds).await?;
    if !round.state.is(Stage::Announced) {
        let now = round.state.code();
        return Err(Refusal::TooLate(format!(
            "The vote is {now}. Keys are tested after a vote is announced and before it opens."
        )));
    }
    if round.times.closes_at <= desk.now() {
        return Err(Refusal::TooLate(
            "The time for this vote is over, and it never opened. Give it up and draft another one.".into(),
        ));
    }
    let sheet = rules(&round)?;
    let keys = store_keys::of(&conn, round.id).await?;
    let key = keys.into_iter().find(|key| key.number == number);
    let key = key.ok_or(Refusal::NotThere)?;
    let opened = match shown {
        Shown::Words(typed) => TestBallot {
            round_id: sheet.round_id(),
            number: u8::try_from(number).unwrap_or(0),
            words: tidied(typed),
        },
        Shown::Key(typed) => opened_here(&key, typed)?,
    };
    if key.test_digest.as_deref() != Some(digest(desk, &opened).as_str()) {
        return Err(Refusal::mistake(
            "words",
            "These are not the words in the test ballot. Download it again and open it with your key",
        ));
    }
    desk.work(person, move |work| async move {
        if store_keys::note_tested(&work, round.id, number).await? {
            let (round, happened) = (round.named(), BoxEvent::KeyTested { number });
            work.commit(Event::OfBox { round, happened }).await?;
        }
        Ok(())
    })
    .await
}

/// The test ballot, opened in memory with a key as it was typed.
fn opened_here(key: &BoxKey, typed: &str) -> Result<TestBallot, Refusal> {
    let private = read_private(typed).map_err(|why| Refusal::mistake("key", why))?;
    let sealed = key.test_ballot.as_deref().and_then(from_digits);
    let sealed = sealed.ok_or_else(|| StoreError::Unreadable("a test ballot".into()))?;
    let opened = KeyPair::of_private(private).open(&sealed);
    let ballot = opened.ok().and_then(|text| TestBallot::read(&text).ok());
    ballot.ok_or_else(|| {
        Refusal::mistake(
            "key",
            "This key does not open the test ballot. It belongs to another public key than the one above",
        )
    })
}

/// The keys that open a round's box: the one the server holds, or those that officers brought.
pub(super) async fn ring(
    desk: &Desk,
    conn: &Conn<'_>,
    round: &Round,
    sheet: &RuleSheet,
    brought: &[String],
) -> Result<KeyRing, Refusal> {
    if round.mode == Mode::Sealed {
        return brought_together(sheet.ballot_box.keys(), brought).map_err(Refusal::Mistaken);
    }
    let held = store::held_key(conn, round.id).await?;
    let held = held.ok_or_else(|| StoreError::Unreadable("the key of the box is gone".into()))?;
    Ok(KeyRing::new(vec![taken_out(desk, &held)?]))
}

/// Puts the keys in the order of the box, whichever field each was typed in.
fn brought_together(keys: &[Key], brought: &[String]) -> Result<KeyRing, Mistakes> {
    let mut mistakes = Mistakes::none();
    let mut pairs: Vec<KeyPair> = vec![];
    for place in 0..keys.len() {
        let field = format!("key-{}", place + 1);
        let typed = brought.get(place).map_or("", String::as_str);
        let Some(private) =
            mistakes.check(&field, read_private(typed).map_err(|why| why.to_string()))
        else {
            continue;
        };
        let pair = KeyPair::of_private(private);
        if !keys.contains(&pair.public) {
            mistakes.add(
                &field,
                "This key does not open this box. Look for the file whose public key is shown above",
            );
        } else if pairs.iter().any(|other| other.public == pair.public) {
            mistakes.add(
                &field,
                "This is the same key twice. The other officer’s key is needed too",
            );
        } else {
            pairs.push(pair);
        }
    }
    if !mistakes.is_empty() {
        return Err(mistakes);
    }
    pairs.sort_by_key(|pair| keys.iter().position(|key| *key == pair.public));
    Ok(KeyRing::new(pairs))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::ballots::box_key::private_line;
    use crate::ports::dice::Dice;
    use crate::ports::sealing::seal_to_all;

    #[test]
    fn two_keys_open_a_box_in_whichever_order_they_are_typed() {
        let dice = Dice::seeded(3);
        let (first, second) = (KeyPair::drawn(&dice), KeyPair::drawn(&dice));
        let keys = [first.public, second.public];
        let sealed = seal_to_all(&dice, &keys, b"a ballot");
        let lines = [&first, &second].map(|pair| private_line(&pair.private));
        let [one, two] = lines.clone();
        for typed in [lines, [two, one]] {
            let ring = brought_together(&keys, &typed).expect("both are there");
            assert_eq!(ring.open(&sealed).as_deref(), Ok(&b"a ballot"[..]));
        }
    }

    #[test]
    fn a_key_that_is_missing_wrong_or_there_twice_is_named_at_its_field() {
        let dice = Dice::seeded(4);
        let pairs = [0; 3].map(|_| KeyPair::drawn(&dice));
        let keys = [pairs[0].public, pairs[1].public];
        let line = |place: usize| private_line(&pairs[place].private);
        for (typed, field) in [
            (vec![], "key-1"),
            (vec![line(0)], "key-2"),
            (vec![line(0), line(2)], "key-2"),
            (vec![line(0), line(0)], "key-2"),
            (vec![line(2), line(1)], "key-1"),
        ] {
            let Err(mistakes) = brought_together(&keys, &typed) else {
                panic!("the ring was made");
            };
            assert!(mistakes.at(field).is_some(), "{mistakes:?}");
        }
    }
}
