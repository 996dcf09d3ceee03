//! The ballot box night by night, for everybody: how many votes were in it and the fingerprint over them.
//!
//! Between two nights nothing here moves, and a night with fewer than 20 new votes leaves no trace, so
//! nothing tells when anybody voted or how it is going.

use super::paper::visible;
use crate::domain::ballots::canonical::Json;
use crate::domain::ballots::heads::Head;
use crate::domain::ballots::merkle::to_hex;
use crate::domain::ballots::round::Stage;
use crate::domain::ids::Slug;
use crate::domain::text::grouped;
use crate::domain::time::{iso_date, long_date};
use crate::store::ballot_box::heads as store;
use crate::store::ballots::{Mode, Round, State, keys};
use crate::web::govuk::{BackLink, InsetText, Table, TableCell};
use crate::web::paths::At;
use crate::web::pieces::scrolling;
use crate::web::problem::Problem;
use crate::web::visit::{Answer, Visit};
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use maud::{Markup, Render, html};
use std::sync::Arc;

async fn of(visit: &Visit, slug: &Slug) -> Result<(Arc<Round>, Vec<Head>), Problem> {
    let round = visible(visit, slug).await?;
    if round.mode == Mode::Reported || round.rule_sheet.is_none() {
        return Err(Problem::NotFound);
    }
    let heads = store::of(&visit.read(), round.id).await?;
    Ok((round, heads))
}

/// The page.
pub async fn page(visit: Visit, At(slug): At<Slug>) -> Answer {
    let (round, heads) = of(&visit, &slug).await?;
    let page = visit
        .page("The ballot box, night by night", body(&round, &heads))
        .about(&round.title)
        .before(BackLink::to(format!("/votes/{slug}")).render());
    Ok(page.kept().into_response())
}

fn body(round: &Round, heads: &[Head]) -> Markup {
    let row = |head: &Head| {
        let ballots = i64::try_from(head.ballots).unwrap_or(i64::MAX);
        vec![
            long_date(head.day).into(),
            TableCell::numeric(grouped(ballots)),
            html! { code.app-code { (to_hex(&head.head)) } }.into(),
        ]
    };
    let table = Table {
        caption: "The box after each night".into(),
        head: vec![
            "Night to".into(),
            TableCell::numeric("Votes in the box"),
            "Fingerprint".into(),
        ],
        first_cell_is_header: true,
        rows: heads.iter().map(row).collect(),
        ..Default::default()
    };
    let address = format!("/votes/{}", round.slug);
    html! {
        p.govuk-body { "Each night we write down how many votes are in the box, and a fingerprint over all of them. If somebody takes a vote out or exchanges one, the fingerprint no longer fits, and the box is not counted." }
        p.govuk-body { "It says nothing of how anybody voted. If fewer than 20 votes came since the last time, we write nothing, so that nobody can tell who voted when." }
        @if heads.is_empty() { (InsetText::from("There is nothing here yet.")) }
        @else {
            (scrolling(&table))
            p.govuk-body { "To check it later, keep a copy of:" }
            ul class="govuk-list govuk-list--bullet" {
                li { a.govuk-link href={ (address) "/box-heads.json" } { "box-heads.json" } ": the table above, with the root of each night" }
                li { a.govuk-link href={ (address) "/box.txt" } { "box.txt" } ": the fingerprint of each sealed vote that was in the box at the last night, sorted" }
            }
            p.govuk-body { "A fingerprint is SHA-256(0x02, the fingerprint before, the root, the number of votes in eight bytes). The one before the first is all noughts. The root is a Merkle root over the sorted SHA-256 digests of the sealed votes, 32 bytes each: leaf = SHA-256(0x00, digest), node = SHA-256(0x01, left, right)." }
        }
    }
}

/// What the page of a vote says of its box: that it stays shut, how its key is kept, and where its
/// heads are.
pub async fn note(visit: &Visit, round: &Round) -> Result<Markup, Problem> {
    let conn = visit.read();
    let late = round.state.is(Stage::Announced) && round.times.opens_at <= visit.now();
    let late = late && keys::untested(&conn, round.id).await? > 0;
    let heads = store::of(&conn, round.id).await?;
    let shown = matches!(round.state, State::At(stage) if stage > Stage::Announced);
    Ok(html! {
        @if late { (InsetText::from("This vote has not opened yet. Council officers must first show that the key of the ballot box works. It opens as soon as they have.")) }
        @if shown && round.mode != Mode::Reported {
            h2.govuk-heading-m { "The ballot box" }
            @match heads.last() {
                Some(head) => p.govuk-body { "On the night to " (long_date(head.day)) " there were " (grouped(i64::try_from(head.ballots).unwrap_or(i64::MAX))) " votes in the box. Its fingerprint was " code.app-code { (to_hex(&head.head)) } "." },
                None => p.govuk-body { "After each night on which 20 or more votes came, the number of votes in the box and a fingerprint of them are published here." },
            }
            p.govuk-body { a.govuk-link href={ "/votes/" (round.slug) "/box" } { "The ballot box, night by night" } }
        }
    })
}

fn file(text: String, kind: &'static str) -> Response {
    let mut response = text.into_response();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(kind));
    let plain = HeaderValue::from_static("nosniff");
    headers.insert(header::X_CONTENT_TYPE_OPTIONS, plain);
    response
}

/// The heads as JSON.
pub async fn heads(visit: Visit, At(slug): At<Slug>) -> Answer {
    let (round, heads) = of(&visit, &slug).await?;
    let head = |head: &Head| {
        Json::object([
            ("night_to", Json::text(iso_date(head.day))),
            ("ballots", Json::whole(head.ballots)),
            ("root", Json::text(to_hex(&head.root))),
            ("head", Json::text(to_hex(&head.head))),
        ])
    };
    let json = Json::object([
        (
            "round_id",
            Json::text(round.round_key.as_deref().unwrap_or_default()),
        ),
        ("heads", Json::List(heads.iter().map(head).collect())),
    ]);
    Ok(file(json.to_text() + "\n", "application/json"))
}

/// The digests under the last head, one a line.
pub async fn list(visit: Visit, At(slug): At<Slug>) -> Answer {
    let (round, _) = of(&visit, &slug).await?;
    let list = store::list(&visit.read(), round.id).await?;
    let lines: String = list.iter().map(|digest| to_hex(digest) + "\n").collect();
    Ok(file(lines, "text/plain; charset=utf-8"))
}
