//! Permissions: roles, and the callers that act under them.

mod desk;

use std::{collections::BTreeMap, fmt, str::FromStr};

use domain::{
    actor::Actor,
    approval::LimitedAct,
    command::{Change, Command, IdempotencyKey},
    id::KeyId,
};

pub use desk::{Desk, Need};

/// The purpose of an API key. Each route is open to as few roles as possible.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Role {
    /// The seller's checkout page: opens orders.
    Checkout,
    /// The seller's services: spend, hold, grant, read balances.
    Service,
    /// Support: refunds, deposits, received webhooks.
    Support,
    /// A program that helps support, as a language model does (`credit-gateway mcp`): it reads what support reads of
    /// customers and money, asks for quotes, and asks for refunds. A person approves each of them.
    Assistant,
    /// The operator: everything that changes how the gateway works.
    Admin,
}

impl Role {
    pub const ALL: [Self; 5] = [
        Self::Checkout,
        Self::Service,
        Self::Support,
        Self::Assistant,
        Self::Admin,
    ];

    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Checkout => "checkout",
            Self::Service => "service",
            Self::Support => "support",
            Self::Assistant => "assistant",
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
            .ok_or_else(|| {
                let known = Self::ALL.map(Self::as_str).join(", ");
                format!("`{text}` is not a role: {known}")
            })
    }
}

/// The caller, once its API key was checked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Caller {
    pub key: KeyId,
    pub role: Role,
    /// Of its present request, where that changes something.
    pub idempotency_key: Option<IdempotencyKey>,
}

impl Caller {
    /// The same caller with a key of its own for one part of a request that is several commands. No client's key is that
    /// of a part, because a space cannot stand in one.
    #[must_use]
    pub fn for_part(&self, part: &str) -> Self {
        let mut caller = self.clone();
        if let Some(key) = &mut caller.idempotency_key {
            key.key = format!("{} {part}", key.key);
        }
        caller
    }

    /// This caller, asking for what nobody repeats.
    #[must_use]
    pub fn without_key(&self) -> Self {
        Self {
            idempotency_key: None,
            ..self.clone()
        }
    }

    /// The command to the books for a change that this caller asks for.
    pub fn command<C: Change>(self, change: C) -> Command<C::Answer> {
        Command::new(change, Actor::Key(self.key)).under_key(self.idempotency_key)
    }
}

/// The most that a key of a role may do without a second person: credits of a grant, won of the other acts. An act that
/// is not named has no limit. By default no act has one: where one person works alone, nobody could approve, and the
/// seller decides which amount is large.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Limits(BTreeMap<(Role, &'static str), i64>);

impl Limits {
    pub const NONE: Self = Self(BTreeMap::new());

    /// The most of an act that a role may do alone; `None` where it has no limit. An assistant may do nothing alone,
    /// whatever the settings say: nobody has judged what it asks for.
    pub fn of(&self, role: Role, act: LimitedAct) -> Option<i64> {
        if role == Role::Assistant {
            return Some(0);
        }
        self.0.get(&(role, act.limit().as_str())).copied()
    }
}

impl fmt::Display for Limits {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let limits = self.0.iter();
        let limits = limits.map(|((role, act), most)| format!("{role}.{act}={most}"));
        f.write_str(&limits.collect::<Vec<_>>().join(","))
    }
}

impl FromStr for Limits {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let mut limits = BTreeMap::new();
        for part in text
            .split(',')
            .map(str::trim)
            .filter(|part| !part.is_empty())
        {
            let parts = part.split_once('=');
            let (name, most) = parts.ok_or_else(|| format!("`{part}` is not ROLE.ACT=AMOUNT"))?;
            let names = name.split_once('.');
            let (role, act) = names.ok_or_else(|| format!("`{name}` is not ROLE.ACT"))?;
            let role: Role = role.trim().parse()?;
            if role == Role::Assistant {
                return Err(format!(
                    "`{part}`: an assistant may do nothing alone, so it has no other limit"
                ));
            }
            let known = LimitedAct::ALL.iter().filter(|act| act.limit() == **act);
            let known = known.map(|act| act.as_str());
            let act = known.clone().find(|known| *known == act.trim());
            let act = act.ok_or_else(|| {
                let known: Vec<&str> = known.collect();
                let known = known.join(", ");
                format!("`{name}` names no act that has a limit: {known}")
            })?;
            let most: i64 = most
                .trim()
                .parse()
                .ok()
                .filter(|most| *most >= 0)
                .ok_or_else(|| format!("`{part}`: the amount is a whole number, 0 or more"))?;
            if limits.insert((role, act), most).is_some() {
                return Err(format!("`{name}` is there twice"));
            }
        }
        Ok(Self(limits))
    }
}

#[cfg(test)]
mod tests {
    use domain::approval::LimitedAct;

    use super::{Limits, Role};

    #[test]
    fn all_money_that_goes_back_has_the_limit_of_refunds() {
        let limits: Limits = "support.refund=5000".parse().unwrap();
        for act in [
            LimitedAct::Refund,
            LimitedAct::RefundAccount,
            LimitedAct::ContradictionRefund,
            LimitedAct::ContradictionTransfer,
        ] {
            assert_eq!(limits.of(Role::Support, act), Some(5_000), "{act}");
        }
        assert_eq!(limits.of(Role::Support, LimitedAct::Grant), None);
        assert_eq!(limits.of(Role::Admin, LimitedAct::RefundAccount), None);
    }

    #[test]
    fn an_assistant_does_nothing_alone() {
        for act in LimitedAct::ALL {
            assert_eq!(Limits::NONE.of(Role::Assistant, *act), Some(0), "{act}");
        }
        let raised = "assistant.refund=5000".parse::<Limits>().unwrap_err();
        assert_eq!(
            raised,
            "`assistant.refund=5000`: an assistant may do nothing alone, so it has no other limit"
        );
    }

    #[test]
    fn an_act_without_a_limit_of_its_own_is_no_setting() {
        let other = "support.refund_account=5000".parse::<Limits>();
        assert!(
            other
                .unwrap_err()
                .ends_with(": grant, refund, deposit_match, contradiction_accept")
        );
    }
}
