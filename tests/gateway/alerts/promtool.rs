//! Prometheus' own program reads the rules, and its series make each of them fire.

use crate::packaging::{source, tool, well};

#[test]
fn prometheus_takes_the_rules_and_each_of_them_fires() {
    for arguments in [
        ["check", "rules", "rules.yml"],
        ["test", "rules", "rules_test.yml"],
    ] {
        let Some(mut promtool) = tool("promtool", "prometheus") else {
            return;
        };
        promtool.current_dir(source("packaging/prometheus"));
        well(&promtool.args(arguments).output().unwrap());
    }
}

/// A rule without a series that makes it fire may be one that never does.
#[test]
fn each_alert_has_a_series_and_says_what_to_do() {
    let read =
        |file: &str| std::fs::read_to_string(source("packaging/prometheus").join(file)).unwrap();
    let (rules, tests) = (read("rules.yml"), read("rules_test.yml"));
    let alerts: Vec<&str> = rules.split("- alert: ").skip(1).collect();
    assert!(alerts.len() >= 20, "{}", alerts.len());
    let manual = std::fs::read_to_string(source("docs/operations.md")).unwrap();
    for alert in alerts {
        let name = alert.lines().next().unwrap();
        for part in ["summary: \"", "action: \"", "severity: "] {
            assert!(alert.contains(part), "{name} has no {part}");
        }
        assert!(
            alert.contains(&format!(
                "runbook: docs/operations.md#{}\n",
                name.to_lowercase()
            )),
            "{name}"
        );
        assert!(
            manual.contains(&format!("\n#### {name}\n")),
            "docs/operations.md has no section {name}"
        );
        let fires = format!("alertname: {name}\n        exp_alerts:\n          - exp_labels:");
        assert!(tests.contains(&fires), "no series makes {name} fire");
        assert_eq!(
            tests.matches(&format!("alertname: {name}\n")).count(),
            2,
            "{name}: fires, and is silent"
        );
    }
    let told = manual.matches("\n#### ").count();
    assert_eq!(
        told,
        rules.matches("- alert: ").count(),
        "a section of an alert that is none"
    );
}
