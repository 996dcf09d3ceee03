//! Boundaries as lines of a drawing: the map that works without a script.
//!
//! Neighbours are simplified together: a stretch of edge that two areas share comes out the same
//! in both, so no slivers show between them however small the drawing.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use super::bounds::{Bounds, Scale};
use super::mercator::{self, world_pixels};
use super::outline::Outline;
use super::point::Point;

/// A place in a drawing: across from the left, down from the top.
pub type Dot = (i32, i32);

/// How a box of latitudes and longitudes lies on a drawing.
///
/// Even scales east and north, which over one county is indistinguishable from a printed map.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct View {
    bounds: Bounds,
    width: i32,
    height: i32,
    across: f64,
    down: f64,
    margin: i32,
    world: Option<World>,
}

/// A drawing that is a part of the square map of the world.
#[derive(Debug, Clone, Copy, PartialEq)]
struct World {
    pixels: f64,
    left: f64,
    top: f64,
}

/// How far beyond the edge of a part of the world lines are kept, so that their strokes end outside.
const BEYOND: i32 = 16;

/// How far a simplified line may stray, in units of the drawing.
const STRAY: f64 = 0.75;

impl View {
    /// A drawing of a width, as high as the box asks for, with a margin on every side.
    pub fn fit(bounds: Bounds, width: u16, margin: u16) -> View {
        let scale = Scale::at(f64::midpoint(bounds.south, bounds.north));
        let (width, margin) = (i32::from(width.max(1)), i32::from(margin));
        let inner = f64::from((width - 2 * margin).max(1));
        let metres_across = ((bounds.east - bounds.west) * scale.metres_east).max(1.0);
        let metres_down = (bounds.north - bounds.south) * scale.metres_north;
        let per_metre = inner / metres_across;
        // A box that is all height is drawn in a tall frame, not an endless one.
        let height = (metres_down * per_metre).ceil().clamp(1.0, inner * 4.0);
        let per_metre = per_metre.min(height / metres_down.max(f64::MIN_POSITIVE));
        View {
            bounds,
            width,
            height: height as i32 + 2 * margin,
            across: per_metre * scale.metres_east,
            down: per_metre * scale.metres_north,
            margin,
            world: None,
        }
    }

    /// A part of the square map of the world at a zoom: the pixel at its north-west, its width and
    /// its height. What lies outside is cut off.
    pub fn of_the_world(zoom: u8, (left, top): (i64, i64), (width, height): (i64, i64)) -> View {
        let size = |pixels: i64| i32::try_from(pixels).unwrap_or(i32::MAX / 2);
        View {
            bounds: Bounds {
                south: 0.0,
                west: 0.0,
                north: 0.0,
                east: 0.0,
            },
            width: size(width),
            height: size(height),
            across: 0.0,
            down: 0.0,
            margin: 0,
            world: Some(World {
                pixels: world_pixels(zoom),
                left: left as f64,
                top: top as f64,
            }),
        }
    }

    pub fn width(&self) -> i32 {
        self.width
    }

    pub fn height(&self) -> i32 {
        self.height
    }

    /// Where a point lies on the drawing; far away is clamped, not wrapped.
    pub fn project(&self, point: Point) -> Dot {
        self.dot(point.lon(), point.lat())
    }

    fn dot(&self, lon: f64, lat: f64) -> Dot {
        let (x, y) = match self.world {
            Some(world) => (
                mercator::across(lon) * world.pixels - world.left,
                mercator::down(lat) * world.pixels - world.top,
            ),
            None => (
                (lon - self.bounds.west) * self.across,
                (self.bounds.north - lat) * self.down,
            ),
        };
        // Casts saturate; a far dot stays a far dot.
        let clamp = |v: f64| v.round().clamp(-1e6, 1e6) as i32;
        (clamp(x) + self.margin, clamp(y) + self.margin)
    }

    /// The `d` of an SVG path for one outline by itself.
    pub fn path(&self, outline: &Outline) -> String {
        self.paths(&[outline]).pop().unwrap_or_default()
    }

