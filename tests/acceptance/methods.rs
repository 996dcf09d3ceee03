//! Every method from the draft to the files on somebody's own computer: voted on pages, counted by two
//! officers, told on the page of the result, downloaded and verified with the command.

use crate::laid::{self, envelope, option, voter};
use crate::world::{Actor, World};
use chrono::Duration;
use payback_panel::actions::ballots::casting::{self, Casting};
use payback_panel::domain::policy::Role;
use payback_panel::jobs;
use std::path::PathBuf;
use std::process::Command;
use std::sync::atomic::{AtomicU32, Ordering};

const LEICESTER: &str = "E06000016";
pub const SLUG: &str = "which-places-next";

/// Helen drafts a round with a method and announces it; it opens on 1 December 2026.
pub async fn announced(world: &World, method: &str, seats: &str, hours: &str) {
    announced_of(world, 3, (method, seats, hours)).await;
}

/// The same between so many places.
pub async fn announced_of(world: &World, places: i64, (method, seats, hours): (&str, &str, &str)) {
    laid::shortlist_of(world, places).await;
    world.leaves_letters();
    let mut helen = world.staff("Helen", Role::Council, LEICESTER).await;
    helen.opens("/staff/rounds/new?shortlist=1").await;
    helen
        .gets(200)
        .sees("How is it counted?")
        .sees("A worked example: single choice");
    helen
        .fills("shortlist", "1")
        .fills("title", "Which places next?");
    for (field, value) in [
        ("opens-day", "1"),
        ("opens-month", "12"),
        ("opens-year", "2026"),
        ("closes-day", "15"),
        ("closes-month", "12"),
        ("closes-year", "2026"),
        ("method", method),
        ("seats", seats),
        ("budget-hours", hours),
    ] {
        helen.fills(field, value);
    }
    helen.presses("Save the draft").await;
    helen.gets(200).sees("The rules are complete");
    helen.presses("Announce the vote").await;
    helen.gets(200).sees("It opens by itself");
    world.passes(Duration::days(9));
    jobs::catch_up(world.desk())
        .await
        .expect("the clock opens it");
}

/// So many residents vote with these choices, through the action that the pages use.
pub async fn ballots(world: &World, shares: &[(&str, usize)]) {
    let round = laid::round(world, SLUG).await;
    let mut number = 0_u128;
    for (choices, count) in shares {
        let ids = choices
            .replace('A', &option(1))
            .replace('B', &option(2))
            .replace('C', &option(3))
            .replace('D', &option(4));
        for _ in 0..*count {
            number += 1;
            let resident = world.resident(&format!("voter{number}")).await;
            let paper = envelope(number, &ids);
            let done = casting::cast(world.desk(), &voter(&resident), &round, &paper, "").await;
            assert!(matches!(done, Ok(Casting::Voted(_))), "{done:?}");
        }
    }
}

pub async fn closes(world: &World) {
    world.passes(Duration::days(15));
    jobs::catch_up(world.desk())
        .await
        .expect("the clock closes it");
}

/// Two officers count and declare.
pub async fn counted_and_declared(world: &World) {
    let path = format!("/staff/rounds/{SLUG}");
    let mut hannah = world.staff("Hannah", Role::Council, LEICESTER).await;
    hannah.opens(&path).await;
    hannah.presses("Count the votes").await;
    hannah.gets(200).sees("another officer must declare");
    declared(world).await;
}

pub async fn declared(world: &World) {
    let mut yusuf = world.staff("Yusuf", Role::Council, LEICESTER).await;
    yusuf.opens(&format!("/staff/rounds/{SLUG}")).await;
    yusuf.presses("Declare the result").await;
    yusuf.gets(200).sees("The result as everybody sees it");
}

/// A visitor on the page of the result.
pub async fn result<'w>(world: &'w World) -> Actor<'w> {
    let mut rita = world.visitor("Rita");
    rita.opens(&format!("/votes/{SLUG}/result")).await;
    rita.gets(200);
    rita
}

