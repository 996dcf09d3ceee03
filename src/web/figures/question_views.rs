//! The page of questions, drawn: each with its table, the working, and the file.

use crate::domain::figures::period::Cut;
use crate::domain::figures::view::By;
use crate::domain::figures::waits::LEAST_SAMPLE;
use crate::domain::text::{grouped, plural};
use crate::store::figures::Publication;
use crate::web::figures::by_ward;
use crate::web::figures::explained::marks;
use crate::web::figures::filters::Surroundings;
use crate::web::figures::forms::QuestionsQuery;
use crate::web::figures::questions::{PARTS, Sheets};
use crate::web::figures::sheets::Sheet;
use crate::web::govuk::{Details, WarningText};
use crate::web::pieces::Paged;
use crate::web::pieces::{FilterField, FilterForm, LIVE, address, as_at};
use maud::{Markup, html};

/// The questions with the places of their sheets.
const QUESTIONS: [(&str, &[usize]); 5] = [
    ("How many places were nominated, where and when?", &[0]),
    (
        "How many nominated projects were completed, and how long did it take?",
        &[1, 2, 3, 4],
    ),
    (
        "How many hours were offered and worked, by how many offenders, on which kinds of work?",
        &[5],
    ),
    ("How many sessions were stood down, and why?", &[6]),
    ("What was chosen by whom, and what became of it?", &[7]),
];

/// The whole page.
pub fn page(
    (query, alone): (&QuestionsQuery, Option<usize>),
    around: &Surroundings,
    sheets: &Sheets,
    publication: Publication,
    promise_days: i64,
) -> Markup {
    let shown = |parts: &[usize]| {
        let parts = parts.iter();
        let shown = parts.filter_map(|part| Some((PARTS[*part], sheets[*part].as_ref()?)));
        shown.collect::<Vec<_>>()
    };
    html! {
        p.govuk-body-l { "Five questions are asked again and again, in Parliament, in council meetings and under freedom of information. Here are the answers, how they come about, and a file of each." }
        (filters(query, around))
        @if alone.is_some() {
            p.govuk-body { a.govuk-link href=(asked_at("/figures/questions", query, "")) { "All five questions" } }
        } @else {
            ol.govuk-list.govuk-list--number {
                @for (at, (question, _)) in QUESTIONS.iter().enumerate() {
                    li { a.govuk-link href={ "#question-" (at + 1) } { (question) } }
                }
            }
        }
        @if let Some(instant) = publication.as_at { (as_at(instant, &format!("{LIVE}. A table that names a day of its own is counted up to that day")))  }
        (marks())
        @for (at, (question, parts)) in QUESTIONS.iter().enumerate().filter(|(_, (_, parts))| !shown(parts).is_empty()) {
            section.app-question {
                h2.govuk-heading-m id={ "question-" (at + 1) } { (at + 1) ". " (question) }
                @for (part, sheet) in shown(parts) {
                    (answer(query, alone.is_some(), sheet, part))
                }
                (Details::new("How this is worked out", working(at, promise_days)))
            }
        }
        (WarningText { text: "Do not rank areas by these figures: areas differ in size, in sentences passed and in how much is recorded here.".into(), ..WarningText::default() })
        p.govuk-body { "Another question? " a.govuk-link href="/figures" { "All figures" } " can be cut by area, period, kind of work and origin, and " a.govuk-link href="/data/" { "open data" } " has every row." }
    }
}

/// So many rows are shown of an answer beside the others, and of one alone.
const BESIDE_OTHERS: usize = 20;
const ALONE: usize = 60;

/// Where the same is asked, of one answer or of all.
fn asked_at(path: &str, query: &QuestionsQuery, part: &str) -> String {
    address(path, query.pairs().into_iter().chain([("part", part)]))
}

