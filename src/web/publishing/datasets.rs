//! The kinds of open data: what each holds, its fields, and its rows as a file.
//!
//! Every description comes from one list of columns, be it the page, the dictionary, CSVW metadata or the
//! API's document. Start at [`Dataset`].

use crate::actions::publishing::figures::cell;
use crate::actions::publishing::records::{Cell, Column, Record, Stretch};
use crate::domain::figures::measure::{MEASURES, Told, Wage};
use crate::domain::figures::period::Cut;
use crate::domain::figures::view::{By, View};
use crate::domain::figures::withholding::PublicMeasures;
use crate::domain::settings::{DATA_LICENCE, licence_address};
use crate::store::figures as figures_store;
use crate::store::nominations::list::Wanted;
use crate::store::projects::list::Filter;
use crate::store::ward_sets::WardSets;
use crate::store::{Conn, Db, StoreError, areas, settings};
use crate::web::ballots::list as votes;
use crate::web::nominations::export as nominations;
use crate::web::pieces::record_file;
use crate::web::problem::Problem;
use crate::web::projects::export as projects;
use crate::web::publishing::figure_fields::{self, WARD_SETS_COLUMN};
use crate::web::visit::Visit;
use axum::http::header;
use axum::response::Response;
use serde_json::{Map, Value, json};
use std::sync::LazyLock;

/// A kind of open data.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Dataset {
    Figures,
    Nominations,
    Projects,
    Rounds,
    Areas,
}

/// The fields of figures: whose they are, the numbers, and the boundaries.
static FIGURES: LazyLock<Vec<Column>> = LazyLock::new(|| {
    let mut columns = WHOSE.to_vec();
    columns.extend(figure_fields::columns());
    columns.push(WARD_SETS_COLUMN);
    columns
});

/// Whose the numbers of a row are.
const WHOSE: [Column; 8] = [
    Column::code(
        "area_code",
        "The code of the council that the work was recorded for; total in the last row",
    )
    .always(),
    Column::words(
        "area",
        "The council. What a county has in the councils inside it stands with those",
    )
    .always(),
    Column::code("month_code", "The month, like 2009-06").always(),
    Column::words("month", "The month in words").always(),
    Column::code("category_code", "The code of the kind of work").always(),
    Column::words("category", "The kind of work").always(),
    Column::code(
        "origin_code",
        "How the project came about: vote, nomination or other; - before there is a project",
    )
    .always(),
    Column::words("origin", "The same in words").always(),
];

static AREAS: [Column; 5] = [
    Column::code("code", "The official code").always(),
    Column::words("name", "The name").always(),
    Column::code("kind", "probation-area, council or ward").always(),
    Column::code("parent_code", "The code of the area it lies in"),
    Column::count("population", "people", "How many people live there"),
];

impl Dataset {
    /// Every kind, as the page lists them.
    pub const ALL: [Dataset; 5] = [
        Dataset::Figures,
        Dataset::Nominations,
        Dataset::Projects,
        Dataset::Rounds,
        Dataset::Areas,
    ];

