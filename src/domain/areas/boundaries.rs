//! Reading a file of boundaries: a GeoJSON collection with one feature an area.
//!
//! Nothing is repaired and nothing is skipped. Every feature that cannot be used is named with the
//! reason, all in one reading, so that a file is put right once. Properties are recognised by
//! [`columns`](super::columns), shapes are checked by [`rings`](super::rings), neighbours by
//! [`coverage`](super::coverage).

use std::collections::HashMap;

use geojson::{JsonObject, JsonValue};

pub use super::columns::Columns;

use super::code::{AreaCode, CodeError};
use super::columns::Labels;
use super::coverage::{self, Gap, Overlap};
use super::outline::Outline;
use super::rings::{self, Fault};
use super::{Area, AreaKind};

/// An area with its boundary, as a file gives them.
#[derive(Debug, Clone, PartialEq)]
pub struct Boundary {
    pub area: Area,
    /// What the file calls the parent, if it does.
    pub parent_name: Option<String>,
    pub outline: Outline,
    /// Where it stands in the file, counted from 1.
    pub feature: usize,
}

/// What a file came to.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Reading {
    /// The areas that can be used.
    pub boundaries: Vec<Boundary>,
    /// What is wrong. A file with any of these is not fit to import.
    pub problems: Vec<Problem>,
    /// What is odd and may be right.
    pub warnings: Vec<Problem>,
}

/// Something wrong with one feature.
#[derive(Debug, Clone, PartialEq)]
pub struct Problem {
    /// Where the feature stands in the file, counted from 1.
    pub feature: usize,
    /// Its code and name, as far as they could be read.
    pub label: String,
    pub what: What,
}

/// What is wrong with a feature.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum What {
    #[error("it is not a GeoJSON feature")]
    NotAFeature,
    #[error("it has no code")]
    NoCode,
    #[error("its code cannot be used. {0}")]
    Code(CodeError),
    #[error("it has no name")]
    NoName,
    #[error("its name is longer than 200 characters or holds control characters")]
    Name,
    #[error("it does not say which council it lies in")]
    NoParent,
    #[error("the code of its parent cannot be used. {0}")]
    ParentCode(CodeError),
    #[error("it lies in {0}, which is not known; import that first")]
    UnknownParent(AreaCode),
    #[error("feature {0} has the same code")]
    Twice(usize),
    #[error(transparent)]
    Shape(#[from] Fault),
    #[error("it overlaps {other} by {square_metres:.0} square metres, near {near}")]
    Overlaps {
        other: String,
        square_metres: f64,
        near: String,
    },
    #[error("there is a gap of {square_metres:.0} square metres beside it, near {near}")]
    Gap { square_metres: f64, near: String },
}

impl std::fmt::Display for Problem {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "feature {}", self.feature)?;
        if !self.label.is_empty() {
            write!(f, " ({})", self.label)?;
        }
        write!(f, ": {}", self.what)
    }
}

/// Why a file cannot be read at all.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum FileError {
    #[error("it is not JSON: {0}")]
    NotJson(String),
    #[error("it is not a GeoJSON FeatureCollection")]
    NotACollection,
    #[error("it has no features")]
    Empty,
    #[error("its coordinates are in {0}; convert it to longitude and latitude (EPSG:4326)")]
    OtherDatum(String),
}

/// Reads boundaries of areas of one kind.
pub fn read(text: &str, kind: AreaKind, columns: &Columns) -> Result<Reading, FileError> {
    let text = text.strip_prefix('\u{FEFF}').unwrap_or(text);
    let file: JsonValue =
        text.parse()
            .map_err(|error: <JsonValue as std::str::FromStr>::Err| {
                FileError::NotJson(error.to_string())
            })?;
    if file.get("type").and_then(JsonValue::as_str) != Some("FeatureCollection") {
        return Err(FileError::NotACollection);
    }
    if let Some(datum) = other_datum(&file) {
        return Err(FileError::OtherDatum(datum));
    }
    let features = file.get("features").and_then(JsonValue::as_array);
    let features = features.ok_or(FileError::NotACollection)?;
    if features.is_empty() {
        return Err(FileError::Empty);
    }
    let mut reading = Reading::default();
    for (i, feature) in features.iter().enumerate() {
        reading.take(i + 1, feature, kind, columns);
    }
    reading.refuse_repeated_codes();
    reading.compare_neighbours();
    reading.problems.sort_by_key(|problem| problem.feature);
    reading.warnings.sort_by_key(|warning| warning.feature);
    Ok(reading)
}

/// The name of a coordinate system other than longitude and latitude, which older files carry.
fn other_datum(file: &JsonValue) -> Option<String> {
    let name = file.get("crs")?.get("properties")?.get("name")?.as_str()?;
    let plain = ["CRS84", "4326"].iter().any(|datum| name.ends_with(datum));
    (!plain).then(|| name.to_owned())
}

impl Reading {
    /// Whether the file may be imported.
    pub fn is_fit(&self) -> bool {
        self.problems.is_empty()
    }

