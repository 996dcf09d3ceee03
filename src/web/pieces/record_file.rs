//! Records as files: read a stretch at a time and sent as they are read, so that memory stays flat.

use super::download::{self, Lines};
use crate::actions::publishing::records::{Column, Record, Stretch, fields, heading, line, object};
use crate::store::StoreError;
use axum::response::Response;
use serde_json::{Map, Value, json};
use std::future::Future;

/// How many rows are read at a time.
pub const STRETCH: u64 = 500;

/// A CSV file. `next` reads the rows after a place, beginning with 0.
pub fn csv<F, Fut>(name: &str, columns: &'static [Column], next: F) -> Response
where
    F: Fn(i64) -> Fut + Send + 'static,
    Fut: Future<Output = Result<Stretch, StoreError>> + Send + 'static,
{
    let file = File {
        opening: heading(columns),
        between: "",
        closing: "",
    };
    let row = |record: &Record| line(record);
    download::csv(name, move |lines| file.written(lines, next, row))
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
    Fut: Future<Output = Result<Stretch, StoreError>> + Send + 'static,
{
    let file = File {
        opening: opening(&about),
        between: ",\n",
        closing: "\n]}\n",
    };
    let row = |record: &Record| object(columns, record).to_string();
    download::file(name, "application/json", move |lines| {
        file.written(lines, next, row)
    })
}

/// A collection of features (RFC 7946), a line each: the same fields as properties, and the spot, which is
/// none where only the area is known. The page of each lies below `pages`, under its reference.
pub fn geojson<F, Fut>(name: &str, columns: &'static [Column], pages: String, next: F) -> Response
where
    F: Fn(i64) -> Fut + Send + 'static,
    Fut: Future<Output = Result<Stretch, StoreError>> + Send + 'static,
{
    let file = File {
        opening: "{\"type\":\"FeatureCollection\",\"features\":[\n".into(),
        between: ",\n",
        closing: "\n]}\n",
    };
    let row = move |record: &Record| feature(columns, record, &pages).to_string();
    download::file(name, "application/geo+json", move |lines| {
        file.written(lines, next, row)
    })
}

/// A file that is written row by row.
struct File {
    /// What stands before the first row.
    opening: String,
    between: &'static str,
    closing: &'static str,
}

impl File {
    async fn written<F, Fut>(
        self,
        lines: Lines,
        next: F,
        row: impl Fn(&Record) -> String + Send,
    ) -> Result<(), StoreError>
    where
        F: Fn(i64) -> Fut + Send,
        Fut: Future<Output = Result<Stretch, StoreError>> + Send + 'static,
    {
        let mut text = self.opening;
        let (mut place, mut is_first) = (0, true);
        loop {
            let stretch = next(place).await?;
            for record in &stretch.records {
                if !std::mem::take(&mut is_first) {
                    text.push_str(self.between);
                }
                text.push_str(&row(record));
            }
            if stretch.last.is_none() {
                text.push_str(self.closing);
            }
            // Nobody to tell, if the reader has gone.
            let sent = lines.send(std::mem::take(&mut text)).await;
            let (Ok(()), Some(last)) = (sent, stretch.last) else {
                return Ok(());
            };
            place = last;
        }
    }
}

/// The object up to its rows.
fn opening(about: &Map<String, Value>) -> String {
    let about = Value::Object(about.clone()).to_string();
    let fields = about.trim_start_matches('{').trim_end_matches('}');
    let comma = if fields.is_empty() { "" } else { "," };
    format!("{{{fields}{comma}\"rows\":[\n")
}

/// A row as a place. Its fields but the coordinates are its properties.
fn feature(columns: &[Column], record: &Record, pages: &str) -> Value {
    let mut properties = fields(columns, record);
    let [lat, lon] = ["lat", "lon"].map(|name| properties.remove(name).unwrap_or_default());
    let geometry = (!lat.is_null() && !lon.is_null())
        .then(|| json!({ "type": "Point", "coordinates": [lon, lat] }));
    let reference = properties.get("reference").cloned().unwrap_or_default();
    let url = format!("{pages}/{}", reference.as_str().unwrap_or_default());
    properties.insert("url".into(), url.into());
    json!({ "type": "Feature", "id": reference, "geometry": geometry, "properties": properties })
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
