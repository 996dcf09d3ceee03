//! Casting a ballot: with a code and signed in, twice at once, too late, and never twice by one person.

use crate::laid::{self, envelope, option, voter};
use crate::secrecy::reading::everything;
use crate::world::{Actor, World};
use chrono::Duration;
use payback_panel::actions::Desk;
use payback_panel::actions::ballots::casting::{self, Casting};
use payback_panel::jobs;
use payback_panel::ports::dice::Dice;
use payback_panel::ports::post::Post;
use payback_panel::store::Db;
use payback_panel::store::ballots::outcome;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// Opens the paper, picks a place and goes on to the page that checks it.
pub async fn marks(actor: &mut Actor<'_>, choice: &str) {
    actor.opens("/votes/next-place").await;
    actor.gets(200).fills("choice", choice);
    actor.presses("Continue").await;
    actor.gets(200).sees("Check your vote");
}

/// The code in the newest letter.
pub async fn code(actor: &Actor<'_>) -> String {
    let letter = actor.reads_letter("Your code to vote").await;
    let code = letter.body.lines().find(|line| {
        line.len() == 9
            && line
                .bytes()
                .all(|byte| byte.is_ascii_digit() || byte == b' ')
    });
    code.expect("a code in the letter").to_string()
}

async fn counts(world: &World) -> (i64, i64) {
    let conn = world.desk().db.read();
    let register: i64 = outcome::registered(&conn, 1)
        .await
        .expect("the register reads")
        .iter()
        .map(|one| one.voters)
        .sum();
    let in_box = outcome::in_box(&conn, 1).await.expect("the box reads");
    (register, in_box)
}

/// The receipt code on a page.
pub fn receipt(actor: &Actor<'_>) -> String {
    let words = actor.page().words();
    let at = words.find("Your receipt code").expect("a receipt") + "Your receipt code".len();
    words[at..at + 19].to_string()
}

walk!(a_visitor_votes_with_a_code_from_their_mailbox, |world| {
    laid::open_round(world).await;
    let mut rita = world.visitor("Rita");
    marks(&mut rita, &option(2)).await;
    rita.sees("Place number 2")
        .sees("You cannot change your vote");
    rita.fills("email", "Rita@residents.example")
        .fills("postcode", "le991aa");
    rita.fills("word-1", "harbour").fills("word-2", "lantern");
    rita.presses("Send me a code").await;
    rita.gets(200).sees("We sent a code to");
    let code = code(&rita_of(world)).await;
    rita.fills("code", &code);
    rita.presses("Cast my vote").await;
    rita.gets(200)
        .is_at("/votes/next-place/cast")
        .sees("You have voted")
        .sees("harbour lantern")
        .sees("Place number 2");
    let page = rita.page();
    assert_eq!(page.headers["cache-control"], "no-store");
    assert_eq!(counts(world).await, (1, 1));

    // The same mailbox again, in another spelling and from another browser: one vote.
    let mut again = world.visitor("Again");
    marks(&mut again, &option(1)).await;
    again
        .fills("email", "rita+second@residents.example")
        .fills("postcode", "LE99 1AA");
    again.presses("Send me a code").await;
    let letters = world.letters().await;
    let letter = letters.first().expect("a letter");
    assert_eq!(letter.to, "rita+second@residents.example");
    let mut second = world.visitor("rita+second");
    second.email = letter.to.clone();
    let code = self::code(&second).await;
    again.fills("code", &code);
    again.presses("Cast my vote").await;
    again.gets(200).sees("You have already voted");
    assert_eq!(counts(world).await, (1, 1));
});

fn rita_of(world: &World) -> Actor<'_> {
    let mut rita = world.visitor("Rita");
    rita.email = "Rita@residents.example".into();
    rita
}

