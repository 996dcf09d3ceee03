//! Releases: one officer checks, another publishes; frozen, revised, recomputed from the ledger.

use crate::choosing_figures;
use crate::world::{Actor, World};
use payback_panel::actions::Person;
use payback_panel::actions::figures::{self as actions, releases};
use payback_panel::actions::publishing::releases::WAITING;
use payback_panel::domain::ballots::merkle::file_digest;
use payback_panel::domain::figures::measure::MEASURES;
use payback_panel::domain::policy::Role;
use sea_orm::{ConnectionTrait, DbBackend};

const LEICESTER: &str = "E06000016";
const SLUG: &str = "e06000016-2026-10";
/// What the letter to the second officer says on top.
const WAITS: &str = "Figures wait to be published: Leicester, October 2026";
/// The same without what it is of.
pub const WAITS_FOR: &str = "Figures wait to be published:";

/// Three projects in October: one of 20 people, one of 9, and one of 3, which needs cover. The first has a
/// session of eleven hours and a group limit of 8.
pub const OCTOBER: &str = "
    INSERT INTO project (id, reference, title, category, stage, origin, council_code, ward_code, agreed_on, started_on,
        group_limit, search) VALUES
        (1, 'LC-2026-P0001', 'Hedges', 'gardening', 'in-progress', 'other', 'E06000016', 'E05010459', '2026-09-01',
            '2026-09-02', 8, ''),
        (2, 'LC-2026-P0002', 'Paths', 'litter', 'in-progress', 'other', 'E06000016', 'E05010458', '2026-10-02',
            '2026-10-03', NULL, ''),
        (3, 'LC-2026-P0003', 'Walls', 'gardening', 'in-progress', 'other', 'E06000016', 'E05010458', '2026-10-02',
            '2026-10-03', NULL, '');
    INSERT INTO session_return (id, session_key, number, project_id, day, starts, ends, status, attending, new_to_project,
        minutes_offered, minutes_credited, reason, recorded_at) VALUES
        (1, 'k1', 1, 1, '2026-10-05', 480, 1140, 'held', 20, 20, 9000, 8000, NULL, '2026-11-01T16:00:00.000000Z'),
        (2, 'k2', 1, 2, '2026-10-06', 570, 930, 'held', 9, 9, 3240, 3000, NULL, '2026-11-01T16:00:00.000000Z'),
        (3, 'k3', 1, 3, '2026-10-07', 570, 930, 'held', 3, 3, 1080, 1000, NULL, '2026-11-01T16:00:00.000000Z'),
        (4, 'k4', 1, 3, '2026-10-08', 570, 930, 'stood-down', 0, 0, 0, 0, 'weather', '2026-11-01T16:00:00.000000Z');
    INSERT INTO session_in_force (session_key, return_id, project_id, day, starts, ends) VALUES
        ('k1', 1, 1, '2026-10-05', 480, 1140), ('k2', 2, 2, '2026-10-06', 570, 930),
        ('k3', 3, 3, '2026-10-07', 570, 930), ('k4', 4, 3, '2026-10-08', 570, 930);";

/// The second session was longer: 3,100 minutes credited, not 3,000.
const CORRECTION: &str = "
    INSERT INTO session_return (id, session_key, number, project_id, day, starts, ends, status, attending, new_to_project,
        minutes_offered, minutes_credited, correction, recorded_at) VALUES
        (5, 'k2', 2, 2, '2026-10-06', 570, 930, 'held', 9, 9, 3240, 3100, 'Counted again', '2026-11-22T09:00:00.000000Z');
    UPDATE session_in_force SET return_id = 5 WHERE session_key = 'k2';";

pub async fn publishes(world: &World, sql: &str) {
    world.place().runs(sql).await;
    actions::rebuild(world.desk(), &Person::operator())
        .await
        .expect("published");
}

pub async fn drafts(officer: &mut Actor<'_>, month: &str, reason: &str) {
    officer.opens("/staff/releases/new").await;
    let (year, month) = month.split_once('-').expect("a month");
    officer.fills("length", "month");
    officer
        .fills("month-month", month)
        .fills("month-year", year);
    officer.fills("reason", reason);
    officer.presses("Draft the release").await;
}

pub async fn checks(officer: &mut Actor<'_>) {
    officer.fills("findings", "Asked the supervisor: it was so");
    officer.fills("sure", "yes");
    officer.presses_twice("It is right").await;
    officer.gets(200).sees("You checked this release");
}

async fn officers(world: &World) -> (Actor<'_>, Actor<'_>) {
    (
        world.staff("Helen", Role::Council, LEICESTER).await,
        world.staff("Hugo", Role::Council, LEICESTER).await,
    )
}

/// Drafted, checked and published.
pub async fn released(world: &World) -> (Actor<'_>, Actor<'_>) {
    released_with(world, OCTOBER).await
}

