//! The OpenAPI document, made of the endpoints and of the fields of each kind of data.

use super::release_schemas as releases;
use super::{Answers, ENDPOINTS, Endpoint};
use crate::actions::publishing::figures::{REVISED, REVISED_SINCE, STANDING, STANDINGS, WARD_SETS};
use crate::actions::publishing::records::Column;
use crate::domain::figures::measure::Measure;
use crate::domain::figures::release::said;
use crate::domain::figures::view::By;
use crate::web::problem::Problem;
use crate::web::publishing::datasets::{self, Dataset};
use crate::web::publishing::figure_fields::{
    REVISED_MEANS, REVISED_SINCE_MEANS, STANDING_MEANS, WARD_SETS_COLUMN, columns,
};
use crate::web::visit::Visit;
use serde_json::{Map, Value, json};

/// The whole document (OpenAPI 3.1).
pub async fn document(visit: &Visit) -> Result<Value, Problem> {
    let (licence, address) = datasets::licence(&visit.read()).await?;
    Ok(json!({
        "openapi": "3.1.0",
        "info": {
            "title": format!("{}: open data", visit.app.site.name),
            "version": "1",
            "description": "Everything public, to be read without a key. Numbers that are withheld are the text [c]. \
                Rows come in an order that stays; follow `next` until it is null. Each answer has an ETag.",
            "license": { "name": licence, "url": address },
        },
        "servers": [{ "url": visit.app.config.address }],
        "paths": paths(),
        "components": { "schemas": schemas(), "responses": problems() },
    }))
}

fn paths() -> Value {
    let path = |endpoint: &Endpoint| {
        (
            endpoint.path.to_string(),
            json!({ "get": operation(endpoint) }),
        )
    };
    Value::Object(ENDPOINTS.iter().map(path).collect())
}

/// The changing part of an address, if it has one.
fn part(path: &str) -> Option<&str> {
    let (_, rest) = path.split_once('{')?;
    rest.strip_suffix('}')
}

fn operation(endpoint: &Endpoint) -> Value {
    let mut parameters: Vec<Value> = vec![];
    if let Some(name) = part(endpoint.path) {
        parameters.push(json!({
            "name": name,
            "in": "path",
            "required": true,
            "schema": { "type": "string", "pattern": "^[A-Za-z0-9._-]{1,60}$" },
        }));
    }
    parameters.extend(endpoint.parameters.iter().map(|one| one.document()));
    let refers = |name: &str| json!({ "$ref": format!("#/components/responses/{name}") });
    let mut answer = json!({
        "description": "What was asked for",
        "headers": { "ETag": { "schema": { "type": "string" } } },
        "content": { "application/json": { "schema": answered(endpoint.answers) } },
    });
    answer["links"] = links(endpoint);
    let mut responses = json!({
        "200": answer,
        "304": { "description": "You have it already" },
        "400": refers("Unreadable"),
        "404": refers("NotFound"),
        "405": refers("Method"),
        "414": refers("TooLong"),
        "default": refers("Other"),
    });
    if endpoint.answers == Answers::Figures {
        responses["409"] = refers("Anew");
    }
    json!({
        "operationId": operation_id(endpoint),
        "summary": endpoint.summary,
        "parameters": parameters,
        "responses": responses,
    })
}

fn operation_id(endpoint: &Endpoint) -> String {
    let path = endpoint.path.trim_start_matches("/api/v1/");
    path.replace(['/', '.'], "-").replace(['{', '}'], "")
}

/// From a list to the address of each thing in it.
fn links(list: &Endpoint) -> Value {
    let field = match list.answers {
        Answers::Rows(dataset) => dataset.columns().first().map_or("", |first| first.name),
        Answers::Releases => "id",
        _ => return json!({}),
    };
    let inside = format!("{}/{{", list.path);
    let each = ENDPOINTS.iter().find(|one| one.path.starts_with(&inside));
    let Some((each, name)) = each.and_then(|each| Some((each, part(each.path)?))) else {
        return json!({});
    };
    json!({ "each": {
        "operationId": operation_id(each),
        "parameters": { name: format!("$response.body#/items/0/{field}") },
    } })
}

fn answered(answers: Answers) -> Value {
    let refers = |name: &str| json!({ "$ref": format!("#/components/schemas/{name}") });
    match answers {
        Answers::Rows(dataset) => page(&refers(dataset.title())),
        Answers::Row(dataset) => refers(dataset.title()),
        Answers::Figures => refers("FiguresTable"),
        Answers::Releases => page(&refers("ReleaseListed")),
        Answers::Release => refers("Release"),
        Answers::Document => itself(),
    }
}

/// What this document says of itself: its parts, and that every address is read with GET.
fn itself() -> Value {
    let path = json!({
        "type": "object",
        "required": ["get"],
        "additionalProperties": false,
        "properties": { "get": { "type": "object", "required": ["operationId", "responses"] } },
    });
    json!({
        "type": "object",
        "required": ["openapi", "info", "servers", "paths", "components"],
        "additionalProperties": false,
        "properties": {
            "openapi": { "const": "3.1.0" },
            "info": { "type": "object", "required": ["title", "version", "license"] },
            "servers": { "type": "array", "minItems": 1, "maxItems": 1 },
            "paths": { "type": "object", "additionalProperties": path },
            "components": { "type": "object", "required": ["schemas", "responses"] },
        },
    })
}

fn page(item: &Value) -> Value {
    json!({
        "type": "object",
        "required": ["items", "next"],
        "additionalProperties": false,
        "properties": { "items": { "type": "array", "items": item }, "next": next() },
    })
}

fn next() -> Value {
    json!({
        "type": ["string", "null"],
        "description": "The address of the next page; null on the last",
    })
}

