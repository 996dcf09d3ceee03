//! Beside the table: what the hours are worth, and the same months a year before.

use crate::domain::figures::measure::{Counted, Measure, Wage};
use crate::domain::figures::period::Span;
use crate::domain::figures::withholding::{PublicMeasures, Shown};
use crate::domain::text::{capitalised, hours_figure};
use crate::web::figures::sheets::{Sheet, SheetCell};
use crate::web::pieces::{Bar, BarChart, shown, shown_hours};
use maud::{Markup, html};

/// The totals of whole months, and of the same months a year before.
pub struct Compared {
    pub now: PublicMeasures,
    pub months: Span,
    pub before: PublicMeasures,
    pub months_before: Span,
    /// Whether the period that was asked for goes on after these months.
    pub goes_on: bool,
}

/// A change in words: `up 12`, `down 3.5`, `no change`; the mark where either side is withheld. On a telephone the
/// number stays beside its word.
fn change(now: Shown, before: Shown, words: fn(Shown) -> String) -> String {
    let (Some(now), Some(before)) = (now.count(), before.count()) else {
        return Shown::Withheld.mark();
    };
    let by = words(Shown::Count((now - before).abs()));
    match now.cmp(&before) {
        std::cmp::Ordering::Greater => format!("up\u{a0}{by}"),
        std::cmp::Ordering::Less => format!("down\u{a0}{by}"),
        std::cmp::Ordering::Equal => "no change".into(),
    }
}

fn row(name: &str, now: Shown, before: Shown, words: fn(Shown) -> String) -> Vec<SheetCell> {
    vec![
        SheetCell::words(name),
        SheetCell::mark(&words(now)),
        SheetCell::mark(&words(before)),
        SheetCell::mark(&change(now, before, words)),
    ]
}

/// `in the financial year 2009–10`, `in June 2009`, `from June 2009 to August 2009`.
fn when(months: Span) -> String {
    let words = months.words();
    match months.as_financial_year() {
        Some(_) => format!("in the {words}"),
        None if months.from == months.to => format!("in {words}"),
        None => format!("from {words}"),
    }
}

impl Compared {
    /// Whether anything was recorded a year before. Before the service there is nothing to hold a
    /// number against.
    fn is_before_known(&self) -> bool {
        let before = &self.before;
        let projects =
            before.open.nominations + before.open.projects_agreed + before.open.projects_completed;
        before.open.sessions_held + before.open.stood_down + projects > 0
    }

    /// The hours of both as bars, one under the other.
    fn chart(&self) -> Markup {
        let bar = |words: &str, minutes: Shown| match minutes.count() {
            Some(minutes) => Bar::new(words, minutes, format!("{} hours", hours_figure(minutes))),
            None => Bar::withheld(words, Shown::Withheld.mark()),
        };
        let words = |months: Span| capitalised(&months.words());
        let bars = vec![
            bar(&words(self.months), self.now.minutes_credited),
            bar(&words(self.months_before), self.before.minutes_credited),
        ];
        let title = "Hours worked, and a year before".to_string();
        let description = format!(
            "Hours worked: {}.",
            change(
                self.now.minutes_credited,
                self.before.minutes_credited,
                shown_hours
            )
        );
        html! {
            h3.govuk-heading-s { (title) }
            (BarChart { id: "compared-chart".into(), title, description, bars, line: None })
        }
    }

    /// As a table.
    pub fn view(&self) -> Markup {
        let (now, before) = (&self.now, &self.before);
        let open =
            |of: fn(&PublicMeasures) -> i64| (Shown::Count(of(now)), Shown::Count(of(before)));
        let (completed, completed_before) = open(|m| m.open.projects_completed);
        let (held, held_before) = open(|m| m.open.sessions_held);
        let (down, down_before) = open(|m| m.open.stood_down);
        let (named, named_before) = open(|m| m.open.nominations);
        let sheet = Sheet {
            caption: format!(
                "{}, and {}",
                capitalised(&self.months.words()),
                self.months_before.words()
            ),
            columns: vec![
                ("Number", "measure"),
                ("This period", "now"),
                ("A year before", "a_year_before"),
                ("Change", "change"),
            ],
            rows: vec![
                row("Projects completed", completed, completed_before, shown),
                row("Offenders", now.offenders, before.offenders, shown),
                row(
                    "Hours worked",
                    now.minutes_credited,
                    before.minutes_credited,
                    shown_hours,
                ),
                row(
                    "Hours offered",
                    now.minutes_offered,
                    before.minutes_offered,
                    shown_hours,
                ),
                row("Sessions held", held, held_before, shown),
                row("Sessions stood down", down, down_before, shown),
                row("Attendances", now.attendances, before.attendances, shown),
                row("Nominations", named, named_before, shown),
            ],
            total: None,
        };
        html! {
            h2.govuk-heading-m { "Compared with a year before" }
            p.govuk-body { "Work outdoors follows the seasons, so a period is best held against the same months of the year before." }
            @if self.goes_on {
                p.govuk-body { "This period is not over. Both sides end with the last whole month, " (self.months.to.words()) " and " (self.months_before.to.words()) "." }
            }
            @if self.is_before_known() { (sheet.table()) (self.chart()) } @else {
                p.govuk-body { "[x] Not available: nothing was recorded here " (when(self.months_before)) "." }
            }
        }
    }
}

/// What an hour is worth, and which wage that is.
pub struct NamedWage {
    pub hourly: Wage,
    /// Its name, its year and its source.
    pub named: String,
}

/// What the hours worked would have cost: `£60,143 at £12.71 an hour`. Whole pounds, rounded down.
pub fn value(total: &PublicMeasures, wage: &NamedWage) -> Markup {
    let value = total.shown(Measure::Value, wage.hourly);
    html! {
        @if value == Shown::Withheld {
            p.govuk-body { "What the hours worked are worth is withheld with them: [c]." }
        } @else if value != Shown::Count(0) {
            p.govuk-body {
                "At " (wage.hourly.words()) ", the hours worked are worth "
                strong { (Measure::Value.in_words(value)) } "."
            }
            p.govuk-body-s { "The wage: " (wage.named) ". Whoever runs this service can set another." }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_change_is_withheld_where_either_side_is() {
        let (five, nine) = (Shown::Count(5), Shown::Count(9));
        assert_eq!(change(nine, five, shown), "up\u{a0}4");
        assert_eq!(change(five, nine, shown), "down\u{a0}4");
        assert_eq!(change(five, five, shown), "no change");
        assert_eq!(change(Shown::Withheld, five, shown), "[c]");
    }
}
