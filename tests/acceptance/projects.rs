//! Projects: from agreement to completion, and what everybody sees of them.

use crate::laid::assessed;
use crate::projects_laid::lay_project;
use crate::world::World;
use payback_panel::domain::policy::Role;
use payback_panel::store::rollup;

const LEICESTER: &str = "E06000016";
const STAFF: &str = "/staff/projects/LC-2026-P0001";
const PUBLIC: &str = "/projects/LC-2026-P0001";

/// Copies the exact totals to where the public reads, as a publication does.
async fn publishes(world: &World) {
    let desk = world.desk();
    let person = payback_panel::actions::Person::operator();
    payback_panel::actions::figures::refresh(desk, &person)
        .await
        .expect("a publication");
}

async fn figures_agree(world: &World) {
    let differences = rollup::verify(&world.desk().db.read())
        .await
        .expect("verify");
    assert!(differences.is_empty(), "{differences:#?}");
}

walk!(
    a_nomination_becomes_a_project_and_its_page_tells_the_whole_story,
    |world| {
        assessed(world, 1).await;
        let operator = payback_panel::actions::Person::operator();
        let rebuilt = payback_panel::actions::figures::rebuild(world.desk(), &operator).await;
        rebuilt.expect("the laid nomination is counted");
        let mut nell = world.resident("Nominator1").await;
        world
            .place()
            .runs(&format!(
                "UPDATE nomination SET nominator_id = {}",
                nell.account.expect("an account")
            ))
            .await;
        let mut sam = world.staff("Sam", Role::Probation, "PDU-LLR").await;
        sam.opens("/staff/projects/from/LC-2026-0001")
            .await
            .gets(200)
            .sees("Place number 1");
        assert_eq!(sam.page().value("estimate-hours").as_deref(), Some("10"));
        assert_eq!(sam.page().value("group-limit").as_deref(), Some("6"));
        sam.fills("supervised-by", "Leicester probation")
            .presses("Make it a project")
            .await
            .gets(200)
            .is_at(STAFF)
            .sees("Agreed");
        nell.reads_letter("is now a project").await;
        // A nomination becomes one project, however often it is asked.
        sam.opens("/staff/projects/from/LC-2026-0001").await;
        sam.presses("Make it a project").await.is_at(STAFF);

        sam.opens(STAFF).await.follows("Give it a month").await;
        sam.fills("month-month", "10")
            .presses("Give it a month")
            .await
            .gets(422)
            .sees("The month must be this month or later");
        sam.fills("month-month", "12")
            .fills("expected-day", "20")
            .fills("expected-month", "12")
            .fills("expected-year", "2026");
        sam.presses("Give it a month")
            .await
            .gets(200)
            .sees("Scheduled");
        let mut rita = world.visitor("Rita");
        rita.opens(PUBLIC)
            .await
            .gets(200)
            .sees("Scheduled")
            .sees("Expected in December 2026")
            .sees_no("20 December");
        rita.sees("A resident nominated it as")
            .sees("10 hours")
            .sees("No session is counted here yet");

        sam.follows("Start the work").await;
        sam.fills("on-day", "23")
            .presses("Start the work")
            .await
            .gets(422)
            .sees("must be today or in the past");
        sam.fills("on-day", "22")
            .presses("Start the work")
            .await
            .gets(200)
            .sees("In progress");
        // The public learns the month in which work began, from the page and from the feed, and no day.
        rita.opens(PUBLIC).await;
        let history = rita.page().text.clone();
        assert!(history.contains("datetime=\"2026-11\""), "{history}");
        let feed = format!("/feeds{PUBLIC}.atom");
        rita.opens(&feed).await.gets(200);
        let began = rita
            .page()
            .text
            .split("<entry>")
            .find(|entry| entry.contains(": in progress"));
        let began = began.expect("an entry");
        assert!(began.contains("<updated>2026-11-01T00:00:00"), "{began}");
        world.passes(chrono::Duration::days(3));
        // Five people, and then, before the next publication, a session that nobody outside knows of.
        records(&mut sam, "23", "5").await;
        publishes(world).await;
        records(&mut sam, "24", "6").await;
        rita.opens(PUBLIC)
            .await
            .sees("25 hours")
            .sees("Offenders5")
            .sees("Sessions held1")
            .sees_no("55 hours");
        publishes(world).await;
        rita.opens(PUBLIC)
            .await
            .sees("55 hours")
            .sees("more than the 10 hours estimated");

        // News: written by probation staff, published by the council.
        sam.opens(STAFF).await.follows("Write news").await;
        sam.fills("title", "The first path is open")
            .fills("body", "Come and see X123456")
            .presses("Save")
            .await
            .gets(422)
            .sees("looks like a case number");
        sam.fills("body", "Come and see it.")
            .presses("Save")
            .await
            .is_at(STAFF)
            .sees("Not published yet");
        rita.opens(PUBLIC).await.sees_no("The first path is open");
        let mut olga = world.staff("Olga", Role::Council, LEICESTER).await;
        olga.opens("/staff")
            .await
            .follows("Publish the news: The first path is open")
            .await
            .is_at(STAFF)
            .sees_no("Complete the project")
            .presses("Publish")
            .await
            .is_at(STAFF)
            .sees("Published on 25 November 2026");
        olga.opens("/staff").await.sees_no("Publish the news");
        nell.reads_letter("The first path is open").await;
        rita.opens(PUBLIC)
            .await
            .sees("The first path is open")
            .sees("Come and see it.");

        sam.opens(STAFF).await.follows("Complete the project").await;
        sam.presses("Complete it and publish this")
            .await
            .gets(422)
            .sees("Say what was done")
            .sees("Say a few words at the end");
        sam.fills("on-day", "23")
            .fills("work-done", "Hedge cut back.")
            .fills("closing-statement", "It is light again.");
        sam.presses("Complete it and publish this")
            .await
            .gets(422)
            .sees("There was a session on 24 November 2026");
        sam.fills("on-day", "25")
            .presses("Complete it and publish this")
            .await
            .gets(200)
            .sees("Completed");
        nell.reads_letter("is finished").await;
        rita.opens(PUBLIC)
            .await
            .sees("Hedge cut back.")
            .sees("It is light again.")
            .sees("Nobody has said yet");
        figures_agree(world).await;

        // Whoever nominated it says what they think; the public sees numbers only.
        let mut other = world.resident("Olive").await;
        other
            .opens("/projects/LC-2026-P0001/feedback")
            .await
            .sees("We ask people who nominated, supported or followed");
        nell.opens("/projects/LC-2026-P0001/feedback").await;
        nell.presses("Send")
            .await
            .gets(422)
            .sees("Choose how good the result is");
        nell.fills("rating", "5")
            .fills("words", "My mum loves it")
            .presses("Send")
            .await
            .gets(200)
            .sees("Thank you");
        nell.opens("/projects/LC-2026-P0001/feedback")
            .await
            .fills("rating", "4")
            .presses("Send")
            .await
            .sees("Thank you");
        rita.opens(PUBLIC)
            .await
            .sees("1 person who asked for it or follows it has answered; 1 found it good or very good")
            .sees_no("My mum");
        sam.opens(STAFF).await.sees("My mum loves it");
    }
);

