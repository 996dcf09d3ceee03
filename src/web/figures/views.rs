//! The figures on a page: the table, its chart, what stands beside them.

use crate::domain::figures::PublicFigures;
use crate::domain::figures::arranged::Stage;
use crate::domain::figures::exact::ExactFigures;
use crate::domain::figures::measure::{Counted, EDITION, Measure, Wage};
use crate::domain::figures::release::said::Said;
use crate::domain::figures::view::{By, RowName, RowNames, View};
use crate::domain::figures::withholding::PublicMeasures;
use crate::domain::text;
use crate::domain::time::long_date;
use crate::store::areas::WardSet;
use crate::store::figures::Publication;
use crate::store::figures::releases::SaidBefore;
use crate::store::reported_figures::ReportedFigure;
use crate::web::figures::charted;
use crate::web::figures::columns::{columns, groups};
use crate::web::figures::compared::{Compared, NamedWage, value};
use crate::web::figures::explained::{definitions, key, offenders_note, reported_figures};
use crate::web::figures::filters::{Surroundings, filters};
use crate::web::figures::forms::FiguresQuery;
use crate::web::figures::revised::{self, Note};
use crate::web::figures::standing;
use crate::web::govuk::{Table, TableCell, WarningText};
use crate::web::pieces::Paged;
use crate::web::pieces::{caption, empty_list, scrolling, shown, shown_whole_hours};
use maud::{Markup, html};

/// So many rows are shown at once: three years by month.
const ROWS_AT_ONCE: usize = 36;

/// A row on its way to a page.
struct Line<'r> {
    /// What it is called.
    words: String,
    /// The same as a cell, perhaps with a link.
    name: TableCell,
    numbers: &'r dyn Counted,
    /// What a release said of it.
    said: Option<&'r Said>,
}

impl<'r> Line<'r> {
    /// The row of all together, with a mark behind its name.
    fn total(
        words: String,
        mark: &str,
        numbers: &'r dyn Counted,
        said: Option<&'r Said>,
    ) -> Line<'r> {
        let name = TableCell {
            text: format!("{words}{mark}"),
            classes: "govuk-!-font-weight-bold".into(),
            ..TableCell::default()
        };
        Line {
            words,
            name,
            numbers,
            said,
        }
    }
}

/// What a table has besides its rows.
struct Columns<'v> {
    view: &'v View,
    measures: Vec<Measure>,
    wage: Wage,
}

/// What a row is called.
pub(super) fn words(names: &[RowName]) -> String {
    names
        .iter()
        .map(|name| name.words.as_str())
        .collect::<Vec<_>>()
        .join(", ")
}

/// The name of a row with its mark; an area's leads to the same figures of that area.
fn row_name(query: &FiguresQuery, view: &View, names: &[RowName], mark: &str) -> TableCell {
    let inside = names
        .first()
        .filter(|name| view.cuts(By::Area) && name.code != view.area);
    let Some(name) = inside else {
        return format!("{}{mark}", words(names)).into();
    };
    let there = FiguresQuery {
        area: name.code.clone(),
        q: String::new(),
        ..query.clone()
    };
    let href = there.at("/figures");
    html! { a class="govuk-link" href=(href) { (name.words) } (mark) }.into()
}

/// What a table shows: what, where, when, and which of its rows.
fn titled(what: &str, (view, around): (&View, &Surroundings), part: &Paged) -> String {
    let whole = caption(what, around.area_name(), &view.span.words());
    caption(&whole, "", &part.words().unwrap_or_default())
}

impl Columns<'_> {
    fn table(&self, title: String, lines: &[Line]) -> Markup {
        let line = |line: &Line| {
            let number = |measure: &Measure| {
                let number = self.view.shown(line.numbers, *measure, self.wage);
                let now = (self.view, line.numbers, self.wage);
                let mark = revised::mark(line.said, *measure, now);
                TableCell::numeric(format!("{}{mark}", measure.in_words(number)))
            };
            let name = std::iter::once(line.name.clone());
            name.chain(self.measures.iter().map(number)).collect()
        };
        let first = self.view.by.first().map_or("", |by| by.name());
        let words = self.measures.iter().map(|measure| measure.told().words);
        let head = std::iter::once(TableCell::from(first)).chain(words.map(TableCell::numeric));
        scrolling(&Table {
            caption: title,
            caption_classes: "govuk-table__caption--m".into(),
            first_cell_is_header: true,
            classes: "app-table--dense".into(),
            head: head.collect(),
            rows: lines.iter().map(line).collect(),
            ..Table::default()
        })
    }

    /// What stands below it: of every marked number what a release said.
    fn notes(&self, lines: &[Line]) -> Markup {
        let note = |line: &Line| {
            let now = (self.view, line.numbers, self.wage);
            Note::of(&line.words, line.said, &self.measures, now)
        };
        let notes: Vec<Note> = lines.iter().filter_map(note).collect();
        revised::notes(&notes)
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
    /// What releases said of the rows.
    pub said: SaidBefore,
    /// How many areas have no row.
    pub without_rows: usize,
}

/// The rows that a page shows of some figures, with what releases said of them.
pub struct Page {
    public: PublicFigures<RowNames>,
    part: Paged,
    /// How many rows there are, those that are not asked for among them.
    all: usize,
}

