use crate::domain::identity::password::{WeakPassword, check};

fn judged(password: &str) -> Result<(), WeakPassword> {
    check(password, "rita.marsh@panel.example", "Rita Marsh")
}

#[test]
fn length_is_counted_in_characters_not_in_bytes() {
    assert_eq!(judged(""), Err(WeakPassword::Missing));
    assert_eq!(judged("hedge lane"), Err(WeakPassword::Short));
    assert_eq!(judged("ééééééééééé"), Err(WeakPassword::Short));
    assert_eq!(judged("heron ledger"), Ok(()));
    assert_eq!(judged(&"heron ledger ".repeat(16)), Err(WeakPassword::Long));
}

#[test]
fn no_rule_asks_for_capitals_digits_or_signs() {
    for password in [
        "kettle orbit moss",
        "kettleorbitmoss",
        "drei kleine igel",
        "83719 2640 55812",
        "Ένα δύο τρία τέσσερα",
        "my password is a heron",
    ] {
        assert_eq!(judged(password), Ok(()), "{password:?}");
    }
}

#[test]
fn what_is_tried_first_is_refused() {
    for password in [
        "password1234",
        "Password2026!",
        "passwordpassword",
        "Leicester2026",
        "LeicesterCity1!",
        "communitypayback",
        "Community Payback 1",
        "administrator",
        "aaaaaaaaaaaa",
        "abababababab",
        "123456789012",
        "1234567890123",
        "abcdefghijkl",
        "210987654321",
        "Rita Marsh 2026",
        "rita.marsh@panel.example",
        "rita.marsh.1984",
    ] {
        assert_eq!(judged(password), Err(WeakPassword::Common), "{password:?}");
    }
}
