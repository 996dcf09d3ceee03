//! Votes: drafts and campaigns, the box and its keys, ballots, letters and papers.

use super::Twice;
use crate::laid::{self, option};
use crate::panels::officer;
use crate::papers::{WAYS, printed};
use crate::sealed_laid::{pair, private, public};
use crate::world::{Actor, World};
use chrono::Duration;
use payback_panel::jobs;

/// Drafts, campaigns and the steps of a round.
pub const STEPS: &[&str] = &[
    "/staff/rounds/new",
    "/staff/rounds/{slug}/edit",
    "/staff/rounds/{slug}/ways",
    "/staff/rounds/{slug}/announce",
    "/staff/rounds/{slug}/abandon",
    "/staff/rounds/{slug}/count",
    "/staff/rounds/{slug}/send-back",
    "/staff/rounds/{slug}/declare",
    "/staff/rounds/{slug}/answer",
    "/staff/campaigns/new",
    "/staff/campaigns/{slug}/rounds",
    "/staff/campaigns/{slug}/announce",
];

/// The keys of a sealed box.
pub const KEYS: &[&str] = &[
    "/staff/rounds/{slug}/box",
    "/staff/rounds/{slug}/keys",
    "/staff/rounds/{slug}/open",
];

/// Ballots, by whichever way.
pub const BALLOTS: &[&str] = &[
    "/votes/{slug}/review",
    "/votes/{slug}/change",
    "/votes/{slug}/code",
    "/votes/{slug}/cast",
    "/votes/{slug}/voting-code",
    "/votes/{slug}/voting-code/cast",
    "/staff/rounds/{slug}/codes",
    "/staff/rounds/{slug}/codes/{batch}/cancel",
    "/staff/rounds/{slug}/desk",
    "/staff/rounds/{slug}/papers",
    "/staff/rounds/{slug}/papers/spoilt",
    "/staff/rounds/{slug}/papers/key",
    "/staff/rounds/{slug}/papers/aside",
    "/staff/rounds/{slug}/papers/{batch}/sign",
];

const ROUND: &str = "/staff/rounds/next-place";
const TIMETABLE: [(&str, &str); 8] = [
    ("opens-day", "1"),
    ("opens-month", "12"),
    ("opens-year", "2026"),
    ("opens-time", "09:00"),
    ("closes-day", "15"),
    ("closes-month", "12"),
    ("closes-year", "2026"),
    ("closes-time", "17:00"),
];

async fn time_passes(world: &World, time: Duration) {
    world.passes(time);
    jobs::catch_up(world.desk()).await.expect("the jobs run");
}

fn fills_timetable(officer: &mut Actor<'_>) {
    for (field, value) in TIMETABLE {
        officer.fills(field, value);
    }
}

/// Drafts a vote from the only shortlist, and says where staff see it.
async fn drafts(twice: &mut Twice<'_>, helen: &mut Actor<'_>) -> String {
    helen.opens("/staff/rounds/new?shortlist=1").await;
    fills_timetable(helen);
    helen.fills("shortlist", "1").fills("title", "Which place?");
    twice.creates(helen, "Save the draft", "round", 1).await;
    helen.page().path.clone()
}

async fn gives_up(helen: &mut Actor<'_>, round: &str) {
    helen.opens(round).await;
    helen.fills("reason", "The wrong places.");
}

/// A campaign with a vote, which is given up so that its shortlist is free.
async fn campaigns(twice: &mut Twice<'_>, world: &World, helen: &mut Actor<'_>) {
    helen.opens("/staff/campaigns/new").await;
    for (field, value) in TIMETABLE {
        if !field.ends_with("-time") {
            helen.fills(field, value);
        }
    }
    helen
        .fills("name", "Winter vote")
        .fills("ways", "verified-email");
    twice
        .creates(helen, "Make the campaign", "campaign", 1)
        .await;
    helen.fills("lists", "1");
    twice.creates(helen, "Draft these votes", "round", 1).await;
    // Both pages show the vote as announced; the banner says what each press has done.
    let (path, _, form) = helen.would_send("Announce all drafts");
    twice.sent(&path);
    let both = helen.sends_twice_at_once(&path, &form).await;
    let announced = "SELECT COUNT(*) FROM audit WHERE kind = 'round-announced'";
    assert_eq!(world.counts(announced).await, 1);
    for page in both {
        assert_eq!(page.status, 200, "{}", page.words());
        assert!(page.words().contains("Announced"), "{}", page.words());
    }
    gives_up(helen, "/staff/rounds/winter-vote-leicester").await;
    helen.presses("Give the vote up").await;
    helen.gets(200);
}

