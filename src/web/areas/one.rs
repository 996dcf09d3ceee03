//! One area: its people, figures and panels, and what is nominated, voted on, under way and done.

use super::views::{kind_words, link};
use crate::domain::areas::atlas::Atlas;
use crate::domain::areas::{Area, AreaKind};
use crate::domain::ballots::round::Stage as RoundStage;
use crate::domain::figures::PublicFigures;
use crate::domain::figures::view::{RowNames, View};
use crate::domain::nominations::stage::Stage as NominationStage;
use crate::domain::policy::Nesting;
use crate::domain::projects::Stage as ProjectStage;
use crate::domain::text::{grouped, plural};
use crate::domain::time::{long_date, long_instant};
use crate::store::areas::{self, AreaDetails};
use crate::store::ballots::{self, Round};
use crate::store::figures::{self, Publication};
use crate::store::nominations::Listed;
use crate::store::nominations::list::{self as nominations, Wanted};
use crate::store::panels::{self, Panel};
use crate::store::projects::Project;
use crate::store::projects::list::{self as projects, Filter, Sort};
use crate::store::{Conn, StoreError};
use crate::web::govuk::{Button, Details, Table, TableCell};
use crate::web::pieces::{
    OpenNow, as_at, caption, empty_list, key_facts, scrolling, shown, shown_hours, stage_tag,
};
use crate::web::problem::Problem;
use crate::web::visit::Visit;
use maud::{Markup, html};

/// How many of each list are shown before the link to all of them.
const A_FEW: u64 = 5;

/// Everything that the page of an area shows.
pub struct Around {
    /// The area.
    pub details: AreaDetails,
    /// What it lies in, widest first.
    pub path: Vec<Area>,
    /// The areas directly inside it, by name.
    pub inside: Vec<AreaDetails>,
    /// The wards of the same council, for a ward.
    pub beside: Vec<Area>,
    panels: Vec<Panel>,
    rounds: Vec<Round>,
    nominations: (Vec<Listed>, i64),
    under_way: (Vec<Project>, i64),
    done: (Vec<Project>, i64),
    figures: PublicFigures<RowNames>,
    publication: Publication,
}

/// Whether an area is there today: wards of sets that no longer hold are not.
pub fn is_in_force(atlas: &Atlas, area: &Area) -> bool {
    area.kind != AreaKind::Ward || atlas.has_no_wards() || atlas.ward(&area.code).is_some()
}

/// Reads it.
pub async fn read(visit: &Visit, details: AreaDetails) -> Result<Around, Problem> {
    let conn = visit.read();
    let atlas = visit.app.desk.atlas();
    let area = details.area.clone();
    let code = area.code.to_string();
    let mut path: Vec<Area> = atlas.tree().path(&area.code).into_iter().cloned().collect();
    path.pop();
    let beside = match &area.parent {
        Some(council) if area.kind == AreaKind::Ward => {
            atlas.wards_in(council).into_iter().cloned().collect()
        }
        _ => vec![],
    };
    let touches = |other: &str| {
        Nesting::covers(atlas.as_ref(), &code, other)
            || Nesting::covers(atlas.as_ref(), other, &code)
    };
    let mut panels = panels::all(&conn).await?;
    panels.retain(|panel| touches(&panel.area_code));
    let mut rounds = ballots::ticking(&conn).await?;
    rounds.retain(|round| touches(&round.area_code));
    let open = Wanted {
        area: Some(code.clone()),
        stages: OPEN.to_vec(),
        ..Wanted::default()
    };
    let view = View {
        area: code.clone(),
        ..View::everything()
    };
    Ok(Around {
        path,
        inside: inside(&conn, &atlas, &area).await?,
        beside,
        panels,
        rounds,
        nominations: nominations::page(&conn, &open, 1, A_FEW).await?,
        under_way: projects_at(&conn, &code, ProjectStage::InProgress, Sort::Newest).await?,
        done: projects_at(&conn, &code, ProjectStage::Completed, Sort::Completed).await?,
        figures: figures::published(&conn, &view).await?,
        publication: figures::publication(&conn).await?,
        details,
    })
}

