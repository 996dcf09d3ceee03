//! Pages for officers who draft, check and publish releases.

use super::forms::{CheckForm, DraftForm, LENGTHS, PageQuery};
use super::views;
use crate::domain::figures::release::findings::Anomaly;
use crate::domain::figures::release::{Revised, Row, Stage, values};
use crate::domain::figures::view::By;
use crate::domain::mistakes::Mistakes;
use crate::domain::text::{hours_figure, plural};
use crate::domain::time::long_date;
use crate::store::figures::Publication;
use crate::store::figures::releases::Release;
use crate::store::figures::releases::review::Found;
use crate::web::figures::explained::marks;
use crate::web::govuk::{
    Button, Checkboxes, CheckboxesItem, Fieldset, Hint, InsetText, Label, Radios, RadiosItem,
    Select, SelectItem, Tag, Textarea, WarningText,
};
use crate::web::mistaken;
use crate::web::pieces::Paged;
use crate::web::pieces::{as_at, empty_list, month_field, scrolling};
use maud::{Markup, html};

/// The releases of somebody's councils.
pub fn list(releases: &[Release], page: &str) -> Markup {
    let shown = Paged::of(page, releases.len(), views::ROWS_AT_ONCE);
    html! {
        p.govuk-body { "A release freezes the public figures of a period for good. One officer checks it, another publishes it." }
        (Button::link("Draft a release", "/staff/releases/new"))
        @if releases.is_empty() {
            (empty_list("There is no release yet.", html! { "Draft one for a period that is over." }))
        } @else {
            (scrolling(&views::table(shown.of_rows(releases), |release| format!("/staff/releases/{}", release.slug))))
            (shown.links("/staff/releases", &[]))
        }
    }
}

/// The form for a draft.
pub fn new(
    keys: Markup,
    form: &DraftForm,
    councils: &[(String, String)],
    mistakes: &Mistakes,
) -> Markup {
    let areas = councils
        .iter()
        .map(|(code, name)| SelectItem::new(code, name));
    html! {
        form method="post" novalidate {
            (keys)
            (Select {
                name: "area".into(), value: form.area.clone(), label: Label::question("Which council?"),
                items: areas.collect(), error_message: mistaken::at(mistakes, "area"), ..Default::default()
            })
            (Radios {
                name: "length".into(), value: form.length.clone(), fieldset: Some(Fieldset::question("How long is the period?")),
                items: LENGTHS.map(|(cut, words)| RadiosItem::new(By::Time(cut).code(), words)).into(),
                error_message: mistaken::at(mistakes, "length"), ..Default::default()
            })
            (month_field("month", "Which month does it begin with?", "For example, 4 2026. The period must be over.", &form.first(), mistakes))
            (Textarea {
                name: "reason".into(), value: form.reason.clone(), label: Label::question("Why is it revised?"),
                hint: Some(Hint::from("Only where this period was published before. Everybody can read this.")),
                error_message: mistaken::at(mistakes, "reason"), ..Default::default()
            })
            (Button::new("Draft the release"))
        }
    }
}

/// What the page of a draft shows.
pub struct Draft<'a> {
    pub release: &'a Release,
    /// The tables as the public figures have them.
    pub rows: &'a [Row],
    /// The release it is held against.
    pub last: Option<&'a Release>,
    pub changes: &'a [Revised],
    pub anomalies: &'a [Found],
    /// Whether the public figures lack something.
    pub is_behind: bool,
    /// How many projects have something that waits to be counted with others.
    pub waiting: i64,
    pub publication: Publication,
    /// Whether whoever looks has checked it.
    pub is_own_check: bool,
    /// Which group of measures, and which page of what is long, as they stand in the address.
    pub query: &'a PageQuery,
}

