//! Saying where a place is, in each of the ways that people do.

use super::fills_the_form_with;
use crate::areas::{ABBEY, CASTLE, OLD_CASTLE, day, imports, wards};
use crate::world::{Actor, World};
use payback_panel::actions::areas::Import;
use payback_panel::actions::{Person, named_places, postcodes};
use payback_panel::domain::areas::named_place::NamedPlace;
use payback_panel::domain::areas::point::Point;
use payback_panel::domain::areas::postcode::Postcode;
use payback_panel::domain::policy::Role;
use payback_panel::store::postcodes::KnownPostcode;

const IN_CASTLE: (&str, &str) = ("ward", "E05010463");

fn named(name: &str, kind: &str, lon: f64) -> NamedPlace {
    NamedPlace {
        name: name.into(),
        kind: kind.into(),
        point: Point::new(52.605, lon).expect("a point"),
    }
}

/// Two wards with a postcode that no ward was published for, and some names.
async fn lays_names(world: &World) {
    imports(world, wards("2025", &[&ABBEY, &CASTLE])).await;
    let operator = Person::operator();
    let known = KnownPostcode {
        postcode: Postcode::parse("LE4 2BF").expect("a postcode"),
        point: Point::new(52.605, -1.185).expect("a point"),
        ward: None,
    };
    postcodes::import(
        world.desk(),
        &operator,
        [Ok(postcodes::PostcodeLine { line: 2, known })].into_iter(),
        |_| {},
    )
    .await
    .expect("a postcode");
    let names = vec![
        named("Mill Green", "park", -1.195),
        named("Mill Green", "", -1.185),
        named("St. Mary’s Field", "field", -1.185),
        named("Mill Green Far Away", "", -1.5),
    ];
    named_places::import(world.desk(), &operator, names)
        .await
        .expect("names");
}

/// Answers the first page of the form.
async fn says(rita: &mut Actor<'_>, where_it_is: &str, ward: &str) {
    rita.opens("/nominate/place").await;
    rita.fills("place", "The old steps")
        .fills("where", where_it_is)
        .fills("ward", ward)
        .presses("Continue")
        .await;
}

walk!(a_place_is_found_by_what_people_know_of_it, |world| {
    lays_names(world).await;
    let mut rita = world.visitor("Rita");
    for typed in [
        "LE4 2BF",
        "12 Scalpay Close, Leicester, le42bf",
        "52.605, -1.185",
        "52.605 N 1.185 W",
        "st marys field",
        "castle",
        "LE4",
    ] {
        says(&mut rita, typed, "").await;
        rita.gets(200).is_at("/nominate/work");
        rita.opens("/nominate/place").await;
        assert_eq!(rita.page().value("where").as_deref(), Some(typed));
    }
    // What stands in the record is the ward and the spot.
    let mut rita = world.visitor("Rita");
    world.leaves_letters();
    fills_the_form_with(&mut rita, IN_CASTLE, "The old steps", "Brambles").await;
    for (typed, ward) in [
        ("SK 553 010", "Castle, Leicester"),
        ("sk5463701012", "Abbey, Leicester"),
        ("455300, 301000", "Castle, Leicester"),
        ("454637 301012", "Abbey, Leicester"),
    ] {
        says(&mut rita, typed, "").await;
        rita.opens("/nominate/check").await;
        rita.gets(200).sees(ward);
    }
    says(&mut rita, "52.605, -1.185", "").await;
    rita.opens("/nominate/check").await;
    rita.gets(200)
        .sees("Castle, Leicester")
        .sees("52.605, -1.185");
    rita.presses("Send nomination").await;
    let there = "SELECT COUNT(*) FROM nomination WHERE ward_code = 'E05010463' AND ward_set = '2025' \
                 AND council_code = 'E06000016' AND lat = 52.605 AND lon = -1.185";
    assert_eq!(world.counts(there).await, 1);
});

walk!(
    only_wards_in_force_are_chosen_and_their_set_is_the_one_that_holds,
    |world| {
        lays_names(world).await;
        let before = Import {
            valid_to: Some(day("2019-05-01")),
            ..wards("2013", &[&OLD_CASTLE])
        };
        let to_come = Import {
            valid_from: Some(day("2026-12-01")),
            ..wards("draft", &[&CASTLE])
        };
        imports(world, before).await;
        imports(world, to_come).await;
        let mut rita = world.visitor("Rita");
        rita.opens("/nominate/place").await;
        let offered = |code: &str| format!("<option value=\"{code}\"");
        assert!(rita.page().text.contains(&offered("E05010463")));
        assert!(!rita.page().text.contains(&offered("E05001789")));
        says(&mut rita, "", "E05001789").await;
        rita.gets(422).sees("Choose a ward from the list");
        world.leaves_letters();
        fills_the_form_with(&mut rita, IN_CASTLE, "The old steps", "Brambles").await;
        rita.presses("Send nomination").await;
        let there =
            "SELECT COUNT(*) FROM nomination WHERE ward_code = 'E05010463' AND ward_set = '2025'";
        assert_eq!(world.counts(there).await, 1);
    }
);