walk!(
    the_steps_of_a_vote_lose_nothing_by_a_double_click,
    |world| {
        laid::shortlist(world).await;
        let mut twice = Twice::begins(world).await;
        let mut helen = officer(world, "Helen").await;
        let mut yusuf = officer(world, "Yusuf").await;
        let round = drafts(&mut twice, &mut helen).await;
        // Two pages of the same draft: whoever sends second is told, whoever sends twice is not.
        yusuf.opens(&format!("{round}/edit")).await;
        yusuf.fills("title", "Which place next?");
        let (path, _, stale) = yusuf.would_send("Save the draft");
        helen.opens(&format!("{round}/edit")).await;
        helen.fills("title", "Which place next?");
        twice.presses(&mut helen, "Save the draft").await;
        yusuf.sends(&path, &stale).await;
        yusuf.gets(409).sees("Somebody changed this draft");
        helen.opens(&format!("{round}/ways")).await;
        helen.clears("ways").fills("ways", "desk");
        twice.presses(&mut helen, "Save the ways to vote").await;
        gives_up(&mut helen, &round).await;
        twice.presses(&mut helen, "Give the vote up").await;
        campaigns(&mut twice, world, &mut helen).await;
        let round = drafts(&mut twice, &mut helen).await;
        helen.opens(&round).await;
        twice.presses(&mut helen, "Announce the vote").await;
        time_passes(world, Duration::days(9)).await;
        let slug = round.rsplit('/').next().expect("a slug");
        let open = laid::round(world, slug).await;
        laid::votes(world, &open, &[(1, 2), (2, 3)]).await;
        time_passes(world, Duration::days(15)).await;
        helen.opens(&round).await;
        twice.presses(&mut helen, "Count the votes").await;
        yusuf.opens(&round).await;
        yusuf.fills("reason", "Look at the blank ones again.");
        twice.presses(&mut yusuf, "Send the count back").await;
        helen.opens(&round).await;
        helen.presses("Count the votes").await;
        yusuf.opens(&round).await;
        twice.presses(&mut yusuf, "Declare the result").await;
        yusuf.opens(&round).await;
        yusuf.fills("answer", "We begin in spring.");
        twice
            .creates(&mut yusuf, "Publish the answer", "round_answer", 1)
            .await;
        twice.ends(STEPS).await;
    }
);

walk!(the_keys_of_a_box_lose_nothing_by_a_double_click, |world| {
    laid::drafted(world).await;
    let mut twice = Twice::begins(world).await;
    let mut helen = officer(world, "Helen").await;
    let key = pair(1);
    helen.opens(&format!("{ROUND}/box")).await;
    helen
        .fills("keeping", "sealed")
        .fills("public-key-1", &public(&key));
    twice.makes(&mut helen, "Save", "box_key", 1).await;
    helen.opens(ROUND).await;
    helen.presses("Announce the vote").await;
    helen.opens(&format!("{ROUND}/keys")).await;
    helen.fills("key", &private(&key));
    twice.presses(&mut helen, "Show that the key works").await;
    time_passes(world, Duration::days(1) + Duration::minutes(1)).await;
    let round = laid::round(world, "next-place").await;
    laid::votes(world, &round, &[(1, 2), (2, 3)]).await;
    time_passes(world, Duration::days(11)).await;
    helen.opens(&format!("{ROUND}/open")).await;
    helen.fills("key-1", &private(&key));
    twice.presses(&mut helen, "Open the box and count").await;
    twice.ends(KEYS).await;
});

/// Marks a paper for the first place and goes on.
async fn marks(twice: &mut Twice<'_>, voter: &mut Actor<'_>) {
    voter.opens("/votes/next-place").await;
    voter.fills("choice", &option(1));
    twice.presses(voter, "Continue").await;
}

