//! Marking a paper: one place, several, or an order, each in plain HTML that needs no script.
//!
//! An order is marked with a list for each rank, so that two places can never share one. The places
//! stand in the voter's own order everywhere.

use super::forms::{BLANK, PaperForm};
use super::methods::method_in_a_sentence;
use crate::actions::ballots::announcing::ranks;
use crate::domain::ballots::method::{Method, PaperKind};
use crate::domain::ballots::rank_words::choice_name;
use crate::domain::ballots::rule_sheet::WayToVote;
use crate::domain::mistakes::Mistakes;
use crate::domain::text::{capitalised, hours, percent, plural};
use crate::store::ballots::{Round, RoundOption};
use crate::web::govuk::{
    Button, Checkboxes, CheckboxesItem, Fieldset, Hint, InsetText, Label, Radios, RadiosItem,
    Select, SelectItem,
};
use crate::web::mistaken;
use maud::{Markup, Render, html};

const BLANK_WORDS: &str = "None of these (a blank vote)";
const BLANK_HINT: &str = "A blank vote counts in the turnout and for no place.";

/// The paper as a form.
pub fn marking(
    csrf: Markup,
    round: &Round,
    options: &[RoundOption],
    form: &PaperForm,
    mistakes: &Mistakes,
) -> Markup {
    html! {
        p.govuk-body { (method_in_a_sentence(round.method)) }
        p.govuk-body { (meaning(round)) " The places stand in a different order for each person." }
        @if let Some(budget) = round.budget_minutes { (budget_words(budget, options)) }
        form method="post" action={ "/votes/" (round.slug) "/review" } novalidate {
            (csrf)
            @match round.method.paper() {
                PaperKind::OneTick => { (one_tick(options, form, mistakes)) }
                PaperKind::Ticks => { (ticks(round, options, form, mistakes)) }
                PaperKind::Ranks => { (in_order(round, options, form, mistakes)) }
            }
            p.govuk-body { "You check your choice on the next page. Nothing is cast yet." }
            @if round.takes(WayToVote::VotingCode) { p.govuk-body { strong { "I have a voting code: " } "mark the paper and continue. You type the code from your letter on the next page." } }
            (Button::new("Continue"))
        }
    }
}

/// What winning means.
fn meaning(round: &Round) -> String {
    match (round.method, round.seats) {
        (Method::Greedy | Method::EqualShares, _) => {
            "The places that are taken become projects. The others can be put to another vote."
                .into()
        }
        (_, 1) => {
            "The place that wins becomes a project. The others can be put to another vote.".into()
        }
        (_, seats) => format!(
            "The {seats} places that win become projects. The others can be put to another vote."
        ),
    }
}

fn budget_words(budget: i64, options: &[RoundOption]) -> InsetText {
    let all: i64 = options
        .iter()
        .filter_map(|option| option.estimate_minutes)
        .sum();
    let words = format!(
        "There are {} of work to share out. All {} together would need {}. Each place says how much of \
         the hours it would use.",
        hours(budget),
        plural(
            i64::try_from(options.len()).unwrap_or(i64::MAX),
            "place",
            "places"
        ),
        hours(all)
    );
    InsetText::from(words.as_str())
}

fn one_tick(options: &[RoundOption], form: &PaperForm, mistakes: &Mistakes) -> Radios {
    let mut items: Vec<RadiosItem> = options
        .iter()
        .map(|option| RadiosItem {
            hint: Some(words(None, option)),
            ..RadiosItem::new(&option.id, &option.label)
        })
        .collect();
    items.push(RadiosItem {
        hint: Some(Hint::from(BLANK_HINT)),
        ..RadiosItem::new(BLANK, BLANK_WORDS)
    });
    Radios {
        name: "choice".into(),
        value: form.choice.first().cloned().unwrap_or_default(),
        classes: "app-options".into(),
        fieldset: Some(Fieldset::question("Which place should we work on?")),
        error_message: mistaken::at(mistakes, "choice"),
        items,
        ..Default::default()
    }
}

fn ticks(
    round: &Round,
    options: &[RoundOption],
    form: &PaperForm,
    mistakes: &Mistakes,
) -> Checkboxes {
    let mut items: Vec<CheckboxesItem> = options
        .iter()
        .map(|option| CheckboxesItem {
            hint: Some(words(round.budget_minutes, option)),
            ..CheckboxesItem::new(&option.id, &option.label)
        })
        .collect();
    items.push(CheckboxesItem {
        hint: Some(Hint::from(BLANK_HINT)),
        behaviour: "exclusive".into(),
        ..CheckboxesItem::new(BLANK, BLANK_WORDS)
    });
    Checkboxes {
        name: "choice".into(),
        values: form.choice.clone(),
        classes: "app-options".into(),
        fieldset: Some(Fieldset::question("Which places should we work on?")),
        hint: Some(Hint::from("Pick as many as you like.")),
        error_message: mistaken::at(mistakes, "choice"),
        items,
        ..Default::default()
    }
}

/// The places with what would be done, then a list for each rank.
fn in_order(
    round: &Round,
    options: &[RoundOption],
    form: &PaperForm,
    mistakes: &Mistakes,
) -> Markup {
    let most = usize::from(ranks(round.method, options.len()).unwrap_or(0));
    let lists: Vec<Select> = (1..=most)
        .map(|rank| one_rank(rank, options, form, mistakes))
        .collect();
    let fieldset = Fieldset {
        html: html! {
            div.govuk-hint { "Start with the place you like best. You can leave choices empty. A later choice never harms an earlier one." }
            @for list in &lists { (list) }
        },
        ..Fieldset::question("In which order would you have the places?")
    };
    html! {
        h2.govuk-heading-m { "The places" }
        ul class="govuk-list app-places" {
            @for option in options {
                li.app-places__place {
                    h3 class="govuk-heading-s govuk-!-margin-bottom-1" { (option.label) }
                    (described(None, option))
                }
            }
        }
        (fieldset.render())
    }
}

fn one_rank(rank: usize, options: &[RoundOption], form: &PaperForm, mistakes: &Mistakes) -> Select {
    let name = format!("rank-{rank}");
    let mut items = vec![SelectItem::new("", "No place")];
    items.extend(
        options
            .iter()
            .map(|option| SelectItem::new(&option.id, &option.label)),
    );
    if rank == 1 {
        items.push(SelectItem::new(BLANK, BLANK_WORDS));
    }
    Select {
        value: form.rank(rank).to_string(),
        label: Label::from(capitalised(&choice_name(rank))),
        error_message: mistaken::at(mistakes, &name),
        name,
        items,
        ..Default::default()
    }
}

/// Where, what would be done and how long it takes: the same for every option.
fn words(budget: Option<i64>, option: &RoundOption) -> Hint {
    Hint {
        html: html! { span.app-option { span.app-option__words { (described(budget, option)) } } },
        ..Default::default()
    }
}

fn described(budget: Option<i64>, option: &RoundOption) -> Markup {
    html! {
        span.app-option__place { (option.place) } br;
        (option.work)
        @if let Some(minutes) = option.estimate_minutes { br; (work_words(budget, minutes)) }
    }
}

/// How many hours a place needs, and how much that is of the hours there are.
pub fn work_words(budget: Option<i64>, minutes: i64) -> String {
    match budget {
        Some(budget) => format!(
            "About {} of work: {} of the {}.",
            hours(minutes),
            percent(minutes, budget),
            hours(budget)
        ),
        None => format!("About {} of work.", hours(minutes)),
    }
}
