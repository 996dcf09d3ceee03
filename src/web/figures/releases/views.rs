//! Releases, drawn: a list, and one with its tables, charts, changes and files.

use super::forms::{ListQuery, PageQuery};
use crate::actions::publishing::releases::WAITING;
use crate::domain::figures::arranged::Stage;
use crate::domain::figures::measure::Measure;
use crate::domain::figures::release::{self, Revised, Row, Table as Part};
use crate::domain::figures::withholding::Shown;
use crate::domain::text::{capitalised, hours_figure};
use crate::domain::time::{london_date, long_date, long_instant};
use crate::store::figures::releases::{File, Release};
use crate::web::figures::columns::{columns, groups};
use crate::web::figures::explained::{definitions, key, offenders_note};
use crate::web::figures::filters::Surroundings;
use crate::web::figures::sheets::{Sheet, SheetCell};
use crate::web::govuk::{InsetText, Table, TableCell, WarningText};
use crate::web::pieces::Paged;
use crate::web::pieces::{Bar, BarChart, FilterForm, as_at, caption, empty_list, scrolling};
use maud::{Markup, html};

/// What a release is called: `Leicester, financial year 2009–10, revision 2`.
pub fn title(release: &Release) -> String {
    release::title(&release.area_name, release.span, release.revision)
}

/// The list for everybody.
pub fn list(query: &ListQuery, around: &Surroundings, releases: &[Release]) -> Markup {
    let shown = Paged::of(&query.page, releases.len(), ROWS_AT_ONCE);
    html! {
        p.govuk-body-l { "Figures that a council has checked and published. A release never changes; a correction is a new revision, which names each number that it changes." }
        (FilterForm {
            action: "/figures/releases".into(),
            fields: vec![around.of_area(&query.area)],
            ..FilterForm::default()
        })
        @if releases.is_empty() {
            (empty_list("No release is published here yet.", html! {
                "Until one is, the " a.govuk-link href="/figures" { "live figures" } " are provisional."
            }))
        } @else {
            (scrolling(&table(shown.of_rows(releases), |release| format!("/figures/releases/{}", release.slug))))
            (shown.links("/figures/releases", &[("area", &query.area)]))
        }
        p.govuk-body { "To hear of new releases, use the " a.govuk-link href="/feeds/releases.atom" { "feed of releases" } "." }
    }
}

/// Releases as a table, each linked to the address that `to` gives.
pub fn table(releases: &[Release], to: impl Fn(&Release) -> String) -> Table {
    let row = |release: &Release| {
        let published = release.published_at.map(|at| long_date(london_date(at)));
        let standing = published.unwrap_or_else(|| release.stage.name().into());
        vec![
            html! { a.govuk-link href=(to(release)) { (capitalised(&release.span.words())) } }
                .into(),
            TableCell::from(release.area_name.as_str()),
            TableCell::numeric(release.revision.to_string()),
            TableCell::from(standing),
        ]
    };
    Table {
        caption: "Releases".into(),
        caption_classes: "govuk-visually-hidden".into(),
        head: vec![
            "Period".into(),
            "Area".into(),
            TableCell::numeric("Revision"),
            "Published".into(),
        ],
        first_cell_is_header: true,
        rows: releases.iter().map(row).collect(),
        ..Table::default()
    }
}

