//! Recording and correcting a session, and what was saved.

use super::forms::SessionForm;
use crate::domain::hours::session_return::{HELD, Outcome, STOOD_DOWN};
use crate::domain::hours::stood_down::StoodDown;
use crate::domain::mistakes::Mistakes;
use crate::domain::text::{grouped, hours, plural};
use crate::domain::time::{long_date, long_instant};
use crate::store::hours::Version;
use crate::store::projects::Project;
use crate::web::govuk::{
    Button, Checkboxes, CheckboxesItem, Details, Fieldset, Hint, Input, InsetText, Label, Panel,
    Radios, RadiosItem, SummaryList, SummaryListRow, Textarea,
};
use crate::web::mistaken;
use crate::web::pieces::day_field;
use maud::{Markup, html};

/// What the form needs to know beside what was typed.
pub struct Around<'a> {
    /// The project.
    pub project: &'a Project,
    /// Its last session that was held.
    pub last: Option<&'a Version>,
    /// What is wrong.
    pub mistakes: &'a Mistakes,
    /// Whether the group limit was passed, so that it can be confirmed.
    pub over_limit: bool,
}

/// The form for a new session.
pub fn record(keys: Markup, form: &SessionForm, around: &Around<'_>) -> Markup {
    html! {
        @if let Some(last) = around.last {
            p class="govuk-body" {
                "Filled in like the last session that was held, on " (long_date(last.reads.day)) ". Change what was different."
            }
        }
        form method="post" class="app-session" novalidate {
            (keys)
            (questions(form, around))
            (worked_out("connection", ""))
            (Button::new("Save"))
        }
        p class="govuk-body-s" {
            "Count people only. Never write a name, a case number or anything else that tells who somebody is."
        }
    }
}

/// The form for a correction.
pub fn correct(keys: Markup, form: &SessionForm, around: &Around<'_>, now: &Version) -> Markup {
    let stale = form.based_on() != now.number;
    html! {
        @if stale { (changed_meanwhile(now)) }
        p class="govuk-body" { "The old version stays readable to staff. The new one counts from now on." }
        form method="post" class="app-session" novalidate {
            (keys)
            input type="hidden" name="version" value=(now.number);
            (questions(form, around))
            (Textarea {
                name: "correction".into(), value: form.correction.clone(), rows: Some(2),
                label: Label::question("Why is it corrected?"),
                hint: Some(Hint::from("For example: I read the paper sheet wrongly.")),
                error_message: mistaken::at(around.mistakes, "correction"), ..Default::default()
            })
            (worked_out("connection", ""))
            (Button::new("Save the correction"))
        }
    }
}

fn changed_meanwhile(now: &Version) -> Markup {
    let text = html! {
        p { strong { "This session was corrected after the form was opened, by you or by somebody else." } }
        p { "It now reads: " (in_a_sentence(now)) }
        p { "What you typed is still below. Check it against this, then save it or go back." }
    };
    html! {
        (InsetText { html: text, ..Default::default() })
    }
}

/// `20 November 2026, 09:30 to 15:30: 6 people, 2 of them new; 36 hours offered, 35 hours credited.`
pub fn in_a_sentence(version: &Version) -> String {
    let reads = &version.reads;
    let when = format!("{}, {}", long_date(reads.day), reads.shift);
    match reads.outcome {
        Outcome::Held(worked) => format!(
            "{when}: {}, {} of them new; {} offered, {} credited.",
            plural(worked.attending, "person", "people"),
            grouped(worked.new_to_project),
            hours(worked.offered.count()),
            hours(worked.credited.count())
        ),
        Outcome::StoodDown(reason) => {
            format!("{when}: stood down, {}.", reason.name().to_lowercase())
        }
    }
}

