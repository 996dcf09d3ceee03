//! The figures on a page: filters, the table, its chart, what the marks mean.

use crate::domain::areas::AreaKind;
use crate::domain::figures::period::year_words;
use crate::domain::figures::view::{By, RowName, RowNames, View, origin_words};
use crate::domain::figures::withholding::PublicMeasures;
use crate::domain::figures::{Measures, PublicFigures};
use crate::domain::mistakes::Mistakes;
use crate::domain::text::{self, grouped, hours_figure};
use crate::domain::time::long_date;
use crate::store::areas::{self, AreaDetails, WardSet};
use crate::store::figures::{self as store, Publication};
use crate::store::nominations::places;
use crate::store::reported_figures::ReportedFigure;
use crate::web::figures::compared::{Compared, value};
use crate::web::figures::explained::{definitions, key, reported_figures};
use crate::web::figures::forms::FiguresQuery;
use crate::web::govuk::{ErrorSummary, Table, TableCell, WarningText};
use crate::web::pieces::{
    Bar, BarChart, FilterField, FilterForm, as_at, caption, empty_list, scrolling, shown,
    shown_hours, shown_whole_hours,
};
use crate::web::problem::Problem;
use crate::web::visit::Visit;
use maud::{Markup, html};

/// What the filters offer: areas and categories by name.
pub struct Surroundings {
    areas: Vec<(String, String)>,
    categories: Vec<(String, String)>,
    years: Vec<(String, String)>,
    area: String,
}

impl Surroundings {
    /// Reads them.
    pub async fn read(visit: &Visit, area: &str) -> Result<Surroundings, Problem> {
        let conn = visit.read();
        let all = areas::all(&conn).await?;
        let parent = |found: &AreaDetails| {
            let parent = found.area.parent.as_ref();
            parent.map(|code| code.to_string())
        };
        let here = all.iter().find(|found| found.area.code.as_str() == area);
        let around = here.and_then(parent);
        // Of the wards only those near what was chosen: a country has thousands.
        let offered = |found: &&AreaDetails| {
            let inside = parent(found);
            found.area.kind != AreaKind::Ward
                || inside.as_deref() == Some(area)
                || (inside.is_some() && inside == around)
        };
        let list = all
            .iter()
            .filter(offered)
            .map(|found| (found.area.code.to_string(), found.area.name.clone()))
            .collect::<Vec<_>>();
        let name = list
            .iter()
            .find(|(code, _)| code == area)
            .map(|(_, name)| name.clone());
        Ok(Surroundings {
            categories: places::categories(&conn)
                .await?
                .into_iter()
                .map(|one| (one.code, one.name))
                .collect(),
            years: store::years(&conn)
                .await?
                .into_iter()
                .map(|year| (year.to_string(), year_words(year)))
                .collect(),
            area: name.unwrap_or_else(|| "all areas".into()),
            areas: list,
        })
    }
}

impl Surroundings {
    /// The name of the area that was asked for.
    pub fn area_name(&self) -> &str {
        &self.area
    }

    /// The areas to choose from.
    pub fn areas_offered(&self) -> Vec<(String, String)> {
        self.areas.clone()
    }
}

/// The filters.
pub fn filters(query: &FiguresQuery, around: &Surroundings, action: &str) -> Markup {
    let origins = ["vote", "nomination", "other"].map(|code| (code, origin_words(code)));
    let cuts = By::ALL.map(|by| (by.code(), by.name()));
    let by = if query.by.is_empty() {
        "year"
    } else {
        &query.by
    };
    html! {
        (FilterForm {
            action: action.into(),
            fields: vec![
                FilterField::choice("area", "Area", &query.area, around.areas.clone()),
                FilterField::choice("category", "Kind of work", &query.category, around.categories.clone()),
                FilterField::choice("origin", "How the project came about", &query.origin, origins),
                FilterField::way_to_show("by", "One row for each", by, cuts),
                FilterField::choice("year", "Financial year, from April to March", &query.year, around.years.clone()),
                FilterField::date("from", "From the month of", &query.from),
                FilterField::date("to", "To the month of", &query.to),
            ],
            ..FilterForm::default()
        })
    }
}

