//! Forms with files, mutated: whatever comes is answered, none of it is our fault, and nothing is left of
//! what was not taken. Through every address that takes such a form.

use super::bad_input::{at_the_form, nothing_is_left};
use super::pictures::{drawn, jpeg};
use super::{Parcel, is_in_order, lays_news, posts};
use crate::attendances::HEADING;
use crate::imports::with;
use crate::nominations::{fills_the_form, reference_on};
use crate::sealed_laid::{self, pair, private};
use crate::world::{Actor, World};
use chrono::Duration;
use payback_panel::domain::policy::Role;
use payback_panel::jobs;
use payback_panel::ports::dice::Dice;

const LEICESTER: &str = "E06000016";

/// The addresses that take a form with a file.
const ADDRESSES: u64 = 6;

/// How many mutations of the forms of one address: three hundred, or its part of as many as
/// `PHOTO_MUTATIONS` says for all of them together.
#[allow(clippy::disallowed_methods)]
fn mutations() -> u64 {
    let asked = std::env::var("PHOTO_MUTATIONS").ok();
    let asked: Option<u64> = asked.and_then(|text| text.parse().ok());
    asked.map_or(300, |all| all.div_ceil(ADDRESSES))
}

/// The same bytes with a few of them changed, gone, twice, cut off or moved.
fn mutated(dice: &Dice, body: &[u8]) -> Vec<u8> {
    let mut body = body.to_vec();
    for _ in 0..=dice.below(4) {
        let length = body.len().max(1);
        let draw = |below: usize| {
            usize::try_from(dice.below(u64::try_from(below.max(1)).expect("small"))).expect("small")
        };
        // Mostly where the lines between parts stand: the file is most of the bytes.
        let at = if draw(3) > 0 {
            draw(length.min(700))
        } else {
            draw(length)
        };
        let at = at.min(body.len());
        let end = (at + draw(60)).min(body.len());
        match draw(8) {
            0 => body.truncate(at),
            1 => drop(body.drain(at..end)),
            2 => {
                let piece = body[at..end].to_vec();
                let to = draw(body.len());
                body.splice(to..to, piece);
            }
            3 => {
                let any: [u8; 16] = dice.bytes();
                body.splice(at..at, any);
            }
            4 => body
                .splice(
                    at..end,
                    b"\r\n--a-line-between-two-parts\r\n".iter().copied(),
                )
                .for_each(drop),
            5 => body
                .splice(
                    at..at,
                    b"\r\nContent-Disposition: form-data; name=\"photo\"; filename=\"../../x\"\r\n"
                        .iter()
                        .copied(),
                )
                .for_each(drop),
            _ => {
                if let Some(byte) = body.get_mut(at) {
                    *byte ^= 1 << draw(8);
                }
            }
        }
    }
    body
}

/// What came of mutations at one address.
struct Came {
    /// Forms that were taken in spite of what was done to them.
    taken: u64,
    /// Forms that were refused.
    refused: u64,
}

