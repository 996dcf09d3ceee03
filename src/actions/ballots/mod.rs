//! What people do with rounds: draft, announce, vote, count, declare.
//!
//! Drafting and announcing are in [`drafting`] and [`announcing`], voting in [`casting`] with the codes
//! of [`asking`] or of [`voting_codes`], the end in [`counting`] and [`declaring`]. What the clock does is in [`timetable`].
//! Paper has its own three: [`papers`], [`desk`] and [`keying`].

pub mod announcing;
pub mod answering;
pub mod asking;
pub mod campaigns;
pub mod casting;
pub mod counting;
pub mod declaring;
pub mod desk;
pub mod drafting;
pub mod heads;
pub mod importing;
pub mod keying;
pub mod keys;
pub mod papers;
pub mod timetable;
mod twice;
pub mod voting_codes;
pub mod ways;

use crate::actions::{Desk, Person, Refusal};
use crate::domain::ballots::merkle::{from_hex, to_hex};
use crate::domain::ballots::rule_sheet::{NamedRules, RuleSheet};
use crate::domain::policy::Permission;
use crate::ports::sealing::{Key, KeyPair, seal};
use crate::store::ballots::{self as store, Round};
use crate::store::{Conn, StoreError};
use std::collections::HashMap;
use std::sync::{Arc, PoisonError, RwLock};

/// The round at an address that the person may do a thing with. A draft of another council is not
/// there for them.
pub async fn to_run(
    desk: &Desk,
    person: &Person,
    conn: &Conn<'_>,
    slug: &str,
    permission: Permission,
) -> Result<Round, Refusal> {
    let round = store::by_slug(conn, slug).await?.ok_or(Refusal::NotThere)?;
    if person.may(desk, permission, &round.area_code) {
        Ok(round)
    } else if round.is_public() {
        Err(Refusal::NotAllowed)
    } else {
        Err(Refusal::NotThere)
    }
}

/// The rules of a round that was announced.
pub fn rules(round: &Round) -> Result<RuleSheet, StoreError> {
    let unreadable = || StoreError::Unreadable(format!("the rule sheet of round {}", round.slug));
    let text = round.rule_sheet.as_deref().ok_or_else(unreadable)?;
    RuleSheet::read(text).map_err(|_| unreadable())
}

/// The rules of rounds as this process has read them, by the names of the rounds. Every cast asks for them, and
/// nothing in them changes once they have a name. There are as many as there are votes.
#[derive(Clone, Default)]
pub struct RulesAsRead(Arc<RwLock<HashMap<String, Arc<NamedRules>>>>);

impl RulesAsRead {
    /// The rules of a round that was announced.
    pub fn of(&self, round: &Round) -> Result<Arc<NamedRules>, StoreError> {
        let name = round.round_key.as_deref().unwrap_or_default();
        let known = self.0.read().unwrap_or_else(PoisonError::into_inner);
        if let Some(known) = known.get(name) {
            return Ok(known.clone());
        }
        drop(known);
        let read = Arc::new(rules(round)?.named());
        let mut known = self.0.write().unwrap_or_else(PoisonError::into_inner);
        known.insert(read.round_id.as_str().to_string(), read.clone());
        Ok(read)
    }
}

/// The pair of keys under which the deployment keeps the private keys of boxes. It is made from the
/// deployment's own secret, which is not in the database, so a backup does not open a box.
fn keeper(desk: &Desk) -> Result<KeyPair, StoreError> {
    from_hex(&desk.digest("box-keeper", "v1"))
        .map(KeyPair::of_private)
        .ok_or_else(|| StoreError::Failed("the deployment's secret gave no key".into()))
}

/// A private key as the database may hold it.
fn kept(desk: &Desk, private: &Key) -> Result<String, StoreError> {
    let sealed = seal(&desk.dice, &keeper(desk)?.public, private);
    Ok(crate::domain::ids::hex(&sealed))
}

/// The pair whose private key the database holds.
fn taken_out(desk: &Desk, held: &str) -> Result<KeyPair, StoreError> {
    let unreadable = || StoreError::Unreadable("the key of a ballot box".into());
    let sealed = bytes(held).ok_or_else(unreadable)?;
    let private = keeper(desk)?.open(&sealed).map_err(|_| unreadable())?;
    let private: Key = private.try_into().map_err(|_| unreadable())?;
    Ok(KeyPair::of_private(private))
}

fn bytes(hex: &str) -> Option<Vec<u8>> {
    if !hex.len().is_multiple_of(2) || !hex.is_ascii() {
        return None;
    }
    (0..hex.len() / 2)
        .map(|at| u8::from_str_radix(&hex[at * 2..at * 2 + 2], 16).ok())
        .collect()
}

/// What receipt codes are made from: neither the database alone nor the deployment's secret alone
/// gives it, and destroying what the database holds destroys it.
fn receipt_secret(desk: &Desk, stored: &str) -> String {
    desk.digest("receipt", stored)
}

/// A digest as the register holds it.
pub(super) fn hex_of(digest: &[u8]) -> String {
    to_hex(digest)
}
