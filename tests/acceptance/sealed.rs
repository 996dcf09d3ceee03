//! Sealed mode: keys made off the server, the test that opens a vote, the count with keys in memory.

use crate::laid::{self, option};
use crate::sealed_laid::{self, pair, private, public};
use crate::world::{Actor, Operator, World};
use chrono::Duration;
use payback_panel::actions::ballots::heads;
use payback_panel::domain::ballots::box_key::{read_private, read_public};
use payback_panel::domain::ballots::merkle::{next_head, root, to_hex};
use payback_panel::domain::policy::Role;
use payback_panel::jobs;
use payback_panel::ports::sealing::{KeyPair, seal};
use payback_panel::store::ballots::outcome;
use sha2::{Digest, Sha256};

const LEICESTER: &str = "E06000016";
const ROUND: &str = "/staff/rounds/next-place";

async fn officer<'w>(world: &'w World, name: &str) -> Actor<'w> {
    world.staff(name, Role::Council, LEICESTER).await
}

async fn time_passes(world: &World, time: Duration) {
    world.passes(time);
    jobs::catch_up(world.desk()).await.expect("the jobs run");
}

async fn state(world: &World) -> &'static str {
    laid::round(world, "next-place").await.state.code()
}

/// The test ballot for a key, opened off the server with the private key.
async fn words_of(actor: &mut Actor<'_>, number: u8, pair: &KeyPair) -> String {
    let reader = Operator::new();
    actor.opens(&format!("{ROUND}/keys/{number}")).await;
    actor.gets(200);
    reader.writes("test.txt", &actor.page().text);
    reader.writes("key.txt", private(pair));
    let words = reader.gets("round open-test test.txt --key key.txt");
    reader.clears_up().await;
    words.trim().to_string()
}

#[tokio::test]
async fn keygen_makes_a_pair_that_only_its_owner_reads_and_never_writes_over_a_file() {
    let operator = Operator::new();
    let printed = operator.gets("round keygen --out box-key.txt");
    let file = std::fs::read_to_string(operator.path("box-key.txt")).expect("the file");
    let public = read_public(&printed).expect("a public key is printed");
    let private = read_private(&file).expect("a private key is in the file");
    assert_eq!(KeyPair::of_private(private).public, public);
    assert_eq!(printed.lines().count(), 1);
    assert!(!printed.contains("private"));
    assert!(file.contains(printed.trim()));
    assert!(file.contains("Show it to nobody"));
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let mode = std::fs::metadata(operator.path("box-key.txt")).expect("the file");
        assert_eq!(mode.permissions().mode() & 0o777, 0o600);
    }
    let again = operator.fails("round keygen --out box-key.txt", 1);
    assert!(
        again.contains("box-key.txt: it is there already"),
        "{again}"
    );
    assert_eq!(again.lines().count(), 1);
    let after = std::fs::read_to_string(operator.path("box-key.txt")).expect("the file");
    assert_eq!(after, file);
    assert!(!operator.path("panel.db").exists(), "a database was opened");
    let other = operator.gets("round keygen --out other.txt");
    assert_ne!(other, printed);
    operator.fails("round keygen", 2);
    let nowhere = operator.fails("round keygen --out no/such/folder/key.txt", 1);
    assert!(nowhere.contains("no/such/folder/key.txt"), "{nowhere}");
    operator.writes("test.txt", "a letter");
    let wrong = operator.fails("round open-test test.txt --key box-key.txt", 1);
    assert!(
        wrong.contains("test.txt: this is not a test ballot"),
        "{wrong}"
    );
    let wrong = operator.fails("round open-test test.txt --key test.txt", 1);
    assert!(wrong.contains("There is no key in this"), "{wrong}");
    operator.clears_up().await;
}

