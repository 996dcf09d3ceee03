//! Voting with the code from a letter: from the batch to the receipt, with every wrong turn.

use crate::laid::{self, option};
use crate::secrecy::reading::everything;
use crate::world::{Actor, World};
use chrono::Duration;
use payback_panel::actions::Person;
use payback_panel::actions::ballots::casting::{Casting, Paper};
use payback_panel::actions::ballots::voting_codes::{self, Making};
use payback_panel::actions::identity::throttle::Caller;
use payback_panel::domain::ballots::voting_codes::{LetterFile, Letters, VotingCode};
use payback_panel::domain::ballots::words::CheckWords;
use payback_panel::domain::ids::OnceKey;
use payback_panel::domain::policy::Role;
use payback_panel::jobs;
use payback_panel::store::ballots::{Round, outcome};
use std::collections::BTreeSet;

const LEICESTER: &str = "E06000016";

/// The ways that rounds of these walks take.
const WAYS: &str = "verified-email,voting-code";

/// An open round that takes codes from letters.
async fn open_round(world: &World) -> Round {
    laid::open_round_by(world, WAYS).await
}

/// A batch of so many codes.
pub async fn batch(world: &World, slug: &str, households: i64) -> Vec<VotingCode> {
    let letters = Letters {
        label: "Scalpay Close".into(),
        households,
        file: LetterFile::Csv,
    };
    let made = voting_codes::make(world.desk(), &Person::operator(), slug, letters, None).await;
    match made.expect("the batch is made") {
        Making::Made(codes) => codes,
        Making::HandedOut => panic!("a new batch was handed out before"),
    }
}

async fn marks(actor: &mut Actor<'_>, choice: &str) {
    actor.opens("/votes/next-place").await;
    actor.gets(200).sees("I have a voting code");
    actor.fills("choice", choice);
    actor.presses("Continue").await;
    actor.presses("I have a voting code").await;
    actor.gets(200).sees("Type your voting code");
}

async fn counts(world: &World) -> (i64, i64) {
    (
        world.counts("SELECT COUNT(*) FROM voter_register").await,
        world.counts("SELECT COUNT(*) FROM ballot_box").await,
    )
}

fn receipt(actor: &Actor<'_>) -> String {
    let words = actor.page().words();
    let at = words.find("Your receipt code").expect("a receipt") + "Your receipt code".len();
    words[at..at + 19].to_string()
}