async fn released_with<'w>(world: &'w World, sql: &str) -> (Actor<'w>, Actor<'w>) {
    publishes(world, sql).await;
    let (mut helen, mut hugo) = officers(world).await;
    drafts(&mut helen, "2026-10", "").await;
    checks(&mut helen).await;
    hugo.reads_letter(WAITS).await;
    hugo.opens(&format!("/staff/releases/{SLUG}")).await;
    hugo.presses("Publish for everybody").await;
    hugo.gets(200).is_at(&format!("/figures/releases/{SLUG}"));
    (helen, hugo)
}

async fn all_follows(world: &World) -> usize {
    let conn = world.desk().db.read();
    let (count, differences) = releases::verify(&conn).await.expect("verified");
    assert_eq!(differences, Vec::<String>::new());
    count
}

async fn text(actor: &mut Actor<'_>, path: &str) -> String {
    actor.opens(path).await;
    actor.gets(200).page().text.clone()
}

fn line<'a>(csv: &'a str, start: &str) -> &'a str {
    csv.lines()
        .find(|line| line.starts_with(start))
        .unwrap_or_else(|| panic!("no line {start} in {csv}"))
}

walk!(two_officers_who_publish_at_once_publish_once, |world| {
    publishes(world, OCTOBER).await;
    let (mut helen, _) = officers(world).await;
    drafts(&mut helen, "2026-10", "").await;
    checks(&mut helen).await;
    world.leaves_letters();
    let person = Person::operator();
    let publishes = || releases::publish(world.desk(), &person, SLUG, 2);
    let (one, other) = tokio::join!(publishes(), publishes());
    assert_eq!((one, other), (Ok(()), Ok(())));
    assert_eq!(all_follows(world).await, 1);
});

walk!(
    a_release_is_checked_by_one_officer_and_published_by_another,
    |world| {
        publishes(world, OCTOBER).await;
        // The second project works on Tuesdays; one of its four in October is recorded, and on one it was paused.
        world
            .place()
            .runs(
                "INSERT INTO session_plan (project_id, from_day, weekdays, every_weeks, starts, ends, set_at) \
                 VALUES (2, '2026-10-03', 2, 1, 570, 930, '2026-10-03T09:00:00.000000Z'); \
                 INSERT INTO project_step (project_id, at, stage, reason) \
                 VALUES (2, '2026-10-14T09:00:00.000000Z', 'paused', ''), \
                        (2, '2026-10-26T09:00:00.000000Z', 'in-progress', '')",
            )
            .await;
        let (mut helen, mut hugo) = officers(world).await;
        drafts(&mut helen, "2026-11", "").await;
        helen.gets(422).sees("The period must be over");
        drafts(&mut helen, "2026-10", "Without X123456").await;
        helen
            .gets(422)
            .sees("Take out what looks like a case number");
        drafts(&mut helen, "2026-10", "").await;
        helen.gets(200).is_at(&format!("/staff/releases/{SLUG}"));
        // Every anomaly is listed.
        helen
            .sees("Sessions longer than 10 hours: 1")
            .sees("5 October 2026, 11 hours long")
            .sees("Sessions with more people than the group limit: 1")
            .sees("20 people, the limit is 8")
            .sees("Planned sessions without a return: 2")
            .sees("Paths: planned for 13 October 2026")
            .sees_no("planned for 20 October 2026")
            .sees_no("planned for 6 October 2026")
            .sees("Projects without a nomination: 3")
            .sees("Nothing of this length was published");
        // Nothing of it is public yet.
        let mut vera = world.visitor("Vera");
        vera.opens(&format!("/figures/releases/{SLUG}")).await;
        vera.gets(404);
        helen.fills("findings", "Asked the supervisor");
        helen.presses("It is right").await;
        helen
            .gets(422)
            .sees("Say that you have looked")
            .sees("Asked the supervisor");
        helen.fills("sure", "yes").fills("findings", "");
        helen.presses("It is right").await;
        helen.gets(422).sees("Say what you found");
        // What is published for ever names no case, and the answer does not say it back in its list.
        helen
            .fills("findings", "Asked about X123456")
            .fills("note", "Without X123456");
        helen.presses("It is right").await;
        helen
            .gets(422)
            .sees("Take out what looks like a case number");
        let links = helen.page().links();
        for field in ["#note", "#findings"] {
            assert!(links.iter().any(|link| link == field), "{links:?}");
        }
        helen.opens("/staff").await;
        helen.sees("Check the release: Leicester, October 2026");
        helen.opens(&format!("/staff/releases/{SLUG}")).await;
        // Whoever could publish it hears of it, in one letter: not who checked it, not another council's.
        let mut fiona = world.staff("Fiona", Role::Council, "E06000017").await;
        checks(&mut helen).await;
        let letter = hugo.reads_letter(WAITS).await;
        assert!(letter.body.contains(&format!("/staff/releases/{SLUG}")));
        assert_eq!(world.letters().await.len(), 1);
        // Not by the same officer, not by another council.
        let step = [
            ("version".to_string(), "2".to_string()),
            ("csrf".into(), token(&helen)),
        ];
        helen
            .sends(&format!("/staff/releases/{SLUG}/publish"), &step)
            .await;
        helen.gets(409).sees("Another officer must publish");
        fiona.opens(&format!("/staff/releases/{SLUG}")).await;
        fiona.gets(404);
        fiona.opens("/staff/releases").await;
        fiona.gets(200).sees("There is no release yet");
        // It waits on the first page of the second officer, and not of the first.
        helen.opens("/staff").await;
        helen.sees_no("the release: Leicester");
        hugo.opens("/staff").await;
        hugo.sees("Checked by another officer");
        hugo.follows("Publish the release: Leicester, October 2026")
            .await;
        hugo.gets(200).is_at(&format!("/staff/releases/{SLUG}"));
        hugo.sees("Asked the supervisor: it was so");
        hugo.presses_twice("Publish for everybody").await;
        hugo.gets(200)
            .is_at(&format!("/figures/releases/{SLUG}"))
            .sees("Published")
            .sees("on 22 November 2026")
            .sees("[c]");
        assert_eq!(all_follows(world).await, 1);
    }
);