    /// Its name in addresses.
    pub fn name(self) -> &'static str {
        match self {
            Dataset::Figures => "figures",
            Dataset::Nominations => "nominations",
            Dataset::Projects => "projects",
            Dataset::Rounds => "rounds",
            Dataset::Areas => "areas",
        }
    }

    /// Its name for people.
    pub fn title(self) -> &'static str {
        match self {
            Dataset::Figures => "Figures",
            Dataset::Nominations => "Nominations",
            Dataset::Projects => "Projects",
            Dataset::Rounds => "Votes",
            Dataset::Areas => "Areas",
        }
    }

    /// What it holds.
    pub fn what(self) -> &'static str {
        match self {
            Dataset::Figures => {
                "Nominations, projects, sessions, attendances, offenders, hours and their value, a row for each council, month, \
                 kind of work and origin. The last row is the total, with the votes, which are of no one kind of work. Releases have no rows as fine as \
                 these, so all of them are provisional. Which rows stand in a release, which numbers were revised, and since which release, is told by /figures.csv, /figures.json and the API, in rows \
                 like those of releases, in the fields standing, revised and revised_since."
            }
            Dataset::Nominations => {
                "Every nomination that a moderator has passed, a row each, with what became of it."
            }
            Dataset::Projects => {
                "Every project, a row each, with its days of work, offenders and minutes. Where very few offenders \
                 worked, the numbers are withheld."
            }
            Dataset::Rounds => {
                "Every vote, a row each. The ballots of each, the rules and the result are files on the page of its result."
            }
            Dataset::Areas => {
                "Probation areas, councils and wards, with how many people live there where that is known."
            }
        }
    }

    /// The name of its file; nothing where it has none of that form.
    pub fn file_name(self, form: Form) -> Option<&'static str> {
        Some(match (self, form) {
            (Dataset::Figures, Form::Csv) => "figures.csv",
            (Dataset::Figures, Form::Json) => "figures.json",
            (Dataset::Nominations, Form::Csv) => "nominations.csv",
            (Dataset::Nominations, Form::Json) => "nominations.json",
            (Dataset::Nominations, Form::GeoJson) => "nominations.geojson",
            (Dataset::Projects, Form::Csv) => "projects.csv",
            (Dataset::Projects, Form::Json) => "projects.json",
            (Dataset::Projects, Form::GeoJson) => "projects.geojson",
            (Dataset::Rounds, Form::Csv) => "rounds.csv",
            (Dataset::Rounds, Form::Json) => "rounds.json",
            (Dataset::Areas, Form::Csv) => "areas.csv",
            (Dataset::Areas, Form::Json) => "areas.json",
            (Dataset::Figures | Dataset::Rounds | Dataset::Areas, Form::GeoJson) => return None,
        })
    }

    /// Its fields.
    pub fn columns(self) -> &'static [Column] {
        match self {
            Dataset::Figures => &FIGURES,
            Dataset::Nominations => &nominations::COLUMNS,
            Dataset::Projects => &projects::COLUMNS,
            Dataset::Rounds => &votes::COLUMNS,
            Dataset::Areas => &AREAS,
        }
    }

    /// The fields that name a row.
    pub fn key(self) -> &'static [&'static str] {
        match self {
            Dataset::Figures => &["area_code", "month_code", "category_code", "origin_code"],
            Dataset::Nominations | Dataset::Projects => &["reference"],
            Dataset::Rounds => &["slug"],
            Dataset::Areas => &["code"],
        }
    }
}

/// The licence in force: its words and its address.
pub async fn licence(conn: &Conn<'_>) -> Result<(String, &'static str), StoreError> {
    let code = settings::in_force(conn, &DATA_LICENCE).await?;
    Ok((DATA_LICENCE.words(&code), licence_address(&code)))
}

/// The form of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    Csv,
    Json,
    /// Places on the ground, for whoever draws maps (RFC 7946).
    GeoJson,
}

/// What writes every row of a kind of data as a file, sent as it is read.
pub async fn file(
    visit: &Visit,
    dataset: Dataset,
    (name, form): (&'static str, Form),
) -> Result<impl Fn() -> Response + Clone + Send + Sync + 'static, Problem> {
    let rounds = match dataset {
        Dataset::Rounds => votes::records(visit, &votes::all_public(visit).await?).await?,
        _ => vec![],
    };
    let about = about(&visit.read(), dataset).await?;
    let decimals = settings::coordinate_decimals(&visit.read()).await?;
    let db = visit.app.desk.db.clone();
    let pages = format!("{}/{}", visit.app.config.address, dataset.name());
    Ok(move || {
        let (db, rounds) = (db.clone(), rounds.clone());
        let next = move |place| next(db.clone(), dataset, (place, decimals), rounds.clone());
        let columns = dataset.columns();
        let mut response = match form {
            Form::Csv => record_file::csv(name, columns, next),
            Form::Json => record_file::json(name, columns, about.clone(), next),
            Form::GeoJson => record_file::geojson(name, columns, pages.clone(), next),
        };
        let described = format!(
            "</data/{}.csv-metadata.json>; rel=\"describedby\"; type=\"application/csvm+json\"",
            dataset.name()
        );
        if let Ok(link) = described.parse() {
            response.headers_mut().insert(header::LINK, link);
        }
        response
    })
}

/// The rows after a place.
async fn next(
    db: Db,
    dataset: Dataset,
    (place, decimals): (i64, u8),
    rounds: Vec<Record>,
) -> Result<Stretch, StoreError> {
    let (conn, at) = (db.read(), (place, record_file::STRETCH));
    match dataset {
        Dataset::Figures => figures(&conn, place).await,
        Dataset::Nominations => nominations::stretch(&conn, &Wanted::default(), at, decimals).await,
        Dataset::Projects => projects::stretch(&conn, &Filter::default(), at, decimals).await,
        Dataset::Areas => all_areas(&conn).await,
        Dataset::Rounds => Ok(Stretch {
            records: rounds,
            last: None,
        }),
    }
}

