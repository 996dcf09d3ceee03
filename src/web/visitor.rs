//! Who is asking: nobody known, or the account behind the session cookie.
//!
//! Sessions are found by the digest of the cookie's token. A browser that is shown a form gets a
//! cookie of its own, which its csrf tokens are made from; a browser that only reads gets none.

use crate::actions::Person;
use crate::app::App;
use crate::domain::policy::{Actor, Grant};
use crate::domain::retention::BROWSER_COOKIE_DAYS;
use crate::ports::dice::Dice;
use crate::store::identity::{Session, sessions};
use crate::web::http::caching::Cacheable;
use crate::web::problem::{self, Problem};
use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderValue, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, OnceLock};
use subtle::ConstantTimeEq;

/// Who is asking. Put into every request by [`recognise`].
#[derive(Debug, Clone)]
pub struct Visitor {
    session: Option<Arc<Session>>,
    browser: Arc<Browser>,
}

#[derive(Debug)]
struct Browser {
    /// What it brought, or what was drawn for it once something needed it: most answers need nothing.
    token: OnceLock<String>,
    dice: Dice,
    known: bool,
    shown_a_form: AtomicBool,
}

impl Browser {
    fn new(held: Option<&str>, dice: Dice) -> Browser {
        Browser {
            known: held.is_some(),
            token: held.map_or_else(OnceLock::new, |held| held.to_string().into()),
            dice,
            shown_a_form: AtomicBool::new(false),
        }
    }

    fn token(&self) -> &str {
        self.token.get_or_init(|| self.dice.token())
    }
}

impl Visitor {
    /// Whether there is an account behind the request.
    pub fn is_signed_in(&self) -> bool {
        self.session.is_some()
    }

    /// The signed-in browser, if it is one.
    pub fn session(&self) -> Option<&Session> {
        self.session.as_deref()
    }

    /// What they may do where.
    pub fn grants(&self) -> &[Grant] {
        self.session.as_ref().map_or(&[], |session| &session.grants)
    }

    /// As actions know them.
    pub fn person(&self) -> Person {
        match &self.session {
            None => Person::visitor(),
            Some(session) => Person {
                actor: Actor::Account(session.account.id),
                grants: session.grants.clone(),
            },
        }
    }

    /// Nobody known, with a browser of no name: what a handler is measured with.
    pub fn nobody() -> Visitor {
        Visitor {
            session: None,
            browser: Arc::new(Browser::new(None, Dice::Fair)),
        }
    }

    /// The token that every form carries and every POST must bring back.
    pub fn csrf(&self, app: &App) -> String {
        self.browser.shown_a_form.store(true, Ordering::Relaxed);
        self.expected_csrf(app)
    }

    fn expected_csrf(&self, app: &App) -> String {
        let bound_to = match &self.session {
            Some(session) => session.digest.as_str(),
            None => self.browser.token(),
        };
        app.desk.digest("csrf", bound_to)
    }

    /// Whether a POST brought its token back.
    pub fn brings_back(&self, app: &App, token: &str) -> bool {
        let known = self.is_signed_in() || self.browser.known;
        known && bool::from(self.expected_csrf(app).as_bytes().ct_eq(token.as_bytes()))
    }

    /// Whether this page was made for this browser alone, because it holds a form.
    pub fn was_shown_a_form(&self) -> bool {
        self.browser.shown_a_form.load(Ordering::Relaxed)
    }

    /// What names this browser, for drafts and for the order in which it sees options.
    pub fn browser_token(&self) -> &str {
        self.browser.shown_a_form.store(true, Ordering::Relaxed);
        self.browser.token()
    }
}

/// The name of a cookie: bound to this host and to https where the site is reached so.
pub fn cookie_name(app: &App, name: &str) -> String {
    if app.config.is_https() {
        format!("__Host-{name}")
    } else {
        name.to_string()
    }
}

/// A `Set-Cookie` header.
pub fn cookie(app: &App, name: &str, value: &str, seconds: i64) -> HeaderValue {
    let secure = if app.config.is_https() {
        "; Secure"
    } else {
        ""
    };
    let text = format!(
        "{}={value}; Path=/; HttpOnly; SameSite=Lax; Max-Age={seconds}{secure}",
        cookie_name(app, name)
    );
    HeaderValue::from_str(&text).unwrap_or_else(|_| HeaderValue::from_static(""))
}

/// The value of a cookie under its whole name.
pub fn cookie_value<'h>(headers: &'h HeaderMap, name: &str) -> Option<&'h str> {
    headers
        .get_all(header::COOKIE)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
        .find(|(found, _)| *found == name)
        .map(|(_, value)| value)
}

/// The name of the cookie of a browser that was shown a form.
pub const BROWSER: &str = "browser";
/// The session cookie's name, before any prefix.
pub const SESSION: &str = "session";
const BROWSER_SECONDS: i64 = BROWSER_COOKIE_DAYS * 24 * 3600;

/// Recognises the visitor, draws the problem that was met, and gives the browser its cookie if it was shown
/// a form. One layer for all of it: each costs every answer as much as reading what was asked.
pub async fn recognise(State(app): State<App>, mut request: Request, next: Next) -> Response {
    let visitor = match visitor_of(&app, request.headers()).await {
        Ok(visitor) => visitor,
        Err(problem) => return problem.into_response(),
    };
    request.extensions_mut().insert(visitor.clone());
    let mut response = problem::drawn(app.clone(), visitor.clone(), request, next).await;
    if visitor.was_shown_a_form() {
        // A page with one browser's form in it is no page for everybody, whatever its handler said.
        response.extensions_mut().remove::<Cacheable>();
    }
    if visitor.was_shown_a_form() && !visitor.browser.known {
        let value = cookie(&app, BROWSER, visitor.browser.token(), BROWSER_SECONDS);
        response.headers_mut().append(header::SET_COOKIE, value);
    }
    response
}

async fn visitor_of(app: &App, headers: &HeaderMap) -> Result<Visitor, Problem> {
    let token = cookie_value(headers, &cookie_name(app, SESSION));
    let session = match token.filter(|token| is_token(token)) {
        Some(token) => {
            let digest = app.desk.digest("session", token);
            sessions::session(&app.desk.db, digest, app.desk.now()).await?
        }
        None => None,
    };
    let held = cookie_value(headers, &cookie_name(app, BROWSER)).filter(|token| is_token(token));
    Ok(Visitor {
        session: session.map(Arc::new),
        browser: Arc::new(Browser::new(held, app.desk.dice.clone())),
    })
}

fn is_token(text: &str) -> bool {
    text.len() == 64 && text.bytes().all(|byte| byte.is_ascii_hexdigit())
}
