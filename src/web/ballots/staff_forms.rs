//! What officers send about rounds.

use crate::actions::ballots::drafting::{Drafting, METHODS, TIE_SOURCE};
use crate::domain::ballots::method::Method;
use crate::domain::ballots::round::Times;
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
        shortlist, version, title, question, method, tie_source,
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
        let method = Method::parse(&self.method).filter(|method| METHODS.contains(method));
        let method = found.check("method", method.ok_or("Pick a method of counting"));
        let source = mistakes::line(
            &self.tie_source,
            300,
            "Name a public value that exists only after the vote has closed",
        );
        let source = found.check("tie-source", source);
        match (title, question, opens, closes, method, source) {
            (
                Some(title),
                Some(question),
                Some(opens_at),
                Some(closes_at),
                Some(method),
                Some(tie_source),
            ) => Ok(Draft {
                title,
                question,
                method,
                seats: 1,
                tie_source,
                times: Times {
                    opens_at,
                    closes_at,
                },
            }),
            _ => Err(found),
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

/// A day and a time in London. Mistakes stand at `…-day` and `…-time`.
fn instant(
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
    pub struct StepForm { version, reason, value }
}

impl StepForm {
    /// The version the page was made from.
    pub fn version(&self) -> i64 {
        self.version.parse().unwrap_or(-1)
    }

    /// Why a round is given up.
    pub fn why(&self) -> Result<String, Mistakes> {
        mistakes::words(&self.reason, 1000, "Say why the vote is given up")
            .map_err(|why| Mistakes::one("reason", why))
    }

    /// The public value that decides a tie, if one was typed.
    pub fn value(&self) -> Result<Option<String>, Mistakes> {
        let typed =
            mistakes::optional_line(&self.value, 200).map_err(|why| Mistakes::one("value", why))?;
        Ok(Some(typed).filter(|value| !value.is_empty()))
    }
}
