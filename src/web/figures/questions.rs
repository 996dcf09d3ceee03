//! Questions people ask: the five that Parliament and freedom-of-information requests really put, each
//! with its figures, how they come about, and a file.

use crate::domain::figures::PublicFigures;
use crate::domain::figures::period::{Cut, Month, Span};
use crate::domain::figures::view::{By, RowNames, View};
use crate::domain::figures::waits::LEAST_SAMPLE;
use crate::domain::hours::stood_down::StoodDown;
use crate::domain::projects::Stage;
use crate::domain::settings::DECISION_PROMISE_DAYS;
use crate::domain::text::capitalised;
use crate::domain::time::{london_date, long_date, start_of_day};
use crate::store::figures as store;
use crate::store::figures::questions::{self as read, Question};
use crate::store::settings;
use crate::web::figures::by_ward;
use crate::web::figures::filters::{self, Surroundings};
use crate::web::figures::forms::QuestionsQuery;
use crate::web::figures::pages;
use crate::web::figures::question_views;
use crate::web::figures::sheets::{Sheet, SheetCell};
use crate::web::http::caching::Cacheable;
use crate::web::paths::Asked;
use crate::web::pieces::{caption, shown, shown_hours};
use crate::web::problem::Problem;
use crate::web::visit::{Answer, Visit};
use axum::response::{IntoResponse, Response};
use chrono::Days;
use std::collections::BTreeMap;

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
    let question = match query.parse() {
        Ok(question) => question,
        Err(mistakes) => {
            let page = visit.page(
                "Questions people ask",
                question_views::filters(&query, &around),
            );
            let page = page.notice(filters::mistakes(&mistakes)).wide();
            return Ok(page.invalid().into_response());
        }
    };
    let sheets = sheets(&visit, &question, around.area_name()).await?;
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
    let question = query
        .parse()
        .map_err(|mistakes| pages::unreadable(&mistakes))?;
    if query.part == by_ward::PART {
        return by_ward::file(visit, question).await;
    }
    let at = place(&query.part)?;
    let around = Surroundings::read(&visit, &query.area).await?;
    let sheets = sheets(&visit, &question, around.area_name()).await?;
    let name = format!("{}.csv", PARTS[at]);
    let file = pages::file(sheets[at].csv(), "text/csv; charset=utf-8", &name);
    Ok(until_midnight(&visit, pages::kept(file)))
}

async fn promise_days(visit: &Visit) -> Result<i64, Problem> {
    let set = settings::get(&visit.read(), DECISION_PROMISE_DAYS.name).await?;
    Ok(DECISION_PROMISE_DAYS.number(set.as_deref()))
}

/// Every answer, in the order of [`PARTS`].
async fn sheets(visit: &Visit, question: &Question, name: &str) -> Result<[Sheet; 6], Problem> {
    let conn = visit.read();
    need_area(visit, &question.area).await?;
    let view = |by: By| View {
        area: question.area.clone(),
        span: question.span,
        by: vec![By::Time(question.cut), by],
        ..View::everything()
    };
    let by_area = store::published(&conn, &view(By::Area)).await?;
    let by_work = store::published(&conn, &view(By::Category)).await?;
    let today = london_date(visit.now());
    let promise = promise_days(visit).await?;
    let outcomes = read::outcomes(&conn, question, promise, today).await?;
    let stand_downs = read::stand_downs(&conn, question).await?;
    let cut = question.cut;
    let mut all = [
        nominations(question, &by_area),
        completed(cut, &outcomes),
        decided(cut, &outcomes),
        hours(question, &by_work),
        stood_down(question, &stand_downs),
        chosen(&read::choices(&conn, question).await?),
    ];
    let period = match question.span == Span::ever() {
        true => String::new(),
        false => question.span.words(),
    };
    for (part, sheet) in PARTS.iter().zip(&mut all) {
        sheet.caption = caption(&sheet.caption, name, &period);
        // Decisions, completions and votes are public as they happen, and counted up to today.
        if ["completed", "decided", "chosen"].contains(part) {
            sheet.caption = format!("{}, as at {}", sheet.caption, long_date(today));
        }
    }
    Ok(all)
}

