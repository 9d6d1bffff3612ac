//! The methods and the states of a payment.

use serde::{Deserialize, Serialize};

use super::WON_MAX;

/// The instrument the buyer pays with.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum Method {
    Card,
    Money,
}

impl Method {
    pub(crate) fn parse(name: &str) -> Option<Self> {
        match name {
            "CARD" => Some(Self::Card),
            "MONEY" => Some(Self::Money),
            _ => None,
        }
    }

    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Card => "CARD",
            Self::Money => "MONEY",
        }
    }

    pub(crate) fn can_carry(self, total: i64) -> bool {
        match self {
            Self::Card => total < WON_MAX,
            Self::Money => total <= WON_MAX,
        }
    }
}

/// The documented statuses of a one-time payment here. An expired one keeps the status it had: Kakao Pay does not
/// document which one it shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum Status {
    Ready,
    Opened,
    /// The buyer has authenticated; only an approval moves money.
    Authenticated,
    Quit,
    AuthFailed,
    Failed,
    Success,
    PartCancelled,
    Cancelled,
}

impl Status {
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Ready => "READY",
            Self::Opened => "OPEN_PAYMENT",
            Self::Authenticated => "AUTH_PASSWORD",
            Self::Quit => "QUIT_PAYMENT",
            Self::AuthFailed => "FAIL_AUTH_PASSWORD",
            Self::Failed => "FAIL_PAYMENT",
            Self::Success => "SUCCESS_PAYMENT",
            Self::PartCancelled => "PART_CANCEL_PAYMENT",
            Self::Cancelled => "CANCEL_PAYMENT",
        }
    }

    /// Whether the request can still lead to an approval.
    pub(crate) fn is_pending(self) -> bool {
        matches!(self, Self::Ready | Self::Opened | Self::Authenticated)
    }
}
