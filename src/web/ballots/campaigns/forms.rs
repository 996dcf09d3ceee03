//! What browsers send about campaigns.

use crate::actions::ballots::drafting::TIE_SOURCE;
use crate::domain::ballots::method::Method;
use crate::domain::ballots::round::Times;
use crate::domain::ballots::rule_sheet::WayToVote;
use crate::domain::mistakes::{self, Mistakes};
use crate::store::ballots::campaigns::Campaign;
use crate::web::ballots::staff_forms::instant;
use chrono::{DateTime, Utc};

crate::form! {
    /// What the rounds of a campaign are asked for.
    pub struct PartsQuery { q, state, page }
}

crate::form! {
    /// A campaign to make. Days and times are London's.
    pub struct CampaignForm {
        name, about, area, question, tie_source,
        opens_day, opens_month, opens_year, opens_time,
        closes_day, closes_month, closes_year, closes_time,
    } many { ways }
}

crate::form! {
    /// Shortlists to bring into a campaign.
    pub struct ListsForm {} many { lists }
}

impl CampaignForm {
    /// What a new campaign begins with.
    pub fn fresh() -> CampaignForm {
        CampaignForm {
            question: "Which of these places should Community Payback work on next?".into(),
            tie_source: TIE_SOURCE.into(),
            opens_time: "09:00".into(),
            closes_time: "17:00".into(),
            ways: vec![WayToVote::VerifiedEmail.name().into()],
            ..CampaignForm::default()
        }
    }

    /// The campaign, or every mistake. `areas` are those that one may be made in.
    pub fn parse(&self, areas: &[(String, String)]) -> Result<Campaign, Mistakes> {
        let mut found = Mistakes::none();
        let name = mistakes::line(&self.name, 60, "Enter a name for the campaign");
        let name = found.check("name", name);
        let about = found.check("about", mistakes::optional_words(&self.about, 1000));
        let question = mistakes::line(&self.question, 300, "Enter the question on each paper");
        let question = found.check("question", question);
        let missing = "Name a public value that exists only after the votes have closed";
        let source = found.check("tie-source", mistakes::line(&self.tie_source, 300, missing));
        let area = areas.iter().find(|(code, _)| *code == self.area);
        let area = found.check("area", area.ok_or("Pick your area"));
        let ways = WayToVote::read_list(&self.ways.join(","));
        if ways.is_empty() {
            found.add("ways", "Pick at least one way to vote");
        }
        let (opens, closes) = self.times(&mut found);
        let read = (name, about, question, source, area, opens, closes);
        match (read, found.is_empty()) {
            (
                (
                    Some(name),
                    Some(about),
                    Some(question),
                    Some(tie_source),
                    Some(area),
                    Some(opens_at),
                    Some(closes_at),
                ),
                true,
            ) => Ok(Campaign {
                id: 0,
                slug: String::new(),
                name,
                about,
                area_code: area.0.clone(),
                question,
                method: Method::Plurality,
                seats: 1,
                tie_source,
                ways,
                times: Times {
                    opens_at,
                    closes_at,
                },
            }),
            _ => Err(found),
        }
    }

    /// When its votes open and close.
    fn times(&self, found: &mut Mistakes) -> (Option<DateTime<Utc>>, Option<DateTime<Utc>>) {
        let opens = instant(
            [&self.opens_day, &self.opens_month, &self.opens_year],
            &self.opens_time,
            (
                "opens",
                "Enter the day on which the votes open, like 21 6 2026",
            ),
            found,
        );
        let closes = instant(
            [&self.closes_day, &self.closes_month, &self.closes_year],
            &self.closes_time,
            (
                "closes",
                "Enter the day on which the votes close, like 12 7 2026",
            ),
            found,
        );
        (opens, closes)
    }
}

impl ListsForm {
    /// The shortlists by their numbers. What is no number is no shortlist.
    pub fn numbers(&self) -> Vec<i64> {
        let mut numbers: Vec<i64> = self
            .lists
            .iter()
            .filter_map(|list| list.parse().ok())
            .collect();
        numbers.sort_unstable();
        numbers.dedup();
        numbers
    }
}