async fn records(sam: &mut crate::world::Actor<'_>, day: &str, attending: &str) {
    sam.opens(&format!("{STAFF}/sessions/new")).await.gets(200);
    for (field, value) in [
        ("date-day", day),
        ("date-month", "11"),
        ("start", "0900"),
        ("end", "1400"),
        ("status", "held"),
        ("attending", attending),
        ("new-to-project", attending),
    ] {
        sam.fills(field, value);
    }
    sam.presses("Save").await.gets(200).sees("Saved");
}

walk!(a_few_offenders_are_withheld_with_their_hours, |world| {
    lay_project(world, "LC-2026-P0001").await;
    let mut sam = world.staff("Sam", Role::Probation, LEICESTER).await;
    records(&mut sam, "20", "4").await;
    publishes(world).await;
    let mut rita = world.visitor("Rita");
    rita.opens(PUBLIC)
        .await
        .sees("[c]")
        .sees("withheld")
        .sees_no("20 hours")
        .sees_no("Offenders4")
        .sees_no("20 of 100");
    rita.opens("/projects")
        .await
        .sees_no("20 hours")
        .sees_no("Offenders4");
    rita.opens("/projects.csv").await;
    assert!(
        rita.page()
            .text
            .lines()
            .nth(1)
            .expect("a row")
            .contains(",[c],[c],"),
        "{}",
        rita.page().text
    );
    sam.opens(STAFF)
        .await
        .sees("Offenders4")
        .sees("Hours credited20");
});

