//! The pages of signing in.

use super::forms::{LinkForm, PasswordForm};
use super::qr;
use crate::actions::identity::invitations::Invitation;
use crate::domain::identity::recovery::RecoveryCode;
use crate::domain::ids::OnceKey;
use crate::domain::mistakes::Mistakes;
use crate::domain::time::long_instant;
use crate::web::govuk::{
    Button, Details, Hint, Input, InsetText, Label, PasswordInput, WarningText,
};
use crate::web::mistaken::at;
use crate::web::visit::Visit;
use maud::{Markup, Render, html};

/// The title of the page for a link that does not work any more.
pub const LINK_ENDED: &str = "This link does not work any more";

fn email_input(value: &str, hint: &str, mistakes: &Mistakes) -> Markup {
    Input {
        name: "email".into(),
        kind: "email".into(),
        value: value.into(),
        label: Label::question("Email address"),
        hint: Some(Hint::from(hint)).filter(|_| !hint.is_empty()),
        error_message: at(mistakes, "email"),
        autocomplete: "email".into(),
        spellcheck: Some(false),
        autocapitalize: "none".into(),
        ..Default::default()
    }
    .render()
}

fn code_input(label: &str, hint: &str, mistakes: &Mistakes) -> Markup {
    Input {
        name: "code".into(),
        label: Label::question(label),
        hint: Some(Hint::from(hint)),
        error_message: at(mistakes, "code"),
        classes: "govuk-input--width-20".into(),
        autocomplete: "one-time-code".into(),
        spellcheck: Some(false),
        autocapitalize: "none".into(),
        ..Default::default()
    }
    .render()
}

fn password_input(name: &str, label: &str, autocomplete: &str, mistakes: &Mistakes) -> Markup {
    PasswordInput {
        name: name.into(),
        label: Label::question(label),
        error_message: at(mistakes, name),
        autocomplete: autocomplete.into(),
        ..Default::default()
    }
    .render()
}

/// Asks a resident for the address.
pub fn ask_link(
    visit: &Visit,
    (form, once): (&LinkForm, Option<&OnceKey>),
    mistakes: &Mistakes,
) -> Markup {
    let hint = "We send you a link that signs you in. You need no password";
    html! {
        p class="govuk-body" { "Sign in to see your nominations, to support and follow others, and to change what we write to you about." }
        form action="/sign-in" method="post" novalidate {
            (visit.csrf_and_same_once(once))
            input type="hidden" name="next" value=(form.next);
            (email_input(&form.email, hint, mistakes))
            (Button::new("Send me a link"))
        }
        p class="govuk-body" {
            "Do you work for the probation service or a council? "
            a class="govuk-link" href="/staff/sign-in" { "Sign in as staff" }
        }
    }
}

/// Says that the link is on its way, whatever address it was.
pub fn link_sent(email: &str, next: &str) -> Markup {
    let query = form_urlencoded::Serializer::new(String::new())
        .append_pair("next", next)
        .finish();
    html! {
        p class="govuk-body" { "We have sent a link to " strong { (email) } "." }
        p class="govuk-body" { "Open it and press the button to sign in. It works once, for 15 minutes. If you have no account yet, we make one then." }
        (Details::new("The email has not come", html! {
            p class="govuk-body" { "It can take a few minutes. Look in your junk mail, and check the address above." }
            p class="govuk-body" { a class="govuk-link" href={ "/sign-in?" (query) } { "Send another link" } ". A newer link replaces an older one." }
        }))
    }
}

/// The button behind a link.
pub fn sign_in_button(visit: &Visit, email: &str) -> Markup {
    let other = visit
        .visitor
        .session()
        .map(|session| session.account.email.as_str())
        .filter(|own| *own != email);
    html! {
        p class="govuk-body" { "You asked to sign in as " strong { (email) } "." }
        @if let Some(other) = other {
            (InsetText::from(format!("This browser is signed in as {other}. It will be signed out.").as_str()))
        }
        form method="post" novalidate {
            (visit.csrf())
            (Button::new("Sign in"))
        }
        p class="govuk-body" { "If you did not ask for this, close the page. Nothing happens without the button." }
    }
}

/// A link that was used, replaced or left too long.
pub fn link_ended() -> Markup {
    html! {
        p class="govuk-body" { "A link works once, for 15 minutes, and only until you ask for a newer one." }
        (Button::link("Send me a new link", "/sign-in"))
    }
}

