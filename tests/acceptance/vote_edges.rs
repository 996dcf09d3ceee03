//! Where a vote comes to its edges: ties in a sealed box and after a lot, no vote for any place, votes that
//! come too late by every way, and nominators who want their place back.

use crate::ballots::code as code_in_letter;
use crate::laid::{self, option};
use crate::methods::{
    SLUG, announced_of, ballots, checks_out, checks_out_with, closes, counted_and_declared,
    declared, result,
};
use crate::papers::{WAYS, both_key, come_to_the_desk, printed, signs};
use crate::sealed_laid::{self, pair, private};
use crate::voting_codes::batch;
use crate::world::{Actor, World};
use axum::http::Method;
use chrono::Duration;
use payback_panel::domain::policy::Role;
use payback_panel::jobs;

const LEICESTER: &str = "E06000016";
const ROUND: &str = "/staff/rounds/next-place";

async fn officer<'w>(world: &'w World, name: &str) -> Actor<'w> {
    world.staff(name, Role::Council, LEICESTER).await
}

/// What an officer who saw a lot drawn sends: each place with the number at which it was drawn.
pub fn lot(helen: &Actor<'_>, order: &[(i64, &str)]) -> Vec<(String, String)> {
    let mut form: Vec<(String, String)> = ["csrf", "version"]
        .map(|name| (name.into(), helen.page().value(name).expect(name)))
        .to_vec();
    form.push(("how".into(), "lot".into()));
    for (place, number) in order {
        form.push(("lot-option".into(), option(*place)));
        form.push(("lot-place".into(), (*number).into()));
    }
    form.push(("witness-1".into(), "Ann Lee".into()));
    form.push(("witness-2".into(), "Bo Tay".into()));
    form
}

walk!(
    a_tie_in_a_sealed_box_stops_the_count_until_the_public_value_is_typed,
    |world| {
        world.leaves_letters();
        let key = pair(1);
        let round = sealed_laid::open_round(world, std::slice::from_ref(&key)).await;
        laid::votes(world, &round, &[(1, 11), (2, 11), (3, 2)]).await;
        world.passes(Duration::days(11));
        jobs::catch_up(world.desk()).await.expect("it closes");
        let mut helen = officer(world, "Helen").await;
        helen.opens(&format!("{ROUND}/open")).await;
        helen.sees_no("The public value");
        helen.fills("key-1", &private(&key));
        helen.presses("Open the box and count").await;
        helen
            .gets(422)
            .sees("The count ends in a tie between Place number 1 and Place number 2")
            .sees("The lottery numbers after closing");
        // The key is not shown again, nothing is counted, and nobody else learns anything.
        assert_eq!(helen.page().value("key-1").as_deref(), Some(""));
        let mut rita = world.visitor("Rita");
        rita.opens("/votes/next-place").await;
        rita.gets(200).sees_no("a tie").sees_no("11 votes");
        assert!(laid::round(world, "next-place").await.counted_at.is_none());
        // Another day: the page says where the count has stopped, and asks for the key once more.
        helen.opens(&format!("{ROUND}/open")).await;
        helen
            .gets(200)
            .sees("The count has stopped at a tie between Place number 1 and Place number 2");
        helen.fills("value", "03 11 19 27 40 44");
        helen.presses("Open the box and count").await;
        helen.gets(422).sees("Enter the key");
        assert_eq!(
            helen.page().value("value").as_deref(),
            Some("03 11 19 27 40 44")
        );
        helen.fills("key-1", &private(&key));
        helen.presses("Open the box and count").await;
        helen.gets(200).is_at(ROUND).sees("24 votes in the box");
        let mut yusuf = officer(world, "Yusuf").await;
        yusuf.opens(ROUND).await;
        yusuf.presses("Declare the result").await;
        rita.opens("/votes/next-place/result").await;
        rita.gets(200)
            .sees("The count ended in a tie")
            .sees("The lottery numbers after closing")
            .sees("03 11 19 27 40 44")
            .sees("Place number 1 and Place number 2 had equally many votes. The lot decided");
    }
);