async fn about(conn: &Conn<'_>, dataset: Dataset) -> Result<Map<String, Value>, StoreError> {
    let (licence, address) = licence(conn).await?;
    let as_at = figures_store::publication(conn).await?.as_at;
    let mut pairs = vec![
        ("name", json!(dataset.name())),
        ("description", json!(dataset.what())),
        ("licence", json!(licence)),
        ("licence_url", json!(address)),
        ("figures_as_at", json!(as_at.map(|at| at.to_rfc3339()))),
    ];
    if dataset == Dataset::Figures {
        let wage = figures_store::wage(conn).await?;
        pairs.push(("hourly_wage_pence", json!(wage.pence)));
    }
    Ok(pairs
        .into_iter()
        .map(|(name, value)| (name.to_string(), value))
        .collect())
}

/// The numbers of a row of figures, in the order of the columns.
fn numbers(view: &View, counts: &PublicMeasures, wage: Wage) -> impl Iterator<Item = Cell> {
    let shown = move |told: &Told| cell(told.measure, view.shown(counts, told.measure, wage));
    MEASURES.iter().map(shown).map(Cell::Figure)
}

/// The figures of one council, the first after a place; after the last council the total.
async fn figures(conn: &Conn<'_>, place: i64) -> Result<Stretch, StoreError> {
    let councils = areas::councils(conn).await?;
    let sets = WardSets::read(conn, "").await?;
    let wage = figures_store::wage(conn).await?;
    let at = usize::try_from(place).unwrap_or(usize::MAX);
    let Some((code, name)) = councils.get(at) else {
        let everything = View::everything();
        let figures = figures_store::published(conn, &everything).await?;
        let mut record: Record = ["total", "Total"]
            .repeat(4)
            .into_iter()
            .map(Cell::text)
            .collect();
        record.extend(numbers(&everything, figures.total(), wage));
        record.push(Cell::text(sets.of(&everything)));
        return Ok(Stretch {
            records: vec![record],
            last: None,
        });
    };
    let view = View {
        area: code.clone(),
        by: vec![By::Time(Cut::Month), By::Category, By::Origin],
        ..View::everything()
    };
    let figures = figures_store::published_recorded_for(conn, &view).await?;
    let records = figures.rows().iter().map(|(names, counts)| {
        let mut record = vec![Cell::text(code), Cell::text(name)];
        for name in names {
            record.extend([Cell::text(&name.code), Cell::text(&name.words)]);
        }
        record.extend(numbers(&view, counts, wage));
        record.push(Cell::text(sets.of_row(&view, names)));
        record
    });
    Ok(Stretch {
        records: records.collect(),
        last: Some(place + 1),
    })
}

async fn all_areas(conn: &Conn<'_>) -> Result<Stretch, StoreError> {
    let all = areas::all(conn).await?;
    Ok(Stretch {
        records: all.iter().map(area_record).collect(),
        last: None,
    })
}

/// An area as a row.
pub fn area_record(details: &areas::AreaDetails) -> Record {
    let area = &details.area;
    let parent = area.parent.as_ref().map(|code| code.as_str().to_string());
    vec![
        Cell::text(area.code.as_str()),
        Cell::text(&area.name),
        Cell::text(area.kind.as_str()),
        Cell::some(&parent),
        Cell::number(details.population),
    ]
}

/// The metadata of a file (CSV on the Web, W3C).
pub fn csvw(dataset: Dataset, licence: &str, address: &str) -> Value {
    let column = |column: &Column| {
        let mut described = json!({
            "name": column.name,
            "titles": column.name,
            "dc:description": column.what,
            "datatype": column.datatype(),
            "required": column.is_always,
        });
        if !column.unit.is_empty() {
            described["schema:unitText"] = json!(column.unit);
        }
        described
    };
    json!({
        "@context": ["http://www.w3.org/ns/csvw", { "@language": "en" }],
        "url": format!("{}.csv", dataset.name()),
        "dc:title": dataset.title(),
        "dc:description": dataset.what(),
        "dc:license": { "@id": licence },
        "dc:source": { "@id": address },
        "tableSchema": {
            "columns": dataset.columns().iter().map(column).collect::<Vec<_>>(),
            "primaryKey": dataset.key(),
        },
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_field_is_described_and_named_once() {
        for dataset in Dataset::ALL {
            let mut names = std::collections::BTreeSet::new();
            for column in dataset.columns() {
                assert!(!column.what.is_empty(), "{}", column.name);
                assert!(names.insert(column.name), "{} twice", column.name);
            }
            assert!(dataset.key().iter().all(|key| names.contains(key)));
        }
    }
}
