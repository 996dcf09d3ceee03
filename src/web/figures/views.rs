//! The figures on a page: the table, its chart, what stands beside them.

use crate::domain::figures::arranged::Stage;
use crate::domain::figures::measure::{Counted, MEASURES, Measure, Wage};
use crate::domain::figures::view::{By, RowName, RowNames, View};
use crate::domain::figures::withholding::PublicMeasures;
use crate::domain::figures::{Measures, PublicFigures};
use crate::domain::text::{self, hours_figure};
use crate::domain::time::long_date;
use crate::store::areas::WardSet;
use crate::store::figures::Publication;
use crate::store::reported_figures::ReportedFigure;
use crate::web::figures::compared::{Compared, NamedWage, value};
use crate::web::figures::explained::{definitions, key, reported_figures};
use crate::web::figures::filters::{Surroundings, filters};
use crate::web::figures::forms::FiguresQuery;
use crate::web::govuk::{Table, TableCell, WarningText};
use crate::web::pieces::Paged;
use crate::web::pieces::{
    Bar, BarChart, as_at, caption, empty_list, scrolling, shown, shown_whole_hours,
};
use maud::{Markup, html};

/// So many rows are shown at once: three years by month.
const ROWS_AT_ONCE: usize = 36;

/// The columns where no stage of the work is asked for: what people look for first.
const OVERVIEW: [Measure; 8] = [
    Measure::ProjectsCompleted,
    Measure::Offenders,
    Measure::HoursCredited,
    Measure::Value,
    Measure::HoursOffered,
    Measure::SessionsHeld,
    Measure::Nominations,
    Measure::VotesCast,
];

/// The columns of a table: those that tell of a stage, or the overview.
fn columns(stage: Option<Stage>) -> Vec<Measure> {
    let Some(stage) = stage else {
        return OVERVIEW.to_vec();
    };
    let of_stage = MEASURES.iter().filter(|told| told.stage == stage);
    let on_pages = of_stage.filter(|told| told.measure.on_pages() == told.measure);
    on_pages.map(|told| told.measure).collect()
}

/// A row on its way to a page: its name, and its numbers.
type Line<'r> = (TableCell, &'r dyn Counted);

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
        q: String::new(),
        ..query.clone()
    };
    let href = with_query("/figures", &there.query());
    html! { a class="govuk-link" href=(href) { (name.words) } }.into()
}

/// Links to the same rows with other columns.
fn groups(query: &FiguresQuery, shown: Option<Stage>) -> Markup {
    let link = |stage: Option<Stage>| {
        let words = stage.map_or("Overview", Stage::tells_of);
        let there = FiguresQuery {
            stage: stage.map_or("", Stage::code).into(),
            ..query.clone()
        };
        (
            words,
            with_query("/figures", &there.query()),
            stage == shown,
        )
    };
    let all = std::iter::once(None).chain(Stage::ALL.map(Some)).map(link);
    html! {
        nav aria-label="What the table counts" {
            ul class="govuk-list app-choices" {
                @for (words, href, is_shown) in all {
                    li { @if is_shown { strong aria-current="page" { (words) } } @else { a class="govuk-link" href=(href) { (words) } } }
                }
            }
        }
    }
}

/// What a table shows: what, where, when, and which of its rows.
fn titled(what: &str, (view, around): (&View, &Surroundings), part: &Paged) -> String {
    let whole = caption(what, around.area_name(), &view.span.words());
    caption(&whole, "", &part.words().unwrap_or_default())
}

