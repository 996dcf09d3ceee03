//! Long commands say how far they are on standard error where somebody is looking, and nowhere else.
//!
//! `script` (part of every Debian) makes a terminal of its own for a command's standard error.

use crate::world::{Operator, leaves_nothing_out};
use std::process::{Command, Output};

const PROJECTS: &str = "reference,title,category,council_code,ward_code,lat,lon,agreed_on,started_on,completed_on,\
    origin,nominated_on,beneficiary,summary\n\
    LC-2009-P0001,Hedge,gardening,E06000016,,52.65,-1.2,2009-06-01,2009-06-02,2009-07-01,vote,2009-05-01,Everybody,Cut\n";

const HEADING: &str = "project,date,start,end,status,attending,new_to_project,minutes_offered,minutes_credited,reason,note\n";

const COUNCIL: &str = r#"{"type":"FeatureCollection","features":[
{"type":"Feature","properties":{"LAD25CD":"E06000016","LAD25NM":"Leicester"},
"geometry":{"type":"Polygon","coordinates":[[[-1.3,52.6],[-1.1,52.6],[-1.1,52.7],[-1.3,52.7],[-1.3,52.6]]]}}]}"#;

/// An operator with a project and a file of many of its sessions.
fn with_a_long_file() -> Operator {
    let operator = Operator::new();
    operator.writes("council.geojson", COUNCIL);
    operator.gets("areas import council.geojson --kind council --set 2025");
    operator.writes("projects.csv", PROJECTS);
    operator.gets("projects import projects.csv");
    let mut file = String::from(HEADING);
    for number in 0..2500 {
        let day = chrono::NaiveDate::from_ymd_opt(2009, 6, 3).expect("a day");
        let day = day + chrono::Days::new(number % 20);
        let minute = number / 20;
        let (hour, minute) = (8 + minute / 60, minute % 60);
        let (start, end) = (hour * 60 + minute, hour * 60 + minute + 1);
        let clock = |at: u64| format!("{:02}:{:02}", at / 60, at % 60);
        file.push_str(&format!(
            "LC-2009-P0001,{day},{},{},held,6,0,6,6,,\n",
            clock(start),
            clock(end)
        ));
    }
    operator.writes("returns.csv", file);
    operator
}

/// Runs it with a terminal for its standard error and a file for its standard output; says what came to each.
fn watched(operator: &Operator, words: &str) -> Option<(String, String)> {
    let program = env!("CARGO_BIN_EXE_payback-panel");
    let line = format!("'{program}' {words} > output.txt");
    let shown = Command::new("script")
        .args(["--quiet", "--return", "--command", &line, "/dev/null"])
        .current_dir(operator.path("."))
        .env("DATABASE_URL", operator.place().url())
        .stdin(std::process::Stdio::null())
        .output();
    let Ok(Output { status, stdout, .. }) = shown else {
        assert!(!leaves_nothing_out(), "there is no `script`");
        println!("left out: a terminal, because there is no `script`");
        return None;
    };
    let shown = String::from_utf8_lossy(&stdout).into_owned();
    assert!(status.success(), "{words}: {shown}");
    let output = std::fs::read_to_string(operator.path("output.txt")).expect("the output");
    Some((shown, output))
}

#[tokio::test]
async fn an_import_says_how_far_it_is_on_standard_error_and_standard_output_stays_clean() {
    let operator = with_a_long_file();
    for (words, result) in [
        (
            "returns import returns.csv --dry-run",
            "No mistakes: 2,500 session returns would be imported. Nothing was changed.\n",
        ),
        (
            "returns import returns.csv",
            "Imported 2,500 session returns.\n",
        ),
    ] {
        if let Some((shown, output)) = watched(&operator, words) {
            assert_eq!(output, result);
            assert!(shown.contains("%, 2,000 session returns read"), "{shown:?}");
            let last = "[########################] 100%, 2,500 session returns read";
            // The bar is taken off the terminal again.
            let end = format!("\r\u{1b}[K{last}\r\u{1b}[K");
            assert!(shown.ends_with(&end), "{shown:?}");
        }
    }
    // Into a file or a pipe goes no bar.
    let output = operator.runs("returns import returns.csv");
    assert_eq!(String::from_utf8_lossy(&output.stderr), "");
    assert_eq!(
        String::from_utf8_lossy(&output.stdout),
        "Imported 0 session returns; 2,500 were there already.\n"
    );
    operator.clears_up().await;
}

#[tokio::test]
async fn a_backup_says_how_far_it_is_on_standard_error() {
    let operator = with_a_long_file();
    operator.gets("returns import returns.csv");
    if let Some((shown, output)) = watched(&operator, "backup copy.db") {
        assert!(shown.contains("\rall tables: "), "{shown:?}");
        assert!(!output.contains('\r'), "{output:?}");
    }
    let output = operator.runs("backup again.db");
    assert!(output.status.success());
    assert_eq!(String::from_utf8_lossy(&output.stderr), "");
    operator.clears_up().await;
}
