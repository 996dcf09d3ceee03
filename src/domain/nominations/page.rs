//! The pages of the nomination form: which questions stand together, and in which order.

/// One page of the form.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Page {
    /// Where.
    Place,
    /// What work.
    Work,
    /// Who gains, who owns the land.
    People,
    /// Toilets and access.
    Site,
    /// How to reach the nominator.
    Contact,
}

impl Page {
    /// Every page, in order.
    pub const ALL: [Page; 5] = [
        Page::Place,
        Page::Work,
        Page::People,
        Page::Site,
        Page::Contact,
    ];

    /// The word in its address.
    pub fn code(self) -> &'static str {
        match self {
            Page::Place => "place",
            Page::Work => "work",
            Page::People => "people",
            Page::Site => "site",
            Page::Contact => "contact",
        }
    }

    /// The names of its fields.
    pub fn fields(self) -> &'static [&'static str] {
        match self {
            Page::Place => &["place", "where", "choice", "ward"],
            Page::Work => &["title", "category", "description"],
            Page::People => &["benefit", "beneficiary", "land-owner"],
            Page::Site => &["toilets", "site-access"],
            Page::Contact => &["name", "email", "phone"],
        }
    }

    /// The page after it; none after the last.
    pub fn next(self) -> Option<Page> {
        let at = Page::ALL.iter().position(|page| *page == self)?;
        Page::ALL.get(at + 1).copied()
    }

    /// The page before it; none before the first.
    pub fn before(self) -> Option<Page> {
        let at = Page::ALL.iter().position(|page| *page == self)?;
        at.checked_sub(1).and_then(|at| Page::ALL.get(at)).copied()
    }
}
