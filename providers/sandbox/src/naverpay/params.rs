//! Reads parameters one by one, from a form body or a JSON body. Limits are bytes of UTF-8 unless the caller sets
//! another unit.

use reqwest::Url;
use serde_json::{Map, Value};

use super::codes::BadParam;
use crate::shared::time::parse_kst;

pub(crate) type Checked<T> = Result<T, BadParam>;

pub(crate) fn invalid<T>(field: &str, problem: &'static str) -> Checked<T> {
    Err(BadParam::invalid(field, problem))
}

/// The parameters of one request. `null` and the empty text count as absent.
#[derive(Debug, Default)]
pub(crate) struct Params {
    values: Map<String, Value>,
    /// A form has texts only, so its numbers are decimal texts.
    form: bool,
}

impl Params {
    /// `None` when the body is not a JSON object. An empty body has no parameters.
    pub(crate) fn of_json(body: &[u8]) -> Option<Self> {
        if body.is_empty() {
            return Some(Self::default());
        }
        match serde_json::from_slice(body) {
            Ok(value) => Self::of_value(&value),
            Err(_) => None,
        }
    }

    /// `application/x-www-form-urlencoded`, which has the syntax of a query. `None` when it is not UTF-8.
    pub(crate) fn of_form(body: &[u8]) -> Option<Self> {
        let mut url = Url::parse("form:").ok()?;
        url.set_query(Some(std::str::from_utf8(body).ok()?));
        let pairs = url.query_pairs();
        Some(Self {
            values: pairs
                .map(|(name, value)| (name.into_owned(), Value::from(value.into_owned())))
                .collect(),
            form: true,
        })
    }

    pub(crate) fn of_value(value: &Value) -> Option<Self> {
        let values = value.as_object()?.clone();
        Some(Self {
            values,
            form: false,
        })
    }

    pub(crate) fn raw(&self, name: &str) -> Option<&Value> {
        self.values
            .get(name)
            .filter(|value| !value.is_null() && value.as_str() != Some(""))
    }

    /// A text of at most `bytes_max` bytes, if it is there.
    pub(crate) fn text(&self, name: &str, bytes_max: usize) -> Checked<Option<String>> {
        match self.raw(name) {
            None => Ok(None),
            Some(Value::String(text)) if text.len() <= bytes_max => Ok(Some(text.clone())),
            Some(Value::String(_)) => invalid(name, "is too long"),
            Some(_) => invalid(name, "must be a string"),
        }
    }

    pub(crate) fn required_text(&self, name: &str, bytes_max: usize) -> Checked<String> {
        self.text(name, bytes_max)?.ok_or_else(|| missing(name))
    }

    /// A required text that is limited in characters.
    pub(crate) fn required_chars(&self, name: &str, chars_max: usize) -> Checked<String> {
        let text = self.required_text(name, usize::MAX)?;
        if text.chars().count() > chars_max {
            return invalid(name, "is too long");
        }
        Ok(text)
    }

    /// A required text of at most `max` characters, each of them accepted by `allowed`.
    pub(crate) fn required_letters(
        &self,
        name: &str,
        max: usize,
        allowed: impl Fn(u8) -> bool,
    ) -> Checked<String> {
        let text = self.required_text(name, max)?;
        if !text.bytes().all(allowed) {
            return invalid(name, "has a character that is not allowed");
        }
        Ok(text)
    }

    /// A whole number that is not negative, if it is there.
    pub(crate) fn number(&self, name: &str) -> Checked<Option<i64>> {
        let Some(value) = self.raw(name) else {
            return Ok(None);
        };
        let number = match value {
            Value::String(text) if self.form && text.bytes().all(|byte| byte.is_ascii_digit()) => {
                text.parse().ok()
            }
            Value::Number(number) => number.as_i64(),
            _ => None,
        };
        number
            .filter(|number| *number >= 0)
            .ok_or_else(|| BadParam::invalid(name, "must be a whole number, not negative"))
            .map(Some)
    }

    pub(crate) fn required_number(&self, name: &str) -> Checked<i64> {
        self.number(name)?.ok_or_else(|| missing(name))
    }

    pub(crate) fn flag(&self, name: &str) -> Checked<Option<bool>> {
        match self.raw(name) {
            None => Ok(None),
            Some(Value::Bool(flag)) => Ok(Some(*flag)),
            Some(_) => invalid(name, "must be true or false"),
        }
    }

    /// A day as `yyyyMMdd`, if it is there.
    pub(crate) fn day(&self, name: &str) -> Checked<Option<String>> {
        match self.text(name, 8)? {
            Some(day) if instant(&format!("{day}000000")).is_none() => {
                invalid(name, "must be yyyyMMdd")
            }
            day => Ok(day),
        }
    }
}

pub(crate) fn missing(name: &str) -> BadParam {
    BadParam::Missing(name.to_owned())
}

/// `yyyyMMddHHmmss`, Korean time.
pub(crate) fn instant(text: &str) -> Option<chrono::DateTime<chrono::Utc>> {
    if text.len() != 14 || !text.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let (day, time) = text.split_at(8);
    parse_kst(&format!(
        "{}-{}-{}T{}:{}:{}",
        &day[..4],
        &day[4..6],
        &day[6..],
        &time[..2],
        &time[2..4],
        &time[4..]
    ))
}
