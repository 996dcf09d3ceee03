//! The commands of the areas room, as an operator runs them.

use crate::world::Operator;

const TWO_WARDS: &str = r#"{"type":"FeatureCollection","features":[
{"type":"Feature","properties":{"WD25CD":"E05010458","WD25NM":"Abbey, \"old\"","LAD25CD":"E06000016","LAD25NM":"Leicester"},
"geometry":{"type":"Polygon","coordinates":[[[-1.2,52.6],[-1.1,52.6],[-1.1,52.7],[-1.2,52.7],[-1.2,52.6]]]}},
{"type":"Feature","properties":{"WD25CD":"E05010463","WD25NM":"Castle","LAD25CD":"E06000016","LAD25NM":"Leicester"},
"geometry":{"type":"Polygon","coordinates":[[[-1.3,52.6],[-1.2,52.6],[-1.2,52.7],[-1.3,52.7],[-1.3,52.6]]]}}]}"#;

const HEADING: &str = "id,ward_code,ward_name,council_code,council_name,note\n";

fn with_two_wards(operator: &Operator) {
    operator.writes("wards.geojson", TWO_WARDS);
    let said = operator.gets("areas import wards.geojson --kind ward --set 2025");
    assert!(
        said.starts_with("Set 2025, wards: 2 added, 0 changed, 0 as they were."),
        "{said}"
    );
    assert!(said.contains("E06000016 Leicester"), "{said}");
}

/// A ward that is a square of a hundredth of a degree.
fn square_ward(number: usize, west: f64, south: f64) -> String {
    let (east, north) = (west + 0.01, south + 0.01);
    format!(
        r#"{{"type":"Feature","properties":{{"WD25CD":"E0501000{number}","WD25NM":"Ward {number}","LAD25CD":"E06000016",
        "LAD25NM":"Leicester"}},"geometry":{{"type":"Polygon","coordinates":[[[{west:.4},{south:.4}],[{east:.4},{south:.4}],
        [{east:.4},{north:.4}],[{west:.4},{north:.4}],[{west:.4},{south:.4}]]]}}}}"#
    )
}

fn collection(features: &[String]) -> String {
    format!(
        r#"{{"type":"FeatureCollection","features":[{}]}}"#,
        features.join(",")
    )
}

commands!(
    an_import_tells_of_gaps_and_of_another_datum_feature_by_feature,
    |operator| {
        let council = r#"{"type":"FeatureCollection","features":[{"type":"Feature","properties":{"code":"E06000016",
        "name":"Leicester"},"geometry":{"type":"Polygon","coordinates":[[[-1.2,52.6],[-1.17,52.6],[-1.17,52.63],
        [-1.2,52.63],[-1.2,52.6]]]}}]}"#;
        operator.writes("councils.geojson", council);
        operator.gets("areas import councils.geojson --kind council --set 2024");
        // Eight wards around a hole, of which the last reaches a hundred metres out of its council, as degrees
        // of another datum do.
        let corners = [
            (0, 0),
            (1, 0),
            (2, 0),
            (0, 1),
            (2, 1),
            (0, 2),
            (1, 2),
            (2, 2),
        ];
        let wards: Vec<String> = corners
            .iter()
            .enumerate()
            .map(|(number, (x, y))| {
                let shift = if number == 7 { 0.0015 } else { 0.0 };
                square_ward(
                    number,
                    -1.2 + f64::from(*x) * 0.01 + shift,
                    52.6 + f64::from(*y) * 0.01,
                )
            })
            .collect();
        operator.writes("wards.geojson", collection(&wards[..7]));
        operator.writes("shifted.geojson", collection(&wards[7..]));
        let output = operator.runs("areas import shifted.geojson --kind ward --set 2024");
        let told = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(output.status.success(), "{told}");
        assert!(
            told.contains("shifted.geojson: feature 1 (E05010007 Ward 7): ")
                && told.contains("lie outside E06000016")
                && told.contains("(imported all the same)"),
            "{told}"
        );
        let whole: Vec<String> = (0..8)
            .map(|number| {
                let (x, y) = corners[number];
                square_ward(
                    number,
                    -1.2 + f64::from(x) * 0.01,
                    52.6 + f64::from(y) * 0.01,
                )
            })
            .collect();
        operator.writes("ring.geojson", collection(&whole));
        let output = operator.runs("areas import ring.geojson --kind ward --set 2025");
        let told = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(output.status.success(), "{told}");
        assert!(
            told.contains("ring.geojson: feature 1 (E05010000 Ward 0): there is a gap of 75")
                && told.contains("near 52.61"),
            "{told}"
        );
        // A file that says itself that it is in another datum is refused whole.
        let national = collection(&whole).replacen(
            '{',
            r#"{"crs":{"type":"name","properties":{"name":"urn:ogc:def:crs:EPSG::27700"}},"#,
            1,
        );
        operator.writes("national.geojson", national);
        let told = operator.fails("areas import national.geojson --kind ward --set 2026", 1);
        assert!(told.contains("27700"), "{told}");
    }
);

