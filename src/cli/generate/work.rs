//! Invented projects and their sessions, as the lines of the files that the imports read.
//!
//! Each project follows from the seed and its own number, so that the file of projects and the file of
//! returns tell of the same ones without either being kept. Winter has more sessions stood down and
//! August and Christmas fewer held; a first session brings everybody new and later ones a few.

use super::country::{COUNCILS, WARDS, council_code, ward_code};
use crate::ports::dice::Dice;
use chrono::{Datelike, Days, NaiveDate};

/// Sessions of a project: at least so many, and so many more at most.
const LEAST: u64 = 20;
const MORE: u64 = 81;
/// A project whose last session is not longer ago goes on.
const GOES_ON: u64 = 30;

const KINDS: [(&str, u64); 8] = [
    ("litter", 24),
    ("gardening", 20),
    ("graffiti", 10),
    ("paths", 14),
    ("decorating", 12),
    ("clearance", 10),
    ("recycling", 6),
    ("other", 4),
];
const ORIGINS: [(&str, u64); 3] = [("other", 55), ("nomination", 30), ("vote", 15)];
const REASONS: [(&str, u64); 6] = [
    ("weather", 40),
    ("supervisor-absent", 20),
    ("site-not-available", 12),
    ("transport", 10),
    ("nobody-attended", 10),
    ("other", 8),
];
/// From and to, in minutes after midnight. Where a project's days run out, it works at the next times.
const SHIFTS: [(u16, u16); 4] = [(570, 930), (540, 960), (960, 1140), (360, 520)];

/// How much is invented.
#[derive(Debug, Clone, Copy)]
pub struct Work {
    returns: u64,
    seed: u64,
    first: NaiveDate,
    last: NaiveDate,
}

/// One project.
#[derive(Debug, Clone)]
struct Project {
    number: u64,
    council: u32,
    ward: u32,
    category: &'static str,
    origin: &'static str,
    agreed_on: NaiveDate,
    days: Vec<(NaiveDate, u16, u16)>,
    completed_on: Option<NaiveDate>,
}

impl Work {
    /// So many returns over so many years before a day.
    pub fn new(returns: u64, years: u16, seed: u64, today: NaiveDate) -> Work {
        let last = today.checked_sub_days(Days::new(1)).unwrap_or(today);
        let span = Days::new(u64::from(years) * 365 + u64::from(years) / 4);
        Work {
            returns,
            seed,
            first: last.checked_sub_days(span).unwrap_or(last),
            last,
        }
    }

    /// The lines of `projects.csv`.
    pub fn projects(self) -> impl Iterator<Item = String> + Send + 'static {
        let heading = "reference,title,category,council_code,ward_code,lat,lon,agreed_on,started_on,completed_on,\
                       origin,nominated_on,beneficiary,summary\n";
        std::iter::once(heading.to_string()).chain(self.all().map(|project| project.line()))
    }

    /// The lines of `returns.csv`.
    pub fn returns(self) -> impl Iterator<Item = String> + Send + 'static {
        let heading = "project,date,start,end,status,attending,new_to_project,minutes_offered,minutes_credited,\
                       reason,note\n";
        let seed = self.seed;
        let lines = self.all().flat_map(move |project| project.sessions(seed));
        std::iter::once(heading.to_string()).chain(lines)
    }

    /// Projects, until their sessions come to as many as there should be.
    fn all(self) -> impl Iterator<Item = Project> + Send + 'static {
        let (mut left, mut number) = (self.returns, 0);
        std::iter::from_fn(move || {
            if left == 0 {
                return None;
            }
            let project = self.project(number, left);
            number += 1;
            left -= project.days.len() as u64;
            Some(project)
        })
    }

    fn project(self, number: u64, left: u64) -> Project {
        let dice = Dice::seeded(mixed(self.seed, number));
        let sessions = (LEAST + dice.below(MORE)).min(left);
        let a_week = 1 + dice.below(3);
        let span = (self.last - self.first).num_days().unsigned_abs();
        let needed = sessions * 10 / a_week + 60;
        let start = 14 + dice.below(span.saturating_sub(needed).max(1));
        let started_on = after(self.first, start.min(span));
        let days = self.days(&dice, started_on, sessions, a_week);
        let over = days
            .iter()
            .map(|(day, _, _)| *day)
            .max()
            .unwrap_or(started_on);
        let ended = after(over, dice.below(5));
        // Larger councils have more of the work: the smaller of two draws is met more often.
        let drawn = || dice.below(u64::from(COUNCILS)) as u32;
        Project {
            number,
            council: drawn().min(drawn()),
            ward: dice.below(u64::from(WARDS)) as u32,
            category: weighed(&dice, &KINDS),
            origin: weighed(&dice, &ORIGINS),
            agreed_on: before(started_on, dice.below(14)),
            completed_on: (after(ended, GOES_ON) <= self.last).then_some(ended),
            days,
        }
    }

    /// The days of a project with their times, none twice.
    fn days(
        self,
        dice: &Dice,
        started_on: NaiveDate,
        sessions: u64,
        a_week: u64,
    ) -> Vec<(NaiveDate, u16, u16)> {
        let first = dice.below(7);
        let is_usual = |day: NaiveDate| {
            let at = u64::from(day.weekday().num_days_from_monday());
            (0..a_week).any(|other| (first + other * 2) % 7 == at)
        };
        let begin = dice.below(2) as usize;
        let mut days = Vec::with_capacity(sessions as usize);
        for times in 0.. {
            let (from, to) = SHIFTS[(begin + times) % SHIFTS.len()];
            // A third time round there is no season: whoever asks for so much gets it somehow.
            let minute = (times / SHIFTS.len()) as u16;
            let some = started_on.iter_days().take_while(|day| *day <= self.last);
            for day in some.filter(|day| is_usual(*day)) {
                if days.len() as u64 == sessions {
                    return days;
                }
                if times >= 2 || is_worked(dice, day) {
                    days.push((day, from + minute, to));
                }
            }
        }
        days
    }
}

