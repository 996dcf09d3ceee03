//! Pictures drawn here, with everything hidden in them that cameras and programs hide.

use super::png_chunk::chunk;
use image::codecs::jpeg::JpegEncoder;
use image::codecs::png::PngEncoder;
use image::codecs::webp::WebPEncoder;
use image::{ExtendedColorType, ImageEncoder, Rgb, RgbImage};

/// Stands in everything that must not survive.
pub const SECRET: &str = "CANARY";

/// A picture with a red corner at the top left and a blue one at the bottom right.
pub fn drawn(width: u32, height: u32) -> RgbImage {
    RgbImage::from_fn(width, height, |x, y| {
        if x < width / 4 && y < height / 4 {
            Rgb([220, 20, 20])
        } else if x >= width - width / 4 && y >= height - height / 4 {
            Rgb([20, 20, 220])
        } else {
            let shade = |at: u32, of: u32| u8::try_from(90 + 120 * at / of).unwrap_or(210);
            Rgb([shade(x, width), 180, shade(y, height)])
        }
    })
}

/// The picture as a plain JPEG.
pub fn jpeg(picture: &RgbImage) -> Vec<u8> {
    let mut file = vec![];
    let encoder = JpegEncoder::new_with_quality(&mut file, 90);
    let (width, height) = picture.dimensions();
    encoder
        .write_image(picture.as_raw(), width, height, ExtendedColorType::Rgb8)
        .expect("a JPEG");
    file
}

/// The picture as a plain PNG.
fn png(picture: &RgbImage) -> Vec<u8> {
    let mut file = vec![];
    let (width, height) = picture.dimensions();
    PngEncoder::new(&mut file)
        .write_image(picture.as_raw(), width, height, ExtendedColorType::Rgb8)
        .expect("a PNG");
    file
}

/// The picture as a plain WebP.
fn webp(picture: &RgbImage) -> Vec<u8> {
    let mut file = vec![];
    let (width, height) = picture.dimensions();
    WebPEncoder::new_lossless(&mut file)
        .write_image(picture.as_raw(), width, height, ExtendedColorType::Rgb8)
        .expect("a WebP");
    file
}

/// What a camera writes about a picture: which way is up, where it was, who made it, a note of its maker.
fn exif(orientation: u8) -> Vec<u8> {
    let mut tiff = b"II*\0\x08\0\0\0".to_vec();
    let entry = |tag: u16, kind: u16, count: u32, value: u32| {
        let mut entry = vec![];
        entry.extend(tag.to_le_bytes());
        entry.extend(kind.to_le_bytes());
        entry.extend(count.to_le_bytes());
        entry.extend(value.to_le_bytes());
        entry
    };
    // Five entries end at 8 + 2 + 5 * 12 + 4 = 74; the words stand behind them.
    let words = format!("{SECRET} camera, serial 1234, 52.6N 1.1W\0");
    let length = u32::try_from(words.len()).expect("short");
    tiff.extend(5_u16.to_le_bytes());
    tiff.extend(entry(0x010f, 2, length, 74)); // the maker
    tiff.extend(entry(0x0112, 3, 1, u32::from(orientation)));
    tiff.extend(entry(0x013b, 2, length, 74)); // the author
    tiff.extend(entry(0x8298, 2, length, 74)); // the owner of rights
    tiff.extend(entry(0x927c, 7, length, 74)); // the maker's own note
    tiff.extend(0_u32.to_le_bytes());
    tiff.extend(words.as_bytes());
    tiff
}

fn segment(marker: u8, content: &[u8]) -> Vec<u8> {
    let length = u16::try_from(content.len() + 2).expect("a short segment");
    let mut segment = vec![0xff, marker];
    segment.extend(length.to_be_bytes());
    segment.extend(content);
    segment
}

/// A JPEG with all that can hide in one. `orientation` 6 is a telephone held upright.
pub fn telling_jpeg(picture: &RgbImage, orientation: u8) -> Vec<u8> {
    let plain = jpeg(picture);
    let mut file = plain[..2].to_vec();
    let mut camera = b"Exif\0\0".to_vec();
    camera.extend(exif(orientation));
    // A small picture of the whole within the camera's words, as cameras keep it.
    camera.extend(jpeg(&drawn(32, 24)));
    file.extend(segment(0xe1, &camera));
    let xmp = format!("http://ns.adobe.com/xap/1.0/\0<x:xmpmeta>{SECRET}</x:xmpmeta>");
    file.extend(segment(0xe1, xmp.as_bytes()));
    file.extend(segment(0xe2, format!("MPF\0{SECRET}").as_bytes()));
    file.extend(segment(
        0xed,
        format!("Photoshop 3.0\x008BIM\x04\x04\0\0\0\0\0\x06{SECRET}").as_bytes(),
    ));
    file.extend(segment(0xfe, format!("{SECRET} comment").as_bytes()));
    file.extend(&plain[2..]);
    // What some telephones hang on behind the end: a film.
    file.extend(format!("ftypmp42 {SECRET} film").as_bytes());
    file
}