commands!(an_import_tells_of_a_ward_that_is_missing, |operator| {
    let council = r#"{"type":"FeatureCollection","features":[{"type":"Feature","properties":{"code":"E06000016",
        "name":"Leicester"},"geometry":{"type":"Polygon","coordinates":[[[-1.2,52.6],[-1.17,52.6],[-1.17,52.61],
        [-1.2,52.61],[-1.2,52.6]]]}}]}"#;
    operator.writes("council.geojson", council);
    let wards: Vec<String> = (0..3)
        .map(|number| square_ward(number, -1.2 + number as f64 * 0.01, 52.6))
        .collect();
    operator.writes("two.geojson", collection(&wards[..2]));
    operator.writes("three.geojson", collection(&wards));
    let told = |words: &str| {
        let output = operator.runs(&format!("areas import {words}"));
        let told = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(output.status.success(), "{words}: {told}");
        told
    };
    // Of a council without an outline nothing can be known, and nothing is said.
    assert_eq!(told("two.geojson --kind ward --set 2025"), "");
    // Once it has one it is said of the council, and of the nearest ward in another set while this one holds.
    let of_the_council = told("council.geojson --kind council --set 2025");
    assert!(
        of_the_council.starts_with("council.geojson: feature 1 (E06000016 Leicester): 75")
            && of_the_council
                .contains("lie in none of its wards, near 52.605000, -1.175000; is a ward missing")
            && of_the_council.ends_with("(imported all the same)\n"),
        "{of_the_council}"
    );
    let next = told("two.geojson --kind ward --set 2026");
    assert!(
        next.starts_with("two.geojson: feature 2 (E05010001 Ward 1): 75"),
        "{next}"
    );
    // Before that set its councils say nothing; and with all three wards there is nothing to say.
    assert_eq!(told("two.geojson --kind ward --set 2013"), "");
    assert_eq!(told("three.geojson --kind ward --set 2025"), "");
    assert_eq!(told("three.geojson --kind ward --set 2026"), "");
});

commands!(a_point_is_located, |operator| {
    with_two_wards(operator);
    for (words, row) in [
        (
            "--lat 52.65 --lon -1.25",
            ",E05010463,Castle,E06000016,Leicester,",
        ),
        (
            "--lon -1.15 --lat 52.65",
            ",E05010458,\"Abbey, \"\"old\"\"\",E06000016,Leicester,",
        ),
        (
            "--lat 52.65 --lon -1.2",
            ",E05010458,\"Abbey, \"\"old\"\"\",E06000016,Leicester,",
        ),
        (
            "--lat=52.59981 --lon=-1.25",
            ",,Castle,,Leicester,\"just outside, 21 m\"",
        ),
        ("--lat 52.5 --lon -1.25", ",,,,,outside"),
        ("--lat -33.9 --lon 151.2", ",,,,,outside"),
        ("--lat north --lon -1.25", ",,,,,not a coordinate"),
        ("--lat NaN --lon -1.25", ",,,,,not a coordinate"),
        ("--lat 95 --lon -1.25", ",,,,,not a coordinate"),
        (
            "--lat -1.25 --lon 52.65",
            ",,,,,\"not a coordinate, latitude and longitude swapped\"",
        ),
        (
            "--lat 457900 --lon 307800",
            ",,,,,\"not a coordinate, eastings and northings\"",
        ),
    ] {
        let printed = operator.gets(&format!("locate {words}"));
        assert_eq!(printed, format!("{HEADING}{row}\n"), "{words}");
    }
});

