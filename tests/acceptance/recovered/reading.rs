//! Reads every number that the product tells of a ledger, wherever it tells it: each is the sum of some projects'
//! months, or a mark.

use super::Published;
use crate::withheld_stretches::{AREAS, LEICESTER, row};
use crate::world::Actor;
use payback_panel::domain::figures::period::{Cut, Span};
use payback_panel::domain::figures::view::{By, View};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

/// The counts of people and minutes, in the order of `bounds::MEASURES`, by their names in files.
pub const COLUMNS: [&str; 4] = [
    "offenders",
    "attendances",
    "minutes_credited",
    "minutes_offered",
];

/// Places among a publication's atoms.
pub type Atoms = BTreeSet<usize>;

/// What all answers of one publication tell: of each sum of atoms each measure, or that it is withheld.
#[derive(Default)]
pub struct Told {
    pub sums: BTreeMap<(Atoms, usize), Option<i64>>,
    /// How many numbers and marks were read.
    pub read: usize,
}

impl Told {
    /// Takes a number in, as it stands at an address. The same sum is the same everywhere.
    fn takes(
        &mut self,
        at: &str,
        published: &Published,
        (atoms, measure): (&Atoms, usize),
        cell: &str,
    ) {
        self.read += 1;
        let value = match cell {
            "[c]" => None,
            number => Some(number.parse().unwrap_or_else(|_| panic!("{at}: {cell:?}"))),
        };
        let truth = published.sum(atoms, measure);
        match value {
            Some(value) => assert_eq!(value, truth, "{at} of {atoms:?}"),
            None => assert!(!atoms.is_empty(), "{at}: a mark where nobody worked"),
        }
        if atoms.is_empty() {
            return;
        }
        let before = self.sums.insert((atoms.clone(), measure), value);
        assert!(
            before.is_none_or(|before| before == value),
            "{at}: {value:?} of {atoms:?}, elsewhere {before:?}"
        );
    }

    /// Takes a row in, whose cells are found by their column.
    fn takes_row<'c>(
        &mut self,
        at: &str,
        published: &Published,
        atoms: &Atoms,
        cell: impl Fn(&str) -> Option<&'c str>,
    ) {
        for (measure, column) in COLUMNS.into_iter().enumerate() {
            if let Some(cell) = cell(column) {
                self.takes(at, published, (atoms, measure), cell);
            }
        }
    }
}

/// A file of rows with a heading.
struct Sheet {
    heads: Vec<String>,
    rows: Vec<Vec<String>>,
}

impl Sheet {
    async fn read(vera: &mut Actor<'_>, path: &str) -> Sheet {
        vera.opens(path).await;
        let text = vera.gets(200).page().text.clone();
        let mut reader = csv::Reader::from_reader(text.as_bytes());
        let cells = |record: &csv::StringRecord| record.iter().map(str::to_string).collect();
        let heads = cells(reader.headers().expect("a heading"));
        let rows = reader
            .records()
            .map(|record| cells(&record.expect("a row")));
        Sheet {
            heads,
            rows: rows.collect(),
        }
    }

    fn cell<'s>(&'s self, row: &'s [String], column: &str) -> Option<&'s str> {
        let at = self.heads.iter().position(|head| head == column)?;
        Some(&row[at])
    }
}

/// The same of JSON, whose numbers are as they are in files.
fn text(object: &Value, name: &str) -> String {
    match &object[name] {
        Value::String(text) => text.clone(),
        Value::Null => String::new(),
        other => other.to_string(),
    }
}

fn spans() -> [Span; 3] {
    let month = |text: &str| text.parse().expect("a month");
    let odd = Span {
        from: month("2026-03"),
        to: month("2026-04"),
    };
    [Span::ever(), Span::financial_year(2025), odd]
}

/// The query of a view.
fn query(view: &View) -> String {
    let mut query = form_urlencoded::Serializer::new(String::new());
    let cuts: Vec<&str> = view.by.iter().map(|by| by.code()).collect();
    let mut add = |name: &str, value: &str| {
        if !value.is_empty() {
            query.append_pair(name, value);
        }
    };
    add("by", &cuts.join(","));
    add("area", &view.area);
    add("category", view.category.as_deref().unwrap_or_default());
    add("origin", view.origin.as_deref().unwrap_or_default());
    if view.span != Span::ever() {
        add("from", &format!("{}-01", view.span.from));
        add("to", &format!("{}-28", view.span.to));
    }
    query.finish()
}

