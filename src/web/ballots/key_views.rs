//! Pages for officers about the keys of a ballot box, in plain words.

use super::key_forms::{BoxForm, OpenForm, SEALED, SIMPLE, TestForm};
use super::tie_forms::TieForm;
use super::tie_views;
use crate::domain::ballots::box_key::public_line;
use crate::domain::ballots::merkle::from_hex;
use crate::domain::ballots::round::Stage;
use crate::domain::mistakes::Mistakes;
use crate::domain::time::{london_date, long_date, long_instant};
use crate::store::ballots::keys::BoxKey;
use crate::store::ballots::{Mode, Round, RoundOption};
use crate::web::govuk::{
    Button, Details, Fieldset, FileUpload, Hint, Input, InsetText, Label, Radios, RadiosItem,
    Textarea, WarningText,
};
use crate::web::mistaken;
use maud::{Markup, html};

/// A public key as people copy it.
fn line_of(key: &BoxKey) -> String {
    from_hex(&key.public_key).map_or_else(String::new, |key| public_line(&key))
}

fn whose(key: &BoxKey, keys: &[BoxKey]) -> &'static str {
    match (key.number, keys.len()) {
        (_, 1) => "The key of the ballot box",
        (1, _) => "First officer’s key",
        _ => "Second officer’s key",
    }
}

/// The form that says who keeps the key.
pub fn choosing(csrf: Markup, form: &BoxForm, mistakes: &Mistakes) -> Markup {
    let key = |name: &str, label: &str, hint: &str, value: &str| Textarea {
        name: name.into(),
        value: value.into(),
        rows: Some(3),
        spellcheck: Some(false),
        label: label.to_string().into(),
        hint: Some(Hint::from(hint)),
        error_message: mistaken::at(mistakes, name),
        ..Default::default()
    };
    let keys = html! {
        (key("public-key-1", "Public key of the officer who counts", "One line that starts with payback-public-key. It is no secret.", &form.public_key_1))
        (key("public-key-2", "Public key of a second officer (optional)", "With two keys, neither officer can open the box without the other. Leave it empty for one key.", &form.public_key_2))
    };
    html! {
        p.govuk-body { "Every vote is sealed with a public key before it goes into the ballot box. Only the private key opens it." }
        form method="post" novalidate {
            (csrf)
            input type="hidden" name="version" value=(form.version);
            (Radios {
                name: "keeping".into(), value: form.keeping.clone(), fieldset: Some(Fieldset::question("Who keeps the private key?")),
                error_message: mistaken::at(mistakes, "keeping"),
                items: vec![
                    RadiosItem { conditional: keys.into(), hint: Some(Hint::from("For every real vote. The key is made on another computer and stays away from the server until the count.")), ..RadiosItem::new(SEALED, "Council officers") },
                    RadiosItem { hint: Some(Hint::from("For trials only. Whoever runs the server could open votes early. The result page says so.")), ..RadiosItem::new(SIMPLE, "The server") },
                ],
                ..Default::default()
            })
            (how_to_make())
            (Button::new("Save"))
        }
    }
}

fn how_to_make() -> Details {
    Details::new(
        "How to make a pair of keys",
        html! {
            ol class="govuk-list govuk-list--number" {
                li { "Sit at a computer that is not the server, with the program of this site." }
                li { "Type " code.app-code { "payback-panel round keygen --out box-key.txt" } }
                li { "Copy the line that it prints, and paste it above. That is the public key." }
                li { "Keep the file to yourself, with a copy in another safe place. If it is lost, nobody can open the votes." }
            }
            p.govuk-body { "Make a new pair for each vote." }
        },
    )
}