walk!(a_sealed_vote_goes_from_its_keys_to_its_result, |world| {
    world.leaves_letters();
    laid::drafted(world).await;
    let key = pair(1);
    let mut helen = officer(world, "Helen").await;
    let mut yusuf = officer(world, "Yusuf").await;
    helen.opens(ROUND).await;
    helen.sees("simple mode");
    helen.follows("Change who keeps the key").await;
    helen
        .fills("keeping", "sealed")
        .fills("public-key-1", &public(&key));
    helen.presses("Save").await;
    helen
        .gets(200)
        .is_at(ROUND)
        .sees("sealed mode")
        .sees("The rules are complete");
    helen.presses("Announce the vote").await;
    helen
        .gets(200)
        .sees("stays shut until the test ballot is opened")
        .sees("if the test ballot is opened by then, else as soon as that is done.")
        .sees_no("opens by itself");
    yusuf.opens("/staff").await;
    yusuf
        .sees("Open the test ballot")
        .sees("not before this is done");

    // Its time comes, and it stays shut: officers are told, and so is everybody who looks.
    time_passes(world, Duration::days(1)).await;
    assert_eq!(state(world).await, "announced");
    let letter = helen.reads_letter("The vote could not open").await;
    assert!(letter.body.contains("/staff/rounds/next-place/keys"));
    time_passes(world, Duration::minutes(1)).await;
    let told = "SELECT COUNT(*) FROM outbox WHERE kind = 'round-kept-shut'";
    assert_eq!(world.counts(told).await, 2, "each officer once");
    let mut rita = world.visitor("Rita");
    rita.opens("/votes/next-place").await;
    rita.gets(200)
        .sees("This vote has not opened yet")
        .sees_no("Continue");

    // The words that only the private key brings to light.
    let words = words_of(&mut helen, 1, &key).await;
    helen.opens(ROUND).await;
    helen.follows("Open the test ballot").await;
    helen.fills("words", "acorn acorn acorn acorn");
    helen.presses("Show that the key works").await;
    helen
        .gets(422)
        .sees("These are not the words in the test ballot");
    helen.fills("words", &words.to_uppercase());
    let (path, _, form) = helen.would_send("Show that the key works");
    helen.presses("Show that the key works").await;
    helen.gets(200).sees("Every key has passed its test");
    yusuf.opens("/staff").await;
    yusuf.sees_no("Open the test ballot");
    helen.sends(&path, &form).await;
    helen.gets(303);
    assert_eq!(
        world
            .counts("SELECT COUNT(*) FROM audit WHERE kind = 'box-key-tested'")
            .await,
        1
    );
    time_passes(world, Duration::minutes(1)).await;
    assert_eq!(state(world).await, "open");

    let round = laid::round(world, "next-place").await;
    laid::votes(world, &round, &[(1, 9), (2, 15), (3, 7)]).await;
    assert_eq!(
        world
            .counts("SELECT COUNT(*) FROM round WHERE held_key IS NOT NULL")
            .await,
        0
    );
    time_passes(world, Duration::days(11)).await;
    assert_eq!(state(world).await, "closed");
    counts(&mut helen, &mut yusuf, &key).await;
    yusuf.opens(ROUND).await;
    yusuf.presses("Declare the result").await;
    yusuf
        .gets(200)
        .sees("destroy every copy of the private key");
    rita.opens("/votes/next-place/result").await;
    rita.gets(200)
        .sees("Place number 2 won the vote")
        .sees("sealed")
        .sees_no("simple mode");
    reminded_once(world, &helen).await;
});

/// The time to object is 21 days. Three days before its end each officer hears of the key, once.
async fn reminded_once(world: &World, helen: &Actor<'_>) {
    let told = "SELECT COUNT(*) FROM outbox WHERE kind = 'box-key-ends'";
    time_passes(world, Duration::days(17)).await;
    assert_eq!(world.counts(told).await, 0);
    time_passes(world, Duration::days(1)).await;
    let letter = helen.reads_letter("Destroy the key on").await;
    assert!(letter.body.contains("/staff/rounds/next-place"));
    assert!(letter.body.contains("every copy"), "{}", letter.body);
    time_passes(world, Duration::days(10)).await;
    assert_eq!(world.counts(told).await, 2, "each officer once");
}

