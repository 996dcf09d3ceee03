//! What may ask for the same work: shown with enough to judge by, before a nomination is sent.

use super::fills_the_form_with;
use crate::laid;
use crate::world::World;

/// Five nominations in a row through a ward, 55 metres apart, and three projects beside them: one to be
/// done, one done, one in another ward.
async fn lays(world: &World) {
    laid::in_a_row(world).await;
    world
        .place()
        .runs(
            "UPDATE nomination SET lat = 52.62, title = 'Far away' WHERE reference = 'LC-2026-0005';
             INSERT INTO project (reference, title, category, stage, origin, council_code, ward_code, agreed_on,
               lat, lon, summary, search) VALUES ('LC-2026-P0001', 'Mend the path', 'gardening', 'agreed', 'other',
               'E06000016', 'E05010463', '2026-10-01', 52.6052, -1.1857, 'New stones and a rail.', 'path');
             INSERT INTO project (reference, title, category, stage, origin, council_code, ward_code, agreed_on,
               completed_on, lat, lon, search) VALUES ('LC-2026-P0002', 'Done long ago', 'gardening', 'completed',
               'other', 'E06000016', 'E05010463', '2016-10-01', '2016-11-01', 52.6052, -1.1857, 'done');
             INSERT INTO project (reference, title, category, stage, origin, council_code, ward_code, agreed_on,
               search) VALUES ('LC-2026-P0003', 'Somewhere in the other ward', 'gardening', 'agreed', 'other',
               'E06000016', 'E05010458', '2026-10-01', 'other');",
        )
        .await;
}

walk!(
    what_is_near_is_shown_with_enough_to_judge_whether_it_is_the_same,
    |world| {
        world.leaves_letters();
        lays(world).await;
        let mut tom = world.resident("Tom").await;
        let pin = ("where", "52.6050, -1.1857");
        fills_the_form_with(&mut tom, pin, "The corner", "Quite another thing").await;
        tom.is_at("/nominate/similar")
            .sees("Place number 1")
            .sees("About 40 m from yours")
            .sees("Place number 2")
            .sees("About 10 m from yours")
            .sees("Assessed")
            .sees("Support this one instead: Place number 2")
            .sees_no("Far away");
        tom.sees("Work that is planned or under way")
            .sees("Mend the path")
            .sees("New stones and a rail.")
            .sees("About 20 m from yours")
            .sees("Agreed")
            .sees("Follow this one instead: Mend the path")
            .sees_no("Done long ago")
            .sees_no("Somewhere in the other ward");
        // Every one of them can be chosen instead, and coming back nothing is lost.
        tom.follows("Support this one instead: Place number 2")
            .await;
        tom.gets(200).is_at("/nominations/LC-2026-0002/support");
        tom.opens("/nominate/check")
            .await
            .is_at("/nominate/similar");
        tom.follows("Follow this one instead: Mend the path").await;
        tom.gets(200).is_at("/follow/project/LC-2026-P0001");
        tom.opens("/nominate/similar").await;
        tom.presses("Mine is different").await;
        tom.is_at("/nominate/check").sees("Quite another thing");
    }
);

walk!(
    nobody_finds_out_by_trying_where_exactly_a_place_is,
    |world| {
        world.leaves_letters();
        lays(world).await;
        world
            .place()
            .runs("INSERT INTO setting (name, value, changed_at) VALUES ('coordinate-decimals', '3', '2026-11-22T12:00:00.000000Z')")
            .await;
        let mut tom = world.resident("Tom").await;
        let pin = ("where", "52.6050, -1.1857");
        fills_the_form_with(&mut tom, pin, "The corner", "Quite another thing").await;
        // The second lies 14 metres to the north, and is told as if it lay where everybody sees it.
        tom.is_at("/nominate/similar").sees("About 20 m from yours");
        tom.sees_no("About 10 m from yours");
    }
);