/// Of which area and period, and how the answers are cut by time.
pub fn filters(query: &QuestionsQuery, around: &Surroundings) -> Markup {
    let cuts = [Cut::Year, Cut::Quarter, Cut::Month].map(By::Time);
    let cuts = cuts.map(|by| (by.code(), by.name()));
    let by = match query.by.as_str() {
        "" => By::Time(Cut::Year).code(),
        by => by,
    };
    let asked = [&query.area, &query.year, &query.from, &query.to].map(String::as_str);
    let mut fields = Vec::from(around.where_and_when(asked));
    fields.push(FilterField::way_to_show("by", "One row for each", by, cuts));
    html! {
        (FilterForm { action: "/figures/questions".into(), fields, ..FilterForm::default() })
    }
}

fn answer(query: &QuestionsQuery, is_alone: bool, sheet: &Sheet, part: &str) -> Markup {
    let (page, at_once) = match is_alone {
        true => (query.page.as_str(), ALONE),
        false => ("", BESIDE_OTHERS),
    };
    let shown = Paged::of(page, sheet.rows.len(), at_once);
    let is_more = !is_alone && shown.words().is_some();
    let asked: Vec<(&str, &str)> = query.pairs().into_iter().chain([("part", part)]).collect();
    html! {
        @if sheet.rows.is_empty() {
            p.govuk-body { "There is nothing to count here yet." }
        } @else {
            (sheet.table_of(&shown))
            @if is_alone { (shown.links("/figures/questions", &asked)) }
            @if is_more {
                p.govuk-body { a.govuk-link href=(asked_at("/figures/questions", query, part)) { "All " (grouped(sheet.rows.len() as i64)) " rows: " (part) } }
            }
        }
        p.govuk-body { a.govuk-link href=(asked_at("/figures/questions.csv", query, part)) { "Download: " (part) ".csv" } }
        @if let Some(by_ward) = by_ward::Part::beside(part).map(by_ward::Part::name) {
            p.govuk-body { a.govuk-link href=(asked_at("/figures/questions.csv", query, by_ward)) { "Download, by council and ward: " (by_ward) ".csv" } }
        }
    }
}

fn working(question: usize, promise_days: i64) -> Markup {
    html! {
        @match question {
            0 => {
                p { "Each nomination that a moderator passed counts once, in the financial year (1 April to 31 March) in which it was sent, where the place lies. Choose a council above to see its wards; one file has all councils and wards. Where nothing was nominated there is no row." }
            }
            1 => {
                p { "Nominations are counted by the year they came in, so a project may be completed in a later year: the share still grows. Only projects that residents nominated count here. "
                    a.govuk-link href="/figures?by=origin&stage=completed" { "All completed projects" } " are more: panels and the probation service agree on others that nobody nominated." }
                p { "Days are counted from the nomination to the completion of the project, or to the decision." }
                p { "‘Half within’ is the median and ‘nine in ten within’ the 90th percentile: the day by which so many were done. With fewer than " (LEAST_SAMPLE) " to count we do not say, and mark it [x]." }
                p { "The promise is a decision within " (plural(promise_days, "day", "days")) ", unless a council has another. Nominations still open after the promise count against it; those with time left do not count yet. The share too is marked [x] where fewer than " (LEAST_SAMPLE) " are decided or late." }
                p { "The days to a decision are those of nominations that are decided. A nomination that was decided and then withdrawn stays decided. One that was withdrawn before its decision, or is so old that no day of decision was written down, is closed undecided: with it, what is decided and what is open make up all nominations." }
                p { "One that is still open counts in them only once it is decided, so where many are open and late, they took longer than the days say: read the two beside each other." }
            }
            2 => {
                p { "Added up from the record of each session. Offered is the time booked, worked is the time credited. The file has whole minutes: divide by 60 for hours. Offenders are different people on each project." }
                p { "A cell marked [c] is withheld: it is of few people, or it would give away another that is." }
            }
            3 => {
                p { "Each session that could not take place is recorded with one reason. A corrected record counts as corrected." }
            }
            _ => {
                p { "One line for each place that won a vote that is declared, in the area or around it if the place lies here, by the day the vote closed. What has not come about is marked [z]. People who voted are those in the voter register; the share is of everybody who lives in the area, of any age. The page of each vote shows how the result came about and how to count it again." }
            }
        }
    }
}
