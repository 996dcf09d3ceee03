//! What browsers send about panels.

use crate::actions::panels::Seat;
use crate::actions::panels::shortlists::{Agreeing, Opening};
use crate::domain::identity::email::EmailAddress;
use crate::domain::mistakes::{self, Mistakes};
use crate::domain::panels::Side;
use crate::domain::panels::minutes::{Answer, AtText, MOST, Text};
use crate::store::panels::NewPanel;
use crate::web::pieces::DayTyped;

crate::form! {
    /// What the list of panels is asked for.
    pub struct ListQuery { q, page }
}

crate::form! {
    /// A panel to make.
    pub struct PanelForm { name, area, about }
}

impl PanelForm {
    /// The panel, or every mistake. `areas` are the codes that may be picked.
    pub fn parse(&self, areas: &[(String, String)]) -> Result<NewPanel, Mistakes> {
        let mut found = Mistakes::none();
        let name = mistakes::line(&self.name, 100, "Enter the name of the panel");
        let name = found.check("name", name);
        if !areas.iter().any(|(code, _)| *code == self.area) {
            found.add("area", "Pick the area that the panel is for");
        }
        let about = found.check("about", mistakes::optional_words(&self.about, 2000));
        match (name, about, found.is_empty()) {
            (Some(name), Some(about), true) => Ok(NewPanel {
                slug: String::new(),
                name,
                area_code: self.area.clone(),
                about,
                founded_on: None,
                provenance: String::new(),
            }),
            _ => Err(found),
        }
    }
}

crate::form! {
    /// A member to seat.
    pub struct SeatForm { email, name, side }
}

impl SeatForm {
    /// The seat, or every mistake.
    pub fn parse(&self) -> Result<Seat, Mistakes> {
        let mut found = Mistakes::none();
        let email = found.check("email", EmailAddress::parse(&self.email));
        let name = mistakes::line(&self.name, 100, "Enter the name of the member");
        let name = found.check("name", name);
        let side = Side::parse(&self.side).ok_or("Pick the side that the member sits for");
        let side = found.check("side", side);
        match (email, name, side) {
            (Some(email), Some(name), Some(side)) => Ok(Seat { email, name, side }),
            _ => Err(found),
        }
    }
}

crate::form! {
    /// A shortlist to put up.
    pub struct OpeningForm { title, places } many { candidates }
}

impl OpeningForm {
    /// The opening, or every mistake.
    pub fn parse(&self) -> Result<Opening, Mistakes> {
        let mut found = Mistakes::none();
        let title = mistakes::line(&self.title, 120, "Enter what this shortlist is for");
        let title = found.check("title", title);
        let places = mistakes::whole(&self.places, 2, 20, "Enter how many places there are");
        let places = found.check("places", places);
        let candidates: Vec<i64> = self
            .candidates
            .iter()
            .filter_map(|one| one.parse().ok())
            .collect();
        if candidates.is_empty() {
            found.add("candidates", "Pick the nominations that members rank");
        }
        match (title, places, found.is_empty()) {
            (Some(title), Some(places), true) => Ok(Opening {
                title,
                places,
                candidates,
            }),
            _ => Err(found),
        }
    }
}

crate::form! {
    /// Numbers at nominations: read from the fields, which depend on the page.
    pub struct RankForm {}
}

crate::form! {
    /// Agreeing or giving up a shortlist as it stood at a version.
    pub struct EndForm { version, reason, without }
}

impl EndForm {
    /// The version the page was made from; one that does not read is never the present one.
    pub fn version(&self) -> i64 {
        self.version.parse().unwrap_or(-1)
    }

    /// How it is agreed. What the panel says about it may be nothing; a box that is not ticked leaves no member out.
    pub fn agreeing(&self) -> Result<Agreeing, Mistakes> {
        let reason = mistakes::optional_words(&self.reason, 1000);
        Ok(Agreeing {
            version: self.version(),
            reason: reason.map_err(|why| Mistakes::one("reason", why))?,
            without: self.without.parse().unwrap_or(0),
        })
    }

    /// Why a list is given up: needed.
    pub fn why(&self) -> Result<String, Mistakes> {
        mistakes::words(&self.reason, 1000, "Say why the shortlist is given up")
            .map_err(|why| Mistakes::one("why", why))
    }
}

crate::form! {
    /// The minutes of a meeting, and the text that a correction is of.
    pub struct MinutesForm { met_on_day, met_on_month, met_on_year, present, decided, shortlist, number }
}

impl MinutesForm {
    /// The form as a text stands.
    pub fn of(text: &Text, number: i64) -> MinutesForm {
        let day = DayTyped::of(text.met_on);
        MinutesForm {
            met_on_day: day.day,
            met_on_month: day.month,
            met_on_year: day.year,
            present: text.present.to_string(),
            decided: text.decided.clone(),
            shortlist: text.shortlist.map(|id| id.to_string()).unwrap_or_default(),
            number: number.to_string(),
        }
    }

    /// What stands in the boxes of the day.
    pub fn met_on(&self) -> DayTyped {
        DayTyped::new(&self.met_on_day, &self.met_on_month, &self.met_on_year)
    }

    /// The text, or every mistake.
    pub fn parse(&self) -> Result<Text, Mistakes> {
        let mut found = Mistakes::none();
        let met_on = self.met_on().read("Enter the day of the meeting");
        let met_on = found.check("met-on-day", met_on);
        let present = mistakes::whole(&self.present, 1, 500, "Enter how many people were there");
        let present = found.check("present", present);
        let decided = mistakes::words(&self.decided, MOST, "Enter what was decided");
        let decided = found.check("decided", decided);
        let shortlist = match self.shortlist.as_str() {
            "" => Ok(None),
            id => id
                .parse()
                .map(Some)
                .map_err(|_| "Pick a shortlist of this panel"),
        };
        let shortlist = found.check("shortlist", shortlist);
        match (met_on, present, decided, shortlist) {
            (Some(met_on), Some(present), Some(decided), Some(shortlist)) => Ok(Text {
                met_on,
                present,
                decided,
                shortlist,
            }),
            _ => Err(found),
        }
    }
}

crate::form! {
    /// What a member says about minutes, and which text they read.
    pub struct AnswerForm { answer, words, number }
}

impl AnswerForm {
    /// The answer, or every mistake.
    pub fn parse(&self) -> Result<Answer, Mistakes> {
        match self.answer.as_str() {
            "agree" => Ok(Answer::Agrees),
            "correct" => {
                let missing = "Say what needs to be put right";
                let words = mistakes::words(&self.words, 1000, missing);
                let words = words.map_err(|why| Mistakes::one("words", why))?;
                Ok(Answer::AsksCorrection(words))
            }
            _ => Err(Mistakes::one("answer", "Pick whether you agree")),
        }
    }
}

/// Minutes at the text that a page was made from; a number that does not read is never the newest.
pub fn at_text(minutes: i64, number: &str) -> AtText {
    AtText {
        minutes,
        number: number.parse().unwrap_or(-1),
    }
}