    /// Reports the areas whose parent is neither known, nor in the file, nor named by it.
    pub fn check_parents(&mut self, known: impl Fn(&AreaCode) -> bool) {
        let here: Vec<AreaCode> = self
            .boundaries
            .iter()
            .map(|b| b.area.code.clone())
            .collect();
        for boundary in &self.boundaries {
            let Some(parent) = &boundary.area.parent else {
                continue;
            };
            let named = boundary.parent_name.is_some();
            if !named && !known(parent) && !here.contains(parent) {
                self.problems
                    .push(boundary.problem(What::UnknownParent(parent.clone())));
            }
        }
    }

    fn take(&mut self, number: usize, feature: &JsonValue, kind: AreaKind, columns: &Columns) {
        let none = JsonObject::new();
        let is_feature = feature.get("type").and_then(JsonValue::as_str) == Some("Feature");
        let properties = feature.get("properties").and_then(JsonValue::as_object);
        let labels = columns.read(kind, properties.unwrap_or(&none));
        let mut found = Findings {
            feature: number,
            label: label(&labels),
            problems: Vec::new(),
        };
        if !is_feature {
            found.note(What::NotAFeature);
            self.problems.append(&mut found.problems);
            return;
        }
        let shape = rings::read(feature.get("geometry").unwrap_or(&JsonValue::Null));
        let parent_name = labels.parent_name.clone();
        let area = found.area(kind, labels);
        let outline = shape.outline.map_err(|faults| {
            faults
                .into_iter()
                .for_each(|fault| found.note(fault.into()))
        });
        self.warnings
            .extend(shape.oddities.into_iter().map(|oddity| Problem {
                feature: number,
                label: found.label.clone(),
                what: oddity.into(),
            }));
        self.problems.append(&mut found.problems);
        if let (Some(area), Ok(outline)) = (area, outline) {
            self.boundaries.push(Boundary {
                area,
                parent_name,
                outline,
                feature: number,
            });
        }
    }

    fn refuse_repeated_codes(&mut self) {
        let mut first: HashMap<&AreaCode, usize> = HashMap::new();
        for boundary in &self.boundaries {
            match first.get(&boundary.area.code) {
                Some(earlier) => self.problems.push(boundary.problem(What::Twice(*earlier))),
                None => {
                    first.insert(&boundary.area.code, boundary.feature);
                }
            }
        }
    }

    /// Reports overlaps and gaps between the areas of the file. An area may lie in its own parent.
    fn compare_neighbours(&mut self) {
        let outlines: Vec<&Outline> = self.boundaries.iter().map(|b| &b.outline).collect();
        for Overlap {
            a,
            b,
            square_metres,
            near,
        } in coverage::overlaps(&outlines)
        {
            let (a, b) = (&self.boundaries[a], &self.boundaries[b]);
            let nested = a.area.parent.as_ref() == Some(&b.area.code)
                || b.area.parent.as_ref() == Some(&a.area.code);
            if a.area.code != b.area.code && !nested {
                let problem = b.problem(What::Overlaps {
                    other: format!("{} {}", a.area.code, a.area.name),
                    square_metres,
                    near: near.to_string(),
                });
                self.problems.push(problem);
            }
        }
        for Gap {
            beside,
            square_metres,
            near,
        } in coverage::gaps(&outlines)
        {
            let warning = self.boundaries[beside].problem(What::Gap {
                square_metres,
                near: near.to_string(),
            });
            self.warnings.push(warning);
        }
    }
}

impl Boundary {
    fn problem(&self, what: What) -> Problem {
        Problem {
            feature: self.feature,
            label: format!("{} {}", self.area.code, self.area.name),
            what,
        }
    }
}

fn label(labels: &Labels) -> String {
    let parts = [labels.code.as_deref(), labels.name.as_deref()];
    let words: Vec<&str> = parts.into_iter().flatten().collect();
    let printable = words.join(" ").replace(char::is_control, " ");
    printable.chars().take(80).collect()
}

/// What is found wrong with one feature while it is read.
struct Findings {
    feature: usize,
    label: String,
    problems: Vec<Problem>,
}

impl Findings {
    fn note(&mut self, what: What) {
        self.problems.push(Problem {
            feature: self.feature,
            label: self.label.clone(),
            what,
        });
    }

    fn area(&mut self, kind: AreaKind, labels: Labels) -> Option<Area> {
        let code = match labels.code.as_deref().map(AreaCode::parse) {
            Some(Ok(code)) => Some(code),
            Some(Err(error)) => {
                self.note(What::Code(error));
                None
            }
            None => {
                self.note(What::NoCode);
                None
            }
        };
        let parent = match labels.parent.as_deref().map(AreaCode::parse) {
            Some(Ok(parent)) => Some(parent),
            Some(Err(error)) => {
                self.note(What::ParentCode(error));
                None
            }
            None => {
                if kind == AreaKind::Ward {
                    self.note(What::NoParent);
                }
                None
            }
        };
        let name = self.name(labels.name);
        Some(Area {
            code: code?,
            name: name?,
            kind,
            parent,
        })
    }

    fn name(&mut self, name: Option<String>) -> Option<String> {
        let Some(name) = name else {
            self.note(What::NoName);
            return None;
        };
        if name.chars().count() > 200 || name.contains(char::is_control) {
            self.note(What::Name);
            return None;
        }
        Some(name)
    }
}
