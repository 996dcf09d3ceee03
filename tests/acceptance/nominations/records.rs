//! Existing records from a file.

use super::*;
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

async fn imports(world: &World, rows: &str, dry_run: bool) -> Result<usize, Vec<String>> {
    let text = format!("\u{feff}{HEADING}{rows}");
    match import::import(world.desk(), &Person::operator(), &text, dry_run).await {
        Ok(imported) => Ok(imported.added),
        Err(Refusal::Mistaken(mistakes)) => Err(mistakes
            .iter()
            .map(|m| format!("{}: {}", m.field, m.message))
            .collect()),
        Err(other) => panic!("{other:?}"),
    }
}

walk!(
    records_come_in_with_their_history_and_new_references_go_on_from_them,
    |world| {
        world.leaves_letters();
        assert_eq!(imports(world, GOOD, true).await, Ok(3));
        let mut ned = world.visitor("Ned");
        ned.opens("/nominations").await;
        ned.sees("0 nominations");
        assert_eq!(imports(world, GOOD, false).await, Ok(3));
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
        for dry_run in [true, false] {
            let wrong = imports(world, rows, dry_run).await.expect_err("mistakes");
            assert_eq!(
                wrong,
                [
                    "line 2, title: Enter a title",
                    "line 2, supports: Enter a whole number from 0 to 1000000",
                    "line 3, decline_reason: Enter a reason: no-community-benefit, paid-work, profit, private-garden, specialist-trade, height, unsafe, no-permission, no-facilities, too-little-work, already-done, other",
                    "line 3, decided_on: Enter the day of the decision, like 2009-06-21",
                    "line 4, merged_into: Give this only where the stage is merged",
                    "line 5: This line has 2 cells and the heading 25",
                    "line 6, merged_into: There is no nomination with this reference",
                    "line 7, reference: This reference is on line 6 already",
                    "line 7, ward_code: There is no ward with this code in that council",
                ]
            );
        }
        let mut ned = world.visitor("Ned");
        ned.opens("/nominations").await;
        ned.sees("0 nominations");
        assert_eq!(imports(world, GOOD, false).await, Ok(3));
        let again = imports(world, GOOD, false)
            .await
            .expect_err("there already");
        assert_eq!(
            again[0],
            "line 2, reference: There is a nomination with this reference already"
        );
        assert_eq!(again.len(), 3);
    }
);

walk!(a_file_that_is_no_table_says_what_is_missing, |world| {
    let operator = Person::operator();
    let read = |text: &'static str| import::import(world.desk(), &operator, text, false);
    let Err(Refusal::Mistaken(mistakes)) = read("name,place\nx,y\n").await else {
        panic!("it was taken");
    };
    let fields: Vec<&str> = mistakes.iter().map(|m| m.field.as_str()).collect();
    assert_eq!(
        fields,
        [
            "line 1, reference",
            "line 1, title",
            "line 1, category",
            "line 1, council_code",
            "line 1, submitted_on",
            "line 1, stage",
        ]
    );
    assert!(matches!(read("").await, Err(Refusal::Mistaken(_))));
    let resident = Person::visitor();
    let refused = import::import(world.desk(), &resident, HEADING, false).await;
    assert_eq!(refused, Err(Refusal::NotAllowed));
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
    let imported = import::import(world.desk(), &Person::operator(), text, false).await;
    assert_eq!(imported.map(|imported| imported.added), Ok(114));
});

/// The ward in a line, found by the look of a ward's code.
fn ward_in(line: &str) -> Option<&str> {
    line.split(',')
        .find(|cell| cell.starts_with("E05") && cell.len() == 9)
}
