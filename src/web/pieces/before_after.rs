//! A place before the work and after it.

use maud::{Markup, Render, html};

/// Two photos side by side, or one where there is no other yet.
#[derive(Debug, Clone, Default)]
pub struct BeforeAfter {
    pub before: Option<Photo>,
    pub after: Option<Photo>,
}

/// A photo of a place; nobody is on it.
#[derive(Debug, Clone, Default)]
pub struct Photo {
    pub src: String,
    /// The same in other sizes, each with its width, as browsers read it.
    pub srcset: String,
    /// What it shows, for whoever cannot see it.
    pub alt: String,
    pub width: u32,
    pub height: u32,
    /// When it was taken, written out.
    pub taken: String,
}

impl Photo {
    /// The picture alone, fetched when it comes into sight. `sizes` tells browsers how wide it is drawn, so
    /// that they fetch no more.
    pub fn image(&self, class: &str, sizes: &str) -> Markup {
        self.fetched("lazy", class, sizes)
    }

    fn fetched(&self, when: &str, class: &str, sizes: &str) -> Markup {
        let srcset = (!self.srcset.is_empty()).then_some(self.srcset.as_str());
        html! {
            img class=(class) src=(self.src) srcset=[srcset] sizes=[srcset.map(|_| sizes)] alt=(self.alt)
                width=(self.width) height=(self.height) loading=(when) decoding="async";
        }
    }
}

impl Render for BeforeAfter {
    fn render(&self) -> Markup {
        let sides = [("Before", &self.before), ("After", &self.after)];
        html! {
            div.app-pair {
                @for (word, photo) in sides {
                    @if let Some(photo) = photo {
                        figure.app-pair__side {
                            // At once, because what was not in sight yet would be blank on paper.
                            (photo.fetched("eager", "app-pair__photo", "(min-width: 641px) 480px, 100vw"))
                            figcaption.app-pair__caption {
                                strong { (word) }
                                @if !photo.taken.is_empty() { ", " (photo.taken) }
                            }
                        }
                    }
                }
            }
        }
    }
}
