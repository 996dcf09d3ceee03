//! The page of papers.

use super::PapersForm;
use crate::actions::ballots::papers::{MOST_PAPERS, can_print};
use crate::domain::ballots::keying::PaperState;
use crate::domain::ballots::round::Stage;
use crate::domain::ballots::rule_sheet::WayToVote;
use crate::domain::mistakes::Mistakes;
use crate::domain::text::{grouped, plural};
use crate::store::ballots::Round;
use crate::store::ballots::papers::Batch;
use crate::web::govuk::{
    Button, Hint, Input, InsetText, Label, SummaryList, SummaryListRow, Table, TableCell,
    WarningText,
};
use crate::web::mistaken;
use crate::web::pieces::scrolling;
use maud::{Markup, html};

/// What the page shows besides the round.
pub struct Known {
    /// The batches.
    pub batches: Vec<Batch>,
    /// People marked at the desk, and for papers that were sent.
    pub handed_over: (i64, i64),
    /// Whether votes are taken now.
    pub is_open: bool,
    /// Who looks.
    pub account: Option<i64>,
}

/// What papers of a closed vote still wait for, a sentence a batch: nothing is counted before.
pub fn missing(batches: &[Batch]) -> Vec<String> {
    let waits = |batch: &&Batch| {
        let what = match (batch.pending(), batch.signed_by[0]) {
            (1.., _) => format!(
                "{} for a second person to key them, or differ",
                plural(batch.pending(), "paper waits", "papers wait")
            ),
            (_, None) => "not signed off yet: two people sign it, once its papers are keyed".into(),
            (_, Some(_)) => "signed off by one person: a second one must sign it too".into(),
        };
        format!("“{}”: {what}.", batch.label)
    };
    let open = batches.iter().filter(|batch| !batch.is_signed());
    open.map(|batch| waits(&batch)).collect()
}

/// Says before anybody brings a key that papers are missing from the count. Nothing where none are.
pub fn missing_from_count(round: &Round, missing: &[String]) -> Markup {
    html! {
        @if !missing.is_empty() {
            p.govuk-body { "The votes cannot be counted yet. Batches of papers that are not finished:" }
            ul class="govuk-list govuk-list--bullet" { @for one in missing { li { (one) } } }
            (Button::link("Ballot papers, desk and keying", format!("/staff/rounds/{}/papers", round.slug)))
        }
    }
}

/// The page.
pub fn papers(
    csrf: impl Fn() -> Markup,
    round: &Round,
    known: &Known,
    (form, mistakes): (&PapersForm, &Mistakes),
) -> Markup {
    let address = format!("/staff/rounds/{}", round.slug);
    let is_closed = round.state.is(Stage::Closed);
    html! {
        (steps(round, known))
        @if known.is_open { (Button::link("Go to the desk", format!("{address}/desk"))) }
        @if is_closed && !known.batches.is_empty() { (Button::link("Key papers", format!("{address}/papers/key"))) }
        @if !known.batches.is_empty() {
            (table(known))
            (too_many(known))
            @if is_closed { @for batch in &known.batches { (signing(&csrf, &address, batch, known)) } }
        }
        @if known.is_open && !known.batches.is_empty() { (swapping(&csrf, &address, form, mistakes)) }
        @if can_print(round) { (printing(round, form, mistakes)) }
    }
}

fn steps(round: &Round, known: &Known) -> Markup {
    html! {
        @if round.state.is(Stage::Announced) { p.govuk-body { "Print papers now. The desk opens with the vote." } }
        @else {
            p.govuk-body { (marked(round, known.handed_over)) "." }
        }
        @if known.is_open { p.govuk-body { "Papers that come back stay in a locked box until the vote has closed. Nobody looks at them before." } }
        @if round.state.is(Stage::Closed) {
            p.govuk-body { "Open the box and shuffle the papers. Two people key each paper, each alone; where they differ, they look again. Then two people sign each batch off, and the vote can be counted." }
        }
    }
}

/// How many are marked, as far as staff may know it yet. Where one number is withheld, so is the sum. Post is
/// spoken of only where the vote has it.
fn marked(round: &Round, (desk, sent): (i64, i64)) -> String {
    let told = |number| {
        round
            .as_told(number)
            .map_or("fewer than 10".into(), grouped)
    };
    if !round.takes(WayToVote::Paper) {
        let who = match round.as_told(desk) {
            Some(desk) => plural(desk, "person is marked", "people are marked"),
            None => "Fewer than 10 people are marked".into(),
        };
        return format!("{who} in the register for a paper at a desk");
    }
    let whole = round.as_told(desk).is_some() && round.as_told(sent).is_some();
    let who = match whole {
        true => plural(desk + sent, "person is marked", "people are marked"),
        false => "People are marked".into(),
    };
    let (desk, sent) = (told(desk), told(sent));
    format!("{who} in the register for a paper: {desk} at a desk and {sent} for a paper by post")
}

fn table(known: &Known) -> Markup {
    let row = |batch: &Batch| -> Vec<TableCell> {
        let number = |state| TableCell::numeric(grouped(batch.count(state)));
        let signed = match batch.signed_by {
            [Some(_), Some(_)] => "By two people",
            [Some(_), None] => "By one person",
            _ => "Not yet",
        };
        vec![
            format!("{}, {} printed", batch.label, grouped(batch.papers)).into(),
            number(PaperState::Cancelled),
            number(PaperState::KeyedOnce),
            number(PaperState::Differs),
            number(PaperState::Agreed),
            number(PaperState::Printed),
            signed.into(),
        ]
    };
    let numbers = ["Spoilt", "Keyed once", "Differ", "Agreed", "Not keyed"];
    let mut head: Vec<TableCell> = vec!["Batch".into()];
    head.extend(numbers.map(TableCell::numeric));
    head.push("Signed off".into());
    let table = Table {
        caption: "Batches".into(),
        head,
        first_cell_is_header: true,
        rows: known.batches.iter().map(row).collect(),
        ..Default::default()
    };
    scrolling(&table)
}