/// Nobody works at Christmas, and not on each of the other days of a holiday month.
fn is_worked(dice: &Dice, day: NaiveDate) -> bool {
    let is_christmas =
        (day.month() == 12 && day.day() >= 24) || (day.month() == 1 && day.day() == 1);
    let off = match day.month() {
        8 => 20,
        12 | 1 => 15,
        _ => 4,
    };
    !is_christmas && dice.below(100) >= off
}

fn after(day: NaiveDate, days: u64) -> NaiveDate {
    day.checked_add_days(Days::new(days)).unwrap_or(day)
}

fn before(day: NaiveDate, days: u64) -> NaiveDate {
    day.checked_sub_days(Days::new(days)).unwrap_or(day)
}

/// One seed of two, so that neighbours have nothing in common.
fn mixed(seed: u64, number: u64) -> u64 {
    let mut mixed = seed ^ number.wrapping_mul(0x9e37_79b9_7f4a_7c15);
    mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    mixed ^ (mixed >> 27)
}

/// One of these, as often as it weighs.
fn weighed(dice: &Dice, all: &[(&'static str, u64)]) -> &'static str {
    let whole: u64 = all.iter().map(|(_, weight)| weight).sum();
    let mut drawn = dice.below(whole.max(1));
    for (what, weight) in all {
        if drawn < *weight {
            return what;
        }
        drawn -= weight;
    }
    ""
}

fn time(minutes: u16) -> String {
    format!("{:02}:{:02}", minutes / 60, minutes % 60)
}

impl Project {
    fn reference(&self) -> String {
        format!(
            "G{:03}-{}-P{:06}",
            self.council + 1,
            self.agreed_on.year(),
            self.number + 1
        )
    }

    fn line(&self) -> String {
        let (council, ward) = (
            council_code(self.council),
            ward_code(self.council, self.ward),
        );
        let started_on = self.days.iter().map(|(day, _, _)| *day).min();
        let started_on = started_on.unwrap_or(self.agreed_on);
        let completed_on = self
            .completed_on
            .map(|day| day.to_string())
            .unwrap_or_default();
        format!(
            "{},Invented work {} ({}),{},{council},{ward},,,{},{started_on},{completed_on},{},,Everybody nearby,\
             Invented to measure with.\n",
            self.reference(),
            self.number + 1,
            self.category,
            self.category,
            self.agreed_on,
            self.origin
        )
    }

    fn sessions(self, seed: u64) -> impl Iterator<Item = String> + Send + 'static {
        let dice = Dice::seeded(mixed(seed, self.number) ^ 1);
        let reference = self.reference();
        let mut is_first = true;
        self.days.into_iter().map(move |(day, from, to)| {
            let when = format!("{reference},{day},{},{}", time(from), time(to));
            let bad_weather = if matches!(day.month(), 11 | 12 | 1 | 2) {
                16
            } else {
                6
            };
            if dice.below(100) < bad_weather {
                let reason = weighed(&dice, &REASONS);
                return format!("{when},stood-down,0,0,0,0,{reason},\n");
            }
            let attending = 3 + dice.below(8);
            let new = match dice.below(100) {
                _ if is_first => attending,
                0..25 => 1,
                25..30 => 2,
                _ => 0,
            };
            is_first = false;
            let whole = attending * u64::from(to - from);
            let late = if dice.below(10) == 0 {
                dice.below(60)
            } else {
                0
            };
            let docked = if dice.below(5) == 0 {
                dice.below(90)
            } else {
                0
            };
            let (offered, credited) = (whole - late, whole - late - docked);
            format!("{when},held,{attending},{new},{offered},{credited},,\n")
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashSet;

    fn work(returns: u64, years: u16, seed: u64) -> Work {
        let today = NaiveDate::from_ymd_opt(2026, 11, 22).expect("a day");
        Work::new(returns, years, seed, today)
    }

    #[test]
    fn the_same_seed_makes_the_same_records_and_as_many_as_asked_for() {
        let all = |seed| -> Vec<String> { work(1_000, 3, seed).returns().collect() };
        assert_eq!(all(1).len(), 1_001);
        assert_eq!(all(1), all(1));
        assert_ne!(all(1), all(2));
        let (some, more) = (work(1_000, 3, 1), work(5_000, 3, 1));
        assert!(some.projects().count() < more.projects().count());
    }

    #[test]
    fn no_project_has_two_sessions_at_one_time_however_many_there_are() {
        for (returns, years) in [(5_000, 10), (3_000, 1), (7, 1)] {
            let times: Vec<String> = work(returns, years, 7)
                .returns()
                .map(|line| line.split(',').take(4).collect::<Vec<_>>().join(","))
                .collect();
            let different: HashSet<&String> = times.iter().collect();
            assert_eq!(different.len(), times.len(), "{returns} in {years}");
        }
    }
}
