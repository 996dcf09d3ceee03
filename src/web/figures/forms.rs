//! What is asked of the figures, as it stands behind the question mark.

use crate::domain::figures::arranged::{Arrangement, Sort, Stage};
use crate::domain::figures::period::{Cut, Month, Span};
use crate::domain::figures::view::{By, View};
use crate::domain::mistakes::Mistakes;
use crate::form;
use crate::store::figures::questions::Question;
use crate::web::pieces::address;

form! {
    /// The filters of the figures page. Each may be missing.
    pub struct FiguresQuery { area, category, origin, from, to, year, by, stage, q, sort, page }
}

const ORIGINS: [&str; 3] = ["vote", "nomination", "other"];

impl FiguresQuery {
    /// What is asked for. What does not read is a mistake, and the page says which.
    pub fn parse(&self) -> Result<View, Mistakes> {
        let mut mistakes = Mistakes::none();
        let span = span([&self.from, &self.to, &self.year], &mut mistakes);
        let by = mistakes.check("by", cut(&self.by));
        let origin = mistakes.check("origin", origin(&self.origin));
        let (Some(span), Some(by), Some(origin)) = (span, by, origin) else {
            return Err(mistakes);
        };
        let some = |text: &str| (!text.is_empty()).then(|| text.to_string());
        Ok(View {
            area: self.area.trim().to_string(),
            category: some(self.category.trim()),
            origin,
            span,
            by: vec![by],
        })
    }

    /// Which of the rows are shown and how.
    pub fn arrangement(&self) -> Arrangement {
        Arrangement {
            words: self.q.clone(),
            sort: Sort::parse(&self.sort),
            stage: Stage::parse(&self.stage),
        }
    }

    /// The same filters at another address, for other forms of the same figures: all of them, from the first
    /// row.
    pub fn at(&self, path: &str) -> String {
        address(path, self.pairs())
    }

    /// What is asked for, apart from the page of a long table.
    pub fn pairs(&self) -> [(&'static str, &str); 10] {
        [
            ("area", &self.area),
            ("category", &self.category),
            ("origin", &self.origin),
            ("from", &self.from),
            ("to", &self.to),
            ("year", &self.year),
            ("by", &self.by),
            ("stage", &self.stage),
            ("q", &self.q),
            ("sort", &self.sort),
        ]
    }
}

form! {
    /// Of which area and period the questions are answered, how the answers are cut by time, which of them
    /// alone or as a file, and which page of its rows.
    pub struct QuestionsQuery { area, from, to, year, by, part, page }
}

impl QuestionsQuery {
    /// What is asked. What does not read is a mistake, and the page says which.
    pub fn parse(&self) -> Result<Question, Mistakes> {
        let mut mistakes = Mistakes::none();
        let span = span([&self.from, &self.to, &self.year], &mut mistakes);
        let cut = mistakes.check("by", time_cut(&self.by));
        match (span, cut) {
            (Some(span), Some(cut)) => Ok(Question {
                area: self.area.trim().to_string(),
                span,
                cut,
            }),
            _ => Err(mistakes),
        }
    }

    /// What is asked for, apart from which answer.
    pub fn pairs(&self) -> [(&'static str, &str); 5] {
        [
            ("area", &self.area),
            ("from", &self.from),
            ("to", &self.to),
            ("year", &self.year),
            ("by", &self.by),
        ]
    }
}

/// The months from one to another, or of a financial year.
fn span([from, to, of_year]: [&str; 3], mistakes: &mut Mistakes) -> Option<Span> {
    let from = mistakes.check("from", month(from, "first"));
    let to = mistakes.check("to", month(to, "last"));
    let year = mistakes.check("year", year(of_year))?;
    if year.is_some() && (matches!(from, Some(Some(_))) || matches!(to, Some(Some(_)))) {
        mistakes.add("year", "Choose a financial year or months, not both");
        return None;
    }
    let span = year.map_or(Span::of_months(from?, to?), Span::financial_year);
    let forwards = (span.from <= span.to).then_some(span);
    let forwards = forwards.ok_or("The last month must not be before the first");
    mistakes.check("to", forwards)
}

fn time_cut(text: &str) -> Result<Cut, String> {
    match cut(text)? {
        By::Time(cut) => Ok(cut),
        _ => Err("Choose financial years, quarters or months".into()),
    }
}

/// A month, or a day of it. Figures are of whole months.
fn month(text: &str, which: &str) -> Result<Option<Month>, String> {
    if text.trim().is_empty() {
        return Ok(None);
    }
    let month = Month::typed(text).map(Some);
    month.ok_or_else(|| format!("Enter the {which} month, like June 2009"))
}

fn cut(text: &str) -> Result<By, String> {
    if text.is_empty() {
        return Ok(By::Time(Cut::Year));
    }
    By::parse(text).ok_or_else(|| "Choose how the rows are cut from the list".into())
}

fn origin(text: &str) -> Result<Option<String>, String> {
    match text {
        "" => Ok(None),
        known if ORIGINS.contains(&known) => Ok(Some(known.to_string())),
        _ => Err("Choose how the projects came about from the list".into()),
    }
}

/// A financial year by the year it starts in, or as written: `2009`, `2009-10`.
fn year(text: &str) -> Result<Option<i32>, String> {
    let start = text
        .trim()
        .split(['-', '–', '/'])
        .next()
        .unwrap_or_default();
    if start.is_empty() {
        return Ok(None);
    }
    match start.parse() {
        Ok(year @ 1900..=2200) => Ok(Some(year)),
        _ => Err("Enter the financial year like 2009–10".into()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_query_reads_with_everything_missing_and_says_what_does_not_read() {
        assert_eq!(FiguresQuery::default().parse(), Ok(View::everything()));
        let query = FiguresQuery {
            from: "31 June".into(),
            by: "weather".into(),
            ..FiguresQuery::default()
        };
        let mistakes = query.parse().expect_err("two mistakes");
        assert!(mistakes.at("from").is_some() && mistakes.at("by").is_some());
    }

    #[test]
    fn a_financial_year_and_months_are_not_asked_for_together() {
        for (from, to) in [("2026-05", ""), ("", "2009-06"), ("2009-05", "2009-06")] {
            let query = QuestionsQuery {
                year: "2009".into(),
                from: from.into(),
                to: to.into(),
                ..QuestionsQuery::default()
            };
            let mistakes = query.parse().expect_err("which of the two is meant?");
            assert!(mistakes.at("year").is_some(), "{from} {to}");
        }
    }

    #[test]
    fn a_financial_year_reads_as_people_write_it() {
        for text in ["2009", "2009-10", "2009–10", "2009/10"] {
            let query = FiguresQuery {
                year: text.into(),
                ..FiguresQuery::default()
            };
            assert_eq!(
                query.parse().map(|view| view.span),
                Ok(Span::financial_year(2009))
            );
        }
    }
}
