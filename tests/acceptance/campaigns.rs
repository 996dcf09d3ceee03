//! Campaigns: many areas, one name, one timetable.

use crate::laid;
use crate::world::{Actor, World};
use chrono::Duration;
use payback_panel::domain::policy::Role;
use payback_panel::jobs;

const LEICESTER: &str = "E06000016";
const RUTLAND: &str = "E06000017";

/// Another agreed shortlist, of Rutland's panel, with the same three places.
async fn rutland_has_a_list(world: &World) {
    world
        .place()
        .runs(
            "INSERT INTO panel (slug, name, area_code) VALUES ('rutland', 'Rutland panel', 'E06000017'); \
             INSERT INTO shortlist (panel_id, title, places, state, opened_at, agreed_at) \
               SELECT id, 'Oakham places', 3, 'agreed', '2026-11-01T09:00:00.000000Z', '2026-11-10T09:00:00.000000Z' \
               FROM panel WHERE slug = 'rutland'; \
             INSERT INTO shortlist_candidate (shortlist_id, nomination_id, points, firsts, score, place, chosen) \
               SELECT 2, nomination_id, points, firsts, score, place, chosen FROM shortlist_candidate WHERE shortlist_id = 1;",
        )
        .await;
}

fn fills(officer: &mut Actor<'_>, fields: &[(&str, &str)]) {
    for (field, value) in fields {
        officer.fills(field, value);
    }
}

const TIMETABLE: [(&str, &str); 6] = [
    ("opens-day", "1"),
    ("opens-month", "12"),
    ("opens-year", "2026"),
    ("closes-day", "15"),
    ("closes-month", "12"),
    ("closes-year", "2026"),
];

async fn made(helen: &mut Actor<'_>, slug: &str) {
    helen.opens("/staff/rounds").await;
    helen.follows("Campaigns").await;
    helen.follows("Make a campaign").await;
    helen.gets(200);
    fills(helen, &TIMETABLE);
    fills(
        helen,
        &[
            ("name", "Winter vote"),
            ("about", "Three councils vote together."),
            ("ways", "verified-email"),
            ("ways", "voting-code"),
        ],
    );
    helen.presses("Make the campaign").await;
    helen.gets(200).is_at(&format!("/staff/campaigns/{slug}"));
}

walk!(two_councils_vote_under_one_name, |world| {
    laid::shortlist(world).await;
    rutland_has_a_list(world).await;
    world.leaves_letters();
    let mut helen = world.staff("Helen", Role::Council, LEICESTER).await;
    let mut fiona = world.staff("Fiona", Role::Council, RUTLAND).await;
    let mut rita = world.visitor("Rita");
    made(&mut helen, "winter-vote").await;
    helen
        .sees("This campaign has no vote yet")
        .sees("Leicester: Places for the next vote")
        .sees_no("Oakham places");
    rita.opens("/votes/campaigns/winter-vote").await;
    rita.gets(404);
    helen.presses("Draft these votes").await;
    helen.gets(422).sees("Pick at least one shortlist");
    helen.fills("lists", "1");
    let (path, _, form) = helen.would_send("Draft these votes");
    helen.presses("Draft these votes").await;
    helen.gets(200).sees("Winter vote: Leicester");
    // Sent twice: one round.
    helen.sends(&path, &form).await;
    helen.gets(303);
    assert_eq!(world.counts("SELECT COUNT(*) FROM round").await, 1);
    // Nor does another campaign or a vote of its own take the same list.
    helen.opens("/staff/rounds/new").await;
    helen.sees_no("Places for the next vote");
    made(&mut helen, "winter-vote-2").await;
    helen.sees_no("Places for the next vote");
    helen
        .sends("/staff/campaigns/winter-vote-2/rounds", &form)
        .await;
    helen
        .gets(422)
        .sees("The vote “Winter vote: Leicester” has taken this shortlist");
    // Another council brings its own list in, and not somebody else's.
    fiona.opens("/staff/campaigns/winter-vote").await;
    fiona
        .gets(200)
        .sees("Oakham places")
        .sees_no("Winter vote: Leicester")
        .sees_no("Announce all drafts");
    let (path, _, mut form) = fiona.would_send("Draft these votes");
    fiona.presses("Draft these votes").await;
    fiona.gets(422).sees("Pick at least one shortlist");
    form.push(("lists".into(), "1".into()));
    fiona.sends(&path, &form).await;
    fiona.gets(403);
    fiona.opens("/staff/campaigns/winter-vote").await;
    fiona.fills("lists", "2");
    fiona.presses("Draft these votes").await;
    fiona.gets(200).sees("Winter vote: Rutland");
    let ways =
        "SELECT COUNT(*) FROM round WHERE ways = 'verified-email,voting-code' AND campaign_id = 1";
    assert_eq!(world.counts(ways).await, 2);

    helen.opens("/staff/campaigns/winter-vote").await;
    let (path, _, form) = helen.would_send("Announce all drafts");
    helen.presses("Announce all drafts").await;
    helen.gets(200).sees("1 vote is announced");
    helen.sends(&path, &form).await;
    helen.gets(200).sees_no("is announced.");
    rita.opens("/votes").await;
    rita.follows("Winter vote").await;
    rita.gets(200)
        .sees("Three councils vote together.")
        .sees("1 vote at the same time")
        .sees("Winter vote: Leicester")
        .sees("Opens on 1 December 2026 at 9:00am")
        .sees_no("Rutland");
    fiona.opens("/staff/campaigns/winter-vote").await;
    fiona.presses("Announce all drafts").await;
    fiona.sees("1 vote is announced");
    rita.opens("/votes/campaigns/winter-vote?q=rutland").await;
    rita.gets(200)
        .sees("2 votes at the same time")
        .sees("Winter vote: Rutland")
        .sees_no("Winter vote: Leicester");
    rita.follows("Winter vote: Rutland").await;
    rita.sees("This vote is part of Winter vote");
    let mut other = world.visitor("Other");
    other
        .opens("/votes/campaigns/winter-vote/votes.csv?state=announced")
        .await;
    assert_eq!(other.page().text.lines().count(), 3);

    // Both open by the clock; results appear as they come.
    world.passes(Duration::days(9));
    jobs::catch_up(world.desk()).await.expect("the jobs run");
    let round = laid::round(world, "winter-vote-leicester").await;
    laid::votes(world, &round, &[(2, 22)]).await;
    rita.opens("/votes/campaigns/winter-vote").await;
    rita.sees("Closes on 15 December 2026 at 5:00pm")
        .sees_no("22");
    world.passes(Duration::days(15));
    jobs::catch_up(world.desk()).await.expect("the jobs run");
    helen.opens("/staff/rounds/winter-vote-leicester").await;
    helen.presses("Count the votes").await;
    rita.opens("/votes/campaigns/winter-vote").await;
    rita.sees("Being counted").sees_no("22 voted");
    let mut yusuf = world.staff("Yusuf", Role::Council, LEICESTER).await;
    yusuf.opens("/staff/rounds/winter-vote-leicester").await;
    yusuf.presses("Declare the result").await;
    yusuf.gets(200);
    rita.opens("/votes/campaigns/winter-vote").await;
    rita.sees("Place number 2")
        .sees("22 voted")
        .sees("Being counted");
});

