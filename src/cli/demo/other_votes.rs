//! Votes by other methods than the one of the live part: one that shares out hours, one in a sealed box
//! with voting codes, and a campaign in three areas. All of it is invented, and played through the
//! product's own actions. What the file holds is in `others`.

use super::others::{Campaign, List, Vote};
use super::play::Play;
use super::votes;
use crate::actions::ballots::campaigns;
use crate::actions::ballots::casting::{Casting, Paper};
use crate::actions::ballots::counting::{self, Brought, Counting};
use crate::actions::ballots::drafting::{self, Drafting, TIE_SOURCE};
use crate::actions::ballots::keys::{self, Keeping, Shown};
use crate::actions::ballots::voting_codes::{self, Making};
use crate::actions::ballots::{announcing, answering, declaring, ways};
use crate::actions::identity::throttle::Caller;
use crate::actions::projects::move_on;
use crate::cli::Failure;
use crate::domain::ballots::box_key::{private_line, public_line};
use crate::domain::ballots::method::Method;
use crate::domain::ballots::round::Times;
use crate::domain::ballots::rule_sheet::WayToVote;
use crate::domain::ballots::voting_codes::{LetterFile, Letters};
use crate::domain::ballots::words::CheckWords;
use crate::domain::figures::period::Month;
use crate::domain::projects::moves::Move;
use crate::ports::sealing::KeyPair;
use crate::store::ballots::change::Draft;
use crate::store::ballots::{Round, campaigns as stored};
use crate::store::{nominations, projects};

