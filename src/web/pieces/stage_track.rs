//! The life of a place, from the nomination to the work done.

use maud::{Markup, Render, html};

use super::glyph::{Shape, glyph};

/// The steps that a place goes through, in order.
#[derive(Debug, Clone, Default)]
pub struct StageTrack {
    pub steps: Vec<Step>,
}

/// One step.
#[derive(Debug, Clone, Default)]
pub struct Step {
    /// What it is called, such as "Chosen".
    pub name: String,
    pub state: StepState,
    /// When it was or will be, written out. Work that has not happened has a month at most.
    pub when: Option<String>,
    /// Where to read more, as words and address.
    pub link: Option<(String, String)>,
}

/// How far a step is.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum StepState {
    Done,
    Now,
    #[default]
    Ahead,
    /// The life ended here.
    Stopped,
}

impl StepState {
    fn word(self) -> &'static str {
        match self {
            Self::Done => "Done",
            Self::Now => "Now",
            Self::Ahead => "Still to come",
            Self::Stopped => "Ended here",
        }
    }

    fn shape(self) -> Shape {
        match self {
            Self::Done => Shape::Done,
            Self::Now => Shape::Under,
            Self::Ahead => Shape::Ahead,
            Self::Stopped => Shape::Stopped,
        }
    }

    fn class(self) -> &'static str {
        match self {
            Self::Done => "app-track__step app-track__step--done",
            Self::Now => "app-track__step app-track__step--now",
            Self::Ahead => "app-track__step app-track__step--ahead",
            Self::Stopped => "app-track__step app-track__step--stopped",
        }
    }
}

impl Step {
    pub fn new(name: impl Into<String>, state: StepState) -> Self {
        Self {
            name: name.into(),
            state,
            ..Default::default()
        }
    }

    pub fn when(mut self, when: impl Into<String>) -> Self {
        self.when = Some(when.into());
        self
    }

    pub fn link(mut self, words: impl Into<String>, href: impl Into<String>) -> Self {
        self.link = Some((words.into(), href.into()));
        self
    }
}

impl Render for StageTrack {
    fn render(&self) -> Markup {
        html! {
            ol.app-track {
                @for step in &self.steps {
                    li class=(step.state.class()) aria-current=[(step.state == StepState::Now).then_some("step")] {
                        span.app-track__sign { (glyph(step.state.shape())) }
                        span.app-track__name { (step.name) }
                        span.app-track__when {
                            span class=[step.when.is_some().then_some("govuk-visually-hidden")] { (step.state.word()) }
                            @if let Some(when) = &step.when { " " (when) }
                        }
                        @if let Some((words, href)) = &step.link {
                            a class="govuk-link app-track__link" href=(href) { (words) }
                        }
                    }
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_step_without_a_date_says_how_far_it_is() {
        let track = StageTrack {
            steps: vec![
                Step::new("Nominated", StepState::Done)
                    .when("21 June 2009")
                    .link("The nomination", "/nominations/LC-2009-0001"),
                Step::new("Scheduled", StepState::Now),
                Step::new("Completed", StepState::Ahead),
            ],
        };
        let html = track.render().into_string();
        assert!(html.contains("<span class=\"govuk-visually-hidden\">Done</span> 21 June 2009"));
        assert!(
            html.contains("aria-current=\"step\"") && html.contains("<span>Still to come</span>")
        );
        assert!(html.contains("href=\"/nominations/LC-2009-0001\""));
    }
}