pub(super) async fn need_area(visit: &Visit, area: &str) -> Result<(), Problem> {
    match area.is_empty() || store::is_area(&visit.read(), area).await? {
        true => Ok(()),
        false => Err(Problem::NotFound),
    }
}

/// The head of the column that says when, for people and for programs.
pub(super) fn head(cut: Cut) -> (&'static str, &'static str) {
    let column = match cut {
        Cut::Year => "financial_year",
        Cut::Quarter | Cut::Month => By::Time(cut).code(),
    };
    (By::Time(cut).name(), column)
}

/// How an answer is cut, in its caption: `by financial year`.
fn by(cut: Cut) -> String {
    format!("by {}", By::Time(cut).name().to_lowercase())
}

/// The same where the rows are of when something came in.
fn by_the(cut: Cut) -> String {
    format!("by the {}", By::Time(cut).name().to_lowercase())
}

/// What stands in the first cell of the sum over all rows: the period, or that it is all of them.
fn whole(question: &Question) -> String {
    match question.span == Span::ever() {
        true => "All years".into(),
        false => capitalised(&question.span.words()),
    }
}

fn nominations(question: &Question, figures: &PublicFigures<RowNames>) -> Sheet {
    let cut = question.cut;
    let rows = figures
        .rows()
        .iter()
        .filter(|(_, counts)| counts.open.nominations > 0);
    let rows: Vec<Vec<SheetCell>> = rows
        .map(|(names, counts)| {
            let place = names.get(1);
            vec![
                SheetCell::words(names.first().map_or("", |name| &name.words)),
                SheetCell::words(place.map_or("", |name| &name.words)),
                SheetCell::number(counts.open.nominations),
            ]
        })
        .collect();
    let total = vec![
        SheetCell::words(whole(question)),
        SheetCell::words("Total"),
        SheetCell::number(figures.total().open.nominations),
    ];
    Sheet {
        caption: format!("Nominations {} and area", by(cut)),
        columns: vec![head(cut), ("Area", "area"), ("Nominations", "nominations")],
        rows,
        total: Some(total),
    }
}

type Outcomes = BTreeMap<Month, read::Outcomes>;

fn completed(cut: Cut, outcomes: &Outcomes) -> Sheet {
    let row = |(month, of): (&Month, &read::Outcomes)| {
        let done = of.completed.count();
        vec![
            SheetCell::words(cut.words(*month)),
            SheetCell::number(of.nominations),
            SheetCell::number(of.projects),
            SheetCell::number(done),
            SheetCell::share(done, of.nominations),
            SheetCell::available(of.completed.median()),
            SheetCell::available(of.completed.nine_in_ten()),
        ]
    };
    Sheet {
        caption: format!("What became of nominations, {} they came in", by_the(cut)),
        columns: vec![
            ("Nominated in", head(cut).1),
            ("Nominations", "nominations"),
            ("Became a project", "projects"),
            ("Completed so far", "completed"),
            ("Share completed", "share_completed"),
            ("Days taken: half within", "median_days"),
            ("Nine in ten within", "days_90th_percentile"),
        ],
        rows: outcomes.iter().map(row).collect(),
        total: None,
    }
}