/// An object with these fields and no other.
pub(super) fn object<'a>(
    fields: impl IntoIterator<Item = (&'a str, Value)>,
    required: &[&str],
) -> Value {
    let fields: Map<String, Value> = fields
        .into_iter()
        .map(|(name, schema)| (name.to_string(), schema))
        .collect();
    json!({
        "type": "object",
        "required": required,
        "additionalProperties": false,
        "properties": fields,
    })
}

fn record(columns: &[Column]) -> Value {
    let names: Vec<&str> = columns.iter().map(|column| column.name).collect();
    object(
        columns.iter().map(|column| (column.name, column.schema())),
        &names,
    )
}

fn schemas() -> Value {
    let rows = Dataset::ALL
        .into_iter()
        .filter(|dataset| *dataset != Dataset::Figures)
        .map(|dataset| (dataset.title().to_string(), record(dataset.columns())));
    let mut schemas: Map<String, Value> = rows.collect();
    schemas.insert("Numbers".into(), numbers(&of_releases()));
    schemas.insert("FiguresRow".into(), figures_row());
    schemas.insert("FiguresTable".into(), figures_table());
    schemas.insert("ReleaseListed".into(), releases::listed());
    schemas.insert("ReleaseRow".into(), releases::row());
    schemas.insert("Revised".into(), releases::revised());
    schemas.insert("Release".into(), releases::release());
    let problem = [
        ("type", json!({ "type": "string" })),
        ("title", json!({ "type": "string" })),
        ("status", json!({ "type": "integer" })),
        ("detail", json!({ "type": "string" })),
    ];
    let required = ["type", "title", "status", "detail"];
    schemas.insert("Problem".into(), object(problem, &required));
    Value::Object(schemas)
}

pub(super) const TEXT: fn() -> Value = || json!({ "type": "string" });

/// The numbers of a row, beside other fields.
pub(super) fn numbers(others: &[(&'static str, Value)]) -> Value {
    let measures = columns().map(|column| (column.name, column.schema()));
    let mut required: Vec<&str> = others.iter().map(|(name, _)| *name).collect();
    required.extend(columns().map(|column| column.name));
    object(others.iter().cloned().chain(measures), &required)
}

/// A row of figures: what it is a row for, and its numbers.
fn figures_row() -> Value {
    let mut fields: Vec<(String, Value)> = vec![];
    for by in By::ALL {
        fields.push((format!("{}_code", by.code()), TEXT()));
        fields.push((by.code().into(), TEXT()));
    }
    fields.extend(columns().map(|column| (column.name.to_string(), column.schema())));
    fields.extend(of_releases().map(|(name, schema)| (name.to_string(), schema)));
    fields.push((WARD_SETS.into(), WARD_SETS_COLUMN.schema()));
    let fields = fields
        .iter()
        .map(|(name, schema)| (name.as_str(), schema.clone()));
    let mut required: Vec<&str> = columns().map(|column| column.name).collect();
    required.extend([STANDING, REVISED, REVISED_SINCE, WARD_SETS]);
    object(fields, &required)
}

pub(super) fn refers(name: &str) -> Value {
    json!({ "$ref": format!("#/components/schemas/{name}") })
}

fn figures_table() -> Value {
    let fields = [
        (
            "as_at",
            json!({ "type": ["string", "null"], "format": "date-time" }),
        ),
        ("publication", json!({ "type": "integer" })),
        (
            STANDING,
            json!({
                "enum": STANDINGS,
                "description": "published where every row of this answer and the total are; provisional otherwise",
            }),
        ),
        ("hourly_wage_pence", json!({ "type": "integer" })),
        (
            "by",
            json!({ "type": "array", "items": { "enum": By::ALL.map(By::code) } }),
        ),
        (
            "rows",
            json!({ "type": "array", "items": refers("FiguresRow") }),
        ),
        ("total", refers("Numbers")),
        ("next", next()),
    ];
    let required = [
        "as_at",
        "publication",
        STANDING,
        "hourly_wage_pence",
        "by",
        "rows",
        "total",
        "next",
    ];
    object(fields, &required)
}

/// The name of one of some measures.
pub(super) fn name_of(measures: impl Iterator<Item = Measure>) -> Value {
    let names = measures.map(|measure| measure.told().code);
    json!({ "enum": names.collect::<Vec<_>>() })
}

/// A list of names of some measures, each once.
pub(super) fn names_of(measures: impl Iterator<Item = Measure>) -> Value {
    json!({ "type": "array", "uniqueItems": true, "items": name_of(measures) })
}

/// Whether a live row stands in a release, which of its numbers read otherwise than there, and in which release.
fn of_releases() -> [(&'static str, Value); 3] {
    let standing = json!({ "enum": STANDINGS, "description": STANDING_MEANS });
    let mut names = names_of(said::revisable());
    names["description"] = json!(REVISED_MEANS);
    let release = json!({ "type": ["string", "null"], "description": REVISED_SINCE_MEANS });
    [
        (STANDING, standing),
        (REVISED, names),
        (REVISED_SINCE, release),
    ]
}

/// What goes wrong, by name.
fn problems() -> Value {
    let problem = |description: &str| {
        json!({
            "description": description,
            "content": { "application/problem+json": { "schema": refers("Problem") } },
        })
    };
    json!({
        "Unreadable": problem("A parameter is not there, is there twice or does not read, or `to` is before `from`. The detail names each"),
        "NotFound": problem("There is nothing public at this address, or no such area or kind of work"),
        "Method": problem("The API is for reading"),
        "TooLong": problem("The address is too long. Use fewer or shorter filters"),
        "Anew": problem("The figures were published anew since the first page. Begin again without a cursor"),
        "Other": problem("Something else: the service is busy, or failed"),
    })
}