walk!(
    a_second_tie_after_a_drawn_lot_stops_the_count_again,
    |world| {
        announced_of(world, 4, ("irv", "1", "")).await;
        ballots(world, &[("A", 10), ("B", 10), ("C", 5), ("D", 5)]).await;
        closes(world).await;
        let path = format!("/staff/rounds/{SLUG}");
        let to = format!("{path}/count");
        let mut helen = officer(world, "Harriet").await;
        helen.opens(&path).await;
        helen.presses("Count the votes").await;
        helen
            .gets(422)
            .sees("a tie between Place number 3 and Place number 4");
        let form = lot(&helen, &[(3, "1"), (4, "2")]);
        helen.sends(&to, &form).await;
        helen
            .gets(422)
            .sees("a tie between Place number 1 and Place number 2")
            // What was drawn first is still there, with room for what is drawn now.
            .sees("and so on to 4");
        let shown = helen.page().forms();
        let counting = shown.iter().find(|form| form.action.ends_with("/count"));
        let places: Vec<&str> = counting
            .expect("the form")
            .fields
            .iter()
            .filter(|(name, _)| name == "lot-place")
            .map(|(_, value)| value.as_str())
            .collect();
        assert_eq!(places, ["", "", "1", "2"]);
        // The second lot alone does not take the place of both.
        let form = lot(&helen, &[(1, "2"), (2, "1")]);
        helen.sends(&to, &form).await;
        helen
            .gets(422)
            .sees("a tie between Place number 3 and Place number 4");
        let form = lot(&helen, &[(1, "4"), (2, "3"), (3, "1"), (4, "2")]);
        helen.sends(&to, &form).await;
        helen.gets(303);
        declared(world).await;
        let mut rita = result(world).await;
        rita.sees("Place number 2 won the vote")
            .sees("before Ann Lee and Bo Tay")
            .sees("Place number 3, Place number 4, Place number 2, Place number 1")
            .sees("The lot decided: Place number 4 drops out")
            .sees("The lot decided: Place number 1 drops out");
        let order = "Place number 3,Place number 4,Place number 2,Place number 1";
        checks_out_with(
            world,
            "counted again, the same: Place number 2",
            &["--tie-order", order],
        )
        .await;
    }
);

/// With nothing but blank votes nothing is tied and nothing is chosen, and everybody is told so.
async fn chooses_nothing(world: &World, method: (&str, &str, &str)) {
    announced_of(world, 3, method).await;
    ballots(world, &[("", 22)]).await;
    closes(world).await;
    let path = format!("/staff/rounds/{SLUG}");
    let mut hannah = officer(world, "Hannah").await;
    hannah.opens(&path).await;
    hannah.presses("Count the votes").await;
    hannah
        .gets(200)
        .sees("No vote names a place, so no place is chosen")
        .sees_no("a tie");
    declared(world).await;
    let mut rita = result(world).await;
    rita.sees("Which places next?: no place was chosen")
        .sees("22 people voted; 0 for a place, 22 blank")
        .sees("No vote names a place, so no place is chosen")
        .sees("it stays for the next vote")
        .sees_no("won");
    assert_eq!(world.counts("SELECT COUNT(*) FROM project").await, 0);
    let free = "SELECT COUNT(*) FROM nomination WHERE stage = 'assessed'";
    assert_eq!(world.counts(free).await, 3);
    rita.opens("/votes").await;
    rita.gets(200);
}

walk!(where_nobody_names_a_place_none_is_chosen, |world| {
    chooses_nothing(world, ("plurality", "1", "")).await;
    checks_out_none(world).await;
});

walk!(where_nobody_ranks_a_place_none_is_chosen, |world| {
    chooses_nothing(world, ("irv", "1", "")).await;
    checks_out_none(world).await;
});

walk!(where_nobody_ranks_any_of_several_none_is_chosen, |world| {
    chooses_nothing(world, ("stv", "2", "")).await;
    checks_out_none(world).await;
});

walk!(where_nobody_picks_work_no_hours_are_given, |world| {
    chooses_nothing(world, ("equal-shares", "", "40")).await;
    checks_out_none(world).await;
});

async fn checks_out_none(world: &World) {
    checks_out(world, "counted again, the same: nothing was chosen").await;
}

/// A form that was filled while votes were taken.
struct Prepared<'w> {
    who: Actor<'w>,
    path: String,
    fields: Vec<(String, String)>,
}

impl<'w> Prepared<'w> {
    fn of(who: Actor<'w>, button: &str) -> Prepared<'w> {
        let (path, method, fields) = who.would_send(button);
        assert_eq!(method, Method::POST);
        Prepared { who, path, fields }
    }
}

/// On the page that asks how they show who they are, with a choice marked.
async fn marked<'w>(mut who: Actor<'w>) -> Actor<'w> {
    who.opens("/votes/next-place").await;
    who.fills("choice", &option(1));
    who.presses("Continue").await;
    who.gets(200);
    who
}

