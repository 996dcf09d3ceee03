//! Questions people ask: the five that Parliament and freedom-of-information requests really put, each
//! with its figures, how they come about, and a file.

use crate::domain::figures::PublicFigures;
use crate::domain::figures::period::{Cut, Month, year_words};
use crate::domain::figures::view::{By, RowNames, View};
use crate::domain::hours::stood_down::StoodDown;
use crate::domain::projects::Stage;
use crate::domain::settings::DECISION_PROMISE_DAYS;
use crate::domain::text::percent;
use crate::domain::time::{iso_date, london_date, long_date, start_of_day};
use crate::form;
use crate::store::figures::{self as store, questions as read};
use crate::store::settings;
use crate::web::figures::filters::Surroundings;
use crate::web::figures::pages;
use crate::web::figures::question_views;
use crate::web::figures::sheets::{Sheet, SheetCell};
use crate::web::http::caching::Cacheable;
use crate::web::paths::Asked;
use crate::web::pieces::{shown, shown_hours};
use crate::web::problem::Problem;
use crate::web::visit::{Answer, Visit};
use axum::response::{IntoResponse, Response};
use chrono::Days;

form! {
    /// Which area, which answer alone or as a file, and which page of its rows.
    pub struct QuestionsQuery { area, part, page }
}

/// The names of the files, in the order of the questions.
pub const PARTS: [&str; 6] = [
    "nominations",
    "completed",
    "decided",
    "hours",
    "stood-down",
    "chosen",
];

/// `/figures/questions`: all answers, or one alone with all its rows, page by page.
pub async fn page(visit: Visit, Asked(query): Asked<QuestionsQuery>) -> Answer {
    let around = Surroundings::read(&visit, &query.area).await?;
    let sheets = sheets(&visit, &query.area, around.area_name()).await?;
    let publication = store::publication(&visit.read()).await?;
    let promise = promise_days(&visit).await?;
    let alone = match query.part.as_str() {
        "" => None,
        part => Some(place(part)?),
    };
    let body = question_views::page((&query, alone), &around, &sheets, publication, promise);
    let page = visit.page("Questions people ask", body).wide().kept();
    Ok(until_midnight(&visit, page.into_response()))
}

/// Open cases are counted up to today, so what is kept is right until the day ends.
fn until_midnight(visit: &Visit, mut response: Response) -> Response {
    let tomorrow = start_of_day(london_date(visit.now()) + Days::new(1));
    if let Some(kept) = response.extensions_mut().get_mut::<Cacheable>() {
        kept.until = Some(tomorrow);
    }
    response
}

/// Which of [`PARTS`] is meant.
fn place(part: &str) -> Result<usize, Problem> {
    let at = PARTS.iter().position(|known| *known == part);
    at.ok_or(Problem::NotFound)
}

/// `/figures/questions.csv?part=…`.
pub async fn file(visit: Visit, Asked(query): Asked<QuestionsQuery>) -> Answer {
    let at = place(&query.part)?;
    let around = Surroundings::read(&visit, &query.area).await?;
    let sheets = sheets(&visit, &query.area, around.area_name()).await?;
    let name = format!("{}.csv", PARTS[at]);
    let file = pages::file(sheets[at].csv(), "text/csv; charset=utf-8", &name);
    Ok(until_midnight(&visit, pages::kept(file)))
}

async fn promise_days(visit: &Visit) -> Result<i64, Problem> {
    let set = settings::get(&visit.read(), DECISION_PROMISE_DAYS.name).await?;
    Ok(DECISION_PROMISE_DAYS.number(set.as_deref()))
}

