//! Figures: published at their boundary, withheld where they are small, the same in every form.

use crate::laid::assessed;
use chrono::Duration;
use payback_panel::actions::figures as actions;
use payback_panel::actions::{Person, settings};
use payback_panel::domain::settings::PUBLICATION_BOUNDARY;
use payback_panel::jobs;

/// A project at which seven worked in October and three in November, recorded past the application's pages.
pub const SESSION: &str = "
    INSERT INTO project (id, reference, title, category, stage, origin, council_code, ward_code, agreed_on, started_on, search)
        VALUES (1, 'LC-2026-P0001', 'Hedges', 'gardening', 'in-progress', 'other', 'E06000016', 'E05010459', '2026-10-01', '2026-10-02', '');
    INSERT INTO session_return (id, session_key, number, project_id, day, starts, ends, status, attending, new_to_project,
        minutes_offered, minutes_credited, recorded_at)
        VALUES (1, 'a', 1, 1, '2026-10-05', 570, 930, 'held', 7, 7, 2520, 2500, '2026-10-05T16:00:00.000000Z'),
               (2, 'b', 1, 1, '2026-11-02', 570, 930, 'held', 3, 0, 1080, 1080, '2026-11-02T16:00:00.000000Z');
    INSERT INTO session_in_force (session_key, return_id, project_id, day, starts, ends)
        VALUES ('a', 1, 1, '2026-10-05', 570, 930), ('b', 2, 1, '2026-11-02', 570, 930);";

walk!(
    figures_are_published_when_the_month_is_over_and_not_before,
    |world| {
        world.publishes(SESSION).await;
        let mut vera = world.visitor("Vera");
        vera.opens("/figures?by=month").await;
        vera.gets(200)
            .sees("October 2026")
            .sees("59.7")
            .sees("[c]")
            .sees("As at 22 November 2026");
        // The month in which only three came is withheld with its hours, and the other month with it,
        // which the total would give away, in every form.
        vera.opens("/figures.csv?by=month").await;
        let csv = vera.page().text.clone();
        for (month, marks) in [("2026-10", 7), ("2026-11", 7), ("total", 0)] {
            let line = csv.lines().find(|line| line.starts_with(month));
            let line = line.expect("a line");
            assert_eq!(line.matches("[c]").count(), marks, "{line}");
        }
        vera.opens("/figures.json?by=month").await;
        vera.sees("\"offenders\":7").sees("\"[c]\"");
        // A change of the ledger is not shown before the boundary.
        world
        .place()
        .runs(
            "INSERT INTO dirty_project (project_id) VALUES (1) ON CONFLICT (project_id) DO NOTHING",
        )
        .await;
        world.passes(Duration::days(8));
        assert!(!actions::publish_if_due(world.desk()).await.expect("asked"));
        world.passes(Duration::days(1));
        jobs::catch_up(world.desk())
            .await
            .expect("the first of a month");
        vera.opens("/figures").await;
        vera.sees("As at 1 December 2026");
        // The date moves with the month, whatever was recorded: it tells nothing of what waits.
        world.passes(Duration::days(31));
        jobs::catch_up(world.desk())
            .await
            .expect("the first of a month");
        vera.opens("/figures").await;
        vera.sees("As at 1 January 2027");
    }
);

walk!(figures_come_at_once_where_the_setting_says_so, |world| {
    let operator = Person::operator();
    settings::change(
        world.desk(),
        &operator,
        &PUBLICATION_BOUNDARY,
        "monthly",
        "at-once",
    )
    .await
    .expect("changed");
    world.place().runs(SESSION).await;
    world
        .place()
        .runs(
            "INSERT INTO dirty_project (project_id) VALUES (1) ON CONFLICT (project_id) DO NOTHING",
        )
        .await;
    assert!(
        actions::publish_if_due(world.desk())
            .await
            .expect("published")
    );
});

