//! Numbers of a request: JSON integers, or digits in a string as the official curl sample sends them. Amounts are in
//! won.

use serde_json::Value;

use crate::shared::fields::{Checked, Fields, bad};

/// A whole number that is not negative, if it is there.
pub(super) fn whole(fields: &Fields, name: &str) -> Checked<Option<i64>> {
    match fields.raw(name) {
        Some(Value::String(text)) => match text.parse::<i64>() {
            Ok(number) if text.bytes().all(|byte| byte.is_ascii_digit()) => Ok(Some(number)),
            _ => bad(name, "must be a whole number, not negative"),
        },
        _ => fields.whole(name),
    }
}

pub(super) fn required_whole(fields: &Fields, name: &str) -> Checked<i64> {
    whole(fields, name)?.map_or_else(|| bad(name, "is required, even when it is 0"), Ok)
}

/// Value added tax that Kakao Pay computes when it is left out: an eleventh of the taxed amount, rounded half up.
pub(super) fn eleventh(taxed: i64) -> i64 {
    (taxed * 2 + 11) / 22
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::{eleventh, whole};
    use crate::shared::fields::Fields;

    #[test]
    fn tax_is_an_eleventh_rounded_half_up() {
        assert_eq!(
            [0, 5, 6, 16, 17, 2_200, 1_100_000].map(eleventh),
            [0, 0, 1, 1, 2, 200, 100_000]
        );
    }

    #[test]
    fn digits_in_a_string_are_a_number_and_a_sign_is_not() {
        let body =
            json!({"a": 2_200, "b": "2200", "c": "+1", "d": "", "e": 1.5, "f": -1}).to_string();
        let fields = Fields::parse(body.as_bytes()).unwrap();
        assert_eq!(whole(&fields, "a").unwrap(), Some(2_200));
        assert_eq!(whole(&fields, "b").unwrap(), Some(2_200));
        assert_eq!(whole(&fields, "none").unwrap(), None);
        for name in ["c", "d", "e", "f"] {
            assert_eq!(whole(&fields, name).unwrap_err().field, name);
        }
    }
}
