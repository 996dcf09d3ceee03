//! What holds for every page.

walk!(a_page_that_is_not_there_helps, |world| {
    let mut rita = world.visitor("Rita");
    rita.opens("/nowhere").await;
    rita.gets(404).sees("Page not found");
});

walk!(the_audit_chain_of_a_new_world_holds, |world| {
    assert!(world.audit_holds().await);
});

walk!(what_a_page_is_drawn_with_is_served, |world| {
    let mut rita = world.visitor("Rita");
    rita.opens("/nowhere").await;
    let html = rita.page().text.clone();
    let named: Vec<String> = html
        .split(['"', '\''])
        .filter(|part| part.starts_with("/assets/") || part.starts_with("/brand.css"))
        .map(str::to_owned)
        .collect();
    assert!(
        named.len() >= 6,
        "stylesheets, scripts and icons: {named:?}"
    );
    for path in named.iter().map(String::as_str).chain(["/favicon.ico"]) {
        rita.opens(path).await;
        rita.gets(200);
    }
});
