//! What browsers send when people vote.

use crate::actions::ballots::asking::Home;
use crate::actions::ballots::casting::{Envelope, Paper};
use crate::domain::ballots::method::PaperKind;
use crate::domain::ballots::paper::Marks;
use crate::domain::ballots::rank_words::choice_name;
use crate::domain::ballots::receipt::ReceiptCode;
use crate::domain::ballots::rule_sheet::RuleSheet;
use crate::domain::ballots::words::CheckWords;
use crate::domain::identity::email::EmailAddress;
use crate::domain::ids::OnceKey;
use crate::domain::mistakes::Mistakes;

/// The value of the choice of nothing.
pub const BLANK: &str = "blank";

const NOT_ON_PAPER: &str = "Pick one of the places on the paper";

crate::form! {
    /// What the list of votes is asked for.
    pub struct ListQuery { q, area, state, page }
}

crate::form! {
    /// Which receipt somebody looks for.
    pub struct ReceiptForm { receipt }
}

impl ReceiptForm {
    /// The code, or what is wrong with it.
    pub fn parse(&self) -> Result<ReceiptCode, Mistakes> {
        let mistake = |message: &str| Mistakes::one("receipt", message);
        match self.receipt.trim() {
            "" => Err(mistake("Enter the code on your receipt")),
            typed => ReceiptCode::parse(typed).map_err(|_| {
                mistake("A receipt code has 16 letters and digits, like 4K7P-9XQ2-M0RT-AB3C")
            }),
        }
    }
}

crate::form! {
    /// A marked paper: ticks in `choice`, or a place for each rank.
    pub struct PaperForm { rank_1, rank_2, rank_3, rank_4, rank_5 } many { choice }
}

impl PaperForm {
    /// The paper with these choices marked on it, as a voter who goes back sees it.
    pub fn of(sheet: &RuleSheet, choices: &str) -> PaperForm {
        let mut form = PaperForm::default();
        if choices.is_empty() {
            form.choice = vec![BLANK.into()];
            form.rank_1 = BLANK.into();
            return form;
        }
        match sheet.method.paper() {
            PaperKind::Ranks => {
                let mut ranks = choices.split('>').map(str::to_string);
                let mut next = || ranks.next().unwrap_or_default();
                form.rank_1 = next();
                form.rank_2 = next();
                form.rank_3 = next();
                form.rank_4 = next();
                form.rank_5 = next();
            }
            _ => form.choice = choices.split('+').map(str::to_string).collect(),
        }
        form
    }

    /// What stands at a rank, counted from 1.
    pub fn rank(&self, rank: usize) -> &str {
        match rank {
            1 => &self.rank_1,
            2 => &self.rank_2,
            3 => &self.rank_3,
            4 => &self.rank_4,
            5 => &self.rank_5,
            _ => "",
        }
    }

    /// What was marked, as the published list will show it, or every mistake.
    pub fn choices(&self, sheet: &RuleSheet) -> Result<String, Mistakes> {
        match sheet.method.paper() {
            PaperKind::OneTick => self.one_tick(sheet),
            PaperKind::Ticks => self.ticks(sheet),
            PaperKind::Ranks => self.ranks(sheet),
        }
    }

    fn one_tick(&self, sheet: &RuleSheet) -> Result<String, Mistakes> {
        let wrong = |why: &str| Err(Mistakes::one("choice", why));
        match self.choice.as_slice() {
            [] => wrong("Pick one place, or pick the blank vote"),
            [one] if one == BLANK => Ok(String::new()),
            [one] if sheet.option(one).is_some() => Ok(one.clone()),
            [_] => wrong(NOT_ON_PAPER),
            _ => wrong("Pick one place only"),
        }
    }

