//! The pages about settings.

use super::forms::SettingForm;
use crate::domain::mistakes::Mistakes;
use crate::domain::settings::{self, Setting, Values};
use crate::domain::text::{grouped, listed, plural};
use crate::domain::time::long_instant;
use crate::store::figures::raised::Raised;
use crate::store::identity::Account;
use crate::store::settings::Proposal;
use crate::web::govuk::{
    Affix, Button, Fieldset, Hint, Input, Label, Legend, Radios, RadiosItem, WarningText,
};
use crate::web::mistaken::at;
use crate::web::visit::Visit;
use maud::{Markup, Render, html};

/// All settings with what holds: what each is for stands below its value, as wide as the page.
pub fn list(set: &[(String, String)], proposals: &[Proposal]) -> Markup {
    html! {
        dl class="app-definitions" {
            @for setting in settings::all() { (one(setting, set, proposals)) }
        }
    }
}

fn one(setting: &Setting, set: &[(String, String)], proposals: &[Proposal]) -> Markup {
    let stored = set.iter().find(|(name, _)| name == setting.name);
    let now = setting.words(&setting.in_force(stored.map(|(_, value)| value.as_str())));
    let unset = setting.words(setting.default);
    let waiting = proposals.iter().find(|one| one.name == setting.name);
    html! {
        dt {
            a class="govuk-link" href={ "/admin/settings/" (setting.name) } { (setting.title) } ": "
            @if now.is_empty() { "nothing" } @else { (now) }
        }
        dd {
            @if let Some(waiting) = waiting {
                strong { "Proposed: " (setting.words(&waiting.value)) } ". "
            }
            (setting.meaning)
            @if now != unset { " Where nobody set it: " @if unset.is_empty() { "nothing" } @else { (unset) } "." }
        }
    }
}

/// From which number to which, and what such numbers mean where that is not plain.
fn range(setting: &Setting, least: i64, most: i64) -> String {
    let (least_words, most_words) = (
        setting.words(&least.to_string()),
        setting.words(&most.to_string()),
    );
    let plain = format!("From {} to {}", grouped(least), grouped(most));
    match most_words.starts_with('£') {
        true => format!("{plain}: from {least_words} to {most_words}"),
        false => plain,
    }
}

fn control(setting: &Setting, value: &str, mistakes: &Mistakes) -> Markup {
    let label = "New value";
    match setting.values {
        Values::Number { least, most, unit } => Input {
            name: "value".into(),
            value: value.into(),
            label: Label::question(format!("{label}, in {unit}")),
            hint: Some(Hint::from(range(setting, least, most).as_str())),
            error_message: at(mistakes, "value"),
            inputmode: "numeric".into(),
            classes: "govuk-input--width-5".into(),
            suffix: Affix {
                text: unit.into(),
                ..Default::default()
            },
            ..Default::default()
        }
        .render(),
        Values::Words { most } => Input {
            name: "value".into(),
            value: value.into(),
            label: Label::question(label),
            hint: Some(Hint::from(
                format!("Up to {most} letters. Everybody can read this").as_str(),
            )),
            error_message: at(mistakes, "value"),
            ..Default::default()
        }
        .render(),
        Values::Choice(choices) => Radios {
            name: "value".into(),
            value: value.into(),
            fieldset: Some(Fieldset {
                legend: Legend {
                    text: label.into(),
                    classes: "govuk-fieldset__legend--s".into(),
                    ..Default::default()
                },
                ..Default::default()
            }),
            error_message: at(mistakes, "value"),
            items: choices
                .iter()
                .map(|(code, words)| RadiosItem::new(*code, *words))
                .collect(),
            ..Default::default()
        }
        .render(),
    }
}

/// One setting: the form, and a proposal that waits.
pub fn form(
    visit: &Visit,
    setting: &Setting,
    form: &SettingForm,
    (waiting, raised): (Option<(&Proposal, &Account)>, Option<&Raised>),
    mistakes: &Mistakes,
) -> Markup {
    let path = format!("/admin/settings/{}", setting.name);
    html! {
        p class="govuk-body" { (setting.meaning) }
        p class="govuk-body" { "Now: " strong { (setting.words(&form.based_on)) } ". Where nobody set it: " (setting.words(setting.default)) "." }
        @if let Some((proposal, by)) = waiting { (proposed(visit, setting, proposal, by, &path)) }
        form action=(path) method="post" novalidate {
            (visit.csrf())
            input type="hidden" name="based-on" value=(form.based_on);
            @if let Some(raised) = raised { (before_raising(raised)) }
            (control(setting, &form.value, mistakes))
            @if setting.lowering_needs_two {
                p class="govuk-body" {
                    @match setting.values {
                        Values::Choice(_) => { "A choice further up the list" }
                        Values::Number { .. } | Values::Words { .. } => { "A lower value" }
                    }
                    " holds only after another administrator agreed to it."
                }
            }
            (Button::new("Save"))
        }
    }
}

/// What whoever raises the small-number threshold must know first.
fn before_raising(raised: &Raised) -> Markup {
    let words = "Think before you raise it: what a higher threshold withholds stays withheld for good, also after the \
                 threshold is lowered again.";
    html! {
        (WarningText { text: words.into(), ..WarningText::default() })
        p class="govuk-body" {
            "Numbers that are withheld are hidden together, each so that no other gives it away, and what was published since counts on that. \
             So lowering the threshold frees only what is recorded later. Raising it takes back nothing that was shown before: it is withheld from the next publication on, \
             also where nothing else changed."
        }
        @if raised.shown > 0 && !raised.fewer.is_empty() {
            p class="govuk-body" {
                "As published now, " (plural(raised.shown, "month of a council shows", "months of councils show")) " how many offenders worked. Of these, "
                (listed(&raised.fewer.iter().map(|(threshold, months)| format!("{} show fewer than {threshold}", grouped(*months))).collect::<Vec<_>>()))
                ": with that threshold these are withheld, and others beside them, so that no total gives one away. Of wards and kinds of work, whose numbers are smaller, it is a larger share."
            }
        }
    }
}

fn proposed(
    visit: &Visit,
    setting: &Setting,
    proposal: &Proposal,
    by: &Account,
    path: &str,
) -> Markup {
    let own = visit.person().account() == Some(proposal.proposed_by);
    html! {
        h2 class="govuk-heading-m" { "Proposed: " (setting.words(&proposal.value)) }
        p class="govuk-body" { "By " (by.name) ", " (long_instant(proposal.proposed_at)) "." }
        @if own {
            p class="govuk-body" { "Another administrator must agree to it." }
        } @else {
            form action={ (path) "/agree" } method="post" novalidate {
                (visit.csrf())
                input type="hidden" name="value" value=(proposal.value);
                (Button::new("Agree to it"))
            }
        }
        form action={ (path) "/withdraw" } method="post" novalidate {
            (visit.csrf())
            (Button::secondary(if own { "Withdraw it" } else { "Decline it" }))
        }
        h2 class="govuk-heading-m" { "Another value" }
    }
}
