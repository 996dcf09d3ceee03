//! Open data: the files, the page that describes them, and their dictionary.

use super::datasets::{self, Dataset, Form};
use super::editions;
use super::figure_fields::OF_VIEWS;
use crate::actions::publishing::records::Column;
use crate::domain::csv_cells;
use crate::domain::time::long_instant;
use crate::store::{areas, figures as store};
use crate::web::figures::question_fields;
use crate::web::govuk::{Details, Table, TableCell, WarningText};
use crate::web::http::caching::Cacheable;
use crate::web::map::owners;
use crate::web::paths::At;
use crate::web::pieces::scrolling;
use crate::web::problem::Problem;
use crate::web::visit::{Answer, Visit};
use axum::http::{HeaderMap, HeaderValue, header};
use axum::response::IntoResponse;
use maud::{Markup, html};

/// `/data`: the files lie in a folder.
pub async fn to_page(visit: Visit) -> Answer {
    Ok(visit.on_to("/data/"))
}

/// `/data/`.
pub async fn page(visit: Visit) -> Answer {
    let conn = visit.read();
    let publication = store::publication(&conn).await?;
    let (licence, address) = datasets::licence(&conn).await?;
    let body = html! {
        p.govuk-body-l { "Everything that pages here show, as files. Anyone may take them and use them." }
        h2.govuk-heading-m { "Licence" }
        p.govuk-body {
            "You may use this data under the " (licence) " (" span.app-address { (address.trim_start_matches("https://")) } "). Say where it comes from: "
            (visit.app.site.name) ", " (visit.app.config.address) ". Boundaries and postcodes that came from others keep their own licence."
        }
        (owners(&areas::notes(&conn).await?))
        @for dataset in Dataset::ALL { (described(dataset)) }
        h2.govuk-heading-m { "Places for maps" }
        p.govuk-body { "The same projects and nominations as GeoJSON (RFC 7946), a point each. Where only the ward is known there is no point." }
        p.govuk-body {
            a.govuk-link href="/data/projects.geojson" { "Download projects.geojson" } " · "
            a.govuk-link href="/data/nominations.geojson" { "Download nominations.geojson" }
        }
        p.govuk-body {
            "The properties of each are the fields named above, but for the coordinates; " code { "url" } " is the address of its page."
        }
        h2.govuk-heading-m { "Good to know" }
        ul.govuk-list.govuk-list--bullet {
            li { "CSV files are in UTF-8, with a first row of names. Days are written like 2009-06-21." }
            li { "A cell that would begin like a formula has an apostrophe before it, so that no spreadsheet runs it." }
            li { "[c] means not shown, because very few offenders worked, or because the number would give another away. " a.govuk-link href="/about/figures" { "How figures are counted" } "." }
            li { "Nobody is named in any file: no nominator, no voter, no one who does the work." }
            li { "All fields in one file: " a.govuk-link href="/data/dictionary.csv" { "the data dictionary" } ", also those of the files of " a.govuk-link href="/figures/questions" { "questions people ask" } " and of figures that you choose yourself. For programs, each CSV file has metadata in the form of CSV on the Web (CSVW)." }
            @if let Some(instant) = publication.as_at { li { "Figures are as at " (long_instant(instant)) " and provisional. What councils have checked is in " a.govuk-link href="/figures/releases" { "releases" } "." } }
        }
        h2.govuk-heading-m { "For programs" }
        p.govuk-body { "The same as JSON, page by page and with filters: " code { "/api/v1/" } ", described by its " a.govuk-link href="/api/v1/openapi.json" { "OpenAPI document" } ". No key is needed, and other sites may read it." }
        (WarningText { text: "Do not rank areas by these figures.".into(), ..WarningText::default() })
        p.govuk-body { "To hear of changes, use a " a.govuk-link href="/feeds" { "feed" } "." }
    };
    Ok(visit.page("Open data", body).wide().kept().into_response())
}