/// By each way somebody stands one press before a vote is taken.
async fn one_press_before<'w>(
    world: &'w World,
    code: &str,
    papers: &[String],
) -> Vec<Prepared<'w>> {
    let mut all = vec![];
    let mut rita = marked(world.resident("Rita").await).await;
    rita.fills("postcode", "LE99 1AA");
    all.push(Prepared::of(rita, "Cast my vote"));

    let mut ned = marked(world.visitor("Ned")).await;
    ned.fills("email", "ned@residents.example")
        .fills("postcode", "LE99 1AA");
    ned.presses("Send me a code").await;
    let digits = code_in_letter(&ned).await;
    ned.fills("code", &digits);
    all.push(Prepared::of(ned, "Cast my vote"));

    let mut anne = marked(world.visitor("Anne")).await;
    anne.presses("I have a voting code").await;
    anne.fills("code", code);
    all.push(Prepared::of(anne, "Cast my vote"));

    let mut wim = officer(world, "Wim").await;
    for way in ["desk", "paper"] {
        wim.opens(&format!("{ROUND}/desk")).await;
        wim.gets(200)
            .fills("by", "name")
            .fills("name", &format!("Late {way}"))
            .fills("house", "14")
            .fills("postcode", "LE99 1AA")
            .fills("way", way)
            .keeps_last();
        let (path, _, fields) = wim.would_send("Mark this person");
        let mut clerk = officer(world, &format!("Clerk {way}")).await;
        clerk.opens(&format!("{ROUND}/desk")).await;
        let csrf = clerk.page().value("csrf").expect("a token");
        let mut fields: Vec<_> = fields.into_iter().filter(|(n, _)| n != "csrf").collect();
        fields.push(("csrf".into(), csrf));
        all.push(Prepared {
            who: clerk,
            path,
            fields,
        });
        wim.opens(ROUND).await;
    }
    // What was marked on a paper before closing is keyed after it, and not once it is signed.
    let mut kim = officer(world, "Kim").await;
    kim.opens(&format!("{ROUND}/papers")).await;
    let csrf = kim.page().value("csrf").expect("a token");
    all.push(Prepared {
        who: kim,
        path: format!("{ROUND}/papers/key"),
        fields: vec![
            ("csrf".into(), csrf),
            ("code".into(), papers[1].clone()),
            ("marks".into(), "a".into()),
        ],
    });
    all
}

const PEOPLE: usize = 3 + 2;

async fn taken(world: &World) -> [i64; 4] {
    let mut found = [0; 4];
    for (at, sql) in [
        "SELECT COUNT(*) FROM voter_register",
        "SELECT COUNT(*) FROM ballot_box",
        "SELECT COUNT(*) FROM paper_keying",
        "SELECT CAST(COALESCE(SUM(votes_cast), 0) AS BIGINT) FROM round_result",
    ]
    .iter()
    .enumerate()
    {
        found[at] = world.counts(sql).await;
    }
    found
}

walk!(no_way_to_vote_takes_a_vote_that_comes_too_late, |world| {
    world.leaves_letters();
    laid::open_round_by(world, WAYS).await;
    let codes = batch(world, "next-place", 2).await;
    let papers = printed(world, "next-place", 2).await;
    let mut helen = officer(world, "Helen").await;
    come_to_the_desk(&mut helen, 1..2).await;
    let mut late = one_press_before(world, &codes[0].to_string(), &papers).await;
    // Each of them would have been taken: the same forms of other people are, while the vote is open.
    let before = taken(world).await;
    let mut timely = one_press_before_as_others(world, &codes[1].to_string()).await;
    for one in &mut timely {
        one.who.sends(&one.path, &one.fields).await;
        one.who.gets(200);
    }
    let open = taken(world).await;
    assert_eq!(open[0] - before[0], 3, "register");
    assert_eq!(open[1] - before[1], 2, "box");

    // The clock has struck, and nothing has closed the round yet.
    world.passes(Duration::days(10));
    for one in &mut late[..PEOPLE] {
        one.who.sends(&one.path, &one.fields).await;
        one.who.gets(409);
    }
    assert_eq!(taken(world).await, open);
    jobs::catch_up(world.desk()).await.expect("the jobs run");
    for one in &mut late[..PEOPLE] {
        one.who.sends(&one.path, &one.fields).await;
        one.who.gets(409);
    }
    assert_eq!(taken(world).await, open, "closed");

    // One paper is keyed by two, signed by two, counted. After that none comes in.
    let yusuf = officer(world, "Yusuf").await;
    both_key(world.desk(), [&helen, &yusuf], &papers[..1], &["b"]).await;
    let mut yusuf = yusuf;
    signs(&mut helen).await;
    signs(&mut yusuf).await;
    helen.opens(ROUND).await;
    helen.presses("Count the votes").await;
    helen.gets(200);
    let counted = taken(world).await;
    assert_eq!(counted[3], 3, "two in the box and a paper");
    refuses_all(world, &mut late, counted, "counted").await;
    yusuf.opens(ROUND).await;
    yusuf.presses("Declare the result").await;
    yusuf.gets(200);
    let declared = taken(world).await;
    assert_eq!(declared[1..3], [0, 0]);
    refuses_all(world, &mut late, declared, "declared").await;
});

