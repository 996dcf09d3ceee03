//! The files of photos: always JPEG, always under names of ours.

use crate::actions::photos;
use crate::domain::photos::Size;
use crate::store::photos as store;
use crate::web::paths::At2;
use crate::web::problem::Problem;
use crate::web::visit::{Answer, Visit};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use std::str::FromStr;

/// The name of a photo's files: 32 hexadecimal digits and nothing else.
pub struct Key(String);

impl FromStr for Key {
    type Err = ();

    fn from_str(text: &str) -> Result<Key, ()> {
        let is_key = text.len() == 32
            && text
                .bytes()
                .all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'));
        is_key.then(|| Key(text.to_string())).ok_or(())
    }
}

/// The name of a size.
pub struct File(Size);

impl FromStr for File {
    type Err = ();

    fn from_str(text: &str) -> Result<File, ()> {
        Size::of_file(text).map(File).ok_or(())
    }
}

/// `/photos/{key}/{size}`. Whoever may not see a photo is not told that it is there.
pub async fn serve(
    visit: Visit,
    At2(Key(key), File(size)): At2<Key, File>,
    headers: HeaderMap,
) -> Answer {
    let filed = store::by_key(&visit.read(), &key).await?;
    let filed = filed.ok_or(Problem::NotFound)?;
    let desk = &visit.app.desk;
    if !filed.is_public() {
        let browser = visit.visitor.browser_token();
        if !photos::may_see(desk, &visit.person(), Some(browser), &filed) {
            return Err(Problem::NotFound);
        }
    }
    // Another picture has another name, so the name is the whole of the tag.
    let tag = format!("\"{key}-{}\"", size.longest());
    let known = headers.get(header::IF_NONE_MATCH);
    let mut response = if known.is_some_and(|known| known.as_bytes() == tag.as_bytes()) {
        StatusCode::NOT_MODIFIED.into_response()
    } else {
        let found = desk.photos.shelf.get(&key, size).await;
        let file = found.map_err(|error| Problem::Unavailable(error.to_string()))?;
        file.ok_or(Problem::NotFound)?.into_response()
    };
    stamp(&mut response, &tag, filed.is_public());
    Ok(response)
}

fn stamp(response: &mut Response, tag: &str, is_public: bool) {
    let headers = response.headers_mut();
    let kept = if is_public {
        // Not for long: a photo that is taken down must be gone everywhere soon.
        "public, max-age=300, must-revalidate"
    } else {
        "private, no-store"
    };
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static(kept));
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("image/jpeg"));
    headers.insert(
        header::CONTENT_DISPOSITION,
        HeaderValue::from_static("inline; filename=\"photo.jpg\""),
    );
    if let (true, Ok(tag)) = (is_public, HeaderValue::from_str(tag)) {
        headers.insert(header::ETAG, tag);
    }
}
