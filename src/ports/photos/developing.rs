//! Reading a photo's points and drawing them anew, in every size. No metadata can survive: only points
//! of colour are carried over.
//!
//! The shape of a file is looked at before anything is unpacked, so that a small file that unpacks to
//! a huge picture is refused at once.

use super::colours;
use crate::domain::photos::squares::Area;
use crate::domain::photos::{
    MOST_BESIDE_THE_POINTS, MOST_BYTES, MOST_POINTS, MOST_SCANS, MOST_UNPACKED_BYTES, Size, fitted,
};
use image::codecs::jpeg::{JpegDecoder, JpegEncoder};
use image::codecs::png::PngDecoder;
use image::codecs::webp::WebPDecoder;
use image::imageops::{self, FilterType};
use image::metadata::Orientation;
use image::{DynamicImage, ExtendedColorType, ImageDecoder, Limits, RgbImage, Rgba};
use std::io::Cursor;

/// How well colours are kept, of a hundred.
const QUALITY: u8 = 82;

/// A blurred part keeps at most so many colours on its longer side: too few for a face or a number.
const BLUR_COLOURS: u32 = 4;

/// A photo drawn anew: JPEG files without anything in them but the picture.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Print {
    /// Of the largest size.
    pub width: u32,
    /// Of the largest size.
    pub height: u32,
    /// The files, each in its size.
    pub files: Vec<(Size, Vec<u8>)>,
}

/// Why there is no print. In words for whoever sent the file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Spoilt {
    #[error("Choose a photo: a JPEG, PNG or WebP file")]
    NotAPhoto,
    #[error(
        "This photo is a HEIC file, which we cannot read. Send it as a JPEG: on an iPhone or iPad, choose ‘Most Compatible’ under Settings, Camera, Formats and take the photo again, or email the photo to yourself and send what arrives"
    )]
    Heic,
    #[error("The photo must be smaller than 15 megabytes")]
    TooLarge,
    #[error("The photo must have no more than 25 megapixels. Make it smaller and send it again")]
    TooManyPoints,
    #[error("This is a moving picture. Send a photo that stands still")]
    Moving,
    #[error("This photo cannot be read. It may be damaged. Try another one")]
    Damaged,
    #[error("This photo takes too long to read. Save it again as a JPEG and send that")]
    TooSlow,
    /// No fault of the file: its turn did not come.
    #[error("We are busy with other photos. Try again in a minute")]
    Busy,
}

/// A file unpacked.
struct Unpacked {
    picture: DynamicImage,
    /// Which way is up.
    orientation: Orientation,
    /// What its colours mean, where it says that.
    profile: Option<Vec<u8>>,
}

/// Draws a sent file anew.
pub fn develop(file: &[u8]) -> Result<Print, Spoilt> {
    let unpacked = read(file)?;
    let picture = unpacked.picture;
    let (width, height) = fitted(picture.width(), picture.height(), Size::Full.longest());
    let mut picture = shrunk(picture, width, height);
    picture.apply_orientation(unpacked.orientation);
    let picture = on_white(picture);
    print(match unpacked.profile {
        Some(profile) => colours::in_srgb(picture, &profile),
        None => picture,
    })
}

/// Makes parts of a photo unreadable and draws it anew. What was there can not be worked out again: a
/// part keeps a handful of colours, each the mean of a large piece.
pub fn blur(largest: &[u8], areas: &[Area]) -> Result<Print, Spoilt> {
    let mut picture = read(largest)?.picture.into_rgb8();
    for area in areas {
        let part = area.within(picture.width(), picture.height());
        let cut = imageops::crop_imm(&picture, part.x, part.y, part.width, part.height).to_image();
        let (few, fewer) = fitted(part.width, part.height, BLUR_COLOURS);
        let colours = imageops::thumbnail(&cut, few, fewer);
        let smooth = imageops::resize(&colours, part.width, part.height, FilterType::Triangle);
        imageops::replace(&mut picture, &smooth, part.x.into(), part.y.into());
    }
    print(picture)
}

fn print(picture: RgbImage) -> Result<Print, Spoilt> {
    let (width, height) = picture.dimensions();
    let mut files = vec![];
    let mut from = picture;
    // From the largest down: each size is made of the next larger one.
    for (size, width, height) in Size::of(width, height).into_iter().rev() {
        if from.dimensions() != (width, height) {
            from = imageops::resize(&from, width, height, FilterType::Triangle);
        }
        let mut file = vec![];
        JpegEncoder::new_with_quality(&mut file, QUALITY)
            .encode(from.as_raw(), width, height, ExtendedColorType::Rgb8)
            .map_err(|_| Spoilt::Damaged)?;
        files.push((size, file));
    }
    files.reverse();
    Ok(Print {
        width,
        height,
        files,
    })
}

