//! Pictures for the demonstration, drawn here point by point: a place before the work and after it. They
//! show no real place and nobody.

use image::codecs::jpeg::JpegEncoder;
use image::{ExtendedColorType, Rgb, RgbImage};

const WIDTH: i32 = 1200;
const HEIGHT: i32 = 900;
/// Where the sky meets the ground.
const HORIZON: i32 = 380;

/// What is drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scene {
    /// A path between hedges.
    Path,
    /// A bed of earth beside a wall.
    Bed,
    /// A fence along a green.
    Fence,
}

type Colour = [i32; 3];

/// The picture as a JPEG: before the work, or after it.
pub fn drawn(scene: Scene, done: bool) -> Vec<u8> {
    let picture = RgbImage::from_fn(WIDTH.unsigned_abs(), HEIGHT.unsigned_abs(), |x, y| {
        let (x, y) = (
            i32::try_from(x).unwrap_or_default(),
            i32::try_from(y).unwrap_or_default(),
        );
        let colour = match scene {
            Scene::Path => path(x, y, done),
            Scene::Bed => bed(x, y, done),
            Scene::Fence => fence(x, y, done),
        };
        let grain = noise(x, y, 1) % 9 - 4;
        Rgb(colour.map(|part| u8::try_from((part + grain).clamp(0, 255)).unwrap_or(0)))
    });
    let mut file = vec![];
    let encoder = JpegEncoder::new_with_quality(&mut file, 85);
    let done = image::ImageEncoder::write_image(
        encoder,
        picture.as_raw(),
        picture.width(),
        picture.height(),
        ExtendedColorType::Rgb8,
    );
    debug_assert!(done.is_ok(), "a picture in memory can be written");
    file
}

/// A number from 0 to 1023 that depends on the place alone, alike within squares of `size`.
fn noise(x: i32, y: i32, size: i32) -> i32 {
    let (x, y) = (x.div_euclid(size), y.div_euclid(size));
    let mixed = x.wrapping_mul(374_761_393) ^ y.wrapping_mul(668_265_263);
    let mixed = (mixed ^ (mixed >> 13)).wrapping_mul(1_274_126_177);
    ((mixed ^ (mixed >> 16)) & 0x3ff).abs()
}

fn mixed(one: Colour, other: Colour, part: i32, of: i32) -> Colour {
    let part = part.clamp(0, of);
    [0, 1, 2].map(|at| one[at] + (other[at] - one[at]) * part / of)
}

fn sky(y: i32) -> Colour {
    mixed([176, 205, 226], [228, 236, 238], y, HORIZON)
}

fn grass(x: i32, y: i32) -> Colour {
    let light = mixed([128, 156, 92], [92, 130, 66], y - HORIZON, HEIGHT - HORIZON);
    let blade = noise(x, y, 5) % 28 - 14;
    light.map(|part| part + blade)
}

/// How high something wavy stands at `x`: three waves of triangles over each other.
fn wave(x: i32, height: i32) -> i32 {
    let triangle = |x: i32, long: i32| (x.rem_euclid(long) - long / 2).abs();
    triangle(x, 170) * height / 170
        + triangle(x + 40, 70) * height / 140
        + noise(x, 0, 14) * height / 4000
}

fn leaves(x: i32, y: i32, dark: Colour) -> Colour {
    let leaf = noise(x, y, 9) % 60 - 30;
    dark.map(|part| part + leaf)
}

/// A path that comes closer, between two hedges.
fn path(x: i32, y: i32, done: bool) -> Colour {
    let middle = WIDTH / 2 + (y - HORIZON) / 8;
    let near = (y - HORIZON).max(0);
    let half = if done { 40 + near / 2 } else { 18 + near / 5 };
    let from_path = (x - middle).abs() - half;
    let (top, depth) = if done { (270, 30) } else { (120, 150) };
    let hedge_from = half / 3 + 70;
    if y > HORIZON && from_path < 0 {
        let stones = noise(x, y, 7) % 24;
        return [196, 184, 160].map(|part| part - stones);
    }
    let is_hedge =
        from_path > hedge_from && y > top + wave(x, depth) && y < HORIZON + near / 2 + 120;
    if is_hedge {
        return leaves(x, y, if done { [70, 112, 58] } else { [58, 84, 44] });
    }
    if y <= HORIZON {
        return sky(y);
    }
    // Brambles over the edge of the path, until they are cut.
    if !done && from_path < 120 && noise(x, y, 17) > 420 {
        return leaves(x, y, [76, 92, 48]);
    }
    grass(x, y)
}

/// A wall with a bed of earth before it.
fn bed(x: i32, y: i32, done: bool) -> Colour {
    if y < 150 {
        return sky(y);
    }
    if y < 470 {
        let row = (y - 150) / 32;
        let is_joint = (y - 150) % 32 < 3 || (x + row % 2 * 40).rem_euclid(80) < 3;
        let brick = if is_joint {
            [206, 196, 184]
        } else {
            [164, 96, 76]
        };
        let painted =
            !done && (x - 620).abs() < 250 && (y - 310).abs() < 90 && wave(x * 3, 180) > y - 230;
        return if painted {
            mixed(brick, [70, 76, 150], 7, 10)
        } else {
            brick
        };
    }
    let earth = [112, 84, 60].map(|part| part + noise(x, y, 6) % 20 - 10);
    if y > 760 {
        return grass(x, y);
    }
    if done {
        let (column, row) = (x.rem_euclid(150) - 75, (y - 480).rem_euclid(95) - 48);
        let distance = column * column + row * row;
        return match distance {
            0..=500 => [[226, 190, 62], [206, 92, 118], [232, 232, 236]]
                [usize::try_from(noise(x, y, 600) % 3).unwrap_or(0)],
            501..=1700 => leaves(x, y, [82, 132, 66]),
            _ => earth,
        };
    }
    if noise(x, y, 23) > 500 {
        leaves(x, y, [96, 108, 58])
    } else {
        earth
    }
}

/// A fence along a green, with litter in the grass until it is picked up.
fn fence(x: i32, y: i32, done: bool) -> Colour {
    let post = x.rem_euclid(120);
    let leaning = if done {
        0
    } else {
        (x / 120 % 3 - 1) * (y - 330) / 6
    };
    let is_gone = !done && x / 120 % 4 == 2;
    let upright = (post - 60 + leaning).abs() < 13 && (330..590).contains(&y);
    let rail = !is_gone && ((385..410).contains(&y) || (485..510).contains(&y));
    if (upright || rail) && !(is_gone && y < 450) {
        let wood: Colour = if done {
            [150, 112, 74]
        } else {
            [122, 116, 106]
        };
        return wood.map(|part| part - noise(x, y / 40, 4) % 18);
    }
    if y <= HORIZON {
        let trees = 300 - wave(x, 90);
        return if y > trees {
            leaves(x, y, [96, 122, 84])
        } else {
            sky(y)
        };
    }
    if !done && y > 600 && noise(x, y, 31) > 960 {
        let litter: [Colour; 3] = [[226, 226, 222], [186, 60, 54], [70, 110, 170]];
        return litter[usize::try_from(noise(x, y, 62) % 3).unwrap_or(0)];
    }
    grass(x, y)
}
