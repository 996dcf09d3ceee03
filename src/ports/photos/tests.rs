use super::*;
use crate::domain::photos::Size;
use crate::domain::photos::squares::{Area, Square};
use image::codecs::jpeg::JpegEncoder;
use image::codecs::png::PngEncoder;
use image::{ExtendedColorType, ImageEncoder, RgbImage};
use moxcms::ColorProfile;
use std::time::Duration;

fn noise(width: u32, height: u32) -> RgbImage {
    let mut state = 1_u32;
    RgbImage::from_fn(width, height, |_, _| {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        let [a, b, c, _] = state.to_be_bytes();
        image::Rgb([a, b, c])
    })
}

fn jpeg(picture: &RgbImage) -> Vec<u8> {
    let mut file = vec![];
    let encoder = JpegEncoder::new_with_quality(&mut file, 95);
    let (width, height) = picture.dimensions();
    encoder
        .write_image(picture.as_raw(), width, height, ExtendedColorType::Rgb8)
        .expect("a JPEG");
    file
}

fn full(print: &Print) -> RgbImage {
    let (_, file) = print.files.last().expect("a file");
    image::load_from_memory(file)
        .expect("a picture")
        .into_rgb8()
}

#[test]
fn a_small_photo_is_not_made_larger_and_a_large_one_comes_in_three_sizes() {
    let small = develop(&jpeg(&noise(30, 20))).expect("a print");
    assert_eq!((small.width, small.height, small.files.len()), (30, 20, 1));
    let large = develop(&jpeg(&noise(2000, 1000))).expect("a print");
    assert_eq!((large.width, large.height), (1600, 800));
    let sizes: Vec<Size> = large.files.iter().map(|(size, _)| *size).collect();
    assert_eq!(sizes, Size::ALL);
}

/// A JPEG of which a camera says which way is up. Its corners are red and blue, then green and white.
fn held(width: u32, height: u32, orientation: u8) -> Vec<u8> {
    let picture = RgbImage::from_fn(width, height, |x, y| {
        image::Rgb(match (x < width / 2, y < height / 2) {
            (true, true) => [255, 0, 0],
            (false, true) => [0, 0, 255],
            (true, false) => [0, 255, 0],
            (false, false) => [255; 3],
        })
    });
    let mut file = jpeg(&picture);
    let mut camera =
        b"\xff\xe1\0\x22Exif\0\0MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0".to_vec();
    camera.extend([orientation, 0, 0, 0, 0, 0, 0]);
    file.splice(2..2, camera);
    file
}

#[test]
fn a_photo_stands_upright_however_its_camera_was_held() {
    let name = |colour: [u8; 3]| match colour.map(|part| part > 127) {
        [true, false, false] => 'r',
        [false, false, true] => 'b',
        [false, true, false] => 'g',
        [true, true, true] => 'w',
        _ => '?',
    };
    for (width, height, orientation, wanted) in [
        (64, 32, 1, "rbgw"),
        (64, 32, 2, "brwg"),
        (64, 32, 3, "wgbr"),
        (64, 32, 4, "gwrb"),
        (64, 32, 5, "rgbw"),
        (64, 32, 6, "grwb"),
        (64, 32, 7, "wbgr"),
        (64, 32, 8, "bwrg"),
        // In every size, and no larger than the largest on its longer side.
        (2000, 1000, 6, "grwb"),
    ] {
        let print = develop(&held(width, height, orientation)).expect("a print");
        let (long, short) = (width.min(1600), height.min(800));
        let turned = orientation > 4;
        let size = if turned { (short, long) } else { (long, short) };
        assert_eq!((print.width, print.height), size, "{orientation}");
        for (size, file) in &print.files {
            let picture = image::load_from_memory(file)
                .expect("a picture")
                .into_rgb8();
            let (right, low) = (picture.width() - 4, picture.height() - 4);
            let corners = [(3, 3), (right, 3), (3, low), (right, low)];
            let found: String = corners
                .map(|(x, y)| name(picture.get_pixel(x, y).0))
                .iter()
                .collect();
            assert_eq!(found, wanted, "{orientation} in {size:?}");
        }
    }
}

#[test]
fn what_shines_through_becomes_white() {
    let mut file = vec![];
    PngEncoder::new(&mut file)
        .write_image(&[9, 9, 9, 0].repeat(64), 8, 8, ExtendedColorType::Rgba8)
        .expect("a PNG");
    let picture = full(&develop(&file).expect("a print"));
    assert!(
        picture
            .pixels()
            .all(|pixel| pixel.0.iter().all(|colour| *colour > 250))
    );
}

#[test]
fn a_blurred_part_keeps_a_handful_of_colours_and_the_rest_stays() {
    let before = develop(&jpeg(&noise(400, 400))).expect("a print");
    let corner = |column, row| Square { column, row };
    let area = Area::between(corner(0, 0), corner(9, 9));
    let (_, file) = before.files.last().expect("a file");
    let after = full(&blur(file, &[area]).expect("a print"));
    // Points beside each other: in noise they differ, in a few smooth colours they do not.
    let steps = |from: u32, to: u32| -> u32 {
        let mut steps = 0;
        for y in from..to {
            for x in from..to - 1 {
                let (one, two) = (after.get_pixel(x, y).0, after.get_pixel(x + 1, y).0);
                steps += u32::from(one[0].abs_diff(two[0]));
            }
        }
        steps / ((to - from) * (to - from - 1))
    };
    assert!(steps(0, 192) <= 1, "inside: {}", steps(0, 192));
    assert!(steps(208, 400) > 20, "outside: {}", steps(208, 400));
}

