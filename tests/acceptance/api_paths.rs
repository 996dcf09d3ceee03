//! The changing parts of the API's addresses take whatever somebody types: what is not there is told so in
//! JSON, as the document says, and nothing breaks.

use serde_json::Value;

/// What may stand in an address, as it goes over the wire.
fn odd() -> Vec<String> {
    let mut all: Vec<String> = [
        "0",
        "-1",
        "1e9",
        "9223372036854775808",
        "340282366920938463463374607431768211456",
        "nothing-of-this-name",
        "LC-2026-99999999999999999999",
        "LC-2026-0001%00",
        "%00",
        "%0A%0D",
        "%20",
        "%2F",
        "%2e%2e%2f%2e%2e%2fetc%2fpasswd",
        "..%5c",
        "%FF%FE",
        "%C3%28",
        "%F0%9F%8C%B3",
        "%E2%80%AE%D7%90",
        "e06000016-2026-10%27%20OR%201=1--",
        "%25%25%25",
        "%27%22%3B%3C%3E",
        "*",
        "~",
        "E06000016;E06000017",
        "null",
        "undefined",
        "%7Brelease%7D",
    ]
    .map(str::to_string)
    .into();
    all.extend([
        "9".repeat(400),
        "a".repeat(3_000),
        "%F0%9F%8C%B3".repeat(300),
        "-".repeat(64),
    ]);
    all
}

walk!(
    an_address_of_the_api_that_names_nothing_says_so_in_json,
    |world| {
        let mut vera = world.visitor("Vera");
        vera.opens("/api/v1/openapi.json").await;
        let document: Value = serde_json::from_str(&vera.gets(200).page().text).expect("JSON");
        let paths = document["paths"].as_object().expect("addresses");
        let changing: Vec<&String> = paths.keys().filter(|path| path.contains('{')).collect();
        assert!(changing.len() >= 4, "{changing:?}");
        for path in changing {
            let (before, rest) = path.split_once('{').expect("a changing part");
            let (_, after) = rest.split_once('}').expect("its end");
            for text in odd() {
                let address = format!("{before}{text}{after}");
                vera.opens(&address).await;
                let page = vera.page();
                let status = page.status;
                assert!([400, 404].contains(&status), "{address}: {status}");
                let problem: Value = serde_json::from_str(&page.text)
                    .unwrap_or_else(|_| panic!("{address} answers no JSON: {}", page.text));
                assert_eq!(problem["status"], status, "{address}");
                let described = &document["paths"][path]["get"]["responses"];
                assert!(
                    described[status.to_string()].is_object(),
                    "{path}: {status}"
                );
                let fields = problem.as_object().expect("an object").len();
                assert_eq!(fields, 4, "{address}: {problem}");
            }
        }
    }
);

walk!(odd_words_behind_the_question_mark_break_nothing, |world| {
    let mut vera = world.visitor("Vera");
    vera.opens("/api/v1/openapi.json").await;
    let document: Value = serde_json::from_str(&vera.gets(200).page().text).expect("JSON");
    let paths = document["paths"].as_object().expect("addresses");
    for (path, told) in paths.iter().filter(|(path, _)| !path.contains('{')) {
        let parameters = told["get"]["parameters"]
            .as_array()
            .cloned()
            .unwrap_or_default();
        for name in parameters.iter().filter_map(|one| one["name"].as_str()) {
            for text in odd() {
                let address = format!("{path}?{name}={text}");
                vera.opens(&address).await;
                let page = vera.page();
                let status = page.status;
                assert!(
                    [200, 400, 404, 409].contains(&status),
                    "{address}: {status}"
                );
                let body: Result<Value, _> = serde_json::from_str(&page.text);
                assert!(body.is_ok(), "{address} answers no JSON: {}", page.text);
            }
        }
    }
});
