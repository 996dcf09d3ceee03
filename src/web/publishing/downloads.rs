//! Open data: the files, and the page that describes them.

use super::places;
use crate::actions::publishing::figures::{COLUMNS, Grid};
use crate::domain::figures::period::Cut;
use crate::domain::figures::view::{By, View};
use crate::domain::time::long_instant;
use crate::store::figures as store;
use crate::web::ballots::list as votes;
use crate::web::govuk::{Details, WarningText};
use crate::web::http::caching::Cacheable;
use crate::web::nominations::export;
use crate::web::projects::export as projects;
use crate::web::visit::{Answer, Visit};
use axum::http::{HeaderValue, header};
use axum::response::IntoResponse;
use maud::{Markup, html};

/// `/data`: the files lie in a folder.
pub async fn to_page(visit: Visit) -> Answer {
    Ok(visit.on_to("/data/"))
}

/// A file, and what it holds.
struct File {
    name: &'static str,
    href: &'static str,
    what: &'static str,
    columns: Vec<(&'static str, &'static str)>,
}

/// `/data/`.
pub async fn page(visit: Visit) -> Answer {
    let publication = store::publication(&visit.read()).await?;
    let body = html! {
        p.govuk-body-l { "Everything that pages here show, as files. Anyone may take them and use them." }
        @for file in files() { (described(&file)) }
        h2.govuk-heading-m { "Good to know" }
        ul.govuk-list.govuk-list--bullet {
            li { "Files are CSV in UTF-8, with a first row of names, or GeoJSON (RFC 7946). Days are written like 2009-06-21." }
            li { "A cell that would begin like a formula has an apostrophe before it, so that no spreadsheet runs it." }
            li { "[c] means not shown, because very few offenders worked. " a.govuk-link href="/about/figures" { "How figures are counted" } "." }
            li { "Nobody is named in any file: no nominator, no voter, no one who does the work." }
            @if let Some(instant) = publication.as_at { li { "Figures are as at " (long_instant(instant)) " and provisional." } }
        }
        (WarningText { text: "Do not rank areas by these figures.".into(), ..WarningText::default() })
        p.govuk-body { "To hear of changes, use a " a.govuk-link href="/feeds" { "feed" } "." }
    };
    Ok(visit.page("Open data", body).kept().into_response())
}

fn described(file: &File) -> Markup {
    let name = file.href.rsplit('/').next().unwrap_or(file.href);
    html! {
        h2.govuk-heading-m { (file.name) }
        p.govuk-body { (file.what) }
        p.govuk-body { a.govuk-link href=(file.href) { "Download " (name) } }
        (Details::new(format!("Columns of {name}"), html! {
            dl.app-definitions { @for (name, meaning) in &file.columns { dt { code { (name) } } dd { (meaning) } } }
        }))
    }
}

fn files() -> Vec<File> {
    vec![
        File {
            name: "Figures",
            href: "/data/figures.csv",
            what: "Nominations, projects, sessions, attendances, offenders and hours, a row for each council, month, kind of work and origin. The last row is the total.",
            columns: figures_columns(),
        },
        File {
            name: "Nominations",
            href: "/data/nominations.csv",
            what: "Every nomination that a moderator has passed, a row each, with what became of it.",
            columns: export::COLUMNS.to_vec(),
        },
        File {
            name: "Projects",
            href: "/data/projects.csv",
            what: "Every project, a row each, with its days of work, offenders and minutes. Where very few offenders worked, the numbers are withheld.",
            columns: projects::COLUMNS.to_vec(),
        },
        File {
            name: "Projects as places",
            href: "/data/projects.geojson",
            what: "The same projects for maps, a point each. Where only the ward is known there is no point.",
            columns: places::PROPERTIES_OF_PROJECTS.to_vec(),
        },
        File {
            name: "Nominations as places",
            href: "/data/nominations.geojson",
            what: "The same nominations for maps, a point each. Where only the ward is known there is no point.",
            columns: places::PROPERTIES_OF_NOMINATIONS.to_vec(),
        },
        File {
            name: "Votes",
            href: "/data/rounds.csv",
            what: "Every vote, a row each. The ballots of each, the rules and the result are files on the page of its result.",
            columns: votes::COLUMNS.to_vec(),
        },
        File {
            name: "Areas",
            href: "/areas.csv",
            what: "Probation areas, councils and wards, with how many people live there where that is known.",
            columns: vec![
                ("code", "The official code"),
                ("name", "The name"),
                ("kind", "probation-area, council or ward"),
                ("parent_code", "The area it lies in"),
                ("population", "How many people live there"),
            ],
        },
    ]
}

fn figures_columns() -> Vec<(&'static str, &'static str)> {
    let meaning = |column: &str| match column {
        "nominations" => "Nominations that a moderator passed, by the month they were sent",
        "projects_agreed" => "Projects agreed",
        "projects_completed" => "Projects completed",
        "sessions_held" => "Days of work held",
        "sessions_stood_down" => "Days of work that could not take place",
        "attendances" => "People who came, added up over sessions",
        "offenders" => "Different people on each project",
        "hours_offered" => "The time booked for them, in hours",
        "hours_credited" => "The time that counts towards sentences, in hours",
        "minutes_offered" => "The same in whole minutes, exact",
        "minutes_credited" => "The same in whole minutes, exact",
        _ => "",
    };
    let mut columns = vec![
        ("area_code, area", "The council"),
        ("month_code, month", "The month, like 2009-06"),
        ("category_code, category", "The kind of work"),
        ("origin_code, origin", "How the project came about"),
    ];
    columns.extend(COLUMNS.map(|column| (column, meaning(column))));
    columns
}

/// `/data/figures.csv`: a row for each council, month, kind of work and origin.
pub async fn figures(visit: Visit) -> Answer {
    let view = View {
        by: vec![By::Area, By::Time(Cut::Month), By::Category, By::Origin],
        ..View::everything()
    };
    let public = store::published(&visit.read(), &view).await?;
    let mut response = Grid::public(&view, &public).csv().into_response();
    let headers = response.headers_mut();
    let kind = HeaderValue::from_static("text/csv; charset=utf-8");
    headers.insert(header::CONTENT_TYPE, kind);
    let name = HeaderValue::from_static("attachment; filename=\"figures.csv\"");
    headers.insert(header::CONTENT_DISPOSITION, name);
    response.extensions_mut().insert(Cacheable::default());
    Ok(response)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_column_of_figures_is_described() {
        for (name, meaning) in figures_columns() {
            assert!(!meaning.is_empty(), "{name}");
        }
    }
}