/// Sends so many mutations of a form with a file. After each that is taken, `after` makes room.
async fn sends_all<'w>(
    world: &'w World,
    who: &mut Actor<'w>,
    path: &str,
    parcel: impl Fn(&Actor<'w>) -> Parcel,
    mut after: impl AsyncFnMut(&mut Actor<'w>, &str),
) -> Came {
    let dice = Dice::seeded(2026);
    let mut came = Came {
        taken: 0,
        refused: 0,
    };
    let began = world.now();
    for number in 0..mutations() {
        let mut whole = parcel(who);
        for (name, value) in &mut whole.fields {
            if name == "once" {
                *value = dice.once().as_str().to_string();
            }
        }
        let body = mutated(&dice, &whole.body());
        let back = posts(world, who, path, body).await;
        assert!(
            back.status < 500,
            "mutation {number} of {path} got {}: {}",
            back.status,
            back.text()
        );
        world.passes(Duration::minutes(1));
        if back.status == 303 {
            came.taken += 1;
            let to = back.header("location").to_string();
            after(who, &to).await;
        } else {
            came.refused += 1;
        }
        if number % 500 == 499 {
            // Sessions would end meanwhile.
            world.desk().clock.set(began);
        }
    }
    came
}

/// A name and its value in a form.
fn field(name: &str, value: &str) -> (String, String) {
    (name.to_string(), value.to_string())
}

walk!(
    no_mutation_of_a_draft_s_photo_is_our_fault_or_leaves_a_file,
    |world| {
        let mut rita = at_the_form(world).await;
        let file = jpeg(&drawn(48, 36));
        let dice = Dice::seeded(2026);
        let mut taken = 0;
        for number in 0..mutations() {
            let mut parcel = Parcel::of(&rita, "A hedge", &file);
            parcel.fields[1].1 = dice.once().as_str().to_string();
            let body = mutated(&dice, &parcel.body());
            let back = posts(world, &rita, "/nominate/photos", body).await;
            assert!(
                back.status < 500,
                "mutation {number} got {}: {}",
                back.status,
                back.text()
            );
            world.passes(Duration::minutes(1));
            if back.status == 303 {
                taken += 1;
                // Room for the next.
                rita.opens("/nominate/photos").await;
                rita.presses("Take this photo away").await;
                rita.gets(200);
            }
            if number % 500 == 499 {
                // Its own session would end, and the draft be forgotten.
                world.desk().clock.set(world.now() - Duration::minutes(500));
            }
        }
        assert!(taken > 0, "some are harmless");
        nothing_is_left(world).await;
    }
);

walk!(
    no_mutation_of_a_nomination_s_photo_is_our_fault_or_leaves_a_file,
    |world| {
        world.leaves_letters();
        let mut rita = world.resident("Rita").await;
        fills_the_form(&mut rita, "Scalpay Close", "Cut the hedge").await;
        rita.presses("Send nomination").await;
        let path = format!("/nominations/{}/photos", reference_on(&rita));
        rita.opens(&path).await.gets(200);
        let file = jpeg(&drawn(48, 36));
        let parcel = |who: &Actor<'_>| Parcel::of(who, "A hedge", &file);
        let opened = path.clone();
        let came = sends_all(world, &mut rita, &path, parcel, async |who, _| {
            who.opens(&opened).await;
            who.presses("Take this photo away").await;
            who.gets(200);
        })
        .await;
        assert!(came.taken > 0 && came.refused > 0, "{}", came.taken);
        nothing_is_left(world).await;
    }
);

walk!(
    no_mutation_of_the_photos_of_news_is_our_fault_or_leaves_a_file,
    |world| {
        world.leaves_letters();
        lays_news(world).await;
        let mut helen = world.staff("Helen", Role::Council, LEICESTER).await;
        helen.opens("/staff/projects/LC-2026-P0001").await;
        helen.follows("Photos before and after").await;
        let path = helen.page().path.clone();
        let file = jpeg(&drawn(48, 36));
        let parcel = |who: &Actor<'_>| Parcel::of(who, "A hedge", &file).with("side", "after");
        let opened = path.clone();
        let came = sends_all(world, &mut helen, &path, parcel, async |who, _| {
            who.opens(&opened).await;
            who.presses("Take this photo away").await;
            who.gets(200);
            who.opens(&opened).await;
        })
        .await;
        assert!(came.taken > 0 && came.refused > 0, "{}", came.taken);
        nothing_is_left(world).await;
    }
);

walk!(
    no_mutation_of_a_file_of_sessions_is_our_fault_or_leaves_anything,
    |world| {
        world.leaves_letters();
        lays_news(world).await;
        let mut sam = world.staff("Sam", Role::Probation, LEICESTER).await;
        sam.opens("/staff/imports").await.gets(200);
        let line = "LC-2026-P0001,2026-11-03,09:30,15:30,PERSON-A,ATTC,";
        let file = with(HEADING, &[line, line]).into_bytes();
        let parcel = |who: &Actor<'_>| Parcel {
            fields: vec![
                field("csrf", &who.page().value("csrf").expect("a token")),
                field("once", ""),
                field("kind", "attendances"),
            ],
            file: Some(("list.csv".into(), file.clone())),
            part: "file",
        };
        let came = sends_all(
            world,
            &mut sam,
            "/staff/imports",
            parcel,
            async |who, to| {
                let at_work = "SELECT COUNT(*) FROM import_upload WHERE state = 'checking'";
                for _ in 0..400 {
                    if world.counts(at_work).await == 0 {
                        break;
                    }
                    tokio::time::sleep(std::time::Duration::from_millis(5)).await;
                }
                // Two that differ in nothing but their key are two files; each is one row, and none is staged.
                assert_eq!(world.counts("SELECT COUNT(*) FROM import_upload").await, 1);
                let token = vec![field("csrf", &who.page().value("csrf").expect("a token"))];
                who.sends(&format!("{to}/abandon"), &token).await.gets(303);
                who.opens("/staff/imports").await.gets(200);
            },
        )
        .await;
        assert!(came.taken > 0 && came.refused > 0, "{}", came.taken);
        for table in ["import_upload", "session_return", "session_in_force"] {
            let sql = format!("SELECT COUNT(*) FROM {table}");
            assert_eq!(world.counts(&sql).await, 0, "{table}");
        }
        let found = std::fs::read_dir(world.place().folder()).expect("the folder");
        let names = found.map(|entry| entry.expect("an entry").file_name());
        let strange: Vec<_> = names
            .map(|name| name.to_string_lossy().into_owned())
            .filter(|name| !name.starts_with("panel.db") && name != "photos")
            .collect();
        assert!(strange.is_empty(), "{strange:?}");
        is_in_order(world).await;
    }
);

