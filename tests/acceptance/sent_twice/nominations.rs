//! From the form of a resident to what staff decide, and everything that residents do on the way.

use super::Twice;
use crate::laid;
use crate::nominations::{fills_the_assessment, fills_the_form_with, probation, reference_on};
use crate::photos::pictures;
use crate::photos::{Parcel, posts};
use crate::world::{Actor, World};
use payback_panel::domain::areas::mercator::Spot;
use payback_panel::domain::areas::point::Point;

pub const ROUTES: &[&str] = &[
    "/nominate/{page}",
    "/nominate/map",
    "/nominate/similar",
    "/nominate/check",
    "/nominate/photos",
    "/nominate/photos/{id}/remove",
    "/nominations/confirm/{token}",
    "/nominations/confirm-support/{token}",
    "/nominations/answer/{token}",
    "/nominations/{reference}/answer",
    "/nominations/{reference}/photos",
    "/nominations/{reference}/photos/{id}/remove",
    "/nominations/{reference}/support",
    "/nominations/{reference}/support/stop",
    "/nominations/{reference}/withdraw",
    "/follow/confirm/{token}",
    "/follow/{kind}/{subject}",
    "/follow/{kind}/{subject}/stop",
    "/staff/nominations/{reference}/pass",
    "/staff/nominations/{reference}/ask",
    "/staff/nominations/{reference}/ward",
    "/staff/nominations/{reference}/assess",
    "/staff/nominations/{reference}/decline",
    "/staff/nominations/{reference}/merge",
    "/staff/nominations/{reference}/withdraw",
    "/staff/photos/{id}/pass",
    "/staff/photos/{id}/blur",
    "/staff/photos/{id}/take-down",
];

/// Sends a photo twice at once and once more: it is one.
pub async fn photo(world: &World, twice: &mut Twice<'_>, who: &mut Actor<'_>, side: &str) {
    let path = who.page().path.clone();
    twice.sent(&path);
    let parcel = Parcel::of(
        who,
        "The hedge",
        &pictures::jpeg(&pictures::drawn(400, 300)),
    )
    .with("side", side);
    let before = world.counts("SELECT COUNT(*) FROM photo").await;
    let (one, other) = tokio::join!(
        posts(world, who, &path, parcel.body()),
        posts(world, who, &path, parcel.body())
    );
    let later = posts(world, who, &path, parcel.body()).await;
    for answer in [one, other, later] {
        assert_eq!(answer.status, 303, "{}", answer.text());
        assert_eq!(answer.header("location"), path);
    }
    let now = world.counts("SELECT COUNT(*) FROM photo").await;
    assert_eq!(now, before + 1);
    who.opens(&path).await;
}

/// Fills in up to the last page, with each kind of answer sent twice, and sends it.
async fn nominates(world: &World, twice: &mut Twice<'_>, rita: &mut Actor<'_>) -> String {
    rita.opens("/nominate/place").await;
    rita.fills("place", "Field").fills("ward", "E05010463");
    twice.presses(rita, "Continue").await;
    let here = Spot::of(Point::new(52.605, -1.1857).expect("a point"));
    let (across, down) = (here.across, here.down);
    rita.opens(&format!(
        "/nominate/map?across={across}&down={down}&zoom=16"
    ))
    .await;
    twice.presses(rita, "Put the pin here").await;
    let pin = ("where", "52.6050, -1.1857");
    fills_the_form_with(rita, pin, "The corner", "Cut the hedge by the school").await;
    rita.opens("/nominate/photos").await;
    photo(world, twice, rita, "place").await;
    twice.presses(rita, "Take this photo away").await;
    rita.opens("/nominate/similar").await;
    twice.presses(rita, "Mine is different").await;
    rita.opens("/nominate/check").await;
    twice
        .creates(rita, "Send nomination", "nomination", 1)
        .await;
    reference_on(rita)
}

/// What strangers do by links in letters.
async fn by_letter(twice: &mut Twice<'_>, world: &World, reference: &str) {
    let mut ned = world.visitor("Ned");
    ned.opens(&format!("/nominations/{reference}/support"))
        .await;
    ned.fills("email", "ned@residents.example");
    twice
        .creates(&mut ned, "Support this nomination", "outbox", 1)
        .await;
    ned.opens_letter("Confirm your support").await;
    twice.uses_up(&mut ned, "Confirm my support", 200).await;
    let mut tom = world.visitor("Tom");
    tom.opens(&format!("/follow/nomination/{reference}")).await;
    tom.fills("email", "tom@residents.example");
    twice
        .creates(&mut tom, "Get news by email", "outbox", 1)
        .await;
    tom.opens_letter("news").await;
    twice.uses_up(&mut tom, "Get news by email", 200).await;
    let mut nell = world.visitor("Nell");
    let castle = ("ward", "E05010463");
    fills_the_form_with(&mut nell, castle, "Steps", "Mend the steps").await;
    if nell.page().path == "/nominate/similar" {
        nell.presses("Mine is different").await;
    }
    nell.presses("Send nomination").await;
    nell.opens_letter("Confirm your nomination").await;
    twice.uses_up(&mut nell, "Confirm my nomination", 200).await;
}

