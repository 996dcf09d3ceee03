//! A telephone with an app that makes codes, and somebody who sets up an account with it.

use crate::world::{Actor, World};
use chrono::{DateTime, Utc};
use payback_panel::actions::Person;
use payback_panel::actions::identity::accounts::{self, Invitee};
use payback_panel::domain::identity::email::EmailAddress;
use payback_panel::domain::policy::{Grant, Role};
use totp_rs::{Builder, Secret};

/// The password that people in these walks choose.
pub const PASSWORD: &str = "kettle orbit moss";

/// An app that was given a secret.
pub struct Phone(totp_rs::Totp);

impl Phone {
    /// Types the secret in that a page shows.
    pub fn given(page: &str) -> Phone {
        let (_, after) = page.split_once("Secret: ").expect("a secret on the page");
        let secret: String = after
            .chars()
            .filter(|c| !c.is_whitespace())
            .take(32)
            .collect();
        let secret = Secret::try_from_base32(&secret).expect("a secret");
        Phone(
            Builder::new()
                .with_secret(secret)
                .build()
                .expect("codes of six digits"),
        )
    }

    /// What it shows at an instant.
    pub fn shows(&self, at: DateTime<Utc>) -> String {
        let seconds = u64::try_from(at.timestamp()).expect("after 1970");
        self.0.generate(seconds).to_string()
    }
}

/// Invites somebody as the operator does, and reads the letter: where the account is set up.
pub async fn invited(world: &World, who: &Actor<'_>, role: Role, area: &str) -> String {
    let invitee = Invitee {
        address: EmailAddress::parse(&who.email).expect("an address"),
        name: who.name.clone(),
        grant: Grant {
            role,
            area: area.into(),
        },
    };
    let invited = accounts::invite(world.desk(), &Person::operator(), invitee, None)
        .await
        .expect("the invitation goes out");
    who.reads_letter("Your invitation").await;
    invited.path
}

/// Somebody who was invited, chose a password, gave the secret to a telephone and is signed in. The
/// recovery codes come too.
pub async fn set_up<'w>(
    world: &'w World,
    name: &str,
    role: Role,
    area: &str,
) -> (Actor<'w>, Phone, Vec<String>) {
    let mut who = world.visitor(name);
    let path = invited(world, &who, role, area).await;
    who.opens(&path).await;
    who.fills("password", PASSWORD).fills("again", PASSWORD);
    who.presses("Continue").await;
    let phone = Phone::given(&who.page().words());
    who.fills("code", &phone.shows(world.now()));
    who.presses("Continue").await;
    who.gets(200).sees("Keep your recovery codes");
    let codes = recovery_codes(&who.page().text);
    (who, phone, codes)
}

/// The recovery codes on a page.
pub fn recovery_codes(page: &str) -> Vec<String> {
    page.split("<code>")
        .skip(1)
        .filter_map(|rest| Some(rest.split_once("</code>")?.0.to_string()))
        .collect()
}

/// Types address, password and code.
pub async fn signs_in(who: &mut Actor<'_>, email: &str, password: &str, code: &str) {
    who.opens("/staff/sign-in").await;
    who.fills("email", email).fills("password", password);
    who.presses("Continue").await;
    who.is_at("/staff/sign-in/code");
    who.fills("code", code);
    who.presses("Sign in").await;
}
