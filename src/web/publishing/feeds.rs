//! The feeds, and the page that lists them.

use super::atom::{Entry, Feed};
use super::entries;
use crate::domain::areas::code::AreaCode;
use crate::domain::ids::Reference;
use crate::domain::policy::Nesting;
use crate::store::figures::releases;
use crate::store::nominations::list::{self as nominations, Wanted};
use crate::store::publishing::{Of, happenings};
use crate::store::{areas, ballots, projects};
use crate::web::http::caching::Cacheable;
use crate::web::paths::At;
use crate::web::problem::Problem;
use crate::web::visit::{Answer, Visit};
use axum::http::header;
use axum::response::{IntoResponse, Response};
use maud::html;
use std::str::FromStr;

/// How many entries a feed has at most.
const MOST: usize = 50;

/// The name of a feed's file: what it is of, and `.atom`.
#[derive(Debug, Clone)]
pub struct File<T>(T);

impl<T: FromStr> FromStr for File<T> {
    type Err = ();

    fn from_str(name: &str) -> Result<File<T>, ()> {
        let of = name.strip_suffix(".atom").ok_or(())?;
        of.parse().map(File).map_err(|_| ())
    }
}

/// `/feeds`: what there is to follow.
pub async fn page(visit: Visit) -> Answer {
    let feeds = [
        ("/feeds/nominations.atom", "New nominations"),
        (
            "/feeds/votes.atom",
            "Votes: announced, open, closed, result",
        ),
        (
            "/feeds/projects.atom",
            "Projects: each stage, and news from the work",
        ),
        (
            "/feeds/releases.atom",
            "Releases: figures that a council has checked and published",
        ),
    ];
    let body = html! {
        p.govuk-body-l { "A feed tells a program on your device of new things here. You need no account, and we do not learn who reads it." }
        ul.govuk-list.govuk-list--spaced {
            @for (href, words) in feeds { li { a.govuk-link href=(href) { (words) } } }
        }
        h2.govuk-heading-m { "One area or one project" }
        p.govuk-body { "Every area has a feed of its own, with all that is new there. Find the link on " a.govuk-link href="/areas" { "the area’s page" } "." }
        p.govuk-body { "Every project has one too: add " code { ".atom" } " to its reference, like " code { "/feeds/projects/LC-2026-P0001.atom" } "." }
        p.govuk-body { "If you would rather have emails, open a nomination, a project or an area and follow it." }
    };
    Ok(visit.page("Feeds", body).kept().into_response())
}

fn answer(
    visit: &Visit,
    title: &str,
    path: String,
    page: String,
    mut entries: Vec<Entry>,
) -> Response {
    entries.sort_by_key(|entry| std::cmp::Reverse(entry.updated));
    entries.truncate(MOST);
    let name = &visit.app.site.name;
    let feed = Feed {
        title: format!("{title} – {name}"),
        author: name.clone(),
        address: visit.app.config.address.clone(),
        path,
        page,
        entries,
    };
    let kind = [(header::CONTENT_TYPE, "application/atom+xml; charset=utf-8")];
    let mut response = (kind, feed.to_xml()).into_response();
    response.extensions_mut().insert(Cacheable::default());
    response
}

async fn newest_nominations(visit: &Visit, area: Option<String>) -> Result<Vec<Entry>, Problem> {
    let wanted = Wanted {
        area,
        ..Wanted::default()
    };
    let (found, _) = nominations::page(&visit.read(), &wanted, 1, MOST as u64).await?;
    Ok(found.iter().map(entries::nomination).collect())
}

async fn newest_votes(visit: &Visit, area: Option<&str>) -> Result<Vec<Entry>, Problem> {
    let (atlas, now) = (visit.app.desk.atlas(), visit.now());
    let touches = |other: &str| {
        area.is_none_or(|area| {
            Nesting::covers(atlas.as_ref(), area, other)
                || Nesting::covers(atlas.as_ref(), other, area)
        })
    };
    let rounds = ballots::all(&visit.read()).await?;
    let rounds = rounds
        .iter()
        .filter(|round| round.is_public() && touches(&round.area_code));
    Ok(rounds
        .flat_map(|round| entries::round(round, now))
        .collect())
}

async fn newest_of_projects(visit: &Visit, of: Of) -> Result<Vec<Entry>, Problem> {
    let found = happenings(&visit.read(), &of, MOST).await?;
    Ok(found.iter().map(entries::happening).collect())
}

async fn newest_releases(visit: &Visit, area: &str) -> Result<Vec<Entry>, Problem> {
    let found = releases::published(&visit.read(), area).await?;
    Ok(found
        .iter()
        .take(MOST)
        .filter_map(entries::release)
        .collect())
}

/// New nominations.
pub async fn nominations(visit: Visit) -> Answer {
    let entries = newest_nominations(&visit, None).await?;
    let path = "/feeds/nominations.atom".into();
    Ok(answer(
        &visit,
        "New nominations",
        path,
        "/nominations".into(),
        entries,
    ))
}

/// Votes.
pub async fn votes(visit: Visit) -> Answer {
    let entries = newest_votes(&visit, None).await?;
    let path = "/feeds/votes.atom".into();
    Ok(answer(&visit, "Votes", path, "/votes".into(), entries))
}

/// What happened to projects.
pub async fn projects(visit: Visit) -> Answer {
    let entries = newest_of_projects(&visit, Of::Everything).await?;
    let path = "/feeds/projects.atom".into();
    Ok(answer(
        &visit,
        "Projects",
        path,
        "/projects".into(),
        entries,
    ))
}

/// Releases of figures.
pub async fn releases_of_figures(visit: Visit) -> Answer {
    let entries = newest_releases(&visit, "").await?;
    let (path, page) = ("/feeds/releases.atom", "/figures/releases");
    Ok(answer(
        &visit,
        "Releases of figures",
        path.into(),
        page.into(),
        entries,
    ))
}

/// All that is new in one area.
pub async fn area(visit: Visit, At(File(code)): At<File<String>>) -> Answer {
    let code = AreaCode::parse(&code).map_err(|_| Problem::NotFound)?;
    let details = areas::find(&visit.read(), &code).await?;
    let details = details.ok_or(Problem::NotFound)?;
    let mut entries = newest_nominations(&visit, Some(code.to_string())).await?;
    entries.extend(newest_votes(&visit, Some(code.as_str())).await?);
    entries.extend(newest_of_projects(&visit, Of::Area(code.to_string())).await?);
    entries.extend(newest_releases(&visit, code.as_str()).await?);
    let (path, page) = (
        format!("/feeds/areas/{code}.atom"),
        format!("/areas/{code}"),
    );
    Ok(answer(&visit, &details.area.name, path, page, entries))
}

/// What happened to one project.
pub async fn project(visit: Visit, At(File(reference)): At<File<Reference>>) -> Answer {
    let project = projects::by_reference(&visit.read(), &reference).await?;
    let project = project.ok_or(Problem::NotFound)?;
    let reference = reference.as_str().to_string();
    let entries = newest_of_projects(&visit, Of::Project(reference.clone())).await?;
    let path = format!("/feeds/projects/{reference}.atom");
    let page = format!("/projects/{reference}");
    Ok(answer(
        &visit,
        &project.description.title,
        path,
        page,
        entries,
    ))
}