fn decided(cut: Cut, outcomes: &Outcomes) -> Sheet {
    let row = |(month, of): (&Month, &read::Outcomes)| {
        let due = of.decided.count() + of.overdue;
        vec![
            SheetCell::words(cut.words(*month)),
            SheetCell::number(of.decided.count()),
            SheetCell::available(of.decided.median()),
            SheetCell::available(of.decided.nine_in_ten()),
            match due {
                1..LEAST_SAMPLE => SheetCell::available(None),
                due => SheetCell::share(of.kept, due),
            },
            SheetCell::number(of.overdue),
            SheetCell::number(of.open),
        ]
    };
    Sheet {
        caption: format!(
            "How long a decision took, {} nominations came in",
            by_the(cut)
        ),
        columns: vec![
            ("Nominated in", head(cut).1),
            ("Decided", "decided"),
            ("Days taken: half within", "median_days"),
            ("Nine in ten within", "days_90th_percentile"),
            ("Within the promise", "share_within_promise"),
            ("Open and late", "open_late"),
            ("Open, with time left", "open_in_time"),
        ],
        rows: outcomes.iter().map(row).collect(),
        total: None,
    }
}

fn hours(question: &Question, figures: &PublicFigures<RowNames>) -> Sheet {
    let cut = question.cut;
    let figure = |words: String, number: Option<i64>| match number {
        Some(number) => SheetCell::Figure(words, number.to_string()),
        None => SheetCell::mark("[c]"),
    };
    let line = |when: &str, work: &str, counts: &_| {
        let counts: &crate::domain::figures::withholding::PublicMeasures = counts;
        let (offered, credited) = (counts.minutes_offered, counts.minutes_credited);
        vec![
            SheetCell::words(when),
            SheetCell::words(work),
            figure(shown_hours(offered), offered.count()),
            figure(shown_hours(credited), credited.count()),
            figure(shown(counts.offenders), counts.offenders.count()),
            SheetCell::number(counts.open.sessions_held),
        ]
    };
    let worked = figures
        .rows()
        .iter()
        .filter(|(_, counts)| counts.open.sessions_held > 0);
    let rows: Vec<_> = worked
        .map(|(names, counts)| {
            let work = names.get(1).map_or("", |name| name.words.as_str());
            line(names.first().map_or("", |name| &name.words), work, counts)
        })
        .collect();
    let total = line(&whole(question), "Total", figures.total());
    Sheet {
        caption: format!("Hours offered and worked, {} and kind of work", by(cut)),
        columns: vec![
            head(cut),
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

fn stood_down(question: &Question, reasons: &BTreeMap<(Month, String), i64>) -> Sheet {
    let cut = question.cut;
    let words = |code: &str| {
        StoodDown::parse(code).map_or_else(|| code.to_string(), |reason| reason.name().to_string())
    };
    let rows: Vec<Vec<SheetCell>> = reasons
        .iter()
        .map(|((month, reason), sessions)| {
            vec![
                SheetCell::words(cut.words(*month)),
                SheetCell::words(words(reason)),
                SheetCell::number(*sessions),
            ]
        })
        .collect();
    let total = vec![
        SheetCell::words(whole(question)),
        SheetCell::words("Total"),
        SheetCell::number(reasons.values().sum()),
    ];
    Sheet {
        caption: format!("Sessions stood down, {} and reason", by(cut)),
        columns: vec![head(cut), ("Reason", "reason"), ("Sessions", "sessions")],
        rows,
        total: Some(total),
    }
}

/// Stands where something has not come about.
const NOT_YET: &str = "[z]";

fn chosen(choices: &[read::Choice]) -> Sheet {
    let row = |choice: &read::Choice| {
        let stage = choice.stage.as_deref().and_then(Stage::parse);
        let turnout = match choice.population {
            Some(population) => SheetCell::share(choice.votes_cast, population),
            None => SheetCell::available(None),
        };
        vec![
            SheetCell::words(&choice.title),
            SheetCell::words(&choice.area),
            SheetCell::Day(choice.closed_on()),
            SheetCell::number(choice.votes_cast),
            turnout,
            SheetCell::words(&choice.label),
            SheetCell::words(choice.project.as_deref().unwrap_or(NOT_YET)),
            SheetCell::words(stage.map_or(NOT_YET, |stage| stage.name())),
            choice
                .completed_on()
                .map_or_else(|| SheetCell::words(NOT_YET), SheetCell::Day),
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
