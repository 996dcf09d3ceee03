//! The colours of a deployment: one is given, the others follow from it.
//!
//! They reach pages as a small stylesheet from our own address, because pages carry no inline style.
//! A colour that white text cannot be read on is refused when the configuration is read.

use axum::extract::State;
use axum::http::HeaderMap;
use axum::http::header::{
    CACHE_CONTROL, CONTENT_TYPE, ETAG, IF_NONE_MATCH, X_CONTENT_TYPE_OPTIONS,
};
use axum::http::{HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use sha2::{Digest, Sha256};

use crate::app::App;

/// Where [`serve`] is mounted, open to everybody.
pub const PATH: &str = "/brand.css";

/// The colour that the product has where a deployment sets none.
pub const DEFAULT_COLOUR: &str = "#0b5d4b";

/// The colours of a deployment, and their stylesheet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Brand {
    colour: Colour,
    css: String,
    fingerprint: String,
}

/// Why a colour cannot be the brand colour.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum BrandError {
    #[error("{0:?} is not a colour: write it like #0b5d4b")]
    NotAColour(String),
    #[error("white text cannot be read on {0}: choose a darker brand colour")]
    TooPale(String),
}

/// Answers with the stylesheet of this deployment.
pub async fn serve(State(app): State<App>, headers: HeaderMap) -> Response {
    app.site.brand.respond(&headers)
}

impl Brand {
    /// Reads a colour like `#0b5d4b`.
    ///
    /// White on it must reach the contrast of 4.5 to 1 that WCAG 2.2 asks of text.
    pub fn parse(text: &str) -> Result<Self, BrandError> {
        let colour = Colour::parse(text).ok_or_else(|| BrandError::NotAColour(text.to_owned()))?;
        if !colour.carries_white_text() {
            return Err(BrandError::TooPale(text.to_owned()));
        }
        Ok(Self::of(colour, stylesheet(colour)))
    }

    fn of(colour: Colour, css: String) -> Self {
        let fingerprint = Sha256::digest(css.as_bytes())
            .iter()
            .take(8)
            .map(|byte| format!("{byte:02x}"))
            .collect();
        Self {
            colour,
            css,
            fingerprint,
        }
    }

    /// The same with the address of the site, which stands before every link on paper.
    pub fn at(&self, address: &str) -> Self {
        let quoted: String = address
            .chars()
            .filter(|c| !c.is_control() && !matches!(c, '"' | '\\'))
            .collect();
        let variable = format!(":root{{--app-address:\"{quoted}\"}}\n");
        Self::of(self.colour, format!("{}{variable}", self.css))
    }

    /// The address that pages link to. It changes with the colours, so a browser may keep it for ever.
    pub fn href(&self) -> String {
        format!("{PATH}?v={}", self.fingerprint)
    }

    /// The stylesheet.
    pub fn css(&self) -> &str {
        &self.css
    }

    /// The brand colour, like `#0b5d4b`.
    pub fn colour(&self) -> String {
        self.colour.css()
    }

    /// The colour of large quiet areas, like `#e9f0ef`.
    pub fn tint(&self) -> String {
        tint(self.colour).css()
    }

    /// Answers with the stylesheet.
    pub fn respond(&self, headers: &HeaderMap) -> Response {
        let tag = format!("\"{}\"", self.fingerprint);
        let known = headers
            .get(IF_NONE_MATCH)
            .and_then(|value| value.to_str().ok());
        let fixed = [
            (
                CACHE_CONTROL,
                HeaderValue::from_static("public, max-age=31536000, immutable"),
            ),
            (
                CONTENT_TYPE,
                HeaderValue::from_static("text/css; charset=utf-8"),
            ),
            (X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff")),
            (
                ETAG,
                HeaderValue::from_str(&tag).unwrap_or_else(|_| HeaderValue::from_static("\"\"")),
            ),
        ];
        if known == Some(tag.as_str()) {
            return (StatusCode::NOT_MODIFIED, fixed).into_response();
        }
        (fixed, self.css.clone()).into_response()
    }
}

impl Default for Brand {
    fn default() -> Self {
        let colour = Colour([0x0b, 0x5d, 0x4b]);
        Self::parse(&colour.css()).unwrap_or(Self {
            colour,
            css: String::new(),
            fingerprint: String::new(),
        })
    }
}

fn tint(colour: Colour) -> Colour {
    WHITE.mixed(colour, 9)
}

/// What the Design System's and our own stylesheets read, made from one colour.
fn stylesheet(colour: Colour) -> String {
    const BLACK: Colour = Colour([0; 3]);
    let variables = [
        ("--govuk-brand-colour", colour),
        ("--govuk-surface-background-colour", WHITE.mixed(colour, 5)),
        ("--govuk-template-background-colour", WHITE.mixed(colour, 5)),
        ("--govuk-surface-border-colour", WHITE.mixed(colour, 40)),
        ("--app-brand-dark", colour.mixed(BLACK, 35)),
        ("--app-brand-tint", tint(colour)),
        ("--app-brand-line", WHITE.mixed(colour, 25)),
    ];
    let lines: String = variables
        .iter()
        .map(|(name, colour)| format!("{name}:{};", colour.css()))
        .collect();
    format!(":root{{{lines}}}\n")
}

/// Red, green and blue.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Colour([u8; 3]);

const WHITE: Colour = Colour([255; 3]);

impl Colour {
    fn parse(text: &str) -> Option<Self> {
        let digits = text
            .strip_prefix('#')
            .filter(|rest| rest.len() == 6 && rest.is_ascii())?;
        let part = |at: usize| u8::from_str_radix(&digits[at..at + 2], 16).ok();
        Some(Self([part(0)?, part(2)?, part(4)?]))
    }