walk!(
    what_owners_of_postcodes_ask_for_stands_where_they_are_used,
    |world| {
        lays_names(world).await;
        let credit = "Contains Royal Mail data © Royal Mail copyright and database right 2025.";
        let mut rita = world.visitor("Rita");
        rita.opens("/nominate/place").await;
        rita.sees_no(credit);
        let mut sam = world.staff("Sam", Role::Administrator, "").await;
        sam.opens("/admin/settings/place-credits").await;
        sam.fills("value", credit).presses("Save").await;
        for path in ["/nominate/place", "/nominate/map", "/map", "/data/"] {
            rita.opens(path).await;
            rita.gets(200).sees(credit);
        }
    }
);

walk!(a_name_of_several_places_is_asked_about, |world| {
    lays_names(world).await;
    let mut rita = world.visitor("Rita");
    says(&mut rita, "mill green", "").await;
    rita.gets(422)
        .sees("Choose which of these places you mean")
        .sees("Mill Green, park, in Abbey, Leicester")
        .sees("Mill Green, in Castle, Leicester")
        .sees_no("Far Away");
    let second = world
        .counts("SELECT id FROM named_place WHERE name = 'Mill Green' AND kind = ''")
        .await;
    rita.fills("choice", &format!("place-{second}"))
        .presses("Continue")
        .await;
    rita.is_at("/nominate/work");
    // The choice stands when the page is opened again, and falls away with the words.
    rita.opens("/nominate/place").await;
    rita.fills("where", "Mill Green again")
        .presses("Continue")
        .await;
    rita.gets(422).sees("We know no place of this name");
    // A ward from the list says enough.
    let mut tom = world.visitor("Tom");
    says(&mut tom, "mill green", "E05010458").await;
    tom.is_at("/nominate/work");
});

walk!(
    what_names_no_spot_here_is_refused_with_the_way_out,
    |world| {
        lays_names(world).await;
        let mut rita = world.visitor("Rita");
        for (typed, message) in [
            ("-1.185, 52.605", "look swapped"),
            ("51.5, -0.12", "outside the area that this service is for"),
            (
                "52.605, -1.2002",
                "outside Abbey. If the place belongs there, choose that ward",
            ),
            ("LE4 2ZZ", "We do not know this postcode"),
            ("nowhere at all", "We know no place of this name"),
            ("SK 12 345", "grid reference"),
        ] {
            says(&mut rita, typed, "").await;
            rita.gets(422).sees("There is a problem").sees(message);
            assert_eq!(rita.page().value("where").as_deref(), Some(typed));
            assert_eq!(rita.page().value("place").as_deref(), Some("The old steps"));
        }
        says(&mut rita, "52.605, -1.2002", "E05010458").await;
        rita.is_at("/nominate/work");
        says(&mut rita, "52.605, -1.185", "E05010458").await;
        rita.gets(422)
            .sees("What you typed is in Castle. Choose that ward");
    }
);

