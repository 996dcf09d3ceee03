//! Casts that are written in one transaction: each has an answer of its own, and one that cannot be written takes
//! no other with it.

use crate::laid;
use crate::world::World;
use payback_panel::domain::policy::Actor;
use payback_panel::store::StoreError;
use payback_panel::store::ballot_box::{self, Answer, Cast, Channel, TypedCode};
use payback_panel::store::ballots::change;
use std::time::Duration;
use tokio::sync::oneshot;
use tokio::task::JoinHandle;

type Told = Result<Answer, StoreError>;

/// Long enough for a task that is ready to get as far as it can.
const A_MOMENT: Duration = Duration::from_millis(200);

/// A cast of a voter by a form, both by their numbers. Each has a place in the box of its own.
fn cast(world: &World, voter: u8, form: u8) -> Cast {
    Cast {
        round: 1,
        voter: format!("{voter:064x}"),
        form: [form; 32],
        ward: Some("E05010459".into()),
        ward_checked: true,
        channel: Channel::Email,
        code: None,
        slot: world.desk().dice.token()[..32].to_string(),
        sealed: vec![form; 304],
        at: world.now(),
    }
}

/// Casts all of these in one transaction: while the first of all waits for somebody else's change, they gather.
async fn together(world: &World, first: Cast, casts: Vec<Cast>) -> (Told, Vec<Told>) {
    let (began, begun) = oneshot::channel();
    let (release, released) = oneshot::channel::<()>();
    let db = world.desk().db.clone();
    let change = {
        let (db, now) = (db.clone(), world.now());
        let holding = move |work| async move {
            change::note_received(&work, 1, 0).await?;
            let _ = began.send(());
            let _ = released.await;
            Ok::<_, StoreError>(())
        };
        tokio::spawn(async move { db.work(Actor::Operator, now, holding).await })
    };
    begun.await.expect("the change is under way");
    let send = |cast: Cast| -> JoinHandle<Told> {
        let db = db.clone();
        tokio::spawn(async move { ballot_box::cast(&db, cast).await })
    };
    let first = send(first);
    tokio::time::sleep(A_MOMENT).await;
    let casts: Vec<_> = casts.into_iter().map(send).collect();
    tokio::time::sleep(A_MOMENT).await;
    release.send(()).expect("the change waits");
    change.await.expect("the task").expect("the change ends");
    let mut told = vec![];
    for cast in casts {
        told.push(cast.await.expect("a task"));
    }
    (first.await.expect("a task"), told)
}

async fn holds(world: &World, ballots: i64) {
    for table in ["voter_register", "ballot_box"] {
        let sql = format!("SELECT COUNT(*) FROM {table}");
        assert_eq!(world.counts(&sql).await, ballots, "{table}");
    }
}

walk!(casts_in_one_transaction_have_an_answer_each, |world| {
    laid::open_round(world).await;
    let mut casts = vec![cast(world, 1, 1); 4];
    casts.extend([cast(world, 2, 2), cast(world, 2, 3)]);
    casts.push(Cast {
        code: Some(TypedCode {
            request: "nobody asked".into(),
            digest: "for this".into(),
        }),
        ..cast(world, 3, 4)
    });
    casts.push(Cast {
        channel: Channel::Code,
        ..cast(world, 4, 5)
    });
    casts.push(Cast {
        round: 99,
        ..cast(world, 5, 6)
    });
    casts.push(cast(world, 6, 7));
    let (first, mut told) = together(world, cast(world, 0, 0), casts).await;
    assert_eq!(first, Ok(Answer::Entered));
    // Nobody knows in which order tasks come, but of each voter's forms one was entered.
    let rest = told.split_off(4);
    told.sort_by_key(|told| *told != Ok(Answer::Entered));
    let same = || Ok(Answer::SameForm);
    assert_eq!(told, [Ok(Answer::Entered), same(), same(), same()]);
    let (mut other, rest) = (rest[..2].to_vec(), &rest[2..]);
    other.sort_by_key(|told| *told != Ok(Answer::Entered));
    assert_eq!(other, [Ok(Answer::Entered), Ok(Answer::AlreadyVoted)]);
    let refused = [
        Answer::CodeEnded,
        Answer::WrongCode,
        Answer::NotOpen,
        Answer::Entered,
    ];
    assert_eq!(rest, refused.map(Ok));
    holds(world, 4).await;
});

walk!(a_cast_that_cannot_be_written_fails_alone, |world| {
    laid::open_round(world).await;
    let first = cast(world, 0, 0);
    // Its place in the box is taken: the box refuses the row, and with it the transaction.
    let clashing = Cast {
        slot: first.slot.clone(),
        ..cast(world, 9, 9)
    };
    let mut casts: Vec<Cast> = (1..=8).map(|voter| cast(world, voter, voter)).collect();
    casts.insert(3, clashing.clone());
    let (_, told) = together(world, first, casts).await;
    for (place, told) in told.into_iter().enumerate() {
        match place {
            3 => assert!(matches!(told, Err(StoreError::Taken(_))), "{told:?}"),
            _ => assert_eq!(told, Ok(Answer::Entered), "{place}"),
        }
    }
    holds(world, 9).await;
    // Whoever it was has not voted, and can.
    let again = Cast {
        slot: world.desk().dice.token()[..32].to_string(),
        ..clashing
    };
    let told = ballot_box::cast(&world.desk().db, again).await;
    assert_eq!(told, Ok(Answer::Entered));
    holds(world, 10).await;
});
