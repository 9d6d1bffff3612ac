//! Two gateways of the real program over one database, and the simulated providers as a process of their own.

use std::{path::Path, process::Stdio};

use credit_gateway::access::Role;
use tempfile::TempDir;

use crate::support::{
    client::{Client, Keys, http},
    process::{Process, built, free_port, program_at},
    world::SHOP,
};

/// What the simulators have as their keys when they run alone.
const PROVIDERS: [(&str, &str); 3] = [
    (
        "CREDIT_GATEWAY_TOSS_SECRET_KEY",
        "test_sk_sandbox000000000000000000",
    ),
    (
        "CREDIT_GATEWAY_KAKAOPAY_SECRET_KEY",
        "DEVSANDBOX000000000000000000000000000000",
    ),
    ("CREDIT_GATEWAY_KAKAOPAY_CID", "TC0ONETIME"),
];

pub(crate) struct Shop {
    pub(crate) gateways: Vec<Client>,
    pub(crate) sandbox: Client,
    _programs: Vec<Process>,
    _folder: TempDir,
}

impl Shop {
    /// The tables and keys are made at the server itself; the gateways reach it by `pooled`.
    pub(crate) async fn open(direct: &str, pooled: &str) -> Self {
        Self::of_versions(direct, pooled, [&built(), &built()]).await
    }

    /// Each gateway is another build of the program. The second one's migrations are applied while the first runs.
    pub(crate) async fn of_versions(direct: &str, pooled: &str, builds: [&Path; 2]) -> Self {
        let folder = TempDir::new().unwrap();
        let ports = [free_port(), free_port(), free_port()];
        let [simulators, first, _] = ports.map(|port| format!("http://127.0.0.1:{port}"));
        let at = |name: &str| folder.path().join(name);
        let args = [
            "sandbox",
            "--listen",
            simulators.trim_start_matches("http://"),
            "--gateway",
            &first,
        ];
        let quiet = [("RUST_LOG", "warn")];
        let mut providers = Process::start(&args, &quiet, &at("sandbox.log"));
        let sandbox = Client::new(format!("{simulators}/sandbox"), Keys::new());
        providers.ready(&http(), &sandbox.base).await;

        let run = |of: &Path, args: &[&str]| {
            let environment = [("DATABASE_URL", direct)];
            let mut command = program_at(of, args, &environment, &at("commands.log"));
            let done = command.stdout(Stdio::piped()).output().unwrap();
            let said = String::from_utf8(done.stdout).unwrap();
            assert!(done.status.success(), "{args:?}: {said}");
            said
        };
        run(builds[0], &["migrate"]);
        let key = |role: Role| {
            let create = ["key", "create", "--role", role.as_str(), "--name", "test"];
            let said = run(builds[0], &create);
            let key = said.lines().find(|line| line.starts_with("cgk_"));
            (role, key.unwrap().to_owned())
        };
        let keys: Keys = Role::ALL.into_iter().map(key).collect();
        let (mut programs, mut gateways) = (vec![providers], Vec::new());
        for (nth, (port, of)) in ports[1..].iter().zip(builds).enumerate() {
            run(of, &["migrate"]);
            let base = format!("http://127.0.0.1:{port}");
            let environment = environment(pooled, &base, &sandbox.base);
            let environment: Vec<(&str, &str)> = environment
                .iter()
                .map(|(name, value)| (*name, value.as_str()))
                .collect();
            let log = at(&format!("gateway{nth}.log"));
            let serve = program_at(of, &["serve"], &environment, &log);
            let mut gateway = Process::of(serve, "serve", &log);
            gateway.ready(&http(), &format!("{base}/readyz")).await;
            programs.push(gateway);
            gateways.push(Client::new(base, keys.clone()));
        }
        Self {
            gateways,
            sandbox,
            _programs: programs,
            _folder: folder,
        }
    }
}

fn environment(pooled: &str, base: &str, sandbox: &str) -> Vec<(&'static str, String)> {
    let shop = SHOP.rsplit_once('/').unwrap().0;
    let own = [
        ("DATABASE_URL", pooled.to_owned()),
        ("CREDIT_GATEWAY_DATABASE_POOLER", "transaction".to_owned()),
        (
            "CREDIT_GATEWAY_LISTEN",
            base.trim_start_matches("http://").to_owned(),
        ),
        ("CREDIT_GATEWAY_PUBLIC_URL", base.to_owned()),
        (
            "CREDIT_GATEWAY_SIGNING_KEY",
            "a key that signs return URLs in tests".to_owned(),
        ),
        (
            "CREDIT_GATEWAY_ACCOUNT_KEYS",
            format!("cg_account_key_{}", "A".repeat(43)),
        ),
        ("CREDIT_GATEWAY_RETURN_ORIGINS", shop.to_owned()),
        ("CREDIT_GATEWAY_TOSS_URL", format!("{sandbox}/toss")),
        ("CREDIT_GATEWAY_KAKAOPAY_URL", format!("{sandbox}/kakaopay")),
        ("RUST_LOG", "warn".to_owned()),
    ];
    let keys = PROVIDERS.map(|(name, value)| (name, value.to_owned()));
    own.into_iter().chain(keys).collect()
}
