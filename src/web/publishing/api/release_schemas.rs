//! What the OpenAPI document says of releases.

use super::document::{TEXT, name_of, names_of, numbers, object, refers};
use crate::actions::publishing::figures::{REVISED, WARD_SETS};
use crate::domain::figures::measure::{EDITION, MEASURES};
use crate::domain::figures::release::{Table, compared};
use crate::web::publishing::figure_fields::WARD_SETS_COLUMN;
use serde_json::{Value, json};

/// A release in the list.
pub fn listed() -> Value {
    let fields = [
        ("id", TEXT()),
        ("area_code", TEXT()),
        ("area", TEXT()),
        ("from", TEXT()),
        ("to", TEXT()),
        ("revision", json!({ "type": "integer", "minimum": 1 })),
        (
            "published_at",
            json!({ "type": "string", "format": "date-time" }),
        ),
        ("page", TEXT()),
    ];
    let required = [
        "id",
        "area_code",
        "area",
        "from",
        "to",
        "revision",
        "published_at",
        "page",
    ];
    object(fields, &required)
}

/// Sets of ward boundaries and some measures stand in releases since they are written down with them, so not in
/// every one.
pub fn row() -> Value {
    let mut row = numbers(&[
        ("code", TEXT()),
        ("name", TEXT()),
        (REVISED, names_of(compared(EDITION))),
    ]);
    row["properties"][WARD_SETS] = WARD_SETS_COLUMN.schema();
    if let Some(required) = row["required"].as_array_mut() {
        required.retain(|name| {
            !MEASURES
                .iter()
                .any(|told| told.since > 1 && *name == told.code)
        });
    }
    row
}

/// A number that a revision changed.
pub fn revised() -> Value {
    let marks = json!({ "enum": ["[c]", "[low]", "[x]", "[z]"] });
    let share = json!({ "type": "string", "pattern": "^[0-9]+\\.[0-9]$" });
    let number = json!({ "oneOf": [{ "type": "integer" }, share, marks] });
    let fields = [
        ("table", TEXT()),
        ("code", TEXT()),
        ("name", TEXT()),
        ("measure", name_of(compared(EDITION))),
        ("old", number.clone()),
        ("new", number),
    ];
    object(fields, &["table", "code", "name", "measure", "old", "new"])
}

/// A release with everything that is known of it.
pub fn release() -> Value {
    let rows = || json!({ "type": "array", "items": refers("ReleaseRow") });
    let tables: Vec<&str> = Table::ALL.iter().map(|table| table.code()).collect();
    let tables = tables.into_iter().filter(|code| *code != "total");
    let file = object(
        [("name", TEXT()), ("sha256", TEXT()), ("path", TEXT())],
        &["name", "sha256", "path"],
    );
    let fields = [
        ("id", TEXT()),
        ("area_code", TEXT()),
        ("area", TEXT()),
        ("from", TEXT()),
        ("to", TEXT()),
        ("revision", json!({ "type": "integer", "minimum": 1 })),
        ("replaces", json!({ "type": ["string", "null"] })),
        ("reason", TEXT()),
        ("note", TEXT()),
        (
            "figures_as_at",
            json!({ "type": ["string", "null"], "format": "date-time" }),
        ),
        (
            "published_at",
            json!({ "type": ["string", "null"], "format": "date-time" }),
        ),
        ("small_number_threshold", json!({ "type": "integer" })),
        ("hourly_wage_pence", json!({ "type": "integer" })),
        ("total", refers("ReleaseRow")),
        ("tables", object(tables.map(|code| (code, rows())), &[])),
        (
            "revised",
            json!({ "type": "array", "items": refers("Revised") }),
        ),
        ("files", json!({ "type": "array", "items": file })),
    ];
    // A release from before values were stated has no wage.
    let names = fields.iter().map(|(name, _)| *name);
    let names: Vec<&str> = names.filter(|name| *name != "hourly_wage_pence").collect();
    // Nor does it say that something may wait.
    let waiting = ("waiting", TEXT());
    object(fields.clone().into_iter().chain([waiting]), &names)
}
