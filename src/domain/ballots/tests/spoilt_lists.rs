//! Spoilt lists, sheets and records never panic; they are refused or read.

use proptest::prelude::*;

use super::super::ballot_list::BallotList;
use super::super::canonical::Json;
use super::super::lots::Lots;
use super::super::method::Method;
use super::super::receipt::Record;
use super::super::rule_sheet::RuleSheet;
use super::super::verification::verify;
use super::sheet;

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn any_text_is_refused_or_read(text in "\\PC{0,60}", choices in "[a-z>=+-]{0,20}") {
        let _ = Json::parse(&text);
        let _ = RuleSheet::read(&text);
        let _ = BallotList::read(&text);
        let _ = Lots::parse(&text, &["a", "a,b", ""]);
        let sheet = sheet(Method::RunOff);
        let _ = Record::read(text.as_bytes(), &sheet.round_id());
        let list = format!("code,words,choices\n0C00-0000-0000-0000,,{choices}\n");
        if let Ok(list) = BallotList::read(&list) {
            let _ = list.tally(&sheet);
        }
        let _ = verify(|_| Ok(Some(text.clone().into_bytes())));
    }

    #[test]
    fn a_spoilt_sheet_is_refused(place in any::<prop::sample::Index>(), byte in 32..127_u8) {
        let text = sheet(Method::EqualShares).to_text();
        let mut bytes = text.clone().into_bytes();
        let place = place.index(bytes.len());
        bytes[place] = byte;
        let spoilt = String::from_utf8(bytes).unwrap();
        if let Ok(read) = RuleSheet::read(&spoilt) {
            // What is still a sheet is another one, with another id.
            prop_assert_eq!(read.round_id() == sheet(Method::EqualShares).round_id(), spoilt == text);
        }
    }
}
