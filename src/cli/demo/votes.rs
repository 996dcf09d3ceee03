//! Votes of the live part: drafted, announced, and the ballots that were cast. Each voter asks for a code
//! and types it from the letter, as a visitor does.

use super::live;
use super::play::Play;
use crate::actions::Person;
use crate::actions::ballots::casting::{Casting, Envelope, Paper, cast};
use crate::actions::ballots::drafting::{self, Drafting, TIE_SOURCE};
use crate::actions::ballots::{announcing, asking, voting_codes, ways};
use crate::actions::identity::throttle::Caller;
use crate::cli::Failure;
use crate::domain::ballots::method::Method;
use crate::domain::ballots::round::Times;
use crate::domain::ballots::rule_sheet::WayToVote;
use crate::domain::ballots::voting_codes::{LetterFile, Letters};
use crate::domain::ballots::words::CheckWords;
use crate::domain::identity::email::EmailAddress;
use crate::store::ballots::change::Draft;
use crate::store::ballots::{self as store, Round};
use crate::store::outbox;
use crate::web::demo::letters;

/// The ways to vote in the demonstration.
const WAYS: [WayToVote; 3] = [
    WayToVote::VerifiedEmail,
    WayToVote::VotingCode,
    WayToVote::Desk,
];

/// Postcodes in several wards of Leicester.
const POSTCODES: [&str; 7] = [
    "LE99 1AB", "LE99 1AE", "LE99 1AJ", "LE99 1AQ", "LE99 1BB", "LE99 1BG", "LE99 1BU",
];

/// So many voters with addresses of their own.
pub fn invented_voters(vote: &str, count: usize) -> impl Iterator<Item = live::Voter> {
    let postcodes = POSTCODES.into_iter().cycle();
    (1..=count)
        .zip(postcodes)
        .map(move |(number, postcode)| live::Voter {
            email: format!("{vote}-{number:03}@voters.example"),
            postcode: postcode.into(),
        })
}

impl Play {
    pub(super) async fn draft(&mut self, round: &live::Round) -> Result<(), Failure> {
        let drafting = Drafting {
            shortlist: self.list(&round.shortlist)?,
            slug: round.slug.clone(),
            draft: Draft {
                title: round.title.clone(),
                question: round.question.clone(),
                method: Method::Plurality,
                seats: 1,
                budget_minutes: None,
                tie_source: TIE_SOURCE.into(),
                times: Times {
                    opens_at: self.start.instant(&round.opens)?,
                    closes_at: self.start.instant(&round.closes)?,
                },
            },
        };
        let person = self.person(&round.drafted.by)?;
        let slug = drafting::draft(&self.desk, &person, drafting, None).await?;
        let version = self.round(&slug).await?.version;
        ways::set(&self.desk, &person, &slug, version, WAYS.to_vec(), None).await?;
        Ok(())
    }

    pub(super) async fn round(&self, slug: &str) -> Result<Round, Failure> {
        let round = store::by_slug(&self.desk.db.read(), slug).await?;
        round.ok_or_else(|| Failure::new(format!("the demonstration has no vote {slug:?} yet")))
    }

    pub(super) async fn announce(&mut self, round: &live::Round) -> Result<(), Failure> {
        let version = self.round(&round.slug).await?.version;
        let person = self.person(&round.announced.by)?;
        announcing::announce(&self.desk, &person, &round.slug, version).await?;
        let codes = letters::codes(&self.desk, &round.slug);
        let batch = Letters {
            label: "The streets around the places".into(),
            households: i64::try_from(codes.len()).unwrap_or(0),
            file: LetterFile::Pdf,
        };
        voting_codes::make_of(&self.desk, &person, &round.slug, batch, codes, None).await?;
        Ok(())
    }

    /// Everybody who has voted so far. The file says who voted and how many chose what, not who chose
    /// what: the choices are dealt out in the order of their names.
    pub(super) async fn vote(&mut self, wanted: &live::Round) -> Result<(), Failure> {
        let round = self.round(&wanted.slug).await?;
        let mut choices = vec![];
        for (id, count) in &wanted.choices {
            let option = wanted.options.iter().find(|option| option.id == *id);
            let choice = match option {
                Some(option) => self.reference(&option.nomination)?.to_lowercase(),
                None => String::new(),
            };
            choices.extend(std::iter::repeat_n(choice, *count));
        }
        for (voter, choice) in wanted.voters.iter().zip(choices) {
            self.one_votes(&round, voter, choice).await?;
        }
        Ok(())
    }

    pub(super) async fn one_votes(
        &self,
        round: &Round,
        voter: &live::Voter,
        choices: String,
    ) -> Result<(), Failure> {
        let email = EmailAddress::parse(&voter.email)?;
        let conn = self.desk.db.read();
        let paper = Paper {
            once: self.desk.dice.once(),
            choices,
        };
        let home = asking::home(&self.desk, round, &voter.postcode, "").await?;
        asking::send_code(&self.desk, Caller::default(), round, (&email, &paper), "").await?;
        let letters = outbox::newest(&conn, 1).await?;
        let code = letters
            .iter()
            .flat_map(|letter| letter.body.lines())
            .find(|line| !line.is_empty() && line.chars().all(|c| c.is_ascii_digit() || c == ' '));
        let envelope = Envelope {
            paper,
            words: CheckWords::default(),
            home,
            email: Some(email),
        };
        let outcome = cast(
            &self.desk,
            &Person::visitor(),
            round,
            &envelope,
            code.unwrap_or_default(),
        )
        .await?;
        match outcome {
            Casting::Voted(_) => Ok(()),
            other => Err(Failure::new(format!(
                "{} could not vote: {other:?}",
                voter.email
            ))),
        }
    }
}
