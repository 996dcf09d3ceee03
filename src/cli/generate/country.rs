//! An invented country with as many areas as England and Wales: squares on a grid, with made-up names.

use std::fmt::Write;

/// Probation areas, councils, and wards in each council.
pub const PROBATION_AREAS: u32 = 12;
pub const COUNCILS: u32 = 330;
pub const WARDS: u32 = 23;

/// Councils in a row of the grid, and how wide and high each is, in millionths of a degree.
const IN_A_ROW: u32 = 22;
const WIDTH: u32 = 310_000;
const HEIGHT: u32 = 322_000;
/// The south-west corner.
const WEST: i64 = -5_400_000;
const SOUTH: i64 = 50_100_000;

const BEGINNINGS: [&str; 22] = [
    "Alder", "Ash", "Beck", "Birch", "Brook", "Crow", "Dun", "Elm", "Fair", "Fen", "Glen", "Hazel",
    "Holm", "Kings", "Lin", "Marsh", "Nether", "Oak", "Raven", "Stone", "Thorn", "Wood",
];
const ENDINGS: [&str; 15] = [
    "bourne", "by", "combe", "dale", "field", "ford", "ham", "ley", "mere", "minster", "port",
    "stead", "ton", "wick", "worth",
];

/// The code of a council by its number.
pub fn council_code(council: u32) -> String {
    format!("GEN-C{:03}", council + 1)
}

/// The code of a council's ward.
pub fn ward_code(council: u32, ward: u32) -> String {
    format!("{}-W{:02}", council_code(council), ward + 1)
}

fn council_name(council: u32) -> String {
    let (beginning, ending) = (council % 22, council / 22 % 15);
    format!(
        "{}{}",
        BEGINNINGS[beginning as usize], ENDINGS[ending as usize]
    )
}

fn probation_code(number: u32) -> String {
    format!("GEN-P{:02}", number + 1)
}

/// West, south, east and north in millionths of a degree.
type Square = [i64; 4];

fn square_of(council: u32) -> Square {
    let (column, row) = (council % IN_A_ROW, council / IN_A_ROW);
    let west = WEST + i64::from(column * WIDTH);
    let south = SOUTH + i64::from(row * HEIGHT);
    [
        west,
        south,
        west + i64::from(WIDTH),
        south + i64::from(HEIGHT),
    ]
}

/// A slice of a council from west to east.
fn square_of_ward(council: u32, ward: u32) -> Square {
    let [west, south, east, _] = square_of(council);
    let slice = i64::from(HEIGHT / WARDS);
    let south = south + slice * i64::from(ward);
    [west, south, east, south + slice]
}

/// The square of everything.
fn square_of_all() -> Square {
    let [west, south, _, _] = square_of(0);
    let [_, _, east, north] = square_of(COUNCILS - 1);
    [west, south, east, north]
}

fn degrees(millionths: i64) -> String {
    let sign = if millionths < 0 { "-" } else { "" };
    let size = millionths.unsigned_abs();
    format!("{sign}{}.{:06}", size / 1_000_000, size % 1_000_000)
}

fn feature(out: &mut String, code: &str, name: &str, parent: Option<&str>, square: Square) {
    let [west, south, east, north] = square.map(degrees);
    let parent = parent.map_or_else(String::new, |parent| format!(",\"parent\":\"{parent}\""));
    let _ = write!(
        out,
        "{}{{\"type\":\"Feature\",\"properties\":{{\"code\":\"{code}\",\"name\":\"{name}\"{parent}}},\
         \"geometry\":{{\"type\":\"Polygon\",\"coordinates\":[[[{west},{south}],[{east},{south}],[{east},{north}],\
         [{west},{north}],[{west},{south}]]]}}}}",
        if out.is_empty() { "" } else { ",\n" }
    );
}

fn collection(features: &str) -> String {
    format!("{{\"type\":\"FeatureCollection\",\"features\":[\n{features}\n]}}\n")
}

/// The probation areas: each a band over the whole width.
pub fn probation_areas() -> String {
    let [west, south, east, north] = square_of_all();
    let band = (north - south) / i64::from(PROBATION_AREAS);
    let mut features = String::new();
    for number in 0..PROBATION_AREAS {
        let from = south + band * i64::from(number);
        let name = format!("Invented probation area {}", number + 1);
        let square = [west, from, east, from + band];
        feature(&mut features, &probation_code(number), &name, None, square);
    }
    collection(&features)
}

/// The councils.
pub fn councils() -> String {
    let mut features = String::new();
    for council in 0..COUNCILS {
        let within = probation_code(council * PROBATION_AREAS / COUNCILS);
        let (code, name) = (council_code(council), council_name(council));
        feature(
            &mut features,
            &code,
            &name,
            Some(&within),
            square_of(council),
        );
    }
    collection(&features)
}

/// The wards.
pub fn wards() -> String {
    let mut features = String::new();
    for council in 0..COUNCILS {
        let within = council_code(council);
        for ward in 0..WARDS {
            let name = format!("{} ward {}", council_name(council), ward + 1);
            let (code, square) = (ward_code(council, ward), square_of_ward(council, ward));
            feature(&mut features, &code, &name, Some(&within), square);
        }
    }
    collection(&features)
}
