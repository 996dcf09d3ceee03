//! The files of postcodes, place names and kinds of work, as spreadsheets write them: cells parted by semicolons or
//! tabs, any line end, empty lines, a quotation mark that nobody closed, and what is no text at all.

use crate::world::Operator;

/// What a command reads: the rows of a file, a row that is wrong, and where it says so.
struct Kind {
    command: &'static str,
    file: [&'static str; 3],
    wrong: &'static str,
    at: &'static str,
    read: &'static str,
}

const KINDS: [Kind; 3] = [
    Kind {
        command: "postcodes import",
        file: [
            "postcode,lat,lon",
            "LE4 2BF,52.65,-1.15",
            "LE4 2BG,52.66,-1.15",
        ],
        wrong: "nowhere,52.65,-1.15",
        at: "postcode",
        read: "Imported 2 postcodes.",
    },
    Kind {
        command: "places import",
        file: [
            "name,lat,lon,kind",
            "Abbey Park,52.65,-1.15,park",
            "\"The Lodge\",52.66,-1.15,",
        ],
        wrong: "Nowhere,north,-1.15,",
        at: "lat, lon",
        read: "Imported ",
    },
    Kind {
        command: "categories import",
        file: [
            "code,name,description",
            "ponds,Ponds,Clearing reeds",
            "paths,Paths,\"Laying, and mending\"",
        ],
        wrong: "Walls and more,Walls,",
        at: "code",
        read: "Imported 2 kinds of work.",
    },
];

commands!(
    a_file_of_a_command_reads_the_same_from_any_spreadsheet,
    |operator| {
        for kind in KINDS {
            // Nothing that a cell of these files holds is parted by what parts the others.
            let [heading, first, second] = kind.file;
            for (between, end) in [
                (";", "\r\n"),
                ("\t", "\r"),
                (",", "\n\n"),
                (",", "\r\n\r\n"),
            ] {
                let parted = [heading, first].map(|row| row.replace(',', between));
                let second = match between {
                    "," => second.to_string(),
                    _ => first.replace(',', between),
                };
                let [heading, first] = &parted;
                // The same row twice is a mistake in two of the files.
                let rows: &[&String] = match between {
                    "," => &[heading, first, &second],
                    _ => &[heading, first],
                };
                let rows: Vec<&str> = rows.iter().map(|row| row.as_str()).collect();
                operator.writes("file.csv", format!("\u{feff}{}{end}", rows.join(end)));
                let said = operator.gets(&format!("{} file.csv", kind.command));
                assert!(said.starts_with("Imported "), "{said}");
                if between == "," && kind.command != "places import" {
                    assert!(said.contains(kind.read), "{}: {said}", kind.command);
                }
            }
        }
    }
);

commands!(
    a_mistake_of_a_commands_file_is_told_at_its_line,
    |operator| {
        for kind in KINDS {
            let [heading, first, _] = kind.file;
            for (end, line) in [
                ("\n", 3),
                ("\r\n", 3),
                ("\r", 3),
                ("\n\n", 5),
                ("\r\n\r\n", 5),
            ] {
                operator.writes("bad.csv", [heading, first, kind.wrong].join(end));
                let error = operator.fails(&format!("{} bad.csv", kind.command), 1);
                let told = format!("bad.csv: line {line}: {}", kind.at);
                assert!(error.contains(&told), "{end:?}: {told}: {error}");
            }
            let opened = format!("{heading}\r\n\r\n{first}\r\n\"{first}\r\n{first}\r\n");
            let workbook = b"PK\x03\x04\x14\x00\x06\x00".to_vec();
            let utf_16: Vec<u8> = heading.encode_utf16().flat_map(u16::to_le_bytes).collect();
            for (file, told) in [
                (opened.into_bytes(), "line 4"),
                (workbook, "This is a workbook"),
                (utf_16, "This file is in UTF-16"),
                (vec![], "The file is empty"),
            ] {
                operator.writes("bad.csv", file);
                let error = operator.fails(&format!("{} bad.csv", kind.command), 1);
                assert!(error.contains(told), "{}: {told}: {error}", kind.command);
            }
        }
    }
);
