//! The day on which work began is nobody's to know: who was there that day could be looked for.

/// A project of which work began on 17 November, as staff put it, with a session on that day.
const BEGUN: &str = "
    INSERT INTO project (id, reference, title, category, stage, origin, council_code, ward_code, agreed_on, started_on,
        search) VALUES
        (1, 'LC-2026-P0001', 'Hedges', 'gardening', 'in-progress', 'other', 'E06000016', 'E05010459', '2026-10-05',
            '2026-11-17', 'hedges');
    INSERT INTO project_step (project_id, at, stage) VALUES
        (1, '2026-10-05T09:00:00.000000Z', 'agreed'), (1, '2026-11-17T10:11:12.000000Z', 'in-progress');
    INSERT INTO session_return (id, session_key, number, project_id, day, starts, ends, status, attending, new_to_project,
        minutes_offered, minutes_credited, recorded_at) VALUES
        (1, 'a', 1, 1, '2026-11-17', 570, 930, 'held', 8, 8, 2880, 2800, '2026-11-17T16:00:00.000000Z');
    INSERT INTO session_in_force (session_key, return_id, project_id, day, starts, ends) VALUES
        ('a', 1, 1, '2026-11-17', 570, 930);";

const ADDRESSES: [&str; 20] = [
    "/",
    "/projects",
    "/projects/LC-2026-P0001",
    "/projects.csv",
    "/areas/E06000016",
    "/areas/E05010459",
    "/map",
    "/map/list",
    "/figures?by=month",
    "/figures/questions",
    "/feeds/projects.atom",
    "/feeds/projects/LC-2026-P0001.atom",
    "/feeds/areas/E06000016.atom",
    "/data/projects.csv",
    "/data/projects.json",
    "/data/projects.geojson",
    "/data/figures.csv",
    "/api/v1/projects",
    "/api/v1/projects/LC-2026-P0001",
    "/api/v1/figures?by=month",
];

walk!(no_address_tells_the_day_on_which_work_began, |world| {
    world.publishes(BEGUN).await;
    let mut vera = world.visitor("Vera");
    let mut tells_of_it = 0;
    for address in ADDRESSES {
        vera.opens(address).await;
        let page = vera.page();
        assert!([200, 404].contains(&page.status), "{address}");
        tells_of_it += usize::from(page.text.contains("LC-2026-P0001"));
        let headers = format!("{:?}", page.headers);
        for day in ["2026-11-17", "17 November", "17 Nov", "10:11", "10.11"] {
            assert!(!page.text.contains(day), "{address} tells {day}");
            assert!(!headers.contains(day), "{address} tells {day}: {headers}");
        }
    }
    assert!(tells_of_it >= 10, "{tells_of_it}");
    // Feeds have it at the beginning of its month, in both of an entry's times and in their own.
    for feed in &ADDRESSES[10..13] {
        vera.opens(feed).await;
        let text = &vera.gets(200).page().text;
        let (_, entry) = text
            .split_once("Hedges: in progress")
            .unwrap_or_else(|| panic!("{feed}: {text}"));
        let (entry, _) = entry.split_once("</entry>").expect("its end");
        for time in ["published", "updated"] {
            let time = format!("<{time}>2026-11-01T00:00:00Z</{time}>");
            assert!(entry.contains(&time), "{feed}: {entry}");
        }
    }
    vera.opens("/projects/LC-2026-P0001").await;
    vera.sees("November 2026");
});
