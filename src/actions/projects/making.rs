//! How a project begins: from a nomination, or agreed directly by panel and probation service.

use crate::actions::{Desk, Person, Refusal};
use crate::domain::areas::code::AreaCode;
use crate::domain::areas::point::Point;
use crate::domain::events::{Event, Named};
use crate::domain::hours::Minutes;
use crate::domain::ids::{OnceKey, Reference};
use crate::domain::nominations::nomination::{By, Nomination, Step};
use crate::domain::nominations::stage::Stage as NominationStage;
use crate::domain::policy::Permission;
use crate::domain::projects::{Description, Origin, Stage};
use crate::domain::time::london_date;
use crate::store::nominations::places::{self, Place};
use crate::store::nominations::{self, Listed, assess};
use crate::store::once::{self, Seen};
use crate::store::projects::change::{self, NewProject};
use crate::store::projects::{self as store, steps, story};
use crate::store::{StoreError, Work};
use chrono::{Datelike, NaiveDate};

/// A nomination that becomes a project. What is not said is taken from the nomination and its
/// assessment.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct FromNomination {
    /// The nomination's row.
    pub nomination: i64,
    /// The round that chose it; where nothing is said, the last declared round that it stood in.
    pub round: Option<i64>,
    /// What there is to do.
    pub summary: Option<String>,
    /// Who supervises.
    pub supervised_by: String,
    /// How long all people together should need.
    pub estimate: Option<Minutes>,
    /// The most people at a time.
    pub group_limit: Option<i64>,
}

/// Makes a project of a nomination, and says its reference. A nomination becomes one project: asking
/// again gives the same. Probation staff may, and the council officer who declares its vote.
pub async fn from_nomination(
    desk: &Desk,
    person: &Person,
    wanted: FromNomination,
) -> Result<Reference, Refusal> {
    let (at_desk, who) = (desk.clone(), person.clone());
    desk.work(person, move |work| async move {
        // Of two at once the second finds the project of the first.
        nominations::change::hold(&work, wanted.nomination).await?;
        let listed = nominations::by_id(&work.read(), wanted.nomination).await?;
        let listed = listed.ok_or(Refusal::NotThere)?;
        let whereabouts = &listed.nomination.proposal.whereabouts;
        let area = whereabouts.ward.as_ref().unwrap_or(&whereabouts.council);
        if !who.may(&at_desk, Permission::DeclareResults, area) {
            who.need(&at_desk, Permission::RunProjects, area)?;
        }
        let (reference, events) = made_of(&work, &wanted, listed).await?;
        if !events.is_empty() {
            work.commit_all(events).await?;
        }
        Ok(reference)
    })
    .await
}

/// The same inside a change that is going on, such as the declaration of a result. Whoever calls
/// this has asked for permission and commits with the events given back.
pub async fn make_from_nomination(
    work: &Work,
    wanted: &FromNomination,
) -> Result<(Reference, Vec<Event>), Refusal> {
    let listed = nominations::by_id(&work.read(), wanted.nomination).await?;
    made_of(work, wanted, listed.ok_or(Refusal::NotThere)?).await
}

async fn made_of(
    work: &Work,
    wanted: &FromNomination,
    listed: Listed,
) -> Result<(Reference, Vec<Event>), Refusal> {
    let conn = work.read();
    if let Some(there) = store::of_nomination(&conn, wanted.nomination).await? {
        return Ok((there.reference, vec![]));
    }
    let mut nomination = listed.nomination;
    let chosen = nomination.stage == NominationStage::Chosen || wanted.round.is_some();
    nomination.stage = nomination
        .stage
        .to(NominationStage::Project)
        .map_err(|cannot| Refusal::TooLate(cannot.to_string()))?;
    let round = match wanted.round {
        None if chosen => story::round_of(&conn, wanted.nomination).await?,
        said => said,
    };
    let today = london_date(work.at());
    let whereabouts = &nomination.proposal.whereabouts;
    let reference = change::next_reference(work, &whereabouts.council, today.year()).await?;
    let project = NewProject {
        description: described(work, wanted, &nomination).await?,
        origin: if chosen {
            Origin::Vote
        } else {
            Origin::Nomination
        },
        nomination_id: Some(nomination.id),
        round_id: round,
        ward_code: whereabouts.ward.clone(),
        ward_set: story::ward_set_of(&conn, nomination.id).await?,
        point: whereabouts.spot,
        nominated_on: Some(london_date(nomination.submitted_at)),
        provenance: nomination.provenance.clone(),
        ..NewProject::agreed(reference.clone(), &whereabouts.council, today)
    };
    let id = change::add(work, &project).await?;
    steps::add(work, id, Stage::Agreed, "").await?;
    note_in_history(work, &nomination).await?;
    let event = Event::ProjectMade {
        project: Named::new(id, reference.as_str(), &project.description.title),
        nomination: Some(nomination.named()),
    };
    Ok((reference, vec![event]))
}

