//! Announcing a round: its rules are fixed and published, and the keys of its box are made.

use super::twice::Step;
use super::{hex_of, keys, to_run};
use crate::actions::{Desk, Person, Refusal};
use crate::domain::ballots::method::{Method, PaperKind};
use crate::domain::ballots::round::{Refusal as RoundRefusal, announce as may_announce};
use crate::domain::ballots::rule_sheet::{
    BallotBox, MOST_RANKS, RuleSheet, SMALLEST_POLL, SheetArea, SheetOption,
};
use crate::domain::events::Event;
use crate::domain::mistakes::Mistakes;
use crate::domain::policy::Permission;
use crate::store::ballots::change::{self, Announced};
use crate::store::ballots::{self as store, Round, RoundOption, State, keys as box_keys};

/// The rules of a round as they would be published with this box.
pub fn rule_sheet(round: &Round, options: &[RoundOption], ballot_box: BallotBox) -> RuleSheet {
    RuleSheet {
        title: round.title.clone(),
        area: SheetArea {
            code: round.area_code.clone(),
            name: round.area_name.clone(),
        },
        method: round.method,
        options: options.iter().map(sheet_option).collect(),
        seats: u16::try_from(round.seats).unwrap_or(0),
        budget_minutes: round
            .budget_minutes
            .and_then(|most| u64::try_from(most).ok()),
        ranks: ranks(round.method, options.len()),
        opens_at: round.times.opens_at,
        closes_at: round.times.closes_at,
        may_vote: round.ways.clone(),
        tie_source: round.tie_source.clone(),
        smallest_poll: SMALLEST_POLL,
        ballot_box,
    }
}

/// How many ranks a paper has: as many as there are options, but never so many that an order could mark
/// its voter out. None where papers are ticked.
pub fn ranks(method: Method, options: usize) -> Option<u8> {
    let most = u8::try_from(options.min(MOST_RANKS)).ok();
    most.filter(|_| method.paper() == PaperKind::Ranks)
}

/// An option as a rule sheet has it.
pub(super) fn sheet_option(option: &RoundOption) -> SheetOption {
    SheetOption {
        id: option.id.clone(),
        label: option.label.clone(),
        minutes: option
            .estimate_minutes
            .and_then(|minutes| u64::try_from(minutes).ok()),
    }
}

/// Announces a draft as it stood at a version. From here on nothing about it can change.
///
/// In `simple` mode the private key is made here and kept sealed under the deployment's own key; the
/// result page says so. In `sealed` mode only public keys are here, and a test ballot is made for each.
pub async fn announce(
    desk: &Desk,
    person: &Person,
    slug: &str,
    version: i64,
) -> Result<(), Refusal> {
    let conn = desk.db.read();
    let round = to_run(desk, person, &conn, slug, Permission::RunRounds).await?;
    if Step::Announce.was_done(&round, version, person.account()) {
        return Ok(());
    }
    let options = store::options(&conn, round.id).await?;
    let (ballot_box, held_key) = keys::of_box(desk, &conn, &round).await?;
    let sheet = rule_sheet(&round, &options, ballot_box);
    let State::At(stage) = round.state else {
        return Err(Refusal::TooLate("This vote was given up.".into()));
    };
    may_announce(stage, &sheet, desk.now()).map_err(refused)?;
    let announced = Announced {
        rule_sheet: sheet.to_text(),
        round_key: sheet.round_id().as_str().to_string(),
        public_key: sheet
            .ballot_box
            .keys()
            .first()
            .map_or_else(String::new, |key| hex_of(key)),
        held_key,
        receipt_secret: desk.dice.token(),
    };
    let tests = keys::test_ballots(desk, &sheet);
    desk.work(person, move |work| async move {
        if !change::announce(&work, round.id, version, &announced).await? {
            return Step::Announce
                .without_change(&work, round.id, version)
                .await;
        }
        box_keys::put_tests(&work, round.id, &tests).await?;
        let event = Event::RoundAnnounced {
            round: round.named(),
            round_key: announced.round_key,
        };
        work.commit(event).await?;
        Ok(())
    })
    .await
}

fn refused(refusal: RoundRefusal) -> Refusal {
    match refusal {
        RoundRefusal::Sheet(faults) => {
            let mut mistakes = Mistakes::none();
            for fault in faults {
                mistakes.add("", crate::domain::text::capitalised(&fault.to_string()));
            }
            Refusal::Mistaken(mistakes)
        }
        RoundRefusal::OpensInThePast => Refusal::mistake(
            "",
            "The opening time has already passed. Change the draft to open later",
        ),
        other => Refusal::TooLate(format!(
            "{}.",
            crate::domain::text::capitalised(&other.to_string())
        )),
    }
}
