//! Areas as a deployment knows them: how many people live there, which letters their references begin
//! with, what is promised there. Boundaries come in by the command line.

use super::forms::{AreaForm, ListQuery};
use super::{A_PAGE, back, csv, links, page_of};
use crate::actions::Refusal;
use crate::actions::area_details::{self as actions, Typed};
use crate::domain::areas::code::AreaCode;
use crate::domain::csv_cells::{self, Row};
use crate::domain::mistakes::Mistakes;
use crate::domain::text::grouped;
use crate::store::areas::{self, AreaDetails};
use crate::web::form::Posted;
use crate::web::govuk::{Button, Hint, Input, Label, NotificationBanner, Table, TableCell};
use crate::web::mistaken;
use crate::web::paths::{Asked, At};
use crate::web::pieces::{FilterField, FilterForm, empty_list, scrolling};
use crate::web::problem::Problem;
use crate::web::visit::{Answer, Visit};
use axum::response::IntoResponse;
use maud::{Markup, Render, html};

async fn wanted(visit: &Visit, words: &str) -> Result<Vec<AreaDetails>, Problem> {
    let words = words.to_lowercase();
    let all = areas::all(&visit.read()).await?;
    Ok(all
        .into_iter()
        .filter(|details| {
            let area = &details.area;
            let text = format!("{} {} {}", area.name, area.code, area.kind.as_str()).to_lowercase();
            words.split_whitespace().all(|word| text.contains(word))
        })
        .collect())
}

/// The list.
pub async fn list(visit: Visit, Asked(query): Asked<ListQuery>) -> Answer {
    let all = wanted(&visit, &query.q).await?;
    let total = i64::try_from(all.len()).unwrap_or(i64::MAX);
    let pages = page_of(&query.page, total);
    let skip = usize::try_from((pages.0 - 1) * A_PAGE).unwrap_or(0);
    let rows: Vec<&AreaDetails> = all
        .iter()
        .skip(skip)
        .take(A_PAGE.unsigned_abs() as usize)
        .collect();
    let filter = FilterForm {
        action: "/admin/areas".into(),
        search: Some(FilterField::text("q", "Name, code or kind", &query.q)),
        found: total,
        noun: ("area".into(), "areas".into()),
        ..Default::default()
    };
    let asked = [("q", query.q.as_str())];
    let body = html! {
        (filter)
        @if rows.is_empty() {
            (empty_list("No area is like that.", html! { "Boundaries are imported at the command line: payback-panel areas import." }))
        } @else {
            (scrolling(&table(&rows)))
            (links("/admin/areas", &asked, pages))
            p class="govuk-body" { a class="govuk-link" href="/admin/areas.csv" { "Download all areas (CSV)" } }
        }
    };
    let mut page = visit.page("Areas", body).before(back("/admin")).wide();
    if query.done == "changed" {
        page = page.notice(NotificationBanner::success("The area was changed").render());
    }
    Ok(page.into_response())
}

fn table(rows: &[&AreaDetails]) -> Table {
    let number = |number: Option<i64>| {
        TableCell::numeric(number.map_or_else(|| "not set".to_string(), grouped))
    };
    Table {
        caption: "Areas".into(),
        caption_classes: "govuk-visually-hidden".into(),
        head: vec![
            "Name".into(),
            "Code".into(),
            "Kind".into(),
            "Letters".into(),
            TableCell::numeric("Population"),
            TableCell::numeric("Promise, days"),
        ],
        rows: rows
            .iter()
            .map(|details| {
                let area = &details.area;
                vec![
                    html! { a class="govuk-link" href={ "/admin/areas/" (area.code.as_str()) } { (area.name) } }
                        .into(),
                    area.code.as_str().into(),
                    area.kind.as_str().replace('-', " ").into(),
                    details.prefix.clone().unwrap_or_default().into(),
                    number(details.population),
                    number(details.promise_days),
                ]
            })
            .collect(),
        ..Default::default()
    }
}

/// All areas as a file.
pub async fn download(visit: Visit) -> Answer {
    let mut text = csv_cells::row(&[
        "code",
        "name",
        "kind",
        "parent",
        "prefix",
        "population",
        "promise_days",
    ]);
    let figure = |number: Option<i64>| number.map(|n| n.to_string()).unwrap_or_default();
    for details in wanted(&visit, "").await? {
        let area = &details.area;
        let parent = area.parent.as_ref().map(ToString::to_string);
        let row = Row::new()
            .text(area.code.as_str())
            .text(&area.name)
            .text(area.kind.as_str())
            .text(&parent.unwrap_or_default())
            .text(&details.prefix.unwrap_or_default())
            .figure(&figure(details.population))
            .figure(&figure(details.promise_days));
        text.push_str(&row.end());
    }
    Ok(csv(text, "areas.csv"))
}

