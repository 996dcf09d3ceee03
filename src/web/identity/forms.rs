//! What browsers send to sign in, and about one's own account.

use crate::domain::identity::email::EmailAddress;
use crate::domain::mistakes::{self, Mistakes};
use crate::form;

form! {
    /// Where to go after signing in.
    pub struct NextQuery { next, done }
}

form! {
    /// Asks for a link.
    pub struct LinkForm { email, next }
}

impl LinkForm {
    /// The address.
    pub fn parse(&self) -> Result<EmailAddress, Mistakes> {
        EmailAddress::parse(&self.email).map_err(|error| Mistakes::one("email", error))
    }
}

form! {
    /// The first half of signing in as staff.
    pub struct PasswordForm { email, password, next }
}

impl PasswordForm {
    /// The address; the password is taken as it was typed.
    pub fn parse(&self) -> Result<EmailAddress, Mistakes> {
        let mut mistakes = Mistakes::none();
        let address = mistakes.check("email", EmailAddress::parse(&self.email));
        if self.password.is_empty() {
            mistakes.add("password", "Enter your password");
        }
        match address {
            Some(address) if mistakes.is_empty() => Ok(address),
            _ => Err(mistakes),
        }
    }
}

form! {
    /// A code of the app, or a recovery code.
    pub struct CodeForm { code }
}

impl CodeForm {
    /// What was typed.
    pub fn parse(&self) -> Result<String, Mistakes> {
        mistakes::line(&self.code, 60, "Enter a code")
            .map_err(|message| Mistakes::one("code", message))
    }
}

form! {
    /// A new password, typed twice.
    pub struct NewPasswordForm { password, again }
}

form! {
    /// What somebody wants to be called, and the version of the account that they saw.
    pub struct NameForm { name, version }
}

impl NameForm {
    /// The name.
    pub fn parse(&self) -> Result<String, Mistakes> {
        mistakes::line(&self.name, 100, "Enter your name")
            .map_err(|message| Mistakes::one("name", message))
    }

    /// The version that the change is based on; one that does not read is stale.
    pub fn version(&self) -> i64 {
        self.version.parse().unwrap_or(0)
    }
}

form! {
    /// Agreeing to delete the account.
    pub struct DeleteForm { agree }
}
