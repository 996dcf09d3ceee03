//! What people do: one function, one transaction. A file a room.
//!
//! An action is given the [`Desk`] (what there is to work with) and the [`Person`] who acts. It asks
//! [`Person::may`] with the area in hand, so that a page, a job and a command pass the same check.

pub mod area_details;
pub mod areas;
pub mod backup;
pub mod ballots;
pub mod categories;
pub mod figures;
pub mod hours;
pub mod identity;
pub mod imports;
pub mod listening;
pub mod listening_feedback;
pub mod named_places;
pub mod nominations;
mod once;
pub mod outbox;
pub mod panels;
pub mod photos;
pub mod postcodes;
pub mod projects;
pub mod publishing;
pub mod settings;

use crate::actions::ballots::RulesAsRead;
use crate::actions::imports::running::Running;
use crate::domain::areas::atlas::Atlas;
use crate::domain::mistakes::Mistakes;
use crate::domain::policy::{self, Actor, Grant, Nesting, Permission};
use crate::ports::clock::Clock;
use crate::ports::dice::Dice;
use crate::ports::photos::{Photos, Shelf};
use crate::ports::post::Post;
use crate::store::{Db, StoreError, Work};
use chrono::{DateTime, Utc};
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;
use std::future::Future;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, PoisonError, RwLock};

/// What there is to work with. Cheap to clone.
#[derive(Clone)]
pub struct Desk {
    /// The database.
    pub db: Db,
    /// The time.
    pub clock: Clock,
    /// Chance.
    pub dice: Dice,
    /// The post.
    pub post: Post,
    /// The darkroom, and the shelf with the files of photos.
    pub photos: Photos,
    /// Imports that are under way in this process.
    pub running: Running,
    /// The rules of votes, as read.
    pub rules: RulesAsRead,
    secret: Arc<[u8; 32]>,
    areas: Arc<RwLock<AreasAsRead>>,
    publishes_at_once: Arc<AtomicBool>,
}

/// The areas as last read, and the stamp of what they were read from.
#[derive(Default)]
struct AreasAsRead {
    atlas: Arc<Atlas>,
    stamp: String,
}

impl Desk {
    /// Lays the desk.
    pub fn new(db: Db, clock: Clock, dice: Dice, post: Post, secret: [u8; 32]) -> Desk {
        Desk {
            db,
            clock,
            dice,
            post,
            photos: Photos::on(Shelf::in_memory()),
            running: Running::default(),
            rules: RulesAsRead::default(),
            secret: Arc::new(secret),
            areas: Arc::default(),
            publishes_at_once: Arc::default(),
        }
    }

    /// The same desk with the files of photos on a shelf of its own. Until then they are in memory.
    pub fn keeping_photos(self, shelf: Shelf) -> Desk {
        Desk {
            photos: Photos::on(shelf),
            ..self
        }
    }

    /// The time now.
    pub fn now(&self) -> DateTime<Utc> {
        self.clock.now()
    }

    /// The areas as last read: what lies in what, and the ward of a point. Empty until
    /// [`areas::refresh`] was called.
    pub fn atlas(&self) -> Arc<Atlas> {
        let areas = self.areas.read().unwrap_or_else(PoisonError::into_inner);
        areas.atlas.clone()
    }

    /// Which areas lie inside which, as last read.
    pub fn nesting(&self) -> Arc<dyn Nesting + Send + Sync> {
        self.atlas()
    }

    fn areas_stamp(&self) -> String {
        let areas = self.areas.read().unwrap_or_else(PoisonError::into_inner);
        areas.stamp.clone()
    }

    fn set_areas(&self, atlas: Atlas, stamp: String) {
        *self.areas.write().unwrap_or_else(PoisonError::into_inner) = AreasAsRead {
            atlas: Arc::new(atlas),
            stamp,
        };
    }

    /// The digest of a secret for one purpose, keyed by the deployment's own key: what is kept of
    /// tokens, codes and mailboxes.
    pub fn digest(&self, purpose: &str, text: &str) -> String {
        crate::domain::ids::hex(&self.keyed(purpose, text))
    }

    /// The first half of the same digest, for digests that are many.
    pub fn short_digest(&self, purpose: &str, text: &str) -> [u8; 16] {
        let whole = self.keyed(purpose, text);
        std::array::from_fn(|at| whole[at])
    }

