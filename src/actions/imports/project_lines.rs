//! One line of `projects.csv`: what it says, or everything that is wrong with it.

use super::Fault;
use super::sheet::{Line, day};
use crate::actions::{Desk, Person};
use crate::domain::areas::point::Point;
use crate::domain::figures::period::Month;
use crate::domain::hours::Minutes;
use crate::domain::hours::notes::nameless;
use crate::domain::ids::Reference;
use crate::domain::mistakes::{self, optional_line, optional_words};
use crate::domain::policy::Permission;
use crate::domain::projects::{Description, Origin, Stage};
use crate::store::nominations::places::Place;
use crate::store::projects::change::NewProject;
use crate::store::ward_sets::WardSets;
use chrono::NaiveDate;
use std::collections::HashMap;

/// The columns of the file.
pub const COLUMNS: [&str; 14] = [
    "reference",
    "title",
    "category",
    "council_code",
    "ward_code",
    "lat",
    "lon",
    "agreed_on",
    "started_on",
    "completed_on",
    "origin",
    "nominated_on",
    "beneficiary",
    "summary",
];
/// Columns that may be there too.
pub(super) const MORE: [&str; 11] = [
    "place",
    "nomination",
    "estimate_minutes",
    "supervised_by",
    "closing_statement",
    "work_done",
    "group_limit",
    "planned_month",
    "expected_on",
    "provenance",
    "source",
];

/// A line that read, before it is held against the database.
pub(super) struct Row {
    pub(super) line: u64,
    pub(super) project: NewProject,
    pub(super) nomination: String,
}

/// What a line is held against.
pub(super) struct Ground {
    pub(super) desk: Desk,
    pub(super) person: Person,
    pub(super) today: NaiveDate,
    pub(super) areas: HashMap<String, Place>,
    pub(super) ward_sets: WardSets,
    pub(super) categories: Vec<String>,
    pub(super) takes_up_categories: bool,
}

impl Ground {
    /// Reads a line, or says everything that is wrong with it.
    pub(super) fn row(&self, mut line: Line<'_>) -> Result<Row, Vec<Fault>> {
        let reference = line.read("reference", |text| text.parse::<Reference>());
        let description = self.description(&mut line);
        let place = self.place(&mut line);
        let days = self.days(&mut line);
        let origin = line.read("origin", |text| {
            Origin::parse(text).ok_or("Use 'vote', 'nomination' or 'other'")
        });
        let planned_month = line.read_if_any("planned_month", |text| text.parse::<Month>());
        let closing_statement = words(&mut line, "closing_statement");
        let work_done = words(&mut line, "work_done");
        let provenance = provenance(&mut line);
        let nomination = line.text("nomination").to_ascii_uppercase();
        let project = || {
            let (council, ward, point) = place?;
            let days = days?;
            Some(NewProject {
                description: description?,
                stage: days.stage(),
                origin: origin?,
                ward_set: ward
                    .as_deref()
                    .and_then(|code| self.ward_set(code, days.agreed)),
                ward_code: ward,
                point,
                nominated_on: days.nominated,
                planned_month,
                started_on: days.started,
                expected_on: days.expected,
                completed_on: days.completed,
                closing_statement,
                work_done,
                provenance,
                ..NewProject::agreed(reference?, &council, days.agreed)
            })
        };
        match project() {
            Some(project) if line.is_good() => Ok(Row {
                line: line.number,
                project,
                nomination,
            }),
            _ => Err(line.into_faults()),
        }
    }

    /// The set of ward boundaries that held when the project was agreed.
    fn ward_set(&self, ward: &str, agreed: NaiveDate) -> Option<String> {
        self.ward_sets.with(ward, agreed).map(str::to_string)
    }

    fn description(&self, line: &mut Line<'_>) -> Option<Description> {
        let title = line.read("title", |text| {
            mistakes::line(text, 150, "Enter a title").and_then(without_cases)
        });
        let category = line.read("category", |text| {
            if self.categories.iter().any(|code| code == text)
                || (self.takes_up_categories && is_a_code(text))
            {
                Ok(text.to_string())
            } else if self.takes_up_categories {
                Err("Use small letters and hyphens".to_string())
            } else {
                Err(format!("Use one of: {}", self.categories.join(", ")))
            }
        });
        let estimate = line.read_if_any("estimate_minutes", |text| {
            mistakes::whole(text, 1, 100_000_000, "")
        });
        let group_limit = line.read_if_any("group_limit", |text| mistakes::whole(text, 1, 500, ""));
        Some(Description {
            title: title?,
            category: category?,
            place: short(line, "place"),
            summary: words(line, "summary"),
            beneficiary: short(line, "beneficiary"),
            supervised_by: short(line, "supervised_by"),
            estimate: estimate.map(Minutes::new),
            group_limit,
        })
    }

