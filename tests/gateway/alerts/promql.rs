//! Just enough of `PromQL` to see which metrics an expression asks for.

/// A metric in an expression.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Use {
    pub(super) metric: String,
    /// Its matchers, with the values between the bars of a regular expression apart.
    pub(super) labels: Vec<(String, String)>,
    /// Labels by which the functions around it group.
    pub(super) grouped: Vec<String>,
    /// The innermost function around it.
    pub(super) function: String,
}

const GROUPINGS: [&str; 2] = ["by", "without"];

/// Every metric, in order.
pub(super) fn uses(expression: &str) -> Vec<Use> {
    let (mut uses, mut rest) = (Vec::new(), expression);
    // The functions around the place, and the labels by which each groups.
    let mut around: Vec<(String, Vec<String>)> = Vec::new();
    let (mut function, mut grouping) = (String::new(), Vec::new());
    while let Some(first) = rest.chars().next() {
        let word: String = rest
            .chars()
            .take_while(|c| c.is_ascii_alphanumeric() || "_:.".contains(*c))
            .collect();
        let after = rest[word.len().max(first.len_utf8())..].trim_start();
        if word.is_empty() {
            match first {
                '(' => around.push((std::mem::take(&mut function), std::mem::take(&mut grouping))),
                ')' => drop(around.pop()),
                '[' => {
                    rest = rest.split_once(']').expect("a closing bracket").1;
                    continue;
                }
                _ => {}
            }
        } else if GROUPINGS.contains(&word.as_str()) {
            let (inside, behind) = after[1..].split_once(')').expect("labels");
            grouping = inside
                .split(',')
                .map(|label| label.trim().to_owned())
                .collect();
            rest = behind.trim_start();
            continue;
        } else if first.is_ascii_alphabetic()
            && (after.starts_with('(') || GROUPINGS.iter().any(|by| after.starts_with(by)))
        {
            function = word;
        } else if first.is_ascii_alphabetic() {
            let (matchers, behind) = matchers(after);
            uses.push(Use {
                metric: word,
                labels: matchers,
                grouped: around
                    .iter()
                    .flat_map(|(_, labels)| labels.clone())
                    .collect(),
                function: around
                    .last()
                    .map(|(name, _)| name.clone())
                    .unwrap_or_default(),
            });
            rest = behind;
            continue;
        }
        rest = after;
    }
    uses
}

/// The matchers in braces, and what stands behind them.
fn matchers(text: &str) -> (Vec<(String, String)>, &str) {
    let Some(mut rest) = text.strip_prefix('{') else {
        return (Vec::new(), text);
    };
    let mut found = Vec::new();
    loop {
        rest = rest.trim_start_matches([',', ' ']);
        if let Some(behind) = rest.strip_prefix('}') {
            return (found, behind);
        }
        let (name, after) = rest.split_once('"').expect("a value in quotes");
        let (value, behind) = after.split_once('"').expect("a closing quote");
        let name = name.trim_end_matches(['=', '~', '!']).to_owned();
        found.extend(
            value
                .split('|')
                .map(|value| (name.clone(), value.to_owned())),
        );
        rest = behind;
    }
}

#[test]
fn metrics_are_told_from_functions_labels_and_numbers() {
    let expression =
        r#"sum by (a, le) (rate(m_total{x="{id}",y=~"p|q"}[5m])) > 0.02 * max without (z) (g)"#;
    let used = |metric: &str, labels: &[(&str, &str)], grouped: &[&str], function: &str| Use {
        metric: metric.to_owned(),
        labels: labels
            .iter()
            .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
            .collect(),
        grouped: grouped.iter().map(|label| (*label).to_owned()).collect(),
        function: function.to_owned(),
    };
    let labels = [("x", "{id}"), ("y", "p"), ("y", "q")];
    let expected = [
        used("m_total", &labels, &["a", "le"], "rate"),
        used("g", &[], &["z"], "max"),
    ];
    assert_eq!(uses(expression), expected);
}
