//! Nominations that were assessed before a walk begins, laid past the application.

#![allow(dead_code)] // not every walk begins from each of these

use crate::areas::{ABBEY, CASTLE, imports, wards};
use crate::world::{Actor, World, leaves_nothing_out};
use chrono::{Duration, NaiveDate};
use payback_panel::actions::Person;
use payback_panel::actions::ballots::announcing;
use payback_panel::actions::ballots::asking::Home;
use payback_panel::actions::ballots::casting::{self, Casting, Envelope, Paper};
use payback_panel::actions::ballots::drafting::{self, Drafting};
use payback_panel::actions::ballots::ways;
use payback_panel::domain::ballots::method::Method;
use payback_panel::domain::ballots::round::Times;
use payback_panel::domain::ballots::rule_sheet::WayToVote;
use payback_panel::domain::ballots::words::CheckWords;
use payback_panel::domain::ids::OnceKey;
use payback_panel::domain::policy::Actor as PolicyActor;
use payback_panel::jobs;
use payback_panel::store::ballots::change::Draft;
use payback_panel::store::ballots::{self, Round};
use std::io::Write;
use std::process::{Command, Stdio};

/// Lays so many assessed nominations in Leicester, `LC-2026-0001` and on, each a day after the one
/// before, with the score of each rising by its number.
pub async fn assessed(world: &World, count: i64) {
    for number in 1..=count {
        let day = NaiveDate::from_ymd_opt(2026, 9, 30).expect("a day") + Duration::days(number);
        world
            .place()
            .runs(&format!(
                "INSERT INTO nomination (reference, stage, title, category, description, place, \
                 council_code, ward_code, contact_email, submitted_at, moderated_at, search) VALUES \
                 ('LC-2026-{number:04}', 'assessed', 'Place number {number}', 'gardening', \
                 'Cut back the hedge of place {number}.', 'Green {number}', 'E06000016', 'E05010459', \
                 'nominator{number}@residents.example', '{day}T09:00:00.000000Z', '{day}T10:00:00.000000Z', 'place'); \
                 INSERT INTO assessment (nomination_id, number, duration, intensiveness, scale, \
                 skills_development, value_for_money, supervision_support, community_support, \
                 community_safety, weights, permission, risk_assessed_on, estimate_minutes, group_size, \
                 assessed_at) SELECT id, 1, 3, 3, 3, 3, 3, 3, 3, {score}, '1, 1, 1, 2, 2, 2, 3, 3', 'given', \
                 '2026-10-20', {minutes}, 6, '2026-10-21T09:00:00.000000Z' FROM nomination \
                 WHERE reference = 'LC-2026-{number:04}';",
                score = number % 6,
                minutes = number * 600,
            ))
            .await;
    }
}

/// An agreed shortlist of three nominations, on a panel for Leicester. Its number is 1.
pub async fn shortlist(world: &World) {
    shortlist_of(world, 3).await;
}

/// The same of so many nominations.
pub async fn shortlist_of(world: &World, count: i64) {
    assessed(world, count).await;
    world
        .place()
        .runs(
            "UPDATE nomination SET stage = 'shortlisted';
             INSERT INTO panel (slug, name, area_code) VALUES ('leicester', 'Leicester panel', 'E06000016');
             INSERT INTO shortlist (panel_id, title, places, state, opened_at, agreed_at) VALUES
               (1, 'Places for the next vote', 3, 'agreed', '2026-11-01T09:00:00.000000Z', '2026-11-10T09:00:00.000000Z');
             INSERT INTO postcode (postcode, lat, lon, ward_code) VALUES
               ('LE99 1AA', 52.66, -1.16, 'E05010459'), ('LE99 1AB', 52.65, -1.14, 'E05010458'),
               ('LE15 6AA', 52.67, -0.73, 'E05000001');",
        )
        .await;
    for number in 1..=count {
        world
            .place()
            .runs(&format!(
                "INSERT INTO shortlist_candidate (shortlist_id, nomination_id, points, firsts, score, place, chosen) \
                 SELECT 1, id, 9, 1, 50, {number}, {chosen} FROM nomination WHERE reference = 'LC-2026-{number:04}';",
                chosen = if world.place().file().is_some() { "1" } else { "TRUE" },
            ))
            .await;
    }
}

/// Drafts a round from the shortlist that opens tomorrow at noon and closes ten days later, and
/// announces it.
pub async fn announced(world: &World) -> String {
    announced_by(world, "verified-email").await
}

/// The same with these ways to vote.
pub async fn announced_by(world: &World, ways: &str) -> String {
    shortlist(world).await;
    announces_by(world, ways).await
}

/// The same from the shortlist that is there.
pub async fn announces_by(world: &World, ways: &str) -> String {
    let slug = drafts(world).await;
    let (desk, operator) = (world.desk(), Person::operator());
    ways::set(desk, &operator, &slug, 1, WayToVote::read_list(ways), None)
        .await
        .expect("the ways are set");
    announcing::announce(desk, &operator, &slug, 2)
        .await
        .expect("it is announced");
    slug
}

/// Drafts that round and leaves it a draft.
pub async fn drafted(world: &World) -> String {
    shortlist(world).await;
    drafts(world).await
}

/// Drafts it from the shortlist that is there.
async fn drafts(world: &World) -> String {
    let desk = world.desk();
    let drafting = Drafting {
        shortlist: 1,
        slug: "next-place".into(),
        draft: Draft {
            title: "Which place next?".into(),
            question: "Which of these three places should be worked on next?".into(),
            method: Method::Plurality,
            seats: 1,
            budget_minutes: None,
            tie_source: "The lottery numbers after closing".into(),
            times: Times {
                opens_at: world.now() + Duration::days(1),
                closes_at: world.now() + Duration::days(11),
            },
        },
    };
    drafting::draft(desk, &Person::operator(), drafting, None)
        .await
        .expect("the draft is made")
}

