//! Existing records from a file.

use super::*;
use payback_panel::actions::imports::{Imported, NotImported, Run, silently};
use payback_panel::actions::nominations::import;
use payback_panel::actions::{Person, Refusal};

const HEADING: &str = "reference,title,category,place,lat,lon,council_code,ward_code,submitted_on,stage,assessed_on,\
    shortlisted_on,decided_on,decline_reason,decision_note,merged_into,project,supports,description,beneficiary,\
    land_owner,toilets,site_access,provenance,source\n";

const GOOD: &str = "LC-2009-0004,The field around Scalpay Close,gardening,Scalpay Close,52.66615,-1.16386,E06000016,\
    E05010459,2009-03-16,project,2009-03-30,2009-05-07,2009-06-24,,,,LC-2009-P0025,75,Hedges,Residents,The council,\
    Brought,Level,known,The place\n\
    LC-2009-0015,Windows,graffiti,Hall,,,E06000016,,2009-04-01,declined,,,2009-05-07,height,\"A tower, no.\",,,3,High,,,,,illustration,Invented\n\
    LC-2009-0020,Part of the field,gardening,Field,,,E06000016,E05010459,2009-04-02,merged,,,2009-05-07,,The same field.,LC-2009-0004,,0,,,,,,illustration,Invented\n";

async fn reads(world: &World, text: String, run: Run) -> Result<Imported, Vec<String>> {
    let file = std::io::Cursor::new(text);
    let person = Person::operator();
    match import::import(world.desk(), &person, file, run, silently()).await {
        Ok(imported) => Ok(imported),
        Err(NotImported::Faults(faults)) => {
            Err(faults.kept().iter().map(ToString::to_string).collect())
        }
        Err(other) => panic!("{other:?}"),
    }
}

async fn imports(world: &World, rows: &str, run: Run) -> Result<usize, Vec<String>> {
    let text = format!("\u{feff}{HEADING}{rows}");
    reads(world, text, run).await.map(|imported| imported.added)
}

walk!(
    records_come_in_with_their_history_and_new_references_go_on_from_them,
    |world| {
        world.leaves_letters();
        assert_eq!(imports(world, GOOD, Run::Dry).await, Ok(3));
        let mut ned = world.visitor("Ned");
        ned.opens("/nominations").await;
        ned.sees("0 nominations");
        assert_eq!(imports(world, GOOD, Run::ForReal).await, Ok(3));
        ned.opens("/nominations").await;
        ned.sees("3 nominations").sees("75 supporters");
        ned.opens("/nominations/lc-2009-0004").await;
        ned.gets(200)
            .sees("16 March 2009")
            .sees("Put on the shortlist")
            .sees("Became a project")
            .sees("24 June 2009");
        ned.sees("Known. Source: The place")
            .sees("Part of the field");
        ned.opens("/nominations/LC-2009-0015").await;
        ned.sees("It needs work at height.")
            .sees("A tower, no.")
            .sees("Invented for illustration");
        ned.opens("/nominations/LC-2009-0020").await;
        ned.sees("It was joined to The field around Scalpay Close (LC-2009-0004)");
        ned.opens("/nominations?from=2009-03-01&to=2009-03-31")
            .await;
        ned.sees("1 nomination");
        ned.opens("/nominations?stage=declined&q=tower+height")
            .await;
        ned.sees("No nomination matches.");
        ned.opens("/nominations?stage=declined&area=E06000016")
            .await;
        ned.sees("1 nomination").sees("Windows");
        ned.opens("/nominations.csv?stage=merged").await;
        let lines: Vec<&str> = ned.page().text.lines().collect();
        assert_eq!(lines.len(), 2, "{lines:?}");
        assert!(lines[1].starts_with("LC-2009-0020,Part of the field,gardening,Field,E06000016,Leicester,E05010459,Beaumont Leys,2009-04-02,merged"));
        assert!(lines[1].contains(",LC-2009-0004,"));
        let mut rita = world.resident("Rita").await;
        let reference = nominates(&mut rita, "Field", "Hedges").await;
        assert_eq!(reference, "LC-2026-0001");
    }
);

walk!(
    a_file_with_mistakes_changes_nothing_and_every_one_is_named,
    |world| {
        let rows = "LC-2009-0001,,gardening,Place,,,E06000016,E05010459,2009-03-16,project,,,2009-03-20,,,,,x,,,,,,,\n\
        LC-2009-0002,Title,magic,Place,,,E06000099,E05000001,2009-03-16,declined,,,,,,,,0,,,,,,,\n\
        LC-2009-0003,Title,gardening,Place,,,E06000016,E05000001,2030-03-16,submitted,,,,,,LC-1,,0,,,,,,,\n\
        LC-2009-0003,short\n\
        LC-2009-0005,Title,gardening,Place,,,E06000016,E05010459,2009-03-16,merged,,,2009-03-17,,,LC-2008-0001,,0,,,,,,,\n\
        LC-2009-0005,Title,gardening,Place,,,E06000016,E05000001,2009-03-16,submitted,,,,,,,,0,,,,,,,\n";
        for run in [Run::Dry, Run::ForReal] {
            let wrong = imports(world, rows, run).await.expect_err("mistakes");
            assert_eq!(
                wrong,
                [
                    "line 2, title: Enter a title",
                    "line 2, supports: Enter a whole number from 0 to 1000000",
                    "line 3, decline_reason: Enter a reason: no-community-benefit, paid-work, profit, private-garden, specialist-trade, height, unsafe, no-permission, no-facilities, too-little-work, already-done, other",
                    "line 3, decided_on: Enter the day of the decision, like 2009-06-21",
                    "line 4, merged_into: Give this only where the stage is merged",
                    "line 5: This line has 2 cells, the heading has 25",
                    "line 6, merged_into: There is no nomination with this reference",
                    "line 7, reference: This reference is on line 6 already",
                    "line 7, ward_code: There is no ward with this code in that council",
                ]
            );
        }
        let mut ned = world.visitor("Ned");
        ned.opens("/nominations").await;
        ned.sees("0 nominations");
        assert_eq!(imports(world, GOOD, Run::ForReal).await, Ok(3));
        let again = reads(world, format!("{HEADING}{GOOD}"), Run::ForReal).await;
        let again = again.expect("the same file adds nothing");
        assert_eq!((again.added, again.already_there), (0, 3));
        let other = GOOD.replace("The field around", "A field near");
        assert_eq!(
            imports(world, &other, Run::ForReal).await,
            Err(vec![
                "line 2, reference: There is another nomination with this reference already".into()
            ])
        );
    }
);

