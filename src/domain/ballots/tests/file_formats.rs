//! Reading and writing other people's ballot files.

use super::super::count::count;
use super::super::formats::blt::{self, BltFile};
use super::super::formats::decoded;
use super::super::formats::pabulib::{self, PbFault, VoteType};
use super::super::lots::Lots;
use super::super::method::Method;
use super::super::paper::Marks;

const PLAIN: &str = "3 2\n-3\n4 1 2 0\n2 2 - 1=3 0\n1 0\n0\n\"Ada\"\n\"Bo\"\n\"Cy\"\n\"Ward\"\n";

fn blt_names(text: &str) -> (Vec<String>, String) {
    let file = blt::read(text).unwrap();
    (file.names, file.title)
}

#[test]
fn a_blt_file_is_read_in_full() {
    let file = blt::read(PLAIN).unwrap();
    let expected = BltFile {
        seats: 2,
        names: vec!["Ada".to_owned(), "Bo".to_owned(), "Cy".to_owned()],
        withdrawn: vec![2],
        ballots: vec![
            (4, Marks::ranked(&[0, 1])),
            (2, Marks::in_ranks(vec![vec![1], vec![], vec![0, 2]])),
            (1, Marks::ranked(&[])),
        ]
        .into_iter()
        .collect(),
        title: "Ward".to_owned(),
    };
    assert_eq!(file, expected);
    assert_eq!(file.to_text(), PLAIN);
    let contest = file.contest().unwrap();
    let mut groups: Vec<_> = contest.tally.groups().collect();
    groups.sort();
    // With the withdrawn option struck out, the shared rank holds one option only.
    assert_eq!(groups, [(&[0_u16, 1][..], 4), (&[1, 0], 2)]);
    assert_eq!(
        (contest.tally.blank(), contest.tally.standing()),
        (1, vec![0, 1])
    );
}

#[test]
fn names_are_read_in_every_dialect() {
    let expected = (
        vec!["Ann Bee".to_owned(), "Cy O'Dee".to_owned()],
        "Test".to_owned(),
    );
    for names in [
        "\"Ann Bee\"\n\"Cy O'Dee\"\n\"Test\"\n",
        "\"Ann Bee\"\n\"Cy O'Dee\"\n\"Test\"",
        "\"\"Ann Bee\"\"\n\"\"Cy O'Dee\"\"\n\"\"Test\"\"\n",
        "\"\"\"Ann Bee\"\"\"\n\"\"\"Cy O'Dee\"\"\"\n\"\"\"Test\"\"\"\n",
        "Ann Bee\nCy O'Dee\nTest\n",
        "Ann Bee\nCy O'Dee\nTest",
        "\"Ann Bee\" \"Some Party\"\n\"Cy O'Dee\" \"Other Party\"\n\"Test\"\n",
        "\"Ann Bee\" \"Cy O'Dee\" \"Test\"",
        "\n  \"Ann Bee\"  # first\n\n# a comment\n\"Cy O'Dee\"\r\n\"Test\"\r\n\r\n",
    ] {
        assert_eq!(
            blt_names(&format!("2 1\n1 1 0\n0\n{names}")),
            expected,
            "{names}"
        );
        assert_eq!(
            blt_names(&format!("\u{feff}2 1\r\n1 1 0\r\n0\r\n{names}")),
            expected
        );
        let old = format!("2 1\n1 1 0\n0\n{names}").replace("\r\n", "\n");
        assert_eq!(blt_names(&old.replace('\n', "\r")), expected, "{names}");
    }
    let odd = "3 1\n0\n\"Rob \"Bo\" Dee\"\n\"Cy (Lab)\"\n\"\"\n\"Test, \"\"quoted\"\"\"\n";
    let (names, title) = blt_names(odd);
    assert_eq!(names, ["Rob \"Bo\" Dee", "Cy (Lab)", ""]);
    assert_eq!(title, "Test, \"quoted\"");
    // As Scottish councils' preference profiles are passed on: a party within the name.
    let party =
        "2 1\n0\n\"Ann BEE \"\"Some Party\"\"\"\n\"Cy DEE \"\"Party (P)\"\"\"\nWard 6 - Town";
    let (names, title) = blt_names(party);
    assert_eq!(names, ["Ann BEE \"Some Party\"", "Cy DEE \"Party (P)\""]);
    assert_eq!(title, "Ward 6 - Town");
    assert_eq!(blt_names("1 1\n0\nAda").1, "");
}