walk!(a_description_that_does_not_read_is_kept_as_typed, |world| {
    lay_project(world, "LC-2026-P0001").await;
    let mut sam = world.staff("Sam", Role::Probation, LEICESTER).await;
    let typed = [
        ("title", ""),
        ("category", "graffiti"),
        ("place", "By the <old> mill"),
        ("summary", "Cut \"all\" of it & sweep."),
        ("beneficiary", "Whoever walks there"),
        ("supervised-by", "The day team"),
        ("estimate-hours", "a few"),
        ("group-limit", "0"),
        ("expected-day", "31"),
        ("expected-month", "2"),
        ("expected-year", "2027"),
    ];
    sam.opens(&format!("{STAFF}/edit")).await.gets(200);
    for (field, value) in typed {
        assert!(sam.page().value(field).is_some(), "no field {field}");
        sam.fills(field, value);
    }
    sam.presses("Save").await;
    sam.gets(422).sees("Enter a title");
    for (field, value) in typed {
        assert_eq!(sam.page().value(field).as_deref(), Some(value), "{field}");
    }
    for field in ["title", "estimate-hours", "group-limit", "expected-day"] {
        let to = format!("#{field}");
        assert!(sam.page().links().contains(&to), "no mistake leads to {to}");
    }
    sam.opens(&format!("{STAFF}/edit")).await;
    let kept = sam.page().value("title");
    assert_eq!(kept.as_deref(), Some("Work at LC-2026-P0001"));
});

