//! The servers that are measured, in this process: the product behind all its layers, and a bare axum handler
//! over the same ballot writer. Each has a database of its own, on files whose syncs are counted.

use crate::database::Place;
use crate::{syncs, vote_laid};
use axum::Router;
use axum::extract::State;
use axum::routing::post;
use payback_panel::actions::Desk;
use payback_panel::app::App;
use payback_panel::config::Config;
use payback_panel::domain::ids::hex;
use payback_panel::ports::clock::Clock;
use payback_panel::ports::dice::Dice;
use payback_panel::store::Db;
use payback_panel::store::ballot_box::{self, Answer, Cast, Channel};
use payback_panel::web::http::{Connections, serve};
use std::future::pending;
use std::net::SocketAddr;
use tokio::net::TcpListener;

/// A sealed record and a receipt page are about so long.
const SEALED_BYTES: usize = 304;
const PAGE_BYTES: usize = 6_000;

/// A database with an open vote, and voters who are signed in.
pub struct Laid {
    place: Place,
    desk: Desk,
    config: Config,
    sessions: Vec<String>,
}

impl Laid {
    /// Lays one with so many voters.
    pub async fn with_voters(voters: usize) -> Laid {
        let place = Place::sqlite();
        let nowhere = ([127, 0, 0, 1], 0).into();
        let mut config = Config::for_demonstration(&place.folder().join("panel.db"), nowhere)
            .expect("a configuration");
        config.database_url = format!("{}?vfs={}", place.url(), syncs::NAME);
        config.demonstration = false;
        let db = Db::open(&config.database_url, config.letterhead())
            .await
            .expect("the database opens");
        place.lay_areas().await;
        let desk = Desk::new(
            db,
            Clock::Real,
            Dice::Fair,
            config.post.clone(),
            config.secret,
        );
        let sessions = vote_laid::laid(&desk, &place, voters).await;
        Laid {
            place,
            desk,
            config,
            sessions,
        }
    }

    /// Sessions of the voters.
    pub fn sessions(&self) -> &[String] {
        &self.sessions
    }

    /// The product, writing at most so many casts a transaction.
    pub async fn product(&self, at_most: usize) -> (SocketAddr, App) {
        ballot_box::write_at_most(&self.desk.db, at_most);
        let app = App::new(self.desk.clone(), self.config.clone());
        let (listener, address) = listen().await;
        tokio::spawn(serve(
            listener,
            app.front(),
            Connections::default(),
            pending(),
        ));
        (address, app)
    }

    /// A bare handler over the same writer: it knows nothing of voters, papers, keys or pages.
    pub async fn bare(&self) -> SocketAddr {
        let router = Router::new()
            .route("/cast", post(cast))
            .with_state(self.desk.clone());
        let (listener, address) = listen().await;
        tokio::spawn(async move { axum::serve(listener, router).await });
        address
    }

    /// The register and the box hold so many.
    pub async fn holds(&self, casts: usize) {
        let wanted = i64::try_from(casts).expect("few");
        for table in ["voter_register", "ballot_box"] {
            let found = self
                .place
                .counts(&format!("SELECT COUNT(*) FROM {table}"))
                .await;
            assert_eq!(found, wanted, "{table}");
        }
    }

    /// Takes everything away.
    pub async fn ends(self) {
        self.desk.db.clone().close().await;
        self.place.clear().await;
    }
}

async fn cast(State(desk): State<Desk>, _body: String) -> String {
    let voter = desk.dice.bytes::<32>();
    let mut sealed = Vec::with_capacity(SEALED_BYTES);
    while sealed.len() < SEALED_BYTES {
        sealed.extend(desk.dice.bytes::<38>());
    }
    let cast = Cast {
        round: 1,
        voter: hex(&voter),
        form: voter,
        ward: Some("E05010459".into()),
        ward_checked: true,
        channel: Channel::Email,
        code: None,
        slot: hex(&desk.dice.bytes::<16>()),
        sealed,
        at: desk.now(),
    };
    let answer = ballot_box::cast(&desk.db, cast).await;
    assert_eq!(answer, Ok(Answer::Entered));
    "x".repeat(PAGE_BYTES)
}

async fn listen() -> (TcpListener, SocketAddr) {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let address = listener.local_addr().expect("an address");
    (listener, address)
}
