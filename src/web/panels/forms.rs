//! What browsers send about panels.

use crate::actions::panels::Seat;
use crate::actions::panels::shortlists::Opening;
use crate::domain::identity::email::EmailAddress;
use crate::domain::mistakes::{self, Mistakes};
use crate::domain::panels::Side;
use crate::store::panels::NewPanel;

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
    pub struct EndForm { version, reason }
}

impl EndForm {
    /// The version the page was made from; one that does not read is never the present one.
    pub fn version(&self) -> i64 {
        self.version.parse().unwrap_or(-1)
    }

    /// What the panel says about an agreed list: nothing is allowed.
    pub fn note(&self) -> Result<String, Mistakes> {
        mistakes::optional_words(&self.reason, 1000).map_err(|why| Mistakes::one("reason", why))
    }

    /// Why a list is given up: needed.
    pub fn why(&self) -> Result<String, Mistakes> {
        mistakes::words(&self.reason, 1000, "Say why the shortlist is given up")
            .map_err(|why| Mistakes::one("why", why))
    }
}