/// The views that are asked for: each area cut in each way, of all months and some, and of one kind and origin.
fn views() -> Vec<View> {
    let mut views = vec![];
    for area in AREAS {
        let view = |span: Span, by: By| View {
            area: area.into(),
            span,
            by: vec![by],
            ..View::everything()
        };
        for by in By::ALL {
            views.push(view(Span::ever(), by));
        }
        for span in &spans()[1..] {
            views.extend([By::Area, By::Category].map(|by| view(*span, by)));
        }
        for (category, origin) in [
            (Some("gardening"), None),
            (Some("litter"), None),
            (None, Some("vote")),
            (Some("litter"), Some("other")),
        ] {
            views.push(View {
                category: category.map(str::to_string),
                origin: origin.map(str::to_string),
                ..view(Span::ever(), By::Time(Cut::Month))
            });
        }
    }
    views
}

/// The atoms of each row of a view, by its codes, and those of all rows.
fn rows_of(published: &Published, view: &View) -> (BTreeMap<Vec<String>, Atoms>, Atoms) {
    let (mut rows, mut all) = (BTreeMap::<_, Atoms>::new(), Atoms::new());
    for (at, (_, atom, _)) in published.atoms.iter().enumerate() {
        if let Some(codes) = row(atom, view) {
            rows.entry(codes).or_default().insert(at);
            all.insert(at);
        }
    }
    (rows, all)
}

/// Pages, CSV and JSON of a view.
async fn reads_view(vera: &mut Actor<'_>, told: &mut Told, published: &Published, view: &View) {
    let (rows, all) = rows_of(published, view);
    let none = Atoms::new();
    let path = format!("/figures.csv?{}", query(view));
    let sheet = Sheet::read(vera, &path).await;
    for row in &sheet.rows {
        let atoms = match row[0].as_str() {
            "total" => &all,
            code => rows.get(&vec![code.to_string()]).unwrap_or(&none),
        };
        told.takes_row(&path, published, atoms, |column| sheet.cell(row, column));
    }
    let path = path.replace("figures.csv", "figures.json");
    vera.opens(&path).await;
    let json: Value = serde_json::from_str(&vera.gets(200).page().text).expect("JSON");
    let code = format!("{}_code", view.by[0].code());
    for row in json["rows"].as_array().expect("rows") {
        let atoms = rows.get(&vec![text(row, &code)]).unwrap_or(&none);
        for (measure, column) in COLUMNS.into_iter().enumerate() {
            told.takes(&path, published, (atoms, measure), &text(row, column));
        }
    }
    // The page has the rows of the file in its order: offenders as they are, hours with the mark.
    let path = path.replace("figures.json", "figures");
    vera.opens(&path).await;
    let page = vera.gets(200).page();
    if sheet.rows.len() < 2 {
        return;
    }
    let heads = page.heads();
    for (shown, row) in page.table("Projects, sessions").iter().zip(&sheet.rows) {
        for (head, column) in [
            ("Offenders", "offenders"),
            ("Hours worked", "minutes_credited"),
            ("Hours offered", "minutes_offered"),
        ] {
            let at = heads.iter().position(|name| name == head);
            let cell = &shown[at.unwrap_or_else(|| panic!("no {head} in {heads:?}"))];
            let of = sheet.cell(row, column).expect("a column");
            let is_same = match column.starts_with("minutes") {
                true => (cell == "[c]") == (of == "[c]"),
                false => cell == of,
            };
            assert!(is_same, "{path}, {head}: {cell} and {of}");
        }
    }
}

/// The API cut by two things at once, page by page.
async fn reads_api(vera: &mut Actor<'_>, told: &mut Told, published: &Published, view: &View) {
    let (rows, all) = rows_of(published, view);
    let none = Atoms::new();
    let codes = view.by.iter().map(|by| format!("{}_code", by.code()));
    let codes: Vec<String> = codes.collect();
    let mut next = format!("/api/v1/figures?limit=7&{}", query(view));
    while !next.is_empty() {
        vera.opens(&next).await;
        let json: Value = serde_json::from_str(&vera.gets(200).page().text).expect("JSON");
        for row in json["rows"].as_array().expect("rows") {
            let row_codes: Vec<String> = codes.iter().map(|code| text(row, code)).collect();
            let atoms = rows.get(&row_codes).unwrap_or(&none);
            for (measure, column) in COLUMNS.into_iter().enumerate() {
                told.takes(&next, published, (atoms, measure), &text(row, column));
            }
        }
        for (measure, column) in COLUMNS.into_iter().enumerate() {
            let cell = text(&json["total"], column);
            told.takes(&next, published, (&all, measure), &cell);
        }
        next = text(&json, "next");
    }
}

/// The atoms that something holds of.
fn which(published: &Published, holds: impl Fn(&super::Row) -> bool) -> Atoms {
    let rows = published.atoms.iter().enumerate();
    rows.filter(|(_, row)| holds(row))
        .map(|(at, _)| at)
        .collect()
}

