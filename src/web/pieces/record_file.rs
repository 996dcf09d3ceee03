//! Records as files: read a stretch at a time and sent as they are read, so that memory stays flat.

use super::download;
use crate::actions::publishing::records::{Column, Record, Stretch, heading, line, object};
use crate::store::StoreError;
use axum::response::Response;
use serde_json::{Map, Value};
use std::future::Future;

/// How many rows are read at a time.
pub const STRETCH: u64 = 500;

/// A CSV file. `next` reads the rows after a place, beginning with 0.
pub fn csv<F, Fut>(name: &str, columns: &'static [Column], next: F) -> Response
where
    F: Fn(i64) -> Fut + Send + 'static,
    Fut: Future<Output = Result<Stretch, StoreError>> + Send,
{
    download::csv(name, move |lines| async move {
        let mut rows = heading(columns);
        let mut place = 0;
        loop {
            let stretch = next(place).await?;
            rows.extend(stretch.records.iter().map(|record| line(record)));
            // Nobody to tell, if the reader has gone.
            if lines.send(std::mem::take(&mut rows)).await.is_err() {
                return Ok(());
            }
            let Some(last) = stretch.last else {
                return Ok::<_, StoreError>(());
            };
            place = last;
        }
    })
}

/// A JSON file: one object with what `about` says and all `rows`.
pub fn json<F, Fut>(
    name: &str,
    columns: &'static [Column],
    about: Map<String, Value>,
    next: F,
) -> Response
where
    F: Fn(i64) -> Fut + Send + 'static,
    Fut: Future<Output = Result<Stretch, StoreError>> + Send,
{
    download::file(name, "application/json", move |lines| async move {
        let mut text = opening(&about);
        let (mut place, mut is_first) = (0, true);
        loop {
            let stretch = next(place).await?;
            text.extend(
                stretch
                    .records
                    .iter()
                    .map(|record| element(columns, record, &mut is_first)),
            );
            let last = stretch.last;
            if last.is_none() {
                text.push_str("\n]}\n");
            }
            if lines.send(std::mem::take(&mut text)).await.is_err() {
                return Ok(());
            }
            let Some(last) = last else {
                return Ok::<_, StoreError>(());
            };
            place = last;
        }
    })
}

/// The object up to its rows.
fn opening(about: &Map<String, Value>) -> String {
    let about = Value::Object(about.clone()).to_string();
    let fields = about.trim_start_matches('{').trim_end_matches('}');
    let comma = if fields.is_empty() { "" } else { "," };
    format!("{{{fields}{comma}\"rows\":[")
}

fn element(columns: &[Column], record: &Record, is_first: &mut bool) -> String {
    let comma = if std::mem::take(is_first) { "" } else { "," };
    format!("{comma}\n{}", object(columns, record))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::actions::publishing::records::Cell;
    use http_body_util::BodyExt;

    const COLUMNS: [Column; 1] = [Column::code("reference", "What it is called")];

    async fn next(place: i64) -> Result<Stretch, StoreError> {
        Ok(Stretch {
            records: vec![vec![Cell::text(format!("LC-{}", place + 1))]],
            last: (place < 2).then_some(place + 1),
        })
    }

    async fn text(response: Response) -> String {
        let body = response.into_body().collect().await.expect("a file");
        String::from_utf8(body.to_bytes().to_vec()).expect("text")
    }

    #[tokio::test]
    async fn every_stretch_comes_once_and_in_order() {
        let csv = text(csv("a.csv", &COLUMNS, next)).await;
        assert_eq!(csv, "reference\r\nLC-1\r\nLC-2\r\nLC-3\r\n");
        let about = Map::from_iter([("name".to_string(), Value::from("a {brace}"))]);
        let json = text(json("a.json", &COLUMNS, about, next)).await;
        let json: Value = serde_json::from_str(&json).expect("JSON");
        assert_eq!(json["name"], "a {brace}");
        assert_eq!(json["rows"].as_array().map(Vec::len), Some(3));
        assert_eq!(json["rows"][2]["reference"], "LC-3");
    }

    #[tokio::test]
    async fn nothing_to_send_is_a_whole_file_too() {
        let empty = |_: i64| async { Ok(Stretch::default()) };
        let json = text(json("a.json", &COLUMNS, Map::new(), empty)).await;
        let json: Value = serde_json::from_str(&json).expect("JSON");
        assert_eq!(json["rows"].as_array().map(Vec::len), Some(0));
    }
}
