//! Marking, reading and casting a paper.

use super::super::casting::{CastRefusal, Ruling, decide, prepare};
use super::super::method::{Method, PaperKind};
use super::super::paper::{Marks, MarksFault};
use super::super::receipt::{Record, record_length};
use super::super::round::{Stage, Times};
use super::super::shuffle::shuffled;
use super::super::words::{CHECK_WORDS, CheckWords};
use super::{june, sheet};

#[test]
fn a_ranked_paper_is_read_by_the_rule() {
    type Case = (&'static str, Vec<Vec<u16>>, Vec<u16>);
    let cases: [Case; 9] = [
        ("nothing", vec![], vec![]),
        ("plain", vec![vec![2], vec![0]], vec![2, 0]),
        (
            "empty ranks close up",
            vec![vec![], vec![1], vec![], vec![0]],
            vec![1, 0],
        ),
        (
            "named again",
            vec![vec![1], vec![1], vec![0], vec![1]],
            vec![1, 0],
        ),
        (
            "shared rank ends it",
            vec![vec![1], vec![0, 2], vec![3]],
            vec![1],
        ),
        (
            "shared first rank is blank",
            vec![vec![0, 1], vec![2]],
            vec![],
        ),
        (
            "shared with one named before",
            vec![vec![1], vec![1, 2], vec![0]],
            vec![1],
        ),
        ("only empty ranks", vec![vec![], vec![]], vec![]),
        ("one at the end", vec![vec![], vec![], vec![3]], vec![3]),
    ];
    for (name, ranks, read) in cases {
        assert_eq!(
            Marks::in_ranks(ranks).read(PaperKind::Ranks),
            read,
            "{name}"
        );
    }
}

#[test]
fn two_ticks_on_a_single_choice_paper_count_for_nothing() {
    assert_eq!(Marks::ticked(vec![1]).read(PaperKind::OneTick), vec![1]);
    assert_eq!(
        Marks::ticked(vec![1, 0]).read(PaperKind::OneTick),
        Vec::<u16>::new()
    );
    assert_eq!(Marks::ticked(vec![1, 0]).read(PaperKind::Ticks), vec![0, 1]);
}

#[test]
fn what_was_marked_is_what_is_written_and_reads_back() {
    let ids = ["a", "b", "c"];
    let place = |id: &str| {
        ids.iter()
            .position(|known| *known == id)
            .map(|place| place as u16)
    };
    for (marks, kind, text) in [
        (Marks::blank(PaperKind::Ranks), PaperKind::Ranks, ""),
        (Marks::ranked(&[2, 0]), PaperKind::Ranks, "c>a"),
        (
            Marks::in_ranks(vec![vec![], vec![1, 0], vec![], vec![0]]),
            PaperKind::Ranks,
            ">a=b>>a",
        ),
        (Marks::ticked(vec![2, 0]), PaperKind::Ticks, "a+c"),
        (Marks::ticked(vec![1]), PaperKind::OneTick, "b"),
        (Marks::blank(PaperKind::Ticks), PaperKind::Ticks, ""),
    ] {
        assert_eq!(marks.to_choices(&ids), text);
        assert_eq!(Marks::from_choices(text, kind, place), Ok(marks), "{text}");
    }
    let refused = |text: &str, kind| Marks::from_choices(text, kind, place).unwrap_err();
    assert_eq!(
        refused("d", PaperKind::Ticks),
        MarksFault::UnknownOption("d".to_owned())
    );
    assert_eq!(
        refused("a>", PaperKind::Ticks),
        MarksFault::UnknownOption("a>".to_owned())
    );
    assert_eq!(
        refused("a+", PaperKind::Ticks),
        MarksFault::UnknownOption(String::new())
    );
    assert_eq!(
        refused("a=", PaperKind::Ranks),
        MarksFault::UnknownOption(String::new())
    );
    assert_eq!(refused("a+a", PaperKind::Ticks), MarksFault::TickedTwice);
}

#[test]
fn a_paper_with_too_many_ranks_or_unknown_options_is_refused() {
    assert_eq!(
        Marks::ranked(&[0, 1, 2]).check(3, 2),
        Err(MarksFault::TooManyRanks {
            marked: 3,
            allowed: 2
        })
    );
    assert_eq!(
        Marks::ranked(&[3]).check(3, 3),
        Err(MarksFault::UnknownOption("4".to_owned()))
    );
    assert_eq!(
        Marks::in_ranks(vec![vec![0, 1, 2], vec![0, 1, 2]]).check(3, 2),
        Err(MarksFault::TooManyMarks)
    );
    assert_eq!(
        Marks::in_ranks(vec![vec![0, 1, 2], vec![0, 1]]).check(3, 2),
        Ok(())
    );
}

#[test]
fn the_same_form_gives_the_same_receipt_and_another_form_another() {
    let sheet = sheet(Method::RunOff);
    let words = CheckWords::parse("harbour acorn").unwrap_or_default();
    let secret = [9; 32];
    let first = prepare(
        &sheet.clone().named(),
        &Marks::ranked(&[1, 0]),
        words,
        b"once",
        &secret,
    )
    .unwrap();
    let again = prepare(
        &sheet.clone().named(),
        &Marks::ranked(&[1, 0]),
        words,
        b"once",
        &secret,
    )
    .unwrap();
    assert_eq!(first, again);
    assert_eq!(first.choices, "old-green>canal-path");
    let other_key = prepare(
        &sheet.clone().named(),
        &Marks::ranked(&[1, 0]),
        words,
        b"twice",
        &secret,
    )
    .unwrap();
    assert_ne!(first.code, other_key.code);
    assert_ne!(first.form, other_key.form);
    let other_choice = prepare(
        &sheet.clone().named(),
        &Marks::ranked(&[0]),
        words,
        b"once",
        &secret,
    )
    .unwrap();
    assert_ne!(first.form, other_choice.form);
    let other_secret = prepare(
        &sheet.clone().named(),
        &Marks::ranked(&[1, 0]),
        words,
        b"once",
        &[8; 32],
    )
    .unwrap();
    assert_ne!(first.code, other_secret.code);
}

#[test]
fn every_record_of_a_round_has_the_same_length_and_reads_back() {
    for method in Method::ALL {
        let sheet = sheet(method);
        let fullest = match method.paper() {
            PaperKind::Ranks => Marks::in_ranks(vec![vec![0, 1, 2], vec![0, 1], vec![2]]),
            _ => Marks::ticked(vec![0, 1, 2]),
        };
        let longest = CHECK_WORDS.iter().max_by_key(|word| word.len()).unwrap();
        let words = CheckWords::parse(&format!("{longest} {longest}")).unwrap();
        for (marks, words) in [
            (fullest, words),
            (Marks::blank(method.paper()), CheckWords::none()),
        ] {
            let made = prepare(&sheet.clone().named(), &marks, words, b"key", b"secret").unwrap();
            assert_eq!(made.record.len(), record_length(&sheet));
            assert_eq!(made.record.len() % 64, 0);
            let read = Record::read(&made.record, &sheet.round_id()).unwrap();
            assert_eq!(read.choices, made.choices);
            assert_eq!(
                (read.code, read.words, read.method),
                (made.code, words, method)
            );
        }
    }
}

#[test]
fn a_record_that_is_spoilt_or_of_another_round_is_rejected() {
    let sheet = sheet(Method::Plurality);
    let made = prepare(
        &sheet.clone().named(),
        &Marks::ticked(vec![0]),
        CheckWords::none(),
        b"key",
        b"secret",
    )
    .unwrap();
    let mut other = sheet.clone();
    other.title.push('?');
    assert!(Record::read(&made.record, &other.round_id()).is_err());
    let text = String::from_utf8(made.record).unwrap();
    let id = sheet.round_id();
    for (from, to) in [
        ("v1|", "v2|"),
        ("|plurality|", "|lottery|"),
        ("|canal-path|", "|canal-path"),
        ("-", ""),
        ("|canal", "||canal"),
    ] {
        let spoilt = text.replace(from, to);
        assert_ne!(spoilt, text);
        assert!(Record::read(spoilt.as_bytes(), &id).is_err(), "{from} {to}");
    }
    assert!(Record::read(&[0xff, 0xfe], &id).is_err());
    assert!(Record::read(text.replace("|  ", "|acorn  ").as_bytes(), &id).is_err());
}

#[test]
fn a_form_is_entered_once_and_known_again() {
    let times = Times {
        opens_at: june(1, 8),
        closes_at: june(22, 20),
    };
    let (mine, other) = ([1; 32], [2; 32]);
    let at = |voted, now| decide(Stage::Open, &times, voted, &mine, now);
    assert_eq!(at(None, june(1, 8)), Ok(Ruling::Enter));
    assert_eq!(at(Some(&mine), june(2, 0)), Ok(Ruling::AlreadyEntered));
    assert_eq!(at(Some(&other), june(2, 0)), Err(CastRefusal::AlreadyVoted));
    assert_eq!(at(None, june(22, 19)), Ok(Ruling::Enter));
}

#[test]
fn a_closed_round_takes_no_more_ballots() {
    let times = Times {
        opens_at: june(1, 8),
        closes_at: june(22, 20),
    };
    let closed = Err(CastRefusal::Closed {
        closes_at: times.closes_at,
    });
    let early = Err(CastRefusal::NotOpenYet {
        opens_at: times.opens_at,
    });
    for (stage, now, expected) in [
        (Stage::Open, june(22, 20), closed.clone()),
        (Stage::Closed, june(2, 0), closed.clone()),
        (Stage::Declared, june(2, 0), closed.clone()),
        (Stage::Announced, june(23, 0), closed),
        (Stage::Draft, june(2, 0), early.clone()),
        (Stage::Announced, june(1, 8), early.clone()),
        (Stage::Open, june(1, 7), early),
    ] {
        assert_eq!(
            decide(stage, &times, None, &[1; 32], now),
            expected,
            "{stage:?} {now}"
        );
    }
}

#[test]
fn the_order_on_a_paper_is_stable_for_one_seed_and_even_over_many() {
    let ids = ["a", "b", "c", "d"];
    assert_eq!(shuffled(&[1; 32], &ids), shuffled(&[1; 32], &ids));
    let mut first = [0_u32; 4];
    for number in 0..4000_u32 {
        let mut seed = [0; 32];
        seed[..4].copy_from_slice(&number.to_be_bytes());
        let order = shuffled(&seed, &ids);
        let mut sorted = order.clone();
        sorted.sort_unstable();
        assert_eq!(sorted, [0, 1, 2, 3]);
        first[order[0]] += 1;
    }
    assert!(
        first.iter().all(|count| (900..1100).contains(count)),
        "{first:?}"
    );
}

#[test]
fn check_words_are_easily_told_apart() {
    assert!(CHECK_WORDS.len() >= 200);
    assert!(CHECK_WORDS.is_sorted());
    for (place, word) in CHECK_WORDS.iter().enumerate() {
        assert!(
            word.bytes().all(|letter| letter.is_ascii_lowercase()),
            "{word}"
        );
        for other in &CHECK_WORDS[place + 1..] {
            assert!(distance(word, other) >= 3, "{word} {other}");
            assert!(word.get(..4).unwrap_or(word) != other.get(..4).unwrap_or(other));
        }
    }
}

#[test]
fn check_words_come_in_pairs() {
    assert_eq!(CheckWords::parse(""), Ok(CheckWords::none()));
    assert_eq!(
        CheckWords::parse("acorn harbour")
            .map(|w| w.to_string())
            .unwrap(),
        "acorn harbour"
    );
    for refused in ["acorn", "acorn harbour cactus", "acorn nonsense"] {
        assert!(CheckWords::parse(refused).is_err(), "{refused}");
    }
}

fn distance(one: &str, other: &str) -> usize {
    let other: Vec<char> = other.chars().collect();
    let mut row: Vec<usize> = (0..=other.len()).collect();
    for (i, letter) in one.chars().enumerate() {
        let mut corner = row[0];
        row[0] = i + 1;
        for (j, against) in other.iter().enumerate() {
            let swapped = corner + usize::from(letter != *against);
            corner = row[j + 1];
            row[j + 1] = swapped.min(corner + 1).min(row[j] + 1);
        }
    }
    row[other.len()]
}
