//! The pages of one's own account.

use super::forms::NameForm;
use crate::domain::mistakes::Mistakes;
use crate::domain::policy::Grant;
use crate::domain::text::plural;
use crate::domain::time::{london_date, long_date};
use crate::store::areas::AreaDetails;
use crate::store::identity::people::Listed;
use crate::store::identity::{Account, Strength};
use crate::web::govuk::{
    Button, Checkboxes, CheckboxesItem, Hint, Input, InsetText, Label, SummaryList,
    SummaryListAction, SummaryListActions, SummaryListRow, WarningText,
};
use crate::web::mistaken::at;
use crate::web::visit::Visit;
use maud::{Markup, Render, html};

/// A grant in words: `Council officer, Leicester`.
pub fn grant_words(grant: &Grant, areas: &[AreaDetails]) -> String {
    if grant.area.is_empty() {
        return grant.role.name().to_string();
    }
    let found = areas
        .iter()
        .find(|area| area.area.code.as_str() == grant.area);
    let name = found.map_or(grant.area.as_str(), |area| area.area.name.as_str());
    format!("{}, {name}", grant.role.name())
}

fn row(key: &str, value: impl Into<String>, change: Option<(&str, &str)>) -> SummaryListRow {
    let actions = change.map(|(href, what)| SummaryListActions {
        items: vec![SummaryListAction {
            href: href.into(),
            text: "Change".into(),
            visually_hidden_text: what.into(),
            ..Default::default()
        }],
        ..Default::default()
    });
    SummaryListRow {
        key: key.into(),
        value: value.into().into(),
        actions,
        ..Default::default()
    }
}

/// The whole page.
pub fn page(visit: &Visit, own: &Listed, areas: &[AreaDetails], sections: &[Markup]) -> Markup {
    let account = &own.account;
    let name = if account.name.is_empty() {
        "Not given"
    } else {
        &account.name
    };
    let mut rows = vec![
        row("Name", name, Some(("/me/name", "name"))),
        row("Email address", &account.email, None),
        row("Since", long_date(london_date(own.created_at)), None),
    ];
    for grant in &own.grants {
        rows.push(row("Role", grant_words(grant, areas), None));
    }
    let facts = SummaryList {
        rows,
        ..Default::default()
    };
    let by_link = visit
        .visitor
        .session()
        .is_some_and(|session| session.strength == Strength::Link);
    let staff = own.grants.iter().any(|grant| grant.role.is_staff());
    html! {
        (facts)
        @if by_link && staff {
            (InsetText::from(html! {
                "To open the staff pages, "
                a class="govuk-link" href="/staff/sign-in" { "sign in with your password and a code" } "."
            }))
        }
        @for section in sections { (section) }
        h2 class="govuk-heading-m" { "Signing in and out" }
        @if own.set_up {
            p class="govuk-body" { a class="govuk-link" href="/me/recovery-codes" { "Recovery codes" } }
        }
        form action="/sign-out" method="post" novalidate { (visit.csrf()) (Button::new("Sign out")) }
        form action="/me/sign-out-everywhere" method="post" novalidate {
            (visit.csrf())
            (Button::secondary("Sign out on all devices"))
        }
        h2 class="govuk-heading-m" { "Your data" }
        p class="govuk-body" { "Your name and your address are never public." }
        ul class="govuk-list govuk-list--bullet" {
            li { a class="govuk-link" href="/me/data.json" { "Download everything we hold about you (JSON)" } }
            li { a class="govuk-link" href="/me/delete" { "Delete your account" } }
        }
    }
}

/// The form for another name.
pub fn name(visit: &Visit, form: &NameForm, mistakes: &Mistakes) -> Markup {
    html! {
        form action="/me/name" method="post" novalidate {
            (visit.csrf())
            input type="hidden" name="version" value=(form.version);
            (Input {
                name: "name".into(),
                value: form.name.clone(),
                label: Label::question("Your name"),
                hint: Some(Hint::from("We use it in letters to you. It is never public")),
                error_message: at(mistakes, "name"),
                autocomplete: "name".into(),
                spellcheck: Some(false),
                ..Default::default()
            })
            (Button::new("Save"))
        }
    }
}

/// How many recovery codes are left, and the form for new ones.
pub fn recovery_codes(visit: &Visit, left: i64, mistakes: &Mistakes) -> Markup {
    html! {
        p class="govuk-body" { "You have " (plural(left, "recovery code", "recovery codes")) " left. New codes replace them." }
        form action="/me/recovery-codes" method="post" novalidate {
            (visit.csrf())
            (Input {
                name: "code".into(),
                label: Label::question("Code"),
                hint: Some(Hint::from("The 6 digits that your app shows now")),
                error_message: at(mistakes, "code"),
                classes: "govuk-input--width-10".into(),
                inputmode: "numeric".into(),
                autocomplete: "one-time-code".into(),
                ..Default::default()
            })
            (Button::new("Make new recovery codes"))
        }
    }
}

/// What deleting does, and the question.
pub fn delete(visit: &Visit, account: &Account, mistakes: &Mistakes) -> Markup {
    let agree = Checkboxes {
        name: "agree".into(),
        error_message: at(mistakes, "agree"),
        items: vec![CheckboxesItem::new(
            "yes",
            format!("Delete the account of {}", account.email),
        )],
        ..Default::default()
    };
    html! {
        p class="govuk-body" { "This takes away:" }
        ul class="govuk-list govuk-list--bullet" {
            li { "your name and your email address" }
            li { "the contact details on your nominations" }
            li { "what you follow, and what you wrote about finished work" }
            li { "every way to sign in, on all devices" }
        }
        p class="govuk-body" { "Your nominations and your support for others stay, without anything that says they were yours. A vote that you cast stays counted: nobody can tell which it was." }
        (WarningText::from("This cannot be undone."))
        form action="/me/delete" method="post" novalidate {
            (visit.csrf())
            (agree.render())
            (Button::warning("Delete my account"))
        }
    }
}

/// After the end.
pub fn deleted() -> Markup {
    html! {
        p class="govuk-body" { "We hold nothing any more that says who you are. You are signed out on all devices." }
        p class="govuk-body" { "If you come back, sign in with your email address and we make you a new account." }
        p class="govuk-body" { a class="govuk-link" href="/" { "Go to the home page" } }
    }
}
