//! Rule sheets: their one text, their id, and what they refuse.

use super::super::canonical::Json;
use super::super::method::Method;
use super::super::rule_sheet::{BallotBox, RoundId, RuleSheet};
use super::super::rule_sheet_faults::SheetFault;
use super::sheet;

#[test]
fn the_canonical_text_is_fixed_to_the_byte() {
    let expected = concat!(
        r#"{"area":{"code":"E99000001","name":"Example Ward"},"box":{"keys":[""#,
        "0707070707070707070707070707070707070707070707070707070707070707",
        r#""],"mode":"simple"},"budget_minutes":null,"closes_at":"2027-06-22T20:00:00Z","#,
        r#""may_vote":["verified-email","desk"],"method":"irv","most_ranks":3,"#,
        r#""opens_at":"2027-06-01T08:00:00Z","options":["#,
        r#"{"id":"canal-path","label":"Canal path","minutes":600},"#,
        r#"{"id":"old-green","label":"The old green","minutes":1200},"#,
        r#"{"id":"play-area","label":"Play area","minutes":900}],"#,
        r#""reading_rule":"v1","seats":1,"smallest_poll":20,"#,
        r#""stop_rule":"more-than-half-of-continuing-ballots-or-one-left","tie_rule":"#,
        r#"{"public_value":"the first number of the lottery draw after closing","rule":"v1"},"#,
        r#""title":"Which place first?","version":1}"#,
    );
    assert_eq!(sheet(Method::RunOff).to_text(), expected);
}

#[test]
fn the_id_is_the_start_of_the_digest_and_follows_every_change() {
    let before = sheet(Method::Plurality);
    let mut after = before.clone();
    after.options[0].label.push('!');
    assert_eq!(before.round_id().as_str().len(), 20);
    assert_ne!(before.round_id(), after.round_id());
    // SHA-256 of the text "abc".
    assert_eq!(RoundId::of_text("abc").as_str(), "ba7816bf8f01cfea4141");
}

#[test]
fn every_sheet_reads_back_from_its_text() {
    for method in Method::ALL {
        let mut sheet = sheet(method);
        sheet.title = "Quotes \" and \\, a tab\t, naïve 🙂 and \u{1}".to_owned();
        assert_eq!(sheet.faults(), vec![]);
        assert_eq!(RuleSheet::read(&sheet.to_text()), Ok(sheet));
    }
}

#[test]
fn a_sheet_written_in_another_way_is_refused() {
    let text = sheet(Method::Plurality).to_text();
    for other in [
        text.replacen(':', ": ", 1),
        text.replacen("Example", "\\u0045xample", 1),
        text.replacen("\"version\":1", "\"version\":2", 1),
        text.replacen("\"seats\":1", "\"seats\":01", 1),
        text.replacen("{\"area\"", "{\"a\":1,\"area\"", 1),
        text[..text.len() - 1].to_owned(),
    ] {
        assert!(RuleSheet::read(&other).is_err(), "{other}");
    }
}

#[test]
fn a_sheet_says_all_that_is_wrong_with_it() {
    let mut sheet = sheet(Method::EqualShares);
    sheet.title = " ".to_owned();
    sheet.options[1].id = "Old Green".to_owned();
    sheet.options[2].label = "Canal path".to_owned();
    sheet.options[0].minutes = None;
    sheet.options[1].minutes = Some(1801);
    sheet.closes_at = sheet.opens_at;
    sheet.smallest_poll = 19;
    sheet.ranks = Some(2);
    sheet.ballot_box = BallotBox::Sealed {
        keys: vec![[1; 32], [1; 32]],
    };
    assert_eq!(
        sheet.faults(),
        vec![
            SheetFault::NoTitle,
            SheetFault::Backwards,
            SheetFault::SmallPoll,
            SheetFault::Keys,
            SheetFault::NeedlessRanks,
            SheetFault::BadId("Old Green".to_owned()),
            SheetFault::SameLabel("Canal path".to_owned()),
            SheetFault::NoMinutes("Canal path".to_owned()),
            SheetFault::OverBudget("The old green".to_owned()),
        ]
    );
}

#[test]
fn ranked_papers_have_at_most_five_ranks() {
    let mut sheet = sheet(Method::Transferable);
    for (ranks, fault) in [
        (None, true),
        (Some(0), true),
        (Some(5), false),
        (Some(6), true),
    ] {
        sheet.ranks = ranks;
        assert_eq!(
            sheet.faults().contains(&SheetFault::Ranks),
            fault,
            "{ranks:?}"
        );
    }
}

#[test]
fn seats_leave_something_to_decide() {
    for (method, seats, fault) in [
        (Method::Plurality, 0, Some(SheetFault::Seats)),
        (Method::Plurality, 2, None),
        (Method::Approval, 3, Some(SheetFault::Seats)),
        (Method::RunOff, 2, Some(SheetFault::OneWinner)),
    ] {
        let mut sheet = sheet(method);
        sheet.seats = seats;
        assert_eq!(sheet.faults().first(), fault.as_ref(), "{method} {seats}");
    }
}

#[test]
fn json_that_is_none_is_refused_with_its_line() {
    for (text, line) in [
        ("", 1),
        ("{\n\"a\":1,\n}", 3),
        ("[1,]", 1),
        ("[1\n 2]", 2),
        ("\"\\ud800\"", 1),
        ("\"\\u12\u{e9}4\"", 1),
        ("\"\\", 1),
        ("01", 1),
        ("-", 1),
        ("{\"a\":1,\"a\":2}", 1),
        ("nul", 1),
        ("1 1", 1),
        ("\"a\nb\"", 2),
    ] {
        assert_eq!(
            Json::parse(text).map_err(|fault| fault.line),
            Err(line),
            "{text}"
        );
    }
    assert!(Json::parse(&"[".repeat(100_000)).is_err());
}

#[test]
fn json_reads_and_writes_the_same_value() {
    let text = r#"{"a":[1,-2.50,true,false,null],"b":{"":"\"\\\n\r\t\b\f\u0001é"}}"#;
    assert_eq!(
        Json::parse(text).map(|json| json.to_text()),
        Ok(text.to_owned())
    );
    let spaced = " { \"z\" : [ ] , \"a\" : \"\\u00e9\\ud83d\\ude42\\/\" } ";
    let written = Json::parse(spaced).map(|json| json.to_text());
    assert_eq!(written, Ok("{\"a\":\"é🙂/\",\"z\":[]}".to_owned()));
}
