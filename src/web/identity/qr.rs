//! A QR code as SVG, made here so that the secret in it goes nowhere else.

use maud::{Markup, html};
use qrcodegen::{QrCode, QrCodeEcc};
use std::fmt::Write;

/// The white border that readers need, in modules.
const BORDER: i32 = 4;

/// The text as a drawing; nothing where it is too long for one.
pub fn svg(text: &str, label: &str) -> Option<Markup> {
    let code = QrCode::encode_text(text, QrCodeEcc::Medium).ok()?;
    let size = code.size() + 2 * BORDER;
    let mut path = String::new();
    for y in 0..code.size() {
        for x in (0..code.size()).filter(|x| code.get_module(*x, y)) {
            // Writing to a String cannot fail.
            let _ = write!(path, "M{} {}h1v1h-1z", x + BORDER, y + BORDER);
        }
    }
    Some(html! {
        svg xmlns="http://www.w3.org/2000/svg" width="240" height="240" viewBox={ "0 0 " (size) " " (size) }
            role="img" aria-label=(label) shape-rendering="crispEdges" {
            rect width=(size) height=(size) fill="#ffffff" {}
            path d=(path) fill="#000000" {}
        }
    })
}

#[cfg(test)]
mod tests {
    use super::svg;

    #[test]
    fn a_code_is_drawn_dark_on_white_with_its_border() {
        let drawn = svg("otpauth://totp/Payback%20Panel:rita", "Code").unwrap();
        let drawn = drawn.into_string();
        // Version 3 has 29 modules a side; the finder pattern begins at the corner inside the border.
        assert!(drawn.contains("viewBox=\"0 0 37 37\""), "{drawn}");
        assert!(drawn.contains("M4 4h1v1h-1zM5 4h1v1h-1z"));
        assert!(!drawn.contains("M3 ") && !drawn.contains("style="));
    }

    #[test]
    fn a_text_that_is_too_long_gives_no_drawing() {
        assert!(svg(&"a".repeat(5000), "Code").is_none());
    }
}
