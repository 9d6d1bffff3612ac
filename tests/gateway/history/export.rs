//! `credit-gateway export`, as a process beside a gateway: what it writes, and how little memory it needs.

use std::{
    fs,
    path::{Path, PathBuf},
    time::Duration,
};

use credit_gateway::store::Db;
use serde_json::Value;
use tempfile::TempDir;

use super::uses;
use crate::{
    reads::read,
    support::{
        database::{Database, Engine},
        process::{Process, program},
        world::World,
    },
};

both_engines!(
    a_file_has_what_the_lists_have,
    a_wrong_command_leaves_no_file,
);

/// The most memory that an export of any length may take.
const MEMORY_MAX: u64 = 100 * 1024 * 1024;

pub(super) struct Desk {
    folder: TempDir,
    url: String,
}

impl Desk {
    pub(super) fn of(database: &Database) -> Self {
        Self {
            folder: TempDir::new().unwrap(),
            url: database.url.clone(),
        }
    }

    pub(super) fn file(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// The exit code of an export with these arguments, and what it said.
    pub(super) fn export(&self, asked: &str, out: &Path) -> (Option<i32>, String) {
        let log = self.file("log");
        let _none = fs::remove_file(&log);
        let mut args = vec!["export", "--out", out.to_str().unwrap()];
        args.extend(asked.split_whitespace());
        let status = program(&args, &[("DATABASE_URL", &self.url)], &log).status();
        (status.unwrap().code(), fs::read_to_string(&log).unwrap())
    }
}

async fn a_file_has_what_the_lists_have(world: &World) {
    world.grant("c1", "promotional", 100).await;
    world.grant("c2", "membership", 7).await;
    uses(world, 10, "말", "=r").await;
    let desk = Desk::of(&world.database);
    for (what, list) in [
        ("entries", "entries"),
        ("lots", "lots"),
        ("spends", "spends"),
        ("usage", "usage"),
    ] {
        let items =
            read(world, &format!("/v1/customers/c1/{list}?limit=100")).await["items"].clone();
        let items = items.as_array().unwrap();
        let out = desk.file(&format!("{what}.jsonl"));
        let (code, said) =
            desk.export(&format!("--customer c1 --what {what} --format jsonl"), &out);
        assert_eq!(code, Some(0), "{said}");
        assert!(
            said.contains(&format!("{} {what} of 1 customers", items.len())),
            "{said}"
        );
        let text = fs::read_to_string(&out).unwrap();
        let mut lines: Vec<Value> = text
            .lines()
            .map(|line| serde_json::from_str(line).unwrap())
            .collect();
        for (line, item) in lines.iter_mut().zip(items) {
            assert_eq!(line["customer_id"], "c1");
            if item["customer_id"].is_null() {
                line.as_object_mut().unwrap().remove("customer_id");
            }
            assert_eq!(line, item, "{what}");
        }
        assert_eq!(lines.len(), items.len());
    }
    let out = desk.file("all.json");
    let (code, said) = desk.export("--all --what lots --format json", &out);
    assert_eq!(code, Some(0), "{said}");
    let all: Value = serde_json::from_slice(&fs::read(&out).unwrap()).unwrap();
    let customers: Vec<&Value> = all
        .as_array()
        .unwrap()
        .iter()
        .map(|lot| &lot["customer_id"])
        .collect();
    assert_eq!(customers, ["c1", "c2"]);
    let out = desk.file("spends.csv");
    let (code, said) = desk.export("--customer c1 --what spends --lang ko", &out);
    assert_eq!(code, Some(0), "{said}");
    let text = fs::read_to_string(&out).unwrap();
    assert!(
        text.starts_with("\u{FEFF}사용,고객,크레딧,사용 항목,"),
        "{text}"
    );
    assert!(text.contains(",c1,10,말,'=r,lot_"), "{text}");
    let out = desk.file("none.json");
    let (code, said) = desk.export(
        "--all --what spends --format json --from 2026-05-01T00:00:00+09:00",
        &out,
    );
    assert_eq!(code, Some(0), "{said}");
    assert_eq!(
        fs::read_to_string(&out)
            .unwrap()
            .split_whitespace()
            .collect::<String>(),
        "[]"
    );
}

async fn a_wrong_command_leaves_no_file(world: &World) {
    world.grant("c1", "promotional", 100).await;
    let desk = Desk::of(&world.database);
    let out = desk.file("out.csv");
    let backwards = "--from 2026-05-01T00:00:00Z --until 2026-05-01T00:00:00Z";
    for (asked, code, words) in [
        ("--customer nobody --what lots", 1, "no customer nobody"),
        (
            &format!("--customer c1 --what entries {backwards}"),
            1,
            "until",
        ),
        ("--what lots", 2, "--customer"),
        ("--all --what secrets", 2, "secrets"),
        ("--all --customer c1 --what lots", 2, "cannot be used"),
    ] {
        let (ended, said) = desk.export(asked, &out);
        assert_eq!(ended, Some(code), "{asked}: {said}");
        assert!(said.contains(words), "{asked}: {said}");
        let files = fs::read_dir(desk.folder.path()).unwrap();
        assert_eq!(files.count(), 1, "{asked}: only the log is there");
    }
    fs::write(&out, "mine").unwrap();
    let (ended, said) = desk.export("--all --what lots", &out);
    assert_eq!(ended, Some(1), "{said}");
    assert!(said.contains("exists already"), "{said}");
    assert_eq!(fs::read_to_string(&out).unwrap(), "mine");
}

/// A SQLite file with a ledger of so many entries of one customer.
async fn long_ledger(entries: u64) -> Database {
    let database = Database::new(Engine::Sqlite).await.unwrap();
    let db = Db::open(&database.url).await.unwrap();
    db.migrate().await.unwrap();
    db.close().await;
    drop(db);
    let digits = "0".repeat(26);
    let hash = "ab".repeat(32);
    database
        .change(&format!(
            "INSERT INTO customers (id, state, debt, seq, head, opened_at) VALUES ('c1', 'open', 0, {entries}, '{hash}', 0)"
        ))
        .await;
    database
        .change(&format!(
            "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {entries}) \
             INSERT INTO entries SELECT 'c1', i, 'pst_{digits}', 'grant', 'issued', 'available', 'credits', 2, \
                 'lot_{digits}', 'lot_{digits}', 1770000000000000 + i, '{hash}', NULL FROM n"
        ))
        .await;
    database
        .change(
            "INSERT INTO balance_points SELECT customer_id, seq, 2 * seq, posted_at FROM entries WHERE seq % 1024 = 0",
        )
        .await;
    database
}

/// Exports the ledger; the most memory that the process had while it was looked at, in bytes.
async fn memory(database: &Database, entries: u64, format: &str) -> u64 {
    let desk = Desk::of(database);
    let (out, log) = (desk.file("out"), desk.file("log"));
    let args = [
        "export",
        "--customer",
        "c1",
        "--what",
        "entries",
        "--format",
        format,
        "--out",
    ];
    let args: Vec<&str> = args.into_iter().chain([out.to_str().unwrap()]).collect();
    let mut process = Process::start(&args, &[("DATABASE_URL", &desk.url)], &log);
    let status = format!("/proc/{}/status", process.id());
    let mut most = 0;
    let ended = loop {
        let seen = fs::read_to_string(&status).unwrap_or_default();
        let line = seen.lines().find_map(|line| line.strip_prefix("VmHWM:"));
        let kilobytes = line.and_then(|line| line.trim().split(' ').next()?.parse::<u64>().ok());
        most = most.max(kilobytes.unwrap_or_default() * 1024);
        if let Some(ended) = process.over() {
            break ended;
        }
        tokio::time::sleep(Duration::from_millis(2)).await;
    };
    assert!(ended.success(), "{}", process.said());
    let heading = u64::from(format == "csv");
    let lines = fs::read_to_string(&out).unwrap().lines().count();
    assert_eq!(u64::try_from(lines).unwrap(), entries + heading);
    assert!(most > 0, "the process was seen");
    most
}

#[tokio::test]
async fn memory_does_not_grow_with_the_ledger() {
    let (short, long) = (40_000, 160_000);
    let (few, many) = (long_ledger(short).await, long_ledger(long).await);
    for format in ["csv", "jsonl"] {
        let little = memory(&few, short, format).await;
        let most = memory(&many, long, format).await;
        // SQLite's cache of pages may not be full after the short one. The rows alone would be more.
        assert!(
            most < little + 32 * 1024 * 1024,
            "{format}: {little} and {most}"
        );
        assert!(most < MEMORY_MAX, "{format}: {most}");
    }
}

#[tokio::test]
#[ignore = "writes a million entries: about a minute"]
async fn a_million_entries_take_less_than_100_mebibytes() {
    let database = long_ledger(1_000_000).await;
    for format in ["csv", "jsonl"] {
        let most = memory(&database, 1_000_000, format).await;
        assert!(most < MEMORY_MAX, "{format}: {most}");
    }
}