fn questions(form: &SessionForm, around: &Around<'_>) -> Markup {
    let mistakes = around.mistakes;
    html! {
        (day_field("date", "When was the session?", "", &form.day(), mistakes))
        div class="app-session__times" {
            (time("start", "Start", &form.start, mistakes))
            (time("end", "End", &form.end, mistakes))
        }
        (worked_out("each", "start end"))
        (Radios {
            name: "status".into(), value: form.status.clone(),
            fieldset: Some(Fieldset::question("Was it held?")),
            error_message: mistaken::at(mistakes, "status"),
            items: vec![
                RadiosItem { conditional: people(form, around).into(), ..RadiosItem::new(HELD, "It was held") },
                RadiosItem { conditional: reasons(form, mistakes).into(), ..RadiosItem::new(STOOD_DOWN, "It was stood down") },
            ],
            ..Default::default()
        })
        (Details {
            summary_text: "Add a note (optional)".into(),
            open: !form.note.is_empty() || mistakes.at("note").is_some(),
            html: html! {
                (Textarea {
                    name: "note".into(), value: form.note.clone(), rows: Some(2), label: Label::from("Note"),
                    hint: Some(Hint::from("Staff can read it, the public cannot.")),
                    error_message: mistaken::at(mistakes, "note"), ..Default::default()
                })
            },
            ..Default::default()
        })
    }
}

/// Where a browser with scripts shows what the numbers come to while they are typed. Without scripts it
/// stays hidden: the page after saving says it.
fn worked_out(what: &str, from: &str) -> Markup {
    let from = (!from.is_empty()).then_some(from);
    html! { output class="app-worked-out" data-worked-out=(what) for=[from] hidden {} }
}

fn time(name: &str, question: &str, value: &str, mistakes: &Mistakes) -> Markup {
    html! {
        (Input {
            name: name.into(), value: value.into(), label: Label::question(question),
            hint: Some(Hint::from(if name == "start" { "Like 0930" } else { "Like 1530" })),
            inputmode: "numeric".into(), autocomplete: "off".into(), classes: "govuk-input--width-5".into(),
            error_message: mistaken::at(mistakes, name), ..Default::default()
        })
    }
}

fn number(name: &str, label: Label, hint: String, value: &str, mistakes: &Mistakes) -> Input {
    Input {
        name: name.into(),
        value: value.into(),
        label,
        hint: (!hint.is_empty()).then(|| Hint::from(hint.as_str())),
        inputmode: "numeric".into(),
        autocomplete: "off".into(),
        spellcheck: Some(false),
        classes: "govuk-input--width-4".into(),
        error_message: mistaken::at(mistakes, name),
        ..Default::default()
    }
}

fn people(form: &SessionForm, around: &Around<'_>) -> Markup {
    let mistakes = around.mistakes;
    let new_hint = match around.last {
        None => "Nobody is recorded yet, so everybody is new: leave this empty.",
        Some(_) => "People who had never worked on this project. 0 if none.",
    };
    let minutes_typed = [&form.minutes_offered, &form.minutes_credited]
        .iter()
        .any(|text| !text.is_empty());
    let minutes_wrong = ["minutes-offered", "minutes-credited"]
        .iter()
        .any(|field| mistakes.at(field).is_some());
    html! {
        (number("attending", Label::question("How many attended?"), String::new(), &form.attending, mistakes))
        @if around.over_limit { (confirm_limit(form, around.project)) }
        (number("new-to-project", Label::question("How many of them were new here?"), new_hint.into(), &form.new_to_project, mistakes))
        (worked_out("together", "start end attending minutes-offered minutes-credited"))
        (Details {
            summary_text: "Somebody came late or left early".into(),
            open: minutes_typed || minutes_wrong,
            html: html! {
                p class="govuk-body" {
                    "If you leave these empty, everybody is counted for the whole session."
                }
                (number("minutes-offered", Label::from("Minutes offered, all people together"), String::new(), &form.minutes_offered, mistakes))
                (number("minutes-credited", Label::from("Minutes credited, all people together"), String::new(), &form.minutes_credited, mistakes))
            },
            ..Default::default()
        })
    }
}

