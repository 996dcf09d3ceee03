//! Projects of the live part: made, moved on, written about, and their sessions.

use super::live;
use super::play::Play;
use crate::actions::hours::{self, Asked, Recorded, plans};
use crate::actions::listening_feedback;
use crate::actions::projects::{self, making, updates};
use crate::cli::Failure;
use crate::domain::figures::period::Month;
use crate::domain::hours::minutes::Minutes;
use crate::domain::hours::plan::{Every, Plan, Weekdays};
use crate::domain::hours::session_return::Claim;
use crate::domain::hours::shift::TimeOfDay;
use crate::domain::hours::stood_down::StoodDown;
use crate::domain::ids::Reference;
use crate::domain::projects::Stage;
use crate::domain::projects::description::Description;
use crate::domain::projects::feedback::Rating;
use crate::domain::projects::moves::Move;
use crate::domain::time::london_date;
use crate::store::projects::{self as store, Project};
use crate::store::{hours as ledger, nominations};
use chrono::{Datelike, Days};

impl Play {
    /// The probation service makes a project, of a nomination or agreed directly.
    pub(super) async fn make_project(&mut self, wanted: &live::Project) -> Result<(), Failure> {
        let person = self.person(&wanted.made.by)?;
        let reference = match &wanted.nomination {
            Some(key) => {
                let listed =
                    nominations::by_reference(&self.desk.db.read(), &self.reference(key)?).await?;
                let listed = listed
                    .ok_or_else(|| Failure::new(format!("the nomination {key:?} is gone")))?;
                let of = making::FromNomination {
                    nomination: listed.nomination.id,
                    summary: Some(wanted.summary.clone()),
                    supervised_by: wanted.supervised_by.clone(),
                    estimate: Some(Minutes::new(wanted.estimate_minutes)),
                    group_limit: Some(wanted.group_limit),
                    ..making::FromNomination::default()
                };
                making::from_nomination(&self.desk, &person, of).await?
            }
            None => {
                let agreed = making::Agreed {
                    description: Description {
                        title: wanted.title.clone(),
                        category: wanted.category.clone(),
                        place: wanted.place.clone(),
                        summary: wanted.summary.clone(),
                        beneficiary: wanted.beneficiary.clone(),
                        supervised_by: wanted.supervised_by.clone(),
                        estimate: Some(Minutes::new(wanted.estimate_minutes)),
                        group_limit: Some(wanted.group_limit),
                    },
                    area: wanted.ward_code.clone(),
                    point: None,
                    agreed_on: london_date(self.desk.now()),
                };
                making::agree(&self.desk, &person, None, agreed).await?
            }
        };
        self.projects.insert(wanted.key.clone(), reference);
        Ok(())
    }

    fn project_reference(&self, project: &live::Project) -> Result<Reference, Failure> {
        self.projects.get(&project.key).cloned().ok_or_else(|| {
            Failure::new(format!(
                "the demonstration has no project {:?} yet",
                project.key
            ))
        })
    }

    async fn project(&self, project: &live::Project) -> Result<Project, Failure> {
        let reference = self.project_reference(project)?;
        let found = store::by_reference(&self.desk.db.read(), &reference).await?;
        found.ok_or_else(|| Failure::new(format!("{reference} is gone")))
    }

    pub(super) async fn move_project(
        &mut self,
        project: &live::Project,
        step: &live::Move,
    ) -> Result<(), Failure> {
        let (person, reference) = (self.person(&step.by)?, self.project_reference(project)?);
        let today = london_date(self.desk.now());
        let now = self.project(project).await?;
        let wanted = match step.stage.as_str() {
            "scheduled" => Move::Schedule {
                month: Month::of(self.start.month(&step.planned_month)?),
                expected_on: Some(&step.expected_on)
                    .filter(|text| !text.is_empty())
                    .map(|text| self.start.day(text))
                    .transpose()?,
            },
            "in-progress" if now.started_on.is_some() => Move::Resume,
            "in-progress" => Move::Start { on: today },
            "paused" => Move::Pause {
                reason: step.reason.clone(),
            },
            "cancelled" => Move::Cancel {
                reason: step.reason.clone(),
            },
            "completed" => Move::Complete {
                on: today,
                closing_statement: step.closing_statement.clone(),
                work_done: String::new(),
            },
            other => return Err(Failure::new(format!("a project cannot become {other:?}"))),
        };
        projects::move_on(&self.desk, &person, &reference, now.version, wanted).await?;
        Ok(())
    }

