//! How far things on a part of the map are apart on the ground.

use super::window::Window;

/// How far a press or a step of the keys may miss, in pixels.
const MISS: u32 = 32;

/// How far so many pixels in the middle of a window are, in metres.
fn metres(window: &Window, pixels: u32) -> u32 {
    let steps = pixels.saturating_mul(1 << (24 - window.zoom().min(24)));
    window.centre().metres_east(steps)
}

/// How far a pin that is put by this window may be away from what was meant: `47 m` or `5.9 km`.
pub fn miss(window: &Window) -> String {
    let metres = metres(window, MISS);
    match metres {
        ..1000 => format!("{metres} m"),
        _ => format!("{}.{} km", metres / 1000, metres % 1000 / 100),
    }
}

/// A length that people know and that is at most so many pixels long: its pixels, and its name.
pub fn rule(window: &Window, most: u32) -> (u32, String) {
    let room = metres(window, most).max(1);
    let lengths = (0..7).flat_map(|power| [1, 2, 5].map(|one| one * 10_u32.pow(power)));
    let length = lengths.take_while(|length| *length <= room).last();
    let length = length.unwrap_or(1);
    let name = match length {
        ..1000 => format!("{length} m"),
        _ => format!("{} km", length / 1000),
    };
    let pixels = u64::from(most) * u64::from(length) / u64::from(room);
    (u32::try_from(pixels).unwrap_or(most), name)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::areas::mercator::Spot;
    use crate::domain::areas::point::Point;

    fn over_leicester(zoom: i64) -> Window {
        let point = Point::new(52.6, -1.13).expect("a point");
        Window::around(Spot::of(point), zoom, (288, 288))
    }

    #[test]
    fn a_map_knows_how_far_a_pin_may_miss() {
        // 40,075 km × cos 52.6° / 256 / 2^16 are 1.45 m a pixel.
        assert_eq!(miss(&over_leicester(16)), "47 m");
        assert_eq!(miss(&over_leicester(13)), "372 m");
        assert_eq!(miss(&over_leicester(9)), "5.9 km");
    }

    #[test]
    fn a_rule_has_a_round_length_that_fits() {
        for (zoom, name) in [
            (18, "20 m"),
            (16, "100 m"),
            (13, "1 km"),
            (9, "10 km"),
            (5, "200 km"),
        ] {
            let (pixels, said) = rule(&over_leicester(zoom), 100);
            assert_eq!(said, name, "at {zoom}");
            assert!((40..=100).contains(&pixels), "{pixels} at {zoom}");
        }
    }
}
