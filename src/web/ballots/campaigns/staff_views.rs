//! Pages of campaigns for officers.

use super::forms::{CampaignForm, ListsForm};
use crate::domain::ballots::round::Stage;
use crate::domain::ballots::rule_sheet::WayToVote;
use crate::domain::mistakes::Mistakes;
use crate::domain::time::long_instant;
use crate::store::ballots::Round;
use crate::store::ballots::campaigns::Campaign;
use crate::web::ballots::staff_views::{day, time};
use crate::web::ballots::ways;
use crate::web::govuk::{
    Button, Checkboxes, CheckboxesItem, Fieldset, Hint, Input, Label, Select, SelectItem, Table,
    TableCell, Textarea, WarningText,
};
use crate::web::mistaken;
use crate::web::pieces::{empty_list, scrolling, stage_tag};
use maud::{Markup, html};

/// Every campaign.
pub fn list(campaigns: &[Campaign]) -> Markup {
    let row = |campaign: &Campaign| -> Vec<TableCell> {
        vec![
            html! { a.govuk-link href={ "/staff/campaigns/" (campaign.slug) } { (campaign.name) } }
                .into(),
            long_instant(campaign.times.opens_at).into(),
            long_instant(campaign.times.closes_at).into(),
        ]
    };
    let table = Table {
        caption: "Campaigns".into(),
        caption_classes: "govuk-visually-hidden".into(),
        head: ["Campaign", "Opens", "Closes"].map(TableCell::from).into(),
        first_cell_is_header: true,
        rows: campaigns.iter().map(row).collect(),
        ..Default::default()
    };
    html! {
        p.govuk-body { "A campaign is votes in many areas under one name and one timetable. What is the same for all is typed once." }
        (Button::link("Make a campaign", "/staff/campaigns/new"))
        @if campaigns.is_empty() { (empty_list("There is no campaign yet.", html! { "Make one, then bring the agreed shortlists of your areas in." })) }
        @else { (scrolling(&table)) }
    }
}

/// The form for a new campaign.
pub fn new(
    keys: Markup,
    form: &CampaignForm,
    areas: &[(String, String)],
    mistakes: &Mistakes,
) -> Markup {
    let text = |name: &str, label: &str, hint: &str, value: &str| Input {
        name: name.into(),
        value: value.into(),
        label: Label::question(label),
        hint: Some(Hint::from(hint)),
        error_message: mistaken::at(mistakes, name),
        ..Default::default()
    };
    let pick = areas.iter().map(|(code, name)| SelectItem::new(code, name));
    html! {
        form method="post" novalidate {
            (keys)
            (text("name", "What is the campaign called?", "Each vote is called this and its area, like Summer vote: Rutland.", &form.name))
            (Textarea {
                name: "about".into(), value: form.about.clone(), rows: Some(4), label: Label::question("What is it about?"),
                hint: Some(Hint::from("Everybody reads this above the list of votes.")), error_message: mistaken::at(mistakes, "about"), ..Default::default()
            })
            (Select {
                name: "area".into(), value: form.area.clone(), label: Label::question("Your area"),
                hint: Some(Hint::from("Officers of other councils can bring their own shortlists in.")),
                items: std::iter::once(SelectItem::new("", "Pick an area")).chain(pick).collect(),
                error_message: mistaken::at(mistakes, "area"), ..Default::default()
            })
            (text("question", "The question on each paper", "It stands above the places.", &form.question))
            (day("opens", "On which day do the votes open?", [&form.opens_day, &form.opens_month, &form.opens_year], mistakes))
            (time("opens-time", "At what time do they open?", &form.opens_time, mistakes))
            (day("closes", "On which day do they close?", [&form.closes_day, &form.closes_month, &form.closes_year], mistakes))
            (time("closes-time", "At what time do they close?", &form.closes_time, mistakes))
            (Checkboxes {
                name: "ways".into(), values: form.ways.clone(), fieldset: Some(Fieldset::question("How may people vote?")),
                error_message: mistaken::at(mistakes, "ways"),
                items: WayToVote::ALL.map(|way| CheckboxesItem::new(way.name(), ways::name(way))).into(), ..Default::default()
            })
            (text("tie-source", "Which public value decides a tie?", "It must not exist before the votes have closed, and everybody must be able to look it up.", &form.tie_source))
            (Button::new("Make the campaign"))
        }
    }
}

/// One campaign with its rounds; of each, whether the person may run it.
pub fn campaign(
    csrf: impl Fn() -> Markup,
    campaign: &Campaign,
    rounds: &[(bool, Round)],
    lists: &[(String, String)],
    (form, mistakes): (&ListsForm, &Mistakes),
) -> Markup {
    let address = format!("/staff/campaigns/{}", campaign.slug);
    let is_public = rounds.iter().any(|(_, round)| round.is_public());
    let drafts = rounds
        .iter()
        .filter(|(own, round)| *own && round.state.is(Stage::Draft))
        .count();
    html! {
        p.govuk-body { "Its votes open on " (long_instant(campaign.times.opens_at)) " and close on " (long_instant(campaign.times.closes_at)) "." }
        @if is_public { p.govuk-body { a.govuk-link href={ "/votes/campaigns/" (campaign.slug) } { "What everybody sees" } } }
        @if rounds.is_empty() { (empty_list("This campaign has no vote yet.", html! { "Bring the agreed shortlists of your areas in." })) }
        @else { (scrolling(&table(rounds))) }
        @if drafts > 0 {
            (WarningText::from("Once they are announced, nothing about these votes can be changed. Each draft can still be changed by itself before."))
            form method="post" action={ (address) "/announce" } { (csrf()) (Button::new("Announce all drafts")) }
        }
        @if lists.is_empty() {
            p.govuk-body { "Every agreed shortlist of your areas is in this campaign, or there is none. " a.govuk-link href="/staff/panels" { "Panels and shortlists" } }
        } @else {
            form method="post" action={ (address) "/rounds" } novalidate {
                (csrf())
                (Checkboxes {
                    name: "lists".into(), values: form.lists.clone(), fieldset: Some(Fieldset::question("Which shortlists are voted on?")),
                    hint: Some(Hint::from("Each becomes a draft with the campaign’s question, timetable and ways to vote.")),
                    error_message: mistaken::at(mistakes, "lists"),
                    items: lists.iter().map(|(id, name)| CheckboxesItem::new(id, name)).collect(), ..Default::default()
                })
                (Button::secondary("Draft these votes"))
            }
        }
    }
}

fn table(rounds: &[(bool, Round)]) -> Table {
    let row = |(own, round): &(bool, Round)| -> Vec<TableCell> {
        let address = match own {
            true => format!("/staff/rounds/{}", round.slug),
            false => format!("/votes/{}", round.slug),
        };
        vec![
            round.area_name.clone().into(),
            html! { a.govuk-link href=(address) { (round.title) } }.into(),
            stage_tag(round.state.code()).into(),
            long_instant(round.times.opens_at).into(),
            long_instant(round.times.closes_at).into(),
        ]
    };
    Table {
        caption: "Votes of this campaign".into(),
        head: ["Area", "Vote", "State", "Opens", "Closes"]
            .map(TableCell::from)
            .into(),
        first_cell_is_header: true,
        rows: rounds.iter().map(row).collect(),
        ..Default::default()
    }
}
