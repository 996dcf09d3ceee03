//! Projects and nominations as places on the ground (GeoJSON, RFC 7946), for whoever draws maps.
//!
//! The same rows as in the CSV files, spots as exact as the setting says. A place of which only the area
//! is known has no geometry, and its ward and council in words: no spot is made up for it.

use super::editions;
use crate::domain::areas::point::Point;
use crate::domain::figures::withholding::{PublicMeasures, Shown};
use crate::domain::time::{iso_date, london_date};
use crate::store::nominations::Listed;
use crate::store::nominations::list::{Outcome, Wanted};
use crate::store::projects::Project;
use crate::store::projects::list::Filter;
use crate::store::settings;
use crate::web::nominations::export as nominations_export;
use crate::web::pieces::download::{self, Sheet};
use crate::web::projects::export as projects_export;
use crate::web::visit::{Answer, Visit};
use axum::http::HeaderMap;
use chrono::{DateTime, NaiveDate, Utc};
use serde_json::{Value, json};

const KIND: &str = "application/geo+json";

/// What the files say of a place as they do in CSV, and as what.
type Property = (&'static str, &'static str);

/// The properties of a project.
pub const PROPERTIES_OF_PROJECTS: [Property; 22] = [
    REFERENCE,
    ("title", "What it is, in a few words"),
    ("category", "The code of the kind of work"),
    ("stage", "How far it has come"),
    ("origin", "vote, nomination or other: how it came about"),
    COUNCIL_CODE,
    COUNCIL,
    WARD_CODE,
    WARD,
    PLACE,
    ("nomination", "The nomination it came of"),
    ("vote", "The vote that chose it"),
    ("agreed_on", "The day it was agreed"),
    ("planned_month", "The month planned for the work"),
    ("started_month", "The month in which work began"),
    ("completed_on", "The last day of work"),
    ("sessions_held", "Days of work held"),
    ("offenders", "Different people who worked on it"),
    ("minutes_offered", "The minutes booked for them"),
    (
        "minutes_credited",
        "The minutes that count towards sentences",
    ),
    PROVENANCE,
    URL,
];

/// The properties of a nomination.
pub const PROPERTIES_OF_NOMINATIONS: [Property; 20] = [
    REFERENCE,
    ("title", "What was asked for, in a few words"),
    ("category", "The code of the kind of work"),
    ("category_name", "The kind of work"),
    ("stage", "How far it has come"),
    COUNCIL_CODE,
    COUNCIL,
    WARD_CODE,
    WARD,
    PLACE,
    ("submitted_on", "The day it was sent"),
    ("published_on", "The day a moderator passed it"),
    ("decided_on", "The day it was first decided on"),
    ("decline_reason", "Why it was declined"),
    ("merged_into", "The nomination it was joined to"),
    ("project", "The project that came of it"),
    ("supports", "How many residents support it"),
    ("description", "The work, in the nominator's words"),
    PROVENANCE,
    URL,
];

const REFERENCE: Property = ("id", "What people call it on the telephone");
const COUNCIL_CODE: Property = ("council_code", "The code of the council");
const COUNCIL: Property = ("council", "The council");
const WARD_CODE: Property = ("ward_code", "The code of the ward, where it is known");
const WARD: Property = ("ward", "The ward");
const PLACE: Property = ("place", "Where it is, in words");
const PROVENANCE: Property = (
    "provenance",
    "What is known and what is invented, in a demonstration",
);
const URL: Property = ("url", "Its page");

/// What of a place the files say beside its row.
#[derive(Clone)]
struct Telling {
    /// How many decimals of a degree.
    decimals: u8,
    /// The address of the site.
    site: String,
}

impl Telling {
    async fn of(visit: &Visit) -> Result<Telling, crate::store::StoreError> {
        Ok(Telling {
            decimals: settings::coordinate_decimals(&visit.read()).await?,
            site: visit.app.config.address.clone(),
        })
    }

    /// A place as one line.
    fn feature(&self, reference: &str, point: Option<Point>, properties: Value) -> String {
        let geometry = point.map(|point| {
            let there = point.rounded(self.decimals);
            json!({ "type": "Point", "coordinates": [there.lon(), there.lat()] })
        });
        let feature = json!({
            "type": "Feature",
            "id": reference,
            "geometry": geometry,
            "properties": properties,
        });
        feature.to_string()
    }