/// Beside the words stand a table with these rows, where `*` is any cell, and a first chart with these bars.
#[track_caller]
fn is_drawn(rita: &Actor<'_>, caption: &str, rows: &[&[&str]], bars: &[(&str, &str)]) {
    let table = rita.page().table(caption);
    let fits = |row: &Vec<String>, wanted: &&[&str]| {
        let same = |(cell, wanted): (&String, &&str)| *wanted == "*" || cell == *wanted;
        row.len() == wanted.len() && row.iter().zip(wanted.iter()).all(same)
    };
    assert!(
        table.len() == rows.len()
            && table
                .iter()
                .zip(rows)
                .all(|(row, wanted)| fits(row, wanted)),
        "{table:#?}"
    );
    let charts = rita.page().charts();
    let first: Vec<(&str, &str)> = charts
        .first()
        .expect("a chart")
        .iter()
        .map(|(label, number)| (label.as_str(), number.as_str()))
        .collect();
    assert_eq!(first, bars);
}

/// A folder of its own, gone afterwards.
struct Folder(PathBuf);

static FOLDERS: AtomicU32 = AtomicU32::new(0);

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

/// Downloads every file of the result.
async fn downloads(world: &World) -> Folder {
    let number = FOLDERS.fetch_add(1, Ordering::Relaxed);
    let name = format!("payback-panel-methods-{}-{number}", std::process::id());
    let folder = Folder(std::env::temp_dir().join(name));
    std::fs::create_dir_all(&folder.0).expect("a folder");
    let mut anybody = world.visitor("Anybody");
    for name in [
        "rule-sheet.json",
        "ballots.csv",
        "register-totals.json",
        "result.json",
        "SHA256SUMS",
    ] {
        anybody.opens(&format!("/votes/{SLUG}/{name}")).await;
        anybody.gets(200);
        std::fs::write(folder.0.join(name), &anybody.page().text).expect("a file");
    }
    folder
}

/// What the command says, and whether it ends well.
fn command(folder: &Folder, words: &[&str]) -> (bool, String) {
    let output = Command::new(env!("CARGO_BIN_EXE_payback-panel"))
        .args(words)
        .current_dir(&folder.0)
        .output()
        .expect("the program runs");
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    let error = String::from_utf8_lossy(&output.stderr).into_owned();
    (output.status.success(), text + &error)
}

/// Anybody downloads all files; the command verifies and counts them; one changed vote is found.
pub async fn checks_out(world: &World, says: &str) {
    checks_out_with(world, says, &[]).await;
}

/// The same, with what decides a tie for the command that counts.
pub async fn checks_out_with(world: &World, says: &str, tie: &[&str]) {
    let folder = downloads(world).await;
    let (good, said) = command(&folder, &["round", "verify", "."]);
    assert!(good, "{said}");
    assert!(said.contains(says), "{said}");
    let (good, said) = command(&folder, &[&["count", "ballots.csv"], tie].concat());
    assert!(good, "{said}");
    let path = folder.0.join("ballots.csv");
    let list = std::fs::read_to_string(&path).expect("the list");
    let last = list.lines().last().expect("a line").to_string();
    let (head, _) = last.rsplit_once(',').expect("three fields");
    let other = if last.ends_with(&option(1)) {
        option(2)
    } else {
        option(1)
    };
    std::fs::write(&path, list.replace(&last, &format!("{head},{other}"))).expect("a file");
    let (good, said) = command(&folder, &["round", "verify", "."]);
    assert!(!good && said.contains("WRONG"), "{said}");
}

walk!(
    a_single_choice_is_told_in_words_a_chart_and_a_table,
    |world| {
        announced(world, "plurality", "1", "").await;
        ballots(world, &[("A", 8), ("B", 13), ("C", 1), ("", 2)]).await;
        closes(world).await;
        counted_and_declared(world).await;
        let mut rita = result(world).await;
        rita.sees("Place number 2 won the vote")
            .sees("Place number 2 won with 13 votes: 5 more than the next, Place number 1")
            .sees("24 people voted; 22 for a place, 2 blank");
        is_drawn(
            &rita,
            "Votes for each place",
            &[
                &["Place number 2", "13", "59%", "Won"],
                &["Place number 1", "8", "36%", ""],
                &["Place number 3", "1", "5%", ""],
            ],
            &[
                ("Place number 2: won", "13"),
                ("Place number 1", "8"),
                ("Place number 3", "1"),
            ],
        );
        checks_out(world, "counted again, the same: Place number 2").await;
    }
);