/// One release as it was frozen.
pub fn one(
    release: &Release,
    (rows, changes): (&[Row], &[Revised]),
    files: &[File],
    (replaced, later): (Option<&Release>, Option<&Release>),
    query: &PageQuery,
) -> Markup {
    let address = format!("/figures/releases/{}", release.slug);
    html! {
        @if let Some(later) = later {
            (WarningText { text: "A later revision has replaced this one. What stands below is kept as it was published.".into(), ..WarningText::default() })
            p.govuk-body { a.govuk-link href={ "/figures/releases/" (later.slug) } { "Go to the latest revision" } }
        }
        p.govuk-body-l {
            strong { "Published" } ": checked by one officer of the council and published by another"
            @if let Some(at) = release.published_at { " on " (long_date(london_date(at))) }
            "."
        }
        @if let Some(at) = release.figures_as_at { (as_at(at, "from the record of sessions as it stood then")) }
        p.govuk-body { (WAITING) }
        @if !release.note.is_empty() { (InsetText { html: html! { p.govuk-body { (release.note) } }, ..InsetText::default() }) }
        @if let Some(before) = replaced { (revision(release, before, changes, &query.page)) }
        (tables((release, "/figures/releases"), rows, changes, query))
        (Paged::of(&query.page, longest(rows).max(changes.len()), ROWS_AT_ONCE).links(&address, &query.pairs()))
        (key())
        (definitions(&columns(query.group(release.reading.edition), release.reading.edition)))
        @if let Some(wage) = release.reading.wage { p.govuk-body-s { "The value of the hours is at " (wage.words()) ", as it was set when this was published." } }
        (files_of(release, files))
    }
}

/// Stands behind a number that a revision changes.
pub const REVISED: &str = " [r]";

fn revision(release: &Release, before: &Release, changes: &[Revised], page: &str) -> Markup {
    html! {
        h2.govuk-heading-m { "What this revision changes" }
        p.govuk-body {
            "It replaces the " a.govuk-link href={ "/figures/releases/" (before.slug) } { "release before it" }
            ". The reason: " (release.reason)
        }
        @let changes = release::values::with_values(changes.to_vec(), (before.reading, release.reading));
        (changed(&changes, "Old and new numbers", ("Old", "New", REVISED), page))
    }
}

fn row_name(one: &Revised) -> String {
    match one.table {
        Part::Total => one.name.clone(),
        table => format!("{}: {}", table.name(), one.name),
    }
}

/// Numbers that differ, as a table.
pub fn changed(
    changes: &[Revised],
    caption: &str,
    (old, new, mark): (&'static str, &'static str, &str),
    page: &str,
) -> Markup {
    let part = Paged::of(page, changes.len(), ROWS_AT_ONCE);
    let row = |one: &Revised| {
        vec![
            SheetCell::words(row_name(one)),
            SheetCell::words(one.measure.on_pages().told().words),
            SheetCell::mark(&one.measure.on_pages().in_words(one.old)),
            SheetCell::mark(&format!(
                "{}{mark}",
                one.measure.on_pages().in_words(one.new)
            )),
        ]
    };
    let sheet = Sheet {
        caption: caption.into(),
        columns: vec![
            ("Row", "row"),
            ("Number", "measure"),
            (old, "old"),
            (new, "new"),
        ],
        rows: changes.iter().map(row).collect(),
        total: None,
    };
    html! {
        @if changes.is_empty() { p.govuk-body { "No number differs." } } @else { (sheet.table_of(&part)) }
    }
}

/// So many rows of each table are shown at once: a page is light however many wards a council has.
pub const ROWS_AT_ONCE: usize = 36;

/// How many rows the longest table of a release has.
pub fn longest(rows: &[Row]) -> usize {
    let of = |table: Part| rows.iter().filter(|row| row.table == table).count();
    rows.iter().map(|row| of(row.table)).max().unwrap_or(0)
}

/// The tables of a release with one group of measures, each with its chart; links to the other groups.
/// `folder` is where releases lie for this reader.
pub fn tables(
    (release, folder): (&Release, &str),
    rows: &[Row],
    changes: &[Revised],
    query: &PageQuery,
) -> Markup {
    let edition = release.reading.edition;
    let stage = query.group(edition);
    let columns = columns(stage, edition);
    let tells_of_hours = stage.is_none_or(|stage| stage == Stage::InProgress);
    let address = |stage: &str| match stage {
        "" => format!("{folder}/{}#{TABLES}", release.slug),
        stage => format!("{folder}/{}?stage={stage}#{TABLES}", release.slug),
    };
    html! {
        div id=(TABLES) { (groups(stage, edition, address)) }
        @for part in Part::of(release.span) {
            @let own: Vec<&Row> = rows.iter().filter(|row| row.table == part).collect();
            @let shown = Paged::of(&query.page, own.len(), ROWS_AT_ONCE);
            @if applies(release, &own, &columns) {
                h2.govuk-heading-m { @if part == Part::Total { "All together" } @else { "By " (part.name().to_lowercase()) } }
                (scrolling(&figures(release, (part, &shown), (&own, &columns), changes)))
                @if part == Part::Total { (offenders_note(&columns)) }
                @if tells_of_hours { (chart(part, shown.of_rows(&own))) }
            }
        }
    }
}

