//! A form with a file of rows in it, as a browser sends it in parts.
//!
//! The token comes before the file, so that nobody fills our memory without it; a file that is too large
//! is put down as soon as it is.

use crate::actions::imports::uploads::MOST_BYTES;
use crate::app::App;
use crate::domain::ids::OnceKey;
use crate::web::form::{Fields, Nothing, Posted};
use crate::web::photos::upload::{answer, broken};
use crate::web::problem::Problem;
use crate::web::visitor::Visitor;
use axum::extract::multipart::{Field, Multipart};
use axum::extract::{DefaultBodyLimit, FromRequest, Request};
use axum::http::header;

/// More parts than the form has.
const MOST_PARTS: usize = 8;

/// A form that came with its token, and perhaps a file.
#[derive(Debug)]
pub struct SheetForm {
    /// Its fields.
    pub fields: Fields,
    /// The file, or why it was not taken.
    pub file: Result<Vec<u8>, &'static str>,
    /// Its one-time key.
    pub once: Option<OnceKey>,
}

const NONE: &str = "Choose a CSV file";
const TWO: &str = "Choose one file: send the others after it";
const TOO_LARGE: &str = "The file is larger than 8 MB. Cut it into smaller files, each with the heading, or ask \
                         whoever runs the server to import it there";

impl FromRequest<App> for SheetForm {
    type Rejection = Problem;

    async fn from_request(mut request: Request, app: &App) -> Result<Self, Problem> {
        let kind = request.headers().get(header::CONTENT_TYPE);
        let kind = kind.and_then(|value| value.to_str().ok()).unwrap_or("");
        if !kind.starts_with("multipart/form-data") {
            let posted = Posted::<Nothing>::from_request(request, app).await?;
            return Ok(SheetForm {
                fields: posted.fields,
                file: Err(NONE),
                once: posted.once,
            });
        }
        let visitor = request.extensions().get::<Visitor>().cloned();
        let visitor = visitor.ok_or_else(|| Problem::Failed("no visitor on this route".into()))?;
        // The body itself is bounded, route by route.
        DefaultBodyLimit::disable().apply(&mut request);
        let parts = Multipart::from_request(request, app)
            .await
            .map_err(|error| Problem::Unreadable(error.body_text()))?;
        read(parts, |token| visitor.brings_back(app, token)).await
    }
}

async fn read(
    mut parts: Multipart,
    is_genuine: impl Fn(&str) -> bool,
) -> Result<SheetForm, Problem> {
    let (mut pairs, mut genuine, mut file) = (vec![], false, Err(NONE));
    let mut count = 0;
    while let Some(part) = parts.next_field().await.map_err(broken)? {
        count += 1;
        if count > MOST_PARTS {
            return Err(Problem::Unreadable("The form has too many parts.".into()));
        }
        let name = part.name().unwrap_or_default().to_string();
        if part.file_name().is_none() {
            let value = answer(part).await?;
            genuine |= name == "csrf" && is_genuine(&value);
            pairs.push((name, value));
        } else if !genuine {
            return Err(Problem::Forged);
        } else if name == "file" {
            let one = contents(part).await?;
            file = match (&file, &one) {
                (Ok(_), Ok(_)) => Err(TWO),
                (Ok(_), Err(NONE)) => file,
                _ => one,
            };
            if matches!(file, Err(TOO_LARGE | TWO)) {
                // The rest is not read: the form is shown again with what came before.
                break;
            }
        }
    }
    if !genuine {
        return Err(Problem::Forged);
    }
    let fields = Fields::of(pairs);
    Ok(SheetForm {
        once: fields.get("once").parse().ok(),
        fields,
        file,
    })
}

/// The bytes of a file. A browser where nothing was chosen sends an empty one.
async fn contents(mut part: Field<'_>) -> Result<Result<Vec<u8>, &'static str>, Problem> {
    let mut bytes = vec![];
    while let Some(chunk) = part.chunk().await.map_err(broken)? {
        if bytes.len() + chunk.len() > MOST_BYTES {
            return Ok(Err(TOO_LARGE));
        }
        bytes.extend_from_slice(&chunk);
    }
    Ok(if bytes.is_empty() {
        Err(NONE)
    } else {
        Ok(bytes)
    })
}
