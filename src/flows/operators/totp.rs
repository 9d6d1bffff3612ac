//! The second factor of an operator: codes of an authenticator app (RFC 6238, with the parameters that all apps know:
//! SHA-1, six digits, 30 seconds). No secret is stored: each follows from a random salt in the operator's row and the
//! signing key, so that whoever reads the database signs in nowhere.

use chrono::{DateTime, Utc};
use domain::id::Entropy;
use hmac::{Hmac, KeyInit as _, Mac as _};
use secrecy::{ExposeSecret as _, SecretString};
use sha1::Sha1;
use sha2::Sha256;
use subtle::ConstantTimeEq as _;

/// Seconds of a step, each of which has one code.
const STEP_SECONDS: i64 = 30;
const DIGITS: usize = 6;
/// Steps before and after the present one whose codes are taken: clocks of phones differ, and people type slowly (RFC
/// 6238, section 5.2).
const STEPS_BESIDE: i64 = 1;
/// Bytes of a secret: as many as SHA-1 gives (RFC 4226, section 4).
const SECRET_BYTES: usize = 20;
/// What the app calls us.
const ISSUER: &str = "credit-gateway";

/// What an authenticator app is given: the secret alone, to be typed, and the address of a key (`otpauth:`) that has it.
#[derive(Debug)]
pub struct Factor {
    pub secret: SecretString,
    pub uri: SecretString,
}

/// Makes the secrets of second factors from their salts.
pub struct Factors(Hmac<Sha256>);

impl std::fmt::Debug for Factors {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Factors(…)")
    }
}

impl Factors {
    /// # Panics
    /// Never: such a key may have any length.
    pub fn new(signing_key: &SecretString) -> Self {
        let key = signing_key.expose_secret().as_bytes();
        Self(Hmac::new_from_slice(key).expect("a key of any length"))
    }

    /// The secret of a salt.
    fn secret(&self, salt: &str) -> [u8; SECRET_BYTES] {
        let mut mac = self.0.clone();
        mac.update(b"desk/second-factor/");
        mac.update(salt.as_bytes());
        let tag = mac.finalize().into_bytes();
        let mut secret = [0; SECRET_BYTES];
        secret.copy_from_slice(&tag[..SECRET_BYTES]);
        secret
    }

    /// The second factor of an operator.
    pub fn factor(&self, name: &str, salt: &str) -> Factor {
        let mut label = url::form_urlencoded::Serializer::new(String::new());
        let label = label.append_key_only(name).finish();
        let secret = base32(&self.secret(salt));
        let uri = format!(
            "otpauth://totp/{ISSUER}:{label}?secret={secret}&issuer={ISSUER}&algorithm=SHA1&digits={DIGITS}&period={STEP_SECONDS}"
        );
        Factor {
            secret: SecretString::from(secret),
            uri: SecretString::from(uri),
        }
    }

    /// The step whose code was presented, of those that are taken now.
    pub(super) fn step(&self, salt: &str, presented: &str, now: DateTime<Utc>) -> Option<i64> {
        let secret = self.secret(salt);
        let digits: String = presented.chars().filter(|c| !c.is_whitespace()).collect();
        let present = now.timestamp().div_euclid(STEP_SECONDS);
        let mut found = None;
        // All are compared, so that how long it takes says nothing.
        for step in present - STEPS_BESIDE..=present + STEPS_BESIDE {
            let same = code(&secret, step).as_bytes().ct_eq(digits.as_bytes());
            if bool::from(same) {
                found = Some(step);
            }
        }
        found
    }

    /// The code of a salt now, as an app shows it. For tests.
    pub fn code(&self, salt: &str, now: DateTime<Utc>) -> String {
        code(&self.secret(salt), now.timestamp().div_euclid(STEP_SECONDS))
    }
}

/// A new salt.
pub fn salt(entropy: &mut dyn Entropy) -> String {
    format!("{:032x}", entropy.bits())
}

/// The code of a step (RFC 4226, section 5.3).
fn code(secret: &[u8], step: i64) -> String {
    let mut mac = Hmac::<Sha1>::new_from_slice(secret).expect("a key of any length");
    mac.update(&step.to_be_bytes());
    let tag = mac.finalize().into_bytes();
    let offset = usize::from(tag[SECRET_BYTES - 1] & 0x0f);
    let part = &tag[offset..offset + 4];
    let number = part
        .iter()
        .fold(0_u32, |number, byte| (number << 8) | u32::from(*byte));
    let shown = (number & 0x7fff_ffff) % 1_000_000;
    format!("{shown:0DIGITS$}")
}

/// Base 32 of RFC 4648 without padding, as apps read secrets.
fn base32(bytes: &[u8]) -> String {
    const ALPHABET: &[u8; 32] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    let (mut text, mut bits, mut held) = (String::new(), 0_u32, 0_u32);
    for byte in bytes {
        bits = (bits << 8) | u32::from(*byte);
        held += 8;
        while held >= 5 {
            held -= 5;
            let five = usize::try_from((bits >> held) & 31).unwrap_or_default();
            text.push(char::from(ALPHABET[five]));
        }
        bits &= (1 << held) - 1;
    }
    if held > 0 {
        let five = usize::try_from((bits << (5 - held)) & 31).unwrap_or_default();
        text.push(char::from(ALPHABET[five]));
    }
    text
}

#[cfg(test)]
mod tests {
    use chrono::DateTime;
    use secrecy::{ExposeSecret as _, SecretString};

    use super::{Factors, base32, code};

    #[test]
    fn codes_are_those_of_rfc_6238() {
        let secret = b"12345678901234567890";
        for (seconds, shown) in [
            (59, "287082"),
            (1_111_111_109, "081804"),
            (1_111_111_111, "050471"),
            (1_234_567_890, "005924"),
            (2_000_000_000, "279037"),
            (20_000_000_000, "353130"),
        ] {
            assert_eq!(code(secret, seconds / 30), shown, "{seconds}");
        }
    }

    #[test]
    fn secrets_are_written_as_rfc_4648_has_them() {
        for (text, shown) in [
            ("", ""),
            ("f", "MY"),
            ("fo", "MZXQ"),
            ("foobar", "MZXW6YTBOI"),
        ] {
            assert_eq!(base32(text.as_bytes()), shown);
        }
    }

    #[test]
    fn a_code_is_taken_a_step_before_and_after_its_own() {
        let factors = Factors::new(&SecretString::from("k".repeat(32)));
        let at = |seconds: i64| DateTime::from_timestamp(1_800_000_000 + seconds, 0).unwrap();
        let shown = factors.code("salt", at(0));
        let step = 1_800_000_000 / 30;
        for (seconds, taken) in [
            (-31, false),
            (-30, true),
            (0, true),
            (59, true),
            (60, false),
        ] {
            let found = factors.step("salt", &shown, at(seconds));
            assert_eq!(found, taken.then_some(step), "{seconds}");
        }
        let spaced = format!("{} {}", &shown[..3], &shown[3..]);
        assert_eq!(factors.step("salt", &spaced, at(0)), Some(step));
        assert_eq!(factors.step("other", &shown, at(0)), None);
        let others = Factors::new(&SecretString::from("x".repeat(32)));
        assert_eq!(others.step("salt", &shown, at(0)), None);
        let factor = factors.factor("minji+1@example.com", "salt");
        let uri = factor.uri.expose_secret();
        assert!(uri.contains(&format!("?secret={}&", factor.secret.expose_secret())));
        assert!(
            uri.starts_with("otpauth://totp/credit-gateway:minji%2B1%40example.com?secret="),
            "{uri}"
        );
    }
}
