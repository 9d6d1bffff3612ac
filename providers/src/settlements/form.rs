//! Which heading of a file means what: data, in TOML, built in for each provider and replaceable by the seller.

use domain::kind::ProviderId;
use serde::Deserialize;

use super::bare::bare;

/// The forms that are built in.
const BUILT_IN: &[(&str, &str)] = &[
    ("kakaopay", include_str!("forms/kakaopay.toml")),
    ("naverpay", include_str!("forms/naverpay.toml")),
    ("toss", include_str!("forms/toss.toml")),
];

/// The form of a provider's files.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Form {
    /// For each column its possible headings. Of several that a file has, the first counts.
    pub columns: Columns,
    #[serde(default)]
    pub words: Words,
    /// Whether the column of the fee has the VAT in it. Then the VAT, where it is said, is taken out of it.
    #[serde(default)]
    pub fee_includes_vat: bool,
    /// How the provider calls itself on a bank statement: a deposit whose name holds one of these is a payout.
    #[serde(default)]
    pub depositors: Vec<String>,
}

#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Columns {
    /// The provider's own name of the movement.
    #[serde(default)]
    pub key: Vec<String>,
    /// The provider's own name of the payment.
    #[serde(default)]
    pub payment_key: Vec<String>,
    /// The order, as the provider repeats it.
    #[serde(default)]
    pub order: Vec<String>,
    /// Whether it was paid or cancelled. Without it the amount's sign says so.
    #[serde(default)]
    pub kind: Vec<String>,
    pub gross: Vec<String>,
    pub fee: Vec<String>,
    #[serde(default)]
    pub vat: Vec<String>,
    #[serde(default)]
    pub net: Vec<String>,
    pub sold_on: Vec<String>,
    #[serde(default)]
    pub paid_out_on: Vec<String>,
}

/// What stands in the column of the kind.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Words {
    #[serde(default)]
    pub payment: Vec<String>,
    #[serde(default)]
    pub cancel: Vec<String>,
}

/// A form that cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("the form of the settlement file: {0}")]
pub struct NoForm(String);

impl Form {
    /// The built-in form of a provider.
    pub fn of(provider: &ProviderId) -> Option<Self> {
        let (_, text) = BUILT_IN
            .iter()
            .find(|(name, _)| *name == provider.as_str())?;
        Self::read(text).ok()
    }

    /// Reads a form.
    ///
    /// # Errors
    /// What keeps it from being one.
    pub fn read(text: &str) -> Result<Self, NoForm> {
        let form: Self = toml::from_str(text).map_err(|error| NoForm(error.to_string()))?;
        let columns = &form.columns;
        for (field, names) in [
            ("columns.gross", &columns.gross),
            ("columns.fee", &columns.fee),
            ("columns.sold_on", &columns.sold_on),
        ] {
            if names.is_empty() {
                return Err(NoForm(format!("{field} names no heading")));
            }
        }
        if columns.key.is_empty() && columns.payment_key.is_empty() && columns.order.is_empty() {
            let rule = "one of columns.key, columns.payment_key and columns.order is needed";
            return Err(NoForm(rule.to_owned()));
        }
        Ok(form)
    }

    /// Whether a deposit by this name is money of this provider.
    pub fn is_depositor(&self, name: &str) -> bool {
        let name = bare(name);
        let mut known = self.depositors.iter().map(|known| bare(known));
        known.any(|known| !known.is_empty() && name.contains(&known))
    }

    /// The places of the columns, if this is the header row.
    pub(super) fn places(&self, cells: &[String]) -> Option<Places> {
        let cells: Vec<String> = cells.iter().map(|cell| bare(cell)).collect();
        let find = |names: &[String]| {
            let mut names = names.iter().map(|name| bare(name));
            names.find_map(|name| cells.iter().position(|cell| *cell == name))
        };
        let columns = &self.columns;
        let places = Places {
            key: find(&columns.key),
            payment_key: find(&columns.payment_key),
            order: find(&columns.order),
            kind: find(&columns.kind),
            gross: find(&columns.gross)?,
            fee: find(&columns.fee)?,
            vat: find(&columns.vat),
            net: find(&columns.net),
            sold_on: find(&columns.sold_on)?,
            paid_out_on: find(&columns.paid_out_on),
        };
        let named = places.key.or(places.payment_key).or(places.order);
        named.is_some().then_some(places)
    }
}

/// The positions of the columns in a file.
#[derive(Debug, Clone, Copy)]
pub(super) struct Places {
    pub(super) key: Option<usize>,
    pub(super) payment_key: Option<usize>,
    pub(super) order: Option<usize>,
    pub(super) kind: Option<usize>,
    pub(super) gross: usize,
    pub(super) fee: usize,
    pub(super) vat: Option<usize>,
    pub(super) net: Option<usize>,
    pub(super) sold_on: usize,
    pub(super) paid_out_on: Option<usize>,
}