/// Letters with codes: their file leaves once, with the one batch that is made.
async fn letters(twice: &mut Twice<'_>, world: &World, helen: &mut Actor<'_>) -> String {
    let batches = "SELECT COUNT(*) FROM voting_code_batch";
    let mut code = String::new();
    for label in ["Abbey", "Beaumont Leys"] {
        helen.opens(&format!("{ROUND}/codes")).await;
        helen
            .fills("label", label)
            .fills("households", "3")
            .fills("file", "csv");
        let before = world.counts(batches).await;
        helen.presses("Continue").await;
        let file = twice.hands_out(helen, "Make the codes").await;
        assert_eq!(world.counts(batches).await, before + 1);
        let line = file.lines().nth(1).expect("a letter");
        code = line.split(',').nth(1).expect("a code").to_string();
    }
    helen.opens(&format!("{ROUND}/codes")).await;
    let of_the_first = helen.page().forms();
    let of_the_first = of_the_first
        .iter()
        .find(|form| form.action.ends_with("/codes/1/cancel"))
        .expect("a form for the first batch");
    let mut fields = of_the_first.fields.clone();
    fields.retain(|(name, _)| name != "reason");
    fields.push(("reason".into(), "Sent to the wrong streets.".into()));
    let action = of_the_first.action.clone();
    twice.sends(helen, &action, &fields).await;
    code
}

async fn votes(twice: &mut Twice<'_>, world: &World, code: &str) {
    let mut rita = world.resident("Rita").await;
    marks(twice, &mut rita).await;
    twice.presses(&mut rita, "Change your choice").await;
    marks(twice, &mut rita).await;
    rita.fills("postcode", "LE99 1AB");
    twice
        .creates(&mut rita, "Cast my vote", "ballot_box", 1)
        .await;
    let mut nora = world.visitor("Nora");
    marks(twice, &mut nora).await;
    nora.fills("email", "nora@residents.example")
        .fills("postcode", "LE99 1AB");
    for button in ["Send me a code", "Send another code"] {
        twice.creates(&mut nora, button, "outbox", 1).await;
    }
    let mut tom = world.visitor("Tom");
    marks(twice, &mut tom).await;
    twice.presses(&mut tom, "I have a voting code").await;
    tom.fills("code", code);
    twice
        .creates(&mut tom, "Cast my vote", "ballot_box", 1)
        .await;
}

/// Keys a paper on the page.
async fn keys(twice: &mut Twice<'_>, who: &mut Actor<'_>, code: &str, marks: &str) {
    who.opens(&format!("{ROUND}/papers/key")).await;
    who.fills("code", code).fills("marks", marks);
    // A paper is keyed once by each: its code is its key.
    twice
        .makes(who, "Enter this paper", "paper_keying", 1)
        .await;
}

walk!(ballots_lose_nothing_by_a_double_click, |world| {
    laid::announced_by(world, WAYS).await;
    let mut twice = Twice::begins(world).await;
    let mut helen = officer(world, "Helen").await;
    let mut yusuf = officer(world, "Yusuf").await;
    let code = letters(&mut twice, world, &mut helen).await;
    helen.opens(&format!("{ROUND}/papers")).await;
    helen.fills("label", "Library desk").fills("papers", "2");
    helen.presses("Continue").await;
    twice.hands_out(&mut helen, "Make the papers").await;
    let batches = "SELECT COUNT(*) FROM paper_batch";
    assert_eq!(world.counts(batches).await, 1);
    laid::opens(world, "next-place").await;
    votes(&mut twice, world, &code).await;
    helen.opens(&format!("{ROUND}/desk")).await;
    helen
        .fills("by", "name")
        .fills("name", "Person Number1")
        .fills("house", "12")
        .fills("postcode", "LE99 1AA");
    twice
        .creates(&mut helen, "Mark this person", "voter_register", 1)
        .await;
    let papers = printed(world, "next-place", 2).await;
    helen.opens(&format!("{ROUND}/papers")).await;
    helen.fills("spoilt", &papers[1]);
    twice.presses(&mut helen, "Cancel the spoilt paper").await;
    time_passes(world, Duration::days(11)).await;
    keys(&mut twice, &mut helen, &papers[0], "A").await;
    keys(&mut twice, &mut yusuf, &papers[0], "B").await;
    yusuf.opens(&format!("{ROUND}/papers/key")).await;
    twice.makes(&mut yusuf, "aside", "paper_keying", -2).await;
    helen.opens(&format!("{ROUND}/papers")).await;
    twice.presses(&mut helen, "Sign off").await;
    twice.ends(BALLOTS).await;
});