commands!(postcodes_are_imported_and_located, |operator| {
    with_two_wards(operator);
    operator.writes(
        "postcodes.csv",
        "\u{feff}Postcode,lat,lon,easting,ward_code\nle42bf,52.65,-1.15,1,\nLE1 1AA, 52.65 ,-1.25,2,E05010458\n",
    );
    assert_eq!(
        operator.gets("postcodes import postcodes.csv"),
        "Imported 2 postcodes.\n"
    );
    for (postcode, row) in [
        (
            "LE42BF",
            ",E05010458,\"Abbey, \"\"old\"\"\",E06000016,Leicester,",
        ),
        // The published ward stands.
        (
            "le11aa",
            ",E05010458,\"Abbey, \"\"old\"\"\",E06000016,Leicester,",
        ),
        ("LE4", ",,,,,not a postcode"),
        ("LE4 2BG", ",,,,,postcode not known"),
    ] {
        let postcode = postcode.replace(' ', "");
        let printed = operator.gets(&format!("locate --postcode {postcode}"));
        assert_eq!(printed, format!("{HEADING}{row}\n"), "{postcode}");
    }
    for (row, told) in [
        (
            "LE4,52.6,-1.2",
            "bad.csv: line 3: postcode: Enter a full UK postcode",
        ),
        (
            "LE4 2BH,x,-1.2",
            "bad.csv: line 3: lat, lon: Latitude and longitude must be numbers",
        ),
        (
            "LE4 2BH,-1.2,52.6",
            "bad.csv: line 3: lat, lon: Latitude and longitude look swapped",
        ),
        (
            "LE4 2BH",
            "bad.csv: line 3: lat, lon: Latitude and longitude must be numbers",
        ),
        (
            "LE4 2BG,52.6,-1.2",
            "bad.csv: line 3: postcode: LE4 2BG is there twice",
        ),
    ] {
        operator.writes(
            "bad.csv",
            format!("postcode,lat,lon\nLE4 2BG,52.6,-1.2\n{row}\n"),
        );
        let error = operator.fails("postcodes import bad.csv", 1);
        assert!(
            error.contains(told) && error.contains("nothing was imported"),
            "{error}"
        );
        assert_eq!(error.lines().count(), 1, "{error}");
    }
    operator.writes(
        "bad.csv",
        "postcode,lat,lon,ward_code\nLE4,x,-1.2,\nLE4 2BH,52.6,-1.2,\nLE4 2BJ,52.6,-1.2,E 1\nLE4 2BH,52.6,-1.2,\n",
    );
    let error = operator.fails("postcodes import bad.csv", 1);
    for told in [
        "bad.csv: line 2: postcode: Enter a full UK postcode",
        "bad.csv: line 2: lat, lon: Latitude and longitude must be numbers",
        "bad.csv: line 4: ward_code: ",
        "bad.csv: line 5: postcode: LE4 2BH is there twice",
        "bad.csv: 4 problems; nothing was imported",
    ] {
        assert!(error.contains(told), "{told}: {error}");
    }
    let unknown = operator.gets("locate --postcode LE42BG");
    assert!(unknown.contains("postcode not known"), "{unknown}");
    operator.writes("none.csv", "postcode,latitude\n");
    let error = operator.fails("postcodes import none.csv", 1);
    assert!(
        error.contains("none.csv: line 1: there is no column lat"),
        "{error}"
    );
});

