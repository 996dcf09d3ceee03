//! A list, figures, and every sign of state.

use maud::html;
use payback_panel::web::govuk::{Table, TableCell};
use payback_panel::web::layout::Page;
use payback_panel::web::pieces::*;

use crate::places::photo;

const TITLES: [&str; 6] = [
    "Hedges at Larch Field",
    "Path behind the library",
    "Allotment fences",
    "Churchyard of St Mark",
    "Bus shelter on Station Road, and the whole of the wall beside it",
    "Brook Park benches",
];

pub fn projects() -> Page<'static> {
    let form = FilterForm {
        opener: String::new(),
        action: "/projects".into(),
        search: Some(FilterField::text("q", "Search the projects", "hedge")),
        fields: vec![
            FilterField::choice(
                "area",
                "Area",
                "E06000016",
                [("E06000016", "Leicester"), ("E06000017", "Rutland")],
            ),
            FilterField::choice(
                "category",
                "Kind of work",
                "",
                [("grounds", "Grounds and gardens"), ("graffiti", "Graffiti")],
            ),
            FilterField::choice(
                "stage",
                "Stage",
                "",
                [("in progress", "In progress"), ("completed", "Completed")],
            ),
            FilterField::choice(
                "origin",
                "Origin",
                "",
                [("public", "Nominated by the public"), ("other", "Other")],
            ),
            FilterField::date("from", "From", ""),
            FilterField::date("to", "To", ""),
        ],
        sort: Some(FilterField::choice(
            "sort",
            "Sort by",
            "newest",
            [("newest", "Newest first"), ("hours", "Most hours")],
        )),
        found: 1149,
        noun: ("project".into(), "projects".into()),
    };
    let stages = [
        "in progress",
        "completed",
        "scheduled",
        "paused",
        "cancelled",
        "agreed",
    ];
    let list: Vec<Card> = stages
        .iter()
        .enumerate()
        .map(|(at, stage)| Card {
            title: TITLES[at].into(),
            href: "/project.html".into(),
            place: "Beaumont Leys, Leicester".into(),
            stage: Some((*stage).to_owned()),
            summary: "The hedge has grown over the path to the school.".into(),
            facts: vec!["312 hours".into(), "14 offenders".into()],
            photo: (at == 0).then(|| photo("after", "")),
            more: html! { @if at == 0 { (Progress { done_minutes: 312 * 60, estimated_minutes: 400 * 60 }) } },
            ..Default::default()
        })
        .collect();
    let body = html! {
        (form)
        (card_rows(&list))
        (pages("/projects", &[("q", "hedge")], 4, 58))
        (empty_list("No project fits these filters.", html! { a.govuk-link href="/projects" { "Clear the filters" } ", or search with fewer words." }))
    };
    Page {
        title: "Projects",
        heading: Some("Projects"),
        path: "/projects",
        wide: true,
        body,
        ..Default::default()
    }
}

pub fn figures() -> Page<'static> {
    let rows = [
        ("Leicester", "88", "412", "2,904", "2,310.5"),
        ("Charnwood", "21", "96", "702", "640"),
        ("Blaby", "14", "61", "455", "401"),
        ("Rutland", "3", "[c]", "[c]", "[c]"),
    ];
    let head = [
        "Council",
        "Projects completed",
        "Offenders",
        "Hours offered",
        "Hours credited",
    ];
    let table = Table {
        caption: caption(
            "Hours and offenders by council",
            "Leicester, Leicestershire and Rutland",
            "1 April 2009 to 31 March 2010",
        ),
        caption_classes: "govuk-table__caption--m".into(),
        first_cell_is_header: true,
        head: head
            .iter()
            .enumerate()
            .map(|(at, text)| {
                if at == 0 {
                    (*text).into()
                } else {
                    TableCell::numeric(*text)
                }
            })
            .collect(),
        rows: rows
            .iter()
            .map(|row| {
                vec![
                    row.0.into(),
                    TableCell::numeric(row.1),
                    TableCell::numeric(row.2),
                    TableCell::numeric(row.3),
                    TableCell::numeric(row.4),
                ]
            })
            .collect(),
        ..Default::default()
    };
    let chart = BarChart {
        id: "hours".into(),
        title: "Hours credited by council".into(),
        description: "Leicester has most, 2,310.5 hours; Rutland’s are withheld.".into(),
        bars: vec![
            Bar::new("Leicester", 23105, "2,310.5"),
            Bar::new("Charnwood", 6400, "640"),
            Bar::new("Blaby", 4010, "401"),
            Bar::withheld("Rutland", "[c] withheld"),
        ],
        line: None,
    };
    let body = html! {
        p class="govuk-body app-as-at" { "As at 21 June 2010 at 5:00pm, provisional." }
        div.govuk-grid-row {
            div.govuk-grid-column-two-thirds { (scrolling(&table)) }
            div.govuk-grid-column-one-third { h2.govuk-heading-s { "Hours credited" } (chart) }
        }
        (Provenance::Known { source: "Reported by the probation area for 2008 to 2009.".into() })
    };
    Page {
        title: "Figures",
        heading: Some("Figures"),
        path: "/figures",
        wide: true,
        body,
        ..Default::default()
    }
}

pub fn signs() -> Page<'static> {
    let stages = [
        "submitted",
        "under assessment",
        "needs information",
        "assessed",
        "shortlisted",
        "chosen",
        "project",
        "declined",
        "merged",
        "withdrawn",
        "announced",
        "open",
        "closed",
        "declared",
        "in progress",
        "completed",
    ];
    let body = html! {
        p.govuk-body { @for stage in stages { (stage_tag(stage)) " " } }
        (Headline { figures: vec![HeadlineFigure::new("[c]", "offenders")], ..Default::default() })
        (Progress { done_minutes: 27000, estimated_minutes: 24000 })
        (Progress { done_minutes: 0, estimated_minutes: 24000 })
    };
    Page {
        title: "Signs",
        heading: Some("Signs"),
        body,
        ..Default::default()
    }
}
