//! `credit-gateway policy` as a program.

use std::process::{Command, Output};

use serde_json::Value;
use tempfile::TempDir;

use super::{CUT, version};
use crate::support::process::built;

/// A folder with drafts, and a database beside them.
struct Desk(TempDir);

impl Desk {
    fn new() -> Self {
        let desk = Self(TempDir::new().unwrap());
        let done = desk.run(&["migrate"]);
        assert!(done.status.success(), "{done:?}");
        desk
    }

    fn run(&self, args: &[&str]) -> Output {
        Command::new(built())
            .args(args)
            .current_dir(self.0.path())
            .env_clear()
            .env("DATABASE_URL", "sqlite:gateway.db")
            .output()
            .unwrap()
    }

    fn file(&self, name: &str, text: &str) {
        std::fs::write(self.0.path().join(name), text).unwrap();
    }
}

#[track_caller]
fn said(output: &Output, code: i32) -> String {
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    assert_eq!(output.status.code(), Some(code), "{text}{output:?}");
    text
}

/// Published in January and far ahead.
fn far() -> String {
    version("far", "2026-01-01T00:00:00", "2099-01-01T00:00:00", CUT)
}

#[test]
fn a_draft_is_checked_and_compared() {
    let (desk, far) = (Desk::new(), far());
    desk.file("far.toml", &far);
    desk.file("first.toml", super::FIRST);
    desk.file(
        "broken.toml",
        &far.replacen("{ days = 7 }", "{ days = 1 }", 1).replacen(
            "{ days = 90 }",
            "{ days = 0 }",
            1,
        ),
    );
    let broken = said(&desk.run(&["policy", "check", "broken.toml"]), 1);
    for field in [
        "WRONG  validity.promotional.period: ",
        "WRONG  refund.by_right.period: ",
    ] {
        assert!(broken.contains(field), "{broken}");
    }
    let sound = said(&desk.run(&["policy", "check", "far.toml"]), 0);
    assert!(sound.contains("policy far is sound"), "{sound}");
    // Nothing is published in the new database: the built-in version is known all the same.
    let diff = said(&desk.run(&["policy", "diff", "2025-07-17", "far.toml"]), 0);
    assert!(
        diff.contains("worse    refund.through_support: 14 days -> 10 days")
            && diff.contains("30 days of notice"),
        "{diff}"
    );
    let json = said(
        &desk.run(&["policy", "diff", "far.toml", "first.toml", "--json"]),
        0,
    );
    let json: Value = serde_json::from_str(&json).unwrap();
    assert_eq!(
        (&json["changes"][0]["effect"], &json["major"]),
        (&"better".into(), &false.into()),
        "{json}"
    );
    said(&desk.run(&["policy", "diff", "none", "far.toml"]), 1);
}

#[test]
fn a_draft_is_simulated_and_published_once() {
    let (desk, far) = (Desk::new(), far());
    desk.file("far.toml", &far);
    desk.file("first.toml", super::FIRST);
    assert!(said(&desk.run(&["policy", "publish", "first.toml"]), 0).contains("is published"));
    assert!(
        said(&desk.run(&["policy", "publish", "first.toml"]), 0).contains("was published before")
    );
    let soon = far
        .replacen("2099-01-01", "2026-01-02", 1)
        .replacen("\"far\"", "\"soon\"", 1);
    desk.file("soon.toml", &soon);
    let refused = said(&desk.run(&["policy", "publish", "soon.toml"]), 1);
    assert!(
        refused.contains("WRONG  effective_at: ") && refused.contains("30 days"),
        "{refused}"
    );
    let args = [
        "policy", "simulate", "far.toml", "--json", "--csv", "all.csv",
    ];
    let report: Value = serde_json::from_str(&said(&desk.run(&args), 0)).unwrap();
    assert_eq!(
        (&report["draft"]["version"], &report["sums"]["payments"]),
        (&"far".into(), &0.into()),
        "{report}"
    );
    let table = std::fs::read_to_string(desk.0.path().join("all.csv")).unwrap();
    assert!(
        table.starts_with("\u{feff}customer_id,payment_id,"),
        "{table}"
    );
    let text = said(&desk.run(&["policy", "simulate", "far.toml"]), 0);
    assert!(
        text.contains("policy far instead of 2025-07-17")
            && text.contains("new purchases of direct-1000"),
        "{text}"
    );
    let published = said(&desk.run(&["policy", "publish", "far.toml"]), 0);
    assert!(
        published.contains("announced: refund.through_support from 14 days to 10 days"),
        "{published}"
    );
    let known = said(&desk.run(&["policy", "diff", "2025-07-17", "far"]), 0);
    assert!(known.contains("10 days"), "{known}");
}