async fn inside(
    conn: &Conn<'_>,
    atlas: &Atlas,
    area: &Area,
) -> Result<Vec<AreaDetails>, StoreError> {
    let mut inside: Vec<AreaDetails> = areas::all(conn)
        .await?
        .into_iter()
        .filter(|one| one.area.parent.as_ref() == Some(&area.code))
        .filter(|one| is_in_force(atlas, &one.area))
        .collect();
    inside.sort_by(|a, b| a.area.name.cmp(&b.area.name));
    Ok(inside)
}

/// A few projects of an area at a stage, and how many there are.
async fn projects_at(
    conn: &Conn<'_>,
    area: &str,
    stage: ProjectStage,
    sort: Sort,
) -> Result<(Vec<Project>, i64), StoreError> {
    let filter = Filter {
        area: area.to_string(),
        stage: Some(stage),
        ..Filter::default()
    };
    let some = projects::some(conn, &filter, sort, 0, A_FEW).await?;
    Ok((some, projects::count(conn, &filter).await?))
}

/// The stages of nominations that are not decided yet, or wait for a vote.
const OPEN: [NominationStage; 5] = [
    NominationStage::UnderAssessment,
    NominationStage::NeedsInformation,
    NominationStage::Assessed,
    NominationStage::Shortlisted,
    NominationStage::Chosen,
];

/// Nominations and projects whose words were searched for. Nothing for nothing.
pub async fn mentions(visit: &Visit, words: &str) -> Result<Markup, Problem> {
    if words.is_empty() {
        return Ok(Markup::default());
    }
    let conn = visit.read();
    let wanted = Wanted {
        words: words.to_string(),
        ..Wanted::default()
    };
    let (nominated, _) = nominations::page(&conn, &wanted, 1, A_FEW).await?;
    let filter = Filter {
        words: words.to_string(),
        ..Filter::default()
    };
    let made = projects::some(&conn, &filter, Sort::Newest, 0, A_FEW).await?;
    Ok(html! {
        @if !nominated.is_empty() || !made.is_empty() {
            h2.govuk-heading-m { "Places that mention “" (words) "”" }
            ul.govuk-list {
                @for project in &made { li { (project_line(project)) } }
                @for listed in &nominated { li { (nomination_line(listed)) } }
            }
        }
    })
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
        @if let Some(day) = project.completed_on { ", completed on " (long_date(day)) }
        " " (stage_tag(&project.stage.name().to_lowercase()))
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
                (project_list("Under way", &around.under_way, code, "in-progress", "No work is under way here now."))
                (project_list("Done", &around.done, code, "completed", "No project has been completed here yet."))
            }
            div.govuk-grid-column-one-third {
                (map)
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
    let path = html! {
        @for (at, area) in around.path.iter().rev().enumerate() { @if at > 0 { ", " } (link(area)) }
    };
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
        ("In", path),
        ("People", text(people)),
        ("Promise", text(promise.unwrap_or_default())),
        ("Code", text(details.area.code.to_string())),
    ])
}

fn open_now(around: &Around) -> Markup {
    html! {
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
            @if let Some(instant) = around.publication.as_at { (as_at(instant, "provisional until a council publishes a release")) }
            (Details::new("What the marks mean", html! {
                p { strong { "[c]" } " withheld: so few offenders worked that the number and the hours could point to a person. A true zero is shown." }
            }))
            p.govuk-body {
                a.govuk-link href={ "/figures?area=" (code) } { "All figures of " (around.details.area.name) }
                " · " a.govuk-link href="/about/figures" { "How figures are counted" }
            }
        }
    }
}

fn figures_table(around: &Around) -> Markup {
    let line = |name: &str, row: &crate::domain::figures::withholding::PublicMeasures| {
        vec![
            TableCell::from(name),
            TableCell::numeric(grouped(row.nominations)),
            TableCell::numeric(grouped(row.projects_completed)),
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
    rows.push(line("Total", around.figures.total()));
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
        rows,
        ..Default::default()
    })
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
            p.govuk-body { a.govuk-link href={ "/nominations?area=" (code) } { "Every nomination from here" } " (" (grouped(*all)) " not decided yet)" }
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
