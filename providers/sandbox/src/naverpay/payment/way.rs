//! How a buyer pays.

use serde::{Deserialize, Serialize};

use super::amounts::Parts;

/// The means the buyer pays with.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum Way {
    Card,
    Bank,
    Points,
    /// Card, points, a gift card and an instant discount in one payment.
    Mixed,
}

impl Way {
    pub(crate) const ALL: [Self; 4] = [Self::Card, Self::Bank, Self::Points, Self::Mixed];

    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Card => "card",
            Self::Bank => "bank",
            Self::Points => "points",
            Self::Mixed => "mixed",
        }
    }

    /// `primaryPayMeans`: empty when nothing but points or money was used.
    pub(crate) fn primary_means(self) -> &'static str {
        match self {
            Self::Card | Self::Mixed => "CARD",
            Self::Bank => "BANK",
            Self::Points => "",
        }
    }

    pub(crate) fn split(self, total: i64) -> Parts {
        match self {
            Self::Card | Self::Bank => Parts {
                primary: total,
                ..Parts::default()
            },
            Self::Points => Parts {
                npoint: total,
                ..Parts::default()
            },
            Self::Mixed => {
                let (npoint, gift_card, discount) = (total / 5, total / 10, total / 10);
                Parts {
                    primary: total - npoint - gift_card - discount,
                    npoint,
                    gift_card,
                    discount,
                }
            }
        }
    }
}
