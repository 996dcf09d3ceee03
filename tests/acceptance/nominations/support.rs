//! Supporting a nomination.

use super::*;
use chrono::Duration;

async fn public_one(world: &World) -> (Actor<'_>, String) {
    let mut rita = world.resident("Rita").await;
    let reference = nominates(&mut rita, "Field", "Overgrown hedges").await;
    let mut priya = probation(world, "Priya").await;
    passes(&mut priya, &reference).await;
    rita.reads_letter("is public").await;
    (rita, reference)
}

walk!(a_resident_supports_once_and_takes_it_back, |world| {
    let (mut rita, reference) = public_one(world).await;
    let mut tom = world.resident("Tom").await;
    tom.opens(&format!("/nominations/{reference}")).await;
    tom.sees("0 supporters")
        .follows("Support this nomination")
        .await;
    let (path, _, fields) = tom.would_send("Support this nomination");
    tom.sends(&path, &fields).await;
    tom.gets(303);
    tom.sends(&path, &fields).await;
    tom.gets(303);
    tom.opens(&format!("/nominations/{reference}")).await;
    tom.sees("1 supporter");
    tom.opens(&format!("/nominations/{reference}/support"))
        .await;
    tom.presses("Take my support back").await;
    tom.opens(&format!("/nominations/{reference}")).await;
    tom.sees("0 supporters");
    rita.opens(&format!("/nominations/{reference}/support"))
        .await;
    rita.sees("your support counts already")
        .sees_no("Take my support back");
});

walk!(a_visitor_supports_by_the_link_in_the_letter, |world| {
    let (_, reference) = public_one(world).await;
    let mut ned = world.visitor("Ned");
    ned.opens(&format!("/nominations/{reference}/support"))
        .await;
    ned.fills("email", "ned@nowhere")
        .presses("Support this nomination")
        .await;
    ned.gets(422)
        .sees("Enter an email address in the correct format");
    assert_eq!(ned.page().value("email").as_deref(), Some("ned@nowhere"));
    let email = ned.email.clone();
    ned.fills("email", &email)
        .presses("Support this nomination")
        .await;
    ned.gets(200).sees("Check your email");
    ned.opens(&format!("/nominations/{reference}")).await;
    ned.sees("0 supporters");
    ned.opens_letter("Confirm your support").await;
    let link = ned.page().path.clone();
    ned.presses("Confirm my support").await;
    ned.gets(200).sees("Thank you for your support");
    ned.opens(&format!("/nominations/{reference}")).await;
    ned.sees("1 supporter");
    let mut thief = world.visitor("Thief");
    thief.opens(&link).await;
    thief.gets(410).sees("This link no longer works");
});

walk!(
    a_link_for_support_ends_after_a_quarter_of_an_hour,
    |world| {
        let (_, reference) = public_one(world).await;
        let mut ned = world.visitor("Ned");
        ned.opens(&format!("/nominations/{reference}/support"))
            .await;
        let email = ned.email.clone();
        ned.fills("email", &email)
            .presses("Support this nomination")
            .await;
        ned.opens_letter("Confirm your support").await;
        let (path, _, fields) = ned.would_send("Confirm my support");
        world.passes(Duration::minutes(16));
        ned.opens(&path).await;
        ned.gets(410);
        ned.sends(&path, &fields).await;
        ned.gets(409).sees("Ask for a new one");
    }
);

walk!(what_no_moderator_has_passed_takes_no_support, |world| {
    let mut rita = world.resident("Rita").await;
    let reference = nominates(&mut rita, "Field", "Overgrown hedges").await;
    let mut tom = world.resident("Tom").await;
    tom.opens(&format!("/nominations/{reference}/support"))
        .await;
    tom.gets(404);
    tom.opens(&format!("/follow/nomination/{reference}")).await;
    tom.gets(404);
});
