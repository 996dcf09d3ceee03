//! Signing in and out, and one's own account.
//!
//! Residents come in by a link (`link`), staff by a password and a code (`staff`), the first time by
//! an invitation (`invitation`). Another room that signs somebody in answers with [`signed_in`]; one
//! that keeps something about people adds a part to their own page in [`me::SECTIONS`].

mod forms;
mod invitation;
mod link;
pub mod me;
mod own_views;
mod qr;
mod staff;
mod views;

pub use own_views::grant_words;

use crate::actions::identity::throttle::Caller;
use crate::actions::identity::{SignedIn, session_seconds};
use crate::app::App;
use crate::store::identity::Strength;
use crate::web::govuk::ErrorSummary;
use crate::web::problem::{Problem, wait_words};
use crate::web::routes::{Access, Routes};
use crate::web::visit::{PageAnswer, Visit, is_own};
use crate::web::visitor::{SESSION, cookie, cookie_name, cookie_value};
use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use maud::Render;

/// Who may sign in how, and see their own account.
pub fn routes() -> Routes {
    Routes::new()
        .get("/sign-in", Access::Public, link::ask)
        .post("/sign-in", Access::Public, link::send)
        .get("/sign-in/link/{token}", Access::Public, link::show)
        .post("/sign-in/link/{token}", Access::Public, link::spend)
        .post("/sign-out", Access::Public, link::sign_out)
        .get("/staff/sign-in", Access::Public, staff::ask)
        .post("/staff/sign-in", Access::Public, staff::begin)
        .get("/staff/sign-in/code", Access::Public, staff::ask_code)
        .post("/staff/sign-in/code", Access::Public, staff::finish)
        .get("/staff/invitation/{token}", Access::Public, invitation::ask)
        .post(
            "/staff/invitation/{token}",
            Access::Public,
            invitation::choose,
        )
        .get(
            "/staff/invitation/{token}/code",
            Access::Public,
            invitation::ask_code,
        )
        .post(
            "/staff/invitation/{token}/code",
            Access::Public,
            invitation::confirm,
        )
        .and(me::routes())
}

/// The cookie of a signed-in browser.
pub fn session_cookie(app: &App, token: &str, strength: Strength) -> HeaderValue {
    cookie(app, SESSION, token, session_seconds(strength))
}

/// Takes the session's cookie away.
pub fn no_session_cookie(app: &App) -> HeaderValue {
    cookie(app, SESSION, "", 0)
}

/// On to a page as somebody who was just signed in.
pub fn signed_in(visit: &Visit, who: &SignedIn, otherwise_to: &str) -> Response {
    let to = if is_own(&who.next_page) {
        &who.next_page
    } else {
        otherwise_to
    };
    let mut response = visit.on_to(to);
    let cookie = session_cookie(&visit.app, &who.token, who.strength);
    response.headers_mut().append(header::SET_COOKIE, cookie);
    response
}

/// The digest of the session that a browser has now, to be ended when another begins.
pub fn old_session(visit: &Visit) -> Option<String> {
    visit
        .visitor
        .session()
        .map(|session| session.digest.clone())
}

/// Where a request comes from, as far as limits need it.
pub fn caller(visit: &Visit) -> Caller {
    Caller {
        address: visit.peer.map(|peer| peer.0),
    }
}

/// Where somebody wanted to go: a page of this site, and none of those that sign in or out.
pub(super) fn next_page(asked: &str) -> String {
    let path = asked.split(['?', '#']).next().unwrap_or_default();
    let circles = [
        "/sign-in",
        "/sign-out",
        "/staff/sign-in",
        "/staff/invitation",
    ]
    .iter()
    .any(|page| path == *page || path.starts_with(&format!("{page}/")));
    if is_own(asked) && asked.len() <= 500 && !circles {
        asked.to_string()
    } else {
        String::new()
    }
}

/// A form shown again with what was typed, because somebody must wait.
fn too_soon(page: PageAnswer<'_>, seconds: i64) -> Response {
    let words = format!("Too many tries. Wait {} and try again", wait_words(seconds));
    let mut response = page
        .notice(ErrorSummary::of([("", words.as_str())]).render())
        .status(StatusCode::TOO_MANY_REQUESTS)
        .into_response();
    response
        .headers_mut()
        .insert(header::RETRY_AFTER, HeaderValue::from(seconds.max(1)));
    response
}

/// A page for a link that does not work any more.
fn gone(visit: &Visit, title: &str, body: maud::Markup) -> Response {
    visit
        .page(title, body)
        .status(StatusCode::GONE)
        .into_response()
}

const TRY: &str = "try";
const KNOWN: &str = "known";

/// The cookies of a browser on its way in.
struct Jar {
    /// Ties the code to the password that came before.
    tried: Option<String>,
    /// The mark of a browser that staff signed in with before.
    known: Option<String>,
}

impl FromRequestParts<App> for Jar {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Problem> {
        let value = |name| {
            cookie_value(&parts.headers, &cookie_name(app, name))
                .filter(|value| value.len() <= 200)
                .map(str::to_string)
        };
        Ok(Jar {
            tried: value(TRY),
            known: value(KNOWN),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::next_page;

    #[test]
    fn only_pages_of_this_site_are_gone_back_to() {
        for own in ["/me", "/staff/nominations?q=a&page=2", "/votes/june-2009"] {
            assert_eq!(next_page(own), own);
        }
        for other in [
            "",
            "me",
            "//elsewhere.example",
            "/\\elsewhere.example",
            "/\t/elsewhere.example",
            "/\n/elsewhere.example",
            "https://elsewhere.example",
            "javascript:alert(1)",
            " /me",
            "/sign-in",
            "/sign-in/link/abc",
            "/sign-in?next=/me",
            "/sign-out",
            "/staff/sign-in",
        ] {
            assert_eq!(next_page(other), "", "{other:?}");
        }
        assert_eq!(next_page(&format!("/{}", "a".repeat(600))), "");
    }
}