fn token(actor: &Actor<'_>) -> String {
    let (_, _, fields) = actor.would_send("Send back");
    let csrf = fields.into_iter().find(|(name, _)| name == "csrf");
    csrf.expect("a token").1
}

walk!(
    the_files_of_a_release_hold_what_the_public_figures_show,
    |world| {
        released(world).await;
        let mut vera = world.visitor("Vera");
        let base = format!("/figures/releases/{SLUG}");
        let sums = text(&mut vera, &format!("{base}/SHA256SUMS")).await;
        assert_eq!(sums.lines().count(), 2, "{sums}");
        for sum in sums.lines() {
            let (digest, name) = sum.split_once("  ").expect("a digest and a name");
            let content = text(&mut vera, &format!("{base}/{name}")).await;
            assert_eq!(file_digest(content.as_bytes()), digest, "{name}");
        }
        let frozen = text(&mut vera, &format!("{base}/figures.csv")).await;
        // A release says of itself neither where it stands nor since which release it was revised.
        let frozen_as = |row: &str| {
            let (numbers, sets) = row.rsplit_once(',').expect("fields");
            let numbers = numbers
                .strip_suffix(",published,,")
                .expect("published, and not revised");
            format!("{numbers},,{sets}")
        };
        for by in ["category", "origin", "area"] {
            let months = "from=2026-10&to=2026-10";
            let live = format!("/figures.csv?area={LEICESTER}&{months}&by={by}");
            let live = text(&mut vera, &live).await;
            for row in live.lines().skip(1).filter(|row| !row.starts_with("total")) {
                let code = row.split(',').next().expect("a code");
                assert_eq!(
                    line(&frozen, &format!("{by},{code},")),
                    format!("{by},{}", frozen_as(row))
                );
            }
            let total = frozen_as(line(&live, "total,Total,")).replacen("total,Total,", "", 1);
            // There was no vote; beside kinds of work and origins none applies.
            let total = total.replace(",[z],[z],[z],", ",0,0,[z],");
            assert!(
                line(&frozen, "total,").ends_with(&format!(",{total}")),
                "{total}"
            );
        }
        assert!(!frozen.contains("\nquarter,"), "a month is no quarter");
        // The few people on the walls are withheld with what would give them away.
        assert!(frozen.matches("[c]").count() >= 12, "{frozen}");
        assert!(line(&frozen, "total,").contains(",3,1,32,32,"), "{frozen}");
        let json = text(&mut vera, &format!("{base}/release.json")).await;
        let json: serde_json::Value = serde_json::from_str(&json).expect("JSON");
        assert_eq!(json["total"]["offenders"], 32);
        // 12,000 minutes at £12.71 an hour.
        assert_eq!(json["total"]["value_pounds"], 2542);
        assert_eq!(json["hourly_wage_pence"], 1271);
        assert_eq!(json["revision"], 1);
        // Nothing waits here: every release says so, or it would tell where few worked.
        assert_eq!(json["waiting"], WAITING);
        vera.opens(&base).await;
        vera.sees(WAITING);
        vera.opens("/feeds/releases.atom").await;
        vera.gets(200)
            .sees("Leicester, October 2026: figures published");
        vera.opens("/figures/releases?area=E06000016").await;
        vera.sees("October 2026").sees("22 November 2026");
        vera.opens("/figures/releases?area=E06000017").await;
        vera.sees("No release is published here yet");
        vera.opens("/figures/releases?area=E99999999").await;
        vera.gets(404);
    }
);

