//! A round from its draft to a project, by the clock and by two officers.

use crate::laid::{self, option};
use crate::secrecy::at_rest::until_emptied;
use crate::secrecy::reading::files;
use crate::world::{Actor, World};
use chrono::Duration;
use payback_panel::actions::Person;
use payback_panel::actions::ballots::announcing;
use payback_panel::actions::ballots::counting::{Brought, Counting, count};
use payback_panel::actions::ballots::declaring::declare;
use payback_panel::domain::ballots::merkle::file_digest;
use payback_panel::domain::ballots::publication::{BALLOTS, REGISTER_TOTALS, RESULT};
use payback_panel::domain::ballots::verification;
use payback_panel::domain::policy::Role;
use payback_panel::jobs;
use payback_panel::store::ballots::{self, outcome};
use payback_panel::store::nominations;
use sea_orm::{ConnectionTrait, Statement};

const LEICESTER: &str = "E06000016";

async fn officer<'w>(world: &'w World, name: &str) -> Actor<'w> {
    world.staff(name, Role::Council, LEICESTER).await
}

async fn time_passes(world: &World, time: Duration) {
    world.passes(time);
    jobs::catch_up(world.desk()).await.expect("the jobs run");
}

async fn state(world: &World, slug: &str) -> &'static str {
    laid::round(world, slug).await.state.code()
}

/// Fills a draft in: it opens on 1 December and closes on 15 December 2026.
fn fills_draft(officer: &mut Actor<'_>) {
    officer
        .fills("shortlist", "1")
        .fills("title", "Which place next?");
    for (field, value) in [
        ("opens-day", "1"),
        ("opens-month", "12"),
        ("opens-year", "2026"),
        ("opens-time", "09:00"),
        ("closes-day", "15"),
        ("closes-month", "12"),
        ("closes-year", "2026"),
        ("closes-time", "17:00"),
    ] {
        officer.fills(field, value);
    }
}

async fn stage_of(world: &World, number: i64) -> &'static str {
    let reference = format!("LC-2026-{number:04}");
    let found = nominations::by_reference(&world.desk().db.read(), &reference).await;
    let found = found.expect("it reads").expect("a nomination");
    found.nomination.stage.code()
}

walk!(two_who_take_the_same_step_at_once_take_it_once, |world| {
    let slug = laid::drafted(world).await;
    let version = laid::round(world, &slug).await.version;
    let person = Person::operator();
    let announces = || announcing::announce(world.desk(), &person, &slug, version);
    let (one, other) = tokio::join!(announces(), announces());
    assert_eq!((one, other), (Ok(()), Ok(())));
    let told = "SELECT COUNT(*) FROM audit WHERE kind = 'round-announced'";
    assert_eq!(world.counts(told).await, 1);
    // Somebody who read an older draft announced something else.
    let stale = announcing::announce(world.desk(), &person, &slug, version - 1).await;
    assert!(stale.is_err());
});

