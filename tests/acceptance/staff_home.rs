//! The first page of staff.

use crate::nominations::{nominates, probation};

walk!(
    staff_are_shown_first_what_waits_for_them_and_where_to_decide_it,
    |world| {
        world.leaves_letters();
        let mut priya = probation(world, "Priya").await;
        priya
            .opens("/staff")
            .await
            .gets(200)
            .sees("Nothing needs you today");
        let mut rita = world.resident("Rita").await;
        let reference = nominates(&mut rita, "Field", "Overgrown hedges").await;
        priya.opens("/staff").await.gets(200).sees("28 days left");
        priya.follows("Pass or decline: Overgrown hedges").await;
        priya.gets(200).sees(&reference);
        rita.opens("/staff").await.gets(403);
    }
);
