//! Existing records: one line of a nominations file, read and checked.
//!
//! A file comes from before this service, so it gives days and not instants, a count of supporters and
//! no names. It holds no contact details.

use super::proposal::{Proposal, Whereabouts, longest};
use super::reasons::DeclineReason;
use super::stage::Stage;
use crate::domain::areas::point::Point;
use crate::domain::ids::Reference;
use crate::domain::mistakes::{self, Mistakes};
use chrono::NaiveDate;

/// The columns a file may have; the first seven must be there.
pub const COLUMNS: [&str; 25] = [
    "reference",
    "title",
    "category",
    "place",
    "council_code",
    "submitted_on",
    "stage",
    "lat",
    "lon",
    "ward_code",
    "assessed_on",
    "shortlisted_on",
    "decided_on",
    "decline_reason",
    "decision_note",
    "merged_into",
    "project",
    "supports",
    "description",
    "beneficiary",
    "land_owner",
    "toilets",
    "site_access",
    "provenance",
    "source",
];

/// How many of [`COLUMNS`] must be in the file.
pub const NEEDED: usize = 7;

/// A past nomination.
#[derive(Debug, Clone, PartialEq)]
pub struct Record {
    /// Its reference then and now.
    pub reference: Reference,
    /// What was proposed.
    pub proposal: Proposal,
    /// What became of it.
    pub stage: Stage,
    /// The day it was sent.
    pub submitted_on: NaiveDate,
    /// The day it was found that it can be done.
    pub assessed_on: Option<NaiveDate>,
    /// The day it went on a shortlist.
    pub shortlisted_on: Option<NaiveDate>,
    /// The day of the last decision.
    pub decided_on: Option<NaiveDate>,
    /// Why it was declined.
    pub decline_reason: Option<DeclineReason>,
    /// A sentence with the decision.
    pub decision_note: String,
    /// The earlier nomination that it was joined to.
    pub merged_into: Option<Reference>,
    /// How many people supported it.
    pub supports: i64,
    /// What is known and what is not, as the file says it.
    pub provenance: String,
}

/// Reads one line. `cell` gives the text of a column, or nothing where the file has no such column.
pub fn read(cell: impl Fn(&str) -> String) -> Result<Record, Mistakes> {
    let mut wrong = Mistakes::none();
    let reference = wrong.check("reference", cell("reference").parse());
    let proposal = read_proposal(&cell, &mut wrong);
    let stage = read_stage(&cell("stage"), &mut wrong);
    let submitted_on = read_submitted(&cell("submitted_on"), &mut wrong);
    let mut later = |name: &str| wrong.check(name, day(&cell(name))).flatten();
    let assessed_on = later("assessed_on");
    let shortlisted_on = later("shortlisted_on");
    let decided_on = later("decided_on");
    let decline_reason = read_reason(&cell("decline_reason"), stage, &mut wrong);
    let merged_into = read_merged(&cell("merged_into"), stage, &mut wrong);
    let supports = read_supports(&cell("supports"), &mut wrong);
    let note = mistakes::optional_words(&cell("decision_note"), longest::WORDS);
    let decision_note = wrong.check("decision_note", note);
    let provenance = wrong.check("provenance", read_provenance(&cell));
    let decisions = [
        ("assessed_on", assessed_on),
        ("shortlisted_on", shortlisted_on),
        ("decided_on", decided_on),
    ];
    check_order(submitted_on, &decisions, &mut wrong);
    check_decided(stage, decided_on, &mut wrong);
    let (
        Some(reference),
        Some(proposal),
        Some(stage),
        Some(submitted_on),
        Some(supports),
        Some(decision_note),
        Some(provenance),
    ) = (
        reference,
        proposal,
        stage,
        submitted_on,
        supports,
        decision_note,
        provenance,
    )
    else {
        return Err(wrong);
    };
    wrong.is_empty().then_some(()).ok_or(wrong)?;
    Ok(Record {
        reference,
        proposal,
        stage,
        submitted_on,
        assessed_on,
        shortlisted_on,
        decided_on,
        decline_reason,
        decision_note,
        merged_into,
        supports,
        provenance,
    })
}

fn read_submitted(text: &str, wrong: &mut Mistakes) -> Option<NaiveDate> {
    let submitted_on = wrong.check("submitted_on", day(text))?;
    if submitted_on.is_none() {
        wrong.add("submitted_on", "Enter a day, like 2009-06-21");
    }
    submitted_on
}

fn read_supports(text: &str, wrong: &mut Mistakes) -> Option<i64> {
    match text.trim() {
        "" => Some(0),
        text => wrong.check("supports", mistakes::whole(text, 0, 1_000_000, "")),
    }
}

/// What has ended has ended on a day.
fn check_decided(stage: Option<Stage>, decided_on: Option<NaiveDate>, wrong: &mut Mistakes) {
    let has_ended = stage.is_some_and(|stage| !stage.is_open());
    if has_ended && decided_on.is_none() && wrong.at("decided_on").is_none() {
        wrong.add(
            "decided_on",
            "Enter the day of the decision, like 2009-06-21",
        );
    }
}

