//! The panel of the live part: its members, its shortlists and the minutes of its meetings.

use super::live::{self, Live};
use super::play::Play;
use crate::actions::panels::{self, Seat, minutes as meetings, shortlists};
use crate::cli::Failure;
use crate::domain::identity::email::EmailAddress;
use crate::domain::panels::Side;
use crate::domain::panels::minutes::{Answer, AtText, Text};
use crate::domain::panels::ranking::Ranking;
use crate::store::nominations as store;
use crate::store::panels::{NewPanel, shortlists as lists};

impl Play {
    /// The council officer sets the panel up.
    pub async fn make_panel(&mut self, panel: &live::Panel) -> Result<(), Failure> {
        let new = NewPanel {
            slug: panel.slug.clone(),
            name: panel.name.clone(),
            area_code: panel.area.clone(),
            about: panel.about.clone(),
            founded_on: Some(self.start.day(&panel.founded_on)?),
            provenance: panel.provenance.clone(),
        };
        panels::make(&self.desk, &self.person(&panel.by)?, new, None).await?;
        Ok(())
    }

    pub(super) async fn seat(
        &mut self,
        live: &Live,
        panel: &live::Panel,
        member: &live::Member,
    ) -> Result<(), Failure> {
        let account = live
            .accounts
            .iter()
            .find(|account| account.key == member.account);
        let account =
            account.ok_or_else(|| Failure::new(format!("no account {:?}", member.account)))?;
        let seat = Seat {
            email: EmailAddress::parse(&account.email)?,
            name: account.name.clone(),
            side: Side::parse(&member.side)
                .ok_or_else(|| Failure::new(format!("no side {:?}", member.side)))?,
        };
        Ok(panels::seat(
            &self.desk,
            &self.person(&panel.by)?,
            &panel.slug,
            seat,
            None,
        )
        .await?)
    }

    async fn rows(&self, keys: &[String]) -> Result<Vec<i64>, Failure> {
        let mut rows = vec![];
        for key in keys {
            let reference = self.reference(key)?;
            let listed = store::by_reference(&self.desk.db.read(), &reference).await?;
            rows.push(
                listed
                    .ok_or_else(|| Failure::new(format!("{reference} is gone")))?
                    .nomination
                    .id,
            );
        }
        Ok(rows)
    }

    pub(super) fn list(&self, key: &str) -> Result<i64, Failure> {
        self.shortlists
            .get(key)
            .copied()
            .ok_or_else(|| Failure::new(format!("the demonstration has no shortlist {key:?} yet")))
    }

    pub(super) async fn open_list(&mut self, list: &live::Shortlist) -> Result<(), Failure> {
        let opening = shortlists::Opening {
            title: list.title.clone(),
            places: list.places,
            candidates: self.rows(&list.candidates).await?,
        };
        let id = shortlists::open(
            &self.desk,
            &self.person(&list.by)?,
            &list.panel,
            opening,
            None,
        )
        .await?;
        self.shortlists.insert(list.key.clone(), id);
        Ok(())
    }

    pub(super) async fn rank(
        &mut self,
        list: &live::Shortlist,
        ranking: &live::Ranking,
    ) -> Result<(), Failure> {
        let order = Ranking::new(self.rows(&ranking.order).await?)
            .ok_or_else(|| Failure::new(format!("{} ranks something twice", ranking.by)))?;
        let person = self.person(&ranking.by)?;
        Ok(shortlists::rank(
            &self.desk,
            &person,
            &list.panel,
            self.list(&list.key)?,
            order,
            None,
        )
        .await?)
    }

    pub(super) async fn agree(
        &mut self,
        list: &live::Shortlist,
        agreed: &live::Agreed,
    ) -> Result<(), Failure> {
        let (person, id) = (self.person(&agreed.by)?, self.list(&list.key)?);
        let found = lists::by_id(&self.desk.db.read(), id).await?;
        let found = found.ok_or_else(|| Failure::new("the shortlist is gone"))?;
        let agreeing = shortlists::Agreeing {
            version: found.version,
            reason: agreed.reason.clone(),
            without: lists::silent_members(&self.desk.db.read(), &found).await?,
        };
        Ok(shortlists::agree(&self.desk, &person, &list.panel, id, agreeing).await?)
    }

    pub(super) async fn write_minutes(&mut self, minutes: &live::Minutes) -> Result<(), Failure> {
        let text = Text {
            met_on: self.start.day(&minutes.met)?,
            present: minutes.present,
            decided: minutes.decided.clone(),
            shortlist: Some(self.list(&minutes.shortlist)?),
        };
        let person = self.person(&minutes.by)?;
        let id = meetings::write(&self.desk, &person, &minutes.panel, text, None).await?;
        let at = AtText {
            minutes: id,
            number: 1,
        };
        self.minutes.insert(minutes.key.clone(), at);
        Ok(())
    }

    pub(super) async fn answer_minutes(
        &mut self,
        minutes: &live::Minutes,
        given: &live::MinutesAnswer,
    ) -> Result<(), Failure> {
        let key = &minutes.key;
        let at = self.minutes.get(key).copied();
        let at = at
            .ok_or_else(|| Failure::new(format!("the demonstration has no minutes {key:?} yet")))?;
        let answer = match &given.correction {
            None => Answer::Agrees,
            Some(words) => Answer::AsksCorrection(words.clone()),
        };
        let person = self.person(&given.by)?;
        Ok(meetings::answer(&self.desk, &person, &minutes.panel, at, answer, None).await?)
    }
}
