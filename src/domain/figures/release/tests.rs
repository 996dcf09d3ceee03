//! Periods, addresses, revisions and anomalies of releases.

use super::findings::{Anomaly, Checked};
use super::*;
use crate::domain::figures::Measures;
use crate::domain::figures::PublicFigures;
use crate::domain::figures::withholding::Weighed;

fn month(text: &str) -> Month {
    text.parse().expect("a month")
}

fn row(code: &str, offenders: i64, covers: bool) -> Row {
    let counts = Measures {
        sessions_held: 3,
        attendances: offenders,
        offenders,
        minutes_offered: offenders * 60,
        minutes_credited: offenders * 50,
        ..Measures::NONE
    };
    Row {
        table: Table::By(By::Category),
        code: code.into(),
        name: code.to_uppercase(),
        counts: *PublicFigures::single(Weighed { counts, covers }, 5).total(),
        ward_sets: None,
    }
}

#[test]
fn a_period_is_a_month_a_quarter_or_a_financial_year() {
    let june = month("2009-06");
    assert_eq!(period(Cut::Month, june).map(|span| span.to), Ok(june));
    assert!(period(Cut::Quarter, june).is_err() && period(Cut::Year, june).is_err());
    let april = month("2009-04");
    assert_eq!(
        period(Cut::Year, april),
        Ok(Span::financial_year(2009)),
        "twelve months"
    );
    assert_eq!(period(Cut::Quarter, april).map(|span| span.to), Ok(june));
}

#[test]
fn a_period_is_over_on_the_day_after_its_last() {
    let june = Span::of_days("2009-06-01".parse().ok(), "2009-06-30".parse().ok());
    let day = |text: &str| text.parse().expect("a day");
    assert!(!is_over(june, day("2009-06-30")));
    assert!(is_over(june, day("2009-07-01")));
}

#[test]
fn an_address_says_area_months_and_revision() {
    let year = Span::financial_year(2009);
    assert_eq!(slug("E06000016", year, 1), "e06000016-2009-04-to-2010-03");
    assert_eq!(
        slug("E06000016", year, 2),
        "e06000016-2009-04-to-2010-03-r2"
    );
    let june = Span::of_days("2009-06-01".parse().ok(), "2009-06-30".parse().ok());
    assert_eq!(slug("E06000016", june, 1), "e06000016-2009-06");
}

#[test]
fn a_revision_names_every_number_that_differs_and_no_other() {
    let old = [row("litter", 20, false), row("hedges", 9, false)];
    let new = [row("litter", 20, false), row("paths", 7, true)];
    let found = revised((1, &old), &new);
    assert!(found.iter().all(|one| one.code != "litter"));
    let told: Vec<_> = found
        .iter()
        .map(|one| (one.code.as_str(), one.measure.told().code, one.old, one.new))
        .collect();
    let zero = Shown::Count(0);
    assert!(told.contains(&("paths", "offenders", zero, Shown::Withheld)));
    assert!(told.contains(&("hedges", "minutes_credited", Shown::Count(450), zero)));
    // Sessions held and the four numbers of people and time, in two rows.
    assert_eq!(found.len(), 10);
    assert_eq!(revised((EDITION, &new), &new), vec![]);
}

#[test]
fn a_session_is_looked_at_when_it_is_long_crowded_or_credited_too_much() {
    let fine = Checked {
        minutes: 600,
        attending: 8,
        group_limit: Some(8),
        offered: 4800,
        credited: 4800,
    };
    assert_eq!(fine.anomalies(), vec![]);
    let wrong = Checked {
        minutes: 601,
        attending: 9,
        credited: 4801,
        ..fine
    };
    assert_eq!(wrong.anomalies(), Anomaly::ALL[..3].to_vec());
    let unlimited = Checked {
        attending: 90,
        group_limit: None,
        ..fine
    };
    assert_eq!(unlimited.anomalies(), vec![]);
}

#[test]
fn words_in_files_and_rows_read_back() {
    for table in Table::ALL {
        assert_eq!(Table::parse(table.code()), Some(table));
    }
    for stage in [Stage::Draft, Stage::Checked, Stage::Published] {
        assert_eq!(Stage::parse(stage.code()), Some(stage));
    }
}

#[test]
fn a_month_has_no_table_of_months_and_none_of_quarters() {
    let of = |span: Span| -> Vec<&str> { Table::of(span).iter().map(|one| one.code()).collect() };
    let april = month("2009-04");
    let one = period(Cut::Month, april).expect("a month");
    assert_eq!(of(one), ["total", "category", "origin", "area"]);
    let quarter = period(Cut::Quarter, april).expect("a quarter");
    assert_eq!(
        of(quarter),
        ["total", "month", "category", "origin", "area"]
    );
    assert_eq!(of(Span::financial_year(2009)).len(), Table::ALL.len());
}
