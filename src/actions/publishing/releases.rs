//! The files of a release. The same release makes the same bytes, whenever they are made.

use crate::actions::publishing::figures::{REVISED, WARD_SETS, cell, value};
use crate::domain::ballots::merkle::file_digest;
use crate::domain::csv_cells::{self, Row as Line};
use crate::domain::figures::measure::Measure;
use crate::domain::figures::release::{Reading, Revised, Row, Table};
use crate::store::figures::releases::{File, Release};
use chrono::{DateTime, SecondsFormat, Utc};
use serde_json::{Map, Value, json};

/// The tables of a release, a row each.
pub const FIGURES: &str = "figures.csv";
/// The same with everything that is known of the release.
pub const JSON: &str = "release.json";
/// What a revision changed.
pub const REVISIONS: &str = "revisions.csv";
/// What every release says, so that none tells whether something waits: that would tell where few worked.
pub const WAITING: &str = "What very few people did may have been waiting to be counted with others then, and is in a \
                           later publication.";
/// Since this edition releases say it; the files of one from before stay as they are.
const WAITING_SINCE: i64 = 2;
/// The digest of each of the others.
pub const SUMS: &str = "SHA256SUMS";

/// The files of a release that has been given everything it is frozen with. `revised` are the numbers
/// that it changes of the release with the address `replaces`.
pub fn files(
    release: &Release,
    rows: &[Row],
    (replaces, revised): (Option<&str>, &[Revised]),
) -> Vec<File> {
    let revised = &release.reading.written_all(revised);
    let json = format!("{:#}\n", document(release, rows, (replaces, revised)));
    let mut files = vec![
        file(FIGURES, table(release.reading, rows, revised)),
        file(JSON, json),
    ];
    if replaces.is_some() {
        files.push(file(REVISIONS, revisions(revised)));
    }
    files.sort_by(|a, b| a.name.cmp(&b.name));
    let sums: String = files
        .iter()
        .map(|file| format!("{}  {}\n", file.sha256, file.name))
        .collect();
    files.insert(0, file(SUMS, sums));
    files
}

/// The digest of the tables alone: what an officer checked is what another publishes.
pub fn digest(reading: Reading, rows: &[Row]) -> String {
    file_digest(table(reading, rows, &[]).as_bytes())
}

fn file(name: &str, content: String) -> File {
    File {
        name: name.into(),
        sha256: file_digest(content.as_bytes()),
        content,
    }
}

/// The names of the measures that a revision changed in a row.
fn revised_in<'a>(row: &Row, revised: &'a [Revised]) -> Vec<&'a str> {
    let of_row = |one: &&Revised| one.table == row.table && one.code == row.code;
    revised
        .iter()
        .filter(of_row)
        .map(|one| one.measure.told().code)
        .collect()
}

fn table(reading: Reading, rows: &[Row], revised: &[Revised]) -> String {
    let mut header = vec!["table", "code", "name"];
    header.extend(Measure::in_edition(reading.edition).map(|measure| measure.told().code));
    header.push(REVISED);
    // Files of a release are frozen: one from before these were written down stays without them.
    let has_sets = rows.iter().any(|row| row.ward_sets.is_some());
    header.extend(has_sets.then_some(WARD_SETS));
    let mut out = csv_cells::row(&header);
    for row in rows {
        let line = Line::new()
            .text(row.table.code())
            .text(&row.code)
            .text(&row.name);
        let line = reading.numbers(row).fold(line, |line, (measure, number)| {
            line.figure(&cell(measure, number))
        });
        let line = line.text(&revised_in(row, revised).join(" "));
        let line = match &row.ward_sets {
            Some(sets) => line.text(sets),
            None => line,
        };
        out.push_str(&line.end());
    }
    out
}

fn revisions(revised: &[Revised]) -> String {
    let mut out = csv_cells::row(&["table", "code", "name", "measure", "old", "new"]);
    for one in revised {
        let line = Line::new()
            .text(one.table.code())
            .text(&one.code)
            .text(&one.name)
            .text(one.measure.told().code)
            .figure(&cell(one.measure, one.old))
            .figure(&cell(one.measure, one.new));
        out.push_str(&line.end());
    }
    out
}

