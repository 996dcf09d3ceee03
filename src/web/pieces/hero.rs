//! The first thing on the home page: what this is, and what to do.

use maud::{Markup, PreEscaped, Render, html};

/// One sentence, a few more words and the ways on, over the whole width.
#[derive(Debug, Clone, Default)]
pub struct Hero {
    pub title: String,
    pub lead: String,
    /// Buttons or links.
    pub calls: Markup,
}

impl Render for Hero {
    fn render(&self) -> Markup {
        html! {
            div.app-hero {
                div.govuk-width-container {
                    div.app-hero__inner {
                        div.app-hero__words {
                            h1 class="govuk-heading-xl app-hero__title" { (self.title) }
                            @if !self.lead.is_empty() { p class="govuk-body-l app-hero__lead" { (self.lead) } }
                            div class="govuk-button-group app-hero__calls" { (self.calls) }
                        }
                        (PreEscaped(PLOTS))
                    }
                }
            }
        }
    }
}

/// Plots of land seen from above, some of them tended: the mark, grown to a field.
const PLOTS: &str = r##"<svg class="app-hero__plots" xmlns="http://www.w3.org/2000/svg" viewBox="0 0 300 220" width="300" height="220" aria-hidden="true" focusable="false"><g class="app-hero__plot-a"><path d="M0 0h92v68H0zM196 76h104v68H196zM0 152h58v68H0z"/></g><g class="app-hero__plot-b"><path d="M100 0h58v68h-58zM0 76h58v68H0zM128 152h60v68h-60zM258 0h42v68h-42z"/></g><g class="app-hero__plot-c"><path d="M166 0h84v68h-84zM66 152h54v68H66zM196 152h104v68H196z"/></g><path class="app-hero__plot-now" d="M66 76h78a44 44 0 0 1 44 44v24h-78a44 44 0 0 1-44-44z"/></svg>"##;
