//! The rules that a contract must follow, by itself and beside the policy and the catalogue.

use chrono::Datelike as _;

use super::{Agreed, Agreement, Product};
use crate::{
    calendar::{Period, YEARS},
    policy::{Policy, STATUTORY_DAYS_MIN, broken_period, reaches_statutory_minimum},
    product::{Catalogue, ID_CHARS_MAX, NAME_CHARS_MAX, QUANTITY_MAX, is_product_id},
};

/// Most products of one contract.
pub const PRODUCTS_MAX: usize = 100;

/// Most tiers of one product. A price list has three to five.
pub const TIERS_MAX: usize = 20;

/// Longest name, reference, section or sentence of a contract, in characters.
pub const TEXT_CHARS_MAX: usize = 300;

/// Why a document is not a contract.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum InvalidContract {
    /// Not TOML, or a field is missing, unknown or of the wrong form. Names line and field.
    #[error("contract cannot be read: {0}")]
    Unreadable(String),
    #[error("contract: field `{field}`: {rule}")]
    Rule { field: String, rule: String },
}

fn rule<T>(field: impl Into<String>, rule: impl Into<String>) -> Result<T, InvalidContract> {
    let (field, rule) = (field.into(), rule.into());
    Err(InvalidContract::Rule { field, rule })
}

impl Agreement {
    /// The rules that need nothing but the document.
    pub(super) fn check(&self) -> Result<(), InvalidContract> {
        let (by_right, through_support) = (&self.refund.by_right, &self.refund.through_support);
        let texts = [
            ("name", &self.name),
            ("reference", &self.reference),
            ("validity.says", &self.validity.says),
            ("validity.section", &self.validity.section),
            ("refund.by_right.says", &by_right.says),
            ("refund.by_right.section", &by_right.section),
            ("refund.through_support.says", &through_support.says),
            ("refund.through_support.section", &through_support.section),
        ];
        for (field, text) in texts {
            check_text(field, text, TEXT_CHARS_MAX)?;
        }
        if !YEARS.contains(&self.effective_at.year()) {
            let years = format!("is in the years {} to {}", YEARS.start(), YEARS.end());
            return rule("effective_at", years);
        }
        check_period("validity.period", &self.validity)?;
        if matches!(self.validity.period, Period::BusinessDays(_)) {
            return rule("validity.period", "must be of days or months");
        }
        for (field, window) in [
            ("refund.by_right.period", by_right),
            ("refund.through_support.period", through_support),
        ] {
            check_period(field, window)?;
            if !reaches_statutory_minimum(window.period) {
                let least = format!(
                    "{} is below {STATUTORY_DAYS_MIN} days, the statutory minimum (E-Commerce Act arts. 17(1), 35)",
                    window.period
                );
                return rule(field, least);
            }
        }
        if !reaches(through_support.period, by_right.period) {
            let least = "must be counted in the unit of refund.by_right.period and not be shorter";
            return rule("refund.through_support.period", least);
        }
        if !(1..=PRODUCTS_MAX).contains(&self.products.len()) {
            return rule("product", format!("there are 1 to {PRODUCTS_MAX}"));
        }
        for (place, product) in self.products.iter().enumerate() {
            let twice = self.products[..place]
                .iter()
                .any(|other| other.id == product.id);
            if twice {
                return rule(field_of(product, "id"), "stands there twice");
            }
            check_product(product)?;
        }
        Ok(())
    }

    /// The rules beside the policy that it is agreed under, and what is sold to everybody. Nobody gets a shorter window by
    /// a contract than everybody has, and no name means two products.
    ///
    /// # Errors
    /// The first field that breaks one.
    pub fn check_beside(
        &self,
        base: &Policy,
        catalogue: &Catalogue,
    ) -> Result<(), InvalidContract> {
        for (field, agreed, published) in [
            (
                "refund.by_right.period",
                &self.refund.by_right,
                &base.refund.by_right,
            ),
            (
                "refund.through_support.period",
                &self.refund.through_support,
                &base.refund.through_support,
            ),
        ] {
            if !reaches(agreed.period, published.period) {
                let least = format!(
                    "must be counted in the unit of the {} of policy {} and not be shorter",
                    published.period, base.version
                );
                return rule(field, least);
            }
        }
        let public = catalogue.products();
        let clash = self
            .products
            .iter()
            .find(|own| public.iter().any(|known| known.id == own.id));
        match clash {
            Some(own) => rule(
                field_of(own, "id"),
                "is the id of a product that is sold to everybody",
            ),
            None => Ok(()),
        }
    }
}

fn check_text(field: impl Into<String>, text: &str, max: usize) -> Result<(), InvalidContract> {
    let whole = text.trim() == text && (1..=max).contains(&text.chars().count());
    if whole && !text.chars().any(char::is_control) {
        return Ok(());
    }
    rule(field, format!("has 1 to {max} characters of one line"))
}

fn check_period(field: &str, agreed: &Agreed) -> Result<(), InvalidContract> {
    broken_period(agreed.period).map_or(Ok(()), |broken| rule(field, broken))
}

/// Whether a window is counted in the unit of another and is not shorter.
fn reaches(one: Period, other: Period) -> bool {
    std::mem::discriminant(&one) == std::mem::discriminant(&other) && one.count() >= other.count()
}

fn field_of(product: &Product, field: &str) -> String {
    format!("product `{}`, {field}", product.id)
}

fn check_product(product: &Product) -> Result<(), InvalidContract> {
    if !is_product_id(&product.id) {
        let form = format!("must be 1 to {ID_CHARS_MAX} of a-z 0-9 -, not beginning with -");
        return rule(field_of(product, "id"), form);
    }
    check_text(field_of(product, "name"), &product.name, NAME_CHARS_MAX)?;
    let tiers = || field_of(product, "tiers");
    if !(1..=TIERS_MAX).contains(&product.tiers.len()) {
        return rule(tiers(), format!("there are 1 to {TIERS_MAX}"));
    }
    let ascending = product.tiers.is_sorted_by(|one, next| one.from < next.from);
    let within = product.tiers.iter().all(|tier| tier.from <= QUANTITY_MAX);
    if product.tiers[0].from != 1 || !ascending || !within {
        let order = format!("must ascend by `from`, the first from 1, none above {QUANTITY_MAX}");
        return rule(tiers(), order);
    }
    for tier in &product.tiers {
        let sold = !tier.credits.is_zero() && !tier.price.is_zero();
        let fits =
            tier.credits.times(QUANTITY_MAX).is_some() && tier.price.times(QUANTITY_MAX).is_some();
        if !sold || !fits {
            let amounts = format!(
                "credits and price must be 1 or more, and {QUANTITY_MAX} units still an amount"
            );
            return rule(tiers(), amounts);
        }
    }
    Ok(())
}
