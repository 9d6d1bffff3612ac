//! Who may do what: roles, and the callers that act under them.

use std::{fmt, str::FromStr};

use domain::id::KeyId;

/// What an API key is for. Each route is open to the fewest.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Role {
    /// The seller's checkout page: opens orders.
    Checkout,
    /// The seller's services: spend, hold, grant, read balances.
    Service,
    /// The support desk: refunds, deposits, what came in.
    Support,
    /// The operator: everything that changes how the gateway works.
    Admin,
}

impl Role {
    pub const ALL: [Self; 4] = [Self::Checkout, Self::Service, Self::Support, Self::Admin];

    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Checkout => "checkout",
            Self::Service => "service",
            Self::Support => "support",
            Self::Admin => "admin",
        }
    }
}

impl fmt::Display for Role {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl FromStr for Role {
    type Err = String;
    fn from_str(text: &str) -> Result<Self, String> {
        Self::ALL
            .into_iter()
            .find(|role| role.as_str() == text)
            .ok_or_else(|| format!("`{text}` is not a role: checkout, service, support or admin"))
    }
}

/// Who is asking, once an API key was checked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Caller {
    pub key: KeyId,
    pub role: Role,
}