/// How the box of a round stands, for the page of the round.
pub fn state(round: &Round, keys: &[BoxKey]) -> Markup {
    let address = format!("/staff/rounds/{}", round.slug);
    let waiting = keys.iter().filter(|key| key.tested_at.is_none()).count();
    let is_draft = round.state.is(Stage::Draft);
    if round.mode == Mode::Reported {
        return html! {};
    }
    html! {
        h2.govuk-heading-m { "The ballot box" }
        @if round.mode == Mode::Simple {
            p.govuk-body { "The server keeps the private key (simple mode). That is for trials. For a real vote, council officers keep it." }
        } @else {
            p.govuk-body { @if keys.len() == 2 { "Two officers keep a private key each (sealed mode). Both are needed to count." } @else { "An officer keeps the private key (sealed mode). It is needed to count." } }
        }
        @if is_draft { p.govuk-body { a.govuk-link href={ (address) "/box" } { "Change who keeps the key" } } }
        @if round.mode == Mode::Sealed && round.state.is(Stage::Announced) {
            @if waiting > 0 {
                (WarningText::from(format!("This vote stays shut until {} opened. Do it now, so that a lost key is found early.", test_ballots(waiting)).as_str()))
                (Button::link("Open the test ballot", format!("{address}/keys")))
            } @else { p.govuk-body { "The test was passed: the key is there and works. " a.govuk-link href={ (address) "/keys" } { "The keys of this box" } } }
        }
        (until(round))
    }
}

fn test_ballots(waiting: usize) -> &'static str {
    if waiting == 1 {
        "the test ballot is"
    } else {
        "both test ballots are"
    }
}

/// When an announced vote opens: by itself, where nothing of its box is left to be shown.
pub fn opens(round: &Round, keys: &[BoxKey]) -> String {
    let at = long_instant(round.times.opens_at);
    let waiting = keys.iter().filter(|key| key.tested_at.is_none()).count();
    match (round.mode, waiting) {
        (Mode::Sealed, 1..) => format!(
            "It opens on {at} if {} opened by then, else as soon as that is done.",
            test_ballots(waiting)
        ),
        _ => format!("It opens by itself on {at}. Nobody needs to be here."),
    }
}

/// When the key is destroyed.
fn until(round: &Round) -> Markup {
    let Some(day) = round.keys_end_at.map(|at| long_date(london_date(at))) else {
        return html! {};
    };
    html! {
        @match round.mode {
            Mode::Simple => p.govuk-body { "The server destroys the private key on " (day) ", when the time to object to the result is over." },
            Mode::Sealed => p.govuk-body { "The time to object to the result is over on " (day) ". On that day, destroy every copy of the private key." },
            Mode::Reported => {},
        }
    }
}

/// What the page of a result says of the key: where it was, and when it is destroyed.
pub fn for_everybody(round: &Round) -> Markup {
    let day = round.keys_end_at.map(|at| long_date(london_date(at)));
    html! {
        @if round.mode == Mode::Sealed {
            p.govuk-body { "The ballot box was sealed: council officers kept its private key away from the server until the count. Before the vote opened, they showed with a test ballot that the key works." }
        }
        @if let (Some(day), true) = (day, round.mode != Mode::Reported) {
            p.govuk-body { "The sealed votes were deleted when the result was declared. The private key is kept until " (day) ", when the time to object to the result is over, and then destroyed." }
        }
    }
}

/// The keys of a box, each with its test.
pub fn tests(
    csrf: impl Fn() -> Markup,
    round: &Round,
    keys: &[BoxKey],
    form: &TestForm,
    mistakes: &Mistakes,
) -> Markup {
    let passed = keys.iter().all(|key| key.tested_at.is_some());
    html! {
        @if passed { (InsetText::from("Every key has passed its test. Nothing is left to do here: the vote opens and closes by itself.")) }
        @else {
            p.govuk-body { "A test ballot holds four words and is sealed like a vote. Reading the words shows that the private key is there and works. " (opens(round, keys)) }
        }
        @for key in keys {
            h2.govuk-heading-m { (whose(key, keys)) }
            p.govuk-body { "Public key: " code.app-code { (line_of(key)) } }
            @match key.tested_at {
                Some(at) => p.govuk-body { "The test ballot was opened on " (long_instant(at)) "." },
                None => (test(csrf(), round, key, form, mistakes)),
            }
        }
        @if !passed { p.govuk-body { "Is a key lost? Then give this vote up and draft another one with a new key." } }
    }
}