commands!(a_file_is_located_row_by_row, |operator| {
    with_two_wards(operator);
    operator.writes("postcodes.csv", "postcode,lat,lon\nLE4 2BF,52.65,-1.15\n");
    operator.gets("postcodes import postcodes.csv");
    let mut points =
        b"lon,ID,lat,note\n-1.25,a,52.65,x\n-1.25,\"b,1\",52.5\n-1.25,,52.65\n".to_vec();
    points.extend(b"\n52.65,c,-1.25\n,d,\n-1.25\n-1.25,\xff\xfe,52.65\n-1.25,=1+1,52.65\n");
    operator.writes("points.csv", points);
    let expected = [
        "a,E05010463,Castle,E06000016,Leicester,",
        "\"b,1\",,,,,outside",
        ",E05010463,Castle,E06000016,Leicester,",
        "c,,,,,\"not a coordinate, latitude and longitude swapped\"",
        "d,,,,,not a coordinate",
        ",,,,,not a coordinate",
        "\u{fffd}\u{fffd},E05010463,Castle,E06000016,Leicester,",
        "=1+1,E05010463,Castle,E06000016,Leicester,",
    ];
    let printed = operator.gets("locate points.csv");
    assert_eq!(printed, format!("{HEADING}{}\n", expected.join("\n")));

    operator.writes(
        "codes.csv",
        "id,postcode\n1,le42bf\n2,\n3,LE4 2BG\n4,rubbish\n",
    );
    let printed = operator.gets("locate codes.csv");
    assert_eq!(
        printed,
        format!(
            "{HEADING}1,E05010458,\"Abbey, \"\"old\"\"\",E06000016,Leicester,\n2,,,,,not a postcode\n\
             3,,,,,postcode not known\n4,,,,,not a postcode\n"
        )
    );

    // More rows than are looked up at a time, all in order.
    let many: String = (0..2500).map(|id| format!("{id},LE4 2BF\n")).collect();
    operator.writes("many.csv", format!("id,postcode\n{many}"));
    let printed = operator.gets("locate many.csv");
    let ids: Vec<usize> = printed
        .lines()
        .skip(1)
        .map(|line| {
            line.split(',')
                .next()
                .and_then(|id| id.parse().ok())
                .expect("an id")
        })
        .collect();
    assert_eq!(ids, (0..2500).collect::<Vec<_>>());

    operator.writes("empty.csv", "id,lat,lon\n");
    assert_eq!(operator.gets("locate empty.csv"), HEADING);
    for (text, told) in [
        ("", "line 1: The file is empty"),
        ("lat,lon\n1,2\n", "line 1: there is no column id"),
        ("id,lat\n1,2\n", "line 1: there is no column lon"),
    ] {
        operator.writes("bad.csv", text);
        let error = operator.fails("locate bad.csv", 1);
        assert!(
            error.contains("bad.csv: ") && error.contains(told),
            "{error}"
        );
    }
    assert!(
        operator
            .fails("locate nowhere.csv", 1)
            .contains("nowhere.csv: ")
    );
});

commands!(wrong_use_ends_with_two_and_no_wards_with_one, |operator| {
    for words in [
        "locate",
        "locate --lat 52.6",
        "locate --lat 52.6 --lon -1.1 --postcode LE42BF",
        "areas import wards.geojson --set 2025",
        "areas import wards.geojson --kind parish --set 2025",
        "postcodes import",
    ] {
        operator.fails(words, 2);
    }
    assert!(operator.runs("migrate").status.success());
    let error = operator.fails("locate --lat 52.6 --lon -1.1", 1);
    assert!(error.contains("no ward set is in force"), "{error}");
});

commands!(
    a_bad_boundary_file_is_reported_feature_by_feature_and_left_out,
    |operator| {
        let bad = TWO_WARDS
            .replace("[-1.2,52.7],[-1.2,52.6]]]}},", "[-1.2,52.7]]]}},")
            .replace("\"Castle\"", "null");
        operator.writes("bad.geojson", bad);
        let error = operator.fails("areas import bad.geojson --kind ward --set 2025", 1);
        let lines: Vec<&str> = error.lines().collect();
        assert_eq!(
            lines,
            [
                "bad.geojson: feature 1 (E05010458 Abbey, \"old\"): polygon 1, ring 1 is not closed: its last position is not its first",
                "bad.geojson: feature 2 (E05010463): it has no name",
                "payback-panel: bad.geojson: 2 problems; nothing was imported",
            ]
        );
        operator.writes("broken.geojson", "{\"type\":\n\"FeatureCollection\",,}");
        let error = operator.fails("areas import broken.geojson --kind ward --set 2025", 1);
        assert!(
            error.contains("broken.geojson: it is not JSON") && error.contains("line 2"),
            "{error}"
        );
        assert!(
            operator
                .fails("areas import none.geojson --kind ward --set 2025", 1)
                .contains("none.geojson")
        );
        let error = operator.fails("locate --lat 52.6 --lon -1.1", 1);
        assert!(error.contains("no ward set is in force"), "{error}");
    }
);

