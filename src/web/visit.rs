//! One visit to one address: who asks, when, and how the answer is put together.

use crate::actions::{Person, Refusal};
use crate::app::App;
use crate::domain::mistakes::Mistakes;
use crate::domain::policy::{Permission, Role};
use crate::store::Conn;
use crate::web::http::caching::{Cacheable, names};
use crate::web::http::peer::PeerAddress;
use crate::web::layout::{self, Page, Viewer};
use crate::web::problem::Problem;
use crate::web::visitor::Visitor;
use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use axum::http::{HeaderValue, Method, StatusCode, Uri, header};
use axum::response::{IntoResponse, Response};
use chrono::{DateTime, NaiveDate, Utc};
use chrono_tz::Europe::London;
use maud::{Markup, html};

/// What every handler answers.
pub type Answer = Result<Response, Problem>;

/// Who asks for what, and the desk to answer at.
#[derive(Clone)]
pub struct Visit {
    /// The application.
    pub app: App,
    /// Who.
    pub visitor: Visitor,
    /// The address of their computer, where it is known. For limits alone; never kept or logged.
    pub peer: Option<PeerAddress>,
    method: Method,
    uri: Uri,
    /// The tags of what the client has already.
    if_none_match: Option<HeaderValue>,
}

impl FromRequestParts<App> for Visit {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Problem> {
        let visitor = parts.extensions.get::<Visitor>().cloned();
        let visitor = visitor.ok_or_else(|| Problem::Failed("no visitor on this route".into()))?;
        let (method, uri) = (parts.method.clone(), parts.uri.clone());
        Ok(Visit {
            peer: parts.extensions.get::<PeerAddress>().copied(),
            if_none_match: parts.headers.get(header::IF_NONE_MATCH).cloned(),
            ..Visit::new(app.clone(), visitor, method, uri)
        })
    }
}

impl Visit {
    /// A visit to an address.
    pub fn new(app: App, visitor: Visitor, method: Method, uri: Uri) -> Visit {
        Visit {
            app,
            visitor,
            peer: None,
            method,
            uri,
            if_none_match: None,
        }
    }

    /// The time now, in UTC.
    pub fn now(&self) -> DateTime<Utc> {
        self.app.desk.now()
    }

    /// The day it is in London.
    pub fn today(&self) -> NaiveDate {
        self.now().with_timezone(&London).date_naive()
    }

    /// Reads from the store.
    pub fn read(&self) -> Conn<'_> {
        self.app.desk.db.read()
    }

    /// As actions know the visitor.
    pub fn person(&self) -> Person {
        self.visitor.person()
    }

    /// Whether the visitor may do the thing in the area.
    pub fn may(&self, permission: Permission, area: &str) -> bool {
        self.person().may(&self.app.desk, permission, area)
    }

    /// The same as a problem page.
    pub fn need(&self, permission: Permission, area: &str) -> Result<(), Problem> {
        if self.may(permission, area) {
            Ok(())
        } else {
            Err(Problem::NotAllowed)
        }
    }

    /// The path asked for.
    pub fn path(&self) -> &str {
        self.uri.path()
    }

    /// The path with what stands behind the question mark.
    fn whole_path(&self) -> &str {
        let whole = self.uri.path_and_query();
        whole.map_or("/", |whole| whole.as_str())
    }

    /// Whether the client has what this tag names already.
    pub fn knows(&self, tag: &HeaderValue) -> bool {
        let told = self.if_none_match.as_ref();
        told.is_some_and(|told| names(told, tag))
    }

    /// What stands behind the question mark.
    pub fn query(&self) -> &str {
        self.uri.query().unwrap_or_default()
    }

    /// The hidden field that every form carries.
    pub fn csrf(&self) -> Markup {
        html! { input type="hidden" name="csrf" value=(self.visitor.csrf(&self.app)); }
    }

    /// The hidden fields of a form that creates something: its csrf token and a new one-time key.
    pub fn csrf_and_once(&self) -> Markup {
        html! {
            (self.csrf())
            input type="hidden" name="once" value=(self.app.desk.dice.once().as_str());
        }
    }

    /// The same with the key that the form came with, when it is shown again.
    pub fn csrf_and_same_once(&self, once: Option<&crate::domain::ids::OnceKey>) -> Markup {
        match once {
            None => self.csrf_and_once(),
            Some(once) => html! {
                (self.csrf())
                input type="hidden" name="once" value=(once.as_str());
            },
        }
    }

    /// A page of the site.
    pub fn page(&self, title: impl Into<String>, body: Markup) -> PageAnswer<'_> {
        PageAnswer {
            visit: self,
            title: title.into(),
            body,
            status: StatusCode::OK,
            about: String::new(),
            named: false,
            headed: true,
            before: Markup::default(),
            notice: Markup::default(),
            banner: Markup::default(),
            head: Markup::default(),
            wide: false,
            mistaken: false,
            kept: false,
        }
    }

    /// On to another page of this site, after a form did its work.
    pub fn on_to(&self, path: &str) -> Response {
        see_other(path)
    }

    /// A refusal that is not a matter of the form: everything but mistakes becomes a problem page;
    /// mistakes come back for the form to be shown again.
    pub fn mistakes_or_problem(refusal: Refusal) -> Result<Mistakes, Problem> {
        match refusal {
            Refusal::Mistaken(mistakes) => Ok(mistakes),
            other => Err(other.into()),
        }
    }
}