walk!(a_round_goes_from_draft_to_project, |world| {
    laid::shortlist(world).await;
    world.leaves_letters();
    let mut helen = officer(world, "Helen").await;
    let mut yusuf = officer(world, "Yusuf").await;
    helen.opens("/staff/rounds/new?shortlist=1").await;
    fills_draft(&mut helen);
    helen.presses("Save the draft").await;
    helen
        .gets(200)
        .is_at("/staff/rounds/which-place-next")
        .sees("The rules are complete")
        .sees("1 December 2026 at 9:00am");
    let mut rita = world.visitor("Rita");
    rita.opens("/votes/which-place-next").await;
    rita.gets(404);

    helen.presses_twice("Announce the vote").await;
    helen.gets(200).sees("It opens by itself");
    rita.opens("/votes/which-place-next").await;
    rita.gets(200)
        .sees("The vote opens on 1 December 2026 at 9:00am");
    rita.opens("/votes/which-place-next/rule-sheet.json").await;
    rita.gets(200).sees("\"method\":\"plurality\"");
    let rules = rita.page().text.clone();

    // Nine in the morning in London on 1 December, nobody at a screen.
    time_passes(world, Duration::days(9)).await;
    assert_eq!(state(world, "which-place-next").await, "open");
    let round = laid::round(world, "which-place-next").await;
    laid::votes(world, &round, &[(1, 9), (2, 15), (3, 7), (0, 2)]).await;
    helen.opens("/staff/rounds/which-place-next").await;
    helen.sees("Votes in the box33");
    for path in ["/votes/which-place-next", "/votes", "/votes.csv"] {
        rita.opens(path).await;
        rita.gets(200).sees_no("33").sees_no("15 votes");
    }

    time_passes(world, Duration::days(15)).await;
    assert_eq!(state(world, "which-place-next").await, "closed");
    helen.opens("/staff/rounds/which-place-next").await;
    helen.presses_twice("Count the votes").await;
    helen
        .gets(200)
        .sees("33 votes in the box, 31 for a place, 2 blank, 0 rejected")
        .sees("another officer must declare");
    rita.opens("/votes/which-place-next").await;
    rita.sees("The votes are being counted")
        .sees_no("Place number 2 won");
    rita.opens("/votes/which-place-next/ballots.csv").await;
    rita.gets(404);

    yusuf.opens("/staff/rounds/which-place-next").await;
    yusuf.presses_twice("Declare the result").await;
    for kind in ["round-announced", "round-counted", "round-declared"] {
        let told = format!("SELECT COUNT(*) FROM audit WHERE kind = '{kind}'");
        assert_eq!(world.counts(&told).await, 1, "{kind}");
    }
    yusuf.gets(200);
    rita.opens("/votes/which-place-next/result").await;
    rita.gets(200)
        .sees("Place number 2 won the vote")
        .sees("33 people voted; 31 for a place, 2 blank")
        .sees("Turnoutless than 1% of the 300,000 people who live in Leicester, of all ages")
        .sees("simple mode")
        .sees("6 more than the next, Place number 1");
    rita.opens("/votes").await;
    rita.sees("Past votes").sees("Which place next?");
    assert_eq!(stage_of(world, 2).await, "project");
    assert_eq!(stage_of(world, 1).await, "assessed");
    checks_out(world, "which-place-next").await;
    names_itself(&mut rita, "/votes/which-place-next", &rules).await;
});

/// The downloaded rules give the vote its id, byte for byte: the same before it opened and now, and the same as the
/// list of digests says.
async fn names_itself(rita: &mut Actor<'_>, vote: &str, rules: &str) {
    let digest = file_digest(rules.as_bytes());
    rita.opens(&format!("{vote}/rule-sheet.json")).await;
    assert_eq!(rita.page().text, rules);
    for name in [RESULT, REGISTER_TOTALS] {
        rita.opens(&format!("{vote}/{name}")).await;
        rita.sees(&format!("\"round_id\":\"{}\"", &digest[..20]));
    }
    rita.opens(&format!("{vote}/SHA256SUMS")).await;
    let sums = &rita.page().text;
    assert!(
        sums.contains(&format!("{digest}  rule-sheet.json\n")),
        "{sums}"
    );
}

/// What anybody checks from the published files alone.
pub async fn checks_out(world: &World, slug: &str) {
    let conn = world.desk().db.read();
    let round = laid::round(world, slug).await;
    let mut files = vec![];
    for name in outcome::file_names(&conn, round.id).await.expect("names") {
        let file = outcome::file(&conn, round.id, &name)
            .await
            .expect("it reads");
        files.push(file.expect("a file"));
    }
    let checks = verification::verify(|name| {
        let file = files.iter().find(|file| file.name == name);
        Ok(file.map(|file| file.content.clone().into_bytes()))
    });
    assert!(verification::holds(&checks), "{checks:#?}");
}

walk!(the_officer_who_counted_cannot_declare, |world| {
    let round = laid::open_round(world).await;
    world.leaves_letters();
    laid::votes(world, &round, &[(1, 2), (2, 1)]).await;
    time_passes(world, Duration::days(11)).await;
    let mut helen = officer(world, "Helen").await;
    helen.opens("/staff/rounds/next-place").await;
    let (_, _, mut form) = helen.would_send("Count the votes");
    helen.presses("Count the votes").await;
    form.retain(|(name, _)| name != "version");
    let version = laid::round(world, "next-place").await.version;
    form.push(("version".into(), version.to_string()));
    helen.sends("/staff/rounds/next-place/declare", &form).await;
    helen.gets(422).sees("another officer must declare");
    assert_eq!(state(world, "next-place").await, "counted");
});

