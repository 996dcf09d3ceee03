//! The world that a walk happens in: an application over a database of its own.
#![allow(dead_code)] // not every walk uses every word of the language

mod database;
#[macro_use]
mod operator;
mod page;
mod people;

pub use database::Place;
pub use operator::Operator;
pub use page::Page;
pub use people::Actor;

use chrono::{DateTime, Duration, TimeZone, Utc};
use payback_panel::actions::{Desk, Person, figures};
use payback_panel::app::App;
use payback_panel::config::Config;
use payback_panel::domain::policy::{Actor as PolicyActor, Grant, Role};
use payback_panel::ports::clock::Clock;
use payback_panel::ports::dice::Dice;
use payback_panel::ports::photos::{Darkroom, Shelf, Shelving};
use payback_panel::ports::post::Post;
use payback_panel::store::audit::Verdict;
use payback_panel::store::identity::{self, Strength};
use payback_panel::store::outbox::{self, Posted};
use payback_panel::store::{Db, StoreError};
use payback_panel::web::http::Front;
use payback_panel::web::map::chart::{Chart, Charts};
use std::cell::RefCell;
use std::collections::BTreeSet;

/// Whether this is a run that may leave nothing out.
#[expect(
    clippy::disallowed_methods,
    reason = "a test's own setting, not the product's"
)]
pub fn leaves_nothing_out() -> bool {
    std::env::var("CI").is_ok_and(|word| word == "true")
}

