//! Small signs that tell states apart without colour.

use maud::{Markup, PreEscaped, html};

/// The shape of a state. Always shown beside its word, never alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shape {
    /// A disc with a tick: it is done.
    Done,
    /// A disc half filled: it is being done.
    Under,
    /// A ring: it has not begun.
    Ahead,
    /// A diamond: it is open to everybody now.
    Open,
    /// Two bars: it waits for somebody.
    Waiting,
    /// A square with a cross: it will not happen.
    Stopped,
}

/// The sign for a shape, as large as the text around it. Screen readers pass over it.
pub fn glyph(shape: Shape) -> Markup {
    let drawing = match shape {
        Shape::Done => {
            r#"<circle cx="8" cy="8" r="8" fill="currentColor"/><path d="m4.2 8.3 2.6 2.6 5-5.4" fill="none" stroke="var(--app-glyph-ground)" stroke-width="2"/>"#
        }
        Shape::Under => {
            r#"<circle cx="8" cy="8" r="7" fill="none" stroke="currentColor" stroke-width="2"/><path d="M8 1a7 7 0 0 1 0 14z" fill="currentColor"/>"#
        }
        Shape::Ahead => {
            r#"<circle cx="8" cy="8" r="7" fill="none" stroke="currentColor" stroke-width="2"/>"#
        }
        Shape::Open => {
            r#"<path class="app-glyph__open" d="m8 .8 7.2 7.2L8 15.2.8 8z" stroke="currentColor" stroke-width="1.5"/>"#
        }
        Shape::Waiting => r#"<path d="M3 2h3.6v12H3zM9.4 2H13v12H9.4z" fill="currentColor"/>"#,
        Shape::Stopped => {
            r#"<path d="M0 0h16v16H0z" fill="currentColor"/><path d="m4.5 4.5 7 7m0-7-7 7" stroke="var(--app-glyph-ground)" stroke-width="2"/>"#
        }
    };
    html! {
        svg.app-glyph xmlns="http://www.w3.org/2000/svg" width="16" height="16" viewBox="0 0 16 16"
            aria-hidden="true" focusable="false" { (PreEscaped(drawing)) }
    }
}
