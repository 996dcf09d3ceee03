//! What a photo costs, against reading and writing it once.
//!
//! `cargo bench --bench photos`. A photo of 12 megapixels is drawn anew in all sizes, and, in turn with
//! that, only decoded and encoded as it is. The promise is at most one and a half times as long. Run as
//! a test, it says how to run it.

use image::codecs::jpeg::{JpegDecoder, JpegEncoder};
use image::{DynamicImage, Rgb, RgbImage};
use payback_panel::ports::photos::develop;
use std::io::Cursor;
use std::time::{Duration, Instant};

const ROUNDS: usize = 9;

/// A telephone's photo of 4032 × 3024 points, with as much in it as a hedge has.
fn photo() -> Vec<u8> {
    let mut state = 7_u32;
    let picture = RgbImage::from_fn(4032, 3024, |x, y| {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        let [grain, ..] = state.to_be_bytes();
        let leaf = ((x / 9) ^ (y / 7)) & 0x3f;
        let shade =
            |base: u32| u8::try_from((base + leaf + u32::from(grain) / 12).min(255)).unwrap_or(255);
        Rgb([shade(60), shade(110 + y / 60), shade(50)])
    });
    encoded(&DynamicImage::ImageRgb8(picture))
}

fn encoded(picture: &DynamicImage) -> Vec<u8> {
    let mut file = vec![];
    JpegEncoder::new_with_quality(&mut file, 82)
        .encode_image(picture)
        .expect("a JPEG");
    file
}

fn decoded(file: &[u8]) -> DynamicImage {
    let decoder = JpegDecoder::new(Cursor::new(file)).expect("a JPEG");
    DynamicImage::from_decoder(decoder).expect("a picture")
}

fn timed(work: impl FnOnce()) -> Duration {
    let began = Instant::now();
    work();
    began.elapsed()
}

fn median(mut times: Vec<Duration>) -> Duration {
    times.sort();
    times[times.len() / 2]
}

fn main() {
    if !std::env::args().any(|argument| argument == "--bench") {
        println!("What a photo costs is measured with: cargo bench --bench photos");
        return;
    }
    let file = photo();
    let (mut once, mut anew) = (vec![], vec![]);
    for _ in 0..ROUNDS {
        once.push(timed(|| drop(encoded(&decoded(&file)))));
        anew.push(timed(|| drop(develop(&file).expect("a print"))));
    }
    let (once, anew) = (median(once), median(anew));
    let hundredths = anew.as_micros() * 100 / once.as_micros().max(1);
    println!("a JPEG of 12 megapixels, {} KB", file.len() / 1024);
    println!("decoded and encoded once: {} ms", once.as_millis());
    println!("drawn anew in three sizes: {} ms", anew.as_millis());
    println!(
        "ratio {}.{:02}, promised: 1.50 at most",
        hundredths / 100,
        hundredths % 100
    );
    if hundredths > 150 {
        std::process::exit(1);
    }
}
