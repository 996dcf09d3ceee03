//! Pages for officers who run votes.

use super::after;
use super::counted_views;
use super::key_views;
use super::methods::{good_for, method_name, worked_example};
use super::paper::label;
use super::papers::views::missing_from_count;
use super::staff_forms::{DraftForm, StepForm};
use super::tie_forms::TieForm;
use super::tie_views;
use crate::actions::ballots::announcing::rule_sheet;
use crate::domain::ballots::method::Method;
use crate::domain::ballots::round::Stage;
use crate::domain::ballots::rule_sheet::BallotBox;
use crate::domain::mistakes::Mistakes;
use crate::domain::text::{grouped, hours};
use crate::domain::time::long_instant;
use crate::store::ballots::answers::Answer;
use crate::store::ballots::keys::BoxKey;
use crate::store::ballots::outcome::Outcome;
use crate::store::ballots::{Mode, Round, RoundOption, State};
use crate::web::govuk::{
    Button, DateInput, Details, Fieldset, Hint, Input, InsetText, Label, Radios, RadiosItem,
    Select, SelectItem, SummaryList, SummaryListRow, Table, TableCell, Textarea, WarningText,
};
use crate::web::mistaken;
use crate::web::pieces::{empty_list, scrolling, stage_tag};
use maud::{Markup, html};

/// The rounds that somebody may run.
pub fn list(rounds: &[Round]) -> Markup {
    let row = |round: &Round| -> Vec<TableCell> {
        vec![
            html! { a.govuk-link href={ "/staff/rounds/" (round.slug) } { (round.title) } }.into(),
            round.area_name.clone().into(),
            stage_tag(round.state.code()).into(),
            long_instant(round.times.opens_at).into(),
            long_instant(round.times.closes_at).into(),
        ]
    };
    let table = Table {
        caption: "Votes".into(),
        caption_classes: "govuk-visually-hidden".into(),
        head: ["Vote", "Area", "State", "Opens", "Closes"]
            .map(TableCell::from)
            .into(),
        first_cell_is_header: true,
        rows: rounds.iter().map(row).collect(),
        ..Default::default()
    };
    html! {
        (Button::link("Draft a vote", "/staff/rounds/new"))
        p.govuk-body { a.govuk-link href="/staff/campaigns" { "Campaigns" } ": votes in many areas at once" }
        @if rounds.is_empty() { (empty_list("There is no vote in your area yet.", html! { "A vote is drafted from an agreed shortlist. " a.govuk-link href="/staff/panels" { "Panels and shortlists" } })) }
        @else { (scrolling(&table)) }
    }
}

/// The form of a draft. `lists` are the shortlists to pick from, for a new one.
pub fn draft(
    keys: Markup,
    form: &DraftForm,
    lists: Option<&[(String, String)]>,
    mistakes: &Mistakes,
) -> Markup {
    if lists.is_some_and(<[_]>::is_empty) && mistakes.is_empty() {
        return empty_list(
            "There is no shortlist to vote on.",
            html! { "A vote is drafted from an agreed shortlist that no other vote has taken. " a.govuk-link href="/staff/panels" { "Panels and shortlists" } },
        );
    }
    let text = |name: &str, label: &str, hint: &str, value: &str| Input {
        name: name.into(),
        value: value.into(),
        label: Label::question(label),
        hint: Some(Hint::from(hint)),
        error_message: mistaken::at(mistakes, name),
        ..Default::default()
    };
    html! {
        form method="post" novalidate {
            (keys)
            @match lists {
                Some(lists) => (Select {
                    name: "shortlist".into(), value: form.shortlist.clone(), label: Label::question("Which shortlist is voted on?"),
                    items: std::iter::once(SelectItem::new("", "Pick a shortlist")).chain(lists.iter().map(|(id, name)| SelectItem::new(id, name))).collect(),
                    error_message: mistaken::at(mistakes, "shortlist"), ..Default::default()
                }),
                None => { input type="hidden" name="version" value=(form.version); }
            }
            (text("title", "What is the vote about?", "For example, Which place in Leicester should we work on next?", &form.title))
            (text("question", "The question on the paper", "It stands above the places.", &form.question))
            (day("opens", "On which day does it open?", [&form.opens_day, &form.opens_month, &form.opens_year], mistakes))
            (time("opens-time", "At what time does it open?", &form.opens_time, mistakes))
            (day("closes", "On which day does it close?", [&form.closes_day, &form.closes_month, &form.closes_year], mistakes))
            (time("closes-time", "At what time does it close?", &form.closes_time, mistakes))
            (method_fields(form, mistakes))
            (Textarea {
                name: "tie-source".into(), value: form.tie_source.clone(), rows: Some(3), label: Label::question("Which public value decides a tie?"),
                hint: Some(Hint::from("It must not exist before the vote has closed, and everybody must be able to look it up.")),
                error_message: mistaken::at(mistakes, "tie-source"), ..Default::default()
            })
            (Button::new("Save the draft"))
        }
    }
}

