//! How long requests took, from this process's own metrics: since its start, and of this gateway alone. Times are known up
//! to the bounds of the histogram's buckets.

use std::collections::BTreeMap;

/// Who waited.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Group {
    Buyers,
    Api,
    Webhooks,
    Desk,
}

/// The requests of one group.
#[derive(Debug, PartialEq, Eq)]
pub struct Latency {
    pub group: Group,
    pub number: i64,
    /// Microseconds that half of the requests did not pass, and ninety-nine of a hundred; none above the last bound.
    pub half: Option<i64>,
    pub ninety_nine: Option<i64>,
}

/// Requests up to a bound in microseconds, by the bound.
type Buckets = BTreeMap<i64, i64>;

/// Of the text of `/metrics`.
pub(super) fn of(text: &str) -> Vec<Latency> {
    let mut groups: BTreeMap<Group, (Buckets, i64)> = BTreeMap::new();
    for line in text.lines() {
        let Some(line) = line.strip_prefix("http_request_seconds_bucket{") else {
            continue;
        };
        let Some((labels, number)) = line.rsplit_once("} ") else {
            continue;
        };
        let (Some(route), Some(bound)) = (label(labels, "route"), label(labels, "le")) else {
            continue;
        };
        let (Some(group), Ok(number)) = (group(route), number.parse::<i64>()) else {
            continue;
        };
        let (buckets, all) = groups.entry(group).or_default();
        match micros(bound) {
            Some(bound) => *buckets.entry(bound).or_default() += number,
            // The bucket of all.
            None => *all += number,
        }
    }
    let groups = groups.into_iter().filter(|(_, (_, all))| *all > 0);
    let latency = groups.map(|(group, (buckets, all))| Latency {
        group,
        number: all,
        half: within(&buckets, all, 50),
        ninety_nine: within(&buckets, all, 99),
    });
    latency.collect()
}

fn label<'a>(labels: &'a str, name: &str) -> Option<&'a str> {
    let (_, rest) = labels.split_once(&format!("{name}=\""))?;
    rest.split_once('"').map(|(value, _)| value)
}

fn group(route: &str) -> Option<Group> {
    let begins = |paths: &[&str]| paths.iter().any(|path| route.starts_with(path));
    if begins(&["/console"]) {
        Some(Group::Desk)
    } else if begins(&["/v1/"]) {
        Some(Group::Api)
    } else if begins(&["/webhooks/"]) {
        Some(Group::Webhooks)
    } else if begins(&["/checkout/", "/pay/", "/callbacks/", "/my/", "/renew/"]) {
        Some(Group::Buyers)
    } else {
        None
    }
}

/// A number of seconds with a decimal point, in microseconds. None for `+Inf`.
fn micros(seconds: &str) -> Option<i64> {
    let (whole, part) = seconds.split_once('.').unwrap_or((seconds, ""));
    let part = format!("{part:0<6}");
    let whole: i64 = whole.parse().ok()?;
    Some(whole * 1_000_000 + part.get(..6)?.parse::<i64>().ok()?)
}

/// The first bound that so many of a hundred do not pass.
fn within(buckets: &Buckets, all: i64, percent: i64) -> Option<i64> {
    let mut bounds = buckets.iter();
    let found = bounds.find(|(_, number)| **number * 100 >= all * percent);
    found.map(|(bound, _)| *bound)
}

#[cfg(test)]
mod tests {
    use super::{Group, Latency, of};

    #[test]
    fn requests_of_a_group_are_added_up() {
        let line = |route: &str, le: &str, number: i64| {
            format!(
                "http_request_seconds_bucket{{method=\"GET\",route=\"{route}\",le=\"{le}\"}} {number}\n"
            )
        };
        let text = [
            line("/v1/orders/{id}", "0.0025", 1),
            line("/v1/orders/{id}", "0.05", 98),
            line("/v1/orders/{id}", "+Inf", 99),
            line("/v1/spends/batch", "0.0025", 60),
            line("/v1/spends/batch", "0.05", 100),
            line("/v1/spends/batch", "+Inf", 101),
            line("/console", "0.0025", 0),
            line("/console", "0.05", 0),
            line("/console", "+Inf", 4),
            line("/metrics", "+Inf", 4),
            "http_requests_total{route=\"/v1/orders\"} 3\n".to_owned(),
        ];
        let api = Latency {
            group: Group::Api,
            number: 200,
            half: Some(50_000),
            ninety_nine: Some(50_000),
        };
        let desk = Latency {
            group: Group::Desk,
            number: 4,
            half: None,
            ninety_nine: None,
        };
        assert_eq!(of(&text.concat()), [api, desk]);
    }
}
