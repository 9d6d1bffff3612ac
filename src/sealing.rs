//! Keys that encrypt the accounts that refunds go to, and the encrypted texts: AES-256-GCM, each text bound to the place
//! where it is stored. Whoever reads the database learns no account from it, and a text that was altered or moved is
//! not read. Which columns are encrypted is declared in `store::rows`.
//!
//! A text is `v1.<key id>.<base64>`, of the nonce (12 bytes), the ciphertext and the tag (16 bytes). The id of a key
//! follows from the key, so that no two keys have one id and nobody has to think of one.

use std::{fmt, sync::Arc};

use aes_gcm::{
    Aes256Gcm, KeyInit as _, Nonce,
    aead::{Aead as _, Payload},
};
use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use domain::canary;
use secrecy::{ExposeSecret as _, SecretString};
use sha2::{Digest as _, Sha256};

/// What the text of a key begins with.
const PREFIX: &str = "cg_account_key_";
/// What an encrypted text begins with.
const VERSION: &str = "v1.";
const NONCE_BYTES: usize = 12;
/// Bytes of a key's digest that are its id, in hex.
const ID_BYTES: usize = 4;

/// The text of a key, of bits that nobody can guess.
pub fn key_text(bits: [u8; 32]) -> String {
    format!("{PREFIX}{}", URL_SAFE_NO_PAD.encode(bits))
}

/// Keys in the order in which they are set: the first encrypts, all decrypt.
#[derive(Clone, Default)]
pub struct Keyring(Arc<[Key]>);

struct Key {
    id: String,
    cipher: Aes256Gcm,
}

/// Shows ids alone.
impl fmt::Debug for Keyring {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.ids()).finish()
    }
}

/// Why an encrypted text is not read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Closed {
    /// The key of this id is not there.
    NoKey(String),
    /// It is no encrypted text, was altered, or was made for another place.
    Altered,
}

impl Keyring {
    /// Reads keys from their texts.
    ///
    /// # Errors
    /// Which of them is no key or is there twice. The text itself is not repeated.
    pub fn of(texts: &[SecretString]) -> Result<Self, String> {
        let mut keys: Vec<Key> = Vec::new();
        for (number, text) in (1..).zip(texts) {
            let key = key(text.expose_secret())
                .ok_or_else(|| format!("number {number} is not a key that begins with {PREFIX}"))?;
            if keys.iter().any(|known| known.id == key.id) {
                return Err(format!("key {} is there twice", key.id));
            }
            keys.push(key);
        }
        Ok(Self(keys.into()))
    }

    /// The ids of all keys, that of the key that encrypts first.
    pub fn ids(&self) -> impl Iterator<Item = &str> {
        self.0.iter().map(|key| key.id.as_str())
    }

    /// Encrypts a text for a place. `None` without a key. No nonce may be used twice.
    pub(crate) fn seal(&self, place: &str, text: &str, nonce: [u8; 12]) -> Option<String> {
        let key = self.0.first()?;
        let bound = bound(place);
        let payload = Payload {
            msg: text.as_bytes(),
            aad: bound.as_bytes(),
        };
        let ciphertext = key
            .cipher
            .encrypt(&Nonce::from(nonce), payload)
            .expect("a text in memory is shorter than AES-GCM's limit");
        let bytes = [&nonce[..], &ciphertext].concat();
        Some(format!(
            "{VERSION}{}.{}",
            key.id,
            URL_SAFE_NO_PAD.encode(bytes)
        ))
    }

    /// Decrypts a text that was encrypted for a place.
    pub(crate) fn open(&self, place: &str, sealed: &str) -> Result<String, Closed> {
        let (id, base64) = sealed
            .strip_prefix(VERSION)
            .and_then(|rest| rest.split_once('.'))
            .ok_or(Closed::Altered)?;
        let key = self.0.iter().find(|key| key.id == id);
        let key = key.ok_or_else(|| Closed::NoKey(id.to_owned()))?;
        let bytes = URL_SAFE_NO_PAD
            .decode(base64)
            .map_err(|_| Closed::Altered)?;
        let (nonce, ciphertext) = bytes
            .split_first_chunk::<NONCE_BYTES>()
            .ok_or(Closed::Altered)?;
        let bound = bound(place);
        let payload = Payload {
            msg: ciphertext,
            aad: bound.as_bytes(),
        };
        let text = key.cipher.decrypt(&Nonce::from(*nonce), payload);
        text.ok()
            .and_then(|text| String::from_utf8(text).ok())
            .ok_or(Closed::Altered)
    }
}

/// The associated data of a place.
fn bound(place: &str) -> String {
    canary!(AccountUnbound, String::new(), place.to_owned())
}

/// Whether a stored text is an encrypted one.
pub(crate) fn is_sealed(text: &str) -> bool {
    key_of(text).is_some()
}

/// The id of the key under which a stored text is encrypted. `None` for any other text.
pub(crate) fn key_of(text: &str) -> Option<&str> {
    let (id, _) = text.strip_prefix(VERSION)?.split_once('.')?;
    Some(id)
}

fn key(text: &str) -> Option<Key> {
    let bits = URL_SAFE_NO_PAD
        .decode(text.trim().strip_prefix(PREFIX)?)
        .ok()?;
    let bits: [u8; 32] = bits.try_into().ok()?;
    let digest = Sha256::digest([b"credit-gateway account key\n", &bits[..]].concat());
    let id = digest[..ID_BYTES].iter().map(|byte| format!("{byte:02x}"));
    Some(Key {
        id: id.collect(),
        cipher: Aes256Gcm::new(&bits.into()),
    })
}

/// Nonces, each of 96 bits, that follow from random bits. The bits are drawn once for a transaction.
#[derive(Debug)]
struct Nonces {
    bits: u128,
    used: u64,
}

impl Nonces {
    const fn of(bits: u128) -> Self {
        Self { bits, used: 0 }
    }

    fn draw(&mut self) -> [u8; NONCE_BYTES] {
        self.used += 1;
        let seed = [&self.bits.to_be_bytes()[..], &self.used.to_be_bytes()].concat();
        let digest = Sha256::digest(seed);
        let mut nonce = [0; NONCE_BYTES];
        nonce.copy_from_slice(&digest[..NONCE_BYTES]);
        nonce
    }
}

/// Encrypts the texts of one transaction.
#[derive(Debug)]
pub(crate) struct Sealer {
    keys: Keyring,
    nonces: Nonces,
}

impl Sealer {
    pub(crate) const fn new(keys: Keyring, bits: u128) -> Self {
        Self {
            keys,
            nonces: Nonces::of(bits),
        }
    }

    /// Encrypts a text for a place. `None` without a key.
    pub(crate) fn seal(&mut self, place: &str, text: &str) -> Option<String> {
        self.keys.seal(place, text, self.nonces.draw())
    }
}

#[cfg(test)]
mod tests;
