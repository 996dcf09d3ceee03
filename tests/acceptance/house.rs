//! What holds for every page.

walk!(a_page_that_is_not_there_helps, |world| {
    let mut rita = world.visitor("Rita");
    rita.opens("/nowhere").await;
    rita.gets(404).sees("Page not found");
});

walk!(the_audit_chain_of_a_new_world_holds, |world| {
    assert!(world.audit_holds().await);
});
