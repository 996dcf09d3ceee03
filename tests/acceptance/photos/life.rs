//! A photo's life: sent with a nomination or with news, looked at, blurred, passed, taken down.

use super::pictures::{drawn, jpeg, telling_jpeg};
use super::{Parcel, fetches, folders, is_in_order, lays_news, photo_on, posts, sends};
use crate::nominations::{LEICESTER, RUTLAND, council, fills_the_form, passes, reference_on};
use crate::world::{Actor, World};

pub const ALT: &str = "Ivy & nettles over Mr O’Neill’s wall";

/// Nominates with a photo, without an account.
pub async fn nominates_with_a_photo(world: &World, rita: &mut Actor<'_>) -> String {
    fills_the_form(rita, "Scalpay Close", "Cut the hedge").await;
    let back = sends(
        world,
        rita,
        "/nominate/photos",
        ALT,
        &telling_jpeg(&drawn(900, 600), 6),
    )
    .await;
    assert_eq!(
        (back.status, back.header("location")),
        (303, "/nominate/photos"),
        "{}",
        back.text()
    );
    rita.opens("/nominate/photos")
        .await
        .sees(ALT)
        .sees("Not public yet");
    rita.follows("Continue").await;
    rita.is_at("/nominate/check").sees(ALT);
    let photo = photo_on(rita);
    let own = fetches(world, Some(rita), &photo).await;
    assert_eq!(
        (own.status, own.header("cache-control")),
        (200, "private, no-store")
    );
    assert_eq!(fetches(world, None, &photo).await.status, 404);
    rita.presses("Send nomination").await;
    let reference = reference_on(rita);
    rita.opens_letter("Confirm your nomination").await;
    rita.presses("Confirm my nomination").await;
    rita.reads_letter("We have your nomination").await;
    reference
}

walk!(
    a_photo_is_public_once_a_moderator_has_passed_it_and_gone_once_it_is_taken_down,
    |world| {
        world.leaves_letters();
        let mut rita = world.visitor("Rita");
        let reference = nominates_with_a_photo(world, &mut rita).await;
        rita.opens(&format!("/nominations/{reference}")).await;
        rita.gets(200).sees(ALT).sees("Not public yet");
        let photo = photo_on(&rita);
        assert_eq!(fetches(world, Some(&rita), &photo).await.status, 200);
        assert_eq!(fetches(world, None, &photo).await.status, 404);

        let mut other = council(world, "Other", RUTLAND).await;
        assert_eq!(fetches(world, Some(&other), &photo).await.status, 404);
        other.opens("/staff/photos").await.gets(200).sees_no(ALT);
        other.opens("/staff/photos/1").await.gets(404);

        let mut helen = council(world, "Helen", LEICESTER).await;
        let seen = fetches(world, Some(&helen), &photo).await;
        assert_eq!(
            (seen.status, seen.header("cache-control")),
            (200, "private, no-store")
        );
        // What waits is among the tasks of its own council, and of no other.
        other.opens("/staff").await.gets(200).sees_no(ALT);
        helen.opens("/staff").await.gets(200);
        helen
            .follows(&format!("Look at a photo: {ALT}, Cut the hedge"))
            .await;
        helen.gets(200).is_at("/staff/photos/1");
        helen
            .opens("/staff/photos")
            .await
            .gets(200)
            .sees("1 photo waits")
            .sees(ALT);
        helen.follows("Look at this photo").await;
        helen
            .fills("alt", "Ivy over a wall")
            .presses("Let everybody see it")
            .await;
        helen
            .gets(200)
            .sees("as soon as what it belongs to is public");
        assert_eq!(fetches(world, None, &photo).await.status, 404);

        passes(&mut helen, &reference).await;
        let public = fetches(world, None, &photo).await;
        assert_eq!(public.status, 200);
        assert_eq!(public.header("content-type"), "image/jpeg");
        assert_eq!(public.header("x-content-type-options"), "nosniff");
        assert!(public.header("cache-control").starts_with("public"));
        let mut stranger = world.visitor("Stranger");
        stranger.opens(&format!("/nominations/{reference}")).await;
        stranger
            .gets(200)
            .sees("Ivy over a wall")
            .sees_no("Not public yet");
        assert!(stranger.page().text.contains("srcset="));
        stranger.opens("/nominations").await;
        assert!(
            stranger.page().text.contains("/photos/"),
            "the list shows it"
        );

        helen.opens("/staff/photos/1").await;
        helen.presses("Take the photo down").await;
        helen.gets(422).sees("Choose why");
        helen
            .fills("reason", "shows-people")
            .presses("Take the photo down")
            .await;
        helen.is_at("/staff/photos");
        assert_eq!(fetches(world, None, &photo).await.status, 404);
        assert_eq!(fetches(world, Some(&helen), &photo).await.status, 404);
        assert!(folders(world).is_empty());
        is_in_order(world).await;
    }
);