fn table(
    (title, view): (String, &View),
    (stage, wage): (Option<Stage>, Wage),
    rows: &[Line],
    total: (String, &dyn Counted),
) -> Markup {
    let columns = columns(stage);
    let line = |name: TableCell, row: &dyn Counted| {
        let number = |measure: &Measure| measure.in_words(view.shown(row, *measure, wage));
        let mut line = vec![name];
        line.extend(columns.iter().map(number).map(TableCell::numeric));
        line
    };
    let first = view.by.first().map_or("", |by| by.name());
    let mut head = vec![TableCell::from(first)];
    let words = columns.iter().map(|measure| measure.told().words);
    head.extend(words.map(TableCell::numeric));
    let mut lines: Vec<_> = rows
        .iter()
        .map(|(name, row)| line(name.clone(), *row))
        .collect();
    let all = TableCell {
        text: total.0,
        classes: "govuk-!-font-weight-bold".into(),
        ..TableCell::default()
    };
    lines.push(line(all, total.1));
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

fn chart(view: &View, part: &Paged, rows: &[(RowNames, PublicMeasures)]) -> Markup {
    if rows.len() < 2 {
        return html! {};
    }
    let bar = |(names, row): &(RowNames, PublicMeasures)| match row.minutes_credited.count() {
        Some(minutes) => Bar::new(
            words(names),
            minutes,
            format!("{} hours", hours_figure(minutes)),
        ),
        None => Bar::withheld(words(names), "[c]"),
    };
    let bars: Vec<Bar> = rows.iter().map(bar).collect();
    let longest = bars
        .iter()
        .filter(|bar| bar.length.is_some())
        .max_by_key(|bar| bar.length);
    let description = longest.map_or_else(String::new, |bar| {
        format!("The most hours: {}, {}.", bar.label, bar.shown)
    });
    let by = view.by.first().map_or("", |by| by.name()).to_lowercase();
    let title = caption(
        "Hours worked",
        &format!("by {by}"),
        &part.words().unwrap_or_default(),
    );
    html! {
        h2 class="govuk-heading-m" { (title) }
        (BarChart { id: "hours-chart".into(), title, description, bars, line: None })
    }
}

/// What stands beside the table.
pub struct Beside {
    /// Figures from before this service.
    pub reported: Vec<ReportedFigure>,
    /// When the figures were made.
    pub publication: Publication,
    /// The same months a year before, where there can be such.
    pub compared: Option<Compared>,
    /// What an hour is worth.
    pub wage: NamedWage,
    /// The sets of wards that have held.
    pub ward_sets: Vec<WardSet>,
}

/// The whole page for everybody.
pub fn figures(
    query: &FiguresQuery,
    view: &View,
    around: &Surroundings,
    public: PublicFigures<RowNames>,
    beside: &Beside,
) -> Markup {
    let (asked, all) = (query.arrangement(), public.rows().len());
    let public = public.arranged(&asked);
    let part = Paged::of(&query.page, public.rows().len(), ROWS_AT_ONCE).among(all);
    let tells_of_hours = asked.stage.is_none_or(|stage| stage == Stage::InProgress);
    let shown = part.of_rows(public.rows());
    let rows: Vec<_> = shown
        .iter()
        .map(|(names, row)| (row_name(query, view, names), row as &dyn Counted))
        .collect();
    let title = titled(
        asked
            .stage
            .map_or("Projects, sessions, offenders and hours", Stage::tells_of),
        (view, around),
        &part,
    );
    let query_text = query.query();
    html! {
        (filters(query, around, "/figures"))
        (headline(public.total()))
        (value(public.total(), &beside.wage))
        (elsewhere())
        @if rows.is_empty() {
            (empty_list(&nothing(&asked.words, all), html! {
                "Choose another area or period, or " a class="govuk-link" href="/figures" { "see all figures" } "."
            }))
        } @else {
            (groups(query, asked.stage))
            (table((title, view), (asked.stage, beside.wage.hourly), &rows, (part.total_name(), public.total())))
            (part.links("/figures", &query.pairs()))
            @if let Some(instant) = beside.publication.as_at { (as_at(instant, "provisional [p] until a council publishes a release")) }
            (wards(&beside.ward_sets))
            @if tells_of_hours { (chart(view, &part, shown)) }
            (key())
            @if let Some(compared) = &beside.compared { (compared.view()) }
            (take_away(&query_text))
        }
        (reported_figures(&beside.reported))
        (definitions(&columns(asked.stage)))
    }
}

/// Why a table is empty: nothing was counted, or none of its rows has the name that is looked for.
fn nothing(words: &str, rows: usize) -> String {
    if rows == 0 {
        "There are no figures for this yet.".into()
    } else {
        format!("No row has “{}” in its name.", words.trim())
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
pub(super) fn with_query(path: &str, query: &str) -> String {
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
    rows: Vec<(RowNames, Measures)>,
    wage: Wage,
) -> Markup {
    let (asked, all) = (query.arrangement(), rows.len());
    let total: Measures = rows.iter().map(|(_, row)| *row).sum();
    let rows = asked.of(rows);
    let part = Paged::of(&query.page, rows.len(), ROWS_AT_ONCE).among(all);
    let title = titled("Exact figures", (view, around), &part);
    let lines: Vec<_> = part
        .of_rows(&rows)
        .iter()
        .map(|(names, row)| (TableCell::from(words(names)), row as &dyn Counted))
        .collect();
    html! {
        (WarningText { text: "Not for the public. Small numbers here could point to a person.".into(), ..WarningText::default() })
        (filters(query, around, "/staff/figures"))
        (table((title, view), (asked.stage, wage), &lines, (part.total_name(), &total)))
        (part.links("/staff/figures", &query.pairs()))
        p class="govuk-body" { a class="govuk-link" href=(with_query("/staff/figures.csv", &query.query())) { "These figures as CSV" } }
    }
}