walk!(
    approval_with_two_winners_goes_from_draft_to_files,
    |world| {
        announced(world, "approval", "2", "").await;
        let mut rita = world.resident("Rita").await;
        rita.opens(&format!("/votes/{SLUG}")).await;
        rita.gets(200)
            .sees("Pick as many as you like")
            .sees("The 2 places that win become projects");
        rita.presses("Continue").await;
        rita.gets(422)
            .sees("Pick at least one place, or pick the blank vote");
        rita.fills("choice", "blank").fills("choice", &option(1));
        rita.presses("Continue").await;
        rita.gets(422)
            .sees("Pick places, or pick the blank vote, but not both");
        rita.fills("choice", &option(3)).fills("choice", &option(1));
        rita.presses("Continue").await;
        rita.gets(200)
            .sees("Place number 1")
            .sees("Place number 3")
            .sees_no("Place number 2");
        rita.fills("postcode", "LE99 1AA");
        rita.presses("Cast my vote").await;
        rita.gets(200).sees("You have voted");
        ballots(world, &[("A", 10), ("A+C", 6), ("B", 9), ("C", 4), ("", 1)]).await;
        closes(world).await;
        counted_and_declared(world).await;
        let mut rita = result(world).await;
        rita.sees("Place number 1 and Place number 3 won the vote")
        .sees("The 2 places with the most votes won: Place number 1 with 17 votes and Place number 3 with 11 votes")
        .sees("31 people voted; 30 for a place, 1 blank");
        is_drawn(
            &rita,
            "Votes for each place",
            &[
                &["Place number 1", "17", "*", "Won"],
                &["Place number 3", "11", "*", "Won"],
                &["Place number 2", "9", "*", ""],
            ],
            &[
                ("Place number 1: won", "17"),
                ("Place number 3: won", "11"),
                ("Place number 2", "9"),
            ],
        );
        checks_out(
            world,
            "counted again, the same: Place number 1, Place number 3",
        )
        .await;
    }
);

walk!(an_instant_run_off_is_told_stage_by_stage, |world| {
    announced(world, "irv", "1", "").await;
    let mut rita = world.resident("Rita").await;
    let path = format!("/votes/{SLUG}");
    rita.opens(&path).await;
    rita.gets(200)
        .sees("First choice")
        .sees("Third choice")
        .sees_no("Fourth choice");
    rita.presses("Continue").await;
    rita.gets(422)
        .sees("Pick at least a first choice, or pick the blank vote");
    rita.fills("rank-1", &option(2))
        .fills("rank-2", &option(1))
        .fills("rank-3", &option(2));
    rita.presses("Continue").await;
    rita.gets(422)
        .sees("Place number 2 is your first choice already. Pick another place as your third choice, or leave it empty");
    // Everything that was marked is still there.
    assert_eq!(rita.page().value("rank-1"), Some(option(2)));
    assert_eq!(rita.page().value("rank-2"), Some(option(1)));
    rita.fills("rank-1", "blank").fills("rank-3", "");
    rita.presses("Continue").await;
    rita.gets(422)
        .sees("Pick places, or pick the blank vote, but not both");
    rita.fills("rank-1", &option(3))
        .fills("rank-2", "")
        .fills("rank-3", &option(2));
    rita.presses("Continue").await;
    rita.gets(200)
        .sees("First choice: Place number 3")
        .sees("Third choice: Place number 2")
        .sees("Your second choice is empty, so your later choices each count one place higher");
    rita.presses("Change your choice").await;
    rita.gets(200);
    assert_eq!(rita.page().value("rank-1"), Some(option(3)));
    assert_eq!(rita.page().value("rank-3"), Some(option(2)));
    rita.presses("Continue").await;
    rita.fills("postcode", "LE99 1AA");
    rita.presses("Cast my vote").await;
    rita.gets(200)
        .sees("You have voted")
        .sees("First choice: Place number 3");
    let receipt = receipt(&rita);

    ballots(
        world,
        &[("A", 10), ("B>A", 9), ("C>B", 5), ("C", 1), ("", 1)],
    )
    .await;
    closes(world).await;
    counted_and_declared(world).await;
    let mut rita = result(world).await;
    rita.sees("Place number 2 won the vote")
        .sees("No place has more than half of the 26 votes that still count")
        .sees("Place number 3, with 7 votes, has the fewest and drops out")
        .sees("its 7 votes went to the next choice on each paper: 6 to Place number 2")
        .sees("1 paper has no further choice and no longer counts")
        .sees("Place number 2 has 15 of the 25 votes that still count. That is more than half, so it wins")
        .sees("Out after stage 1");
    is_drawn(
        &rita,
        "Votes at each stage",
        &[
            &["Place number 2", "9", "15", "Won"],
            &["Place number 1", "10", "10", ""],
            &["Place number 3", "7", "–", "Out after stage 1"],
            &["No further choice", "0", "1", ""],
        ],
        &[
            ("Place number 1", "10"),
            ("Place number 2", "9"),
            ("Place number 3: drops out", "7"),
        ],
    );
    rita.opens(&format!("/votes/{SLUG}/find")).await;
    rita.fills("receipt", &receipt);
    rita.presses("Find my vote").await;
    rita.gets(200)
        .sees("Your vote is in the list")
        .sees("First choice: Place number 3")
        .sees("Third choice: Place number 2");
    let folder = downloads(world).await;
    let list = std::fs::read_to_string(folder.0.join("ballots.csv")).expect("the list");
    let marked = format!("{receipt},,{}>>{}", option(3), option(2));
    assert!(
        list.lines().any(|line| line == marked),
        "what was marked is published: {list}"
    );
    checks_out(world, "counted again, the same: Place number 2").await;
});

