//! `projects import` and `returns import`, as an operator runs them.

use crate::world::Operator;

const COUNCIL: &str = r#"{"type":"FeatureCollection","features":[
{"type":"Feature","properties":{"LAD25CD":"E06000016","LAD25NM":"Leicester"},
"geometry":{"type":"Polygon","coordinates":[[[-1.3,52.6],[-1.1,52.6],[-1.1,52.7],[-1.3,52.7],[-1.3,52.6]]]}}]}"#;

const PROJECTS: &str = "reference,title,category,council_code,ward_code,lat,lon,agreed_on,started_on,completed_on,origin,nominated_on,beneficiary,summary
LC-2009-P0001,Hedge,gardening,E06000016,,52.65,-1.2,2009-06-01,2009-06-02,2009-07-01,vote,2009-05-01,Everybody,Cut back
";

const HEADING: &str = "project,date,start,end,status,attending,new_to_project,minutes_offered,minutes_credited,reason,note\n";

fn with_a_council() -> Operator {
    let operator = Operator::new();
    operator.writes("council.geojson", COUNCIL);
    operator.gets("areas import council.geojson --kind council --set 2025");
    operator
}

#[tokio::test]
async fn existing_records_are_imported_once_and_the_figures_follow() {
    let operator = with_a_council();
    operator.writes("projects.csv", PROJECTS);
    let row = "LC-2009-P0001,2009-06-03,09:30,15:30,held,6,6,2160,2100,,\n";
    operator.writes("returns.csv", format!("{HEADING}{row}"));
    let dry = operator.gets("projects import projects.csv --dry-run");
    assert_eq!(
        dry,
        "No mistakes: 1 project would be imported. Nothing was changed.\n"
    );
    // A database without any kind of work takes up those of its first file.
    assert_eq!(
        operator.gets("projects import projects.csv"),
        "Imported 1 project.\n"
    );
    assert_eq!(
        operator.gets("projects import projects.csv"),
        "Imported 0 projects; 1 was there already.\n"
    );
    assert_eq!(
        operator.gets("returns import returns.csv"),
        "Imported 1 session return.\n"
    );
    assert_eq!(
        operator.gets("returns import returns.csv"),
        "Imported 0 session returns; 1 was there already.\n"
    );
    assert_eq!(
        operator.gets("figures verify"),
        "Every figure agrees with the ledger.\n"
    );
    assert!(operator.gets("figures --staff").contains("35"));
    operator.clears_up().await;
}

#[tokio::test]
async fn a_bad_file_names_itself_the_line_and_the_field_and_changes_nothing() {
    let operator = with_a_council();
    operator.writes("projects.csv", PROJECTS);
    operator.gets("projects import projects.csv");
    let rows = "LC-2009-P0001,2009-06-03,09:30,15:30,held,6,6,2160,2100,,\nLC-2009-P0001,2009-06-04,15:30,09:30,held,6,6,2160,2100,,\n";
    operator.writes("returns.csv", format!("{HEADING}{rows}"));
    for words in [
        "returns import returns.csv --dry-run",
        "returns import returns.csv",
    ] {
        let error = operator.fails(words, 1);
        assert!(
            error.contains("returns.csv: line 3, end: The end time must be after the start time"),
            "{error}"
        );
        assert!(
            error.contains("returns.csv: 1 mistake; nothing was imported"),
            "{error}"
        );
    }
    assert!(
        operator
            .gets("returns import --help")
            .contains("minutes_credited")
    );
    operator.fails("returns import nowhere.csv", 1);
    operator.fails("returns import .", 1);
    operator.fails("returns", 2);
    operator.clears_up().await;
}

#[tokio::test]
async fn place_names_are_imported_all_or_none() {
    let operator = Operator::new();
    operator.writes(
        "places.csv",
        "name,lat,lon,kind\nMill Green,52.66,-1.15,park\n,52.66,-1.15,\nAbbey Park,-1.13,52.64,park\n",
    );
    let error = operator.fails("places import places.csv", 1);
    assert!(
        error.contains("places.csv: line 3: name: Enter a name"),
        "{error}"
    );
    assert!(error.contains("line 4: lat, lon"), "{error}");
    assert!(
        error.contains("2 problems; nothing was imported"),
        "{error}"
    );
    operator.writes(
        "places.csv",
        "name,lat,lon,kind\nMill Green,52.66,-1.15,park\n",
    );
    for _ in 0..2 {
        assert_eq!(
            operator.gets("places import places.csv"),
            "Imported 1 place name.\n"
        );
    }
    operator.clears_up().await;
}

