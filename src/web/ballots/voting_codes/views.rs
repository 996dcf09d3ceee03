//! The page of batches.

use super::BatchForm;
use crate::domain::ballots::round::Stage;
use crate::domain::ballots::rule_sheet::WayToVote;
use crate::domain::ballots::voting_codes::{LetterFile, Letters, MOST_LETTERS};
use crate::domain::mistakes::Mistakes;
use crate::domain::text::{grouped, plural};
use crate::domain::time::{london_date, long_date};
use crate::store::ballots::voting_codes::Batch;
use crate::store::ballots::{Round, State};
use crate::web::govuk::{
    Button, Details, Fieldset, Hint, Input, InsetText, Label, Radios, RadiosItem, SummaryList,
    SummaryListRow, Table, TableCell, Textarea, WarningText,
};
use crate::web::mistaken;
use crate::web::pieces::scrolling;
use maud::{Markup, html};

/// What the page shows besides the round.
pub struct Shown {
    /// The batches, the newest first.
    pub batches: Vec<Batch>,
    /// Codes in force, and voters who used one.
    pub totals: (i64, i64),
}

/// The page.
pub fn batches(
    csrf: impl Fn() -> Markup,
    round: &Round,
    shown: &Shown,
    (form, mistakes): (&BatchForm, &Mistakes),
) -> Markup {
    let runs = matches!(round.state, State::At(Stage::Announced | Stage::Open));
    let (made, used) = shown.totals;
    html! {
        p.govuk-body-l { "Each letter has a code with which one person votes, without an account or an email address." }
        @if made > 0 {
            p.govuk-body { (grouped(made)) " codes are in force. " (who_used_one(round, used)) " voted with one." }
        }
        @if !shown.batches.is_empty() { (table(shown)) }
        @for batch in shown.batches.iter().filter(|batch| batch.cancelled_at.is_none() && runs) {
            (cancelling(csrf(), round, batch, mistakes))
        }
        @if !round.takes(WayToVote::VotingCode) {
            (InsetText::from("The rules of this vote do not allow voting codes."))
        } @else if runs { (making(round, form, mistakes)) }
        @else { (InsetText::from("Codes are made while a vote is announced or open.")) }
    }
}

fn who_used_one(round: &Round, used: i64) -> String {
    match round.as_told(used) {
        Some(used) => plural(used, "person has", "people have"),
        None => "Fewer than 10 people have".into(),
    }
}

fn table(shown: &Shown) -> Markup {
    let row = |batch: &Batch| -> Vec<TableCell> {
        let state = match batch.cancelled_at {
            Some(at) => format!(
                "Cancelled on {}: {}",
                long_date(london_date(at)),
                batch.reason
            ),
            None => "In force".into(),
        };
        vec![
            batch.label.clone().into(),
            TableCell::numeric(grouped(batch.codes)),
            long_date(london_date(batch.made_at)).into(),
            batch.file.to_uppercase().into(),
            state.into(),
        ]
    };
    let table = Table {
        caption: "Batches".into(),
        head: vec![
            "Name".into(),
            TableCell::numeric("Letters"),
            "Made on".into(),
            "File".into(),
            "State".into(),
        ],
        first_cell_is_header: true,
        rows: shown.batches.iter().map(row).collect(),
        ..Default::default()
    };
    scrolling(&table)
}

fn cancelling(csrf: Markup, round: &Round, batch: &Batch, mistakes: &Mistakes) -> Markup {
    let id = format!("reason-{}", batch.id);
    let inner = html! {
        form method="post" action={ "/staff/rounds/" (round.slug) "/codes/" (batch.id) "/cancel" } novalidate {
            (csrf)
            (Textarea {
                id, name: "reason".into(), rows: Some(2), label: Label::question("Why is it cancelled?"),
                hint: Some(Hint::from("For example: the letters were lost. Codes that have voted stay counted; the others work no more.")),
                error_message: mistaken::at(mistakes, "reason"), ..Default::default()
            })
            (Button::warning("Cancel this batch"))
        }
    };
    let details = Details {
        open: mistakes.at("reason").is_some(),
        ..Details::new(format!("Cancel “{}”", batch.label), inner)
    };
    html! { (details) }
}

/// The files that a batch can be made as, each with its words.
const FILES: [(LetterFile, &str, &str); 2] = [
    (
        LetterFile::Pdf,
        "Letters ready to print (PDF)",
        "One page a household, to fold into envelopes.",
    ),
    (
        LetterFile::Csv,
        "A table (CSV)",
        "One line a household, for your own letter or a mailing house.",
    ),
];

/// A batch once more, and the button that makes it.
pub fn look_over(keys: Markup, round: &Round, letters: &Letters) -> Markup {
    let address = format!("/staff/rounds/{}/codes", round.slug);
    let file = FILES.iter().find(|(file, ..)| *file == letters.file);
    let file = file.map_or("", |(_, words, _)| words);
    let list = SummaryList {
        rows: vec![
            SummaryListRow::new("Batch", letters.label.as_str()),
            SummaryListRow::new("Households", grouped(letters.households).as_str()),
            SummaryListRow::new("File", file),
        ],
        ..Default::default()
    };
    html! {
        (list)
        (WarningText::from("The file downloads at once, and this once only: afterwards nobody can get these codes again, we keep only what recognises them. Keep it safe and delete it when the letters are out."))
        form method="post" action=(address) novalidate {
            (keys)
            input type="hidden" name="label" value=(letters.label);
            input type="hidden" name="households" value=(letters.households);
            input type="hidden" name="file" value=(letters.file.code());
            (Button { prevent_double_click: Some(true), ..Button::new("Make the codes and download the file") })
        }
        p.govuk-body { "When you have the file: " a.govuk-link href=(address) { "see all batches" } }
    }
}

fn making(round: &Round, form: &BatchForm, mistakes: &Mistakes) -> Markup {
    let item = |(file, words, hint): (LetterFile, &str, &str)| RadiosItem {
        hint: Some(Hint::from(hint)),
        ..RadiosItem::new(file.code(), words)
    };
    html! {
        h2.govuk-heading-m { "Make a batch of letters" }
        form method="get" action={ "/staff/rounds/" (round.slug) "/codes/new" } novalidate {
            (Input {
                name: "label".into(), value: form.label.clone(), label: Label::question("What do you call this batch?"),
                hint: Some(Hint::from("For example the streets that get it. Do not name a household.")),
                error_message: mistaken::at(mistakes, "label"), ..Default::default()
            })
            (Input {
                name: "households".into(), value: form.households.clone(), inputmode: "numeric".into(), classes: "govuk-input--width-5".into(),
                label: Label::question("How many households?"), hint: Some(Hint::from(format!("At most {} in one batch", grouped(MOST_LETTERS)))),
                error_message: mistaken::at(mistakes, "households"), ..Default::default()
            })
            (Radios {
                name: "file".into(), value: form.file.clone(), fieldset: Some(Fieldset::question("Which file do you need?")),
                error_message: mistaken::at(mistakes, "file"),
                items: FILES.map(item).into(),
                ..Default::default()
            })
            (Button::new("Continue"))
        }
    }
}

/// The same form came before.
pub fn handed_out(round: &Round) -> Markup {
    html! {
        p.govuk-body-l { "The codes of this batch were made, and their file was given out with the first answer." }
        p.govuk-body { "Look among the files that your browser saved. If the file did not arrive, cancel the batch and make another." }
        p.govuk-body { a.govuk-link href={ "/staff/rounds/" (round.slug) "/codes" } { "Letters with voting codes" } }
    }
}
