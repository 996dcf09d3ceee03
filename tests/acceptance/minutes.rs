//! The minutes of a panel's meeting, from their writing to what everybody reads.

use crate::laid::assessed;
use crate::panels::{makes_panel, member, officer, opens_shortlist, seats};
use crate::world::{Actor, World};
use payback_panel::domain::policy::Role;

pub const PANEL: &str = "/panels/leicester-citizens-panel";

/// A panel with so many members. Their names are Member 1 and on.
pub async fn panel<'w>(world: &'w World, count: usize) -> (Actor<'w>, Vec<Actor<'w>>) {
    let mut helen = officer(world, "Helen").await;
    makes_panel(&mut helen).await;
    let mut members = vec![];
    for number in 1..=count {
        let one = member(world, &format!("Member {number}")).await;
        seats(&mut helen, &one, "resident").await;
        members.push(one);
    }
    (helen, members)
}

fn fills_meeting(officer: &mut Actor<'_>, present: &str, decided: &str) {
    officer
        .fills("met-on-day", "3")
        .fills("met-on-month", "11")
        .fills("met-on-year", "2026")
        .fills("present", present)
        .fills("decided", decided);
}

/// Writes minutes and says where they are for everybody.
pub async fn writes(officer: &mut Actor<'_>, decided: &str) -> String {
    officer.opens(&format!("/staff{PANEL}/minutes/new")).await;
    fills_meeting(officer, "7", decided);
    officer.presses("Send to the members").await;
    officer.gets(200).sees("Who has answered");
    officer.page().path.replace("/staff", "")
}

