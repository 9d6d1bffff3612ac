//! Texts that a seller stores with an order for its own use: a few short texts by name. The gateway keeps and shows
//! them, and never interprets them.

use std::{borrow::Cow, collections::BTreeMap, fmt};

use serde::{Deserialize, Deserializer, Serialize, de};

/// Most names: several times the number that a shop's own ids, campaign and channel take.
pub const KEYS_MAX: usize = 20;

/// Longest name, in characters: a word or two, as programs name things.
pub const KEY_CHARS_MAX: usize = 40;

/// Longest text under one name, in characters: a URL or a list of ids, not a document.
pub const VALUE_CHARS_MAX: usize = 500;

/// Largest size of all texts together, in bytes as JSON. They are copied into every event of the order, and an order's
/// row is read with each of its payments.
pub const JSON_BYTES_MAX: usize = 4096;

/// The texts of one order. They are not a place for personal data: they go wherever the order is reported, and stay as
/// long.
#[derive(Clone, Default, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub struct Metadata(BTreeMap<String, String>);

/// Why something cannot be kept with an order.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum InvalidMetadata {
    #[error("has at most {KEYS_MAX} names, not {0}")]
    Keys(usize),
    #[error("has names of 1 to {KEY_CHARS_MAX} characters, none of them a control character")]
    Key,
    #[error("`{0}` has at most {VALUE_CHARS_MAX} characters")]
    Value(String),
    #[error("has at most {JSON_BYTES_MAX} bytes as JSON, not {0}")]
    Bytes(usize),
    #[error("`{0}` stands there twice")]
    Twice(String),
}

impl Metadata {
    /// Names and values, by name.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        let pairs = self.0.iter();
        pairs.map(|(name, value)| (name.as_str(), value.as_str()))
    }

    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl TryFrom<BTreeMap<String, String>> for Metadata {
    type Error = InvalidMetadata;

    fn try_from(texts: BTreeMap<String, String>) -> Result<Self, InvalidMetadata> {
        if texts.len() > KEYS_MAX {
            return Err(InvalidMetadata::Keys(texts.len()));
        }
        let named = |key: &str| {
            (1..=KEY_CHARS_MAX).contains(&key.chars().count()) && !key.chars().any(char::is_control)
        };
        if !texts.keys().all(|key| named(key)) {
            return Err(InvalidMetadata::Key);
        }
        let too_long = |(_, value): &(&String, &String)| value.chars().count() > VALUE_CHARS_MAX;
        if let Some((key, _)) = texts.iter().find(too_long) {
            return Err(InvalidMetadata::Value(key.clone()));
        }
        // Writing texts by name cannot fail. If it did, they would count as too large.
        let bytes = serde_json::to_string(&texts).map_or(usize::MAX, |json| json.len());
        if bytes > JSON_BYTES_MAX {
            return Err(InvalidMetadata::Bytes(bytes));
        }
        Ok(Self(texts))
    }
}

impl<'de> Deserialize<'de> for Metadata {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        from.deserialize_map(Texts)
    }
}

/// Reads texts by name. A name that occurs twice is refused: the writer meant one of the two.
struct Texts;

impl<'de> de::Visitor<'de> for Texts {
    type Value = Metadata;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object of texts")
    }

    fn visit_map<A: de::MapAccess<'de>>(self, mut map: A) -> Result<Metadata, A::Error> {
        let mut texts = BTreeMap::new();
        while let Some((key, value)) = map.next_entry::<String, String>()? {
            if texts.contains_key(&key) {
                return Err(de::Error::custom(InvalidMetadata::Twice(key)));
            }
            texts.insert(key, value);
        }
        Metadata::try_from(texts).map_err(de::Error::custom)
    }
}

impl schemars::JsonSchema for Metadata {
    fn schema_name() -> Cow<'static, str> {
        "Metadata".into()
    }

    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({
            "type": "object",
            "description": "The seller's own texts by name, kept with the order and told wherever the order is. At most 4096 \
                bytes as JSON. Never interpreted, and no place for personal data.",
            "maxProperties": KEYS_MAX,
            "propertyNames": { "minLength": 1, "maxLength": KEY_CHARS_MAX },
            "additionalProperties": { "type": "string", "maxLength": VALUE_CHARS_MAX },
        })
    }
}

impl fmt::Debug for Metadata {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Metadata of {} names", self.0.len())
    }
}

#[cfg(test)]
#[path = "metadata_tests.rs"]
mod tests;
