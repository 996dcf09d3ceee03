//! Periods: months, quarters and financial years (1 April to 31 March). A session counts in the
//! period of its date.

use chrono::{Datelike, NaiveDate};
use std::fmt;
use std::str::FromStr;

/// A calendar month, written `2009-06`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Month {
    year: i32,
    month: u32,
}

/// Not a month.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
#[error("Enter a month, like 2009-06")]
pub struct NotAMonth;

const NAMES: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

impl Month {
    /// The month of a day.
    pub fn of(day: NaiveDate) -> Month {
        Month {
            year: day.year(),
            month: day.month(),
        }
    }

    /// The same month a year before.
    pub fn year_before(self) -> Month {
        Month {
            year: self.year - 1,
            month: self.month,
        }
    }

    /// Its number, counted from January of year nought.
    pub fn number(self) -> i32 {
        self.year * 12 + self.month as i32 - 1
    }

    /// The month of a number.
    pub fn numbered(number: i32) -> Month {
        Month {
            year: number.div_euclid(12),
            month: number.rem_euclid(12) as u32 + 1,
        }
    }

    /// Its first day.
    pub fn first_day(self) -> NaiveDate {
        NaiveDate::from_ymd_opt(self.year, self.month, 1).unwrap_or(NaiveDate::MIN)
    }

    /// Its last day.
    pub fn last_day(self) -> NaiveDate {
        self.next().first_day().pred_opt().unwrap_or(NaiveDate::MAX)
    }

    /// The month before.
    pub fn before(self) -> Month {
        Month::numbered(self.number() - 1)
    }

    /// The month after.
    pub fn next(self) -> Month {
        if self.month == 12 {
            Month {
                year: self.year + 1,
                month: 1,
            }
        } else {
            Month {
                year: self.year,
                month: self.month + 1,
            }
        }
    }

    /// The financial year it lies in, by the year it starts in.
    pub fn financial_year(self) -> i32 {
        if self.month >= 4 {
            self.year
        } else {
            self.year - 1
        }
    }

    /// The quarter it lies in, by its first month: April, July, October or January.
    pub fn quarter(self) -> Month {
        Month {
            year: self.year,
            month: (self.month - 1) / 3 * 3 + 1,
        }
    }

    /// In words: `June 2009`.
    pub fn words(self) -> String {
        let name = NAMES.get(self.month as usize - 1).unwrap_or(&"");
        format!("{name} {}", self.year)
    }
}

/// How people write a month behind a day.
const TYPED: [&str; 4] = ["%d %Y-%m", "%d %m %Y", "%d %m/%Y", "%d %B %Y"];

impl Month {
    /// The month as somebody typed it: `2009-06`, `6 2009`, `06/2009` or `June 2009`; or that of a day, `2009-06-21`.
    pub fn typed(text: &str) -> Option<Month> {
        let text = text.trim();
        let with_day = format!("1 {text}");
        let months = TYPED.iter();
        let months = months.map(|form| NaiveDate::parse_from_str(&with_day, form));
        let day = std::iter::once(NaiveDate::parse_from_str(text, "%Y-%m-%d"));
        let read = day.chain(months).find_map(Result::ok).map(Month::of);
        read.filter(|month| (1000..=9999).contains(&month.year))
    }
}

impl fmt::Display for Month {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}", self.year, self.month)
    }
}

impl FromStr for Month {
    type Err = NotAMonth;

    fn from_str(text: &str) -> Result<Month, NotAMonth> {
        let (year, month) = text.split_once('-').ok_or(NotAMonth)?;
        if year.len() != 4 || month.len() != 2 {
            return Err(NotAMonth);
        }
        let (year, month) = (
            year.parse().map_err(|_| NotAMonth)?,
            month.parse().map_err(|_| NotAMonth)?,
        );
        if (1..=12).contains(&month) {
            Ok(Month { year, month })
        } else {
            Err(NotAMonth)
        }
    }
}

/// How a table is cut by time, the shortest stretch first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cut {
    /// A row a month.
    Month,
    /// A row a quarter.
    Quarter,
    /// A row a financial year.
    Year,
}

impl Cut {
    /// Every way, the shortest stretch first.
    pub const ALL: [Cut; 3] = [Cut::Month, Cut::Quarter, Cut::Year];

