//! A form shown again: the summary of its mistakes on top, and each mistake at its field.

use crate::domain::mistakes::Mistakes;
use crate::web::govuk::{ErrorMessage, ErrorSummary};
use maud::{Markup, Render};

/// The list of mistakes, each linked to its field. Nothing where there are none.
pub fn summary(mistakes: &Mistakes) -> Markup {
    if mistakes.is_empty() {
        return Markup::default();
    }
    ErrorSummary::of(
        mistakes
            .iter()
            .map(|mistake| (mistake.field.as_str(), mistake.message.as_str())),
    )
    .render()
}

/// What is wrong at one field, if anything.
pub fn at(mistakes: &Mistakes, field: &str) -> Option<ErrorMessage> {
    mistakes.at(field).map(ErrorMessage::from)
}