/// How it is counted: the six methods in plain words, each with a worked example, and what they need.
fn method_fields(form: &DraftForm, mistakes: &Mistakes) -> Markup {
    let item = |method: &Method| RadiosItem {
        hint: Some(Hint::from(good_for(*method))),
        ..RadiosItem::new(method.name(), method_name(*method))
    };
    let number = |name: &str, label: &str, hint: &str, value: &str| Input {
        name: name.into(),
        value: value.into(),
        inputmode: "numeric".into(),
        classes: "govuk-input--width-5".into(),
        label: Label::question(label),
        hint: Some(Hint::from(hint)),
        error_message: mistaken::at(mistakes, name),
        ..Default::default()
    };
    html! {
        (Radios {
            name: "method".into(), value: form.method.clone(), fieldset: Some(Fieldset::question("How is it counted?")),
            items: Method::ALL.iter().map(item).collect(),
            error_message: mistaken::at(mistakes, "method"), ..Default::default()
        })
        @for method in Method::ALL { (worked_example(method)) }
        (number("seats", "How many places win?", "Not used with a budget of hours. Ranking with one winner has 1.", &form.seats))
        (number("budget-hours", "How many hours of work are there to share out?", "Only for a budget of hours. How many hours each place needs comes from its assessment.", &form.budget_hours))
    }
}

pub(super) fn day(
    name: &str,
    question: &str,
    [day, month, year]: [&str; 3],
    mistakes: &Mistakes,
) -> DateInput {
    let values = [("day", day), ("month", month), ("year", year)];
    DateInput {
        id: name.into(),
        name_prefix: name.into(),
        values: values
            .into_iter()
            .map(|(part, value)| (format!("{name}-{part}"), value.to_string()))
            .collect(),
        fieldset: Some(Fieldset::question(question)),
        hint: Some(Hint::from("For example, 21 6 2026")),
        error_message: mistaken::at(mistakes, &format!("{name}-day")),
        ..Default::default()
    }
}

pub(super) fn time(name: &str, question: &str, value: &str, mistakes: &Mistakes) -> Input {
    Input {
        name: name.into(),
        value: value.into(),
        label: Label::question(question),
        hint: Some(Hint::from("London time, for example 09:00")),
        classes: "govuk-input--width-5".into(),
        error_message: mistaken::at(mistakes, name),
        ..Default::default()
    }
}

/// What the page of a round shows besides the round.
pub struct Shown<'a> {
    /// The options.
    pub options: &'a [RoundOption],
    /// What the panel says of the result.
    pub answer: Option<Answer>,
    /// What was typed to decide a tie.
    pub tie: &'a TieForm,
    /// The public keys of its box.
    pub keys: &'a [BoxKey],
    /// The box as the rules of a draft would show it.
    pub ballot_box: BallotBox,
    /// What papers still wait for before the votes can be counted.
    pub missing: Vec<String>,
    /// How many ballots are in the box: a total and nothing else.
    pub in_box: i64,
    /// What the count gave.
    pub outcome: Option<Outcome>,
    /// Whether whoever looks is who counted.
    pub is_counter: bool,
}

/// One round with what can be done next.
pub fn round(
    csrf: impl Fn() -> Markup,
    round: &Round,
    shown: &Shown<'_>,
    form: &StepForm,
    mistakes: &Mistakes,
) -> Markup {
    let address = format!("/staff/rounds/{}", round.slug);
    let step = |to: &str, inner: Markup| {
        html! {
            form method="post" action={ (address) "/" (to) } novalidate {
                (csrf())
                input type="hidden" name="version" value=(form.version);
                (inner)
            }
        }
    };
    html! {
        (facts(round, shown))
        (super::ways::links(round))
        (key_views::state(round, shown.keys))
        @match round.state {
            State::At(Stage::Draft) => {
                (rules(round, shown))
                (WarningText::from("Once it is announced, nothing about this vote can be changed. A mistake means a new vote."))
                (step("announce", html! { (Button::new("Announce the vote")) }))
                p.govuk-body { a.govuk-link href={ (address) "/edit" } { "Change the draft" } }
                (give_up(&step, form, mistakes))
            }
            State::At(Stage::Announced) => {
                p.govuk-body { (key_views::opens(round, shown.keys)) }
                (give_up(&step, form, mistakes))
            }
            State::At(Stage::Open) => { p.govuk-body { "It closes by itself. How people vote is shown to nobody before it is counted." } }
            State::At(Stage::Closed) => { (counting(&step, round, shown, mistakes)) }
            State::At(Stage::Counted) => { (counted_views::declaring(&step, round, shown, (form, mistakes))) }
            State::At(Stage::Declared) => {
                p.govuk-body { a.govuk-link href={ "/votes/" (round.slug) "/result" } { "The result as everybody sees it" } }
                (step("answer", after::answering(form, shown.answer.as_ref(), mistakes)))
            }
            State::Abandoned => { (InsetText::from(round.reason.as_str())) }
        }
    }
}

