//! The pages between the paper and the receipt.

use super::forms::EnvelopeForm;
use super::ways;
use crate::actions::ballots::casting::{Envelope, Paper, Receipt};
use crate::domain::ballots::rank_words::{self, choice_name, first_gap};
use crate::domain::ballots::rule_sheet::{RuleSheet, SMALLEST_POLL};
use crate::domain::ballots::words::CHECK_WORDS;
use crate::domain::mistakes::Mistakes;
use crate::domain::retention::VOTE_CODE_MINUTES;
use crate::domain::time::long_instant;
use crate::store::ballots::Round;
use crate::web::govuk::{
    Button, Details, Hint, Input, Label, Panel, Select, SelectItem, SummaryList, SummaryListRow,
    WarningText,
};
use crate::web::mistaken;
use chrono::{DateTime, Utc};
use maud::{Markup, html};

fn hidden(name: &str, value: &str) -> Markup {
    html! { input type="hidden" name=(name) value=(value); }
}

/// The hidden fields of a paper.
pub fn hidden_paper(keys: Markup, paper: &Paper, mark: &str) -> Markup {
    html! { (keys) (hidden("choices", &paper.choices)) (hidden("mark", mark)) }
}

/// The hidden fields of a paper in its envelope, and the name of the code that was sent for it.
pub fn hidden_envelope(
    keys: Markup,
    (envelope, sent): (&Envelope, &str),
    mark: &str,
    sealed: &str,
) -> Markup {
    let words = envelope.words.pair().unwrap_or_default();
    let email = envelope.email.as_ref().map_or("", |email| email.as_str());
    html! {
        (hidden_paper(keys, &envelope.paper, mark))
        (hidden("email", email))
        (hidden("ward", &envelope.home.ward))
        (hidden("checked", if envelope.home.checked { "yes" } else { "no" }))
        (hidden("word-1", words[0]))
        (hidden("word-2", words[1]))
        (hidden("sealed-mark", sealed))
        (hidden("after", sent))
    }
}

/// What was marked, a line each, and what an empty rank in between means.
pub fn marked(sheet: &RuleSheet, choices: &str) -> Markup {
    let gap = first_gap(sheet, choices);
    html! {
        (lines(&rank_words::marked(sheet, choices)))
        @if let Some(rank) = gap {
            p class="govuk-body govuk-!-margin-bottom-0" { "Your " (choice_name(rank)) " is empty, so your later choices each count one place higher." }
        }
    }
}

/// What was marked, a line each.
pub fn lines(chosen: &[String]) -> Markup {
    match chosen {
        [] => html! { "A blank vote: none of the places" },
        [one] => html! { (one) },
        many => {
            html! { ul class="govuk-list govuk-!-margin-bottom-0" { @for line in many { li { (line) } } } }
        }
    }
}

/// The choice once more, and who votes.
pub fn review(
    round: &Round,
    hidden: Markup,
    marked: Markup,
    (who, wards): (Option<&str>, &[(String, String)]),
    (form, mistakes): (&EnvelopeForm, &Mistakes),
) -> Markup {
    let list = SummaryList {
        rows: vec![SummaryListRow::new("Your choice", marked)],
        ..Default::default()
    };
    let to = if who.is_some() { "cast" } else { "code" };
    html! {
        (list)
        form method="post" action={ "/votes/" (round.slug) "/change" } novalidate {
            (hidden)
            (Button::secondary("Change your choice"))
        }
        (WarningText::from("You cannot change your vote once it is cast."))
        form method="post" action={ "/votes/" (round.slug) "/" (to) } novalidate {
            (hidden)
            @match who {
                Some(email) => { p.govuk-body { "You vote as " strong { (email) } ". Your address is not kept with your vote." } }
                None => {
                    (Input {
                        name: "email".into(), kind: "email".into(), value: form.email.clone(), spellcheck: Some(false), autocomplete: "email".into(),
                        label: Label::question("Your email address"),
                        hint: Some(Hint::from("We send you a code to type on the next page. Each address has one vote.")),
                        error_message: mistaken::at(mistakes, "email"), ..Default::default()
                    })
                }
            }
            (Input {
                name: "postcode".into(), value: form.postcode.clone(), autocomplete: "postal-code".into(), classes: "govuk-input--width-10".into(),
                label: Label::question("Your postcode"),
                hint: Some(Hint::from(format!("It shows that you live in {}. We keep the ward and not the postcode.", round.area_name))),
                error_message: mistaken::at(mistakes, "postcode"), ..Default::default()
            })
            (Select {
                name: "ward".into(), value: form.ward.clone(), label: Label::question("Your ward (only if we do not know your postcode)"),
                items: std::iter::once(SelectItem::new("", "Choose a ward")).chain(wards.iter().map(|(code, name)| SelectItem::new(code, name))).collect(),
                error_message: mistaken::at(mistakes, "ward"), ..Default::default()
            })
            (Details { open: form.word_1 != form.word_2, ..Details::new("Pick two check words (if you wish)", words(form, mistakes)) })
            (Button::new(if who.is_some() { "Cast my vote" } else { "Send me a code" }))
        }
    }
}

