//! Rule sheet: everything that decides a round, published before it opens.
//!
//! Its canonical text is what counts: the round's id is the first 20 hexadecimal digits of the
//! text's SHA-256, so nothing in it can change afterwards without becoming another round. Reading
//! it back is in `rule_sheet_reading`. Start at [`RuleSheet`].

use chrono::{DateTime, SecondsFormat, Utc};

use super::canonical::Json;
use super::merkle::{Digest, file_digest, to_hex};
use super::method::Method;
use super::paper::{OptionIndex, READING_RULE};

/// The version of the sheet's own shape.
pub const SHEET_VERSION: u64 = 1;

/// The version of the lot rule that sheets name (see [`super::lots::Lots::drawn`]).
pub const TIE_RULE: &str = "v1";

/// The most ranks that a ranked paper may have: more would mark a voter out in a published list.
pub const MOST_RANKS: usize = 5;

/// The smallest poll whose ballots may be published, and the least a sheet may set.
pub const SMALLEST_POLL: u32 = 20;

/// The most options that a round can hold.
pub const MOST_OPTIONS: usize = 64;

/// The most bytes in an option's id.
pub const LONGEST_ID: usize = 40;

/// The rules of one round.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RuleSheet {
    /// What the vote is about, as voters read it.
    pub title: String,
    /// The official code and the name of the area that votes.
    pub area: SheetArea,
    pub method: Method,
    pub options: Vec<SheetOption>,
    /// How many options win. Not used where there is a budget.
    pub seats: u16,
    /// The minutes of work to share out. Only where the method has a budget.
    pub budget_minutes: Option<u64>,
    /// The most ranks on a paper. Only where papers are ranked.
    pub ranks: Option<u8>,
    pub opens_at: DateTime<Utc>,
    pub closes_at: DateTime<Utc>,
    pub may_vote: Vec<WayToVote>,
    /// The public value that will exist only after closing and decides ties, in words.
    pub tie_source: String,
    /// Fewer ballots than this: totals only.
    pub smallest_poll: u32,
    pub ballot_box: BallotBox,
}

/// The area that votes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SheetArea {
    pub code: String,
    pub name: String,
}

/// An option on the paper.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SheetOption {
    /// Lower-case letters, digits and dashes: it stands in the published list.
    pub id: String,
    pub label: String,
    /// The estimate of work in minutes.
    pub minutes: Option<u64>,
}

/// A way in which a person may be entitled to vote.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum WayToVote {
    /// A verified email address and a postcode in the area.
    VerifiedEmail,
    /// A code from a letter.
    VotingCode,
    /// On a paper handed over at a desk.
    Desk,
    /// On a paper that was sent out.
    Paper,
}

/// How ballots are kept while the round is open.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum BallotBox {
    /// The private keys are off the server until the count.
    Sealed { keys: Vec<Digest> },
    /// The server keeps the private key itself: for trials and the demonstration.
    Simple { key: Digest },
    /// There was no box: the ballots are reported from before this service.
    Reported,
}

/// The name of a round that its rules give it: 20 hexadecimal digits.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct RoundId(String);

/// Rules together with the name that they give their round, which takes the whole text to work out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NamedRules {
    pub sheet: RuleSheet,
    pub round_id: RoundId,
}

impl WayToVote {
    pub const ALL: [WayToVote; 4] = [
        WayToVote::VerifiedEmail,
        WayToVote::VotingCode,
        WayToVote::Desk,
        WayToVote::Paper,
    ];

    /// The name in rule sheets and register totals.
    pub fn name(self) -> &'static str {
        match self {
            WayToVote::VerifiedEmail => "verified-email",
            WayToVote::VotingCode => "voting-code",
            WayToVote::Desk => "desk",
            WayToVote::Paper => "paper",
        }
    }

    /// The ways in a list of names with commas between, in the order of [`WayToVote::ALL`].
    pub fn read_list(names: &str) -> Vec<WayToVote> {
        WayToVote::ALL
            .into_iter()
            .filter(|way| names.split(',').any(|name| name.trim() == way.name()))
            .collect()
    }

    /// The list as [`WayToVote::read_list`] reads it.
    pub fn to_list(ways: &[WayToVote]) -> String {
        ways.iter()
            .map(|way| way.name())
            .collect::<Vec<_>>()
            .join(",")
    }
}

