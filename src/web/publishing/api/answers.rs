//! Answering the API: rows of a kind of data, one row, releases.

use super::asked::Asked;
use super::{Answers, Endpoint, document, figures};
use crate::actions::publishing::records::{Column, Record, object};
use crate::actions::publishing::releases::JSON;
use crate::app::App;
use crate::domain::areas::code::AreaCode;
use crate::domain::figures::release::Stage as ReleaseStage;
use crate::domain::ids::{Reference, Slug, hex};
use crate::domain::nominations::stage::Stage as NominationStage;
use crate::domain::projects::{Origin, Stage as ProjectStage};
use crate::store::areas as areas_store;
use crate::store::figures::releases::{self, Release};
use crate::store::nominations::list::Wanted;
use crate::store::projects::list::Filter;
use crate::store::{
    ballots, nominations as nominations_store, projects as projects_store, settings,
};
use crate::web::ballots::list as votes;
use crate::web::http::caching::Cacheable;
use crate::web::known;
use crate::web::nominations::export as nominations;
use crate::web::problem::Problem;
use crate::web::projects::export as projects;
use crate::web::publishing::datasets::{self, Dataset};
use crate::web::visit::{Answer, Visit};
use axum::extract::{FromRequestParts, Request};
use axum::handler::Handler;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use std::future::Future;
use std::pin::Pin;

