//! One-time codes of staff: six digits that change every 30 seconds (RFC 6238).
//!
//! The database keeps a random text from which, with the deployment's own key, the secret is made: a
//! copy of the database alone makes no codes.

use crate::actions::Desk;
use crate::domain::identity::recovery::{self, RecoveryCode};
use totp_rs::{Builder, Totp};

/// The codes of one account.
pub struct Codes(Totp);

impl Codes {
    /// The codes that belong to what the database keeps.
    pub fn of(desk: &Desk, kept: &str) -> Codes {
        Codes(builder(desk, kept).build_noncompliant())
    }

    /// The step whose code this is now, or was or will be one step away.
    pub fn step_of(&self, code: &str, now: i64) -> Option<i64> {
        let step = self.0.check(code, u64::try_from(now).unwrap_or(0))?;
        i64::try_from(step).ok()
    }

    /// The code at an instant, in seconds since 1970. For the demonstration and for tests.
    pub fn at(&self, now: i64) -> String {
        self.0.generate(u64::try_from(now).unwrap_or(0)).to_string()
    }

    /// The secret for an app, as letters and digits.
    pub fn secret(&self) -> String {
        self.0.secret().to_base32()
    }
}

/// The address that apps read the secret from.
pub fn app_address(desk: &Desk, kept: &str, service: &str, email: &str) -> Option<String> {
    builder(desk, kept)
        .with_issuer(Some(service.replace(':', " ")))
        .with_account_name(email.replace(':', " "))
        .build()
        .ok()?
        .to_url()
        .ok()
}

fn builder(desk: &Desk, kept: &str) -> Builder {
    // 160 bits, as RFC 4226 recommends: 40 of the digest's 64 hexadecimal digits.
    let digest = desk.digest("totp", kept);
    let secret: Vec<u8> = (0..20)
        .map(|at| u8::from_str_radix(&digest[at * 2..at * 2 + 2], 16).unwrap_or(0))
        .collect();
    Builder::new().with_secret(secret).with_skew(1)
}

/// The digest of a recovery code, for this account alone.
pub fn recovery_digest(desk: &Desk, account: i64, code: &RecoveryCode) -> String {
    desk.digest("recovery-code", &format!("{account}|{}", code.plain()))
}

/// New recovery codes.
pub fn new_recovery_codes(desk: &Desk) -> Vec<RecoveryCode> {
    (0..recovery::COUNT)
        .map(|_| RecoveryCode::new(desk.dice.bytes()))
        .collect()
}
