//! The nomination form: its questions in groups, one group a page, and what has been answered so far.
//!
//! Answers are kept as they were typed, by the name of their field, and are read again when the form is
//! sent: a draft may be days old. Which wards and categories there are is asked of the store.

pub use super::page::Page;
use super::proposal::{Contact, longest};
use crate::domain::areas::place::Place;
use crate::domain::identity::email::EmailAddress;
use crate::domain::mistakes::{self, Mistakes};
use chrono::{DateTime, Utc};
use std::collections::BTreeMap;

const KEY: &str = "key";
const STARTED: &str = "started-at";
const DIFFERENT: &str = "mine-is-different";
const SENT: &str = "sent";
const TRAP: &str = "trap";

/// What has been answered so far in one browser.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Draft {
    answers: BTreeMap<String, String>,
}

impl Draft {
    /// From answers that were kept.
    pub fn from_answers(answers: BTreeMap<String, String>) -> Draft {
        Draft { answers }
    }

    /// What stays once it was sent: the reference, so that the browser can be told it again.
    pub fn sent_as(reference: &str, asks_to_confirm: bool) -> Draft {
        let mut draft = Draft::default();
        draft.put(SENT, reference);
        if asks_to_confirm {
            draft.put("confirm", "yes");
        }
        draft
    }

    /// The answers as they are kept.
    pub fn answers(&self) -> &BTreeMap<String, String> {
        &self.answers
    }

    /// One answer, or nothing.
    pub fn get(&self, field: &str) -> String {
        self.answers.get(field).cloned().unwrap_or_default()
    }

    /// Puts one answer.
    pub fn put(&mut self, field: &str, answer: &str) {
        self.answers.insert(field.to_string(), answer.to_string());
    }

    /// What tells it from others that the same browser has begun; nothing for one that was sent.
    pub fn key(&self) -> Option<&str> {
        self.answers.get(KEY).map(String::as_str)
    }

    /// Gives it its key, unless it was sent: then it begins anew with its next answers.
    pub fn call(&mut self, key: &str) {
        if self.reference().is_some() {
            self.answers.clear();
        }
        self.put(KEY, key);
    }

    /// Puts the answers of a page. A draft that was sent begins anew.
    pub fn answer(&mut self, page: Page, get: impl Fn(&str) -> String, now: DateTime<Utc>) {
        if self.reference().is_some() {
            self.answers.clear();
        }
        if self.started_at().is_none() {
            self.put(STARTED, &now.to_rfc3339());
        }
        for field in page.fields() {
            self.put(field, &get(field));
        }
        if matches!(page, Page::Place | Page::Work) {
            self.answers.remove(DIFFERENT);
        }
    }

    /// Whether a page was answered.
    pub fn has_answered(&self, page: Page) -> bool {
        page.fields()
            .iter()
            .all(|field| self.answers.contains_key(*field))
    }

    /// The first page without answers. Somebody signed in is not asked how to reach them.
    pub fn first_unanswered(&self) -> Option<Page> {
        Page::ALL.into_iter().find(|page| !self.has_answered(*page))
    }

    /// When the first page was answered.
    pub fn started_at(&self) -> Option<DateTime<Utc>> {
        let started = DateTime::parse_from_rfc3339(self.answers.get(STARTED)?).ok()?;
        Some(started.with_timezone(&Utc))
    }

    /// The reference, once it was sent.
    pub fn reference(&self) -> Option<&str> {
        self.answers.get(SENT).map(String::as_str)
    }

    /// Whether the nominator has still to open the letter, once it was sent.
    pub fn asks_to_confirm(&self) -> bool {
        self.answers.contains_key("confirm")
    }

    /// Notes that the nominator looked at similar ones and said that theirs is different.
    pub fn say_it_is_different(&mut self) {
        self.put(DIFFERENT, "yes");
    }

    /// Whether the nominator said so.
    pub fn is_different(&self) -> bool {
        self.answers.contains_key(DIFFERENT)
    }

    /// Notes that a field was filled in that no person sees.
    pub fn note_trap(&mut self) {
        self.put(TRAP, "yes");
    }

    /// Why it may have been filled in by a machine; nothing where nothing looks like it.
    ///
    /// Nothing is refused for this. Every nomination waits for a moderator, who is told.
    pub fn looks_automatic(&self, now: DateTime<Utc>) -> Option<&'static str> {
        const LEAST_SECONDS: i64 = 20;
        if self.answers.contains_key(TRAP) {
            return Some("A field that people cannot see was filled in.");
        }
        let seconds = self.started_at().map(|at| (now - at).num_seconds());
        seconds
            .is_some_and(|seconds| seconds < LEAST_SECONDS)
            .then_some("The whole form was filled in within 20 seconds.")
    }
}

/// Where, as typed; the ward is still to be found.
#[derive(Debug, Clone, PartialEq)]
pub struct PlaceAnswers {
    /// The name of the place.
    pub place: String,
    /// Where it is, as it was typed.
    pub typed: Option<Place>,
    /// Which of several places of a name is meant; empty where none was chosen.
    pub choice: String,
    /// Code of a ward, or of a council by somebody who does not know the ward.
    pub ward: Option<String>,
}

