//! A day, asked for in three boxes and read from them.

use crate::domain::mistakes::Mistakes;
use crate::web::govuk::{DateInput, DateInputItem, Fieldset, Hint};
use crate::web::mistaken;
use chrono::{Datelike, NaiveDate};
use maud::{Markup, Render};

/// What stands in the three boxes. Their names are `on-day`, `on-month`, `on-year` for a field `on`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct DayTyped {
    /// The day of the month.
    pub day: String,
    /// The number of the month.
    pub month: String,
    /// The year, four digits.
    pub year: String,
}

impl DayTyped {
    /// What was typed.
    pub fn new(day: &str, month: &str, year: &str) -> DayTyped {
        DayTyped {
            day: day.into(),
            month: month.into(),
            year: year.into(),
        }
    }

    /// A day as somebody would type it.
    pub fn of(day: NaiveDate) -> DayTyped {
        DayTyped {
            day: day.day().to_string(),
            month: day.month().to_string(),
            year: day.year().to_string(),
        }
    }

    /// Whether nothing was typed.
    pub fn is_empty(&self) -> bool {
        [&self.day, &self.month, &self.year]
            .iter()
            .all(|part| part.trim().is_empty())
    }

    /// The day, or what to do about it.
    pub fn read(&self, missing: &str) -> Result<NaiveDate, String> {
        let number = |text: &str, most: usize| -> Option<u32> {
            let text = text.trim();
            let good = (1..=most).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit());
            if good { text.parse().ok() } else { None }
        };
        if self.is_empty() {
            return Err(missing.to_string());
        }
        if self.year.trim().len() != 4 {
            return Err("Write the year with four digits, like 2026".into());
        }
        let parts = number(&self.day, 2)
            .zip(number(&self.month, 2))
            .zip(number(&self.year, 4));
        parts
            .and_then(|((day, month), year)| {
                NaiveDate::from_ymd_opt(i32::try_from(year).ok()?, month, day)
            })
            .ok_or_else(|| "There is no such date: check the day and the month".into())
    }

    /// The day, if anything was typed.
    pub fn read_if_any(&self) -> Result<Option<NaiveDate>, String> {
        if self.is_empty() {
            Ok(None)
        } else {
            self.read("").map(Some)
        }
    }
}

/// The question with its three boxes. A mistake stands at `<name>-day`, so that its link leads to the
/// first box.
pub fn day_field(
    name: &str,
    question: &str,
    hint: &str,
    typed: &DayTyped,
    mistakes: &Mistakes,
) -> Markup {
    let item = |part: &str, value: &str| DateInputItem {
        name: part.into(),
        value: value.into(),
        ..Default::default()
    };
    DateInput {
        id: name.into(),
        name_prefix: name.into(),
        items: vec![
            item("day", &typed.day),
            item("month", &typed.month),
            item("year", &typed.year),
        ],
        hint: (!hint.is_empty()).then(|| Hint::from(hint)),
        error_message: mistaken::at(mistakes, &format!("{name}-day")),
        fieldset: Some(Fieldset::question(question)),
        ..Default::default()
    }
    .render()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_is_read_from_three_boxes() {
        let read = |day, month, year| DayTyped::new(day, month, year).read("Enter a date");
        assert_eq!(
            read("21", "6", "2026").map(|d| d.to_string()),
            Ok("2026-06-21".into())
        );
        assert_eq!(
            read(" 1", "06 ", "2026").map(|d| d.to_string()),
            Ok("2026-06-01".into())
        );
        assert_eq!(
            read("29", "2", "2024").map(|d| d.to_string()),
            Ok("2024-02-29".into())
        );
        assert_eq!(read("", "", ""), Err("Enter a date".into()));
        for (day, month, year) in [
            ("29", "2", "2026"),
            ("31", "4", "2026"),
            ("-1", "6", "2026"),
            ("21", "13", "2026"),
            ("21", "6", "26"),
            ("21", "June", "2026"),
            ("21", "", "2026"),
            ("٢١", "6", "2026"),
        ] {
            assert!(read(day, month, year).is_err(), "{day} {month} {year}");
        }
        let day = NaiveDate::from_ymd_opt(2026, 6, 21).expect("a day");
        assert_eq!(DayTyped::of(day).read(""), Ok(day));
    }
}
