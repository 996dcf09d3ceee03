//! What a line of the audit log means for the map: which places it may have moved.
//!
//! Every change has its line, so that what is drawn from memory is put right where something changed and
//! nowhere else. A line of a kind that is not known here may have moved everything.

/// What a line may have moved.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Moves {
    /// No mark.
    Nothing,
    /// The marks of what has this reference, and of what it was made of.
    One(String),
    /// Any mark.
    Anything,
}

/// What the names of kinds begin with that never touch a nomination or a project.
const STILL: [&str; 25] = [
    "account-added",
    "account-invited",
    "account-welcomed",
    "account-renamed",
    "account-ready",
    "ballots-received",
    "campaign-",
    "category-",
    "figures-published",
    "follow",
    "grant-",
    "letter-",
    "minutes-",
    "named-places-imported",
    "panel-",
    "paper",
    "photo-",
    "postcodes-imported",
    "recovery-code",
    "release-",
    "sign-",
    "signed-",
    "unfollowed",
    "vote-code-asked",
    "voting-codes-",
];

/// What a line of this kind about this subject may have moved.
pub fn moves(kind: &str, subject: &str) -> Moves {
    if STILL.iter().any(|still| kind.starts_with(still)) {
        return Moves::Nothing;
    }
    match subject.split_once(' ') {
        Some(("nomination" | "project", reference)) => Moves::One(reference.to_owned()),
        _ => Moves::Anything,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_about_a_place_moves_that_place_and_an_unknown_one_may_move_all() {
        let one = |reference: &str| Moves::One(reference.to_owned());
        for (kind, subject, expected) in [
            (
                "nomination-passed",
                "nomination LC-2026-0142",
                one("LC-2026-0142"),
            ),
            (
                "project-made",
                "project LC-2026-P0001",
                one("LC-2026-P0001"),
            ),
            (
                "session-recorded",
                "project LC-2026-P0001",
                one("LC-2026-P0001"),
            ),
            ("projects-imported", "", Moves::Anything),
            (
                "setting-changed",
                "setting coordinate-decimals",
                Moves::Anything,
            ),
            ("round-declared", "round next-place", Moves::Anything),
            ("shortlist-agreed", "panel city", Moves::Anything),
            ("something-new", "something 1", Moves::Anything),
            ("ballots-received", "round 1", Moves::Nothing),
            ("signed-in", "account 1", Moves::Nothing),
            ("photo-passed", "nomination LC-2026-0142", Moves::Nothing),
        ] {
            assert_eq!(moves(kind, subject), expected, "{kind}");
        }
    }
}
