//! Plain PDF pages for the printer: text in the fonts that every reader has, lines and boxes.
//!
//! Lengths are tenths of a point, counted from the lower left corner of an A4 sheet, in whole numbers.
//! No pictures, no compression, nothing embedded: what is printed here is letters and ballot papers.
//! Start at [`Document`]; how wide a text runs is in [`fonts`].

pub mod fonts;

use fonts::{Font, encoded, width};

/// The width of a sheet.
pub const WIDE: i32 = 5953;
/// The height of a sheet.
pub const HIGH: i32 = 8419;

/// A sheet that is being written on.
#[derive(Debug, Clone, Default)]
pub struct Sheet(Vec<u8>);

/// Where and how a text stands.
#[derive(Debug, Clone, Copy)]
pub struct At {
    /// From the left edge.
    pub x: i32,
    /// From the lower edge.
    pub y: i32,
    /// The font.
    pub font: Font,
    /// Its size in tenths of a point.
    pub size: i32,
}

/// A length as PDF writes it: points with one decimal.
fn points(tenths: i32) -> String {
    let sign = if tenths < 0 { "-" } else { "" };
    let tenths = tenths.unsigned_abs();
    format!("{sign}{}.{}", tenths / 10, tenths % 10)
}

impl Sheet {
    /// Writes a line of text.
    pub fn text(&mut self, at: At, text: &str) {
        let (x, y, size) = (points(at.x), points(at.y), points(at.size));
        let head = format!("BT /{} {size} Tf {x} {y} Td (", at.font.name());
        self.0.extend(head.bytes());
        self.0.extend(literal(&encoded(text)));
        self.0.extend(b") Tj ET\n");
    }

    /// Writes text in lines no wider than `wide`, each `step` below the one before, and says where the
    /// next line would stand.
    pub fn paragraph(&mut self, at: At, wide: i32, step: i32, text: &str) -> i32 {
        let mut y = at.y;
        for line in wrapped(at.font, at.size, wide, text) {
            self.text(At { y, ..at }, &line);
            y -= step;
        }
        y
    }

    /// Draws a box.
    pub fn frame(&mut self, x: i32, y: i32, wide: i32, high: i32) {
        let [x, y, wide, high] = [x, y, wide, high].map(points);
        let drawn = format!("1 w {x} {y} {wide} {high} re S\n");
        self.0.extend(drawn.bytes());
    }

    /// Draws a level line; dashed where it is to be torn off.
    pub fn line(&mut self, x: i32, y: i32, to: i32, dashed: bool) {
        let [x, y, to] = [x, y, to].map(points);
        let dash = if dashed { "[4 3] 0 d" } else { "[] 0 d" };
        let drawn = format!("0.7 w {dash} {x} {y} m {to} {y} l S [] 0 d\n");
        self.0.extend(drawn.bytes());
    }
}

/// Text in lines no wider than `wide`. A word that is wider stands alone.
pub fn wrapped(font: Font, size: i32, wide: i32, text: &str) -> Vec<String> {
    let mut lines: Vec<String> = vec![];
    for word in text.split_whitespace() {
        match lines.last_mut() {
            Some(line) if width(font, size, &format!("{line} {word}")) <= wide => {
                line.push(' ');
                line.push_str(word);
            }
            _ => lines.push(word.to_string()),
        }
    }
    lines
}

/// A text in PDF's own signs: what is no plain letter stands as an octal number.
fn literal(text: &[u8]) -> Vec<u8> {
    let mut signs = Vec::with_capacity(text.len());
    for byte in text {
        match byte {
            b'(' | b')' | b'\\' => signs.extend([b'\\', *byte]),
            32..=126 => signs.push(*byte),
            other => signs.extend(format!("\\{other:03o}").bytes()),
        }
    }
    signs
}

/// Sheets that become one file.
#[derive(Debug, Clone)]
pub struct Document {
    title: String,
    sheets: Vec<Sheet>,
}

impl Document {
    /// An empty document.
    pub fn new(title: impl Into<String>) -> Document {
        Document {
            title: title.into(),
            sheets: vec![],
        }
    }

    /// Adds a sheet.
    pub fn add(&mut self, sheet: Sheet) {
        self.sheets.push(sheet);
    }

