//! Pages about panels for everybody, and the ranking form.

use super::outcomes;
use super::staff_views::{Drafting, voted_on};
use crate::domain::mistakes::Mistakes;
use crate::domain::nominations::assessment::Factor;
use crate::domain::panels::ranking::{Ranking, field};
use crate::domain::panels::shortlist;
use crate::domain::panels::{Side, State};
use crate::domain::text::{grouped, hours, plural};
use crate::domain::time::{london_date, long_date};
use crate::store::panels::Panel as CitizensPanel;
use crate::store::panels::candidates::Candidate;
use crate::store::panels::shortlists::Shortlist;
use crate::web::govuk::{
    Button, Details, InsetText, Label, Panel, Select, SelectItem, Table, TableCell,
};
use crate::web::mistaken;
use crate::web::pieces::{
    FilterField, FilterForm, address, empty_list, pages, scrolling, stage_tag,
};
use maud::{Markup, html};

/// All panels, a page at a time.
pub fn list(rows: &[CitizensPanel], found: usize, q: &str, (page, last): (usize, usize)) -> Markup {
    let filter = FilterForm {
        action: "/panels".into(),
        search: Some(FilterField::text("q", "Search for a panel or an area", q)),
        found: i64::try_from(found).unwrap_or(i64::MAX),
        noun: ("panel".into(), "panels".into()),
        ..Default::default()
    };
    let table = Table {
        caption: "Citizens’ panels".into(),
        caption_classes: "govuk-visually-hidden".into(),
        head: vec!["Panel".into(), "Area".into(), TableCell::numeric("Members")],
        first_cell_is_header: true,
        rows: rows
            .iter()
            .map(|panel| {
                vec![
                    html! { a.govuk-link href={ "/panels/" (panel.slug) } { (panel.name) } }.into(),
                    panel.area_name.clone().into(),
                    TableCell::numeric(grouped(panel.members)),
                ]
            })
            .collect(),
        ..Default::default()
    };
    html! {
        p.govuk-body-l {
            "A citizens’ panel brings residents, the council, the probation service and the police of an area \
             together. It chooses which nominations residents vote on."
        }
        (filter)
        @if rows.is_empty() {
            (empty_list("No panel was found.", html! { "Try another word, or look at " a.govuk-link href="/areas" { "your area" } "." }))
        } @else {
            (scrolling(&table))
            (pages("/panels", &[("q", q)], page as u64, last as u64))
            p.govuk-body { a.govuk-link href=(address("/panels.csv", [("q", q)])) { "Download this list (CSV)" } }
        }
    }
}

/// One panel.
pub fn panel(
    panel: &CitizensPanel,
    sides: &[(Side, i64)],
    lists: &[Shortlist],
    may_run: bool,
    ranks: bool,
) -> Markup {
    html! {
        p.govuk-body-l { "The panel for " a.govuk-link href={ "/areas/" (panel.area_code) } { (panel.area_name) } "." }
        @for paragraph in panel.about.split("\n\n").filter(|text| !text.is_empty()) { p.govuk-body { (paragraph) } }
        @if let Some(day) = panel.founded_on { p.govuk-body { "It began on " (long_date(day)) "." } }
        @if !panel.provenance.is_empty() { (InsetText::from(panel.provenance.as_str())) }
        @if may_run { p.govuk-body { a.govuk-link href={ "/staff/panels/" (panel.slug) } { "Look after this panel" } } }
        h2.govuk-heading-m { "Who sits on it" }
        (seats(panel, sides))
        h2.govuk-heading-m { "Shortlists" }
        @if lists.is_empty() {
            (empty_list("The panel has not made a shortlist yet.", html! {
                "It makes one of the nominations that can be done. " a.govuk-link href="/nominate" { "Nominate a place" } "."
            }))
        }
        @for list in lists { (shortlist_line(panel, list, ranks)) }
    }
}

fn seats(panel: &CitizensPanel, sides: &[(Side, i64)]) -> Markup {
    let table = Table {
        caption: "Members by side".into(),
        caption_classes: "govuk-visually-hidden".into(),
        head: vec!["Side".into(), TableCell::numeric("Members")],
        first_cell_is_header: true,
        rows: sides
            .iter()
            .filter(|(_, count)| *count > 0)
            .map(|(side, count)| vec![side.name().into(), TableCell::numeric(grouped(*count))])
            .collect(),
        ..Default::default()
    };
    html! {
        @if panel.members == 0 {
            p.govuk-body { "Nobody sits on it yet. Members are invited by the council or the probation service." }
        } @else {
            p.govuk-body { (plural(panel.members, "member", "members")) ". We do not name them: they are volunteers and neighbours." }
            (scrolling(&table))
        }
    }
}