walk!(a_query_that_does_not_read_says_what_to_put_right, |world| {
    let mut vera = world.visitor("Vera");
    vera.opens("/figures?from=31+June&by=weather&origin=moon")
        .await;
    vera.gets(422)
        .sees("Enter the first month, like June 2009")
        .sees("Choose how the rows are cut from the list");
    vera.opens("/figures?area=E99999999").await;
    vera.gets(404);
    vera.opens("/figures.csv?year=soon").await;
    vera.gets(400);
    vera.opens("/figures?from=2026-12-01&to=2026-01-01").await;
    vera.gets(422)
        .sees("The last month must not be before the first");
    vera.opens("/figures?year=2009-10&by=area").await;
    vera.gets(200).sees("There are no figures for this yet");
});

/// Beside [`SESSION`], one project that was nominated and one that won a vote, each with one session.
const OTHER_ORIGINS: &str = "
    INSERT INTO project (id, reference, title, category, stage, origin, council_code, ward_code, agreed_on, started_on, search)
        VALUES (2, 'LC-2026-P0002', 'Paths', 'litter', 'in-progress', 'nomination', 'E06000016', 'E05010458', '2026-10-01', '2026-10-02', ''),
               (3, 'LC-2026-P0003', 'Walls', 'graffiti', 'in-progress', 'vote', 'E06000016', 'E05010458', '2026-10-01', '2026-10-02', '');
    INSERT INTO session_return (id, session_key, number, project_id, day, starts, ends, status, attending, new_to_project,
        minutes_offered, minutes_credited, recorded_at)
        VALUES (3, 'c', 1, 2, '2026-10-06', 570, 690, 'held', 20, 20, 2400, 2400, '2026-10-06T16:00:00.000000Z'),
               (4, 'd', 1, 3, '2026-10-07', 570, 690, 'held', 31, 31, 3720, 3720, '2026-10-07T16:00:00.000000Z');
    INSERT INTO session_in_force (session_key, return_id, project_id, day, starts, ends)
        VALUES ('c', 3, 2, '2026-10-06', 570, 690), ('d', 4, 3, '2026-10-07', 570, 690);";

walk!(figures_of_one_origin_are_of_that_origin_alone, |world| {
    world.place().runs(SESSION).await;
    world.publishes(OTHER_ORIGINS).await;
    let mut vera = world.visitor("Vera");
    // Offenders and hours: 7 in 2,520 and 3 in 1,080 minutes, of which 2,500 and 1,080 are credited.
    for (origin, numbers, shown) in [
        ("vote", ",31,31,62,62,3720,3720,", ["31", "62"]),
        ("nomination", ",20,20,40,40,2400,2400,", ["20", "40"]),
        ("other", ",10,7,60,59.67,3600,3580,", ["7", "59.7"]),
    ] {
        vera.opens(&format!("/figures.csv?by=origin&origin={origin}"))
            .await;
        let csv = vera.page().text.clone();
        let rows: Vec<&str> = csv.lines().skip(1).collect();
        let starts = |row: &&str| row.starts_with(&format!("{origin},"));
        assert_eq!(rows.iter().filter(|row| starts(row)).count(), 1, "{csv}");
        assert_eq!(rows.len(), 2, "that row and the total alone: {csv}");
        for row in rows {
            assert!(row.contains(numbers), "{origin}: {csv}");
        }
        vera.opens(&format!("/figures?by=origin&origin={origin}"))
            .await;
        let rows = vera.gets(200).page().table("Projects, sessions");
        assert_eq!(rows.len(), 2, "{rows:?}");
        for row in rows {
            assert_eq!(row[2..4], shown, "{origin}: {row:?}");
        }
    }
    vera.opens("/figures.csv?by=origin").await;
    assert_eq!(vera.page().text.lines().count(), 5, "heading, three, total");
});

