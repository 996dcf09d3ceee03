//! `count` and `round verify`, as somebody runs them who has only the files.

use payback_panel::domain::ballots::ballot_list::{BallotLine, BallotList, to_csv};
use payback_panel::domain::ballots::count::{Contest, count};
use payback_panel::domain::ballots::method::Method;
use payback_panel::domain::ballots::publication::{LotDrawn, Publication, RegisterTotals};
use payback_panel::domain::ballots::receipt::ReceiptCode;
use payback_panel::domain::ballots::rule_sheet::{
    BallotBox, RuleSheet, SheetArea, SheetOption, WayToVote,
};
use payback_panel::domain::ballots::words::CheckWords;
use serde_json::{Value, json};
use std::path::PathBuf;
use std::process::{Command, Output};
use std::sync::atomic::{AtomicU32, Ordering};

/// A folder of its own, gone afterwards.
struct Folder(PathBuf);

static FOLDERS: AtomicU32 = AtomicU32::new(0);

impl Folder {
    fn new() -> Folder {
        let number = FOLDERS.fetch_add(1, Ordering::Relaxed);
        let name = format!("payback-panel-count-{}-{number}", std::process::id());
        let path = std::env::temp_dir().join(name);
        std::fs::create_dir_all(&path).expect("a folder");
        Folder(path)
    }

    fn writes(&self, name: &str, text: impl AsRef<[u8]>) -> &Folder {
        std::fs::write(self.0.join(name), text).expect("a file");
        self
    }

    fn runs(&self, words: &[&str]) -> Output {
        Command::new(env!("CARGO_BIN_EXE_payback-panel"))
            .args(words)
            .current_dir(&self.0)
            .output()
            .expect("the program runs")
    }

    /// Standard output and standard error of a run that ends with this code.
    fn ends(&self, code: i32, words: &[&str]) -> (String, String) {
        let output = self.runs(words);
        let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("text");
        let (out, error) = (text(output.stdout), text(output.stderr));
        assert_eq!(output.status.code(), Some(code), "{words:?}: {out}{error}");
        (out, error)
    }

