//! Addresses of lists, files and pages with what is asked of them.

use form_urlencoded::Serializer;

/// An address with what is asked. What is empty asks for nothing and is left out.
pub fn address<'a>(path: &str, asked: impl IntoIterator<Item = (&'a str, &'a str)>) -> String {
    let some = asked.into_iter().filter(|(_, value)| !value.is_empty());
    match Serializer::new(String::new()).extend_pairs(some).finish() {
        query if query.is_empty() => path.to_owned(),
        query => format!("{path}?{query}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_asks_for_nothing_that_is_empty() {
        assert_eq!(address("/map", [("kind", ""), ("area", "")]), "/map");
        assert_eq!(address("/votes.csv", []), "/votes.csv");
        assert_eq!(
            address(
                "/votes.csv",
                [("q", "hedge & wall"), ("area", ""), ("state", "open")]
            ),
            "/votes.csv?q=hedge+%26+wall&state=open"
        );
    }
}