walk!(
    marks_stand_where_they_apply_and_the_key_says_which_does_not,
    |world| {
        assessed(world, 2).await;
        world.publishes(SESSION).await;
        let mut vera = world.visitor("Vera");
        // No council has published a release: all live figures are provisional.
        vera.opens("/figures?year=2026").await;
        vera.gets(200)
            .sees("provisional [p]: no council has published a release of the same area and period")
            .sees("[p]provisional: no council has checked and published it in a release")
            .sees("[x] Not available: nothing was recorded here from April 2025 to October 2025.");
        let rows = vera.page().table("Projects, sessions");
        assert!(rows.iter().all(|row| row[0].ends_with(" [p]")), "{rows:?}");
        // October and November cover each other. How many are small themselves is not told.
        vera.opens("/figures?by=month").await;
        vera.sees("Offenders and hours are withheld [c] in 2 of 2 rows.")
            .sees("We never say which of the two.");
        vera.opens("/figures?by=month&stage=nominated").await;
        vera.sees_no("Offenders and hours are withheld");
        // Areas with nothing have no row, and that is said.
        vera.opens("/figures?by=area").await;
        vera.sees("nothing to count in this period, and so no row.");
        // Months are asked for as months, and written out, however they were typed.
        vera.opens("/figures?from=2026-10&to=Nov+2026").await;
        vera.sees("From month: October 2026")
            .sees("To month: November 2026")
            .sees("October 2026 to November 2026");
        assert!(
            vera.page()
                .text
                .contains("type=\"month\" value=\"2026-11\"")
        );
        // Two nominations are too few to say how long they took.
        vera.opens("/figures/questions").await;
        vera.gets(200)
            .sees("provisional: what a council has checked and published stands in its releases");
        let rows = vera.page().table("What became of nominations");
        assert_eq!(rows.len(), 1, "{rows:?}");
        assert_eq!(rows[0][5..], ["[x]", "[x]"], "{rows:?}");
        vera.opens("/figures/questions.csv?part=completed").await;
        vera.sees(",[x],[x]");
        // Nobody has said how many live in a ward; of a council it is known.
        vera.opens("/areas?q=Abbey").await;
        let rows = vera.page().table("Areas");
        assert_eq!(rows[0].last().map(String::as_str), Some("[x]"), "{rows:?}");
        vera.sees("[x]: how many people live there is not known here.");
        vera.opens("/areas?q=Rutland&kind=council").await;
        vera.sees("40,000").sees_no("[x]");
        for path in ["/figures", "/figures/questions", "/about/figures"] {
            vera.opens(path).await;
            let words = vera.page().words();
            assert!(
                words
                    .to_lowercase()
                    .contains("[z]not applicable: a share of nothing"),
                "{path}"
            );
        }
    }
);

walk!(exact_figures_are_for_staff_of_the_area_alone, |world| {
    use payback_panel::domain::policy::Role;
    world.publishes(SESSION).await;
    let mut helen = world.staff("Helen", Role::Council, "E06000016").await;
    helen.opens("/staff/figures?by=month").await;
    helen
        .gets(200)
        .sees("Not for the public")
        .sees("18")
        .sees_no("[c]");
    let mut fiona = world.staff("Fiona", Role::Council, "E06000017").await;
    fiona.opens("/staff/figures?area=E06000016").await;
    fiona.gets(403);
    let mut rita = world.resident("Rita").await;
    rita.opens("/staff/figures").await;
    rita.gets(403);
});

