//! `demo`: the demonstration, made afresh and served on this machine alone.

mod history;
mod live;
mod nominations;
mod other_votes;
mod others;
mod panels;
mod people;
mod photos;
mod pictures;
mod play;
mod projects;
pub(super) mod seeds;
mod votes;
mod when;

use crate::actions::{Desk, Person, areas};
use crate::app::App;
use crate::cli::serve::listen;
use crate::cli::{Failure, Outcome};
use crate::config::{self, Config};
use crate::domain::time::london_date;
use crate::ports::clock::Clock;
use crate::ports::dice::Dice;
use crate::ports::photos::{Darkroom, Shelf};
use crate::ports::post::Post;
use crate::store::{Db, outbox};
use crate::web::http::{log, stop_signal};
use chrono::{DateTime, Duration, Utc};
use live::Live;
use others::Others;
use play::Play;
use std::collections::HashMap;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use when::Start;

/// Where to serve and where to keep the data.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Address and port on this machine, like 127.0.0.1:8000
    #[arg(long, value_name = "ADDR", default_value = "127.0.0.1:8000")]
    listen: SocketAddr,
    /// An empty folder for the data; a temporary one where none is given
    #[arg(long, value_name = "DIR")]
    data: Option<PathBuf>,
}

/// Makes the demonstration and serves it until it is told to stop.
pub async fn run(args: Args) -> Outcome {
    if !args.listen.ip().is_loopback() {
        return Err(Failure {
            line: format!(
                "the demonstration is served on this machine alone: {} is not 127.0.0.1 or [::1]",
                args.listen.ip()
            ),
            code: 2,
        });
    }
    let listener = listen(args.listen).await?;
    let folder = folder(args.data.as_deref())?;
    let mut config =
        Config::for_demonstration(&folder.join("payback-panel.db"), listener.local_addr()?)?;
    config.secret = config::secret(&folder.join("payback-panel.key"))?;
    log::start(config.log.1, &config.log.0)?;
    eprintln!("Making the demonstration in {} …", folder.display());
    let app = make(config).await?;
    print!("{}", greeting(&app));
    app.serve(listener, stop_signal()).await?;
    Ok(())
}

fn folder(wanted: Option<&Path>) -> Result<PathBuf, Failure> {
    let folder = match wanted {
        Some(folder) => folder.to_path_buf(),
        None => {
            std::env::temp_dir().join(format!("payback-panel-demo-{}", &Dice::Fair.token()[..12]))
        }
    };
    let name = folder.display();
    std::fs::create_dir_all(&folder)
        .map_err(|error| Failure::new(format!("{name} cannot be made: {error}")))?;
    let mut inside = std::fs::read_dir(&folder)
        .map_err(|error| Failure::new(format!("{name} cannot be read: {error}")))?;
    if inside.next().is_some() {
        return Err(Failure::new(format!(
            "{name} is not empty: the demonstration starts in an empty folder"
        )));
    }
    Ok(folder)
}

/// The whole demonstration, ready to serve with the real clock.
async fn make(config: Config) -> Result<App, Failure> {
    let db = Db::open(&config.database_url, config.letterhead()).await?;
    let now = Clock::Real.now();
    let shelf = Shelf::open(&config.photos).map_err(|error| Failure::new(error.to_string()))?;
    let mut held = Desk::new(
        db.clone(),
        Clock::held(now),
        Dice::Fair,
        Post::Kept,
        config.secret,
    )
    .keeping_photos(shelf.clone());
    held.photos.darkroom = Darkroom::with_deadline(std::time::Duration::from_secs(600));
    play(&held, now).await?;
    let desk = Desk::new(
        db,
        Clock::that_can_be_put_forward(),
        Dice::Fair,
        config.post.clone(),
        config.secret,
    )
    .keeping_photos(shelf);
    areas::refresh(&desk).await?;
    crate::actions::figures::read_boundary(&desk).await?;
    Ok(App::new(desk, config))
}

async fn play(desk: &Desk, now: DateTime<Utc>) -> Result<(), Failure> {
    let mut live: Live = serde_json::from_str(seeds::LIVE)
        .map_err(|error| Failure::new(format!("live.json: {error}")))?;
    let others = Others::read()?;
    others.join(&mut live);
    let operator = Person::operator();
    // Before the first deed of the live part.
    desk.clock.set(now - Duration::days(500));
    history::places(desk, &operator).await?;
    let mut people = HashMap::new();
    for account in &live.accounts {
        people.insert(account.key.clone(), people::arrive(desk, account).await?);
    }
    let mut play = Play {
        desk: desk.clone(),
        start: Start(london_date(now)),
        people,
        nominations: HashMap::new(),
        shortlists: HashMap::new(),
        minutes: HashMap::new(),
        projects: HashMap::new(),
        updates: HashMap::new(),
        box_keys: HashMap::new(),
        campaign: String::new(),
    };
    for panel in std::iter::once(&live.panel).chain(&others.panels) {
        play.make_panel(panel).await?;
    }
    history::first_year(desk, &operator).await?;
    play.all(&live, &others, now).await?;
    play.add_photos(&live).await?;
    history::publish(desk, &operator).await?;
    if let (Some(first), Some(second)) = (play.people.get("helen"), play.people.get("yusuf")) {
        history::release(desk, first, second).await?;
    }
    // The post holds the letters of the last two days, and none of the codes that voters got.
    outbox::forget_before(&desk.db, now - Duration::days(2)).await?;
    Ok(())
}

/// How to go on: the address and how to sign in as each kind of person.
fn greeting(app: &App) -> String {
    let address = &app.config.address;
    format!(
        "\nPayback Panel, the demonstration: {address}\n\n\
         Residents and panel members sign in at {address}/sign-in with their address; the letter with the link is at {address}/demo/post\n\
         \x20 resident       rita.marlowe@resident.example\n\
         \x20 panel member   joyce.pell@panel.example\n\n\
         Staff sign in at {address}/staff/sign-in with the password {password} and a one-time code, shown at {address}/demo/codes\n\
         \x20 probation      priya.nandra@probation.example\n\
         \x20 council        helen.brandreth@leicester.example, and a second officer yusuf.karim@leicester.example\n\
         \x20 administrator  sam.okafor@admin.example\n\n\
         Put the clock forward at {address}/demo/clock, so that a vote opens and closes. More at {address}/demo\n\n\
         Stop it with Ctrl-C.\n",
        password = people::PASSWORD
    )
}