/// Two officers end that round: one counts, the other declares.
pub async fn counts_and_declares(helen: &mut Actor<'_>, yusuf: &mut Actor<'_>) {
    helen.opens("/staff/rounds/next-place").await;
    helen.presses("Count the votes").await;
    helen.gets(200);
    yusuf.opens("/staff/rounds/next-place").await;
    yusuf.presses("Declare the result").await;
    yusuf.gets(200);
}

/// The round, open since a minute.
pub async fn open_round(world: &World) -> Round {
    open_round_by(world, "verified-email").await
}

/// The same with these ways to vote.
pub async fn open_round_by(world: &World, ways: &str) -> Round {
    let slug = announced_by(world, ways).await;
    opens(world, &slug).await
}

/// Waits until an announced round is open since a minute.
pub async fn opens(world: &World, slug: &str) -> Round {
    world.passes(Duration::days(1) + Duration::minutes(1));
    jobs::catch_up(world.desk())
        .await
        .expect("the clock opens it");
    round(world, slug).await
}

/// A round as it stands.
pub async fn round(world: &World, slug: &str) -> Round {
    let found = ballots::by_slug(&world.desk().db.read(), slug).await;
    found.expect("it reads").expect("there is such a round")
}

/// What stands for one confirmed form of a voter.
pub fn envelope(once: u128, choice: &str) -> Envelope {
    Envelope {
        paper: Paper {
            once: OnceKey::new(once.to_be_bytes()),
            choices: choice.into(),
        },
        words: CheckWords::none(),
        home: Home {
            ward: "E05010459".into(),
            checked: true,
        },
        email: None,
    }
}

/// The id of the option that stands for a nomination.
pub fn option(number: i64) -> String {
    format!("lc-2026-{number:04}")
}

/// A signed-in voter as actions know them.
pub fn voter(actor: &Actor<'_>) -> Person {
    Person {
        actor: PolicyActor::Account(actor.account.expect("an account")),
        grants: vec![],
    }
}

/// So many residents vote for the places in turn, through the action that the pages use.
pub async fn votes(world: &World, round: &Round, shares: &[(i64, usize)]) {
    let mut number = 0_u128;
    for (place, count) in shares {
        for _ in 0..*count {
            number += 1;
            let resident = world.resident(&format!("voter{number}")).await;
            let choice = if *place == 0 {
                String::new()
            } else {
                option(*place)
            };
            let envelope = envelope(number, &choice);
            let done = casting::cast(world.desk(), &voter(&resident), round, &envelope, "").await;
            assert!(matches!(done, Ok(Casting::Voted(_))), "{done:?}");
        }
    }
}

/// The words of a PDF as `pdftotext` reads them. Where nothing may be left out, that program must be there.
pub fn text_of_pdf(pdf: &str) -> Option<String> {
    let started = Command::new("pdftotext")
        .args(["-layout", "-", "-"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn();
    let Ok(mut reader) = started else {
        assert!(!leaves_nothing_out(), "pdftotext is not there");
        println!("left out: pdftotext, because it is not there");
        return None;
    };
    let mut into = reader.stdin.take().expect("a pipe");
    let bytes = pdf.to_owned();
    let writing = std::thread::spawn(move || into.write_all(bytes.as_bytes()));
    let done = reader.wait_with_output().expect("it ends");
    writing.join().expect("it ends").expect("it reads");
    assert!(done.status.success(), "pdftotext refuses the file");
    Some(String::from_utf8(done.stdout).expect("text"))
}

/// Insists that one entitlement got one receipt: every other answer is 'already voted'. Says how many
/// answers brought the receipt.
pub fn one_receipt(answers: &[Casting]) -> usize {
    let receipts: Vec<&str> = answers
        .iter()
        .filter_map(|answer| match answer {
            Casting::Voted(receipt) => Some(receipt.code.as_str()),
            _ => None,
        })
        .collect();
    assert!(!receipts.is_empty(), "nobody voted");
    let first = receipts[0];
    assert!(receipts.iter().all(|one| *one == first), "{receipts:?}");
    let already = answers
        .iter()
        .filter(|answer| **answer == Casting::AlreadyVoted)
        .count();
    assert_eq!(receipts.len() + already, answers.len(), "{answers:?}");
    receipts.len()
}

/// Two wards side by side, and five assessed nominations in the east one, each 55 metres further north.
pub async fn in_a_row(world: &World) {
    imports(world, wards("2025", &[&ABBEY, &CASTLE])).await;
    assessed(world, 5).await;
    let sql = "UPDATE nomination SET lat = 52.604123 + id * 0.0005, lon = -1.185678, ward_code = 'E05010463'";
    world.place().runs(sql).await;
}

/// Of nominations in a row the first is hidden, the second waits for a moderator and the third for its
/// nominator.
pub async fn three_of_them_not_public(world: &World) {
    let hidden = match world.place().file() {
        Some(_) => "0",
        None => "FALSE",
    };
    world
        .place()
        .runs(&format!(
            "UPDATE nomination SET public = {hidden} WHERE reference = 'LC-2026-0001';
             UPDATE nomination SET moderated_at = NULL, stage = 'submitted' WHERE reference = 'LC-2026-0002';
             UPDATE nomination SET stage = 'unconfirmed' WHERE reference = 'LC-2026-0003';"
        ))
        .await;
}
