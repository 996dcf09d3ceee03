//! Receipts, the Merkle root and the published list.

use super::super::ballot_list::{BallotLine, BallotList, ListFault, to_csv};
use super::super::lots::Lots;
use super::super::merkle::{self, from_hex, leaf, next_head, node, prove, root, to_hex};
use super::super::method::Method;
use super::super::receipt::ReceiptCode;
use super::super::words::CheckWords;
use super::sheet;

#[test]
fn a_code_is_written_in_groups_and_read_as_people_type_it() {
    let code =
        ReceiptCode::from_bytes([0x00, 0x44, 0x32, 0x14, 0xc7, 0x42, 0x54, 0xb6, 0x35, 0xcf]);
    assert_eq!(code.to_string(), "0123-4567-89AB-CDEF");
    for typed in [
        "0123-4567-89AB-CDEF",
        "o123 4567 89ab cdef",
        "OI23456789abcdef",
        "0l23-456789ABCDEF",
    ] {
        assert_eq!(ReceiptCode::parse(typed), Ok(code), "{typed}");
    }
    for wrong in [
        "",
        "0123-4567-89AB-CDE",
        "0123-4567-89AB-CDEFG",
        "0123-4567-89AB-CDEU",
        "é",
    ] {
        assert!(ReceiptCode::parse(wrong).is_err(), "{wrong}");
    }
    let highest = ReceiptCode::from_bytes([0xff; 10]);
    assert_eq!(highest.to_string(), "ZZZZ-ZZZZ-ZZZZ-ZZZZ");
    assert_eq!(
        ReceiptCode::parse("zzzz-zzzz-zzzz-zzzz").map(|code| code.bytes()),
        Ok([0xff; 10])
    );
}

#[test]
fn a_code_is_the_hmac_of_the_forms_key() {
    // HMAC-SHA-256 under 32 bytes of 0x0b, worked out apart.
    let code = ReceiptCode::derive(&[0x0b; 32], b"one-time key");
    assert_eq!(to_hex(&code.bytes()), HMAC_START);
}

/// The first ten bytes of HMAC-SHA-256(0x0b × 32, "receipt|v1|one-time key").
const HMAC_START: &str = "8caed26ee15018c2564c";

#[test]
fn the_root_is_built_by_hand_for_five_lines() {
    let lines = ["a", "b", "c", "d", "e"];
    let leaves: Vec<_> = lines.iter().map(|line| leaf(line.as_bytes())).collect();
    let four = node(&node(&leaves[0], &leaves[1]), &node(&leaves[2], &leaves[3]));
    assert_eq!(root(&lines), node(&four, &leaves[4]));
    assert_eq!(root(&lines[..1]), leaves[0]);
    // SHA-256 of the byte 0x00, and of nothing.
    assert_eq!(
        to_hex(&root(&[""])),
        "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d"
    );
    assert_eq!(
        to_hex(&root::<&str>(&[])),
        "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
    );
}

#[test]
fn every_line_can_be_proved_and_no_other() {
    for length in 1..40_usize {
        let lines: Vec<String> = (0..length).map(|number| format!("line {number}")).collect();
        let root = root(&lines);
        for (place, line) in lines.iter().enumerate() {
            let proof = prove(&lines, place).unwrap();
            assert!(proof.holds(line.as_bytes(), &root));
            assert!(!proof.holds(b"another line", &root));
            let mut cut = proof.clone();
            if cut.path.pop().is_some() {
                assert!(!cut.holds(line.as_bytes(), &root));
            }
            let mut moved = proof;
            moved.index = (place + 1) % length;
            assert!(length == 1 || !moved.holds(line.as_bytes(), &root));
        }
        assert_eq!(prove(&lines, length), None);
    }
}

