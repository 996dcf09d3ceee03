//! The product served in this process, for benches that set it against something barer.

use chrono::Duration;
use payback_panel::actions::{Desk, areas};
use payback_panel::app::App;
use payback_panel::config::Config;
use payback_panel::domain::events::Event;
use payback_panel::domain::policy::{Actor, Grant, Role};
use payback_panel::ports::clock::Clock;
use payback_panel::ports::dice::Dice;
use payback_panel::store::identity::{self, Strength};
use payback_panel::store::{Db, StoreError};
use payback_panel::web::http::{Connections, serve, wrap};
use std::future::pending;
use std::net::SocketAddr;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use tokio::net::TcpListener;
use tokio::runtime::{Builder, Runtime};

/// Two threads of their own.
pub fn threads(name: &str) -> Runtime {
    Builder::new_multi_thread()
        .worker_threads(2)
        .thread_name(name)
        .enable_all()
        .build()
        .expect("threads")
}

/// The product over a database that is there already.
pub async fn app(url: String) -> App {
    let nowhere = Path::new("panel.db");
    let mut config =
        Config::for_demonstration(nowhere, ([127, 0, 0, 1], 0).into()).expect("a configuration");
    config.database_url = url;
    config.demonstration = false;
    let db = Db::open(&config.database_url, config.letterhead())
        .await
        .expect("the database opens");
    let desk = Desk::new(
        db,
        Clock::Real,
        Dice::Fair,
        config.post.clone(),
        config.secret,
    );
    areas::refresh(&desk).await.expect("areas");
    App::new(desk, config)
}

/// Signs somebody in who works for the probation service and for a council of the demonstration.
#[allow(dead_code)] // not every measurement signs somebody in
pub async fn officer(app: &App, token: &str) {
    let (desk, digest) = (&app.desk, app.desk.digest("session", token));
    let ends_at = desk.now() + Duration::days(1);
    let email = format!("{token}@measured.example");
    let signing_in = desk
        .db
        .work(Actor::Operator, desk.now(), move |work| async move {
            let account = identity::add_account(&work, &email, &email, "Measured").await?;
            for (role, area) in [(Role::Probation, "PDU-LLR"), (Role::Council, "E06000016")] {
                let area = area.to_string();
                identity::give_grant(&work, account, &Grant { role, area }).await?;
            }
            let strength = Strength::PasswordAndCode;
            identity::add_session(&work, &digest, account, strength, ends_at).await?;
            work.commit(Event::SignedIn { account }).await?;
            Ok::<_, StoreError>(())
        });
    signing_in.await.expect("an officer is signed in");
}

/// The product behind all its layers. `afresh`: the data moves with each look, so nothing is kept.
pub fn product(runtime: &Runtime, app: &App, afresh: bool) -> SocketAddr {
    let mut settings = app.settings();
    if afresh {
        let version = Arc::new(AtomicI64::new(1));
        settings.data_version = Arc::new(move || version.fetch_add(1, Ordering::Relaxed));
    }
    let (listener, address) = listen(runtime);
    let front = wrap(app.router(), settings);
    runtime.spawn(serve(listener, front, Connections::default(), pending()));
    address
}

/// A free port of this machine.
pub fn listen(runtime: &Runtime) -> (TcpListener, SocketAddr) {
    let listener = runtime
        .block_on(TcpListener::bind("127.0.0.1:0"))
        .expect("a port");
    let address = listener.local_addr().expect("an address");
    (listener, address)
}

/// The middle of several rates.
pub fn middle(mut results: Vec<u64>) -> u64 {
    results.sort_unstable();
    results[results.len() / 2]
}
