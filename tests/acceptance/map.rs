//! The map: what it shows to whom, how exactly, and choosing a place on it without a script.

use crate::laid;
use crate::world::{Actor, World};
use payback_panel::domain::areas::mercator::Spot;
use payback_panel::domain::areas::point::Point;
use serde_json::Value;

fn spot(lat: f64, lon: f64) -> Spot {
    Spot::of(Point::new(lat, lon).expect("a point"))
}

/// Five nominations in one ward, and a project in the other of which no spot is known.
async fn lays(world: &World) {
    laid::in_a_row(world).await;
    world
        .place()
        .runs(
            "INSERT INTO project (reference, title, category, stage, origin, council_code, ward_code, agreed_on,
               search) VALUES ('LC-2026-P0001', 'Hedge without a spot', 'gardening', 'completed', 'other',
               'E06000016', 'E05010458', '2026-10-01', 'hedge');",
        )
        .await;
}

/// The groups of the tile around the wards at a zoom.
async fn groups(who: &mut Actor<'_>, zoom: u32, more: &str) -> Vec<Value> {
    let here = spot(52.605, -1.1857);
    let (x, y) = (here.across >> (32 - zoom), here.down >> (32 - zoom));
    who.opens(&format!("/map/marks.json?zoom={zoom}&x={x}&y={y}{more}"))
        .await;
    who.gets(200);
    let answer: Value = serde_json::from_str(&who.page().text).expect("JSON");
    answer["groups"].as_array().expect("groups").clone()
}

fn total(groups: &[Value]) -> u64 {
    let count = |group: &Value| group["count"].as_u64().unwrap_or(1);
    groups.iter().map(count).sum()
}

fn titles(groups: &[Value]) -> Vec<String> {
    let title = |group: &Value| group["title"].as_str().map(str::to_string);
    let mut titles: Vec<String> = groups.iter().filter_map(title).collect();
    titles.sort();
    titles
}

walk!(
    everything_public_is_on_the_map_and_in_the_list_beside_it,
    |world| {
        lays(world).await;
        let mut rita = world.visitor("Rita");
        // Far away they are one; closer they part.
        let far = groups(&mut rita, 8, "").await;
        assert_eq!((far.len(), total(&far)), (1, 6));
        let close = groups(&mut rita, 17, "").await;
        assert!(close.len() > 1, "{close:?}");
        let nominations = groups(&mut rita, 8, "&kind=nomination").await;
        assert_eq!(total(&nominations), 5);
        let of_abbey = groups(&mut rita, 8, "&area=E05010458").await;
        assert_eq!(titles(&of_abbey), ["Hedge without a spot"]);
        assert_eq!(of_abbey[0]["rough"], true);
        rita.opens("/map").await;
        rita.sees("6 places on this part of the map")
            .sees("Place number 1")
            .sees("Hedge without a spot")
            .sees("only the area is known");
        rita.opens("/map?kind=project").await;
        rita.sees("1 place on this part of the map")
            .sees_no("Place number 1");
        rita.opens("/map?area=E05010463").await;
        rita.sees("5 places").sees_no("Hedge without a spot");
        // Away from everything the list says so, and how to get back.
        rita.opens("/map?zoom=12&column=0&row=0").await;
        rita.sees("0 places").sees("See the whole map");
        // By links alone, closer to one place and back out.
        rita.opens("/map?place=LC-2026-0003").await;
        rita.sees("Place number 3").follows("Zoom out").await;
        rita.gets(200).sees("Place number 3");
    }
);

walk!(what_is_not_public_is_not_on_the_map, |world| {
    lays(world).await;
    laid::three_of_them_not_public(world).await;
    world
        .place()
        .runs("UPDATE nomination SET stage = 'withdrawn' WHERE reference = 'LC-2026-0004'")
        .await;
    let mut rita = world.visitor("Rita");
    for zoom in [8, 11, 14] {
        let shown = groups(&mut rita, zoom, "&kind=nomination").await;
        assert_eq!(titles(&shown), ["Place number 5"], "zoom {zoom}");
    }
    for page in [
        "/map",
        "/map?place=LC-2026-0001",
        "/map?area=E05010463",
        "/map?part=list",
    ] {
        rita.opens(page).await;
        for number in 1..=4 {
            rita.sees_no(&format!("Place number {number}"));
        }
        assert!(!rita.page().text.contains("LC-2026-0001\""));
    }
});

