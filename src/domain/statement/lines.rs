//! The one form of each line, and its digest.

use serde::{Serialize, de::DeserializeOwned};

use super::{Anchor, Block, Foot, Head, StatedLot, StatedPosting, Total};
use crate::hash::sha256;

/// Characters of a line's digest: 64 bits find any slip, and the signature covers the whole.
const DIGEST_CHARS: usize = 16;
/// The end of a line whose digest is left out.
const EMPTY: &str = "\"\"}";

/// A thing on a line of its own. Its last member is the digest of the line.
pub(super) trait Line: Serialize + DeserializeOwned {
    fn digest(&mut self) -> &mut String;
}

macro_rules! lines {
    ($($name:ident),+) => {
        $(impl Line for $name {
            fn digest(&mut self) -> &mut String {
                &mut self.digest
            }
        })+
    };
}

lines!(Head, StatedPosting, StatedLot, Total, Foot, Anchor, Block);

/// The line of a thing whose digest is not filled in.
pub(super) fn line<T: Line>(mut thing: T) -> String {
    thing.digest().clear();
    let bare = json(&thing);
    with_digest(&bare, &digest_of(&bare))
}

/// JSON without spaces, the members in the order of the type.
pub(super) fn json(thing: &impl Serialize) -> String {
    serde_json::to_string(thing).expect("a statement has only texts for names")
}

pub(super) fn digest_of(bare: &str) -> String {
    let mut digest = sha256(bare.as_bytes());
    digest.truncate(DIGEST_CHARS);
    digest
}

fn with_digest(bare: &str, digest: &str) -> String {
    let open = bare.strip_suffix(EMPTY).unwrap_or(bare);
    format!("{open}\"{digest}\"}}")
}

/// A line that was read in its one form.
#[derive(Debug)]
pub(super) struct Read<T> {
    pub(super) thing: T,
    /// The line without its digest, and the digest that it states, where the two do not agree.
    pub(super) broken: Option<(String, String)>,
}

/// A line that has not the one form.
#[derive(Debug)]
pub(super) struct NotInForm {
    /// Where, in bytes from the line's start.
    pub(super) at: usize,
    pub(super) why: String,
}

/// Reads a line, which must be written exactly as [`line`] writes it.
pub(super) fn read<T: Line>(text: &str) -> Result<Read<T>, NotInForm> {
    let mut thing: T = parse(text)?;
    let stated = std::mem::take(thing.digest());
    let bare = json(&thing);
    same(text, &with_digest(&bare, &stated))?;
    let broken = (digest_of(&bare) != stated).then_some((bare, stated));
    Ok(Read { thing, broken })
}

pub(super) fn parse<T: DeserializeOwned>(text: &str) -> Result<T, NotInForm> {
    serde_json::from_str(text).map_err(|error| NotInForm {
        at: error.column().saturating_sub(1),
        why: format!("cannot be read: {error}"),
    })
}

/// Compares a text with the form that it must have.
pub(super) fn same(text: &str, form: &str) -> Result<(), NotInForm> {
    if text == form {
        return Ok(());
    }
    let at = text
        .bytes()
        .zip(form.bytes())
        .position(|(one, two)| one != two);
    Err(NotInForm {
        at: at.unwrap_or(text.len().min(form.len())),
        why: "is not written in the one form of a statement".to_owned(),
    })
}