commands!(wards_of_another_set_are_found_by_its_name, |operator| {
    with_two_wards(operator);
    operator.writes("old.geojson", TWO_WARDS.replace("Castle", "Old Castle"));
    operator.gets("areas import old.geojson --kind ward --set 2013");
    let point = "locate --lat 52.65 --lon -1.25";
    assert!(operator.gets(point).contains(",Castle,"));
    assert!(
        operator
            .gets(&format!("{point} --set 2013"))
            .contains(",Old Castle,")
    );
    let error = operator.fails(&format!("{point} --set 1999"), 1);
    assert!(error.contains("there is no ward set \"1999\""), "{error}");
    let error = operator.fails("areas import old.geojson --kind ward --set 2025", 1);
    assert!(
        error.contains("set 2025 already has another boundary, name or parent"),
        "{error}"
    );
    operator.gets("areas import old.geojson --kind ward --set 2025 --replace");
    assert!(operator.gets(point).contains(",Old Castle,"));
});

commands!(
    properties_of_other_names_are_read_where_they_are_said,
    |operator| {
        let renamed = TWO_WARDS
            .replace("WD25CD", "ward_ref")
            .replace("WD25NM", "ward_title")
            .replace("LAD25CD", "lies_in")
            .replace("LAD25NM", "lies_in_name");
        operator.writes("wards.geojson", renamed);
        let council = r#"{"type":"FeatureCollection","features":[{"type":"Feature","properties":{"ref":"E06000016",
        "title":"Leicester"},"geometry":{"type":"Polygon","coordinates":[[[-1.3,52.6],[-1.1,52.6],[-1.1,52.7],
        [-1.3,52.7],[-1.3,52.6]]]}}]}"#;
        operator.writes("council.geojson", council);
        let import = "areas import council.geojson --kind council --set 2025";
        assert!(operator.fails(import, 1).contains("it has no code"));
        operator.gets(&format!("{import} --code ref --name title"));
        let import = "areas import wards.geojson --kind ward --set 2025";
        let error = operator.fails(import, 1);
        assert!(
            error.ends_with("wards.geojson: 6 problems; nothing was imported\n"),
            "{error}"
        );
        let missing = format!("{import} --code ward_ref --name title --parent lies_in");
        assert!(operator.fails(&missing, 1).contains("it has no name"));
        let said = operator.gets(&format!(
            "{import} --code ward_ref --name ward_title --parent lies_in"
        ));
        assert!(said.starts_with("Set 2025, wards: 2 added"), "{said}");
        let located = operator.gets("locate --lat 52.65 --lon -1.25");
        assert!(
            located.contains(",E05010463,Castle,E06000016,Leicester,"),
            "{located}"
        );
    }
);

commands!(
    a_set_holds_from_and_to_the_days_of_the_command_line,
    |operator| {
        with_two_wards(operator);
        let point = "locate --lat 52.65 --lon -1.25";
        operator.writes("old.geojson", TWO_WARDS.replace("Castle", "Old Castle"));
        operator.writes("next.geojson", TWO_WARDS.replace("Castle", "New Castle"));
        let old = "areas import old.geojson --kind ward --set 2013";
        operator.gets(&format!("{old} --from 2013-05-02 --to 2019-05-01"));
        operator.gets("areas import next.geojson --kind ward --set next --from 2999-05-06");
        assert!(operator.gets(point).contains(",Castle,"));
        for (set, name) in [("2013", ",Old Castle,"), ("next", ",New Castle,")] {
            let printed = operator.gets(&format!("{point} --set {set}"));
            assert!(printed.contains(name), "{printed}");
        }
        let wards = "areas import wards.geojson --kind ward --set 2025";
        let error = operator.fails(&format!("{wards} --from 2026-02-02 --to 2026-02-01"), 1);
        assert!(
            error.contains("The last day is before the first"),
            "{error}"
        );
        for day in ["yesterday", "2025-02-30", "01/05/2025", "2025-13-01", ""] {
            operator.fails(&format!("{wards} --from={day}"), 2);
        }
        let days = "SELECT COUNT(*) FROM ward_set WHERE (name, valid_from, COALESCE(valid_to, '')) IN \
                (('2013', '2013-05-02', '2019-05-01'), ('2025', '2025-01-01', ''), ('next', '2999-05-06', ''))";
        assert_eq!(operator.place().counts(days).await, 3);
        assert_eq!(
            operator
                .place()
                .counts("SELECT COUNT(*) FROM ward_set")
                .await,
            3
        );
        // The same boundaries with another last day: the set ends, and none is in force.
        operator.gets(&format!("{wards} --to 2025-01-01"));
        let error = operator.fails(point, 1);
        assert!(error.contains("no ward set is in force"), "{error}");
    }
);