walk!(a_project_is_agreed_directly_and_described_anew, |world| {
    let mut sam = world.staff("Sam", Role::Probation, LEICESTER).await;
    sam.opens("/staff/projects")
        .await
        .follows("Set up a project")
        .await;
    sam.fills("agreed-year", "26")
        .presses("Set the project up")
        .await
        .gets(422);
    sam.sees("Choose the ward")
        .sees("Enter a title")
        .sees("Choose a kind of work")
        .sees("Say what there is to do")
        .sees("four digits");
    for (field, value) in [
        ("title", "Hedges & <b>paths</b>"),
        ("area", "E05010458"),
        ("category", "gardening"),
        ("agreed-year", "2026"),
        ("summary", "Cut them back.\n\nSweep up."),
        ("estimate-hours", "7.5"),
        ("group-limit", "8"),
    ] {
        sam.fills(field, value);
    }
    let (path, _, fields) = sam.would_send("Set the project up");
    sam.sends(&path, &fields).await.gets(303);
    sam.sends(&path, &fields).await.gets(303);
    sam.opens("/staff/projects")
        .await
        .sees("1 project")
        .follows("Hedges & <b>paths</b>")
        .await
        .gets(200);
    let mut rita = world.visitor("Rita");
    rita.opens(PUBLIC)
        .await
        .sees("Hedges & <b>paths</b>")
        .sees("7.5 hours")
        .sees("agreed it without a nomination");

    // Two people change it at once: the second is told, and loses nothing.
    let mut sam = world.staff("Samira", Role::Probation, LEICESTER).await;
    let mut ann = world.staff("Ann", Role::Probation, "PDU-LLR").await;
    sam.opens(&format!("{STAFF}/edit")).await;
    ann.opens(&format!("{STAFF}/edit")).await;
    sam.fills("title", "Hedges and paths")
        .fills("category", "litter")
        .presses("Save")
        .await
        .gets(200)
        .sees("Hedges and paths");
    ann.fills("summary", "Cut and sweep.")
        .presses("Save")
        .await
        .gets(409)
        .sees("Somebody changed this project while you were typing");
    assert_eq!(
        ann.page().value("summary").as_deref(),
        Some("Cut and sweep.")
    );
    ann.presses("Save").await.gets(200);
    figures_agree(world).await;

    // The same move sent twice is one; another move from a page that is old is told so.
    sam.opens(&format!("{STAFF}/move/start")).await;
    ann.opens(&format!("{STAFF}/move/cancel")).await;
    let (path, _, fields) = sam.would_send("Start the work");
    sam.sends(&path, &fields).await.gets(303);
    sam.sends(&path, &fields).await.gets(303);
    ann.fills("reason", "No access")
        .presses("Cancel the project")
        .await
        .gets(409)
        .sees("Somebody changed this project");
    ann.presses("Cancel the project")
        .await
        .gets(200)
        .sees("Cancelled");
    rita.opens(PUBLIC)
        .await
        .sees("The work will not be done")
        .sees("No access")
        .sees("Cancelled");
    sam.opens(&format!("{STAFF}/move/start"))
        .await
        .gets(409)
        .sees("that step is not open to it");
    sam.opens(&format!("{STAFF}/move/fly")).await.gets(404);
});

walk!(
    a_pause_ends_where_it_began_and_says_why_meanwhile,
    |world| {
        lay_project(world, "LC-2026-P0001").await;
        let mut sam = world.staff("Sam", Role::Probation, LEICESTER).await;
        sam.opens(STAFF).await.follows("Pause").await;
        sam.fills("reason", "Part of the fence came down.")
            .presses("Pause")
            .await
            .sees("Paused");
        let mut rita = world.visitor("Rita");
        rita.opens(PUBLIC)
            .await
            .sees("Work is waiting")
            .sees("Part of the fence came down.");
        sam.follows("Go on with the work")
            .await
            .presses("Go on with the work")
            .await
            .sees("In progress");
        rita.opens(PUBLIC).await.sees_no("Work is waiting");
    }
);

walk!(
    staff_of_another_council_see_no_more_of_a_project_than_everybody,
    |world| {
        lay_project(world, "LC-2026-P0001").await;
        let mut rob = world.staff("Rob", Role::Probation, "E06000017").await;
        for path in ["", "/edit", "/move/complete", "/updates/new", "/sessions"] {
            rob.opens(&format!("{STAFF}{path}")).await.gets(403);
        }
        rob.opens("/staff/projects")
            .await
            .sees("No project of yours is like that")
            .sees_no("LC-2026-P0001");
        rob.opens("/staff/projects.csv").await;
        assert_eq!(rob.page().text.lines().count(), 1);
        rob.opens("/staff/projects/new").await;
        assert!(
            !rob.page().text.contains("E05010459"),
            "a ward of Leicester is offered"
        );
        rob.opens("/staff/projects/LC-2026-P0999").await.gets(404);
    }
);