    /// The `d` of an SVG path for each of several outlines, in the order given. Draw them with
    /// `fill-rule="evenodd"`, so that holes are holes.
    pub fn paths(&self, outlines: &[&Outline]) -> Vec<String> {
        let drawn = self.rings(outlines);
        drawn
            .iter()
            .map(|rings| {
                let mut path = String::new();
                for ring in rings {
                    write_ring(&mut path, ring);
                }
                path
            })
            .collect()
    }

    /// The rings of each of several outlines, in the order given, with as few dots as look the same.
    pub fn rings(&self, outlines: &[&Outline]) -> Vec<Vec<Vec<Dot>>> {
        let drawn: Vec<Vec<Vec<Dot>>> = outlines
            .iter()
            .map(|outline| outline.rings().filter_map(|ring| self.ring(ring)).collect())
            .collect();
        let junctions = junctions(drawn.iter().flatten());
        let simple = |ring: &Vec<Dot>| {
            let ring = simplified(ring, &junctions);
            let ring = match self.world {
                Some(_) => clipped(ring, (self.width + BEYOND, self.height + BEYOND)),
                None => ring,
            };
            (ring.len() >= 3).then_some(ring)
        };
        drawn
            .iter()
            .map(|rings| rings.iter().filter_map(simple).collect())
            .collect()
    }

    /// A ring's dots, the last not repeating the first; `None` where too small to see.
    fn ring(&self, ring: &geo::LineString<f64>) -> Option<Vec<Dot>> {
        let mut dots: Vec<Dot> = ring.0.iter().map(|at| self.dot(at.x, at.y)).collect();
        dots.dedup();
        if dots.first() == dots.last() {
            dots.pop();
        }
        (dots.len() >= 3).then_some(dots)
    }
}

/// The dots where lines of several rings part: they stay, whatever is simplified between them.
fn junctions<'a>(rings: impl Iterator<Item = &'a Vec<Dot>>) -> BTreeSet<Dot> {
    let mut neighbours: BTreeMap<Dot, BTreeSet<Dot>> = BTreeMap::new();
    for ring in rings {
        for (i, dot) in ring.iter().enumerate() {
            let around = neighbours.entry(*dot).or_default();
            around.insert(ring[(i + 1) % ring.len()]);
            around.insert(ring[(i + ring.len() - 1) % ring.len()]);
        }
    }
    let parting = neighbours
        .into_iter()
        .filter(|(_, around)| around.len() > 2);
    parting.map(|(dot, _)| dot).collect()
}

/// A ring with fewer dots: each stretch between junctions simplified by itself.
fn simplified(ring: &[Dot], junctions: &BTreeSet<Dot>) -> Vec<Dot> {
    let mut fixed: Vec<usize> = (0..ring.len())
        .filter(|&i| junctions.contains(&ring[i]))
        .collect();
    if fixed.len() < 2 {
        // Fixed by the ring's own shape, so that a neighbour with the same ring picks the same.
        let first = fixed.first().copied();
        let first = first.or_else(|| (0..ring.len()).min_by_key(|&i| ring[i]));
        let first = first.unwrap_or(0);
        let far =
            (0..ring.len()).max_by_key(|&i| (distance_squared(ring[first], ring[i]), ring[i]));
        fixed = vec![first, far.unwrap_or(0)];
        fixed.sort_unstable();
        fixed.dedup();
    }
    let mut kept = Vec::new();
    for (i, &from) in fixed.iter().enumerate() {
        let to = fixed[(i + 1) % fixed.len()];
        let length = (to + ring.len() - from - 1) % ring.len() + 1;
        let stretch: Vec<Dot> = (0..=length)
            .map(|step| ring[(from + step) % ring.len()])
            .collect();
        let mut stretch = simplified_stretch(&stretch);
        stretch.pop();
        kept.extend(stretch);
    }
    kept
}

