//! The pages about minutes. Nobody but staff is told who answered what; nobody at all who was there.

use super::forms::{AnswerForm, MinutesForm};
use crate::domain::mistakes::Mistakes;
use crate::domain::panels::minutes::Answer;
use crate::domain::text::plural;
use crate::domain::time::{london_date, long_date};
use crate::store::panels::minutes::Minutes;
use crate::store::panels::shortlists::Shortlist;
use crate::store::panels::{Member, Panel as CitizensPanel};
use crate::web::govuk::{
    Button, Details, Fieldset, Hint, Input, Label, Panel, Radios, RadiosItem, Select, SelectItem,
    Textarea,
};
use crate::web::mistaken;
use crate::web::pieces::{day_field, empty_list};
use maud::{Markup, html};

/// How many meetings a panel's page has in full; the others are links.
const IN_FULL: usize = 3;

fn address(panel: &CitizensPanel, minutes: &Minutes) -> String {
    format!("/panels/{}/minutes/{}", panel.slug, minutes.at.minutes)
}

fn day(minutes: &Minutes) -> String {
    long_date(minutes.text.met_on)
}

/// What a text says: how many were there, what was decided, what came of it.
fn says(panel: &CitizensPanel, minutes: &Minutes) -> Markup {
    let text = &minutes.text;
    html! {
        p.govuk-body { (plural(text.present, "person was", "people were")) " there." }
        @for paragraph in text.decided.split("\n\n") {
            p.govuk-body {
                @for (number, line) in paragraph.lines().enumerate() {
                    @if number > 0 { br; }
                    (line)
                }
            }
        }
        @if let (Some(id), Some(title)) = (text.shortlist, &minutes.shortlist_title) {
            p.govuk-body { "The shortlist that came of it: " a.govuk-link href={ "/panels/" (panel.slug) "/shortlists/" (id) } { (title) } }
        }
    }
}

fn agreed_on(minutes: &Minutes) -> Markup {
    html! {
        @if let Some(at) = minutes.agreed_at { "Agreed by more than half of the members on " (long_date(london_date(at))) "." }
    }
}

/// The part of a panel's page about its meetings.
pub fn on_panel_page(panel: &CitizensPanel, public: &[Minutes], waiting: &[Minutes]) -> Markup {
    html! {
        h2.govuk-heading-m { "Minutes" }
        @if !waiting.is_empty() {
            p.govuk-body { "These wait for you and the other members:" }
            ul class="govuk-list govuk-list--bullet" {
                @for one in waiting {
                    li { a.govuk-link href={ (address(panel, one)) "/answer" } { "Read and agree the minutes of " (day(one)) } }
                }
            }
        }
        @if public.is_empty() {
            (empty_list("No minutes are agreed yet.", html! { "When more than half of the members agree to the minutes of a meeting, they stand here." }))
        }
        @for one in public.iter().take(IN_FULL) {
            h3.govuk-heading-s { a.govuk-link href=(address(panel, one)) { "Meeting of " (day(one)) } }
            (says(panel, one))
            p.govuk-body-s { (agreed_on(one)) }
        }
        @if public.len() > IN_FULL {
            h3.govuk-heading-s { "Earlier meetings" }
            ul.govuk-list {
                @for one in public.iter().skip(IN_FULL) { li { a.govuk-link href=(address(panel, one)) { "Meeting of " (day(one)) } } }
            }
        }
    }
}

/// The part of the staff's page of a panel about its meetings.
pub fn on_staff_page(panel: &CitizensPanel, all: &[Minutes]) -> Markup {
    html! {
        h2.govuk-heading-m { "Minutes" }
        (Button::link("Write the minutes of a meeting", format!("/staff/panels/{}/minutes/new", panel.slug)))
        @if all.is_empty() { p.govuk-body { "None yet." } }
        ul.govuk-list {
            @for one in all {
                li {
                    a.govuk-link href={ "/staff" (address(panel, one)) } { "Meeting of " (day(one)) }
                    ": " @if one.agreed_at.is_some() { "agreed" } @else { "waiting for the members" }
                }
            }
        }
    }
}

