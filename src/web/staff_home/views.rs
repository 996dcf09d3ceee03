//! The first page of staff, drawn.

use super::tasks::{AT_ONCE, Task, may_somewhere};
use crate::domain::policy::Permission;
use crate::domain::time::long_date;
use crate::web::govuk::{Table, TableCell};
use crate::web::pieces::{empty_list, scrolling};
use crate::web::visit::Visit;
use maud::{Markup, html};

/// A part of the service that staff run: its name, its address, what it is for.
pub type Place = (&'static str, &'static str, &'static str);

const PLACES: [(Permission, Place); 8] = [
    (
        Permission::ModerateNominations,
        (
            "Nominations",
            "/staff/nominations",
            "Pass, assess, ask or decline.",
        ),
    ),
    (
        Permission::ModerateNominations,
        (
            "Photos",
            "/staff/photos",
            "Let everybody see them, blur a part, take one down.",
        ),
    ),
    (
        Permission::RunPanels,
        (
            "Panels",
            "/staff/panels",
            "Seat members, open and agree shortlists.",
        ),
    ),
    (
        Permission::RunRounds,
        (
            "Votes",
            "/staff/rounds",
            "Draft and announce, count and declare.",
        ),
    ),
    (
        Permission::SeeExactFigures,
        (
            "Projects",
            "/staff/projects",
            "Plan, start, pause and complete.",
        ),
    ),
    (
        Permission::RecordSessions,
        (
            "Sessions",
            "/staff/sessions",
            "Record a day’s work, and see what is missing.",
        ),
    ),
    (
        Permission::SeeExactFigures,
        (
            "Exact figures",
            "/staff/figures",
            "Up to now, nothing withheld. For staff only.",
        ),
    ),
    (
        Permission::PublishReleases,
        (
            "Releases",
            "/staff/releases",
            "Check figures of a period, and publish what another checked.",
        ),
    ),
];

/// The parts that whoever asks may run somewhere.
pub fn places(visit: &Visit) -> Vec<Place> {
    let own = PLACES
        .iter()
        .filter(|(permission, _)| may_somewhere(visit, *permission));
    own.map(|(_, place)| *place).collect()
}

/// The tasks, then the places.
pub fn home(tasks: &[Task], places: &[Place]) -> Markup {
    html! {
        @if tasks.is_empty() {
            (empty_list("Nothing needs you today.", html! { "New nominations, votes to count and missing sessions come up here." }))
        } @else {
            p class="govuk-body" {
                "What has waited longest stands first."
                @if tasks.len() >= AT_ONCE { " At most " (AT_ONCE) " of a kind stand here: the next come up as these are done." }
            }
            (scrolling(&table(tasks)))
        }
        @if !places.is_empty() {
            h2 class="govuk-heading-m" { "Go to" }
            dl class="app-definitions" {
                @for (name, href, what) in places {
                    dt { a class="govuk-link" href=(href) { (name) } }
                    dd { (what) }
                }
            }
        }
    }
}

fn table(tasks: &[Task]) -> Table {
    let row = |task: &Task| -> Vec<TableCell> {
        let link = html! {
            a class="govuk-link" href=(task.href) { (task.act) ": " (task.title) }
        };
        vec![
            link.into(),
            task.note.clone().into(),
            long_date(task.since).into(),
            task.area.clone().into(),
        ]
    };
    Table {
        caption: "What waits for you".into(),
        caption_classes: "govuk-visually-hidden".into(),
        // How long is left comes second, so that it is in view on a telephone.
        head: ["What to do", "How it stands", "Since", "Area"]
            .map(TableCell::from)
            .into(),
        first_cell_is_header: true,
        rows: tasks.iter().map(row).collect(),
        ..Table::default()
    }
}