/// A draft or a checked release.
pub fn one(csrf: Markup, draft: &Draft<'_>, (form, mistakes): (&CheckForm, &Mistakes)) -> Markup {
    let release = draft.release;
    html! {
        p.govuk-body { (Tag { text: release.stage.name().into(), ..Tag::default() }) }
        @if let Some(at) = draft.publication.as_at { (as_at(at, "as the public figures are now")) }
        @if draft.is_behind {
            (WarningText { text: "Something was recorded for this council since the public figures were last made. The release can be checked and published when they have been made anew.".into(), ..WarningText::default() })
        }
        @if draft.waiting > 0 {
            (InsetText { html: html! { p.govuk-body {
                "Not in these figures: what very few people did on " (plural(draft.waiting, "project", "projects"))
                " waits for a later publication, so that no total gives it away. The public is not told where."
            } }, ..InsetText::default() })
        }
        @if !release.reason.is_empty() { (InsetText { html: html! { p.govuk-body { "Why it is revised: " (release.reason) } }, ..InsetText::default() }) }
        h2.govuk-heading-m { "What changed since the last release" }
        (since(draft))
        h2.govuk-heading-m { "To look at before it is published" }
        (anomalies(draft.anomalies, &draft.query.page))
        (marks())
        (views::tables((release, "/staff/releases"), draft.rows, &[], draft.query))
        (go_on(draft))
        @match release.stage {
            Stage::Draft => (to_check(&csrf, draft, form, mistakes)),
            _ => (to_publish(&csrf, draft)),
        }
        (to_discard(&csrf, release))
    }
}

fn since(draft: &Draft<'_>) -> Markup {
    let Some(last) = draft.last else {
        return html! { p.govuk-body { "Nothing of this length was published for this council before." } };
    };
    let title =
        html! { a.govuk-link href={ "/figures/releases/" (last.slug) } { (views::title(last)) } };
    let readings = (last.reading, draft.release.reading);
    let changes = values::with_values(draft.changes.to_vec(), readings);
    let page = &draft.query.page;
    // Other months are other numbers: only what is published of the same ones is revised.
    if last.span == draft.release.span {
        let heads = ("Last release", "This release", views::REVISED);
        return html! {
            p.govuk-body { "Held against " (title) ":" }
            (views::changed(&changes, "Numbers that differ", heads, page))
        };
    }
    html! {
        p.govuk-body {
            "Nothing of these months was published before: no number here corrects another. The last release as long is "
            (title) ". Below, the whole of each period stands beside the other, altogether and by kind of work, origin and ward; "
            "months and quarters are not held against each other."
        }
        (views::changed(&changes, "This period beside the other", ("Other period", "This period", ""), page))
    }
}

/// Links to the rest of what is long.
fn go_on(draft: &Draft<'_>) -> Markup {
    let of = |kind: Anomaly| {
        draft
            .anomalies
            .iter()
            .filter(move |one| one.anomaly == kind)
    };
    let most = Anomaly::ALL.map(|kind| of(kind).count());
    let rows = [views::longest(draft.rows), draft.changes.len()];
    let longest = most.into_iter().chain(rows).max().unwrap_or(0);
    let address = format!("/staff/releases/{}", draft.release.slug);
    Paged::of(&draft.query.page, longest, views::ROWS_AT_ONCE).links(&address, &draft.query.pairs())
}

fn anomalies(found: &[Found], page: &str) -> Markup {
    html! {
        @if found.is_empty() { p.govuk-body { "Nothing stands out: no long or crowded session, none credited above what was offered, no planned session without a return, no project without a nomination." } }
        @for kind in Anomaly::ALL {
            @let own: Vec<&Found> = found.iter().filter(|one| one.anomaly == kind).collect();
            @let shown = Paged::of(page, own.len(), views::ROWS_AT_ONCE);
            @if !own.is_empty() {
                h3.govuk-heading-s {
                    (kind.name()) ": " (own.len())
                    @if let Some(words) = shown.words() { ", " (words) }
                }
                ul.govuk-list.govuk-list--bullet { @for one in shown.of_rows(&own) { li { (anomaly(one)) } } }
            }
        }
    }
}

