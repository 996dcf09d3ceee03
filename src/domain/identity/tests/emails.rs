use crate::domain::identity::email::{EmailAddress, NotAnEmailAddress};

fn read(text: &str) -> EmailAddress {
    EmailAddress::parse(text).unwrap_or_else(|error| panic!("{text:?}: {error}"))
}

/// Pairs of addresses that stand for one person, and count once.
const SAME: [(&str, &str); 43] = [
    // capitals
    ("rita@panel.example", "Rita@panel.example"),
    ("rita@panel.example", "RITA@PANEL.EXAMPLE"),
    ("rita@panel.example", "rita@Panel.Example"),
    ("o'neill@panel.example", "O'Neill@panel.example"),
    // space and invisible signs around what was typed
    ("rita@panel.example", "  rita@panel.example "),
    ("rita@panel.example", "rita@panel.example\n"),
    ("rita@panel.example", "\u{a0}rita@panel.example"),
    ("rita@panel.example", "\u{feff}rita@panel.example\u{200b}"),
    ("rita@panel.example", "\u{202a}rita@panel.example\u{202c}"),
    // tags
    ("rita@panel.example", "rita+1@panel.example"),
    ("rita@panel.example", "rita+votes@panel.example"),
    ("rita+1@panel.example", "rita+2@panel.example"),
    ("rita@panel.example", "rita+a+b@panel.example"),
    ("rita@panel.example", "Rita+Votes@Panel.Example"),
    ("rita@panel.example", "rita+@panel.example"),
    ("rita@outlook.com", "Rita+vote@Outlook.com"),
    ("rita@icloud.com", "rita+desk@icloud.com"),
    ("rita.singh@yahoo.co.uk", "rita.singh+2@YAHOO.co.uk"),
    ("rita-singh@panel.example", "Rita-Singh+1@panel.example"),
    ("rita_singh@hotmail.co.uk", "rita_singh+a@hotmail.co.uk"),
    ("o'neill@panel.example", "o'neill+1@PANEL.example."),
    ("r.ita@panel.example", "r.ita+x.y@panel.example"),
    // a dot at the end of the domain
    ("rita@panel.example", "rita@panel.example."),
    ("rita@panel.example", "RITA+1@panel.example."),
    // quotes that say nothing
    ("rita@panel.example", "\"rita\"@panel.example"),
    ("rita@panel.example", "\"rita+1\"@panel.example"),
    ("rita.singh@panel.example", "\"Rita.Singh\"@panel.example"),
    // dots, where the provider ignores them
    ("ritasingh@gmail.com", "rita.singh@gmail.com"),
    ("ritasingh@gmail.com", "r.i.t.a.singh@gmail.com"),
    ("rita.singh@gmail.com", "Rita.Singh+panel@Gmail.com"),
    ("ritasingh@proton.me", "rita.singh@proton.me"),
    ("ritasingh@proton.me", "rita_singh@proton.me"),
    ("ritasingh@protonmail.com", "rita-singh@protonmail.com"),
    ("ritasingh@pm.me", "rita.singh+x@pm.me"),
    // two names of one provider
    ("rita@gmail.com", "rita@googlemail.com"),
    ("rita.singh@googlemail.com", "ritasingh@gmail.com"),
    ("rita.singh+x@googlemail.com", "RitaSingh@GMAIL.COM"),
    // domains in other letters
    ("rita@bücher.example", "rita@xn--bcher-kva.example"),
    ("rita@bücher.example", "rita@BÜCHER.example"),
    ("rita@bücher.example", "rita@XN--BCHER-KVA.example"),
    ("rita@bücher.example", "rita@bu\u{308}cher.example"),
    ("rita@panel.example", "rita@ｐａｎｅｌ.example"),
    ("rita@panel.example", "rita@panel。example"),
];

