use super::*;
use crate::domain::figures::Measures;
use crate::domain::figures::withholding::Weighed;

fn row(name: &str, offenders: i64, minutes: i64) -> (RowNames, Weighed) {
    let counts = Measures {
        offenders,
        attendances: offenders,
        minutes_credited: minutes,
        ..Measures::default()
    };
    let name = RowName {
        code: name.to_lowercase(),
        words: name.into(),
    };
    let covers = false;
    (vec![name], Weighed { counts, covers })
}

#[test]
fn hours_for_data_are_exact_or_say_their_hundredths() {
    let cases = [
        (0, "0"),
        (60, "1"),
        (450, "7.5"),
        (20, "0.33"),
        (283_920, "4732"),
        (61, "1.02"),
        (6, "0.1"),
    ];
    for (minutes, text) in cases {
        assert_eq!(hours_for_data(minutes), text);
    }
}

#[test]
fn a_long_head_stands_in_short_lines() {
    assert_eq!(
        in_lines("Decided within the promise"),
        ["Decided", "within the", "promise"]
    );
    assert_eq!(in_lines("Attendances"), ["Attendances"]);
    assert_eq!(in_lines("Value of the hours"), ["Value of the", "hours"]);
}

#[test]
fn withheld_cells_carry_the_same_mark_in_every_form() {
    let rows = vec![row("Abbey", 3, 600), row("Evington", 12, 6000)];
    let view = View {
        by: vec![By::Area],
        ..View::everything()
    };
    let total = Weighed {
        counts: rows.iter().map(|(_, row)| row.counts).sum(),
        covers: false,
    };
    let grid = Grid::public(
        &view,
        WardSets::default(),
        (
            &PublicFigures::withhold(rows, total, 5),
            &SaidBefore::default(),
        ),
        Wage { pence: 1271 },
    );
    let csv = grid.csv();
    let abbey = csv.lines().nth(1).expect("a row");
    assert_eq!(
        abbey,
        "abbey,Abbey,0,0,0,0,0,[c],[c],[c],[c],[c],[c],[c],0,0,0,0,0,[z],0,0,0,0,0,0,[x],provisional,,,"
    );
    assert_eq!(grid.json()["rows"][0]["offenders"], "[c]");
    assert_eq!(grid.json()["rows"][1]["hours_credited"], 100);
    assert_eq!(grid.json()["rows"][1]["value_pounds"], 1271);
    assert_eq!(grid.json()["hourly_wage_pence"], 1271);
    let table = grid.table();
    for told in MEASURES
        .iter()
        .filter(|told| told.measure.on_pages() == told.measure)
    {
        for word in told.words.split(' ') {
            assert!(table.contains(word), "{word} of {}", told.code);
        }
    }
    assert!(
        table.lines().all(|line| line.chars().count() <= 100),
        "{table}"
    );
    assert!(table.contains("Abbey"), "{table}");
    assert!(table.contains("[c]"), "{table}");
}
