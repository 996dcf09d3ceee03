//! Planned sessions that are over and of which nothing is recorded, however long ago they were.

use super::week::{day_in_words, form_of};
use crate::domain::hours::week::Standing;
use crate::domain::policy::Permission;
use crate::domain::text::{grouped, plural};
use crate::store::hours::plans::{self, Planning};
use crate::web::problem::Problem;
use crate::web::visit::Visit;
use chrono::NaiveDate;
use maud::{Markup, html};

/// So many are listed.
const LISTED: usize = 40;

/// Each with its council, oldest first, of all projects in progress that whoever asks records.
pub async fn now(visit: &Visit) -> Result<Vec<(NaiveDate, String)>, Problem> {
    let within = visit.person().areas_where(Permission::RecordSessions);
    let projects = plans::in_progress(&visit.read(), within.as_deref()).await?;
    let all = of(visit, &projects).await?;
    Ok(all
        .into_iter()
        .map(|(day, project)| (day, project.council_name.clone()))
        .collect())
}

/// Each with its project, oldest first, of these.
pub async fn of<'a>(
    visit: &Visit,
    projects: &'a [Planning],
) -> Result<Vec<(NaiveDate, &'a Planning)>, Problem> {
    let planning = || projects.iter().filter(|project| !project.plans.is_empty());
    let rows: Vec<i64> = planning().map(|project| project.project).collect();
    let today = visit.today();
    let recorded = plans::recorded_until(&visit.read(), &rows, today).await?;
    let mut all = vec![];
    for project in planning() {
        let is_recorded = |day| recorded.contains(&(project.project, day));
        let span = (project.started_on, today);
        let days = project.planned(span, is_recorded, visit.now()).into_iter();
        let missing = days.filter(|day| day.standing == Standing::Missing);
        all.extend(missing.map(|day| (day.day, project)));
    }
    all.sort_by_key(|(day, _)| *day);
    Ok(all)
}

/// One press to the form of each.
pub fn listed(all: &[(NaiveDate, &Planning)]) -> Markup {
    let count = all.len() as i64;
    let more = all.len().saturating_sub(LISTED) as i64;
    html! {
        h2 class="govuk-heading-m" { "Missing" }
        @if all.is_empty() {
            p class="govuk-body" {
                "Nothing is missing: every planned session of a project in progress that is over is recorded."
            }
        } @else {
            p class="govuk-body" {
                (plural(count, "planned session is", "planned sessions are")) " over and not recorded"
                @if more > 0 { ". These are the oldest " (LISTED) "." } @else { ", oldest first." }
            }
            ul class="govuk-list govuk-list--spaced" {
                @for (day, project) in all.iter().take(LISTED) {
                    li {
                        a class="govuk-link" href=(form_of(project, *day)) { "Record " (day_in_words(*day)) ": " (project.title) }
                    }
                }
            }
            @if more > 0 {
                p class="govuk-body" { "And " (grouped(more)) " more: they come up once these are recorded." }
            }
        }
    }
}