/// Pairs of addresses that are two people, and are never merged.
const DIFFERENT: [(&str, &str); 41] = [
    ("rita@panel.example", "rite@panel.example"),
    ("rita@panel.example", "rita@panels.example"),
    ("rita@panel.example", "rita@mail.panel.example"),
    ("rita@panel.example", "rita@panel-example.example"),
    ("rita1@panel.example", "rita2@panel.example"),
    // dots, where the provider counts them
    ("rita.singh@panel.example", "ritasingh@panel.example"),
    ("rita.singh@outlook.com", "ritasingh@outlook.com"),
    ("rita.singh@hotmail.co.uk", "ritasingh@hotmail.co.uk"),
    ("rita.singh@yahoo.co.uk", "ritasingh@yahoo.co.uk"),
    ("rita.singh@icloud.com", "ritasingh@icloud.com"),
    ("rita.singh@btinternet.com", "ritasingh@btinternet.com"),
    ("rita.singh@gmail.co.uk", "ritasingh@gmail.co.uk"),
    ("rita.singh@mail.gmail.com", "ritasingh@mail.gmail.com"),
    // hyphens and underlines
    ("rita-singh@panel.example", "ritasingh@panel.example"),
    ("rita_singh@panel.example", "rita-singh@panel.example"),
    ("rita-singh@gmail.com", "ritasingh@gmail.com"),
    ("rita-1@panel.example", "rita@panel.example"),
    ("rita_singh@gmail.com", "ritasingh@gmail.com"),
    // other signs are letters of the name
    ("rita=1@panel.example", "rita@panel.example"),
    ("rita%1@panel.example", "rita@panel.example"),
    ("rita#1@panel.example", "rita@panel.example"),
    ("oneill@panel.example", "o'neill@panel.example"),
    // one letter, one digit, one sign more
    ("r.singh@panel.example", "rsingh@panel.example"),
    ("rita.singh1@gmail.com", "ritasingh11@gmail.com"),
    ("ritasingh+1@panel.example", "ritasing+1@panel.example"),
    ("rita.a.singh@panel.example", "rita.singh@panel.example"),
    // domains of other owners
    ("rita@panel.co.uk", "rita@panel.org.uk"),
    ("rita@gmail.com", "rita@gmail.com.example"),
    // a tag without a name is the name
    ("+1@panel.example", "+2@panel.example"),
    // other providers
    ("rita@gmail.com", "rita@proton.me"),
    ("rita@outlook.com", "rita@hotmail.com"),
    // Several domains of one provider. Most often one name at two of them is one mailbox, but neither of these providers
    // says that it always is, as Google does of its two. Taken for one by mistake, somebody loses a vote and lets another
    // into their account; taken for two, somebody can have what any second mailbox gives them, which the page on
    // counting admits.
    ("rita@proton.me", "rita@protonmail.com"),
    ("rita@proton.me", "rita@pm.me"),
    ("rita@protonmail.com", "rita@pm.me"),
    ("rita@icloud.com", "rita@me.com"),
    ("rita@icloud.com", "rita@mac.com"),
    ("rita@me.com", "rita@mac.com"),
    // domains that only look alike
    ("rita@panel.example", "rita@p\u{430}nel.example"),
    ("rita@bücher.example", "rita@bucher.example"),
    ("rita@gmail.com", "rita@gmai1.com"),
    ("rita@strasse.example", "rita@straße.example"),
];

#[test]
fn one_person_has_one_key_however_the_address_is_written() {
    for (one, other) in SAME {
        assert_eq!(read(one).key(), read(other).key(), "{one:?} and {other:?}");
    }
}

#[test]
fn different_people_are_never_merged() {
    for (one, other) in DIFFERENT {
        assert_ne!(read(one).key(), read(other).key(), "{one:?} and {other:?}");
        assert!(
            !read(one).is_surely(&read(other)),
            "{one:?} and {other:?} are taken for one mailbox"
        );
    }
}

#[test]
fn a_key_is_an_address_with_the_same_key() {
    for (one, other) in SAME.into_iter().chain(DIFFERENT) {
        for text in [one, other] {
            let key = read(text).key();
            assert_eq!(read(&key).key(), key, "{text:?}");
        }
    }
}

#[test]
fn a_tag_is_surely_the_same_mailbox_only_where_the_provider_says_so() {
    for (one, other, same) in [
        ("rita@gmail.com", "rita+1@gmail.com", true),
        ("rita@gmail.com", "r.ita@googlemail.com", true),
        ("rita@proton.me", "rita+1@proton.me", true),
        ("rita@panel.example", "Rita@Panel.example.", true),
        ("rita@panel.example", "rita+1@panel.example", false),
        ("rita+1@panel.example", "rita+2@panel.example", false),
        ("rita+1@panel.example", "Rita+1@panel.example", true),
    ] {
        assert_eq!(read(one).is_surely(&read(other)), same, "{one} {other}");
    }
}

#[test]
fn letters_go_to_the_address_as_it_was_typed() {
    assert_eq!(
        read(" Rita.Singh+Panel@Panel.Example. ").as_str(),
        "Rita.Singh+Panel@Panel.Example"
    );
    assert_eq!(
        read("\"rita\"@panel.example").as_str(),
        "rita@panel.example"
    );
}

#[test]
fn what_is_no_address_is_refused_with_what_to_do() {
    assert_eq!(EmailAddress::parse("  "), Err(NotAnEmailAddress::Missing));
    let long_local = format!("{}@panel.example", "a".repeat(65));
    let long_label = format!("rita@{}.example", "a".repeat(64));
    let long = format!("rita@{}example", "a123456789.".repeat(23));
    for text in [
        "rita",
        "rita@",
        "@panel.example",
        "rita@panel",
        "rita@@panel.example",
        "rita@panel@example.example",
        "rita singh@panel.example",
        "rita@panel .example",
        ".rita@panel.example",
        "rita.@panel.example",
        "ri..ta@panel.example",
        "rita@.panel.example",
        "rita@panel..example",
        "rita@panel.example..",
        "rita@-panel.example",
        "rita@panel-.example",
        "rita@panel_.example",
        "rita@[127.0.0.1]",
        "rita@127.0.0.1",
        "rita@panel.e",
        "\"rita singh\"@panel.example",
        "\"rita@panel.example",
        "Rita <rita@panel.example>",
        "rita@panel.example,rolf@panel.example",
        "rita@panel.example\r\nBcc: rolf@panel.example",
        "rita\0@panel.example",
        "rıta@panel.example",
        "рита@panel.example",
        "rita@pa\u{0}nel.example",
        "mailto:rita@panel.example",
        long_local.as_str(),
        long_label.as_str(),
        long.as_str(),
    ] {
        assert_eq!(
            EmailAddress::parse(text),
            Err(NotAnEmailAddress::Format),
            "{text:?}"
        );
    }
}
