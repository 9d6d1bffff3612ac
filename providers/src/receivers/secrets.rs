//! The secrets under which messages to receivers are signed. None is stored: each is worked out from a salt, which is,
//! and the gateway's signing key, which is a setting. Who reads the database can sign nothing.

use base64::{Engine as _, engine::general_purpose::STANDARD};
use hmac::{Hmac, KeyInit as _, Mac as _};
use secrecy::{ExposeSecret as _, SecretString};
use sha2::Sha256;

use crate::signature::WebhookSecret;

/// Keeps these secrets apart from everything else that is made with the signing key.
const PURPOSE: &[u8] = b"secrets of webhook endpoints/1";
/// Characters by which a salt shows whether it was made under the same key: enough to notice another key, too few to
/// say anything of it.
const CHECK_CHARS: usize = 12;

/// Works out the secrets of receivers.
#[derive(Clone)]
pub struct ReceiverSecrets(Hmac<Sha256>);

impl std::fmt::Debug for ReceiverSecrets {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("ReceiverSecrets(…)")
    }
}

/// What a secret is made from, with the key: random digits, and characters that show whether the key is the same.
pub type Salt = String;

impl ReceiverSecrets {
    pub fn new(signing_key: &SecretString) -> Self {
        let key = keyed(signing_key.expose_secret().as_bytes());
        Self(keyed(&tag(&key, &[PURPOSE])))
    }

    /// A new salt from random bits.
    pub fn salt(&self, bits: [u128; 2]) -> Salt {
        let random = format!("{:032x}{:032x}", bits[0], bits[1]);
        let check = self.check(&random);
        format!("{random}.{check}")
    }

    /// The secret of a salt, as its receiver is given it: `whsec_` and base64 of 32 bytes. None when the salt was made
    /// under another signing key.
    pub fn shown(&self, salt: &str) -> Option<SecretString> {
        let (random, check) = salt.split_once('.')?;
        if self.check(random) != check {
            return None;
        }
        let secret = tag(&self.0, &[b"secret/", random.as_bytes()]);
        Some(SecretString::from(format!(
            "whsec_{}",
            STANDARD.encode(secret)
        )))
    }

    /// The same, ready to sign.
    pub fn secret(&self, salt: &str) -> Option<WebhookSecret> {
        WebhookSecret::parse(&self.shown(salt)?).ok()
    }

    fn check(&self, random: &str) -> String {
        let mut text = STANDARD.encode(tag(&self.0, &[b"check/", random.as_bytes()]));
        text.truncate(CHECK_CHARS);
        text
    }
}

fn keyed(key: &[u8]) -> Hmac<Sha256> {
    Hmac::new_from_slice(key).expect("HMAC takes a key of any length")
}

fn tag(key: &Hmac<Sha256>, parts: &[&[u8]]) -> [u8; 32] {
    let mut mac = key.clone();
    for part in parts {
        mac.update(part);
    }
    mac.finalize().into_bytes().into()
}

#[cfg(test)]
mod tests {
    use secrecy::{ExposeSecret as _, SecretString};

    use super::ReceiverSecrets;

    fn under(key: &str) -> ReceiverSecrets {
        ReceiverSecrets::new(&SecretString::from(key))
    }

    #[test]
    fn a_secret_follows_from_its_salt_and_the_key_and_from_nothing_less() {
        let (one, other) = (under("one key"), under("another key"));
        let salt = one.salt([7, 8]);
        let shown = |secrets: &ReceiverSecrets, salt: &str| {
            let shown = secrets.shown(salt);
            shown.map(|secret| secret.expose_secret().to_owned())
        };
        let secret = shown(&one, &salt).unwrap();
        assert!(secret.starts_with("whsec_") && secret.len() == 6 + 44);
        assert_eq!(shown(&under("one key"), &salt), Some(secret.clone()));
        assert_ne!(shown(&one, &one.salt([7, 9])), Some(secret.clone()));
        assert_eq!(shown(&other, &salt), None, "another signing key is noticed");
        assert!(one.secret(&salt).is_some() && other.secret(&salt).is_none());
        for wrong in ["", ".", "x", &salt[1..], &format!("{salt}0")] {
            assert_eq!(shown(&one, wrong), None, "{wrong}");
        }
        assert!(!salt.contains(&secret[6..20]), "a salt holds no secret");
        assert!(!format!("{one:?}").contains("key"));
    }
}
