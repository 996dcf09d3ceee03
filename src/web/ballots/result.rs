//! The result of a declared vote, and the files to check it with.

use super::after;
use super::by_way;
use super::paper::visible;
use super::result_views::{self as views, Parts};
use crate::domain::ballots::publication::RULE_SHEET;
use crate::domain::ballots::round::Stage;
use crate::domain::ballots::telling::tell;
use crate::domain::ids::Slug;
use crate::store::ballots::outcome;
use crate::store::ballots::{self, answers};
use crate::web::govuk::BackLink;
use crate::web::paths::{At, At2};
use crate::web::problem::Problem;
use crate::web::visit::{Answer, Visit};
use axum::http::{HeaderValue, header};
use axum::response::IntoResponse;
use maud::Render;

/// The page of a result.
pub async fn page(visit: Visit, At(slug): At<Slug>) -> Answer {
    let round = visible(&visit, &slug).await?;
    if !round.state.is(Stage::Declared) {
        return Ok(visit.on_to(&format!("/votes/{slug}")));
    }
    let conn = visit.read();
    let outcome = outcome::of(&conn, round.id)
        .await?
        .ok_or(Problem::NotFound)?;
    let options = ballots::options(&conn, round.id).await?;
    let files = outcome::file_names(&conn, round.id).await?;
    let telling = tell(round.method, &outcome.stages);
    let shown = (options.as_slice(), telling.as_ref());
    let next = after::section(
        &options,
        &outcome,
        &answers::became(&conn, round.id).await?,
        answers::of(&conn, round.id).await?.as_ref(),
    );
    let totals = by_way::published(&visit, round.id).await?;
    let parts = Parts {
        by_way: by_way::section(totals.as_ref(), &round, outcome.votes_cast),
        wards: by_way::wards(totals.as_ref(), &outcome),
        next,
    };
    let body = views::result(&round, &outcome, shown, (&files, parts));
    Ok(visit
        .page(views::answer(&round, &outcome, &options), body)
        .about("Result")
        .before(BackLink::to("/votes").render())
        .wide()
        .kept()
        .into_response())
}

/// A file beside a result. The rules are there from the announcement on, byte for byte what gives the vote its id;
/// everything else once declared, byte for byte what `SHA256SUMS` lists.
pub async fn file(visit: Visit, At2(slug, name): At2<Slug, String>) -> Answer {
    let round = visible(&visit, &slug).await?;
    let kept = match round.state.is(Stage::Declared) {
        true => outcome::file(&visit.read(), round.id, &name).await?,
        false => None,
    };
    let text = match kept {
        Some(file) => Some(file.content),
        None if name == RULE_SHEET => round.rule_sheet.clone(),
        None => None,
    };
    let mut response = text.ok_or(Problem::NotFound)?.into_response();
    let kind = match name.rsplit('.').next() {
        Some("csv") => "text/csv; charset=utf-8",
        Some("json") => "application/json",
        _ => "text/plain; charset=utf-8",
    };
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(kind));
    let plain = HeaderValue::from_static("nosniff");
    headers.insert(header::X_CONTENT_TYPE_OPTIONS, plain);
    Ok(response)
}
