//! A count between two officers: the second sees everything that would be published and what decided a tie, and
//! declares it or sends it back.

use crate::laid::{self, option};
use crate::vote_edges::lot;
use crate::world::{Actor, World};
use chrono::Duration;
use payback_panel::domain::ballots::lots::Lots;
use payback_panel::domain::policy::Role;
use payback_panel::jobs;
use payback_panel::store::ballots::outcome;

const LEICESTER: &str = "E06000016";
const ROUND: &str = "/staff/rounds/next-place";
const RIGHT: &str = "3 11 20 27 41 56";

async fn officer<'w>(world: &'w World, name: &str) -> Actor<'w> {
    world.staff(name, Role::Council, LEICESTER).await
}

async fn closed_with(world: &World, shares: &[(i64, usize)]) {
    let round = laid::open_round(world).await;
    laid::votes(world, &round, shares).await;
    closes(world).await;
}

async fn closes(world: &World) {
    world.passes(Duration::days(11));
    jobs::catch_up(world.desk()).await.expect("it closes");
}

async fn state(world: &World) -> &'static str {
    laid::round(world, "next-place").await.state.code()
}

/// The detail of the newest line of a kind in the audit log.
async fn line(world: &World, kind: &str) -> String {
    let sql = format!("SELECT detail FROM audit WHERE kind = '{kind}' ORDER BY seq DESC LIMIT 1");
    let found = crate::secrecy::texts(world, &sql).await;
    found.into_iter().next().expect("a line")
}

/// Which of the first two places a value prefers.
async fn preferred(world: &World, value: &str) -> i64 {
    let key = laid::round(world, "next-place").await.round_key;
    let ids = [1, 2, 3].map(option);
    let lots = Lots::drawn(&key.expect("it is announced"), value, &ids);
    i64::from(lots.highest(&[0, 1]).expect("one of them")) + 1
}

/// A value that prefers the place which the right one does not.
async fn typed_wrong(world: &World) -> String {
    let right = preferred(world, RIGHT).await;
    for last in 57..99 {
        let value = format!("3 11 20 27 41 {last}");
        if preferred(world, &value).await != right {
            return value;
        }
    }
    panic!("every value prefers the same place");
}

async fn counts_with(officer: &mut Actor<'_>, value: &str) {
    officer.opens(ROUND).await;
    officer.presses("Count the votes").await;
    officer.fills("value", value);
    officer.presses("Count the votes").await;
    officer.gets(200);
}

walk!(
    a_second_officer_sees_what_decided_a_tie_sends_a_wrong_count_back_and_the_right_one_is_declared,
    |world| {
        closed_with(world, &[(1, 10), (2, 10), (3, 4)]).await;
        let wrong = typed_wrong(world).await;
        let right = preferred(world, RIGHT).await;
        let mut helen = officer(world, "Helen").await;
        let mut yusuf = officer(world, "Yusuf").await;
        counts_with(&mut helen, &wrong).await;
        assert!(line(world, "round-counted").await.contains(&wrong));
        // Whoever counted sees what they typed, and neither declares nor sends back.
        helen
            .sees(&format!("The value was {wrong}"))
            .sees("You counted this vote")
            .sees_no("Send the count back");
        yusuf.opens(ROUND).await;
        yusuf
            .gets(200)
            .sees("The lottery numbers after closing")
            .sees(&format!("The value was {wrong}"))
            .sees("had equally many votes. The lot decided")
            .sees("10 votes")
            .sees("Declare the result");
        yusuf.presses("Send the count back").await;
        yusuf.gets(422).sees("Say why the count is sent back");
        assert_eq!(state(world).await, "counted");
        yusuf.fills("reason", "The last number drawn was 56.");
        yusuf.presses_twice("Send the count back").await;
        yusuf.gets(200).is_at(ROUND);
        assert_eq!(state(world).await, "closed");
        let sent_back = "SELECT COUNT(*) FROM audit WHERE kind = 'count-sent-back'";
        assert_eq!(world.counts(sent_back).await, 1);
        assert_eq!(
            line(world, "count-sent-back").await,
            "reason: The last number drawn was 56."
        );
        // Nothing of the count is left, and the box is as it was.
        let conn = world.desk().db.read();
        assert_eq!(outcome::of(&conn, 1).await, Ok(None));
        assert_eq!(outcome::file_names(&conn, 1).await, Ok(vec![]));
        assert_eq!(world.counts("SELECT COUNT(*) FROM ballot_box").await, 24);
        let letter = helen.reads_letter("The count was sent back").await;
        assert!(letter.body.contains("The last number drawn was 56."));

        helen.opens("/staff").await;
        helen.sees("Another officer sent the count back");
        helen.opens(ROUND).await;
        helen.sees("An earlier count was sent back: The last number drawn was 56.");
        helen.fills("value", RIGHT);
        helen.presses("Count the votes").await;
        helen.gets(200).sees(&format!("The value was {RIGHT}"));
        // Both values stay on record.
        let counts = "SELECT detail FROM audit WHERE kind = 'round-counted' ORDER BY seq";
        let lines = crate::secrecy::texts(world, counts).await;
        assert_eq!(lines.len(), 2);
        assert!(lines[0].contains(&wrong) && lines[1].contains(RIGHT));
        world.leaves_letters();
        yusuf.opens(ROUND).await;
        yusuf.presses("Declare the result").await;
        yusuf.gets(200);
        let mut rita = world.visitor("Rita");
        rita.opens("/votes/next-place/result").await;
        rita.gets(200)
            .sees(&format!("Place number {right} won the vote"))
            .sees(&format!("The value was {RIGHT}"))
            .sees("An earlier count was not declared")
            .sees("The last number drawn was 56.")
            .sees_no(&wrong);
        crate::rounds::checks_out(world, "next-place").await;
    }
);

