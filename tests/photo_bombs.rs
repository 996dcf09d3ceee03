//! Small files that unpack to something huge: refused in a moment, and memory stays flat.
//!
//! Every allocation of this program is counted, so what is said of memory is exact and no guess from
//! outside. One test at a time, because the count is one.

#[path = "acceptance/photos/png_chunk.rs"]
mod png_chunk;

use flate2::write::ZlibEncoder;
use payback_panel::ports::photos::{Spoilt, develop};
use png_chunk::chunk;
use std::alloc::{GlobalAlloc, Layout, System};
use std::io::Write;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

const MEGABYTE: usize = 1024 * 1024;

/// Counts what is held and the most that was held.
struct Counting;

static HELD: AtomicUsize = AtomicUsize::new(0);
static MOST: AtomicUsize = AtomicUsize::new(0);

fn holds(bytes: usize) {
    let held = HELD.fetch_add(bytes, Ordering::Relaxed) + bytes;
    MOST.fetch_max(held, Ordering::Relaxed);
}

// SAFETY: every call goes to the system's allocator as it came; only numbers are kept beside it.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        holds(layout.size());
        unsafe { System.alloc(layout) }
    }

    unsafe fn alloc_zeroed(&self, layout: Layout) -> *mut u8 {
        holds(layout.size());
        unsafe { System.alloc_zeroed(layout) }
    }

    unsafe fn dealloc(&self, pointer: *mut u8, layout: Layout) {
        HELD.fetch_sub(layout.size(), Ordering::Relaxed);
        unsafe { System.dealloc(pointer, layout) }
    }
}

#[global_allocator]
static COUNTING: Counting = Counting;

/// Nothing, so many times, squeezed.
fn squeezed_nothing(bytes: usize) -> Vec<u8> {
    let mut squeezed = ZlibEncoder::new(vec![], flate2::Compression::best());
    let piece = vec![0; MEGABYTE];
    for _ in 0..bytes / MEGABYTE {
        squeezed.write_all(&piece).expect("squeezed");
    }
    squeezed.finish().expect("squeezed")
}

/// A PNG of these chunks behind its header, of eight bits a colour.
fn png(width: u32, height: u32, chunks: &[Vec<u8>]) -> Vec<u8> {
    let mut header = vec![];
    header.extend(width.to_be_bytes());
    header.extend(height.to_be_bytes());
    header.extend([8, 2, 0, 0, 0]);
    let mut file = b"\x89PNG\r\n\x1a\n".to_vec();
    file.extend(chunk(b"IHDR", &header));
    chunks.iter().for_each(|chunk| file.extend(chunk));
    file.extend(chunk(b"IEND", &[]));
    file
}

/// A WebP without loss whose header says that it is 16,384 by 16,384.
fn webp() -> Vec<u8> {
    let mut inside = b"WEBPVP8L".to_vec();
    let picture = [0x2f, 0xff, 0xff, 0xff, 0x0f, 0, 0, 0, 0, 0];
    inside.extend(u32::try_from(picture.len()).expect("short").to_le_bytes());
    inside.extend(picture);
    let mut file = b"RIFF".to_vec();
    file.extend(u32::try_from(inside.len()).expect("short").to_le_bytes());
    file.extend(inside);
    file
}

/// A JPEG whose frame says that it is 65,500 by 65,500.
fn jpeg() -> Vec<u8> {
    let mut file = vec![0xff, 0xd8, 0xff, 0xc0, 0, 17, 8];
    file.extend(65_500_u16.to_be_bytes());
    file.extend(65_500_u16.to_be_bytes());
    file.extend([3, 1, 0x22, 0, 2, 0x11, 0, 3, 0x11, 0]);
    file.extend([0xff, 0xda, 0, 12, 3, 1, 0, 2, 0x11, 3, 0x11, 0, 63, 0]);
    file.extend([0; 1000]);
    file.extend([0xff, 0xd9]);
    file
}

/// What came of a file, how long it took and how many bytes were held at the most beside the file.
fn developed(file: &[u8]) -> (Result<(u32, u32), Spoilt>, Duration, usize) {
    let before = HELD.load(Ordering::Relaxed);
    MOST.store(before, Ordering::Relaxed);
    let began = Instant::now();
    let print = develop(file).map(|print| (print.width, print.height));
    let most = MOST.load(Ordering::Relaxed);
    (print, began.elapsed(), most.saturating_sub(before))
}

#[test]
fn a_bomb_is_refused_in_a_moment_and_memory_stays_flat() {
    let gigabyte = squeezed_nothing(1024 * MEGABYTE);
    assert!(gigabyte.len() < 2 * MEGABYTE, "{} bytes", gigabyte.len());
    let behind = |words: &[u8]| [words, &gigabyte].concat();
    let points = chunk(b"IDAT", &gigabyte);
    let small = chunk(b"IDAT", &squeezed_nothing(MEGABYTE));
    let bombs = [
        (
            "30,000 × 30,000 points",
            png(30_000, 30_000, std::slice::from_ref(&points)),
        ),
        (
            "4,294,967,295 points wide",
            png(u32::MAX, 1, std::slice::from_ref(&points)),
        ),
        ("a JPEG of 65,500 × 65,500", jpeg()),
        ("a WebP of 16,384 × 16,384", webp()),
        // The picture is small, and a gigabyte hides beside or behind its points.
        ("points without end", png(400, 300, &[points])),
        (
            "colours that unpack to a gigabyte",
            png(
                400,
                300,
                &[chunk(b"iCCP", &behind(b"a\0\0")), small.clone()],
            ),
        ),
        (
            "words that unpack to a gigabyte",
            png(
                400,
                300,
                &[chunk(b"zTXt", &behind(b"a\0\0")), small.clone()],
            ),
        ),
        (
            "words of the world that unpack to a gigabyte",
            png(
                400,
                300,
                &[chunk(b"iTXt", &behind(b"a\0\x01\0\0\0")), small],
            ),
        ),
    ];
    for (what, file) in bombs {
        let (print, took, most) = developed(&file);
        println!(
            "{what}: {} KB became {} KB at the most in {took:?}, {print:?}",
            file.len() / 1024,
            most / 1024
        );
        assert!(took < Duration::from_secs(1), "{what} took {took:?}");
        assert!(most < 12 * MEGABYTE, "{what} held {} KB", most / 1024);
        // A small picture is a picture, whatever hides beside it; what is huge is refused.
        let is_small = print == Ok((400, 300));
        assert!(
            is_small || matches!(print, Err(Spoilt::TooManyPoints | Spoilt::Damaged)),
            "{what}: {print:?}"
        );
        assert_eq!(
            is_small,
            file.starts_with(&png(400, 300, &[])[..33]),
            "{what}: {print:?}"
        );
    }
}
