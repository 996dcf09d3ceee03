//! A place in a list: its name, where it is, how far it has got.

use maud::{Markup, Render, html};

use super::before_after::{BeforeAfter, Photo};
use super::stage_tag::stage_tag;

/// One place. The whole title is the link; nothing else in the card is.
#[derive(Debug, Clone, Default)]
pub struct Card {
    pub title: String,
    pub href: String,
    /// Such as "Beaumont Leys, Leicester".
    pub place: String,
    /// The stage in lower case, such as `in progress`; none where all in the list are alike.
    pub stage: Option<String>,
    /// A sentence or two.
    pub summary: String,
    /// Short facts in a row, such as "312 hours" and "Completed 21 June 2009".
    pub facts: Vec<String>,
    pub photo: Option<Photo>,
    /// Instead of one photo.
    pub pair: Option<BeforeAfter>,
    /// More below, such as a progress bar.
    pub more: Markup,
}

impl Render for Card {
    fn render(&self) -> Markup {
        html! {
            li.app-card {
                @if let Some(photo) = &self.photo {
                    (photo.image("app-card__photo", "(min-width: 641px) 400px, 100vw"))
                }
                @if let Some(pair) = &self.pair { (pair) }
                div.app-card__words {
                    h3.app-card__title { a.govuk-link href=(self.href) { (self.title) } }
                    @if !self.place.is_empty() { p.app-card__place { (self.place) } }
                    @if let Some(stage) = &self.stage { p.app-card__stage { (stage_tag(stage)) } }
                    @if !self.summary.is_empty() { p.app-card__summary { (self.summary) } }
                    @if !self.facts.is_empty() {
                        ul.app-card__facts { @for fact in &self.facts { li { (fact) } } }
                    }
                    (self.more)
                }
            }
        }
    }
}

/// Cards beside each other, as many as there is room for. For a few places with photos.
pub fn cards(cards: &[Card]) -> Markup {
    html! { ul.app-cards { @for card in cards { (card) } } }
}

/// The same below each other, for a long list that is read down.
pub fn card_rows(cards: &[Card]) -> Markup {
    html! { ul class="app-cards app-cards--rows" { @for card in cards { (card) } } }
}
