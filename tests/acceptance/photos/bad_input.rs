//! Everything that is no photo, or no form: refused with a sentence, and nothing is left of it.

use super::pictures::{drawn, huge_jpeg, huge_png, jpeg, moving_png, moving_webp};
use super::{MARK, Parcel, folders, is_in_order, posts, posts_as, sends};
use crate::nominations::fills_the_form;
use crate::world::{Actor, Place, World};
use payback_panel::ports::photos::{Darkroom, Shelving};
use std::io::Write as _;
use std::time::{Duration, Instant};

const PATH: &str = "/nominate/photos";

pub async fn at_the_form(world: &World) -> Actor<'_> {
    world.leaves_letters();
    let mut rita = world.resident("Rita").await;
    fills_the_form(&mut rita, "Scalpay Close", "Cut the hedge").await;
    rita.opens(PATH).await.gets(200);
    rita
}

pub async fn nothing_is_left(world: &World) {
    assert_eq!(world.counts("SELECT COUNT(*) FROM photo").await, 0);
    assert!(folders(world).is_empty());
    is_in_order(world).await;
}

walk!(what_is_no_photo_is_refused_with_a_sentence, |world| {
    let rita = at_the_form(world).await;
    let heic = b"\0\0\0\x18ftypheic\0\0\0\0mif1heic".to_vec();
    let whole = jpeg(&drawn(640, 480));
    let cases: [(&str, Vec<u8>, &str); 11] = [
        ("nothing", vec![], "Choose a photo"),
        (
            "words",
            b"<script>alert(1)</script>".to_vec(),
            "a JPEG, PNG or WebP file",
        ),
        (
            "a GIF",
            b"GIF89a\x01\0\x01\0\0\0\0;".to_vec(),
            "a JPEG, PNG or WebP file",
        ),
        (
            "an SVG",
            b"<svg xmlns='http://www.w3.org/2000/svg'/>".to_vec(),
            "a JPEG, PNG or WebP file",
        ),
        ("a HEIC", heic, "HEIC"),
        (
            "a PNG that moves",
            moving_png(&drawn(64, 48)),
            "This is a moving picture",
        ),
        (
            "a WebP that moves",
            moving_webp(&drawn(64, 48)),
            "This is a moving picture",
        ),
        ("a beginning", whole[..40].to_vec(), "cannot be read"),
        ("a huge PNG", huge_png(30_000, 30_000), "25 megapixels"),
        ("a huge JPEG", huge_jpeg(65_500, 65_500), "25 megapixels"),
        (
            "too many bytes",
            vec![0xff; 16 * 1024 * 1024],
            "smaller than 15 megabytes",
        ),
    ];
    for (what, file, sentence) in cases {
        let began = Instant::now();
        let back = posts(
            world,
            &rita,
            PATH,
            Parcel::of(&rita, "A hedge & more", &file).body(),
        )
        .await;
        assert_eq!(back.status, 422, "{what}: {}", back.text());
        assert!(back.text().contains(sentence), "{what}: {}", back.text());
        assert!(back.text().contains("/nominate/photos"));
        assert!(
            began.elapsed().as_secs() < 10,
            "{what} took {:?}",
            began.elapsed()
        );
    }
    let back = posts(world, &rita, PATH, Parcel::of(&rita, " ", &whole).body()).await;
    assert_eq!(back.status, 422);
    assert!(back.text().contains("Say what the photo shows"));
    nothing_is_left(world).await;
});

mod a_photo_that_takes_too_long_is_refused_and_leaves_nothing {
    use super::*;

    async fn walk(place: Place) {
        let folder = Shelving::Folder(place.folder().join("photos"));
        // No photo of this size is drawn anew in a thousandth of a second.
        let darkroom = Darkroom::with_deadline(Duration::from_millis(1));
        let world = World::arranged(place, folder, darkroom).await;
        let mut rita = at_the_form(&world).await;
        let file = jpeg(&drawn(3000, 2000));
        let back = sends(&world, &mut rita, PATH, "A hedge", &file).await;
        assert_eq!(back.status, 422, "{}", back.text());
        assert!(
            back.text().contains("takes too long to read"),
            "{}",
            back.text()
        );
        assert!(back.text().contains("A hedge"), "what was typed stays");
        nothing_is_left(&world).await;
        world.ends().await;
    }

    #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
    async fn on_sqlite() {
        walk(Place::sqlite()).await;
    }

    #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
    async fn on_postgres() {
        let Some(place) = Place::postgres().await else {
            return;
        };
        walk(place).await;
    }
}

