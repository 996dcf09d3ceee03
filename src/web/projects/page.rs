//! One project: its whole story, from the nomination to the hours.

use super::views::{self, Story};
use crate::domain::ids::Reference;
use crate::domain::policy::Permission;
use crate::store::photos::{self, Pair};
use crate::store::projects::{self as store, Project, steps, story, updates};
use crate::store::{feedback, figures, nominations};
use crate::web::paths::At;
use crate::web::problem::Problem;
use crate::web::visit::{Answer, Visit};
use axum::response::IntoResponse;
use std::collections::BTreeMap;

/// `/projects/{reference}`.
pub async fn project(visit: Visit, At(reference): At<Reference>) -> Answer {
    let conn = visit.read();
    let project = store::by_reference(&conn, &reference).await?;
    let project = project.ok_or(Problem::NotFound)?;
    let story = read(&visit, project).await?;
    let title = story.project.description.title.clone();
    let head = views::feed_link(&story.project);
    Ok(visit
        .page(title, views::story(&story))
        .before(views::breadcrumbs(&story.project))
        .head(head)
        .wide()
        .kept()
        .into_response())
}

/// Only what moderators have passed.
fn passed(pairs: BTreeMap<i64, Pair>) -> BTreeMap<i64, Pair> {
    let passed = pairs.into_iter().map(|(of, pair)| (of, pair.passed()));
    passed.filter(|(_, pair)| !pair.is_empty()).collect()
}

async fn read(visit: &Visit, project: Project) -> Result<Story, Problem> {
    let conn = visit.read();
    let vote = match project.round_id {
        Some(round) => story::vote(&conn, round).await?,
        None => None,
    };
    let nomination = match (&project.nomination, project.nomination_id) {
        (Some(_), Some(id)) => nominations::by_id(&conn, id).await?,
        _ => None,
    };
    let may_run = visit.may(Permission::RunProjects, project.area())
        || visit.may(Permission::PublishUpdates, project.area());
    Ok(Story {
        counts: figures::published_project(&conn, project.id).await?,
        as_at: figures::publication(&conn).await?.as_at,
        steps: steps::all(&conn, project.id).await?,
        updates: updates::published(&conn, project.id).await?,
        pairs: passed(photos::of_updates(&conn, project.id).await?),
        ratings: feedback::ratings(&conn, project.id).await?,
        nomination,
        vote,
        may_run,
        project,
    })
}
