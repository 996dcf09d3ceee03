//! The result of a declared vote, finding one's own line in it, and the files to check it with.

use super::after;
use super::by_way;
use super::forms::ReceiptQuery;
use super::paper::visible;
use super::result_views::{self as views, Line, Parts};
use crate::actions::ballots::rules;
use crate::domain::ballots::ballot_list::BallotList;
use crate::domain::ballots::publication::{BALLOTS, RULE_SHEET};
use crate::domain::ballots::rank_words::marked;
use crate::domain::ballots::receipt::ReceiptCode;
use crate::domain::ballots::round::Stage;
use crate::domain::ballots::telling::tell;
use crate::domain::ids::Slug;
use crate::store::ballots::outcome;
use crate::store::ballots::{self, Round, answers};
use crate::web::govuk::BackLink;
use crate::web::paths::{Asked, At, At2};
use crate::web::problem::Problem;
use crate::web::visit::{Answer, Visit};
use axum::http::{HeaderValue, header};
use axum::response::IntoResponse;
use maud::Render;

/// The page of a result.
pub async fn page(visit: Visit, At(slug): At<Slug>, Asked(query): Asked<ReceiptQuery>) -> Answer {
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
    let line = match query.receipt.trim() {
        "" => None,
        typed => Some(find(&visit, &round, typed).await?),
    };
    let telling = tell(round.method, &outcome.stages);
    let shown = (options.as_slice(), telling.as_ref());
    let next = after::section(
        &options,
        &outcome,
        &answers::became(&conn, round.id).await?,
        answers::of(&conn, round.id).await?.as_ref(),
    );
    let by_way = by_way::section(&visit, round.id, outcome.votes_cast).await?;
    let parts = Parts { by_way, next };
    let body = views::result(&round, &outcome, shown, (&files, parts), line.as_ref());
    let page = visit
        .page(views::answer(&round, &outcome, &options), body)
        .about("Result")
        .before(BackLink::to("/votes").render())
        .wide();
    Ok(match line {
        None => page.kept().into_response(),
        Some(_) => page.into_response(),
    })
}

/// Looks for a receipt in the published list.
async fn find(visit: &Visit, round: &Round, typed: &str) -> Result<Line, Problem> {
    let Ok(code) = ReceiptCode::parse(typed) else {
        return Ok(Line::NotACode(typed.to_string()));
    };
    let file = outcome::file(&visit.read(), round.id, BALLOTS).await?;
    let Some(file) = file else {
        return Ok(Line::NoList);
    };
    let list =
        BallotList::read(&file.content).map_err(|fault| Problem::Failed(fault.to_string()))?;
    let Some(place) = list.find(code) else {
        return Ok(Line::NotThere(code.to_string()));
    };
    let line = list.lines()[place].to_string();
    let holds = list
        .prove(place)
        .is_some_and(|proof| proof.holds(line.as_bytes(), &list.root()));
    let choices = line.rsplit(',').next().unwrap_or_default();
    let marked = marked(&rules(round)?, choices);
    Ok(Line::Found {
        number: place + 2,
        line,
        marked,
        holds,
    })
}

/// A file beside a result. The rules are there from the announcement on, everything else once declared.
pub async fn file(visit: Visit, At2(slug, name): At2<Slug, String>) -> Answer {
    let round = visible(&visit, &slug).await?;
    let text = if name == RULE_SHEET && round.rule_sheet.is_some() {
        round.rule_sheet.clone().map(|sheet| sheet + "\n")
    } else if round.state.is(Stage::Declared) {
        let file = outcome::file(&visit.read(), round.id, &name).await?;
        file.map(|file| file.content)
    } else {
        None
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