/// Every answer, in the order of [`PARTS`].
async fn sheets(visit: &Visit, area: &str, name: &str) -> Result<[Sheet; 6], Problem> {
    let conn = visit.read();
    if !area.is_empty() && !store::is_area(&conn, area).await? {
        return Err(Problem::NotFound);
    }
    let view = |by: &[By]| View {
        area: area.to_string(),
        by: by.to_vec(),
        ..View::everything()
    };
    let by_area = store::published(&conn, &view(&[By::Time(Cut::Year), By::Area])).await?;
    let by_work = store::published(&conn, &view(&[By::Time(Cut::Year), By::Category])).await?;
    let today = london_date(visit.now());
    let promise = promise_days(visit).await?;
    let outcomes = read::outcomes(&conn, area, promise, today).await?;
    let mut all = [
        nominations(&by_area),
        completed(&outcomes),
        decided(&outcomes),
        hours(&by_work),
        stood_down(&read::stand_downs(&conn, area).await?),
        chosen(&read::choices(&conn, area).await?),
    ];
    for (part, sheet) in PARTS.iter().zip(&mut all) {
        sheet.caption = format!("{}, {name}", sheet.caption);
        // Decisions, completions and votes are public as they happen, and counted up to today.
        if ["completed", "decided", "chosen"].contains(part) {
            sheet.caption = format!("{}, as at {}", sheet.caption, long_date(today));
        }
    }
    Ok(all)
}

fn year(code: &str) -> String {
    let month = code.parse::<Month>();
    month.map_or_else(|_| code.into(), |month| year_words(month.financial_year()))
}

fn nominations(figures: &PublicFigures<RowNames>) -> Sheet {
    let rows = figures
        .rows()
        .iter()
        .filter(|(_, counts)| counts.nominations > 0);
    let rows: Vec<Vec<SheetCell>> = rows
        .map(|(names, counts)| {
            let place = names.get(1);
            vec![
                SheetCell::words(year(names.first().map_or("", |name| &name.code))),
                SheetCell::words(place.map_or("", |name| &name.words)),
                SheetCell::number(counts.nominations),
            ]
        })
        .collect();
    let total = vec![
        SheetCell::words("All years"),
        SheetCell::words("Total"),
        SheetCell::number(figures.total().nominations),
    ];
    Sheet {
        caption: "Nominations by financial year and area".into(),
        columns: vec![
            ("Financial year", "financial_year"),
            ("Area", "area"),
            ("Nominations", "nominations"),
        ],
        rows,
        total: Some(total),
    }
}

type Years = std::collections::BTreeMap<i32, read::Outcomes>;

fn completed(years: &Years) -> Sheet {
    let row = |(year, of): (&i32, &read::Outcomes)| {
        let done = of.completed.count();
        vec![
            SheetCell::words(year_words(*year)),
            SheetCell::number(of.nominations),
            SheetCell::number(of.projects),
            SheetCell::number(done),
            SheetCell::mark(&percent(done, of.nominations)),
            SheetCell::available(of.completed.median()),
            SheetCell::available(of.completed.nine_in_ten()),
        ]
    };
    Sheet {
        caption: "What became of nominations, by the financial year they came in".into(),
        columns: vec![
            ("Nominated in", "financial_year"),
            ("Nominations", "nominations"),
            ("Became a project", "projects"),
            ("Completed so far", "completed"),
            ("Share completed", "share_completed"),
            ("Days taken: half within", "median_days"),
            ("Nine in ten within", "days_90th_percentile"),
        ],
        rows: years.iter().map(row).collect(),
        total: None,
    }
}

fn decided(years: &Years) -> Sheet {
    let row = |(year, of): (&i32, &read::Outcomes)| {
        let due = of.decided.count() + of.overdue;
        vec![
            SheetCell::words(year_words(*year)),
            SheetCell::number(of.decided.count()),
            SheetCell::available(of.decided.median()),
            SheetCell::available(of.decided.nine_in_ten()),
            SheetCell::mark(&percent(of.kept, due)),
            SheetCell::number(of.overdue),
            SheetCell::number(of.open),
        ]
    };
    Sheet {
        caption: "How long a decision took, by the financial year nominations came in".into(),
        columns: vec![
            ("Nominated in", "financial_year"),
            ("Decided", "decided"),
            ("Days taken: half within", "median_days"),
            ("Nine in ten within", "days_90th_percentile"),
            ("Within the promise", "share_within_promise"),
            ("Open and late", "open_late"),
            ("Open, with time left", "open_in_time"),
        ],
        rows: years.iter().map(row).collect(),
        total: None,
    }
}

