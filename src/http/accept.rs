//! What a client prefers to get, by `Accept` and `Accept-Language` (RFC 9110, section 12.5).

use axum::http::{HeaderMap, HeaderName, header};

use super::{error::Problem, request::ApiRequest, sheets::Language};

/// A thousand times the largest quality that a header gives to a name; zero where it does not name it. The language
/// `ko-KR` is `ko` too.
fn quality(headers: &HeaderMap, of: &HeaderName, name: &str) -> u16 {
    let values = headers.get_all(of).iter();
    let parts = values
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(','));
    let qualities = parts.filter_map(|part| {
        let mut fields = part.split(';').map(str::trim);
        let found = fields.next()?.to_ascii_lowercase();
        let country = found.strip_prefix(name)?;
        let of_language = *of == header::ACCEPT_LANGUAGE && country.starts_with('-');
        let known = country.is_empty() || of_language;
        let q = fields.find_map(|field| field.strip_prefix("q=").or(field.strip_prefix("Q=")));
        known.then(|| q.map_or(1_000, thousandths))
    });
    qualities.max().unwrap_or_default()
}

/// `0.5` as 500; zero for what is no quality.
fn thousandths(text: &str) -> u16 {
    let (whole, part) = text.split_once('.').unwrap_or((text, ""));
    match (whole, part.len(), format!("{part:0<3}").parse()) {
        ("1", ..) => 1_000,
        ("0", 0..=3, Ok(part)) => part,
        _ => 0,
    }
}

/// Whether a list or a statement is wanted as CSV. Only who names `text/csv` gets it, and prefers it to JSON. A type that
/// is named goes before one that only a range covers; where both are named alike, JSON is given.
pub(super) fn prefers_csv(headers: &HeaderMap) -> bool {
    let of = |name| quality(headers, &header::ACCEPT, name);
    let csv = of("text/csv");
    let covered = of("application/*").max(of("*/*"));
    match of("application/json") {
        0 => csv > 0 && csv >= covered,
        json => csv > json,
    }
}

/// The language of headings: by the query, else by the header, else English.
pub(super) fn language(ask: &ApiRequest) -> Result<Language, Problem> {
    let asked = ask.word("lang", &Language::ALL, Language::as_str)?;
    let preferred = || {
        let of = |name| quality(&ask.headers, &header::ACCEPT_LANGUAGE, name);
        if of("ko") > of("en") {
            Language::Korean
        } else {
            Language::English
        }
    };
    Ok(asked.unwrap_or_else(preferred))
}

#[cfg(test)]
#[path = "accept_tests.rs"]
mod tests;