#[tokio::test]
async fn a_new_deployment_has_the_usual_kinds_of_work_and_takes_up_others() {
    let operator = with_a_council();
    operator.gets("migrate");
    let sewing = PROJECTS.replace("gardening", "sewing");
    operator.writes("projects.csv", PROJECTS);
    operator.writes("sewing.csv", &sewing);
    operator.gets("projects import projects.csv --dry-run");
    let error = operator.fails("projects import sewing.csv --dry-run", 1);
    assert!(error.contains("category"), "{error}");
    let heading = "code,name,description\n";
    operator.writes("kinds.csv", format!("{heading}Sewing,,\n"));
    let error = operator.fails("categories import kinds.csv", 1);
    assert!(error.contains("kinds.csv: line 2: code"), "{error}");
    operator.writes(
        "kinds.csv",
        format!("{heading}sewing,Sewing and mending,Costumes for the town's carnival\n"),
    );
    assert_eq!(
        operator.gets("categories import kinds.csv"),
        "Imported 1 kind of work.\n"
    );
    operator.gets("projects import sewing.csv --dry-run");
    operator.gets("projects import projects.csv --dry-run");
    operator.clears_up().await;
}

#[tokio::test]
async fn an_attendance_list_is_looked_through_and_nothing_is_changed() {
    let operator = with_a_council();
    operator.writes("projects.csv", PROJECTS);
    operator.gets("projects import projects.csv");
    let heading = "project,date,start,end,case_number,outcome,penalty_minutes\n";
    let line = |case| format!("LC-2009-P0001,2009-06-03,09:30,15:30,{case},ATTC,\n");
    operator.writes(
        "list.csv",
        format!("{heading}{}{}", line("PERSON-1"), line("PERSON-2")),
    );
    let looked = "attendances import list.csv --dry-run";
    let said = operator.gets(looked);
    assert!(
        said.starts_with("No mistakes: 2 attendances would be imported"),
        "{said}"
    );
    assert!(said.ends_with("Nothing was changed.\n"), "{said}");
    // It says the same again: nothing was kept of it, not even who was on it.
    assert_eq!(operator.gets(looked), said);
    for table in ["session_return", "case_digest", "attendance_digest"] {
        let sql = format!("SELECT COUNT(*) FROM {table}");
        assert_eq!(operator.place().counts(&sql).await, 0, "{table}");
    }
    operator.writes(
        "list.csv",
        format!("{heading}{}", line("PERSON-1").replace("ATTC", "HERE")),
    );
    let error = operator.fails(looked, 1);
    assert!(error.contains("list.csv: line 2, outcome"), "{error}");
    assert!(!error.contains("PERSON-1"), "{error}");
    operator.clears_up().await;
}

#[tokio::test]
async fn an_attendance_list_is_imported_once_and_keeps_no_case_number() {
    let operator = with_a_council();
    operator.writes("projects.csv", PROJECTS);
    operator.gets("projects import projects.csv");
    let line = |case, start| format!("LC-2009-P0001,2009-06-03,{start},15:30,{case},ATTC,\n");
    let heading = "project,date,start,end,case_number,outcome,penalty_minutes\n";
    let list = [
        heading.to_string(),
        line("PERSON-1", "09:30"),
        line("PERSON-2", "09:30"),
    ];
    operator.writes("list.csv", list.concat());
    let said = operator.gets("attendances import list.csv");
    assert!(said.starts_with("Imported 2 attendances"), "{said}");
    let again = operator.gets("attendances import list.csv");
    assert!(again.starts_with("Imported 0 attendances"), "{again}");
    // Two people for six hours each, once.
    let counted = "SELECT SUM(new_to_project * 10000 + minutes_credited) FROM session_return";
    assert_eq!(operator.place().counts(counted).await, 20_720);
    assert_eq!(
        operator.gets("figures verify"),
        "Every figure agrees with the ledger.\n"
    );
    let file = operator.place().file().expect("a database file");
    let kept = std::fs::read(file).expect("the database");
    let case = b"PERSON-".as_slice();
    assert!(!kept.windows(case.len()).any(|part| part == case));
    operator.clears_up().await;
}

