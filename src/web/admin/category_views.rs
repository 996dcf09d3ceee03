//! The pages about kinds of work.

use super::forms::CategoryForm;
use crate::domain::mistakes::Mistakes;
use crate::domain::text::{grouped, plural};
use crate::domain::time::{london_date, long_date};
use crate::store::categories::KindOfWork;
use crate::web::govuk::{Button, Hint, Input, Label, Table, TableCell};
use crate::web::mistaken;
use crate::web::pieces::{FilterField, FilterForm, address, empty_list, scrolling};
use maud::{Markup, html};

/// All of them, a page at a time.
pub fn list(rows: &[&KindOfWork], total: i64, q: &str, links: Markup) -> Markup {
    let filter = FilterForm {
        action: "/admin/categories".into(),
        search: Some(FilterField::text("q", "Name, code or description", q)),
        found: total,
        noun: ("kind of work".into(), "kinds of work".into()),
        ..Default::default()
    };
    html! {
        p class="govuk-body" { "Residents and staff choose among these. The lowest position stands first." }
        (Button::link("Add a kind of work", "/admin/categories/new"))
        (filter)
        @if rows.is_empty() {
            (empty_list("No kind of work is like that.", html! { "Try another word, or add it." }))
        } @else {
            (scrolling(&table(rows)))
            (links)
            p class="govuk-body" { a class="govuk-link" href=(address("/admin/categories.csv", [("q", q)])) { "Download this list (CSV)" } }
        }
    }
}

fn table(rows: &[&KindOfWork]) -> Table {
    let row = |kind: &&KindOfWork| {
        let one = &kind.category;
        vec![
            html! {
                a class="govuk-link" href={ "/admin/categories/" (one.code) } { (one.name) }
                @if !one.description.is_empty() { br; span class="govuk-hint" { (one.description) } }
            }
            .into(),
            one.code.as_str().into(),
            TableCell::numeric(grouped(kind.position)),
            TableCell::numeric(grouped(kind.nominations)),
            TableCell::numeric(grouped(kind.projects)),
            offered(kind).into(),
        ]
    };
    Table {
        caption: "Kinds of work".into(),
        caption_classes: "govuk-visually-hidden".into(),
        head: vec![
            "Name".into(),
            "Code".into(),
            TableCell::numeric("Position"),
            TableCell::numeric("Nominations"),
            TableCell::numeric("Projects"),
            "Offered".into(),
        ],
        rows: rows.iter().map(row).collect(),
        ..Default::default()
    }
}

fn offered(kind: &KindOfWork) -> String {
    match kind.retired_at {
        None => "Yes".into(),
        Some(at) => format!("No, retired on {}", long_date(london_date(at))),
    }
}

fn fields(form: &CategoryForm, mistakes: &Mistakes) -> Markup {
    let field = |name: &str, label: &str, hint: &str, value: &str, classes: &str| Input {
        name: name.into(),
        value: value.into(),
        label: Label::question(label),
        hint: Some(Hint::from(hint)),
        classes: classes.into(),
        error_message: mistaken::at(mistakes, name),
        ..Default::default()
    };
    html! {
        (field("name", "Name", "For example, Graffiti removal. Everybody can read it", &form.name, ""))
        (field("description", "Description (optional)", "A sentence that stands under the name in forms", &form.description, ""))
        (field("position", "Position in the list (optional)", "From 1 to 999. The lowest stands first", &form.position, "govuk-input--width-3"))
    }
}

/// The form for a new one.
pub fn new(keys: Markup, form: &CategoryForm, mistakes: &Mistakes) -> Markup {
    html! {
        form method="post" novalidate {
            (keys)
            (Input {
                name: "code".into(), value: form.code.clone(), label: Label::question("Code"),
                hint: Some(Hint::from("Small letters, digits and hyphens, like graffiti-removal. It stands in files and addresses and cannot be changed later")),
                spellcheck: Some(false), classes: "govuk-input--width-20".into(),
                error_message: mistaken::at(mistakes, "code"), ..Default::default()
            })
            (fields(form, mistakes))
            (Button::new("Add the kind of work"))
        }
    }
}

/// One of them: what is of it, its words, and whether it is offered.
pub fn form(csrf: Markup, kind: &KindOfWork, form: &CategoryForm, mistakes: &Mistakes) -> Markup {
    let path = format!("/admin/categories/{}", kind.category.code);
    html! {
        p class="govuk-body" {
            "Code " (kind.category.code) ". " (plural(kind.nominations, "nomination", "nominations")) " and "
            (plural(kind.projects, "project", "projects")) " are of this kind."
        }
        form action=(path) method="post" novalidate {
            (csrf)
            input type="hidden" name="based-on" value=(form.based_on);
            (fields(form, mistakes))
            (Button::new("Save"))
        }
        @match kind.retired_at {
            None => {
                h2 class="govuk-heading-m" { "Retire it" }
                p class="govuk-body" { "Forms offer it no more. Nominations and projects that are of this kind stay so, and figures and filters keep it. You can offer it again." }
                form action={ (path) "/retire" } method="post" novalidate {
                    (csrf)
                    (Button::warning("Retire this kind of work"))
                }
            }
            Some(at) => {
                h2 class="govuk-heading-m" { "Offer it again" }
                p class="govuk-body" { "It was retired on " (long_date(london_date(at))) ": forms do not offer it." }
                form action={ (path) "/offer" } method="post" novalidate {
                    (csrf)
                    (Button::secondary("Offer it again"))
                }
            }
        }
    }
}
