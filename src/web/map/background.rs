//! `/map/background.pmtiles`: the operator's background tiles, part by part, from this site, so that no
//! other learns what anybody looks at. Without a file there is no such page and no map asks for it.

use crate::ports::background::Background;
use crate::web::http::caching::names;
use crate::web::http::ranges::Part;
use crate::web::pieces::download::{self, Lines};
use crate::web::problem::Problem;
use crate::web::visit::{Answer, Visit};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};

/// As much is read at a time.
const STRETCH: u64 = 256 * 1024;

/// Sends the file or the part of it that is asked for.
pub async fn serve(visit: Visit, asked: HeaderMap) -> Answer {
    let background = visit.app.config.background.as_ref();
    let background = background.ok_or(Problem::NotFound)?;
    let tag = HeaderValue::from_str(background.tag())
        .map_err(|error| Problem::Failed(error.to_string()))?;
    let known = asked.get(header::IF_NONE_MATCH);
    let mut response = match Part::asked(&asked, background.length(), background.tag()) {
        _ if known.is_some_and(|known| names(known, &tag)) => {
            StatusCode::NOT_MODIFIED.into_response()
        }
        Part::Nothing => nothing(background),
        Part::Whole => sent(background, 0, background.length()),
        Part::Bytes { from, length } => part(background, from, length)?,
    };
    let headers = response.headers_mut();
    headers.insert(header::ETAG, tag);
    headers.insert(header::ACCEPT_RANGES, HeaderValue::from_static("bytes"));
    headers.insert(
        header::CACHE_CONTROL,
        HeaderValue::from_static("public, max-age=86400"),
    );
    Ok(response)
}

fn nothing(background: &Background) -> Response {
    let all = format!("bytes */{}", background.length());
    (
        StatusCode::RANGE_NOT_SATISFIABLE,
        [(header::CONTENT_RANGE, all)],
    )
        .into_response()
}

fn part(background: &Background, from: u64, length: u64) -> Answer {
    let mut response = sent(background, from, length);
    let said = format!("bytes {from}-{}/{}", from + length - 1, background.length());
    let said = HeaderValue::from_str(&said).map_err(|error| Problem::Failed(error.to_string()))?;
    *response.status_mut() = StatusCode::PARTIAL_CONTENT;
    response.headers_mut().insert(header::CONTENT_RANGE, said);
    Ok(response)
}

/// So many bytes from there on, read as they are sent.
fn sent(background: &Background, from: u64, length: u64) -> Response {
    let background = background.clone();
    let body = download::streamed(move |lines| written(background, lines, from, length));
    let mut response = Response::new(body);
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_LENGTH, HeaderValue::from(length));
    headers.insert(
        header::CONTENT_TYPE,
        HeaderValue::from_static("application/vnd.pmtiles"),
    );
    response
}

async fn written(
    background: Background,
    lines: Lines,
    mut from: u64,
    length: u64,
) -> std::io::Result<()> {
    let end = from + length;
    while from < end {
        let some = (end - from).min(STRETCH);
        let bytes = background
            .read(from, usize::try_from(some).unwrap_or(0))
            .await?;
        if lines.send(bytes).await.is_err() {
            break;
        }
        from += some;
    }
    Ok(())
}
