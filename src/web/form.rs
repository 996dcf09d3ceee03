//! What browsers send. A form is a struct of strings, read here; its `parse` gathers every mistake.

use crate::app::App;
use crate::domain::ids::OnceKey;
use crate::web::problem::Problem;
use crate::web::visitor::Visitor;
use axum::body::Bytes;
use axum::extract::{FromRequest, Request};
use axum::http::header;

/// The fields of a form or a query, in the order they came.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Fields(Vec<(String, String)>);

impl Fields {
    /// From urlencoded text.
    pub fn read(text: &[u8]) -> Fields {
        Fields(form_urlencoded::parse(text).into_owned().collect())
    }

    /// From names and values.
    pub fn of(pairs: Vec<(String, String)>) -> Fields {
        Fields(pairs)
    }

    /// The first field of that name, or nothing.
    pub fn get(&self, name: &str) -> String {
        self.first(|found| found == name)
    }

    /// All fields of that name, as checkboxes send them.
    pub fn all(&self, name: &str) -> Vec<String> {
        self.every(|found| found == name)
    }

    /// The first field of a form's own name, as it stands in the program.
    pub fn own(&self, name: &str) -> String {
        self.first(|found| is_of(found, name))
    }

    /// All fields of a form's own name.
    pub fn all_own(&self, name: &str) -> Vec<String> {
        self.every(|found| is_of(found, name))
    }

    fn first(&self, is_it: impl Fn(&str) -> bool) -> String {
        let found = self.0.iter().find(|(found, _)| is_it(found));
        found.map(|(_, value)| value.clone()).unwrap_or_default()
    }

    fn every(&self, is_it: impl Fn(&str) -> bool) -> Vec<String> {
        let found = self.0.iter().filter(|(found, _)| is_it(found));
        found.map(|(_, value)| value.clone()).collect()
    }

    /// All that is said, no two alike for two forms that say something else.
    fn said(&self) -> Vec<u8> {
        let said = |(name, _): &&(String, String)| !CARRIED.contains(&name.as_str());
        let mut all = form_urlencoded::Serializer::new(String::new());
        all.extend_pairs(self.0.iter().filter(said));
        all.finish().into_bytes()
    }

    /// All fields whose names start so, with the rest of the name: `rank-12` gives `12`.
    pub fn starting(&self, prefix: &str) -> Vec<(String, String)> {
        self.0
            .iter()
            .filter_map(|(name, value)| {
                Some((name.strip_prefix(prefix)?.to_string(), value.clone()))
            })
            .collect()
    }
}

/// What a form carries beside what is said in it.
const CARRIED: [&str; 2] = ["csrf", "once"];

/// Whether a field came under a name of the program, where `_` stands for `-`.
fn is_of(came: &str, name: &str) -> bool {
    let meant = name.bytes().map(|byte| match byte {
        b'_' => b'-',
        other => other,
    });
    came.len() == name.len() && came.bytes().eq(meant)
}

/// Reads itself from fields. [`crate::form!`] writes this.
pub trait Reads: Sized {
    /// Missing fields read as nothing.
    fn read(fields: &Fields) -> Self;
}

/// Declares a form: a struct of strings, each field read by its own name with `_` as `-`.
///
/// `one` fields are `String`, `many` fields (checkboxes) are `Vec<String>`.
#[macro_export]
macro_rules! form {
    ($(#[$meta:meta])* $vis:vis struct $name:ident { $($(#[$fmeta:meta])* $field:ident),* $(,)? } $(many { $($many:ident),* $(,)? })?) => {
        $(#[$meta])*
        #[derive(Debug, Clone, Default, PartialEq, Eq)]
        $vis struct $name {
            $($(#[$fmeta])* #[allow(missing_docs)] pub $field: String,)*
            $($(#[allow(missing_docs)] pub $many: Vec<String>,)*)?
        }
        impl $crate::web::form::Reads for $name {
            fn read(fields: &$crate::web::form::Fields) -> Self {
                let _ = fields;
                Self {
                    $($field: fields.own(stringify!($field)),)*
                    $($($many: fields.all_own(stringify!($many)),)*)?
                }
            }
        }
    };
}

/// A form that came by POST with its csrf token.
#[derive(Debug, Clone)]
pub struct Posted<F> {
    /// The form.
    pub form: F,
    /// Everything that came, for forms whose fields depend on the page.
    pub fields: Fields,
    /// Its one-time key, where it creates something. A form without one is treated as new.
    pub once: Option<OnceKey>,
}

impl<F: Reads> Posted<F> {
    /// A form whose csrf token is genuine.
    pub(super) fn genuine(
        fields: Fields,
        visitor: Option<Visitor>,
        app: &App,
    ) -> Result<Self, Problem> {
        let genuine = visitor.is_some_and(|visitor| visitor.brings_back(app, &fields.get("csrf")));
        if !genuine {
            return Err(Problem::Forged);
        }
        Ok(Posted {
            form: F::read(&fields),
            once: fields.get("once").parse().ok(),
            fields,
        })
    }
}

impl<F> Posted<F> {
    /// The one-time key of this form with just what it says, for what creates something. A browser that goes back shows a
    /// form with the key that it was sent with: typed anew, it is another form.
    pub fn once_as_said(&self) -> Option<OnceKey> {
        let once = self.once.as_ref()?;
        Some(once.saying(&self.fields.said()))
    }
}

impl<F: Reads> FromRequest<App> for Posted<F> {
    type Rejection = Problem;

    async fn from_request(request: Request, app: &App) -> Result<Self, Problem> {
        let visitor = request.extensions().get::<Visitor>().cloned();
        let kind = request
            .headers()
            .get(header::CONTENT_TYPE)
            .and_then(|value| value.to_str().ok());
        if !kind.is_some_and(|kind| kind.starts_with("application/x-www-form-urlencoded")) {
            return Err(Problem::Unreadable(
                "The form must be sent as a form.".into(),
            ));
        }
        let body = Bytes::from_request(request, app)
            .await
            .map_err(|error| Problem::Unreadable(error.body_text()))?;
        Posted::genuine(Fields::read(&body), visitor, app)
    }
}

form! {
    /// A form with a button and nothing to fill in.
    pub struct Nothing {}
}
