//! Who asks for a change or does an act.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};

use crate::{
    id::KeyId,
    kind::{ProviderId, UnknownWord},
};

/// Who asks for a change or does an act. The text is the same in the database, in answers and in the audit log.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub enum Actor {
    /// A client or a person with this API key.
    Key(KeyId),
    /// What a provider reported, or answered when it was asked.
    Provider(ProviderId),
    /// The gateway's own schedule.
    Worker,
    /// The gateway itself: at its start, and for a customer who orders on the customer's own page.
    Gateway,
    /// A person who imports a bank's list, by a name of the person's own.
    Import(String),
}

impl Actor {
    /// The API key, where one asks.
    pub const fn key(&self) -> Option<KeyId> {
        match self {
            Self::Key(id) => Some(*id),
            Self::Provider(_) | Self::Worker | Self::Gateway | Self::Import(_) => None,
        }
    }
}

impl fmt::Display for Actor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Key(id) => id.fmt(f),
            Self::Provider(id) => write!(f, "provider:{id}"),
            Self::Worker => f.write_str("worker"),
            Self::Gateway => f.write_str("gateway"),
            Self::Import(name) => write!(f, "import:{name}"),
        }
    }
}

impl FromStr for Actor {
    type Err = UnknownWord;

    fn from_str(text: &str) -> Result<Self, UnknownWord> {
        if let Some(provider) = text.strip_prefix("provider:") {
            return provider.parse().map(Self::Provider);
        }
        if let Some(name) = text.strip_prefix("import:") {
            return Ok(Self::Import(name.to_owned()));
        }
        match text {
            "worker" => Ok(Self::Worker),
            "gateway" => Ok(Self::Gateway),
            key => key.parse().map(Self::Key).map_err(|_| UnknownWord {
                of: "actor",
                text: text.to_owned(),
            }),
        }
    }
}

impl TryFrom<String> for Actor {
    type Error = UnknownWord;

    fn try_from(text: String) -> Result<Self, UnknownWord> {
        text.parse()
    }
}

impl From<Actor> for String {
    fn from(actor: Actor) -> Self {
        actor.to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::Actor;

    #[test]
    fn an_actor_survives_its_text() {
        let key = "key_01arz3ndektsv4rrffq69g5fav";
        for text in [key, "provider:toss", "worker", "gateway", "import:kim"] {
            assert_eq!(text.parse::<Actor>().unwrap().to_string(), text);
        }
        for text in ["", "key_1", "provider:", "Worker"] {
            assert!(text.parse::<Actor>().is_err(), "{text}");
        }
    }
}