walk!(what_is_no_form_is_refused_and_leaves_nothing, |world| {
    let rita = at_the_form(world).await;
    let file = jpeg(&drawn(64, 48));
    let whole = Parcel::of(&rita, "A hedge", &file);
    let sends = |body: Vec<u8>| posts(world, &rita, PATH, body);
    assert_eq!(sends(vec![]).await.status, 400);
    assert_eq!(sends(b"nothing".to_vec()).await.status, 400);
    let body = whole.body();
    for end in [body.len() / 4, body.len() / 2, body.len() - 40] {
        let status = sends(body[..end].to_vec()).await.status;
        assert!([400, 403].contains(&status), "cut off at {end}: {status}");
    }
    // The token must come before the file.
    let mut late = Parcel::of(&rita, "A hedge", &file);
    let token = late.fields.remove(0);
    let mut bytes = late.body();
    bytes.truncate(bytes.len() - format!("--{}--\r\n", MARK).len());
    let after = Parcel {
        fields: vec![token],
        file: None,
        part: "photo",
    };
    bytes.extend(after.body());
    assert_eq!(sends(bytes).await.status, 403);
    let mut many = Parcel::of(&rita, "A hedge", &file);
    for number in 0..10_000 {
        many = many.with(&format!("field{number}"), "");
    }
    assert_eq!(sends(many.body()).await.status, 400);
    let long = Parcel::of(&rita, &"a".repeat(100_000), &file);
    assert_eq!(sends(long.body()).await.status, 400);
    let huge = Parcel::of(&rita, "A hedge", &vec![0; 31 * 1024 * 1024]);
    assert_eq!(sends(huge.body()).await.status, 413);
    nothing_is_left(world).await;
});

walk!(
    a_form_between_other_lines_is_refused_and_leaves_nothing,
    |world| {
        let rita = at_the_form(world).await;
        let body = Parcel::of(&rita, "A hedge", &jpeg(&drawn(64, 48))).body();
        let huge = "a".repeat(1024 * 1024);
        for kind in [
            "multipart/form-data".to_string(),
            "multipart/form-data;".into(),
            "multipart/form-data; boundary".into(),
            "multipart/form-data; boundary=".into(),
            "multipart/form-data; boundary=\"\"".into(),
            format!("multipart/form-data; boundary=\"{MARK}"),
            format!("multipart/form-data; boundary={huge}"),
            "multipart/form-data; boundary=another-line".into(),
            format!("multipart/form-data; boundary={}", &MARK[1..]),
            format!("multipart/mixed; boundary={MARK}"),
            "image/jpeg".into(),
            "text/plain".into(),
        ] {
            let back = posts_as(world, &rita, PATH, &[("content-type", &kind)], body.clone()).await;
            let refused = (400..500).contains(&back.status);
            assert!(refused, "{kind:.80}: {} {:.300}", back.status, back.text());
        }
        // Lines that are empty, as an empty name of them would have them.
        let between = format!("--{MARK}").into_bytes();
        let mut empty = body.clone();
        while let Some(at) = empty
            .windows(between.len())
            .position(|part| part == between)
        {
            empty.drain(at + 2..at + between.len());
        }
        let kind = [("content-type", "multipart/form-data; boundary=\"\"")];
        let back = posts_as(world, &rita, PATH, &kind, empty).await;
        assert!((400..500).contains(&back.status), "{}", back.status);
        nothing_is_left(world).await;
    }
);

/// So many zeros in a thousandth of their bytes.
fn packed(zeros: usize) -> Vec<u8> {
    let mut packed = flate2::write::GzEncoder::new(vec![], flate2::Compression::best());
    packed.write_all(&vec![0; zeros]).expect("it packs");
    packed.finish().expect("it packs")
}

walk!(what_would_unpack_to_much_is_refused_unopened, |world| {
    let rita = at_the_form(world).await;
    let bomb = packed(256 * 1024 * 1024);
    assert!(bomb.len() < 300 * 1024, "{}", bomb.len());
    let kind = format!("multipart/form-data; boundary={MARK}");
    let whole = Parcel::of(&rita, "A hedge", &bomb).body();
    for (coding, body, wanted) in [
        ("gzip", &bomb, 415),
        ("GZIP", &bomb, 415),
        ("x-gzip", &bomb, 415),
        ("deflate", &bomb, 415),
        ("identity, gzip", &bomb, 415),
        ("gzip", &whole, 415),
        // Not said to be packed, it is no form; and within a form it is no photo.
        ("identity", &bomb, 400),
        ("identity", &whole, 422),
    ] {
        let began = Instant::now();
        let headers = [
            ("content-type", kind.as_str()),
            ("content-encoding", coding),
        ];
        let back = posts_as(world, &rita, PATH, &headers, body.clone()).await;
        assert_eq!(back.status, wanted, "{coding}: {:.300}", back.text());
        assert!(
            began.elapsed().as_secs() < 10,
            "{coding} took {:?}",
            began.elapsed()
        );
    }
    nothing_is_left(world).await;
});
