//! A form with a photo in it, as a browser sends it in parts.
//!
//! The token comes before the file, so that nobody fills our memory without it; a file that is too
//! large is put down as soon as it is. What does not read is the sender's mistake, never ours.

use crate::actions::photos::Sent;
use crate::app::App;
use crate::domain::ids::OnceKey;
use crate::domain::mistakes::Mistakes;
use crate::domain::photos::{self, MOST_BYTES, Side};
use crate::ports::photos::Spoilt;
use crate::ports::photos::darkroom::Room;
use crate::web::form::{Fields, Nothing, Posted};
use crate::web::problem::Problem;
use crate::web::visitor::Visitor;
use axum::extract::multipart::{Field, Multipart, MultipartError};
use axum::extract::{DefaultBodyLimit, FromRequest, Request};
use axum::http::header;
use std::time::Duration;

/// More parts than any form of ours has.
const MOST_PARTS: usize = 12;
/// Longer than any answer beside a photo.
const LONGEST_ANSWER: usize = 4 * 1024;
/// How long a file may take to arrive: it takes up room meanwhile.
const ARRIVAL: Duration = Duration::from_secs(180);

/// A form that came with its token, and perhaps a photo.
#[derive(Debug)]
pub struct Upload {
    /// Its fields.
    pub fields: Fields,
    /// The file, or why it was not taken. None where none was chosen.
    pub file: Option<Result<Vec<u8>, Spoilt>>,
    /// Its one-time key.
    pub once: Option<OnceKey>,
    /// The room that the file takes up, until this is dropped.
    _room: Room,
}

impl FromRequest<App> for Upload {
    type Rejection = Problem;

    async fn from_request(mut request: Request, app: &App) -> Result<Self, Problem> {
        let visitor = request.extensions().get::<Visitor>().cloned();
        let visitor = visitor.ok_or_else(|| Problem::Failed("no visitor on this route".into()))?;
        let kind = request.headers().get(header::CONTENT_TYPE);
        let kind = kind
            .and_then(|value| value.to_str().ok())
            .unwrap_or_default();
        if !kind.starts_with("multipart/form-data") {
            // A browser that sends no files, or a form without one.
            let posted = Posted::<Nothing>::from_request(request, app).await?;
            return Ok(Upload {
                fields: posted.fields,
                file: None,
                once: posted.once,
                _room: Room::default(),
            });
        }
        // The body itself is bounded, route by route.
        DefaultBodyLimit::disable().apply(&mut request);
        let parts = Multipart::from_request(request, app)
            .await
            .map_err(|error| unreadable(error.body_text()))?;
        let reading = Reading {
            app,
            visitor: &visitor,
            pairs: vec![],
            genuine: false,
            file: None,
            room: Room::default(),
        };
        match tokio::time::timeout(ARRIVAL, reading.read(parts)).await {
            Ok(upload) => upload,
            Err(_) => Err(unreadable("The photo took too long to arrive.")),
        }
    }
}

fn unreadable(why: impl Into<String>) -> Problem {
    Problem::Unreadable(why.into())
}

/// A body that broke off or does not read.
pub fn broken(error: MultipartError) -> Problem {
    unreadable(error.body_text())
}

/// A form of which some parts have come.
struct Reading<'a> {
    app: &'a App,
    visitor: &'a Visitor,
    pairs: Vec<(String, String)>,
    genuine: bool,
    file: Option<Result<Vec<u8>, Spoilt>>,
    room: Room,
}

impl Reading<'_> {
    async fn read(mut self, mut parts: Multipart) -> Result<Upload, Problem> {
        let mut count = 0;
        while let Some(part) = parts.next_field().await.map_err(broken)? {
            count += 1;
            if count > MOST_PARTS {
                return Err(unreadable("The form has too many parts."));
            }
            let name = part.name().unwrap_or_default().to_string();
            if part.file_name().is_some() {
                self.take_file(&name, part).await?;
                if matches!(self.file, Some(Err(_))) {
                    // The rest is not read: the form is shown again with what came before.
                    break;
                }
            } else {
                let value = answer(part).await?;
                self.genuine |= name == "csrf" && self.visitor.brings_back(self.app, &value);
                self.pairs.push((name, value));
            }
        }
        if !self.genuine {
            return Err(Problem::Forged);
        }
        let fields = Fields::of(self.pairs);
        Ok(Upload {
            once: fields.get("once").parse().ok(),
            file: self.file,
            _room: self.room,
            fields,
        })
    }

    /// Reads the file of a form. A browser where nothing was chosen sends an empty one.
    async fn take_file(&mut self, name: &str, mut part: Field<'_>) -> Result<(), Problem> {
        if !self.genuine {
            return Err(Problem::Forged);
        }
        if name != "photo" || self.file.is_some() {
            return Err(unreadable("The form has a file that was not asked for."));
        }
        let mut file = vec![];
        while let Some(chunk) = part.chunk().await.map_err(broken)? {
            if file.len() + chunk.len() > MOST_BYTES {
                self.file = Some(Err(Spoilt::TooLarge));
                return Ok(());
            }
            file.extend_from_slice(&chunk);
            let darkroom = &self.app.desk.photos.darkroom;
            let Some(()) = darkroom.make_room(&mut self.room, file.len()) else {
                return Err(Problem::Unavailable(Spoilt::Busy.to_string()));
            };
        }
        if !file.is_empty() {
            self.file = Some(Ok(file));
        }
        Ok(())
    }
}

/// Reads an answer that is no file.
pub async fn answer(mut part: Field<'_>) -> Result<String, Problem> {
    let mut value = vec![];
    while let Some(chunk) = part.chunk().await.map_err(broken)? {
        if value.len() + chunk.len() > LONGEST_ANSWER {
            return Err(unreadable("An answer in the form is too long."));
        }
        value.extend_from_slice(&chunk);
    }
    String::from_utf8(value).map_err(|_| unreadable("An answer in the form does not read."))
}

impl Upload {
    /// The photo with what it shows, or everything there is to put right.
    pub fn take(&mut self, side: Option<Side>) -> Result<Sent, Mistakes> {
        let mut mistakes = Mistakes::none();
        let file = match self.file.take() {
            Some(Ok(file)) => Ok(file),
            Some(Err(why)) => Err(why.to_string()),
            None => Err("Choose a photo".into()),
        };
        let side = side.ok_or("Choose before or after the work");
        let side = mistakes.check("side", side);
        let file = mistakes.check("photo", file);
        let alt = mistakes.check("alt", photos::alt(&self.fields.get("alt")));
        match (file, alt, side) {
            (Some(file), Some(alt), Some(side)) => Ok(Sent {
                file,
                alt,
                side,
                once: self.once.clone(),
            }),
            _ => Err(mistakes),
        }
    }
}
