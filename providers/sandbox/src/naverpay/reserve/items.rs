//! The items of a reservation.

use serde_json::Value;

use super::super::params::{Checked, Params, invalid, missing};
use super::NAME_CHARS_MAX;

const COUNT_MAX: i64 = 999_999;

/// Without items the window does not open. The sum of the counts is not compared with `productCount`.
pub(super) fn items(params: &Params) -> Checked<()> {
    let items = match params.raw("productItems") {
        None => return Err(missing("productItems")),
        Some(Value::Array(items)) => items,
        Some(_) => return invalid("productItems", "must be a list"),
    };
    if items.is_empty() {
        return Err(missing("productItems"));
    }
    for item in items {
        let Some(item) = Params::of_value(item) else {
            return invalid("productItems", "must be a list of objects");
        };
        check_item(&item)?;
    }
    Ok(())
}

fn check_item(item: &Params) -> Checked<()> {
    let upper = |byte: u8| byte.is_ascii_uppercase();
    item.required_letters("categoryType", 10, upper)?;
    item.required_letters("categoryId", 16, |byte| upper(byte) || byte == b'_')?;
    item.required_letters("uid", 100, |byte| {
        byte.is_ascii_alphanumeric() || b"/-_ ".contains(&byte)
    })?;
    item.required_chars("name", NAME_CHARS_MAX)?;
    if !(1..=COUNT_MAX).contains(&item.number("count")?.unwrap_or(1)) {
        invalid("count", "must be 1 to 999999")?;
    }
    item.text("payReferrer", 20)?;
    item.day("startDate")?;
    item.day("endDate")?;
    item.text("sellerId", 30)?;
    Ok(())
}

/// The shop behind a payment service; only its limits are checked.
pub(super) fn sub_merchant(params: &Params) -> Checked<Value> {
    let Some(value) = params.raw("subMerchantInfo") else {
        return Ok(Value::Null);
    };
    let Some(fields) = Params::of_value(value) else {
        return invalid("subMerchantInfo", "must be an object");
    };
    for (name, bytes_max) in [
        ("subMerchantName", 100),
        ("subMerchantId", 40),
        ("subMerchantBusinessNo", 10),
        ("subMerchantPayId", 70),
        ("subMerchantTelephoneNo", 100),
        ("subMerchantCustomerServiceUrl", 3_000),
    ] {
        fields.text(name, bytes_max)?;
    }
    Ok(value.clone())
}
