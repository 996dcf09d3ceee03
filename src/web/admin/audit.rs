//! The audit log as it is, newest first, and whether it is whole.

use super::forms::ListQuery;
use super::{A_PAGE, back, csv, links, page_of};
use crate::domain::csv_cells::{self, Row};
use crate::domain::text::grouped;
use crate::store::audit::{self, AuditRow, Verdict};
use crate::web::govuk::{InsetText, NotificationBanner, Table};
use crate::web::paths::Asked;
use crate::web::pieces::scrolling;
use crate::web::visit::{Answer, Visit};
use axum::response::IntoResponse;
use maud::{Markup, Render, html};

/// A page of the log. `?q=verify` walks the whole chain first.
pub async fn list(visit: Visit, Asked(query): Asked<ListQuery>) -> Answer {
    let conn = visit.read();
    let (_, total) = audit::page(&conn, 0, 1).await?;
    let pages = page_of(&query.page, total);
    let offset = ((pages.0 - 1) * A_PAGE).unsigned_abs();
    let (rows, _) = audit::page(&conn, offset, A_PAGE.unsigned_abs()).await?;
    let verdict = match query.q.as_str() {
        "verify" => Some(audit::verify(&conn).await?),
        _ => None,
    };
    let body = html! {
        p class="govuk-body" { (grouped(total)) " lines. Nothing is ever changed or taken out: each line holds a digest of all before it." }
        p class="govuk-body" { a class="govuk-link" href="/admin/audit?q=verify" { "Check that the log is whole" } }
        (scrolling(&table(&rows)))
        (links("/admin/audit", &[], pages))
        p class="govuk-body" { a class="govuk-link" href="/admin/audit.csv" { "Download the whole log (CSV)" } }
    };
    Ok(visit
        .page("Audit log", body)
        .notice(said(verdict.as_ref()))
        .before(back("/admin"))
        .wide()
        .into_response())
}

fn said(verdict: Option<&Verdict>) -> Markup {
    match verdict {
        None => Markup::default(),
        Some(Verdict::Whole { rows, head }) => html! {
            (NotificationBanner::success(format!("The log is whole: {} lines", grouped(*rows))))
            (InsetText::from(format!("Digest of the newest line: {head}").as_str()))
        },
        Some(Verdict::Broken { seq, why }) => NotificationBanner::important(format!(
            "The log is broken at line {seq}: {why}. Tell whoever runs the server"
        ))
        .render(),
    }
}

fn table(rows: &[AuditRow]) -> Table {
    Table {
        caption: "Audit log, newest first".into(),
        caption_classes: "govuk-visually-hidden".into(),
        head: ["Line", "When (UTC)", "Who", "What", "About", "More"]
            .map(Into::into)
            .into(),
        rows: rows
            .iter()
            .map(|row| {
                vec![
                    row.seq.to_string().into(),
                    row.at.clone().into(),
                    row.actor.clone().into(),
                    row.kind.clone().into(),
                    row.subject.clone().into(),
                    row.detail.replace('\n', "; ").into(),
                ]
            })
            .collect(),
        ..Default::default()
    }
}

/// The whole log as a file.
pub async fn download(visit: Visit) -> Answer {
    let conn = visit.read();
    let mut text = csv_cells::row(&["line", "at", "who", "what", "about", "more", "digest"]);
    let mut offset = 0;
    loop {
        let (rows, _) = audit::page(&conn, offset, 1000).await?;
        if rows.is_empty() {
            return Ok(csv(text, "audit.csv"));
        }
        offset += 1000;
        for row in rows {
            let line = Row::new()
                .number(row.seq)
                .text(&row.at)
                .text(&row.actor)
                .text(&row.kind)
                .text(&row.subject)
                .text(&row.detail.replace('\n', "; "))
                .text(&row.hash);
            text.push_str(&line.end());
        }
    }
}
