//! What staff send about a nomination, and how it reads.

use crate::actions::nominations::assess::Entered;
use crate::actions::nominations::moderate::Decision;
use crate::domain::ids::Reference;
use crate::domain::mistakes::{self, Mistakes};
use crate::domain::nominations::assessment::{FACTORS, Factor, MOST, Permission, Scores};
use crate::domain::nominations::proposal::longest;
use crate::domain::nominations::reasons::DeclineReason;
use crate::web::form::Fields;
use chrono::NaiveDate;

/// The longest estimate, in hours.
const MOST_HOURS: i64 = 100_000;
/// The largest group.
const MOST_PEOPLE: i64 = 50;

/// The question to the nominator.
pub fn question(fields: &Fields) -> Result<String, Mistakes> {
    mistakes::words(
        &fields.get("question"),
        longest::WORDS,
        "Write the question",
    )
    .map_err(|message| Mistakes::one("question", message))
}

/// The sentence with a decision, and whether the nomination is fit for the public to see.
fn decision(fields: &Fields, asks_to_publish: bool, wrong: &mut Mistakes) -> Option<Decision> {
    let sentence = wrong.check(
        "sentence",
        mistakes::words(
            &fields.get("sentence"),
            longest::WORDS,
            "Write a sentence to the nominator",
        ),
    );
    let publish = match fields.get("publish").as_str() {
        "yes" => Some(true),
        "no" => Some(false),
        _ if !asks_to_publish => Some(false),
        _ => {
            wrong.add(
                "publish",
                "Choose whether everybody may see this nomination",
            );
            None
        }
    };
    Some(Decision {
        sentence: sentence?,
        publish: publish?,
    })
}

/// A reason and a sentence.
pub fn declining(
    fields: &Fields,
    asks_to_publish: bool,
) -> Result<(DeclineReason, Decision), Mistakes> {
    let mut wrong = Mistakes::none();
    let reason = DeclineReason::parse(&fields.get("reason"));
    if reason.is_none() {
        wrong.add("reason", "Choose a reason");
    }
    let decision = decision(fields, asks_to_publish, &mut wrong);
    match (reason, decision) {
        (Some(reason), Some(decision)) => Ok((reason, decision)),
        _ => Err(wrong),
    }
}

/// Which ward it belongs to, and why.
pub fn ward(fields: &Fields) -> Result<(String, String), Mistakes> {
    let mut wrong = Mistakes::none();
    let ward = mistakes::line(&fields.get("ward"), 20, "Choose a ward from the list");
    let ward = wrong.check("ward", ward);
    let missing = "Say how you know which ward it is in";
    let why = wrong.check(
        "why",
        mistakes::words(&fields.get("why"), longest::WORDS, missing),
    );
    match (ward, why) {
        (Some(ward), Some(why)) => Ok((ward, why)),
        _ => Err(wrong),
    }
}

/// Which nomination to join it to, and a sentence.
pub fn merging(fields: &Fields, asks_to_publish: bool) -> Result<(String, Decision), Mistakes> {
    let mut wrong = Mistakes::none();
    let (typed, field) = match (fields.get("other").trim(), fields.get("into")) {
        ("", picked) if !picked.is_empty() => (picked, "into"),
        (other, _) => (other.to_string(), "other"),
    };
    let into = wrong.check(field, typed.parse::<Reference>());
    let decision = decision(fields, asks_to_publish, &mut wrong);
    match (into, decision) {
        (Some(into), Some(decision)) => Ok((into.to_string(), decision)),
        _ => Err(wrong),
    }
}

/// A note about why the nominator withdrew.
pub fn note(fields: &Fields) -> Result<String, Mistakes> {
    mistakes::words(
        &fields.get("note"),
        longest::WORDS,
        "Write how the nominator asked for this",
    )
    .map_err(|message| Mistakes::one("note", message))
}

/// The eight factors and what else the assessment asks for.
pub fn assessment(fields: &Fields) -> Result<Entered, Mistakes> {
    let mut wrong = Mistakes::none();
    let scores = scores(fields, &mut wrong);
    let permission = Permission::parse(&fields.get("permission"));
    if permission.is_none() {
        wrong.add(
            "permission",
            "Choose whether the landowner has given permission",
        );
    }
    let permission_from = wrong.check(
        "permission-from",
        permission_from(&fields.get("permission-from"), permission),
    );
    let risk = wrong.check("risk", day(fields, "risk"));
    let hours = number(
        fields,
        "hours",
        MOST_HOURS,
        "Enter the hours of work",
        &mut wrong,
    );
    let people = "Enter how many people can work there at once";
    let group = number(fields, "group", MOST_PEOPLE, people, &mut wrong);
    let summary = wrong.check(
        "summary",
        mistakes::optional_words(&fields.get("summary"), longest::WORDS),
    );
    let read = (
        scores,
        permission,
        permission_from,
        risk,
        hours,
        group,
        summary,
    );
    let (
        Some(scores),
        Some(permission),
        Some(from),
        Some(risk),
        Some(hours),
        Some(group),
        Some(summary),
    ) = read
    else {
        return Err(wrong);
    };
    Ok(Entered {
        scores,
        permission,
        permission_from: from,
        risk_assessed_on: risk,
        estimate_minutes: hours * 60,
        group_size: group,
        summary,
    })
}

/// A whole number from 1.
fn number(
    fields: &Fields,
    name: &str,
    most: i64,
    missing: &str,
    wrong: &mut Mistakes,
) -> Option<i64> {
    wrong.check(name, mistakes::whole(&fields.get(name), 1, most, missing))
}

fn scores(fields: &Fields, wrong: &mut Mistakes) -> Option<Scores> {
    let mut scores = [0; FACTORS];
    for (score, factor) in scores.iter_mut().zip(Factor::ALL) {
        let missing = format!("Choose a score for {}", factor.name().to_lowercase());
        let read = mistakes::whole(&fields.get(factor.code()), 0, MOST, &missing);
        *score = wrong.check(factor.code(), read).unwrap_or(-1);
    }
    Scores::new(scores)
}

fn permission_from(typed: &str, permission: Option<Permission>) -> Result<String, String> {
    let read = mistakes::optional_line(typed, longest::LINE)?;
    if read.is_empty() && permission == Some(Permission::Given) {
        Err("Enter who gave permission".into())
    } else {
        Ok(read)
    }
}

/// A day in three boxes; all empty is none.
fn day(fields: &Fields, name: &str) -> Result<Option<NaiveDate>, String> {
    let part = |part: &str| fields.get(&format!("{name}-{part}")).trim().to_string();
    let (day, month, year) = (part("day"), part("month"), part("year"));
    if day.is_empty() && month.is_empty() && year.is_empty() {
        return Ok(None);
    }
    let wrong = || "Enter the day of the risk assessment, like 21 6 2026".to_string();
    let number = |text: &str| text.parse::<u32>().map_err(|_| wrong());
    let year = year.parse::<i32>().map_err(|_| wrong())?;
    if !(2000..=2100).contains(&year) {
        return Err(wrong());
    }
    NaiveDate::from_ymd_opt(year, number(&month)?, number(&day)?)
        .map(Some)
        .ok_or_else(wrong)
}