fn described(dataset: Dataset) -> Markup {
    let name = dataset.name();
    html! {
        h2.govuk-heading-m id=(name) { (dataset.title()) }
        p.govuk-body { (dataset.what()) }
        p.govuk-body {
            a.govuk-link href={ "/data/" (name) ".csv" } { "Download " (name) ".csv" } " · "
            a.govuk-link href={ "/data/" (name) ".json" } { "Download " (name) ".json" } " · "
            a.govuk-link href={ "/data/" (name) ".csv-metadata.json" } { "Metadata of " (name) ".csv (CSVW)" }
        }
        (Details::new(format!("Fields of {name}"), fields(dataset)))
    }
}

fn fields(dataset: Dataset) -> Markup {
    let row = |column: &Column| {
        vec![
            html! { code { (column.name) } }.into(),
            TableCell::from(column.what),
            TableCell::from(column.unit),
            TableCell::from(column.marks()),
        ]
    };
    let table = Table {
        caption: format!("Fields of {}", dataset.name()),
        caption_classes: "govuk-visually-hidden".into(),
        head: ["Field", "Meaning", "Counted in", "Marks"]
            .map(TableCell::from)
            .into(),
        first_cell_is_header: true,
        rows: dataset.columns().iter().map(row).collect(),
        ..Table::default()
    };
    scrolling(&table)
}

/// A file of open data, by the end of its address.
#[derive(Debug, Clone, Copy)]
enum File {
    Rows(Dataset, &'static str, Form),
    Metadata(Dataset),
}

fn named(name: &str) -> Option<File> {
    let (stem, ending) = name.split_once('.')?;
    let dataset = Dataset::ALL.into_iter().find(|one| one.name() == stem)?;
    let rows = |form| Some(File::Rows(dataset, dataset.file_name(form)?, form));
    match ending {
        "csv" => rows(Form::Csv),
        "json" => rows(Form::Json),
        "geojson" => rows(Form::GeoJson),
        "csv-metadata.json" => Some(File::Metadata(dataset)),
        _ => None,
    }
}

/// `/data/{file}`.
pub async fn file(visit: Visit, At(name): At<String>, headers: HeaderMap) -> Answer {
    match named(&name).ok_or(Problem::NotFound)? {
        File::Rows(dataset, name, form) => {
            let file = datasets::file(&visit, dataset, (name, form)).await?;
            Ok(editions::answer(&visit, &headers, name, file).await)
        }
        File::Metadata(dataset) => metadata(&visit, dataset).await,
    }
}

async fn metadata(visit: &Visit, dataset: Dataset) -> Answer {
    let (_, licence) = datasets::licence(&visit.read()).await?;
    let document = datasets::csvw(dataset, licence, &visit.app.config.address);
    let mut response = format!("{document:#}\n").into_response();
    let kind = HeaderValue::from_static("application/csvm+json");
    response.headers_mut().insert(header::CONTENT_TYPE, kind);
    response.extensions_mut().insert(Cacheable::default());
    Ok(response)
}

fn dictionary_line(file: &str, column: &Column) -> String {
    let row = csv_cells::Row::new()
        .text(file)
        .text(column.name)
        .text(column.what)
        .text(column.datatype())
        .text(column.unit)
        .text(column.marks())
        .text(if column.is_always { "yes" } else { "no" });
    row.end()
}

/// `/data/dictionary.csv`: every field of every file.
pub async fn dictionary() -> Answer {
    let names = [
        "file",
        "field",
        "meaning",
        "type",
        "unit",
        "marks",
        "always_there",
    ];
    let mut text = csv_cells::row(&names);
    for dataset in Dataset::ALL {
        let columns = dataset.columns().iter();
        text.extend(columns.map(|column| dictionary_line(dataset.name(), column)));
    }
    // What somebody chose to see, with what stands in no whole file.
    text.extend(
        OF_VIEWS
            .iter()
            .map(|column| dictionary_line("/figures.csv", column)),
    );
    for (file, columns) in question_fields::files() {
        text.extend(
            columns
                .into_iter()
                .map(|column| dictionary_line(&file, column)),
        );
    }
    let mut response = text.into_response();
    let kind = HeaderValue::from_static("text/csv; charset=utf-8");
    response.headers_mut().insert(header::CONTENT_TYPE, kind);
    response.extensions_mut().insert(Cacheable::default());
    Ok(response)
}