#[test]
fn names_that_stand_twice_are_told_apart_in_results() {
    let contest = blt::read("3 1\n1 1 0\n0\nAda\nAda\nBo\n")
        .unwrap()
        .contest()
        .unwrap();
    assert_eq!(contest.names, ["Ada", "Ada (2)", "Bo"]);
}

#[test]
fn ballots_are_read_in_every_dialect() {
    for ballots in [
        "2 1 2 0\n1 2 0",
        "2 1 2 0 1 2 0",
        "(one) 2 1 2 0\n(two and more) 1 2 0",
        "  2  1 2   0  # twice\n\n1\t2 0",
        "2.0 1 2 0\n1.00 2 0",
        "1 1 2 0\n1 2 0\n1 1 2 0",
    ] {
        let file = blt::read(&format!("2 1\n{ballots}\n0\nA\nB\n")).unwrap();
        let tally = file.contest().unwrap().tally;
        let mut groups: Vec<_> = tally.groups().collect();
        groups.sort();
        assert_eq!(groups, [(&[0_u16, 1][..], 2), (&[1], 1)], "{ballots}");
    }
}

#[test]
fn options_in_square_brackets_are_read_as_other_programs_write_them() {
    // Withdrawn options by number, short names in ballots, and what is not for a reader to decide.
    let withdrawn = "3 2\n[withdrawn 3]\n[tie 2 1 3 ]\n4 1 2 0\n2 3 2 0\n0\nAda\nBo\nCy\n";
    let file = blt::read(withdrawn).unwrap();
    assert_eq!(file.withdrawn, [2]);
    let tally = file.contest().unwrap().tally;
    let mut groups: Vec<_> = tally.groups().collect();
    groups.sort();
    assert_eq!(groups, [(&[0_u16, 1][..], 4), (&[1], 2)]);
    let nicks = "3 2\n[nick a b c]\n[droop precision=4]\n5 a b 0\n1 b=c 0\n3 c 0\n0\nAda\nBo\nCy\n";
    let file = blt::read(nicks).unwrap();
    let read: Vec<(u64, Vec<&[u16]>)> = file.ballots.iter().collect();
    let expected: [(u64, Vec<&[u16]>); 3] =
        [(5, vec![&[0], &[1]]), (1, vec![&[1, 2]]), (3, vec![&[2]])];
    assert_eq!(read, expected);
    for (option, field) in [
        ("[withdrawn 4]", "withdrawn option"),
        ("[undeclared 3]", "option in brackets"),
    ] {
        let fault = blt::read(&withdrawn.replace("[withdrawn 3]", option)).unwrap_err();
        assert_eq!((fault.line, fault.field.as_str()), (2, field));
    }
}

#[test]
fn shared_ranks_are_read_with_and_without_spaces() {
    for ballot in ["1=2 3", "1 = 2 3", "1= 2 3", "1 =2 3", "1 =\t2   3"] {
        let file = blt::read(&format!("3 1\n1 {ballot} 0\n0\nA\nB\nC\n")).unwrap();
        let read: Vec<(u64, Vec<&[u16]>)> = file.ballots.iter().collect();
        assert_eq!(read, [(1, vec![&[0_u16, 1][..], &[2]])], "{ballot}");
    }
}

#[test]
fn a_comment_behind_a_bare_name_is_none_of_it() {
    let names = "2 1\n0\nAnn Bee # the first\nFlat #3\nTest # and more\n";
    let (read, title) = blt_names(names);
    assert_eq!(read, ["Ann Bee", "Flat #3"]);
    assert_eq!(title, "Test");
}

#[test]
fn all_names_on_one_line_are_read_whatever_follows() {
    let names = |rest: &str| blt_names(&format!("3 1\n0\n{rest}"));
    let expected = ["Ann", "Bo", "Cy"];
    for rest in [
        "\"Ann\" \"Bo\" \"Cy\"\n\"Test\"\n\"of\"\n\"more\"\n",
        "\"Ann\" \"Bo\" \"Cy\" \"Test\"\n\"one\"\n\"two\"\n\"three\"\n",
        "\"Ann\" \"Party\" \"Green\"\n\"Bo\" \"Party\" \"Blue\"\n\"Cy\" \"Party\" \"Red\"\n\"Test\"\n",
    ] {
        let (read, title) = names(rest);
        assert_eq!(read, expected, "{rest}");
        assert_eq!(title, "Test", "{rest}");
    }
}

