use super::*;

fn month(text: &str) -> Month {
    text.parse().expect("a month")
}

#[test]
fn the_financial_year_runs_from_april_to_march() {
    assert_eq!(month("2010-03").financial_year(), 2009);
    assert_eq!(month("2010-04").financial_year(), 2010);
    assert_eq!(Span::financial_year(2009).words(), "financial year 2009–10");
    assert_eq!(Span::financial_year(1999).words(), "financial year 1999–00");
}

#[test]
fn a_month_falls_in_the_row_of_its_cut() {
    assert_eq!(
        Cut::Quarter.words(Cut::Quarter.row_of(month("2009-05"))),
        "April to June 2009"
    );
    assert_eq!(
        Cut::Year.words(Cut::Year.row_of(month("2010-01"))),
        "2009–10"
    );
    assert_eq!(
        Cut::Month.words(Cut::Month.row_of(month("2010-01"))),
        "January 2010"
    );
}

#[test]
fn a_row_of_time_has_the_months_of_its_cut() {
    let words = |cut: Cut, text: &str| {
        let span = cut.span(cut.row_of(month(text)));
        assert_eq!(span.as_row(), Some(cut), "{text}");
        span.words()
    };
    assert_eq!(words(Cut::Month, "2012-02"), "February 2012");
    assert_eq!(words(Cut::Quarter, "2012-02"), "January 2012 to March 2012");
    assert_eq!(words(Cut::Year, "2012-02"), "financial year 2011–12");
    assert_eq!(Span::ever().as_row(), None);
}

#[test]
fn of_two_spans_the_months_in_both_are_within() {
    let from = |text: &str| Span::of_days(text.parse().ok(), None);
    let until = |text: &str| Span::of_days(None, text.parse().ok());
    let both = from("2009-04-01").within(until("2010-03-31"));
    assert_eq!(both, Some(Span::financial_year(2009)));
    assert_eq!(from("2010-04-01").within(until("2010-03-31")), None);
}

#[test]
fn what_is_not_a_month_is_refused() {
    for text in [
        "", "2009", "2009-13", "2009-0", "-2009-01", "2009-1x", "09-06",
    ] {
        assert_eq!(text.parse::<Month>(), Err(NotAMonth), "{text}");
    }
    assert_eq!(month("2009-12").next(), month("2010-01"));
    assert_eq!(month("2012-02").last_day().to_string(), "2012-02-29");
}

#[test]
fn a_month_reads_as_people_type_it() {
    for text in [
        "2009-06",
        "2009-06-21",
        " 6 2009 ",
        "06 2009",
        "6/2009",
        "June 2009",
        "june 2009",
        "Jun 2009",
    ] {
        assert_eq!(Month::typed(text), Some(month("2009-06")), "{text}");
    }
    for text in [
        "",
        "2009",
        "31 June",
        "13 2009",
        "6 09",
        "2009-06-31",
        "soon",
    ] {
        assert_eq!(Month::typed(text), None, "{text}");
    }
}

#[test]
fn a_year_before_is_the_same_months_and_only_for_a_year_or_less() {
    let before = Span::financial_year(2010).year_before();
    assert_eq!(before, Some(Span::financial_year(2009)));
    assert_eq!(Span::ever().year_before(), None);
    let long = Span {
        from: month("2009-04"),
        to: month("2010-04"),
    };
    assert_eq!(long.year_before(), None);
}

#[test]
fn a_span_is_said_as_people_say_it() {
    let day = |text: &str| text.parse().ok();
    assert_eq!(Span::of_days(None, None).words(), "since launch");
    assert_eq!(
        Span::of_days(day("2009-04-01"), None).words(),
        "since April 2009"
    );
    assert_eq!(
        Span::of_days(day("2009-06-01"), day("2009-06-30")).words(),
        "June 2009"
    );
    assert_eq!(
        Span::of_days(day("2009-04-01"), day("2010-03-31")).words(),
        "financial year 2009–10"
    );
}