walk!(an_officer_makes_letters_and_a_household_votes, |world| {
    let slug = laid::drafted(world).await;
    world.leaves_letters();
    let mut helen = world.staff("Helen", Role::Council, LEICESTER).await;
    helen.opens(&format!("/staff/rounds/{slug}")).await;
    helen.gets(200).sees("Email address and postcode");
    helen.follows("Change the ways to vote").await;
    helen.clears("ways");
    helen.presses("Save the ways to vote").await;
    helen.gets(422).sees("Pick at least one way to vote");
    helen.clears("ways");
    helen
        .fills("ways", "voting-code")
        .fills("ways", "verified-email");
    helen.presses("Save the ways to vote").await;
    helen.gets(200).sees("Voting code from a letter");
    // Codes belong to rules that can no longer change.
    helen.opens(&format!("/staff/rounds/{slug}/codes")).await;
    helen.sees("Codes are made while a vote is announced or open");
    helen.opens(&format!("/staff/rounds/{slug}")).await;
    helen.presses("Announce the vote").await;
    helen.follows("Letters with voting codes").await;
    helen.fills("households", "0");
    helen.presses("Continue").await;
    helen
        .gets(422)
        .sees("Enter a name for the batch")
        .sees("Enter a whole number from 1 to 5000")
        .sees("Pick a file");
    helen
        .fills("label", "=Scalpay Close")
        .fills("households", "3")
        .fills("file", "csv");
    helen.presses("Continue").await;
    // The page that hands the file out has no field on it, and leads to where the batch then stands.
    helen
        .gets(200)
        .sees("=Scalpay Close")
        .sees("A table (CSV)")
        .sees("this once only");
    assert_eq!(
        helen.page().value("label").as_deref(),
        Some("=Scalpay Close")
    );
    let on = helen.page().link("see all batches");
    assert_eq!(on, Some(format!("/staff/rounds/{slug}/codes")));
    let (path, _, form) = helen.would_send("Make the codes");
    helen.presses("Make the codes").await;
    helen.gets(200);
    let page = helen.page();
    assert_eq!(page.headers["cache-control"], "no-store");
    assert_eq!(
        page.headers["content-disposition"],
        "attachment; filename=\"voting-codes-next-place.csv\""
    );
    let text = page.text.clone();
    let lines: Vec<&str> = text.lines().collect();
    assert_eq!(lines[0], "letter,voting_code,vote,address,opens,closes");
    assert_eq!(lines.len(), 4);
    assert!(lines[1].contains("http://panel.example/votes/next-place"));
    let code = lines[1].split(',').nth(1).expect("a code").to_string();
    // The same form again hands nothing out, and makes nothing.
    helen.sends(&path, &form).await;
    helen
        .gets(409)
        .sees("The file was handed out")
        .sees_no(&code);
    assert_eq!(world.counts("SELECT COUNT(*) FROM voting_code").await, 3);
    helen.opens(&format!("/staff/rounds/{slug}/codes")).await;
    helen
        .gets(200)
        .sees("=Scalpay Close")
        .sees("3 codes are in force. Fewer than 10 people have voted with one")
        .sees_no(&code);

    world.passes(Duration::days(1) + Duration::minutes(1));
    jobs::catch_up(world.desk())
        .await
        .expect("the clock opens it");
    let mut rita = world.visitor("Rita");
    marks(&mut rita, &option(2)).await;
    rita.sees("Place number 2")
        .sees("You cannot change your vote");
    let typed = code.to_lowercase().replace('-', " ");
    rita.fills("code", &typed)
        .fills("word-1", "harbour")
        .fills("word-2", "lantern");
    rita.presses("Cast my vote").await;
    rita.gets(200)
        .sees("You have voted")
        .sees("harbour lantern")
        .sees("Place number 2");
    assert_eq!(rita.page().headers["cache-control"], "no-store");
    assert_eq!(counts(world).await, (1, 1));
    helen.opens(&format!("/staff/rounds/{slug}/codes")).await;
    helen.sees("Fewer than 10 people have voted with one");
    let mut again = world.visitor("Again");
    marks(&mut again, &option(1)).await;
    again.fills("code", &code);
    again.presses("Cast my vote").await;
    again
        .gets(200)
        .sees("You have already voted")
        .sees("voting code");
    assert_eq!(counts(world).await, (1, 1));
    code_is_kept_nowhere(world, &code).await;
});

/// Neither the code nor its letters without dashes stand in the database's files.
async fn code_is_kept_nowhere(world: &World, code: &str) {
    let bytes = everything(world).await;
    let text = String::from_utf8_lossy(&bytes).to_uppercase();
    assert!(text.contains("VOTING_CODE_BATCH"));
    for form in [code.to_string(), code.replace('-', "")] {
        assert!(!text.contains(&form), "a voting code stands in the file");
    }
}

/// The words of letters to print for the vote at an address; nothing where this machine cannot read a PDF.
async fn printed_letters(world: &World, slug: &str, households: &str) -> Option<String> {
    let mut helen = world.staff("Helen", Role::Council, LEICESTER).await;
    helen.opens(&format!("/staff/rounds/{slug}/codes")).await;
    helen
        .fills("label", "The square")
        .fills("households", households)
        .fills("file", "pdf");
    helen.presses("Continue").await;
    helen.presses("Make the codes").await;
    helen.gets(200);
    let page = helen.page();
    assert_eq!(page.headers["content-type"], "application/pdf");
    assert!(page.text.starts_with("%PDF-1.4"));
    let words = laid::text_of_pdf(&page.text)?;
    Some(words.split_whitespace().collect::<Vec<_>>().join(" "))
}

walk!(letters_to_print_are_a_pdf_with_each_code_once, |world| {
    let slug = laid::announced_by(world, WAYS).await;
    let Some(text) = printed_letters(world, &slug, "4").await else {
        return;
    };
    let codes: BTreeSet<&str> = text
        .split_whitespace()
        .filter(|word| word.len() == 17 && VotingCode::parse(word).is_ok())
        .collect();
    assert_eq!(codes.len(), 4, "{text}");
    for wanted in [
        "Which place next?",
        "Which of these three places should be worked on next?",
        "http://panel.example/votes/next-place",
        "You can vote from 23 November 2026",
        "Mark the paper and press “Continue”.",
        "“I have a voting code”",
        "Type the code and press “Cast my vote”.",
        "With fewer, no list is published",
    ] {
        assert_eq!(text.matches(wanted).count(), 4, "{wanted}: {text}");
    }
});