walk!(a_release_holds_what_people_chose, |world| {
    released_with(world, choosing_figures::CHOSEN).await;
    let mut vera = world.visitor("Vera");
    let base = format!("/figures/releases/{SLUG}");
    let frozen = text(&mut vera, &format!("{base}/release.json")).await;
    let frozen: serde_json::Value = serde_json::from_str(&frozen).expect("JSON");
    let live = format!("/figures.json?area={LEICESTER}&from=2026-10&to=2026-10&by=area");
    let live: serde_json::Value =
        serde_json::from_str(&text(&mut vera, &live).await).expect("JSON");
    assert_eq!(frozen["total"]["votes_cast"], 107);
    for measure in MEASURES.iter().map(|told| told.code) {
        assert_eq!(
            frozen["total"][measure], live["total"][measure],
            "{measure}"
        );
        let ward = &frozen["tables"]["area"][0];
        let code = &ward["code"];
        let rows = live["rows"].as_array().expect("rows");
        let same = rows.iter().find(|row| &row["area_code"] == code);
        assert_eq!(
            ward[measure],
            same.expect("a row")[measure],
            "{measure} of {code}"
        );
    }
    assert_eq!(frozen["tables"]["category"][0]["votes_cast"], "[z]");
    // The page shows them a group at a time, as the live figures do.
    vera.opens(&base).await;
    let voted = format!("{base}?stage=voted#tables");
    assert!(vera.gets(200).page().links().contains(&voted));
    vera.sees("By kind of work");
    vera.opens(&voted).await;
    vera.gets(200).sees("By ward").sees_no("By kind of work");
    let rows = vera.page().table("Leicester, October 2026");
    assert_eq!(rows[0][1..], ["2", "107", "8.9%"]);
    let groups = [
        (
            "nominated",
            vec![
                "Nominations",
                "Supports",
                "Decided",
                "Decided within the promise",
            ],
        ),
        (
            "agreed",
            vec![
                "Projects agreed",
                "Still agreed",
                "Scheduled",
                "In progress",
                "Paused",
                "Done",
                "Cancelled",
            ],
        ),
        (
            "completed",
            vec!["Projects completed", "Days to completion (median)"],
        ),
    ];
    for (stage, heads) in groups {
        vera.opens(&format!("{base}?stage={stage}")).await;
        let shown = vera.gets(200).page().heads();
        assert_eq!(shown[1..=heads.len()], heads, "{stage}");
    }
    // What is decided, supported and promised later changes no release.
    let later = "UPDATE nomination SET earlier_supports = 99, decided_at = submitted_at WHERE id = 2; \
                 UPDATE project SET stage = 'cancelled' WHERE id = 1;";
    publishes(world, later).await;
    assert_eq!(all_follows(world).await, 1);
    // Nor is any of it revised: people go on supporting and deciding.
    let rows = live_rows(&mut vera, &format!("{OF_OCTOBER}&by=month&stage=nominated")).await;
    assert_eq!(rows[0].1[1..], ["106", "2", "2"], "{rows:?}");
    assert_eq!(marked(&rows), []);
});

walk!(a_correction_is_a_revision_that_names_old_and_new, |world| {
    let (mut helen, mut hugo) = released(world).await;
    let mut vera = world.visitor("Vera");
    let base = format!("/figures/releases/{SLUG}");
    let first = text(&mut vera, &format!("{base}/figures.csv")).await;
    publishes(world, CORRECTION).await;
    assert_eq!(text(&mut vera, &format!("{base}/figures.csv")).await, first);
    drafts(&mut helen, "2026-10", "").await;
    helen.gets(422).sees("Say why it is revised");
    drafts(&mut helen, "2026-10", "One session was counted again").await;
    helen.gets(200).sees("Numbers that differ");
    checks(&mut helen).await;
    hugo.reads_letter(&format!("{WAITS}, revision 2")).await;
    hugo.opens("/staff").await;
    hugo.follows("Publish the release: Leicester, October 2026, revision 2")
        .await;
    hugo.presses("Publish for everybody").await;
    hugo.gets(200).is_at(&format!("{base}-r2"));
    hugo.sees("One session was counted again");
    // 12,000 minutes are 200 hours; 12,100 are 201.7.
    hugo.sees("All togetherHours worked200201.7 [r]");
    // At £12.71 an hour.
    hugo.sees("All togetherValue of the hours£2,542£2,563 [r]")
        .sees("What is counted")
        .sees("So a period can have hours and no offenders");
    let revisions = text(&mut vera, &format!("{base}-r2/revisions.csv")).await;
    assert_eq!(
        line(&revisions, "total,"),
        "total,total,All together,minutes_credited,12000,12100"
    );
    let second = text(&mut vera, &format!("{base}-r2/figures.csv")).await;
    assert!(
        line(&second, "total,").ends_with(",minutes_credited,2025"),
        "{second}"
    );
    assert!(line(&second, "total,").contains(",12100,2563,"), "{second}");
    // The first stays as it was, and says that there is a later one.
    assert_eq!(text(&mut vera, &format!("{base}/figures.csv")).await, first);
    vera.opens(&base).await;
    vera.sees("A later revision has replaced this one");
    vera.opens("/feeds/areas/E06000016.atom").await;
    vera.sees("figures revised").sees("figures published");
    assert_eq!(all_follows(world).await, 2);
});

/// The cells of a live table of Leicester's figures, those of each row without its name.
async fn live_rows(vera: &mut Actor<'_>, asked: &str) -> Vec<(String, Vec<String>)> {
    vera.opens(&format!("/figures?area={LEICESTER}&{asked}"))
        .await;
    let rows = vera.gets(200).page().table("Leicester");
    let parted = |row: Vec<String>| {
        row.split_first()
            .map(|(name, rest)| (name.clone(), rest.to_vec()))
    };
    rows.into_iter().filter_map(parted).collect()
}

