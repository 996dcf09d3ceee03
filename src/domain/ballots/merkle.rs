//! Merkle: one root over all published lines, so that a single line can be shown to be in it.
//!
//! Leaf = SHA-256(0x00 ‖ line), node = SHA-256(0x01 ‖ left ‖ right), over the lines in their
//! published order, each without its newline. A list that is no power of two long is split at the
//! largest power of two below its length (as in RFC 6962), so no leaf is ever doubled. The nightly
//! heads of the sealed box are chained here too.

use sha2::{Digest as _, Sha256};

use super::quick::threads;

/// A SHA-256 digest.
pub type Digest = [u8; 32];

/// Below this many leaves one thread is quicker than several.
const WORTH_SHARING: usize = 8_192;

/// The digest of a line.
pub fn leaf(line: &[u8]) -> Digest {
    // Nearly every line is short, and one piece is hashed quicker than two.
    let mut piece = [0x00; 120];
    if let Some(room) = piece.get_mut(1..=line.len()) {
        room.copy_from_slice(line);
        return Sha256::digest(&piece[..=line.len()]).into();
    }
    let mut digest = Sha256::new();
    digest.update([0x00]);
    digest.update(line);
    digest.finalize().into()
}

/// The digest of two neighbours.
pub fn node(left: &Digest, right: &Digest) -> Digest {
    let mut both = [0x01; 65];
    both[1..33].copy_from_slice(left);
    both[33..].copy_from_slice(right);
    Sha256::digest(both).into()
}

/// The root over these lines. The root of no lines is the digest of nothing.
pub fn root<L: AsRef<[u8]> + Sync>(lines: &[L]) -> Digest {
    if lines.is_empty() {
        return Sha256::digest([]).into();
    }
    root_shared(lines, threads())
}

fn root_shared<L: AsRef<[u8]> + Sync>(lines: &[L], threads: usize) -> Digest {
    if threads < 2 || lines.len() < WORTH_SHARING {
        return root_alone(lines);
    }
    let (left, right) = lines.split_at(split(lines.len()));
    std::thread::scope(|scope| {
        let other = scope.spawn(|| root_shared(left, threads.div_ceil(2)));
        let right = root_shared(right, threads / 2);
        // A thread that could not finish leaves its half to this one.
        let left = other.join().unwrap_or_else(|_| root_alone(left));
        node(&left, &right)
    })
}

fn root_alone<L: AsRef<[u8]>>(lines: &[L]) -> Digest {
    match lines {
        [line] => leaf(line.as_ref()),
        _ => {
            let (left, right) = lines.split_at(split(lines.len()));
            node(&root_alone(left), &root_alone(right))
        }
    }
}

/// The largest power of two below a length of at least two.
fn split(length: usize) -> usize {
    length.next_power_of_two() / 2
}

/// The digests that lead from one line to the root, nearest first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Proof {
    /// The place of the line, counted from nothing.
    pub index: usize,
    /// How many lines there are.
    pub of: usize,
    pub path: Vec<Digest>,
}

/// The proof that the line at this place is under the root; none where there is no such line.
pub fn prove<L: AsRef<[u8]> + Sync>(lines: &[L], index: usize) -> Option<Proof> {
    if index >= lines.len() {
        return None;
    }
    let mut path = Vec::new();
    let mut rest = lines;
    let mut place = index;
    while rest.len() > 1 {
        let (left, right) = rest.split_at(split(rest.len()));
        if place < left.len() {
            path.push(root(right));
            rest = left;
        } else {
            path.push(root(left));
            place -= left.len();
            rest = right;
        }
    }
    path.reverse();
    Some(Proof {
        index,
        of: lines.len(),
        path,
    })
}

impl Proof {
    /// The root that this proof leads to from a line; none if the proof has the wrong length.
    pub fn root_from(&self, line: &[u8]) -> Option<Digest> {
        if self.index >= self.of {
            return None;
        }
        let mut lefts = Vec::new();
        let (mut place, mut length) = (self.index, self.of);
        while length > 1 {
            let left = split(length);
            let goes_left = place < left;
            lefts.push(goes_left);
            (place, length) = if goes_left {
                (place, left)
            } else {
                (place - left, length - left)
            };
        }
        if lefts.len() != self.path.len() {
            return None;
        }
        let steps = lefts.iter().rev().zip(&self.path);
        Some(steps.fold(leaf(line), |below, (goes_left, beside)| {
            if *goes_left {
                node(&below, beside)
            } else {
                node(beside, &below)
            }
        }))
    }

    /// Whether the line is under the root.
    pub fn holds(&self, line: &[u8], root: &Digest) -> bool {
        self.root_from(line).as_ref() == Some(root)
    }
}

/// The head of the sealed box after a night: SHA-256(0x02 ‖ head before ‖ root ‖ count), the count
/// as eight bytes, the highest first. The head before the first is all nought.
pub fn next_head(before: &Digest, root: &Digest, count: u64) -> Digest {
    let mut digest = Sha256::new();
    digest.update([0x02]);
    digest.update(before);
    digest.update(root);
    digest.update(count.to_be_bytes());
    digest.finalize().into()
}

/// A digest as 64 hexadecimal digits.
pub fn to_hex(bytes: &[u8]) -> String {
    bytes
        .iter()
        .flat_map(|byte| [byte >> 4, byte & 15])
        .map(hex_digit)
        .collect()
}

fn hex_digit(value: u8) -> char {
    char::from_digit(u32::from(value), 16).unwrap_or('0')
}

/// Reads 32 bytes from 64 lower-case hexadecimal digits.
pub fn from_hex(text: &str) -> Option<Digest> {
    let digits = text.as_bytes();
    if digits.len() != 64
        || digits
            .iter()
            .any(|digit| !matches!(digit, b'0'..=b'9' | b'a'..=b'f'))
    {
        return None;
    }
    let mut bytes = [0; 32];
    for (byte, pair) in bytes.iter_mut().zip(digits.chunks(2)) {
        let value = |digit: u8| {
            if digit <= b'9' {
                digit - b'0'
            } else {
                digit - b'a' + 10
            }
        };
        *byte = value(pair[0]) << 4 | value(pair[1]);
    }
    Some(bytes)
}

/// The SHA-256 digest of a file's bytes, as `SHA256SUMS` lists it.
pub fn file_digest(bytes: &[u8]) -> String {
    to_hex(&Sha256::digest(bytes))
}
