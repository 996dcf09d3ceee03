//! Nominations that one browser fills in side by side, a tab each.

use crate::world::{Actor, World};

/// Another tab of the same browser.
fn tab<'w>(world: &'w World, of: &Actor<'_>) -> Actor<'w> {
    let mut tab = world.visitor("Rita");
    tab.holds("browser", of.cookie("browser").expect("a cookie"));
    tab
}

/// Answers the first page.
async fn says_where(who: &mut Actor<'_>, place: &str) {
    who.fills("place", place)
        .fills("ward", "E05010459")
        .presses("Continue")
        .await;
}

/// Answers what comes after the first page.
async fn answers_the_rest(who: &mut Actor<'_>, title: &str) {
    who.fills("title", title)
        .fills("category", "gardening")
        .fills("description", "It has grown over.")
        .presses("Continue")
        .await;
    who.fills("beneficiary", "Everybody near")
        .fills("benefit", "They can pass")
        .presses("Continue")
        .await;
    who.fills("toilets", "In the hall")
        .fills("site-access", "Level")
        .presses("Continue")
        .await;
    who.fills("name", "Rita Marsh")
        .fills("email", "rita@resident.example")
        .presses("Continue")
        .await;
    who.gets(200).follows("Continue without a photo").await;
}

walk!(two_nominations_begun_in_two_tabs_do_not_blend, |world| {
    let mut steps = world.visitor("Rita");
    steps.opens("/nominate/place").await;
    let mut pond = tab(world, &steps);
    pond.opens("/nominate/place").await;
    // Both forms are open before either is sent.
    says_where(&mut steps, "The old steps").await;
    steps.is_at("/nominate/work");
    says_where(&mut pond, "The pond").await;
    assert!(
        pond.page().path.starts_with("/nominate/work?draft="),
        "{}",
        pond.page().path
    );
    answers_the_rest(&mut pond, "Clear the pond").await;
    pond.gets(200)
        .sees("The pond")
        .sees("Clear the pond")
        .sees_no("The old steps");
    answers_the_rest(&mut steps, "Mend the steps").await;
    steps
        .gets(200)
        .sees("The old steps")
        .sees("Mend the steps")
        .sees_no("The pond");
    // An answer is changed in each; the other stays as it is.
    for (who, title) in [
        (&mut pond, "Clear all the pond"),
        (&mut steps, "Mend all the steps"),
    ] {
        let change = who.page().links();
        let work = change
            .iter()
            .find(|link| link.starts_with("/nominate/work") && link.ends_with("#title"))
            .expect("a way to change the title")
            .clone();
        who.opens(work.trim_end_matches("#title")).await;
        who.fills("title", title).presses("Continue").await;
        who.gets(200).sees(title);
    }
    steps.presses("Send nomination").await;
    steps.is_at("/nominate/sent").sees("LC-2026-0001");
    pond.presses("Send nomination").await;
    pond.sees("LC-2026-0002");
    assert!(pond.page().path.starts_with("/nominate/sent?draft="));
    for (place, title) in [
        ("The old steps", "Mend all the steps"),
        ("The pond", "Clear all the pond"),
    ] {
        let both = format!(
            "SELECT COUNT(*) FROM nomination WHERE place = '{place}' AND title = '{title}'"
        );
        assert_eq!(world.counts(&both).await, 1, "{place}");
    }
    world.leaves_letters();
});

walk!(somebody_who_comes_back_goes_on_or_begins_another, |world| {
    let mut rita = world.visitor("Rita");
    rita.opens("/nominate").await;
    rita.follows("Start now").await;
    rita.is_at("/nominate/place");
    says_where(&mut rita, "The old steps").await;
    // The start page offers what was begun, and another beside it.
    rita.opens("/nominate").await;
    rita.follows("Start now").await;
    rita.is_at("/nominate/begin")
        .sees("Go on with: The old steps")
        .follows("Begin another nomination")
        .await;
    assert!(rita.page().path.starts_with("/nominate/place?draft="));
    assert_eq!(rita.page().value("place").as_deref(), Some(""));
    says_where(&mut rita, "The pond").await;
    rita.opens("/nominate/begin").await;
    rita.sees("Go on with: The old steps")
        .sees("Go on with: The pond");
    rita.follows("Go on with: The old steps").await;
    rita.is_at("/nominate/work");
    rita.opens("/nominate/place").await;
    assert_eq!(rita.page().value("place").as_deref(), Some("The old steps"));
    // The map of the other one puts its pin there.
    rita.opens("/nominate/begin").await;
    rita.follows("Go on with: The pond").await;
    let work = rita.page().path.clone();
    let map = work.replace("/nominate/work", "/nominate/map");
    rita.opens(&map).await;
    rita.gets(200).presses("North").await;
    assert!(rita.page().path.contains("draft="), "{}", rita.page().path);
    // What another browser began is nobody else's.
    let mut tom = world.visitor("Tom");
    tom.opens(&work.replace("/nominate/work", "/nominate/place"))
        .await;
    assert_eq!(tom.page().value("place").as_deref(), Some(""));
    tom.opens("/nominate/begin").await;
    tom.is_at("/nominate/place");
});
