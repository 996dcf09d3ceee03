//! What a handler answers when it cannot do what was asked.
//!
//! A problem travels in the response's extensions; [`drawn`], which knows the visitor, turns it into a
//! page with the header and the navigation.

use crate::actions::Refusal;
use crate::app::App;
use crate::store::StoreError;
use crate::web::http::open_data::{self, Place};
use crate::web::http::refusal::{Drawing, Refusal as HttpRefusal};
use crate::web::http::request_id::RequestId;
use crate::web::layout::Page;
use crate::web::visit::Visit;
use crate::web::visitor::Visitor;
use axum::extract::Request;
use axum::http::{HeaderValue, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use maud::{Markup, html};

/// Why there is no page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Problem {
    /// Not there, or not theirs to know of.
    NotFound,
    /// Signed in, but not allowed.
    NotAllowed,
    /// Not signed in.
    SignIn {
        /// Where to go afterwards.
        back: String,
        /// Whether the page is for staff.
        staff: bool,
    },
    /// The form came without its token, or with another browser's.
    Forged,
    /// The request does not read.
    Unreadable(String),
    /// Somebody changed it meanwhile.
    Stale,
    /// What was asked no longer applies.
    TooLate(String),
    /// Mistakes in a request that no form of ours makes.
    Mistaken(String),
    /// Too many tries.
    Throttled {
        /// Seconds until the next.
        seconds: i64,
    },
    /// Storage is busy or takes no writes.
    Unavailable(String),
    /// Our fault.
    Failed(String),
}

impl Problem {
    /// The status it is answered with.
    pub fn status(&self) -> StatusCode {
        match self {
            Problem::NotFound => StatusCode::NOT_FOUND,
            Problem::NotAllowed | Problem::Forged => StatusCode::FORBIDDEN,
            Problem::SignIn { .. } => StatusCode::SEE_OTHER,
            Problem::Unreadable(_) => StatusCode::BAD_REQUEST,
            Problem::Stale | Problem::TooLate(_) => StatusCode::CONFLICT,
            Problem::Mistaken(_) => StatusCode::UNPROCESSABLE_ENTITY,
            Problem::Throttled { .. } => StatusCode::TOO_MANY_REQUESTS,
            Problem::Unavailable(_) => StatusCode::SERVICE_UNAVAILABLE,
            Problem::Failed(_) => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }
}

impl From<StoreError> for Problem {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::Busy | StoreError::Unwritable(_) => Problem::Unavailable(error.to_string()),
            StoreError::Taken(_) => Problem::Stale,
            StoreError::Refused(_) | StoreError::Unreadable(_) | StoreError::Failed(_) => {
                Problem::Failed(error.to_string())
            }
        }
    }
}

impl From<Refusal> for Problem {
    fn from(refusal: Refusal) -> Self {
        match refusal {
            Refusal::NotThere => Problem::NotFound,
            Refusal::NotAllowed => Problem::NotAllowed,
            Refusal::Stale => Problem::Stale,
            Refusal::TooLate(why) => Problem::TooLate(why),
            Refusal::Mistaken(mistakes) => {
                let all: Vec<_> = mistakes
                    .iter()
                    .map(|mistake| mistake.message.clone())
                    .collect();
                Problem::Mistaken(all.join(". "))
            }
            Refusal::Throttled { seconds } => Problem::Throttled { seconds },
            Refusal::Storage(error) => error.into(),
        }
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let mut response = self.status().into_response();
        response.extensions_mut().insert(self);
        response
    }
}

/// The answer to a visitor, and where a handler left a problem behind, that one's page.
pub async fn drawn(app: App, visitor: Visitor, request: Request, next: Next) -> Response {
    let (uri, method) = (request.uri().clone(), request.method().clone());
    let reference = request.extensions().get::<RequestId>().copied();
    let mut response = next.run(request).await;
    let status = response.status();
    let problem = response.extensions_mut().remove::<Problem>().or_else(|| {
        let bare = response.headers().get(header::CONTENT_TYPE).is_none();
        (bare && status == StatusCode::NOT_FOUND).then_some(Problem::NotFound)
    });
    let Some(problem) = problem else {
        return response;
    };
    if let Problem::Failed(why) = &problem {
        tracing::error!(%why, "a page failed");
    }
    if let Problem::SignIn { back, staff } = &problem {
        return sign_in(back, *staff);
    }
    if Place::of(uri.path()) == Place::Api {
        return for_programs(&problem);
    }
    let visit = Visit::new(app, visitor, method, uri);
    let (title, mut body) = words(&problem);
    if let (Problem::Failed(_), Some(reference)) = (&problem, reference) {
        body = html! {
            (body)
            p class="govuk-body" { "If you tell us about it, quote the reference " code { (reference.to_string()) } "." }
        };
    }
    let mut drawn = visit
        .page(title, body)
        .status(problem.status())
        .into_response();
    let wait = match problem {
        Problem::Unavailable(_) => Some(5),
        Problem::Throttled { seconds } => Some(seconds.max(1)),
        _ => None,
    };
    if let Some(wait) = wait {
        drawn
            .headers_mut()
            .insert(header::RETRY_AFTER, HeaderValue::from(wait));
    }
    drawn
}