fn confirm_limit(form: &SessionForm, project: &Project) -> Markup {
    let limit = project.description.group_limit.unwrap_or_default();
    let values = (form.over_limit == "yes").then(|| "yes".to_string());
    html! {
        (Checkboxes {
            name: "over-limit".into(), values: values.into_iter().collect(),
            items: vec![CheckboxesItem::new("yes", format!("Yes, more than {limit} really attended"))],
            ..Default::default()
        })
    }
}

fn reasons(form: &SessionForm, mistakes: &Mistakes) -> Markup {
    html! {
        (Radios {
            name: "reason".into(), value: form.reason.clone(),
            fieldset: Some(Fieldset::question("Why?")),
            error_message: mistaken::at(mistakes, "reason"),
            items: StoodDown::ALL.map(|reason| RadiosItem::new(reason.code(), reason.name())).into(),
            ..Default::default()
        })
    }
}

/// What was saved, and what next.
pub fn saved(project: &Project, version: &Version) -> Markup {
    let title = if version.number == 1 {
        "Saved"
    } else {
        "Correction saved"
    };
    let reference = &project.reference;
    html! {
        (Panel { title_text: title.into(), text: project.description.title.clone(), ..Default::default() })
        (what(version))
        p class="govuk-body" {
            "The session counts from now on. The public figures take it in when they are next published."
        }
        (Button::link("Done", "/staff/sessions"))
        ul class="govuk-list govuk-list--spaced" {
            li { a class="govuk-link" href={ "/staff/sessions/" (version.key) "/correct" } { "Something is wrong: correct it" } }
            li { a class="govuk-link" href={ "/staff/projects/" (reference) "/sessions/new" } { "Record another session" } }
            li { a class="govuk-link" href="/staff/sessions/week" { "The week, and what is missing in it" } }
            li { a class="govuk-link" href={ "/staff/projects/" (reference) "/sessions" } { "All sessions of this project" } }
        }
    }
}

/// What a version says, fact by fact.
pub fn what(version: &Version) -> Markup {
    let reads = &version.reads;
    let mut rows = vec![
        SummaryListRow::new("Date", long_date(reads.day)),
        SummaryListRow::new("Time", reads.shift.to_string()),
    ];
    match reads.outcome {
        Outcome::Held(worked) => rows.extend([
            SummaryListRow::new("Attended", grouped(worked.attending)),
            SummaryListRow::new("New to the project", grouped(worked.new_to_project)),
            SummaryListRow::new("Offered", minutes_and_hours(worked.offered.count())),
            SummaryListRow::new("Credited", minutes_and_hours(worked.credited.count())),
        ]),
        Outcome::StoodDown(reason) => rows.push(SummaryListRow::new("Stood down", reason.name())),
    }
    if !reads.note.is_empty() {
        rows.push(SummaryListRow::new("Note", reads.note.clone()));
    }
    if !version.correction.is_empty() {
        rows.push(SummaryListRow::new(
            "Why it was corrected",
            version.correction.clone(),
        ));
    }
    let by = version.recorded_by.as_deref().unwrap_or("an import");
    rows.push(SummaryListRow::new(
        "Recorded",
        format!("{} by {by}", long_instant(version.recorded_at)),
    ));
    html! { (SummaryList { rows, ..Default::default() }) }
}

fn minutes_and_hours(minutes: i64) -> String {
    format!("{} ({} minutes)", hours(minutes), grouped(minutes))
}

/// Another return stands at the same times: what it says, and what can be done.
pub fn recorded_otherwise(project: &Project, there: &Version) -> Markup {
    html! {
        p class="govuk-body" {
            "A session of this project on " (long_date(there.reads.day)) ", " (there.reads.shift.to_string())
            ", is recorded already, with other numbers. Nothing was saved now."
        }
        (what(there))
        p class="govuk-body" { "If these numbers are wrong, correct them. If yours was another session, its times were different." }
        (Button::link("Correct this session", format!("/staff/sessions/{}/correct", there.key)))
        p class="govuk-body" {
            a class="govuk-link" href={ "/staff/projects/" (project.reference) "/sessions/new" } { "Record another session" }
        }
    }
}