walk!(
    nominators_add_photos_later_and_take_their_own_away,
    |world| {
        world.leaves_letters();
        let mut rita = world.resident("Rita").await;
        fills_the_form(&mut rita, "Scalpay Close", "Cut the hedge").await;
        rita.presses("Send nomination").await;
        let reference = reference_on(&rita);
        let path = format!("/nominations/{reference}/photos");
        rita.opens(&format!("/nominations/{reference}")).await;
        rita.follows("Add a photo of the place").await;
        rita.is_at(&path);
        for number in 1..=4 {
            let back = sends(
                world,
                &mut rita,
                &path,
                &format!("Photo {number}"),
                &jpeg(&drawn(90, 60)),
            )
            .await;
            assert_eq!(back.status, 303);
        }
        rita.opens(&path)
            .await
            .sees("as many photos as a nomination can have");
        let mut other = world.resident("Otto").await;
        other.opens(&path).await.gets(404);
        rita.opens(&path)
            .await
            .presses("Take this photo away: Photo 2")
            .await;
        rita.is_at(&path).sees("Photo 1").sees_no("Photo 2");
        assert_eq!(folders(world).len(), 3);
        is_in_order(world).await;
    }
);

walk!(a_form_sent_twice_makes_one_photo, |world| {
    world.leaves_letters();
    let mut rita = world.resident("Rita").await;
    fills_the_form(&mut rita, "Scalpay Close", "Cut the hedge").await;
    rita.opens("/nominate/photos").await;
    let body = Parcel::of(&rita, "A hedge", &jpeg(&drawn(90, 60))).body();
    let (one, two) = tokio::join!(
        posts(world, &rita, "/nominate/photos", body.clone()),
        posts(world, &rita, "/nominate/photos", body.clone())
    );
    let third = posts(world, &rita, "/nominate/photos", body).await;
    assert_eq!(
        (one.status, two.status, third.status),
        (303, 303, 303),
        "{}",
        two.text()
    );
    assert_eq!(world.counts("SELECT COUNT(*) FROM photo").await, 1);
    is_in_order(world).await;
});

walk!(news_shows_a_place_before_and_after_side_by_side, |world| {
    world.leaves_letters();
    lays_news(world).await;
    let mut helen = council(world, "Helen", LEICESTER).await;
    helen.opens("/staff/projects/LC-2026-P0001").await;
    helen.follows("Photos before and after").await;
    let path = helen.page().path.clone();
    for (side, alt) in [("before", "A wild hedge"), ("after", "A cut hedge")] {
        helen.opens(&path).await;
        let parcel = Parcel::of(&helen, alt, &jpeg(&drawn(1200, 900))).with("side", side);
        let back = posts(world, &helen, &path, parcel.body()).await;
        assert_eq!(back.status, 303);
        let again = Parcel::of(&helen, alt, &jpeg(&drawn(9, 9)))
            .with("side", side)
            .with("once", "");
        let mut again = again;
        again
            .fields
            .retain(|(name, value)| name != "once" || value.is_empty());
        let back = posts(world, &helen, &path, again.body()).await;
        assert_eq!(back.status, 422, "one photo of each side");
    }
    let mut stranger = world.visitor("Stranger");
    for id in [1, 2] {
        helen.opens(&format!("/staff/photos/{id}")).await;
        helen.presses("Let everybody see it").await;
        helen.gets(200);
        stranger
            .opens("/projects/LC-2026-P0001")
            .await
            .sees_no("A wild hedge");
    }
    helen.opens("/staff/projects/LC-2026-P0001").await;
    helen.presses("Publish: The hedge is cut").await;
    stranger.opens("/projects/LC-2026-P0001").await;
    let text = stranger.page().text.clone();
    assert!(text.contains("alt=\"A wild hedge\"") && text.contains("alt=\"A cut hedge\""));
    let photo = photo_on(&stranger);
    assert_eq!(fetches(world, None, &photo).await.status, 200);
    is_in_order(world).await;
});

walk!(a_moderator_makes_a_part_unreadable_in_every_size, |world| {
    world.leaves_letters();
    let mut rita = world.visitor("Rita");
    nominates_with_a_photo(world, &mut rita).await;
    let mut helen = council(world, "Helen", LEICESTER).await;
    helen.opens("/staff/photos/1").await;
    let before = photo_on(&helen);
    helen
        .fills("from", "Z1")
        .fills("to", "")
        .presses("Make this part unreadable")
        .await;
    helen.gets(422).sees("Enter a square of the photo");
    assert_eq!(helen.page().value("from").as_deref(), Some("Z1"));
    let mut late = council(world, "Late", LEICESTER).await;
    late.opens("/staff/photos/1").await;
    helen.opens("/staff/photos/1").await;
    helen
        .fills("from", "t1")
        .fills("to", "P5")
        .presses("Make this part unreadable")
        .await;
    helen.gets(200).sees("can no longer be read");
    let after = photo_on(&helen);
    assert_ne!(before, after);
    assert_eq!(fetches(world, Some(&helen), &before).await.status, 404);
    for file in ["small.jpg", "medium.jpg", "full.jpg"] {
        let path = after.replace("full.jpg", file);
        let found = fetches(world, Some(&helen), &path).await;
        assert_eq!(found.status, 200, "{path}");
    }
    late.fills("from", "A1")
        .fills("to", "B2")
        .presses("Make this part unreadable")
        .await;
    late.gets(409).sees("Somebody changed this photo");
    assert_eq!(folders(world).len(), 1);
    is_in_order(world).await;
});
