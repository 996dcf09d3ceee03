//! Pages for staff who run panels.

use super::forms::{EndForm, OpeningForm, PanelForm, SeatForm};
use crate::domain::mistakes::Mistakes;
use crate::domain::panels::{Side, State};
use crate::domain::text::{grouped, hours, plural};
use crate::domain::time::{london_date, long_date};
use crate::store::ballots::Round;
use crate::store::panels::candidates::Candidate;
use crate::store::panels::shortlists::Shortlist;
use crate::store::panels::{Member, Panel};
use crate::web::govuk::{
    Button, Checkboxes, CheckboxesItem, Details, Fieldset, Hint, Input, Label, Radios, RadiosItem,
    Select, SelectItem, Table, TableCell, Textarea,
};
use crate::web::mistaken;
use crate::web::pieces::{empty_list, scrolling};
use maud::{Markup, html};

/// The panels that somebody may run.
pub fn list(panels: &[Panel]) -> Markup {
    let table = Table {
        caption: "Panels".into(),
        caption_classes: "govuk-visually-hidden".into(),
        head: vec!["Panel".into(), "Area".into(), TableCell::numeric("Members")],
        first_cell_is_header: true,
        rows: panels
            .iter()
            .map(|panel| {
                vec![
                    html! { a.govuk-link href={ "/staff/panels/" (panel.slug) } { (panel.name) } }
                        .into(),
                    panel.area_name.clone().into(),
                    TableCell::numeric(grouped(panel.members)),
                ]
            })
            .collect(),
        ..Default::default()
    };
    html! {
        (Button::link("Make a panel", "/staff/panels/new"))
        @if panels.is_empty() {
            (empty_list("There is no panel in your area yet.", html! { "Make one, then seat its members." }))
        } @else { (scrolling(&table)) }
    }
}

/// The form for a new panel.
pub fn new(
    keys: Markup,
    form: &PanelForm,
    areas: &[(String, String)],
    mistakes: &Mistakes,
) -> Markup {
    let pick = std::iter::once(SelectItem::new("", "Pick an area"));
    let areas = areas.iter().map(|(code, name)| SelectItem::new(code, name));
    html! {
        form method="post" novalidate {
            (keys)
            (Input {
                name: "name".into(), value: form.name.clone(), label: Label::question("What is the panel called?"),
                hint: Some(Hint::from("For example, Leicester citizens’ panel")),
                error_message: mistaken::at(mistakes, "name"), ..Default::default()
            })
            (Select {
                name: "area".into(), value: form.area.clone(), label: Label::question("Which area is it for?"),
                items: pick.chain(areas).collect(), error_message: mistaken::at(mistakes, "area"), ..Default::default()
            })
            (Textarea {
                name: "about".into(), value: form.about.clone(), label: Label::question("What does it do? (optional)"),
                hint: Some(Hint::from("Everybody can read this. A few sentences are enough.")),
                error_message: mistaken::at(mistakes, "about"), ..Default::default()
            })
            (Button::new("Make the panel"))
        }
    }
}

/// One panel with its members, its shortlists and the minutes of its meetings.
pub fn panel(
    csrf: Markup,
    panel: &Panel,
    members: &[Member],
    (lists, minutes): (&[Shortlist], Markup),
    (form, mistakes): (&SeatForm, &Mistakes),
) -> Markup {
    html! {
        p.govuk-body { "The panel for " (panel.area_name) ". " a.govuk-link href={ "/panels/" (panel.slug) } { "What everybody sees" } }
        h2.govuk-heading-m { "Shortlists" }
        (Button::link("Open a shortlist", format!("/staff/panels/{}/shortlists/new", panel.slug)))
        @if lists.is_empty() { p.govuk-body { "None yet." } }
        ul.govuk-list {
            @for one in lists {
                li {
                    a.govuk-link href={ "/staff/panels/" (panel.slug) "/shortlists/" (one.id) } { (one.title) }
                    ": " (one.state.name().to_lowercase()) ", " (plural(one.candidates, "nomination", "nominations"))
                }
            }
        }
        (minutes)
        h2.govuk-heading-m { "Members" }
        @if members.is_empty() { p.govuk-body { "Nobody sits on it yet. Add the first member below." } }
        @else { (scrolling(&members_table(panel, members))) }
        h2.govuk-heading-m { "Add a member" }
        p.govuk-body { "We write to them. They sign in with this address; they need no password." }
        form method="post" action={ "/staff/panels/" (panel.slug) "/members" } novalidate {
            (csrf)
            (Input {
                name: "name".into(), value: form.name.clone(), label: Label::question("Name"),
                hint: Some(Hint::from("Only staff see it.")), autocomplete: "off".into(),
                error_message: mistaken::at(mistakes, "name"), ..Default::default()
            })
            (Input {
                name: "email".into(), value: form.email.clone(), kind: "email".into(), spellcheck: Some(false),
                label: Label::question("Email address"), autocomplete: "off".into(),
                error_message: mistaken::at(mistakes, "email"), ..Default::default()
            })
            (Radios {
                name: "side".into(), value: form.side.clone(), fieldset: Some(Fieldset::question("Which side do they sit for?")),
                items: Side::ALL.map(|side| RadiosItem::new(side.code(), side.name())).into(),
                error_message: mistaken::at(mistakes, "side"), ..Default::default()
            })
            (Button::new("Add the member"))
        }
    }
}

