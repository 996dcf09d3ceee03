//! For how long we keep what is not part of the public record.
//!
//! The jobs that forget and the page that says so read the same numbers here.

/// Days that a sent letter is kept, for operators who look into a complaint.
pub const LETTER_DAYS: i64 = 14;

/// Minutes that a code to vote works. Then the letter that brought it is forgotten too: it has an address and a time.
pub const VOTE_CODE_MINUTES: i64 = 15;

/// Days that the one-time key of a form is kept: no honest browser sends a form again later.
pub const FORM_KEY_DAYS: i64 = 30;

/// Days that a half-filled nomination is kept after the last answer.
pub const DRAFT_DAYS: i64 = 7;

/// Days that a photo is kept which no moderator passed, of a nomination that has been decided.
pub const UNPASSED_PHOTO_DAYS: i64 = 30;

/// Days that a browser which was shown a form keeps its cookie.
pub const BROWSER_COOKIE_DAYS: i64 = 30;

/// Minutes that a file which staff sent to be imported is kept after it was last touched.
pub const UPLOAD_MINUTES: i64 = 60;
