//! The buyer's browser coming back from a provider.

use std::collections::BTreeMap;

/// The buyer's browser coming back, after our own signature on the URL was verified. Still only a hint.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Callback {
    pub outcome: CallbackOutcome,
    pub query: BTreeMap<String, String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CallbackOutcome {
    Success,
    Fail,
    Cancel,
}

impl CallbackOutcome {
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Success => "success",
            Self::Fail => "fail",
            Self::Cancel => "cancel",
        }
    }
}

impl std::str::FromStr for CallbackOutcome {
    type Err = ();
    fn from_str(text: &str) -> Result<Self, ()> {
        match text {
            "success" => Ok(Self::Success),
            "fail" => Ok(Self::Fail),
            "cancel" => Ok(Self::Cancel),
            _ => Err(()),
        }
    }
}