/// What a resident does signed in, and takes back.
async fn signed_in(twice: &mut Twice<'_>, world: &World, reference: &str) {
    let mut olive = world.resident("Olive").await;
    let page = format!("/nominations/{reference}/support");
    olive.opens(&page).await;
    let (path, _, form) = olive.would_send("Support this nomination");
    twice
        .creates(&mut olive, "Support this nomination", "support", 1)
        .await;
    olive.opens(&page).await;
    twice
        .makes(&mut olive, "Take my support back", "support", -1)
        .await;
    // The first press again, after all this: what was taken back stays so.
    let supports = world.counts("SELECT COUNT(*) FROM support").await;
    olive.sends(&path, &form).await.gets(303);
    assert_eq!(world.counts("SELECT COUNT(*) FROM support").await, supports);
    let page = format!("/follow/nomination/{reference}");
    olive.opens(&page).await;
    let (path, _, form) = olive.would_send("Get news by email");
    twice
        .creates(&mut olive, "Get news by email", "follow", 1)
        .await;
    olive.opens(&page).await;
    twice
        .makes(&mut olive, "Stop these emails", "follow", -1)
        .await;
    let follows = world.counts("SELECT COUNT(*) FROM follow").await;
    olive.sends(&path, &form).await.gets(303);
    assert_eq!(world.counts("SELECT COUNT(*) FROM follow").await, follows);
}

/// A question and its answer, signed in and by the letter.
async fn asks(
    twice: &mut Twice<'_>,
    world: &World,
    (priya, rita): (&mut Actor<'_>, &mut Actor<'_>),
    reference: &str,
) {
    let page = format!("/staff/nominations/{reference}/ask");
    priya.opens(&page).await;
    priya.fills("question", "Which side of the bridge?");
    twice
        .creates(priya, "Send question", "nomination_step", 1)
        .await;
    rita.opens(&format!("/nominations/{reference}/answer"))
        .await;
    rita.fills("answer", "The town side.");
    twice.makes(rita, "Send answer", "nomination_step", 1).await;
    priya.opens(&page).await;
    priya.fills("question", "Which steps?");
    priya.presses("Send question").await;
    let mut elsewhere = world.visitor("Rita");
    elsewhere.opens_letter("A question about").await;
    elsewhere.fills("answer", "Those in the middle.");
    let steps = "SELECT COUNT(*) FROM nomination_step";
    let before = world.counts(steps).await;
    let (path, _, fields) = elsewhere.would_send("Send answer");
    twice.uses_up(&mut elsewhere, "Send answer", 200).await;
    // Also when the second press comes after the first was answered.
    elsewhere.sends(&path, &fields).await.gets(200);
    assert_eq!(world.counts(steps).await, before + 1);
}

/// What staff decide of others: five that were laid, in the order of their numbers.
async fn decides(twice: &mut Twice<'_>, world: &World, priya: &mut Actor<'_>, reference: &str) {
    let at = |number: u8, act: &str| format!("/staff/nominations/LC-2026-000{number}/{act}");
    fills_the_assessment(priya, reference).await;
    twice
        .creates(priya, "Save assessment", "assessment", 1)
        .await;
    priya.opens(&at(1, "ward")).await;
    priya
        .fills("ward", "E05010458")
        .fills("why", "The map shows it.");
    twice.creates(priya, "Correct", "nomination_step", 1).await;
    priya.opens(&at(2, "decline")).await;
    priya
        .fills("reason", "unsafe")
        .fills("publish", "yes")
        .fills("sentence", "The bank is steep.");
    twice.creates(priya, "Decline", "nomination_step", 1).await;
    priya.opens(&at(3, "merge")).await;
    priya
        .fills("into", "LC-2026-0004")
        .fills("other", "LC-2026-0004")
        .fills("sentence", "This is the same field.");
    twice.creates(priya, "Join", "nomination_step", 1).await;
    priya.opens(&at(5, "withdraw")).await;
    priya.fills("note", "By telephone today.");
    twice.creates(priya, "Withdraw", "nomination_step", 1).await;
    let _ = world;
}

walk!(nominations_lose_nothing_by_a_double_click, |world| {
    laid::in_a_row(world).await;
    let sql = "UPDATE nomination SET stage = 'under-assessment'; \
               INSERT INTO nomination_number (council_code, year, last) VALUES ('E06000016', 2026, 5)";
    world.place().runs(sql).await;
    let mut twice = Twice::begins(world).await;
    let mut rita = world.resident("Rita").await;
    let reference = nominates(world, &mut twice, &mut rita).await;
    let mut priya = probation(world, "Priya").await;
    priya
        .opens(&format!("/staff/nominations/{reference}/pass"))
        .await;
    twice
        .creates(&mut priya, "Pass", "nomination_step", 1)
        .await;
    by_letter(&mut twice, world, &reference).await;
    signed_in(&mut twice, world, &reference).await;
    asks(&mut twice, world, (&mut priya, &mut rita), &reference).await;
    decides(&mut twice, world, &mut priya, &reference).await;
    rita.opens(&format!("/nominations/{reference}/photos"))
        .await;
    photo(world, &mut twice, &mut rita, "place").await;
    twice.presses(&mut rita, "Take this photo away").await;
    rita.opens(&format!("/nominations/{reference}/photos"))
        .await;
    photo(world, &mut twice, &mut rita, "place").await;
    let id = world.counts("SELECT MAX(id) FROM photo").await;
    let mut helen =
        crate::nominations::council(world, "Helen", crate::nominations::LEICESTER).await;
    helen.opens(&format!("/staff/photos/{id}")).await;
    twice.presses(&mut helen, "Let everybody see it").await;
    helen.fills("from", "A1").fills("to", "B2");
    twice.presses(&mut helen, "Make this part unreadable").await;
    helen.fills("reason", "unsuitable");
    twice
        .makes(&mut helen, "Take the photo down", "photo", -1)
        .await;
    rita.opens(&format!("/nominations/{reference}/withdraw"))
        .await;
    twice
        .creates(&mut rita, "Withdraw my nomination", "nomination_step", 1)
        .await;
    twice.ends(ROUTES).await;
});