fn shrunk(picture: DynamicImage, width: u32, height: u32) -> DynamicImage {
    if (picture.width(), picture.height()) == (width, height) {
        picture
    } else if picture.width() >= width.saturating_mul(2) {
        picture.thumbnail_exact(width, height)
    } else {
        picture.resize_exact(width, height, FilterType::Triangle)
    }
}

/// Without what shines through: that becomes white.
fn on_white(picture: DynamicImage) -> RgbImage {
    if !picture.color().has_alpha() {
        return picture.into_rgb8();
    }
    let picture = picture.into_rgba8();
    let (width, height) = picture.dimensions();
    RgbImage::from_fn(width, height, |x, y| {
        let Rgba([red, green, blue, alpha]) = *picture.get_pixel(x, y);
        let over = |colour: u8| {
            let mixed = u32::from(colour) * u32::from(alpha) + 255 * (255 - u32::from(alpha));
            u8::try_from((mixed + 127) / 255).unwrap_or(255)
        };
        image::Rgb([over(red), over(green), over(blue)])
    })
}

/// Looks at the shape of a file, and unpacks it if that is one of a photo.
fn read(file: &[u8]) -> Result<Unpacked, Spoilt> {
    if file.len() > MOST_BYTES {
        return Err(Spoilt::TooLarge);
    }
    if file.starts_with(&[0xff, 0xd8, 0xff]) {
        if scans(file) > MOST_SCANS {
            return Err(Spoilt::TooSlow);
        }
        unpacked(JpegDecoder::new(Cursor::new(file)).map_err(damaged)?)
    } else if file.starts_with(b"\x89PNG\r\n\x1a\n") {
        let mut limits = Limits::no_limits();
        limits.max_alloc = Some(MOST_BESIDE_THE_POINTS);
        let decoder = PngDecoder::with_limits(Cursor::new(file), limits).map_err(damaged)?;
        if decoder.is_apng().map_err(damaged)? {
            return Err(Spoilt::Moving);
        }
        unpacked(decoder)
    } else if file.starts_with(b"RIFF") && file.get(8..12) == Some(b"WEBP") {
        let decoder = WebPDecoder::new(Cursor::new(file)).map_err(damaged)?;
        if decoder.has_animation() {
            return Err(Spoilt::Moving);
        }
        unpacked(decoder)
    } else if is_heic(file) {
        Err(Spoilt::Heic)
    } else {
        Err(Spoilt::NotAPhoto)
    }
}

fn damaged(_: image::ImageError) -> Spoilt {
    Spoilt::Damaged
}

fn unpacked(mut decoder: impl ImageDecoder) -> Result<Unpacked, Spoilt> {
    let (width, height) = decoder.dimensions();
    let points = u64::from(width) * u64::from(height);
    if points > MOST_POINTS || decoder.total_bytes() > MOST_UNPACKED_BYTES {
        return Err(Spoilt::TooManyPoints);
    }
    if points == 0 {
        return Err(Spoilt::Damaged);
    }
    let orientation = decoder.orientation().unwrap_or(Orientation::NoTransforms);
    let profile = decoder.icc_profile().ok().flatten();
    let picture = DynamicImage::from_decoder(decoder).map_err(damaged)?;
    Ok(Unpacked {
        picture,
        orientation,
        profile,
    })
}

/// How often a JPEG goes over its points: each time takes as long as the first.
/// What stands behind its end, such as the film of a moving photo, is not looked at.
fn scans(file: &[u8]) -> usize {
    let (mut at, mut scans) = (2, 0);
    while let Some([first, marker, long, short]) = file.get(at..at + 4) {
        at += match (first, marker) {
            (0xff, 0xd9) => return scans,
            (0xff, 0x00 | 0x01 | 0xd0..=0xd7) => 2,
            (0xff, 0x02..=0xfe) => {
                scans += usize::from(*marker == 0xda);
                2 + usize::from(u16::from_be_bytes([*long, *short]))
            }
            _ => 1,
        };
    }
    scans
}

/// The family of formats that iPhones take photos in, by the brand that begins the file.
fn is_heic(file: &[u8]) -> bool {
    let brands: [&[u8]; 8] = [
        b"heic", b"heix", b"hevc", b"hevx", b"heim", b"heis", b"mif1", b"msf1",
    ];
    file.get(4..8) == Some(b"ftyp") && file.get(8..12).is_some_and(|brand| brands.contains(&brand))
}