async fn reads_letters(members: &[Actor<'_>]) {
    for member in members {
        let letter = member
            .reads_letter("minutes of 3 November 2026 to agree")
            .await;
        assert!(letter.body.contains("you are a member of this panel"));
    }
}

pub async fn agrees(member: &mut Actor<'_>, minutes: &str) {
    member.opens(&format!("{minutes}/answer")).await;
    member.gets(200).fills("answer", "agree");
    member.presses("Send my answer").await;
    member.gets(200).sees("Your answer is kept");
}

pub async fn asks_correction(member: &mut Actor<'_>, minutes: &str, words: &str) {
    member.opens(&format!("{minutes}/answer")).await;
    member.fills("answer", "correct").fills("words", words);
    member.presses("Send my answer").await;
    member
        .gets(200)
        .sees("You asked for a correction")
        .sees(words);
}

walk!(
    minutes_are_public_when_more_than_half_of_the_members_agree,
    |world| {
        assessed(world, 2).await;
        let (mut helen, mut members) = panel(world, 3).await;
        let list = opens_shortlist(&mut helen, "2", 2).await;
        for one in &members {
            one.reads_letter("2 nominations to rank").await;
        }
        helen.opens(&format!("/staff{PANEL}")).await;
        helen.follows("Write the minutes of a meeting").await;
        fills_meeting(
            &mut helen,
            "7",
            "Hedges come first.\n\nThe next meeting is in May.",
        );
        helen.fills("shortlist", list.rsplit('/').next().expect("a number"));
        helen.presses("Send to the members").await;
        helen.gets(200).sees("0 of 3 members have agreed");
        let minutes = helen.page().path.replace("/staff", "");
        reads_letters(&members).await;

        let mut rita = world.resident("Rita").await;
        rita.opens(&minutes).await;
        rita.gets(404);
        rita.opens(PANEL).await;
        rita.gets(200)
            .sees("No minutes are agreed yet")
            .sees_no("Hedges come first");
        rita.opens(&format!("{minutes}/answer")).await;
        rita.gets(403);
        // Who follows the letter without being signed in is sent a link, not asked for a password.
        let mut nobody = world.visitor("Nobody");
        nobody.opens(&format!("{minutes}/answer")).await;
        nobody.gets(200).is_at(&format!(
            "/sign-in?next={}",
            minutes.replace('/', "%2F") + "%2Fanswer"
        ));

        members[0].opens(PANEL).await;
        members[0].sees("Read and agree the minutes of 3 November 2026");
        members[0].opens("/me").await;
        members[0]
            .follows("Read and agree the minutes of 3 November 2026")
            .await;
        members[0]
            .sees("Hedges come first.")
            .sees("7 people were there")
            .sees("0 of 3 have");
        agrees(&mut members[0], &minutes).await;
        members[0].sees("When more than half of the members have");
        members[0].opens("/me").await;
        // The minutes wait for them no longer; the shortlist still does.
        members[0]
            .sees("Rank the nominations: ")
            .sees_no("Read and agree the minutes");
        rita.opens(&minutes).await;
        rita.gets(404);
        agrees(&mut members[1], &minutes).await;
        members[1].sees("Everybody can read the minutes now");

        rita.opens(PANEL).await;
        rita.sees("Meeting of 3 November 2026")
            .sees("Hedges come first.")
            .sees("Agreed by more than half of the members on")
            .sees_no("Member 1");
        rita.opens(&minutes).await;
        rita.gets(200)
            .sees("The next meeting is in May.")
            .follows("Places for the next vote")
            .await;
        rita.gets(200).is_at(&list);
        // Whoever comes late reads what everybody reads.
        members[2].opens(&format!("{minutes}/answer")).await;
        members[2].is_at(&minutes);
        helen.opens(&format!("/staff{PANEL}")).await;
        helen.sees("Meeting of 3 November 2026: agreed");
        let log = "SELECT COUNT(*) FROM audit WHERE kind = 'minutes-agreed'";
        assert_eq!(world.counts(log).await, 1);
        let told =
            "SELECT COUNT(*) FROM audit WHERE kind LIKE 'minutes-%' AND detail LIKE '%Hedges%'";
        assert_eq!(world.counts(told).await, 0);
    }
);

walk!(
    a_corrected_text_needs_agreement_anew_and_the_one_before_is_kept,
    |world| {
        let (mut helen, mut members) = panel(world, 2).await;
        let minutes = writes(&mut helen, "Hedges come frist.").await;
        reads_letters(&members).await;
        agrees(&mut members[0], &minutes).await;
        asks_correction(&mut members[1], &minutes, "It says frist.").await;
        let letter = helen
            .reads_letter("a correction to the minutes is asked for")
            .await;
        assert!(!letter.body.contains("frist"), "{}", letter.body);
        // The other member reads what is asked for, not who asks.
        members[0].opens(&format!("{minutes}/answer")).await;
        members[0].sees("It says frist.").sees_no("Member 2");
        let (path, _, read_before) = members[0].would_send("Send my answer");

        helen.opens("/staff").await.gets(200);
        helen.sees("1 member asks for a correction");
        helen
            .follows("Correct the minutes: Leicester citizens’ panel, meeting of 3 November 2026")
            .await;
        helen.gets(200).is_at(&format!("/staff{minutes}"));
        helen
            .sees("Member 1: agrees")
            .sees("Member 2: asks for a correction: It says frist.");
        helen.follows("Correct the minutes").await;
        helen.presses("Send to the members").await;
        helen.gets(422).sees("Change what needs to be put right");
        helen
            .clears("decided")
            .fills("decided", "Hedges come first.");
        let (correct, _, sent) = helen.would_send("Send to the members");
        for _ in 0..2 {
            helen.sends(&correct, &sent).await;
            helen.gets(303);
        }
        reads_letters(&members).await;
        helen.opens("/staff").await.sees_no("Correct the minutes");
        let texts = "SELECT COUNT(*) FROM panel_minutes_text";
        assert_eq!(world.counts(texts).await, 2, "sent twice, written once");

        // An agreement to the text before is none to this one.
        members[0].sends(&path, &read_before).await;
        members[0]
            .gets(409)
            .sees("The minutes were corrected since")
            .sees("Hedges come first.");
        agrees(&mut members[0], &minutes).await;
        let mut rita = world.visitor("Rita");
        rita.opens(&minutes).await;
        rita.gets(404);
        agrees(&mut members[1], &minutes).await;
        rita.opens(&minutes).await;
        rita.gets(200).sees("Hedges come first.").sees_no("frist");

        // Corrected after it was agreed: the agreed text stands until the new one is agreed.
        helen.opens(&format!("/staff{minutes}/correct")).await;
        helen.clears("present").fills("present", "9");
        helen.presses("Send to the members").await;
        helen.gets(200).sees("0 of 2 members have agreed");
        reads_letters(&members).await;
        rita.opens(&minutes).await;
        rita.gets(200).sees("7 people were there");
        for one in &mut members {
            agrees(one, &minutes).await;
        }
        rita.opens(&minutes).await;
        rita.sees("9 people were there").sees("What was corrected");
        assert_eq!(world.counts(texts).await, 3);
    }
);

walk!(
    minutes_with_mistakes_keep_what_was_typed_and_once_is_enough,
    |world| {
        let (mut helen, members) = panel(world, 1).await;
        helen.opens(&format!("/staff{PANEL}/minutes/new")).await;
        helen.fills("met-on-day", "31").fills("met-on-month", "2");
        helen.fills("met-on-year", "2026").fills("present", "many");
        helen.presses("Send to the members").await;
        helen
            .gets(422)
            .sees("There is no such date")
            .sees("Enter a whole number from 1 to 500")
            .sees("Enter what was decided");
        assert_eq!(helen.page().value("present").as_deref(), Some("many"));
        assert_eq!(helen.page().value("met-on-day").as_deref(), Some("31"));
        assert!(helen.page().links().contains(&"#met-on-day".to_string()));
        fills_meeting(&mut helen, "4", "Brambles next.");
        helen.fills("met-on-year", "2027").keeps_last();
        helen.presses("Send to the members").await;
        helen
            .gets(422)
            .sees("The meeting must be today or in the past");
        fills_meeting(&mut helen, "4", "Brambles next.");
        helen.fills("shortlist", "77");
        let (path, _, form) = helen.would_send("Send to the members");
        helen.sends(&path, &form).await;
        helen.gets(422).sees("Pick a shortlist of this panel");
        assert_eq!(world.counts("SELECT COUNT(*) FROM panel_minutes").await, 0);

        helen.opens(&format!("/staff{PANEL}/minutes/new")).await;
        fills_meeting(&mut helen, "4", "Brambles next.");
        helen.fills("shortlist", "").keeps_last();
        let (path, _, form) = helen.would_send("Send to the members");
        for _ in 0..2 {
            helen.sends(&path, &form).await;
            helen.gets(303);
        }
        reads_letters(&members).await;
        assert_eq!(world.counts("SELECT COUNT(*) FROM panel_minutes").await, 1);

        let mut joyce = members.into_iter().next().expect("a member");
        joyce.opens(&format!("{PANEL}/minutes/1/answer")).await;
        joyce.presses("Send my answer").await;
        joyce.gets(422).sees("Pick whether you agree");
        joyce.fills("answer", "correct");
        joyce.presses("Send my answer").await;
        joyce.gets(422).sees("Say what needs to be put right");
        joyce.fills("answer", "agree");
        let (path, _, form) = joyce.would_send("Send my answer");
        for _ in 0..2 {
            joyce.sends(&path, &form).await;
            joyce.gets(303);
        }
        let answers = "SELECT COUNT(*) FROM panel_minutes_answer";
        assert_eq!(world.counts(answers).await, 1);
        // Who agreed and thinks again once it is agreed is told whom to ask.
        for field in ["answer", "words"] {
            let mut form = form.clone();
            form.retain(|(name, _)| name != "answer" && name != "words");
            form.push(("answer".into(), "correct".into()));
            form.push(("words".into(), format!("Wrong {field}")));
            joyce.sends(&path, &form).await;
            joyce.gets(409).sees("agreed already");
        }
    }
);

walk!(
    only_members_answer_and_only_whoever_runs_the_panel_writes,
    |world| {
        let (mut helen, mut members) = panel(world, 3).await;
        let minutes = writes(&mut helen, "Hedges.").await;
        reads_letters(&members).await;
        // Sits on some panel of the area by grant, but not on this one.
        let mut other = member(world, "Other").await;
        other.opens(&format!("{minutes}/answer")).await;
        other.gets(403);
        members[0].opens(&format!("/staff{minutes}")).await;
        members[0].gets(403);
        let mut fiona = world.staff("Fiona", Role::Council, "E06000017").await;
        for page in ["", "/correct"] {
            fiona.opens(&format!("/staff{minutes}{page}")).await;
            fiona.gets(403);
        }
        fiona.opens(&format!("/staff{PANEL}/minutes/new")).await;
        fiona.gets(403);
        // Minutes of another panel are not found under this one's address.
        helen.opens(&format!("/staff{PANEL}/minutes/99")).await;
        helen.gets(404);

        // One of three agrees; when one leaves, one of two is not enough; of one it is.
        agrees(&mut members[0], &minutes).await;
        for (gone, status) in [(1, 404), (2, 200)] {
            let name = members[gone].name.clone();
            helen.opens(&format!("/staff{PANEL}")).await;
            helen.follows(&format!("Remove {name}")).await;
            helen.presses("Remove the member").await;
            helen.gets(200);
            let mut rita = world.visitor(&format!("Rita {gone}"));
            rita.opens(&minutes).await;
            rita.gets(status);
        }
        members[1].opens(&format!("{minutes}/answer")).await;
        members[1].gets(403);
    }
);
