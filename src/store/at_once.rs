//! Many rows in one statement.

use super::Engine;

/// The most rows that one statement writes or asks for: with the widest row, a quarter of the values SQLite
/// takes.
const MOST: usize = 256;
/// Up to so many there is a statement for each number of rows.
const FEW: usize = 16;

/// Rows in pieces for one statement each. There are few lengths, since a connection keeps every statement that
/// it has prepared, and long ones are large.
pub(super) fn in_pieces<T>(mut rows: &[T]) -> impl Iterator<Item = &[T]> {
    std::iter::from_fn(move || {
        let length = match rows.len() {
            0 => return None,
            few @ 1..=FEW => few,
            MOST.. => MOST,
            many => 1 << many.ilog2(),
        };
        let (piece, rest) = rows.split_at(length);
        rows = rest;
        Some(piece)
    })
}

/// A place for each value of so many rows.
///
/// SQLite's have no numbers: it finds each value that has one by walking over the names of those before it,
/// so that a statement would cost the square of its values.
pub(super) fn placeholders(engine: Engine, rows: usize, columns: usize) -> String {
    places(engine, rows, columns, |place, _, out| out.push_str(place))
}

/// The same with the type of each column said, for where no table says it.
pub(super) fn typed_placeholders(engine: Engine, rows: usize, types: &[&str]) -> String {
    places(engine, rows, types.len(), |place, column, out| {
        for part in ["CAST(", place, " AS ", types[column], ")"] {
            out.push_str(part);
        }
    })
}

fn places(
    engine: Engine,
    rows: usize,
    columns: usize,
    write: impl Fn(&str, usize, &mut String),
) -> String {
    let mut out = String::with_capacity(rows * (columns * 8 + 4));
    for row in 0..rows {
        out.push_str(if row == 0 { "(" } else { ", (" });
        for column in 0..columns {
            if column > 0 {
                out.push_str(", ");
            }
            match engine {
                Engine::Sqlite => write("?", column, &mut out),
                Engine::Postgres => {
                    let place = format!("${}", row * columns + column + 1);
                    write(&place, column, &mut out);
                }
            }
        }
        out.push(')');
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_engine_has_places_of_its_own() {
        let rows = |engine| placeholders(engine, 2, 2);
        assert_eq!(rows(Engine::Sqlite), "(?, ?), (?, ?)");
        assert_eq!(rows(Engine::Postgres), "($1, $2), ($3, $4)");
        let typed = |engine| typed_placeholders(engine, 1, &["BIGINT", "TEXT"]);
        assert_eq!(
            typed(Engine::Sqlite),
            "(CAST(? AS BIGINT), CAST(? AS TEXT))"
        );
        assert_eq!(
            typed(Engine::Postgres),
            "(CAST($1 AS BIGINT), CAST($2 AS TEXT))"
        );
    }

    #[test]
    fn pieces_are_all_rows_in_order_and_of_few_lengths() {
        let mut lengths = std::collections::BTreeSet::new();
        for count in 0..2_000 {
            let rows: Vec<usize> = (0..count).collect();
            lengths.extend(in_pieces(&rows).map(<[usize]>::len));
            assert_eq!(in_pieces(&rows).collect::<Vec<_>>().concat(), rows);
        }
        assert_eq!(lengths.len(), FEW + 4);
    }

    #[test]
    fn a_statement_binds_fewer_values_than_either_database_takes() {
        // SQLite takes 32,766 values a statement, PostgreSQL 65,535; the widest table has 32 columns at most.
        const { assert!(MOST * 32 < 32_766) };
    }
}