walk!(
    whoever_runs_the_program_cannot_count_and_declare_alone,
    |world| {
        let round = laid::open_round(world).await;
        world.leaves_letters();
        laid::votes(world, &round, &[(1, 2), (2, 1)]).await;
        time_passes(world, Duration::days(11)).await;
        let (desk, operator) = (world.desk(), Person::operator());
        let version = laid::round(world, "next-place").await.version;
        let counted = count(desk, &operator, "next-place", version, Brought::default()).await;
        assert_eq!(counted.expect("it is counted"), Counting::Whole);
        let version = laid::round(world, "next-place").await.version;
        let refused = declare(desk, &operator, "next-place", version).await;
        let refused = refused.expect_err("one person alone");
        let told = format!("{refused:?}");
        assert!(told.contains("another officer must declare"), "{told}");
        assert_eq!(state(world, "next-place").await, "counted");
        // An officer is another person.
        let mut helen = officer(world, "Helen").await;
        helen.opens("/staff/rounds/next-place").await;
        helen.presses("Declare the result").await;
        helen.gets(200);
        assert_eq!(state(world, "next-place").await, "declared");
    }
);

walk!(officers_of_another_council_are_kept_out, |world| {
    laid::announced(world).await;
    let mut fiona = world.staff("Fiona", Role::Council, "E06000017").await;
    fiona.opens("/staff/rounds").await;
    fiona.gets(200).sees_no("Which place next?");
    fiona.opens("/staff/rounds/next-place").await;
    fiona.gets(403);
    fiona.opens("/staff/rounds/new").await;
    fiona.sees("There is no shortlist to vote on");
    fiona.opens("/staff/panels/new").await;
    let csrf = fiona.page().value("csrf").expect("a token");
    for step in ["announce", "abandon", "count", "declare"] {
        let form = [
            ("csrf".to_string(), csrf.clone()),
            ("version".into(), "2".into()),
            ("reason".into(), "Ours".into()),
        ];
        fiona
            .sends(&format!("/staff/rounds/next-place/{step}"), &form)
            .await;
        fiona.gets(403);
    }
    // A draft of another council is no business of theirs at all.
    world
        .place()
        .runs("UPDATE round SET state = 'draft', announced_at = NULL")
        .await;
    fiona.opens("/staff/rounds/next-place").await;
    fiona.gets(404);
    let mut probation = world.staff("Priya", Role::Probation, LEICESTER).await;
    probation.opens("/staff/rounds").await;
    probation.gets(403);
});

walk!(
    a_round_that_nobody_looked_after_opens_and_closes_at_once,
    |world| {
        laid::announced(world).await;
        time_passes(world, Duration::hours(23)).await;
        assert_eq!(state(world, "next-place").await, "announced");
        time_passes(world, Duration::hours(1)).await;
        assert_eq!(state(world, "next-place").await, "open");
        // The clock goes back: what was opened stays open, and is not closed twice.
        time_passes(world, Duration::hours(-5)).await;
        assert_eq!(state(world, "next-place").await, "open");
        time_passes(world, Duration::days(40)).await;
        assert_eq!(state(world, "next-place").await, "closed");
        let db = &world.desk().db;
        let secret = ballots::casting::receipt_secret(db, 1).await;
        assert_eq!(secret, Ok(None));
        let held = ballots::held_key(&db.read(), 1).await;
        assert!(held.expect("it reads").is_some());
        // Going back before the closing never opens it again, for the clock or for a voter.
        time_passes(world, Duration::days(-35)).await;
        assert_eq!(state(world, "next-place").await, "closed");
        let mut rita = world.visitor("Rita");
        rita.opens("/votes/next-place").await;
        rita.gets(200).sees_no("Continue");
    }
);

walk!(
    a_tie_stops_the_count_until_the_public_value_is_typed,
    |world| {
        let round = laid::open_round(world).await;
        world.leaves_letters();
        laid::votes(world, &round, &[(1, 10), (2, 10), (3, 4)]).await;
        time_passes(world, Duration::days(11)).await;
        let mut helen = officer(world, "Helen").await;
        helen.opens("/staff/rounds/next-place").await;
        helen.presses("Count the votes").await;
        helen
            .gets(422)
            .sees("The count ends in a tie between Place number 1 and Place number 2");
        assert_eq!(state(world, "next-place").await, "closed");
        helen.fills("value", "3 11 20 27 41 56");
        helen.presses("Count the votes").await;
        helen.gets(200).sees("24 votes in the box");
        let mut yusuf = officer(world, "Yusuf").await;
        yusuf.opens("/staff/rounds/next-place").await;
        yusuf.presses("Declare the result").await;
        let mut rita = world.visitor("Rita");
        rita.opens("/votes/next-place/result").await;
        rita.gets(200).sees("3 11 20 27 41 56").sees("won the vote");
        checks_out(world, "next-place").await;
    }
);