/// A line with fewer dots, the same whichever end one begins at.
fn simplified_stretch(stretch: &[Dot]) -> Vec<Dot> {
    let backwards = stretch.iter().gt(stretch.iter().rev());
    let mut stretch = stretch.to_vec();
    if backwards {
        stretch.reverse();
    }
    let mut keep = vec![false; stretch.len()];
    let last = stretch.len() - 1;
    (keep[0], keep[last]) = (true, true);
    // Ramer, Douglas and Peucker: keep the dot furthest from the chord, if far enough, and look
    // again on both sides of it.
    let mut waiting = vec![(0, last)];
    while let Some((from, to)) = waiting.pop() {
        let chord = (stretch[from], stretch[to]);
        let far = (from + 1..to)
            .max_by(|&a, &b| strays(stretch[a], chord).total_cmp(&strays(stretch[b], chord)));
        if let Some(far) = far.filter(|&far| strays(stretch[far], chord) > STRAY) {
            keep[far] = true;
            waiting.extend([(from, far), (far, to)]);
        }
    }
    let mut kept = keep.into_iter();
    stretch.retain(|_| kept.next().unwrap_or(true));
    if backwards {
        stretch.reverse();
    }
    stretch
}

/// The part of a ring that lies between `-BEYOND` and the given edges, cut side by side.
fn clipped(mut ring: Vec<Dot>, (right, bottom): Dot) -> Vec<Dot> {
    let sides = [
        (true, -BEYOND, false),
        (true, right, true),
        (false, -BEYOND, false),
        (false, bottom, true),
    ];
    for (is_upright, line, is_far) in sides {
        let along = |dot: Dot| if is_upright { dot.0 } else { dot.1 };
        let is_inside = |dot: Dot| (along(dot) <= line) == is_far || along(dot) == line;
        let mut kept = Vec::with_capacity(ring.len());
        for (i, &to) in ring.iter().enumerate() {
            let from = ring[(i + ring.len() - 1) % ring.len()];
            if is_inside(from) != is_inside(to) {
                kept.push(crossing(from, to, line, is_upright));
            }
            if is_inside(to) {
                kept.push(to);
            }
        }
        kept.dedup();
        ring = kept;
    }
    ring
}

/// Where the stretch between two dots on either side of a line crosses it.
fn crossing(from: Dot, to: Dot, line: i32, is_upright: bool) -> Dot {
    let turned = |dot: Dot| if is_upright { dot } else { (dot.1, dot.0) };
    let ((a, a_side), (b, b_side)) = (turned(from), turned(to));
    let share = (f64::from(line) - f64::from(a)) / (f64::from(b) - f64::from(a));
    let side = f64::from(a_side) + share * (f64::from(b_side) - f64::from(a_side));
    turned((line, side.round() as i32))
}

/// How far a dot lies from a chord, or from its one end where both ends are one.
fn strays(dot: Dot, (a, b): (Dot, Dot)) -> f64 {
    let along = (f64::from(b.0 - a.0), f64::from(b.1 - a.1));
    let from = (f64::from(dot.0 - a.0), f64::from(dot.1 - a.1));
    let length_squared = along.0 * along.0 + along.1 * along.1;
    if length_squared == 0.0 {
        return from.0.hypot(from.1);
    }
    let share = ((from.0 * along.0 + from.1 * along.1) / length_squared).clamp(0.0, 1.0);
    (from.0 - share * along.0).hypot(from.1 - share * along.1)
}

fn distance_squared(a: Dot, b: Dot) -> i64 {
    let (x, y) = (i64::from(a.0 - b.0), i64::from(a.1 - b.1));
    x * x + y * y
}

/// Adds a closed ring to a path, each dot by its step from the one before.
fn write_ring(path: &mut String, ring: &[Dot]) {
    let [first, rest @ ..] = ring else { return };
    if rest.len() < 2 {
        return;
    }
    let _ = write!(path, "M{} {}l", first.0, first.1);
    let mut from = *first;
    for (i, dot) in rest.iter().enumerate() {
        let (x, y) = (dot.0 - from.0, dot.1 - from.1);
        // A minus sign parts two numbers by itself.
        let before_x = if i > 0 && x >= 0 { " " } else { "" };
        let before_y = if y >= 0 { " " } else { "" };
        let _ = write!(path, "{before_x}{x}{before_y}{y}");
        from = *dot;
    }
    path.push('z');
}