    fn keyed(&self, purpose: &str, text: &str) -> [u8; 32] {
        let mut mac = <Hmac<Sha256> as KeyInit>::new_from_slice(self.secret.as_ref())
            .unwrap_or_else(|_| unreachable!("HMAC takes keys of any length"));
        mac.update(purpose.as_bytes());
        mac.update(b"|");
        mac.update(text.as_bytes());
        mac.finalize().into_bytes().into()
    }

    /// Runs a change by the person, now.
    pub async fn work<T, F, Fut>(&self, person: &Person, change: F) -> Result<T, Refusal>
    where
        F: FnOnce(Work) -> Fut + Send + 'static,
        Fut: Future<Output = Result<T, Refusal>> + Send,
        T: Send + 'static,
    {
        let done = self
            .db
            .work(person.actor.clone(), self.now(), change)
            .await?;
        if self.publishes_at_once()
            && let Err(error) = figures::publish_if_due(self).await
        {
            // The change stands; the jobs loop publishes it at its next turn.
            tracing::warn!(%error, "the figures were not published at once");
        }
        Ok(done)
    }

    /// Whether figures are published with every change, as the setting says.
    pub fn publishes_at_once(&self) -> bool {
        self.publishes_at_once.load(Ordering::Relaxed)
    }

    /// Notes that.
    pub fn set_publishes_at_once(&self, publishes: bool) {
        self.publishes_at_once.store(publishes, Ordering::Relaxed);
    }
}

/// Who acts, and what they may do where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Person {
    /// As the audit log names them.
    pub actor: Actor,
    /// What they may do where.
    pub grants: Vec<Grant>,
}

impl Person {
    /// Somebody who is not signed in.
    pub fn visitor() -> Person {
        Person {
            actor: Actor::Visitor,
            grants: vec![],
        }
    }

    /// The clock, which may do what falls due and nothing else: it holds no grant.
    pub fn timetable() -> Person {
        Person {
            actor: Actor::Timetable,
            grants: vec![],
        }
    }

    /// The operator at the command line, who can reach the database anyway.
    pub fn operator() -> Person {
        let everywhere = |role| Grant {
            role,
            area: String::new(),
        };
        Person {
            actor: Actor::Operator,
            grants: policy::Role::GRANTED.into_iter().map(everywhere).collect(),
        }
    }

    /// The account, where there is one.
    pub fn account(&self) -> Option<i64> {
        self.actor.account()
    }

    /// Whether they may do the thing in the area.
    pub fn may(&self, desk: &Desk, permission: Permission, area: &str) -> bool {
        policy::allowed(&self.grants, permission, area, desk.nesting().as_ref())
    }

    /// The areas in which they may do the thing, as their grants name them; none means everywhere.
    /// Whoever may do it nowhere has an empty list.
    pub fn areas_where(&self, permission: Permission) -> Option<Vec<String>> {
        let grants = self
            .grants
            .iter()
            .filter(|grant| policy::may(grant.role, permission));
        let areas: Vec<String> = grants.map(|grant| grant.area.clone()).collect();
        if areas.iter().any(String::is_empty) {
            None
        } else {
            Some(areas)
        }
    }

    /// The same as a refusal.
    pub fn need(&self, desk: &Desk, permission: Permission, area: &str) -> Result<(), Refusal> {
        if self.may(desk, permission, area) {
            Ok(())
        } else {
            Err(Refusal::NotAllowed)
        }
    }
}

/// Why an action did not happen. Nothing changed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// There is no such thing, or it is not theirs to know of.
    #[error("there is no such thing")]
    NotThere,
    /// They may not do this here.
    #[error("not allowed")]
    NotAllowed,
    /// Somebody changed it since the page was opened.
    #[error("somebody changed this since you opened the page")]
    Stale,
    /// The world moved: what was asked no longer applies. The sentence says so to the person.
    #[error("{0}")]
    TooLate(String),
    /// What was typed does not stand.
    #[error("there are mistakes")]
    Mistaken(Mistakes),
    /// Too many tries; more after this many seconds.
    #[error("too many tries")]
    Throttled {
        /// Seconds until the next try counts.
        seconds: i64,
    },
    /// Storage.
    #[error(transparent)]
    Storage(#[from] StoreError),
}

impl Refusal {
    /// A mistake at one field.
    pub fn mistake(field: &str, message: impl std::fmt::Display) -> Refusal {
        Refusal::Mistaken(Mistakes::one(field, message))
    }
}

impl From<Mistakes> for Refusal {
    fn from(mistakes: Mistakes) -> Self {
        Refusal::Mistaken(mistakes)
    }
}
