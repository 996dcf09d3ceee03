//! What a project is: its title, its place and what there is to do, as staff write it for the public.

use crate::domain::hours::Minutes;
use crate::domain::hours::notes::{NamesACase, names_a_case};
use crate::domain::mistakes::Mistakes;

/// What staff can change about a project at any stage.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Description {
    /// Its title.
    pub title: String,
    /// The code of its category of work.
    pub category: String,
    /// Where it is, in words.
    pub place: String,
    /// What there is to do.
    pub summary: String,
    /// Who benefits.
    pub beneficiary: String,
    /// Who supervises.
    pub supervised_by: String,
    /// How long all people together should need, in minutes.
    pub estimate: Option<Minutes>,
    /// The most people at a time.
    pub group_limit: Option<i64>,
}

impl Description {
    /// What the search looks through: small letters.
    pub fn search_text(&self, reference: &str) -> String {
        [
            reference,
            &self.title,
            &self.place,
            &self.summary,
            &self.beneficiary,
            &self.supervised_by,
        ]
        .join(" ")
        .to_lowercase()
    }

    /// A mistake for each text that names a case.
    pub fn naming_cases(&self) -> Mistakes {
        let mut mistakes = Mistakes::none();
        for (field, text) in [
            ("title", &self.title),
            ("place", &self.place),
            ("summary", &self.summary),
            ("beneficiary", &self.beneficiary),
            ("supervised-by", &self.supervised_by),
        ] {
            if names_a_case(text) {
                mistakes.add(field, NamesACase);
            }
        }
        mistakes
    }
}
