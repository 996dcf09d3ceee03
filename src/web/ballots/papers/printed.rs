//! The printed paper: one sheet a vote, with a strip to tear off and keep.
//!
//! Options have letters, and stand in another order on each sheet so that none is favoured.

use crate::domain::ballots::keying::letter;
use crate::domain::ballots::method::PaperKind;
use crate::domain::ballots::rule_sheet::{MOST_RANKS, RuleSheet, SMALLEST_POLL, SheetOption};
use crate::domain::ballots::shuffle::shuffled;
use crate::domain::text::hours;
use crate::store::ballots::{Round, RoundOption};
use crate::web::ballots::ways::list_of_votes;
use crate::web::pdf::fonts::{Font, has_letters_of, width};
use crate::web::pdf::{At, Document, HIGH, Sheet, WIDE, wrapped};
use sha2::{Digest, Sha256};

const LEFT: i32 = 600;
const TEXT: i32 = WIDE - 2 * LEFT;
/// Where the strip begins.
const STRIP: i32 = 1750;
/// The side of a box to mark.
const BOX: i32 = 180;

/// What every paper of a batch says.
pub struct Printed<'a> {
    /// The vote.
    pub round: &'a Round,
    /// Its rules, which name the letters.
    pub sheet: RuleSheet,
    /// Its options with places and work.
    pub options: Vec<RoundOption>,
    /// Where the result will be.
    pub address: String,
    /// Who holds the vote.
    pub from: String,
}

/// The file with a paper for each code.
pub fn sheets(printed: &Printed<'_>, codes: &[String]) -> Vec<u8> {
    let mut document = Document::new(format!("Ballot papers: {}", printed.round.title));
    for code in codes {
        document.add(paper(printed, code));
    }
    document.into_bytes()
}

fn at(x: i32, y: i32, font: Font, size: i32) -> At {
    At { x, y, font, size }
}

/// How to mark it, in a sentence.
fn how(printed: &Printed<'_>) -> String {
    match printed.sheet.method.paper() {
        PaperKind::OneTick => {
            "Put a cross in one box. A paper with more than one counts for no place.".into()
        }
        PaperKind::Ticks => "Put a cross in the box of each place that you want.".into(),
        PaperKind::Ranks => format!(
            "Write 1 in the box of your first choice, 2 in that of your second, and so on up to {}.",
            printed.sheet.most_ranks().clamp(1, MOST_RANKS)
        ),
    }
}

fn paper(printed: &Printed<'_>, code: &str) -> Sheet {
    let mut sheet = Sheet::default();
    let round = printed.round;
    sheet.text(at(LEFT, HIGH - 600, Font::Plain, 100), &printed.from);
    let right = width(Font::Code, 110, code);
    sheet.text(at(WIDE - LEFT - right, HIGH - 600, Font::Code, 110), code);
    let y = sheet.paragraph(
        at(LEFT, HIGH - 950, Font::Bold, 190),
        TEXT,
        230,
        &round.title,
    );
    let y = sheet.paragraph(
        at(LEFT, y - 20, Font::Plain, 110),
        TEXT,
        150,
        &round.question,
    );
    let y = sheet.paragraph(at(LEFT, y - 60, Font::Bold, 120), TEXT, 160, &how(printed));
    let rest = "A paper without a mark is a blank vote. Fold the paper and put it into the box. Do not write your name.";
    let y = sheet.paragraph(at(LEFT, y, Font::Plain, 100), TEXT, 140, rest);
    options(&mut sheet, printed, code, y - 60);
    strip(&mut sheet, printed, code);
    sheet
}

/// The options in an order of this sheet's own.
fn order(printed: &Printed<'_>, code: &str) -> Vec<usize> {
    let seed: [u8; 32] = Sha256::digest(code.as_bytes()).into();
    shuffled(&seed, &printed.sheet.ids())
}

fn options(sheet: &mut Sheet, printed: &Printed<'_>, code: &str, top: i32) {
    let order = order(printed, code);
    let columns = if order.len() > 16 { 2 } else { 1 };
    let rows = i32::try_from(order.len().div_ceil(columns)).unwrap_or(1);
    let high = ((top - STRIP - 150) / rows.max(1)).min(900);
    let wide = TEXT / i32::try_from(columns).unwrap_or(1);
    for (number, place) in (0..).zip(order) {
        let x = LEFT + wide * (number / rows);
        let y = top - high * (number % rows);
        option(sheet, printed, place, (x, y, wide, high));
    }
}

