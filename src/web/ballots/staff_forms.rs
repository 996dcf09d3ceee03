//! What officers send about rounds.

use crate::actions::ballots::declaring::Said;
use crate::actions::ballots::drafting::{Drafting, TIE_SOURCE};
use crate::domain::ballots::method::Method;
use crate::domain::ballots::round::Times;
use crate::domain::ballots::rule_sheet::MOST_OPTIONS;
use crate::domain::mistakes::{self, Mistakes};
use crate::domain::time::instant_in_london;
use crate::store::ballots::Round;
use crate::store::ballots::change::Draft;
use chrono::{DateTime, Datelike, NaiveDate, NaiveTime, Timelike, Utc};
use chrono_tz::Europe::London;

crate::form! {
    /// From which shortlist a round is drafted.
    pub struct NewQuery { shortlist }
}

crate::form! {
    /// A round as it is drafted. Days and times are London's.
    pub struct DraftForm {
        shortlist, version, title, question, method, seats, budget_hours, tie_source,
        opens_day, opens_month, opens_year, opens_time,
        closes_day, closes_month, closes_year, closes_time,
    }
}

impl DraftForm {
    /// What a new draft begins with.
    pub fn fresh(shortlist: String) -> DraftForm {
        DraftForm {
            shortlist,
            question: "Which of these places should Community Payback work on next?".into(),
            method: Method::Plurality.name().into(),
            seats: "1".into(),
            tie_source: TIE_SOURCE.into(),
            opens_time: "09:00".into(),
            closes_time: "17:00".into(),
            ..DraftForm::default()
        }
    }

    /// A draft as it stands.
    pub fn of(round: &Round) -> DraftForm {
        let there = |at: DateTime<Utc>| {
            let at = at.with_timezone(&London);
            let time = format!("{:02}:{:02}", at.hour(), at.minute());
            [
                at.day().to_string(),
                at.month().to_string(),
                at.year().to_string(),
                time,
            ]
        };
        let [opens_day, opens_month, opens_year, opens_time] = there(round.times.opens_at);
        let [closes_day, closes_month, closes_year, closes_time] = there(round.times.closes_at);
        DraftForm {
            shortlist: round
                .shortlist_id
                .map(|id| id.to_string())
                .unwrap_or_default(),
            version: round.version.to_string(),
            title: round.title.clone(),
            question: round.question.clone(),
            method: round.method.name().into(),
            seats: round.seats.to_string(),
            budget_hours: round.budget_minutes.map(hours_typed).unwrap_or_default(),
            tie_source: round.tie_source.clone(),
            opens_day,
            opens_month,
            opens_year,
            opens_time,
            closes_day,
            closes_month,
            closes_year,
            closes_time,
        }
    }

    /// The draft, or every mistake.
    pub fn parse(&self) -> Result<Draft, Mistakes> {
        let mut found = Mistakes::none();
        let title = mistakes::line(&self.title, 120, "Enter what the vote is about");
        let title = found.check("title", title);
        let question = mistakes::line(&self.question, 300, "Enter the question on the paper");
        let question = found.check("question", question);
        let opens = instant(
            [&self.opens_day, &self.opens_month, &self.opens_year],
            &self.opens_time,
            (
                "opens",
                "Enter the day on which the vote opens, like 21 6 2026",
            ),
            &mut found,
        );
        let closes = instant(
            [&self.closes_day, &self.closes_month, &self.closes_year],
            &self.closes_time,
            (
                "closes",
                "Enter the day on which the vote closes, like 12 7 2026",
            ),
            &mut found,
        );
        let method = Method::parse(&self.method).ok_or("Pick a method of counting");
        let method = found.check("method", method);
        let seats = method.and_then(|method| found.check("seats", self.seats(method)));
        let budget = method.and_then(|method| found.check("budget-hours", self.budget(method)));
        let source = mistakes::line(
            &self.tie_source,
            300,
            "Name a public value that exists only after the vote has closed",
        );
        let source = found.check("tie-source", source);
        match (
            (title, question, opens, closes),
            (method, seats, budget, source),
        ) {
            (
                (Some(title), Some(question), Some(opens_at), Some(closes_at)),
                (Some(method), Some(seats), Some(budget_minutes), Some(tie_source)),
            ) => Ok(Draft {
                title,
                question,
                method,
                seats,
                budget_minutes,
                tie_source,
                times: Times {
                    opens_at,
                    closes_at,
                },
            }),
            _ => Err(found),
        }
    }