fn marked(rows: &[(String, Vec<String>)]) -> Vec<(&str, &str)> {
    let mut found = vec![];
    for (name, row) in rows {
        let cells = row.iter().filter(|cell| cell.contains("[r]"));
        found.extend(cells.map(|cell| (name.as_str(), cell.as_str())));
    }
    found
}

/// The rows of a live table as CSV, as JSON and from the API in which numbers are said to be revised, by code,
/// with the names of those numbers: the same in each.
async fn revised_in_files(vera: &mut Actor<'_>, asked: &str) -> Vec<(String, String)> {
    let asked = format!("area={LEICESTER}&{asked}");
    let csv = text(vera, &format!("/figures.csv?{asked}")).await;
    let header = csv.lines().next().expect("a header");
    assert!(
        header.ends_with(",standing,revised,revised_since,ward_sets"),
        "{header}"
    );
    let row = |line: &str| {
        let fields: Vec<&str> = line.rsplitn(4, ',').collect();
        let code = line.split(',').next().expect("a code");
        // Which release is named wherever some number is, and nowhere else.
        let since = if fields[2].is_empty() { "" } else { SLUG };
        assert_eq!(fields[1], since, "{line}");
        (code.to_string(), fields[2].to_string())
    };
    let of_csv: Vec<(String, String)> = csv.lines().skip(1).map(row).collect();
    let by = asked.rsplit_once("by=").expect("cut").1;
    let from_json = |json: &serde_json::Value| {
        let rows = json["rows"].as_array().expect("rows").iter();
        let row = |row: &serde_json::Value| {
            let names = row["revised"].as_array().expect("names").iter();
            let names: Vec<&str> = names.filter_map(|name| name.as_str()).collect();
            assert_eq!(
                row["revised_since"].as_str(),
                (!names.is_empty()).then_some(SLUG)
            );
            let code = row[format!("{by}_code")].as_str().unwrap_or("total");
            (code.to_string(), names.join(" "))
        };
        let rows: Vec<(String, String)> = rows.map(row).collect();
        [rows, vec![row(&json["total"])]].concat()
    };
    for path in ["/figures.json", "/api/v1/figures"] {
        let json: serde_json::Value =
            serde_json::from_str(&text(vera, &format!("{path}?{asked}")).await).expect("JSON");
        assert_eq!(from_json(&json), of_csv, "{path}");
    }
    let revised = of_csv.into_iter().filter(|(_, names)| !names.is_empty());
    revised.collect()
}

const OF_OCTOBER: &str = "from=2026-10-01&to=2026-10-31";

walk!(
    a_live_number_that_was_put_right_stands_beside_what_the_release_said,
    |world| {
        let (mut helen, mut hugo) = released(world).await;
        let mut vera = world.visitor("Vera");
        for by in ["month", "year", "area", "category", "origin"] {
            let rows = live_rows(&mut vera, &format!("{OF_OCTOBER}&by={by}")).await;
            assert_eq!(marked(&rows), [], "it reads as in the release: {by}");
            let asked = format!("{OF_OCTOBER}&by={by}");
            assert_eq!(revised_in_files(&mut vera, &asked).await, [], "{by}");
            vera.sees_no("Revised since a council’s release");
        }
        publishes(world, CORRECTION).await;
        // 12,000 minutes are 200 hours; 12,100 are 201.7.
        let rows = live_rows(&mut vera, "by=month").await;
        let revised = [
            ("October 2026", "201.7 [r]"),
            ("October 2026", "£2,563 [r]"),
        ];
        assert_eq!(marked(&rows), revised);
        vera.sees("Revised since a council’s release")
            .sees("October 2026: Hours worked 200 in the release, now 201.7; Value of the hours £2,542 in the release, now £2,563.")
            .sees("The release: Leicester, October 2026.");
        let release = format!("/figures/releases/{SLUG}");
        assert!(vera.page().links().contains(&release));
        // Files name what is counted; its hours and their value follow from it.
        let named = |code: &str| (code.to_string(), "minutes_credited".to_string());
        assert_eq!(
            revised_in_files(&mut vera, "by=month").await,
            [named("2026-10")]
        );
        // No release is of the year or of all the time.
        for by in ["year", "category"] {
            assert_eq!(
                marked(&live_rows(&mut vera, &format!("by={by}")).await),
                [],
                "{by}"
            );
            assert_eq!(
                revised_in_files(&mut vera, &format!("by={by}")).await,
                [],
                "{by}"
            );
        }
        let total = [("Total", "201.7 [r]"), ("Total", "£2,563 [r]")];
        let litter = [
            ("Litter and clearance", "51.7 [r]"),
            ("Litter and clearance", "£656 [r]"),
        ];
        let rows = live_rows(&mut vera, &format!("{OF_OCTOBER}&by=category")).await;
        assert_eq!(marked(&rows), [litter, total].concat());
        assert_eq!(
            revised_in_files(&mut vera, &format!("{OF_OCTOBER}&by=category")).await,
            [named("litter"), named("total")]
        );
        // Of rows that withhold their hours nothing is told, neither what moved nor what was said.
        let rows = live_rows(&mut vera, &format!("{OF_OCTOBER}&by=area")).await;
        let withheld = |(_, row): &&(String, Vec<String>)| row.contains(&"[c]".to_string());
        assert!(rows.iter().filter(withheld).count() > 1, "{rows:?}");
        assert_eq!(marked(&rows), total);
        assert_eq!(
            revised_in_files(&mut vera, &format!("{OF_OCTOBER}&by=area")).await,
            [named("total")]
        );
        // A draft says nothing to anybody; the newest revision is what counts.
        drafts(&mut helen, "2026-10", "One session was counted again").await;
        assert_eq!(marked(&live_rows(&mut vera, "by=month").await), revised);
        checks(&mut helen).await;
        hugo.reads_letter(WAITS).await;
        hugo.opens(&format!("/staff/releases/{SLUG}-r2")).await;
        hugo.presses("Publish for everybody").await;
        hugo.gets(200);
        assert_eq!(marked(&live_rows(&mut vera, "by=month").await), []);
        vera.sees_no("Revised since a council’s release");
        assert_eq!(revised_in_files(&mut vera, "by=month").await, []);
    }
);

