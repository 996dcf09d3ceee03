//! Papers from the printer to the count: the desk, spoilt papers, two people who key, two who sign.

use crate::laid::{self, option};
use crate::secrecy::reading::everything;
use crate::world::{Actor, World};
use chrono::Duration;
use payback_panel::actions::ballots::keying;
use payback_panel::actions::ballots::papers::{self, Making};
use payback_panel::actions::{Desk, Person};
use payback_panel::domain::ballots::keying::PaperState;
use payback_panel::domain::ballots::publication::{BALLOTS, REGISTER_TOTALS};
use payback_panel::domain::ballots::verification;
use payback_panel::domain::policy::Role;
use payback_panel::jobs;
use payback_panel::store::ballots::{Round, outcome};

const LEICESTER: &str = "E06000016";
pub const WAYS: &str = "verified-email,voting-code,desk,paper";

async fn officer<'w>(world: &'w World, name: &str) -> Actor<'w> {
    world.staff(name, Role::Council, LEICESTER).await
}

/// A batch of so many papers, by their codes.
pub async fn printed(world: &World, slug: &str, count: i64) -> Vec<String> {
    let batch = ("Library desk".to_string(), count);
    let made = papers::make(world.desk(), &Person::operator(), slug, batch, None).await;
    match made.expect("the papers are made") {
        Making::Made(codes) => codes.iter().map(ToString::to_string).collect(),
        Making::HandedOut => panic!("new papers were handed out before"),
    }
}

async fn register(world: &World) -> i64 {
    world.counts("SELECT COUNT(*) FROM voter_register").await
}

/// So many people come to the desk and get a paper.
pub async fn come_to_the_desk(helen: &mut Actor<'_>, people: std::ops::Range<i64>) {
    for number in people {
        helen.opens("/staff/rounds/next-place/desk").await;
        helen
            .gets(200)
            .fills("by", "name")
            .fills("name", &format!("Person Number{number}"))
            .fills("house", "12")
            .fills("postcode", "LE99 1AA");
        helen.presses("Mark this person").await;
        helen.gets(200).sees("Give this person one paper");
    }
}

async fn closes(world: &World) {
    world.passes(Duration::days(11));
    jobs::catch_up(world.desk()).await.expect("the jobs run");
}

/// Keys a paper on the page.
async fn keys(actor: &mut Actor<'_>, code: &str, marks: &str) {
    actor.opens("/staff/rounds/next-place/papers/key").await;
    actor.gets(200).fills("code", code).fills("marks", marks);
    actor.presses("Enter this paper").await;
}

fn staff_person(actor: &Actor<'_>) -> Person {
    Person {
        actor: payback_panel::domain::policy::Actor::Account(actor.account.expect("an account")),
        grants: vec![payback_panel::domain::policy::Grant {
            role: Role::Council,
            area: LEICESTER.into(),
        }],
    }
}