/// Whether a path leads to a page of this site. Browsers read `\` as `/` and leave tabs and line ends out,
/// so `/\there.example` leads away.
pub fn is_own(path: &str) -> bool {
    path.starts_with('/')
        && !path.starts_with("//")
        && !path.contains('\\')
        && !path.contains(char::is_control)
}

/// `303 See Other` to a path of this site. Anything else goes home.
pub fn see_other(path: &str) -> Response {
    let safe = is_own(path);
    let to = HeaderValue::from_str(if safe { path } else { "/" });
    let mut response = StatusCode::SEE_OTHER.into_response();
    response.headers_mut().insert(
        header::LOCATION,
        to.unwrap_or_else(|_| HeaderValue::from_static("/")),
    );
    response
}

/// A page on its way out.
pub struct PageAnswer<'v> {
    visit: &'v Visit,
    title: String,
    body: Markup,
    about: String,
    named: bool,
    headed: bool,
    before: Markup,
    notice: Markup,
    banner: Markup,
    head: Markup,
    status: StatusCode,
    wide: bool,
    mistaken: bool,
    kept: bool,
}

impl PageAnswer<'_> {
    /// What the page is about, such as the name of a project: the second part of its title.
    pub fn about(mut self, about: impl Into<String>) -> Self {
        self.about = about.into();
        self
    }

    /// The same, said above the heading too: for a form or a list that belongs to one thing of many alike, so that
    /// nobody fills it in for another one.
    pub fn of(mut self, thing: impl Into<String>) -> Self {
        self.named = true;
        self.about(thing)
    }

    /// The body has its own `h1`, such as the label of its only question.
    pub fn own_heading(mut self) -> Self {
        self.headed = false;
        self
    }

    /// What stands above the heading: an error summary or a notification banner.
    pub fn notice(mut self, notice: Markup) -> Self {
        self.notice = notice;
        self
    }

    /// A band over the whole width, above the main part.
    pub fn banner(mut self, banner: Markup) -> Self {
        self.banner = banner;
        self
    }

    /// More for the head, such as a link to a feed.
    pub fn head(mut self, head: Markup) -> Self {
        self.head = head;
        self
    }

    /// What stands before the main part: a back link or breadcrumbs.
    pub fn before(mut self, before: Markup) -> Self {
        self.before = before;
        self
    }

    /// The status, where it is not 200.
    pub fn status(mut self, status: StatusCode) -> Self {
        self.status = status;
        self
    }

    /// A form shown again with its mistakes: 422, and the title says so.
    pub fn invalid(mut self) -> Self {
        self.status = StatusCode::UNPROCESSABLE_ENTITY;
        self.mistaken = true;
        self
    }

    /// A form shown again because the world moved: 409, and the title says so.
    pub fn conflicting(mut self) -> Self {
        self.status = StatusCode::CONFLICT;
        self.mistaken = true;
        self
    }

    /// The whole width for tables and maps.
    pub fn wide(mut self) -> Self {
        self.wide = true;
        self
    }

    /// The same for every visitor who is not signed in, so that it may be kept until the data moves.
    /// A page that holds a form is never kept, whatever is said here.
    pub fn kept(mut self) -> Self {
        self.kept = true;
        self
    }
}

impl IntoResponse for PageAnswer<'_> {
    fn into_response(self) -> Response {
        let visitor = &self.visit.visitor;
        let has =
            |wanted: fn(Role) -> bool| visitor.grants().iter().any(|grant| wanted(grant.role));
        let page = Page {
            title: &self.title,
            about: &self.about,
            named: self.named,
            heading: self.headed.then_some(&self.title),
            path: self.visit.path(),
            printed: match self.kept {
                // No page of a vote is asked for anything, but somebody may have put the code of a receipt there.
                true if self.visit.path().starts_with("/votes/") => self.visit.path(),
                true => self.visit.whole_path(),
                false => "",
            },
            viewer: Viewer {
                name: visitor
                    .session()
                    .map(|session| session.account.name.as_str()),
                is_staff: has(Role::is_staff),
                is_admin: has(|role| role == Role::Administrator),
            },
            wide: self.wide,
            mistaken: self.mistaken,
            before: self.before,
            notice: self.notice,
            banner: self.banner,
            head: self.head,
            body: self.body,
        };
        let markup = layout::render(&self.visit.app.site, &page);
        let mut response = (self.status, markup.into_string()).into_response();
        response.headers_mut().insert(
            header::CONTENT_TYPE,
            HeaderValue::from_static("text/html; charset=utf-8"),
        );
        let for_everybody = self.kept
            && self.visit.method == Method::GET
            && self.status == StatusCode::OK
            && !visitor.is_signed_in()
            && !visitor.was_shown_a_form();
        if for_everybody {
            response.extensions_mut().insert(Cacheable::default());
        }
        response
    }
}
