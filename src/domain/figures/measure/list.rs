//! Every measure with its words: the one list that pages, files, the API, the dictionary and releases are made of.

use super::{Measure, PEOPLE, Told, Unit};
use crate::domain::figures::arranged::Stage;

const fn told(
    measure: Measure,
    (code, words): (&'static str, &'static str),
    unit: Unit,
    stage: Stage,
    means: &'static str,
) -> Told {
    let since = 1;
    Told {
        measure,
        code,
        words,
        unit,
        stage,
        means,
        since,
    }
}

/// How many there are.
pub const COUNT: usize = 25;

/// Every measure, in the order of columns of files and of [`Measure`].
pub static MEASURES: [Told; COUNT] = {
    use Measure::*;
    [
        told(
            Nominations,
            ("nominations", "Nominations"),
            Unit::Number("nominations"),
            Stage::Nominated,
            "Places nominated by residents and passed by a moderator. Counted in the month they were sent.",
        ),
        told(
            ProjectsAgreed,
            ("projects_agreed", "Projects agreed"),
            Unit::Number("projects"),
            Stage::Agreed,
            "Projects set up. Counted in the month of the agreement.",
        ),
        told(
            ProjectsCompleted,
            ("projects_completed", "Projects completed"),
            Unit::Number("projects"),
            Stage::Completed,
            "Projects whose work is done. Counted in the month of the last day of work.",
        ),
        told(
            SessionsHeld,
            ("sessions_held", "Sessions held"),
            Unit::Number("sessions"),
            Stage::InProgress,
            "A session is one day’s supervised work on a project. It is held if somebody worked.",
        ),
        told(
            StoodDown,
            ("sessions_stood_down", "Sessions stood down"),
            Unit::Number("sessions"),
            Stage::InProgress,
            "Sessions that could not take place. Each has a reason: weather, no supervisor, the site, transport, nobody came, or other.",
        ),
        told(
            Attendances,
            ("attendances", "Attendances"),
            Unit::Number(PEOPLE),
            Stage::InProgress,
            "How many people came, added up over sessions. Somebody who comes three times counts three times.",
        ),
        told(
            Offenders,
            ("offenders", "Offenders"),
            Unit::Number(PEOPLE),
            Stage::InProgress,
            "Different people who worked on each project. Staff write down how many were new to the project that day, and we add those up. Somebody who works on two projects counts on both.",
        ),
        told(
            HoursOffered,
            ("hours_offered", "Hours offered"),
            Unit::Hours,
            Stage::InProgress,
            "The time that was booked for the people who came.",
        ),
        told(
            HoursCredited,
            ("hours_credited", "Hours worked"),
            Unit::Hours,
            Stage::InProgress,
            "The time credited towards sentences. It can be less than the time offered, never more. We keep whole minutes and show hours: to a tenth in tables, whole in a headline.",
        ),
        told(
            MinutesOffered,
            ("minutes_offered", "Minutes offered"),
            Unit::Minutes,
            Stage::InProgress,
            "The hours offered, in whole minutes.",
        ),
        told(
            MinutesCredited,
            ("minutes_credited", "Minutes worked"),
            Unit::Minutes,
            Stage::InProgress,
            "The hours worked, in whole minutes.",
        ),
        Told {
            since: 2,
            ..told(
                Value,
                ("value_pounds", "Value of the hours"),
                Unit::Pounds,
                Stage::InProgress,
                "What the hours worked would have cost at a wage that is named beside them. It follows from the minutes worked alone, rounded down to whole pounds, so it can be a little more than the sum of its parts.",
            )
        },
        Told {
            since: 3,
            ..told(
                Supports,
                ("supports", "Supports"),
                Unit::Number("supports"),
                Stage::Nominated,
                "How often residents said that they support a nomination. Counted in the month the nomination was sent.",
            )
        },
        Told {
            since: 3,
            ..told(
                Decided,
                ("nominations_decided", "Decided"),
                Unit::Number("nominations"),
                Stage::Nominated,
                "Nominations that were assessed, declined or joined to another. Counted in the month they were sent.",
            )
        },
        Told {
            since: 3,
            ..told(
                DecidedInTime,
                (
                    "nominations_decided_in_target",
                    "Decided within the promise",
                ),
                Unit::Number("nominations"),
                Stage::Nominated,
                "Nominations decided within as many days as were promised when they were decided. Counted in the month they were sent.",
            )
        },
        Told {
            since: 3,
            ..told(
                Rounds,
                ("vote_rounds", "Votes held"),
                Unit::Number("votes"),
                Stage::Voted,
                "Votes whose result was declared. Counted in the month they closed, in the area that could vote. A vote is of no one kind of work.",
            )
        },
        Told {
            since: 3,
            ..told(
                VotesCast,
                ("votes_cast", "Votes cast"),
                Unit::Number("ballots"),
                Stage::Voted,
                "Ballots in those votes, blank ones among them. Nothing of a vote is counted before its result is declared.",
            )
        },
        Told {
            since: 3,
            ..told(
                Turnout,
                ("turnout_percent", "Turnout"),
                Unit::Percent,
                Stage::Voted,
                "Votes cast in each hundred people who lived in the area when the result was declared, of all ages. Votes of areas where that is not known are left out. A share of less than 0.05% is marked [low]: it would be rounded to 0.",
            )
        },
        Told {
            since: 3,
            ..told(
                NowAgreed,
                ("projects_now_agreed", "Still agreed"),
                Unit::Number("projects"),
                Stage::Agreed,
                "Projects that wait for a month. Where projects stood when the figures were made, counted in the month of the agreement.",
            )
        },
        Told {
            since: 3,
            ..told(
                NowScheduled,
                ("projects_now_scheduled", "Scheduled"),
                Unit::Number("projects"),
                Stage::Agreed,
                "Projects that have a month. Where projects stood when the figures were made, counted in the month of the agreement.",
            )
        },
        Told {
            since: 3,
            ..told(
                NowInProgress,
                ("projects_now_in_progress", "In progress"),
                Unit::Number("projects"),
                Stage::Agreed,
                "Projects on which work has begun. Where projects stood when the figures were made, counted in the month of the agreement.",
            )
        },
        Told {
            since: 3,
            ..told(
                NowPaused,
                ("projects_now_paused", "Paused"),
                Unit::Number("projects"),
                Stage::Agreed,
                "Projects that wait for a reason. Where projects stood when the figures were made, counted in the month of the agreement.",
            )
        },
        Told {
            since: 3,
            ..told(
                NowCompleted,
                ("projects_now_completed", "Done"),
                Unit::Number("projects"),
                Stage::Agreed,
                "Projects whose work is done. Where projects stood when the figures were made, counted in the month of the agreement.",
            )
        },
        Told {
            since: 3,
            ..told(
                NowCancelled,
                ("projects_now_cancelled", "Cancelled"),
                Unit::Number("projects"),
                Stage::Agreed,
                "Projects that will not be done. Where projects stood when the figures were made, counted in the month of the agreement.",
            )
        },
        Told {
            since: 3,
            ..told(
                MedianDays,
                ("median_days_to_completion", "Days to completion (median)"),
                Unit::Number("days"),
                Stage::Completed,
                "Half of the projects that residents nominated were completed within so many days of the nomination. Counted in the month of the last day of work. Not available of fewer than 10 projects, and of periods other than a month, a quarter, a financial year and all the time since launch.",
            )
        },
    ]
};
