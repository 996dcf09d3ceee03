//! The desk: how somebody in person shows who they are, and what one person is called the same by.
//!
//! Nothing that is typed here is kept: a keyed digest of it stands in the register. A name is folded so
//! that one person is one entry, however a clerk spells spaces and capitals. Start at [`Claim::read`].

use super::rule_sheet::WayToVote;
use super::voting_codes::VotingCode;
use crate::domain::areas::postcode::Postcode;
use crate::domain::identity::email::EmailAddress;
use crate::domain::mistakes::{self, Mistakes};

/// By what a person at the desk is known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Claim {
    /// The code on their letter, which is used up by it.
    Letter(VotingCode),
    /// Their email address, which cannot vote afterwards.
    Mailbox(EmailAddress),
    /// Their name and address, as on a paper that they show.
    NameAndAddress {
        /// The name, folded.
        name: String,
        /// The number or name of the house, folded.
        house: String,
        /// The postcode.
        postcode: Postcode,
    },
}

/// What a clerk typed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Typed<'a> {
    /// `letter`, `email` or `name`.
    pub by: &'a str,
    /// The code on the letter.
    pub code: &'a str,
    /// The email address.
    pub email: &'a str,
    /// The full name.
    pub name: &'a str,
    /// The number or name of the house.
    pub house: &'a str,
    /// The postcode.
    pub postcode: &'a str,
    /// How the paper reaches them: `desk` or `paper`.
    pub way: &'a str,
}

/// Letters and digits alone, small: so that spaces, dashes and capitals do not make another person.
fn folded(text: &str) -> String {
    text.chars()
        .filter(|sign| sign.is_alphanumeric())
        .flat_map(char::to_lowercase)
        .collect()
}

impl Claim {
    /// Reads what a clerk typed, with every mistake, and by which of the round's ways the paper goes.
    pub fn read(typed: &Typed<'_>, ways: &[WayToVote]) -> Result<(Claim, WayToVote), Mistakes> {
        let mut found = Mistakes::none();
        let way = [WayToVote::Desk, WayToVote::Paper]
            .into_iter()
            .find(|way| way.name() == typed.way && ways.contains(way));
        let way = found.check("way", way.ok_or("Pick how the person gets the paper"));
        let claim = match typed.by {
            "letter" => {
                let code = VotingCode::parse(typed.code);
                found.check("code", code).map(Claim::Letter)
            }
            "email" => {
                let email = EmailAddress::parse(typed.email);
                found.check("email", email).map(Claim::Mailbox)
            }
            "name" => named(typed, &mut found),
            _ => {
                found.add("by", "Pick how the person shows who they are");
                None
            }
        };
        match (claim, way, found.is_empty()) {
            (Some(claim), Some(way), true) => Ok((claim, way)),
            _ => Err(found),
        }
    }
}

fn named(typed: &Typed<'_>, found: &mut Mistakes) -> Option<Claim> {
    let line = |text: &str, missing: &str| {
        let line = mistakes::line(text, 200, missing)?;
        Some(folded(&line))
            .filter(|folded| !folded.is_empty())
            .ok_or_else(|| missing.to_string())
    };
    let name = found.check("name", line(typed.name, "Enter the full name"));
    let missing = "Enter the number or name of the house";
    let house = found.check("house", line(typed.house, missing));
    let postcode = found.check("postcode", Postcode::parse(typed.postcode));
    Some(Claim::NameAndAddress {
        name: name?,
        house: house?,
        postcode: postcode?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn by_name<'a>(name: &'a str, house: &'a str, postcode: &'a str) -> Typed<'a> {
        Typed {
            by: "name",
            name,
            house,
            postcode,
            way: "desk",
            ..Typed::default()
        }
    }

    #[test]
    fn one_person_is_one_claim_however_a_clerk_types() {
        let ways = [WayToVote::Desk];
        let one = Claim::read(&by_name("Rita O'Marlowe-Singh", "12A", "LE99 1AA"), &ways);
        for typed in [
            by_name("rita omarlowe singh", "12 a", "le991aa"),
            by_name("  RITA O’Marlowe Singh ", "12-A", "LE99  1AA"),
        ] {
            assert_eq!(Claim::read(&typed, &ways), one, "{typed:?}");
        }
        for typed in [
            by_name("Rita Marlowe Singh", "12A", "LE99 1AA"),
            by_name("Rita O'Marlowe-Singh", "12B", "LE99 1AA"),
            by_name("Rita O'Marlowe-Singh", "12A", "LE99 1AB"),
        ] {
            assert_ne!(Claim::read(&typed, &ways), one, "{typed:?}");
        }
    }

    #[test]
    fn every_mistake_is_named_and_only_the_rounds_ways_are_taken() {
        let nothing = Claim::read(&Typed::default(), &WayToVote::ALL).expect_err("two mistakes");
        assert!(nothing.at("by").is_some() && nothing.at("way").is_some());
        let empty = Claim::read(&by_name("--", "", "x"), &[]).expect_err("four mistakes");
        for field in ["way", "name", "house", "postcode"] {
            assert!(empty.at(field).is_some(), "{field}");
        }
    }
}
