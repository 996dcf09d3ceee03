//! After the vote: what became of each place, and the panel's answer to the result.

use super::paper::label;
use super::staff_forms::StepForm;
use crate::domain::mistakes::Mistakes;
use crate::domain::time::{london_date, long_date};
use crate::store::ballots::RoundOption;
use crate::store::ballots::answers::{Answer, Became};
use crate::store::ballots::outcome::Outcome;
use crate::web::govuk::{
    Button, Checkboxes, CheckboxesItem, Fieldset, Hint, Input, Label, Textarea,
};
use crate::web::mistaken;
use maud::{Markup, html};

/// What became of the places, and what the panel says.
pub fn section(
    options: &[RoundOption],
    outcome: &Outcome,
    became: &[Became],
    answer: Option<&Answer>,
) -> Markup {
    let winners = outcome.winner_ids();
    let of = |option: &RoundOption| became.iter().find(|one| one.option_id == option.id);
    // Winners first, in the order in which they won.
    let place = |option: &&RoundOption| {
        let won = winners.iter().position(|id| *id == option.id);
        won.unwrap_or(winners.len())
    };
    let mut options: Vec<&RoundOption> = options.iter().collect();
    options.sort_by_key(place);
    html! {
        @if became.iter().any(|one| one.stage.is_some()) {
            h2.govuk-heading-m { "What became of the places" }
            ul class="govuk-list govuk-list--bullet" {
                @for option in options {
                    @if let Some(became) = of(option) {
                        li { (label(option)) ": " (fate(winners.contains(&option.id.as_str()), became)) }
                    }
                }
            }
        }
        @if let Some(answer) = answer {
            h2.govuk-heading-m { "What the panel says" }
            p class="govuk-body app-typed" { (answer.answer) }
            p.govuk-body-s { "Published on " (long_date(london_date(answer.answered_at))) "." }
        }
    }
}

fn fate(won: bool, became: &Became) -> Markup {
    let stage = became.stage.as_deref().unwrap_or_default();
    html! {
        @if let Some(project) = &became.project {
            "it became a project. " a.govuk-link href={ "/projects/" (project) } { "Project " (project) }
        } @else if won && !became.waits_because.is_empty() {
            "it won, and waits for an agreement: " (became.waits_because)
        } @else if won {
            "it won, and becomes a project next."
        } @else {
            @match stage {
                "withdrawn" => { "it was taken back by who nominated it." }
                "declined" | "merged" => { "it is not put to another vote. Its page says why." }
                _ => { "it stays for the next vote, unless it is taken back." }
            }
        }
    }
}

/// Which winners wait for an agreement, for the officer who declares.
pub fn waiting(winners: &[&RoundOption], form: &StepForm, mistakes: &Mistakes) -> Markup {
    html! {
        (Checkboxes {
            name: "waits".into(), values: form.waits.clone(),
            fieldset: Some(Fieldset::question("Does a winner wait for an agreement? (if so)")),
            hint: Some(Hint::from("Winners become projects at once. Tick one that cannot begin yet, for example because the owner of the land must still agree.")),
            items: winners.iter().map(|option| CheckboxesItem::new(&option.id, &option.label)).collect(),
            error_message: mistaken::at(mistakes, "waits"), ..Default::default()
        })
        (Input {
            name: "waits-because".into(), value: form.waits_because.clone(), label: Label::question("What does it wait for? (only if you ticked one)"),
            hint: Some(Hint::from("Everybody can read this on the page of the result.")),
            error_message: mistaken::at(mistakes, "waits-because"), ..Default::default()
        })
    }
}

/// Where an officer writes down what the panel says.
pub fn answering(form: &StepForm, answer: Option<&Answer>, mistakes: &Mistakes) -> Markup {
    let there = answer.map_or("", |answer| answer.answer.as_str());
    let typed = match mistakes.is_empty() {
        true => there,
        false => form.answer.as_str(),
    };
    let version = answer.map_or(0, |answer| answer.version);
    html! {
        input type="hidden" name="answer-version" value=(version);
        (Textarea {
            name: "answer".into(), value: typed.into(), rows: Some(6), label: Label::question("What does the panel say to this result?"),
            hint: Some(Hint::from("It is published on the page of the result. Say what is done when, and what becomes of the places that did not win.")),
            error_message: mistaken::at(mistakes, "answer"), ..Default::default()
        })
        (Button::new(if answer.is_some() { "Publish the new answer" } else { "Publish the answer" }))
    }
}