/// Agreed minutes, with the texts that were agreed before them.
pub fn agreed(panel: &CitizensPanel, newest: &Minutes, earlier: &[Minutes]) -> Markup {
    html! {
        p.govuk-body { "A meeting of " a.govuk-link href={ "/panels/" (panel.slug) } { (panel.name) } ". " (agreed_on(newest)) }
        (says(panel, newest))
        (texts_before(panel, earlier))
    }
}

fn texts_before(panel: &CitizensPanel, earlier: &[Minutes]) -> Markup {
    html! {
        @if !earlier.is_empty() { h2.govuk-heading-m { "What was corrected" } }
        @for one in earlier {
            @let what = html! {
                p.govuk-body { "The meeting was on " (day(one)) ". " (agreed_on(one)) }
                (says(panel, one))
            };
            (Details::new(format!("The text of {}, number {}", long_date(london_date(one.written_at)), one.at.number), what))
        }
    }
}

/// The form as a member answered before, or empty.
pub fn as_answered(newest: &Minutes, answers: &[(i64, Answer)], account: i64) -> AnswerForm {
    let own = answers.iter().find(|(whose, _)| *whose == account);
    let (answer, words) = match own {
        None => ("", ""),
        Some((_, Answer::Agrees)) => ("agree", ""),
        Some((_, Answer::AsksCorrection(words))) => ("correct", words.as_str()),
    };
    AnswerForm {
        answer: answer.into(),
        words: words.into(),
        number: newest.at.number.to_string(),
    }
}

fn agreeing(answers: &[(i64, Answer)]) -> usize {
    let agrees = |(_, answer): &&(i64, Answer)| *answer == Answer::Agrees;
    answers.iter().filter(agrees).count()
}

/// The newest text, and the question whether the member agrees.
pub fn answer(
    csrf: Markup,
    (panel, newest): (&CitizensPanel, &Minutes),
    answers: &[(i64, Answer)],
    form: &AnswerForm,
    mistakes: &Mistakes,
) -> Markup {
    let asked = answers.iter().filter_map(|(_, answer)| match answer {
        Answer::AsksCorrection(words) if !words.is_empty() => Some(words),
        _ => None,
    });
    let asked: Vec<&String> = asked.collect();
    html! {
        p.govuk-body { "A meeting of " (panel.name) ". Only members and staff see this text until more than half of the members agree; " (agreeing(answers)) " of " (panel.members) " have." }
        (says(panel, newest))
        @if !asked.is_empty() {
            h2.govuk-heading-m { "Corrections that members ask for" }
            ul class="govuk-list govuk-list--bullet" { @for words in asked { li { (words) } } }
        }
        form method="post" novalidate {
            (csrf)
            input type="hidden" name="number" value=(form.number);
            (Radios {
                name: "answer".into(), value: form.answer.clone(), fieldset: Some(Fieldset::question("Do the minutes say what happened?")),
                items: vec![
                    RadiosItem::new("agree", "Yes, I agree to them"),
                    RadiosItem::new("correct", "No, something needs to be put right"),
                ],
                error_message: mistaken::at(mistakes, "answer"), ..Default::default()
            })
            (Textarea {
                name: "words".into(), value: form.words.clone(), rows: Some(4), label: Label::question("If not, what needs to be put right?"),
                hint: Some(Hint::from("Members and staff can read this. Members are not told who wrote it.")),
                error_message: mistaken::at(mistakes, "words"), ..Default::default()
            })
            (Button::new("Send my answer"))
        }
    }
}

/// The confirmation, with what happens next.
pub fn answered(panel: &CitizensPanel, newest: &Minutes, own: &Answer) -> Markup {
    let text = format!("Minutes of {}", day(newest));
    html! {
        (Panel { title_text: "Your answer is kept".into(), text, ..Default::default() })
        h2.govuk-heading-m { "What happens next" }
        @if newest.agreed_at.is_some() {
            p.govuk-body { "More than half of the members agreed. " a.govuk-link href=(address(panel, newest)) { "Everybody can read the minutes now" } "." }
        } @else {
            @match own {
                Answer::Agrees => p.govuk-body { "You agreed. When more than half of the members have, everybody can read the minutes." },
                Answer::AsksCorrection(words) => {
                    p.govuk-body { "You asked for a correction:" }
                    p.govuk-body { (words) }
                    p.govuk-body { "Staff read it. If they correct the minutes, we write to all members and ask anew." }
                }
            }
            p.govuk-body { "Until the minutes are agreed you can " a.govuk-link href={ (address(panel, newest)) "/answer" } { "change your answer" } "." }
        }
    }
}

