//! The pages about accounts.

use super::forms::{GrantForm, InviteForm};
use crate::domain::mistakes::Mistakes;
use crate::domain::policy::{Grant, Role};
use crate::domain::time::{london_date, long_date};
use crate::store::areas::AreaDetails;
use crate::store::identity::people::Listed;
use crate::web::govuk::{
    Button, Fieldset, Hint, Input, InsetText, Label, Legend, Radios, RadiosItem, Select,
    SelectItem, SummaryList, SummaryListRow, Table,
};
use crate::web::identity::grant_words;
use crate::web::mistaken::at;
use crate::web::pieces::{FilterForm, address, empty_list, scrolling};
use crate::web::visit::Visit;
use maud::{Markup, Render, html};

/// The state of an account in a word.
pub fn state(listed: &Listed) -> &'static str {
    let staff = listed.grants.iter().any(|grant| grant.role.is_staff());
    if listed.account.disabled_at.is_some() {
        "Disabled"
    } else if staff && !listed.set_up {
        "Invited"
    } else {
        "Enabled"
    }
}

/// The list with its filters.
pub fn list(
    filter: &FilterForm,
    rows: &[Listed],
    areas: &[AreaDetails],
    links: Markup,
    asked: &[(&str, &str)],
) -> Markup {
    let table = Table {
        caption: "Accounts".into(),
        caption_classes: "govuk-visually-hidden".into(),
        head: ["Name", "Email address", "Roles", "Added", "State"]
            .map(Into::into)
            .into(),
        rows: rows
            .iter()
            .map(|listed| {
                let account = &listed.account;
                let name = if account.name.is_empty() {
                    "No name"
                } else {
                    &account.name
                };
                let grants: Vec<String> = listed
                    .grants
                    .iter()
                    .map(|grant| grant_words(grant, areas))
                    .collect();
                vec![
                    html! { a class="govuk-link" href={ "/admin/accounts/" (account.id) } { (name) } }
                        .into(),
                    account.email.clone().into(),
                    grants.join("; ").into(),
                    long_date(london_date(listed.created_at)).into(),
                    state(listed).into(),
                ]
            })
            .collect(),
        ..Default::default()
    };
    html! {
        (Button::link("Invite somebody", "/admin/accounts/invite"))
        (filter)
        @if rows.is_empty() {
            (empty_list("No account is like that.", html! { "Take a filter away, or search for another part of the name." }))
        } @else {
            (scrolling(&table))
            (links)
            p class="govuk-body" { a class="govuk-link" href=(address("/admin/accounts.csv", asked.iter().copied())) { "Download this list (CSV)" } }
        }
    }
}

fn role_radios(value: &str, mistakes: &Mistakes) -> Markup {
    let items = Role::GRANTED.map(|role| RadiosItem {
        hint: Some(Hint::from(role_hint(role))),
        ..RadiosItem::new(role.code(), role.name())
    });
    Radios {
        name: "role".into(),
        value: value.into(),
        fieldset: Some(Fieldset {
            legend: Legend {
                text: "Role".into(),
                classes: "govuk-fieldset__legend--s".into(),
                ..Default::default()
            },
            ..Default::default()
        }),
        error_message: at(mistakes, "role"),
        items: items.into(),
        ..Default::default()
    }
    .render()
}

fn role_hint(role: Role) -> &'static str {
    match role {
        Role::PanelMember => "Ranks nominations for a panel. Signs in by email",
        Role::Probation => "Assesses nominations, runs projects, records sessions",
        Role::Council => "Runs votes and publishes for one council",
        Role::Administrator => "Looks after accounts, areas and settings, everywhere",
        Role::Visitor | Role::Resident => "",
    }
}

fn area_select(value: &str, areas: &[AreaDetails], mistakes: &Mistakes) -> Markup {
    let none = SelectItem::new("", "No area (administrators only)");
    let items = areas.iter().map(|details| {
        let area = &details.area;
        let text = format!("{} ({})", area.name, area.kind.as_str().replace('-', " "));
        SelectItem::new(area.code.as_str(), text)
    });
    Select {
        name: "area".into(),
        value: value.into(),
        label: Label::question("Area"),
        hint: Some(Hint::from(
            "A role in an area counts in the areas inside it too",
        )),
        error_message: at(mistakes, "area"),
        items: std::iter::once(none).chain(items).collect(),
        ..Default::default()
    }
    .render()
}