walk!(spots_are_as_exact_as_the_setting_says, |world| {
    lays(world).await;
    world
        .place()
        .runs("INSERT INTO setting (name, value, changed_at) VALUES ('coordinate-decimals', '3', '2026-11-22T12:00:00.000000Z')")
        .await;
    let mut rita = world.visitor("Rita");
    // The fifth lies at 52.606623, -1.185678, and is told as if it lay here.
    let here = spot(52.607, -1.186);
    let (x, y) = (here.across >> 14, here.down >> 14);
    rita.opens(&format!("/map/marks.json?zoom=18&x={x}&y={y}"))
        .await;
    let answer: Value = serde_json::from_str(&rita.page().text).expect("JSON");
    let groups = answer["groups"].as_array().expect("groups");
    assert_eq!(titles(groups), ["Place number 5"]);
    // A mark is moved by 12 pixels at most, to lie clear of others; its exact spot is 50 away.
    let at = |which: usize| groups[0]["at"][which].as_i64().expect("steps");
    for (told, rounded) in [(at(0), here.across), (at(1), here.down)] {
        let pixels = (told - i64::from(rounded)).abs() >> 6;
        assert!(pixels <= 12, "{pixels} pixels away");
    }
});

walk!(files_of_the_map_are_kept_for_everybody, |world| {
    lays(world).await;
    let mut rita = world.visitor("Rita");
    for path in [
        "/map",
        "/map/outlines.json",
        "/map/marks.json?zoom=12&x=2034&y=1342",
        "/map/place.json?across=1&down=1",
        "/map/drawing.svg?zoom=12&column=8136&row=5368",
        "/map/picture.svg?zoom=12&across=2133333333&down=1400000000",
    ] {
        rita.opens(path).await;
        rita.gets(200);
        let headers = &rita.page().headers;
        assert!(headers.contains_key("etag"), "{path}");
        assert!(
            headers["cache-control"]
                .to_str()
                .expect("text")
                .starts_with("public"),
            "{path}"
        );
    }
    // What makes no sense is mended or not found; nothing falls over.
    for (path, status) in [
        (
            "/map?zoom=99&column=-9999999999&row=x&across=-1&down=999999&page=0",
            200,
        ),
        (
            "/map?zoom=12&column=9223372036854775807&row=-9223372036854775808",
            200,
        ),
        (
            "/map?area=%3Cb%3E&kind=everything&place=%00&page=99999999999",
            200,
        ),
        (
            "/map/drawing.svg?zoom=99&column=-9999999999&row=x&across=-1&kind=everything",
            200,
        ),
        ("/map/marks.json", 404),
        ("/map/marks.json?zoom=3&x=0&y=0", 404),
        ("/map/marks.json?zoom=12&x=4096&y=0", 404),
        ("/map/picture.svg?zoom=12", 404),
        (
            "/map/picture.svg?zoom=-5&across=4294967295&down=4294967295",
            200,
        ),
        (
            "/map/picture.svg?zoom=12&across=1&down=1&wide=99999999999&high=-7",
            200,
        ),
        ("/map/place.json?across=-1&down=0", 404),
        ("/nominate/map?across=x&zoom=y&x=1&y=1", 200),
        (
            "/nominate/map?across=4294967295&down=0&zoom=18&go=north&x=-5&y=99999",
            200,
        ),
    ] {
        rita.opens(path).await;
        rita.gets(status);
    }
});

