//! What is written down: the database, the log beside it, backups.

use super::reading::{everything, files};
use super::{Vote, found, one_after_the_other, order_in, rows, shows_order, texts};
use crate::laid::{self, option};
use crate::sealed_laid::{self, pair};
use crate::world::World;
use chrono::Duration;
use payback_panel::domain::policy::Role;
use payback_panel::jobs;
use payback_panel::store::backup;
use sea_orm::{ConnectionTrait, DatabaseBackend, IsolationLevel, Statement, TransactionTrait};

const VOTES: u128 = 60;

/// What must stand in no file: receipts as they are written and as their bytes, check words, a choice in a
/// record.
fn check_no_receipts(bytes: &[u8], votes: &[Vote], of: &str) {
    for vote in votes {
        let plain = vote.receipt.replace('-', "");
        for text in [vote.receipt.as_str(), plain.as_str()] {
            assert!(
                found(bytes, text.as_bytes()).is_empty(),
                "a receipt stands in {of}"
            );
        }
        let code = payback_panel::domain::ballots::receipt::ReceiptCode::parse(&plain);
        let raw = code.expect("a code").bytes();
        assert!(
            found(bytes, &raw).is_empty(),
            "a receipt's bytes stand in {of}"
        );
    }
    for part in [
        "harbour-lantern",
        "harbour lantern",
        &format!("plurality|{}", option(2)),
    ] {
        assert!(
            found(bytes, part.as_bytes()).is_empty(),
            "{part} stands in {of}"
        );
    }
}

/// Where each vote's part stands in the bytes, in the order in which people voted. Each stands there once.
#[track_caller]
fn places(bytes: &[u8], votes: &[Vote], part: impl Fn(&Vote) -> Vec<u8>) -> Vec<usize> {
    let all = votes.iter().map(|vote| found(bytes, &part(vote)));
    let all: Vec<Vec<usize>> = all.collect();
    let times: Vec<usize> = all.iter().map(Vec::len).collect();
    assert!(
        times.iter().all(|times| *times == 1),
        "each row stands there once: {times:?}"
    );
    all.concat()
}

/// The same in a file in which pages may hold what stood in them before.
fn first_places(bytes: &[u8], votes: &[Vote], part: impl Fn(&Vote) -> Vec<u8>) -> Vec<usize> {
    let first = |vote: &Vote| found(bytes, &part(vote)).first().copied();
    votes
        .iter()
        .map(|vote| first(vote).expect("it stands there"))
        .collect()
}

fn sealed(vote: &Vote) -> Vec<u8> {
    vote.sealed[..48].to_vec()
}

fn voter(vote: &Vote) -> Vec<u8> {
    vote.voter.clone().into_bytes()
}

async fn backed_up(world: &World, name: &str) -> Vec<u8> {
    let file = world.place().folder().join(name);
    let watch: backup::Watch = Box::new(|_, _| {});
    backup::make(world.place().url(), &file, &watch)
        .await
        .expect("a backup");
    std::fs::read(&file).expect("the backup")
}

walk!(
    no_file_holds_a_receipt_and_none_an_order_once_the_vote_has_closed,
    |world| {
        let key = pair(1);
        let round = sealed_laid::open_round(world, std::slice::from_ref(&key)).await;
        // What a plain table in the order of casting looks like: the checks must see it.
        world
            .place()
            .runs("CREATE TABLE naive (voter TEXT, vote TEXT)")
            .await;
        let votes = one_after_the_other(world, &round, VOTES).await;
        for vote in &votes {
            let (voter, receipt) = (&vote.voter, &vote.receipt);
            let sql = format!("INSERT INTO naive VALUES ('naive {voter}', 'naive vote {receipt}')");
            world.place().runs(&sql).await;
        }
        check_is_awake(world, &votes).await;

        let open = everything(world).await;
        check_no_receipts(&open, &votes, "the open database");
        let backup = backed_up(world, "open.backup").await;
        check_no_receipts(&backup, &votes, "a backup of the open database");
        let by_row = [
            first_places(&backup, &votes, sealed),
            first_places(&backup, &votes, voter),
        ];
        for places in by_row {
            let order = order_in(&places);
            assert!(!shows_order(&places), "a backup tells the order: {order:?}");
        }

        world.passes(Duration::days(11));
        // While another connection may still look at the rows as they were, it is tried again later.
        let forgotten = "SELECT COUNT(*) FROM box_care WHERE done = 'order-forgotten'";
        for _ in 0..60 {
            jobs::catch_up(world.desk())
                .await
                .expect("the clock closes it");
            if world.counts(forgotten).await == 1 {
                break;
            }
            world.passes(Duration::minutes(1));
            tokio::time::sleep(std::time::Duration::from_millis(200)).await;
        }
        assert_eq!(
            world.counts(forgotten).await,
            1,
            "the order is forgotten in the end"
        );
        check_no_receipts(&everything(world).await, &votes, "the closed database");
        let closed = files(world).await;
        for part in [sealed, voter] {
            let places = places(&closed, &votes, part);
            let order = order_in(&places);
            assert!(!shows_order(&places), "the file tells the order: {order:?}");
        }
        if world.place().file().is_none() {
            check_rows_tell_nothing(world).await;
        }
        let secret = "SELECT COUNT(*) FROM round WHERE receipt_secret IS NOT NULL";
        assert_eq!(world.counts(secret).await, 0);
    }
);