/// Half of it one colour and half another, in numbers that mean what a profile says.
fn of_other_colours(colours: [[u8; 3]; 2], profile: &ColorProfile) -> Vec<u8> {
    let picture = RgbImage::from_fn(64, 32, |x, _| image::Rgb(colours[usize::from(x >= 32)]));
    let mut file = vec![];
    let mut encoder = PngEncoder::new(&mut file);
    encoder
        .set_icc_profile(profile.encode().expect("a profile"))
        .expect("a profile is taken");
    encoder
        .write_image(picture.as_raw(), 64, 32, ExtendedColorType::Rgb8)
        .expect("a PNG");
    file
}

#[test]
fn the_colours_of_a_camera_become_those_of_a_screen() {
    // What red and a leaf's green of sRGB are in the colours of cameras and of telephones.
    for (what, profile, numbers) in [
        (
            "sRGB",
            ColorProfile::new_srgb(),
            [[255, 0, 0], [60, 140, 60]],
        ),
        (
            "Adobe RGB",
            ColorProfile::new_adobe_rgb(),
            [[219, 0, 0], [92, 139, 68]],
        ),
        (
            "Display P3",
            ColorProfile::new_display_p3(),
            [[234, 51, 35], [82, 138, 70]],
        ),
    ] {
        let picture = full(&develop(&of_other_colours(numbers, &profile)).expect("a print"));
        for (at, wanted) in [(8, [255, 0, 0]), (56, [60, 140, 60])] {
            let found = picture.get_pixel(at, 16).0;
            let near = found
                .iter()
                .zip(wanted)
                .all(|(one, other)| one.abs_diff(other) <= 4);
            assert!(near, "{what}: {found:?} and not {wanted:?}");
        }
    }
}

#[test]
fn a_profile_that_does_not_read_leaves_the_colours_as_they_are() {
    let mut srgb = ColorProfile::new_srgb();
    srgb.color_space = moxcms::DataColorSpace::Cmyk;
    for profile in [
        vec![],
        vec![0; 4000],
        b"acsp".repeat(100),
        srgb.encode().expect("a profile"),
    ] {
        let picture = RgbImage::from_pixel(2, 2, image::Rgb([9, 200, 77]));
        assert_eq!(super::colours::in_srgb(picture.clone(), &profile), picture);
    }
}

#[test]
fn a_photo_that_goes_over_its_points_without_end_is_refused_at_once() {
    let mut file = jpeg(&noise(16, 16));
    let scan = file
        .windows(2)
        .position(|pair| pair == [0xff, 0xda])
        .expect("a scan");
    let end = file.len() - 2;
    let again = file[scan..end].to_vec();
    for _ in 0..2000 {
        file.splice(scan..scan, again.iter().copied());
    }
    // Going over the points would end in another answer: 2,001 times over the same ones is a photo.
    assert_eq!(develop(&file), Err(Spoilt::TooSlow));
}

#[tokio::test]
async fn one_photo_is_drawn_at_a_time_and_a_decoder_that_falls_is_no_fault_of_ours() {
    let darkroom = Darkroom::default();
    let fell = darkroom.work::<()>(|| panic!("a decoder fell"));
    assert_eq!(fell.await, Err(Spoilt::Damaged));
    let running = std::sync::Arc::new(std::sync::atomic::AtomicUsize::new(0));
    let work = || {
        let running = running.clone();
        darkroom.work(move || {
            let others = running.fetch_add(1, std::sync::atomic::Ordering::SeqCst);
            std::thread::sleep(Duration::from_millis(20));
            running.fetch_sub(1, std::sync::atomic::Ordering::SeqCst);
            Ok(others)
        })
    };
    let (one, two, three) = tokio::join!(work(), work(), work());
    assert_eq!((one, two, three), (Ok(0), Ok(0), Ok(0)));
}

#[tokio::test]
async fn a_photo_that_takes_too_long_is_not_waited_for_and_keeps_the_lamp_until_it_ends() {
    let darkroom = Darkroom::with_deadline(Duration::from_millis(50));
    let (ends, ended) = std::sync::mpsc::channel::<()>();
    let slow = darkroom.work(move || {
        let _ = ended.recv();
        Ok("too late")
    });
    assert_eq!(slow.await, Err(Spoilt::TooSlow));
    // The work goes on, so that no second one begins beside it however many are given up.
    let other = darkroom.clone();
    let next = tokio::spawn(async move { other.work(|| Ok("in time")).await });
    tokio::time::sleep(Duration::from_millis(200)).await;
    assert!(!next.is_finished());
    ends.send(()).expect("the work still waits");
    assert_eq!(next.await.expect("it ends"), Ok("in time"));
}

#[tokio::test]
async fn files_that_arrive_have_room_for_so_many_megabytes_and_no_more() {
    let darkroom = Darkroom::default();
    let mut rooms: Vec<darkroom::Room> = vec![];
    for _ in 0..4 {
        let mut room = darkroom::Room::default();
        assert!(darkroom.make_room(&mut room, 15 * 1024 * 1024).is_some());
        rooms.push(room);
    }
    let mut late = darkroom::Room::default();
    assert!(darkroom.make_room(&mut late, 1).is_none());
    rooms.pop();
    assert!(darkroom.make_room(&mut late, 1).is_some());
}