fn members_table(panel: &Panel, members: &[Member]) -> Table {
    let remove = |member: &Member| {
        html! {
            a.govuk-link href={ "/staff/panels/" (panel.slug) "/members/" (member.account) "/remove" } {
                "Remove" span.govuk-visually-hidden { " " (member.name) }
            }
        }
    };
    Table {
        caption: "Members".into(),
        caption_classes: "govuk-visually-hidden".into(),
        head: ["Name", "Email address", "Side", "Since", ""]
            .map(TableCell::from)
            .into(),
        first_cell_is_header: true,
        rows: members
            .iter()
            .map(|member| {
                vec![
                    member.name.clone().into(),
                    member.email.clone().into(),
                    member.side.name().into(),
                    long_date(london_date(member.joined_at)).into(),
                    remove(member).into(),
                ]
            })
            .collect(),
        ..Default::default()
    }
}

/// Asks before a member is let go.
pub fn unseat(csrf: Markup, panel: &Panel, member: &Member) -> Markup {
    html! {
        p.govuk-body { (member.name) " will no longer sit on " (panel.name) " and can no longer rank. Rankings of theirs in shortlists that are not agreed no longer count. You can add them again." }
        form method="post" {
            (csrf)
            (Button::warning("Remove the member"))
        }
    }
}

/// The form for a new shortlist.
pub fn opening(
    keys: Markup,
    panel: &Panel,
    found: &[Candidate],
    form: &OpeningForm,
    mistakes: &Mistakes,
) -> Markup {
    if found.is_empty() {
        return empty_list(
            "No nomination of this area is assessed and free.",
            html! { "A shortlist is made of nominations that the probation service found can be done. " a.govuk-link href={ "/nominations?area=" (panel.area_code) } { "Look at the nominations of the area" } "." },
        );
    }
    let item = |one: &Candidate| CheckboxesItem {
        hint: Some(Hint::from(format!(
            "{}. {}. {}. Score {} of 100.",
            one.reference(),
            one.nomination().proposal.whereabouts.place,
            hours(one.estimate_minutes()),
            one.score()
        ))),
        ..CheckboxesItem::new(one.id().to_string(), one.title())
    };
    html! {
        form method="post" novalidate {
            (keys)
            (Input {
                name: "title".into(), value: form.title.clone(), label: Label::question("What is this shortlist for?"),
                hint: Some(Hint::from("For example, Places for the next vote")),
                error_message: mistaken::at(mistakes, "title"), ..Default::default()
            })
            (Input {
                name: "places".into(), value: form.places.clone(), label: Label::question("How many places does it have?"),
                hint: Some(Hint::from("From 2 to 20. So many nominations go to the vote.")), inputmode: "numeric".into(),
                classes: "govuk-input--width-2".into(), error_message: mistaken::at(mistakes, "places"), ..Default::default()
            })
            (Checkboxes {
                name: "candidates".into(), values: form.candidates.clone(),
                fieldset: Some(Fieldset::question("Which nominations do members rank?")),
                hint: Some(Hint::from("The highest score stands first.")),
                items: found.iter().map(item).collect(),
                error_message: mistaken::at(mistakes, "candidates"), ..Default::default()
            })
            (Button::new("Open the shortlist"))
        }
    }
}

/// The vote on a shortlist: whether the reader may draft it, and what it is once it is drafted.
pub struct Drafting {
    pub may_draft: bool,
    pub vote: Option<Round>,
}