    fn css(self) -> String {
        let [red, green, blue] = self.0;
        format!("#{red:02x}{green:02x}{blue:02x}")
    }

    /// This colour with so many per cent of another in it.
    fn mixed(self, other: Self, per_cent: u32) -> Self {
        let part = |at: usize| {
            let sum = u32::from(self.0[at]) * (100 - per_cent) + u32::from(other.0[at]) * per_cent;
            u8::try_from((sum + 50) / 100).unwrap_or(u8::MAX)
        };
        Self([part(0), part(1), part(2)])
    }

    /// Whether white on it has a contrast of at least 4.5 to 1 (WCAG 2.2, success criterion 1.4.3).
    fn carries_white_text(self) -> bool {
        const WHITE: u64 = 1_000_000;
        const FLARE: u64 = WHITE / 20;
        (WHITE + FLARE) * 10 >= (self.luminance() + FLARE) * 45
    }

    /// Relative luminance in millionths.
    fn luminance(self) -> u64 {
        let [red, green, blue] = self.0.map(linear);
        (red * 2126 + green * 7152 + blue * 722) / 10_000
    }
}

/// One part of a colour as light, in millionths: the sRGB curve at every sixteenth value, and
/// straight lines between, which lie a little above the curve and so err towards refusing.
fn linear(part: u8) -> u64 {
    const CURVE: [u64; 17] = [
        0, 5_182, 14_444, 29_557, 51_269, 80_220, 116_971, 162_029, 215_861, 278_894, 351_533,
        434_154, 527_115, 630_757, 745_404, 871_367, 1_009_000,
    ];
    let (at, rest) = (usize::from(part / 16), u64::from(part % 16));
    (CURVE[at] + (CURVE[at + 1] - CURVE[at]) * rest / 16).min(1_000_000)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pale_colour_is_refused() {
        assert_eq!(
            Brand::parse("#f2b134"),
            Err(BrandError::TooPale("#f2b134".to_owned()))
        );
        assert_eq!(
            Brand::parse("#808080"),
            Err(BrandError::TooPale("#808080".to_owned()))
        );
        assert!(Brand::parse("#6f6f6f").is_ok());
    }

    #[test]
    fn what_is_not_a_colour_is_refused() {
        for text in [
            "",
            "green",
            "#0b5",
            "#0b5d4g",
            "0b5d4b",
            "#0b5d4b;}body{",
            "#£££",
        ] {
            assert_eq!(
                Brand::parse(text),
                Err(BrandError::NotAColour(text.to_owned()))
            );
        }
    }

    #[test]
    fn the_default_colour_stands() {
        let brand = Brand::parse(DEFAULT_COLOUR).unwrap();
        assert_eq!(brand, Brand::default());
        assert!(brand.css.contains("--govuk-brand-colour:#0b5d4b;"));
    }

    #[test]
    fn another_colour_has_another_address() {
        let [green, blue] = [DEFAULT_COLOUR, "#1d3b70"].map(|colour| Brand::parse(colour).unwrap());
        assert_ne!(green.href(), blue.href());
    }

    #[test]
    fn white_and_black_are_as_bright_as_they_should_be() {
        assert_eq!(Colour([255; 3]).luminance(), 1_000_000);
        assert_eq!(Colour([0; 3]).luminance(), 0);
    }
}
