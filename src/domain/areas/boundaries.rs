//! Reading a file of boundaries: a GeoJSON collection with one feature an area.
//!
//! Nothing is repaired and nothing is skipped. Every feature that cannot be used is named with the
//! reason, all in one reading, so that a file is put right once. Properties are recognised by
//! `columns`, shapes are checked by [`rings`], neighbours by
//! [`coverage`](super::coverage).

use geojson::{JsonObject, JsonValue};

pub use super::columns::Columns;
pub use super::problems::{Problem, What};

use super::code::AreaCode;
use super::columns::Labels;
use super::outline::Outline;
use super::rings;
use super::{Area, AreaKind};

/// An area with its boundary, as a file gives them.
#[derive(Debug, Clone, PartialEq)]
pub struct Boundary {
    pub area: Area,
    /// What the file says about the parent, if it names it.
    pub named_parent: Option<Area>,
    /// The letters that references of this area's nominations begin with.
    pub prefix: Option<String>,
    /// How many people live there.
    pub population: Option<u32>,
    /// A remark or an attribution that belongs beside the boundary.
    pub note: String,
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
    let attribution = file.get("attribution").and_then(JsonValue::as_str);
    let mut reading = Reading::default();
    for (i, feature) in features.iter().enumerate() {
        reading.take(i + 1, feature, kind, columns);
    }
    for boundary in &mut reading.boundaries {
        if boundary.note.is_empty() {
            boundary.note = attribution.unwrap_or_default().to_owned();
        }
    }
    reading.refuse_repeated_codes();
    reading.compare_neighbours();
    reading.put_in_order();
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
        let named_parent = named_parent(&labels);
        let (prefix, population) = (found.prefix(&labels), found.population(&labels));
        let note = labels.note.clone().unwrap_or_default();
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
                named_parent,
                prefix,
                population,
                note,
                outline,
                feature: number,
            });
        }
    }
}

/// The parent as the file names it. Its code is checked where the area's own is.
fn named_parent(labels: &Labels) -> Option<Area> {
    let (name, kind, parent) = labels.parent_name.clone()?;
    Some(Area {
        code: AreaCode::parse(labels.parent.as_deref()?).ok()?,
        name,
        kind,
        parent: parent.and_then(|code| AreaCode::parse(&code).ok()),
    })
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

    /// Two to six capitals, as said on the telephone in front of the year.
    fn prefix(&mut self, labels: &Labels) -> Option<String> {
        let prefix = labels.prefix.clone()?;
        let good =
            (2..=6).contains(&prefix.len()) && prefix.bytes().all(|b| b.is_ascii_uppercase());
        if !good {
            self.note(What::Prefix);
        }
        good.then_some(prefix)
    }

    fn population(&mut self, labels: &Labels) -> Option<u32> {
        let people = labels.population.as_deref()?.parse().ok();
        if people.is_none() {
            self.note(What::Population);
        }
        people
    }
}