/// One thing that is done with one of these votes.
#[derive(Clone, Copy)]
pub enum Deed<'v> {
    Draft(&'v Vote),
    Announce(&'v Vote),
    Vote(&'v Vote),
    Count(&'v Vote),
    Declare(&'v Vote),
    Answer(&'v Vote),
    Plan(&'v Vote),
    MakeCampaign(&'v Campaign),
    AnnounceCampaign(&'v Campaign),
}

impl Play {
    pub(super) async fn other(&mut self, deed: Deed<'_>) -> Result<(), Failure> {
        match deed {
            Deed::Draft(vote) => self.draft_other(vote).await,
            Deed::Announce(vote) => self.announce_other(vote).await,
            Deed::Vote(vote) => self.all_vote(vote).await,
            Deed::Count(vote) => self.count_other(vote).await,
            Deed::Declare(vote) => self.declare_other(vote).await,
            Deed::Answer(vote) => self.answer_other(vote).await,
            Deed::Plan(vote) => self.plan_winners(vote).await,
            Deed::MakeCampaign(campaign) => self.make_campaign(campaign).await,
            Deed::AnnounceCampaign(campaign) => self.announce_campaign(campaign).await,
        }
    }

    fn times(&self, opens: &str, closes: &str) -> Result<Times, Failure> {
        Ok(Times {
            opens_at: self.start.instant(opens)?,
            closes_at: self.start.instant(closes)?,
        })
    }

    async fn draft_other(&mut self, vote: &Vote) -> Result<(), Failure> {
        let drafting = Drafting {
            shortlist: self.list(&vote.list.key)?,
            slug: vote.slug.clone(),
            draft: Draft {
                title: vote.title.clone(),
                question: vote.question.clone(),
                method: method(&vote.method)?,
                seats: vote.seats,
                budget_minutes: vote.budget_hours.map(|hours| hours * 60),
                tie_source: TIE_SOURCE.into(),
                times: self.times(&vote.opens, &vote.closes)?,
            },
        };
        let person = self.person(&vote.drafted.by)?;
        let slug = drafting::draft(&self.desk, &person, drafting, None).await?;
        if !vote.sealed {
            return Ok(());
        }
        let version = self.round(&slug).await?.version;
        let by_letter = vec![WayToVote::VotingCode];
        ways::set(&self.desk, &person, &slug, version, by_letter, None).await?;
        let version = self.round(&slug).await?.version;
        let keeping = Keeping::Sealed {
            first: public_line(&self.box_key(vote).public),
            second: String::new(),
        };
        keys::choose(&self.desk, &person, &slug, version, &keeping, None).await?;
        Ok(())
    }

    /// The key that the officer of a sealed vote keeps. The demonstration forgets it with the play: the
    /// vote is counted by then.
    fn box_key(&mut self, vote: &Vote) -> &KeyPair {
        let dice = &self.desk.dice;
        self.box_keys
            .entry(vote.slug.clone())
            .or_insert_with(|| KeyPair::drawn(dice))
    }

    async fn announce_other(&mut self, vote: &Vote) -> Result<(), Failure> {
        let version = self.round(&vote.slug).await?.version;
        let person = self.person(&vote.announced.by)?;
        announcing::announce(&self.desk, &person, &vote.slug, version).await?;
        if vote.sealed {
            let shown = Shown::Key(private_line(&self.box_key(vote).private));
            keys::test(&self.desk, &person, &vote.slug, 1, &shown).await?;
        }
        Ok(())
    }

    /// What is on each paper, with places by the ids of the round.
    fn papers(&self, vote: &Vote) -> Result<Vec<String>, Failure> {
        let mut papers = vec![];
        for one in &vote.papers {
            let mut choices = one.choices.clone();
            for place in &vote.list.candidates {
                let id = self.reference(&place.key)?.to_lowercase();
                choices = choices.replace(&place.key, &id);
            }
            papers.extend(std::iter::repeat_n(choices, one.count));
        }
        Ok(papers)
    }

    async fn all_vote(&mut self, vote: &Vote) -> Result<(), Failure> {
        let round = self.round(&vote.slug).await?;
        let papers = self.papers(vote)?;
        if vote.sealed {
            return self.vote_by_letter(vote, &round, papers).await;
        }
        for (voter, choices) in votes::invented_voters(&vote.slug, papers.len()).zip(papers) {
            self.one_votes(&round, &voter, choices).await?;
        }
        Ok(())
    }

    /// The letters are made, and each that is used has one paper.
    async fn vote_by_letter(
        &mut self,
        vote: &Vote,
        round: &Round,
        papers: Vec<String>,
    ) -> Result<(), Failure> {
        let person = self.person(&vote.announced.by)?;
        let letters = Letters {
            label: "The streets around the halls".into(),
            households: i64::try_from(papers.len()).unwrap_or(0) + 9,
            file: LetterFile::Pdf,
        };
        let made = voting_codes::make(&self.desk, &person, &round.slug, letters, None).await?;
        let Making::Made(codes) = made else {
            return Err(Failure::new("the letters were handed out already"));
        };
        for (code, choices) in codes.iter().zip(papers) {
            let once = self.desk.dice.once();
            let marked = (&Paper { once, choices }, CheckWords::default());
            let typed = code.to_string();
            let cast =
                voting_codes::cast(&self.desk, Caller::default(), round, marked, &typed).await?;
            if !matches!(cast, Casting::Voted(_)) {
                return Err(Failure::new(format!("a letter could not vote: {cast:?}")));
            }
        }
        Ok(())
    }

    async fn count_other(&mut self, vote: &Vote) -> Result<(), Failure> {
        let version = self.round(&vote.slug).await?.version;
        let person = self.person(&vote.counted.by)?;
        let mut brought = Brought::default();
        if vote.sealed {
            brought.keys = vec![private_line(&self.box_key(vote).private)];
        }
        match counting::count(&self.desk, &person, &vote.slug, version, brought).await? {
            Counting::Whole => Ok(()),
            Counting::Tied(options) => Err(Failure::new(format!("a tie between {options:?}"))),
        }
    }

    async fn declare_other(&mut self, vote: &Vote) -> Result<(), Failure> {
        let version = self.round(&vote.slug).await?.version;
        let person = self.person(&vote.declared.by)?;
        Ok(declaring::declare(&self.desk, &person, &vote.slug, version).await?)
    }

    async fn answer_other(&mut self, vote: &Vote) -> Result<(), Failure> {
        let Some(answered) = &vote.answered else {
            return Ok(());
        };
        let person = self.person(&answered.by)?;
        let words = answered.words.clone();
        Ok(answering::answer(&self.desk, &person, &vote.slug, 0, words, None).await?)
    }

    /// The winners' projects get a month.
    async fn plan_winners(&mut self, vote: &Vote) -> Result<(), Failure> {
        let person = self.person(&vote.planned.by)?;
        let month = Month::of(self.start.month(&vote.planned.month)?);
        for place in &vote.list.candidates {
            let conn = self.desk.db.read();
            let reference = self.reference(&place.key)?;
            let listed = nominations::by_reference(&conn, &reference).await?;
            let Some(listed) = listed else { continue };
            let found = projects::of_nomination(&conn, listed.nomination.id).await?;
            let Some(project) = found else { continue };
            let wanted = Move::Schedule {
                month,
                expected_on: None,
            };
            let version = project.version;
            move_on(&self.desk, &person, &project.reference, version, wanted).await?;
        }
        Ok(())
    }

    async fn make_campaign(&mut self, wanted: &Campaign) -> Result<(), Failure> {
        let campaign = stored::Campaign {
            id: 0,
            slug: String::new(),
            name: wanted.name.clone(),
            about: wanted.about.clone(),
            area_code: wanted.area.clone(),
            question: wanted.question.clone(),
            method: method(&wanted.method)?,
            seats: wanted.seats,
            tie_source: TIE_SOURCE.into(),
            ways: vec![WayToVote::VerifiedEmail],
            times: self.times(&wanted.opens, &wanted.closes)?,
        };
        let maker = self.person(&wanted.made.by)?;
        self.campaign = campaigns::make(&self.desk, &maker, campaign, None).await?;
        for list in &wanted.lists {
            let (person, row) = (self.person(&list.by)?, self.list(&list.key)?);
            campaigns::add_rounds(&self.desk, &person, &self.campaign, &[row], None).await?;
        }
        Ok(())
    }

    /// The officers of each area announce their own vote.
    async fn announce_campaign(&mut self, wanted: &Campaign) -> Result<(), Failure> {
        for List { by, .. } in &wanted.lists {
            let person = self.person(by)?;
            let announced = campaigns::announce(&self.desk, &person, &self.campaign).await?;
            if announced.rounds != 1 {
                return Err(Failure::new(format!("{by} announced {announced:?}")));
            }
        }
        Ok(())
    }
}

fn method(name: &str) -> Result<Method, Failure> {
    Method::parse(name).ok_or_else(|| Failure::new(format!("no method is called {name:?}")))
}
