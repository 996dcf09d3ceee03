//! Figures: published at their boundary, withheld where they are small, the same in every form.

use chrono::Duration;
use payback_panel::actions::figures as actions;
use payback_panel::actions::{Person, settings};
use payback_panel::domain::settings::PUBLICATION_BOUNDARY;
use payback_panel::jobs;

/// One project with one session of so many people, recorded past the application's pages.
const SESSION: &str = "
    INSERT INTO project (id, reference, title, category, stage, origin, council_code, ward_code, agreed_on, started_on, search)
        VALUES (1, 'LC-2026-P0001', 'Hedges', 'gardening', 'in-progress', 'other', 'E06000016', 'E05010459', '2026-10-01', '2026-10-02', '');
    INSERT INTO session_return (id, session_key, number, project_id, day, starts, ends, status, attending, new_to_project,
        minutes_offered, minutes_credited, recorded_at)
        VALUES (1, 'a', 1, 1, '2026-10-05', 570, 930, 'held', 7, 7, 2520, 2500, '2026-10-05T16:00:00.000000Z'),
               (2, 'b', 1, 1, '2026-11-02', 570, 930, 'held', 3, 0, 1080, 1080, '2026-11-02T16:00:00.000000Z');
    INSERT INTO session_in_force (session_key, return_id, project_id, day, starts, ends)
        VALUES ('a', 1, 1, '2026-10-05', 570, 930), ('b', 2, 1, '2026-11-02', 570, 930);";

walk!(figures_are_published_in_the_night_and_not_before, |world| {
    world.place().runs(SESSION).await;
    actions::rebuild(world.desk(), &Person::operator())
        .await
        .expect("published");
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
    for (month, marks) in [("2026-10", 6), ("2026-11", 6), ("total", 0)] {
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
    assert!(!actions::publish_if_due(world.desk()).await.expect("asked"));
    world.passes(Duration::hours(13));
    jobs::catch_up(world.desk()).await.expect("the night");
    vera.opens("/figures").await;
    vera.sees("As at 23 November 2026");
});

walk!(figures_come_at_once_where_the_setting_says_so, |world| {
    let operator = Person::operator();
    settings::change(
        world.desk(),
        &operator,
        &PUBLICATION_BOUNDARY,
        "nightly",
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
        .sees("Enter the first day like 2009-06-21")
        .sees("Choose how the rows are cut from the list");
    vera.opens("/figures?area=E99999999").await;
    vera.gets(404);
    vera.opens("/figures.csv?year=soon").await;
    vera.gets(400);
    vera.opens("/figures?from=2026-12-01&to=2026-01-01").await;
    vera.gets(422)
        .sees("The last day must not be before the first");
    vera.opens("/figures?year=2009-10&by=area").await;
    vera.gets(200).sees("There are no figures for this yet");
});

walk!(exact_figures_are_for_staff_of_the_area_alone, |world| {
    use payback_panel::domain::policy::Role;
    world.place().runs(SESSION).await;
    actions::rebuild(world.desk(), &Person::operator())
        .await
        .expect("published");
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
        world.place().runs(SESSION).await;
        actions::rebuild(world.desk(), &Person::operator())
            .await
            .expect("published");
        let mut vera = world.visitor("Vera");
        // 3,580 minutes at £12.71 an hour, whole pounds, rounded down.
        vera.opens("/figures").await;
        vera.gets(200).sees("£758").sees("At £12.71 an hour");
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