walk!(
    what_was_withheld_in_a_release_is_not_told_when_it_is_shown_later,
    |world| {
        released(world).await;
        let mut vera = world.visitor("Vera");
        let walls = "E05010458";
        let more = "
            INSERT INTO session_return (id, session_key, number, project_id, day, starts, ends, status, attending,
                new_to_project, minutes_offered, minutes_credited, recorded_at) VALUES
                (7, 'k7', 1, 3, '2026-10-21', 570, 930, 'held', 40, 40, 14400, 14400, '2026-11-22T09:30:00.000000Z');
            INSERT INTO session_in_force (session_key, return_id, project_id, day, starts, ends) VALUES
                ('k7', 7, 3, '2026-10-21', 570, 930);";
        publishes(world, more).await;
        let page = format!("/figures/releases/{SLUG}");
        vera.opens(&page).await;
        let frozen = vera.gets(200).page().table("Leicester, October 2026");
        assert!(!frozen.is_empty());
        // The chart of wards does not read as if nothing had been done.
        vera.sees("numbers are withheld [c]")
            .sees("It does not mean that nothing was done.");
        let rows = live_rows(
            &mut vera,
            &format!("{OF_OCTOBER}&by=area&stage=in-progress"),
        )
        .await;
        let file = text(&mut vera, &format!("{page}/figures.csv")).await;
        let said = line(&file, &format!("area,{walls},"));
        assert!(said.contains("[c]"), "{said}");
        // What either side withholds has no mark. Sessions are never withheld, so they are told.
        for (name, row) in &rows {
            for cell in row.iter().filter(|cell| cell.starts_with("[c]")) {
                assert_eq!(cell, "[c]", "{name}");
            }
        }
        let of_wards: Vec<_> = marked(&rows)
            .into_iter()
            .filter(|(name, _)| *name != "Total")
            .collect();
        assert_eq!(of_wards.len(), 1, "{rows:?}");
        assert_eq!(of_wards[0].1, "3 [r]");
        let files = revised_in_files(&mut vera, &format!("{OF_OCTOBER}&by=area")).await;
        let of_wards: Vec<_> = files.iter().filter(|(code, _)| code != "total").collect();
        assert_eq!(
            of_wards,
            [&(walls.to_string(), "sessions_held".to_string())]
        );
    }
);

walk!(
    what_changed_since_it_was_seen_is_neither_checked_nor_published,
    |world| {
        publishes(world, OCTOBER).await;
        let (mut helen, mut hugo) = officers(world).await;
        drafts(&mut helen, "2026-10", "").await;
        // The figures move while the page is open.
        publishes(world, CORRECTION).await;
        helen.fills("findings", "All is well").fills("sure", "yes");
        helen.presses("It is right").await;
        helen
            .gets(409)
            .sees("Something changed since you opened the page")
            .sees("All is well");
        checks(&mut helen).await;
        hugo.reads_letter(WAITS).await;
        // Something waits for the next publication.
        world
            .place()
            .runs("INSERT INTO dirty_project (project_id) VALUES (1)")
            .await;
        hugo.opens(&format!("/staff/releases/{SLUG}")).await;
        hugo.sees("Something was recorded for this council since");
        hugo.presses("Publish for everybody").await;
        hugo.gets(409)
            .sees("Something was recorded for this council");
        // And then it is in the figures, but nobody has checked them.
        publishes(
            world,
            "INSERT INTO session_return (id, session_key, number, project_id, day, starts, ends, status, attending,
                 new_to_project, minutes_offered, minutes_credited, recorded_at) VALUES
                 (6, 'k6', 1, 2, '2026-10-20', 570, 930, 'held', 9, 0, 3240, 3000, '2026-11-22T09:30:00.000000Z');
             INSERT INTO session_in_force (session_key, return_id, project_id, day, starts, ends) VALUES
                 ('k6', 6, 2, '2026-10-20', 570, 930);",
        )
        .await;
        hugo.opens(&format!("/staff/releases/{SLUG}")).await;
        hugo.presses("Publish for everybody").await;
        hugo.gets(409).sees("have changed since this was checked");
        hugo.opens(&format!("/staff/releases/{SLUG}")).await;
        hugo.presses("Send back").await;
        hugo.gets(200).sees("Check the release");
        let letter =
            helen.reads_letter("Figures sent back to be checked again: Leicester, October 2026");
        let letter = letter.await;
        assert!(letter.body.contains("/staff/releases/e06000016-2026-10"));
        // A page from before it was sent back is stale.
        checks(&mut hugo).await;
        helen.reads_letter(WAITS).await;
        let late = [
            ("version".to_string(), "2".to_string()),
            ("csrf".into(), token(&hugo)),
        ];
        hugo.sends(&format!("/staff/releases/{SLUG}/back"), &late)
            .await;
        hugo.gets(409);
        helen.opens(&format!("/staff/releases/{SLUG}")).await;
        helen.presses("Publish for everybody").await;
        helen.gets(200).is_at(&format!("/figures/releases/{SLUG}"));
        assert_eq!(all_follows(world).await, 1);
    }
);

