//! Handlers: the projects that somebody looks after, and one of them with all that can be done.

use super::views;
use crate::domain::areas::point::Point;
use crate::domain::ids::Reference;
use crate::domain::policy::{Permission, may};
use crate::store::projects::list::{self, Filter, Sort};
use crate::store::projects::{self, Project, steps, updates};
use crate::store::{feedback, figures, hours};
use crate::web::govuk::BackLink;
use crate::web::nominations::list::ListQuery;
use crate::web::paths::{Asked, At};
use crate::web::pieces::pages;
use crate::web::problem::Problem;
use crate::web::projects::export;
use crate::web::projects::list::{PER_PAGE, filter, wanted};
use crate::web::visit::{Answer, Visit};
use axum::response::IntoResponse;
use maud::Render;

/// The project of an address, if the person may do the thing there.
pub async fn project(
    visit: &Visit,
    reference: &Reference,
    permission: Permission,
) -> Result<Project, Problem> {
    let project = projects::by_reference(&visit.read(), reference).await?;
    let project = project.ok_or(Problem::NotFound)?;
    visit.need(permission, project.area())?;
    Ok(project)
}

/// The filter asked for, within what the person's grants reach.
fn within_reach(visit: &Visit, query: &ListQuery) -> Filter {
    let mut areas: Vec<String> = visit
        .visitor
        .grants()
        .iter()
        .filter(|grant| may(grant.role, Permission::SeeExactFigures))
        .map(|grant| grant.area.clone())
        .collect();
    // An empty area is everywhere: then there is nothing to keep within.
    if areas.iter().any(String::is_empty) {
        areas.clear();
    }
    Filter {
        within: areas,
        ..wanted(query)
    }
}

/// The projects that the person's grants reach.
pub async fn list(visit: Visit, Asked(query): Asked<ListQuery>) -> Answer {
    query.need_known(&visit).await?;
    let reach = within_reach(&visit, &query);
    let (conn, number) = (visit.read(), query.page_number());
    let total = list::count(&conn, &reach).await?;
    let skip = (number - 1) * PER_PAGE;
    let last = u64::try_from(total).unwrap_or(0).div_ceil(PER_PAGE).max(1);
    let listed = views::Listed {
        projects: list::some(&conn, &reach, Sort::parse(&query.sort), skip, PER_PAGE).await?,
        filter: filter(&visit, &query, "/staff/projects", total).await?,
        pages: pages("/staff/projects", &query.pairs(), number, last),
        csv: query.at("/staff/projects.csv"),
    };
    let may_run = visit
        .visitor
        .grants()
        .iter()
        .any(|grant| may(grant.role, Permission::RunProjects));
    let body = views::list(&listed, may_run);
    Ok(visit
        .page("Projects", body)
        .before(BackLink::to("/staff").render())
        .wide()
        .into_response())
}

/// The same as a file.
pub async fn download(visit: Visit, Asked(query): Asked<ListQuery>) -> Answer {
    query.need_known(&visit).await?;
    let reach = within_reach(&visit, &query);
    Ok(export::file(
        &visit,
        reach,
        "staff-projects.csv",
        Point::EXACT,
    ))
}

/// One project with all that can be done about it.
pub async fn one(visit: Visit, At(reference): At<Reference>) -> Answer {
    let project = project(&visit, &reference, Permission::SeeExactFigures).await?;
    let conn = visit.read();
    let may = |permission| visit.may(permission, project.area());
    let one = views::One {
        steps: steps::all(&conn, project.id).await?,
        updates: updates::all(&conn, project.id).await?,
        answers: feedback::all(&conn, project.id).await?,
        total: figures::exact_project(&conn, project.id).await?,
        last_session: hours::last_day(&conn, project.id).await?,
        may_run: may(Permission::RunProjects),
        may_record: may(Permission::RecordSessions),
        may_write: may(Permission::WriteUpdates),
        may_publish: may(Permission::PublishUpdates),
        csrf: visit.csrf(),
        project,
    };
    let title = one.project.description.title.clone();
    Ok(visit
        .page(title, views::one(&one))
        .about("Staff")
        .before(BackLink::to("/staff/projects").render())
        .wide()
        .into_response())
}