/// The place of the tables on the page.
const TABLES: &str = "tables";

/// Whether a table has any cell that applies: a vote is of no one kind of work.
fn applies(release: &Release, rows: &[&Row], columns: &[Measure]) -> bool {
    let is_one = |row: &&Row, measure: &Measure| {
        release.reading.number(row, *measure) != Shown::NotApplicable
    };
    let has_one = |row: &&Row| columns.iter().any(|measure| is_one(row, measure));
    rows.iter().any(has_one)
}

fn figures(
    release: &Release,
    (part, shown): (Part, &Paged),
    (rows, columns): (&[&Row], &[Measure]),
    changes: &[Revised],
) -> Table {
    let whole = caption("", &release.area_name, &release.span.words());
    let name = |measure: &Measure| TableCell::numeric(measure.told().words);
    let mut head = vec![TableCell::from(part.name())];
    head.extend(columns.iter().map(name));
    let is_revised = |row: &Row, measure: Measure| {
        let same = |one: &Revised| {
            one.table == row.table && one.code == row.code && one.measure == measure.counted_by()
        };
        changes.iter().any(same)
    };
    let line = |row: &&Row| {
        let mut cells = vec![TableCell::from(row.name.as_str())];
        cells.extend(columns.iter().map(|measure| {
            let words = measure.in_words(release.reading.number(row, *measure));
            let mark = if is_revised(row, *measure) {
                REVISED
            } else {
                ""
            };
            TableCell::numeric(format!("{words}{mark}"))
        }));
        cells
    };
    Table {
        caption: caption(&whole, "", &shown.words().unwrap_or_default()),
        caption_classes: "govuk-table__caption--s".into(),
        first_cell_is_header: true,
        classes: "app-table--dense".into(),
        head,
        rows: shown.of_rows(rows).iter().map(line).collect(),
        ..Table::default()
    }
}

fn chart(part: Part, rows: &[&Row]) -> Markup {
    if rows.len() < 2 {
        return html! {};
    }
    let bars = rows
        .iter()
        .map(|row| match row.counts.minutes_credited.count() {
            Some(minutes) => Bar::new(
                &row.name,
                minutes,
                format!("{} hours", hours_figure(minutes)),
            ),
            None => Bar::withheld(&row.name, "[c]"),
        });
    let title = format!("Hours worked by {}", part.name().to_lowercase());
    html! {
        h3.govuk-heading-s { (title) }
        (BarChart { id: format!("chart-{}", part.code()), title, description: "The table above has the same numbers.".into(), bars: bars.collect(), line: None })
    }
}

fn files_of(release: &Release, files: &[File]) -> Markup {
    html! {
        h2.govuk-heading-m { "Files of this release" }
        p.govuk-body { "They never change. The digest (SHA-256) says whether a copy is whole." }
        ul.govuk-list.govuk-list--bullet {
            @for file in files {
                li {
                    a.govuk-link href={ "/figures/releases/" (release.slug) "/" (file.name) } { (file.name) }
                    br; code.app-digest { (file.sha256) }
                }
            }
        }
        @if let Some(at) = release.published_at { p.govuk-body-s { "Frozen " (long_instant(at)) ". Small numbers below " (release.threshold.max(5)) " are withheld." } }
    }
}
