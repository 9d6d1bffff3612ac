//! Who may do what at the desk: the roles of operators, and what a page or an act of the console needs.

use std::{fmt, str::FromStr};

use super::Role;

/// The role of an operator.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Desk {
    /// Helps customers: refunds, deposits, jobs. Decides about no request of another.
    Support,
    /// The same, and the second person for acts above a limit.
    Approver,
    /// Everything.
    Admin,
    /// Reads everything and changes nothing.
    Auditor,
}

/// What a page or an act needs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Need {
    /// Reading what support needs: customers, orders, money, open problems. Also one's own account.
    See,
    /// Reading who did what, and who may.
    SeeAll,
    /// Helping a customer, within the limits of the role.
    Act,
    /// Deciding what another asked for.
    Decide,
    /// Changing how the gateway works, and who may use it.
    Manage,
}

impl Desk {
    pub const ALL: [Self; 4] = [Self::Support, Self::Approver, Self::Admin, Self::Auditor];

    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Support => "support",
            Self::Approver => "approver",
            Self::Admin => "admin",
            Self::Auditor => "auditor",
        }
    }

    /// The role of the operator's API key, by which limits and idempotency keys go. That of an auditor has nothing to
    /// limit; it is the one with the fewest rights that belongs to a person.
    pub const fn role(self) -> Role {
        match self {
            Self::Support | Self::Approver | Self::Auditor => Role::Support,
            Self::Admin => Role::Admin,
        }
    }

    /// The whole of the roles' rights.
    pub const fn may(self, need: Need) -> bool {
        match need {
            Need::See => true,
            Need::SeeAll => matches!(self, Self::Admin | Self::Auditor),
            Need::Act => matches!(self, Self::Support | Self::Approver | Self::Admin),
            Need::Decide => matches!(self, Self::Approver | Self::Admin),
            Need::Manage => matches!(self, Self::Admin),
        }
    }
}

impl Need {
    pub const ALL: [Self; 5] = [
        Self::See,
        Self::SeeAll,
        Self::Act,
        Self::Decide,
        Self::Manage,
    ];
}

impl fmt::Display for Desk {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl FromStr for Desk {
    type Err = String;
    fn from_str(text: &str) -> Result<Self, String> {
        Self::ALL
            .into_iter()
            .find(|desk| desk.as_str() == text)
            .ok_or_else(|| {
                format!("`{text}` is not a role at the desk: support, approver, admin or auditor")
            })
    }
}