walk!(
    a_resident_votes_without_a_code_and_the_same_form_twice_is_one_ballot,
    |world| {
        laid::open_round(world).await;
        let mut rita = world.resident("Rita").await;
        marks(&mut rita, &option(3)).await;
        rita.fills("postcode", "LE99 1AB");
        let (_, _, another) = rita.would_send("Cast my vote");
        marks(&mut rita, &option(1)).await;
        rita.fills("postcode", "LE99 1AB");
        let (path, _, form) = rita.would_send("Cast my vote");
        rita.sends(&path, &form).await;
        rita.gets(200).sees("You have voted");
        let first = receipt(&rita);
        rita.sends(&path, &form).await;
        rita.gets(200).sees("You have voted");
        assert_eq!(receipt(&rita), first);
        // A second tab with another choice, opened before the first was sent.
        rita.sends(&path, &another).await;
        rita.gets(200)
            .sees("You have already voted")
            .sees_no("Place number 1");
        rita.opens("/votes/next-place").await;
        rita.gets(200).sees("You have voted").sees_no("Continue");
        assert_eq!(counts(world).await, (1, 1));
    }
);

walk!(
    whoever_lives_elsewhere_or_is_mistaken_is_told_and_keeps_what_was_typed,
    |world| {
        laid::open_round(world).await;
        let mut rita = world.visitor("Rita");
        rita.opens("/votes/next-place").await;
        rita.presses("Continue").await;
        rita.gets(422)
            .sees("Pick one place, or pick the blank vote");
        rita.fills("choice", "lc-2026-9999");
        rita.presses("Continue").await;
        rita.gets(422);
        marks(&mut rita, "blank").await;
        rita.sees("A blank vote");
        rita.fills("email", "nothing")
            .fills("postcode", "LE15 6AA")
            .fills("word-1", "harbour");
        rita.presses("Send me a code").await;
        rita.gets(422)
            .sees("Enter an email address in the correct format")
            .sees("This postcode is not in Leicester")
            .sees("Pick two check words, or none");
        assert_eq!(rita.page().value("postcode").as_deref(), Some("LE15 6AA"));
        assert_eq!(rita.page().value("word-1").as_deref(), Some("harbour"));
        // A postcode that is not in the table: the ward is asked for.
        rita.fills("email", "rita@residents.example")
            .fills("postcode", "LE99 9ZZ")
            .fills("word-1", "");
        rita.presses("Send me a code").await;
        rita.gets(422).sees("We do not know this postcode");
        rita.fills("ward", "E05010458");
        rita.presses("Send me a code").await;
        rita.gets(200);
        let code = code(&rita).await;
        rita.fills("code", &code);
        rita.presses("Cast my vote").await;
        rita.sees("You have voted").sees("A blank vote");
        let register = outcome::registered(&world.desk().db.read(), 1)
            .await
            .expect("it reads");
        assert_eq!(register[0].ward_code.as_deref(), Some("E05010458"));
        assert!(!register[0].ward_checked);
    }
);

walk!(codes_cannot_be_guessed_and_belong_to_one_form, |world| {
    laid::open_round(world).await;
    let mut mallory = world.visitor("Mallory");
    marks(&mut mallory, &option(1)).await;
    mallory
        .fills("email", "rita@residents.example")
        .fills("postcode", "LE99 1AA");
    mallory.presses("Send me a code").await;
    let mut rita = world.visitor("Rita");
    let sent = code(&rita).await;
    for tried in 0..6 {
        mallory.fills("code", &format!("0000 000{tried}"));
        mallory.presses("Cast my vote").await;
        mallory.gets(422);
    }
    mallory.sees("This code no longer works");
    // Even the right one is worthless after five wrong tries.
    mallory.fills("code", &sent);
    mallory.presses("Cast my vote").await;
    mallory.gets(422).sees("This code no longer works");
    assert_eq!(counts(world).await, (0, 0));

    // Rita's own code is not spoilt by that, and works in her form only.
    marks(&mut rita, &option(2)).await;
    rita.fills("email", "rita@residents.example")
        .fills("postcode", "LE99 1AA");
    rita.presses("Send me a code").await;
    let own = code(&rita).await;
    mallory.fills("code", &own);
    mallory.presses("Cast my vote").await;
    mallory.gets(422);
    rita.fills("code", &own.replace(' ', ""));
    rita.presses("Cast my vote").await;
    rita.gets(200).sees("You have voted");
    assert_eq!(counts(world).await, (1, 1));

    // Codes to one mailbox are held back after a few.
    let mut throttled = false;
    for _ in 0..6 {
        marks(&mut mallory, &option(1)).await;
        mallory
            .fills("email", "rita@residents.example")
            .fills("postcode", "LE99 1AA");
        mallory.presses("Send me a code").await;
        throttled |= mallory.page().status == 429;
    }
    assert!(throttled, "six more codes were sent to one mailbox");
    world.leaves_letters();
});