walk!(a_small_poll_shows_totals_only, |world| {
    let round = laid::open_round(world).await;
    world.leaves_letters();
    laid::votes(world, &round, &[(1, 3), (2, 16)]).await;
    time_passes(world, Duration::days(11)).await;
    counted_and_declared(world).await;
    let mut rita = world.visitor("Rita");
    rita.opens("/votes/next-place/result").await;
    rita.gets(200)
        .sees("Place number 2 won the vote")
        .sees("There were fewer than 20 votes to count")
        .sees_no("16 votes");
    rita.opens("/votes/next-place/find").await;
    assert_eq!(rita.page().path, "/votes/next-place/result");
    rita.gets(200).sees("No list is published for this vote");
    rita.opens(&format!("/votes/next-place/{BALLOTS}")).await;
    rita.gets(404);
    rita.opens(&format!("/votes/next-place/{RESULT}")).await;
    rita.gets(200).sees_no("\"16\"");
    rita.opens(&format!("/votes/next-place/{REGISTER_TOTALS}"))
        .await;
    rita.gets(200)
        .sees("\"voted\":19")
        .sees("\"wards_declared\":null");
    checks_out(world, "next-place").await;
});

async fn counted_and_declared(world: &World) {
    let mut helen = officer(world, "Helen").await;
    let mut yusuf = officer(world, "Yusuf").await;
    helen.opens("/staff/rounds/next-place").await;
    helen.presses("Count the votes").await;
    helen.gets(200);
    yusuf.opens("/staff/rounds/next-place").await;
    yusuf.presses("Declare the result").await;
    yusuf.gets(200);
}

async fn number(world: &World, sql: &str) -> i64 {
    let connection = world.place().connect().await;
    let backend = connection.get_database_backend();
    let row = connection
        .query_one_raw(Statement::from_string(backend, sql))
        .await;
    let row = row.expect(sql).expect("a row");
    let number = row.try_get_by_index::<i64>(0).expect("a number");
    connection.close().await.expect("close");
    number
}

walk!(
    declaring_empties_the_box_and_the_key_follows_after_the_objection_period,
    |world| {
        let round = laid::open_round(world).await;
        world.leaves_letters();
        laid::votes(world, &round, &[(1, 12), (2, 10)]).await;
        time_passes(world, Duration::days(11)).await;
        assert_eq!(number(world, "SELECT COUNT(*) FROM ballot_box").await, 22);
        let before = outcome::sealed(&world.desk().db.read(), round.id)
            .await
            .expect("it reads");
        counted_and_declared(world).await;
        assert_eq!(number(world, "SELECT COUNT(*) FROM ballot_box").await, 0);
        assert_eq!(
            number(world, "SELECT COUNT(*) FROM voter_register").await,
            22
        );
        until_emptied(world).await;
        let bytes = files(world).await;
        for sealed in &before {
            assert!(
                !contains(&bytes, sealed),
                "a sealed ballot lives on in the file"
            );
        }
        let held = "SELECT COUNT(*) FROM round WHERE held_key IS NOT NULL";
        assert_eq!(number(world, held).await, 1);
        time_passes(world, Duration::days(20)).await;
        assert_eq!(number(world, held).await, 1);
        time_passes(world, Duration::days(1)).await;
        assert_eq!(number(world, held).await, 0);
    }
);

fn contains(bytes: &[u8], part: &[u8]) -> bool {
    bytes.windows(part.len()).any(|window| window == part)
}

walk!(a_draft_with_mistakes_keeps_what_was_typed, |world| {
    laid::shortlist(world).await;
    let mut helen = officer(world, "Helen").await;
    helen.opens("/staff/rounds/new").await;
    helen
        .fills("opens-day", "31")
        .fills("opens-month", "2")
        .fills("opens-year", "2027");
    helen.fills("closes-time", "25:00");
    helen.presses("Save the draft").await;
    helen
        .gets(422)
        .sees("Pick an agreed shortlist")
        .sees("Enter what the vote is about")
        .sees("Enter the day on which the vote opens")
        .sees("Enter a time, like 09:00");
    assert_eq!(helen.page().value("opens-day").as_deref(), Some("31"));
    assert_eq!(helen.page().value("closes-time").as_deref(), Some("25:00"));
    // The clocks skip half past one on 28 March 2027.
    for (field, value) in [
        ("shortlist", "1"),
        ("title", "Which place next?"),
        ("opens-day", "28"),
        ("opens-month", "3"),
        ("opens-time", "01:30"),
        ("closes-time", "17:00"),
    ] {
        helen.fills(field, value);
    }
    helen.presses("Save the draft").await;
    helen.gets(422).sees("The clocks go forward at this time");
});