/// The open data of projects, their pages and the API's; and of all figures month by month.
async fn reads_data(vera: &mut Actor<'_>, told: &mut Told, published: &Published) {
    let sheet = Sheet::read(vera, "/data/projects.csv").await;
    vera.opens("/data/projects.json").await;
    let json: Value = serde_json::from_str(&vera.gets(200).page().text).expect("JSON");
    let listed = json["rows"].as_array().expect("rows");
    assert_eq!(listed.len(), sheet.rows.len());
    for row in &sheet.rows {
        let number: i64 = row[0]
            .rsplit('P')
            .next()
            .expect("a number")
            .parse()
            .expect("a number");
        let atoms = which(published, |(project, _, _)| *project == number);
        told.takes_row("/data/projects.csv", published, &atoms, |column| {
            sheet.cell(row, column)
        });
        let path = format!("/api/v1/projects/{}", row[0]);
        vera.opens(&path).await;
        let one: Value = serde_json::from_str(&vera.gets(200).page().text).expect("JSON");
        assert!(listed.contains(&one), "{path}");
        for (measure, column) in COLUMNS.into_iter().enumerate() {
            told.takes(&path, published, (&atoms, measure), &text(&one, column));
        }
        vera.opens(&format!("/projects/{}", row[0])).await;
        let is_withheld = sheet.cell(row, "offenders") == Some("[c]");
        assert_eq!(
            vera.gets(200).page().text.contains("[c]"),
            is_withheld,
            "{}",
            row[0]
        );
    }
    let path = "/data/figures.csv";
    let sheet = Sheet::read(vera, path).await;
    for row in &sheet.rows {
        let is = |column: &str, own: &str| {
            let code = sheet.cell(row, column).expect("a column");
            row[0] == "total" || code == own
        };
        let atoms = which(published, |(_, atom, _)| {
            is("area_code", &atom.council)
                && is("month_code", &atom.month.to_string())
                && is("category_code", &atom.category)
                && is("origin_code", &atom.origin)
        });
        told.takes_row(path, published, &atoms, |column| sheet.cell(row, column));
    }
}

/// Question 3: hours by kind of work, by financial year, quarter and month.
async fn reads_questions(vera: &mut Actor<'_>, told: &mut Told, published: &Published, area: &str) {
    for cut in [Cut::Year, Cut::Quarter, Cut::Month] {
        let by = By::Time(cut).code();
        let path = format!("/figures/questions.csv?part=hours&area={area}&by={by}");
        let sheet = Sheet::read(vera, &path).await;
        let view = View {
            area: area.into(),
            ..View::everything()
        };
        for line in &sheet.rows {
            let atoms = which(published, |(_, atom, _)| {
                let when = cut.words(cut.row_of(atom.month));
                let work = published.kinds[&atom.category] == line[1];
                row(atom, &view).is_some() && (line[1] == "Total" || (when == line[0] && work))
            });
            told.takes_row(&path, published, &atoms, |column| sheet.cell(line, column));
        }
    }
}

/// The file of a release of Leicester's figures of a month.
pub async fn reads_release(
    vera: &mut Actor<'_>,
    told: &mut Told,
    published: &Published,
    (page, span): (&str, Span),
) {
    let path = format!("{page}/figures.csv");
    let sheet = Sheet::read(vera, &path).await;
    let none = Atoms::new();
    for line in &sheet.rows {
        let mut view = View {
            area: LEICESTER.into(),
            span,
            ..View::everything()
        };
        view.by = By::parse(&line[0]).into_iter().collect();
        let (rows, all) = rows_of(published, &view);
        let atoms = match line[0].as_str() {
            "total" => &all,
            _ => rows.get(&vec![line[1].clone()]).unwrap_or(&none),
        };
        told.takes_row(&path, published, atoms, |column| sheet.cell(line, column));
    }
}

/// Everything that can be read of a publication.
pub async fn reads_everything(vera: &mut Actor<'_>, published: &Published) -> Told {
    let mut told = Told::default();
    for view in views() {
        reads_view(vera, &mut told, published, &view).await;
    }
    let month = By::Time(Cut::Month);
    for area in AREAS {
        for by in [
            vec![By::Area, month],
            vec![By::Category, By::Origin],
            vec![month, By::Category],
        ] {
            let view = View {
                area: area.into(),
                by,
                ..View::everything()
            };
            reads_api(vera, &mut told, published, &view).await;
        }
        reads_questions(vera, &mut told, published, area).await;
    }
    reads_data(vera, &mut told, published).await;
    told
}