/// Every way in which a key can be wrong, then the count.
async fn counts(helen: &mut Actor<'_>, yusuf: &mut Actor<'_>, key: &KeyPair) {
    helen.opens(ROUND).await;
    helen.follows("Open the ballot box").await;
    helen.gets(200).sees("The key is not kept");
    for (typed, told) in [
        (String::new(), "Enter the key"),
        ("a ballot".into(), "There is no key in this"),
        (public(key), "This is the public key"),
        (private(&pair(2)), "This key does not open this box"),
        (
            private(key).replace("-v1-", "-v1-0"),
            "The key has a mistake in it",
        ),
    ] {
        helen.fills("key-1", &typed);
        helen.presses("Open the box and count").await;
        helen.gets(422).sees(told);
        assert_eq!(
            helen.page().value("key-1").as_deref(),
            Some(""),
            "a key was shown again"
        );
        assert_eq!(helen.page().headers["cache-control"], "no-store");
    }
    // A stale page loses nothing, and the count of a sealed box is not to be had without its key.
    let (_, _, mut form) = helen.would_send("Open the box and count");
    form.retain(|(name, _)| name != "version" && name != "key-1");
    form.push(("version".into(), "1".into()));
    form.push(("key-1".into(), private(key)));
    helen.sends(&format!("{ROUND}/open"), &form).await;
    helen.gets(409).sees("Somebody changed this vote");
    let mut plain = form.clone();
    plain.retain(|(name, _)| name != "key-1");
    helen.sends(&format!("{ROUND}/count"), &plain).await;
    helen.gets(422);
    helen.opens(&format!("{ROUND}/open")).await;
    helen.fills("key-1", &private(key));
    let (path, _, twice) = helen.would_send("Open the box and count");
    helen.presses("Open the box and count").await;
    helen
        .gets(200)
        .is_at(ROUND)
        .sees("31 votes in the box")
        .sees("another officer must declare");
    // Sent twice by a hurried hand it is answered alike; another officer is told.
    helen.sends(&path, &twice).await;
    helen.gets(303);
    assert_eq!(helen.page().headers["location"], ROUND);
    yusuf.opens(ROUND).await;
    let (_, _, own) = yusuf.would_send("Declare the result");
    let csrf = own.into_iter().find(|(name, _)| name == "csrf");
    let mut late = twice;
    late.retain(|(name, _)| name != "csrf");
    late.extend(csrf);
    yusuf.sends(&path, &late).await;
    yusuf.gets(409).sees("only a closed vote can be counted");
}

walk!(two_officers_are_needed_where_two_keys_seal, |world| {
    world.leaves_letters();
    let pairs = [pair(1), pair(2)];
    sealed_laid::announced(world, &pairs).await;
    let mut helen = officer(world, "Helen").await;
    helen.opens(&format!("{ROUND}/keys")).await;
    helen
        .sees("First officer’s key")
        .sees("Second officer’s key");
    // One key for the other's test ballot, then each for its own.
    let fields = |helen: &Actor<'_>, number: &str, key: &KeyPair| {
        let (path, _, mut form) = helen.would_send("Show that the key works");
        form.retain(|(name, _)| !["number", "key", "words"].contains(&name.as_str()));
        form.push(("number".into(), number.into()));
        form.push(("key".into(), private(key)));
        (path, form)
    };
    let (path, form) = fields(&helen, "2", &pairs[0]);
    helen.sends(&path, &form).await;
    helen
        .gets(422)
        .sees("This key does not open the test ballot");
    for (number, key) in [("1", &pairs[0]), ("2", &pairs[1])] {
        time_passes(world, Duration::days(1)).await;
        assert_eq!(state(world).await, "announced");
        helen.opens(&format!("{ROUND}/keys")).await;
        let (path, form) = fields(&helen, number, key);
        helen.sends(&path, &form).await;
        helen.gets(303);
    }
    time_passes(world, Duration::minutes(1)).await;
    let round = laid::round(world, "next-place").await;
    assert!(round.is_open_at(world.now()));
    laid::votes(world, &round, &[(1, 3), (2, 20)]).await;
    time_passes(world, Duration::days(11)).await;
    helen.opens(&format!("{ROUND}/open")).await;
    helen
        .sees("both private keys")
        .fills("key-1", &private(&pairs[0]));
    helen.presses("Open the box and count").await;
    helen.gets(422).sees("Enter the key");
    helen
        .fills("key-1", &private(&pairs[0]))
        .fills("key-2", &private(&pairs[0]));
    helen.presses("Open the box and count").await;
    helen.gets(422).sees("This is the same key twice");
    assert_eq!(state(world).await, "closed");
    // In files this time, the second officer's in the first field.
    let (path, _, fields) = helen.would_send("Open the box and count");
    let files = [
        ("key-1-file", private(&pairs[1])),
        ("key-2-file", private(&pairs[0])),
    ];
    helen.uploads(&path, &fields, &files).await;
    helen.gets(303);
    helen.opens(ROUND).await;
    helen.sees("23 votes in the box, 23 for a place, 0 blank, 0 rejected");
});

