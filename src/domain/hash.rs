//! Hashes of texts, by which what was stored can be proved.

use std::fmt::{Display, Write as _};

use sha2::{Digest as _, Sha256};

/// SHA-256 in lower-case hex.
pub type Hash = String;

/// The hash before a customer's first entry.
pub const NO_HASH: Hash = String::new();

/// SHA-256 over texts, each preceded by its length in bytes and a colon.
pub(crate) fn digest(texts: &[&str]) -> Hash {
    let mut fields = Fields::default();
    for text in texts {
        fields.text(text);
    }
    fields.hash()
}

/// Fields that are hashed together. Every entry is hashed, so no field costs an allocation of its own.
#[derive(Default)]
pub(crate) struct Fields {
    all: String,
    shown: String,
}

impl Fields {
    pub(crate) fn text(&mut self, text: &str) {
        self.all.push_str(itoa::Buffer::new().format(text.len()));
        self.all.push(':');
        self.all.push_str(text);
    }

    pub(crate) fn number(&mut self, number: i64) {
        self.text(itoa::Buffer::new().format(number));
    }

    pub(crate) fn shown(&mut self, value: &impl Display) {
        let mut shown = std::mem::take(&mut self.shown);
        shown.clear();
        // Writing into memory cannot fail.
        let _infallible = write!(shown, "{value}");
        self.text(&shown);
        self.shown = shown;
    }

    pub(crate) fn hash(&self) -> Hash {
        sha256(self.all.as_bytes())
    }
}

/// SHA-256 of bytes, in lower-case hex.
pub fn sha256(bytes: &[u8]) -> Hash {
    hex(&Sha256::digest(bytes))
}

pub(crate) fn hex(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    let digit = |nibble: u8| char::from(DIGITS[usize::from(nibble & 15)]);
    let mut text = String::with_capacity(bytes.len().saturating_mul(2));
    for byte in bytes {
        text.push(digit(byte >> 4));
        text.push(digit(*byte));
    }
    text
}
