//! Whether something on a page is known or made up.

use maud::{Markup, Render, html};

/// Where a record comes from. Records that people made here need no notice.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Provenance {
    /// It really happened; the source in words.
    Known { source: String },
    /// It was made up to show how the service works.
    Invented,
}

impl Render for Provenance {
    fn render(&self) -> Markup {
        html! {
            div.app-provenance {
                @match self {
                    Self::Known { source } => {
                        p.govuk-body-s { strong { "Known." } " Source: " (source) }
                    }
                    Self::Invented => {
                        p.govuk-body-s { strong { "Invented for illustration." } " This did not happen; it shows how the service works." }
                    }
                }
            }
        }
    }
}