/// The form for minutes: new ones, or a corrected text of those that are there.
pub fn form(
    keys: Markup,
    lists: &[Shortlist],
    newest: Option<&Minutes>,
    form: &MinutesForm,
    mistakes: &Mistakes,
) -> Markup {
    let none = std::iter::once(SelectItem::new("", "None"));
    let lists = lists
        .iter()
        .map(|one| SelectItem::new(one.id.to_string(), one.title.as_str()));
    html! {
        @if newest.is_some() {
            p.govuk-body { "Members must agree anew, also those who agreed before. The text as it stands is kept; if it was agreed, it stays public until this one is." }
        } @else {
            p.govuk-body { "Members get a letter and agree, or ask for a correction. When more than half agree, everybody can read the minutes." }
        }
        form method="post" novalidate {
            (keys)
            input type="hidden" name="number" value=(form.number);
            (day_field("met-on", "When was the meeting?", "For example, 3 11 2026", &form.met_on(), mistakes))
            (Input {
                name: "present".into(), value: form.present.clone(), label: Label::question("How many people were there?"),
                hint: Some(Hint::from("A number, no names.")), inputmode: "numeric".into(), classes: "govuk-input--width-3".into(),
                error_message: mistaken::at(mistakes, "present"), ..Default::default()
            })
            (Textarea {
                name: "decided".into(), value: form.decided.clone(), rows: Some(10), label: Label::question("What was decided?"),
                hint: Some(Hint::from("Up to 4,000 characters. Everybody can read this once it is agreed: write no names of residents or of people on probation.")),
                error_message: mistaken::at(mistakes, "decided"), ..Default::default()
            })
            (Select {
                name: "shortlist".into(), value: form.shortlist.clone(), label: Label::question("Did a shortlist come of it? (optional)"),
                items: none.chain(lists).collect(), error_message: mistaken::at(mistakes, "shortlist"), ..Default::default()
            })
            (Button::new("Send to the members"))
        }
        @if let Some(newest) = newest.filter(|_| !mistakes.is_empty()) {
            h2.govuk-heading-m { "The text as it stands" }
            p.govuk-body { "The meeting was on " (day(newest)) ", " (plural(newest.text.present, "person", "people")) " were there." }
            p.govuk-body { (newest.text.decided) }
        }
    }
}

/// Minutes for staff: where they stand, who has answered, every text.
pub fn staff(
    panel: &CitizensPanel,
    (newest, earlier): (&Minutes, &[Minutes]),
    members: &[Member],
    answers: &[(i64, Answer)],
) -> Markup {
    let of = |member: &Member| answers.iter().find(|(whose, _)| *whose == member.account);
    html! {
        p.govuk-body {
            @if newest.agreed_at.is_some() {
                (agreed_on(newest)) " " a.govuk-link href=(address(panel, newest)) { "What everybody sees" }
            } @else {
                "Waiting for the members since " (long_date(london_date(newest.written_at))) ". "
                (agreeing(answers)) " of " (plural(panel.members, "member has", "members have")) " agreed; more than half are needed."
            }
        }
        (says(panel, newest))
        (Button::link("Correct the minutes", format!("/staff{}/correct", address(panel, newest))))
        h2.govuk-heading-m { "Who has answered" }
        @if members.is_empty() { p.govuk-body { "Nobody sits on the panel, so nobody can agree. Add members first; write to them yourself about these minutes." } }
        ul class="govuk-list govuk-list--bullet" {
            @for member in members {
                li {
                    (member.name) ": "
                    @match of(member) {
                        None => { "has not answered yet" }
                        Some((_, Answer::Agrees)) => { "agrees" }
                        Some((_, Answer::AsksCorrection(words))) => { "asks for a correction: " (words) }
                    }
                }
            }
        }
        (texts_before(panel, earlier))
    }
}
