//! Questions people ask: the five that Parliament and freedom-of-information requests really put, each
//! with its figures, how they come about, and a file.

use crate::domain::figures::period::Span;
use crate::domain::figures::view::{By, View};
use crate::domain::settings::DECISION_PROMISE_DAYS;
use crate::domain::time::{london_date, long_date, start_of_day};
use crate::store::figures as store;
use crate::store::figures::questions::{self as read, Question, by_place};
use crate::store::figures::stood_down;
use crate::store::settings;
use crate::web::figures::by_ward;
use crate::web::figures::filters::{self, Surroundings};
use crate::web::figures::forms::QuestionsQuery;
use crate::web::figures::outcome_sheets::Told;
use crate::web::figures::pages;
use crate::web::figures::question_sheets as answers;
use crate::web::figures::question_views;
use crate::web::figures::sheets::Sheet;
use crate::web::http::caching::Cacheable;
use crate::web::known;
use crate::web::paths::Asked;
use crate::web::pieces::caption;
use crate::web::problem::Problem;
use crate::web::visit::{Answer, Visit};
use axum::response::{IntoResponse, Response};
use chrono::Days;
use std::collections::BTreeMap;

/// The names of the files, in the order of the questions.
pub const PARTS: [&str; 8] = [
    "nominations",
    "completed",
    "completed-by-area",
    "decided",
    "decided-by-area",
    "hours",
    "stood-down",
    "chosen",
];

/// Those made of what was last published. Decisions, completions and votes are public as they happen.
const AS_PUBLISHED: [&str; 3] = ["nominations", "hours", "stood-down"];

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
    let alone = match query.part.as_str() {
        "" => None,
        part => Some(place(part)?),
    };
    let sheets = sheets(&visit, &question, around.area_name(), alone).await?;
    let publication = store::publication(&visit.read()).await?;
    let promise = promise_days(&visit).await?;
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
    if let Some(part) = by_ward::Part::parse(&query.part) {
        return Ok(until_midnight(&visit, part.file(&visit, question).await?));
    }
    let at = place(&query.part)?;
    let around = Surroundings::read(&visit, &query.area).await?;
    let sheets = sheets(&visit, &question, around.area_name(), Some(at)).await?;
    let name = format!("{}.csv", PARTS[at]);
    let lines: String = sheets.iter().flatten().map(Sheet::csv).collect();
    let file = pages::file(lines, "text/csv; charset=utf-8", &name);
    Ok(until_midnight(&visit, pages::kept(file)))
}

pub(super) async fn promise_days(visit: &Visit) -> Result<i64, Problem> {
    let set = settings::get(&visit.read(), DECISION_PROMISE_DAYS.name).await?;
    Ok(DECISION_PROMISE_DAYS.number(set.as_deref()))
}

/// The answers in the order of [`PARTS`]: all, or one alone. For the others nothing is read.
pub type Sheets = [Option<Sheet>; PARTS.len()];

async fn sheets(
    visit: &Visit,
    question: &Question,
    name: &str,
    alone: Option<usize>,
) -> Result<Sheets, Problem> {
    let conn = visit.read();
    known::area(visit, &question.area).await?;
    let view = |by: By| View {
        area: question.area.clone(),
        span: question.span,
        by: vec![By::Time(question.cut), by],
        ..View::everything()
    };
    let wanted = |part: &str| alone.is_none_or(|alone| PARTS[alone] == part);
    let (promise, today) = (promise_days(visit).await?, london_date(visit.now()));
    let by_time = match wanted("completed") || wanted("decided") {
        true => read::outcomes(&conn, question, promise, today).await?,
        false => BTreeMap::new(),
    };
    let by_area = match wanted("completed-by-area") || wanted("decided-by-area") {
        true => by_place::by_area(&conn, question, promise, today).await?,
        false => vec![],
    };
    let mut all = Sheets::default();
    for (part, place) in PARTS
        .into_iter()
        .zip(&mut all)
        .filter(|(part, _)| wanted(part))
    {
        let mut sheet = match part {
            "nominations" => {
                answers::nominations(question, &store::published(&conn, &view(By::Area)).await?)
            }
            "completed" => Told::Completed.by_time(question.cut, &by_time),
            "completed-by-area" => Told::Completed.by_area(&by_area),
            "decided" => Told::Decided.by_time(question.cut, &by_time),
            "decided-by-area" => Told::Decided.by_area(&by_area),
            "hours" => answers::hours(
                question,
                &store::published(&conn, &view(By::Category)).await?,
            ),
            "stood-down" => {
                answers::stood_down(question, &stood_down::published(&conn, question).await?)
            }
            _ => answers::chosen(&read::choices(&conn, question).await?),
        };
        sheet.caption = caption(&sheet.caption, name, &period(question));
        if !AS_PUBLISHED.contains(&part) {
            sheet.caption = format!("{}, as at {}", sheet.caption, long_date(today));
        }
        *place = Some(sheet);
    }
    Ok(all)
}

/// The period of a question in words, where it is not all there is.
fn period(question: &Question) -> String {
    match question.span == Span::ever() {
        true => String::new(),
        false => question.span.words(),
    }
}