#[test]
fn quotes_that_belong_to_a_name_may_stand_behind_a_backslash() {
    let names = "2 1\n0\n\"Rob \\\"Bo\\\" Dee\"\n\"Cy\"\n\"Test\"\n";
    assert_eq!(blt_names(names).0, ["Rob \"Bo\" Dee", "Cy"]);
}

#[test]
fn a_faulty_blt_file_is_refused_with_its_line() {
    for (text, line, field) in [
        ("", 1, "first line"),
        ("2\n", 1, "first line"),
        ("two 1\n", 1, "first line"),
        ("0 1\n", 1, "options"),
        ("2 0\n", 1, "seats"),
        ("9999 1\n", 1, "options"),
        ("2 1\n1 1 0\n", 3, "ballots"),
        ("2 1\n1 1 0", 2, "ballots"),
        ("2 1\n1 1 3 0\n0\nA\nB", 2, "choice"),
        ("2 1\n1 1 x 0\n0\nA\nB", 2, "choice"),
        ("2 1\n1 1=3 0\n0\nA\nB", 2, "choice"),
        ("2 1\n1 1 -2 0\n0\nA\nB", 2, "choice"),
        ("2 1\n1 1 2\n0\nA\nB", 2, "ballot"),
        ("2 1\n1.5 1 0\n0\nA\nB", 2, "weight"),
        ("2 1\n99999999999999999999 1 0\n0\nA\nB", 2, "weight"),
        ("2 1\n1 1 0\n-2\n0\nA\nB", 3, "withdrawn option"),
        ("2 1\n-3\n0\nA\nB", 2, "withdrawn option"),
        ("2 1\n(one 1 1 0\n0\nA\nB", 2, "ballot"),
        ("2 1\n1 1 0\n0 1 2\nA\nB", 3, "ballots"),
        ("2 1\n1 1 0\n0\nA\n", 4, "names"),
    ] {
        let fault = blt::read(text).unwrap_err();
        assert_eq!(
            (fault.line, fault.field.as_str()),
            (line, field),
            "{text:?} {fault}"
        );
    }
}

#[test]
fn bytes_that_are_not_utf_8_are_read_as_western_european() {
    assert_eq!(decoded(b"Ren\xe9e"), "Renée");
    assert_eq!(decoded("\u{feff}Renée".as_bytes()), "Renée");
}

const BUDGET: &str = "META\nkey;value\nunit;Example Town\nnum_projects;3\nnum_votes;3\n\
    budget;100\nvote_type;approval\nrule;equalshares/add1\nPROJECTS\n\
    project_id;cost;votes;name;selected\n7;60;2;\"Trees; benches\";1\nB2;50.50;1;Path;0\n\
    c;40;3;Playground;1\nVOTES\nvoter_id;age;vote\n1;20;7,c\n2;;c,B2\n3;44;\"c,7\"\n";

#[test]
fn a_pabulib_file_is_read_in_full() {
    for text in [
        BUDGET.to_owned(),
        BUDGET.replace('\n', "\r\n"),
        BUDGET.replace(';', "; "),
        format!("\u{feff}{}", BUDGET.trim_end()),
        BUDGET.replace("50.50", "50,5"),
    ] {
        let file = pabulib::read(&text).unwrap();
        assert_eq!(
            (file.budget, file.places, file.vote_type),
            (1000, 1, VoteType::Approval)
        );
        assert_eq!(file.method(), Method::EqualShares);
        assert_eq!(file.notes, Vec::<String>::new());
        let costs: Vec<u64> = file.projects.iter().map(|project| project.cost).collect();
        assert_eq!(costs, [600, 505, 400]);
        assert_eq!(file.projects[0].name.replace(' ', ""), "Trees;benches");
        assert_eq!(file.projects[1].selected, Some(false));
        assert_eq!(file.votes, [vec![0, 2], vec![2, 1], vec![2, 0]]);
        let contest = file.contest(Method::EqualShares, false).unwrap();
        let count = count(&contest, Method::EqualShares, &Lots::none())
            .unwrap()
            .unwrap();
        assert_eq!(count.winners(), [2, 0]);
    }
}