fn facts(round: &Round, shown: &Shown<'_>) -> Markup {
    let mut rows = vec![
        SummaryListRow::new("Area", round.area_name.as_str()),
        SummaryListRow::new("Opens", long_instant(round.times.opens_at).as_str()),
        SummaryListRow::new("Closes", long_instant(round.times.closes_at).as_str()),
        SummaryListRow::new("Counted by", method_name(round.method)),
        match round.budget_minutes {
            Some(minutes) => SummaryListRow::new("Hours to share out", hours(minutes).as_str()),
            None => SummaryListRow::new("Places that win", grouped(round.seats).as_str()),
        },
    ];
    if round.state.is(Stage::Open) || round.state.is(Stage::Closed) {
        let total = grouped(shown.in_box);
        rows.push(SummaryListRow::new("Votes in the box", total.as_str()));
    }
    if let Some(key) = &round.round_key {
        rows.push(SummaryListRow::new("Id of the vote", key.as_str()));
    }
    let list = SummaryList {
        rows,
        ..Default::default()
    };
    html! {
        p.govuk-body { (stage_tag(round.state.code())) " " (round.question) }
        @if round.is_public() { p.govuk-body { a.govuk-link href={ "/votes/" (round.slug) } { "What everybody sees" } } }
        (list)
        h2.govuk-heading-m { "The places" }
        ul class="govuk-list govuk-list--bullet" {
            @for option in shown.options { li { (label(option)) @if let Some(minutes) = option.estimate_minutes { ", about " (hours(minutes)) } } }
        }
    }
}

/// The rules as they would be published, and what is wrong with them.
fn rules(round: &Round, shown: &Shown<'_>) -> Markup {
    let sheet = rule_sheet(round, shown.options, shown.ballot_box.clone());
    let faults = sheet.faults();
    html! {
        h2.govuk-heading-m { "Check the rules" }
        @if faults.is_empty() { p.govuk-body { "The rules are complete." } }
        @else {
            p.govuk-body { "The rules are not complete:" }
            ul class="govuk-list govuk-list--bullet" { @for fault in &faults { li { (fault) } } }
        }
        (Details::new("The rule sheet as it will be published", html! {
            @if round.mode == Mode::Simple { p.govuk-body { "The key of the ballot box is made when the vote is announced; noughts stand in its place here." } }
            pre.app-code { (sheet.to_text()) }
        }))
    }
}

fn give_up(step: &impl Fn(&str, Markup) -> Markup, form: &StepForm, mistakes: &Mistakes) -> Markup {
    let inner = html! {
        (Textarea {
            name: "reason".into(), value: form.reason.clone(), rows: Some(3), label: Label::question("Why is it given up?"),
            hint: Some(Hint::from("Everybody can read this. The places stay on the shortlist.")), error_message: mistaken::at(mistakes, "reason"), ..Default::default()
        })
        (Button::warning("Give the vote up"))
    };
    let details = Details {
        open: mistakes.at("reason").is_some(),
        ..Details::new("Give this vote up", step("abandon", inner))
    };
    html! { (details) }
}

fn counting(
    step: &impl Fn(&str, Markup) -> Markup,
    round: &Round,
    shown: &Shown<'_>,
    mistakes: &Mistakes,
) -> Markup {
    let inner = html! {
        @if !round.tied.is_empty() { (tie_views::deciding(round, shown.options, shown.tie, mistakes)) }
        (Button::new("Count the votes"))
    };
    html! {
        h2.govuk-heading-m { "Count the votes" }
        @if !round.sent_back.is_empty() { (counted_views::was_sent_back(round)) }
        p.govuk-body { "The box is opened and counted. Another officer then declares the result; until then nobody else sees it." }
        @if !shown.missing.is_empty() { (missing_from_count(round, &shown.missing)) }
        @else if round.mode == Mode::Sealed { (Button::link("Open the ballot box", format!("/staff/rounds/{}/open", round.slug))) }
        @else { (step("count", inner)) }
    }
}
