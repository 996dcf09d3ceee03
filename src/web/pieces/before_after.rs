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
    /// What it shows, for whoever cannot see it.
    pub alt: String,
    pub width: u32,
    pub height: u32,
    /// When it was taken, written out.
    pub taken: String,
}

impl Render for BeforeAfter {
    fn render(&self) -> Markup {
        let sides = [("Before", &self.before), ("After", &self.after)];
        html! {
            div.app-pair {
                @for (word, photo) in sides {
                    @if let Some(photo) = photo {
                        figure.app-pair__side {
                            img.app-pair__photo src=(photo.src) alt=(photo.alt) width=(photo.width) height=(photo.height)
                                loading="lazy";
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