fn shortlist_line(panel: &CitizensPanel, list: &Shortlist, ranks: bool) -> Markup {
    let address = format!("/panels/{}/shortlists/{}", panel.slug, list.id);
    let when = london_date(list.agreed_at.unwrap_or(list.opened_at));
    html! {
        h3.govuk-heading-s { a.govuk-link href=(address) { (list.title) } }
        p.govuk-body {
            @if list.state != State::Agreed { (stage_tag(state_word(list.state))) " " }
            @match list.state {
                State::Ranking => {
                    "Members are ranking " (plural(list.candidates, "nomination", "nominations")) " since " (long_date(when)) "."
                    @if ranks { " " a.govuk-link href={ (address) "/rank" } { "Rank them" } }
                }
                State::Agreed => { "Agreed on " (long_date(when)) ": " (list.places.min(list.candidates)) " of " (plural(list.candidates, "nomination", "nominations")) " are on it." }
                State::Abandoned => { "Given up on " (long_date(when)) ": " (list.reason) }
            }
        }
    }
}

fn state_word(state: State) -> &'static str {
    match state {
        State::Ranking => "open",
        State::Agreed => "agreed",
        State::Abandoned => "cancelled",
    }
}

/// One shortlist, with how it came about once it is agreed.
pub fn shortlist(
    panel: &CitizensPanel,
    list: &Shortlist,
    candidates: &[Candidate],
    (ranked, ranks): (usize, bool),
    drafting: Option<&Drafting>,
) -> Markup {
    let ranked = i64::try_from(ranked).unwrap_or(i64::MAX);
    html! {
        p.govuk-body { "A shortlist of " a.govuk-link href={ "/panels/" (panel.slug) } { (panel.name) } ", opened on " (long_date(london_date(list.opened_at))) "." }
        @match list.state {
            State::Ranking => {
                p.govuk-body-l { "Members are putting " (plural(list.candidates, "nomination", "nominations")) " in order. The first " (list.places) " go on the shortlist." }
                @if ranks { (Button::link("Rank the nominations", format!("/panels/{}/shortlists/{}/rank", panel.slug, list.id))) }
                @else {
                    p.govuk-body {
                        "How it came about stands here as soon as it is agreed. Are you a member? "
                        a.govuk-link href={ "/sign-in?next=/panels/" (panel.slug) "/shortlists/" (list.id) "/rank" } { "Sign in to rank" } "."
                    }
                }
                (up(candidates))
            }
            State::Abandoned => {
                p.govuk-body-l { "This shortlist was given up: " (list.reason) }
                (up(candidates))
            }
            State::Agreed => {
                p.govuk-body-l { "The panel put " (plural(chosen(candidates), "nomination", "nominations")) " on its shortlist. Residents vote on " @if chosen(candidates) == 1 { "it" } @else { "them" } "." }
                @if let Some(drafting) = drafting { p.govuk-body { (voted_on(list, drafting)) } }
                @if !list.reason.is_empty() { (InsetText::from(list.reason.as_str())) }
                h2.govuk-heading-m { "How it came about" }
                p.govuk-body { (plural(ranked, "member", "members")) " ranked. " (shortlist::in_words(counted(candidates))) }
                @if ranked < shortlist::FEWEST_RANKINGS_SHOWN {
                    p.govuk-body { "So few ranked that places, points and first places could show how one of them did. They are left out." }
                    (outcomes::fates(candidates))
                } @else {
                    (outcomes::places(candidates))
                }
            }
        }
        h2.govuk-heading-m { "What made the scores" }
        (scores(candidates))
    }
}

fn chosen(candidates: &[Candidate]) -> i64 {
    let on_it = |one: &&Candidate| one.outcome.as_ref().is_some_and(|outcome| outcome.chosen);
    i64::try_from(candidates.iter().filter(on_it).count()).unwrap_or(i64::MAX)
}

/// How many candidates were in the count: those that were not taken out before it.
fn counted(candidates: &[Candidate]) -> usize {
    let placed = |one: &&Candidate| one.outcome.as_ref().is_some_and(|one| one.place.is_some());
    candidates.iter().filter(placed).count()
}

pub(super) fn link(one: &Candidate) -> Markup {
    html! { a.govuk-link href={ "/nominations/" (one.reference()) } { (one.title()) } }
}

fn where_is(one: &Candidate) -> String {
    let place = &one.nomination().proposal.whereabouts.place;
    match &one.assessed.listed.ward {
        Some(ward) => format!("{place}, {ward}"),
        None => place.clone(),
    }
}

