//! A count that waits for a second officer: everything that would be published, what decided a tie, and the two
//! ways on: declare it, or send it back.

use super::after;
use super::paper::label;
use super::result_views::{how, kinds};
use super::staff_forms::StepForm;
use super::staff_views::Shown;
use crate::domain::ballots::telling::tell;
use crate::domain::mistakes::Mistakes;
use crate::domain::text::{grouped, plural};
use crate::store::ballots::outcome::Outcome;
use crate::store::ballots::{Round, RoundOption};
use crate::web::govuk::{Button, Details, Hint, InsetText, Label, Textarea, WarningText};
use crate::web::mistaken;
use maud::{Markup, html};

/// The count, as it would be published, with what a second officer can do.
pub fn declaring(
    step: &impl Fn(&str, Markup) -> Markup,
    round: &Round,
    shown: &Shown<'_>,
    (form, mistakes): (&StepForm, &Mistakes),
) -> Markup {
    let Some(outcome) = &shown.outcome else {
        return html! {};
    };
    let winners = outcome.winner_ids();
    let won: Vec<&RoundOption> = shown
        .options
        .iter()
        .filter(|option| winners.contains(&option.id.as_str()))
        .collect();
    let telling = tell(round.method, &outcome.stages);
    html! {
        h2.govuk-heading-m { "The count" }
        @if !round.sent_back.is_empty() { (was_sent_back(round)) }
        p.govuk-body { (grouped(outcome.votes_cast)) " votes in the box, " (kinds(round, outcome)) ", " (grouped(outcome.malformed)) " rejected. " (grouped(outcome.registered)) " people in the register." }
        (too_many(outcome))
        @if won.is_empty() { p.govuk-body { "No vote names a place, so no place is chosen. Say on the page of the result what happens next." } }
        @else {
            p.govuk-body { "It gives:" }
            ul class="govuk-list govuk-list--bullet" { @for option in &won { li { (label(option)) } } }
        }
        h2.govuk-heading-m { "How it came about, as it will be published" }
        (how(round, outcome, shown.options, telling.as_ref()))
        @if shown.is_counter { (InsetText::from("You counted this vote, so another officer must declare the result, or send the count back if something in it is wrong.")) }
        @else {
            h2.govuk-heading-m { "Declare the result" }
            p.govuk-body { "Look at the count first. If a tie was decided, look the value up yourself, or ask the people who saw the lot drawn." }
            (WarningText::from("Declaring makes the result public, makes the winner a project and deletes the sealed votes."))
            (step("declare", html! {
                @if outcome.more_ballots() > 0 { (why_more_ballots(form, mistakes)) }
                @if !won.is_empty() { (after::waiting(&won, form, mistakes)) }
                (Button::new("Declare the result"))
            }))
            (sending_back(step, form, mistakes))
        }
    }
}

/// That the last count was sent back, and why.
pub fn was_sent_back(round: &Round) -> InsetText {
    InsetText::from(html! { "An earlier count was sent back: " (round.sent_back) })
}

fn too_many(outcome: &Outcome) -> Markup {
    html! {
        @if outcome.more_ballots() > 0 {
            (WarningText::from(&*format!(
                "The box has {} more than there are people in the register. The published files show it, and “round verify” tells whoever checks them that the list is wrong. Find out why before you declare it; if the count is wrong, send it back.",
                plural(outcome.more_ballots(), "vote", "votes")
            )))
        }
    }
}

fn why_more_ballots(form: &StepForm, mistakes: &Mistakes) -> Textarea {
    Textarea {
        name: "more-ballots".into(),
        value: form.more_ballots.clone(),
        rows: Some(3),
        label: Label::question("Why are there more votes than people in the register?"),
        hint: Some(Hint::from(
            "Everybody can read this on the page of the result.",
        )),
        error_message: mistaken::at(mistakes, "more-ballots"),
        ..Default::default()
    }
}

fn sending_back(
    step: &impl Fn(&str, Markup) -> Markup,
    form: &StepForm,
    mistakes: &Mistakes,
) -> Markup {
    let inner = html! {
        p.govuk-body { "Nothing is published. The vote is closed again, with its box as it was, and any officer can count it once more." }
        (Textarea {
            name: "reason".into(), value: form.reason.clone(), rows: Some(3), label: Label::question("What is wrong with the count?"),
            hint: Some(Hint::from("Whoever counted gets a letter with it. Everybody can read it once a result is declared.")),
            error_message: mistaken::at(mistakes, "reason"), ..Default::default()
        })
        (Button::secondary("Send the count back"))
    };
    let details = Details {
        open: mistakes.at("reason").is_some(),
        ..Details::new(
            "Something is wrong with the count",
            step("send-back", inner),
        )
    };
    html! { (details) }
}
