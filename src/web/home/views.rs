//! The home page, drawn.

use super::cards as card;
use super::pages::Home;
use crate::domain::figures::period::year_words;
use crate::domain::figures::withholding::PublicMeasures;
use crate::domain::text::{grouped, plural};
use crate::domain::time::long_instant;
use crate::store::projects::Project;
use crate::web::govuk::{Button, Input, Label};
use crate::web::photos::views as photos;
use crate::web::pieces::{
    Card, Headline, HeadlineFigure, Hero, OpenNow, card_rows, cards, empty_list, shown,
    shown_whole_hours,
};
use maud::{Markup, Render, html};
use std::collections::HashMap;

/// One sentence of what this is, and the two ways on.
pub fn hero(name: &str) -> Markup {
    Hero {
        title: "Choose the work that pays back where you live".into(),
        lead: format!(
            "People on Community Payback clear paths, cut hedges and clean walls. On {name} you say where, \
             residents vote, and everybody sees what was done."
        ),
        calls: html! {
            (Button { classes: "govuk-button--inverse".into(), ..Button::start("Nominate a place", "/nominate") })
            a.govuk-link href="/about/choosing" { "How a place is chosen" }
        },
    }
    .render()
}

/// The feeds, for programs that read the page.
pub fn feeds() -> Markup {
    let feeds = [
        ("New nominations", "/feeds/nominations.atom"),
        ("Votes", "/feeds/votes.atom"),
        ("Projects", "/feeds/projects.atom"),
    ];
    html! {
        @for (title, href) in feeds { link rel="alternate" type="application/atom+xml" title=(title) href=(href); }
    }
}

/// Everything below the hero.
pub fn home(home: &Home, demonstration: bool) -> Markup {
    html! {
        (headline(home))
        (first_year(home, demonstration))
        h2.govuk-heading-l { "What is open now" }
        (open_now(home))
        (near())
        h2.govuk-heading-l { "Work under way" }
        (under_way(home))
        h2.govuk-heading-l { "Latest completed work" }
        (done(home))
    }
}

fn headline(home: &Home) -> Markup {
    let as_at = home.publication.as_at.map(long_instant);
    let projects = home.total.open.projects_completed;
    html! {
        h2.govuk-visually-hidden { "What it has come to" }
        (Headline {
            figures: vec![
                HeadlineFigure::new(grouped(projects), if projects == 1 { "project completed" } else { "projects completed" })
                    .linked("/projects?stage=completed"),
                HeadlineFigure::new(shown(home.total.offenders), "offenders have worked"),
                HeadlineFigure::new(shown_whole_hours(home.total.minutes_credited), "hours of work").linked("/figures"),
            ],
            period: home.since.map(|month| format!("Since {}", month.words())).unwrap_or_default(),
            as_at: as_at.unwrap_or_default(),
            how_href: "/about/figures".into(),
        })
    }
}

/// `149 projects, 676 offenders, 4,732 hours`.
fn in_a_line(figures: &PublicMeasures) -> String {
    format!(
        "{}, {} offenders, {} hours",
        plural(figures.open.projects_completed, "project", "projects"),
        shown(figures.offenders),
        shown_whole_hours(figures.minutes_credited)
    )
}

fn first_year(home: &Home, demonstration: bool) -> Markup {
    let Some((year, figures)) = &home.first_year else {
        return Markup::default();
    };
    html! {
        div.app-first-year {
            h2.govuk-heading-m { "In the panel’s first year, " (year_words(*year)) ": " (in_a_line(figures)) }
            p.govuk-body {
                "From 1 April " (year) " to 31 March " (year + 1) ". Added up from the record of each day’s work. "
                a.govuk-link href={ "/figures?from=" (year) "-04-01&to=" (year + 1) "-03-31" } { "See how it adds up" }
                @if demonstration { ". " a.govuk-link href="/about/demonstration" { "What is real here" } }
                "."
            }
        }
    }
}

fn open_now(home: &Home) -> Markup {
    html! {
        div.app-calls {
            @for round in &home.open {
                (OpenNow {
                    title: round.title.clone(),
                    href: format!("/votes/{}", round.slug),
                    until: long_instant(round.times.closes_at),
                    summary: format!("If you live in {}, you can vote.", round.area_name),
                })
            }
            @if home.open.is_empty() {
                div {
                    h3.app-open__title { a.govuk-link href="/votes" { "Votes" } }
                    p.govuk-body {
                        "No vote is open now. "
                        @match home.announced.first() {
                            Some(round) => {
                                "The next one, " a.govuk-link href={ "/votes/" (round.slug) } { (round.title) }
                                ", opens on " (long_instant(round.times.opens_at)) "."
                            }
                            None => "The results of earlier votes are here to read.",
                        }
                    }
                }
            }
            (OpenNow {
                title: "Nominate a place".into(),
                href: "/nominate".into(),
                until: String::new(),
                summary: "Tell us of a place that needs work. You do not need an account.".into(),
            })
        }
    }
}

fn near() -> Markup {
    html! {
        form.app-near action="/areas" method="get" role="search" {
            h2.govuk-heading-m { "What is going on near you" }
            div.app-filter__search {
                (Input {
                    id: "q".into(),
                    name: "q".into(),
                    label: Label::from("Your postcode, or the name of a place, a ward or a council"),
                    ..Default::default()
                })
                (Button { text: "Find your area".into(), classes: "govuk-button--secondary".into(), ..Default::default() })
            }
            p.govuk-body { "Or " a.govuk-link href="/areas" { "choose your area from the list" } "." }
        }
    }
}

/// The same with the place before the work and after it.
fn with_photos(projects: &[Project], home: &Home) -> Vec<Card> {
    let mut cards = as_cards(projects, &home.totals);
    for (card, project) in cards.iter_mut().zip(projects) {
        card.pair = home.pairs.get(&project.id).map(photos::pair);
    }
    cards
}

fn as_cards(projects: &[Project], totals: &HashMap<i64, PublicMeasures>) -> Vec<Card> {
    let card = |one: &Project| card::project(one, totals.get(&one.id));
    projects.iter().map(card).collect()
}

fn under_way(home: &Home) -> Markup {
    html! {
        @if home.under_way.is_empty() {
            (empty_list("No work is under way now.", html! {
                "Look at what was " a.govuk-link href="/nominations" { "nominated" } ", or " a.govuk-link href="/nominate" { "nominate a place" } "."
            }))
        } @else {
            (card_rows(&as_cards(&home.under_way, &home.totals)))
            p.govuk-body { a.govuk-link href="/projects?stage=in-progress" { "All work under way" } }
        }
    }
}

fn done(home: &Home) -> Markup {
    html! {
        @if home.done.is_empty() {
            (empty_list("No project has been completed yet.", html! {
                "Look at " a.govuk-link href="/projects" { "all projects" } "."
            }))
        } @else {
            (cards(&with_photos(&home.done, home)))
            p.govuk-body { a.govuk-link href="/projects?stage=completed&sort=completed" { "All completed projects" } }
        }
    }
}
