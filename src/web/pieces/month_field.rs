//! A month, asked for in two boxes and read from them.

use super::DayTyped;
use crate::domain::figures::period::Month;
use crate::domain::mistakes::Mistakes;
use crate::web::govuk::{DateInput, DateInputItem, Fieldset, Hint};
use crate::web::mistaken;
use maud::{Markup, Render};

/// What stands in the two boxes. Their names are `on-month` and `on-year` for a field `on`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct MonthTyped {
    /// The number of the month.
    pub month: String,
    /// The year, four digits.
    pub year: String,
}

impl MonthTyped {
    /// What was typed.
    pub fn new(month: &str, year: &str) -> MonthTyped {
        MonthTyped {
            month: month.into(),
            year: year.into(),
        }
    }

    /// The month; what is wrong is said at the box that is wrong.
    pub fn read(&self, name: &str, found: &mut Mistakes) -> Option<Month> {
        let of_year = DayTyped::new("1", "1", &self.year).read("");
        let whole = DayTyped::new("1", &self.month, &self.year).read("");
        match (self.month.trim(), self.year.trim(), of_year, whole) {
            ("", "", ..) => found.add(
                format!("{name}-month"),
                "Enter a month and a year, like 6 2026",
            ),
            (_, "", ..) => found.add(format!("{name}-year"), "Enter the year as well, like 2026"),
            (_, _, Err(_), _) => found.add(
                format!("{name}-year"),
                "Write the year with four digits, like 2026",
            ),
            (.., Err(_)) => found.add(
                format!("{name}-month"),
                "Write the month as a number from 1 to 12",
            ),
            (.., Ok(day)) => return Some(Month::of(day)),
        }
        None
    }
}

/// The question with its two boxes. A mistake stands at the box that is wrong.
pub fn month_field(
    name: &str,
    question: &str,
    hint: &str,
    typed: &MonthTyped,
    mistakes: &Mistakes,
) -> Markup {
    let error = |part: &str| mistaken::at(mistakes, &format!("{name}-{part}"));
    let item = |part: &str, value: &str| DateInputItem {
        name: part.into(),
        value: value.into(),
        error: Some(error(part).is_some()),
        ..Default::default()
    };
    DateInput {
        id: name.into(),
        name_prefix: name.into(),
        items: vec![item("month", &typed.month), item("year", &typed.year)],
        hint: Some(Hint::from(hint)),
        error_message: error("month").or_else(|| error("year")),
        fieldset: Some(Fieldset::question(question)),
        ..Default::default()
    }
    .render()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_month_is_read_from_two_boxes_and_a_mistake_stands_at_its_own() {
        let read = |month, year| {
            let mut found = Mistakes::none();
            let month = MonthTyped::new(month, year).read("on", &mut found);
            let field = found.iter().next().map(|mistake| mistake.field.clone());
            (month.map(|month| month.to_string()), field)
        };
        assert_eq!(read("6", "2026"), (Some("2026-06".into()), None));
        assert_eq!(read(" 06 ", "2026"), (Some("2026-06".into()), None));
        for (month, year, field) in [
            ("", "", "on-month"),
            ("", "2026", "on-month"),
            ("13", "2026", "on-month"),
            ("0", "2026", "on-month"),
            ("June", "2026", "on-month"),
            ("6", "", "on-year"),
            ("6", "26", "on-year"),
            ("6", "soon", "on-year"),
            ("6", "٢٠٢٦", "on-year"),
        ] {
            assert_eq!(
                read(month, year),
                (None, Some(field.into())),
                "{month} {year}"
            );
        }
    }
}