    /// How many places win. One where the method says so or has a budget.
    fn seats(&self, method: Method) -> Result<i64, &'static str> {
        let typed = self.seats.trim();
        match method {
            Method::Greedy | Method::EqualShares => return Ok(1),
            Method::RunOff if typed.is_empty() || typed == "1" => return Ok(1),
            Method::RunOff => {
                return Err(
                    "Ranking with one winner has one winner. Enter 1, or pick ranking with several winners",
                );
            }
            _ => {}
        }
        let most = i64::try_from(MOST_OPTIONS).unwrap_or(i64::MAX);
        match typed.parse::<i64>() {
            Ok(1) if method == Method::Transferable => Err(
                "Ranking with several winners has 2 or more. Enter how many, or pick ranking with one winner",
            ),
            Ok(seats) if (1..most).contains(&seats) => Ok(seats),
            _ => Err("Enter how many places win, like 1"),
        }
    }

    /// The minutes to share out, where the method has a budget. Typed in hours.
    fn budget(&self, method: Method) -> Result<Option<i64>, &'static str> {
        if !method.has_budget() {
            return Ok(None);
        }
        let typed = self.budget_hours.trim().replace(',', "");
        match typed.parse::<i64>() {
            Ok(hours) if (1..=1_000_000).contains(&hours) => Ok(Some(hours * 60)),
            _ => Err(
                "Enter how many hours of work there are to share out, as a whole number like 120",
            ),
        }
    }

    /// The draft of a new round, or every mistake.
    pub fn parse_new(&self) -> Result<Drafting, Mistakes> {
        let draft = self.parse();
        let shortlist = self.shortlist.parse::<i64>();
        match (draft, shortlist) {
            (Ok(draft), Ok(shortlist)) => Ok(Drafting {
                shortlist,
                slug: String::new(),
                draft,
            }),
            (Err(mistakes), Ok(_)) => Err(mistakes),
            (draft, Err(_)) => {
                let mut mistakes = Mistakes::one("shortlist", "Pick an agreed shortlist");
                for mistake in draft.err().iter().flat_map(Mistakes::iter) {
                    mistakes.add(&mistake.field, &mistake.message);
                }
                Err(mistakes)
            }
        }
    }

    /// The version the page was made from; one that does not read is never the present one.
    pub fn version(&self) -> i64 {
        self.version.parse().unwrap_or(-1)
    }
}

/// Minutes as an officer types them: whole hours.
fn hours_typed(minutes: i64) -> String {
    (minutes / 60).to_string()
}

/// A day and a time in London. Mistakes stand at `…-day` and `…-time`.
pub(super) fn instant(
    [day, month, year]: [&str; 3],
    time: &str,
    (name, missing): (&str, &str),
    found: &mut Mistakes,
) -> Option<DateTime<Utc>> {
    let number = |text: &str| text.trim().parse::<u32>().ok();
    let date = number(day).zip(number(month)).zip(number(year));
    let date = date.and_then(|((day, month), year)| {
        let year = i32::try_from(year)
            .ok()
            .filter(|year| (2000..2200).contains(year))?;
        NaiveDate::from_ymd_opt(year, month, day)
    });
    let date = found.check(&format!("{name}-day"), date.ok_or(missing));
    let time = read_time(time).ok_or("Enter a time, like 09:00");
    let time = found.check(&format!("{name}-time"), time);
    let instant = instant_in_london(date?, time?)
        .ok_or("The clocks go forward at this time on this day. Enter another time");
    found.check(&format!("{name}-time"), instant)
}

fn read_time(text: &str) -> Option<NaiveTime> {
    let text = text.trim().replace('.', ":");
    let (hour, minute) = text.split_once(':')?;
    let digits = |part: &str| part.len() <= 2 && part.bytes().all(|byte| byte.is_ascii_digit());
    if !digits(hour) || minute.len() != 2 || !digits(minute) {
        return None;
    }
    NaiveTime::from_hms_opt(hour.parse().ok()?, minute.parse().ok()?, 0)
}

crate::form! {
    /// A step in a round's life, from the page as it stood at a version.
    pub struct StepForm { version, reason, waits_because, more_ballots, answer, answer_version } many { waits }
}

impl StepForm {
    /// The version the page was made from.
    pub fn version(&self) -> i64 {
        self.version.parse().unwrap_or(-1)
    }

    /// What is said when a result is declared: the winners that wait, what for, and why there are more votes
    /// than people who voted.
    pub fn said(&self) -> Result<Said, Mistakes> {
        let mut found = Mistakes::none();
        let more_ballots = found.check(
            "more-ballots",
            mistakes::optional_words(&self.more_ballots, 1000),
        );
        let because = match self.waits.is_empty() {
            true => Some(String::new()),
            false => found.check(
                "waits-because",
                mistakes::line(&self.waits_because, 300, "Say what the winner waits for"),
            ),
        };
        match (more_ballots, because) {
            (Some(more_ballots), Some(because)) => Ok(Said {
                waiting: self.waits.clone(),
                because,
                more_ballots,
            }),
            _ => Err(found),
        }
    }

    /// Why a count is sent back.
    pub fn why_sent_back(&self) -> Result<String, Mistakes> {
        mistakes::words(&self.reason, 1000, "Say why the count is sent back")
            .map_err(|why| Mistakes::one("reason", why))
    }

    /// What the panel says, and the version of the answer that it is put in place of.
    pub fn answered(&self) -> Result<(String, i64), Mistakes> {
        let words = mistakes::words(&self.answer, 4000, "Enter what the panel says")
            .map_err(|why| Mistakes::one("answer", why))?;
        Ok((words, self.answer_version.parse().unwrap_or(-1)))
    }

    /// Why a round is given up.
    pub fn why(&self) -> Result<String, Mistakes> {
        mistakes::words(&self.reason, 1000, "Say why the vote is given up")
            .map_err(|why| Mistakes::one("reason", why))
    }
}