walk!(a_key_in_the_wrong_place_is_told_and_not_repeated, |world| {
    laid::drafted(world).await;
    let (key, other) = (pair(1), pair(2));
    let mut helen = officer(world, "Helen").await;
    let choose = format!("{ROUND}/box");
    helen.opens(&choose).await;
    let slip = public(&key).replace("-v1-", "-v1-0");
    for (first, second, told) in [
        (String::new(), String::new(), "Enter the key"),
        (
            "box-key.txt".into(),
            String::new(),
            "There is no key in this",
        ),
        (slip, String::new(), "The key has a mistake in it"),
        (public(&key), public(&key), "Both keys are the same"),
        (private(&key), String::new(), "This is the private key"),
    ] {
        helen
            .fills("keeping", "sealed")
            .fills("public-key-1", &first)
            .fills("public-key-2", &second);
        helen.presses("Save").await;
        helen.gets(422).sees(told);
        assert!(!helen.page().text.contains(&private(&key)));
    }
    helen.fills("keeping", "");
    helen.presses("Save").await;
    helen.gets(422).sees("Pick who keeps the key");
    // Somebody else was quicker: what was typed stays.
    let mut yusuf = officer(world, "Yusuf").await;
    yusuf.opens(&choose).await;
    yusuf
        .fills("keeping", "sealed")
        .fills("public-key-1", &public(&other));
    yusuf.presses("Save").await;
    yusuf.gets(200).is_at(ROUND);
    helen
        .fills("keeping", "sealed")
        .fills("public-key-1", &public(&key));
    helen.presses("Save").await;
    helen.gets(409).sees("Somebody changed this vote");
    assert_eq!(helen.page().value("public-key-1"), Some(public(&key)));
    helen.presses("Save").await;
    helen.gets(200).is_at(ROUND);
    // Announced, it is fixed; a key that is lost is a reason to give the vote up at any time.
    helen.presses("Announce the vote").await;
    helen.opens(&choose).await;
    helen.is_at(ROUND);
    time_passes(world, Duration::days(2)).await;
    helen.reads_letter("The vote could not open").await;
    yusuf.reads_letter("The vote could not open").await;
    helen.opens(ROUND).await;
    helen.fills("reason", "The key was lost.");
    helen.presses("Give the vote up").await;
    helen.gets(200);
    assert_eq!(state(world).await, "abandoned");
    helen.opens("/votes/next-place/box").await;
    helen.gets(200);
});

