//! A session that is taken away after it was published: the total that falls must not tell who worked at it.

use crate::figures::SESSION;

/// The one in November was stood down after all.
const STOOD_DOWN: &str = "
    INSERT INTO session_return (id, session_key, number, project_id, day, starts, ends, status, reason, attending,
        new_to_project, minutes_offered, minutes_credited, correction, recorded_at)
        VALUES (3, 'b', 2, 1, '2026-11-02', 570, 930, 'stood-down', 'weather', 0, 0, 0, 0, 'It rained',
                '2026-11-20T16:00:00.000000Z');
    UPDATE session_in_force SET return_id = 3 WHERE session_key = 'b';";

/// Eight more worked in October, of whom two were new.
const ANOTHER: &str = "
    INSERT INTO session_return (id, session_key, number, project_id, day, starts, ends, status, attending, new_to_project,
        minutes_offered, minutes_credited, recorded_at)
        VALUES (4, 'c', 1, 1, '2026-10-12', 570, 930, 'held', 8, 2, 2880, 2880, '2026-11-21T16:00:00.000000Z');
    INSERT INTO session_in_force (session_key, return_id, project_id, day, starts, ends)
        VALUES ('c', 4, 1, '2026-10-12', 570, 930);";

walk!(a_session_that_is_taken_away_waits_for_company, |world| {
    world.publishes(SESSION).await;
    let mut vera = world.visitor("Vera");
    let months = "/figures.csv?by=month";
    vera.opens(months).await;
    vera.sees("total,Total,0,1,0,2,0,10,7,60,59.67,");
    // 18 hours less would tell how long the three worked, and so how many they were.
    world.publishes(STOOD_DOWN).await;
    vera.opens(months).await;
    vera.sees("10,7,60,59.67,");
    // With others who came, nobody can tell what was taken away from what was added.
    world.publishes(ANOTHER).await;
    vera.opens(months).await;
    vera.sees("15,9,90,89.67,");
    let waiting = world.counts("SELECT COUNT(*) FROM waiting_change").await;
    assert_eq!(waiting, 0);
});

/// Ten minutes less were credited in October.
const TEN_MINUTES_LESS: &str = "
    INSERT INTO session_return (id, session_key, number, project_id, day, starts, ends, status, attending, new_to_project,
        minutes_offered, minutes_credited, correction, recorded_at)
        VALUES (5, 'a', 2, 1, '2026-10-05', 570, 930, 'held', 7, 7, 2520, 2490, 'Late', '2026-11-20T16:30:00.000000Z');
    UPDATE session_in_force SET return_id = 5 WHERE session_key = 'a';";

walk!(minutes_put_right_are_no_company, |world| {
    world.publishes(SESSION).await;
    let mut vera = world.visitor("Vera");
    world.place().runs(STOOD_DOWN).await;
    world.publishes(TEN_MINUTES_LESS).await;
    // Ten minutes less in October do not hide three people less in November.
    vera.opens("/figures.csv?by=month").await;
    vera.sees("10,7,60,59.67,");
    world.publishes(ANOTHER).await;
    vera.opens("/figures.csv?by=month").await;
    vera.sees("15,9,90,89.5,");
});

/// Nine worked in October.
const NINE: &str = "
    INSERT INTO project (id, reference, title, category, stage, origin, council_code, ward_code, agreed_on, started_on, search)
        VALUES (1, 'LC-2026-P0001', 'Hedges', 'gardening', 'in-progress', 'other', 'E06000016', 'E05010459', '2026-09-01', '2026-09-02', ''),
               (2, 'LC-2026-P0002', 'Paths', 'litter', 'in-progress', 'other', 'E06000016', 'E05010458', '2026-09-01', '2026-09-02', ''),
               (3, 'LC-2026-P0003', 'Walls', 'graffiti', 'in-progress', 'other', 'E06000016', 'E05010458', '2026-09-01', '2026-09-02', '');
    INSERT INTO session_return (id, session_key, number, project_id, day, starts, ends, status, attending, new_to_project,
        minutes_offered, minutes_credited, recorded_at)
        VALUES (1, 'a', 1, 1, '2026-10-05', 570, 930, 'held', 9, 9, 3240, 3150, '2026-10-05T16:00:00.000000Z');
    INSERT INTO session_in_force (session_key, return_id, project_id, day, starts, ends)
        VALUES ('a', 1, 1, '2026-10-05', 570, 930);";

/// Two worked elsewhere.
const TWO: &str = "
    INSERT INTO session_return (id, session_key, number, project_id, day, starts, ends, status, attending, new_to_project,
        minutes_offered, minutes_credited, recorded_at)
        VALUES (2, 'b', 1, 2, '2026-10-06', 570, 930, 'held', 2, 2, 720, 700, '2026-10-06T16:00:00.000000Z');
    INSERT INTO session_in_force (session_key, return_id, project_id, day, starts, ends)
        VALUES ('b', 2, 2, '2026-10-06', 570, 930);";

/// The nine came in September.
const IN_SEPTEMBER: &str = "
    INSERT INTO session_return (id, session_key, number, project_id, day, starts, ends, status, attending, new_to_project,
        minutes_offered, minutes_credited, correction, recorded_at)
        VALUES (3, 'a', 2, 1, '2026-09-28', 570, 930, 'held', 9, 9, 3240, 3150, 'A week early', '2026-11-20T16:00:00.000000Z');
    UPDATE session_in_force SET return_id = 3, day = '2026-09-28' WHERE session_key = 'a';";

/// Eight others came to a third place.
const EIGHT: &str = "
    INSERT INTO session_return (id, session_key, number, project_id, day, starts, ends, status, attending, new_to_project,
        minutes_offered, minutes_credited, recorded_at)
        VALUES (4, 'c', 1, 3, '2026-10-07', 570, 930, 'held', 8, 8, 2880, 2800, '2026-11-21T16:00:00.000000Z');
    INSERT INTO session_in_force (session_key, return_id, project_id, day, starts, ends)
        VALUES ('c', 4, 3, '2026-10-07', 570, 930);";

walk!(people_who_came_in_another_month_are_no_company, |world| {
    world.publishes(NINE).await;
    let mut vera = world.visitor("Vera");
    let months = "/figures.csv?by=month";
    vera.opens(months).await;
    vera.sees("9,9,54,52.5,");
    world.publishes(TWO).await;
    vera.opens(months).await;
    vera.sees("9,9,54,52.5,");
    // The same nine, seen in September: a total of eleven would tell that two came elsewhere.
    world.publishes(IN_SEPTEMBER).await;
    vera.opens(months).await;
    let csv = vera.page().text.clone();
    assert!(
        csv.contains("\n2026-09,") && csv.contains("9,9,54,52.5,"),
        "{csv}"
    );
    world.publishes(EIGHT).await;
    vera.opens(months).await;
    vera.sees("19,19,114,110.83,");
});
