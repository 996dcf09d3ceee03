//! The staff's list of nominations: what needs them today, oldest first, with the days left.

use crate::domain::areas::point::Point;
use crate::domain::nominations::promise::{days_left, days_left_in_words};
use crate::domain::nominations::stage::Stage;
use crate::domain::policy::Permission;
use crate::domain::settings::DECISION_PROMISE_DAYS;
use crate::domain::text::{grouped, plural};
use crate::domain::time::{iso_date, london_date, long_date};
use crate::store::nominations::list::{self, Order, Seen, Wanted};
use crate::store::nominations::{Listed, places};
use crate::store::settings;
use crate::web::govuk::{Table, TableCell};
use crate::web::nominations::export;
use crate::web::nominations::list::{ListQuery, PER_PAGE, filter};
use crate::web::paths::Asked;
use crate::web::pieces::{empty_list, pages, scrolling, stage_tag};
use crate::web::problem::Problem;
use crate::web::visit::{Answer, Visit};
use axum::response::IntoResponse;
use maud::{Markup, html};
use std::collections::BTreeMap;

/// The stages that staff can meet: every one but those that nobody confirmed.
const STAGES: [Stage; 10] = [
    Stage::Submitted,
    Stage::UnderAssessment,
    Stage::NeedsInformation,
    Stage::Assessed,
    Stage::Shortlisted,
    Stage::Chosen,
    Stage::Project,
    Stage::Declined,
    Stage::Merged,
    Stage::Withdrawn,
];

/// What the visitor may see as staff.
pub fn seen_by(visit: &Visit) -> Seen {
    let areas = visit.person().areas_where(Permission::ModerateNominations);
    areas.map_or(Seen::ByStaffEverywhere, Seen::ByStaffOf)
}

/// What is wanted: where nothing is asked for, what waits for staff, oldest first.
fn wanted(visit: &Visit, query: &ListQuery) -> Wanted {
    let mut wanted = query.wanted(seen_by(visit));
    if query.pairs().iter().all(|(_, value)| value.is_empty()) {
        wanted.stages = vec![Stage::Submitted, Stage::UnderAssessment];
    }
    if query.sort.is_empty() {
        wanted.order = Order::Oldest;
    }
    wanted
}

/// The queue.
pub async fn page(visit: Visit, Asked(mut query): Asked<ListQuery>) -> Answer {
    query.need_known(&visit).await?;
    let wanted = wanted(&visit, &query);
    let number = query.page_number();
    let conn = visit.read();
    let (found, total) = list::page(&conn, &wanted, number, PER_PAGE).await?;
    let counts = list::counts(&conn, &wanted.seen).await?;
    let is_queue = query.pairs().iter().all(|(_, value)| value.is_empty());
    query.sort = wanted.order.code().into();
    let filter = filter(&visit, &query, "/staff/nominations", &STAGES, total).await?;
    let last = u64::try_from(total).unwrap_or(0).div_ceil(PER_PAGE).max(1);
    let asked = if is_queue {
        ListQuery::default()
    } else {
        query
    };
    let body = html! {
        (waiting(&counts))
        (filter)
        @if found.is_empty() { (nothing(is_queue)) } @else { (scrolling(&table(&visit, &found, is_queue).await?)) }
        (pages("/staff/nominations", &asked.pairs(), number, last))
        p.govuk-body { a.govuk-link href=(asked.at("/staff/nominations.csv")) { "Download this list (CSV)" } }
    };
    Ok(visit
        .page("Nominations", body)
        .about("Staff")
        .wide()
        .into_response())
}

/// The same rows as a file.
pub async fn export(visit: Visit, Asked(query): Asked<ListQuery>) -> Answer {
    query.need_known(&visit).await?;
    Ok(export::file(&visit, wanted(&visit, &query), Point::EXACT))
}