/// A form with the private key of nobody's box in a file.
fn with_a_wrong_key<'k>(
    fields: &'k [(&'static str, String)],
    part: &'static str,
    key: &'k str,
) -> impl Fn(&Actor<'_>) -> Parcel + 'k {
    move |who| {
        let mut all = vec![field("csrf", &who.page().value("csrf").expect("a token"))];
        all.extend(fields.iter().map(|(name, value)| field(name, value)));
        Parcel {
            fields: all,
            file: Some(("key.txt".into(), key.as_bytes().to_vec())),
            part,
        }
    }
}

walk!(
    no_mutation_of_a_test_of_a_key_is_our_fault_or_passes_the_test,
    |world| {
        world.leaves_letters();
        sealed_laid::announced(world, &[pair(1)]).await;
        let mut helen = world.staff("Helen", Role::Council, LEICESTER).await;
        let path = "/staff/rounds/next-place/keys";
        helen.opens(path).await.gets(200);
        let (key, fields) = (private(&pair(2)), [("number", "1".to_string())]);
        let parcel = with_a_wrong_key(&fields, "key-file", &key);
        let came = sends_all(world, &mut helen, path, parcel, async |_, _| {
            panic!("a wrong key passed its test");
        })
        .await;
        assert_eq!((came.taken, came.refused), (0, mutations()));
        let tested = "SELECT COUNT(*) FROM audit WHERE kind = 'box-key-tested'";
        assert_eq!(world.counts(tested).await, 0);
        is_in_order(world).await;
    }
);

walk!(no_mutation_of_a_key_is_our_fault_or_opens_a_box, |world| {
    world.leaves_letters();
    let key = pair(1);
    sealed_laid::open_round(world, std::slice::from_ref(&key)).await;
    world.passes(Duration::days(11));
    jobs::catch_up(world.desk()).await.expect("it closes");
    let mut helen = world.staff("Helen", Role::Council, LEICESTER).await;
    let path = "/staff/rounds/next-place/open";
    helen.opens(path).await.gets(200);
    let version = helen.page().value("version").expect("a version");
    let (key, fields) = (private(&pair(2)), [("version", version)]);
    let parcel = with_a_wrong_key(&fields, "key-1-file", &key);
    let came = sends_all(world, &mut helen, path, parcel, async |_, _| {
        panic!("a wrong key opened the box");
    })
    .await;
    assert_eq!((came.taken, came.refused), (0, mutations()));
    assert_eq!(world.counts("SELECT COUNT(*) FROM round_result").await, 0);
    let closed = "SELECT COUNT(*) FROM round WHERE state = 'closed'";
    assert_eq!(world.counts(closed).await, 1);
});
