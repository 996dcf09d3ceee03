//! Ballots: the pure part of voting. Rules of a round, papers, receipts, counting, the published
//! list, and reading other people's ballot files.
//!
//! Nothing here keeps anything, knows the time or draws lots. Whole numbers and exact fractions
//! only, so the same ballots and the same lots give the same result on any machine.
//! Start at [`rule_sheet`] for what a round is, [`round`] for its life, [`casting`] for a vote,
//! [`tally`] and [`count`] for counting, [`publication`] and [`verification`] for what follows.

pub mod ballot_list;
pub mod box_events;
pub mod box_key;
pub mod box_letters;
pub mod budget;
pub mod canonical;
pub mod casting;
pub mod count;
pub mod count_events;
pub mod count_json;
pub mod desk;
pub mod equal_shares;
pub mod formats;
pub mod heads;
pub mod irv;
pub mod keying;
mod look_back;
pub mod lots;
pub mod merkle;
pub mod method;
pub mod paper;
pub mod plurality;
pub mod publication;
mod quick;
pub mod rank_words;
pub mod receipt;
pub mod result;
pub mod round;
pub mod rule_sheet;
pub mod rule_sheet_faults;
mod rule_sheet_reading;
pub mod shuffle;
pub mod small_cells;
pub mod stv;
mod stv_papers;
pub mod tally;
pub mod telling;
pub mod test_ballot;
pub mod verification;
pub mod voting_codes;
pub mod words;

pub use rule_sheet_reading::SheetReadFault;

#[cfg(test)]
mod tests;