fn read_proposal(cell: &impl Fn(&str) -> String, wrong: &mut Mistakes) -> Option<Proposal> {
    let title = wrong.check(
        "title",
        mistakes::line(&cell("title"), longest::TITLE, "Enter a title"),
    );
    let category = wrong.check(
        "category",
        mistakes::line(&cell("category"), 60, "Enter the code of a category"),
    );
    let place = wrong.check(
        "place",
        mistakes::line(&cell("place"), longest::PLACE, "Enter the place"),
    );
    let council = wrong.check(
        "council_code",
        mistakes::line(&cell("council_code"), 20, "Enter the code of a council"),
    );
    let ward = wrong.check("ward_code", mistakes::optional_line(&cell("ward_code"), 20));
    let spot = read_spot(&cell("lat"), &cell("lon"), wrong);
    let mut long =
        |name: &str, most: usize| wrong.check(name, mistakes::optional_words(&cell(name), most));
    let description = long("description", longest::DESCRIPTION);
    let beneficiary = long("beneficiary", longest::LINE);
    let land_owner = long("land_owner", longest::LINE);
    let toilets = long("toilets", longest::SITE);
    let site_access = long("site_access", longest::SITE);
    Some(Proposal {
        title: title?,
        category: category?,
        description: description?,
        benefit: String::new(),
        whereabouts: Whereabouts {
            place: place?,
            postcode: None,
            ward: ward?.none_if_empty(),
            council: council?,
            spot: spot?,
        },
        beneficiary: beneficiary?,
        land_owner: land_owner?,
        toilets: toilets?,
        site_access: site_access?,
    })
}

trait NoneIfEmpty {
    fn none_if_empty(self) -> Option<String>;
}

impl NoneIfEmpty for String {
    fn none_if_empty(self) -> Option<String> {
        if self.is_empty() { None } else { Some(self) }
    }
}

fn read_spot(lat: &str, lon: &str, wrong: &mut Mistakes) -> Option<Option<Point>> {
    if lat.trim().is_empty() && lon.trim().is_empty() {
        return Some(None);
    }
    wrong.check("lat", Point::parse(lat, lon)).map(Some)
}

fn read_stage(text: &str, wrong: &mut Mistakes) -> Option<Stage> {
    let stage = Stage::parse(text.trim());
    match stage {
        Some(Stage::Unconfirmed | Stage::NeedsInformation | Stage::Chosen) | None => {
            wrong.add(
                "stage",
                "Enter a stage: submitted, under-assessment, assessed, shortlisted, project, declined, merged or withdrawn",
            );
            None
        }
        found => found,
    }
}

fn read_reason(text: &str, stage: Option<Stage>, wrong: &mut Mistakes) -> Option<DeclineReason> {
    let text = text.trim();
    let declined = stage == Some(Stage::Declined);
    match (DeclineReason::parse(text), declined) {
        (Some(reason), true) => Some(reason),
        (None, true) => {
            let codes: Vec<&str> = DeclineReason::ALL
                .iter()
                .map(|reason| reason.code())
                .collect();
            wrong.add(
                "decline_reason",
                format!("Enter a reason: {}", codes.join(", ")),
            );
            None
        }
        _ if text.is_empty() => None,
        _ => {
            wrong.add(
                "decline_reason",
                "Give a reason only where the stage is declined",
            );
            None
        }
    }
}

fn read_merged(text: &str, stage: Option<Stage>, wrong: &mut Mistakes) -> Option<Reference> {
    let merged = stage == Some(Stage::Merged);
    match (text.trim().is_empty(), merged) {
        (true, false) => None,
        (false, true) => wrong.check("merged_into", text.parse::<Reference>()),
        (true, true) => {
            wrong.add(
                "merged_into",
                "Enter the reference of the nomination it was joined to",
            );
            None
        }
        (false, false) => {
            wrong.add("merged_into", "Give this only where the stage is merged");
            None
        }
    }
}

fn read_provenance(cell: &impl Fn(&str) -> String) -> Result<String, String> {
    let kind = mistakes::optional_line(&cell("provenance"), 60)?;
    let source = mistakes::optional_line(&cell("source"), 500)?;
    Ok(match (kind.as_str(), source.is_empty()) {
        (_, true) => kind,
        ("", false) => source,
        _ => format!("{kind}: {source}"),
    })
}

fn check_order(
    submitted_on: Option<NaiveDate>,
    later: &[(&str, Option<NaiveDate>)],
    wrong: &mut Mistakes,
) {
    let mut last = submitted_on;
    for (name, day) in later {
        if let (Some(before), Some(day)) = (last, day)
            && *day < before
        {
            wrong.add(*name, "This day is before the step that comes first");
        }
        last = day.or(last);
    }
}

/// A day as files write it. Nothing is an answer too.
fn day(text: &str) -> Result<Option<NaiveDate>, String> {
    let text = text.trim();
    if text.is_empty() {
        return Ok(None);
    }
    NaiveDate::parse_from_str(text, "%Y-%m-%d")
        .map(Some)
        .map_err(|_| "Enter a day, like 2009-06-21".to_string())
}