pub(super) fn words(form: &EnvelopeForm, mistakes: &Mistakes) -> Markup {
    let list = |name: &str, label: &str, value: &str| {
        let all = CHECK_WORDS.iter().map(|word| SelectItem::new(*word, *word));
        Select {
            name: name.into(),
            value: value.into(),
            label: Label::from(label),
            items: std::iter::once(SelectItem::new("", "No word"))
                .chain(all)
                .collect(),
            error_message: mistaken::at(mistakes, name),
            ..Default::default()
        }
    };
    html! {
        p.govuk-body { "Your receipt has a code. If a list of all votes is published, you find yours by it, and two words of your own choice beside the code show that the line is yours." }
        (list("word-1", "First word", &form.word_1))
        (list("word-2", "Second word", &form.word_2))
    }
}

/// Asks for the code that was emailed.
pub fn code(
    round: &Round,
    hidden: Markup,
    again: Markup,
    envelope: &Envelope,
    mistakes: &Mistakes,
) -> Markup {
    let email = envelope.email.as_ref().map_or("", |email| email.as_str());
    html! {
        p.govuk-body { "We sent a code to " strong { (email) } ". It works for " (VOTE_CODE_MINUTES) " minutes. Leave this page open: your choice is on it and nowhere else." }
        (WarningText::from("You cannot change your vote once it is cast."))
        form method="post" action={ "/votes/" (round.slug) "/cast" } novalidate {
            (hidden)
            (Input {
                name: "code".into(), inputmode: "numeric".into(), autocomplete: "one-time-code".into(), classes: "govuk-input--width-10".into(),
                label: Label::question("The code in the email"), hint: Some(Hint::from("Eight digits, for example 1234 5678")),
                error_message: mistaken::at(mistakes, "code"), ..Default::default()
            })
            (Button::new("Cast my vote"))
        }
        form method="post" action={ "/votes/" (round.slug) "/code" } {
            (again)
            p.govuk-body { "No email? Look among unwanted mail first." }
            (Button::secondary("Send another code"))
        }
    }
}

/// What the voter may keep.
pub fn receipt(round: &Round, receipt: &Receipt) -> Markup {
    let mut rows = vec![
        SummaryListRow::new("Vote", round.title.as_str()),
        SummaryListRow::new("Receipt code", receipt.code.as_str()),
        SummaryListRow::new("Your choice", lines(&receipt.chosen)),
    ];
    if !receipt.words.is_empty() {
        rows.insert(
            2,
            SummaryListRow::new("Check words", receipt.words.as_str()),
        );
    }
    let list = SummaryList {
        rows,
        ..Default::default()
    };
    html! {
        (Panel { title_text: "You have voted".into(), html: html! { "Your receipt code" br; strong { (receipt.code) } }, ..Default::default() })
        (list)
        p.govuk-body { strong { "Print or save this page now." } " We do not email it, and we cannot show it to you later: nothing on our side ties this code to you." }
        h2.govuk-heading-m { "What happens next" }
        p.govuk-body { "The vote closes on " (long_instant(round.times.closes_at)) ". When the result is declared, it stands on "
            a.govuk-link href={ "/votes/" (round.slug) "/result" } { "its own page" } ". " (ways::list_of_votes(SMALLEST_POLL))
        }
        p.govuk-body { a.govuk-link href="/how-a-vote-is-counted" { "How this vote is counted and how you can check it" } }
    }
}

/// Another ballot of this person is in the box.
pub fn already_voted(round: &Round) -> Markup {
    html! {
        p.govuk-body-l { "A vote in “" (round.title) "” was cast with your email address before. Each person has one vote, and it cannot be changed." }
        p.govuk-body { "We do not know how you voted. If you kept your receipt, you can look for its code in the list of votes, where one is published with the result." }
        p.govuk-body { "If you did not vote, somebody who reads your email may have. Tell the council." }
        p.govuk-body { a.govuk-link href="/votes" { "All votes" } }
    }
}

/// Votes are not taken now.
pub fn not_open(round: &Round, now: DateTime<Utc>) -> (&'static str, Markup) {
    if now < round.times.opens_at {
        let body = html! {
            p.govuk-body { "It opens on " (long_instant(round.times.opens_at)) ". Your vote was not cast." }
            p.govuk-body { a.govuk-link href={ "/votes/" (round.slug) } { "About this vote" } }
        };
        return ("This vote has not opened yet", body);
    }
    let body = html! {
        p.govuk-body { "It closed on " (long_instant(round.times.closes_at)) ". If you had not seen a receipt before, your vote was not cast." }
        p.govuk-body { a.govuk-link href={ "/votes/" (round.slug) } { "About this vote" } }
    };
    ("This vote has closed", body)
}