fn waiting(counts: &[(Stage, i64)]) -> Markup {
    let count = |stage: Stage| {
        let found = counts.iter().find(|(of, _)| *of == stage);
        found.map_or(0, |(_, count)| *count)
    };
    let link = |stage: Stage, words: String| {
        html! { li { a.govuk-link href={ "/staff/nominations?stage=" (stage.code()) } { (words) } } }
    };
    let asked = count(Stage::NeedsInformation);
    html! {
        ul.govuk-list {
            (link(Stage::Submitted, format!("{} to moderate", grouped(count(Stage::Submitted)))))
            (link(Stage::UnderAssessment, format!("{} to assess", grouped(count(Stage::UnderAssessment)))))
            (link(Stage::NeedsInformation, format!("{} for an answer from the nominator", plural(asked, "waits", "wait"))))
            (link(Stage::Assessed, format!("{} ready for a shortlist", grouped(count(Stage::Assessed)))))
        }
    }
}

fn nothing(is_queue: bool) -> Markup {
    let all = html! { a.govuk-link href="/staff/nominations?sort=newest" { "See all nominations of your area" } };
    if is_queue {
        empty_list("Nothing needs you today.", all)
    } else {
        empty_list("No nomination matches.", all)
    }
}

/// Days within which each council promises a decision.
pub async fn promises(visit: &Visit, found: &[Listed]) -> Result<BTreeMap<String, i64>, Problem> {
    let conn = visit.read();
    let standard = settings::number(&conn, &DECISION_PROMISE_DAYS).await?;
    let mut promises = BTreeMap::new();
    for listed in found {
        let code = &listed.nomination.proposal.whereabouts.council;
        if !promises.contains_key(code) {
            let council = places::council(&conn, code).await?;
            let own = council.and_then(|council| council.promise_days);
            promises.insert(code.clone(), own.unwrap_or(standard));
        }
    }
    Ok(promises)
}

/// Days left, where a decision is still to be made.
pub fn left(visit: &Visit, listed: &Listed, promises: &BTreeMap<String, i64>) -> Option<i64> {
    let nomination = &listed.nomination;
    let waits = nomination.stage.waits_for_staff() || nomination.stage == Stage::NeedsInformation;
    let promise = promises.get(&nomination.proposal.whereabouts.council)?;
    (waits && nomination.decided_at.is_none())
        .then(|| days_left(nomination.submitted_at, visit.today(), *promise))
}

async fn table(visit: &Visit, found: &[Listed], is_queue: bool) -> Result<Table, Problem> {
    let promises = promises(visit, found).await?;
    let rows = found.iter().map(|listed| {
        let nomination = &listed.nomination;
        let sent = london_date(nomination.submitted_at);
        let left = left(visit, listed, &promises);
        let page = format!("/staff/nominations/{}", nomination.reference);
        vec![
            html! {
                a.govuk-link href=(page) { (nomination.proposal.title) }
                br; span class="govuk-body-s" { (nomination.reference) }
            }
            .into(),
            listed.area_in_words().into(),
            listed.category.as_str().into(),
            stage_tag(&nomination.stage.name().to_lowercase()).into(),
            html! { time datetime=(iso_date(sent)) { (long_date(sent)) } }.into(),
            days_cell(left),
            TableCell::numeric(grouped(nomination.supporters)),
        ]
    });
    Ok(Table {
        caption: if is_queue {
            "What needs a decision, oldest first".into()
        } else {
            "Nominations of your area".into()
        },
        caption_classes: "govuk-table__caption--m".into(),
        head: vec![
            TableCell {
                classes: "govuk-!-width-one-quarter".into(),
                ..TableCell::from("Nomination")
            },
            "Area".into(),
            "Kind of work".into(),
            "Stage".into(),
            "Nominated on".into(),
            "Promise".into(),
            TableCell::numeric("Supporters"),
        ],
        rows: rows.collect(),
        ..Default::default()
    })
}

fn days_cell(left: Option<i64>) -> TableCell {
    match left {
        None => "".into(),
        Some(days) if days < 0 => html! { strong { (days_left_in_words(days)) } }.into(),
        Some(days) => days_left_in_words(days).into(),
    }
}
