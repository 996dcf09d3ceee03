//! Nominations of the live part: sent, supported, decided on.

use super::live;
use super::play::Play;
use crate::actions::Person;
use crate::actions::nominations::assess::{self, Entered};
use crate::actions::nominations::moderate::{self, Decision};
use crate::actions::nominations::{Target, nominate, support, whereabouts, withdraw};
use crate::cli::Failure;
use crate::domain::areas::place::Place;
use crate::domain::nominations::assessment::{Factor, Permission, Scores};
use crate::domain::nominations::draft::PlaceAnswers;
use crate::domain::nominations::proposal::{Contact, Proposal};
use crate::domain::nominations::reasons::DeclineReason;
use crate::store::nominations as store;

impl Play {
    /// Somebody nominates, with an account or with the address in the letter confirmed at once.
    pub(super) async fn nominate(&mut self, wanted: &live::Nomination) -> Result<(), Failure> {
        let conn = self.desk.db.read();
        let answers = PlaceAnswers {
            place: wanted.place.clone(),
            typed: Place::read(&wanted.postcode).ok(),
            choice: String::new(),
            ward: Some(wanted.ward_code.clone()),
        };
        let proposal = Proposal {
            title: wanted.title.clone(),
            category: wanted.category.clone(),
            description: wanted.description.clone(),
            benefit: wanted.benefit.clone(),
            whereabouts: whereabouts::whereabouts(&self.desk, &conn, answers).await?,
            beneficiary: wanted.beneficiary.clone(),
            land_owner: wanted.land_owner.clone(),
            toilets: wanted.toilets.clone(),
            site_access: wanted.site_access.clone(),
        };
        let (person, contact) = match (&wanted.by, &wanted.contact) {
            (Some(key), _) => (
                self.person(key)?,
                Contact {
                    name: String::new(),
                    email: String::new(),
                    phone: String::new(),
                },
            ),
            (None, Some(contact)) => (
                Person::visitor(),
                Contact {
                    name: contact.name.clone(),
                    email: contact.email.clone(),
                    phone: contact.phone.clone(),
                },
            ),
            (None, None) => return Err(Failure::new(format!("nobody nominates {:?}", wanted.key))),
        };
        let sent = nominate::nominate(&self.desk, &person, proposal, contact).await?;
        if sent.asks_to_confirm {
            crate::actions::nominations::confirm::confirm_otherwise(
                &self.desk,
                &Person::operator(),
                &sent.reference,
            )
            .await?;
        }
        self.nominations.insert(wanted.key.clone(), sent.reference);
        Ok(())
    }

    /// Somebody supports it.
    pub(super) async fn support(
        &mut self,
        nomination: &live::Nomination,
        done: &live::Done,
    ) -> Result<(), Failure> {
        let reference = self.reference(&nomination.key)?;
        Ok(support::support(&self.desk, &self.person(&done.by)?, &reference, None).await?)
    }

    async fn target(&self, key: &str) -> Result<Target, Failure> {
        let reference = self.reference(key)?;
        let listed = store::by_reference(&self.desk.db.read(), &reference).await?;
        let listed = listed.ok_or_else(|| Failure::new(format!("{reference} is gone")))?;
        Ok(Target {
            reference,
            version: listed.nomination.version,
            once: None,
        })
    }

    /// Somebody decides about it.
    pub(super) async fn decide(
        &mut self,
        nomination: &live::Nomination,
        step: &live::Step,
    ) -> Result<(), Failure> {
        let person = self.person(&step.by)?;
        let target = self.target(&nomination.key).await?;
        let decision = Decision {
            sentence: step.sentence.clone(),
            publish: true,
        };
        match step.what.as_str() {
            "pass" => moderate::pass(&self.desk, &person, target).await?,
            "ask" => moderate::ask(&self.desk, &person, target, step.question.clone()).await?,
            "withdraw" => {
                withdraw::withdraw(&self.desk, &person, target, step.sentence.clone()).await?
            }
            "merge" => {
                let into = self.reference(&step.into)?;
                moderate::merge(&self.desk, &person, target, into, decision).await?;
            }
            "decline" => {
                let reason = DeclineReason::parse(&step.reason).ok_or_else(|| {
                    Failure::new(format!("{:?} is no reason to decline", step.reason))
                })?;
                moderate::decline(&self.desk, &person, target, reason, decision).await?;
            }
            "assess" => {
                let entered = self.entered(step)?;
                assess::assess(&self.desk, &person, target, entered).await?;
            }
            other => return Err(Failure::new(format!("nobody can {other:?} a nomination"))),
        }
        Ok(())
    }

    fn entered(&self, step: &live::Step) -> Result<Entered, Failure> {
        let scores = Factor::ALL.map(|factor| {
            step.scores
                .get(&factor.code().replace('-', "_"))
                .copied()
                .unwrap_or(-1)
        });
        let wrong = || Failure::new("an assessment of the demonstration does not read");
        Ok(Entered {
            scores: Scores::new(scores).ok_or_else(wrong)?,
            permission: Permission::parse(&step.permission).ok_or_else(wrong)?,
            permission_from: step.permission_from.clone(),
            risk_assessed_on: Some(self.start.day(&step.risk_assessed_on)?),
            estimate_minutes: step.estimate_minutes,
            group_size: step.group_size,
            summary: step.summary.clone(),
        })
    }
}