/// The checks see the naive table: its receipts, and the order in which its rows came.
async fn check_is_awake(world: &World, votes: &[Vote]) {
    let bytes = if world.place().file().is_some() {
        files(world).await
    } else {
        world.place().runs("CHECKPOINT").await;
        let read = rows(
            world,
            "SELECT pg_read_binary_file(pg_relation_filepath('naive'))",
        )
        .await;
        read[0].try_get_by_index::<Vec<u8>>(0).expect("a file")
    };
    let receipt = |vote: &Vote| format!("naive vote {}", vote.receipt);
    let there: Vec<usize> = votes
        .iter()
        .map(|vote| {
            *found(&bytes, receipt(vote).as_bytes())
                .last()
                .expect("it stands there")
        })
        .collect();
    assert!(
        shows_order(&there),
        "the check is blind: {:?}",
        order_in(&there)
    );
    if world.place().file().is_none() {
        // While the vote is open, PostgreSQL knows which rows were written together.
        assert_eq!(
            joined(world).await,
            i64::try_from(votes.len()).expect("few")
        );
    }
    let empty = "DROP TABLE naive";
    world.place().runs(empty).await;
    if world.place().file().is_some() {
        world
            .place()
            .runs("PRAGMA wal_checkpoint(TRUNCATE); VACUUM; PRAGMA wal_checkpoint(TRUNCATE)")
            .await;
    }
}

/// How many rows of the register join one row of the box by the transaction that wrote them.
async fn joined(world: &World) -> i64 {
    world
        .counts(
            "SELECT COUNT(*) FROM voter_register v JOIN ballot_box b ON v.xmin::text = b.xmin::text",
        )
        .await
}

/// On PostgreSQL: no transaction and no place of a row says anything.
async fn check_rows_tell_nothing(world: &World) {
    assert_eq!(joined(world).await, 0);
    for table in ["voter_register", "ballot_box"] {
        let transactions = format!("SELECT COUNT(DISTINCT xmin::text) FROM {table}");
        assert_eq!(world.counts(&transactions).await, 1, "{table}");
    }
    for (table, key) in [("voter_register", "voter"), ("ballot_box", "slot")] {
        let as_they_lie = texts(world, &format!("SELECT {key} FROM {table} ORDER BY ctid")).await;
        let by_key = texts(world, &format!("SELECT {key} FROM {table} ORDER BY {key}")).await;
        assert_eq!(as_they_lie, by_key, "{table}");
    }
}

/// How many of the sealed ballots stand in the database's files.
async fn lying_there(world: &World, votes: &[Vote]) -> usize {
    let bytes = files(world).await;
    let there = |vote: &&Vote| !found(&bytes, &sealed(vote)).is_empty();
    votes.iter().filter(there).count()
}

async fn emptied(world: &World) -> i64 {
    let sql = "SELECT COUNT(*) FROM box_care WHERE done = 'box-emptied'";
    world.counts(sql).await
}

/// Lets the clock look until nothing of the box is left.
pub async fn until_emptied(world: &World) {
    for _ in 0..60 {
        jobs::catch_up(world.desk()).await.expect("the clock looks");
        if emptied(world).await == 1 {
            return;
        }
    }
    panic!("the box is not empty in the end");
}

