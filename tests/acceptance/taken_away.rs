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