walk!(the_drawing_shows_what_the_page_tells_of, |world| {
    lays(world).await;
    let mut rita = world.visitor("Rita");
    for (page, words, marks) in [
        (
            "/map",
            "Map of nominations and projects. On this part 6 places: 5 nominated, 1 completed.",
            true,
        ),
        (
            "/map?kind=project",
            "On this part 1 place: 1 completed.",
            true,
        ),
        (
            "/map?area=E05010463",
            "projects in Castle. On this part 5 places: 5 nominated.",
            true,
        ),
        (
            "/map?zoom=12&column=0&row=0",
            "On this part no places.",
            false,
        ),
    ] {
        rita.opens(page).await;
        let image = rita
            .page()
            .text
            .split("<img class=\"app-drawing\"")
            .nth(1)
            .expect("a drawing");
        let attribute = |name: &str| {
            let value = image
                .split(&format!(" {name}=\""))
                .nth(1)
                .and_then(|rest| rest.split('"').next());
            value.expect(name).replace("&amp;", "&")
        };
        let (alt, drawing) = (attribute("alt"), attribute("src"));
        assert!(alt.contains(words), "{page}: {alt}");
        rita.opens(&drawing).await;
        rita.gets(200);
        assert_eq!(rita.page().headers["content-type"], "image/svg+xml");
        let svg = &rita.page().text;
        assert!(svg.starts_with("<svg xmlns="), "{svg:.80}");
        assert!(
            !svg.contains("class=") && !svg.contains("style="),
            "{svg:.80}"
        );
        assert_eq!(svg.contains("<g transform=\"translate("), marks, "{page}");
    }
});

walk!(a_place_is_chosen_on_the_map_without_a_script, |world| {
    lays(world).await;
    let mut rita = world.visitor("Rita");
    rita.opens("/nominate/place").await;
    rita.fills("place", "The old steps")
        .presses("Choose on a map")
        .await;
    rita.is_at("/nominate/map")
        .sees("Choose the place on a map");
    // To a place by its name or coordinates.
    rita.fills("near", "no such place at all")
        .presses("Go")
        .await;
    rita.gets(422)
        .sees("We know no place of this name. Enter the name of the ward, or try a postcode");
    rita.fills("near", "52.605, -1.185").presses("Go").await;
    rita.gets(200).sees("The cross is in Castle, Leicester.");
    let picture = rita
        .page()
        .text
        .split("src=\"")
        .find_map(|part| {
            part.strip_prefix("/map/picture.svg")
                .and_then(|p| p.split('"').next())
        })
        .map(|query| format!("/map/picture.svg{}", query.replace("&amp;", "&")))
        .expect("a picture");
    let mut tom = world.visitor("Tom");
    tom.opens(&picture).await;
    tom.gets(200);
    assert!(tom.page().text.contains("<path") && tom.page().text.contains("Castle"));
    // The buttons move it: out twice, then west until it is in the ward beside.
    rita.presses("Zoom out").await;
    rita.presses("Zoom out").await;
    for _ in 0..3 {
        rita.presses("West").await;
    }
    rita.sees("The cross is in Abbey, Leicester.");
    // A press on the picture, as browsers send it, moves the cross there.
    let value = |rita: &Actor<'_>, name: &str| rita.page().value(name).expect("a field");
    let (across, down) = (value(&rita, "across"), value(&rita, "down"));
    rita.opens(&format!(
        "/nominate/map?across={across}&down={down}&zoom=14&x=230&y=144"
    ))
    .await;
    rita.sees("The cross is in Castle, Leicester.");
    rita.presses("Put the pin here").await;
    rita.is_at("/nominate/place")
        .sees("This spot is in Castle, Leicester.");
    assert_eq!(rita.page().value("place").as_deref(), Some("The old steps"));
    let typed = rita.page().value("where").expect("coordinates");
    assert!(
        typed.starts_with("52.60") && typed.contains(", -1.18"),
        "{typed}"
    );
    rita.presses("Continue").await;
    rita.is_at("/nominate/work");
    // The map opens again where the pin is.
    rita.opens("/nominate/map?change=yes").await;
    rita.sees("The cross is in Castle, Leicester.");
    rita.presses("Put the pin here").await;
    rita.is_at("/nominate/place?change=yes");
});

/// The titles of the list around the cross, in its order.
fn around(who: &Actor<'_>) -> Vec<String> {
    let page = scraper::Html::parse_document(&who.page().text);
    let links = scraper::Selector::parse(".app-choosing__list li a").expect("a selector");
    page.select(&links)
        .map(|link| link.text().collect::<String>())
        .collect()
}

/// The map to choose on with the cross on the line of the five.
fn cross_at(lat: f64, zoom: u32, more: &str) -> String {
    let here = spot(lat, -1.185678);
    let (across, down) = (here.across, here.down);
    format!("/nominate/map?across={across}&down={down}&zoom={zoom}{more}")
}

