//! Passwords of operators, hashed with Argon2id.

use argon2::{Algorithm, Argon2, Params, Version};
use base64::{Engine as _, engine::general_purpose::STANDARD_NO_PAD};
use domain::id::Entropy;
use secrecy::{ExposeSecret as _, SecretString};
use subtle::ConstantTimeEq as _;
use tokio::{sync::Semaphore, time::timeout};
use tokio_util::task::TaskTracker;

use crate::flows::{FlowError, Result};

/// Memory, passes and lanes of a hash: the first choice of OWASP's Password Storage Cheat Sheet (2025), 19 MiB, 2 and 1.
/// A hash keeps those it was made with.
const MEMORY_KIB: u32 = 19 * 1024;
const PASSES: u32 = 2;
const LANES: u32 = 1;
/// Bytes of a hash and of its salt, as RFC 9106 has them.
const HASH_BYTES: usize = 32;
const SALT_BYTES: usize = 16;
/// Fewest characters of a password. OWASP ASVS 5.0 (6.2.1) asks for 8 at least and recommends 15; 12 is what people
/// still type without writing it down.
pub const CHARS_MIN: usize = 12;
/// Most bytes of a password: a sentence fits, and nobody makes us hash a book.
pub const BYTES_MAX: usize = 256;
/// Hashes that are worked out at once: each takes 19 MiB and a whole core, and the other core takes payments.
const AT_ONCE: usize = 1;
/// How long a sign-in waits for its turn: some forty hashes long. Then the gateway says that it is busy.
const WAITS: std::time::Duration = std::time::Duration::from_secs(3);

/// The turn to work out a hash.
#[derive(Debug)]
pub struct Hashing(Semaphore);

impl Default for Hashing {
    fn default() -> Self {
        Self(Semaphore::new(AT_ONCE))
    }
}

impl Hashing {
    /// Carries out work with a hash on a thread that may block.
    async fn turn<T: Send + 'static>(
        &self,
        tasks: &TaskTracker,
        work: impl FnOnce() -> Result<T> + Send + 'static,
    ) -> Result<T> {
        let turn = timeout(WAITS, self.0.acquire()).await;
        let _turn = turn
            .ok()
            .and_then(std::result::Result::ok)
            .ok_or(FlowError::Busy)?;
        let done = tasks.spawn_blocking(work).await;
        done.map_err(|broken| FlowError::Failed(format!("a hash broke: {broken}")))?
    }

    /// Whether this is the password. Where there is no operator, and so no hash, as much is worked out, and the answer is
    /// no: how long it takes tells nobody which names there are.
    pub(super) async fn is_right(
        &self,
        tasks: &TaskTracker,
        stored: Option<String>,
        password: SecretString,
    ) -> Result<bool> {
        let work = move || {
            let (known, against) = match stored {
                Some(stored) => (true, parse(&stored)?),
                None => (false, Hash::of_nobody()),
            };
            let same = against.is_of(password.expose_secret())?;
            Ok(same && known)
        };
        self.turn(tasks, work).await
    }

    pub(super) async fn hash(
        &self,
        tasks: &TaskTracker,
        password: SecretString,
        salt: [u8; SALT_BYTES],
    ) -> Result<String> {
        let work = move || hash(password.expose_secret(), salt);
        self.turn(tasks, work).await
    }
}

/// The rules of a password.
///
/// # Errors
/// The rule that it breaks.
pub fn check(password: &SecretString, name: &str) -> Result<()> {
    let text = password.expose_secret();
    let invalid = |rule: String| Err(FlowError::invalid("password", rule));
    if text.chars().count() < CHARS_MIN {
        return invalid(format!("has fewer than {CHARS_MIN} characters"));
    }
    if text.len() > BYTES_MAX {
        return invalid(format!("has more than {BYTES_MAX} bytes"));
    }
    if text.contains('\0') {
        return invalid("holds a NUL character".to_owned());
    }
    let first = text.chars().next().unwrap_or_default();
    if text.chars().all(|c| c == first) {
        return invalid("is one character, again and again".to_owned());
    }
    if name.len() >= 4 && text.to_lowercase().contains(name) {
        return invalid("holds the operator's name".to_owned());
    }
    Ok(())
}

/// A salt.
pub fn salt(entropy: &mut dyn Entropy) -> [u8; SALT_BYTES] {
    entropy.bits().to_be_bytes()
}

/// The hash as a PHC string: `$argon2id$v=19$m=…,t=…,p=…$salt$hash`.
pub fn hash(password: &str, salt: [u8; SALT_BYTES]) -> Result<String> {
    let hash = Hash {
        params: params(MEMORY_KIB, PASSES, LANES)?,
        salt: salt.to_vec(),
        output: Vec::new(),
    };
    let output = hash.output_of(password)?;
    Ok(format!(
        "$argon2id$v=19$m={MEMORY_KIB},t={PASSES},p={LANES}${}${}",
        STANDARD_NO_PAD.encode(&hash.salt),
        STANDARD_NO_PAD.encode(output)
    ))
}

struct Hash {
    params: Params,
    salt: Vec<u8>,
    output: Vec<u8>,
}

impl Hash {
    /// What is compared with where there is no operator of the name.
    fn of_nobody() -> Self {
        Self {
            params: params(MEMORY_KIB, PASSES, LANES).unwrap_or_default(),
            salt: vec![0; SALT_BYTES],
            output: vec![0; HASH_BYTES],
        }
    }

    fn output_of(&self, password: &str) -> Result<[u8; HASH_BYTES]> {
        let argon = Argon2::new(Algorithm::Argon2id, Version::V0x13, self.params.clone());
        let mut output = [0; HASH_BYTES];
        argon
            .hash_password_into(password.as_bytes(), &self.salt, &mut output)
            .map_err(|error| FlowError::Failed(format!("a password cannot be hashed: {error}")))?;
        Ok(output)
    }

    fn is_of(&self, password: &str) -> Result<bool> {
        Ok(self.output_of(password)?.ct_eq(&self.output).into())
    }
}

fn params(memory: u32, passes: u32, lanes: u32) -> Result<Params> {
    Params::new(memory, passes, lanes, Some(HASH_BYTES))
        .map_err(|error| FlowError::Failed(format!("no parameters of Argon2: {error}")))
}

fn parse(text: &str) -> Result<Hash> {
    let damaged = || FlowError::Failed("a stored password is no Argon2id hash".to_owned());
    let rest = text.strip_prefix("$argon2id$v=19$").ok_or_else(damaged)?;
    let mut parts = rest.split('$');
    let (Some(numbers), Some(salt), Some(output), None) =
        (parts.next(), parts.next(), parts.next(), parts.next())
    else {
        return Err(damaged());
    };
    let number = |name: &str| {
        let mut pairs = numbers.split(',').filter_map(|pair| pair.split_once('='));
        let found = pairs.find(|(known, _)| *known == name);
        found.and_then(|(_, value)| value.parse().ok())
    };
    let (Some(memory), Some(passes), Some(lanes)) = (number("m"), number("t"), number("p")) else {
        return Err(damaged());
    };
    let bytes = |text| STANDARD_NO_PAD.decode(text).map_err(|_| damaged());
    Ok(Hash {
        params: params(memory, passes, lanes)?,
        salt: bytes(salt)?,
        output: bytes(output)?,
    })
}
