//! BLT: ranked ballots as most counting programs write them.
//!
//! The first line has the number of options and of seats; then come withdrawn options as negative
//! numbers, ballots as `weight choice choice … 0`, a line with `0`, the names and the title. Also
//! read: a byte-order mark, names that are quoted once, twice or not at all, a party after a
//! quoted name, several quoted names on a line, comments after `#`, `-` for an empty rank, `=`
//! between options that share one, with or without spaces, identifiers of ballots in round brackets, and
//! of the options in square brackets `[withdrawn …]` and `[nick …]`, which other programs write. A ballot
//! stands on one line with the 0 that ends it: over two lines it could not be told from one that lost its 0, and is
//! refused. Start at [`read`].

use super::super::count::Contest;
use super::super::paper::{Marks, OptionIndex, read_ranks};
use super::super::tally::Tally;
use super::blt_ballots::Ballots;
use super::blt_names::option_names;
use super::{FormatFault, told_apart};
use std::borrow::Cow;

/// The most options that a file may have.
const MOST_OPTIONS: usize = 5_000;

/// A BLT file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BltFile {
    pub seats: usize,
    pub names: Vec<String>,
    pub withdrawn: Vec<OptionIndex>,
    /// Ballots with their weights, as marked.
    pub ballots: Ballots,
    pub title: String,
}

/// Reads a file.
pub fn read(text: &str) -> Result<BltFile, FormatFault> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let lines = text.split('\n');
    let mut lines = (1..).zip(lines.flat_map(|line| line.trim_end_matches('\r').split('\r')));
    let (options, seats) = read_head(&mut lines)?;
    let mut known = Known::by_number(options);
    let mut file = BltFile {
        seats,
        names: Vec::new(),
        withdrawn: Vec::new(),
        ballots: Ballots::default(),
        title: String::new(),
    };
    let mut ended = false;
    let mut last = 1;
    for (number, line) in lines.by_ref() {
        last = number;
        let line = before_comment(line).trim();
        if let Some(option) = line.strip_prefix('[') {
            file.read_option(number, option, &mut known)?;
            continue;
        }
        if file.read_line(number, &equals_joined(line), &known)? {
            ended = true;
            break;
        }
    }
    if !ended {
        return Err(FormatFault::at(
            last,
            "ballots",
            "the line with 0 that ends them is missing",
        ));
    }
    file.read_names(options, last, lines)?;
    Ok(file)
}

fn read_head<'a>(
    lines: &mut impl Iterator<Item = (usize, &'a str)>,
) -> Result<(usize, usize), FormatFault> {
    let missing = |number| {
        FormatFault::at(
            number,
            "first line",
            "it must hold the numbers of options and of seats",
        )
    };
    for (number, line) in lines {
        let parts: Vec<&str> = before_comment(line).split_whitespace().collect();
        match parts[..] {
            [] => {}
            [options, seats] => {
                let options: usize = options.parse().map_err(|_| missing(number))?;
                let seats: usize = seats.parse().map_err(|_| missing(number))?;
                if options == 0 || options > MOST_OPTIONS {
                    let why = format!("there must be from 1 to {MOST_OPTIONS} options");
                    return Err(FormatFault::at(number, "options", why));
                }
                if seats == 0 {
                    return Err(FormatFault::at(
                        number,
                        "seats",
                        "there must be at least one",
                    ));
                }
                return Ok((options, seats));
            }
            _ => return Err(missing(number)),
        }
    }
    Err(missing(1))
}

/// How ballots name the options: by number, and by short names where the file gives some.
struct Known {
    options: usize,
    nicks: Vec<String>,
}

impl Known {
    fn by_number(options: usize) -> Known {
        Known {
            options,
            nicks: Vec::new(),
        }
    }

    fn option_at(
        &self,
        number: usize,
        field: &str,
        word: &str,
    ) -> Result<OptionIndex, FormatFault> {
        let by_nick = || self.nicks.iter().position(|nick| nick == word);
        let by_number = word.parse::<usize>().ok().and_then(|at| at.checked_sub(1));
        by_number
            .or_else(by_nick)
            .filter(|place| *place < self.options)
            .and_then(|place| OptionIndex::try_from(place).ok())
            .ok_or_else(|| {
                let options = self.options;
                let why = format!("'{word}' is not the number of an option, from 1 to {options}");
                FormatFault::at(number, field, why)
            })
    }
}