/// The same for a program that asked the API.
fn for_programs(problem: &Problem) -> Response {
    let detail = match problem {
        Problem::NotFound => "There is nothing public at this address.",
        Problem::Unreadable(why) | Problem::TooLate(why) | Problem::Mistaken(why) => why,
        Problem::Unavailable(_) => "The service is busy. Try again in a minute.",
        _ => "The request could not be answered.",
    };
    let title = match problem {
        Problem::NotFound => "Not found",
        Problem::Unreadable(_) => "The request does not read",
        other => words(other).0,
    };
    open_data::problem(problem.status(), title, detail)
}

fn sign_in(back: &str, staff: bool) -> Response {
    let page = if staff { "/staff/sign-in" } else { "/sign-in" };
    let query: String = form_urlencoded::Serializer::new(String::new())
        .append_pair("next", back)
        .finish();
    let to = if back.is_empty() {
        page.to_string()
    } else {
        format!("{page}?{query}")
    };
    let to = HeaderValue::from_str(&to).unwrap_or_else(|_| HeaderValue::from_static("/sign-in"));
    let mut response = StatusCode::SEE_OTHER.into_response();
    response.headers_mut().insert(header::LOCATION, to);
    response
}

fn words(problem: &Problem) -> (&'static str, Markup) {
    match problem {
        Problem::NotFound => (
            "Page not found",
            paragraphs(&[
                "If you typed the address, check that it is correct.",
                "If you followed a link, the page may have moved.",
            ]),
        ),
        Problem::NotAllowed => (
            "You cannot open this page",
            paragraphs(&[
                "Your account has no grant for this. If you need it for your work, ask an administrator.",
            ]),
        ),
        Problem::Forged => (
            "Send the form again",
            paragraphs(&[
                "The form did not come with the key that we gave your browser. Nothing was changed.",
                "Go back, reload the page and send the form again. Your browser must accept this site’s cookies.",
            ]),
        ),
        Problem::Unreadable(why) => ("We could not read that", paragraphs(&[why])),
        Problem::Stale => (
            "Somebody changed this since you opened the page",
            paragraphs(&[
                "Nothing of yours was saved. Go back, reload the page to see the change, and try again.",
            ]),
        ),
        Problem::TooLate(why) => ("That is no longer possible", paragraphs(&[why])),
        Problem::Mistaken(why) => ("There is a problem", paragraphs(&[why])),
        Problem::Throttled { seconds } => (
            "Too many tries",
            paragraphs(&[&format!("Wait {} and try again.", wait_words(*seconds))]),
        ),
        Problem::Unavailable(_) => (
            "Sorry, we cannot save anything just now",
            paragraphs(&["Nothing was changed. Pages to read still work. Try again in a minute."]),
        ),
        Problem::SignIn { .. } | Problem::Failed(_) => (
            "Sorry, there is a problem with the service",
            paragraphs(&["Nothing was lost that we told you was saved. Try again later."]),
        ),
    }
}

/// How long to wait, in words.
pub fn wait_words(seconds: i64) -> String {
    match seconds {
        ..=1 => "a second".into(),
        2..=90 => format!("{seconds} seconds"),
        _ => format!("{} minutes", (seconds + 59) / 60),
    }
}

fn paragraphs(texts: &[&str]) -> Markup {
    html! {
        @for text in texts { p class="govuk-body" { (text) } }
        p class="govuk-body" { a class="govuk-link" href="/" { "Go to the home page" } }
    }
}

/// Draws what the layers around the application refuse in the product's own page.
pub fn drawing(site: std::sync::Arc<crate::web::layout::Site>) -> Drawing {
    std::sync::Arc::new(move |refusal: &HttpRefusal| {
        let page = Page {
            title: refusal.title,
            heading: Some(refusal.title),
            body: html! {
                (paragraphs(&[&refusal.text]))
                @if let Some(reference) = &refusal.reference {
                    p class="govuk-body" { "Reference: " code { (reference) } }
                }
            },
            ..Page::default()
        };
        crate::web::layout::render(&site, &page).into_string()
    })
}
