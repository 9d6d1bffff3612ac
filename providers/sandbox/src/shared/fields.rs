//! Reads the fields of a JSON request one by one, so that a refusal can name the field.

use axum::http::HeaderMap;
use reqwest::Url;
use serde_json::{Map, Value};

/// A field that is missing or breaks its limit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct BadField {
    pub(crate) field: String,
    pub(crate) problem: &'static str,
}

pub(crate) type Checked<T> = Result<T, BadField>;

impl BadField {
    pub(crate) fn new(field: &str, problem: &'static str) -> Self {
        let field = field.to_owned();
        Self { field, problem }
    }
}

pub(crate) fn bad<T>(field: &str, problem: &'static str) -> Checked<T> {
    Err(BadField::new(field, problem))
}

/// The fields of one JSON object. `null` counts as absent.
#[derive(Debug)]
pub(crate) struct Fields(Map<String, Value>);

impl Fields {
    pub(crate) fn parse(body: &[u8]) -> Checked<Self> {
        match serde_json::from_slice(body) {
            Ok(Value::Object(fields)) => Ok(Self(fields)),
            _ => bad("body", "must be a JSON object"),
        }
    }

    /// The JSON body of an API request; the content type must say so.
    pub(crate) fn of_request(headers: &HeaderMap, body: &[u8]) -> Checked<Self> {
        let media = header(headers, "content-type").unwrap_or_default();
        if !media.starts_with("application/json") {
            return bad("content-type", "must be application/json");
        }
        Self::parse(body)
    }

    pub(crate) fn raw(&self, name: &str) -> Option<&Value> {
        self.0.get(name).filter(|value| !value.is_null())
    }

    /// A text of 1 to `max` characters, if it is there.
    pub(crate) fn text(&self, name: &str, max: usize) -> Checked<Option<String>> {
        match self.raw(name) {
            None => Ok(None),
            Some(Value::String(text)) if !text.is_empty() && text.chars().count() <= max => {
                Ok(Some(text.clone()))
            }
            Some(Value::String(_)) => bad(name, "is empty or too long"),
            Some(_) => bad(name, "must be a string"),
        }
    }

    pub(crate) fn required_text(&self, name: &str, max: usize) -> Checked<String> {
        self.text(name, max)?
            .map_or_else(|| bad(name, "is required"), Ok)
    }

    /// A whole number that is not negative, if it is there.
    pub(crate) fn whole(&self, name: &str) -> Checked<Option<i64>> {
        match self.raw(name) {
            None => Ok(None),
            Some(value) => match value.as_i64() {
                Some(number) if number >= 0 => Ok(Some(number)),
                _ => bad(name, "must be a whole number, not negative"),
            },
        }
    }

    /// An amount in won, at least one.
    pub(crate) fn won(&self, name: &str) -> Checked<Option<i64>> {
        match self.whole(name)? {
            Some(0) => bad(name, "must be above zero"),
            amount => Ok(amount),
        }
    }

    pub(crate) fn required_won(&self, name: &str) -> Checked<i64> {
        self.won(name)?.map_or_else(|| bad(name, "is required"), Ok)
    }

    pub(crate) fn flag(&self, name: &str) -> Checked<Option<bool>> {
        match self.raw(name) {
            None => Ok(None),
            Some(Value::Bool(flag)) => Ok(Some(*flag)),
            Some(_) => bad(name, "must be true or false"),
        }
    }

    /// The object under `name`, if it is there.
    pub(crate) fn object(&self, name: &str) -> Checked<Option<Self>> {
        match self.raw(name) {
            None => Ok(None),
            Some(Value::Object(fields)) => Ok(Some(Self(fields.clone()))),
            Some(_) => bad(name, "must be an object"),
        }
    }

    /// Refuses a field that nothing reads, so that a misspelt one is not ignored.
    pub(crate) fn only(&self, known: &[&str]) -> Checked<()> {
        match self.0.keys().find(|name| !known.contains(&name.as_str())) {
            Some(unknown) => bad(unknown, "is not a known field"),
            None => Ok(()),
        }
    }

    pub(crate) fn pairs(&self) -> impl Iterator<Item = (&String, &Value)> {
        self.0.iter()
    }
}

/// The header of that name, where it is text.
pub(crate) fn header<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    headers.get(name).and_then(|value| value.to_str().ok())
}

/// An absolute address of the web.
pub(crate) fn web_address(text: &str) -> Option<Url> {
    let url = Url::parse(text).ok()?;
    (matches!(url.scheme(), "http" | "https") && url.has_host()).then_some(url)
}
