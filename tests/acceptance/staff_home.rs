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

/// So many projects, all but the last alike: its stage, its month and its council, each as SQL.
fn projects(count: usize, alike: [&str; 3], last: [&str; 3]) -> String {
    let row = |number| {
        let [stage, month, council] = if number == count { last } else { alike };
        format!(
            "({number}, 'LC-2026-P{number:04}', 'Project {number}', 'gardening', {stage}, 'other', {council}, \
             '2026-10-01', {month}, '')"
        )
    };
    let rows: Vec<String> = (1..=count).map(row).collect();
    format!(
        "INSERT INTO project (id, reference, title, category, stage, origin, council_code, agreed_on, planned_month, \
         search) VALUES {};",
        rows.join(", ")
    )
}

const LEICESTER: &str = "'E06000016'";
const RUTLAND: &str = "'E06000017'";

walk!(
    the_news_of_a_small_area_is_not_hidden_by_that_of_large_ones,
    |world| {
        world.leaves_letters();
        let at = |council| ["'in-progress'", "NULL", council];
        let all = projects(301, at(LEICESTER), at(RUTLAND));
        let news = "INSERT INTO project_update (project_id, title, body, written_at) \
                    SELECT id, 'News of ' || id, 'b', '2026-10-02T10:00:00.000000Z' FROM project ORDER BY id;";
        world.place().runs(&format!("{all} {news}")).await;
        let mut rob = world.staff("Rob", Role::Council, "E06000017").await;
        rob.opens("/staff")
            .await
            .sees("Publish the news: News of 301");
        rob.sees_no("News of 300").sees_no("of a kind stand here");
        for (name, area) in [("Olga", "E06000016"), ("Bea", "")] {
            let mut who = world.staff(name, Role::Council, area).await;
            who.opens("/staff").await.sees("News of 20");
            who.sees_no("News of 21").sees_no("News of 301");
            who.sees("At most 20 of a kind stand here");
        }
    }
);

walk!(
    work_that_is_due_is_not_hidden_by_work_of_later_months,
    |world| {
        world.leaves_letters();
        let of = |month| ["'scheduled'", month, LEICESTER];
        let all = projects(31, of("'2027-02'"), of("'2026-11'"));
        world.place().runs(&all).await;
        let mut priya = probation(world, "Priya").await;
        priya
            .opens("/staff")
            .await
            .sees("Start the work: Project 31");
        priya.sees_no("Project 30");
    }
);
