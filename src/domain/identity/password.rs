//! What a password must be: long, and not one that everybody tries first.
//!
//! No rule asks for capitals, digits or signs: such rules make passwords that people forget and
//! machines guess. Whether a password is right is asked elsewhere.

/// Fewest characters.
pub const LEAST: usize = 12;
/// Most characters: enough for any sentence, not for an attack by size.
pub const MOST: usize = 200;

/// Why a password is not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum WeakPassword {
    /// Nothing was typed.
    #[error("Enter a password")]
    Missing,
    /// Fewer than [`LEAST`] characters.
    #[error(
        "Use 12 characters or more. Three words that do not belong together are easy to remember"
    )]
    Short,
    /// More than [`MOST`] characters.
    #[error("Use 200 characters or fewer")]
    Long,
    /// One that is tried first, or made of the person's own name or address.
    #[error("Choose a password that is harder to guess")]
    Common,
}

/// What people who must have twelve signs type first, without capitals and signs between. Our own list.
const COMMON: [&str; 48] = [
    "password",
    "passwort",
    "letmein",
    "welcome",
    "admin",
    "administrator",
    "qwerty",
    "qwertyuiop",
    "azerty",
    "asdfghjkl",
    "zxcvbnm",
    "iloveyou",
    "sunshine",
    "princess",
    "football",
    "cricket",
    "rugby",
    "leicester",
    "leicestercity",
    "leicestershire",
    "rutland",
    "beaumontleys",
    "liverpool",
    "manchester",
    "manchesterunited",
    "arsenal",
    "chelsea",
    "tottenham",
    "england",
    "london",
    "probation",
    "probationservice",
    "unpaidwork",
    "communitypayback",
    "communityservice",
    "payback",
    "paybackpanel",
    "citizenspanel",
    "council",
    "citycouncil",
    "countycouncil",
    "changeme",
    "changemenow",
    "secret",
    "default",
    "temporary",
    "monday",
    "november",
];

/// Whether the password will do for this person.
pub fn check(password: &str, email: &str, name: &str) -> Result<(), WeakPassword> {
    let length = password.chars().count();
    match length {
        0 => return Err(WeakPassword::Missing),
        1..LEAST => return Err(WeakPassword::Short),
        LEAST..=MOST => {}
        _ => return Err(WeakPassword::Long),
    }
    let letters = letters_of(password);
    let own = [letters_of(name), letters_of(email), local_of(email)];
    let guessed = COMMON.contains(&letters.as_str())
        || COMMON.iter().any(|common| is_repeated(&letters, common))
        || own.contains(&letters)
        || different_signs(password) < 5
        || is_a_run(password);
    if guessed && !letters_stand_for_little(password, &letters) {
        return Err(WeakPassword::Common);
    }
    Ok(())
}

/// The letters alone, small: `Password-2026!` and `password` are tried as one.
fn letters_of(text: &str) -> String {
    text.chars()
        .filter(|c| c.is_alphabetic())
        .flat_map(char::to_lowercase)
        .collect()
}

fn local_of(email: &str) -> String {
    letters_of(email.split('@').next().unwrap_or_default())
}

/// A common word within a long string of other signs is no common password.
fn letters_stand_for_little(password: &str, letters: &str) -> bool {
    let others = password.chars().count() - letters.chars().count();
    others > 8 && different_signs(password) >= 10 && !is_a_run(password)
}

fn is_repeated(letters: &str, word: &str) -> bool {
    !letters.is_empty()
        && letters.len().is_multiple_of(word.len())
        && letters
            .as_bytes()
            .chunks(word.len())
            .all(|chunk| chunk == word.as_bytes())
}

fn different_signs(password: &str) -> usize {
    password
        .chars()
        .collect::<std::collections::BTreeSet<_>>()
        .len()
}

/// Whether each sign but the wrap follows the one before: `123456789012`, `abcdefghijkl`, `210987654321`.
fn is_a_run(password: &str) -> bool {
    let signs: Vec<i64> = password
        .chars()
        .map(|c| i64::from(u32::from(c.to_ascii_lowercase())))
        .collect();
    let steps = |step: i64| {
        signs
            .windows(2)
            .filter(|pair| pair[1] - pair[0] == step)
            .count()
    };
    let most = signs.len().saturating_sub(3);
    steps(1) >= most || steps(-1) >= most
}