/// Asks staff for address and password.
pub fn ask_password(visit: &Visit, form: &PasswordForm, mistakes: &Mistakes) -> Markup {
    html! {
        form action="/staff/sign-in" method="post" novalidate {
            (visit.csrf())
            input type="hidden" name="next" value=(form.next);
            (email_input(&form.email, "", mistakes))
            (password_input("password", "Password", "current-password", mistakes))
            (Button::new("Continue"))
        }
        (Details::new("You cannot sign in", html! {
            p class="govuk-body" { "If you forgot your password or lost your telephone and your recovery codes, ask an administrator for a new invitation." }
        }))
        p class="govuk-body" {
            "Residents and panel members "
            a class="govuk-link" href="/sign-in" { "sign in by email" } "."
        }
    }
}

/// Asks staff for the code.
pub fn ask_code(visit: &Visit, mistakes: &Mistakes) -> Markup {
    let hint = "The 6 digits that your app shows now. Or one of your recovery codes";
    html! {
        form action="/staff/sign-in/code" method="post" novalidate {
            (visit.csrf())
            (code_input("Code", hint, mistakes))
            (Button::new("Sign in"))
        }
        p class="govuk-body" { "Each code works once. " a class="govuk-link" href="/staff/sign-in" { "Start again" } " if the email address or the password may be wrong." }
    }
}

/// The code came too late.
pub fn try_ended() -> Markup {
    html! {
        p class="govuk-body" { "More than 10 minutes have passed since you typed your password, or you signed in with this page already." }
        (Button::link("Sign in", "/staff/sign-in"))
    }
}

/// An invitation that was used, replaced or left too long.
pub fn invitation_ended() -> Markup {
    html! {
        p class="govuk-body" { "An invitation works once, for 7 days, and only until a newer one is sent." }
        p class="govuk-body" { "If you have set up your account already, sign in. Otherwise ask whoever invited you for a new invitation." }
        (Button::link("Sign in as staff", "/staff/sign-in"))
    }
}

/// Asks for a new password.
pub fn choose_password(visit: &Visit, invitation: &Invitation, mistakes: &Mistakes) -> Markup {
    html! {
        p class="govuk-body" {
            "This sets up the account of " strong { (invitation.account.email) } ". You need about 5 minutes and a telephone or a computer with an app that makes codes. The invitation works until "
            (long_instant(invitation.ends_at)) "."
        }
        form method="post" novalidate {
            (visit.csrf())
            p class="govuk-body" { "Choose a password of 12 characters or more. Three words that do not belong together are easy to remember. It needs no capitals, digits or signs." }
            (password_input("password", "Password", "new-password", mistakes))
            (password_input("again", "The same password again", "new-password", mistakes))
            (Button::new("Continue"))
        }
    }
}

/// Shows the secret in three ways and asks for the first code.
pub fn set_up_codes(
    visit: &Visit,
    secret: &str,
    address: Option<&str>,
    mistakes: &Mistakes,
) -> Markup {
    let groups: Vec<&str> = secret
        .as_bytes()
        .chunks(4)
        .map(|group| std::str::from_utf8(group).unwrap_or_default())
        .collect();
    html! {
        p class="govuk-body" { "An app on your telephone or computer makes a code of 6 digits each 30 seconds. You type one each time you sign in." }
        ol class="govuk-list govuk-list--number" {
            li { "Open an app that makes codes." }
            li { "Scan the picture, or type the secret into the app." }
            li { "Type the code that the app shows." }
        }
        @if let Some(address) = address {
            @if let Some(drawing) = qr::svg(address, "QR code with the secret for your app") { p class="govuk-body" { (drawing) } }
            p class="govuk-body" { a class="govuk-link" href=(address) { "Open an app on this device" } }
        }
        p class="govuk-body" { "Secret: " code { (groups.join(" ")) } }
        form method="post" novalidate {
            (visit.csrf())
            (code_input("Code", "The 6 digits that your app shows now", mistakes))
            (Button::new("Continue"))
        }
    }
}

/// Shows recovery codes this once.
pub fn recovery_codes(codes: &[RecoveryCode], on_to: &str) -> Markup {
    html! {
        (WarningText::from("We show these codes only now. Print them or write them down."))
        p class="govuk-body" { "If you lose your telephone, one of them lets you sign in instead of a code of your app. Each works once." }
        ul class="govuk-list" {
            @for code in codes { li { code { (code) } } }
        }
        (Button::link("I have kept them: continue", on_to))
    }
}