walk!(
    a_shortlist_is_voted_on_once_unless_its_vote_was_given_up,
    |world| {
        laid::shortlist(world).await;
        let mut helen = officer(world, "Helen").await;
        let mut yusuf = officer(world, "Yusuf").await;
        for officer in [&mut helen, &mut yusuf] {
            officer.opens("/staff/rounds/new").await;
            fills_draft(officer);
        }
        helen.presses("Save the draft").await;
        helen.gets(200).is_at("/staff/rounds/which-place-next");
        // Yusuf picked the same list from a page that he opened before.
        let (path, _, form) = yusuf.would_send("Save the draft");
        yusuf.presses("Save the draft").await;
        yusuf
            .gets(422)
            .sees("The vote “Which place next?” has taken this shortlist. Pick another one");
        assert_eq!(
            yusuf.page().value("title").as_deref(),
            Some("Which place next?")
        );
        assert_eq!(world.counts("SELECT COUNT(*) FROM round").await, 1);
        helen.opens("/staff/rounds/new").await;
        helen.sees_no("Places for the next vote");
        helen.opens("/staff/panels/leicester/shortlists/1").await;
        helen
            .sees_no("Draft a vote from this shortlist")
            .follows("Which place next?")
            .await;
        helen.gets(200).is_at("/staff/rounds/which-place-next");
        // Given up, it leaves the list to the next.
        helen.fills("reason", "Another question fits better.");
        helen.presses("Give the vote up").await;
        helen.gets(200);
        helen.opens("/staff/panels/leicester/shortlists/1").await;
        helen.sees("Draft a vote from this shortlist");
        yusuf.sends(&path, &form).await;
        yusuf.gets(303);
        assert_eq!(world.counts("SELECT COUNT(*) FROM round").await, 2);
    }
);

walk!(of_two_officers_at_once_one_drafts_from_a_list, |world| {
    laid::shortlist(world).await;
    let (mut helen, mut yusuf) = (officer(world, "Helen").await, officer(world, "Yusuf").await);
    for officer in [&mut helen, &mut yusuf] {
        officer.opens("/staff/rounds/new").await;
        fills_draft(officer);
    }
    tokio::join!(
        helen.presses("Save the draft"),
        yusuf.presses("Save the draft")
    );
    let refused = [&helen, &yusuf]
        .into_iter()
        .filter(|officer| officer.page().status == 422)
        .count();
    assert_eq!(refused, 1);
    assert_eq!(world.counts("SELECT COUNT(*) FROM round").await, 1);
});

walk!(
    a_short_vote_is_refused_and_a_stale_draft_loses_nothing,
    |world| {
        laid::shortlist(world).await;
        let mut helen = officer(world, "Helen").await;
        let mut yusuf = officer(world, "Yusuf").await;
        helen.opens("/staff/rounds/new").await;
        helen.fills("shortlist", "1").fills("title", "Short");
        for (field, value) in [
            ("opens-day", "1"),
            ("opens-month", "12"),
            ("opens-year", "2026"),
            ("closes-day", "5"),
            ("closes-month", "12"),
            ("closes-year", "2026"),
        ] {
            helen.fills(field, value);
        }
        helen.presses("Save the draft").await;
        helen
            .gets(422)
            .sees("A vote must be open for at least 7 days");
        helen.fills("closes-day", "15");
        helen.presses("Save the draft").await;
        helen.gets(200).is_at("/staff/rounds/short");

        yusuf.opens("/staff/rounds/short/edit").await;
        helen.follows("Change the draft").await;
        helen.fills("title", "Helen's title");
        helen.presses("Save the draft").await;
        helen.gets(200).sees("Helen's title");
        yusuf.fills("title", "Yusuf's title");
        yusuf.presses("Save the draft").await;
        yusuf.gets(409).sees("Somebody changed this draft");
        assert_eq!(
            yusuf.page().value("title").as_deref(),
            Some("Yusuf's title")
        );
        yusuf.presses("Save the draft").await;
        yusuf.gets(200).sees("Yusuf's title");

        // Two officers announce at once: one does, the other is told.
        helen.opens("/staff/rounds/short").await;
        yusuf.opens("/staff/rounds/short").await;
        helen.presses("Announce the vote").await;
        helen.gets(200);
        yusuf.presses("Announce the vote").await;
        yusuf.gets(409);
        // What is announced cannot be changed, but it can be given up with a reason.
        yusuf.opens("/staff/rounds/short").await;
        yusuf.presses("Give the vote up").await;
        yusuf.gets(422).sees("Say why the vote is given up");
        yusuf.fills("reason", "The hall burned down.");
        yusuf.presses("Give the vote up").await;
        yusuf.gets(200);
        let mut rita = world.visitor("Rita");
        rita.opens("/votes/short").await;
        rita.gets(200)
            .sees("This vote was given up before it opened: The hall burned down.");
    }
);