#[test]
fn what_meta_says_and_does_not_hold_becomes_a_note() {
    let file = pabulib::read(&BUDGET.replace("num_votes;3", "num_votes;4")).unwrap();
    assert_eq!(
        file.notes,
        ["META says num_votes is 4, and the file holds 3"]
    );
}

#[test]
fn a_faulty_pabulib_file_is_refused_with_its_line() {
    for (from, to, line, field) in [
        ("META\n", "", 1, "section"),
        ("budget;100\n", "", 1, "budget"),
        ("budget;100", "budget;1e3", 6, "budget"),
        ("budget;100", "budget;-1", 6, "budget"),
        ("budget;100", "budget;1,000", 6, "budget"),
        ("approval", "loud", 7, "vote_type"),
        ("PROJECTS", "PROJECTION", 19, "PROJECTS"),
        ("VOTES\n", "", 18, "VOTES"),
        ("project_id;cost", "project_id;price", 10, "cost"),
        ("50.50", "fifty", 12, "cost"),
        ("50.50", "", 12, "cost"),
        ("50.50", "50.12345678", 12, "cost"),
        ("50.50", "99999999999999999999", 12, "cost"),
        ("B2;5", "7;5", 12, "project_id"),
        ("B2;5", ";5", 12, "project_id"),
        ("1;20;7,c", "1;20;7,d", 16, "vote"),
        ("age;vote", "age;choice", 15, "vote"),
        (
            "\nvoter_id;age;vote\n1;20;7,c\n2;;c,B2\n3;44;\"c,7\"",
            "",
            14,
            "VOTES",
        ),
        ("VOTES", "META", 14, "META"),
        ("approval", "choose-1", 16, "vote"),
    ] {
        let text = BUDGET.replacen(from, to, 1);
        assert_ne!(text, BUDGET, "{from}");
        let fault = pabulib::read(&text).unwrap_err();
        assert_eq!(
            (fault.line, fault.field.as_str()),
            (line, field),
            "{from:?} {to:?} {fault}"
        );
    }
}

#[test]
fn votes_that_a_method_cannot_count_are_refused_unless_asked_for() {
    let of = |vote_type: &str| {
        pabulib::read(
            &BUDGET
                .replacen("approval", vote_type, 1)
                .replace("7,c", "7"),
        )
        .unwrap()
    };
    for vote_type in ["ordinal", "cumulative", "scoring"] {
        let file = of(vote_type);
        let refused = file.contest(Method::Greedy, false).unwrap_err();
        assert!(matches!(refused, PbFault::Unsuited(_)), "{vote_type}");
        assert!(file.contest(Method::Greedy, true).is_ok(), "{vote_type}");
    }
    assert!(of("ordinal").contest(Method::RunOff, false).is_ok());
    assert!(of("approval").contest(Method::RunOff, true).is_err());
    assert!(of("approval").contest(Method::Plurality, false).is_err());
}

#[test]
fn projects_without_points_are_not_listed() {
    let text = "META\nkey;value\nbudget;1\nvote_type;cumulative\nPROJECTS\nproject_id;cost\na;1\n\
        b;1\nc;1\nVOTES\nvoter_id;vote;points\n1;a,b,c;3,0,2\n2;b;\n3;;\n";
    let file = pabulib::read(text).unwrap();
    assert_eq!(file.votes, [vec![0, 2], vec![1], vec![]]);
}

#[test]
fn quotes_that_nothing_closes_are_ordinary_characters() {
    let begun = pabulib::read(&BUDGET.replace("Path", "\"Old Path")).unwrap();
    assert_eq!(begun.projects[1].name, "\"Old Path");
    let within = pabulib::read(&BUDGET.replace("Playground", "Play \"ground\"")).unwrap();
    assert_eq!(within.projects[2].name, "Play \"ground\"");
    let over_lines = BUDGET.replace("Path", "\"Old\nPath\"");
    assert_eq!(
        pabulib::read(&over_lines).unwrap().projects[1].name,
        "Old\nPath"
    );
}
