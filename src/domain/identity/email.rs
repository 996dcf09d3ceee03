//! Email addresses: what was typed, which mailbox it certainly is, and the key of one entitlement.
//!
//! A person can write the address of one mailbox in many ways. [`EmailAddress::key`] folds them
//! together, so that one mailbox is one account and one vote. It is never the only gate: whoever acts
//! must also have read a letter in the mailbox itself.

use std::fmt;
use std::str::FromStr;

/// The longest address that mail servers carry.
const MOST: usize = 254;
/// The longest part before the `@`.
const MOST_LOCAL: usize = 64;

/// An address that letters can go to.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct EmailAddress {
    text: String,
    local: String,
    domain: String,
}

/// What was typed is not an address.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NotAnEmailAddress {
    /// Nothing was typed.
    #[error("Enter an email address")]
    Missing,
    /// It does not read.
    #[error("Enter an email address in the correct format, like name@example.com")]
    Format,
}

/// What a provider does with the part before the `@`, as far as it says so itself.
///
/// Two domains of one provider are one only where it says that a name at one is always the same mailbox at the other:
/// Google does. Proton and Apple give most people the same name at several of their domains but promise it to nobody, so
/// theirs stay apart: a mailbox that counts twice is what any second mailbox is, one taken for another's is a vote lost.
struct Provider {
    /// The domain that stands for all of the provider's names for the same mailbox.
    domain: &'static str,
    /// Signs that it ignores.
    ignores: &'static [char],
}

fn provider(domain: &str) -> Option<Provider> {
    let known = |domain, ignores| Some(Provider { domain, ignores });
    match domain {
        "gmail.com" | "googlemail.com" => known("gmail.com", &['.']),
        "proton.me" => known("proton.me", &['.', '-', '_']),
        "protonmail.com" => known("protonmail.com", &['.', '-', '_']),
        "pm.me" => known("pm.me", &['.', '-', '_']),
        _ => None,
    }
}

impl EmailAddress {
    /// Reads an address that somebody typed. Space around it and a dot at its end are forgiven.
    pub fn parse(typed: &str) -> Result<EmailAddress, NotAnEmailAddress> {
        let typed = typed.trim_matches(|c: char| c.is_whitespace() || is_invisible(c));
        if typed.is_empty() {
            return Err(NotAnEmailAddress::Missing);
        }
        let (local, domain) = typed.rsplit_once('@').ok_or(NotAnEmailAddress::Format)?;
        let local = read_local(local).ok_or(NotAnEmailAddress::Format)?;
        let domain = domain.strip_suffix('.').unwrap_or(domain);
        let ascii = read_domain(domain).ok_or(NotAnEmailAddress::Format)?;
        let text = format!("{local}@{domain}");
        if text.len() > MOST || local.len() + ascii.len() + 1 > MOST {
            return Err(NotAnEmailAddress::Format);
        }
        Ok(EmailAddress {
            text,
            local: local.to_ascii_lowercase(),
            domain: ascii,
        })
    }

    /// The address as it was typed, for letters.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// What stands for the mailbox wherever one person counts once: an account, a nomination's
    /// contact, an entitlement to vote.
    ///
    /// Capitals do not count, nor what follows a `+`, nor dots where the provider ignores them. A
    /// domain is compared as the name servers see it, so that a look-alike in other letters stays
    /// another domain.
    pub fn key(&self) -> String {
        self.folded(true)
    }

    /// Whether two addresses are the same mailbox without any doubt.
    ///
    /// Narrower than an equal [`EmailAddress::key`]: what follows a `+` is the same mailbox only where
    /// the provider says so. Signing in asks this, or the owner of `rita+x@…` on a server that takes
    /// `+` for a letter could act as `rita@…`.
    pub fn is_surely(&self, other: &EmailAddress) -> bool {
        self.folded(false) == other.folded(false)
    }

    fn folded(&self, every_tag: bool) -> String {
        let provider = provider(&self.domain);
        let untagged = match self.local.split_once('+') {
            Some((name, _)) if !name.is_empty() && (every_tag || provider.is_some()) => name,
            _ => &self.local,
        };
        match provider {
            None => format!("{untagged}@{}", self.domain),
            Some(provider) => {
                let name: String = untagged
                    .chars()
                    .filter(|c| !provider.ignores.contains(c))
                    .collect();
                format!("{name}@{}", provider.domain)
            }
        }
    }
}

/// Signs without a width that come along when an address is copied.
fn is_invisible(c: char) -> bool {
    matches!(
        c,
        '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}' | '\u{feff}'
    )
}

/// The part before the `@`. Quotes around a name that needs none are taken off; a name that needs them
/// is refused, as the great providers do.
fn read_local(local: &str) -> Option<&str> {
    let local = local
        .strip_prefix('"')
        .and_then(|rest| rest.strip_suffix('"'))
        .unwrap_or(local);
    let sign = |byte: u8| byte.is_ascii_alphanumeric() || b"!#$%&'*+-/=?^_`{|}~".contains(&byte);
    let good = local.len() <= MOST_LOCAL
        && local
            .split('.')
            .all(|part| !part.is_empty() && part.bytes().all(sign));
    good.then_some(local)
}

/// The domain as the name servers see it: small letters, other alphabets in their ASCII form.
fn read_domain(domain: &str) -> Option<String> {
    let ascii = idna::domain_to_ascii(domain).ok()?;
    let labels: Vec<&str> = ascii.split('.').collect();
    let label = |label: &&str| {
        (1..=63).contains(&label.len())
            && !label.starts_with('-')
            && !label.ends_with('-')
            && label
                .bytes()
                .all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
    };
    let last_is_a_name = labels
        .last()
        .is_some_and(|last| last.len() >= 2 && !last.bytes().all(|byte| byte.is_ascii_digit()));
    let good = labels.len() >= 2 && labels.iter().all(label) && last_is_a_name;
    good.then_some(ascii)
}

impl FromStr for EmailAddress {
    type Err = NotAnEmailAddress;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        EmailAddress::parse(text)
    }
}

impl fmt::Display for EmailAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}
