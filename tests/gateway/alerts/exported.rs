//! What `/metrics` says: types, labels and their values.

use std::collections::{BTreeMap, BTreeSet};

/// Values that a healthy run does not bring about.
const RARE: [(&str, &[&str]); 3] = [
    ("status", &["2xx", "3xx", "4xx", "5xx"]),
    (
        "outcome",
        &[
            "answered",
            "declined",
            "unreachable",
            "in_doubt",
            "misconfigured",
        ],
    ),
    (
        "result",
        &["delivered", "given_up", "refused", "unanswered"],
    ),
];

#[derive(Debug, Default)]
pub(super) struct Exported {
    kinds: BTreeMap<String, String>,
    /// Values by metric and label.
    values: BTreeMap<(String, String), BTreeSet<String>>,
}

impl Exported {
    pub(super) fn read(text: &str) -> Self {
        let mut read = Self::default();
        for line in text.lines() {
            if let Some(declared) = line.strip_prefix("# TYPE ") {
                let (name, kind) = declared.split_once(' ').unwrap();
                read.kinds.insert(name.to_owned(), kind.to_owned());
            } else if let Some((name, rest)) = line.split_once('{') {
                let (labels, _) = rest.rsplit_once('}').unwrap();
                for part in labels.split("\",").filter(|part| !part.is_empty()) {
                    let (label, value) = part.split_once("=\"").unwrap();
                    let key = (name.to_owned(), label.to_owned());
                    let value = value.trim_end_matches('"').to_owned();
                    read.values.entry(key).or_default().insert(value);
                }
            }
        }
        read
    }

    /// `counter` or `gauge`; the parts of a histogram are counters.
    pub(super) fn kind(&self, metric: &str) -> Option<&str> {
        let parts = ["_bucket", "_count", "_sum"];
        let whole = parts.iter().find_map(|part| metric.strip_suffix(part));
        let histogram = whole.and_then(|whole| self.kinds.get(whole));
        if histogram.is_some_and(|kind| kind == "histogram") {
            return Some("counter");
        }
        self.kinds.get(metric).map(String::as_str)
    }

    /// Those of the gateway itself.
    pub(super) fn gauges(&self) -> impl Iterator<Item = &str> {
        let ours = |(name, kind): &(&String, &String)| {
            kind.as_str() == "gauge" && name.starts_with("credit_gateway_")
        };
        self.kinds
            .iter()
            .filter(ours)
            .map(|(name, _)| name.as_str())
    }

    pub(super) fn labels(&self, metric: &str) -> BTreeSet<String> {
        let of = self.values.keys().filter(|(name, _)| name == metric);
        of.map(|(_, label)| label.clone()).collect()
    }

    /// Whether a series of the metric has this value, or may have it. Of a pattern only the form is known.
    pub(super) fn has(&self, metric: &str, label: &str, value: &str) -> bool {
        let key = (metric.to_owned(), label.to_owned());
        let seen = self
            .values
            .get(&key)
            .is_some_and(|values| values.contains(value));
        let rare = RARE.iter().find(|(name, _)| *name == label);
        seen || value.contains(".+") || rare.is_some_and(|(_, values)| values.contains(&value))
    }
}
