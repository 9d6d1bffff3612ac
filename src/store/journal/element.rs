//! One element of a block, and the hash of a block.

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use sha2::{Digest as _, Sha256};

use super::preimages::append;
use crate::store::table::Table;

/// Bytes of one element: a letter and 22 characters. They hold a digest of 128 bits in base 64 or the place of the
/// previous version. All have one length, so that SQL can take one out of its block.
pub(super) const ELEMENT_BYTES: usize = 23;
/// Precedes the place of the previous version, after the digest of a new one.
const BEFORE: u8 = b'P';

/// An element as it is stored in a block.
pub(super) type Element = [u8; ELEMENT_BYTES];

/// A letter and the first 128 bits of the digest of `part`: nobody finds another row with the same.
pub(super) fn element(letter: char, part: &[u8]) -> Element {
    let mut element = [0; ELEMENT_BYTES];
    element[0] = u8::try_from(letter).expect("tables have ASCII letters");
    URL_SAFE_NO_PAD
        .encode_slice(&Sha256::digest(part)[..16], &mut element[1..])
        .expect("16 bytes are 22 characters");
    element
}

/// The element, as text, of a part of a row whose values are known as texts, in the table's order.
pub(crate) fn element_of(letter: char, values: &[Option<String>]) -> String {
    let mut part = Vec::new();
    for value in values {
        append(&mut part, value.as_deref().map(str::as_bytes));
    }
    element(letter, &part).into_iter().map(char::from).collect()
}

pub(super) fn letter_of(table: &Table) -> char {
    table.letter.expect("only rows with a letter are recorded")
}

/// Names the place of the previous version.
pub(super) fn version_before(place: i64) -> Element {
    let mut element = [b'0'; ELEMENT_BYTES];
    element[0] = BEFORE;
    let mut digits = itoa::Buffer::new();
    let digits = digits.format(place).as_bytes();
    element[ELEMENT_BYTES - digits.len()..].copy_from_slice(digits);
    element
}

pub(super) const fn changing_letter(letter: char) -> char {
    letter.to_ascii_uppercase()
}
