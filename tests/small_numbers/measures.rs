//! Every measure is a view of what was counted: none says of a row what another withholds. The value of hours is
//! a view of the hours.

use crate::ledger::{Dice, Ledger, PUBLICATIONS};
use crate::views;
use payback_panel::domain::figures::measure::{Counted, MEASURES, Measure, Wage};
use payback_panel::domain::figures::withholding::{PublicMeasures, Shown, THRESHOLD, Weighed};
use payback_panel::domain::figures::{Measures, PublicFigures};

const WAGE: Wage = Wage { pence: 1271 };

fn shown(counts: Measures, covers: bool) -> PublicMeasures {
    *PublicFigures::single(Weighed { counts, covers }, THRESHOLD).total()
}

/// The same with other people, who worked for another time.
fn with_others(counts: Measures) -> Measures {
    Measures {
        offenders: counts.offenders + 40,
        attendances: counts.attendances + 90,
        minutes_offered: counts.minutes_offered * 3 + 60,
        minutes_credited: counts.minutes_credited * 2 + 60,
        ..counts
    }
}

/// A measure as somebody works it out who knows of the row only the number that it follows from.
fn worked_out(source: Shown, measure: Measure) -> Shown {
    match (measure, source) {
        (Measure::Value, Shown::Count(minutes)) => Shown::Count(minutes * WAGE.pence / 6000),
        (_, source) => source,
    }
}

#[test]
fn what_is_withheld_of_people_and_hours_is_in_no_measure() {
    let (mut withheld, mut open) = (0, 0);
    for seed in 0..20 {
        let mut dice = Dice::new(seed);
        for publication in Ledger::random(&mut dice).publications([THRESHOLD; PUBLICATIONS]) {
            for view in views::all(&publication) {
                let covers = publication.is_withheld(view.atoms);
                let counts = publication.total(view.atoms);
                let (row, others) = (shown(counts, covers), shown(with_others(counts), covers));
                for told in &MEASURES {
                    let number = row.shown(told.measure, WAGE);
                    if row.is_withheld() {
                        assert_eq!(number, others.shown(told.measure, WAGE), "{}", told.code);
                    }
                    // What follows from a number beside it says no more than that number.
                    let source = row.counted(told.measure.counted_by());
                    let follows = worked_out(source, told.measure);
                    assert_eq!(number, follows, "{}", told.code);
                    let is_hidden = number == Shown::Withheld;
                    let of_people = told.measure.is_of_people();
                    assert_eq!(is_hidden, row.is_withheld() && of_people, "{}", told.code);
                }
                withheld += u32::from(row.is_withheld());
                open += u32::from(!row.is_withheld());
            }
        }
    }
    assert!(withheld > 100 && open > 100, "{withheld} and {open}");
}
