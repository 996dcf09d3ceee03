//! What the fields of figures say, the same in files, dictionary and API.

use crate::actions::publishing::figures::{REVISED, REVISED_SINCE, STANDING, WARD_SETS};
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

/// Which numbers of a row of live figures were revised.
pub const REVISED_MEANS: &str = "The numbers of the row that read otherwise than in the release published last of the \
    same area and months: what a page marks [r]. Hours and their value are revised where minutes are. A number that is \
    withheld, here or in the release, is never named";

/// Since which release they were.
pub const REVISED_SINCE_MEANS: &str = "The last part of the address of the release that the numbers in `revised` differ from, \
    as in /figures/releases/{slug} and /api/v1/releases/{slug}. Nothing where none is revised";

/// Where a row of live figures stands.
pub const STANDING_MEANS: &str = "published where a council has published a release of the same area and months that tells of \
    the row; provisional otherwise: what a page marks [p]";

/// What rows of live figures have beside their numbers, in /figures.csv and /figures.json and through the API.
pub const OF_VIEWS: [Column; 4] = [
    Column::code(STANDING, STANDING_MEANS).always(),
    Column::words(REVISED, REVISED_MEANS),
    Column::code(REVISED_SINCE, REVISED_SINCE_MEANS),
    WARD_SETS_COLUMN,
];

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