    pub(super) async fn write_update(
        &mut self,
        project: &live::Project,
        update: &live::Update,
    ) -> Result<(), Failure> {
        let (person, reference) = (self.person(&update.by)?, self.project_reference(project)?);
        let id = updates::write(
            &self.desk,
            &person,
            &reference,
            None,
            update.title.clone(),
            update.body.clone(),
        )
        .await?;
        self.updates
            .insert((project.key.clone(), update.title.clone()), id);
        Ok(())
    }

    pub(super) async fn publish_update(
        &mut self,
        project: &live::Project,
        update: &live::Update,
        done: &live::Done,
    ) -> Result<(), Failure> {
        let (person, reference) = (self.person(&done.by)?, self.project_reference(project)?);
        let key = (project.key.clone(), update.title.clone());
        let id = self.updates.get(&key).copied();
        let id = id.ok_or_else(|| Failure::new(format!("nobody wrote {:?} yet", update.title)))?;
        Ok(updates::publish(&self.desk, &person, &reference, id).await?)
    }

    pub(super) async fn record(
        &mut self,
        project: &live::Project,
        session: &live::Session,
    ) -> Result<(), Failure> {
        let (person, reference) = (
            self.person(&session.recorded.by)?,
            self.project_reference(project)?,
        );
        let held = session.status == "held";
        let claim = Claim {
            day: self.start.day(&session.day)?,
            starts: TimeOfDay::parse(&session.start)?,
            ends: TimeOfDay::parse(&session.end)?,
            stood_down: !held,
            attending: session.attending,
            new_to_project: Some(session.new_to_project),
            offered: held.then_some(session.minutes_offered),
            credited: held.then_some(session.minutes_credited),
            reason: StoodDown::parse(&session.reason),
            note: session.note.clone(),
            over_limit_confirmed: true,
        };
        match hours::record(&self.desk, &person, &reference, None, claim).await? {
            Recorded::There(_) => Ok(()),
            Recorded::Otherwise(_) => Err(Failure::new(format!(
                "{reference}: two sessions at the same time"
            ))),
        }
    }

    /// Sets the usual days of a project in progress: those of its last four weeks of sessions.
    pub(super) async fn plan(&self, project: &live::Project) -> Result<(), Failure> {
        let now = self.project(project).await?;
        let today = london_date(self.desk.now());
        let since = today.checked_sub_days(Days::new(28)).unwrap_or(today);
        let filter = ledger::SessionFilter {
            from: Some(since),
            ..Default::default()
        };
        let sessions = ledger::of_project(&self.desk.db.read(), now.id, &filter, 0, 100).await?;
        let (Some(last), Stage::InProgress) = (sessions.first(), now.stage) else {
            return Ok(());
        };
        let days = sessions.iter().map(|session| session.reads.day.weekday());
        let plan = Plan {
            from: since,
            weekdays: Weekdays::of(days),
            every: Every::Week,
            shift: last.reads.shift,
        };
        let person = self.person(&project.made.by)?;
        Ok(plans::set(&self.desk, &person, &now.reference, 0, plan, None).await?)
    }

    pub(super) async fn correct(
        &mut self,
        project: &live::Project,
        correction: &live::Correction,
    ) -> Result<(), Failure> {
        let person = self.person(&correction.by)?;
        let day = self.start.day(&correction.session)?;
        let id = self.project(project).await?.id;
        let versions = ledger::of_project(
            &self.desk.db.read(),
            id,
            &ledger::SessionFilter::default(),
            0,
            1000,
        )
        .await?;
        let before = versions
            .into_iter()
            .find(|version| version.reads.day == day);
        let before =
            before.ok_or_else(|| Failure::new(format!("no session on {day} to correct")))?;
        let asked = Asked {
            key: before.key.clone(),
            based_on: before.number,
            claim: Claim {
                day,
                starts: before.reads.shift.starts(),
                ends: before.reads.shift.ends(),
                stood_down: false,
                attending: correction.attending,
                new_to_project: Some(correction.new_to_project),
                offered: Some(correction.minutes_offered),
                credited: Some(correction.minutes_credited),
                reason: None,
                note: String::new(),
                over_limit_confirmed: true,
            },
            reason: correction.reason.clone(),
        };
        hours::correct(&self.desk, &person, None, asked).await?;
        Ok(())
    }

    pub(super) async fn judge(
        &mut self,
        project: &live::Project,
        feedback: &live::Feedback,
    ) -> Result<(), Failure> {
        let (person, reference) = (self.person(&feedback.by)?, self.project_reference(project)?);
        let (rating, words) = (Rating::new(feedback.rating)?, feedback.words.clone());
        Ok(listening_feedback::give(&self.desk, &person, &reference, rating, words, None).await?)
    }
}