/// A PNG with all that can hide in one.
pub fn telling_png(picture: &RgbImage) -> Vec<u8> {
    let plain = png(picture);
    // The signature and the header chunk take 33 bytes.
    let mut file = plain[..33].to_vec();
    file.extend(chunk(b"tEXt", format!("Author\0{SECRET}").as_bytes()));
    file.extend(chunk(
        b"iTXt",
        format!("XML:com.adobe.xmp\0\0\0\0\0{SECRET}").as_bytes(),
    ));
    file.extend(chunk(b"eXIf", &exif(6)));
    file.extend(chunk(b"tIME", &[7, 234, 11, 22, 12, 0, 0]));
    file.extend(&plain[33..]);
    file.extend(SECRET.as_bytes());
    file
}

/// A PNG that says it is so large and holds next to nothing.
pub fn huge_png(width: u32, height: u32) -> Vec<u8> {
    use std::io::Write;
    let mut header = vec![];
    header.extend(width.to_be_bytes());
    header.extend(height.to_be_bytes());
    header.extend([8, 2, 0, 0, 0]);
    let mut squeezed = flate2::write::ZlibEncoder::new(vec![], flate2::Compression::best());
    for _ in 0..2000 {
        squeezed.write_all(&[0; 9001]).expect("a line of nothing");
    }
    let mut file = b"\x89PNG\r\n\x1a\n".to_vec();
    file.extend(chunk(b"IHDR", &header));
    file.extend(chunk(b"IDAT", &squeezed.finish().expect("squeezed")));
    file.extend(chunk(b"IEND", &[]));
    file
}

/// A JPEG whose header says that it is so large.
pub fn huge_jpeg(width: u16, height: u16) -> Vec<u8> {
    let mut file = jpeg(&drawn(64, 48));
    let at = file
        .windows(2)
        .position(|pair| pair == [0xff, 0xc0])
        .expect("a frame");
    file[at + 5..at + 7].copy_from_slice(&height.to_be_bytes());
    file[at + 7..at + 9].copy_from_slice(&width.to_be_bytes());
    file
}

/// A WebP with all that can hide in one.
pub fn telling_webp(picture: &RgbImage) -> Vec<u8> {
    let plain = webp(picture);
    let mut extended = vec![0b0000_1100, 0, 0, 0];
    extended.extend(webp_size(picture));
    riff(&[
        part(b"VP8X", &extended),
        plain[12..].to_vec(),
        part(b"EXIF", &exif(6)),
        part(b"XMP ", SECRET.as_bytes()),
    ])
}

/// A WebP whose only picture is the first of a film.
pub fn moving_webp(picture: &RgbImage) -> Vec<u8> {
    let plain = webp(picture);
    let mut extended = vec![0b0000_0010, 0, 0, 0];
    extended.extend(webp_size(picture));
    // At the top left, of the whole size, for a tenth of a second.
    let mut frame = vec![0; 6];
    frame.extend(webp_size(picture));
    frame.extend([100, 0, 0, 0]);
    frame.extend(&plain[12..]);
    riff(&[
        part(b"VP8X", &extended),
        part(b"ANIM", &[0xff, 0xff, 0xff, 0xff, 0, 0]),
        part(b"ANMF", &frame),
    ])
}

/// A PNG whose only picture is the first of a film.
pub fn moving_png(picture: &RgbImage) -> Vec<u8> {
    let (plain, (width, height)) = (png(picture), picture.dimensions());
    // One frame, for ever; of the whole size at the top left, for a tenth of a second.
    let mut frame = vec![0; 4];
    for number in [width, height, 0, 0] {
        frame.extend(number.to_be_bytes());
    }
    frame.extend([0, 1, 0, 10, 0, 0]);
    let mut file = plain[..33].to_vec();
    file.extend(chunk(b"acTL", &[0, 0, 0, 1, 0, 0, 0, 0]));
    file.extend(chunk(b"fcTL", &frame));
    file.extend(&plain[33..]);
    file
}

/// A piece of a WebP with its kind and its length.
fn part(kind: &[u8; 4], content: &[u8]) -> Vec<u8> {
    let mut part = kind.to_vec();
    part.extend(u32::try_from(content.len()).expect("short").to_le_bytes());
    part.extend(content);
    if content.len() % 2 == 1 {
        part.push(0);
    }
    part
}

/// The pieces as one file.
fn riff(parts: &[Vec<u8>]) -> Vec<u8> {
    let inside = [b"WEBP".to_vec(), parts.concat()].concat();
    part(b"RIFF", &inside)
}

/// How wide and high a picture is, less one each, as a WebP says it.
fn webp_size(picture: &RgbImage) -> Vec<u8> {
    let (width, height) = picture.dimensions();
    let sizes = [width, height].map(|size| (size - 1).to_le_bytes());
    sizes.iter().flat_map(|size| &size[..3]).copied().collect()
}

/// The markers of a JPEG from beginning to end. Panics at anything that is not one whole JPEG and
/// nothing more.
pub fn markers(file: &[u8]) -> Vec<u8> {
    assert_eq!(file[..2], [0xff, 0xd8], "it begins as a JPEG");
    let (mut at, mut found) = (2, vec![]);
    loop {
        assert_eq!(file[at], 0xff, "a marker at {at}");
        let marker = file[at + 1];
        found.push(marker);
        if marker == 0xd9 {
            assert_eq!(at + 2, file.len(), "nothing stands behind the end");
            return found;
        }
        let length = usize::from(u16::from_be_bytes([file[at + 2], file[at + 3]]));
        at += 2 + length;
        if marker == 0xda {
            while file[at] != 0xff || matches!(file[at + 1], 0x00 | 0xd0..=0xd7) {
                at += 1;
            }
        }
    }
}