/// The receipt code on a page.
fn receipt(actor: &Actor<'_>) -> String {
    let words = actor.page().words();
    let at = words.find("Your receipt code").expect("a receipt") + "Your receipt code".len();
    words[at..at + 19].to_string()
}

walk!(two_winners_by_ranking_are_told_stage_by_stage, |world| {
    announced(world, "stv", "2", "").await;
    ballots(world, &[("A>B", 18), ("C", 7), ("B", 5)]).await;
    closes(world).await;
    counted_and_declared(world).await;
    let mut rita = result(world).await;
    rita.sees("Place number 1 and Place number 2 won the vote")
        .sees("A place that reaches 11 votes wins")
        .sees("Place number 1 with 18 wins")
        .sees("Place number 1 has 7 more than it needs")
        .sees("6.99984 to Place number 2")
        .sees("0.00016 was lost in rounding")
        .sees("Place number 2 with 11.99984 wins");
    is_drawn(
        &rita,
        "Votes at each stage",
        &[
            &["Place number 1", "18", "11", "Won at stage 1"],
            &["Place number 2", "5", "11.99984", "Won at stage 2"],
            &["Place number 3", "7", "7", ""],
            &["No further choice", "0", "0", ""],
            &["Lost in rounding", "0", "0.00016", ""],
        ],
        &[
            ("Place number 1: wins", "18"),
            ("Place number 3", "7"),
            ("Place number 2", "5"),
        ],
    );
    checks_out(
        world,
        "counted again, the same: Place number 1, Place number 2",
    )
    .await;
});

// The places need 10, 20 and 30 hours.
walk!(
    a_budget_by_votes_shows_its_hours_and_what_did_not_fit,
    |world| {
        announced(world, "greedy", "", "45").await;
        let mut rita = world.visitor("Rita");
        rita.opens(&format!("/votes/{SLUG}")).await;
        rita.gets(200)
        .sees("There are 45 hours of work to share out. All 3 places together would need 60 hours")
        .sees("About 30 hours of work: 67% of the 45 hours");
        ballots(world, &[("C", 12), ("B+C", 3), ("A+B", 7), ("A", 2)]).await;
        closes(world).await;
        counted_and_declared(world).await;
        let mut rita = result(world).await;
        rita.sees("Place number 3 and Place number 1 won the vote")
            .sees("Place number 3: 15 votes, 30 hours. It fits, and is taken. 15 hours are left")
            .sees("Place number 2: 10 votes, 20 hours. It does not fit in the 15 hours left")
            .sees("Place number 1: 9 votes, 10 hours. It fits, and is taken. 5 hours are left")
            .sees("40 of the 45 hours are taken, and 5 hours are left over");
        is_drawn(
            &rita,
            "Votes and hours for each place",
            &[
                &["Place number 3", "15", "30", "15", "Taken"],
                &["Place number 2", "10", "20", "15", "Did not fit"],
                &["Place number 1", "9", "10", "5", "Taken"],
            ],
            &[
                ("Place number 3: taken", "15"),
                ("Place number 2", "10"),
                ("Place number 1: taken", "9"),
            ],
        );
        checks_out(
            world,
            "counted again, the same: Place number 3, Place number 1",
        )
        .await;
    }
);

