//! A piece of a PNG with its length and its sum.

use flate2::Crc;

/// One chunk of a kind.
pub fn chunk(kind: &[u8; 4], content: &[u8]) -> Vec<u8> {
    let mut chunk = u32::try_from(content.len())
        .expect("short")
        .to_be_bytes()
        .to_vec();
    chunk.extend(kind);
    chunk.extend(content);
    let mut crc = Crc::new();
    crc.update(kind);
    crc.update(content);
    chunk.extend(crc.sum().to_be_bytes());
    chunk
}