    fn project(&self, project: &Project, counts: &PublicMeasures) -> String {
        let number = |shown: Shown| match shown {
            Shown::Count(count) => json!(count),
            Shown::Withheld => json!(shown.mark()),
        };
        let started = project
            .started_on
            .map(|day| day.format("%Y-%m").to_string());
        let properties = json!({
            "title": project.description.title,
            "category": project.description.category,
            "stage": project.stage.code(),
            "origin": project.origin.code(),
            "council_code": project.council_code,
            "council": project.council_name,
            "ward_code": project.ward_code,
            "ward": project.ward_name,
            "place": project.description.place,
            "nomination": project.nomination,
            "vote": project.round_slug,
            "agreed_on": iso_date(project.agreed_on),
            "planned_month": project.planned_month.map(|month| month.to_string()),
            "started_month": started,
            "completed_on": project.completed_on.map(iso_date),
            "sessions_held": counts.sessions_held,
            "offenders": number(counts.offenders),
            "minutes_offered": number(counts.minutes_offered),
            "minutes_credited": number(counts.minutes_credited),
            "provenance": project.provenance,
            "url": format!("{}/projects/{}", self.site, project.reference),
        });
        self.feature(project.reference.as_str(), project.point, properties)
    }

    fn nomination(&self, listed: &Listed, outcome: &Outcome) -> String {
        let nomination = &listed.nomination;
        let proposal = &nomination.proposal;
        let place = &proposal.whereabouts;
        let properties = json!({
            "title": proposal.title,
            "category": proposal.category,
            "category_name": listed.category,
            "stage": nomination.stage.code(),
            "council_code": place.council,
            "council": listed.council,
            "ward_code": place.ward,
            "ward": listed.ward,
            "place": place.place,
            "submitted_on": day(Some(nomination.submitted_at)),
            "published_on": day(nomination.published_at),
            "decided_on": day(nomination.decided_at),
            "decline_reason": nomination.decline_reason.map(|reason| reason.code()),
            "merged_into": outcome.merged_into,
            "project": outcome.project,
            "supports": nomination.supporters,
            "description": proposal.description,
            "provenance": nomination.provenance,
            "url": format!("{}/nominations/{}", self.site, nomination.reference),
        });
        self.feature(&nomination.reference, place.spot, properties)
    }
}

fn day(instant: Option<DateTime<Utc>>) -> Option<String> {
    let day: Option<NaiveDate> = instant.map(london_date);
    day.map(iso_date)
}

/// `/data/projects.geojson`.
pub async fn projects(visit: Visit, headers: HeaderMap) -> Answer {
    const NAME: &str = "projects.geojson";
    let (db, telling) = (visit.app.desk.db.clone(), Telling::of(&visit).await?);
    let file = move || {
        let (db, telling) = (db.clone(), telling.clone());
        download::file(NAME, KIND, move |lines| async move {
            let (wanted, sheet) = (Filter::default(), Sheet::geojson(lines));
            let row = |project: &Project, counts: &PublicMeasures| telling.project(project, counts);
            projects_export::written(&db, &wanted, sheet, row).await
        })
    };
    Ok(editions::answer(&visit, &headers, NAME, file).await)
}

/// `/data/nominations.geojson`.
pub async fn nominations(visit: Visit, headers: HeaderMap) -> Answer {
    const NAME: &str = "nominations.geojson";
    let (db, telling) = (visit.app.desk.db.clone(), Telling::of(&visit).await?);
    let file = move || {
        let (db, telling) = (db.clone(), telling.clone());
        download::file(NAME, KIND, move |lines| async move {
            let (wanted, sheet) = (Wanted::default(), Sheet::geojson(lines));
            let row = |listed: &Listed, outcome: &Outcome| telling.nomination(listed, outcome);
            nominations_export::written(&db, &wanted, sheet, row).await
        })
    };
    Ok(editions::answer(&visit, &headers, NAME, file).await)
}