/// The form to invite somebody.
pub fn invite(
    keys: Markup,
    form: &InviteForm,
    areas: &[AreaDetails],
    mistakes: &Mistakes,
) -> Markup {
    html! {
        p class="govuk-body" { "We write to them. Staff get a link to set up a password and codes, which works for 7 days; panel members sign in by email." }
        form action="/admin/accounts/invite" method="post" novalidate {
            (keys)
            (Input {
                name: "email".into(),
                kind: "email".into(),
                value: form.email.clone(),
                label: Label::question("Email address"),
                error_message: at(mistakes, "email"),
                spellcheck: Some(false),
                autocapitalize: "none".into(),
                ..Default::default()
            })
            (Input {
                name: "name".into(),
                value: form.name.clone(),
                label: Label::question("Name"),
                error_message: at(mistakes, "name"),
                spellcheck: Some(false),
                ..Default::default()
            })
            (role_radios(&form.role, mistakes))
            (area_select(&form.area, areas, mistakes))
            (Button::new("Invite"))
        }
    }
}

fn fact(key: &str, value: impl Into<String>) -> SummaryListRow {
    SummaryListRow {
        key: key.into(),
        value: value.into().into(),
        ..Default::default()
    }
}

/// One account.
pub fn account(
    visit: &Visit,
    listed: &Listed,
    areas: &[AreaDetails],
    form: &GrantForm,
    mistakes: &Mistakes,
) -> Markup {
    let account = &listed.account;
    let own = visit.person().account() == Some(account.id);
    let facts = SummaryList {
        rows: vec![
            fact("Email address", &account.email),
            fact("Added", long_date(london_date(listed.created_at))),
            fact("State", state(listed)),
        ],
        ..Default::default()
    };
    html! {
        (facts)
        h2 class="govuk-heading-m" { "Roles" }
        @if listed.grants.is_empty() {
            p class="govuk-body" { "None: this is a resident." }
        }
        @for grant in &listed.grants { (held(visit, account.id, grant, areas)) }
        @if own {
            (InsetText::from("This is your own account. You can give up a role here; everything else about it is done by another administrator."))
        } @else if account.email.is_empty() {
            (InsetText::from("This account was deleted by its owner."))
        } @else {
            h2 class="govuk-heading-m" { "Give a role" }
            form action={ "/admin/accounts/" (account.id) "/grants" } method="post" novalidate {
                (visit.csrf_and_once())
                (role_radios(&form.role, mistakes))
                (area_select(&form.area, areas, mistakes))
                (Button::new("Give the role"))
            }
            (deeds(visit, listed))
        }
    }
}

fn held(visit: &Visit, account: i64, grant: &Grant, areas: &[AreaDetails]) -> Markup {
    let words = grant_words(grant, areas);
    html! {
        form action={ "/admin/accounts/" (account) "/grants/take" } method="post" novalidate {
            (visit.csrf_and_once())
            input type="hidden" name="role" value=(grant.role.code());
            input type="hidden" name="area" value=(grant.area);
            p class="govuk-body" { (words) }
            (Button { html: html! { "Take away" span class="govuk-visually-hidden" { ": " (words) } }, ..Button::secondary("") })
        }
    }
}

fn deeds(visit: &Visit, listed: &Listed) -> Markup {
    let account = &listed.account;
    let staff = listed.grants.iter().any(|grant| grant.role.is_staff());
    let version = html! { input type="hidden" name="version" value=(account.version); };
    html! {
        @if account.disabled_at.is_some() {
            h2 class="govuk-heading-m" { "Enable" }
            p class="govuk-body" { "They can sign in again, with the roles above." }
            form action={ "/admin/accounts/" (account.id) "/enable" } method="post" novalidate {
                (visit.csrf()) (version) (Button::new("Enable the account"))
            }
        } @else {
            @if staff {
                h2 class="govuk-heading-m" { "Invite again" }
                p class="govuk-body" { "For somebody who lost the letter, the password or the telephone. What they have works until they have set up the new." }
                form action={ "/admin/accounts/" (account.id) "/invite" } method="post" novalidate {
                    (visit.csrf_and_once()) (Button::secondary("Send a new invitation"))
                }
            }
            h2 class="govuk-heading-m" { "Disable" }
            p class="govuk-body" { "They are signed out on all devices and cannot sign in. What they did stays." }
            form action={ "/admin/accounts/" (account.id) "/disable" } method="post" novalidate {
                (visit.csrf()) (version) (Button::warning("Disable the account"))
            }
        }
    }
}