/// More papers keyed than people marked: the published totals will show it to everybody.
fn too_many(known: &Known) -> Markup {
    let agreed = |batch: &Batch| batch.count(PaperState::Agreed);
    let agreed: i64 = known.batches.iter().map(agreed).sum();
    let marked = known.handed_over.0 + known.handed_over.1;
    html! {
        @if agreed > marked {
            (WarningText::from(&*format!(
                "There are more papers ({}) than people marked for one ({}). Find out why before you sign: the published totals show it, and whoever checks the result will see it.",
                grouped(agreed), grouped(marked)
            )))
        }
    }
}

fn signing(csrf: &impl Fn() -> Markup, address: &str, batch: &Batch, known: &Known) -> Markup {
    let agreed = batch.count(PaperState::Agreed);
    let own_name = batch.signed_by[0].is_some() && batch.signed_by[0] == known.account;
    html! {
        @if !batch.is_signed() {
            h2.govuk-heading-m { "Sign off “" (batch.label) "”" }
            @if batch.pending() > 0 {
                p.govuk-body { (plural(batch.pending(), "paper waits", "papers wait")) " for a second person, or differ." }
            } @else if own_name {
                (InsetText::from("You have signed this batch. Somebody else must sign it too."))
            } @else {
                p.govuk-body {
                    "By signing you say: the papers of this batch that came back are all keyed, " (grouped(agreed)) " of them; "
                    (plural(batch.count(PaperState::Cancelled), "was spoilt and swapped", "were spoilt and swapped")) "; " (plural(batch.count(PaperState::Printed), "was not handed over or did not come back", "were not handed over or did not come back")) "."
                }
                form method="post" action={ (address) "/papers/" (batch.id) "/sign" } {
                    (csrf())
                    input type="hidden" name="agreed" value=(agreed);
                    (Button::new(format!("Sign off “{}”", batch.label)))
                }
            }
        }
    }
}

fn swapping(
    csrf: &impl Fn() -> Markup,
    address: &str,
    form: &PapersForm,
    mistakes: &Mistakes,
) -> Markup {
    html! {
        h2.govuk-heading-m { "Swap a spoilt paper" }
        form method="post" action={ (address) "/papers/spoilt" } novalidate {
            (csrf())
            (Input {
                name: "spoilt".into(), value: form.spoilt.clone(), classes: "govuk-input--width-20".into(), autocomplete: "off".into(), spellcheck: Some(false),
                label: Label::question("The code on the spoilt paper"),
                hint: Some(Hint::from("Keep the spoilt paper in an envelope. Its code is published as cancelled, and it never counts.")),
                error_message: mistaken::at(mistakes, "spoilt"), ..Default::default()
            })
            (Button::secondary("Cancel the spoilt paper"))
        }
    }
}

/// A batch once more, and the button that makes it.
pub fn look_over(keys: Markup, round: &Round, (label, papers): &(String, i64)) -> Markup {
    let address = format!("/staff/rounds/{}/papers", round.slug);
    let list = SummaryList {
        rows: vec![
            SummaryListRow::new("Batch", label.as_str()),
            SummaryListRow::new("Papers", grouped(*papers).as_str()),
        ],
        ..Default::default()
    };
    html! {
        (list)
        (WarningText::from("The file downloads at once, and this once only. Whoever has it can read the codes: print it, then delete it. Hand papers over face down, so that nobody sees who gets which code."))
        form method="post" action=(address) novalidate {
            (keys)
            input type="hidden" name="label" value=(label);
            input type="hidden" name="papers" value=(papers);
            (Button { prevent_double_click: Some(true), ..Button::new("Make the papers and download the file") })
        }
        p.govuk-body { "When you have the file: " a.govuk-link href=(address) { "see all batches" } }
    }
}

fn printing(round: &Round, form: &PapersForm, mistakes: &Mistakes) -> Markup {
    html! {
        h2.govuk-heading-m { "Print a batch of papers" }
        form method="get" action={ "/staff/rounds/" (round.slug) "/papers/new" } novalidate {
            (Input {
                name: "label".into(), value: form.label.clone(), label: Label::question("What do you call this batch?"),
                hint: Some(Hint::from("For example the desk that gets it")), error_message: mistaken::at(mistakes, "label"), ..Default::default()
            })
            (Input {
                name: "papers".into(), value: form.papers.clone(), inputmode: "numeric".into(), classes: "govuk-input--width-5".into(),
                label: Label::question("How many papers?"), hint: Some(Hint::from(format!("At most {} in one batch", grouped(MOST_PAPERS)))),
                error_message: mistaken::at(mistakes, "papers"), ..Default::default()
            })
            (Button::new("Continue"))
        }
    }
}

/// The same form came before.
pub fn handed_out(round: &Round) -> Markup {
    html! {
        p.govuk-body-l { "The papers of this batch were made, and their file was given out with the first answer." }
        p.govuk-body { "Look among the files that your browser saved. If the file did not arrive, make another batch; the papers of this one stay unprinted." }
        p.govuk-body { a.govuk-link href={ "/staff/rounds/" (round.slug) "/papers" } { "Ballot papers" } }
    }
}