walk!(a_code_ends_after_a_quarter_of_an_hour, |world| {
    laid::open_round(world).await;
    let mut rita = world.visitor("Rita");
    marks(&mut rita, &option(1)).await;
    rita.fills("email", "rita@residents.example")
        .fills("postcode", "LE99 1AA");
    rita.presses("Send me a code").await;
    let late = code(&rita).await;
    world.passes(Duration::minutes(15) + Duration::seconds(1));
    rita.fills("code", &late);
    rita.presses("Cast my vote").await;
    rita.gets(422).sees("This code no longer works");
    rita.presses("Send another code").await;
    rita.gets(200);
    let fresh = code(&rita).await;
    rita.fills("code", &fresh);
    rita.presses("Cast my vote").await;
    rita.gets(200).sees("You have voted");
});

walk!(a_form_that_was_altered_on_the_way_is_refused, |world| {
    laid::open_round(world).await;
    world.leaves_letters();
    let mut rita = world.resident("Rita").await;
    marks(&mut rita, &option(1)).await;
    rita.fills("postcode", "LE99 1AA");
    let (path, _, form) = rita.would_send("Cast my vote");
    let with = |name: &str, value: &str| {
        let mut form = form.clone();
        form.retain(|(found, _)| found != name);
        form.push((name.to_string(), value.to_string()));
        form
    };
    for altered in [
        with("choices", &option(2)),
        with("once", "00112233445566778899aabbccddeeff"),
        with("mark", ""),
        with("csrf", "0"),
        with("sealed-mark", "00"),
    ] {
        rita.sends(&path, &altered).await;
        rita.gets(403);
    }
    // A visitor cannot pass for somebody signed in, nor skip the code.
    let mut mallory = world.visitor("Mallory");
    marks(&mut mallory, &option(1)).await;
    mallory
        .fills("email", "rita@residents.example")
        .fills("postcode", "LE99 1AA");
    let (_, _, form) = mallory.would_send("Send me a code");
    mallory.presses("Send me a code").await;
    let mut skips = world.visitor("Skips");
    skips.holds("browser", mallory.cookie("browser").expect("a cookie"));
    skips.sends("/votes/next-place/cast", &form).await;
    skips.gets(403);
    let (path, _, mut form) = mallory.would_send("Cast my vote");
    form.retain(|(name, _)| name != "email");
    form.push(("email".into(), "another@residents.example".into()));
    mallory.sends(&path, &form).await;
    mallory.gets(403);
    assert_eq!(counts(world).await, (0, 0));
});

walk!(a_closed_round_takes_no_more_ballots, |world| {
    let round = laid::open_round(world).await;
    let mut rita = world.resident("Rita").await;
    marks(&mut rita, &option(1)).await;
    rita.fills("postcode", "LE99 1AA");
    // The clock has struck, though nothing has closed the round yet.
    world.passes(Duration::days(10));
    rita.presses("Cast my vote").await;
    rita.gets(409).sees("This vote has closed");
    jobs::catch_up(world.desk()).await.expect("the jobs run");
    // Back in time: it stays closed, also for a form that was prepared while it was open.
    world.passes(Duration::days(-10));
    let done = casting::cast(
        world.desk(),
        &voter(&rita),
        &round,
        &envelope(1, &option(1)),
        "",
    )
    .await;
    assert_eq!(done, Ok(Casting::NotOpen));
    assert_eq!(counts(world).await, (0, 0));
});

