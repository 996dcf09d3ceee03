use crate::domain::hours::credit::{Outcome, UnknownOutcome, credited};
use crate::domain::hours::shift::{Backwards, TimeOfDay};
use crate::domain::hours::{Minutes, Shift};
use chrono::NaiveDate;

fn day(text: &str) -> NaiveDate {
    text.parse().expect("a day")
}

fn shift(starts: &str, ends: &str) -> Shift {
    let time = |text| TimeOfDay::parse(text).expect("a time");
    Shift::new(time(starts), time(ends)).expect("a shift")
}

#[test]
fn a_time_reads_however_it_is_typed() {
    for (typed, meant) in [
        ("09:30", "09:30"),
        ("09:30:00", "09:30"),
        ("9:30:00", "09:30"),
        ("9:30", "09:30"),
        ("9.30", "09:30"),
        ("0930", "09:30"),
        ("930", "09:30"),
        ("9", "09:00"),
        (" 15 ", "15:00"),
        ("9am", "09:00"),
        ("9 AM", "09:00"),
        ("12am", "00:00"),
        ("12pm", "12:00"),
        ("3:30pm", "15:30"),
        ("24:00", "24:00"),
        ("00:00", "00:00"),
    ] {
        let read = TimeOfDay::parse(typed).map(|time| time.to_string());
        assert_eq!(read.as_deref(), Ok(meant), "{typed:?}");
    }
    for typed in [
        "", "morning", "25:00", "24:01", "9:5", "9:60", "-1", "13pm", "0am", "9m", "am", "12345",
        "1e1", "٩:٣٠", "9:30:01", "09:30:", "é1",
    ] {
        assert!(TimeOfDay::parse(typed).is_err(), "{typed:?}");
    }
}

#[test]
fn a_shift_ends_after_it_starts_on_the_same_day() {
    let time = |text| TimeOfDay::parse(text).unwrap();
    assert_eq!(Shift::new(time("09:00"), time("09:00")), Err(Backwards));
    assert_eq!(Shift::new(time("22:00"), time("02:00")), Err(Backwards));
    assert_eq!(shift("09:30", "15:30").length(), Minutes::new(360));
    assert_eq!(shift("23:00", "24:00").length(), Minutes::new(60));
}

#[test]
fn the_hour_that_the_clocks_skip_is_not_worked() {
    let spring = day("2026-03-29");
    assert_eq!(shift("00:30", "05:00").length_on(spring), Minutes::new(210));
    assert_eq!(shift("09:00", "15:00").length_on(spring), Minutes::new(360));
    assert!(!shift("01:30", "05:00").was_on_the_clock(spring));
    assert!(!shift("00:15", "01:30").was_on_the_clock(spring));
    assert!(shift("00:15", "05:00").was_on_the_clock(spring));
}

#[test]
fn the_hour_that_comes_twice_counts_once_and_is_over_when_the_second_is() {
    let autumn = day("2026-10-25");
    let night = shift("00:30", "03:00");
    assert_eq!(night.length_on(autumn), Minutes::new(150));
    let end = shift("00:30", "01:30").ended_at(autumn).unwrap();
    assert_eq!(end.to_rfc3339(), "2026-10-25T01:30:00+00:00");
}

#[test]
fn only_an_outcome_that_counts_as_attended_earns_minutes() {
    let (on, session) = (day("2026-11-20"), shift("09:00", "16:00"));
    let earns = |code, docked| {
        credited(
            Outcome::parse(code).unwrap(),
            on,
            session,
            Minutes::new(docked),
        )
        .count()
    };
    for (code, docked, minutes) in [
        ("ATTC", 0, 420),
        ("AFTC", 30, 390),
        ("ATSH", 419, 1),
        ("ATSS", 420, 0),
        ("ATTC", 999, 0),
        ("UACP", 0, 0),
        ("AASD", 0, 0),
        ("ATFI", 0, 0),
        ("co40", 0, 0),
    ] {
        assert_eq!(earns(code, docked), minutes, "{code}");
    }
    assert_eq!(Outcome::parse("XXXX"), Err(UnknownOutcome));
    assert_eq!(Outcome::parse(" attc ").map(Outcome::code), Ok("ATTC"));
}

#[test]
fn minutes_are_never_below_nothing_and_never_wrap() {
    assert_eq!(Minutes::new(-5), Minutes::NONE);
    assert_eq!(Minutes::new(5).less(Minutes::new(9)), Minutes::NONE);
    assert_eq!(Minutes::new(i64::MAX).times(3).count(), i64::MAX);
    let sum: Minutes = [Minutes::new(60), Minutes::new(30)].into_iter().sum();
    assert_eq!(sum.to_string(), "90");
}