walk!(
    letters_alone_name_only_what_is_on_the_pages_of_their_vote,
    |world| {
        let round = laid::open_round_by(world, "voting-code,desk").await;
        world.leaves_letters();
        let mut hugo = world.visitor("Hugo");
        hugo.opens(&format!("/votes/{}", round.slug)).await;
        hugo.fills("choice", &laid::option(1));
        hugo.presses("Continue").await;
        hugo.gets(200)
            .sees("The voting code on your letter")
            .sees_no("I have a voting code");
        hugo.would_send("Cast my vote");
        if let Some(text) = printed_letters(world, &round.slug, "1").await {
            assert!(text.contains("2. Mark the paper and press “Continue”. 3. Type the code and press “Cast my vote”."), "{text}");
            assert!(!text.contains("I have a voting code"), "{text}");
        }
    }
);

walk!(wrong_codes_are_answered_alike, |world| {
    let round = open_round(world).await;
    world.leaves_letters();
    let good = batch(world, &round.slug, 2).await;
    let lost = batch(world, &round.slug, 1).await;
    let mut helen = world.staff("Helen", Role::Council, LEICESTER).await;
    helen.opens("/staff/rounds/next-place/codes").await;
    helen.presses("Cancel this batch").await;
    helen.gets(422).sees("Say why the batch is cancelled");
    helen.opens("/staff/rounds/next-place/codes").await;
    let forms = helen.page().forms();
    let cancel = forms.iter().find(|form| form.action.ends_with("/2/cancel"));
    let mut fields = cancel.expect("a form to cancel it").fields.clone();
    fields.retain(|(name, _)| name != "reason");
    fields.push(("reason".into(), "Lost by the printer".into()));
    helen
        .sends("/staff/rounds/next-place/codes/2/cancel", &fields)
        .await;
    helen.gets(303);
    // The same again, as by a double click, is answered alike; for another reason it is too late.
    helen
        .sends("/staff/rounds/next-place/codes/2/cancel", &fields)
        .await;
    helen.gets(303);
    fields.retain(|(name, _)| name != "reason");
    fields.push(("reason".into(), "Lost by the post".into()));
    helen
        .sends("/staff/rounds/next-place/codes/2/cancel", &fields)
        .await;
    helen.gets(409);
    helen.opens("/staff/rounds/next-place/codes").await;
    helen.sees("Lost by the printer");

    // A code of another round: the same letters under another round's number.
    world
        .place()
        .runs(
            "INSERT INTO round (slug, title, area_code, method, mode, state, opens_at, closes_at) VALUES \
             ('another', 'Another', 'E06000016', 'plurality', 'simple', 'draft', \
             '2026-12-01T09:00:00.000000Z', '2026-12-21T17:00:00.000000Z'); \
             UPDATE voting_code_batch SET round_id = 2 WHERE id = 1; \
             UPDATE voting_code SET round_id = 2 WHERE batch_id = 1 AND digest = \
               (SELECT MIN(digest) FROM voting_code WHERE batch_id = 1);",
        )
        .await;
    let mut rita = world.visitor("Rita");
    marks(&mut rita, &option(1)).await;
    let mut pages = BTreeSet::new();
    let wrong = ["00000-00000-00000".to_string(), lost[0].to_string()];
    for code in wrong {
        rita.fills("code", &code);
        let (path, _, form) = rita.would_send("Cast my vote");
        rita.sends(&path, &form).await;
        rita.gets(422).sees("This code is not on any letter");
        pages.insert(rita.page().text.replace(&code, "CODE"));
        marks(&mut rita, &option(1)).await;
    }
    // One of the two is now of another round, one is still of this one.
    let mut wrong = 0;
    for code in &good {
        rita.fills("code", &code.to_string());
        rita.presses("Cast my vote").await;
        if rita.page().status == 422 {
            rita.sees("This code is not on any letter");
            wrong += 1;
        } else {
            rita.sees("You have voted");
        }
        marks(&mut rita, &option(1)).await;
    }
    assert_eq!((wrong, counts(world).await), (1, (1, 1)));
    rita.fills("code", "4K7P-9XQ2-M0RT-AB3C");
    rita.presses("Cast my vote").await;
    rita.gets(422)
        .sees("A voting code has 15 letters and digits");
    assert_eq!(
        rita.page().value("code").as_deref(),
        Some("4K7P-9XQ2-M0RT-AB3C")
    );
    let bare: BTreeSet<String> = pages.iter().map(|page| without_keys(page)).collect();
    assert_eq!(bare.len(), 1, "two wrong codes get different answers");
});