#[test]
fn several_threads_find_the_same_root() {
    let lines: Vec<String> = (0..20_001).map(|number: u32| number.to_string()).collect();
    let proof = prove(&lines, 20_000).unwrap();
    assert!(proof.holds(b"20000", &root(&lines)));
    // Folded up from below, level by level, as another program would do it.
    let mut level: Vec<_> = lines.iter().map(|line| leaf(line.as_bytes())).collect();
    while level.len() > 1 {
        level = level
            .chunks(2)
            .map(|pair| {
                if let [left, right] = pair {
                    node(left, right)
                } else {
                    pair[0]
                }
            })
            .collect();
    }
    assert_eq!(root(&lines), level[0]);
}

#[test]
fn heads_are_chained() {
    let first = next_head(&[0; 32], &[1; 32], 20);
    assert_ne!(first, next_head(&[0; 32], &[1; 32], 21));
    assert_ne!(
        next_head(&first, &[1; 32], 40),
        next_head(&[0; 32], &[1; 32], 40)
    );
}

#[test]
fn digests_read_back_from_hex() {
    let digest = leaf(b"x");
    assert_eq!(from_hex(&to_hex(&digest)), Some(digest));
    for wrong in ["", "00", &"G".repeat(64), &"A".repeat(64), &"é".repeat(32)] {
        assert_eq!(from_hex(wrong), None);
    }
    assert_eq!(
        merkle::file_digest(b"abc"),
        "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
    );
}

fn line(first: u8, words: &str, choices: &str) -> BallotLine {
    let mut bytes = [0; 10];
    bytes[0] = first;
    BallotLine {
        code: ReceiptCode::from_bytes(bytes),
        words: CheckWords::parse(words).unwrap(),
        choices: choices.to_owned(),
    }
}

#[test]
fn the_list_is_sorted_and_counts_back() {
    let sheet = sheet(Method::RunOff);
    let lines = [
        line(200, "", "play-area>old-green"),
        line(3, "acorn harbour", ""),
        line(40, "", "play-area>old-green"),
        line(90, "", "old-green=play-area>canal-path"),
    ];
    let text = to_csv(&lines).unwrap();
    assert_eq!(
        text,
        "code,words,choices\n\
         0C00-0000-0000-0000,acorn harbour,\n\
         5000-0000-0000-0000,,play-area>old-green\n\
         B800-0000-0000-0000,,old-green=play-area>canal-path\n\
         S000-0000-0000-0000,,play-area>old-green\n"
    );
    let list = BallotList::read(&text).unwrap();
    let tally = list.tally(&sheet).unwrap();
    assert_eq!((tally.valid(), tally.blank()), (2, 2));
    assert_eq!(tally.groups().collect::<Vec<_>>(), [(&[2_u16, 1][..], 2)]);
    let place = list.find(lines[2].code).unwrap();
    assert_eq!(
        list.lines()[place],
        "5000-0000-0000-0000,,play-area>old-green"
    );
    assert_eq!(list.find(line(41, "", "").code), None);
    let proof = list.prove(place).unwrap();
    assert!(proof.holds(list.lines()[place].as_bytes(), &list.root()));
    assert_eq!(
        to_csv(&[lines[0].clone(), lines[0].clone()])
            .unwrap_err()
            .field,
        "code"
    );
}

#[test]
fn a_bad_line_is_named() {
    let sheet = sheet(Method::RunOff);
    let read = |body: &str| -> Result<(), ListFault> {
        let text = format!("code,words,choices\n{body}");
        BallotList::read(&text)?.tally(&sheet).map(|_| ())
    };
    assert_eq!(
        read("0C00-0000-0000-0000,,\n0D00-0000-0000-0000,,canal-path"),
        Ok(())
    );
    for (body, line, field) in [
        ("0c00-0000-0000-0000,,", 2, "code"),
        ("0C00-0000-0000-000I,,", 2, "code"),
        ("0C00-0000-0000-0000,,\n0C00-0000-0000-0000,,", 3, "code"),
        ("0D00-0000-0000-0000,,\n0C00-0000-0000-0000,,", 3, "code"),
        ("0C00-0000-0000-0000,acorn,", 2, "words"),
        ("0C00-0000-0000-0000,acorn  harbour,", 2, "words"),
        ("0C00-0000-0000-0000,", 2, "line"),
        ("0C00-0000-0000-0000,,,", 2, "line"),
        ("", 1, "header"),
        ("0C00-0000-0000-0000,,canal-path>nowhere", 2, "choices"),
        ("0C00-0000-0000-0000,,a>b>c>d", 2, "choices"),
        ("0C00-0000-0000-0000,,\n\n", 3, "line"),
    ] {
        if field == "header" {
            assert_eq!(BallotList::read("code,choices\n").unwrap_err().line, line);
            continue;
        }
        let fault = read(body).unwrap_err();
        assert_eq!((fault.line, fault.field), (line, field), "{body}");
    }
}