walk!(
    the_map_finds_what_the_form_finds_and_says_the_same,
    |world| {
        lays_names(world).await;
        let mut rita = world.visitor("Rita");
        // What the hints name is found, on the page and on the map.
        for page in ["/nominate/place", "/nominate/map"] {
            rita.opens(page).await;
            rita.gets(200)
                .sees("For example, LE4 2BF, St. Mary’s Field or 52.6050, -1.1850.");
        }
        for typed in [
            "LE4 2BF",
            "St. Mary’s Field",
            "52.6050, -1.1850",
            "castle",
            "le4",
            "SK 553 010",
        ] {
            rita.opens("/nominate/map").await;
            rita.fills("near", typed).presses("Go").await;
            rita.gets(200).sees("The cross is in Castle, Leicester.");
        }
        // A postcode is shown with its ward around it, from further away than a pin can be put.
        rita.opens("/nominate/map?near=LE4+2BF").await;
        rita.sees("Zoom in before you put the pin.");
        // A name of several places is asked about, and the choice taken.
        rita.opens("/nominate/map?near=mill+green").await;
        rita.gets(422)
            .sees("Choose which of these places you mean")
            .sees("Mill Green, park, in Abbey, Leicester")
            .sees_no("Far Away");
        let park = world
            .counts("SELECT id FROM named_place WHERE name = 'Mill Green' AND kind = 'park'")
            .await;
        rita.fills("choice", &format!("place-{park}"))
            .presses("Go")
            .await;
        rita.gets(200).sees("The cross is in Abbey, Leicester.");
        // A council is known on both, and a ward of the list narrows it.
        rita.opens("/nominate/map?near=leicester").await;
        rita.gets(200).sees("Choose the place on a map");
        says(&mut rita, "Leicester", "").await;
        rita.is_at("/nominate/work");
        says(&mut rita, "Leicester", "E05010458").await;
        rita.is_at("/nominate/work");
        for (typed, why) in [
            ("LE4 2ZZ", "We do not know this postcode."),
            (
                "LE9",
                "LE9 is the first half of a postcode, and we know none that begins with it. Enter the whole postcode",
            ),
            ("nowhere at all", "We know no place of this name."),
            (
                "51.5, -0.12",
                "This spot is outside the area that this service is for",
            ),
            ("-1.185, 52.605", "look swapped"),
        ] {
            let map = form_urlencoded::Serializer::new("/nominate/map?".to_string())
                .append_pair("near", typed)
                .finish();
            rita.opens(&map).await;
            rita.gets(422).sees(why);
            assert_eq!(rita.page().value("near").as_deref(), Some(typed));
            says(&mut rita, typed, "").await;
            rita.gets(422).sees(why);
        }
    }
);

walk!(no_pin_is_put_from_far_away, |world| {
    lays_names(world).await;
    let mut rita = world.visitor("Rita");
    rita.opens("/nominate/map?near=52.605,-1.185").await;
    for _ in 0..8 {
        rita.presses("Zoom out").await;
    }
    rita.sees("Zoom in before you put the pin.");
    // Pressed all the same, the map comes closer, to the ward and then to the spot, and says so.
    let mut presses = 0;
    while rita.page().path.starts_with("/nominate/map") && presses < 4 {
        presses += 1;
        rita.presses("Put the pin here").await;
        if presses == 1 {
            rita.gets(422)
                .sees("away from the place. We have gone closer");
            let kept = "SELECT COUNT(*) FROM nomination_draft";
            assert_eq!(world.counts(kept).await, 0);
        }
    }
    rita.is_at("/nominate/place");
    assert!((2..=3).contains(&presses), "{presses}");
    let typed = rita.page().value("where").expect("coordinates");
    assert!(typed.starts_with("52.60"), "{typed}");
    // The words beside a map that moves say it too.
    let (across, down) = (spot_of(52.605, -1.185).across, spot_of(52.605, -1.185).down);
    for (zoom, says) in [(14, true), (15, false)] {
        rita.opens(&format!(
            "/map/place.json?across={across}&down={down}&zoom={zoom}"
        ))
        .await;
        assert_eq!(rita.page().text.contains("Zoom in before"), says, "{zoom}");
    }
});

fn spot_of(lat: f64, lon: f64) -> payback_panel::domain::areas::mercator::Spot {
    payback_panel::domain::areas::mercator::Spot::of(Point::new(lat, lon).expect("a point"))
}

walk!(
    answers_are_checked_with_the_photos_or_that_there_are_none,
    |world| {
        lays_names(world).await;
        world.leaves_letters();
        let mut rita = world.visitor("Rita");
        fills_the_form_with(&mut rita, IN_CASTLE, "The old steps", "Brambles").await;
        rita.opens("/nominate/check").await;
        rita.sees("Photos").sees("None");
        assert_eq!(
            rita.page().link("Change photos").as_deref(),
            Some("/nominate/photos")
        );
        // Signed in, its page is there for its nominator at once.
        let mut tom = world.resident("Tom").await;
        fills_the_form_with(&mut tom, IN_CASTLE, "The pond", "Reeds").await;
        tom.presses("Send nomination").await;
        let reference = "LC-2026-0001";
        tom.is_at("/nominate/sent")
            .follows(&format!("see your nomination {reference}"))
            .await;
        tom.is_at(&format!("/nominations/{reference}"))
            .gets(200)
            .sees("The pond");
        rita.opens(&format!("/nominations/{reference}")).await;
        rita.gets(404);
    }
);