walk!(the_vote_of_june_2009_counts_as_reported, |world| {
    world.leaves_letters();
    let read = |name: &str| {
        let file = concat!(env!("CARGO_MANIFEST_DIR"), "/seed-data/");
        std::fs::read_to_string(format!("{file}{name}")).expect(name)
    };
    let description = read("round-2009-06.json");
    let ballots = read("round-2009-06-ballots.csv");
    world
        .place()
        .runs("INSERT INTO panel (slug, name, area_code) VALUES ('leicester', 'Leicester panel', 'E06000016')")
        .await;
    for (number, option) in [
        (4, "scalpay"),
        (2, "spinney"),
        (7, "parade"),
        (13, "garden"),
        (12, "brook"),
    ] {
        world
            .place()
            .runs(&format!(
                "INSERT INTO nomination (reference, stage, title, category, description, place, council_code, \
                 submitted_at, moderated_at, decided_at, search) VALUES ('LC-2009-{number:04}', 'project', '{option}', \
                 'litter', '', '', 'E06000016', '2009-05-01T09:00:00.000000Z', '2009-05-01T09:00:00.000000Z', \
                 '2009-06-24T09:00:00.000000Z', '')"
            ))
            .await;
    }
    let operator = payback_panel::actions::Person::operator();
    let import = payback_panel::actions::ballots::importing::import_round;
    let slug = import(world.desk(), &operator, &description, &ballots)
        .await
        .expect("it is imported");
    let mut rita = world.visitor("Rita");
    rita.opens(&format!("/votes/{slug}/result")).await;
    rita.gets(200)
        .sees("The field around Scalpay Close and Beaumont Walk, Beaumont Leys won the vote")
        .sees("487")
        .sees("Invented for illustration")
        .sees("from before this service");
    checks_out(world, &slug).await;
    rita.follows("Find my vote").await;
    rita.gets(200).fills("receipt", "031p wsjw d258 dyq6");
    rita.presses("Find my vote").await;
    rita.gets(200)
        .sees("Your vote is in the list")
        .sees("fernholt-spinney");
    // The code stands in no address, and nobody keeps the answer.
    assert_eq!(rita.page().path, format!("/votes/{slug}/find"));
    assert_eq!(rita.page().headers["cache-control"], "no-store");
    rita.fills("receipt", "031P-WSJW-D258-DYQ7");
    rita.presses("Find my vote").await;
    rita.gets(200).sees("is not in the list");
    rita.fills("receipt", "no code");
    let (path, _, mut form) = rita.would_send("Find my vote");
    rita.presses("Find my vote").await;
    rita.gets(422)
        .sees("There is a problem")
        .sees("A receipt code has 16 letters and digits");
    assert_eq!(rita.page().value("receipt").as_deref(), Some("no code"));
    assert_eq!(rita.page().headers["cache-control"], "no-store");
    rita.fills("receipt", " ").presses("Find my vote").await;
    rita.gets(422).sees("Enter the code on your receipt");
    form.retain(|(name, _)| name != "csrf");
    rita.sends(&path, &form).await;
    rita.gets(403);
    // An address with a code in it is answered like one without.
    for page in ["result", "find"] {
        rita.opens(&format!("/votes/{slug}/{page}?receipt=031P-WSJW-D258-DYQ6"))
            .await;
        rita.gets(200)
            .sees_no("Your vote is in the list")
            .sees_no("031P-WSJW-D258-DYQ6");
    }
    // Twice is refused, and a description that its ballots do not bear out.
    assert!(
        import(world.desk(), &operator, &description, &ballots)
            .await
            .is_err()
    );
    let wrong = description
        .replace("leicester-june-2009", "another")
        .replace("\"scalpay-close\": 487", "\"scalpay-close\": 488");
    assert!(
        import(world.desk(), &operator, &wrong, &ballots)
            .await
            .is_err()
    );
    assert_eq!(option(1), "lc-2026-0001");
});