async fn found(visit: &Visit, code: &str) -> Result<AreaDetails, Problem> {
    let code = AreaCode::parse(code).map_err(|_| Problem::NotFound)?;
    let details = areas::find(&visit.read(), &code).await?;
    details.ok_or(Problem::NotFound)
}

fn as_form(details: &AreaDetails) -> AreaForm {
    let text = |number: Option<i64>| number.map(|n| n.to_string()).unwrap_or_default();
    AreaForm {
        prefix: details.prefix.clone().unwrap_or_default(),
        population: text(details.population),
        promise_days: text(details.promise_days),
        based_on: seen(details),
    }
}

/// What a person saw of the area, to tell whether somebody changed it meanwhile.
fn seen(details: &AreaDetails) -> String {
    format!(
        "{:?} {:?} {:?}",
        details.prefix, details.population, details.promise_days
    )
}

/// One area.
pub async fn ask(visit: Visit, At(code): At<String>) -> Answer {
    let details = found(&visit, &code).await?;
    let body = form_view(&visit, &details, &as_form(&details), &Mistakes::none());
    Ok(visit
        .page(&details.area.name, body)
        .before(back("/admin/areas"))
        .into_response())
}

/// Changes what is set for it.
pub async fn change(visit: Visit, At(code): At<String>, posted: Posted<AreaForm>) -> Answer {
    let details = found(&visit, &code).await?;
    let form = posted.form;
    let typed = Typed {
        prefix: form.prefix.clone(),
        population: form.population.clone(),
        promise_days: form.promise_days.clone(),
    };
    let (desk, person) = (&visit.app.desk, visit.person());
    // Sent twice, it holds already: nobody else was in between.
    let fits = form.based_on == seen(&details) || actions::holds(&typed, &details);
    let (mistakes, moved) = if fits {
        match actions::change(desk, &person, details.clone(), typed).await {
            Ok(()) => return Ok(visit.on_to("/admin/areas?done=changed")),
            Err(Refusal::Mistaken(mistakes)) => (mistakes, false),
            Err(Refusal::Stale) => (moved_on(), true),
            Err(other) => return Err(other.into()),
        }
    } else {
        (moved_on(), true)
    };
    let details = found(&visit, &code).await?;
    let form = AreaForm {
        based_on: seen(&details),
        ..form
    };
    let body = form_view(&visit, &details, &form, &mistakes);
    let page = visit
        .page(&details.area.name, body)
        .before(back("/admin/areas"))
        .notice(mistaken::summary(&mistakes));
    Ok(if moved {
        page.conflicting().into_response()
    } else {
        page.invalid().into_response()
    })
}

fn moved_on() -> Mistakes {
    Mistakes::one(
        "population",
        "Somebody changed this area meanwhile. Send again if what stands below is still right",
    )
}

fn box_for(name: &str, label: &str, hint: &str, value: &str, mistakes: &Mistakes) -> Markup {
    Input {
        name: name.into(),
        value: value.into(),
        label: Label::question(label),
        hint: Some(Hint::from(hint)),
        error_message: mistaken::at(mistakes, name),
        classes: "govuk-input--width-10".into(),
        ..Default::default()
    }
    .render()
}

fn form_view(visit: &Visit, details: &AreaDetails, form: &AreaForm, mistakes: &Mistakes) -> Markup {
    let path = format!("/admin/areas/{}", details.area.code);
    html! {
        p class="govuk-body" { (details.area.kind.as_str().replace('-', " ")) ", code " (details.area.code.as_str()) }
        form action=(path) method="post" novalidate {
            (visit.csrf())
            input type="hidden" name="based-on" value=(form.based_on);
            (box_for("population", "Population", "Turnout is worked out from it. Leave empty if it is not known", &form.population, mistakes))
            (box_for("prefix", "Letters of references", "Like LC in LC-2026-0142. References that were given out keep theirs", &form.prefix, mistakes))
            (box_for("promise-days", "Promise to decide on a nomination, in days", "Leave empty for the promise in the settings", &form.promise_days, mistakes))
            (Button::new("Save"))
        }
    }
}
