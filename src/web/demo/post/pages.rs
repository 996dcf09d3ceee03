//! Handlers of the post box.

use super::super::only_here;
use super::forms::PostQuery;
use super::views;
use crate::store::outbox::{self, Posted};
use crate::web::govuk::BackLink;
use crate::web::paths::{Asked, At};
use crate::web::problem::Problem;
use crate::web::visit::{Answer, Visit};
use axum::response::IntoResponse;
use maud::Render;

/// How many of the newest letters are looked through.
const LOOKED_THROUGH: u64 = 1000;
const A_PAGE: usize = 20;

fn has(letter: &Posted, words: &str, to: &str) -> bool {
    let text = format!("{} {}", letter.to, letter.subject).to_lowercase();
    let is_theirs = to.is_empty() || letter.to.eq_ignore_ascii_case(to);
    is_theirs && words.split_whitespace().all(|word| text.contains(word))
}

/// The newest letters; those of one mailbox are open.
pub async fn post_box(visit: Visit, Asked(query): Asked<PostQuery>) -> Answer {
    only_here(&visit)?;
    let words = query.q.to_lowercase();
    let to = query.to.trim();
    let letters = outbox::newest(&visit.read(), LOOKED_THROUGH).await?;
    let found: Vec<&Posted> = letters.iter().filter(|one| has(one, &words, to)).collect();
    let last = found.len().div_ceil(A_PAGE).max(1);
    let page = query.page.parse().unwrap_or(1).clamp(1, last);
    let rows: Vec<&Posted> = found
        .iter()
        .skip((page - 1) * A_PAGE)
        .take(A_PAGE)
        .copied()
        .collect();
    let body = views::list(
        &rows,
        found.len(),
        &query,
        (page, last),
        &visit.app.config.address,
    );
    Ok(visit.page("Letters", body).wide().into_response())
}

/// One letter, with its links to follow.
pub async fn letter(visit: Visit, At(id): At<i64>) -> Answer {
    only_here(&visit)?;
    let letter = outbox::letter(&visit.read(), id).await?;
    let letter = letter.ok_or(Problem::NotFound)?;
    let body = views::letter(&letter, &visit.app.config.address);
    Ok(visit
        .page(&letter.subject, body)
        .about("Letter")
        .before(BackLink::to("/demo/post").render())
        .into_response())
}
