//! The three fonts that every reader of PDF has: how wide their letters are and which they have.
//!
//! Texts are written in the Windows Latin code page. A letter that it lacks loses its mark (ŵ becomes w);
//! what has no such letter becomes a question mark.

/// A font of the printer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Font {
    /// Helvetica.
    Plain,
    /// Helvetica, bold.
    Bold,
    /// Courier, bold: for codes.
    Code,
}

impl Font {
    /// All of them.
    pub const ALL: [Font; 3] = [Font::Plain, Font::Bold, Font::Code];

    /// Its name on a page.
    pub fn name(self) -> &'static str {
        match self {
            Font::Plain => "F1",
            Font::Bold => "F2",
            Font::Code => "F3",
        }
    }

    /// The name that readers know it by.
    pub fn base(self) -> &'static str {
        match self {
            Font::Plain => "Helvetica",
            Font::Bold => "Helvetica-Bold",
            Font::Code => "Courier-Bold",
        }
    }
}

/// Widths from the space to the tilde, in thousandths of the size.
const PLAIN: [u16; 95] = [
    278, 278, 355, 556, 556, 889, 667, 191, 333, 333, 389, 584, 278, 333, 278, 278, 556, 556, 556,
    556, 556, 556, 556, 556, 556, 556, 278, 278, 584, 584, 584, 556, 1015, 667, 667, 722, 722, 667,
    611, 778, 722, 278, 500, 667, 556, 833, 722, 778, 667, 778, 722, 667, 611, 722, 667, 944, 667,
    667, 611, 278, 278, 278, 469, 556, 333, 556, 556, 500, 556, 556, 278, 556, 556, 222, 222, 500,
    222, 833, 556, 556, 556, 556, 333, 500, 278, 556, 500, 722, 500, 500, 500, 334, 260, 334, 584,
];
const BOLD: [u16; 95] = [
    278, 333, 474, 556, 556, 889, 722, 238, 333, 333, 389, 584, 278, 333, 278, 278, 556, 556, 556,
    556, 556, 556, 556, 556, 556, 556, 333, 333, 584, 584, 584, 611, 975, 722, 722, 722, 722, 667,
    611, 778, 722, 278, 556, 722, 611, 833, 722, 778, 667, 778, 722, 667, 611, 722, 667, 944, 667,
    667, 611, 333, 278, 333, 584, 556, 333, 556, 611, 556, 611, 556, 333, 611, 611, 278, 278, 556,
    278, 889, 611, 611, 611, 611, 389, 556, 333, 611, 556, 778, 556, 556, 500, 389, 280, 389, 584,
];

/// What the code page has between 0x80 and 0x9f; the gaps are unused.
const SPECIAL: &str = "€\u{81}‚ƒ„…†‡ˆ‰Š‹Œ\u{8d}Ž\u{8f}\u{90}‘’“”•–—˜™š›œ\u{9d}žŸ";

/// Letters that the code page lacks, each with the nearest that it has.
const NEAREST: [(&str, char); 26] = [
    ("āăą", 'a'),
    ("ĀĂĄ", 'A'),
    ("ćĉċč", 'c'),
    ("ĆĈĊČ", 'C'),
    ("ďđ", 'd'),
    ("ĎĐ", 'D'),
    ("ēĕėęě", 'e'),
    ("ĒĔĖĘĚ", 'E'),
    ("ĝğġģ", 'g'),
    ("ĜĞĠĢ", 'G'),
    ("ĩīĭįı", 'i'),
    ("ĨĪĬĮİ", 'I'),
    ("ĺļľł", 'l'),
    ("ĹĻĽŁ", 'L'),
    ("ńņňŋ", 'n'),
    ("ŃŅŇŊ", 'N'),
    ("ōŏő", 'o'),
    ("ŌŎŐ", 'O'),
    ("śŝşșṣ", 's'),
    ("ŚŜŞȘ", 'S'),
    ("ţťțṭ", 't'),
    ("ŵẁẃẅ", 'w'),
    ("ŴẀẂẄ", 'W'),
    ("ŷỳ", 'y'),
    ("ŶỲ", 'Y'),
    ("źż", 'z'),
];

/// The byte of a letter in the code page.
fn byte(letter: char) -> u8 {
    let latin = u32::from(letter);
    if let Ok(byte @ (0x20..=0x7e | 0xa0..=0xff)) = u8::try_from(latin) {
        return byte;
    }
    if let Some(place) = SPECIAL.chars().position(|known| known == letter)
        && !(0x80..=0x9f).contains(&latin)
    {
        return 0x80 + place as u8;
    }
    let nearest = NEAREST.iter().find(|(letters, _)| letters.contains(letter));
    match (nearest, letter) {
        (Some((_, near)), _) => *near as u8,
        (None, '\u{2010}' | '\u{2011}' | '\u{2212}') => b'-',
        (None, _) if letter.is_whitespace() => b' ',
        (None, _) => b'?',
    }
}

/// Whether a letter is one that is not seen by itself: a mark behind another, or a sign for the direction of
/// reading.
fn is_unseen(letter: char) -> bool {
    matches!(letter, '\u{300}'..='\u{36f}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}'
        | '\u{2060}'..='\u{206f}' | '\u{fe00}'..='\u{fe0f}')
}