/// What could not be read of the filters.
pub fn mistakes(mistakes: &Mistakes) -> Markup {
    let fields: Vec<(String, &str)> = mistakes
        .iter()
        .map(|mistake| {
            (
                format!("filter-{}", mistake.field),
                mistake.message.as_str(),
            )
        })
        .collect();
    html! {
        (ErrorSummary::of(fields.iter().map(|(href, message)| (href.as_str(), *message))))
    }
}

const HEADS: [&str; 8] = [
    "Projects completed",
    "Offenders",
    "Hours worked",
    "Hours offered",
    "Sessions held",
    "Sessions stood down",
    "Attendances",
    "Nominations",
];

fn public_cells(row: &PublicMeasures) -> [String; 8] {
    [
        grouped(row.projects_completed),
        shown(row.offenders),
        shown_hours(row.minutes_credited),
        shown_hours(row.minutes_offered),
        grouped(row.sessions_held),
        grouped(row.stood_down),
        shown(row.attendances),
        grouped(row.nominations),
    ]
}

fn exact_cells(row: &Measures) -> [String; 8] {
    [
        grouped(row.projects_completed),
        grouped(row.offenders),
        hours_figure(row.minutes_credited),
        hours_figure(row.minutes_offered),
        grouped(row.sessions_held),
        grouped(row.stood_down),
        grouped(row.attendances),
        grouped(row.nominations),
    ]
}

fn words(names: &[RowName]) -> String {
    names
        .iter()
        .map(|name| name.words.as_str())
        .collect::<Vec<_>>()
        .join(", ")
}

/// The name of a row; an area's leads to the same figures of that area.
fn row_name(query: &FiguresQuery, view: &View, names: &[RowName]) -> TableCell {
    let inside = names
        .first()
        .filter(|name| view.cuts(By::Area) && name.code != view.area);
    let Some(name) = inside else {
        return words(names).into();
    };
    let there = FiguresQuery {
        area: name.code.clone(),
        ..query.clone()
    };
    let href = with_query("/figures", &there.query());
    html! { a class="govuk-link" href=(href) { (name.words) } }.into()
}

fn table(
    title: String,
    view: &View,
    rows: Vec<(TableCell, [String; 8])>,
    total: [String; 8],
) -> Markup {
    let line = |name: TableCell, cells: [String; 8]| {
        let mut line = vec![name];
        line.extend(cells.map(TableCell::numeric));
        line
    };
    let first = view.by.first().map_or("", |by| by.name());
    let mut head = vec![TableCell::from(first)];
    head.extend(HEADS.map(TableCell::numeric));
    let mut lines: Vec<_> = rows
        .into_iter()
        .map(|(name, cells)| line(name, cells))
        .collect();
    let all = TableCell {
        text: "Total".into(),
        classes: "govuk-!-font-weight-bold".into(),
        ..TableCell::default()
    };
    lines.push(line(all, total));
    scrolling(&Table {
        caption: title,
        caption_classes: "govuk-table__caption--m".into(),
        first_cell_is_header: true,
        classes: "app-table--dense".into(),
        head,
        rows: lines,
        ..Table::default()
    })
}

fn chart(view: &View, bars: Vec<Bar>) -> Markup {
    if bars.len() < 2 {
        return html! {};
    }
    let longest = bars
        .iter()
        .filter(|bar| bar.length.is_some())
        .max_by_key(|bar| bar.length);
    let description = longest.map_or_else(String::new, |bar| {
        format!("The most hours: {}, {}.", bar.label, bar.shown)
    });
    let by = view.by.first().map_or("", |by| by.name()).to_lowercase();
    html! {
        h2 class="govuk-heading-m" { "Hours worked, by " (by) }
        (BarChart { id: "hours-chart".into(), title: format!("Hours worked by {by}"), description, bars, line: None })
    }
}

/// What stands beside the table.
pub struct Beside {
    /// Figures from before this service.
    pub reported: Vec<ReportedFigure>,
    /// When the figures were made.
    pub publication: Publication,
    /// The same months a year before, in words and numbers.
    pub before: Option<(String, PublicMeasures)>,
    /// What an hour is worth.
    pub wage_pence: i64,
    /// The sets of wards that have held.
    pub ward_sets: Vec<WardSet>,
}