fn hours(figures: &PublicFigures<RowNames>) -> Sheet {
    let figure = |words: String, number: Option<i64>| match number {
        Some(number) => SheetCell::Figure(words, number.to_string()),
        None => SheetCell::mark("[c]"),
    };
    let line = |year: String, work: &str, counts: &_| {
        let counts: &crate::domain::figures::withholding::PublicMeasures = counts;
        let (offered, credited) = (counts.minutes_offered, counts.minutes_credited);
        vec![
            SheetCell::words(year),
            SheetCell::words(work),
            figure(shown_hours(offered), offered.count()),
            figure(shown_hours(credited), credited.count()),
            figure(shown(counts.offenders), counts.offenders.count()),
            SheetCell::number(counts.sessions_held),
        ]
    };
    let worked = figures
        .rows()
        .iter()
        .filter(|(_, counts)| counts.sessions_held > 0);
    let rows: Vec<_> = worked
        .map(|(names, counts)| {
            let work = names.get(1).map_or("", |name| name.words.as_str());
            line(
                year(names.first().map_or("", |name| &name.code)),
                work,
                counts,
            )
        })
        .collect();
    let total = line("All years".into(), "Total", figures.total());
    Sheet {
        caption: "Hours offered and worked, by financial year and kind of work".into(),
        columns: vec![
            ("Financial year", "financial_year"),
            ("Kind of work", "category"),
            ("Hours offered", "minutes_offered"),
            ("Hours worked", "minutes_credited"),
            ("Offenders", "offenders"),
            ("Sessions held", "sessions_held"),
        ],
        rows,
        total: Some(total),
    }
}

fn stood_down(reasons: &std::collections::BTreeMap<(i32, String), i64>) -> Sheet {
    let words = |code: &str| {
        StoodDown::parse(code).map_or_else(|| code.to_string(), |reason| reason.name().to_string())
    };
    let rows: Vec<Vec<SheetCell>> = reasons
        .iter()
        .map(|((year, reason), sessions)| {
            vec![
                SheetCell::words(year_words(*year)),
                SheetCell::words(words(reason)),
                SheetCell::number(*sessions),
            ]
        })
        .collect();
    let total = vec![
        SheetCell::words("All years"),
        SheetCell::words("Total"),
        SheetCell::number(reasons.values().sum()),
    ];
    Sheet {
        caption: "Sessions stood down, by financial year and reason".into(),
        columns: vec![
            ("Financial year", "financial_year"),
            ("Reason", "reason"),
            ("Sessions", "sessions"),
        ],
        rows,
        total: Some(total),
    }
}

fn chosen(choices: &[read::Choice]) -> Sheet {
    let row = |choice: &read::Choice| {
        let stage = choice.stage.as_deref().and_then(Stage::parse);
        let turnout = match choice.population {
            Some(population) => SheetCell::mark(&percent(choice.votes_cast, population)),
            None => SheetCell::mark("[x]"),
        };
        vec![
            SheetCell::words(&choice.title),
            SheetCell::words(&choice.area),
            SheetCell::words(iso_date(choice.closed_on())),
            SheetCell::number(choice.votes_cast),
            turnout,
            SheetCell::words(&choice.label),
            SheetCell::words(
                choice
                    .project
                    .clone()
                    .unwrap_or_else(|| "No project yet".into()),
            ),
            SheetCell::words(stage.map_or("–", |stage| stage.name())),
            SheetCell::words(choice.completed_on().map_or("–".into(), iso_date)),
        ]
    };
    Sheet {
        caption: "What was chosen in votes, and what became of it".into(),
        columns: vec![
            ("Vote", "vote"),
            ("Area", "area"),
            ("Closed", "closed_on"),
            ("People who voted", "votes_cast"),
            ("Share of everybody living there", "share_of_population"),
            ("Chosen", "chosen"),
            ("Project", "project"),
            ("Stage", "stage"),
            ("Completed", "completed_on"),
        ],
        rows: choices.iter().map(row).collect(),
        total: None,
    }
}