/// The handler of an address.
#[derive(Clone, Copy)]
pub struct Of(pub &'static Endpoint);

impl Handler<(), App> for Of {
    type Future = Pin<Box<dyn Future<Output = Response> + Send>>;

    fn call(self, request: Request, app: App) -> Self::Future {
        Box::pin(async move {
            let (mut parts, _) = request.into_parts();
            let answered = match Visit::from_request_parts(&mut parts, &app).await {
                Ok(visit) => answer(&visit, self.0).await,
                Err(problem) => Err(problem),
            };
            answered.into_response()
        })
    }
}

async fn answer(visit: &Visit, endpoint: &Endpoint) -> Answer {
    let asked = Asked::read(visit.query(), endpoint.parameters)?;
    let last = visit.path().rsplit('/').next().unwrap_or_default();
    let body = match endpoint.answers {
        Answers::Rows(dataset) => rows(visit, endpoint.path, dataset, &asked).await?,
        Answers::Row(dataset) => row(visit, dataset, last).await?,
        Answers::Figures => figures::answer(visit, endpoint.path, &asked).await?,
        Answers::Releases => all_releases(visit, &asked).await?,
        Answers::Release => release(visit, last).await?,
        Answers::Document => document::document(visit).await?,
    };
    Ok(sent(visit, &body))
}

/// A whole answer with its tag, or word that the reader has it already.
fn sent(visit: &Visit, body: &Value) -> Response {
    let text = format!("{body}\n");
    let digest = Sha256::digest(text.as_bytes());
    let tag = format!("\"{}\"", &hex(&digest)[..32]);
    let tag = HeaderValue::from_str(&tag).unwrap_or(HeaderValue::from_static("\"\""));
    let mut response = if visit.knows(&tag) {
        StatusCode::NOT_MODIFIED.into_response()
    } else {
        let kind = HeaderValue::from_static("application/json");
        let mut response = text.into_response();
        response.headers_mut().insert(header::CONTENT_TYPE, kind);
        response.extensions_mut().insert(Cacheable::default());
        response
    };
    response.headers_mut().insert(header::ETAG, tag);
    response
}

async fn rows(
    visit: &Visit,
    path: &str,
    dataset: Dataset,
    asked: &Asked,
) -> Result<Value, Problem> {
    known::area(visit, asked.text("area")).await?;
    known::category(visit, asked.text("category")).await?;
    let place: i64 = asked.text("cursor").parse().unwrap_or(0);
    let conn = visit.read();
    let decimals = settings::coordinate_decimals(&conn).await?;
    let (records, next): (Vec<Record>, Option<String>) = match dataset {
        Dataset::Nominations => {
            let wanted = wanted_nominations(asked);
            let found =
                nominations::stretch(&conn, &wanted, (place, asked.limit()), decimals).await?;
            (found.records, found.last.map(|last| last.to_string()))
        }
        Dataset::Projects => {
            let wanted = wanted_projects(asked);
            let found = projects::stretch(&conn, &wanted, (place, asked.limit()), decimals).await?;
            (found.records, found.last.map(|last| last.to_string()))
        }
        Dataset::Rounds => some_rounds(visit, asked, place).await?,
        Dataset::Areas => some_areas(visit, asked).await?,
        Dataset::Figures => return Err(Problem::NotFound),
    };
    let columns = dataset.columns();
    let items: Vec<Value> = records.iter().map(|one| object(columns, one)).collect();
    let next = next.map(|cursor| asked.going_on(path, &cursor));
    Ok(json!({ "items": items, "next": next }))
}

fn wanted_nominations(asked: &Asked) -> Wanted {
    Wanted {
        words: words(asked),
        area: asked.some("area"),
        category: asked.some("category"),
        stages: NominationStage::parse(asked.text("stage"))
            .into_iter()
            .collect(),
        from: asked.day("from"),
        to: asked.day("to"),
        ..Wanted::default()
    }
}

fn wanted_projects(asked: &Asked) -> Filter {
    Filter {
        words: words(asked),
        area: asked.text("area").into(),
        category: asked.text("category").into(),
        stage: ProjectStage::parse(asked.text("stage")),
        origin: Origin::parse(asked.text("origin")),
        from: asked.day("from"),
        to: asked.day("to"),
        within: vec![],
        planned_by: None,
    }
}

/// Words as a database takes them: no signs that are not to be seen.
fn words(asked: &Asked) -> String {
    asked
        .text("q")
        .chars()
        .filter(|c| !c.is_control())
        .collect()
}

type Some = (Vec<Record>, Option<String>);

async fn some_rounds(visit: &Visit, asked: &Asked, place: i64) -> Result<Some, Problem> {
    let nesting = visit.app.desk.nesting();
    let area = asked.text("area");
    let mut all = votes::all_public(visit).await?;
    all.retain(|round| {
        round.id > place && (area.is_empty() || nesting.covers(area, &round.area_code))
    });
    let next = cut(&mut all, asked.limit(), |round| round.id.to_string());
    Ok((votes::records(visit, &all).await?, next))
}

async fn some_areas(visit: &Visit, asked: &Asked) -> Result<Some, Problem> {
    let nesting = visit.app.desk.nesting();
    let (area, after) = (asked.text("area"), asked.text("cursor"));
    let mut all = areas_store::all(&visit.read()).await?;
    all.retain(|one| {
        let code = one.area.code.as_str();
        code > after && (area.is_empty() || nesting.covers(area, code))
    });
    all.sort_by(|a, b| a.area.code.as_str().cmp(b.area.code.as_str()));
    let next = cut(&mut all, asked.limit(), |one| one.area.code.to_string());
    Ok((all.iter().map(datasets::area_record).collect(), next))
}

/// Keeps as many as one answer has, and says where the next goes on.
fn cut<T>(all: &mut Vec<T>, limit: u64, place: impl Fn(&T) -> String) -> Option<String> {
    let limit = usize::try_from(limit).unwrap_or(usize::MAX);
    let more = all.len() > limit;
    all.truncate(limit);
    all.last().filter(|_| more).map(place)
}

async fn row(visit: &Visit, dataset: Dataset, name: &str) -> Result<Value, Problem> {
    let conn = visit.read();
    let decimals = settings::coordinate_decimals(&conn).await?;
    let records = match dataset {
        Dataset::Nominations => {
            let reference: Reference = name.parse().map_err(|_| Problem::NotFound)?;
            let found = nominations_store::by_reference(&conn, reference.as_str()).await?;
            let found = found.filter(|listed| listed.nomination.is_public());
            nominations::records(&conn, found.as_slice(), decimals).await?
        }
        Dataset::Projects => {
            let reference: Reference = name.parse().map_err(|_| Problem::NotFound)?;
            let found = projects_store::by_reference(&conn, &reference).await?;
            projects::records(&conn, found.as_slice(), decimals).await?
        }
        Dataset::Rounds => {
            let slug: Slug = name.parse().map_err(|_| Problem::NotFound)?;
            let found = ballots::by_slug(&conn, slug.as_str()).await?;
            let found = found.filter(ballots::Round::is_public);
            votes::records(visit, found.as_slice()).await?
        }
        Dataset::Areas => {
            let code = AreaCode::parse(name).map_err(|_| Problem::NotFound)?;
            let found = areas_store::find(&conn, &code).await?;
            found.iter().map(datasets::area_record).collect()
        }
        Dataset::Figures => vec![],
    };
    let columns: &[Column] = dataset.columns();
    let record = records.first().ok_or(Problem::NotFound)?;
    Ok(object(columns, record))
}

async fn all_releases(visit: &Visit, asked: &Asked) -> Result<Value, Problem> {
    known::area(visit, asked.text("area")).await?;
    let found = releases::published(&visit.read(), asked.text("area")).await?;
    let item = |release: &Release| {
        json!({
            "id": release.slug,
            "area_code": release.area_code,
            "area": release.area_name,
            "from": release.span.from.to_string(),
            "to": release.span.to.to_string(),
            "revision": release.revision,
            "published_at": release.published_at.map(|at| at.to_rfc3339()),
            "page": format!("/figures/releases/{}", release.slug),
        })
    };
    let items: Vec<Value> = found.iter().map(item).collect();
    Ok(json!({ "items": items, "next": null }))
}

/// A release as it was frozen, with the digest of each of its files.
async fn release(visit: &Visit, name: &str) -> Result<Value, Problem> {
    let slug: Slug = name.parse().map_err(|_| Problem::NotFound)?;
    let conn = visit.read();
    let found = releases::by_slug(&conn, slug.as_str()).await?;
    let found = found.filter(|release| release.stage == ReleaseStage::Published);
    let found = found.ok_or(Problem::NotFound)?;
    let files = releases::files(&conn, found.id).await?;
    let frozen = files.iter().find(|file| file.name == JSON);
    let frozen = frozen.ok_or(Problem::NotFound)?;
    let mut document: Value = serde_json::from_str(&frozen.content)
        .map_err(|error| Problem::Failed(error.to_string()))?;
    let file = |file: &releases::File| {
        json!({
            "name": file.name,
            "sha256": file.sha256,
            "path": format!("/figures/releases/{slug}/{}", file.name),
        })
    };
    document["files"] = files.iter().map(file).collect();
    Ok(document)
}
