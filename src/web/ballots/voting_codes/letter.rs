//! Letters to print: one sheet a household.

use crate::domain::ballots::rule_sheet::{SMALLEST_POLL, WayToVote};
use crate::domain::time::long_instant;
use crate::store::ballots::Round;
use crate::web::ballots::ways::list_of_votes;
use crate::web::pdf::fonts::{Font, width};
use crate::web::pdf::{At, Document, HIGH, Sheet, WIDE};

const LEFT: i32 = 700;
const TEXT: i32 = WIDE - 2 * LEFT;

/// What every letter of a batch says.
pub struct Letter<'a> {
    /// Where to vote.
    pub address: String,
    /// Who writes.
    pub from: String,
    /// The vote.
    pub round: &'a Round,
}

/// The file with a letter for each code.
pub fn letters(letter: &Letter<'_>, codes: &[String]) -> Vec<u8> {
    let mut document = Document::new(format!("Letters: {}", letter.round.title));
    for (number, code) in (1..).zip(codes) {
        document.add(sheet(letter, number, code));
    }
    document.into_bytes()
}

fn at(y: i32, font: Font, size: i32) -> At {
    At {
        x: LEFT,
        y,
        font,
        size,
    }
}

fn sheet(letter: &Letter<'_>, number: usize, code: &str) -> Sheet {
    let round = letter.round;
    let mut sheet = Sheet::default();
    sheet.text(at(HIGH - 750, Font::Plain, 110), &letter.from);
    sheet.text(at(HIGH - 1250, Font::Plain, 110), "To the household");
    let y = sheet.paragraph(at(HIGH - 1750, Font::Bold, 200), TEXT, 260, &round.title);
    let y = sheet.paragraph(at(y - 80, Font::Plain, 120), TEXT, 170, &round.question);
    let asked = format!(
        "Community Payback is unpaid work that people do as part of their sentence. People who live in {} choose \
         where it is done next. One person in your household can vote with the code below.",
        round.area_name
    );
    let y = sheet.paragraph(at(y - 60, Font::Plain, 110), TEXT, 155, &asked);
    let y = boxed(&mut sheet, y - 160, code);
    let mut y = sheet.paragraph(at(y, Font::Bold, 130), TEXT, 220, "How to vote");
    for (number, step) in (1..).zip(steps(letter)) {
        let step = format!("{number}. {step}");
        y = sheet.paragraph(at(y, Font::Plain, 110), TEXT, 155, &step) - 40;
    }
    let open = format!(
        "You can vote from {} until {}.",
        long_instant(round.times.opens_at),
        long_instant(round.times.closes_at)
    );
    let y = sheet.paragraph(at(y - 60, Font::Bold, 110), TEXT, 155, &open);
    let kept = "The code works once. You need no account and no email address. Nobody can see how you vote, \
                the council included. If you vote in another way, do not use this letter: each person has one vote.";
    sheet.paragraph(at(y - 60, Font::Plain, 110), TEXT, 155, kept);
    let foot = format!("Letter {number}. Vote {}.", round.slug);
    sheet.text(at(500, Font::Plain, 80), &foot);
    sheet
}

/// What to do, by the names that the pages have. The button for letters is only there where people can also
/// vote by email; else the page after the paper asks for the code at once.
fn steps(letter: &Letter<'_>) -> Vec<String> {
    let mut steps = vec![
        format!("Go to {}", letter.address),
        "Mark the paper and press “Continue”.".into(),
    ];
    if letter.round.takes(WayToVote::VerifiedEmail) {
        steps.push(
            "Leave the email address empty. Further down, press “I have a voting code”.".into(),
        );
    }
    steps.push("Type the code and press “Cast my vote”. Capitals and dashes do not matter.".into());
    steps.push(format!(
        "Keep the receipt that you get. {}",
        list_of_votes(SMALLEST_POLL)
    ));
    steps
}

/// The code in a frame; says where text goes on below it.
fn boxed(sheet: &mut Sheet, top: i32, code: &str) -> i32 {
    let (high, size) = (900, 260);
    sheet.frame(LEFT, top - high, TEXT, high);
    sheet.text(
        At {
            x: LEFT + 200,
            y: top - 280,
            font: Font::Plain,
            size: 110,
        },
        "Your voting code",
    );
    let x = LEFT + (TEXT - width(Font::Code, size, code)) / 2;
    sheet.text(
        At {
            x,
            y: top - 650,
            font: Font::Code,
            size,
        },
        code,
    );
    top - high - 350
}
