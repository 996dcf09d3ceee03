//! Any file at all: written and read again it is the same, and a spoilt one is refused without a fall.

use proptest::prelude::*;

use super::super::count::count;
use super::super::formats::blt::{self, BltFile};
use super::super::formats::pabulib::{self, PbFile, PbProject, VoteType};
use super::super::formats::{FormatFault, decoded};
use super::super::lots::Lots;
use super::super::method::Method;
use super::super::paper::Marks;

fn any_name() -> impl Strategy<Value = String> {
    "[A-Za-z'é,;.()-]{1,8}( [A-Za-z#é0-9]{1,5}){0,2}"
}

prop_compose! {
    fn any_blt()(options in 1..7_u16)(
        seats in 1..4_usize,
        names in prop::collection::vec(any_name(), usize::from(options)),
        withdrawn in prop::collection::btree_set(0..options, 0..=usize::from(options) / 2),
        ballots in prop::collection::vec(
            (1..50_u64, prop::collection::vec(
                prop::collection::vec(0..options, 0..3), 0..6)),
            0..20,
        ),
        title in any_name(),
    ) -> BltFile {
        let ballots = ballots.into_iter().map(|(w, ranks)| (w, Marks::in_ranks(ranks))).collect();
        BltFile { seats, names, withdrawn: withdrawn.into_iter().collect(), ballots, title }
    }
}

prop_compose! {
    fn any_pb()(options in 1..7_u16)(
        costs in prop::collection::vec(0..100_000_u64, usize::from(options)),
        names in prop::collection::vec("[ -~é]{0,12}", usize::from(options)),
        selected in prop::option::of(prop::collection::vec(any::<bool>(), usize::from(options))),
        votes in prop::collection::vec(
            prop::sample::subsequence((0..options).collect::<Vec<_>>(), 0..=usize::from(options)),
            0..20,
        ),
        budget in 0..1_000_000_u64,
        cents in any::<bool>(),
    ) -> PbFile {
        let places = if cents { 2 } else { 0 };
        // A unit that is needed, so that the places read back.
        let budget = if cents { budget * 10 + 1 } else { budget };
        let projects = names.iter().zip(&costs).enumerate().map(|(place, (name, cost))| PbProject {
            id: format!("P{place}"),
            name: name.trim().to_owned(),
            cost: *cost,
            selected: selected.as_ref().map(|flags| flags[place]),
        }).collect::<Vec<_>>();
        let meta = vec![
            ("unit".to_owned(), "Example; \"Town\"".to_owned()),
            ("num_projects".to_owned(), projects.len().to_string()),
            ("num_votes".to_owned(), votes.len().to_string()),
        ];
        PbFile {
            meta, vote_type: VoteType::Approval, budget, places, projects, votes, notes: vec![],
        }
    }
}

/// The text with a few bytes changed, taken out, doubled or cut off.
fn spoilt(text: &str, changes: &[(usize, u8, u8)]) -> Vec<u8> {
    let mut bytes = text.as_bytes().to_vec();
    for (place, kind, byte) in changes {
        if bytes.is_empty() {
            break;
        }
        let place = place % bytes.len();
        match kind % 5 {
            0 => bytes[place] = *byte,
            1 => {
                bytes.remove(place);
            }
            2 => bytes.insert(place, b"0;\",\n-=# "[usize::from(byte % 9)]),
            3 => bytes.truncate(place),
            _ => bytes = [&bytes[..place], &bytes[place / 2..]].concat(),
        }
    }
    bytes
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn blt_files_round_trip(file in any_blt()) {
        let text = file.to_text();
        prop_assert_eq!(blt::read(&text), Ok(file.clone()));
        let contest = file.contest().unwrap();
        let again = blt::read(&BltFile::of_contest(&contest, &file.title).to_text()).unwrap();
        let mut once: Vec<_> = contest.tally.groups().map(|(b, c)| (b.to_vec(), c)).collect();
        let twice = again.contest().unwrap();
        let mut twice_groups: Vec<_> = twice.tally.groups().map(|(b, c)| (b.to_vec(), c)).collect();
        once.sort();
        twice_groups.sort();
        prop_assert_eq!(once, twice_groups);
        prop_assert_eq!(contest.tally.blank(), twice.tally.blank());
        prop_assert_eq!(contest.tally.standing(), twice.tally.standing());
    }

    #[test]
    fn pabulib_files_round_trip(file in any_pb()) {
        let read = pabulib::read(&file.to_text()).unwrap();
        prop_assert_eq!(&read.projects, &file.projects);
        prop_assert_eq!(&read.votes, &file.votes);
        prop_assert_eq!((read.budget, read.places), (file.budget, file.places));
        prop_assert_eq!(read.said("unit"), Some("Example; \"Town\""));
        prop_assert_eq!(&read.notes, &file.notes);
        let contest = file.contest(Method::Greedy, false).unwrap();
        let (ids, names): (Vec<&str>, Vec<&str>) =
            file.projects.iter().map(|p| (p.id.as_str(), p.name.as_str())).unzip();
        let export = PbFile::of_contest(&contest, &ids, &names, &[], "Example");
        let again = pabulib::read(&export.to_text()).unwrap();
        let again = again.contest(Method::Greedy, false).unwrap();
        prop_assert_eq!(again.tally.total(), contest.tally.total());
        prop_assert_eq!(again.costs, contest.costs);
    }

    #[test]
    fn spoilt_files_never_panic(
        blt in any_blt(),
        pb in any_pb(),
        changes in prop::collection::vec((any::<usize>(), any::<u8>(), any::<u8>()), 1..8),
    ) {
        let no_lots = Lots::none();
        let spoilt_blt = decoded(&spoilt(&blt.to_text(), &changes));
        if let Ok(contest) = blt::read(&spoilt_blt).and_then(|file| file.contest()) {
            for method in Method::ALL {
                let _ = count(&contest, method, &no_lots);
            }
        }
        let spoilt_pb = decoded(&spoilt(&pb.to_text(), &changes));
        let contest = |file: PbFile| file.contest(Method::Greedy, true).map_err(|_| ());
        let read: Result<_, ()> = pabulib::read(&spoilt_pb).map_err(|_: FormatFault| ()).and_then(contest);
        if let Ok(contest) = read {
            let _ = count(&contest, Method::Greedy, &no_lots);
            let _ = count(&contest, Method::Approval, &no_lots);
        }
    }
}