walk!(
    an_administrator_sets_the_wage_that_hours_are_worth,
    |world| {
        use payback_panel::domain::policy::Role;
        world.publishes(SESSION).await;
        let mut vera = world.visitor("Vera");
        // 3,580 minutes at £12.71 an hour, whole pounds, rounded down.
        vera.opens("/figures").await;
        vera.gets(200).sees("£758").sees("At £12.71 an hour");
        // Beside its hours in every row and file, and withheld where they are: 2,520 minutes offered and 2,500
        // credited in October are covered by November.
        let rows = vera.page().table("Projects, sessions");
        let value = vera
            .page()
            .heads()
            .iter()
            .position(|head| head == "Value of the hours");
        let value = value.expect("a column of values");
        assert!(rows.iter().all(|row| row[value] == "£758"), "{rows:?}");
        vera.opens("/figures.json?by=month").await;
        let json: serde_json::Value = serde_json::from_str(&vera.page().text).expect("JSON");
        assert_eq!(json["rows"][0]["value_pounds"], "[c]");
        assert_eq!(json["total"]["value_pounds"], 3580 * 1271 / 6000);
        vera.opens("/api/v1/figures").await;
        let json: serde_json::Value = serde_json::from_str(&vera.page().text).expect("JSON");
        assert_eq!(json["rows"][0]["value_pounds"], 758);
        assert_eq!(json["hourly_wage_pence"], 1271);
        vera.opens("/data/figures.csv").await;
        vera.sees(",7,60,59.67,3600,3580,758,");
        vera.opens("/figures").await;
        vera.sees(
            "National Living Wage for people aged 21 and over, from 1 April 2026: £12.71 an hour",
        )
        .sees("source: GOV.UK")
        .sees("Whoever runs this service can set another");
        let mut ada = world.staff("Ada", Role::Administrator, "").await;
        ada.opens("/admin/settings/hourly-wage").await;
        ada.fills("value", "1300");
        ada.presses("Save").await;
        ada.gets(200).sees("The setting was changed");
        vera.opens("/figures").await;
        vera.sees("£775").sees("At £13.00 an hour");
        // It is no longer the wage that was named before.
        vera.sees("The wage: a wage that an administrator of this service set")
            .sees_no("National Living Wage");
        ada.opens("/admin/settings/hourly-wage-source").await;
        ada.fills("value", "A wage of 2026 (source: the council)");
        ada.presses("Save").await;
        ada.gets(200).sees("The setting was changed");
        vera.opens("/figures").await;
        vera.sees("The wage: A wage of 2026 (source: the council).");
        // October and November cover each other, and so is what they are worth.
        vera.opens("/figures?from=2026-10-01&to=2026-10-31").await;
        vera.sees("withheld with them: [c]");
        let mut helen = world.staff("Helen", Role::Council, "E06000016").await;
        helen.opens("/admin/settings/hourly-wage").await;
        helen.gets(403);
    }
);

walk!(
    a_period_that_still_runs_is_held_against_the_same_whole_months,
    |world| {
        let cells = [("2025-06", 600), ("2025-12", 60_000), ("2026-06", 1_200), ("2026-11", 90)]
            .map(|(month, minutes)| {
                format!(
                    "INSERT INTO public_cell (area_code, category, origin, stretch, start, nominations, projects_agreed, projects_completed, \
             sessions_held, stood_down, attendances, offenders, minutes_offered, minutes_credited) VALUES ('', '*', '*', 'month', '{month}', 0, 1, 0, 1, 0, 6, 6, \
                     {minutes}, {minutes});"
                )
            });
        world.place().runs(&cells.concat()).await;
        world.place().adds_months_up().await;
        let as_at =
            "UPDATE publication SET number = 1, as_at = '2026-11-21T23:30:00.000000Z' WHERE id = 1";
        world.place().runs(as_at).await;
        let mut vera = world.visitor("Vera");
        vera.opens("/figures?year=2026").await;
        vera.sees("Both sides end with the last whole month, October 2026 and October 2025")
            .sees("April 2026 to October 2026, and April 2025 to October 2025")
            .sees("Hours worked2010up 10")
            .sees("Hours offered2010up 10");
        // One that is over is held against the whole year before it.
        vera.opens("/figures?year=2025").await;
        vera.sees("Compared with a year before")
            .sees_no("last whole month")
            .sees("nothing was recorded here in the financial year 2024–25");
        // Of a month that is still running there is nothing to compare yet.
        vera.opens("/figures?from=2026-11-01&to=2026-11-30").await;
        vera.gets(200)
            .sees("November 2026")
            .sees_no("Compared with");
    }
);