/// A page without its one-time keys and digests, which differ each time.
fn without_keys(page: &str) -> String {
    let mut text = String::new();
    for part in page.split("value=\"") {
        let rest = part.split_once('"').map_or(part, |(value, rest)| {
            if value.len() >= 32 && value.bytes().all(|byte| byte.is_ascii_hexdigit()) {
                rest
            } else {
                part
            }
        });
        text.push_str(rest);
    }
    text
}

walk!(
    the_same_form_is_one_ballot_and_an_altered_one_is_refused,
    |world| {
        let round = open_round(world).await;
        let codes = batch(world, &round.slug, 2).await;
        let mut rita = world.visitor("Rita");
        marks(&mut rita, &option(3)).await;
        rita.fills("code", &codes[0].to_string());
        let (path, _, form) = rita.would_send("Cast my vote");
        rita.sends(&path, &form).await;
        rita.gets(200).sees("You have voted");
        let first = receipt(&rita);
        rita.sends(&path, &form).await;
        rita.gets(200).sees("You have voted");
        assert_eq!(receipt(&rita), first);
        // The page with another letter's code is another person's vote, with a receipt of its own.
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
        ] {
            rita.sends(&path, &altered).await;
            rita.gets(403);
        }
        rita.sends(&path, &with("word-1", "harbour")).await;
        rita.gets(422).sees("Pick two check words, or none");
        rita.sends(&path, &with("code", &codes[1].to_string()))
            .await;
        rita.gets(200).sees("You have voted");
        assert_ne!(receipt(&rita), first);
        assert_eq!(counts(world).await, (2, 2));
        world.passes(Duration::days(10));
        rita.sends(&path, &with("once", "0")).await;
        rita.gets(409).sees("This vote has closed");
    }
);

walk!(a_round_takes_only_the_ways_its_rules_name, |world| {
    // Letters alone: no email is asked for, and none is sent.
    let round = laid::open_round_by(world, "voting-code").await;
    let codes = batch(world, &round.slug, 1).await;
    let mut rita = world.visitor("Rita");
    rita.opens("/votes/next-place").await;
    rita.sees("You vote with the voting code in a letter");
    rita.fills("choice", &option(1));
    rita.presses("Continue").await;
    rita.gets(200)
        .sees("Type your voting code")
        .sees_no("Your email address");
    let mut resident = world.resident("Resident").await;
    resident.opens("/votes/next-place").await;
    let (_, _, mut form) = rita.would_send("Cast my vote");
    for field in ["email", "postcode"] {
        let value = if field == "email" {
            "a@b.example"
        } else {
            "LE99 1AA"
        };
        form.push((field.into(), value.into()));
    }
    rita.sends("/votes/next-place/code", &form).await;
    rita.gets(403);
    rita.opens("/votes/next-place").await;
    rita.fills("choice", &option(1));
    rita.presses("Continue").await;
    rita.fills("code", &codes[0].to_string());
    rita.presses("Cast my vote").await;
    rita.sees("You have voted");
    assert_eq!(counts(world).await, (1, 1));
});

walk!(a_round_without_letters_takes_no_code, |world| {
    laid::open_round(world).await;
    let mut rita = world.visitor("Rita");
    rita.opens("/votes/next-place").await;
    rita.sees_no("voting code");
    rita.fills("choice", &option(1));
    rita.presses("Continue").await;
    rita.sees_no("I have a voting code");
    let (_, _, form) = rita.would_send("Send me a code");
    rita.sends("/votes/next-place/voting-code", &form).await;
    rita.gets(404);
    let letters = Letters {
        label: "None".into(),
        households: 1,
        file: LetterFile::Csv,
    };
    let refused = voting_codes::make(
        world.desk(),
        &Person::operator(),
        "next-place",
        letters,
        None,
    )
    .await;
    assert!(refused.is_err());
    assert_eq!(world.counts("SELECT COUNT(*) FROM voting_code").await, 0);
});