    /// The file.
    pub fn into_bytes(self) -> Vec<u8> {
        let mut file = Objects::default();
        let pages = self.sheets.len();
        let first = 3 + Font::ALL.len();
        let kids: Vec<String> = (0..pages)
            .map(|n| format!("{} 0 R", first + 2 * n))
            .collect();
        file.add(b"<< /Type /Catalog /Pages 2 0 R /Lang (en-GB) /ViewerPreferences << /DisplayDocTitle true >> >>".to_vec());
        let kids = kids.join(" ");
        file.add(format!("<< /Type /Pages /Count {pages} /Kids [{kids}] >>").into_bytes());
        let mut fonts = String::new();
        for (number, font) in (3..).zip(Font::ALL) {
            let (name, base) = (font.name(), font.base());
            fonts.push_str(&format!("/{name} {number} 0 R "));
            let font = format!(
                "<< /Type /Font /Subtype /Type1 /BaseFont /{base} /Encoding /WinAnsiEncoding >>"
            );
            file.add(font.into_bytes());
        }
        let (wide, high) = (points(WIDE), points(HIGH));
        for (number, sheet) in (0..pages).zip(self.sheets) {
            let content = first + 2 * number + 1;
            let page = format!(
                "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 {wide} {high}] \
                 /Resources << /Font << {fonts}>> >> /Contents {content} 0 R >>"
            );
            file.add(page.into_bytes());
            let mut stream = format!("<< /Length {} >>\nstream\n", sheet.0.len()).into_bytes();
            stream.extend(sheet.0);
            stream.extend(b"endstream");
            file.add(stream);
        }
        let mut title = b"<< /Title (".to_vec();
        title.extend(literal(&encoded(&self.title)));
        title.extend(b") /Producer (Payback Panel) >>");
        file.add(title);
        file.end()
    }
}

/// The objects of a file and where each begins.
#[derive(Default)]
struct Objects {
    bytes: Vec<u8>,
    begins: Vec<usize>,
}

impl Objects {
    fn add(&mut self, object: Vec<u8>) {
        if self.bytes.is_empty() {
            // The signs after the first line say that the file is not text.
            self.bytes.extend("%PDF-1.4\n%âãÏÓ\n".bytes());
        }
        self.begins.push(self.bytes.len());
        let head = format!("{} 0 obj\n", self.begins.len());
        self.bytes.extend(head.bytes());
        self.bytes.extend(object);
        self.bytes.extend(b"\nendobj\n");
    }

    fn end(mut self) -> Vec<u8> {
        let (table, count) = (self.bytes.len(), self.begins.len());
        let mut end = format!("xref\n0 {}\n0000000000 65535 f \n", count + 1);
        for begin in &self.begins {
            end.push_str(&format!("{begin:010} 00000 n \n"));
        }
        end.push_str(&format!(
            "trailer\n<< /Size {} /Root 1 0 R /Info {count} 0 R >>\nstartxref\n{table}\n%%EOF\n",
            count + 1
        ));
        self.bytes.extend(end.bytes());
        self.bytes
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lengths_have_one_decimal() {
        assert_eq!(
            [5953, 7, 0, -12].map(points),
            ["595.3", "0.7", "0.0", "-1.2"]
        );
    }

    #[test]
    fn signs_of_the_format_are_escaped() {
        assert_eq!(literal(b"a(b)\\\xa3"), b"a\\(b\\)\\\\\\243".to_vec());
    }

    #[test]
    fn lines_stay_within_their_width_unless_a_word_is_wider() {
        let text = "The quick brown fox jumps over the lazy dog, again and again";
        let lines = wrapped(Font::Plain, 110, 1200, text);
        assert!(lines.len() > 2);
        assert!(
            lines
                .iter()
                .all(|line| width(Font::Plain, 110, line) <= 1200)
        );
        assert_eq!(lines.join(" "), text);
        assert_eq!(wrapped(Font::Plain, 110, 10, "one two"), ["one", "two"]);
    }

    #[test]
    fn every_entry_of_the_table_points_at_its_object() {
        let mut document = Document::new("Two sheets (and £5)");
        for _ in 0..2 {
            let mut sheet = Sheet::default();
            let at = At {
                x: 500,
                y: 800,
                font: Font::Bold,
                size: 120,
            };
            sheet.text(at, "Scalpay Close – “now”");
            document.add(sheet);
        }
        let file = document.into_bytes();
        let find = |wanted: &[u8], from: usize| {
            let at = file[from..]
                .windows(wanted.len())
                .position(|part| part == wanted);
            at.map(|at| from + at).expect("it is in the file")
        };
        let table = find(b"xref\n0 ", 0);
        let text = String::from_utf8_lossy(&file[table..]).into_owned();
        let entries = text
            .lines()
            .skip(3)
            .take_while(|line| line.ends_with(" n "));
        let mut count = 0;
        for (number, entry) in (1..).zip(entries) {
            let at: usize = entry[..10].parse().expect("a place");
            let head = format!("{number} 0 obj\n");
            assert!(file[at..].starts_with(head.as_bytes()), "object {number}");
            count += 1;
        }
        assert_eq!(count, 2 + Font::ALL.len() + 4 + 1);
        assert!(text.contains(&format!("startxref\n{table}\n")));
    }
}
