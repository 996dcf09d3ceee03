//! The list of areas, and what was found for what somebody typed.

use super::finding::Finding;
use super::forms::{AreasQuery, Order};
use crate::domain::areas::{Area, AreaKind};
use crate::domain::text::{grouped, plural};
use crate::store::areas::AreaDetails;
use crate::web::govuk::{Details, Table, TableCell};
use crate::web::pieces::{FilterField, FilterForm, address, empty_list, pages, scrolling};
use maud::{Markup, Render, html};

/// The title of the list.
pub const TITLE: &str = "Areas";

const ASK: &str = "Your postcode, or the name of a place, a ward or a council";

/// The words for a kind of area.
pub fn kind_words(kind: AreaKind) -> &'static str {
    match kind {
        AreaKind::ProbationArea => "Probation area",
        AreaKind::Council => "Council",
        AreaKind::Ward => "Ward",
    }
}

/// A link to an area.
pub fn link(area: &Area) -> Markup {
    html! { a.govuk-link href={ "/areas/" (area.code) } { (area.name) } }
}

fn form(query: &AreasQuery, found: usize) -> FilterForm {
    let kinds = AreaKind::ALL.map(|kind| (kind.as_str(), kind_words(kind)));
    let orders = Order::ALL.map(|(_, code, words)| (code, words));
    FilterForm {
        opener: String::new(),
        action: "/areas".into(),
        search: Some(FilterField::text("q", ASK, &query.q)),
        fields: vec![FilterField::choice(
            "kind",
            "Kind of area",
            &query.kind,
            kinds,
        )],
        sort: Some(FilterField::choice("sort", "Sort by", &query.sort, orders)),
        found: i64::try_from(found).unwrap_or(i64::MAX),
        noun: ("area".into(), "areas".into()),
    }
}

/// The search form as it was sent.
pub fn search(query: &AreasQuery, found: usize) -> Markup {
    form(query, found).render()
}

/// Every area: councils under their probation area, each with its wards.
pub fn overview(all: &[AreaDetails]) -> Markup {
    let roots: Vec<&AreaDetails> = inside(all, None);
    html! {
        (search(&AreasQuery::default(), all.len()))
        @if all.is_empty() {
            (empty_list("No areas have been set up yet.", html! { "They are set up by whoever runs this site." }))
        }
        @for root in roots { (branch(all, root, 2)) }
        p.govuk-body { a.govuk-link href="/areas.csv" { "Download this list (CSV)" } }
    }
}

fn inside<'a>(all: &'a [AreaDetails], parent: Option<&Area>) -> Vec<&'a AreaDetails> {
    let mut found: Vec<&AreaDetails> = all
        .iter()
        .filter(|one| one.area.parent.as_ref() == parent.map(|area| &area.code))
        .collect();
    found.sort_by(|a, b| a.area.name.cmp(&b.area.name));
    found
}

/// An area with what lies in it. Wards fold away; wider areas do not.
fn branch(all: &[AreaDetails], details: &AreaDetails, level: u8) -> Markup {
    let (wards, wider): (Vec<_>, Vec<_>) = inside(all, Some(&details.area))
        .into_iter()
        .partition(|one| one.area.kind == AreaKind::Ward);
    let count = i64::try_from(wards.len()).unwrap_or(i64::MAX);
    let name = html! { (link(&details.area)) };
    html! {
        section.app-branch {
            @if level == 2 { h2.govuk-heading-m { (name) } }
            @else if level == 3 { h3.govuk-heading-s { (name) } }
            @else { h4.govuk-heading-s { (name) } }
            p.govuk-body {
                (kind_words(details.area.kind))
                @if let Some(people) = details.population { ", " (grouped(people)) " people" }
                "."
            }
            @if !wards.is_empty() {
                (Details::new(
                    format!("{} in {}", plural(count, "ward", "wards"), details.area.name),
                    html! {
                        ul class="govuk-list app-columns" {
                            @for ward in wards {
                                li { (link(&ward.area)) @if let Some(people) = ward.population { ", " (grouped(people)) " people" } }
                            }
                        }
                    },
                ))
            }
            @for one in wider { (branch(all, one, level + 1)) }
        }
    }
}

/// What a postcode or a spot on the ground came to.
pub fn finding(finding: &Finding) -> Markup {
    match finding {
        Finding::Words(_) => html! {},
        Finding::Inside(typed, path) => html! {
            h2.govuk-heading-m { (typed) }
            p.govuk-body-l { (typed) " is in " (chain(path)) "." }
        },
        Finding::Near(typed, metres, path) => html! {
            h2.govuk-heading-m { (typed) }
            p.govuk-body-l { (typed) " is just outside, " (plural(i64::from(*metres), "metre", "metres")) " from " (chain(path)) "." }
        },
        Finding::Outside(typed) => empty_list(
            &format!("{typed} is not in any area that this site covers."),
            html! { "Look at " a.govuk-link href="/areas" { "all areas" } "." },
        ),
        Finding::UnknownPostcode(postcode) => empty_list(
            &format!("We do not know the postcode {postcode}."),
            html! { "Check it. If it is new, find your ward in the " a.govuk-link href="/areas" { "list of areas" } "." },
        ),
    }
}

/// `Beaumont Leys (ward), Leicester (council)`, each a link.
pub fn chain(path: &[Area]) -> Markup {
    html! {
        @for (at, area) in path.iter().enumerate() {
            @if at > 0 { ", " }
            (link(area)) " (" (kind_words(area.kind).to_lowercase()) ")"
        }
    }
}

/// The areas whose names were searched for.
pub fn table(
    all: &[AreaDetails],
    rows: &[&AreaDetails],
    query: &AreasQuery,
    (page, last): (usize, usize),
) -> Markup {
    if rows.is_empty() {
        return empty_list(
            "No area has that name.",
            html! { "Try a postcode, or look at " a.govuk-link href="/areas" { "all areas" } "." },
        );
    }
    let lines = rows.iter().map(|details| {
        let parent = details.area.parent.as_ref();
        let parent = parent.and_then(|code| all.iter().find(|one| one.area.code == *code));
        vec![
            link(&details.area).into(),
            kind_words(details.area.kind).into(),
            parent.map_or_else(|| "".into(), |parent| link(&parent.area).into()),
            TableCell::numeric(details.population.map_or_else(|| "[x]".into(), grouped)),
        ]
    });
    let table = Table {
        caption: "Areas".into(),
        caption_classes: "govuk-visually-hidden".into(),
        head: vec![
            "Area".into(),
            "Kind".into(),
            "In".into(),
            TableCell::numeric("People"),
        ],
        first_cell_is_header: true,
        rows: lines.collect(),
        ..Default::default()
    };
    let asked = [
        ("q", query.q.as_str()),
        ("kind", query.kind.as_str()),
        ("sort", query.sort.as_str()),
    ];
    html! {
        (scrolling(&table))
        @if rows.iter().any(|details| details.population.is_none()) {
            p.govuk-body-s { "[x]: how many people live there is not known here." }
        }
        (pages("/areas", &asked, page as u64, last as u64))
        p.govuk-body { a.govuk-link href=(address("/areas.csv", asked)) { "Download this list (CSV)" } }
    }
}