walk!(
    after_declaring_no_sealed_ballot_is_left_in_any_file,
    |world| {
        world.leaves_letters();
        let round = laid::open_round(world).await;
        let votes = one_after_the_other(world, &round, 30).await;
        world.passes(Duration::days(11));
        jobs::catch_up(world.desk()).await.expect("it closes");
        assert_eq!(lying_there(world, &votes).await, 30, "the check sees them");
        let mut helen = world.staff("Helen", Role::Council, "E06000016").await;
        let mut yusuf = world.staff("Yusuf", Role::Council, "E06000016").await;
        laid::counts_and_declares(&mut helen, &mut yusuf).await;
        until_emptied(world).await;
        assert_eq!(lying_there(world, &votes).await, 0);
        let read = what_is_left(world).await;
        assert_eq!(read, (0, 0), "rows, and bytes on PostgreSQL");
    }
);

/// The rows of the box, and on PostgreSQL the size of its file, which holds no row that was deleted.
async fn what_is_left(world: &World) -> (i64, i64) {
    let rows = world.counts("SELECT COUNT(*) FROM ballot_box").await;
    let bytes = match world.place().file() {
        Some(_) => 0,
        None => world.counts("SELECT pg_relation_size('ballot_box')").await,
    };
    (rows, bytes)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn while_somebody_still_looks_at_a_declared_box_it_is_not_called_empty() {
    let Some(world) = World::on_postgres().await else {
        return;
    };
    world.leaves_letters();
    let round = laid::open_round(&world).await;
    let votes = one_after_the_other(&world, &round, 22).await;
    world.passes(Duration::days(11));
    jobs::catch_up(world.desk()).await.expect("it closes");
    let mut helen = world.staff("Helen", Role::Council, "E06000016").await;
    let mut yusuf = world.staff("Yusuf", Role::Council, "E06000016").await;
    // A transaction from before, such as a backup's, may still read the ballots: they stay in the file.
    let connection = world.place().connect().await;
    let reader = connection
        .begin_with_config(Some(IsolationLevel::RepeatableRead), None)
        .await
        .expect("a transaction");
    let look = |sql: &'static str| Statement::from_string(DatabaseBackend::Postgres, sql);
    let sql = "SELECT COUNT(*) FROM account";
    reader.query_one_raw(look(sql)).await.expect("it reads");
    laid::counts_and_declares(&mut helen, &mut yusuf).await;
    assert_eq!(world.counts("SELECT COUNT(*) FROM ballot_box").await, 0);
    assert_eq!(emptied(&world).await, 0, "it is not called empty");
    drop(reader);
    connection.close().await.expect("close");
    until_emptied(&world).await;
    assert_eq!(lying_there(&world, &votes).await, 0);
    world.ends().await;
}

walk!(the_marked_register_never_meets_the_box, |world| {
    let round = laid::open_round(world).await;
    let votes = one_after_the_other(world, &round, 3).await;
    let columns = |table: &str| match world.place().file() {
        Some(_) => format!("SELECT name FROM pragma_table_info('{table}') ORDER BY name"),
        None => format!(
            "SELECT column_name::text FROM information_schema.columns WHERE table_name = '{table}' \
             ORDER BY column_name"
        ),
    };
    assert_eq!(
        texts(world, &columns("ballot_box")).await,
        ["round_id", "sealed", "slot"]
    );
    // Whoever adds a column says here why it is no time, no serial number and nothing of a ballot.
    assert_eq!(
        texts(world, &columns("voter_register")).await,
        [
            "channel",
            "once_digest",
            "round_id",
            "voter",
            "ward_checked",
            "ward_code"
        ]
    );
    // Nothing of one row stands in the other, whether as text or as bytes.
    for row in rows(world, "SELECT voter, once_digest FROM voter_register").await {
        for at in 0..2 {
            let text: String = row.try_get_by_index(at).expect("text");
            let bytes: Vec<u8> = (0..text.len() / 2)
                .filter_map(|at| u8::from_str_radix(&text[at * 2..at * 2 + 2], 16).ok())
                .collect();
            assert_eq!(bytes.len(), 32, "a digest");
            for vote in &votes {
                assert!(found(&vote.sealed, &bytes[..6]).is_empty());
                assert!(!text.contains(&vote.slot[..12]));
            }
        }
    }
});
