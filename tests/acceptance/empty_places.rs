//! What makes a whole database by itself wants an empty place for it, and touches no other.

use crate::world::Operator;
use payback_panel::domain::letters::Letterhead;
use payback_panel::store::Db;

#[tokio::test]
async fn the_demonstration_is_not_made_in_a_folder_that_holds_something() {
    let operator = Operator::new();
    std::fs::create_dir(operator.path("kept")).expect("a folder");
    operator.writes("kept/letter.txt", "Dear operator");
    let said = operator.fails("demo --listen 127.0.0.1:0 --data kept", 1);
    assert!(said.contains("kept is not empty"), "{said}");
    let inside: Vec<_> = std::fs::read_dir(operator.path("kept"))
        .expect("the folder")
        .map(|entry| entry.expect("an entry").file_name())
        .collect();
    assert_eq!(inside, ["letter.txt"]);
    let letter = std::fs::read(operator.path("kept/letter.txt")).expect("the letter");
    assert_eq!(letter, b"Dear operator");
    // Nor where there is a file.
    let said = operator.fails("demo --listen 127.0.0.1:0 --data kept/letter.txt", 1);
    assert!(said.contains("kept/letter.txt cannot be"), "{said}");
    operator.clears_up().await;
}

#[tokio::test]
async fn the_demonstration_is_served_on_this_machine_alone() {
    let operator = Operator::new();
    for address in [
        "0.0.0.0:0",
        "192.0.2.1:8000",
        "[::]:0",
        "[2001:db8::1]:8000",
    ] {
        let said = operator.fails(&format!("demo --listen {address} --data demo"), 2);
        assert!(said.contains("served on this machine alone"), "{said}");
        assert!(!operator.path("demo").exists(), "{address}");
    }
    operator.clears_up().await;
}

#[tokio::test]
async fn records_are_generated_into_an_empty_database_only() {
    let project = "\
reference,title,category,council_code,ward_code,lat,lon,agreed_on,started_on,completed_on,origin,nominated_on,beneficiary,summary
LC-2026-P0001,Hedges,gardening,E06000016,E05010459,52.66,-1.15,2026-10-01,2026-10-02,,other,,Everybody,Hedges
";
    for table in ["area", "nomination", "project"] {
        let operator = Operator::new();
        let place = operator.place();
        let letterhead = Letterhead {
            service: "Payback Panel".into(),
            address: "http://panel.example".into(),
        };
        let opened = Db::open(place.url(), letterhead).await.expect("it opens");
        opened.close().await;
        place.lay_areas().await;
        match table {
            "nomination" => {
                place
                    .runs(
                        "INSERT INTO nomination (reference, stage, title, category, description, place, council_code, \
                         submitted_at, search) VALUES ('LC-2026-0001', 'submitted', 'Hedges', 'gardening', 'Cut them.', \
                         'Green', 'E06000016', '2026-10-01T09:00:00.000000Z', '')",
                    )
                    .await;
            }
            "project" => {
                operator.writes("projects.csv", project);
                operator.gets("projects import projects.csv");
            }
            _ => {}
        }
        let count = format!("SELECT count(*) FROM {table}");
        let before = place.counts(&count).await;
        assert!(before > 0);
        let said = operator.fails("generate --returns 10 --years 1", 1);
        assert!(
            said.contains("the database is not empty"),
            "{table}: {said}"
        );
        assert_eq!(said.lines().count(), 1, "{said}");
        assert_eq!(place.counts(&count).await, before, "{table}");
        assert_eq!(place.counts("SELECT count(*) FROM session_return").await, 0);
        operator.clears_up().await;
    }
    // Kinds of work are there from the beginning.
    let operator = Operator::new();
    operator.gets("migrate");
    let said = operator.gets("generate --returns 10 --years 1");
    assert!(said.contains("and 10 session returns"), "{said}");
    let again = operator.fails("generate --returns 10 --years 1", 1);
    assert!(again.contains("the database is not empty"), "{again}");
    operator.clears_up().await;
}

#[tokio::test]
async fn migrate_makes_the_embedded_database_where_no_other_is_named() {
    let operator = Operator::new();
    assert!(!operator.path("data").exists());
    let output = operator.runs_without_database_url("migrate");
    assert!(output.status.success(), "{output:?}");
    assert_eq!(output.stdout, b"The database is up to date.\n");
    assert_eq!(output.stderr, b"");
    let made = std::fs::read(operator.path("data/payback-panel.db")).expect("a database");
    assert!(made.starts_with(b"SQLite format 3\0"));
    // It is the one that the next command finds.
    let output = operator.runs_without_database_url("audit verify");
    assert!(output.status.success(), "{output:?}");
    operator.clears_up().await;
}

#[tokio::test]
async fn a_database_newer_than_the_program_is_not_served() {
    let operator = Operator::new();
    operator.gets("migrate");
    operator
        .place()
        .runs("INSERT INTO schema_migration VALUES ('9999_from_the_future', '')")
        .await;
    for words in ["serve --listen 127.0.0.1:0", "migrate", "figures"] {
        let said = operator.fails(words, 1);
        assert_eq!(said.lines().count(), 1, "{words}: {said}");
        assert!(
            said.contains("newer than this program") && said.contains("9999_from_the_future"),
            "{words}: {said}"
        );
    }
    operator.clears_up().await;
}
