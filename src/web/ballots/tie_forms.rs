//! What officers send to decide a tie.

use crate::actions::ballots::counting::Decided;
use crate::domain::mistakes::{self, Mistakes};

crate::form! {
    /// What decides a tie: the public value, or a lot drawn in public.
    pub struct TieForm { how, value, witness_1, witness_2 } many { lot_option, lot_place }
}

impl TieForm {
    /// What decides a tie: the public value or a lot, if either was typed.
    pub fn decided(&self) -> Result<Decided, Mistakes> {
        if self.how == "lot" {
            return self.drawn();
        }
        let typed =
            mistakes::optional_line(&self.value, 200).map_err(|why| Mistakes::one("value", why))?;
        Ok(match typed {
            value if value.is_empty() => Decided::Nothing,
            value => Decided::Value(value),
        })
    }

    fn drawn(&self) -> Result<Decided, Mistakes> {
        let mut found = Mistakes::none();
        let order = found.check("lot", self.lot_order());
        let mut witness = |field: &str, typed: &str| {
            let name = mistakes::line(
                typed,
                100,
                "Enter the name of somebody who saw the lot drawn",
            );
            found.check(field, name)
        };
        let first = witness("witness-1", &self.witness_1);
        let second = witness("witness-2", &self.witness_2);
        if first.is_some() && first == second {
            found.add("witness-2", "Enter the name of another person");
        }
        match (order, first, second) {
            (Some(order), Some(first), Some(second)) if found.is_empty() => Ok(Decided::Drawn {
                order,
                witnesses: [first, second],
            }),
            _ => Err(found),
        }
    }

    /// The ids in the order in which they were drawn: each place from 1 on stands once.
    fn lot_order(&self) -> Result<Vec<String>, String> {
        let many = self.lot_option.len();
        let wrong = || format!("Type the numbers from 1 to {many}, each once");
        let mut order = vec![None; many];
        for (id, place) in self.lot_option.iter().zip(&self.lot_place) {
            let place = place.trim().parse::<usize>().ok();
            let slot = place.and_then(|place| order.get_mut(place.checked_sub(1)?));
            match slot {
                Some(free @ None) => *free = Some(id.clone()),
                _ => return Err(wrong()),
            }
        }
        let order: Option<Vec<String>> = order.into_iter().collect();
        order.filter(|order| !order.is_empty()).ok_or_else(wrong)
    }
}
