//! Ed25519 keys as texts, and what is signed with them: seals of the journal, and statements. Each use has prefixes of its
//! own, so that a key is never taken for one of another use.

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use ed25519_dalek::{Signature, Signer as _, SigningKey, VerifyingKey};

/// The prefixes of the two keys of a pair.
#[derive(Debug, Clone, Copy)]
pub struct Use {
    secret: &'static str,
    public: &'static str,
}

/// Keys that sign seals.
pub const SEAL: Use = Use {
    secret: "cg_seal_secret_",
    public: "cg_seal_public_",
};
/// Keys that sign statements.
pub const STATEMENT: Use = Use {
    secret: "cg_statement_secret_",
    public: "cg_statement_public_",
};

/// The key and the folder of a gateway that seals its journal.
#[derive(Debug, Clone, Default)]
pub struct Sealing {
    pub key: Option<Secret>,
    /// Where the seals are written.
    pub folder: Option<std::path::PathBuf>,
}

/// A text that is not a key of this use. The text itself, which may be a secret, is not repeated.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("is not a key that begins with {0}")]
pub struct NotAKey(&'static str);

impl Use {
    /// Reads a secret key.
    ///
    /// # Errors
    /// [`NotAKey`].
    pub fn secret(self, text: &str) -> Result<Secret, NotAKey> {
        let bits = bits(text, self.secret)?;
        Ok(Secret {
            key: SigningKey::from_bytes(&bits),
            of: self,
        })
    }

    /// Reads a public key.
    ///
    /// # Errors
    /// [`NotAKey`].
    pub fn public(self, text: &str) -> Result<Public, NotAKey> {
        let bits = bits(text, self.public)?;
        let key = VerifyingKey::from_bytes(&bits);
        let key = key.map_err(|_| NotAKey(self.public))?;
        Ok(Public { key, of: self })
    }

    /// The text of a secret key, of bits that nobody can guess.
    pub fn text(self, bits: [u8; 32]) -> String {
        format!("{}{}", self.secret, URL_SAFE_NO_PAD.encode(bits))
    }
}

fn bits(text: &str, prefix: &'static str) -> Result<[u8; 32], NotAKey> {
    text.trim()
        .strip_prefix(prefix)
        .and_then(|key| URL_SAFE_NO_PAD.decode(key).ok())
        .and_then(|key| key.try_into().ok())
        .ok_or(NotAKey(prefix))
}

/// A key that signs.
#[derive(Clone)]
pub struct Secret {
    key: SigningKey,
    of: Use,
}

impl std::fmt::Debug for Secret {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Secret")
    }
}

impl Secret {
    /// The text of the public key.
    pub fn public(&self) -> String {
        let (key, of) = (self.key.verifying_key(), self.of);
        Public { key, of }.text()
    }

    /// The signature of a text, in base 64 for URLs.
    pub fn sign(&self, text: &str) -> String {
        URL_SAFE_NO_PAD.encode(self.key.sign(text.as_bytes()).to_bytes())
    }
}

/// A key that says whether a signature is of its pair.
#[derive(Debug, Clone)]
pub struct Public {
    key: VerifyingKey,
    of: Use,
}

impl Public {
    /// The text of the key, in its one form.
    pub fn text(&self) -> String {
        format!("{}{}", self.of.public, URL_SAFE_NO_PAD.encode(self.key))
    }

    /// Whether a signature is of this text by the owner of the secret key. One that cannot be read is not.
    pub fn agrees(&self, text: &str, signature: &str) -> bool {
        let bytes = URL_SAFE_NO_PAD.decode(signature).ok();
        let signature = bytes.and_then(|bytes| Signature::from_slice(&bytes).ok());
        signature
            .is_some_and(|signature| self.key.verify_strict(text.as_bytes(), &signature).is_ok())
    }
}

#[cfg(test)]
mod tests;