/// A shortlist being ranked.
pub fn shortlist(
    csrf: Markup,
    (panel, list, drafting): (&Panel, &Shortlist, &Drafting),
    (members, ranked): (&[Member], &[i64]),
    form: &EndForm,
    mistakes: &Mistakes,
) -> Markup {
    let address = format!("/staff/panels/{}/shortlists/{}", panel.slug, list.id);
    html! {
        p.govuk-body {
            (list.state.name()) ". " (plural(list.candidates, "nomination", "nominations")) ", " (plural(list.places, "place", "places")) ". "
            a.govuk-link href={ "/panels/" (panel.slug) "/shortlists/" (list.id) } { "What everybody sees" }
        }
        h2.govuk-heading-m { "Who has ranked" }
        p.govuk-body { (ranked.len()) " of " (plural(panel.members, "member", "members")) ". How each of them ranked is shown to nobody." }
        ul class="govuk-list govuk-list--bullet" {
            @for member in members {
                li { (member.name) ": " @if ranked.contains(&member.account) { "has ranked" } @else { "has not ranked yet" } }
            }
        }
        @if list.state == State::Ranking {
            (agreeing(csrf.clone(), (list, &address), (members, ranked), form, mistakes))
            (giving_up(csrf, &address, form, mistakes))
        } @else if list.state == State::Agreed {
            p.govuk-body { (voted_on(list, drafting)) }
        }
    }
}

/// The form that agrees a shortlist. While members have not ranked, it asks whether it is agreed without them.
fn agreeing(
    csrf: Markup,
    (list, address): (&Shortlist, &str),
    (members, ranked): (&[Member], &[i64]),
    form: &EndForm,
    mistakes: &Mistakes,
) -> Markup {
    let silent = members.iter().filter(|one| !ranked.contains(&one.account));
    let silent = silent.count();
    let told = plural(
        i64::try_from(silent).unwrap_or(i64::MAX),
        "member has",
        "members have",
    );
    let without = Checkboxes {
        name: "without".into(),
        values: vec![form.without.clone()],
        hint: Some(Hint::from(
            "You can wait: members may rank until the shortlist is agreed.",
        )),
        items: vec![CheckboxesItem::new(
            silent.to_string(),
            format!("{told} not ranked. Agree the shortlist without them"),
        )],
        error_message: mistaken::at(mistakes, "without"),
        ..Default::default()
    };
    html! {
        h2.govuk-heading-m { "Agree the shortlist" }
        @if ranked.is_empty() { p.govuk-body { "No member has ranked yet, so there is nothing to agree." } }
        @else {
            p.govuk-body { "The " (list.places) " nominations with the most points go on it, by the fixed rule. Their nominators are told, and everybody can see how it came about. It cannot be changed afterwards." }
            form method="post" action={ (address) "/agree" } novalidate {
                (csrf)
                input type="hidden" name="version" value=(form.version);
                (Textarea {
                    name: "reason".into(), value: form.reason.clone(), rows: Some(3), label: Label::question("What does the panel say about it? (optional)"),
                    hint: Some(Hint::from("Everybody can read this.")), error_message: mistaken::at(mistakes, "reason"), ..Default::default()
                })
                @if silent > 0 { (without) }
                (Button::new("Agree the shortlist"))
            }
        }
    }
}

fn giving_up(csrf: Markup, address: &str, form: &EndForm, mistakes: &Mistakes) -> Markup {
    let inner = html! {
        form method="post" action={ (address) "/abandon" } novalidate {
            (csrf)
            input type="hidden" name="version" value=(form.version);
            (Textarea {
                id: "why".into(), name: "reason".into(), value: if mistakes.at("why").is_some() { form.reason.clone() } else { String::new() },
                rows: Some(3), label: Label::question("Why is it given up?"), hint: Some(Hint::from("Everybody can read this. The nominations stay as they are.")),
                error_message: mistaken::at(mistakes, "why"), ..Default::default()
            })
            (Button::warning("Give the shortlist up"))
        }
    };
    let details = Details {
        open: mistakes.at("why").is_some(),
        ..Details::new("Give this shortlist up", inner)
    };
    html! { (details) }
}

/// Where an agreed shortlist goes: to the vote that has taken it, or to a new one.
pub(super) fn voted_on(list: &Shortlist, drafting: &Drafting) -> Markup {
    html! {
        @match &drafting.vote {
            Some(round) if drafting.may_draft => { "It is voted on: " a.govuk-link href={ "/staff/rounds/" (round.slug) } { (round.title) } }
            Some(round) => { "It is voted on: " (round.title) }
            None if drafting.may_draft => a.govuk-link href={ "/staff/rounds/new?shortlist=" (list.id) } { "Draft a vote from this shortlist" },
            None => { "A council officer drafts the vote from this shortlist." }
        }
    }
}
