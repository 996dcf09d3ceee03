//! A count that has stopped at a tie: which places are tied, and what an officer can type to go on.

use super::tie_forms::TieForm;
use crate::domain::mistakes::Mistakes;
use crate::domain::text::{grouped, listed};
use crate::store::ballots::{Round, RoundOption};
use crate::web::govuk::{Fieldset, Hint, Input, InsetText, Label, Radios, RadiosItem, WarningText};
use crate::web::mistaken;
use maud::{Markup, Render, html};

/// The labels of options by their ids.
pub fn labels(options: &[RoundOption], ids: &[String]) -> Vec<String> {
    let named = options.iter().filter(|option| ids.contains(&option.id));
    named.map(|option| option.label.clone()).collect()
}

/// What decides the tie: the public value that the rules name, or a lot drawn in public.
pub fn deciding(
    round: &Round,
    options: &[RoundOption],
    form: &TieForm,
    mistakes: &Mistakes,
) -> Markup {
    let tied: Vec<&RoundOption> = options
        .iter()
        .filter(|option| round.tied.contains(&option.id) || form.lot_option.contains(&option.id))
        .collect();
    let by_value = html! {
        p.govuk-body { "The rules of this vote name: " strong { (round.tie_source) } ". Type it exactly as it was published. It is shown on the page of the result, so that anybody can work the tie out again." }
        (text("value", "The public value", "", &form.value, mistakes))
    };
    let items = vec![
        RadiosItem {
            conditional: by_value.into(),
            ..RadiosItem::new("value", "The public value that the rules name")
        },
        RadiosItem {
            conditional: by_lot(&tied, form, mistakes).into(),
            hint: Some(Hint::from("Only if the public value cannot be had.")),
            ..RadiosItem::new("lot", "A lot drawn in public")
        },
    ];
    let how = if form.how.is_empty() {
        "value"
    } else {
        &form.how
    };
    html! {
        (InsetText::from(html! { "The count has stopped at a tie between " (listed(&labels(options, &round.tied))) "." }))
        (Radios {
            name: "how".into(), value: how.into(), fieldset: Some(Fieldset::question("What decides the tie?")), items, ..Default::default()
        })
    }
}

fn by_lot(tied: &[&RoundOption], form: &TieForm, mistakes: &Mistakes) -> Markup {
    let typed = |id: &str| {
        let at = form.lot_option.iter().position(|option| option == id);
        at.and_then(|at| form.lot_place.get(at))
            .cloned()
            .unwrap_or_default()
    };
    let boxes = html! {
        @for (number, option) in (1..).zip(tied) {
            input type="hidden" name="lot-option" value=(option.id);
            (Input {
                id: if number == 1 { "lot".into() } else { format!("lot-{number}") },
                name: "lot-place".into(), inputmode: "numeric".into(), classes: "govuk-input--width-2".into(),
                value: typed(&option.id), label: Label::from(option.label.as_str()),
                error_message: if number == 1 { mistaken::at(mistakes, "lot") } else { None }, ..Default::default()
            })
        }
    };
    let order = Fieldset {
        html: html! {
            div.govuk-hint { "Type 1 for the place that was drawn first, and so on to " (grouped(i64::try_from(tied.len()).unwrap_or(i64::MAX))) "." }
            (boxes)
        },
        ..Fieldset::question("In which order were the places drawn?")
    };
    html! {
        (WarningText::from("Draw the lot in public, before two people who can vouch for it. Their names are published with the result."))
        (order.render())
        (text("witness-1", "The first person who saw it drawn", "First and last name", &form.witness_1, mistakes))
        (text("witness-2", "The second person", "First and last name", &form.witness_2, mistakes))
    }
}

fn text(name: &str, label: &str, hint: &str, value: &str, mistakes: &Mistakes) -> Input {
    Input {
        name: name.into(),
        value: value.into(),
        label: Label::question(label),
        hint: (!hint.is_empty()).then(|| Hint::from(hint)),
        spellcheck: Some(false),
        error_message: mistaken::at(mistakes, name),
        ..Default::default()
    }
}