/// The line with no spaces around `=`, which joins options that share a rank.
fn equals_joined(line: &str) -> Cow<'_, str> {
    if !line.contains('=') {
        return Cow::Borrowed(line);
    }
    let parts: Vec<&str> = line.split('=').map(str::trim).collect();
    Cow::Owned(parts.join("="))
}

fn before_comment(line: &str) -> &str {
    line.split('#').next().unwrap_or(line)
}

impl BltFile {
    /// Reads what stands in square brackets. How another program is to round, or to break ties, is not
    /// for us: lots are given when the file is counted.
    fn read_option(
        &mut self,
        number: usize,
        option: &str,
        known: &mut Known,
    ) -> Result<(), FormatFault> {
        let option = option.trim_end_matches(']').trim();
        let (name, words) = option.split_once(' ').unwrap_or((option, ""));
        match name {
            "withdrawn" => {
                for word in words.split_whitespace() {
                    let option = known.option_at(number, "withdrawn option", word)?;
                    self.withdraw(option);
                }
            }
            "nick" => known.nicks = words.split_whitespace().map(str::to_owned).collect(),
            "tie" | "droop" => {}
            _ => {
                let why = format!("'[{name}]' is not known");
                return Err(FormatFault::at(number, "option in brackets", why));
            }
        }
        Ok(())
    }

    fn withdraw(&mut self, option: OptionIndex) {
        if !self.withdrawn.contains(&option) {
            self.withdrawn.push(option);
        }
    }

    /// Reads withdrawals and ballots on one line. True where the end of the ballots was met.
    fn read_line(&mut self, number: usize, line: &str, known: &Known) -> Result<bool, FormatFault> {
        let mut words = line.split_whitespace().peekable();
        while let Some(word) = words.next() {
            if word.starts_with('(') {
                let mut part = word;
                while !part.ends_with(')') {
                    part = words.next().ok_or_else(|| {
                        FormatFault::at(number, "ballot", "the bracket of its name is not closed")
                    })?;
                }
                continue;
            }
            if let Some(option) = word.strip_prefix('-') {
                if !self.ballots.is_empty() {
                    let why = "withdrawn options must stand before the ballots";
                    return Err(FormatFault::at(number, "withdrawn option", why));
                }
                let option = known.option_at(number, "withdrawn option", option)?;
                self.withdraw(option);
                continue;
            }
            let weight = weight(number, word)?;
            if weight == 0 {
                return match words.next() {
                    None => Ok(true),
                    Some(_) => {
                        let why = "nothing may follow the 0 that ends the ballots on its line";
                        Err(FormatFault::at(number, "ballots", why))
                    }
                };
            }
            let ranks = ranks(number, &mut words, known)?;
            self.ballots.push(weight, ranks);
        }
        Ok(false)
    }

    fn read_names<'a>(
        &mut self,
        options: usize,
        after: usize,
        lines: impl Iterator<Item = (usize, &'a str)>,
    ) -> Result<(), FormatFault> {
        let lines: Vec<(usize, &str)> = lines
            .map(|(number, line)| (number, line.trim()))
            .filter(|(_, line)| !line.is_empty() && !line.starts_with('#'))
            .collect();
        let last = lines.last().map_or(after, |(number, _)| *number);
        let texts: Vec<&str> = lines.iter().map(|(_, line)| *line).collect();
        let mut names = option_names(&texts, options);
        if names.len() < options {
            let why = format!("there are {options} options and {} names", names.len());
            return Err(FormatFault::at(last, "names", why));
        }
        self.title = names.get(options).cloned().unwrap_or_default();
        names.truncate(options);
        self.names = names;
        Ok(())
    }

