//! Following a nomination.

use super::*;
use payback_panel::domain::listening::Kind;
use payback_panel::store::listening;

walk!(
    news_by_email_begins_with_a_link_and_stops_with_a_button,
    |world| {
        world.leaves_letters();
        let mut rita = world.resident("Rita").await;
        let reference = nominates(&mut rita, "Field", "Overgrown hedges").await;
        let mut priya = probation(world, "Priya").await;
        passes(&mut priya, &reference).await;
        let mut ned = world.visitor("Ned");
        ned.opens(&format!("/nominations/{reference}")).await;
        ned.follows("Get news by email").await;
        ned.presses("Get news by email").await;
        ned.gets(422).sees("Enter an email address");
        let email = ned.email.clone();
        ned.fills("email", &email)
            .presses("Get news by email")
            .await;
        ned.sees("Check your email")
            .opens_letter("Confirm that you want news")
            .await;
        ned.presses("Get news by email").await;
        ned.is_at(&format!("/nominations/{reference}"));
        ned.opens(&format!("/follow/nomination/{reference}")).await;
        ned.sees("We write to you about each decision")
            .presses("Stop these emails")
            .await;

        let mut tom = world.resident("Tom").await;
        tom.opens("/follow/area/E06000016").await;
        tom.gets(200)
            .sees("Leicester")
            .presses("Get news by email")
            .await;
        tom.sees("You will get news by email");
        let account = tom.account.expect("an account");
        let conn = world.desk().db.read();
        assert_eq!(
            listening::is_there(&conn, account, Kind::Area, LEICESTER).await,
            Ok(true)
        );
        let followed = listening::of_account(&conn, account).await.expect("reads");
        assert_eq!(followed[0].title, "Leicester");
        tom.opens("/follow/planet/mars").await;
        tom.gets(404);
    }
);
