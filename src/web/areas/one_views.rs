//! One area, drawn: its people, figures and panels, and what is nominated, voted on, under way and done.

use super::reading::Around;
use super::views::{chain, kind_words, link};
use crate::domain::areas::Area;
use crate::domain::ballots::round::Stage as RoundStage;
use crate::domain::figures::view::RowNames;
use crate::domain::figures::withholding::PublicMeasures;
use crate::domain::text::{grouped, plural};
use crate::domain::time::{london_date, long_date, long_instant};
use crate::store::areas::AreaDetails;
use crate::store::nominations::Listed;
use crate::store::projects::Project;
use crate::web::govuk::{Button, Details, Table, TableCell};
use crate::web::pieces::{
    LIVE, OpenNow, as_at, caption, empty_list, key_facts, scrolling, shown, shown_hours, stage_tag,
};
use maud::{Markup, html};

/// Nominations and projects that were found by their words. Nothing for none.
pub fn mentions(words: &str, nominated: &[Listed], made: &[Project]) -> Markup {
    html! {
        @if !nominated.is_empty() || !made.is_empty() {
            h2.govuk-heading-m { "Places that mention “" (words) "”" }
            ul.app-lines {
                @for project in made { li { (project_line(project)) } }
                @for listed in nominated { li { (nomination_line(listed)) } }
            }
        }
    }
}

fn nomination_line(listed: &Listed) -> Markup {
    let nomination = &listed.nomination;
    html! {
        a.govuk-link href={ "/nominations/" (nomination.reference) } { (nomination.proposal.title) }
        ", " (listed.area_in_words()) " "
        (stage_tag(&nomination.stage.name().to_lowercase()))
    }
}

fn project_line(project: &Project) -> Markup {
    html! {
        a.govuk-link href={ "/projects/" (project.reference.as_str()) } { (project.description.title) }
        ", " (project.area_in_words())
        @match project.completed_on {
            Some(day) => { ", completed on " (long_date(day)) }
            None => { " " (stage_tag(&project.stage.name().to_lowercase())) }
        }
    }
}

/// The page, with its map.
pub fn page(around: &Around, map: Markup) -> Markup {
    let code = around.details.area.code.as_str();
    html! {
        div.govuk-grid-row {
            div.govuk-grid-column-two-thirds {
                (facts(around))
                (open_now(around))
                (numbers(around))
                (nominated(around))
                (voted(around))
                (project_list("Under way", &around.under_way, code, "in-progress", "No work is under way here now."))
                (project_list("Done", &around.done, code, "completed", "No project has been completed here yet."))
            }
            div.govuk-grid-column-one-third {
                (map)
                p.govuk-body { a.govuk-link href={ "/map?area=" (code) } { "See its nominations and projects on a map" } }
                (lies_inside(around))
                (panels_of(around))
                h2.govuk-heading-s { "Hear of new things here" }
                ul.govuk-list {
                    li { a.govuk-link href={ "/feeds/areas/" (code) ".atom" } { "Feed of this area" } }
                }
            }
        }
    }
}

fn facts(around: &Around) -> Markup {
    let details = &around.details;
    let path: Vec<Area> = around.path.iter().rev().cloned().collect();
    let people = details.population.map(grouped).unwrap_or_default();
    let promise = details.promise_days.map(|days| {
        format!(
            "A decision on a nomination within {}",
            plural(days, "day", "days")
        )
    });
    let text = |text: String| html! { (text) };
    key_facts([
        ("Kind", text(kind_words(details.area.kind).into())),
        ("In", chain(&path)),
        ("People", text(people)),
        ("Promise", text(promise.unwrap_or_default())),
        ("Code", text(details.area.code.to_string())),
    ])
}

fn open_now(around: &Around) -> Markup {
    html! {
        h2.govuk-heading-m { "Open now and next" }
        div.app-calls {
            @for round in &around.rounds {
                @if round.state.is(RoundStage::Open) {
                    (OpenNow {
                        title: round.title.clone(),
                        href: format!("/votes/{}", round.slug),
                        until: long_instant(round.times.closes_at),
                        summary: format!("Residents of {} vote.", round.area_name),
                    })
                } @else {
                    div {
                        h3.app-open__title { a.govuk-link href={ "/votes/" (round.slug) } { (round.title) } }
                        p.govuk-body { "Next vote: opens on " (long_instant(round.times.opens_at)) "." }
                    }
                }
            }
            div {
                p.govuk-body { "Is there a place here that needs work?" }
                (Button::link("Nominate a place", "/nominate"))
            }
        }
    }
}

fn numbers(around: &Around) -> Markup {
    let code = &around.details.area.code;
    let rows = around.figures.rows();
    html! {
        h2.govuk-heading-m { "Figures" }
        @if rows.is_empty() {
            (empty_list("Nothing has been counted here yet.", html! {
                "Figures come with the first nomination or project. " a.govuk-link href="/about/figures" { "How figures are counted" } "."
            }))
        } @else {
            (figures_table(around))
            @if let Some(instant) = around.publication.as_at { (as_at(instant, LIVE)) }
            @if around.figures.rows().iter().any(|(_, row)| row.is_withheld()) {
                p.govuk-body-s { "[c]: not shown. Very few offenders worked, so the number and the hours could point to a person, or a sum would give such a number away. 0 means that nothing is counted yet: what very few did may wait for a later publication." }
            }
            p.govuk-body {
                a.govuk-link href={ "/figures?area=" (code) } { "All figures of " (around.details.area.name) }
                " · " a.govuk-link href="/about/figures" { "How figures are counted" }
            }
        }
    }
}

