//! What the fields of figures say, the same in files, dictionary and API.

use crate::actions::publishing::figures::WARD_SETS;
use crate::actions::publishing::records::Column;
use crate::domain::figures::arranged::Stage;
use crate::domain::figures::measure::{MEASURES, Measure, Told, Unit};

/// Which boundaries a row of figures is of.
pub const WARD_SETS_COLUMN: Column = Column::words(
    WARD_SETS,
    "The sets of ward boundaries that the row is of, oldest first: each project counts in its ward of the set \
     that held when it was set up",
)
.always();

/// The columns of the numbers of figures, in the order of the measures.
pub fn columns() -> impl Iterator<Item = Column> {
    MEASURES.iter().map(column)
}

/// What a number of figures says.
fn column(told: &Told) -> Column {
    match told.unit {
        Unit::Hours => Column::hours(told.code, told.means),
        Unit::Minutes => Column::withheld(told.code, "minutes", told.means),
        Unit::Pounds => Column::withheld(told.code, "pounds", told.means),
        Unit::Percent => Column::share(told.code, told.means),
        Unit::Number(unit) if told.measure == Measure::MedianDays => {
            Column::available(told.code, unit, told.means)
        }
        Unit::Number(unit) if told.stage == Stage::Voted => {
            Column::applicable(told.code, unit, told.means)
        }
        Unit::Number(unit) if told.measure.is_of_people() => {
            Column::withheld(told.code, unit, told.means)
        }
        Unit::Number(unit) => Column::count(told.code, unit, told.means).always(),
    }
}
