//! Handlers: a project's sessions with every version, one session, and what is missing.

use super::forms::{ListQuery, asked_day};
use super::ledger_views as views;
use super::pages::{project, session};
use crate::domain::csv_cells::{Row, row};
use crate::domain::hours::session_return::{HELD, Outcome, STOOD_DOWN};
use crate::domain::ids::{OnceKey, Reference};
use crate::domain::policy::Permission;
use crate::domain::time::iso_date;
use crate::store::figures;
use crate::store::hours::waiting::Unheard;
use crate::store::hours::{self as store, SessionFilter, Version};
use crate::web::govuk::BackLink;
use crate::web::paths::{Asked, At};
use crate::web::pieces::{download, pages};
use crate::web::visit::{Answer, Visit};
use axum::response::IntoResponse;
use maud::Render;

/// Projects on one page of those that wait.
const WAITING: u64 = 20;

crate::form! {
    /// A page of the projects that wait for a session.
    pub struct WaitingQuery { page }
}

const A_PAGE: u64 = 20;

impl ListQuery {
    fn filter(&self) -> SessionFilter {
        SessionFilter {
            held: match self.status.as_str() {
                HELD => Some(true),
                STOOD_DOWN => Some(false),
                _ => None,
            },
            from: asked_day(&self.from),
            to: asked_day(&self.to),
        }
    }
}

/// A project's sessions, the last day first, each with the versions it had before.
pub async fn of_project(
    visit: Visit,
    At(reference): At<Reference>,
    Asked(query): Asked<ListQuery>,
) -> Answer {
    let project = project(&visit, &reference, Permission::SeeExactFigures).await?;
    let conn = visit.read();
    let filter = query.filter();
    let found = store::count(&conn, project.id, &filter).await?;
    let last_page = u64::try_from(found).unwrap_or(0).div_ceil(A_PAGE).max(1);
    let page = query.page.parse().unwrap_or(1).clamp(1, last_page);
    let skip = (page - 1) * A_PAGE;
    let sessions = store::of_project(&conn, project.id, &filter, skip, A_PAGE).await?;
    let keys: Vec<String> = sessions
        .iter()
        .filter(|version| version.number > 1)
        .map(|version| version.key.clone())
        .collect();
    let before = store::corrected_of_project(&conn, project.id, &keys).await?;
    let total = figures::exact_project(&conn, project.id).await?;
    let list = views::List {
        project: &project,
        sessions: &sessions,
        before: &before,
        total,
        query: &query,
        found,
        pages: (page, last_page),
        may_record: visit.may(Permission::RecordSessions, project.area()),
    };
    Ok(visit
        .page("Sessions", views::of_project(&list))
        .of(&project.description.title)
        .before(BackLink::to(format!("/staff/projects/{reference}")).render())
        .wide()
        .into_response())
}

/// The same as a file: every version, those that no longer count too.
pub async fn download(visit: Visit, At(reference): At<Reference>) -> Answer {
    const AT_ONCE: u64 = 500;
    let project = project(&visit, &reference, Permission::SeeExactFigures).await?;
    let db = visit.app.desk.db.clone();
    let name = format!("sessions-{reference}.csv");
    Ok(download::csv(&name, move |lines| async move {
        let heading = [
            "project",
            "date",
            "start",
            "end",
            "status",
            "attending",
            "new_to_project",
            "minutes_offered",
            "minutes_credited",
            "reason",
            "note",
            "session",
            "version",
            "in_force",
            "correction",
            "recorded_at",
        ];
        let mut rows = row(&heading);
        let mut after = 0;
        loop {
            let versions = store::every_version(&db.read(), project.id, after, AT_ONCE).await?;
            let Some(last) = versions.last() else { break };
            after = last.id;
            for version in &versions {
                rows.push_str(&csv_row(project.reference.as_str(), version));
            }
            if lines.send(std::mem::take(&mut rows)).await.is_err() {
                return Ok(());
            }
        }
        let _ = lines.send(rows).await;
        Ok::<_, crate::store::StoreError>(())
    }))
}

fn csv_row(reference: &str, version: &Version) -> String {
    let reads = &version.reads;
    let (counts, reason) = match reads.outcome {
        Outcome::Held(worked) => (
            [
                worked.attending,
                worked.new_to_project,
                worked.offered.count(),
                worked.credited.count(),
            ],
            "",
        ),
        Outcome::StoodDown(reason) => ([0; 4], reason.code()),
    };
    let row = Row::new()
        .text(reference)
        .text(&iso_date(reads.day))
        .text(&reads.shift.starts().to_string())
        .text(&reads.shift.ends().to_string())
        .text(reads.outcome.status());
    counts
        .into_iter()
        .fold(row, Row::number)
        .text(reason)
        .text(&reads.note)
        .text(&version.key)
        .number(version.number)
        .text(if version.in_force { "yes" } else { "no" })
        .text(&version.correction)
        .text(&version.recorded_at.to_rfc3339())
        .end()
}

/// One session with its versions.
pub async fn session_page(visit: Visit, At(key): At<OnceKey>) -> Answer {
    let (_, project) = session(&visit, &key, Permission::SeeExactFigures).await?;
    let versions = store::versions(&visit.read(), key.as_str()).await?;
    let may_record = visit.may(Permission::RecordSessions, project.area());
    Ok(visit
        .page("A session", views::session(&project, &versions, may_record))
        .of(&project.description.title)
        .before(BackLink::to(format!("/staff/projects/{}/sessions", project.reference)).render())
        .into_response())
}

/// What is missing: projects in progress, the one longest unheard of first.
pub async fn waiting(visit: Visit, Asked(query): Asked<WaitingQuery>) -> Answer {
    let unheard = Unheard {
        within: visit.person().areas_where(Permission::RecordSessions),
        until: None,
    };
    let conn = visit.read();
    let number = query.page.parse::<u64>().unwrap_or(1).clamp(1, 1_000_000);
    let total = unheard.count(&conn).await?;
    let last = u64::try_from(total).unwrap_or(0).div_ceil(WAITING).max(1);
    let found = unheard.some(&conn, (number - 1) * WAITING, WAITING).await?;
    let links = pages("/staff/sessions", &[], number, last);
    let body = views::waiting(&found, total, &links, visit.today());
    Ok(visit
        .page("Sessions to record", body)
        .before(BackLink::to("/staff").render())
        .wide()
        .into_response())
}