impl Page {
    /// The rows that are asked for.
    pub fn of(query: &FiguresQuery, public: PublicFigures<RowNames>) -> Page {
        let all = public.rows().len();
        let public = public.arranged(&query.arrangement());
        let part = Paged::of(&query.page, public.rows().len(), ROWS_AT_ONCE).among(all);
        Page { public, part, all }
    }

    /// Its rows.
    pub fn rows(&self) -> &[(RowNames, PublicMeasures)] {
        self.part.of_rows(self.public.rows())
    }

    fn lines<'r>(
        &'r self,
        query: &FiguresQuery,
        view: &View,
        said: &'r SaidBefore,
    ) -> Vec<Line<'r>> {
        let line = |(at, (names, row)): (usize, &'r (RowNames, PublicMeasures))| {
            let said = said.rows.get(at).and_then(Option::as_ref);
            Line {
                words: words(names),
                name: row_name(query, view, names, standing::mark(said)),
                numbers: row,
                said,
            }
        };
        let mut lines: Vec<Line> = self.rows().iter().enumerate().map(line).collect();
        let (name, of_all) = (self.part.total_name(), said.total.as_ref());
        let mark = standing::mark(of_all);
        lines.push(Line::total(name, mark, self.public.total(), of_all));
        lines
    }
}

/// The whole page for everybody.
pub fn figures(
    query: &FiguresQuery,
    view: &View,
    around: &Surroundings,
    page: &Page,
    beside: &Beside,
) -> Markup {
    let asked = query.arrangement();
    let (part, total) = (&page.part, page.public.total());
    let what = asked
        .stage
        .map_or("Projects, sessions, offenders and hours", Stage::tells_of);
    let title = titled(what, (view, around), part);
    let columns = Columns {
        view,
        measures: columns(asked.stage, EDITION),
        wage: beside.wage.hourly,
    };
    let lines = page.lines(query, view, &beside.said);
    html! {
        (filters(query, around, "/figures"))
        (headline(total))
        (value(total, &beside.wage))
        (elsewhere())
        @if page.rows().is_empty() {
            (empty_list(&nothing(&asked.words, page.all), html! {
                "Choose another area or period, or " a class="govuk-link" href="/figures" { "see all figures" } "."
            }))
        } @else {
            (groups_of(query, "/figures"))
            (columns.table(title, &lines))
            (part.links("/figures", &query.pairs()))
            @if let Some(instant) = beside.publication.as_at { (standing::as_at_of(instant, &beside.said)) }
            @if columns.measures.iter().any(|measure| measure.is_of_people()) { (standing::withheld(&page.public)) }
            (standing::without_rows(beside.without_rows))
            (columns.notes(&lines))
            (offenders_note(&columns.measures))
            (wards(&beside.ward_sets))
            (charted::chart(asked.stage, (view, part), page.rows()))
            (key())
            @if let Some(compared) = &beside.compared { (compared.view()) }
            (take_away(query))
        }
        (reported_figures(&beside.reported))
        (definitions(&columns.measures))
    }
}

/// Links to the same rows with other columns.
fn groups_of(query: &FiguresQuery, path: &str) -> Markup {
    groups(query.arrangement().stage, EDITION, |stage| {
        let there = FiguresQuery {
            stage: stage.into(),
            ..query.clone()
        };
        there.at(path)
    })
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
    let oldest_first: Vec<String> = sets.iter().map(words).collect();
    html! {
        @if !sets.is_empty() {
            p class="govuk-body-s" {
                "Wards: each project counts in its ward of the set that held when it was set up. Sets: "
                (text::listed(&oldest_first)) "."
            }
        }
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
fn take_away(query: &FiguresQuery) -> Markup {
    html! {
        h2 class="govuk-heading-m" { "Take these figures with you" }
        ul class="govuk-list govuk-list--bullet" {
            li { a class="govuk-link" href=(query.at("/figures.csv")) { "These figures as CSV" } }
            li { a class="govuk-link" href=(query.at("/figures.json")) { "These figures as JSON" } }
            li { "To show somebody else this very page, copy its address: it holds everything you chose." }
        }
    }
}

fn headline(total: &PublicMeasures) -> Markup {
    html! {
        p class="govuk-body-l" {
            strong { (text::plural(total.open.projects_completed, "project", "projects")) } " completed, "
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
    ExactFigures { rows, total }: ExactFigures,
    wage: Wage,
) -> Markup {
    let (asked, all) = (query.arrangement(), rows.len());
    let rows = asked.of(rows);
    let part = Paged::of(&query.page, rows.len(), ROWS_AT_ONCE).among(all);
    let title = titled("Exact figures", (view, around), &part);
    let lines = part.of_rows(&rows).iter().map(|(names, row)| Line {
        words: words(names),
        name: words(names).into(),
        numbers: row,
        said: None,
    });
    let total = Line::total(part.total_name(), "", &total, None);
    let lines: Vec<Line> = lines.chain([total]).collect();
    let columns = Columns {
        view,
        measures: columns(asked.stage, EDITION),
        wage,
    };
    html! {
        (WarningText { text: "Not for the public. Small numbers here could point to a person.".into(), ..WarningText::default() })
        (filters(query, around, "/staff/figures"))
        (columns.table(title, &lines))
        (part.links("/staff/figures", &query.pairs()))
        p class="govuk-body" { a class="govuk-link" href=(query.at("/staff/figures.csv")) { "These figures as CSV" } }
    }
}
