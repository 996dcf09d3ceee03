//! Forms that may bring small files of text, such as a key. A file stands in for the field that it
//! belongs to: what `key-1-file` brings is read as `key-1`, unless something was typed there.
//!
//! The same forms are taken as browsers send them without files.

use crate::app::App;
use crate::web::form::{Fields, Posted, Reads};
use crate::web::problem::Problem;
use crate::web::visitor::Visitor;
use axum::extract::{FromRequest, Multipart, Request};
use axum::http::header;

/// What the name of a file's field ends with.
const FILE: &str = "-file";

/// A form that may have come with files.
#[derive(Debug, Clone)]
pub struct Uploaded<F>(pub Posted<F>);

impl<F: Reads> FromRequest<App> for Uploaded<F> {
    type Rejection = Problem;

    async fn from_request(request: Request, app: &App) -> Result<Self, Problem> {
        let kind = request.headers().get(header::CONTENT_TYPE);
        let kind = kind.and_then(|value| value.to_str().ok()).unwrap_or("");
        if !kind.starts_with("multipart/form-data") {
            return Posted::from_request(request, app).await.map(Uploaded);
        }
        let visitor = request.extensions().get::<Visitor>().cloned();
        let parts = Multipart::from_request(request, app)
            .await
            .map_err(|error| Problem::Unreadable(error.body_text()))?;
        let fields = Fields::of(merged(read(parts).await?));
        Posted::genuine(fields, visitor, app).map(Uploaded)
    }
}

/// Every part with its text. A file that is no text reads as a text that no field takes.
async fn read(mut parts: Multipart) -> Result<Vec<(String, String)>, Problem> {
    let unreadable =
        |error: axum::extract::multipart::MultipartError| Problem::Unreadable(error.body_text());
    let mut pairs = vec![];
    while let Some(part) = parts.next_field().await.map_err(unreadable)? {
        let name = part.name().unwrap_or_default().to_string();
        let bytes = part.bytes().await.map_err(unreadable)?;
        pairs.push((name, String::from_utf8_lossy(&bytes).into_owned()));
    }
    Ok(pairs)
}

/// Puts files in the place of fields that were left empty.
fn merged(pairs: Vec<(String, String)>) -> Vec<(String, String)> {
    let (files, mut fields): (Vec<_>, Vec<_>) = pairs
        .into_iter()
        .partition(|(name, _)| name.ends_with(FILE));
    for (name, text) in files {
        let of = name.trim_end_matches(FILE);
        let typed = fields
            .iter()
            .any(|(name, text)| name == of && !text.trim().is_empty());
        if !typed && !text.is_empty() {
            fields.retain(|(name, _)| name != of);
            fields.push((of.to_string(), text));
        }
    }
    fields
}

#[cfg(test)]
mod tests {
    use super::merged;

    #[test]
    fn a_file_stands_in_for_an_empty_field_and_never_for_a_typed_one() {
        let pair = |name: &str, text: &str| (name.to_string(), text.to_string());
        let read = merged(vec![
            pair("key-1", " "),
            pair("key-1-file", "from a file"),
            pair("key-2", "typed"),
            pair("key-2-file", "from a file"),
            pair("key-3", "typed"),
            pair("key-3-file", ""),
        ]);
        assert_eq!(
            read,
            [
                pair("key-2", "typed"),
                pair("key-3", "typed"),
                pair("key-1", "from a file")
            ]
        );
    }
}