#[tokio::test]
async fn figures_of_one_area_are_of_that_area_and_an_unknown_one_is_named() {
    let operator = with_a_council();
    let rutland = COUNCIL
        .replace("E06000016", "E06000017")
        .replace("Leicester", "Rutland")
        .replace("52.", "53.");
    operator.writes("rutland.geojson", rutland);
    operator.gets("areas import rutland.geojson --kind council --set 2025");
    let second = "RU-2009-P0001,Path,gardening,E06000017,,53.65,-1.2,2009-06-01,2009-06-02,2009-07-01,vote,2009-05-01,Everybody,Sweep\n";
    operator.writes("projects.csv", format!("{PROJECTS}{second}"));
    operator.gets("projects import projects.csv");
    let leicester = "LC-2009-P0001,2009-06-03,09:30,15:30,held,6,6,2160,2100,,\n";
    let rutland = "RU-2009-P0001,2009-06-04,09:30,15:30,held,9,9,3240,3240,,\n";
    operator.writes("returns.csv", format!("{HEADING}{leicester}{rutland}"));
    operator.gets("returns import returns.csv");
    operator.gets("figures refresh");
    for (words, numbers) in [
        ("figures --format csv", ",15,15,90,89,5400,5340,"),
        (
            "figures --area E06000016 --format csv",
            ",6,6,36,35,2160,2100,",
        ),
        (
            "figures --area E06000017 --format csv",
            ",9,9,54,54,3240,3240,",
        ),
    ] {
        let csv = operator.gets(words);
        assert_eq!(csv.lines().count(), 3, "heading, a year, total: {csv}");
        let whole = csv.lines().skip(1).all(|line| line.contains(numbers));
        assert!(whole, "{words}: {csv}");
    }
    let error = operator.fails("figures --area E99999999 --format csv", 1);
    assert_eq!(error, "payback-panel: there is no area \"E99999999\"\n");
    let error = operator.fails("figures --from 2027-01-01 --to 2026-01-01", 1);
    assert_eq!(error, "payback-panel: --to must not be before --from\n");
    operator.gets("figures --from 2026-01-01 --to 2026-01-01");
    let error = operator.fails("figures --by area,month,area", 1);
    assert_eq!(
        error,
        "payback-panel: --by names area twice: name it once\n"
    );
    operator.clears_up().await;
}

#[tokio::test]
async fn the_same_seed_makes_the_same_figures_and_another_makes_others() {
    let mut all = vec![];
    for seed in [7, 7, 8] {
        let operator = Operator::new();
        let said = operator.gets(&format!("generate --returns 60 --years 1 --seed {seed}"));
        assert!(said.contains("60 session returns"), "{said}");
        all.push(operator.gets("figures --staff --by area,month --format csv"));
        operator.clears_up().await;
    }
    assert!(all[0].lines().count() > 2, "{}", all[0]);
    assert_eq!(all[0], all[1]);
    assert_ne!(all[0], all[2]);
}

#[tokio::test]
async fn nominations_are_looked_through_and_nothing_is_changed() {
    let operator = with_a_council();
    operator.gets("migrate");
    let heading = "reference,title,category,place,council_code,submitted_on,stage\n";
    let row = "LC-2009-0001,The hedge,gardening,Scalpay Close,E06000016,2009-05-01,submitted\n";
    operator.writes("nominations.csv", format!("{heading}{row}"));
    let looked = "nominations import nominations.csv --dry-run";
    let said = operator.gets(looked);
    assert_eq!(
        said,
        "No mistakes: 1 nomination would be imported. Nothing was changed.\n"
    );
    assert_eq!(operator.gets(looked), said);
    assert_eq!(
        operator
            .place()
            .counts("SELECT COUNT(*) FROM nomination")
            .await,
        0
    );
    operator.writes(
        "nominations.csv",
        format!("{heading}{}", row.replace("submitted\n", "dreamt\n")),
    );
    let error = operator.fails(looked, 1);
    assert!(error.contains("nominations.csv: line 2, stage"), "{error}");
    operator.clears_up().await;
}

#[tokio::test]
async fn what_only_reads_makes_no_database_and_says_where_it_looked() {
    let operator = Operator::new();
    operator.writes("returns.csv", HEADING);
    for words in [
        "returns import returns.csv --dry-run",
        "figures",
        "figures refresh",
        "figures verify",
        "audit verify",
        "locate --lat 52.6 --lon -1.1",
        "backup copy.db",
    ] {
        let output = operator.runs_without_database_url(words);
        let error = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(1), "{words}: {error}");
        let looked = std::fs::canonicalize(operator.path(".")).expect("the folder");
        let looked = looked.join("data/payback-panel.db");
        let said = format!("there is no database at {}", looked.display());
        assert!(error.contains(&said), "{words}: {error}");
        assert!(error.contains("DATABASE_URL"), "{words}: {error}");
        // Not even a folder, or a key for one.
        let files = std::fs::read_dir(operator.path(".")).expect("the folder");
        assert_eq!(files.count(), 1, "{words}");
    }
    // What is to make one does.
    let output = operator.runs_without_database_url("migrate");
    assert!(output.status.success());
    let output = operator.runs_without_database_url("figures verify");
    assert!(output.status.success());
    operator.clears_up().await;
}
