//! What holds for every page and every change.

use crate::world::World;
use payback_panel::actions::identity::accounts::{self, Invitee};
use payback_panel::actions::{Person, Refusal};
use payback_panel::domain::identity::email::EmailAddress;
use payback_panel::domain::policy::{Grant, Role};

/// Makes every letter fail, as a full table or a broken one would, at the end of the change it belongs to.
async fn refuses_letters(world: &World) {
    let is_sqlite = world.place().file().is_some();
    world
        .place()
        .runs(if is_sqlite {
            "CREATE TRIGGER no_letters BEFORE INSERT ON outbox BEGIN SELECT RAISE(ABORT, 'no letters'); END;"
        } else {
            "CREATE FUNCTION no_letters() RETURNS trigger LANGUAGE plpgsql AS
                 $$ BEGIN RAISE EXCEPTION 'no letters'; END $$;
             CREATE TRIGGER no_letters BEFORE INSERT ON outbox FOR EACH ROW EXECUTE FUNCTION no_letters();"
        })
        .await;
}

async fn takes_letters(world: &World) {
    let is_sqlite = world.place().file().is_some();
    let on = if is_sqlite { "" } else { " ON outbox" };
    let sql = format!("DROP TRIGGER no_letters{on}");
    world.place().runs(&sql).await;
}

/// What a change moves: rows of what it changes, of the audit log and of the outbox, and the version.
async fn moved(world: &World) -> [i64; 6] {
    [
        world.counts("SELECT COUNT(*) FROM account").await,
        world.counts("SELECT COUNT(*) FROM account_grant").await,
        world.counts("SELECT COUNT(*) FROM one_time_link").await,
        world.counts("SELECT COUNT(*) FROM audit").await,
        world.counts("SELECT COUNT(*) FROM outbox").await,
        world.counts("SELECT value FROM data_version").await,
    ]
}

async fn invites(world: &World) -> Result<(), Refusal> {
    let invitee = Invitee {
        address: EmailAddress::parse("olga@residents.example").expect("an address"),
        name: "Olga".into(),
        grant: Grant {
            role: Role::Council,
            area: "E06000016".into(),
        },
    };
    accounts::invite(world.desk(), &Person::operator(), invitee, None)
        .await
        .map(drop)
}

walk!(
    a_change_whose_letter_fails_leaves_no_audit_line_no_letter_and_no_change,
    |world| {
        world.resident("Rita").await;
        let before = moved(world).await;
        refuses_letters(world).await;
        let refused = invites(world).await.expect_err("the letter fails");
        assert!(matches!(refused, Refusal::Storage(_)), "{refused:?}");
        assert_eq!(moved(world).await, before);
        assert!(world.audit_holds().await);
        // The same change goes through as soon as it can, and the chain goes on without a gap.
        takes_letters(world).await;
        invites(world).await.expect("the letter is written");
        let after = moved(world).await;
        assert!(
            before
                .iter()
                .zip(after)
                .all(|(before, after)| after > *before)
        );
        world.visitor("Olga").reads_letter("Your invitation").await;
    }
);

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

/// Runs some tests of this very program where nobody names a database server, as `cargo test` does.
fn runs_without_a_server(tests: &[&str]) -> std::process::Output {
    let program = std::env::current_exe().expect("this program");
    let mut command = std::process::Command::new(program);
    command.arg("--exact").args(tests);
    command.env_remove("TEST_POSTGRES_URL").env_remove("CI");
    command.output().expect("it runs")
}

#[test]
fn without_a_database_server_the_tests_pass_and_say_so_in_one_line() {
    let done = runs_without_a_server(&[
        "house::a_page_that_is_not_there_helps::on_postgres",
        "house::the_audit_chain_of_a_new_world_holds::on_postgres",
    ]);
    assert!(done.status.success(), "{done:?}");
    let said = String::from_utf8_lossy(&done.stdout);
    assert!(said.contains("2 passed"), "{said}");
    let said = String::from_utf8_lossy(&done.stderr);
    let line = "PostgreSQL was left out: TEST_POSTGRES_URL names no server.\n";
    assert_eq!(said, line);
}