walk!(
    a_count_is_sent_back_by_a_second_officer_and_nobody_else,
    |world| {
        world.leaves_letters();
        closed_with(world, &[(1, 12), (2, 9)]).await;
        let mut helen = officer(world, "Helen").await;
        let mut yusuf = officer(world, "Yusuf").await;
        let mut fiona = world.staff("Fiona", Role::Council, "E06000017").await;
        let to = format!("{ROUND}/send-back");
        for person in [&mut helen, &mut yusuf, &mut fiona] {
            person.opens("/staff/panels/new").await;
        }
        let token = |actor: &Actor<'_>| actor.page().value("csrf").expect("a token");
        let tokens = [&helen, &yusuf, &fiona].map(token);
        let form = |of: usize, version: i64| -> Vec<(String, String)> {
            vec![
                ("csrf".into(), tokens[of].clone()),
                ("version".into(), version.to_string()),
                ("reason".into(), "I would rather not".into()),
            ]
        };
        // Before there is a count.
        let version = laid::round(world, "next-place").await.version;
        yusuf.sends(&to, &form(1, version)).await;
        yusuf.gets(409);
        helen.opens(ROUND).await;
        helen.presses("Count the votes").await;
        let version = laid::round(world, "next-place").await.version;
        helen.sends(&to, &form(0, version)).await;
        helen.gets(422).sees("another officer must declare");
        fiona.sends(&to, &form(2, version)).await;
        fiona.gets(403);
        yusuf.sends(&to, &form(1, version - 1)).await;
        yusuf.gets(409).sees("Somebody changed this vote");
        assert_eq!(state(world).await, "counted");
        yusuf.opens(ROUND).await;
        yusuf.presses("Declare the result").await;
        yusuf.gets(200);
        // A declared result stands.
        let version = laid::round(world, "next-place").await.version;
        helen.sends(&to, &form(0, version)).await;
        helen.gets(409);
        assert_eq!(state(world).await, "declared");
    }
);

walk!(
    a_second_officer_sees_a_lot_with_its_witnesses_also_in_a_small_poll,
    |world| {
        world.leaves_letters();
        closed_with(world, &[(1, 2), (2, 2)]).await;
        let mut helen = officer(world, "Helen").await;
        helen.opens(ROUND).await;
        helen.presses("Count the votes").await;
        helen.gets(422).sees("a tie between");
        let drawn = lot(&helen, &[(1, "2"), (2, "1")]);
        helen.sends(&format!("{ROUND}/count"), &drawn).await;
        helen.gets(303);
        let told = line(world, "round-counted").await;
        assert!(
            told.contains("lot drawn: lc-2026-0002, lc-2026-0001"),
            "{told}"
        );
        assert!(told.contains("before: Ann Lee; Bo Tay"), "{told}");
        let mut yusuf = officer(world, "Yusuf").await;
        yusuf.opens(ROUND).await;
        yusuf
            .gets(200)
            .sees("before Ann Lee and Bo Tay")
            .sees("The order drawn was: Place number 2, Place number 1")
            .sees("There were fewer than 20 votes to count");
        yusuf.presses("Declare the result").await;
        let mut rita = world.visitor("Rita");
        rita.opens("/votes/next-place/result").await;
        rita.gets(200)
            .sees("Place number 2 won the vote")
            .sees("before Ann Lee and Bo Tay");
    }
);

walk!(
    a_list_with_more_ballots_than_voters_is_declared_only_with_a_reason_that_everybody_reads,
    |world| {
        world.leaves_letters();
        let round = laid::open_round(world).await;
        laid::votes(world, &round, &[(1, 12), (2, 10)]).await;
        // Two rows of the register are lost past the application.
        let lose = "DELETE FROM voter_register WHERE voter IN \
            (SELECT voter FROM voter_register ORDER BY voter LIMIT 2)";
        world.place().runs(lose).await;
        closes(world).await;
        let mut helen = officer(world, "Helen").await;
        helen.opens(ROUND).await;
        helen.presses("Count the votes").await;
        helen
            .gets(200)
            .sees("The box has 2 votes more than there are people in the register");
        let mut yusuf = officer(world, "Yusuf").await;
        yusuf.opens(ROUND).await;
        yusuf
            .sees("The box has 2 votes more than there are people in the register")
            .presses("Declare the result")
            .await;
        yusuf
            .gets(422)
            .sees("Say why there are more votes than people who voted");
        assert_eq!(state(world).await, "counted");
        yusuf.fills("more-ballots", "Two rows were lost when a disk was mended.");
        yusuf.presses("Declare the result").await;
        yusuf.gets(200);
        assert_eq!(state(world).await, "declared");
        let told = line(world, "round-declared").await;
        assert!(told.contains("Two rows were lost"), "{told}");
        let mut rita = world.visitor("Rita");
        rita.opens("/votes/next-place/result").await;
        rita.gets(200)
            .sees("The box had 2 votes more than there are people in the register")
            .sees("The officer who declared the result says why")
            .sees("Two rows were lost when a disk was mended.");
    }
);
