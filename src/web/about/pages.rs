//! Handlers of the pages that explain.

use super::views::{self, choosing, demonstration, figures, privacy, site};
use crate::domain::figures::withholding::THRESHOLD;
use crate::domain::nominations::assessment::Factor;
use crate::domain::settings::{
    DECISION_PROMISE_DAYS, LEAST_ROUND_DAYS, PUBLICATION_BOUNDARY, WEIGHTS,
};
use crate::store::{figures as store, settings};
use crate::web::govuk::BackLink;
use crate::web::problem::Problem;
use crate::web::visit::{Answer, Visit};
use axum::response::{IntoResponse, Response};
use maud::{Markup, Render};

fn page(visit: &Visit, title: &str, body: Markup) -> Response {
    visit
        .page(title, body)
        .before(BackLink::to("/about").render())
        .kept()
        .into_response()
}

/// `/about`: what there is to read.
pub async fn about(visit: Visit) -> Answer {
    let body = views::contents(visit.app.config.demonstration);
    Ok(visit.page(views::TITLE, body).kept().into_response())
}

/// How a place is chosen.
pub async fn choosing(visit: Visit) -> Answer {
    let conn = visit.read();
    let mut weights = vec![];
    for (factor, setting) in Factor::ALL.into_iter().zip(&WEIGHTS) {
        weights.push((factor, settings::number(&conn, setting).await?));
    }
    let promise = settings::number(&conn, &DECISION_PROMISE_DAYS).await?;
    let least = settings::number(&conn, &LEAST_ROUND_DAYS).await?;
    let body = choosing::page(promise, least, &weights);
    Ok(page(&visit, choosing::TITLE, body))
}

/// How figures are counted.
pub async fn figures(visit: Visit) -> Answer {
    let conn = visit.read();
    // What is set since the last publication holds from the next one.
    let threshold = store::published_threshold(&conn).await?.max(THRESHOLD);
    let boundary = settings::in_force(&conn, &PUBLICATION_BOUNDARY).await?;
    let body = figures::page(threshold, &boundary);
    Ok(page(&visit, figures::TITLE, body))
}

/// What is held about people.
pub async fn privacy(visit: Visit) -> Answer {
    let body = privacy::page(&visit.app.config);
    Ok(page(&visit, privacy::TITLE, body))
}

/// The two cookies.
pub async fn cookies(visit: Visit) -> Answer {
    Ok(page(&visit, "Cookies", site::cookies()))
}

/// The accessibility statement.
pub async fn accessibility(visit: Visit) -> Answer {
    let body = site::accessibility(&visit.app.config);
    Ok(page(&visit, "Accessibility statement", body))
}

/// What is known and what is invented; only where there is a demonstration.
pub async fn demonstration(visit: Visit) -> Answer {
    if !visit.app.config.demonstration {
        return Err(Problem::NotFound);
    }
    Ok(page(&visit, demonstration::TITLE, demonstration::page()))
}

/// How votes are counted stands beside the votes.
pub async fn votes(visit: Visit) -> Answer {
    Ok(visit.on_to("/how-a-vote-is-counted"))
}

/// What can be downloaded stands beside the files.
pub async fn open_data(visit: Visit) -> Answer {
    Ok(visit.on_to("/data/"))
}
