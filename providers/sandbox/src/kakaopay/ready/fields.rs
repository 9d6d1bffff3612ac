//! The fields of the request.

use reqwest::Url;
use serde_json::Value;

use super::super::errors::{self, Refusal};
use super::super::numbers::{eleventh, required_whole, whole};
use super::super::payment::{Amounts, Method};
use super::TEXT_MAX;
use crate::shared::fields::{Checked, Fields, bad};

const URL_MAX: usize = 255;
const INSTALL_MONTH_MAX: i64 = 12;
/// Least amount of a contract, in won.
const WON_MIN: i64 = 100;

pub(super) fn method(fields: &Fields) -> Checked<Option<Method>> {
    match fields.text("payment_method_type", TEXT_MAX)? {
        None => Ok(None),
        Some(name) => match Method::parse(&name) {
            None => bad("payment_method_type", "must be CARD or MONEY"),
            known => Ok(known),
        },
    }
}

/// The amounts, and whether the shop named the tax itself.
pub(super) fn amounts(fields: &Fields, only: Option<Method>) -> Result<(Amounts, bool), Refusal> {
    let total = required_whole(fields, "total_amount")?;
    let tax_free = required_whole(fields, "tax_free_amount")?;
    let vat = whole(fields, "vat_amount")?;
    let green_deposit = whole(fields, "green_deposit")?.unwrap_or(0);
    if total < WON_MIN {
        return Err(Refusal::because(errors::WRONG_TOTAL, "at least 100 won"));
    }
    if !only.unwrap_or(Method::Money).can_carry(total) {
        return Err(errors::OVER_LIMIT.into());
    }
    if tax_free > total || green_deposit > total {
        return Err(Refusal::because(
            errors::WRONG_AMOUNTS,
            "tax_free_amount and green_deposit are parts of total_amount",
        ));
    }
    if vat.is_some_and(|vat| vat > total - tax_free) {
        return Err(Refusal::because(
            errors::WRONG_AMOUNTS,
            "vat_amount is part of the taxed amount",
        ));
    }
    let amounts = Amounts {
        total,
        tax_free,
        vat: vat.unwrap_or_else(|| eleventh(total - tax_free)),
        green_deposit,
    };
    Ok((amounts, vat.is_some()))
}

/// The three return addresses. Sites are registered by scheme and host. This shop has registered only the one of its
/// `approval_url`.
pub(super) fn urls(fields: &Fields) -> Result<[String; 3], Refusal> {
    let [approval, cancel, fail] = ["approval_url", "cancel_url", "fail_url"].map(|name| {
        let text = fields.required_text(name, URL_MAX)?;
        match Url::parse(&text) {
            Ok(url) if matches!(url.scheme(), "http" | "https") && url.has_host() => {
                Ok((text, url.origin()))
            }
            _ => bad(name, "must be absolute, with http or https"),
        }
    });
    let (approval, cancel, fail) = (approval?, cancel?, fail?);
    if cancel.1 != approval.1 || fail.1 != approval.1 {
        return Err(errors::OTHER_SITE.into());
    }
    Ok([approval.0, cancel.0, fail.0])
}

pub(super) fn install_month(fields: &Fields) -> Checked<i64> {
    match whole(fields, "install_month")? {
        Some(months) if months > INSTALL_MONTH_MAX => bad("install_month", "must be 0 to 12"),
        months => Ok(months.unwrap_or(0)),
    }
}

/// Add-ons that have no effect here, but must have their documented shape.
pub(super) fn options(fields: &Fields) -> Checked<()> {
    if let Some(cards) = fields.raw("available_cards")
        && !cards
            .as_array()
            .is_some_and(|cards| cards.iter().all(Value::is_string))
    {
        return bad("available_cards", "must be a list of strings");
    }
    if let Some(share) = fields.text("use_share_installment", 1)?
        && !matches!(share.as_str(), "Y" | "N")
    {
        return bad("use_share_installment", "must be Y or N");
    }
    if let Some(custom) = fields.object("custom_json")?
        && !custom.pairs().all(|(_, value)| value.is_string())
    {
        return bad("custom_json", "must map strings to strings");
    }
    fields.text("redirect_scheme_url", URL_MAX)?;
    Ok(())
}
