//! Releases for everybody: the list, one release as it was frozen, and its files.

use super::forms::{ListQuery, PageQuery};
use super::views;
use crate::domain::figures::release::{Stage, revised};
use crate::domain::ids::Slug;
use crate::store::figures::releases::{self as store, Release};
use crate::web::figures::filters::Surroundings;
use crate::web::govuk::BackLink;
use crate::web::http::caching::Cacheable;
use crate::web::known;
use crate::web::paths::{Asked, At, At2};
use crate::web::problem::Problem;
use crate::web::visit::{Answer, Visit};
use axum::http::{HeaderValue, header};
use axum::response::IntoResponse;
use maud::Render;

/// `/figures/releases`: what was published, newest first.
pub async fn list(visit: Visit, Asked(query): Asked<ListQuery>) -> Answer {
    let conn = visit.read();
    known::area(&visit, &query.area).await?;
    let around = Surroundings::read(&visit, &query.area).await?;
    let releases = store::published(&conn, &query.area).await?;
    let body = views::list(&query, &around, &releases);
    Ok(visit
        .page("Published releases of figures", body)
        .before(BackLink::to("/figures").render())
        .wide()
        .kept()
        .into_response())
}

async fn published(visit: &Visit, slug: &Slug) -> Result<Release, Problem> {
    let release = store::by_slug(&visit.read(), slug.as_str()).await?;
    release
        .filter(|release| release.stage == Stage::Published)
        .ok_or(Problem::NotFound)
}

/// `/figures/releases/{release}`: the tables as they were frozen, what a revision changed, the files.
pub async fn one(visit: Visit, At(slug): At<Slug>, Asked(query): Asked<PageQuery>) -> Answer {
    let release = published(&visit, &slug).await?;
    let conn = visit.read();
    let rows = store::rows(&conn, release.id).await?;
    let files = store::files(&conn, release.id).await?;
    let replaced = store::replaced(&conn, &release).await?;
    let changes = replaced
        .as_ref()
        .map(|(before, old)| revised((before.reading.edition, old), &rows))
        .unwrap_or_default();
    let all = store::revisions(&conn, &release.area_code, release.span).await?;
    let later = all
        .iter()
        .rfind(|one| one.stage == Stage::Published && one.revision > release.revision);
    let replaced = replaced.as_ref().map(|(release, _)| release);
    let body = views::one(
        &release,
        (&rows, &changes),
        &files,
        (replaced, later),
        &query,
    );
    Ok(visit
        .page(views::title(&release), body)
        .about("Release")
        .before(BackLink::to("/figures/releases").render())
        .wide()
        .kept()
        .into_response())
}

/// `/figures/releases/{release}/{file}`: the bytes as they were frozen.
pub async fn file(visit: Visit, At2(slug, name): At2<Slug, String>) -> Answer {
    let release = published(&visit, &slug).await?;
    let files = store::files(&visit.read(), release.id).await?;
    let file = files.into_iter().find(|file| file.name == name);
    let mut response = file.ok_or(Problem::NotFound)?.content.into_response();
    let kind = match name.rsplit('.').next() {
        Some("csv") => "text/csv; charset=utf-8",
        Some("json") => "application/json",
        _ => "text/plain; charset=utf-8",
    };
    let kind = HeaderValue::from_static(kind);
    response.headers_mut().insert(header::CONTENT_TYPE, kind);
    response.extensions_mut().insert(Cacheable::default());
    Ok(response)
}
