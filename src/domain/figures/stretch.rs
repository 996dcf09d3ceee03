//! Stretches of time that sums are kept for: months, quarters, financial years, and everything since launch.
//!
//! Any other span is put together from them: [`parts`] says from which.

use super::period::{Cut, Month, Span};

/// A stretch of time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Stretch {
    /// A calendar month.
    Month,
    /// Three months from January, April, July or October.
    Quarter,
    /// A financial year, from April.
    Year,
    /// Since launch.
    Ever,
}

impl Stretch {
    /// Every one, the shortest first.
    pub const ALL: [Stretch; 4] = [
        Stretch::Month,
        Stretch::Quarter,
        Stretch::Year,
        Stretch::Ever,
    ];

    /// The word in the database.
    pub fn code(self) -> &'static str {
        match self {
            Stretch::Month => "month",
            Stretch::Quarter => "quarter",
            Stretch::Year => "year",
            Stretch::Ever => "ever",
        }
    }

    /// Reads the word in the database.
    pub fn parse(code: &str) -> Option<Stretch> {
        Stretch::ALL
            .into_iter()
            .find(|stretch| stretch.code() == code)
    }

    /// The first month of the stretch that a month lies in.
    pub fn start(self, month: Month) -> Month {
        match self {
            Stretch::Month => Cut::Month.row_of(month),
            Stretch::Quarter => Cut::Quarter.row_of(month),
            Stretch::Year => Cut::Year.row_of(month),
            Stretch::Ever => Span::ever().from,
        }
    }

    /// One in words, by its first month: `quarter from 2026-04`.
    pub fn words(self, start: Month) -> String {
        match self {
            Stretch::Month => start.to_string(),
            Stretch::Quarter => format!("quarter from {start}"),
            Stretch::Year => format!("year from {start}"),
            Stretch::Ever => "since launch".into(),
        }
    }

    /// How many months it has; nothing where it has no end.
    fn months(self) -> Option<i32> {
        match self {
            Stretch::Month => Some(1),
            Stretch::Quarter => Some(3),
            Stretch::Year => Some(12),
            Stretch::Ever => None,
        }
    }

    fn next_shorter(self) -> Stretch {
        match self {
            Stretch::Ever => Stretch::Year,
            Stretch::Year => Stretch::Quarter,
            Stretch::Quarter | Stretch::Month => Stretch::Month,
        }
    }
}

impl From<Cut> for Stretch {
    fn from(cut: Cut) -> Stretch {
        match cut {
            Cut::Month => Stretch::Month,
            Cut::Quarter => Stretch::Quarter,
            Cut::Year => Stretch::Year,
        }
    }
}

/// Puts a span together from stretches no longer than `longest`: each kind with the months from the first
/// of its stretches to the last. Every month of the span is in just one of them.
pub fn parts(span: Span, longest: Stretch) -> Vec<(Stretch, Span)> {
    let (from, to) = (span.from.number(), span.to.number());
    if from > to {
        return vec![];
    }
    let Some(months) = longest.months() else {
        return match span == Span::ever() {
            true => vec![(longest, span)],
            false => parts(span, longest.next_shorter()),
        };
    };
    let starts = |number: i32| longest.start(Month::numbered(number)).number();
    // The first stretch that begins inside the span, and the end of the last that ends in it.
    let first = starts(from + months - 1);
    let end = starts(to + 1) - 1;
    if first > end {
        return parts(span, longest.next_shorter());
    }
    let between = |from: i32, to: i32| Span {
        from: Month::numbered(from),
        to: Month::numbered(to),
    };
    let mut found = parts(between(from, first - 1), longest.next_shorter());
    found.push((longest, between(first, end)));
    found.extend(parts(between(end + 1, to), longest.next_shorter()));
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn span(from: i32, to: i32) -> Span {
        Span {
            from: Month::numbered(from),
            to: Month::numbered(to),
        }
    }

    fn said(span: Span, longest: Stretch) -> Vec<String> {
        let parts = parts(span, longest).into_iter();
        parts
            .map(|(stretch, span)| format!("{} {} {}", stretch.code(), span.from, span.to))
            .collect()
    }

    #[test]
    fn a_span_is_put_together_from_the_longest_stretches() {
        let long = span(2009 * 12 + 1, 2011 * 12 + 4);
        let expected = [
            "month 2009-02 2009-03",
            "year 2009-04 2011-03",
            "month 2011-04 2011-05",
        ];
        assert_eq!(said(long, Stretch::Ever), expected);
        assert_eq!(said(Span::ever(), Stretch::Ever), ["ever 0001-01 9999-12"]);
        assert_eq!(
            said(Span::financial_year(2009), Stretch::Quarter),
            ["quarter 2009-04 2010-03"]
        );
    }

    proptest! {
        #[test]
        fn every_month_is_in_just_one_part(from in 24_000_i32..24_100, length in 0_i32..60, longest in 0_usize..4) {
            let longest = Stretch::ALL[longest];
            let mut months = vec![];
            for (stretch, part) in parts(span(from, from + length), longest) {
                prop_assert!(stretch <= longest);
                prop_assert_eq!(stretch.start(part.from), part.from);
                prop_assert_ne!(stretch.start(part.to.next()), stretch.start(part.to));
                months.extend(part.from.number()..=part.to.number());
            }
            prop_assert_eq!(months, (from..=from + length).collect::<Vec<_>>());
        }
    }
}