walk!(
    a_budget_by_equal_shares_shows_votes_shares_and_steps,
    |world| {
        announced(world, "equal-shares", "", "40").await;
        ballots(world, &[("C", 9), ("A+B", 10), ("", 2)]).await;
        closes(world).await;
        counted_and_declared(world).await;
        let mut rita = result(world).await;
        rita.sees("Place number 1 and Place number 2 won the vote")
        .sees("19 people picked at least one place. Each begins with an equal share of the 40 hours")
        .sees("all shares were raised together")
        .sees("Place number 3 needs 30 hours")
        .sees("Effective votes")
        .sees("30 of the 40 hours are taken, and 10 hours are left over");
        is_drawn(
            &rita,
            "Votes and hours for each place",
            &[
                &["Place number 1", "10", "10", "10", "*", "Taken"],
                &["Place number 2", "10", "20", "10", "*", "Taken"],
                &["Place number 3", "9", "30", "–", "*", "Not taken"],
            ],
            &[
                ("Place number 1: taken", "10"),
                ("Place number 2: taken", "10"),
                ("Place number 3", "9"),
            ],
        );
        checks_out(
            world,
            "counted again, the same: Place number 1, Place number 2",
        )
        .await;
    }
);

walk!(
    a_draft_says_what_is_wrong_with_its_method_and_keeps_what_was_typed,
    |world| {
        laid::shortlist(world).await;
        let mut helen = world.staff("Helen", Role::Council, LEICESTER).await;
        helen.opens("/staff/rounds/new?shortlist=1").await;
        let cases = [
            ("irv", "2", "", "Ranking with one winner has one winner"),
            ("stv", "1", "", "Ranking with several winners has 2 or more"),
            ("approval", "none", "", "Enter how many places win, like 1"),
            ("plurality", "64", "", "Enter how many places win, like 1"),
            (
                "greedy",
                "",
                "",
                "Enter how many hours of work there are to share out",
            ),
            (
                "equal-shares",
                "",
                "-5",
                "Enter how many hours of work there are to share out",
            ),
            ("drawing-straws", "1", "", "Pick a method of counting"),
        ];
        for (method, seats, hours, wrong) in cases {
            helen
                .fills("title", "Kept")
                .fills("method", method)
                .fills("seats", seats)
                .fills("budget-hours", hours);
            helen.presses("Save the draft").await;
            helen.gets(422).sees(wrong);
            assert_eq!(helen.page().value("title").as_deref(), Some("Kept"));
            assert_eq!(helen.page().value("seats").as_deref(), Some(seats));
            assert_eq!(helen.page().value("budget-hours").as_deref(), Some(hours));
        }
    }
);

walk!(
    a_budget_too_small_for_a_place_cannot_be_announced,
    |world| {
        laid::shortlist(world).await;
        let mut helen = world.staff("Helen", Role::Council, LEICESTER).await;
        helen.opens("/staff/rounds/new?shortlist=1").await;
        helen
            .fills("shortlist", "1")
            .fills("title", "Which places next?")
            .fills("method", "greedy")
            .fills("budget-hours", "25");
        for (field, value) in [("opens", "1"), ("closes", "15")] {
            helen.fills(&format!("{field}-day"), value);
            helen
                .fills(&format!("{field}-month"), "12")
                .fills(&format!("{field}-year"), "2026");
        }
        helen.presses("Save the draft").await;
        helen
            .gets(200)
            .sees("the option 'Place number 3' needs more minutes than the whole budget");
        helen.presses("Announce the vote").await;
        helen
            .gets(422)
            .sees("needs more minutes than the whole budget");
    }
);

