//! The page of an area: each of its sections with what belongs there, and nothing of another council.

use crate::laid;
use crate::world::{Actor, World};

const LEICESTER: &str = "/areas/E06000016";
const ELSEWHERE: &str = "/areas/E06000017";

/// The part of the page under a heading, as it was sent.
fn section(who: &Actor<'_>, heading: &str) -> String {
    let page = &who.page().text;
    let (_, rest) = page
        .split_once(&format!(">{heading}</h2>"))
        .unwrap_or_else(|| panic!("no heading {heading:?} on {}", who.page().path));
    rest.split("<h2").next().unwrap_or_default().to_string()
}

/// The section must have these, and no other section may have any of them.
#[track_caller]
fn holds(who: &Actor<'_>, heading: &str, parts: &[&str]) {
    let found = section(who, heading);
    for part in parts {
        assert!(
            found.contains(part),
            "{part} is not under {heading}: {found}"
        );
    }
    for other in HEADINGS.into_iter().filter(|other| *other != heading) {
        let found = section(who, other);
        for part in parts {
            assert!(!found.contains(part), "{part} is under {other}: {found}");
        }
    }
}

const HEADINGS: [&str; 7] = [
    "Open now and next",
    "Nominated",
    "Voted on",
    "Under way",
    "Done",
    "Citizens’ panel",
    "Hear of new things here",
];

/// One of each in Leicester: an open vote with the one after it, a nomination, a result, a project at
/// work and a completed one. Of the nominations one waits, one became a project, and one is hidden.
async fn lays_one_of_each(world: &World) {
    laid::open_round(world).await;
    world
        .place()
        .runs(
            "UPDATE nomination SET stage = 'submitted', moderated_at = NULL WHERE reference = 'LC-2026-0002';
             UPDATE nomination SET stage = 'project' WHERE reference = 'LC-2026-0003';
             INSERT INTO round (slug, title, area_code, method, mode, state, opens_at, closes_at) VALUES
               ('in-spring', 'Which place in spring?', 'E06000016', 'plurality', 'simple', 'announced',
                '2027-03-01T09:00:00.000000Z', '2027-03-15T17:00:00.000000Z'),
               ('last-summer', 'Which place last summer?', 'E06000016', 'plurality', 'reported', 'declared',
                '2026-06-01T09:00:00.000000Z', '2026-06-15T17:00:00.000000Z');
             INSERT INTO project (reference, title, category, stage, origin, council_code, ward_code, agreed_on,
               started_on, completed_on, search) VALUES
               ('LC-2026-P0001', 'Hedges', 'gardening', 'in-progress', 'other', 'E06000016', 'E05010459',
                '2026-10-01', '2026-10-05', NULL, ''),
               ('LC-2026-P0002', 'Walls', 'graffiti', 'completed', 'vote', 'E06000016', 'E05010458',
                '2026-09-01', '2026-09-05', '2026-10-20', ''),
               ('LC-2026-P0003', 'Paths', 'litter', 'cancelled', 'other', 'E06000016', 'E05010458',
                '2026-09-01', NULL, NULL, '');",
        )
        .await;
}

