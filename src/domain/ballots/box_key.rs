//! The keys of a ballot box as people handle them: lines of text that say what they are.
//!
//! A written key names its half and carries a check, so that a slip of the pen, or the private half
//! typed where the public one belongs, is told from a good key. Start at [`public_line`] and
//! [`read_public`].

use sha2::{Digest as _, Sha256};

use super::merkle::{Digest, from_hex, to_hex};

const PUBLIC: &str = "payback-public-key-v1-";
const PRIVATE: &str = "payback-private-key-v1-";

/// How many hexadecimal digits the check at the end has.
const CHECK: usize = 8;

/// Why a written key does not read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum KeyFault {
    #[error("Enter the key")]
    Empty,
    #[error("There is no key in this. A public key is one line that starts with {PUBLIC}")]
    NoPublicKey,
    #[error("There is no key in this. A private key is one line that starts with {PRIVATE}")]
    NoPrivateKey,
    #[error(
        "This is the private key. It must never be typed here, and is no longer safe to use. Make a new pair of keys"
    )]
    PrivateInPlaceOfPublic,
    #[error("This is the public key. Enter the private key, from the file that you kept")]
    PublicInPlaceOfPrivate,
    #[error("The key has a mistake in it. Copy the whole line again")]
    Check,
    #[error("There are two different keys in this. Enter one")]
    Two,
}

/// The line of a public key: what an officer gives to whoever drafts the vote. No secret.
pub fn public_line(key: &Digest) -> String {
    line(PUBLIC, key)
}

/// The line of a private key: what opens the box.
pub fn private_line(key: &Digest) -> String {
    line(PRIVATE, key)
}

fn line(kind: &str, key: &Digest) -> String {
    format!("{kind}{}-{}", to_hex(key), check(kind, key))
}

fn check(kind: &str, key: &Digest) -> String {
    let digest = Sha256::new()
        .chain_update(kind)
        .chain_update(key)
        .finalize();
    let mut check = to_hex(&digest);
    check.truncate(CHECK);
    check
}

/// Reads a public key from its line, alone or anywhere in a text.
pub fn read_public(text: &str) -> Result<Digest, KeyFault> {
    match (found(PUBLIC, text)?, found(PRIVATE, text)) {
        (_, Ok(Some(_)) | Err(_)) => Err(KeyFault::PrivateInPlaceOfPublic),
        (Some(key), Ok(None)) => Ok(key),
        (None, Ok(None)) if text.trim().is_empty() => Err(KeyFault::Empty),
        (None, Ok(None)) => Err(KeyFault::NoPublicKey),
    }
}

/// Reads a private key from its line, alone or anywhere in the file that it was made in.
pub fn read_private(text: &str) -> Result<Digest, KeyFault> {
    match found(PRIVATE, text)? {
        Some(key) => Ok(key),
        None if text.trim().is_empty() => Err(KeyFault::Empty),
        None if text.to_lowercase().contains(PUBLIC) => Err(KeyFault::PublicInPlaceOfPrivate),
        None => Err(KeyFault::NoPrivateKey),
    }
}

/// The one key of a kind in a text, where there is one.
fn found(kind: &str, text: &str) -> Result<Option<Digest>, KeyFault> {
    let mut found = None;
    for word in text.split_whitespace() {
        let word = word.to_lowercase();
        let Some((_, rest)) = word.split_once(kind) else {
            continue;
        };
        let key = read(kind, rest).ok_or(KeyFault::Check)?;
        if found.is_some_and(|before| before != key) {
            return Err(KeyFault::Two);
        }
        found = Some(key);
    }
    Ok(found)
}

fn read(kind: &str, rest: &str) -> Option<Digest> {
    let (digits, written) = rest.split_once('-')?;
    let key = from_hex(digits)?;
    (check(kind, &key) == written).then_some(key)
}

#[cfg(test)]
mod tests {
    use super::*;

    const KEY: Digest = [0xA7; 32];

    #[test]
    fn a_key_is_read_from_its_line_and_from_the_file_around_it() {
        let file = format!(
            "Keep this.\n\n{}\n\n{}\n",
            public_line(&KEY),
            private_line(&[3; 32])
        );
        assert_eq!(read_public(&public_line(&KEY)), Ok(KEY));
        assert_eq!(
            read_public(&format!("  {}\r\n", public_line(&KEY).to_uppercase())),
            Ok(KEY)
        );
        assert_eq!(read_private(&file), Ok([3; 32]));
        assert_eq!(read_private(&private_line(&KEY)), Ok(KEY));
    }

    #[test]
    fn every_slip_is_told() {
        let public = public_line(&KEY);
        let slip = public.replacen("a7", "a8", 1);
        assert_eq!(read_public(&slip), Err(KeyFault::Check));
        assert_eq!(
            read_public(&public[..public.len() - 1]),
            Err(KeyFault::Check)
        );
        assert_eq!(read_public(" \n"), Err(KeyFault::Empty));
        assert_eq!(read_public("a7a7a7"), Err(KeyFault::NoPublicKey));
        let private = private_line(&KEY);
        assert_eq!(read_public(&private), Err(KeyFault::PrivateInPlaceOfPublic));
        // Both halves at once, as in the whole file, and a private half with a slip in it.
        let both = format!("{public}\n{private}");
        assert_eq!(read_public(&both), Err(KeyFault::PrivateInPlaceOfPublic));
        let both = format!("{public}\n{}", &private[..60]);
        assert_eq!(read_public(&both), Err(KeyFault::PrivateInPlaceOfPublic));
        assert_eq!(read_private(&public), Err(KeyFault::PublicInPlaceOfPrivate));
        assert_eq!(read_private(""), Err(KeyFault::Empty));
        assert_eq!(read_private("a ballot"), Err(KeyFault::NoPrivateKey));
        let two = format!("{private} {}", private_line(&[9; 32]));
        assert_eq!(read_private(&two), Err(KeyFault::Two));
        assert_eq!(read_private(&format!("{private} {private}")), Ok(KEY));
    }
}
