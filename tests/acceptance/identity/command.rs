//! `account add`, as an operator runs it.

use crate::world::Place;
use payback_panel::domain::letters::Letterhead;
use payback_panel::store::Db;
use std::process::{Command, Output};

async fn laid() -> Place {
    let place = Place::sqlite();
    let head = Letterhead {
        service: "Payback Panel".into(),
        address: "http://panel.example".into(),
    };
    let db = Db::open(place.url(), head).await.expect("it opens");
    db.close().await;
    place.lay_areas().await;
    place
}

fn runs(place: &Place, words: &[&str]) -> Output {
    let file = place.file().expect("a database file");
    Command::new(env!("CARGO_BIN_EXE_payback-panel"))
        .args(["account", "add"])
        .args(words)
        .current_dir(file.parent().expect("a folder"))
        .env("DATABASE_URL", place.url())
        .env("PAYBACK_ADDRESS", "http://panel.example")
        .output()
        .expect("the program runs")
}

#[tokio::test]
async fn account_add_prints_a_link_to_set_the_account_up() {
    let place = laid().await;
    let ada = [
        "--email",
        "ada@panel.example",
        "--name",
        "Ada Moor",
        "--role",
        "administrator",
    ];
    let output = runs(&place, &ada);
    assert!(output.status.success(), "{output:?}");
    let printed = String::from_utf8(output.stdout).expect("text");
    let token = printed
        .strip_prefix("http://panel.example/staff/invitation/")
        .expect("a link");
    assert_eq!(token.trim_end().len(), 64);
    assert_eq!(place.counts("SELECT COUNT(*) FROM account_grant").await, 1);
    let officer = [
        "--email",
        "olga@panel.example",
        "--name",
        "Olga",
        "--role",
        "council",
        "--area",
        "E06000016",
    ];
    assert!(runs(&place, &officer).status.success());
    let member = [
        "--email",
        "mia@panel.example",
        "--name",
        "Mia",
        "--role",
        "panel-member",
        "--area",
        "E06000016",
    ];
    let output = runs(&place, &member);
    assert_eq!(output.stdout, b"http://panel.example/sign-in\n");
    place.clear().await;
}

#[tokio::test]
async fn account_add_says_in_one_line_what_is_wrong() {
    let place = laid().await;
    let base = ["--email", "olga@panel.example", "--name", "Olga"];
    for (more, code, says) in [
        (
            &["--role", "mayor"][..],
            2,
            "panel-member, probation, council, administrator",
        ),
        (
            &["--role", "council"][..],
            2,
            "--area: this role needs the code of its area",
        ),
        (
            &["--role", "administrator", "--area", "E06000016"][..],
            2,
            "leave it out",
        ),
        (
            &["--role", "council", "--area", "E99999999"][..],
            1,
            "--area: There is no area with this code",
        ),
        (
            &["--role", "council", "--area", "E05010459"][..],
            1,
            "A council officer needs a council",
        ),
    ] {
        let words: Vec<&str> = base.iter().chain(more).copied().collect();
        let output = runs(&place, &words);
        let error = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(code), "{more:?}: {error}");
        assert!(error.contains(says), "{more:?}: {error}");
        assert!(output.stdout.is_empty());
        if code == 1 {
            assert_eq!(error.lines().count(), 1, "{error}");
        }
    }
    let output = runs(
        &place,
        &[
            "--email",
            "olga",
            "--name",
            "Olga",
            "--role",
            "council",
            "--area",
            "E06000016",
        ],
    );
    assert_eq!(output.status.code(), Some(2));
    assert_eq!(place.counts("SELECT COUNT(*) FROM account").await, 0);
    place.clear().await;
}