#[test]
fn a_long_list_is_read_in_parts_and_a_bad_line_is_still_named() {
    let sheet = sheet(Method::RunOff);
    let choices = [
        "canal-path",
        "play-area>old-green",
        "",
        ">canal-path>canal-path",
    ];
    let lines: Vec<String> = (0..90_000_u64)
        .map(|number| {
            let mut bytes = [0; 10];
            bytes[..8].copy_from_slice(&(number << 20).to_be_bytes());
            let code = ReceiptCode::from_bytes(bytes);
            format!("{code},,{}", choices[number as usize % 4])
        })
        .collect();
    let read = |lines: &[String]| -> Result<Vec<(Vec<u16>, u64)>, ListFault> {
        let text = format!("code,words,choices\n{}\n", lines.join("\n"));
        let list = BallotList::read(&text)?;
        assert_eq!(list.lines().len(), lines.len());
        let tally = list.tally(&sheet)?;
        assert_eq!(tally.blank(), 22_500);
        let mut groups: Vec<_> = tally
            .groups()
            .map(|(b, count)| (b.to_vec(), count))
            .collect();
        groups.sort();
        Ok(groups)
    };
    assert_eq!(
        read(&lines).unwrap(),
        [(vec![0], 45_000), (vec![2, 1], 22_500)]
    );
    for place in [0, 22_499, 22_500, 40_001, 67_500, 89_999] {
        for (change, field) in [
            (",acorn,", "words"),
            (",,nowhere", "choices"),
            (",,,", "line"),
        ] {
            let mut spoilt = lines.clone();
            spoilt[place].replace_range(19.., change);
            let fault = read(&spoilt).unwrap_err();
            assert_eq!((fault.line, fault.field), (place + 2, field), "{fault}");
        }
        let mut swapped = lines.clone();
        swapped.swap(place, place.max(1) - 1);
        let fault = read(&swapped)
            .map(|_| ())
            .map_err(|fault| (fault.line, fault.field));
        let later = place.max(1) + 2;
        assert_eq!(
            fault,
            if place == 0 {
                Ok(())
            } else {
                Err((later, "code"))
            }
        );
    }
}

#[test]
fn lots_follow_the_digest_and_change_with_every_part_of_it() {
    let ids = ["a", "b", "c", "d", "e", "f", "g"];
    let all: Vec<u16> = (0..7).collect();
    let lots = Lots::drawn("00112233445566778899", "42", &ids);
    // SHA-256("tie|v1|00112233445566778899|42|a") and so on, sorted apart.
    assert_eq!(lots.sorted(&all).unwrap(), [1, 3, 2, 4, 6, 0, 5]);
    assert_ne!(lots, Lots::drawn("00112233445566778899", "43", &ids));
    assert_ne!(lots, Lots::drawn("00112233445566778898", "42", &ids));
    assert_eq!(Lots::none().highest(&[1, 2]), None);
}

#[test]
fn a_spoken_order_is_read_with_names_that_hold_commas() {
    let names = ["Smith, John", "Smith", "John", "O'Hara"];
    let lots = Lots::parse("O'Hara, Smith, John,Smith", &names).unwrap();
    assert_eq!(lots.sorted(&[0, 1, 3]).unwrap(), [3, 0, 1]);
    assert_eq!(lots.lowest(&[0, 1]), Some(1));
    assert_eq!(lots.highest(&[0, 2]), None);
    assert!(Lots::parse("Smith,Smith", &names).is_err());
    assert!(Lots::parse("Nobody", &names).is_err());
}