fn up(candidates: &[Candidate]) -> Markup {
    let table = Table {
        caption: "Nominations that members rank, by reference".into(),
        head: vec![
            "Nomination".into(),
            "Reference".into(),
            "Where".into(),
            TableCell::numeric("Hours"),
            TableCell::numeric("Score of 100"),
        ],
        first_cell_is_header: true,
        rows: candidates
            .iter()
            .map(|one| {
                vec![
                    link(one).into(),
                    one.reference().into(),
                    where_is(one).into(),
                    TableCell::numeric(hours(one.estimate_minutes())),
                    TableCell::numeric(grouped(one.score())),
                ]
            })
            .collect(),
        ..Default::default()
    };
    scrolling(&table)
}

/// What each factor scored, 0 to 5, with its weight.
fn scores(candidates: &[Candidate]) -> Markup {
    html! {
        p.govuk-body { "The probation service scored each nomination from 0 to 5 on eight factors. Each score counts as often as the factor weighs; 100 is the most." }
        @for one in candidates {
            (Details::new(format!("{} ({}): {} of 100", one.title(), one.reference(), one.score()), factors(one)))
        }
    }
}

fn factors(one: &Candidate) -> Markup {
    let finding = &one.assessed.assessment.finding;
    let row = |factor: Factor| {
        vec![
            factor.name().into(),
            TableCell::numeric(finding.scores.of(factor).to_string()),
            TableCell::numeric(finding.weights.of(factor).to_string()),
        ]
    };
    let table = Table {
        caption: format!("Scores of {}", one.reference()),
        caption_classes: "govuk-visually-hidden".into(),
        head: vec![
            "Factor".into(),
            TableCell::numeric("Score"),
            TableCell::numeric("Weight"),
        ],
        first_cell_is_header: true,
        rows: Factor::ALL.into_iter().map(row).collect(),
        ..Default::default()
    };
    html! {
        (scrolling(&table))
        p.govuk-body { "Estimate: " (hours(finding.estimate_minutes)) " of work." }
        @if !finding.summary.is_empty() { p.govuk-body { (finding.summary) } }
    }
}

/// The form on which a member ranks: a place for each nomination, in the order of references.
pub fn ranking(
    csrf: Markup,
    list: &Shortlist,
    candidates: &[Candidate],
    marks: impl Fn(i64) -> String,
    mistakes: &Mistakes,
) -> Markup {
    html! {
        p.govuk-body { "Give 1 to the nomination that you want most, 2 to the next, and so on. You may leave some out; those get no points from you. The first " (list.places) " of all members’ rankings go on the shortlist." }
        p.govuk-body { "You may change your ranking until the shortlist is agreed. Nobody else is shown how you ranked." }
        form method="post" novalidate {
            (csrf)
            @for one in candidates {
                section.app-ranked {
                    h2.govuk-heading-m { (link(one)) }
                    p.govuk-body { (where_is(one)) ". " (one.assessed.listed.category) ". " (hours(one.estimate_minutes())) " of work. Score " (one.score()) " of 100. " (plural(one.nomination().supporters, "supporter", "supporters")) "." }
                    p.govuk-body { (one.nomination().proposal.description) }
                    (Details::new("What made the score", factors(one)))
                    (place_select(one, candidates.len(), &marks(one.id()), mistakes))
                }
            }
            (Button::new("Keep my ranking"))
        }
    }
}

fn place_select(one: &Candidate, most: usize, mark: &str, mistakes: &Mistakes) -> Select {
    let name = field(one.id());
    let places = (1..=most).map(|place| SelectItem::new(place.to_string(), place.to_string()));
    Select {
        label: Label {
            html: html! { "Your place for it" span.govuk-visually-hidden { ": " (one.title()) } },
            classes: "govuk-label--s".into(),
            ..Default::default()
        },
        error_message: mistaken::at(mistakes, &name),
        items: std::iter::once(SelectItem::new("", "No place"))
            .chain(places)
            .collect(),
        value: mark.to_string(),
        name,
        ..Default::default()
    }
}

/// The confirmation, with what happens next.
pub fn ranked(
    panel: &CitizensPanel,
    list: &Shortlist,
    own: &Ranking,
    candidates: &[Candidate],
) -> Markup {
    let titles = own
        .order()
        .iter()
        .filter_map(|id| candidates.iter().find(|one| one.id() == *id));
    html! {
        (Panel { title_text: "Your ranking is kept".into(), text: list.title.clone(), ..Default::default() })
        ol class="govuk-list govuk-list--number" { @for one in titles { li { (link(one)) } } }
        h2.govuk-heading-m { "What happens next" }
        p.govuk-body { "The council or the probation service agrees the shortlist when members have ranked. Until then you can "
            a.govuk-link href={ "/panels/" (panel.slug) "/shortlists/" (list.id) "/rank" } { "change your ranking" } "."
        }
        p.govuk-body { "How the shortlist came about will stand on " a.govuk-link href={ "/panels/" (panel.slug) "/shortlists/" (list.id) } { "its page" } "." }
    }
}