    /// The first month of the row that a month falls in.
    pub fn row_of(self, month: Month) -> Month {
        match self {
            Cut::Month => month,
            Cut::Quarter => month.quarter(),
            Cut::Year => Month {
                year: month.financial_year(),
                month: 4,
            },
        }
    }

    /// The months of a row that begins with a month.
    pub fn span(self, row: Month) -> Span {
        let months = match self {
            Cut::Month => 1,
            Cut::Quarter => 3,
            Cut::Year => 12,
        };
        let last = (1..months).fold(row, |month, _| month.next());
        Span {
            from: row,
            to: last,
        }
    }

    /// The row in words: `June 2009`, `April to June 2009`, `2009–10`.
    pub fn words(self, row: Month) -> String {
        match self {
            Cut::Month => row.words(),
            Cut::Quarter => {
                let last = row.next().next();
                let name = NAMES.get(row.month as usize - 1).unwrap_or(&"");
                format!("{name} to {}", last.words())
            }
            Cut::Year => year_words(row.financial_year()),
        }
    }
}

/// A financial year in words: `2009–10`.
pub fn year_words(year: i32) -> String {
    format!("{year}–{:02}", (year + 1).rem_euclid(100))
}

/// From one month to another, both included.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Span {
    /// The first month.
    pub from: Month,
    /// The last month.
    pub to: Month,
}

impl Span {
    /// A financial year.
    pub fn financial_year(year: i32) -> Span {
        Span {
            from: Month { year, month: 4 },
            to: Month {
                year: year + 1,
                month: 3,
            },
        }
    }

    /// Whether a month lies in it.
    pub fn holds(self, month: Month) -> bool {
        self.from <= month && month <= self.to
    }

    /// As much of it as lies in another, if any does.
    pub fn within(self, other: Span) -> Option<Span> {
        let (from, to) = (self.from.max(other.from), self.to.min(other.to));
        (from <= to).then_some(Span { from, to })
    }

    /// As much of it as lies no later than a month, if any does.
    pub fn until(self, last: Month) -> Option<Span> {
        let to = self.to.min(last);
        (self.from <= to).then_some(Span { to, ..self })
    }

    /// The same stretch of months a year before, if this one has a beginning and an end and is no
    /// longer than a year.
    pub fn year_before(self) -> Option<Span> {
        let months = self.to.number() - self.from.number();
        (0..12).contains(&months).then(|| Span {
            from: self.from.year_before(),
            to: self.to.year_before(),
        })
    }

    /// From the beginning of time to its end: since launch, for a query.
    pub fn ever() -> Span {
        Span {
            from: Month { year: 1, month: 1 },
            to: Month {
                year: 9999,
                month: 12,
            },
        }
    }

    /// The months of two days, either of which may be missing. Whole months only: a part of a month
    /// would let the sessions of a day be worked out.
    pub fn of_days(from: Option<NaiveDate>, to: Option<NaiveDate>) -> Span {
        Span::of_months(from.map(Month::of), to.map(Month::of))
    }

    /// From one month to another, either of which may be missing.
    pub fn of_months(from: Option<Month>, to: Option<Month>) -> Span {
        let ever = Span::ever();
        Span {
            from: from.unwrap_or(ever.from),
            to: to.unwrap_or(ever.to),
        }
    }

    /// The financial year that this is, if it is just one.
    pub fn as_financial_year(self) -> Option<i32> {
        let year = self.from.financial_year();
        (self == Span::financial_year(year)).then_some(year)
    }

    /// The month, the quarter or the financial year that this is, if it is just one.
    pub fn as_row(self) -> Option<Cut> {
        let is = |cut: &Cut| cut.span(cut.row_of(self.from)) == self;
        Cut::ALL.into_iter().find(is)
    }

    /// In words.
    pub fn words(self) -> String {
        let ever = Span::ever();
        if let Some(year) = self.as_financial_year() {
            return format!("financial year {}", year_words(year));
        }
        match (self.from == ever.from, self.to == ever.to) {
            (true, true) => "since launch".into(),
            (true, false) => format!("up to {}", self.to.words()),
            (false, true) => format!("since {}", self.from.words()),
            (false, false) if self.from == self.to => self.from.words(),
            (false, false) => format!("{} to {}", self.from.words(), self.to.words()),
        }
    }
}

#[cfg(test)]
mod tests;