    /// The contest: withdrawn options struck out, each ballot read by the reading rule.
    pub fn contest(&self) -> Result<Contest, FormatFault> {
        let mut tally = Tally::new(self.names.len());
        self.withdrawn
            .iter()
            .for_each(|option| tally.withdraw(*option));
        let mut read = Vec::new();
        for (weight, ranks) in self.ballots.iter() {
            if self.withdrawn.is_empty() {
                read_ranks(ranks, &mut read);
            } else {
                let standing: Vec<Vec<OptionIndex>> =
                    ranks.iter().map(|rank| self.standing_of(rank)).collect();
                read_ranks(standing.iter().map(Vec::as_slice), &mut read);
            }
            tally
                .add(&read, weight)
                .map_err(|why| FormatFault::at(1, "ballots", why.to_string()))?;
        }
        Ok(Contest {
            names: told_apart(&self.names),
            tally,
            seats: self.seats,
            costs: Vec::new(),
            budget: None,
            places: 0,
        })
    }

    fn standing_of(&self, rank: &[OptionIndex]) -> Vec<OptionIndex> {
        rank.iter()
            .copied()
            .filter(|option| !self.withdrawn.contains(option))
            .collect()
    }

    /// The file of a contest, identical ballots put together, blank ones last.
    pub fn of_contest(contest: &Contest, title: &str) -> BltFile {
        let tally = &contest.tally;
        let mut ballots: Vec<(u64, Marks)> = tally
            .groups()
            .map(|(ballot, count)| (count, Marks::ranked(ballot)))
            .collect();
        ballots.sort_by_cached_key(|(count, marks)| (u64::MAX - count, marks.clone()));
        if tally.blank() > 0 {
            ballots.push((tally.blank(), Marks::Ranked(Vec::new())));
        }
        BltFile {
            seats: contest.seats,
            names: contest.names.clone(),
            withdrawn: (0..)
                .take(tally.options())
                .filter(|o| !tally.stands(*o))
                .collect(),
            ballots: ballots.into_iter().collect(),
            title: title.to_owned(),
        }
    }

    /// The text of the file. Quotes in names become apostrophes, which every reader takes.
    pub fn to_text(&self) -> String {
        let mut text = format!("{} {}\n", self.names.len(), self.seats);
        if !self.withdrawn.is_empty() {
            let numbers = self
                .withdrawn
                .iter()
                .map(|option| format!("-{}", option + 1));
            text.push_str(&numbers.collect::<Vec<_>>().join(" "));
            text.push('\n');
        }
        for (weight, ranks) in self.ballots.iter() {
            text.push_str(&weight.to_string());
            for rank in ranks {
                let shared: Vec<String> = rank.iter().map(|o| (o + 1).to_string()).collect();
                text.push(' ');
                text.push_str(if shared.is_empty() { "-" } else { "" });
                text.push_str(&shared.join("="));
            }
            text.push_str(" 0\n");
        }
        text.push_str("0\n");
        for name in self.names.iter().chain([&self.title]) {
            let plain: String = name
                .chars()
                .map(|letter| match letter {
                    '"' => '\'',
                    control if control.is_control() => ' ',
                    other => other,
                })
                .collect();
            text.push_str(&format!("\"{plain}\"\n"));
        }
        text
    }
}

fn weight(number: usize, word: &str) -> Result<u64, FormatFault> {
    // Some programs write whole weights with a point.
    let whole = match word.split_once('.') {
        Some((whole, part)) if part.bytes().all(|byte| byte == b'0') => whole,
        _ => word,
    };
    whole.parse().map_err(|_| {
        FormatFault::at(
            number,
            "weight",
            format!("'{word}' is not a whole number of ballots"),
        )
    })
}

fn ranks<'a>(
    number: usize,
    words: &mut impl Iterator<Item = &'a str>,
    known: &Known,
) -> Result<Vec<Vec<OptionIndex>>, FormatFault> {
    let mut ranks = Vec::new();
    for word in words {
        match word {
            "0" => return Ok(ranks),
            "-" => ranks.push(Vec::new()),
            shared => {
                let rank = shared
                    .split('=')
                    .map(|part| known.option_at(number, "choice", part));
                ranks.push(rank.collect::<Result<_, _>>()?);
            }
        }
    }
    Err(FormatFault::at(
        number,
        "ballot",
        "the 0 at its end is missing",
    ))
}
