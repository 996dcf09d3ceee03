//! What the fields of figures say, the same in files, dictionary and API.

use crate::actions::publishing::figures::WARD_SETS;
use crate::actions::publishing::records::Column;

/// Which boundaries a row of figures is of.
pub const WARD_SETS_COLUMN: Column = Column::words(
    WARD_SETS,
    "The sets of ward boundaries that the row is of, oldest first: each project counts in its ward of the set \
     that held when it was set up",
)
.always();

/// What a number of figures says.
pub const fn measure(name: &'static str) -> Column {
    match name.as_bytes() {
        b"nominations" => Column::count(
            name,
            "nominations",
            "Nominations that a moderator passed, by the month they were sent",
        )
        .always(),
        b"projects_agreed" => Column::count(name, "projects", "Projects agreed").always(),
        b"projects_completed" => Column::count(name, "projects", "Projects completed").always(),
        b"sessions_held" => Column::count(name, "sessions", "Days of work held").always(),
        b"sessions_stood_down" => {
            Column::count(name, "sessions", "Days of work that could not take place").always()
        }
        b"attendances" => {
            Column::withheld(name, "people", "People who came, added up over sessions")
        }
        b"offenders" => Column::withheld(name, "people", "Different people on each project"),
        b"hours_offered" => Column::hours(name, "The time booked for them"),
        b"hours_credited" => Column::hours(name, "The time that counts towards sentences"),
        b"minutes_offered" => Column::withheld(name, "minutes", "The time booked for them, exact"),
        _ => Column::withheld(
            name,
            "minutes",
            "The time that counts towards sentences, exact",
        ),
    }
}