walk!(whoever_tries_codes_is_held_back_with_their_range, |world| {
    let round = open_round(world).await;
    let codes = batch(world, &round.slug, 1).await;
    let mut mallory = world.visitor("Mallory");
    mallory.comes_from("203.0.113.7");
    marks(&mut mallory, &option(1)).await;
    mallory.fills("code", "00000-00000-00000");
    let (path, _, form) = mallory.would_send("Cast my vote");
    let mut tries = 0;
    while mallory.sends(&path, &form).await.page().status == 422 {
        tries += 1;
        assert!(tries < 1000, "nobody holds a guesser back");
    }
    mallory.gets(429);
    assert_eq!(tries, 120);
    // A library behind the same address waits seconds, not hours; another street not at all.
    let mut rita = world.visitor("Rita");
    rita.comes_from("198.51.100.9");
    marks(&mut rita, &option(2)).await;
    rita.fills("code", &codes[0].to_string());
    rita.presses("Cast my vote").await;
    rita.gets(200).sees("You have voted");
    world.passes(Duration::seconds(6));
    mallory.sends(&path, &form).await;
    mallory.gets(422);
});

async fn casts_at_once(
    world: &World,
    round: &Round,
    papers: Vec<(Paper, VotingCode)>,
) -> Vec<Casting> {
    let tasks: Vec<_> = papers
        .into_iter()
        .map(|(paper, code)| {
            let (desk, round) = (world.desk().clone(), round.clone());
            tokio::spawn(async move {
                let cast = (&paper, CheckWords::none());
                let typed = code.to_string();
                voting_codes::cast(&desk, Caller::default(), &round, cast, &typed).await
            })
        })
        .collect();
    let mut answers = vec![];
    for task in tasks {
        answers.push(task.await.expect("it ends").expect("no cast fails"));
    }
    answers
}

fn paper(once: u128, place: i64) -> Paper {
    Paper {
        once: OnceKey::new(once.to_be_bytes()),
        choices: option(place),
    }
}

walk!(a_hundred_at_once_with_one_code_are_one_ballot, |world| {
    let round = open_round(world).await;
    let code = batch(world, &round.slug, 1).await[0];
    // Half of them are one and the same form.
    let papers = (0..100_u128).map(|number| match number % 2 {
        0 => (paper(7, 1), code),
        _ => (paper(1000 + number, 2), code),
    });
    let answers = casts_at_once(world, &round, papers.collect()).await;
    assert_eq!(counts(world).await, (1, 1));
    assert_eq!(answers.len(), 100);
    let voted = laid::one_receipt(&answers);
    assert!(voted == 1 || voted == 50, "{voted}");
});

walk!(
    fifty_codes_pressed_four_times_each_are_fifty_ballots,
    |world| {
        let round = open_round(world).await;
        let codes = batch(world, &round.slug, 50).await;
        let papers = (0_u128..).zip(codes).flat_map(|(number, code)| {
            std::iter::repeat_n((paper(number, 1 + (number % 3) as i64), code), 4)
        });
        let answers = casts_at_once(world, &round, papers.collect()).await;
        assert_eq!(counts(world).await, (50, 50));
        let mut receipts = std::collections::BTreeMap::new();
        for answer in answers {
            let Casting::Voted(receipt) = answer else {
                panic!("{answer:?}");
            };
            *receipts.entry(receipt.code).or_insert(0) += 1;
        }
        assert_eq!(receipts.len(), 50);
        assert!(receipts.values().all(|count| *count == 4));
        let register = outcome::registered(&world.desk().db.read(), round.id).await;
        let register = register.expect("it reads");
        assert_eq!(register.len(), 1);
        assert_eq!(
            (register[0].channel.as_str(), register[0].voters),
            ("code", 50)
        );
    }
);

walk!(a_few_letters_are_told_by_no_number_of_the_result, |world| {
    let round = open_round(world).await;
    world.leaves_letters();
    let codes = batch(world, &round.slug, 3).await;
    let papers = (1_000_u128..).zip(codes);
    let papers = papers.map(|(number, code)| (paper(number, 1), code));
    casts_at_once(world, &round, papers.collect()).await;
    laid::votes(world, &round, &[(1, 20), (2, 10)]).await;
    world.passes(Duration::days(11));
    jobs::catch_up(world.desk()).await.expect("it closes");
    let mut helen = world.staff("Helen", Role::Council, LEICESTER).await;
    let mut yusuf = world.staff("Yusuf", Role::Council, LEICESTER).await;
    laid::counts_and_declares(&mut helen, &mut yusuf).await;
    let mut rita = world.visitor("Rita");
    rita.opens("/votes/next-place/result").await;
    rita.gets(200)
        .sees("33 people voted")
        .sees("[c] with a code from a letter")
        .sees_no("by postcode")
        .sees_no("chosen from a list");
    rita.opens("/votes/next-place/register-totals.json").await;
    rita.gets(200)
        .sees("\"voted\":33")
        .sees("\"wards_declared\":null");
});