/// Two people key the papers alike: so many for each place.
pub async fn both_key(desk: &Desk, people: [&Actor<'_>; 2], codes: &[String], marks: &[&str]) {
    for (code, marks) in codes.iter().zip(marks) {
        for person in people {
            let person = staff_person(person);
            let keyed = keying::key(desk, &person, "next-place", (code, marks)).await;
            keyed.expect("it is keyed");
        }
    }
}

pub async fn signs(actor: &mut Actor<'_>) {
    actor.opens("/staff/rounds/next-place/papers").await;
    actor.presses("Sign off").await;
    actor.gets(200);
}

async fn file(world: &World, name: &str) -> String {
    let round = laid::round(world, "next-place").await;
    let file = outcome::file(&world.desk().db.read(), round.id, name).await;
    file.expect("it reads").expect("a file").content
}

async fn checks_out(world: &World, round: &Round) {
    let conn = world.desk().db.read();
    let mut files = vec![];
    for name in outcome::file_names(&conn, round.id).await.expect("names") {
        let file = outcome::file(&conn, round.id, &name).await.expect("reads");
        files.push(file.expect("a file"));
    }
    let checks = verification::verify(|name| {
        let file = files.iter().find(|file| file.name == name);
        Ok(file.map(|file| file.content.clone().into_bytes()))
    });
    assert!(verification::holds(&checks), "{checks:#?}");
}

walk!(papers_are_printed_keyed_signed_and_counted, |world| {
    let slug = laid::announced_by(world, WAYS).await;
    world.leaves_letters();
    let mut helen = officer(world, "Helen").await;
    let mut yusuf = officer(world, "Yusuf").await;
    helen.opens(&format!("/staff/rounds/{slug}")).await;
    helen.follows("Ballot papers, desk and keying").await;
    helen.gets(200).sees("The desk opens with the vote");
    helen.fills("papers", "1001");
    helen.presses("Continue").await;
    helen
        .gets(422)
        .sees("Enter a name for the batch")
        .sees("Enter a whole number from 1 to 1000");
    helen.fills("label", "Library desk").fills("papers", "20");
    helen.presses("Continue").await;
    helen.gets(200).sees("Library desk").sees("this once only");
    let (path, _, form) = helen.would_send("Make the papers");
    helen.presses("Make the papers").await;
    helen.gets(200);
    let pdf = helen.page().text.clone();
    assert_eq!(helen.page().headers["cache-control"], "no-store");
    assert!(pdf.starts_with("%PDF-1.4"));
    helen.sends(&path, &form).await;
    helen.gets(409).sees("The file was handed out");
    assert_eq!(world.counts("SELECT COUNT(*) FROM ballot_paper").await, 20);
    let codes = codes_in(&pdf);
    assert_eq!(codes.len(), 20);
    if let Some(text) = laid::text_of_pdf(&pdf) {
        for code in &codes {
            assert_eq!(
                text.matches(code.as_str()).count(),
                2,
                "paper and strip: {code}"
            );
        }
        assert_eq!(text.matches("Place number 3").count(), 20);
        assert_eq!(text.matches("Put a cross in one box.").count(), 20);
    }

    world.passes(Duration::days(1) + Duration::minutes(1));
    jobs::catch_up(world.desk())
        .await
        .expect("the clock opens it");
    come_to_the_desk(&mut helen, 0..14).await;
    let round = laid::round(world, "next-place").await;
    laid::votes(world, &round, &[(1, 11), (0, 1)]).await;
    // One of them spoils a paper. The register stays as it is.
    helen.opens("/staff/rounds/next-place/papers").await;
    helen.sees("People are marked in the register for a paper: 14 at a desk and fewer than 10 for a paper by post");
    helen.fills("spoilt", &codes[19].to_lowercase());
    let (path, _, form) = helen.would_send("Cancel the spoilt paper");
    helen.presses("Cancel the spoilt paper").await;
    helen.gets(200).sees("Hand over another");
    helen.sends(&path, &form).await;
    helen.gets(200).sees("Hand over another");
    assert_eq!(register(world).await, 26);
    // Nothing is keyed while the vote is open.
    let early = keying::key(
        world.desk(),
        &staff_person(&helen),
        "next-place",
        (&codes[0], "A"),
    )
    .await;
    assert!(early.is_err());

    closes(world).await;
    // What is missing is said where the count would begin, and in the list of what waits.
    helen.opens("/staff").await;
    helen
        .sees("Key and sign the papers")
        .sees("1 batch is not signed off, so the vote cannot be counted")
        .sees_no("Count the vote");
    helen.opens("/staff/rounds/next-place").await;
    helen
        .sees("The votes cannot be counted yet")
        .sees("“Library desk”: not signed off yet");
    helen.follows("Ballot papers, desk and keying").await;
    let (_, _, mut sent) = helen.would_send("Sign off");
    let version = laid::round(world, "next-place").await.version;
    sent.push(("version".into(), version.to_string()));
    helen.sends("/staff/rounds/next-place/count", &sent).await;
    helen
        .gets(422)
        .sees("The papers of the batch “Library desk” are not signed off by two people");
    keys(&mut helen, &codes[0], "c").await;
    helen
        .gets(200)
        .sees("Somebody else must key it too")
        .sees("0 agreed, 1 keyed once, 0 differ");
    keys(&mut yusuf, &codes[0].to_lowercase().replace('-', ""), "b").await;
    yusuf
        .gets(200)
        .sees("the two keyings differ")
        .sees("Papers on which two people differ")
        .sees(&codes[0]);
    // Signing waits for it.
    helen.opens("/staff/rounds/next-place/papers").await;
    helen.sees("1 paper waits for a second person, or differ");
    keys(&mut yusuf, &codes[0], "C").await;
    yusuf.gets(200).sees("two people agree");
    keys(&mut yusuf, &codes[0], "C").await;
    yusuf.gets(200).sees("two people agree");
    keys(&mut helen, &codes[0], "A").await;
    helen.gets(422).sees("A code is entered once");
    keys(&mut helen, &codes[19], "A").await;
    helen.gets(422).sees("This paper was cancelled");
    let rest = [
        "c", "c", "c", "c", "c", "c", "c", "b", "b", "0", "a b", "c", "c",
    ];
    both_key(world.desk(), [&helen, &yusuf], &codes[1..14], &rest).await;

    helen.opens("/staff/rounds/next-place/papers").await;
    helen.sees("14 of them; 1 was spoilt and swapped; 5 were not handed over");
    let (path, _, form) = helen.would_send("Sign off");
    helen.presses("Sign off").await;
    helen
        .gets(200)
        .sees("By one person")
        .sees("You have signed this batch");
    // The same form twice, as by a double click, is one signature; another form of hers is none.
    helen.sends(&path, &form).await.gets(303);
    helen.opens("/staff/rounds/next-place/papers").await;
    helen.sees("By one person");
    let mut another = form.clone();
    another.retain(|(name, _)| name != "once");
    helen.sends(&path, &another).await;
    helen.gets(422).sees("You have signed this batch");
    signs(&mut yusuf).await;
    yusuf.sees("By two people");
    keys(&mut helen, &codes[15], "A").await;
    helen.gets(422).sees("signed off by two people");

    assert_eq!(keyed_in_clear(world).await, (14, 28));
    laid::counts_and_declares(&mut helen, &mut yusuf).await;
    assert_eq!(keyed_in_clear(world).await, (0, 0), "declared, and cleared");
    helen.opens("/staff/rounds/next-place/papers").await;
    helen.gets(200).sees("By two people").sees_no(&codes[0]);
    let list = file(world, BALLOTS).await;
    assert_eq!(list.lines().count(), 1 + 12 + 14);
    assert!(list.contains(&format!("{},,{}\n", codes[0], option(3))));
    assert!(
        list.contains(&format!("{},,\n", codes[10])),
        "the blank paper"
    );
    let two = format!("{},,{}+{}\n", codes[11], option(1), option(2));
    assert!(list.contains(&two), "what was marked is published");
    assert!(!list.contains(&codes[19]) && !list.contains(&codes[15]));
    let totals = file(world, REGISTER_TOTALS).await;
    assert!(
        totals.contains(&format!(
            "\"papers\":{{\"cancelled\":[\"{}\"],\"counted\":14}}",
            codes[19]
        )),
        "{totals}"
    );
    assert!(
        totals.contains(r#""ways":{"desk":14,"paper":0,"verified-email":12,"voting-code":0}"#),
        "{totals}"
    );
    checks_out(world, &round).await;
    let mut rita = world.visitor("Rita");
    rita.opens("/votes/next-place/result").await;
    // 11 by email for the first, 10 on paper for the third.
    rita.gets(200)
        .sees("Place number 1 won the vote")
        .sees("26 people voted; 23 for a place, 2 blank, 1 marked for more than one place.")
        .sees("Blank votes2")
        .sees("Marked for more than one place1 (counted for no place)")
        .sees("14 on a paper at a desk")
        .sees(&codes[19]);
    rita.follows("Find my vote").await;
    rita.fills("receipt", &codes[0].to_lowercase());
    rita.presses("Find my vote").await;
    rita.sees("Your vote is in the list")
        .sees_no("for no place");
    rita.opens("/votes/next-place/find").await;
    rita.fills("receipt", &codes[11]);
    rita.presses("Find my vote").await;
    rita.sees("Marked for more than one place, so it counts for no place.");
});

/// Papers whose choices stand in the database, and keyings. Where there are none, no code stands there.
async fn keyed_in_clear(world: &World) -> (i64, i64) {
    let keyed = "SELECT COUNT(*) FROM ballot_paper WHERE choices IS NOT NULL";
    let (keyed, codes) = (
        world.counts(keyed).await,
        world
            .counts("SELECT COUNT(*) FROM ballot_paper WHERE code IS NOT NULL")
            .await,
    );
    // The spoilt one has a code and no choices.
    assert_eq!(codes, if keyed > 0 { keyed + 1 } else { 0 });
    (
        keyed,
        world.counts("SELECT COUNT(*) FROM paper_keying").await,
    )
}

/// The codes that a file of papers prints, in its order.
fn codes_in(pdf: &str) -> Vec<String> {
    let mut codes: Vec<String> = vec![];
    for part in pdf.split('(').skip(1) {
        let text = part.split(')').next().unwrap_or_default();
        let is_code = payback_panel::domain::ballots::receipt::ReceiptCode::is_written_so(text);
        if is_code && !codes.iter().any(|code| code == text) {
            codes.push(text.to_string());
        }
    }
    codes
}

walk!(
    one_mailbox_one_letter_and_one_name_are_one_entry_each_whichever_way_they_come,
    |world| {
        laid::open_round_by(world, WAYS).await;
        world.leaves_letters();
        let letters = payback_panel::domain::ballots::voting_codes::Letters {
            label: "The square".into(),
            households: 2,
            file: payback_panel::domain::ballots::voting_codes::LetterFile::Csv,
        };
        let made = payback_panel::actions::ballots::voting_codes::make(
            world.desk(),
            &Person::operator(),
            "next-place",
            letters,
            None,
        )
        .await;
        let payback_panel::actions::ballots::voting_codes::Making::Made(codes) =
            made.expect("made")
        else {
            panic!("handed out before");
        };
        let mut helen = officer(world, "Helen").await;
        helen.opens("/staff/rounds/next-place/desk").await;
        helen.presses("Mark this person").await;
        helen
            .gets(422)
            .sees("Pick how the person shows who they are");
        helen.fills("by", "name").fills("name", "Rita Singh");
        helen.presses("Mark this person").await;
        helen
            .gets(422)
            .sees("Enter the number or name of the house")
            .sees("Enter a postcode");
        assert_eq!(helen.page().value("name").as_deref(), Some("Rita Singh"));
        helen
            .fills("by", "name")
            .fills("house", "12A")
            .fills("postcode", "LE15 6AA");
        helen.presses("Mark this person").await;
        helen.gets(422).sees("This postcode is not in Leicester");
        assert_eq!(register(world).await, 0);
        helen.fills("by", "name").fills("postcode", "LE99 1AA");
        let (path, _, form) = helen.would_send("Mark this person");
        helen.presses("Mark this person").await;
        helen.gets(200).sees("Give this person one paper");
        // The same form again is the same answer; the same person in another spelling is not.
        helen.sends(&path, &form).await;
        helen.gets(200).sees("Give this person one paper");
        for (name, house) in [("RITA SINGH", "12 a"), ("rita-singh", "12A")] {
            helen.opens("/staff/rounds/next-place/desk").await;
            helen
                .fills("by", "name")
                .fills("name", name)
                .fills("house", house)
                .fills("postcode", "le991aa");
            helen.presses("Mark this person").await;
            helen.gets(200).sees("Give this person no paper");
        }
        assert_eq!(register(world).await, 1);

        // A letter that was handed in at the desk votes no more, and the other way round.
        helen.opens("/staff/rounds/next-place/desk").await;
        helen
            .fills("by", "letter")
            .fills("code", &codes[0].to_string());
        helen.presses("Mark this person").await;
        helen.sees("Give this person one paper");
        let mut anne = world.visitor("Anne");
        for (code, title) in [
            (codes[0], "You have already voted"),
            (codes[1], "You have voted"),
        ] {
            anne.opens("/votes/next-place").await;
            anne.fills("choice", &option(1));
            anne.presses("Continue").await;
            anne.presses("I have a voting code").await;
            anne.fills("code", &code.to_string());
            anne.presses("Cast my vote").await;
            anne.gets(200).sees(title);
        }
        helen.opens("/staff/rounds/next-place/desk").await;
        helen
            .fills("by", "letter")
            .fills("code", &codes[1].to_string());
        helen.presses("Mark this person").await;
        helen.sees("Give this person no paper");
        helen.opens("/staff/rounds/next-place/desk").await;
        helen
            .fills("by", "letter")
            .fills("code", "00000-00000-00000");
        helen.presses("Mark this person").await;
        helen.gets(422).sees("not on any letter");

        // A mailbox, in any spelling.
        let bela = world.resident("Bela").await;
        helen.opens("/staff/rounds/next-place/desk").await;
        helen
            .fills("by", "email")
            .fills("email", "BELA+desk@residents.example")
            .fills("postcode", "LE99 1AB")
            .fills("way", "paper");
        helen.presses("Mark this person").await;
        helen.sees("Give this person one paper");
        let done = payback_panel::actions::ballots::casting::cast(
            world.desk(),
            &laid::voter(&bela),
            &laid::round(world, "next-place").await,
            &laid::envelope(1, &option(1)),
            "",
        )
        .await;
        assert_eq!(
            done,
            Ok(payback_panel::actions::ballots::casting::Casting::AlreadyVoted)
        );
        assert_eq!(register(world).await, 4);
        let by_post = "SELECT COUNT(*) FROM voter_register WHERE channel = 'paper'";
        assert_eq!(world.counts(by_post).await, 1);
        no_name_is_kept(world).await;
        closes(world).await;
        helen.sends(&path, &form).await;
        helen.gets(409).sees("The vote is not open");
        assert_eq!(register(world).await, 4);
    }
);

/// Nothing that a clerk typed stands in the database's files.
async fn no_name_is_kept(world: &World) {
    let bytes = everything(world).await;
    let text = String::from_utf8_lossy(&bytes).to_lowercase();
    assert!(text.contains("voter_register"));
    for typed in ["rita singh", "ritasingh", "rita-singh", "+desk@residents"] {
        assert!(!text.contains(typed), "{typed:?} stands in the file");
    }
}

walk!(two_clerks_at_once_on_one_paper_are_one_ballot, |world| {
    laid::open_round_by(world, WAYS).await;
    world.leaves_letters();
    let codes = printed(world, "next-place", 30).await;
    let helen = officer(world, "Helen").await;
    let yusuf = officer(world, "Yusuf").await;
    let tara = officer(world, "Tara").await;
    closes(world).await;
    let people = [&helen, &yusuf, &tara].map(staff_person);
    for (number, code) in codes.iter().enumerate() {
        // Three at once, twice each; on every third paper one of them reads something else.
        let tasks: Vec<_> = (0..6)
            .map(|task| {
                let (desk, person) = (world.desk().clone(), people[task % 3].clone());
                let code = code.clone();
                let marks = if number % 3 == 0 && task % 3 == 1 {
                    "B"
                } else {
                    "A"
                };
                tokio::spawn(async move {
                    keying::key(&desk, &person, "next-place", (&code, marks)).await
                })
            })
            .collect();
        for task in tasks {
            let _ = task.await.expect("it ends");
        }
    }
    let keyed = "SELECT COUNT(*) FROM (SELECT digest FROM paper_keying GROUP BY digest HAVING COUNT(*) > 2) t";
    assert_eq!(world.counts(keyed).await, 0, "three people on one paper");
    let one = "SELECT COUNT(*) FROM ballot_paper p WHERE state = 'agreed' AND \
               (SELECT COUNT(DISTINCT choices) FROM paper_keying k WHERE k.digest = p.digest) <> 1";
    assert_eq!(world.counts(one).await, 0);
    let two = "SELECT COUNT(*) FROM ballot_paper p WHERE state = 'differs' AND \
               (SELECT COUNT(DISTINCT choices) FROM paper_keying k WHERE k.digest = p.digest) <> 2";
    assert_eq!(world.counts(two).await, 0);
    let done = "SELECT COUNT(*) FROM ballot_paper WHERE state IN ('agreed', 'differs')";
    assert_eq!(world.counts(done).await, 30);
});

walk!(papers_on_which_two_differ_can_be_set_aside, |world| {
    laid::open_round_by(world, WAYS).await;
    world.leaves_letters();
    let codes = printed(world, "next-place", 3).await;
    let mut helen = officer(world, "Helen").await;
    let mut yusuf = officer(world, "Yusuf").await;
    let mut tara = officer(world, "Tara").await;
    closes(world).await;
    keys(&mut helen, "4K7P-9XQ2-M0RT-AB3C", "").await;
    helen.gets(422).sees("Type the letters that are marked");
    keys(&mut helen, "4K7P-9XQ2-M0RT-AB3C", "A").await;
    helen
        .gets(422)
        .sees("This code is on no paper of this vote");
    keys(&mut helen, "nothing", "D").await;
    helen
        .gets(422)
        .sees("The code on a paper has 16 letters and digits")
        .sees("“D” is no letter on this paper");
    assert_eq!(helen.page().value("marks").as_deref(), Some("D"));
    keys(&mut helen, &codes[0], "A").await;
    keys(&mut helen, &codes[0], "B").await;
    helen.gets(422).sees("Somebody else must key it now");
    keys(&mut yusuf, &codes[0], "B").await;
    keys(&mut tara, &codes[0], "A").await;
    tara.gets(422)
        .sees("Two other people have keyed this paper");
    tara.opens("/staff/rounds/next-place/papers/key").await;
    let (path, _, form) = tara.would_send("aside");
    tara.presses("aside").await;
    tara.gets(200).sees("Two people must key it anew");
    tara.sends(&path, &form).await;
    tara.gets(200);
    keys(&mut tara, &codes[0], "B").await;
    keys(&mut yusuf, &codes[0], "B").await;
    yusuf.sees("two people agree");
    tara.sends(&path, &form).await;
    tara.gets(422).sees("Only where two people differ");
    // A signature is for the papers as they were shown; one that is keyed later takes it back.
    helen.opens("/staff/rounds/next-place/papers").await;
    let (path, _, stale) = helen.would_send("Sign off");
    keys(&mut yusuf, &codes[1], "A").await;
    helen.sends(&path, &stale).await;
    helen.gets(422).sees("keyed once or differ");
    keys(&mut tara, &codes[1], "A").await;
    helen.sends(&path, &stale).await;
    helen
        .gets(409)
        .sees("Papers of this batch were keyed since");
    signs(&mut helen).await;
    keys(&mut yusuf, &codes[2], "A").await;
    helen.opens("/staff/rounds/next-place/papers").await;
    helen.sees("Not yet");
    let signed = "SELECT COUNT(*) FROM paper_batch WHERE first_signed_by IS NOT NULL";
    assert_eq!(world.counts(signed).await, 0);
});

walk!(
    every_method_has_a_paper_that_can_be_printed_and_keyed,
    |world| {
        use payback_panel::domain::ballots::keying::read_marks;
        use payback_panel::domain::ballots::method::{Method, PaperKind};
        laid::open_round_by(world, WAYS).await;
        let round = laid::round(world, "next-place").await;
        let mut sheet = payback_panel::actions::ballots::rules(&round).expect("rules");
        for method in Method::ALL {
            sheet.method = method;
            sheet.ranks = (method.paper() == PaperKind::Ranks).then_some(3);
            let typed = if method.paper() == PaperKind::OneTick {
                "C"
            } else {
                "C A"
            };
            let marks = read_marks(typed, &sheet).expect("marks");
            assert!(marks.check(3, sheet.most_ranks()).is_ok());
            assert!(
                marks
                    .to_choices(&sheet.ids())
                    .starts_with(match method.paper() {
                        PaperKind::Ticks => "lc-2026-0001+lc-2026-0003",
                        _ => "lc-2026-0003",
                    })
            );
        }
    }
);

walk!(
    a_round_without_papers_and_other_councils_are_kept_out,
    |world| {
        laid::open_round(world).await;
        world.leaves_letters();
        let mut helen = officer(world, "Helen").await;
        helen.opens("/staff/rounds/next-place/desk").await;
        helen
            .is_at("/staff/rounds/next-place/papers")
            .sees_no("Print a batch");
        let batch = ("None".to_string(), 1);
        let made = papers::make(world.desk(), &Person::operator(), "next-place", batch, None).await;
        assert!(made.is_err());
        let mut fiona = world.staff("Fiona", Role::Council, "E06000017").await;
        for page in ["papers", "desk", "papers/key", "codes", "ways"] {
            fiona
                .opens(&format!("/staff/rounds/next-place/{page}"))
                .await;
            fiona.gets(403);
        }
        assert_eq!(
            PaperState::ALL.map(|state| PaperState::parse(state.code())),
            PaperState::ALL.map(Some)
        );
    }
);