/// What the project is: as asked for, else as nominated and assessed.
async fn described(
    work: &Work,
    wanted: &FromNomination,
    nomination: &Nomination,
) -> Result<Description, StoreError> {
    let found = assess::latest(&work.read(), nomination.id).await?;
    let finding = found.as_ref().map(|assessment| &assessment.finding);
    let proposal = &nomination.proposal;
    let summary = wanted.summary.as_ref().unwrap_or(&proposal.description);
    let estimate = finding.map(|finding| Minutes::new(finding.estimate_minutes));
    let group_size = finding.map(|finding| finding.group_size);
    Ok(Description {
        title: proposal.title.clone(),
        category: proposal.category.clone(),
        place: proposal.whereabouts.place.clone(),
        summary: summary.clone(),
        beneficiary: proposal.beneficiary.clone(),
        supervised_by: wanted.supervised_by.clone(),
        estimate: wanted.estimate.or(estimate),
        group_limit: wanted.group_limit.or(group_size),
    })
}

async fn note_in_history(work: &Work, nomination: &Nomination) -> Result<(), Refusal> {
    if !nominations::change::save(work, nomination).await? {
        return Err(Refusal::Stale);
    }
    let step = Step {
        at: work.at(),
        stage: NominationStage::Project,
        reason: String::new(),
        note: String::new(),
        by: By::Probation,
        public: true,
    };
    let account = work.actor().account();
    nominations::change::add_step(work, nomination.id, &step, account).await?;
    Ok(())
}

/// A project that panel and probation service agreed without a nomination.
#[derive(Debug, Clone, PartialEq)]
pub struct Agreed {
    /// What it is.
    pub description: Description,
    /// The ward, or the council where the ward is not known.
    pub area: String,
    /// Where it is on the ground.
    pub point: Option<Point>,
    /// The day it was agreed.
    pub agreed_on: NaiveDate,
}

/// Sets such a project up and says its reference.
pub async fn agree(
    desk: &Desk,
    person: &Person,
    once: Option<OnceKey>,
    agreed: Agreed,
) -> Result<Reference, Refusal> {
    const PURPOSE: &str = "project";
    let (at_desk, who) = (desk.clone(), person.clone());
    desk.work(person, move |work| async move {
        let place = places::find(&work.read(), &agreed.area).await?;
        let place = place.filter(|place| place.is_in_force(&at_desk.atlas()));
        let place = place.ok_or_else(|| Refusal::mistake("area", "Choose a ward or a council"))?;
        who.need(&at_desk, Permission::RunProjects, &place.code)?;
        if let Some(key) = &once
            && let Seen::Before(reference) = once::claim(&work, key, PURPOSE).await?
        {
            return reference.parse().map_err(|_| Refusal::NotThere);
        }
        if agreed.agreed_on > london_date(work.at()) {
            let future = "The day it was agreed must be today or in the past";
            return Err(Refusal::mistake("agreed", future));
        }
        super::check_description(&work, &agreed.description, None).await?;
        let (council, ward) = council_and_ward(place)?;
        let year = agreed.agreed_on.year();
        let reference = change::next_reference(&work, &council, year).await?;
        let project = NewProject {
            ward_set: ward.as_deref().and_then(|code| set_of(&at_desk, code)),
            ward_code: ward,
            point: agreed.point,
            description: agreed.description,
            ..NewProject::agreed(reference.clone(), &council, agreed.agreed_on)
        };
        let id = change::add(&work, &project).await?;
        steps::add(&work, id, Stage::Agreed, "").await?;
        if let Some(once) = &once {
            once::remember(&work, once, PURPOSE, reference.as_str()).await?;
        }
        let event = Event::ProjectMade {
            project: Named::new(id, reference.as_str(), &project.description.title),
            nomination: None,
        };
        work.commit(event).await?;
        Ok(reference)
    })
    .await
}

fn council_and_ward(place: Place) -> Result<(String, Option<String>), Refusal> {
    match (place.kind.as_str(), place.parent_code) {
        ("council", _) => Ok((place.code, None)),
        (_, Some(council)) => Ok((council, Some(place.code))),
        (_, None) => Err(Refusal::mistake("area", "This ward lies in no council")),
    }
}

/// The set in force, if the ward is in it.
fn set_of(desk: &Desk, ward: &str) -> Option<String> {
    let atlas = desk.atlas();
    let code = AreaCode::parse(ward).ok()?;
    atlas.ward(&code)?;
    atlas.ward_set().map(str::to_string)
}