walk!(a_draft_of_other_months_revises_nothing, |world| {
    let (mut helen, _) = released(world).await;
    drafts(&mut helen, "2026-09", "").await;
    helen.gets(200).sees("no number here corrects another");
    let rows = helen.page().table("This period beside the other");
    assert!(!rows.is_empty());
    assert!(rows.concat().iter().all(|cell| !cell.contains("[r]")));
    publishes(world, CORRECTION).await;
    drafts(&mut helen, "2026-10", "Counted again").await;
    let rows = helen.gets(200).page().table("Numbers that differ");
    assert!(!rows.is_empty());
    assert!(rows.iter().all(|row| row[3].ends_with("[r]")), "{rows:?}");
});

walk!(a_month_that_does_not_read_is_asked_for_again, |world| {
    let (mut helen, _) = officers(world).await;
    for (month, year, field, words) in [
        (
            "13",
            "2026",
            "month-month",
            "Write the month as a number from 1 to 12",
        ),
        (
            "10",
            "26",
            "month-year",
            "Write the year with four digits, like 2026",
        ),
        ("11", "2026", "month-month", "The period must be over"),
    ] {
        drafts(&mut helen, &format!("{year}-{month}"), "Counted again").await;
        helen.gets(422).sees(words);
        let page = &helen.page().text;
        assert!(page.contains(&format!("href=\"#{field}\"")), "{page}");
        for typed in [month, year] {
            assert!(page.contains(&format!("value=\"{typed}\"")), "{typed}");
        }
        helen.sees("Counted again");
    }
    // A page that was open since before the month had two boxes.
    let (path, _, mut fields) = helen.would_send("Draft the release");
    fields.retain(|(name, _)| !name.starts_with("month-"));
    fields.push(("month".into(), "2026-10".into()));
    helen.sends(&path, &fields).await;
    helen.gets(303);
    assert_eq!(world.counts("SELECT COUNT(*) FROM release").await, 1);
});

walk!(a_draft_sent_twice_is_one_and_can_be_thrown_away, |world| {
    publishes(world, OCTOBER).await;
    let (mut helen, mut hugo) = officers(world).await;
    helen.opens("/staff/releases/new").await;
    helen.fills("length", "month");
    helen.fills("month-month", "10").fills("month-year", "2026");
    let (path, _, fields) = helen.would_send("Draft the release");
    for _ in 0..2 {
        helen.sends(&path, &fields).await;
        helen.gets(303);
    }
    assert_eq!(world.counts("SELECT COUNT(*) FROM release").await, 1);
    drafts(&mut hugo, "2026-10", "").await;
    hugo.gets(422).sees("There is a draft of this already");
    hugo.opens(&format!("/staff/releases/{SLUG}")).await;
    hugo.presses("Throw the draft away").await;
    hugo.gets(200).is_at("/staff/releases");
    assert_eq!(world.counts("SELECT COUNT(*) FROM release").await, 0);
});

walk!(
    what_was_published_cannot_be_changed_and_a_forgery_is_found,
    |world| {
        released(world).await;
        let connection = world.place().connect().await;
        let tamper = "UPDATE release_row SET offenders = 33 WHERE cut = 'total'";
        let others = [
            tamper,
            "DELETE FROM release_file",
            "DELETE FROM release_counted",
            "UPDATE release SET note = 'other'",
            "DELETE FROM release_row",
        ];
        for sql in others {
            assert!(connection.execute_unprepared(sql).await.is_err(), "{sql}");
        }
        let on = match connection.get_database_backend() {
            DbBackend::Postgres => " ON release_row",
            _ => "",
        };
        let drop = format!("DROP TRIGGER release_row_stays{on}");
        for sql in [drop.as_str(), tamper] {
            connection.execute_unprepared(sql).await.expect(sql);
        }
        connection.close().await.expect("closed");
        let conn = world.desk().db.read();
        let (_, differences) = releases::verify(&conn).await.expect("verified");
        assert_eq!(differences.len(), 2, "{differences:#?}");
        assert!(differences[0].contains("total total"), "{differences:#?}");
        assert!(differences[1].contains("its files"), "{differences:#?}");
    }
);

