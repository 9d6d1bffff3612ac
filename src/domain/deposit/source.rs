//! The sources that report movements.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};

use crate::kind::{UnknownWord, vocabulary};

vocabulary!(
    /// The kind of source that reports movements.
    Reporter, "reporter of movements" {
        /// A feed that signs, and names each movement once and for ever.
        Feed = "feed",
        /// `PayAction`, which names none.
        PayAction = "payaction",
        /// A statement that a person imported. Rows of one form that differ are of different movements.
        Statement = "statement",
    }
);

impl Reporter {
    /// Whether two keys of one source are always two movements.
    pub(super) const fn names_movements(self) -> bool {
        match self {
            Self::Feed | Self::Statement => true,
            Self::PayAction => false,
        }
    }
}

/// The reporter of a movement. Several may report the same one, each under a key of its own.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Source {
    pub reporter: Reporter,
    /// Distinguishes sources of one kind: which secret signs, which columns a statement has. Empty for the first feed.
    pub series: String,
}

impl Source {
    /// The feed whose secret is configured first.
    pub const FEED: Self = Self {
        reporter: Reporter::Feed,
        series: String::new(),
    };

    pub fn new(reporter: Reporter, series: impl Into<String>) -> Self {
        Self {
            reporter,
            series: series.into(),
        }
    }
}

impl fmt::Display for Source {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.reporter.as_str())?;
        if self.series.is_empty() {
            Ok(())
        } else {
            write!(f, "/{}", self.series)
        }
    }
}

impl FromStr for Source {
    type Err = UnknownWord;

    fn from_str(text: &str) -> Result<Self, UnknownWord> {
        let (reporter, series) = text.split_once('/').unwrap_or((text, ""));
        Ok(Self::new(reporter.parse::<Reporter>()?, series))
    }
}
