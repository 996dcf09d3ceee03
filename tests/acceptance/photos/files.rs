//! The files: nothing of what was sent is in them, and none is left without its photo.

use super::pictures::{SECRET, drawn, jpeg, markers, telling_jpeg, telling_png, telling_webp};
use super::{Parcel, folders, is_in_order, lays_news, posts, sends};
use crate::nominations::{LEICESTER, council, fills_the_form};
use crate::world::leaves_nothing_out;
use chrono::Duration;
use payback_panel::actions::photos::sweeping;
use payback_panel::domain::photos::Size;
use payback_panel::store::photos::discards;
use serde_json::Value;
use std::path::Path;
use std::process::Command;

walk!(no_word_of_a_camera_or_a_program_survives, |world| {
    world.leaves_letters();
    let mut rita = world.resident("Rita").await;
    fills_the_form(&mut rita, "Scalpay Close", "Cut the hedge").await;
    let picture = drawn(1000, 700);
    for (alt, file) in [
        ("A JPEG", telling_jpeg(&picture, 6)),
        ("A PNG", telling_png(&picture)),
        ("A WebP", telling_webp(&picture)),
    ] {
        assert!(String::from_utf8_lossy(&file).contains(SECRET));
        let back = sends(world, &mut rita, "/nominate/photos", alt, &file).await;
        assert_eq!(back.status, 303, "{alt}: {}", back.text());
    }
    let folder = world.place().folder().join("photos");
    let mut read = 0;
    for name in folders(world) {
        for entry in std::fs::read_dir(folder.join(name)).expect("files") {
            let path = entry.expect("a file").path();
            let file = std::fs::read(&path).expect("a file");
            says_nothing(&path, &file);
            let picture = image::load_from_memory(&file)
                .expect("a picture")
                .into_rgb8();
            // Each was held upright: which way is up is in the points now.
            assert!(picture.height() > picture.width(), "{}", path.display());
            let at = |x: u32, y: u32| picture.get_pixel(x, y).0;
            let [red, _, blue] = at(picture.width() - 9, 9);
            assert!(
                red > 150 && blue < 90,
                "the red corner is at the top right now"
            );
            read += 1;
        }
    }
    assert_eq!(read, 3 * 3, "three photos in three sizes");
    exiftool_finds_nothing(&folder, read);
});

/// A file must be a JPEG of nothing but points.
fn says_nothing(path: &Path, file: &[u8]) {
    for marker in markers(file) {
        // Tables, the frame, the scan, the end, and JFIF's own header, which says nothing.
        assert!(
            matches!(marker, 0xdb | 0xc0 | 0xc4 | 0xda | 0xd9 | 0xe0 | 0xdd),
            "{} has {marker:x}",
            path.display()
        );
    }
    let mut parts = file.windows(SECRET.len());
    assert!(!parts.any(|part| part == SECRET.as_bytes()));
}

/// Asks the program that knows every hiding place, where it is there. What it may say is what the file
/// is called, how large it is and how a JPEG is built; every other group of tags is something that survived.
fn exiftool_finds_nothing(folder: &Path, files: usize) {
    let asked = Command::new("exiftool")
        .args(["-json", "-G0", "-a", "-u", "-U", "-r"])
        .arg(folder)
        .output();
    let Ok(answer) = asked else {
        assert!(!leaves_nothing_out(), "exiftool is not there");
        println!(
            "left out: exiftool, because it is not there; the markers of every file were read above"
        );
        return;
    };
    let told: Vec<serde_json::Map<String, Value>> =
        serde_json::from_slice(&answer.stdout).expect("JSON");
    assert_eq!(told.len(), files);
    for tags in told {
        for (tag, value) in &tags {
            let group = tag.split(':').next().unwrap_or_default();
            let is_of_every_jpeg =
                ["SourceFile", "ExifTool", "File", "JFIF", "Composite"].contains(&group);
            assert!(is_of_every_jpeg, "{tag} is {value}");
            assert!(
                !value.to_string().contains(SECRET) || group == "SourceFile",
                "{tag} is {value}"
            );
        }
    }
}