walk!(
    records_that_do_not_read_are_rejected_and_their_number_published,
    |world| {
        world.leaves_letters();
        let key = pair(1);
        let round = sealed_laid::open_round(world, std::slice::from_ref(&key)).await;
        laid::votes(world, &round, &[(1, 12), (2, 10)]).await;
        // Whoever holds the database puts in what no voter sends: not sealed, sealed to another key, sealed
        // well around nonsense, and a copy of a ballot that is there.
        let dice = payback_panel::ports::dice::Dice::seeded(5);
        let nonsense = [b"v1|nonsense".to_vec(), vec![0xFF; 192]];
        let mut records = vec![vec![1; 100], seal(&dice, &pair(2).public, b"v1|a|b|c|d|e")];
        records.extend(nonsense.iter().map(|text| seal(&dice, &key.public, text)));
        let there = outcome::sealed(&world.desk().db.read(), round.id).await;
        records.push(there.expect("the box reads")[0].clone());
        for (number, record) in records.iter().enumerate() {
            let hex: String = record.iter().map(|byte| format!("{byte:02x}")).collect();
            let blob = match world.place().file() {
                Some(_) => format!("x'{hex}'"),
                None => format!("'\\x{hex}'::bytea"),
            };
            let sql = format!(
                "INSERT INTO ballot_box VALUES ({}, 'slot{number}', {blob})",
                round.id
            );
            world.place().runs(&sql).await;
        }
        time_passes(world, Duration::days(11)).await;
        let mut helen = officer(world, "Helen").await;
        helen.opens(&format!("{ROUND}/open")).await;
        helen.fills("key-1", &private(&key));
        helen.presses("Open the box and count").await;
        helen
            .gets(200)
            .sees("27 votes in the box, 22 for a place, 0 blank, 5 rejected. 22 people");
        let mut yusuf = officer(world, "Yusuf").await;
        yusuf.opens(ROUND).await;
        yusuf.presses("Declare the result").await;
        yusuf
            .gets(422)
            .sees("Say why there are more votes than people who voted");
        yusuf.fills("more-ballots", "Somebody put five records into the box.");
        yusuf.presses("Declare the result").await;
        yusuf.gets(200);
        let mut rita = world.visitor("Rita");
        rita.opens("/votes/next-place/result").await;
        rita.sees("Rejected5 (not readable, not counted)");
        rita.opens("/votes/next-place/result.json").await;
        rita.sees("\"rejected\":5");
    }
);

walk!(
    heads_of_the_box_are_published_at_night_and_a_box_that_lost_a_vote_is_not_counted,
    |world| {
        world.leaves_letters();
        let key = pair(1);
        let round = sealed_laid::open_round(world, std::slice::from_ref(&key)).await;
        let mut rita = world.visitor("Rita");
        laid::votes(world, &round, &[(1, 19)]).await;
        world.passes(Duration::days(1));
        heads::nightly(world.desk()).await.expect("the clock looks");
        rita.opens("/votes/next-place/box-heads.json").await;
        rita.gets(200).sees("\"heads\":[]");
        rita.opens("/votes/next-place").await;
        rita.sees("20 or more votes").sees_no("19");
        for number in 0..6 {
            more(world, &round, number).await;
        }
        heads::nightly(world.desk()).await.expect("the clock looks");
        let list = follows_chain(world, &mut rita, &[25]).await;
        // The same night again, and a night with too few: nothing moves.
        for number in 6..25 {
            more(world, &round, number).await;
        }
        heads::nightly(world.desk()).await.expect("the clock looks");
        world.passes(Duration::days(1));
        heads::nightly(world.desk()).await.expect("the clock looks");
        assert_eq!(follows_chain(world, &mut rita, &[25]).await, list);
        more(world, &round, 25).await;
        heads::nightly(world.desk()).await.expect("the clock looks");
        follows_chain(world, &mut rita, &[25, 45]).await;
        rita.opens("/votes/next-place").await;
        rita.sees("there were 45 votes in the box");
        rita.follows("The ballot box, night by night").await;
        rita.gets(200)
            .sees("24 November 2026")
            .sees("25 November 2026");

        time_passes(world, Duration::days(11)).await;
        let slot = "(SELECT MIN(slot) FROM ballot_box)";
        let file = world.place().file().is_some();
        if file {
            world
                .place()
                .runs("DROP TRIGGER ballot_box_loses_no_ballot")
                .await;
        } else {
            world
                .place()
                .runs("DROP TRIGGER ballot_box_loses_no_ballot ON ballot_box")
                .await;
        }
        world
            .place()
            .runs(&format!(
                "CREATE TABLE aside AS SELECT * FROM ballot_box WHERE slot = {slot}"
            ))
            .await;
        world
            .place()
            .runs(&format!("DELETE FROM ballot_box WHERE slot = {slot}"))
            .await;
        let mut helen = officer(world, "Helen").await;
        helen.opens(&format!("{ROUND}/open")).await;
        helen.fills("key-1", &private(&key));
        helen.presses("Open the box and count").await;
        helen.gets(422).sees("tampered with: 1 of the sealed votes");
        assert_eq!(state(world).await, "closed");
        world
            .place()
            .runs("INSERT INTO ballot_box SELECT * FROM aside; DROP TABLE aside")
            .await;
        helen.fills("key-1", &private(&key));
        helen.presses("Open the box and count").await;
        helen.gets(200).sees("45 votes in the box");
    }
);