/// A project in Castle, north-east of the second of the five.
async fn lays_a_project(world: &World, number: u32) {
    let sql = format!(
        "INSERT INTO project (reference, title, category, stage, origin, council_code, ward_code, agreed_on,
           search, lat, lon) VALUES ('LC-2026-P09{number}', 'Hedge {number}', 'gardening', 'in-progress', 'other',
           'E06000016', 'E05010463', '2026-10-01', '', 52.606, -1.184);"
    );
    world.place().runs(&sql).await;
}

walk!(
    what_lies_around_the_cross_is_listed_nearest_first,
    |world| {
        lays(world).await;
        lays_a_project(world, 10).await;
        let mut rita = world.visitor("Rita");
        // A row of five from south to north, each 56 metres from the next; the cross is on the second.
        rita.opens(&cross_at(52.605123, 16, "")).await.gets(200);
        rita.sees("6 places on this part of the map")
            .sees("Nominations and projects, nearest to the cross first.")
            .sees("assessed, at the cross")
            .sees("60 m north of the cross")
            .sees("110 m north of the cross");
        rita.sees("Castle, in progress, 150 m north-east of the cross");
        let [two, three, one, four, five] = [2, 3, 1, 4, 5].map(|n| format!("Place number {n}"));
        assert_eq!(
            around(&rita),
            [two, three, one, four, "Hedge 10".into(), five]
        );
        // In step: what the map no longer shows is not listed, and a map that shows more lists more.
        rita.opens(&cross_at(52.605123, 18, "")).await;
        rita.sees("1 place on this part of the map");
        rita.opens(&cross_at(52.605123, 18, "&part=list&wide=640&high=1200"))
            .await;
        rita.gets(200).sees("6 places on this part of the map");
        assert!(!rita.page().text.contains("<form"), "a part and no more");
        assert!(
            rita.page().headers.contains_key("etag"),
            "kept for everybody"
        );
        rita.opens(&cross_at(53.2, 16, "")).await;
        rita.sees("0 places on this part of the map")
            .sees("Nobody has nominated a place on this part of the map");
        // On paper the picture stands in for the map that a script draws.
        let picture = rita.page().text.matches("/map/picture.svg?").count();
        assert_eq!(picture, 2, "the one to press, and the one to print");
    }
);

walk!(
    a_list_around_the_cross_ends_and_says_where_the_rest_is,
    |world| {
        lays(world).await;
        for number in 10..21 {
            lays_a_project(world, number).await;
        }
        let mut rita = world.visitor("Rita");
        rita.opens(&cross_at(52.605123, 16, "")).await;
        rita.sees("16 places on this part of the map")
            .sees("These are the nearest 10.");
        assert_eq!(around(&rita).len(), 10);
        rita.follows("see all of them on the map of places").await;
        rita.gets(200).sees("16 places on this part of the map");
    }
);

walk!(what_is_not_public_is_not_listed_around_the_cross, |world| {
    lays(world).await;
    laid::three_of_them_not_public(world).await;
    let mut rita = world.visitor("Rita");
    for more in ["", "&part=list&wide=640&high=520"] {
        rita.opens(&cross_at(52.605123, 16, more)).await.gets(200);
        assert_eq!(around(&rita), ["Place number 4", "Place number 5"]);
    }
    // A part of nowhere is not there.
    rita.opens("/nominate/map?part=list").await.gets(404);
    rita.opens("/nominate/map?part=list&across=1&down=1&wide=x&high=-5")
        .await
        .gets(200);
});

walk!(a_pin_outside_every_ward_is_refused, |world| {
    lays(world).await;
    let mut rita = world.visitor("Rita");
    let there = spot(51.5, -0.12);
    let (across, down) = (there.across, there.down);
    rita.opens(&format!(
        "/nominate/map?across={across}&down={down}&zoom=16"
    ))
    .await;
    rita.gets(200)
        .sees("The cross is outside the area that this service is for.");
    rita.presses("Put the pin here").await;
    rita.gets(422)
        .sees("Put the pin inside a ward")
        .sees("There is a problem");
    rita.opens("/nominate/place").await;
    assert_eq!(rita.page().value("where").as_deref(), Some(""));
});