walk!(
    a_release_of_months_that_can_have_no_records_is_refused,
    |world| {
        publishes(world, OCTOBER).await;
        let (mut helen, _) = officers(world).await;
        for month in ["1066-10", "1972-12"] {
            drafts(&mut helen, month, "").await;
            helen
                .gets(422)
                .sees("There was no Community Payback before 1973");
        }
        // A month that can have records and has none is drafted, and said to have none before anybody signs it off.
        drafts(&mut helen, "1973-01", "").await;
        helen
            .gets(200)
            .sees("Nothing recorded: 1")
            .sees("Is it the right council");
        helen.fills("sure", "yes");
        helen.presses("It is right").await;
        helen
            .gets(422)
            .sees("Say what you found when you looked at the list above");
        drafts(&mut helen, "2026-10", "").await;
        helen.gets(200).sees_no("Nothing recorded");
    }
);

walk!(
    a_row_that_stands_in_a_release_says_so_on_the_page_and_in_every_file,
    |world| {
        released(world).await;
        let mut vera = world.visitor("Vera");
        // By month of Leicester: that of the agreement stands in no release, October in one, all together in none.
        let asked = format!("area={LEICESTER}&by=month");
        let wanted = [
            ("September 2026", "provisional"),
            ("October 2026", "published"),
            ("Total", "provisional"),
        ];
        vera.opens(&format!("/figures?{asked}")).await;
        let rows = vera.gets(200).page().table("Projects, sessions");
        let csv = text(&mut vera, &format!("/figures.csv?{asked}")).await;
        let mut reader = csv::Reader::from_reader(csv.as_bytes());
        let at = reader
            .headers()
            .expect("names")
            .iter()
            .position(|name| name == "standing");
        let records: Vec<csv::StringRecord> =
            reader.records().map(|row| row.expect("a row")).collect();
        for (place, (name, standing)) in wanted.iter().enumerate() {
            let mark = if *standing == "provisional" {
                " [p]"
            } else {
                ""
            };
            assert_eq!(rows[place][0], format!("{name}{mark}"));
            assert_eq!(
                records[place].get(at.expect("the field")),
                Some(*standing),
                "{name}"
            );
        }
        for path in ["/figures.json", "/api/v1/figures"] {
            let of = |text: String| serde_json::from_str::<serde_json::Value>(&text).expect("JSON");
            let json = of(text(&mut vera, &format!("{path}?{asked}")).await);
            assert_eq!(json["rows"][0]["standing"], "provisional", "{path}");
            assert_eq!(json["rows"][1]["standing"], "published", "{path}");
            assert_eq!(json["total"]["standing"], "provisional", "{path}");
            let october = format!("{path}?{asked}&{OF_OCTOBER}");
            let json = of(text(&mut vera, &october).await);
            assert_eq!(json["rows"][0]["standing"], "published", "{path}");
            assert_eq!(json["total"]["standing"], "published", "{path}");
        }
        // The API says of a whole answer what holds of every row.
        for (asked, standing) in [
            (asked.clone(), "provisional"),
            (format!("{asked}&{OF_OCTOBER}"), "published"),
        ] {
            let json = text(&mut vera, &format!("/api/v1/figures?{asked}")).await;
            let json: serde_json::Value = serde_json::from_str(&json).expect("JSON");
            assert_eq!(json["standing"], standing, "{asked}");
        }
    }
);

walk!(
    months_of_two_periods_are_not_held_against_each_other,
    |world| {
        publishes(world, OCTOBER).await;
        let (mut helen, mut hugo) = officers(world).await;
        let quarter = async |helen: &mut Actor<'_>, month: &str| {
            helen.opens("/staff/releases/new").await;
            helen.fills("length", "quarter");
            helen
                .fills("month-month", month)
                .fills("month-year", "2026");
            helen.presses("Draft the release").await;
            helen.gets(200);
        };
        quarter(&mut helen, "4").await;
        checks(&mut helen).await;
        let waits = format!("{WAITS_FOR} Leicester, April 2026 to June 2026");
        hugo.reads_letter(&waits).await;
        hugo.opens("/staff/releases/e06000016-2026-04-to-2026-06")
            .await;
        hugo.presses("Publish for everybody").await;
        hugo.gets(200);
        quarter(&mut helen, "7").await;
        let rows = helen.page().table("This period beside the other");
        // A project was agreed in September, and none in the spring: altogether, of its kind, its origin and its ward.
        let agreed: Vec<&Vec<String>> = rows
            .iter()
            .filter(|row| row[1] == "Projects agreed")
            .collect();
        assert_eq!(agreed.len(), 4, "{rows:?}");
        for row in &agreed {
            assert_eq!(row[2..], ["0", "1"], "{rows:?}");
        }
        assert!(
            rows.iter().all(|row| !row[0].starts_with("Month")),
            "{rows:?}"
        );
    }
);