    fn place(&self, line: &mut Line<'_>) -> Option<(String, Option<String>, Option<Point>)> {
        let council = line.read("council_code", |text| match self.areas.get(text) {
            Some(area) if area.kind == "council" => Ok(area.code.clone()),
            _ => Err("There is no council with this code: import councils first"),
        });
        if let Some(council) = &council
            && !self
                .person
                .may(&self.desk, Permission::RunProjects, council)
        {
            line.fault("council_code", "You may not run projects in this council");
        }
        let ward = line.read_if_any("ward_code", |text| match self.areas.get(text) {
            Some(area) if area.kind == "ward" => Ok(area.clone()),
            _ => Err("There is no ward with this code: import wards first"),
        });
        if let (Some(ward), Some(council)) = (&ward, &council)
            && !self.lies_in(ward, council)
        {
            line.fault("ward_code", "This ward does not lie in that council");
        }
        let (lat, lon) = (line.text("lat"), line.text("lon"));
        let point = if lat.is_empty() && lon.is_empty() {
            None
        } else {
            line.check("lat", Point::parse(&lat, &lon))
        };
        Some((council?, ward.map(|ward| ward.code), point))
    }

    fn lies_in(&self, ward: &Place, council: &str) -> bool {
        let around = ward.parent_code.as_deref();
        let further = around
            .and_then(|code| self.areas.get(code))
            .and_then(|area| area.parent_code.as_deref());
        around == Some(council) || further == Some(council)
    }

    fn days(&self, line: &mut Line<'_>) -> Option<Days> {
        let days = Days {
            nominated: line.read_if_any("nominated_on", day),
            agreed: line.read("agreed_on", day)?,
            started: line.read_if_any("started_on", day),
            expected: line.read_if_any("expected_on", day),
            completed: line.read_if_any("completed_on", day),
        };
        for (column, date) in [
            ("nominated_on", days.nominated),
            ("agreed_on", Some(days.agreed)),
            ("started_on", days.started),
            ("completed_on", days.completed),
        ] {
            if date.is_some_and(|date| date > self.today) {
                line.fault(column, "This day is still to come");
            }
        }
        if days.nominated.is_some_and(|day| day > days.agreed) {
            line.fault("nominated_on", "It was nominated after it was agreed");
        }
        if days.started.is_some_and(|day| day < days.agreed) {
            line.fault("started_on", "It started before it was agreed");
        }
        match (days.started, days.completed) {
            (None, Some(_)) => line.fault("started_on", "It was completed but never started"),
            (Some(started), Some(completed)) if completed < started => {
                line.fault("completed_on", "It was completed before it started");
            }
            _ => {}
        }
        Some(days)
    }
}

/// The days of a project's life.
#[derive(Clone, Copy)]
struct Days {
    nominated: Option<NaiveDate>,
    agreed: NaiveDate,
    started: Option<NaiveDate>,
    expected: Option<NaiveDate>,
    completed: Option<NaiveDate>,
}

impl Days {
    fn stage(self) -> Stage {
        match (self.started, self.completed) {
            (_, Some(_)) => Stage::Completed,
            (Some(_), None) => Stage::InProgress,
            (None, None) => Stage::Agreed,
        }
    }
}

fn is_a_code(text: &str) -> bool {
    (1..=40).contains(&text.len())
        && text
            .bytes()
            .all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-')
}

fn without_cases(text: String) -> Result<String, String> {
    nameless(text).map_err(|names| names.to_string())
}

fn short(line: &mut Line<'_>, column: &str) -> String {
    line.read(column, |text| {
        optional_line(text, 300).and_then(without_cases)
    })
    .unwrap_or_default()
}

fn words(line: &mut Line<'_>, column: &str) -> String {
    line.read(column, |text| {
        optional_words(text, 4000).and_then(without_cases)
    })
    .unwrap_or_default()
}

/// What is known of a row and what is made up: `illustration`, or `known` with its source.
fn provenance(line: &mut Line<'_>) -> String {
    let source = words(line, "source");
    let kind = line.read("provenance", |text| match text {
        "" | "known" | "illustration" => Ok(text.to_string()),
        _ => Err("Use 'known' or 'illustration', or leave it empty"),
    });
    match kind.as_deref() {
        Some("known") if source.is_empty() => "known".into(),
        Some("known") => format!("known: {source}"),
        Some(kind) => kind.to_string(),
        None => String::new(),
    }
}