walk!(
    the_list_is_searched_filtered_sorted_paged_and_downloaded,
    |world| {
        for number in 1..=23 {
            lay_project(world, &format!("LC-2026-P{number:04}")).await;
        }
        world
        .place()
        .runs("UPDATE project SET title = 'Bramble 100%', search = 'bramble 100%', category = 'litter', stage = 'completed', \
               completed_on = '2026-11-20', council_code = 'E06000017', ward_code = 'E05000001', origin = 'vote' \
               WHERE reference = 'LC-2026-P0007'")
        .await;
        let mut rita = world.visitor("Rita");
        rita.opens("/projects").await.gets(200).sees("23 projects");
        assert_eq!(
            rita.page()
                .links()
                .iter()
                .filter(|link| link.starts_with("/projects/LC"))
                .count(),
            20
        );
        rita.opens("/projects?page=2").await;
        assert_eq!(
            rita.page()
                .links()
                .iter()
                .filter(|link| link.starts_with("/projects/LC"))
                .count(),
            3
        );
        for query in [
            "q=bramble",
            "q=100%25",
            "q=BRAMBLE+100",
            "category=litter",
            "stage=completed",
            "origin=vote",
            "area=E06000017",
            "area=E05000001",
            "from=2026-11-20&to=2026-11-20",
        ] {
            rita.opens(&format!("/projects?{query}"))
                .await
                .sees("1 project")
                .sees("Bramble 100%");
            rita.opens(&format!("/projects.csv?{query}")).await;
            assert_eq!(rita.page().text.lines().count(), 2, "{query}");
        }
        rita.opens("/projects?area=PDU-LLR")
            .await
            .sees("23 projects");
        rita.opens("/projects?q=_%25!&sort=drop+table&page=-4&from=yesterday&stage=x")
            .await
            .gets(200);
        rita.opens("/projects?q=nothing-like-this")
            .await
            .sees("No project matches");
        rita.opens("/projects/no-such-thing").await.gets(404);
        world.place().runs("DELETE FROM exact_cell").await;
    }
);

walk!(
    nothing_at_a_step_tells_the_day_of_another_projects_step,
    |world| {
        // Work at the second project began on a day between two steps of the first.
        world
            .place()
            .runs(
                "INSERT INTO project (id, reference, title, category, stage, origin, council_code, agreed_on, started_on, search) VALUES
                    (1, 'LC-2026-P0001', 'Hedges', 'gardening', 'completed', 'other', 'E06000016', '2026-09-01', '2026-09-02', ''),
                    (2, 'LC-2026-P0002', 'Paths', 'litter', 'in-progress', 'other', 'E06000016', '2026-09-01', '2026-09-03', '');
                 INSERT INTO project_step (id, project_id, at, stage, reason) VALUES
                    (11, 1, '2026-09-01T10:00:00.000000Z', 'agreed', ''), (12, 2, '2026-09-01T11:00:00.000000Z', 'agreed', ''),
                    (13, 1, '2026-09-02T10:00:00.000000Z', 'in-progress', ''), (14, 2, '2026-09-03T10:00:00.000000Z', 'in-progress', ''),
                    (15, 1, '2026-09-04T10:00:00.000000Z', 'completed', '');",
            )
            .await;
        let mut vera = world.visitor("Vera");
        for (reference, steps) in [("LC-2026-P0001", 3), ("LC-2026-P0002", 2)] {
            let page = format!("/projects/{reference}");
            vera.opens(&page).await;
            let ids = |text: &str| -> Vec<String> {
                let marked = text.split("step-").skip(1);
                let digits = |rest: &str| rest.chars().take_while(char::is_ascii_digit).collect();
                marked
                    .map(digits)
                    .filter(|id: &String| !id.is_empty())
                    .collect()
            };
            let own: Vec<String> = (1..=steps).map(|step| step.to_string()).collect();
            let mut on_page = ids(&vera.gets(200).page().text);
            on_page.sort();
            assert_eq!(on_page, own, "{reference}");
            for feed in [
                format!("/feeds/projects/{reference}.atom"),
                "/feeds/projects.atom".into(),
            ] {
                vera.opens(&feed).await;
                let text = &vera.gets(200).page().text;
                for step in &own {
                    let id = format!("{page}#step-{step}</id>");
                    assert_eq!(text.matches(&id).count(), 1, "{id} in {text}");
                }
                assert!(
                    !text.contains("#step-1") || !text.contains("#step-11"),
                    "{text}"
                );
            }
        }
    }
);
