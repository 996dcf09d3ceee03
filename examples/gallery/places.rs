//! The home page and a project.

use maud::html;
use payback_panel::web::govuk::{Breadcrumbs, Button, Content};
use payback_panel::web::layout::Page;
use payback_panel::web::pieces::*;

pub fn home() -> Page<'static> {
    let hero = Hero {
        title: "Choose the work that pays back where you live".into(),
        lead: "People on Community Payback clear paths, cut hedges and clean walls. You say where, residents vote, and everybody sees what was done.".into(),
        calls: html! {
            (Button { classes: "govuk-button--inverse".into(), ..Button::start("Nominate a place", "/nominate") })
            a.govuk-link href="/about/choosing" { "How a place is chosen" }
        },
    };
    let headline = Headline {
        figures: vec![
            HeadlineFigure::new("149", "projects completed").linked("/projects?stage=completed"),
            HeadlineFigure::new("676", "offenders worked on them"),
            HeadlineFigure::new("4,732", "hours of work"),
        ],
        period: "Since June 2009".into(),
        as_at: "21 June 2010 at 5:00pm".into(),
        how_href: "/about/figures".into(),
    };
    let latest: Vec<Card> = [
        (
            "Hedges and walls at Larch Field",
            "Beaumont Leys, Leicester",
            "312 hours",
            "21 June 2009",
        ),
        (
            "Path behind the library",
            "Oadby, Oadby and Wigston",
            "96 hours",
            "14 June 2009",
        ),
        (
            "Allotment fences at Mill Lane",
            "Oakham, Rutland",
            "141.5 hours",
            "2 June 2009",
        ),
    ]
    .map(|(title, place, hours, day)| Card {
        title: title.into(),
        href: "/project.html".into(),
        place: place.into(),
        facts: vec![hours.into(), format!("Completed {day}")],
        pair: Some(BeforeAfter {
            before: Some(photo("before", "")),
            after: Some(photo("after", "")),
        }),
        ..Default::default()
    })
    .into();
    let body = html! {
        h2 class="govuk-heading-m" { "What has been done" }
        (headline)
        h2 class="govuk-heading-m" { "What you can do now" }
        div.app-calls {
            (OpenNow {
                title: "Vote: which place comes first in Leicester?".into(),
                href: "/votes/june".into(),
                until: "30 June 2009 at 5:00pm".into(),
                summary: "Five places were shortlisted by the citizens’ panel. Choose one.".into(),
            })
            (OpenNow {
                title: "Nominate a place".into(),
                href: "/nominate".into(),
                until: String::new(),
                summary: "A path, a park, a churchyard: anywhere that is for everybody. It takes about five minutes.".into(),
            })
        }
        h2 class="govuk-heading-m" { "Latest completed work" }
        (cards(&latest))
    };
    Page {
        title: "Home",
        path: "/",
        wide: true,
        banner: html! { (hero) },
        body,
        ..Default::default()
    }
}

pub fn project() -> Page<'static> {
    let track = StageTrack {
        steps: vec![
            Step::new("Nominated", StepState::Done)
                .when("3 March 2009")
                .link("The nomination", "/nominations/LC-2009-0042"),
            Step::new("Chosen", StepState::Done)
                .when("30 June 2009")
                .link("The result", "/votes/june/result"),
            Step::new("Scheduled", StepState::Done).when("July 2009"),
            Step::new("In progress", StepState::Now)
                .when("Since 12 July 2009")
                .link("Updates", "#updates"),
            Step::new("Completed", StepState::Ahead).when("Expected September 2009"),
        ],
    };
    let facts = key_facts::<&str, Content>([
        ("Asked for by", "A resident of Beaumont Leys".into()),
        ("Chosen by", "412 of 1,204 voters".into()),
        (
            "Who benefits",
            "Everybody who crosses the field to school or to the shops".into(),
        ),
        ("Supervised by", "Leicester and Rutland Probation".into()),
        ("Sessions held", "31".into()),
        (
            "Offenders who worked here",
            html! { "14 " a.govuk-link href="/about/figures" { "how this is counted" } }.into(),
        ),
    ]);
    let history = Timeline {
        entries: vec![
            entry(
                "19 July 2009",
                "Half of the hedge is cut",
                "Leicester and Rutland Probation",
                "The path is open again from the school side.",
            ),
            entry(
                "12 July 2009",
                "Work began",
                "Leicester and Rutland Probation",
                "",
            ),
            entry(
                "1 July 2009",
                "Chosen in the vote",
                "Leicester City Council",
                "412 votes of 1,204.",
            ),
        ],
    };
    let body = html! {
        span.govuk-caption-l { "Project LC-P-0007" }
        h1.govuk-heading-l { "Hedges and walls at Larch Field" }
        p class="govuk-body-l" { "The hedge has grown over the path to the school. It is cut back, and paint is taken off the garage walls." }
        (track)
        div.govuk-grid-row {
            div.govuk-grid-column-two-thirds {
                (BeforeAfter { before: Some(photo("before", "8 July 2009")), after: Some(photo("after", "19 July 2009")) })
                h2.govuk-heading-m { "What has been done" }
                (Progress { done_minutes: 312 * 60, estimated_minutes: 400 * 60 })
                (facts)
                h2.govuk-heading-m #updates { "Updates" }
                (history)
                (Provenance::Invented)
            }
            div class="govuk-grid-column-one-third app-screen-only" {
                (OpenNow { title: "Follow this project".into(), href: "/follow".into(), until: String::new(), summary: "One letter when it is done. Stop at any time.".into() })
            }
        }
    };
    Page {
        title: "Hedges and walls at Larch Field",
        about: "Projects",
        path: "/projects/LC-P-0007",
        wide: true,
        before: html! { (Breadcrumbs::of([("Home", "/"), ("Projects", "/projects"), ("Larch Field", "")])) },
        body,
        ..Default::default()
    }
}

fn entry(when: &str, title: &str, by: &str, body: &str) -> TimelineEntry {
    TimelineEntry {
        id: None,
        when: when.into(),
        datetime: None,
        title: title.into(),
        by: by.into(),
        body: html! { @if !body.is_empty() { p.govuk-body { (body) } } },
    }
}

/// A drawing in place of a photo.
pub fn photo(side: &str, taken: &str) -> Photo {
    let (sky, grass, hedge) = if side == "before" {
        ("cfd8d5", "8a9a72", "3f5a35")
    } else {
        ("d9e8ef", "a9c47f", "5f8a4e")
    };
    let top = if side == "before" { 60 } else { 130 };
    let svg = format!(
        "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 400 300'><path fill='%23{sky}' d='M0 0h400v300H0z'/><path fill='%23{grass}' d='M0 190h400v110H0z'/><path fill='%23{hedge}' d='M0 {top}q50 -20 100 0t100 0 100 0 100 0v{rest}H0z'/><path fill='%23d8cfb8' d='M170 300l20-90h20l40 90z'/></svg>",
        rest = 210 - top
    );
    Photo {
        srcset: String::new(),
        src: format!("data:image/svg+xml,{svg}"),
        alt: format!("The path along the hedge, {side} the work"),
        width: 400,
        height: 300,
        taken: taken.into(),
    }
}
