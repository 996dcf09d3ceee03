//! Which ward a nomination is of: corrected by staff, and left alone by a later set of wards.

use super::{fills_the_form_with, passes, reference_on};
use crate::areas::{ABBEY, CASTLE, Land, imports, land, wards};
use crate::world::World;
use payback_panel::actions::Person;
use payback_panel::actions::areas::Import;
use payback_panel::actions::postcodes::{self, PostcodeLine};
use payback_panel::domain::areas::point::Point;
use payback_panel::domain::areas::postcode::Postcode;
use payback_panel::domain::policy::Role;
use payback_panel::store::postcodes::KnownPostcode;

const OAKHAM: Land = land("E05000001", "Oakham North", "E06000017", -1.18);
/// Where CASTLE is, in another set of wards and in another council.
const NEW_CASTLE: Land = land("E05099999", "Castle and Oakham", "E06000017", -1.19);
/// CASTLE and ABBEY after boundaries of their own set were put right.
const MOVED_CASTLE: Land = land("E05010463", "Castle", "E06000017", -1.17);
const ABBEY_INSTEAD: Land = land("E05010458", "Abbey", "E06000017", -1.19);

async fn lays_wards(world: &World) {
    imports(world, wards("2025", &[&ABBEY, &CASTLE, &OAKHAM])).await;
    let known = KnownPostcode {
        postcode: Postcode::parse("LE4 2BF").expect("a postcode"),
        point: Point::new(52.604, -1.186).expect("a point"),
        ward: None,
    };
    let (desk, operator) = (world.desk(), Person::operator());
    postcodes::import(
        desk,
        &operator,
        [Ok(PostcodeLine { line: 2, known })].into_iter(),
        |_| {},
    )
    .await
    .expect("a postcode");
}

/// The nomination must have this spot, and be of this ward, set and council.
async fn is_at(world: &World, reference: &str, spot: (f64, f64), of: (&str, &str, &str)) {
    let ((lat, lon), (ward, set, council)) = (spot, of);
    let sql = format!(
        "SELECT COUNT(*) FROM nomination WHERE reference = '{reference}' AND lat = {lat} AND lon = {lon} \
         AND ward_code = '{ward}' AND ward_set = '{set}' AND council_code = '{council}'"
    );
    assert_eq!(world.counts(&sql).await, 1, "{sql}");
}

walk!(a_ward_that_staff_put_right_keeps_the_pin, |world| {
    world.leaves_letters();
    lays_wards(world).await;
    for (name, typed, spot) in [
        ("Rita", "52.605, -1.185", (52.605, -1.185)),
        ("Tom", "LE4 2BF", (52.604, -1.186)),
    ] {
        let mut nominator = world.resident(name).await;
        let place = format!("Field of {name}");
        fills_the_form_with(&mut nominator, ("where", typed), &place, &place).await;
        if nominator.page().path == "/nominate/similar" {
            nominator.presses("Mine is different").await;
        }
        nominator.presses("Send nomination").await;
        let reference = reference_on(&nominator);
        is_at(world, &reference, spot, ("E05010463", "2025", "E06000016")).await;
        let moderator = format!("Priya for {name}");
        let mut priya = world.staff(&moderator, Role::Probation, "PDU-LLR").await;
        passes(&mut priya, &reference).await;
        for (ward, council) in [("E05010458", "E06000016"), ("E05000001", "E06000017")] {
            priya
                .opens(&format!("/staff/nominations/{reference}/ward"))
                .await;
            priya
                .fills("why", "The parish map shows it.")
                .fills("ward", ward)
                .presses("Correct")
                .await;
            priya.gets(200).sees("The ward is put right");
            is_at(world, &reference, spot, (ward, "2025", council)).await;
        }
        let council = "SELECT COUNT(*) FROM nomination WHERE postcode IS NOT NULL";
        let postcodes = i64::from(typed == "LE4 2BF");
        assert_eq!(world.counts(council).await, postcodes, "{typed}");
    }
});

walk!(
    a_new_set_of_wards_leaves_nominations_where_they_were_put,
    |world| {
        world.leaves_letters();
        lays_wards(world).await;
        let (spot, before) = ((52.605, -1.185), ("E05010463", "2025", "E06000016"));
        let mut rita = world.resident("Rita").await;
        fills_the_form_with(&mut rita, ("where", "52.605, -1.185"), "Field", "Hedges").await;
        rita.presses("Send nomination").await;
        let pinned = reference_on(&rita);
        is_at(world, &pinned, spot, before).await;
        let mut tom = world.resident("Tom").await;
        let chosen = {
            fills_the_form_with(&mut tom, ("ward", "E05010463"), "Wall", "Graffiti").await;
            tom.presses("Send nomination").await;
            reference_on(&tom)
        };
        let sql = format!(
            "SELECT COUNT(*) FROM nomination WHERE reference = '{chosen}' AND ward_code = 'E05010463' \
         AND council_code = 'E06000016' AND ward_set = '2025'"
        );
        // Boundaries of the set in force are put right: the land of Castle goes elsewhere, and Abbey
        // comes to where it was, under another council.
        let swapped = Import {
            replace: true,
            ..wards("2025", &[&MOVED_CASTLE, &ABBEY_INSTEAD])
        };
        assert_eq!(imports(world, swapped).await.replaced, 2);
        is_at(world, &pinned, spot, before).await;
        assert_eq!(world.counts(&sql).await, 1);
        let next = Import {
            valid_from: Some("2026-11-22".parse().expect("a day")),
            ..wards("2026", &[&NEW_CASTLE])
        };
        assert_eq!(imports(world, next).await.added, 1);
        is_at(world, &pinned, spot, before).await;
        assert_eq!(world.counts(&sql).await, 1);
        // The same spot is of the new ward for whoever nominates from now on.
        let mut una = world.resident("Una").await;
        fills_the_form_with(&mut una, ("where", "52.605, -1.185"), "Steps", "Brambles").await;
        una.presses("Send nomination").await;
        let words = una.page().words();
        let later = words
            .split_whitespace()
            .find(|word| word.starts_with("RU-2026-"))
            .unwrap_or_else(|| panic!("no reference of Rutland in {words}"));
        let later = later.trim_end_matches('.');
        is_at(world, later, spot, ("E05099999", "2026", "E06000017")).await;
    }
);