walk!(a_file_that_is_no_table_says_what_is_missing, |world| {
    let wrong = reads(world, "name,place\nx,y\n".into(), Run::ForReal).await;
    assert_eq!(
        wrong.expect_err("it was taken"),
        [
            "line 1, reference: This column is missing",
            "line 1, title: This column is missing",
            "line 1, category: This column is missing",
            "line 1, council_code: This column is missing",
            "line 1, submitted_on: This column is missing",
            "line 1, stage: This column is missing",
        ]
    );
    let empty = reads(world, String::new(), Run::ForReal).await;
    assert_eq!(empty, Err(vec!["line 1: The file is empty".into()]));
    let file = HEADING.as_bytes();
    let refused = import::import(
        world.desk(),
        &Person::visitor(),
        file,
        Run::ForReal,
        silently(),
    )
    .await;
    assert!(matches!(
        refused,
        Err(NotImported::Refused(Refusal::NotAllowed))
    ));
});

walk!(the_demonstrations_nominations_read, |world| {
    world.place().runs(
        "INSERT INTO category (code, name, description, position) VALUES ('clearance', 'Clearance', '', 4), \
         ('paths', 'Paths', '', 5), ('decorating', 'Decorating', '', 6), ('recycling', 'Recycling', '', 7);"
    ).await;
    let text = include_str!("../../../seed-data/nominations.csv");
    let wards: std::collections::BTreeSet<&str> =
        text.lines().skip(1).filter_map(ward_in).collect();
    for ward in wards {
        world.place().runs(&format!(
            "INSERT INTO area (code, kind, name, parent_code) VALUES ('{ward}', 'ward', 'Ward {ward}', 'E06000016') ON CONFLICT (code) DO NOTHING;"
        )).await;
    }
    let imported = reads(world, text.to_string(), Run::ForReal).await;
    assert_eq!(imported.map(|imported| imported.added), Ok(114));
});

/// The ward in a line, found by the look of a ward's code.
fn ward_in(line: &str) -> Option<&str> {
    line.split(',')
        .find(|cell| cell.starts_with("E05") && cell.len() == 9)
}

/// A record that is there since March, or was joined to another.
fn record(number: usize, joined_to: Option<usize>) -> String {
    let (stage, decided, into) = match joined_to {
        Some(into) => ("merged", "2009-05-07", format!("LC-2009-{into:05}")),
        None => ("submitted", "", String::new()),
    };
    format!(
        "LC-2009-{number:05},Green {number},gardening,Green,,,E06000016,E05010459,2009-03-16,{stage},,,{decided},,,{into},,0,,,,,,,\n"
    )
}

walk!(a_long_file_is_taken_up_some_rows_at_a_time, |world| {
    // More rows than are read at once. The first was joined to the last.
    let long: String = (1..=2_050)
        .map(|number| record(number, (number == 1).then_some(2_050)))
        .collect();
    let again = record(1, Some(2_050));
    let unknown = record(9_999, Some(9_998));
    let wrong = format!("{long}{again}{unknown}");
    for run in [Run::Dry, Run::ForReal] {
        assert_eq!(
            imports(world, &wrong, run).await,
            Err(vec![
                "line 2052, reference: This reference is on line 2 already".into(),
                "line 2053, merged_into: There is no nomination with this reference".into(),
            ])
        );
    }
    let nominations = "SELECT COUNT(*) FROM nomination";
    assert_eq!(world.counts(nominations).await, 0);
    assert_eq!(imports(world, &long, Run::Dry).await, Ok(2_050));
    assert_eq!(world.counts(nominations).await, 0);
    assert_eq!(imports(world, &long, Run::ForReal).await, Ok(2_050));
    let joined = "SELECT COUNT(*) FROM nomination n JOIN nomination o ON o.id = n.merged_into \
                  WHERE n.reference = 'LC-2009-00001' AND o.reference = 'LC-2009-02050'";
    assert_eq!(world.counts(joined).await, 1);
    let again = reads(world, format!("{HEADING}{long}"), Run::ForReal).await;
    let again = again.expect("the same file adds nothing");
    assert_eq!((again.added, again.already_there), (0, 2_050));

    // Of a file that is wrong throughout the first mistakes are kept, and all are counted.
    let wrong = long
        .replace(",E06000016,", ",E06000099,")
        .replace("LC-2009", "LC-2008");
    let file = std::io::Cursor::new(format!("{HEADING}{wrong}"));
    let person = Person::operator();
    let done = import::import(world.desk(), &person, file, Run::Dry, silently()).await;
    let Err(NotImported::Faults(faults)) = done else {
        panic!("{done:?}");
    };
    // The council is not there, and the ward not in it.
    assert_eq!((faults.count(), faults.kept().len()), (4_100, 1_000));
    assert_eq!(faults.kept()[999].line, 501);
});
