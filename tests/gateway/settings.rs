//! Settings in every form: by environment, by flag and by file, to every command. And the check that names everything
//! that is wrong with them.

mod check;

use std::{
    net::TcpListener,
    path::{Path, PathBuf},
};

use credit_gateway::sealing;
use tempfile::TempDir;

use crate::support::process::{free_port, program};

const SIGNING_KEY: &str = "a-signing-key-of-the-tests-with-32-bytes-and-more";

/// A folder with a database and, perhaps, a settings file.
struct Desk {
    folder: TempDir,
}

/// How a command ended.
struct Ended {
    good: bool,
    said: String,
}

impl Desk {
    fn new() -> Self {
        Self {
            folder: TempDir::new().unwrap(),
        }
    }

    fn database(&self) -> String {
        format!("sqlite:{}", self.folder.path().join("gateway.db").display())
    }

    /// Writes the settings file and returns its path.
    fn file(&self, text: &str) -> String {
        let path = self.folder.path().join("gateway.toml");
        std::fs::write(&path, text).unwrap();
        path.display().to_string()
    }

    fn log(&self) -> PathBuf {
        self.folder.path().join("errors")
    }

    fn run(&self, args: &[&str], environment: &[(&str, &str)]) -> Ended {
        let _none_yet = std::fs::remove_file(self.log());
        let mut command = program(args, environment, &self.log());
        let output = command.stdout(std::process::Stdio::piped()).output();
        let output = output.unwrap();
        let errors = std::fs::read_to_string(self.log()).unwrap();
        Ended {
            good: output.status.success(),
            said: String::from_utf8(output.stdout).unwrap() + &errors,
        }
    }
}

impl Ended {
    #[track_caller]
    fn well(self) -> String {
        assert!(self.good, "{}", self.said);
        self.said
    }

    #[track_caller]
    fn badly(self) -> String {
        assert!(!self.good, "{}", self.said);
        self.said
    }
}

/// An address with a listener, and one without.
fn addresses() -> (TcpListener, String, String) {
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = taken.local_addr().unwrap().to_string();
    (taken, address, format!("127.0.0.1:{}", free_port()))
}

fn catalogue() -> String {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("policies/catalogue.toml")
        .display()
        .to_string()
}

/// Valid settings, as a file.
fn right(desk: &Desk, provider: &str, listen: &str) -> String {
    format!(
        r#"
        database_url = "{}"
        listen = "{listen}"
        public_url = "https://pay.example.com"
        signing_key = "{SIGNING_KEY}"
        account_keys = ["{}"]
        return_origins = ["https://shop.example.com", "https://m.shop.example.com"]
        catalogue = "{}"
        toss_secret_key = "test_sk_settings0000000000000000"
        toss_url = "http://{provider}"
        toss_virtual_account_hours = 24
        bank_account_number = "110-123-456789"
        bank_code = "088"
        bank_holder = "주식회사 크레딧"
        bank_statements_only = true
        allow_test_keys = true
        metrics_key = "a key for who reads numbers"
        seller_name = "주식회사 크레딧"
        seller_representative = "홍길동"
        seller_business_number = "124-81-00998"
        seller_mail_order_number = "제2026-서울강남-01234호"
        seller_address = "서울특별시 강남구 테헤란로 1"
        seller_phone = "02-1234-5678"
        seller_policy_url = "https://shop.example.com/credits"
        log = "json"
        log_filter = "warn"
        toss_sdk = false
        "#,
        desk.database(),
        sealing::key_text([7; 32]),
        catalogue()
    )
}

#[test]
fn a_settings_file_is_read_by_every_command() {
    let desk = Desk::new();
    let (_taken, provider, listen) = addresses();
    let file = desk.file(&right(&desk, &provider, &listen));
    let run = |args: &[&str]| {
        let config = ["--config", file.as_str()];
        desk.run(&[args, config.as_slice()].concat(), &[])
    };
    run(&["migrate"]).well();
    let key = run(&["key", "create", "--role", "admin", "--name", "ops"]).well();
    assert!(key.starts_with("cgk_admin_"), "{key}");
    let keys = run(&["key", "list"]).well();
    let id = keys.split_whitespace().next().unwrap();
    assert!(id.starts_with("key_") && keys.contains("ops"), "{keys}");
    run(&["key", "revoke", id]).well();
    run(&["audit"]).well();
    let told = run(&["check"]).well();
    assert!(told.contains("ok     providers: bank, toss"), "{told}");
    assert!(told.contains("note   allow_test_keys"), "{told}");
    run(&["terms", "--product", "direct-1000"]).well();
    let contract = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/src/domain/tests/contract.toml"
    );
    let checked = run(&["contract", "check", contract]).well();
    assert!(checked.contains("AC-2026-014 with acme"), "{checked}");
    let told = desk.run(
        &["terms", "--product", "acme-credits", "--contract", contract],
        &[],
    );
    assert!(told.well().contains("(contract AC-2026-014, section 4.1)"));
    let published = run(&["contract", "publish", contract, "--by", "sales"]).well();
    assert!(
        published.contains("is in effect from 2026-03-09"),
        "{published}"
    );
    assert_eq!(run(&["contract", "publish", contract]).well(), published);
    let named = [("CREDIT_GATEWAY_CONFIG", file.as_str())];
    desk.run(&["key", "list"], &named).well();
    let elsewhere = [
        ("CREDIT_GATEWAY_CONFIG", file.as_str()),
        ("DATABASE_URL", "sqlite:/nowhere/gateway.db"),
    ];
    desk.run(&["key", "list"], &elsewhere).badly();
}

#[test]
fn what_is_wrong_in_a_settings_file_is_named_at_once() {
    let desk = Desk::new();
    let file = desk.file(
        r#"
        listen = "nowhere"
        bank_statements_only = "yes"
        toss_secretkey = "test_sk_0"
        toss_url = 17
        signing_key = true
        config = "other.toml"
        "#,
    );
    for act in [&["check"][..], &["migrate"], &["key", "list"]] {
        let told = desk
            .run(&[act, ["--config", &file].as_slice()].concat(), &[])
            .badly();
        for fault in [
            "listen: invalid value 'nowhere'",
            "bank_statements_only: is true or false",
            "toss_secretkey: is not a setting",
            "toss_url: invalid value '17'",
            "signing_key: is a text, a number or a list of texts",
            "config: is not a setting",
        ] {
            assert!(told.contains(fault), "{act:?}: {fault} is not in {told}");
        }
    }
}

/// Nobody waits for traces that never come.
#[cfg(not(feature = "otel"))]
#[test]
fn a_collector_of_traces_is_refused_by_a_build_without_them() {
    let collector = [("CREDIT_GATEWAY_OTLP_URL", "http://127.0.0.1:4318")];
    let told = Desk::new().run(&["openapi"], &collector).badly();
    assert!(
        told.contains("otlp_url") && told.contains("feature `otel`"),
        "{told}"
    );
}