walk!(an_area_shows_one_of_each_under_its_own_heading, |world| {
    world.leaves_letters();
    lays_one_of_each(world).await;
    let mut vera = world.visitor("Vera");
    vera.opens(LEICESTER).await.gets(200);
    let open = section(&vera, "Open now and next");
    assert!(open.contains("\"/votes/next-place\""), "{open}");
    assert!(open.contains("Residents of Leicester vote."), "{open}");
    let next = ["\"/votes/in-spring\"", "Next vote: opens on 1 March 2027"];
    holds(&vera, "Open now and next", &next);
    let nominated = [
        "\"/nominations/LC-2026-0001\"",
        "Place number 1",
        "\"/nominations?area=E06000016\"",
        "(1 waiting for a decision or a vote)",
    ];
    holds(&vera, "Nominated", &nominated);
    vera.sees_no("Place number 2").sees_no("Place number 3");
    let voted = [
        "\"/votes/last-summer/result\"",
        "Which place last summer?",
        "closed on 15 June 2026",
    ];
    holds(&vera, "Voted on", &voted);
    let under_way = [
        "\"/projects/LC-2026-P0001\"",
        "\"/projects?area=E06000016&amp;stage=in-progress\"",
        "All 1 project under way",
    ];
    holds(&vera, "Under way", &under_way);
    let done = [
        "\"/projects/LC-2026-P0002\"",
        "completed on 20 October 2026",
        "All 1 project done",
    ];
    holds(&vera, "Done", &done);
    vera.sees_no("Paths");
    let panel = ["\"/panels/leicester\"", "Leicester panel"];
    holds(&vera, "Citizens’ panel", &panel);
    let feed = ["\"/feeds/areas/E06000016.atom\""];
    holds(&vera, "Hear of new things here", &feed);
    for link in [
        "Every nomination from here",
        "All 1 project under way",
        "All 1 project done",
        "Leicester panel",
    ] {
        vera.opens(LEICESTER).await;
        vera.follows(link).await;
        vera.gets(200);
    }
    vera.opens("/feeds/areas/E06000016.atom").await.gets(200);
});

walk!(
    an_area_without_any_of_them_says_so_and_shows_none_of_its_neighbour,
    |world| {
        world.leaves_letters();
        lays_one_of_each(world).await;
        let mut vera = world.visitor("Vera");
        vera.opens(ELSEWHERE).await.gets(200);
        for (heading, words) in [
            ("Nominated", "No nomination here waits for a decision."),
            (
                "Voted on",
                "No result of a vote here has been published yet.",
            ),
            ("Under way", "No work is under way here now."),
            ("Done", "No project has been completed here yet."),
            (
                "Citizens’ panel",
                "No panel has been set up for this area yet.",
            ),
            ("Hear of new things here", "/feeds/areas/E06000017.atom"),
        ] {
            holds(&vera, heading, &[words]);
        }
        for theirs in [
            "LC-2026",
            "next-place",
            "in-spring",
            "last-summer",
            "/panels/leicester",
        ] {
            assert!(!vera.page().text.contains(theirs), "{theirs}");
        }
        // What holds for the council holds for its ward, and for what the council lies in.
        for area in ["E05010459", "PDU-LLR"] {
            vera.opens(&format!("/areas/{area}")).await.gets(200);
            holds(&vera, "Voted on", &["/votes/last-summer/result"]);
            holds(&vera, "Under way", &["\"/projects/LC-2026-P0001\""]);
            holds(&vera, "Citizens’ panel", &["/panels/leicester"]);
        }
    }
);

walk!(
    whoever_drew_the_boundaries_is_named_wherever_they_are_drawn,
    |world| {
        laid::in_a_row(world).await;
        world
            .place()
            .runs(
                "UPDATE boundary SET note = 'Contains OS data © Crown copyright & database right 2025';
                 INSERT INTO setting (name, value, changed_at) VALUES ('place-credits',
                   'Postcodes: Royal Mail data <2025>', '2026-11-22T12:00:00.000000Z');",
            )
            .await;
        payback_panel::actions::areas::refresh(world.desk())
            .await
            .expect("the areas read");
        let mut tom = world.resident("Tom").await;
        for page in [
            "/map",
            "/map?kind=nomination",
            "/areas/E05010463",
            "/areas/E05010458",
            "/nominate/map",
            "/data/",
        ] {
            tom.opens(page).await;
            tom.gets(200)
                .sees("Contains OS data © Crown copyright & database right 2025")
                .sees("Postcodes: Royal Mail data <2025>");
            let text = tom.page().text.clone();
            assert_eq!(text.matches("Contains OS data").count(), 1, "{page}");
        }
        // Where postcodes are searched and nothing is drawn, only their owner is named.
        tom.opens("/nominate/place").await;
        tom.gets(200)
            .sees("Postcodes: Royal Mail data <2025>")
            .sees_no("Contains OS data");
    }
);
