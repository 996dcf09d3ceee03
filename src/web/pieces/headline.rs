//! The few numbers that a page leads with.

use maud::{Markup, Render, html};

/// Large figures with what they count, since when, as at when, and how.
#[derive(Debug, Clone, Default)]
pub struct Headline {
    pub figures: Vec<HeadlineFigure>,
    /// The period in words, such as "Since June 2009".
    pub period: String,
    /// When the figures were worked out, written out.
    pub as_at: String,
    /// Where it says how they are counted.
    pub how_href: String,
}

/// One figure: the number as it is shown, and what it counts.
#[derive(Debug, Clone, Default)]
pub struct HeadlineFigure {
    /// Such as `4,732`, or a mark such as `[c]`.
    pub number: String,
    /// Such as "hours of work".
    pub what: String,
    pub href: Option<String>,
}

impl HeadlineFigure {
    pub fn new(number: impl Into<String>, what: impl Into<String>) -> Self {
        Self {
            number: number.into(),
            what: what.into(),
            href: None,
        }
    }

    pub fn linked(mut self, href: impl Into<String>) -> Self {
        self.href = Some(href.into());
        self
    }
}

impl Render for Headline {
    fn render(&self) -> Markup {
        html! {
            div.app-headline {
                ul.app-headline__figures {
                    @for figure in &self.figures {
                        li.app-headline__figure {
                            span.app-headline__number { (figure.number) }
                            " "
                            span.app-headline__what {
                                @match &figure.href {
                                    Some(href) => a.govuk-link href=(href) { (figure.what) },
                                    None => (figure.what),
                                }
                            }
                        }
                    }
                }
                p class="govuk-body-s app-headline__basis" {
                    @if !self.period.is_empty() { (self.period) ". " }
                    @if !self.as_at.is_empty() { "As at " (self.as_at) ". " }
                    @if !self.how_href.is_empty() {
                        a.govuk-link href=(self.how_href) { "How these figures are counted" }
                    }
                }
            }
        }
    }
}