/// Reads the answers about the place.
pub fn place(get: impl Fn(&str) -> String) -> Result<PlaceAnswers, Mistakes> {
    let mut wrong = Mistakes::none();
    let place = wrong.check(
        "place",
        mistakes::line(
            &get("place"),
            longest::PLACE,
            "Enter the name of the place or organisation",
        ),
    );
    let typed = if get("where").trim().is_empty() {
        Some(None)
    } else {
        wrong.check("where", Place::read(&get("where"))).map(Some)
    };
    let choice = mistakes::optional_line(&get("choice"), 40);
    let choice = wrong.check("choice", choice).unwrap_or_default();
    let ward = mistakes::optional_line(&get("ward"), 20);
    let ward = wrong.check("ward", ward).unwrap_or_default();
    if ward.is_empty() && typed == Some(None) && wrong.at("ward").is_none() {
        wrong.add("ward", "Choose the ward, or say above where it is");
    }
    match (place, typed) {
        (Some(place), Some(typed)) if wrong.is_empty() => Ok(PlaceAnswers {
            place,
            typed,
            choice,
            ward: Some(ward).filter(|ward| !ward.is_empty()),
        }),
        _ => Err(wrong),
    }
}

/// What work.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WorkAnswers {
    /// In a few words.
    pub title: String,
    /// Code of the category.
    pub category: String,
    /// In full.
    pub description: String,
}

/// Reads the answers about the work.
pub fn work(get: impl Fn(&str) -> String) -> Result<WorkAnswers, Mistakes> {
    let mut wrong = Mistakes::none();
    let title = wrong.check(
        "title",
        mistakes::line(
            &get("title"),
            longest::TITLE,
            "Enter a short title for the work",
        ),
    );
    let category = wrong.check(
        "category",
        mistakes::line(&get("category"), 60, "Choose the kind of work"),
    );
    let description = wrong.check(
        "description",
        mistakes::words(
            &get("description"),
            longest::DESCRIPTION,
            "Describe the work that you would like done",
        ),
    );
    match (title, category, description) {
        (Some(title), Some(category), Some(description)) => Ok(WorkAnswers {
            title,
            category,
            description,
        }),
        _ => Err(wrong),
    }
}

/// Who gains, who owns the land.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PeopleAnswers {
    /// What good it would do.
    pub benefit: String,
    /// Who gains.
    pub beneficiary: String,
    /// Who owns the land, or nothing.
    pub land_owner: String,
}

/// Reads the answers about people.
pub fn people(get: impl Fn(&str) -> String) -> Result<PeopleAnswers, Mistakes> {
    let mut wrong = Mistakes::none();
    let beneficiary = wrong.check(
        "beneficiary",
        mistakes::line(
            &get("beneficiary"),
            longest::LINE,
            "Enter who would benefit",
        ),
    );
    let benefit = wrong.check(
        "benefit",
        mistakes::words(
            &get("benefit"),
            longest::BENEFIT,
            "Say how the work would help them",
        ),
    );
    let land_owner = wrong.check(
        "land-owner",
        mistakes::optional_line(&get("land-owner"), longest::LINE),
    );
    match (benefit, beneficiary, land_owner) {
        (Some(benefit), Some(beneficiary), Some(land_owner)) => Ok(PeopleAnswers {
            benefit,
            beneficiary,
            land_owner,
        }),
        _ => Err(wrong),
    }
}

/// The site.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SiteAnswers {
    /// Toilets and hand-washing.
    pub toilets: String,
    /// Access for people with mobility difficulties.
    pub site_access: String,
}

/// Reads the answers about the site.
pub fn site(get: impl Fn(&str) -> String) -> Result<SiteAnswers, Mistakes> {
    let mut wrong = Mistakes::none();
    let toilets = wrong.check(
        "toilets",
        mistakes::words(
            &get("toilets"),
            longest::SITE,
            "Say where the nearest toilets and hand-washing are, or that you do not know",
        ),
    );
    let site_access = wrong.check(
        "site-access",
        mistakes::words(
            &get("site-access"),
            longest::SITE,
            "Say how somebody with mobility difficulties would get there, or that you do not know",
        ),
    );
    match (toilets, site_access) {
        (Some(toilets), Some(site_access)) => Ok(SiteAnswers {
            toilets,
            site_access,
        }),
        _ => Err(wrong),
    }
}

/// Reads how to reach the nominator. The address of somebody signed in is known.
pub fn contact(
    get: impl Fn(&str) -> String,
    signed_in_as: Option<&str>,
) -> Result<Contact, Mistakes> {
    let mut wrong = Mistakes::none();
    let name = wrong.check(
        "name",
        mistakes::line(&get("name"), longest::NAME, "Enter your name"),
    );
    let email = match signed_in_as {
        Some(email) => Some(email.to_string()),
        None => wrong
            .check("email", EmailAddress::parse(&get("email")))
            .map(|email| email.to_string()),
    };
    let phone = wrong.check("phone", telephone(&get("phone")));
    match (name, email, phone) {
        (Some(name), Some(email), Some(phone)) => Ok(Contact { name, email, phone }),
        _ => Err(wrong),
    }
}

/// A telephone number as people write it, or nothing.
fn telephone(text: &str) -> Result<String, String> {
    let text = mistakes::optional_line(text, longest::PHONE)?;
    let digits = text.chars().filter(char::is_ascii_digit).count();
    let good = text
        .chars()
        .all(|c| c.is_ascii_digit() || matches!(c, ' ' | '+' | '-' | '(' | ')' | '.'));
    if text.is_empty() || (good && (7..=15).contains(&digits)) {
        Ok(text)
    } else {
        Err("Enter a telephone number, like 0116 496 0123".into())
    }
}
