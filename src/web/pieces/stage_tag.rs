//! The stage of a nomination, a vote or a project, in its word.

use maud::{Markup, Render, html};

use super::glyph::{Shape, glyph};
use crate::domain::text::capitalised;
use crate::web::govuk::Tag;

/// The shape that a stage is shown with. A stage that is not known here has not begun.
pub fn shape_of(stage: &str) -> Shape {
    match stage {
        "completed" | "declared" | "published" | "done" | "held" | "project" => Shape::Done,
        "in progress" | "under assessment" | "assessed" | "shortlisted" | "chosen" | "counted"
        | "closed" => Shape::Under,
        "open" => Shape::Open,
        "needs information" | "paused" => Shape::Waiting,
        "declined" | "cancelled" | "withdrawn" | "merged" | "stood down" => Shape::Stopped,
        _ => Shape::Ahead,
    }
}

fn colour(shape: Shape) -> &'static str {
    match shape {
        Shape::Done => "govuk-tag--green",
        Shape::Under => "govuk-tag--blue",
        Shape::Open | Shape::Waiting => "govuk-tag--yellow",
        Shape::Ahead | Shape::Stopped => "govuk-tag--grey",
    }
}

/// A tag with shape and word. `stage` is the word in lower case, such as `in progress`.
pub fn stage_tag(stage: &str) -> Markup {
    let shape = shape_of(stage);
    Tag {
        html: html! { (glyph(shape)) " " (capitalised(stage)) },
        classes: format!("app-tag {}", colour(shape)),
        ..Default::default()
    }
    .render()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stage_has_a_shape_besides_its_word() {
        assert_eq!(shape_of("completed"), Shape::Done);
        assert_eq!(shape_of("open"), Shape::Open);
        assert_eq!(shape_of("declined"), Shape::Stopped);
        assert_eq!(shape_of("scheduled"), Shape::Ahead);
        let html = stage_tag("in progress").into_string();
        assert!(
            html.contains("<svg")
                && html.contains("In progress")
                && html.contains("govuk-tag--blue")
        );
    }
}