walk!(
    nothing_of_a_camera_survives_blurring_and_news_either,
    |world| {
        world.leaves_letters();
        let mut rita = world.resident("Rita").await;
        fills_the_form(&mut rita, "Scalpay Close", "Cut the hedge").await;
        let file = telling_jpeg(&drawn(900, 600), 3);
        sends(world, &mut rita, "/nominate/photos", "A wall", &file).await;
        rita.opens("/nominate/check").await;
        rita.presses("Send nomination").await;
        let mut helen = council(world, "Helen", LEICESTER).await;
        helen.opens("/staff/photos/1").await;
        helen.gets(200).fills("from", "A1").fills("to", "C3");
        helen.presses("Make this part unreadable").await;
        helen.gets(200);
        // News of a project, before and after: the second is made unreadable in part as well.
        lays_news(world).await;
        helen.opens("/staff/projects/LC-2026-P0001").await;
        helen.follows("Photos before and after").await;
        let path = helen.page().path.clone();
        let sent = [
            ("before", telling_jpeg(&drawn(900, 600), 6)),
            ("after", telling_png(&drawn(900, 600))),
        ];
        for (side, file) in sent {
            helen.opens(&path).await;
            let parcel = Parcel::of(&helen, side, &file).with("side", side);
            let back = posts(world, &helen, &path, parcel.body()).await;
            assert_eq!(back.status, 303, "{side}: {}", back.text());
        }
        helen.opens("/staff/photos/3").await;
        helen.gets(200).fills("from", "A1").fills("to", "C3");
        helen.presses("Make this part unreadable").await;
        helen.gets(200);
        let folder = world.place().folder().join("photos");
        let mut files = 0;
        for name in folders(world) {
            for entry in std::fs::read_dir(folder.join(name)).expect("files") {
                let path = entry.expect("a file").path();
                says_nothing(&path, &std::fs::read(&path).expect("a file"));
                files += 1;
            }
        }
        let photos = "SELECT COUNT(*) FROM photo";
        assert_eq!(world.counts(photos).await, 3, "one nominated, two of news");
        assert!(files >= 2 * 3, "{files} files");
        exiftool_finds_nothing(&folder, files);
    }
);

walk!(files_without_a_photo_are_swept, |world| {
    world.leaves_letters();
    let mut rita = world.resident("Rita").await;
    fills_the_form(&mut rita, "Scalpay Close", "Cut the hedge").await;
    sends(
        world,
        &mut rita,
        "/nominate/photos",
        "A hedge",
        &jpeg(&drawn(90, 60)),
    )
    .await;
    let (desk, shelf) = (world.desk(), &world.desk().photos.shelf);
    let hour = Duration::hours(1);

    // The power failed between the files and the photo.
    let cut_off = "a".repeat(32);
    discards::expect(&desk.db, &cut_off, desk.now() + hour)
        .await
        .expect("written");
    shelf.put(&cut_off, Size::Full, vec![1]).await.expect("put");
    assert_eq!(
        sweeping::clear(desk).await,
        Ok(0),
        "it may still be on its way"
    );
    world.passes(hour);
    assert_eq!(sweeping::clear(desk).await, Ok(1));

    // A file that the database never heard of, and one that is none of ours.
    shelf
        .put(&"b".repeat(32), Size::Small, vec![1])
        .await
        .expect("put");
    shelf
        .put("somebody-elses", Size::Small, vec![1])
        .await
        .expect("put");
    assert_eq!(sweeping::clear_strays(desk).await, Ok(1));
    assert_eq!(folders(world).len(), 2);
    shelf.remove("somebody-elses").await.expect("removed");

    // A draft that nobody sent goes with its photos.
    world.passes(Duration::days(9));
    payback_panel::jobs::retention::forget(desk)
        .await
        .expect("forgotten");
    sweeping::let_go(desk).await.expect("let go");
    assert!(folders(world).is_empty());
    is_in_order(world).await;
});

walk!(
    a_shelf_that_is_not_of_this_database_is_left_alone,
    |world| {
        let shelf = &world.desk().photos.shelf;
        for number in 0..20 {
            let name = format!("{number:032x}");
            shelf.put(&name, Size::Small, vec![1]).await.expect("put");
        }
        assert!(sweeping::clear_strays(world.desk()).await.is_err());
        assert_eq!(folders(world).len(), 20);
    }
);
