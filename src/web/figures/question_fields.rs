//! What the fields of the files of questions people ask say, for the dictionary of open data.

use super::by_ward;
use super::outcome_sheets::Told;
use super::question_sheets::{self as answers, head};
use crate::actions::publishing::records::Column;
use crate::domain::figures::period::Cut;

/// Every field, by its name.
static FIELDS: [Column; 32] = [
    Column::words(
        "financial_year",
        "The financial year, from April to March. Where rows are cut by quarter or month, the field is called so and holds that",
    ),
    Column::words("area", "The area that the row is of, or Total"),
    Column::code("council_code", "The code of the council"),
    Column::words("council", "The council"),
    Column::code(
        "ward_code",
        "The code of the ward; [z] for places in no ward that is known",
    ),
    Column::words("ward", "The ward"),
    Column::count(
        "nominations",
        "nominations",
        "Places nominated by residents and passed by a moderator, by when they came in",
    ),
    Column::count(
        "projects",
        "nominations",
        "Those of them that became a project",
    ),
    Column::count(
        "completed",
        "nominations",
        "Those of them whose project is completed by now. Projects that nobody nominated are not among them",
    ),
    Column::words(
        "share_completed",
        "Completed of all nominations, in whole per cent; [z] of none",
    ),
    Column::available(
        "median_days",
        "days",
        "Half of them took at most so many days, from the nomination to the completion of the project or, in files of \
         decisions, to the decision. [x] of fewer than 10",
    ),
    Column::available(
        "days_90th_percentile",
        "days",
        "Nine in ten of them took at most so many days. [x] of fewer than 10",
    ),
    Column::count(
        "decided",
        "nominations",
        "Nominations with a day of decision: assessed, declined or joined to another. One that was withdrawn after it \
         stays decided",
    ),
    Column::words(
        "share_within_promise",
        "Decided within the promise, of those that are decided or late, in whole per cent; [x] of fewer than 10, [z] of none",
    ),
    Column::count(
        "open_late",
        "nominations",
        "Not decided, and past the promise",
    ),
    Column::count("open_in_time", "nominations", "Not decided, with time left"),
    Column::count(
        "closed_undecided",
        "nominations",
        "Withdrawn before a decision, or closed with no day of decision on record. With it, decided, open_late and \
         open_in_time make up all nominations",
    ),
    Column::words("category", "The kind of work, or Total"),
    Column::withheld(
        "minutes_offered",
        "minutes",
        "The time booked for the people who came",
    ),
    Column::withheld(
        "minutes_credited",
        "minutes",
        "The time credited towards sentences",
    ),
    Column::withheld(
        "offenders",
        "people",
        "Different people who worked on each project, added up",
    ),
    Column::count(
        "sessions_held",
        "sessions",
        "Sessions in which somebody worked",
    ),
    Column::words("reason", "Why sessions were stood down, or Total"),
    Column::count(
        "sessions",
        "sessions",
        "Sessions stood down for that reason",
    ),
    Column::words("vote", "The vote"),
    Column::day("closed_on", "The day the vote closed"),
    Column::count("votes_cast", "people", "People who voted"),
    Column::words(
        "share_of_population",
        "Of everybody who lives there, in whole per cent; [x] where that is not known",
    ),
    Column::words("chosen", "What was chosen"),
    Column::words(
        "project",
        "The reference of the project that followed; [z] before there is one",
    ),
    Column::words(
        "stage",
        "How far the project has come; [z] before there is one",
    ),
    Column::words("completed_on", "The day it was completed; [z] before that"),
];

/// The files of questions, each by its name with its fields in their order.
pub fn files() -> Vec<(String, Vec<&'static Column>)> {
    let cut = Cut::Year;
    let when = head(cut).1;
    let (by_area, completed, decided) = ("area", Told::Completed, Told::Decided);
    let behind = |first: &[&'static str], columns: answers::Columns| {
        let names = columns.into_iter().map(|(_, name)| name);
        [first.to_vec(), names.collect()].concat()
    };
    let mut files = vec![
        ("nominations", vec![when, "area", "nominations"]),
        ("completed", behind(&[when], completed.columns())),
        ("completed-by-area", behind(&[by_area], completed.columns())),
        ("decided", behind(&[when], decided.columns())),
        ("decided-by-area", behind(&[by_area], decided.columns())),
        ("hours", behind(&[], answers::hours_columns(cut))),
        ("stood-down", vec![when, "reason", "sessions"]),
        ("chosen", behind(&[], answers::CHOSEN.to_vec())),
    ];
    let places = [when, "council_code", "council", "ward_code", "ward"];
    let by_ward = by_ward::Part::ALL;
    files.extend(by_ward.map(|part| (part.name(), behind(&places, part.columns()))));
    let described = |name: &str| FIELDS.iter().find(|field| field.name == name);
    let fields = |names: Vec<&'static str>| names.into_iter().filter_map(described).collect();
    let files = files.into_iter();
    files
        .map(|(name, names)| (format!("questions/{name}"), fields(names)))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_field_of_every_file_is_described() {
        let all = files();
        assert_eq!(all.len(), 11);
        for (name, fields) in &all {
            assert!(fields.len() >= 3, "{name}: {fields:?}");
        }
        let used = |field: &Column| {
            all.iter()
                .any(|(_, of)| of.iter().any(|one| one.name == field.name))
        };
        assert!(FIELDS.iter().all(used));
    }
}
