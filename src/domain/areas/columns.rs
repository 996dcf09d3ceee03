//! Which properties of a boundary file hold an area's code, name and parent.
//!
//! The Office for National Statistics names them by geography and year: `WD25CD` is the code and
//! `WD25NM` the name of a ward of 2025, `LAD25CD` the code of its council. Any year is understood,
//! and none.

use geojson::{JsonObject, JsonValue};

use super::AreaKind;

/// The names of properties, where a file does not use names that are recognised.
#[derive(Debug, Clone, Default)]
pub struct Columns {
    pub code: Option<String>,
    pub name: Option<String>,
    pub parent: Option<String>,
}

/// What a feature's properties say, as text; blank is the same as missing.
#[derive(Debug, Default, PartialEq)]
pub(super) struct Labels {
    pub code: Option<String>,
    pub name: Option<String>,
    pub parent: Option<String>,
    /// The parent's name, kind and own parent, where the file names the parent.
    pub parent_name: Option<(String, AreaKind, Option<String>)>,
    pub prefix: Option<String>,
    pub population: Option<String>,
    pub note: Option<String>,
}

/// The geographies that name an area of a kind, and those that name its parent, nearest first.
struct Families {
    own: &'static [&'static str],
    parent: &'static [&'static str],
}

const PROBATION: &[&str] = &["PDU", "PROB", "PRB", "PBR"];
const COUNTY: &[&str] = &["CTYUA", "UTLA", "CTY"];

fn families(kind: AreaKind, own_family: Option<&str>) -> Families {
    match kind {
        AreaKind::Ward => Families {
            own: &["WD", "CED"],
            parent: &["LAD", "CTYUA", "UTLA", "CTY"],
        },
        AreaKind::Council => Families {
            own: &["LAD", "CTYUA", "UTLA", "CTY"],
            parent: match own_family {
                Some("LAD") => COUNTY,
                _ => PROBATION,
            },
        },
        AreaKind::ProbationArea => Families {
            own: PROBATION,
            parent: &["PRGN"],
        },
    }
}

impl Columns {
    /// Reads what the properties of one feature say about an area of a kind.
    pub(super) fn read(&self, kind: AreaKind, properties: &JsonObject) -> Labels {
        let family = families(kind, None)
            .own
            .iter()
            .find(|family| official(properties, family, "CD").is_some())
            .copied();
        let families = families(kind, family);
        let code = match &self.code {
            Some(key) => text(properties.get(key)),
            None => family
                .and_then(|family| official(properties, family, "CD"))
                .or_else(|| plain(properties, "code")),
        };
        let name = match &self.name {
            Some(key) => text(properties.get(key)),
            None => families
                .own
                .iter()
                .filter(|own| family.is_none_or(|family| **own == family))
                .find_map(|own| official(properties, own, "NM"))
                .or_else(|| plain(properties, "name")),
        };
        let (parent, parent_name) = match &self.parent {
            Some(key) => (text(properties.get(key)), None),
            None => parent(&families, code.as_ref(), properties),
        };
        Labels {
            parent: parent.filter(|parent| Some(parent) != code.as_ref()),
            code,
            name,
            parent_name,
            prefix: plain(properties, "prefix"),
            population: plain(properties, "population"),
            note: plain(properties, "note"),
        }
    }
}

type NamedParent = Option<(String, AreaKind, Option<String>)>;

/// The nearest parent that a feature's properties give, with what they say about it.
fn parent(
    families: &Families,
    own: Option<&String>,
    properties: &JsonObject,
) -> (Option<String>, NamedParent) {
    // A unitary council stands as its own county in lists of counties.
    let given = |family: &&str| official(properties, family, "CD").filter(|code| Some(code) != own);
    let Some(family) = families
        .parent
        .iter()
        .find(|family| given(family).is_some())
    else {
        return (plain(properties, "parent"), None);
    };
    let code = given(family);
    let kind = match *family {
        probation if PROBATION.contains(&probation) || probation == "PRGN" => {
            AreaKind::ProbationArea
        }
        _ => AreaKind::Council,
    };
    let above = match *family {
        "LAD" => COUNTY
            .iter()
            .find_map(|county| official(properties, county, "CD")),
        _ => None,
    };
    let named = official(properties, family, "NM");
    let above = above.filter(|above| Some(above) != code.as_ref());
    (code, named.map(|name| (name, kind, above)))
}

/// The value under `WD25CD`, `wd25cd` or `WDCD`, for the family `WD` and the ending `CD`; the
/// latest year if there are several.
fn official(properties: &JsonObject, family: &str, ending: &str) -> Option<String> {
    let year = |key: &str| -> Option<u32> {
        let key = key.to_ascii_uppercase();
        let year = key.strip_prefix(family)?.strip_suffix(ending)?;
        match year {
            "" => Some(0),
            digits if digits.len() <= 4 => digits.parse().ok(),
            _ => None,
        }
    };
    let latest = properties
        .iter()
        .filter_map(|(key, value)| Some((year(key)?, value)))
        .max_by_key(|(year, _)| *year);
    text(latest.map(|(_, value)| value))
}

/// The value under a plain word, in whatever case.
fn plain(properties: &JsonObject, word: &str) -> Option<String> {
    let found = properties
        .iter()
        .find(|(key, _)| key.eq_ignore_ascii_case(word));
    text(found.map(|(_, value)| value))
}

fn text(value: Option<&JsonValue>) -> Option<String> {
    let text = match value? {
        JsonValue::String(text) => text.trim().to_owned(),
        JsonValue::Number(number) => number.to_string(),
        _ => return None,
    };
    (!text.is_empty()).then_some(text)
}