fn document(
    release: &Release,
    rows: &[Row],
    (replaces, revised): (Option<&str>, &[Revised]),
) -> Value {
    let instant =
        |at: Option<DateTime<Utc>>| at.map(|at| at.to_rfc3339_opts(SecondsFormat::Secs, true));
    let of_table = |table: Table| -> Vec<Value> {
        let rows = rows.iter().filter(|row| row.table == table);
        rows.map(|row| object(release.reading, row, revised))
            .collect()
    };
    let tables: Map<String, Value> = Table::of(release.span)
        .into_iter()
        .filter(|table| *table != Table::Total)
        .map(|table| (table.code().to_string(), json!(of_table(table))))
        .collect();
    let revised: Vec<Value> = revised
        .iter()
        .map(|one| {
            json!({
                "table": one.table.code(),
                "code": one.code,
                "name": one.name,
                "measure": one.measure.told().code,
                "old": value(one.measure, one.old),
                "new": value(one.measure, one.new),
            })
        })
        .collect();
    let mut document = json!({
        "id": release.slug,
        "area_code": release.area_code,
        "area": release.area_name,
        "from": release.span.from.to_string(),
        "to": release.span.to.to_string(),
        "revision": release.revision,
        "replaces": replaces,
        "reason": release.reason,
        "note": release.note,
        "figures_as_at": instant(release.figures_as_at),
        "published_at": instant(release.published_at),
        "small_number_threshold": release.threshold,
        "total": of_table(Table::Total).into_iter().next(),
        "tables": tables,
        "revised": revised,
    });
    if let Some(wage) = release.reading.wage {
        document["hourly_wage_pence"] = json!(wage.pence);
    }
    if release.reading.edition >= WAITING_SINCE {
        document["waiting"] = json!(WAITING);
    }
    document
}

fn object(reading: Reading, row: &Row, revised: &[Revised]) -> Value {
    let mut object = Map::new();
    object.insert("code".into(), json!(row.code));
    object.insert("name".into(), json!(row.name));
    let named =
        |(measure, number): (Measure, _)| (measure.told().code.into(), value(measure, number));
    object.extend(reading.numbers(row).map(named));
    object.insert(REVISED.into(), json!(revised_in(row, revised)));
    if let Some(sets) = &row.ward_sets {
        object.insert(WARD_SETS.into(), json!(sets));
    }
    Value::Object(object)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::figures::Measures;
    use crate::domain::figures::measure::{EDITION, Wage};
    use crate::domain::figures::release::revised;
    use crate::domain::figures::withholding::{PublicFigures, Weighed};

    const NOW: Reading = Reading {
        edition: EDITION,
        wage: Some(Wage { pence: 1271 }),
    };

    fn total(ward_sets: Option<&str>) -> Row {
        let weighed = Weighed {
            counts: Default::default(),
            covers: false,
        };
        Row {
            table: Table::Total,
            code: "total".into(),
            name: "Total".into(),
            counts: *PublicFigures::<()>::single(weighed, 5).total(),
            ward_sets: ward_sets.map(str::to_string),
        }
    }

    #[test]
    fn files_name_the_sets_of_wards_but_for_releases_from_before_they_were_written_down() {
        let now = table(NOW, &[total(Some("2018; 2025"))], &[]);
        let lines: Vec<&str> = now.lines().collect();
        assert!(lines[0].ends_with(",revised,ward_sets"), "{now}");
        assert!(lines[1].ends_with(",,2018; 2025"), "{now}");
        assert_eq!(object(NOW, &total(Some("2025")), &[])["ward_sets"], "2025");
        let before = table(NOW, &[total(None)], &[]);
        assert!(
            before.lines().all(|line| !line.contains("ward_sets")),
            "{before}"
        );
        assert!(before.starts_with("table,code,name,"), "{before}");
        assert!(object(NOW, &total(None), &[]).get("ward_sets").is_none());
    }

    #[test]
    fn a_release_from_before_low_shares_were_marked_makes_the_files_it_made() {
        let of_votes = |votes_among_known: i64| {
            let counts = Measures {
                rounds: 1,
                votes_among_known,
                population: 100_000,
                ..Measures::NONE
            };
            let covers = false;
            Row {
                counts: *PublicFigures::<()>::single(Weighed { counts, covers }, 5).total(),
                ..total(None)
            }
        };
        let before = Reading { edition: 3, ..NOW };
        let turnout = |reading, row: &Row| object(reading, row, &[])["turnout_percent"].clone();
        assert_eq!(turnout(NOW, &of_votes(9)), "[low]");
        assert_eq!(turnout(before, &of_votes(9)), 0);
        assert_eq!(turnout(NOW, &of_votes(0)), 0);
        let changes = revised((3, &[of_votes(0)]), &[of_votes(9)]);
        assert_eq!(NOW.written_all(&changes).len(), 1);
        assert_eq!(before.written_all(&changes), []);
    }

    #[test]
    fn a_release_from_before_values_were_stated_makes_the_files_it_made() {
        let first = Reading {
            edition: 1,
            wage: None,
        };
        let rows = [total(None)];
        assert!(!table(first, &rows, &[]).contains("value_pounds"));
        assert!(object(first, &rows[0], &[]).get("value_pounds").is_none());
        assert_eq!(object(NOW, &rows[0], &[])["value_pounds"], 0);
    }
}