walk!(
    a_lot_drawn_in_public_decides_a_tie_and_is_published_with_two_names,
    |world| {
        announced(world, "irv", "1", "").await;
        ballots(world, &[("A", 10), ("B", 6), ("C", 6)]).await;
        closes(world).await;
        let mut helen = world.staff("Harriet", Role::Council, LEICESTER).await;
        let path = format!("/staff/rounds/{SLUG}");
        helen.opens(&path).await;
        helen.presses("Count the votes").await;
        helen
            .gets(422)
            .sees("The count ends in a tie between Place number 2 and Place number 3");
        // Another day the page still says where the count has stopped.
        helen.opens(&path).await;
        helen
            .gets(200)
            .sees("The count has stopped at a tie between Place number 2 and Place number 3");
        let csrf = helen.page().value("csrf").expect("a token");
        let version = helen.page().value("version").expect("a version");
        let form = |places: [&str; 2], first: &str, second: &str| {
            vec![
                ("csrf".to_string(), csrf.clone()),
                ("version".into(), version.clone()),
                ("how".into(), "lot".into()),
                ("lot-option".into(), option(2)),
                ("lot-place".into(), places[0].into()),
                ("lot-option".into(), option(3)),
                ("lot-place".into(), places[1].into()),
                ("witness-1".into(), first.into()),
                ("witness-2".into(), second.into()),
            ]
        };
        let to = format!("{path}/count");
        helen
            .sends(&to, &form(["1", "1"], "Ann Lee", "Bo Tay"))
            .await;
        helen
            .gets(422)
            .sees("Type the numbers from 1 to 2, each once")
            .sees("Draw the lot in public");
        helen.sends(&to, &form(["1", "x"], "Ann Lee", "")).await;
        helen
            .gets(422)
            .sees("Type the numbers from 1 to 2, each once")
            .sees("Enter the name of somebody who saw the lot drawn");
        helen
            .sends(&to, &form(["2", "1"], "Ann Lee", "Ann Lee"))
            .await;
        helen.gets(422).sees("Enter the name of another person");
        helen
            .sends(&to, &form(["2", "1"], "Ann Lee", "Bo Tay"))
            .await;
        helen.gets(303);
        declared(world).await;
        let mut rita = result(world).await;
        rita.sees("a lot was drawn in public, before Ann Lee and Bo Tay")
            .sees("The order drawn was: Place number 3, Place number 2")
            .sees("The lot decided: Place number 2 drops out");
        let order = "Place number 3,Place number 2";
        checks_out_with(
            world,
            "counted again, the same: Place number 1",
            &["--tie-order", order],
        )
        .await;
    }
);

walk!(
    a_winner_can_wait_for_an_agreement_and_the_panel_answers_the_result,
    |world| {
        announced(world, "approval", "2", "").await;
        ballots(world, &[("A", 10), ("B", 12), ("C", 4)]).await;
        closes(world).await;
        let path = format!("/staff/rounds/{SLUG}");
        let mut hannah = world.staff("Hannah", Role::Council, LEICESTER).await;
        hannah.opens(&path).await;
        hannah.presses("Count the votes").await;
        let mut yusuf = world.staff("Yusuf", Role::Council, LEICESTER).await;
        yusuf.opens(&path).await;
        yusuf.fills("waits", &option(1));
        yusuf.presses("Declare the result").await;
        yusuf.gets(422).sees("Say what the winner waits for");
        yusuf.fills("waits-because", "The owner of the land must agree");
        yusuf.presses("Declare the result").await;
        yusuf
            .gets(200)
            .sees("What does the panel say to this result?");
        let mut rita = result(world).await;
        rita.sees("it won, and waits for an agreement: The owner of the land must agree")
            .sees("it became a project")
            .sees("it stays for the next vote")
            .sees_no("What the panel says");

        yusuf.presses("Publish the answer").await;
        yusuf.gets(422).sees("Enter what the panel says");
        hannah.opens(&path).await;
        yusuf.fills("answer", "We begin in January.");
        yusuf.presses("Publish the answer").await;
        yusuf.gets(200).sees("Publish the new answer");
        hannah.fills("answer", "We begin in May.");
        hannah.presses("Publish the answer").await;
        hannah.gets(409).sees("Somebody changed this vote");
        rita.opens(&format!("/votes/{SLUG}/result")).await;
        rita.sees("What the panel says")
            .sees("We begin in January.")
            .sees_no("in May");
        let mut fiona = world.staff("Fiona", Role::Council, "E06000017").await;
        fiona.opens("/staff/panels/new").await;
        let csrf = fiona.page().value("csrf").expect("a token");
        let form = [
            ("csrf".to_string(), csrf),
            ("answer".into(), "Ours".into()),
            ("answer-version".into(), "1".into()),
        ];
        fiona.sends(&format!("{path}/answer"), &form).await;
        fiona.gets(403);
    }
);