walk!(a_campaign_with_mistakes_keeps_what_was_typed, |world| {
    laid::shortlist(world).await;
    let mut helen = world.staff("Helen", Role::Council, LEICESTER).await;
    helen.opens("/staff/campaigns/new").await;
    fills(
        &mut helen,
        &[
            ("question", ""),
            ("opens-day", "31"),
            ("opens-month", "2"),
            ("opens-year", "2027"),
        ],
    );
    helen.clears("ways");
    helen.presses("Make the campaign").await;
    helen
        .gets(422)
        .sees("Enter a name for the campaign")
        .sees("Enter the question on each paper")
        .sees("Enter the day on which the votes open")
        .sees("Enter the day on which the votes close")
        .sees("Pick at least one way to vote");
    assert_eq!(helen.page().value("opens-month").as_deref(), Some("2"));
    // A day too short, and an area that is not theirs.
    fills(&mut helen, &TIMETABLE);
    fills(
        &mut helen,
        &[
            ("name", "Winter vote"),
            ("question", "Which?"),
            ("ways", "verified-email"),
            ("closes-day", "1"),
            ("closes-time", "09:30"),
        ],
    );
    helen.keeps_last().presses("Make the campaign").await;
    helen.gets(422).sees("A vote must be open for at least");
    helen.fills("area", RUTLAND);
    helen.presses("Make the campaign").await;
    helen.gets(422).sees("Pick your area");
    assert_eq!(world.counts("SELECT COUNT(*) FROM campaign").await, 0);
    // The same form twice is one campaign.
    helen.opens("/staff/campaigns/new").await;
    fills(&mut helen, &TIMETABLE);
    fills(&mut helen, &[("name", "Winter vote")]);
    let (path, _, form) = helen.would_send("Make the campaign");
    for _ in 0..2 {
        helen.sends(&path, &form).await;
        helen.gets(303);
    }
    assert_eq!(world.counts("SELECT COUNT(*) FROM campaign").await, 1);
    // Announcing late says which votes could not be announced, and why.
    helen.opens("/staff/campaigns/winter-vote").await;
    helen.fills("lists", "1");
    helen.presses("Draft these votes").await;
    world.passes(Duration::days(20));
    helen.opens("/staff/campaigns/winter-vote").await;
    helen.presses("Announce all drafts").await;
    helen
        .gets(422)
        .sees("Winter vote: Leicester: The opening time has already passed");
    let mut priya = world.staff("Priya", Role::Probation, LEICESTER).await;
    priya.opens("/staff/campaigns").await;
    priya.gets(403);
});