walk!(
    the_places_stand_in_an_order_of_ones_own_that_stays,
    |world| {
        laid::open_round(world).await;
        let order = |actor: &Actor<'_>| {
            let words = actor.page().words();
            let mut places: Vec<(usize, i64)> = (1..=3)
                .map(|number| {
                    (
                        words
                            .find(&format!("Place number {number}"))
                            .expect("a place"),
                        number,
                    )
                })
                .collect();
            places.sort_unstable();
            places
                .into_iter()
                .map(|(_, number)| number)
                .collect::<Vec<i64>>()
        };
        let mut seen = BTreeSet::new();
        for number in 0..24 {
            let mut visitor = world.visitor(&format!("visitor{number}"));
            visitor.opens("/votes/next-place").await;
            let first = order(&visitor);
            visitor.opens("/votes/next-place").await;
            assert_eq!(order(&visitor), first);
            seen.insert(first);
        }
        assert!(seen.len() > 2, "only {seen:?}");
    }
);

/// Casts at once, each in a task of its own.
async fn at_once(
    world: &World,
    round: &payback_panel::store::ballots::Round,
    casts: Vec<(payback_panel::actions::Person, casting::Envelope)>,
) -> Vec<Casting> {
    let desk = Arc::new(world.desk().clone());
    let round = Arc::new(round.clone());
    let tasks: Vec<_> = casts
        .into_iter()
        .map(|(person, envelope)| {
            let (desk, round) = (desk.clone(), round.clone());
            tokio::spawn(async move { casting::cast(&desk, &person, &round, &envelope, "").await })
        })
        .collect();
    let mut answers = vec![];
    for task in tasks {
        answers.push(task.await.expect("the task ends").expect("no cast fails"));
    }
    answers
}

walk!(
    a_thousand_casts_at_once_by_one_person_are_one_ballot,
    |world| {
        let round = laid::open_round(world).await;
        let rita = world.resident("Rita").await;
        let casts = (0..1000_u128)
            .map(|number| {
                let place = i64::try_from(number % 3).expect("small") + 1;
                // Every other form is the same.
                let once = if number % 2 == 0 { 7 } else { 1000 + number };
                let choice = if number % 2 == 0 {
                    option(1)
                } else {
                    option(place)
                };
                (voter(&rita), envelope(once, &choice))
            })
            .collect();
        let answers = at_once(world, &round, casts).await;
        assert_eq!(counts(world).await, (1, 1));
        assert_eq!(answers.len(), 1000);
        let voted = laid::one_receipt(&answers);
        assert!(voted == 1 || voted == 500, "{voted} receipts");
    }
);

walk!(
    a_hundred_people_who_press_four_times_cast_a_hundred_ballots,
    |world| {
        let round = laid::open_round(world).await;
        let mut casts = vec![];
        for number in 0..100_u128 {
            let resident = world.resident(&format!("voter{number}")).await;
            for _ in 0..4 {
                casts.push((voter(&resident), envelope(number, &option(2))));
            }
        }
        let answers = at_once(world, &round, casts).await;
        assert_eq!(counts(world).await, (100, 100));
        let mut receipts: BTreeMap<String, usize> = BTreeMap::new();
        for answer in answers {
            let Casting::Voted(receipt) = answer else {
                panic!("{answer:?}");
            };
            *receipts.entry(receipt.code).or_default() += 1;
        }
        assert_eq!(receipts.len(), 100);
        assert!(receipts.values().all(|count| *count == 4));
    }
);

