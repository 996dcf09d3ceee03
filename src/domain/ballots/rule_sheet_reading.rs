//! Reading a rule sheet back from its published text.
//!
//! Only the canonical text is taken, because only that has the digest which names the round.
//! Start at [`RuleSheet::read`].

use chrono::{DateTime, Utc};

use super::canonical::{Json, JsonFault};
use super::merkle::from_hex;
use super::method::Method;
use super::rule_sheet::{BallotBox, RuleSheet, SheetArea, SheetOption, WayToVote};

/// Why a text is not a rule sheet.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SheetReadFault {
    #[error(transparent)]
    Json(#[from] JsonFault),
    #[error("the field '{0}' is missing or cannot be read")]
    Field(&'static str),
    #[error("the text is not canonical: the sheet it stands for is written in another way")]
    NotCanonical,
}

impl RuleSheet {
    /// The sheet of a published text. A newline at the end is let pass.
    pub fn read(text: &str) -> Result<RuleSheet, SheetReadFault> {
        let text = text.strip_suffix('\n').unwrap_or(text);
        let json = Json::parse(text)?;
        let sheet = from_json(&json)?;
        if sheet.to_text() == text {
            Ok(sheet)
        } else {
            Err(SheetReadFault::NotCanonical)
        }
    }
}

fn from_json(json: &Json) -> Result<RuleSheet, SheetReadFault> {
    let method = Method::parse(text(json, "method")?).ok_or(SheetReadFault::Field("method"))?;
    let area = json.get("area").ok_or(SheetReadFault::Field("area"))?;
    let tie_rule = json
        .get("tie_rule")
        .ok_or(SheetReadFault::Field("tie_rule"))?;
    Ok(RuleSheet {
        title: text(json, "title")?.to_owned(),
        area: SheetArea {
            code: text(area, "code")?.to_owned(),
            name: text(area, "name")?.to_owned(),
        },
        method,
        options: list(json, "options")?
            .iter()
            .map(option)
            .collect::<Result<_, _>>()?,
        seats: if method.has_budget() {
            0
        } else {
            small(json, "seats")?
        },
        budget_minutes: maybe_whole(json, "budget_minutes")?,
        ranks: match maybe_whole(json, "most_ranks")? {
            Some(ranks) => {
                Some(u8::try_from(ranks).map_err(|_| SheetReadFault::Field("most_ranks"))?)
            }
            None => None,
        },
        opens_at: instant(json, "opens_at")?,
        closes_at: instant(json, "closes_at")?,
        may_vote: list(json, "may_vote")?
            .iter()
            .map(way)
            .collect::<Result<_, _>>()?,
        tie_source: text(tie_rule, "public_value")?.to_owned(),
        smallest_poll: u32::try_from(whole(json, "smallest_poll")?)
            .map_err(|_| SheetReadFault::Field("smallest_poll"))?,
        ballot_box: ballot_box(json.get("box").ok_or(SheetReadFault::Field("box"))?)?,
    })
}

fn option(json: &Json) -> Result<SheetOption, SheetReadFault> {
    Ok(SheetOption {
        id: text(json, "id")?.to_owned(),
        label: text(json, "label")?.to_owned(),
        minutes: maybe_whole(json, "minutes")?,
    })
}

fn way(json: &Json) -> Result<WayToVote, SheetReadFault> {
    let name = json.as_text().ok_or(SheetReadFault::Field("may_vote"))?;
    let known = WayToVote::ALL.into_iter().find(|way| way.name() == name);
    known.ok_or(SheetReadFault::Field("may_vote"))
}

fn ballot_box(json: &Json) -> Result<BallotBox, SheetReadFault> {
    let keys = list(json, "keys")?
        .iter()
        .map(|key| {
            key.as_text()
                .and_then(from_hex)
                .ok_or(SheetReadFault::Field("keys"))
        })
        .collect::<Result<Vec<_>, _>>()?;
    match (text(json, "mode")?, &keys[..]) {
        ("sealed", _) => Ok(BallotBox::Sealed { keys }),
        ("simple", [key]) => Ok(BallotBox::Simple { key: *key }),
        ("reported", []) => Ok(BallotBox::Reported),
        _ => Err(SheetReadFault::Field("box")),
    }
}

fn text<'a>(json: &'a Json, field: &'static str) -> Result<&'a str, SheetReadFault> {
    json.get(field)
        .and_then(Json::as_text)
        .ok_or(SheetReadFault::Field(field))
}

fn list<'a>(json: &'a Json, field: &'static str) -> Result<&'a [Json], SheetReadFault> {
    json.get(field)
        .and_then(Json::as_list)
        .ok_or(SheetReadFault::Field(field))
}

fn whole(json: &Json, field: &'static str) -> Result<u64, SheetReadFault> {
    json.get(field)
        .and_then(Json::as_whole)
        .ok_or(SheetReadFault::Field(field))
}

fn small(json: &Json, field: &'static str) -> Result<u16, SheetReadFault> {
    u16::try_from(whole(json, field)?).map_err(|_| SheetReadFault::Field(field))
}

fn maybe_whole(json: &Json, field: &'static str) -> Result<Option<u64>, SheetReadFault> {
    match json.get(field) {
        Some(Json::Null) => Ok(None),
        Some(value) => value
            .as_whole()
            .map(Some)
            .ok_or(SheetReadFault::Field(field)),
        None => Err(SheetReadFault::Field(field)),
    }
}

fn instant(json: &Json, field: &'static str) -> Result<DateTime<Utc>, SheetReadFault> {
    DateTime::parse_from_rfc3339(text(json, field)?)
        .map(|at| at.with_timezone(&Utc))
        .map_err(|_| SheetReadFault::Field(field))
}
