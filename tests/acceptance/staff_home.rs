//! The first page of staff.

use crate::nominations::{nominates, probation};
use payback_panel::domain::policy::Role;

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

walk!(
    a_project_without_a_month_waits_for_probation_staff_of_its_area,
    |world| {
        world.leaves_letters();
        world
            .place()
            .runs(
                "INSERT INTO project (id, reference, title, category, stage, origin, council_code, ward_code, place, \
                 summary, agreed_on, search) VALUES (1, 'LC-2026-P0001', 'Hedges by the canal', 'gardening', \
                 'agreed', 'other', 'E06000016', 'E05010459', 'Larch Field', 'Cut the hedges.', '2026-10-01', 'hedges')",
            )
            .await;
        let mut priya = probation(world, "Priya").await;
        priya
            .opens("/staff")
            .await
            .gets(200)
            .sees("It has no month yet");
        priya.follows("Plan the project: Hedges by the canal").await;
        priya.gets(200).is_at("/staff/projects/LC-2026-P0001");
        priya
            .opens("/staff/projects/LC-2026-P0001/move/schedule")
            .await;
        priya
            .fills("month-month", "11")
            .fills("month-year", "2026")
            .presses("Give it a month")
            .await
            .gets(200);
        priya
            .opens("/staff")
            .await
            .sees("Start the work: Hedges by the canal");
        let mut elsewhere = world.staff("Owen", Role::Probation, "E06000017").await;
        elsewhere
            .opens("/staff")
            .await
            .sees_no("Hedges by the canal");
    }
);
