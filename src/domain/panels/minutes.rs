//! Minutes: what was decided at a meeting of a panel, written by staff and agreed by the members.
//!
//! A text is agreed when more than half of those who sit on the panel agree to it; then it is public.
//! A text is never changed: a corrected one has the next number and needs agreement anew. Until it has
//! that, the text agreed before stays the public one. Who was there is a number, never names.

use chrono::NaiveDate;

/// The most letters that what was decided may have.
pub const MOST: usize = 4000;

/// One text of the minutes of a meeting.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Text {
    /// The day of the meeting.
    pub met_on: NaiveDate,
    /// How many people were there.
    pub present: i64,
    /// What was decided.
    pub decided: String,
    /// The row of the shortlist that came of it.
    pub shortlist: Option<i64>,
}

/// What a member says about a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Answer {
    /// It says what happened.
    Agrees,
    /// Something in it needs to be put right, in the member's words.
    AsksCorrection(String),
}

/// Minutes at one of their texts: what a page was made from, so that nobody agrees to words they did
/// not read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AtText {
    /// The minutes' row.
    pub minutes: i64,
    /// The number of the text, from 1.
    pub number: i64,
}

/// Whether so many of the members who sit on the panel are enough: more than half.
pub fn is_agreed(agreeing: i64, members: i64) -> bool {
    agreeing > 0 && agreeing.saturating_mul(2) > members
}

/// What happened to minutes, as the audit log keeps it. It holds no word of what anybody wrote.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Step {
    /// A text waits for the members.
    Written {
        /// Which.
        at: AtText,
        /// The day of the meeting.
        met_on: NaiveDate,
    },
    /// A member agreed to it.
    AgreedTo(AtText),
    /// A member asked for a correction.
    CorrectionAsked {
        /// Of which text.
        at: AtText,
        /// The day of the meeting.
        met_on: NaiveDate,
        /// The account of whoever wrote it.
        writer: Option<i64>,
    },
    /// More than half agreed: it is public.
    Agreed(AtText),
}

impl Step {
    /// The event's name in the audit log.
    pub fn kind(&self) -> &'static str {
        match self {
            Step::Written { .. } => "minutes-written",
            Step::AgreedTo(_) => "minutes-agreed-to",
            Step::CorrectionAsked { .. } => "minutes-correction-asked",
            Step::Agreed(_) => "minutes-agreed",
        }
    }

    /// The rest of its line there.
    pub fn detail(&self) -> [(&'static str, String); 2] {
        let (Step::Written { at, .. }
        | Step::AgreedTo(at)
        | Step::CorrectionAsked { at, .. }
        | Step::Agreed(at)) = self;
        [
            ("minutes", at.minutes.to_string()),
            ("text", at.number.to_string()),
        ]
    }
}
