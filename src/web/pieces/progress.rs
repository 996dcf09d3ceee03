//! How much of the work estimated has been done.

use maud::{Markup, Render, html};

use crate::domain::text::{hours, hours_figure, percent};

/// Minutes worked against minutes estimated.
///
/// Work beyond the estimate is said in words; the bar is then full.
#[derive(Debug, Clone, Copy, Default)]
pub struct Progress {
    pub done_minutes: i64,
    pub estimated_minutes: i64,
}

impl Progress {
    /// The words that say the same as the bar.
    fn words(self) -> String {
        let done = hours(self.done_minutes);
        if self.estimated_minutes <= 0 {
            return format!("{done} worked. There is no estimate.");
        }
        let estimate = hours(self.estimated_minutes);
        if self.done_minutes > self.estimated_minutes {
            return format!("{done} worked, more than the {estimate} estimated");
        }
        let share = percent(self.done_minutes, self.estimated_minutes);
        format!(
            "{} of {estimate} worked ({share})",
            hours_figure(self.done_minutes)
        )
    }

    fn tenths_of_a_per_cent(self) -> i64 {
        if self.estimated_minutes <= 0 {
            return 0;
        }
        (self.done_minutes.max(0).saturating_mul(1000) / self.estimated_minutes).min(1000)
    }
}

impl Render for Progress {
    fn render(&self) -> Markup {
        let share = self.tenths_of_a_per_cent();
        let width = format!("{}.{}%", share / 10, share % 10);
        html! {
            div.app-progress {
                @if self.estimated_minutes > 0 {
                    svg.app-progress__bar xmlns="http://www.w3.org/2000/svg" width="100%" height="16"
                        aria-hidden="true" focusable="false" {
                        rect.app-progress__ground x="1" y="1" width="100%" height="14" {}
                        rect.app-progress__done x="0" y="0" width=(width) height="16" {}
                    }
                }
                p class="govuk-body-s app-progress__words" { (self.words()) }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(done_hours: i64, estimated_hours: i64) -> String {
        Progress {
            done_minutes: done_hours * 60,
            estimated_minutes: estimated_hours * 60,
        }
        .words()
    }

    #[test]
    fn the_words_say_what_the_bar_shows() {
        assert_eq!(words(312, 400), "312 of 400 hours worked (78%)");
        assert_eq!(words(0, 400), "0 of 400 hours worked (0%)");
        assert_eq!(
            words(420, 400),
            "420 hours worked, more than the 400 hours estimated"
        );
        assert_eq!(words(12, 0), "12 hours worked. There is no estimate.");
    }

    #[test]
    fn the_bar_never_leaves_its_box() {
        let over = Progress {
            done_minutes: i64::MAX,
            estimated_minutes: 1,
        };
        assert!(over.render().into_string().contains("width=\"100.0%\""));
        let none = Progress::default().render().into_string();
        assert!(!none.contains("<svg"));
    }
}