async fn refuses_all(world: &World, late: &mut [Prepared<'_>], stand: [i64; 4], when: &str) {
    for one in late {
        one.who.sends(&one.path, &one.fields).await;
        let status = one.who.page().status;
        assert!(
            [409, 422].contains(&status),
            "{when}: {} {status}",
            one.path
        );
        assert_eq!(taken(world).await, stand, "{when}: {}", one.path);
    }
}

/// The same presses by other people, who are in time.
async fn one_press_before_as_others<'w>(world: &'w World, code: &str) -> Vec<Prepared<'w>> {
    let mut rosa = marked(world.resident("Rosa").await).await;
    rosa.fills("postcode", "LE99 1AA");
    let mut abel = marked(world.visitor("Abel")).await;
    abel.presses("I have a voting code").await;
    abel.fills("code", code);
    let mut cleo = officer(world, "Cleo").await;
    cleo.opens(&format!("{ROUND}/desk")).await;
    cleo.fills("by", "name")
        .fills("name", "In Time")
        .fills("house", "14")
        .fills("postcode", "LE99 1AA");
    vec![
        Prepared::of(rosa, "Cast my vote"),
        Prepared::of(abel, "Cast my vote"),
        Prepared::of(cleo, "Mark this person"),
    ]
}

/// Whether asked for on a page or by hand, a nomination that is put to a vote is not taken back.
async fn stays(who: &mut Actor<'_>, takes_back: &str) {
    who.opens(takes_back).await;
    who.gets(200);
    let offered = who.page().forms();
    assert!(
        !offered.iter().any(|form| form.action == takes_back),
        "{} is asked to take it back",
        who.name
    );
    who.opens("/me").await;
    let mut form = vec![(
        "csrf".to_string(),
        who.page().value("csrf").expect("a token"),
    )];
    form.push(("version".into(), "1".into()));
    form.push(("note".into(), "They asked us to.".into()));
    who.sends(takes_back, &form).await;
    who.gets(409).sees("it cannot be withdrawn now");
}

walk!(
    a_place_stays_on_the_paper_until_the_result_and_is_taken_back_after,
    |world| {
        announced_of(world, 3, ("plurality", "1", "")).await;
        let mut nora = world.resident("Nora").await;
        let owns = format!(
            "UPDATE nomination SET nominator_id = {} WHERE reference IN ('LC-2026-0002', 'LC-2026-0003')",
            nora.account.expect("an account")
        );
        world.place().runs(&owns).await;
        let takes_back = "/nominations/LC-2026-0003/withdraw";
        // While the vote is open nothing about it changes: neither the nominator nor staff take it away.
        let mut moira = officer(world, "Moira").await;
        stays(&mut nora, takes_back).await;
        stays(&mut moira, "/staff/nominations/LC-2026-0003/withdraw").await;
        let mut rita = world.visitor("Rita");
        rita.opens(&format!("/votes/{SLUG}")).await;
        rita.gets(200).sees("Place number 3");
        ballots(world, &[("A", 11), ("B", 7), ("C", 6)]).await;
        closes(world).await;
        stays(&mut nora, takes_back).await;
        counted_and_declared(world).await;
        let mut rita = result(world).await;
        rita.sees("Place number 3: it stays for the next vote, unless it is taken back");
        // Afterwards it is theirs again, and the page of the result says what became of it.
        nora.opens(takes_back).await;
        nora.gets(200).presses("Withdraw my nomination").await;
        nora.gets(200).sees("Withdrawn");
        let mut rita = result(world).await;
        rita.sees("Place number 1 won the vote")
            .sees("Place number 2: it stays for the next vote")
            .sees("Place number 3: it was taken back by who nominated it");
        // The votes that it had are still counted and published.
        checks_out(world, "counted again, the same: Place number 1").await;
        // It is on no next list; the other is.
        let mut helen = officer(world, "Helga").await;
        helen.opens("/staff/panels/leicester/shortlists/new").await;
        helen
            .gets(200)
            .sees("Place number 2")
            .sees_no("Place number 3");
    }
);
