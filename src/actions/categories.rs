//! Kinds of work come in as a file: `code,name,description`, in the order that forms offer them.

use crate::actions::{Desk, Person, Refusal};
use crate::domain::events::Event;
use crate::domain::ids::Slug;
use crate::domain::mistakes::{self, Mistakes};
use crate::domain::policy::Permission;
use crate::store::categories;
use crate::store::nominations::places::Category;

const HEADER: [&str; 3] = ["code", "name", "description"];

/// Adds the kinds of work of the file, and gives those that are there their new names. None is taken
/// away: nominations and projects may be of it. All or nothing.
pub async fn import(desk: &Desk, person: &Person, text: &str) -> Result<usize, Refusal> {
    person.need(desk, Permission::ManageSettings, "")?;
    let list = read(text)?;
    desk.work(person, |work| async move {
        categories::put(&work, &list).await?;
        let count = list.len();
        work.commit(Event::CategoriesImported { count }).await?;
        Ok(count)
    })
    .await
}

fn read(text: &str) -> Result<Vec<Category>, Mistakes> {
    let mut wrong = Mistakes::none();
    let mut reader = csv::Reader::from_reader(text.trim_start_matches('\u{feff}').as_bytes());
    let good = reader
        .headers()
        .is_ok_and(|header| header.iter().eq(HEADER));
    if !good {
        return Err(Mistakes::one(
            "line 1",
            format!("The columns must be {}", HEADER.join(",")),
        ));
    }
    let mut list = vec![];
    for record in reader.records() {
        let record = match record {
            Ok(record) => record,
            Err(error) => {
                wrong.add("file", error);
                break;
            }
        };
        let line = record.position().map_or(0, csv::Position::line);
        let cell = |at: usize| record.get(at).unwrap_or_default();
        let code: Result<Slug, _> = cell(0).parse();
        let code = wrong.check(
            &format!("line {line}: code"),
            code.map_err(|_| "Use small letters, digits and hyphens"),
        );
        let name = mistakes::line(cell(1), 80, "Enter a name");
        let name = wrong.check(&format!("line {line}: name"), name);
        let description = mistakes::optional_line(cell(2), 300);
        let description = wrong.check(&format!("line {line}: description"), description);
        if let (Some(code), Some(name), Some(description)) = (code, name, description) {
            list.push(Category {
                code: code.to_string(),
                name,
                description,
            });
        }
    }
    if wrong.is_empty() {
        Ok(list)
    } else {
        Err(wrong)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_bad_line_is_named() {
        let wrong = read("code,name,description\nGraffiti,Graffiti,\nlitter,,\nok,Fine,\n")
            .expect_err("two mistakes");
        let fields: Vec<_> = wrong.iter().map(|mistake| mistake.field.as_str()).collect();
        assert_eq!(fields, ["line 2: code", "line 3: name"]);
        assert!(read("name,code\n").is_err());
    }
}