fn figures_table(around: &Around) -> Markup {
    let line = |name: &str, row: &PublicMeasures| {
        vec![
            TableCell::from(name),
            TableCell::numeric(grouped(row.open.nominations)),
            TableCell::numeric(grouped(row.open.projects_completed)),
            TableCell::numeric(shown(row.offenders)),
            TableCell::numeric(shown_hours(row.minutes_credited)),
        ]
    };
    let words = |names: &RowNames| {
        names
            .first()
            .map_or(String::new(), |name| name.words.clone())
    };
    let mut rows: Vec<_> = around
        .figures
        .rows()
        .iter()
        .map(|(names, row)| line(&words(names), row))
        .collect();
    // A total beside a withheld row would give the row away to whoever takes the others from it.
    if !around
        .figures
        .rows()
        .iter()
        .any(|(_, row)| row.is_withheld())
    {
        rows.push(line("Total", around.figures.total()));
    }
    scrolling(&Table {
        caption: caption(
            "Nominations, projects, offenders and hours by financial year",
            &around.details.area.name,
            "since launch",
        ),
        caption_classes: "govuk-table__caption--s".into(),
        head: vec![
            "Financial year".into(),
            TableCell::numeric("Nominations"),
            TableCell::numeric("Projects completed"),
            TableCell::numeric("Offenders"),
            TableCell::numeric("Hours worked"),
        ],
        first_cell_is_header: true,
        classes: "app-table--dense".into(),
        rows,
        ..Default::default()
    })
}

fn voted(around: &Around) -> Markup {
    html! {
        h2.govuk-heading-m { "Voted on" }
        @if around.voted.is_empty() {
            (empty_list("No result of a vote here has been published yet.", html! {
                a.govuk-link href="/votes" { "See all votes" } "."
            }))
        } @else {
            ul.app-lines {
                @for round in &around.voted {
                    li {
                        a.govuk-link href={ "/votes/" (round.slug) "/result" } { (round.title) }
                        ", " (round.area_name)
                        ", closed on " (long_date(london_date(round.times.closes_at)))
                    }
                }
            }
        }
    }
}

fn nominated(around: &Around) -> Markup {
    let (some, all) = &around.nominations;
    let code = &around.details.area.code;
    html! {
        h2.govuk-heading-m { "Nominated" }
        @if some.is_empty() {
            (empty_list("No nomination here waits for a decision.", html! {
                a.govuk-link href="/nominate" { "Nominate a place" } ", or see "
                a.govuk-link href={ "/nominations?area=" (code) } { "every nomination from here" } "."
            }))
        } @else {
            ul.app-lines { @for listed in some { li { (nomination_line(listed)) } } }
            p.govuk-body { a.govuk-link href={ "/nominations?area=" (code) } { "Every nomination from here" } " (" (grouped(*all)) " waiting for a decision or a vote)" }
        }
    }
}

fn project_list(
    title: &str,
    (some, all): &(Vec<Project>, i64),
    code: &str,
    stage: &str,
    none: &str,
) -> Markup {
    html! {
        h2.govuk-heading-m { (title) }
        @if some.is_empty() {
            (empty_list(none, html! { "See " a.govuk-link href={ "/projects?area=" (code) } { "every project here" } "." }))
        } @else {
            ul.app-lines { @for project in some { li { (project_line(project)) } } }
            p.govuk-body {
                a.govuk-link href={ "/projects?area=" (code) "&stage=" (stage) } {
                    "All " (plural(*all, "project", "projects")) " " (title.to_lowercase())
                }
            }
        }
    }
}

fn lies_inside(around: &Around) -> Markup {
    let (inside, area) = (&around.inside, &around.details.area);
    let line = |one: &AreaDetails| {
        html! {
            li { (link(&one.area)) @if let Some(people) = one.population { ", " (grouped(people)) " people" } }
        }
    };
    html! {
        @if !inside.is_empty() {
            h2.govuk-heading-s { "In " (area.name) }
            ul.govuk-list { @for one in inside { (line(one)) } }
        }
        @if !around.beside.is_empty() {
            (Details::new("Other wards of the council", html! {
                ul.govuk-list { @for ward in around.beside.iter().filter(|ward| ward.code != area.code) { li { (link(ward)) } } }
            }))
        }
    }
}

fn panels_of(around: &Around) -> Markup {
    html! {
        h2.govuk-heading-s { "Citizens’ panel" }
        @if around.panels.is_empty() { p.govuk-body { "No panel has been set up for this area yet." } }
        ul.govuk-list {
            @for panel in &around.panels { li { a.govuk-link href={ "/panels/" (panel.slug) } { (panel.name) } } }
        }
    }
}
