//! A day's sessions of several projects in one form, drawn.

use super::day::Row;
use crate::actions::hours::day::field;
use crate::domain::hours::plan::weekday_name;
use crate::domain::hours::session_return::{HELD, STOOD_DOWN};
use crate::domain::hours::stood_down::StoodDown;
use crate::domain::mistakes::Mistakes;
use crate::domain::text::plural;
use crate::domain::time::long_date;
use crate::web::govuk::{
    Button, Checkboxes, CheckboxesItem, Details, Hint, Input, Label, Select, SelectItem, Textarea,
};
use crate::web::mistaken;
use crate::web::pieces::{DayTyped, FilterField, FilterForm, day_field, empty_list, pages};
use chrono::Datelike;
use maud::{Markup, Render, html};

const PATH: &str = "/staff/sessions/day";

/// What was chosen above the form.
pub struct Choosing {
    /// The day, as addresses write it.
    pub day: String,
    /// Which projects.
    pub which: &'static str,
    /// How many projects these are.
    pub found: usize,
    /// How many sessions of the day are recorded already.
    pub recorded: usize,
    /// Which page, of how many.
    pub pages: (usize, usize),
}

/// The choice of day and projects, and the form.
pub fn day(
    choosing: &Choosing,
    keys: Markup,
    typed: &DayTyped,
    rows: &[Row],
    mistakes: &Mistakes,
) -> Markup {
    let (page, last) = choosing.pages;
    let asked = [("date", choosing.day.as_str()), ("which", choosing.which)];
    html! {
        (FilterForm {
            action: PATH.into(),
            opener: "Choose another day or other projects".into(),
            fields: vec![
                // There is always a day, also where nobody chose one.
                FilterField { is_way_to_show: true, ..FilterField::date("date", "Day", &choosing.day) },
                FilterField::way_to_show("which", "Projects", choosing.which, [
                    ("planned", "Planned for that day"), ("all", "All in progress"),
                ]),
            ],
            found: choosing.found as i64,
            noun: ("project without a session that day".into(), "projects without a session that day".into()),
            ..Default::default()
        })
        @if choosing.recorded > 0 {
            p class="govuk-body" { (plural(choosing.recorded as i64, "session", "sessions")) " of that day recorded already." }
        }
        @if rows.is_empty() {
            (empty_list("There is no project to record a session for.", html! {
                "Choose another day, or all projects in progress."
            }))
        } @else {
            (form(keys, typed, rows, mistakes))
            (pages(PATH, &asked, page as u64, last as u64))
        }
    }
}

/// The form alone, shown again with its mistakes.
pub fn again(keys: Markup, typed: &DayTyped, rows: &[Row], mistakes: &Mistakes) -> Markup {
    form(keys, typed, rows, mistakes)
}

fn form(keys: Markup, typed: &DayTyped, rows: &[Row], mistakes: &Mistakes) -> Markup {
    // A browser that goes back puts what was typed into boxes of the same names. By then a recorded project has left
    // the form, and another stands in its place.
    html! {
        p class="govuk-body" {
            "Say of each project whether its session was held. A project without an answer is left out. Nothing is \
             recorded until everything is right."
        }
        form method="post" action=(PATH) autocomplete="off" novalidate {
            (keys)
            (which_day(typed, mistakes))
            @for row in rows { (one(row, mistakes)) }
            (Button::new("Record these sessions"))
        }
        p class="govuk-body-s" {
            "Count people only. Never write a name, a case number or anything else that tells who somebody is."
        }
    }
}

/// The day above the form has been chosen and is not asked for again, unless there is something wrong with it.
fn which_day(typed: &DayTyped, mistakes: &Mistakes) -> Markup {
    let day = typed.read("");
    html! {
        @match day {
            Ok(day) if mistakes.at("date-day").is_none() => {
                h2 class="govuk-heading-m" { "Sessions of " (weekday_name(day.weekday())) " " (long_date(day)) }
                input type="hidden" name="date-day" value=(typed.day);
                input type="hidden" name="date-month" value=(typed.month);
                input type="hidden" name="date-year" value=(typed.year);
            }
            _ => (day_field("date", "When were the sessions?", "", typed, mistakes)),
        }
    }
}

/// A box of a row.
struct Boxes<'a> {
    row: &'a Row,
    mistakes: &'a Mistakes,
}