/// The whole page for everybody.
pub fn figures(
    query: &FiguresQuery,
    view: &View,
    around: &Surroundings,
    public: &PublicFigures<RowNames>,
    beside: &Beside,
) -> Markup {
    let title = caption(
        "Projects, sessions, offenders and hours",
        &around.area,
        &view.span.words(),
    );
    let rows: Vec<_> = public
        .rows()
        .iter()
        .map(|(names, row)| (row_name(query, view, names), public_cells(row)))
        .collect();
    let bars = public
        .rows()
        .iter()
        .map(|(names, row)| match row.minutes_credited.count() {
            Some(minutes) => Bar::new(
                words(names),
                minutes,
                format!("{} hours", hours_figure(minutes)),
            ),
            None => Bar::withheld(words(names), "[c]"),
        });
    let query_text = query.query();
    html! {
        (filters(query, around, "/figures"))
        (headline(public.total()))
        (value(public.total().minutes_credited, beside.wage_pence))
        (elsewhere())
        @if rows.is_empty() {
            (empty_list("There are no figures for this yet.", html! {
                "Choose another area or period, or " a class="govuk-link" href="/figures" { "see all figures" } "."
            }))
        } @else {
            (table(title, view, rows, public_cells(public.total())))
            @if let Some(instant) = beside.publication.as_at { (as_at(instant, "provisional [p] until a council publishes a release")) }
            (wards(&beside.ward_sets))
            (chart(view, bars.collect()))
            (key())
            @if let Some((words, before)) = &beside.before {
                (Compared {
                    now: public.total(),
                    now_words: text::capitalised(&view.span.words()),
                    before: *before,
                    before_words: words.clone(),
                }.view())
            }
            (take_away(&query_text))
        }
        (reported_figures(&beside.reported))
        (definitions())
    }
}

/// Which wards are meant, where the sets have changed: a project stays in the ward that it was put in.
fn wards(sets: &[WardSet]) -> Markup {
    let words = |set: &WardSet| match set.valid_from {
        Some(from) => format!("{} from {}", set.name, long_date(from)),
        None => set.name.clone(),
    };
    let oldest_first: Vec<String> = sets.iter().rev().map(words).collect();
    html! {
        @if !sets.is_empty() {
            p class="govuk-body-s" {
                "Wards: each project counts in its ward of the set that held when it was set up. Sets: "
                (text::listed(&oldest_first)) "."
            }
        }
    }
}

/// An address with what is asked, if anything is.
fn with_query(path: &str, query: &str) -> String {
    if query.is_empty() {
        path.into()
    } else {
        format!("{path}?{query}")
    }
}

/// Where the same is told in other ways.
fn elsewhere() -> Markup {
    html! {
        p class="govuk-body" {
            a class="govuk-link" href="/figures/questions" { "Questions people ask, answered" } " · "
            a class="govuk-link" href="/figures/releases" { "Releases that councils have published" }
        }
    }
}

/// The same figures as files.
fn take_away(query: &str) -> Markup {
    html! {
        h2 class="govuk-heading-m" { "Take these figures with you" }
        ul class="govuk-list govuk-list--bullet" {
            li { a class="govuk-link" href=(with_query("/figures.csv", query)) { "These figures as CSV" } }
            li { a class="govuk-link" href=(with_query("/figures.json", query)) { "These figures as JSON" } }
            li { "To show somebody else this very page, copy its address: it holds everything you chose." }
        }
    }
}

fn headline(total: &PublicMeasures) -> Markup {
    html! {
        p class="govuk-body-l" {
            strong { (text::plural(total.projects_completed, "project", "projects")) } " completed, "
            strong { (shown(total.offenders)) } " offenders, "
            strong { (shown_whole_hours(total.minutes_credited)) } " hours worked."
        }
    }
}

/// The exact figures, for staff of the area.
pub fn exact(
    query: &FiguresQuery,
    view: &View,
    around: &Surroundings,
    rows: &[(RowNames, Measures)],
) -> Markup {
    let title = caption("Exact figures", &around.area, &view.span.words());
    let total: Measures = rows.iter().map(|(_, row)| *row).sum();
    let lines: Vec<_> = rows
        .iter()
        .map(|(names, row)| (TableCell::from(words(names)), exact_cells(row)))
        .collect();
    html! {
        (WarningText { text: "Not for the public. Small numbers here could point to a person.".into(), ..WarningText::default() })
        (filters(query, around, "/staff/figures"))
        (table(title, view, lines, exact_cells(&total)))
        p class="govuk-body" { a class="govuk-link" href=(with_query("/staff/figures.csv", &query.query())) { "These figures as CSV" } }
    }
}