fn test(csrf: Markup, round: &Round, key: &BoxKey, form: &TestForm, mistakes: &Mistakes) -> Markup {
    let number = key.number;
    let address = format!("/staff/rounds/{}/keys", round.slug);
    let (words, typed) = (format!("words-{number}"), format!("key-{number}"));
    let own = form.number == number.to_string();
    let here = html! {
        p.govuk-body { "The key is used in memory to open the test ballot, and not kept. It is safer to open the ballot on your own computer, as above." }
        (bring("key", &typed, "Your private key", mistakes))
    };
    let here = Details {
        open: mistakes.at(&typed).is_some(),
        ..Details::new("Or bring your private key here", here)
    };
    html! {
        form method="post" action=(address) enctype="multipart/form-data" novalidate {
            (csrf)
            input type="hidden" name="number" value=(number);
            ol class="govuk-list govuk-list--number" {
                li { a.govuk-link href={ (address) "/" (number) } { "Download the test ballot" } " to the computer where the key is." }
                li { "There, type " code.app-code { "payback-panel round open-test test-ballot-" (number) ".txt --key box-key.txt" } }
                li { "Enter the four words that it prints." }
            }
            (Input {
                name: "words".into(), id: words.clone(), value: if own { form.words.clone() } else { String::new() }, label: Label::from("The four words in the test ballot".to_string()),
                spellcheck: Some(false), autocomplete: "off".into(), error_message: mistaken::at(mistakes, &words), ..Default::default()
            })
            (here)
            (Button::new("Show that the key works"))
        }
    }
}

/// A field for a private key: pasted, or the file that it is in. Never filled in.
fn bring(name: &str, id: &str, label: &str, mistakes: &Mistakes) -> Markup {
    html! {
        (FileUpload { name: format!("{name}-file"), id: format!("{id}-file"), label: format!("{label}: choose the file").into(), ..Default::default() })
        (Textarea {
            name: name.into(), id: id.into(), rows: Some(3), spellcheck: Some(false), autocomplete: "off".into(), label: format!("{label}: or paste it").into(),
            hint: Some(Hint::from("The line that starts with payback-private-key.")), error_message: mistaken::at(mistakes, id), ..Default::default()
        })
    }
}

/// A box that is about to be opened.
pub struct Opening<'a> {
    /// The round.
    pub round: &'a Round,
    /// Its public keys.
    pub keys: &'a [BoxKey],
    /// Its options.
    pub options: &'a [RoundOption],
    /// What was typed to decide a tie.
    pub tie: &'a TieForm,
}

/// What is wrong where a count ends in a tie.
pub fn tie(options: &str) -> Mistakes {
    Mistakes::one(
        "value",
        format!(
            "The count ends in a tie between {options}. Enter the public value that the rules name, and bring the key again"
        ),
    )
}

/// The form that opens the box.
pub fn opening(
    csrf: Markup,
    opening: &Opening<'_>,
    form: &OpenForm,
    mistakes: &Mistakes,
) -> Markup {
    let Opening { round, keys, .. } = opening;
    let count = keys.len();
    html! {
        p.govuk-body { "Bring " @if count == 2 { "both private keys. Each officer brings their own." } @else { "the private key." } " The box is opened in memory. The " (if count == 2 { "keys are" } else { "key is" }) " not kept: if you see this page again, bring " (if count == 2 { "them" } else { "it" }) " again." }
        form method="post" enctype="multipart/form-data" novalidate {
            (csrf)
            input type="hidden" name="version" value=(form.version);
            @for key in *keys {
                h2.govuk-heading-m { (whose(key, keys)) }
                p.govuk-body { "Its public half is " code.app-code { (line_of(key)) } }
                (bring(&format!("key-{}", key.number), &format!("key-{}", key.number), "Private key", mistakes))
            }
            @if !round.tied.is_empty() {
                h2.govuk-heading-m { "The tie" }
                (tie_views::deciding(round, opening.options, opening.tie, mistakes))
            }
            (Button::new("Open the box and count"))
        }
        p.govuk-body { "Another officer then declares the result. The sealed votes are deleted, and " (if count == 2 { "the keys are" } else { "the key is" }) " to be destroyed when the time to object is over." }
    }
}