/// A walk on both databases. The body may use `?`-free code only: it panics where it fails.
#[macro_export]
macro_rules! walk {
    ($(#[$meta:meta])* $name:ident, |$world:ident| $body:block) => {
        $(#[$meta])*
        mod $name {
            #[allow(unused_imports)]
            use super::*;

            async fn walk($world: &$crate::world::World) $body

            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn on_sqlite() {
                let world = $crate::world::World::on_sqlite().await;
                walk(&world).await;
                world.ends().await;
            }

            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn on_postgres() {
                let Some(world) = $crate::world::World::on_postgres().await else { return };
                walk(&world).await;
                world.ends().await;
            }
        }
    };
}

/// The map that followed every change since the walk began is the map that the data gives.
async fn the_map_is_as_if_read_anew(app: &App) {
    let followed = app.charts.now(app).await.expect("the map");
    let anew = Charts::default().now(app).await.expect("the map");
    let marks = |chart: &Chart| chart.board.marks().cloned().collect::<Vec<_>>();
    assert_eq!(marks(&followed), marks(&anew));
}

/// An application over a database of its own, with the clock held at noon on 22 November 2026.
pub struct World {
    /// The application.
    pub app: App,
    /// Its pages with everything around them, as browsers meet it.
    pub front: Front,
    place: Place,
    read_letters: RefCell<BTreeSet<i64>>,
    leaves_letters: RefCell<bool>,
}

impl World {
    /// Over a file of its own.
    pub async fn on_sqlite() -> World {
        World::at(Place::sqlite()).await
    }

    /// Over a database of its own on the server that `TEST_POSTGRES_URL` names, if it names one.
    pub async fn on_postgres() -> Option<World> {
        Some(World::at(Place::postgres().await?).await)
    }

    async fn at(place: Place) -> World {
        let folder = Shelving::Folder(place.folder().join("photos"));
        World::arranged(place, folder, Darkroom::default()).await
    }

    /// Over a database, with photos in a place and a darkroom of their own.
    pub async fn arranged(place: Place, photos: Shelving, darkroom: Darkroom) -> World {
        let config = Config {
            database_url: place.url().to_string(),
            listen: ([127, 0, 0, 1], 0).into(),
            address: "http://panel.example".into(),
            service: "Payback Panel".into(),
            brand: payback_panel::web::brand::Brand::default(),
            contact: payback_panel::config::Contact {
                run_by: "Leicester City Council".into(),
                email: "help@panel.example".into(),
            },
            secret: [7; 32],
            post: Post::Kept,
            photos,
            background: None,
            trusted_proxies: Default::default(),
            log: Default::default(),
            demonstration: false,
        };
        let db = Db::open(place.url(), config.letterhead())
            .await
            .expect("the database opens");
        let noon = Utc
            .with_ymd_and_hms(2026, 11, 22, 12, 0, 0)
            .single()
            .expect("an instant");
        let mut desk = Desk::new(
            db,
            Clock::held(noon),
            Dice::seeded(2009),
            Post::Kept,
            config.secret,
        )
        .keeping_photos(Shelf::open(&config.photos).expect("a place for photos"));
        desk.photos.darkroom = darkroom;
        place.lay_areas().await;
        payback_panel::actions::areas::refresh(&desk)
            .await
            .expect("the areas read");
        let app = App::new(desk, config);
        app.charts.now(&app).await.expect("the map is read");
        place.was_touched();
        World {
            front: app.front(),
            app,
            place,
            read_letters: RefCell::default(),
            leaves_letters: RefCell::default(),
        }
    }

    /// The desk of the application.
    pub fn desk(&self) -> &Desk {
        &self.app.desk
    }

    /// The database, for what no page shows.
    pub fn place(&self) -> &Place {
        &self.place
    }

    /// The whole number that a question to the database comes to.
    pub async fn counts(&self, sql: &str) -> i64 {
        self.place.counts(sql).await
    }

    /// Runs SQL past the application, and publishes the figures that follow.
    pub async fn publishes(&self, sql: &str) {
        self.place().runs(sql).await;
        self.publishes_figures().await;
    }

    /// Works figures out from all that is recorded, and publishes them.
    pub async fn publishes_figures(&self) {
        figures::rebuild(self.desk(), &Person::operator())
            .await
            .expect("published");
    }

    /// The time now.
    pub fn now(&self) -> DateTime<Utc> {
        self.app.desk.now()
    }

    /// Lets time pass.
    pub fn passes(&self, time: Duration) {
        self.app.desk.clock.forward(time);
    }

    /// Somebody with a browser who is not signed in.
    pub fn visitor(&self, name: &str) -> Actor<'_> {
        Actor::new(self, name)
    }

    /// Somebody signed in by a link, without grants.
    pub async fn resident(&self, name: &str) -> Actor<'_> {
        self.signed_in(name, Strength::Link, &[]).await
    }

    /// Somebody signed in as a role in an area.
    pub async fn staff(&self, name: &str, role: Role, area: &str) -> Actor<'_> {
        let grant = Grant {
            role,
            area: area.into(),
        };
        self.signed_in(name, Strength::PasswordAndCode, &[grant])
            .await
    }

    /// Somebody signed in with any grants.
    pub async fn signed_in(&self, name: &str, strength: Strength, grants: &[Grant]) -> Actor<'_> {
        let mut actor = Actor::new(self, name);
        let token = self.app.desk.dice.token();
        let digest = self.app.desk.digest("session", &token);
        let ends = self.now() + Duration::days(30);
        let (email, name, grants) = (actor.email.clone(), name.to_string(), grants.to_vec());
        let db = &self.app.desk.db;
        let id = db
            .work(PolicyActor::Operator, self.now(), move |work| async move {
                let id = identity::add_account(&work, &email, &email, &name).await?;
                for grant in &grants {
                    identity::give_grant(&work, id, grant).await?;
                }
                identity::add_session(&work, &digest, id, strength, ends).await?;
                work.commit(payback_panel::domain::events::Event::SignedIn { account: id })
                    .await?;
                Ok::<_, StoreError>(id)
            })
            .await
            .expect("the account is made");
        actor.account = Some(id);
        actor.holds("session", &token);
        actor
    }

    /// Letters in the outbox, newest first.
    pub async fn letters(&self) -> Vec<Posted> {
        outbox::newest(&self.app.desk.db.read(), 1000)
            .await
            .expect("the outbox reads")
    }

    pub(crate) fn reads(&self, letter: &Posted) {
        self.read_letters.borrow_mut().insert(letter.id);
    }

    /// Says that this walk is not about letters.
    pub fn leaves_letters(&self) {
        *self.leaves_letters.borrow_mut() = true;
    }

    /// Whether the audit chain holds.
    pub async fn audit_holds(&self) -> bool {
        let verdict = payback_panel::store::audit::verify(&self.app.desk.db.read()).await;
        matches!(verdict, Ok(Verdict::Whole { .. }))
    }

    /// Ends the walk: no letter may be left unread, and the audit chain must hold.
    pub async fn ends(self) {
        assert!(self.audit_holds().await, "the audit chain is broken");
        if !*self.leaves_letters.borrow() {
            let read = self.read_letters.borrow().clone();
            let left: Vec<_> = self
                .letters()
                .await
                .into_iter()
                .filter(|l| !read.contains(&l.id))
                .collect();
            let left: Vec<_> = left
                .iter()
                .map(|l| format!("{} to {}: {}", l.kind, l.to, l.subject))
                .collect();
            assert!(left.is_empty(), "letters were left unread: {left:#?}");
        }
        let World { app, place, .. } = self;
        if !place.was_touched() {
            the_map_is_as_if_read_anew(&app).await;
        }
        app.desk.db.clone().close().await;
        place.clear().await;
    }
}