walk!(
    nothing_that_is_written_down_ties_a_voter_to_a_ballot,
    |world| {
        let round = laid::open_round(world).await;
        let mut codes = vec![];
        for number in 0..30_u128 {
            let resident = world.resident(&format!("voter{number}")).await;
            let casts = vec![(voter(&resident), envelope(number, &option(1)))];
            for answer in at_once(world, &round, casts).await {
                let Casting::Voted(receipt) = answer else {
                    panic!("{answer:?}");
                };
                codes.push(receipt.code);
            }
        }
        let bytes = everything(world).await;
        let text = String::from_utf8_lossy(&bytes);
        for code in &codes {
            assert!(
                !text.contains(code.as_str()),
                "a receipt stands in the file"
            );
        }
        // Neither table has a time or a name in it, so neither has the address.
        assert!(text.contains("voter_register"));
        // One audit line for all of them, by the clock, and none a voter.
        payback_panel::actions::ballots::timetable::tell_of_ballots(world.desk())
            .await
            .expect("told");
        let resident = world.resident("one more").await;
        at_once(
            world,
            &round,
            vec![(voter(&resident), envelope(99, &option(1)))],
        )
        .await;
        payback_panel::actions::ballots::timetable::tell_of_ballots(world.desk())
            .await
            .expect("told");
        let lines = audit_lines(world).await;
        assert_eq!(lines, ["ballots: 30"]);
        world.passes(Duration::days(11));
        jobs::catch_up(world.desk()).await.expect("closed");
        assert_eq!(audit_lines(world).await, ["ballots: 30", "ballots: 1"]);
    }
);

async fn audit_lines(world: &World) -> Vec<String> {
    use sea_orm::{ConnectionTrait, Statement};
    let connection = world.place().connect().await;
    let backend = connection.get_database_backend();
    let sql = "SELECT detail FROM audit WHERE kind = 'ballots-received' ORDER BY seq";
    let rows = connection
        .query_all_raw(Statement::from_string(backend, sql))
        .await;
    let rows = rows.expect("the audit reads");
    let lines = rows
        .iter()
        .map(|row| row.try_get_by_index(0).expect("text"))
        .collect();
    connection.close().await.expect("close");
    lines
}

walk!(
    two_processes_at_once_still_give_one_person_one_ballot,
    |world| {
        let round = laid::open_round(world).await;
        let config = &world.app.config;
        let other = Db::open(world.place().url(), config.letterhead())
            .await
            .expect("the database opens a second time");
        let clock = world.desk().clock.clone();
        let other = Desk::new(other, clock, Dice::Fair, Post::Kept, config.secret);
        let mut tasks = vec![];
        for number in 0..200_u128 {
            let resident = world.resident(&format!("voter{number}")).await;
            // Every other person sends the same form to both, the rest another form to each.
            for (desk, shift) in [(world.desk().clone(), 0), (other.clone(), number % 2)] {
                let (person, round) = (voter(&resident), round.clone());
                let once = number + 1000 * shift;
                tasks.push((
                    number,
                    tokio::spawn(async move {
                        casting::cast(&desk, &person, &round, &envelope(once, &option(1)), "").await
                    }),
                ));
            }
        }
        let mut receipts: BTreeMap<u128, Vec<String>> = BTreeMap::new();
        let mut already = 0;
        for (number, task) in tasks {
            match task.await.expect("the task ends").expect("no cast fails") {
                Casting::Voted(receipt) => receipts.entry(number).or_default().push(receipt.code),
                Casting::AlreadyVoted => already += 1,
                answer => panic!("{answer:?}"),
            }
        }
        assert_eq!(counts(world).await, (200, 200));
        assert_eq!(already, 100);
        for (number, codes) in receipts {
            let same_form = number % 2 == 0;
            assert_eq!(codes.len(), if same_form { 2 } else { 1 });
            assert!(codes.windows(2).all(|pair| pair[0] == pair[1]));
        }
        other.db.close().await;
    }
);
