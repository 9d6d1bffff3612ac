//! Settings in every form: by environment, by flag and by file, to every command. And the check that names everything
//! that is wrong with them.

use std::{
    net::TcpListener,
    path::{Path, PathBuf},
};

use tempfile::TempDir;

use crate::support::{
    database::{Database, Engine},
    process::{Process, free_port, program},
};

const SIGNING_KEY: &str = "a-signing-key-of-the-tests-with-32-bytes-and-more";
/// 24 bytes.
const FEED_SECRET: &str = "whsec_c2V0dGluZ3Mtb2YtdGhlLXRlc3RzLTI0";

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
        log = "json"
        log_filter = "warn"
        toss_sdk = false
        "#,
        desk.database(),
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

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_check_names_every_fault_at_once() {
    let desk = Desk::new();
    let (_taken, taken, silent) = addresses();
    let toss = format!("http://{silent}");
    let database = desk.database();
    let told = desk
        .run(
            &["check"],
            &[
                ("DATABASE_URL", &database),
                ("CREDIT_GATEWAY_LISTEN", &taken),
                (
                    "CREDIT_GATEWAY_PUBLIC_URL",
                    "https://pay.example.com/credits",
                ),
                ("CREDIT_GATEWAY_SIGNING_KEY", "short"),
                (
                    "CREDIT_GATEWAY_RETURN_ORIGINS",
                    "https://shop.example.com/,https://m.example.com/done,https://a.example.com",
                ),
                ("CREDIT_GATEWAY_TOSS_SECRET_KEY", "test_sk_settings00000"),
                ("CREDIT_GATEWAY_TOSS_URL", &toss),
                ("CREDIT_GATEWAY_TOSS_VIRTUAL_ACCOUNT_HOURS", "9999"),
                ("CREDIT_GATEWAY_TOSS_CLIENT_KEY", "nonsense"),
                ("CREDIT_GATEWAY_KAKAOPAY_SECRET_KEY", "not a key"),
                ("CREDIT_GATEWAY_NAVERPAY_CLIENT_ID", "id-without-secret"),
                ("CREDIT_GATEWAY_BANK_ACCOUNT_NUMBER", "110123456789"),
                ("CREDIT_GATEWAY_BANK_CODE", "999"),
                ("CREDIT_GATEWAY_BANK_WEBHOOK_SECRETS", "whsec_c2hvcnQ="),
                ("CREDIT_GATEWAY_BANK_ORDER_HOURS", "soon"),
                ("CREDIT_GATEWAY_BANK_SECRET", "whsec_misspelt"),
            ],
        )
        .badly();
    for fault in [
        "CREDIT_GATEWAY_BANK_SECRET: is not a setting",
        "bank_order_hours: invalid value 'soon'",
        &format!("listen: {taken} is taken"),
        "public_url: has a path",
        "the key that signs return URLs has fewer than 32 bytes",
        "return_origins: `https://shop.example.com/` is not an origin: write https://shop.example.com",
        "return_origins: `https://m.example.com/done` is not an origin: write https://m.example.com",
        "toss_secret_key: is a test key",
        &format!("toss_url: {silent} cannot be reached: "),
        "virtual accounts must live 1 to 2160 hours",
        "the toss client key is not of the form",
        "the kakaopay secret key is not of the form",
        "naverpay_client_secret: is missing, although",
        "the account's holder is missing",
        "bank_code: 999 is no bank that is known",
        "bank_webhook_secrets: number 1 has 5 bytes",
        "catalogue: is not set",
        "metrics_listen: is not set and neither is metrics_key",
        "database_url: ",
    ] {
        let lines = told.lines().filter(|line| line.contains(fault));
        assert_eq!(lines.count(), 1, "`{fault}` in {told}");
    }
    assert!(!told.contains("https://a.example.com"), "{told}");
    assert!(!told.contains("whsec_"), "a secret is told: {told}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_check_names_the_server_that_is_not_there_and_the_one_that_forgets() {
    let desk = Desk::new();
    let (_taken, provider, listen) = addresses();
    let file = desk.file(&right(&desk, &provider, &listen));
    let (_other, _, silent) = addresses();
    let nobody = format!("postgres://gateway:CANARY-word@{silent}/gateway");
    let args = ["check", "--config", &file];
    let told = desk.run(&args, &[("DATABASE_URL", &nobody)]).badly();
    let fault = format!("WRONG  database_url: {silent} cannot be reached: ");
    assert!(told.contains(&fault), "{told}");
    assert!(!told.contains("CANARY-word"), "{told}");
    let Some(forgetful) = Database::new(Engine::Postgres).await else {
        return;
    };
    let told = desk.run(&args, &[("DATABASE_URL", &forgetful.url)]).badly();
    assert!(told.contains("PostgreSQL has fsync = off"), "{told}");
    let Some(durable) = Database::durable(Engine::Postgres).await else {
        return;
    };
    let told = desk.run(&args, &[("DATABASE_URL", &durable.url)]).well();
    assert!(!told.contains("WRONG"), "{told}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn test_keys_serve_a_public_address_only_where_the_operator_says_so() {
    let desk = Desk::new();
    let (_taken, provider, listen) = addresses();
    let file = desk.file(&right(&desk, &provider, &listen));
    desk.run(&["migrate", "--config", &file], &[]).well();
    let refused = [("CREDIT_GATEWAY_ALLOW_TEST_KEYS", "false")];
    for act in ["check", "serve"] {
        let told = desk.run(&[act, "--config", &file], &refused).badly();
        assert!(told.contains("toss_secret_key: is a test key"), "{told}");
    }
    // Naver Pay's keys do not name their environment; its hosts do.
    let naverpay = [
        ("CREDIT_GATEWAY_ALLOW_TEST_KEYS", "false"),
        (
            "CREDIT_GATEWAY_TOSS_SECRET_KEY",
            "live_sk_settings0000000000000000",
        ),
        ("CREDIT_GATEWAY_TOSS_URL", "https://127.0.0.1:9"),
        ("CREDIT_GATEWAY_NAVERPAY_CLIENT_SECRET", "secret"),
        ("CREDIT_GATEWAY_NAVERPAY_CLIENT_ID", "client"),
        ("CREDIT_GATEWAY_NAVERPAY_CHAIN_ID", "chain"),
        (
            "CREDIT_GATEWAY_NAVERPAY_URL",
            "https://dev-pay.paygate.naver.com",
        ),
        (
            "CREDIT_GATEWAY_NAVERPAY_WINDOW_URL",
            "https://test-m.pay.naver.com",
        ),
    ];
    let told = desk.run(&["serve", "--config", &file], &naverpay).badly();
    assert!(told.contains("naverpay_url: is the development"), "{told}");
    let mut serving = Process::start(&["serve", "--config", &file], &[], &desk.log());
    let client = crate::support::client::http();
    let ready = format!("http://{listen}/readyz");
    serving.ready(&client, &ready).await;
    assert!(serving.over().is_none(), "{}", serving.said());
    serving.terminate();
    assert!(serving.ended().await.success(), "{}", serving.said());
}

#[test]
fn a_feed_secret_of_the_recommended_length_is_fine() {
    let desk = Desk::new();
    let (_taken, provider, listen) = addresses();
    let file = desk.file(&right(&desk, &provider, &listen));
    desk.run(&["migrate", "--config", &file], &[]).well();
    let feed = [
        ("CREDIT_GATEWAY_BANK_WEBHOOK_SECRETS", FEED_SECRET),
        ("CREDIT_GATEWAY_BANK_STATEMENTS_ONLY", "false"),
    ];
    let told = desk.run(&["check", "--config", &file], &feed).well();
    assert!(!told.contains("WRONG"), "{told}");
}