impl Boxes<'_> {
    fn short(&self, name: &str, label: &str, value: &str, width: u8) -> Input {
        let name = field(name, self.row.number);
        Input {
            value: value.into(),
            label: Label::from(label),
            inputmode: "numeric".into(),
            autocomplete: "off".into(),
            spellcheck: Some(false),
            classes: format!("govuk-input--width-{width}"),
            error_message: mistaken::at(self.mistakes, &name),
            name,
            ..Default::default()
        }
    }

    fn list(&self, name: &str, label: &str, value: &str, items: Vec<SelectItem>) -> Select {
        let name = field(name, self.row.number);
        Select {
            value: value.into(),
            label: Label::from(label),
            items,
            error_message: mistaken::at(self.mistakes, &name),
            name,
            ..Default::default()
        }
    }
}

fn one(row: &Row, mistakes: &Mistakes) -> Markup {
    let (form, ask) = (&row.form, Boxes { row, mistakes });
    let status = vec![
        SelectItem::new("", "Left out"),
        SelectItem::new(HELD, "It was held"),
        SelectItem::new(STOOD_DOWN, "It was stood down"),
    ];
    html! {
        fieldset class="govuk-fieldset app-day-row" {
            legend class="govuk-fieldset__legend govuk-fieldset__legend--s" {
                (row.project.description.title) " "
                span class="app-day-row__council" { (row.project.council_name) }
            }
            input type="hidden" name=(field("project", row.number)) value=(row.project.reference);
            @if let Some(last) = &row.last {
                p class="govuk-hint" { "Filled in like " (long_date(last.reads.day)) "." }
            }
            div class="app-day-row__boxes" {
                (ask.list("status", "Session", &form.status, status))
                div class="app-day-row__pair" {
                    (ask.short("start", "Start", &form.start, 5))
                    (ask.short("end", "End", &form.end, 5))
                }
                div class="app-day-row__pair" {
                    (ask.short("attending", "Attended", &form.attending, 3))
                    (ask.short("new-to-project", "New here", &form.new_to_project, 3))
                }
            }
            @if is_over_limit(row) { (confirm(row)) }
            (more(row, &ask))
        }
    }
}

fn is_over_limit(row: &Row) -> bool {
    let said: Option<i64> = row.form.attending.trim().parse().ok();
    said.zip(row.project.description.group_limit)
        .is_some_and(|(said, limit)| said > limit)
}

fn confirm(row: &Row) -> Markup {
    let limit = row.project.description.group_limit.unwrap_or_default();
    let values = (row.form.over_limit == "yes").then(|| "yes".to_string());
    Checkboxes {
        name: field("over-limit", row.number),
        values: values.into_iter().collect(),
        items: vec![CheckboxesItem::new(
            "yes",
            format!("Yes, more than {limit} really attended"),
        )],
        ..Default::default()
    }
    .render()
}

/// What most sessions do not need, folded away: why it was stood down, minutes, a note.
fn more(row: &Row, ask: &Boxes<'_>) -> Markup {
    let form = &row.form;
    let note = field("note", row.number);
    let typed = [
        &form.reason,
        &form.minutes_offered,
        &form.minutes_credited,
        &form.note,
    ];
    let names = ["reason", "minutes-offered", "minutes-credited", "note"];
    let open = typed.iter().any(|text| !text.is_empty())
        || names
            .iter()
            .any(|name| ask.mistakes.at(&field(name, row.number)).is_some());
    let mut reasons = vec![SelectItem::new("", "Not stood down")];
    reasons.extend(StoodDown::ALL.map(|reason| SelectItem::new(reason.code(), reason.name())));
    let label = format!(
        "Why stood down, minutes, note: {}",
        row.project.description.title
    );
    Details {
        summary_text: label,
        open,
        html: html! {
            div class="app-day-row__boxes" {
                (ask.list("reason", "Why stood down", &form.reason, reasons))
                (ask.short("minutes-offered", "Minutes offered, all together", &form.minutes_offered, 5))
                (ask.short("minutes-credited", "Minutes credited, all together", &form.minutes_credited, 5))
            }
            (Textarea {
                value: form.note.clone(), rows: Some(2), label: Label::from("Note"),
                hint: Some(Hint::from("Staff can read it, the public cannot.")),
                error_message: mistaken::at(ask.mistakes, &note), name: note, ..Default::default()
            })
        },
        ..Default::default()
    }
    .render()
}