    fn ticks(&self, sheet: &RuleSheet) -> Result<String, Mistakes> {
        let wrong = |why: &str| Err(Mistakes::one("choice", why));
        let blank = self.choice.iter().any(|choice| choice == BLANK);
        let known = |choice: &String| choice == BLANK || sheet.option(choice).is_some();
        match self.choice.as_slice() {
            [] => wrong("Pick at least one place, or pick the blank vote"),
            [_] if blank => Ok(String::new()),
            _ if blank => wrong("Pick places, or pick the blank vote, but not both"),
            many if !many.iter().all(known) => wrong(NOT_ON_PAPER),
            many => {
                let marks = many.iter().filter_map(|choice| sheet.option(choice));
                Ok(Marks::ticked(marks.collect()).to_choices(&sheet.ids()))
            }
        }
    }

    /// A place at two ranks is a slip of the hand, so that it is told rather than cast; an empty rank
    /// is a choice. (On paper both may stand, and the reading rule says how they count.)
    fn ranks(&self, sheet: &RuleSheet) -> Result<String, Mistakes> {
        let most = sheet.most_ranks();
        let marked: Vec<&str> = (1..=most).map(|rank| self.rank(rank)).collect();
        let mut mistakes = Mistakes::none();
        for (rank, id) in (1..).zip(&marked).filter(|(_, id)| !id.is_empty()) {
            let field = format!("rank-{rank}");
            if *id == BLANK {
                if rank != 1 || marked[1..].iter().any(|id| !id.is_empty()) {
                    mistakes.add(&field, "Pick places, or pick the blank vote, but not both");
                }
                continue;
            }
            let option = sheet.options.iter().find(|option| option.id == *id);
            let Some(option) = option else {
                mistakes.add(&field, NOT_ON_PAPER);
                continue;
            };
            let before = marked[..rank - 1].iter().position(|earlier| earlier == id);
            if let Some(before) = before {
                let (first, this) = (choice_name(before + 1), choice_name(rank));
                mistakes.add(
                    &field,
                    format!(
                        "{} is your {first} already. Pick another place as your {this}, or leave it empty",
                        option.label
                    ),
                );
            }
        }
        if marked.iter().all(|id| id.is_empty()) {
            mistakes.add(
                "rank-1",
                "Pick at least a first choice, or pick the blank vote",
            );
        }
        if !mistakes.is_empty() {
            return Err(mistakes);
        }
        if marked.first() == Some(&BLANK) {
            return Ok(String::new());
        }
        let text = marked.join(">");
        Ok(text.trim_end_matches('>').to_string())
    }
}

crate::form! {
    /// A paper on its way, with what the voter says of themselves. `mark` is our digest over it, `after`
    /// the name of the code that was sent last.
    pub struct EnvelopeForm {
        choices, mark, email, postcode, ward, checked, word_1, word_2, sealed_mark, after, code,
    }
}

impl EnvelopeForm {
    /// The paper, if the form carries the key that it was made with.
    pub fn paper(&self, once: Option<&OnceKey>) -> Option<Paper> {
        Some(Paper {
            once: once?.clone(),
            choices: self.choices.clone(),
        })
    }

    /// The two check words or none.
    pub fn words(&self) -> Result<CheckWords, Mistakes> {
        let (first, second) = (self.word_1.trim(), self.word_2.trim());
        if first.is_empty() != second.is_empty() {
            let field = if first.is_empty() { "word-1" } else { "word-2" };
            return Err(Mistakes::one(field, "Pick two check words, or none"));
        }
        CheckWords::parse(&format!("{first} {second}"))
            .map_err(|_| Mistakes::one("word-1", "Pick check words from the list"))
    }

    /// The mailbox to be shown.
    pub fn mailbox(&self) -> Result<EmailAddress, Mistakes> {
        EmailAddress::parse(&self.email).map_err(|why| Mistakes::one("email", why))
    }

    /// The envelope as the page before the last made it; its digest must still be checked.
    pub fn envelope(&self, paper: Paper) -> Option<Envelope> {
        Some(Envelope {
            paper,
            words: self.words().ok()?,
            home: Home {
                ward: self.ward.clone(),
                checked: self.checked == "yes",
            },
            email: Some(self.mailbox().ok()?),
        })
    }
}
