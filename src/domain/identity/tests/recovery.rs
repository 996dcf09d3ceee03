use crate::domain::identity::recovery::{NotARecoveryCode, RecoveryCode};

#[test]
fn a_code_keeps_all_its_bits() {
    assert_eq!(
        RecoveryCode::new([0; 10]).to_string(),
        "0000-0000-0000-0000"
    );
    assert_eq!(
        RecoveryCode::new([255; 10]).to_string(),
        "zzzz-zzzz-zzzz-zzzz"
    );
    assert_eq!(
        RecoveryCode::new([0, 0, 0, 0, 1, 0, 0, 0, 0, 1]).to_string(),
        "0000-0001-0000-0001"
    );
    let mut seen = std::collections::BTreeSet::new();
    for bit in 0..80 {
        let mut bytes = [0; 10];
        bytes[bit / 8] = 1 << (bit % 8);
        assert!(
            seen.insert(RecoveryCode::new(bytes).to_string()),
            "bit {bit}"
        );
    }
}

#[test]
fn a_code_reads_however_it_was_copied_down() {
    let code: RecoveryCode = "4k7p-0mzx-t9wa-1hcd".parse().unwrap();
    for text in [
        "4K7P-0MZX-T9WA-1HCD",
        "4k7p0mzxt9wa1hcd",
        " 4k7p 0mzx t9wa 1hcd ",
        "4k7p-omzx-t9wa-lhcd",
        "4k7p-Omzx-t9wa-Ihcd",
    ] {
        assert_eq!(text.parse(), Ok(code.clone()), "{text}");
    }
    for text in [
        "",
        "123456",
        "4k7p-0mzx-t9wa-1hc",
        "4k7p-0mzx-t9wa-1hcdd",
        "4k7p-0mzx-t9wa-1hcu",
        "4k7p-0mzx-t9wa-1hcé",
    ] {
        assert_eq!(
            text.parse::<RecoveryCode>(),
            Err(NotARecoveryCode),
            "{text}"
        );
    }
}

#[test]
fn a_code_is_not_printed_by_accident() {
    let code = RecoveryCode::new([7; 10]);
    assert!(!format!("{code:?}").contains(code.plain()));
}
