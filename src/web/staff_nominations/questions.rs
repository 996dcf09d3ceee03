//! The questions of each form that staff fill in about a nomination.

use crate::domain::nominations::assessment::{Assessment, Factor, Permission};
use crate::domain::nominations::nomination::Nomination;
use crate::domain::nominations::proposal::longest;
use crate::domain::nominations::reasons::DeclineReason;
use crate::store::nominations::Listed;
use crate::store::nominations::places::Place;
use crate::web::govuk::{Details, Radios, RadiosItem};
use crate::web::nominations::nominate::views::wards;
use crate::web::questions::Questions;
use chrono::Datelike;
use maud::{Markup, Render, html};

/// Passing asks nothing.
pub fn pass(nomination: &Nomination) -> Markup {
    html! {
        p.govuk-body { "Everybody can then read the nomination, and residents can support it. The probation service assesses it next. The nominator’s name and how to reach them stay private." }
        p.govuk-body { "Check that the words below name no person and hold nothing that should not be public." }
        (crate::web::nominations::one::views::proposal(nomination))
    }
}

/// The question to the nominator.
pub fn ask(ask: &Questions<'_>) -> Markup {
    html! {
        p.govuk-body { "The nominator gets an email with your question and a link to answer. The nomination waits meanwhile." }
        (ask.words("question", "What would you like to know?", "The nominator and staff can read this, nobody else.", longest::WORDS))
    }
}

fn sentence(ask: &Questions<'_>) -> Markup {
    html! {
        (ask.words("sentence", "A sentence to the nominator", "We send it by email and show it on the public page. Do not name anybody. Say what they could do instead, if there is something.", longest::WORDS))
    }
}

fn publish(ask: &Questions<'_>, nomination: &Nomination) -> Markup {
    if nomination.is_public() {
        return Markup::default();
    }
    ask.choice(
        "publish",
        "May everybody see this nomination and your decision?",
        "No moderator has passed it yet. Choose no if its words are not fit to be public.",
        [RadiosItem::new("yes", "Yes"), RadiosItem::new("no", "No")],
    )
    .render()
}

/// Reason and sentence.
pub fn decline(ask: &Questions<'_>, nomination: &Nomination) -> Markup {
    let reasons = DeclineReason::ALL
        .into_iter()
        .map(|reason| RadiosItem::new(reason.code(), reason.words()));
    html! {
        (ask.choice("reason", "Why can the work not be done?", "The reason is public.", reasons))
        (sentence(ask))
        (publish(ask, nomination))
    }
}

/// Which other one, and a sentence.
pub fn merge(ask: &Questions<'_>, nomination: &Nomination, similar: &[Listed]) -> Markup {
    let items: Vec<RadiosItem> = similar
        .iter()
        .filter(|listed| listed.nomination.is_public())
        .map(|listed| RadiosItem {
            hint: Some(listed.place_in_words().into()),
            ..RadiosItem::new(
                &listed.nomination.reference,
                format!(
                    "{} ({})",
                    listed.nomination.proposal.title, listed.nomination.reference
                ),
            )
        })
        .collect();
    let none_alike = items.is_empty();
    let other = if none_alike {
        "Reference of the nomination that asks for the same work"
    } else {
        "Or the reference of another nomination"
    };
    html! {
        p.govuk-body { "Its supporters and its nominator support the other one from then on. Nobody counts twice. You cannot undo this." }
        @if !none_alike { (ask.choice("into", "Which nomination asks for the same work?", "", items)) }
        (ask.short("other", other, "For example, LC-2026-0142", 20))
        (sentence(ask))
        (publish(ask, nomination))
    }
}

/// Another ward, and why.
pub fn ward(ask: &Questions<'_>, places: &[Place]) -> Markup {
    html! {
        p.govuk-body { "The spot that the nominator gave stays as it is. The history shows what the ward was before." }
        (ask.grouped_list("ward", "Ward", "The ward that the place belongs to.", &wards(places, false)))
        (ask.words("why", "How do you know?", "Everybody can read this. Do not name anybody.", longest::WORDS))
    }
}

/// A note.
pub fn withdraw(ask: &Questions<'_>) -> Markup {
    html! {
        p.govuk-body { "Do this only when the nominator has asked for it. You cannot undo it." }
        (ask.words("note", "How did the nominator ask for it?", "Only staff and the nominator can read this. For example, by telephone today.", longest::WORDS))
    }
}

/// The eight factors, permission, risk, hours, group.
pub fn assess(ask: &Questions<'_>) -> Markup {
    let permissions = Permission::ALL
        .into_iter()
        .map(|permission| RadiosItem::new(permission.code(), permission.name()));
    html! {
        h2.govuk-heading-m { "Score each factor from 0 to 5" }
        (Details::new("What the scores are for", html! {
            p.govuk-body { "Each score is multiplied by the weight of its factor, which administrators set. The sum helps the citizens’ panel to choose. Score and factors become public with the shortlist." }
        }))
        @for factor in Factor::ALL { (scale(ask, factor)) }
        h2.govuk-heading-m { "Permission and safety" }
        (ask.choice("permission", "Has the landowner given permission?", "", permissions))
        (ask.line("permission-from", "Who gave permission, or was asked?", "An organisation or an office, not the name of a person. For example, Leicester City Council parks."))
        (ask.day("risk", "When was the risk assessment done?", "For example, 21 6 2026. Leave it empty if it is still to be done: the nomination then stays under assessment."))
        h2.govuk-heading-m { "The work" }
        (ask.number("hours", "How many hours of work is it?", "All people together. For example, 6 people for 5 days of 7 hours are 210 hours.", "hours"))
        (ask.number("group", "How many people can work there at once?", "", "people"))
        (ask.words("summary", "What else should the panel and the public know? (optional)", "This becomes public with the shortlist. Do not name anybody.", longest::WORDS))
    }
}

fn scale(ask: &Questions<'_>, factor: Factor) -> Markup {
    let [none, middle, most] = factor.hints();
    let hint = format!("0: {none}. 3: {middle}. 5: {most}.");
    let items = (0..=5).map(|score: i64| RadiosItem::new(score.to_string(), score.to_string()));
    let legend = format!("{}: {}", factor.name(), lower_first(factor.question()));
    Radios {
        classes: "govuk-radios--inline govuk-radios--small".into(),
        form_group: crate::web::questions::close(),
        ..ask.choice(factor.code(), &legend, &hint, items)
    }
    .render()
}

fn lower_first(text: &str) -> String {
    let mut letters = text.chars();
    letters
        .next()
        .map(|first| first.to_lowercase().chain(letters).collect())
        .unwrap_or_default()
}

/// What a field of the assessment held last time.
pub fn last_time(assessment: Option<&Assessment>, field: &str) -> String {
    let Some(assessment) = assessment else {
        return String::new();
    };
    let finding = &assessment.finding;
    let risk = finding.risk_assessed_on;
    let of_day = |of: fn(chrono::NaiveDate) -> String| risk.map(of).unwrap_or_default();
    match field {
        "permission" => finding.permission.code().into(),
        "permission-from" => finding.permission_from.clone(),
        "risk-day" => of_day(|day| day.day().to_string()),
        "risk-month" => of_day(|day| day.month().to_string()),
        "risk-year" => of_day(|day| day.year().to_string()),
        "hours" => (finding.estimate_minutes / 60).to_string(),
        "group" => finding.group_size.to_string(),
        "summary" => finding.summary.clone(),
        _ => Factor::ALL
            .into_iter()
            .find(|factor| factor.code() == field)
            .map(|factor| finding.scores.of(factor).to_string())
            .unwrap_or_default(),
    }
}