impl RoundId {
    /// The id that a canonical text gives.
    pub fn of_text(canonical: &str) -> RoundId {
        let mut digits = file_digest(canonical.as_bytes());
        digits.truncate(20);
        RoundId(digits)
    }

    /// Reads an id of 20 lower-case hexadecimal digits.
    pub fn parse(text: &str) -> Option<RoundId> {
        let fits = text.len() == 20
            && text
                .bytes()
                .all(|byte| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte));
        fits.then(|| RoundId(text.to_owned()))
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl std::fmt::Display for RoundId {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

impl RuleSheet {
    /// The id of the round.
    pub fn round_id(&self) -> RoundId {
        RoundId::of_text(&self.to_text())
    }

    /// The rules with that name.
    pub fn named(self) -> NamedRules {
        NamedRules {
            round_id: self.round_id(),
            sheet: self,
        }
    }

    /// The canonical text, which is published byte for byte as `rule-sheet.json`.
    pub fn to_text(&self) -> String {
        Json::object([
            ("area", self.area.to_json()),
            ("box", self.ballot_box.to_json()),
            (
                "budget_minutes",
                self.budget_minutes.map_or(Json::Null, Json::whole),
            ),
            ("closes_at", instant(self.closes_at)),
            (
                "may_vote",
                Json::List(
                    self.may_vote
                        .iter()
                        .map(|way| Json::text(way.name()))
                        .collect(),
                ),
            ),
            ("method", Json::text(self.method.name())),
            ("most_ranks", self.ranks.map_or(Json::Null, Json::whole)),
            ("opens_at", instant(self.opens_at)),
            (
                "options",
                Json::List(self.options.iter().map(SheetOption::to_json).collect()),
            ),
            ("reading_rule", Json::text(READING_RULE)),
            (
                "seats",
                if self.method.has_budget() {
                    Json::Null
                } else {
                    Json::whole(self.seats)
                },
            ),
            ("smallest_poll", Json::whole(self.smallest_poll)),
            ("stop_rule", Json::text(self.method.stop_rule())),
            (
                "tie_rule",
                Json::object([
                    ("public_value", Json::text(&self.tie_source)),
                    ("rule", Json::text(TIE_RULE)),
                ]),
            ),
            ("title", Json::text(&self.title)),
            ("version", Json::whole(SHEET_VERSION)),
        ])
        .to_text()
    }

    /// The most ranks on a paper; none where papers are ticked.
    pub fn most_ranks(&self) -> usize {
        self.ranks.map_or(0, usize::from)
    }

    /// The ids of the options, in the order of the sheet.
    pub fn ids(&self) -> Vec<&str> {
        self.options
            .iter()
            .map(|option| option.id.as_str())
            .collect()
    }

    /// The labels of the options, in the order of the sheet.
    pub fn labels(&self) -> Vec<&str> {
        self.options
            .iter()
            .map(|option| option.label.as_str())
            .collect()
    }

    /// The place of an option by its id.
    pub fn option(&self, id: &str) -> Option<OptionIndex> {
        let place = self.options.iter().position(|option| option.id == id)?;
        OptionIndex::try_from(place).ok()
    }
}

impl SheetArea {
    fn to_json(&self) -> Json {
        Json::object([
            ("code", Json::text(&self.code)),
            ("name", Json::text(&self.name)),
        ])
    }
}

impl SheetOption {
    fn to_json(&self) -> Json {
        Json::object([
            ("id", Json::text(&self.id)),
            ("label", Json::text(&self.label)),
            ("minutes", self.minutes.map_or(Json::Null, Json::whole)),
        ])
    }
}

impl BallotBox {
    /// The public keys that ballots are sealed to.
    pub fn keys(&self) -> &[Digest] {
        match self {
            BallotBox::Sealed { keys } => keys,
            BallotBox::Simple { key } => std::slice::from_ref(key),
            BallotBox::Reported => &[],
        }
    }

    fn to_json(&self) -> Json {
        let mode = match self {
            BallotBox::Sealed { .. } => "sealed",
            BallotBox::Simple { .. } => "simple",
            BallotBox::Reported => "reported",
        };
        let keys = self
            .keys()
            .iter()
            .map(|key| Json::text(to_hex(key)))
            .collect();
        Json::object([("keys", Json::List(keys)), ("mode", Json::text(mode))])
    }
}

fn instant(at: DateTime<Utc>) -> Json {
    Json::text(at.to_rfc3339_opts(SecondsFormat::AutoSi, true))
}