/// Marks that stand behind their letter, with the letters that take them and what both are together.
const MARKED: [(char, &str, &str); 7] = [
    ('\u{300}', "aeiouAEIOU", "àèìòùÀÈÌÒÙ"),
    ('\u{301}', "aeiouyAEIOUY", "áéíóúýÁÉÍÓÚÝ"),
    ('\u{302}', "aeiouAEIOU", "âêîôûÂÊÎÔÛ"),
    ('\u{303}', "anoANO", "ãñõÃÑÕ"),
    ('\u{308}', "aeiouyAEIOU", "äëïöüÿÄËÏÖÜ"),
    ('\u{30a}', "aA", "åÅ"),
    ('\u{327}', "cC", "çÇ"),
];

/// The letter that a letter and a mark behind it make together.
fn together(letter: char, mark: char) -> Option<char> {
    let (_, letters, whole) = MARKED.iter().find(|(of, _, _)| *of == mark)?;
    let place = letters.chars().position(|known| known == letter)?;
    whole.chars().nth(place)
}

/// A text in the code page. A mark joins the letter before it; what is not seen by itself is left out.
pub fn encoded(text: &str) -> Vec<u8> {
    let mut letters: Vec<char> = vec![];
    for letter in text.chars() {
        let joined = letters.last().and_then(|last| together(*last, letter));
        match (joined, letters.last_mut()) {
            (Some(joined), Some(last)) => *last = joined,
            _ if is_unseen(letter) => {}
            _ => letters.push(letter),
        }
    }
    letters.into_iter().map(byte).collect()
}

/// Whether the type has every letter of a text: none becomes a question mark.
pub fn has_letters_of(text: &str) -> bool {
    let mut letters = text.chars();
    letters.all(|letter| letter == '?' || is_unseen(letter) || byte(letter) != b'?')
}

/// The plain letter that is as wide as one with a mark, or one nearly so.
fn plain(byte: u8) -> u8 {
    match byte {
        0xc0..=0xc5 => b'A',
        0xc7 => b'C',
        0x8a => b'S',
        0xc8..=0xcb => b'E',
        0xcc..=0xcf => b'I',
        0xd0 => b'D',
        0xd1 => b'N',
        0xd2..=0xd6 | 0xd8 => b'O',
        0xd9..=0xdc => b'U',
        0xdd | 0x9f => b'Y',
        0xe0..=0xe5 => b'a',
        0xe7 => b'c',
        0x9a => b's',
        0xec..=0xef => b'f',
        0xfd | 0xff => b'y',
        0xa0 => b' ',
        0x91 | 0x92 | 0x82 | 0xb7 => b'.',
        0xc6 | 0x8c | 0x97 | 0x85 | 0x99 | 0x89 | 0xe6 | 0x9c => b'@',
        0xd7 | 0xf7 | 0xb1 => b'+',
        0x7f..=0xff => b'n',
        letter => letter,
    }
}

/// How wide a text runs at a size: both in tenths of a point.
pub fn width(font: Font, size: i32, text: &str) -> i32 {
    let of = |byte: u8| -> i32 {
        let widths = match font {
            Font::Plain => &PLAIN,
            Font::Bold => &BOLD,
            Font::Code => return 600,
        };
        let place = usize::from(plain(byte).saturating_sub(b' '));
        i32::from(widths.get(place).copied().unwrap_or(556))
    };
    let thousandths: i32 = encoded(text).into_iter().map(of).sum();
    thousandths.saturating_mul(size) / 1000
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_become_bytes_of_the_code_page() {
        assert_eq!(encoded("£5 – “é”"), b"\xa35 \x96 \x93\xe9\x94");
        assert_eq!(
            encoded("Llanŵ, Łódź, e\u{301}, 中"),
            b"Llanw, L\xf3dz, \xe9, ?"
        );
        assert_eq!(encoded("€ and a\u{a0}b\u{2011}c\n"), b"\x80 and a\xa0b-c ");
        assert_eq!(encoded("\u{81}\u{9d}"), b"??");
    }

    #[test]
    fn letters_that_the_type_has_not_are_known_and_unseen_ones_are_left_out() {
        for text in [
            "Straße der Ünïcödé",
            "e\u{301}tang",
            "Why?",
            "\u{2066}iso\u{2069}",
            "Łódź",
        ] {
            assert!(has_letters_of(text), "{text}");
        }
        for text in ["حديقة", "日本", "🌳", "Corner 🌳"] {
            assert!(!has_letters_of(text), "{text}");
        }
        assert_eq!(encoded("\u{202e}q\u{301}\u{2069}?"), b"q?");
        assert_eq!(encoded("e\u{301}A\u{30a}n\u{303}"), encoded("éÅñ"));
    }

    #[test]
    fn widths_are_those_of_the_fonts() {
        assert_eq!(width(Font::Plain, 100, "Hi"), 94);
        assert_eq!(width(Font::Bold, 100, "Hi"), 100);
        assert_eq!(width(Font::Code, 100, "Hi"), 120);
        assert!(width(Font::Plain, 100, "é") == width(Font::Plain, 100, "e"));
    }
}