/// One more vote.
async fn more(world: &World, round: &payback_panel::store::ballots::Round, number: u128) {
    use payback_panel::actions::ballots::casting;
    let resident = world.resident(&format!("later{number}")).await;
    let envelope = laid::envelope(5000 + number, &option(2));
    let done = casting::cast(world.desk(), &laid::voter(&resident), round, &envelope, "").await;
    assert!(matches!(done, Ok(casting::Casting::Voted(_))), "{done:?}");
}

/// Follows the published chain from its beginning, as anybody can, and gives the list under its end.
async fn follows_chain(world: &World, rita: &mut Actor<'_>, ballots: &[u64]) -> String {
    rita.opens("/votes/next-place/box-heads.json").await;
    let json: serde_json::Value = serde_json::from_str(&rita.page().text).expect("JSON");
    let heads = json["heads"].as_array().expect("heads");
    assert_eq!(heads.len(), ballots.len());
    let bytes =
        |hex: &str| payback_panel::domain::ballots::merkle::from_hex(hex).expect("a digest");
    let mut before = [0; 32];
    for (head, count) in heads.iter().zip(ballots) {
        assert_eq!(head["ballots"], *count);
        let root = bytes(head["root"].as_str().expect("a root"));
        before = next_head(&before, &root, *count);
        assert_eq!(head["head"], to_hex(&before));
    }
    rita.opens("/votes/next-place/box.txt").await;
    let list = rita.page().text.clone();
    let digests: Vec<[u8; 32]> = list.lines().map(bytes).collect();
    assert!(digests.is_sorted());
    assert_eq!(heads[heads.len() - 1]["root"], to_hex(&root(&digests)));
    let round = laid::round(world, "next-place").await;
    let sealed = outcome::sealed(&world.desk().db.read(), round.id).await;
    let there: Vec<[u8; 32]> = sealed
        .expect("the box reads")
        .iter()
        .map(|one| Sha256::digest(one).into())
        .collect();
    assert!(digests.iter().all(|digest| there.contains(digest)));
    list
}

walk!(
    the_key_that_the_server_holds_is_destroyed_on_its_day_and_the_log_says_so,
    |world| {
        let round = laid::open_round(world).await;
        world.leaves_letters();
        laid::votes(world, &round, &[(1, 12), (2, 10)]).await;
        time_passes(world, Duration::days(11)).await;
        let mut helen = officer(world, "Helen").await;
        let mut yusuf = officer(world, "Yusuf").await;
        helen.opens(ROUND).await;
        helen.presses("Count the votes").await;
        yusuf.opens(ROUND).await;
        yusuf.presses("Declare the result").await;
        yusuf
            .gets(200)
            .sees("The server destroys the private key on 25 December 2026");
        let mut rita = world.visitor("Rita");
        rita.opens("/votes/next-place/result").await;
        rita.sees("The private key is kept until 25 December 2026");
        time_passes(world, Duration::days(21)).await;
        time_passes(world, Duration::days(1)).await;
        assert_eq!(
            world
                .counts("SELECT COUNT(*) FROM audit WHERE kind = 'box-key-destroyed'")
                .await,
            1
        );
        assert_eq!(
            world
                .counts("SELECT COUNT(*) FROM round WHERE held_key IS NOT NULL")
                .await,
            0
        );
    }
);