    fn json(&self, code: i32, words: &[&str]) -> Value {
        let (out, _) = self.ends(code, &[&["count", "--json"], words].concat());
        assert_eq!(out.lines().count(), 1);
        serde_json::from_str(&out).expect("one JSON object")
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

const WARD: &str = "4 2\n-3\n20 1 2 0\n11 1 4 0\n25 2 0\n7 4 3 2 0\n2 0\n0\n\"Ann, A\"\n\"Bo\"\n\"Cy\"\n\"Di\"\n\"Ward\"\n";

#[test]
fn a_scottish_count_prints_the_promised_object() {
    let folder = Folder::new();
    folder.writes("ward.blt", WARD);
    let votes = |ann, bo, di| json!({"Ann, A": ann, "Bo": bo, "Di": di});
    let first = votes("31.00000", "25.00000", "7.00000");
    let expected = json!({
        "method": "stv", "options": ["Ann, A", "Bo", "Di"], "withdrawn": ["Cy"],
        "valid": 63, "blank": 2, "seats": 2, "quota": "22", "votes": first,
        "winners": ["Ann, A", "Bo"], "ties": [],
        "rounds": [{
            "stage": 1, "action": "first preferences", "option": null, "votes": first,
            "non_transferable": "0.00000", "rounding_loss": "0.00000",
            "elected": ["Ann, A", "Bo"],
        }],
    });
    assert_eq!(folder.json(0, &["ward.blt"]), expected);
    // For three seats nobody need be transferred: all that stand are elected.
    let all = folder.json(0, &["ward.blt", "--seats", "3"]);
    assert_eq!(
        (&all["winners"], &all["quota"]),
        (&json!(["Ann, A", "Bo", "Di"]), &json!("16"))
    );
    let (text, _) = folder.ends(0, &["count", "ward.blt"]);
    assert!(text.contains("Quota: 22") && text.contains("Chosen, in this order: Ann, A, Bo"));
}

#[test]
fn a_run_off_and_single_choice_print_the_promised_objects() {
    let folder = Folder::new();
    folder.writes("ward.blt", WARD);
    let run_off = folder.json(0, &["ward.blt", "--method", "irv"]);
    assert_eq!(
        run_off["votes"],
        json!({"Ann, A": "31", "Bo": "25", "Di": "7"})
    );
    assert_eq!(
        run_off["rounds"],
        json!([
            {"round": 1, "votes": {"Ann, A": "31", "Bo": "25", "Di": "7"}, "exhausted": "0",
             "excluded": "Di"},
            {"round": 2, "votes": {"Ann, A": "31", "Bo": "32"}, "exhausted": "0",
             "excluded": null},
        ])
    );
    assert_eq!(run_off["winners"], json!(["Bo"]));
    let single = folder.json(0, &["ward.blt", "--method", "plurality", "--seats", "1"]);
    assert_eq!(single["winners"], json!(["Ann, A"]));
    let approval = folder.json(0, &["ward.blt", "--method", "approval", "--seats", "1"]);
    assert_eq!(
        approval["votes"],
        json!({"Ann, A": "31", "Bo": "52", "Di": "18"})
    );
}

#[test]
fn a_tie_is_printed_and_ends_with_3_until_an_order_is_given() {
    let folder = Folder::new();
    folder.writes(
        "tie.blt",
        "3 1\n3 1 0\n2 2 0\n2 3 0\n0\n\"A, a\"\n\"B, b\"\n\"C\"\n\"Tie\"\n",
    );
    let tied = folder.json(3, &["tie.blt"]);
    assert_eq!(tied["undecided"]["options"], json!(["B, b", "C"]));
    assert_eq!(tied["ties"], json!([tied["undecided"]]));
    let (text, error) = folder.ends(3, &["count", "tie.blt"]);
    assert!(
        text.contains("Tied: B, b, C") && error.contains("B, b, C"),
        "{text}{error}"
    );
    for (order, excluded) in [("B, b,C", "C"), ("C,B, b,A, a", "B, b")] {
        let decided = folder.json(0, &["tie.blt", "--tie-order", order]);
        assert_eq!(decided["rounds"][0]["excluded"], json!(excluded));
        assert_eq!(decided["ties"][0]["chosen"], json!([excluded]));
    }
}

#[test]
fn budgets_print_the_promised_object() {
    let folder = Folder::new();
    folder.writes(
        "town.pb",
        "META\nkey;value\nbudget;100.50\nvote_type;approval\nrule;greedy\nPROJECTS\n\
         project_id;cost;name\nP1;60;Trees\nP2;50.25;Path\nP3;40;Play\nVOTES\nvoter_id;vote\n\
         1;P1,P3\n2;P1\n3;P2,P3\n4;P1\n5;\n",
    );
    let greedy = folder.json(0, &["town.pb"]);
    assert_eq!(greedy["winners"], json!(["P1", "P3"]));
    let numbers = (greedy["budget"].to_string(), greedy["cost"].to_string());
    assert_eq!(numbers, ("100.5".to_owned(), "100".to_owned()));
    assert_eq!(greedy["options"][1]["cost"].to_string(), "50.25");
    assert_eq!((&greedy["valid"], &greedy["blank"]), (&json!(4), &json!(1)));
    let shares = folder.json(0, &["town.pb", "--method", "equal-shares"]);
    assert_eq!(shares["options"][0]["effective_votes"], json!("3"));
    assert!(shares["steps"].is_u64());
    let small = folder.json(0, &["town.pb", "--budget", "50.3"]);
    assert_eq!(small["winners"], json!(["P3"]));
}

#[test]
fn ranked_ballots_are_exported_and_count_the_same() {
    let folder = Folder::new();
    let published = published();
    for (name, text) in &published.files {
        folder.writes(name, text);
    }
    folder.writes("ward.blt", WARD);
    for (file, out) in [("ballots.csv", "own.blt"), ("ward.blt", "again.BLT")] {
        let counted = folder.json(0, &[file, "--export", out]);
        assert_eq!(folder.json(0, &[out]), counted, "{file}");
        // A file that is there is left as it is.
        let before = std::fs::read(folder.0.join(out)).expect("the file");
        let (printed, error) = folder.ends(1, &["count", "ward.blt", "--export", out]);
        assert!(
            printed.is_empty() && error.contains("it is there already"),
            "{error}"
        );
        assert_eq!(std::fs::read(folder.0.join(out)).expect("the file"), before);
    }
    let text = std::fs::read_to_string(folder.0.join("own.blt")).expect("the file");
    let wanted =
        "2 1\n20 1 0\n10 2 1 0\n0\n\"The old green\"\n\"Canal path\"\n\"Which place first?\"\n";
    assert_eq!(text, wanted);
}

#[test]
fn budgets_are_exported_and_count_the_same() {
    let folder = Folder::new();
    let town = "META\nkey;value\ndescription;Our town\nbudget;100.50\nvote_type;approval\nPROJECTS\n\
         project_id;cost;name\nP1;60;Trees\nP2;50.25;Path\nP3;40;Play\nVOTES\nvoter_id;vote\n";
    folder.writes(
        "town.pb",
        format!("{town}1;P1,P3\n2;P1\n3;P2,P3\n4;P1\n5;\n"),
    );
    for method in ["greedy", "equal-shares"] {
        let by = ["--method", method];
        let out = format!("{method}.pb");
        let counted = folder.json(0, &[&["town.pb", "--export", &out], &by[..]].concat());
        assert_eq!(
            folder.json(0, &[&[out.as_str()], &by[..]].concat()),
            counted
        );
        let text = std::fs::read_to_string(folder.0.join(&out)).expect("the file");
        assert!(text.contains("description;Our town\n"), "{text}");
        assert!(
            text.contains("P1;60;3;Trees;1\n") && text.contains("P2;50.25;1;Path;0\n"),
            "{text}"
        );
    }
    // What is tied is said of no project.
    folder.writes(
        "tie.pb",
        format!("{}1;P1\n2;P2\n", town.replace("50.25", "60")),
    );
    let tied = folder.json(3, &["tie.pb", "--method", "greedy", "--export", "tied.pb"]);
    assert_eq!(folder.json(3, &["tied.pb", "--method", "greedy"]), tied);
    let text = std::fs::read_to_string(folder.0.join("tied.pb")).expect("the file");
    assert!(!text.contains("selected"), "{text}");
    for (file, out) in [
        ("town.pb", "town.blt"),
        ("town.pb", "town.txt"),
        ("town.pb", "town"),
    ] {
        folder.ends(2, &["count", file, "--method", "greedy", "--export", out]);
        assert!(!folder.0.join(out).exists());
    }
    folder.writes("ward.blt", WARD);
    for words in [
        &["ward.pb"][..],
        &["ward2.blt", "--method", "approval", "--seats", "1"],
    ] {
        folder.ends(2, &[&["count", "ward.blt", "--export"], words].concat());
    }
}

#[test]
fn wrong_use_ends_with_2_and_a_faulty_file_with_1() {
    let folder = Folder::new();
    folder
        .writes("ward.blt", WARD)
        .writes("bad.blt", "2 1\n1 3 0\n0\nA\nB\n");
    folder
        .writes("bad.pb", "META\nkey;value\nbudget;x\nPROJECTS\n")
        .writes("ward.txt", WARD);
    folder.writes("ballots.csv", "code,words,choices\n");
    for words in [
        &["count"][..],
        &["count", "ward.txt"],
        &["count", "ward.blt", "--method", "lottery"],
        &["count", "ward.blt", "--method", "greedy"],
        &["count", "ward.blt", "--budget", "9"],
        &["count", "ward.blt", "--seats", "0"],
        &["count", "ward.blt", "--method", "irv", "--seats", "2"],
        &["count", "ward.blt", "--tie-order", "Nobody"],
        &["count", "ward.blt", "--tie-value", "7"],
        &["round"],
    ] {
        folder.ends(2, words);
    }
    for (words, told) in [
        (&["count", "none.blt"][..], "none.blt"),
        (&["count", "bad.blt"], "bad.blt: line 2, choice"),
        (&["count", "bad.pb"], "bad.pb: "),
        (&["count", "ballots.csv"], "rule-sheet.json"),
        // Where neither is there it is the file that was named that is missing.
        (&["count", "none/nofile.csv"], "nofile.csv"),
        (&["round", "verify", "none"], "none"),
        (&["round", "verify", "."], "SHA256SUMS is missing"),
    ] {
        let (_, error) = folder.ends(1, words);
        assert!(
            error.contains(told) && error.lines().count() == 1,
            "{error}"
        );
    }
}

/// A published round of ours: 30 ballots, the first option ahead.
fn published() -> Publication {
    let option = |id: &str, label: &str| SheetOption {
        id: id.to_owned(),
        label: label.to_owned(),
        minutes: Some(600),
    };
    let at = |text: &str| text.parse().expect("an instant");
    let sheet = RuleSheet {
        title: "Which place first?".to_owned(),
        area: SheetArea {
            code: "E99000001".to_owned(),
            name: "Example Ward".to_owned(),
        },
        method: Method::RunOff,
        options: vec![
            option("green", "The old green"),
            option("path", "Canal path"),
        ],
        seats: 1,
        budget_minutes: None,
        ranks: Some(2),
        opens_at: at("2027-06-01T08:00:00Z"),
        closes_at: at("2027-06-22T20:00:00Z"),
        may_vote: vec![WayToVote::VerifiedEmail],
        tie_source: "a numbered draw".to_owned(),
        smallest_poll: 20,
        ballot_box: BallotBox::Simple { key: [1; 32] },
    };
    let lines: Vec<BallotLine> = (0..30_u8)
        .map(|number| BallotLine {
            code: ReceiptCode::derive(b"secret", &[number]),
            words: CheckWords::none(),
            choices: if number % 3 == 0 {
                "path>green"
            } else {
                "green"
            }
            .to_owned(),
        })
        .collect();
    let text = to_csv(&lines).expect("a list");
    let list = BallotList::read(&text).expect("a list");
    let contest = Contest::of_round(&sheet, list.tally(&sheet).expect("a tally"));
    let lot = LotDrawn::NotNeeded;
    let counted = count(&contest, sheet.method, &lot.lots(&sheet)).expect("a count");
    let ways = vec![(WayToVote::VerifiedEmail, 30)];
    let totals = RegisterTotals {
        voted: 30,
        ways,
        ..RegisterTotals::default()
    };
    Publication::of(&sheet, &list, &text, (&contest, &counted, &lot), &totals, 0)
}

#[test]
fn a_published_round_verifies_and_counts_again() {
    let folder = Folder::new();
    let published = published();
    for (name, text) in &published.files {
        folder.writes(name, text);
    }
    let (told, _) = folder.ends(0, &["round", "verify", "."]);
    assert_eq!(
        told.lines()
            .filter(|line| line.starts_with("holds"))
            .count(),
        6,
        "{told}"
    );
    let counted = folder.json(0, &["ballots.csv"]);
    assert_eq!(counted["winners"], json!(["The old green"]));
    assert_eq!(
        counted["votes"],
        json!({"The old green": "20", "Canal path": "10"})
    );
    let single = folder.json(0, &["ballots.csv", "--method", "plurality"]);
    assert_eq!(single["votes"], counted["votes"]);
    folder.ends(2, &["count", "ballots.csv", "--method", "greedy"]);

    let list = published.file("ballots.csv").expect("a list");
    folder.writes("ballots.csv", list.replacen("path>green", "green>path", 1));
    let (told, error) = folder.ends(1, &["round", "verify", "."]);
    assert!(told.contains("WRONG  the Merkle root"), "{told}");
    assert_eq!(error.lines().count(), 1, "{error}");
}