fn anomaly(found: &Found) -> Markup {
    if found.anomaly == Anomaly::NothingRecorded {
        return html! { "Neither a session nor a project nor a nomination counts in these months. Is it the right council and the right period?" };
    }
    html! {
        a.govuk-link href={ "/projects/" (found.project) } { (found.project) } ", " (found.title)
        @if let Some(day) = found.planned { ": planned for " (long_date(day)) }
        @if let Some(session) = &found.session {
            @let checked = &session.checked;
            ": " (long_date(session.day)) ", "
            @match found.anomaly {
                Anomaly::LongSession => { (hours_figure(checked.minutes)) " hours long" }
                Anomaly::OverGroupLimit => {
                    (plural(checked.attending, "person", "people")) ", the limit is " (checked.group_limit.unwrap_or_default())
                }
                _ => { (hours_figure(checked.credited)) " hours credited, " (hours_figure(checked.offered)) " offered" }
            }
        }
    }
}

fn to_check(csrf: &Markup, draft: &Draft<'_>, form: &CheckForm, mistakes: &Mistakes) -> Markup {
    html! {
        h2.govuk-heading-m { "Check the release" }
        form method="post" action={ "/staff/releases/" (draft.release.slug) "/check" } novalidate {
            (csrf)
            input type="hidden" name="version" value=(form.version);
            input type="hidden" name="seen" value=(form.seen);
            (Textarea {
                name: "findings".into(), value: form.findings.clone(), label: Label::question("What did you find when you looked at the list above?"),
                hint: Some(Hint::from("For staff. You may leave it empty where nothing is listed above.")),
                error_message: mistaken::at(mistakes, "findings"), ..Default::default()
            })
            (Textarea {
                name: "note".into(), value: form.note.clone(), label: Label::question("What should readers know? (optional)"),
                hint: Some(Hint::from("Everybody can read this on the release.")),
                error_message: mistaken::at(mistakes, "note"), ..Default::default()
            })
            (Checkboxes {
                name: "sure".into(), values: form.sure.clone(),
                items: vec![CheckboxesItem::new("yes", "I have looked at the figures and at everything in the list, and they are right")],
                error_message: mistaken::at(mistakes, "sure"), ..Default::default()
            })
            (Button::new("It is right: ask a second officer to publish"))
        }
    }
}

/// A button that sends the version that the page was made from.
fn step(csrf: &Markup, release: &Release, step: &str, button: &Button) -> Markup {
    html! {
        form method="post" action={ "/staff/releases/" (release.slug) "/" (step) } {
            (csrf)
            input type="hidden" name="version" value=(release.version);
            (button)
        }
    }
}

fn to_publish(csrf: &Markup, draft: &Draft<'_>) -> Markup {
    let release = draft.release;
    html! {
        h2.govuk-heading-m { "Publish the release" }
        @if !release.findings.is_empty() { p.govuk-body { "What the officer who checked it found: " (release.findings) } }
        @if !release.note.is_empty() { p.govuk-body { "For readers: " (release.note) } }
        @if draft.is_own_check {
            p.govuk-body { "You checked this release. Another officer of the council must publish it." }
        } @else {
            p.govuk-body { "Once published, it has an address of its own and never changes. A mistake found later is put right by a revision." }
            (step(csrf, release, "publish", &Button::new("Publish for everybody")))
        }
        (step(csrf, release, "back", &Button::secondary("Send back to be checked again")))
    }
}

fn to_discard(csrf: &Markup, release: &Release) -> Markup {
    html! {
        h2.govuk-heading-m { "Throw the draft away" }
        p.govuk-body { "Nothing of it was published. It can be drafted again." }
        (step(csrf, release, "discard", &Button::warning("Throw the draft away")))
    }
}