fn option(
    sheet: &mut Sheet,
    printed: &Printed<'_>,
    place: usize,
    (x, y, wide, high): (i32, i32, i32, i32),
) {
    let side = BOX.min(high - 40);
    let small = high < 300;
    let (size, step) = if small { (85, 100) } else { (110, 140) };
    sheet.line(x, y, x + wide - 100, false);
    sheet.frame(x, y - side - 30, side, side);
    let name = u16::try_from(place).map(letter).unwrap_or_default();
    let base = y - 30 - size;
    sheet.text(at(x + side + 90, base, Font::Bold, size + 20), &name);
    let (from, room) = (x + side + 330, wide - side - 450);
    let Some(option) = printed.sheet.options.get(place) else {
        return;
    };
    let fits = usize::try_from(((high - 50) / step).max(1)).unwrap_or(1);
    let labels = labels(printed, option, (size, room, fits));
    let mut lines: Vec<(Font, String)> =
        labels.into_iter().map(|line| (Font::Bold, line)).collect();
    if !small {
        lines.extend(about(printed, &option.id, room, size));
    }
    if lines.len() > fits {
        lines.truncate(fits);
        if let Some((_, last)) = lines.last_mut() {
            last.push('…');
        }
    }
    for (number, (font, line)) in (0..).zip(&lines) {
        sheet.text(at(from, base - number * step, *font, size), line);
    }
}

/// The label in lines. One that does not fit, or has letters that the type has not, begins with the
/// reference of its nomination, so that no two look alike.
fn labels(
    printed: &Printed<'_>,
    option: &SheetOption,
    (size, room, fits): (i32, i32, usize),
) -> Vec<String> {
    let lines = wrapped(Font::Bold, size, room, &option.label);
    let is_wide = |line: &String| width(Font::Bold, size, line) > room;
    let is_whole = has_letters_of(&option.label) && lines.len() <= fits;
    let known = printed.options.iter().find(|one| one.id == option.id);
    match known.and_then(|one| one.reference.as_ref()) {
        Some(reference) if !is_whole || lines.iter().any(is_wide) => {
            let named = format!("{reference} {}", option.label);
            wrapped(Font::Bold, size, room, &named)
        }
        _ => lines,
    }
}

/// Where, what, and how long it takes: the same for every option.
fn about(printed: &Printed<'_>, id: &str, room: i32, size: i32) -> Vec<(Font, String)> {
    let Some(option) = printed.options.iter().find(|option| option.id == id) else {
        return vec![];
    };
    let place = Some(option.place.clone()).filter(|place| !place.is_empty());
    let work = Some(option.work.trim_end_matches('.').to_string());
    let time = option
        .estimate_minutes
        .map(|minutes| format!("About {} of work", hours(minutes)));
    let parts: Vec<String> = [place, time, work.filter(|work| !work.is_empty())]
        .into_iter()
        .flatten()
        .collect();
    wrapped(Font::Plain, size, room, &format!("{}.", parts.join(". ")))
        .into_iter()
        .map(|line| (Font::Plain, line))
        .collect()
}

fn strip(sheet: &mut Sheet, printed: &Printed<'_>, code: &str) {
    sheet.line(0, STRIP, WIDE, true);
    sheet.text(
        at(LEFT, STRIP + 40, Font::Plain, 80),
        "Tear off here and keep this strip",
    );
    let title = wrapped(Font::Bold, 130, TEXT, &printed.round.title);
    if let Some(title) = title.first() {
        sheet.text(at(LEFT, STRIP - 330, Font::Bold, 130), title);
    }
    sheet.text(at(LEFT, STRIP - 560, Font::Plain, 110), "Your receipt code");
    sheet.text(at(LEFT, STRIP - 830, Font::Code, 220), code);
    let words = format!(
        "{} The result will be at {}. Show this strip to nobody before: whoever sees it can then see your vote.",
        list_of_votes(SMALLEST_POLL),
        printed.address
    );
    sheet.paragraph(at(LEFT, STRIP - 1080, Font::Plain, 100), TEXT, 140, &words);
}
