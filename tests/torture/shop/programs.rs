//! The programs of the shop: started, run, killed.

use std::{
    collections::BTreeMap,
    os::unix::process::ExitStatusExt as _,
    process::{Output, Stdio},
    sync::Arc,
    time::Duration,
};

use credit_gateway::crash::POINTS;

use super::Shop;
use crate::{
    dice::Dice,
    process::{Process, program},
    tally::Tally,
};

const LOOK_EVERY: Duration = Duration::from_millis(40);
const SIGKILL: i32 = 9;

impl Shop {
    pub(super) async fn start(&self, gateway: usize, death: Option<&str>) -> Process {
        let listen = format!("127.0.0.1:{}", self.ports[gateway]);
        let keys = self.keys_file().display().to_string();
        let believed = self.feed().believed.join(",");
        let args = [
            "dev",
            "--listen",
            &listen,
            "--keys-file",
            &keys,
            "--sandbox-url",
            &self.sandbox.base,
            "--portone",
            "--bank-webhook-secrets",
            &believed,
        ];
        let mut environment = vec![
            ("DATABASE_URL", self.database.url.as_str()),
            ("RUST_LOG", "warn"),
        ];
        environment.extend(death.map(|death| ("CREDIT_GATEWAY_CRASH_AT", death)));
        let mut process = Process::start(
            &args,
            &environment,
            &self.log_of(&format!("gateway-{gateway}")),
        );
        process
            .ready(&self.http, &format!("http://{listen}/readyz"))
            .await;
        process
    }

    /// The log file of a program.
    pub(crate) fn log_of(&self, program: &str) -> std::path::PathBuf {
        self.folder.path().join(format!("{program}.log"))
    }

    /// A command of the program beside the gateways, to its end.
    pub(crate) async fn run(&self, args: &[&str], environment: &[(&str, &str)]) -> Output {
        let database = [("DATABASE_URL", self.database.url.as_str())];
        let environment = [&database, environment].concat();
        let mut command = program(args, &environment, &self.log_of(args[0]));
        command.stdout(Stdio::piped());
        let output = tokio::task::spawn_blocking(move || command.output());
        output.await.unwrap().unwrap()
    }

    /// The output of a command that must succeed.
    pub(crate) async fn ran(&self, args: &[&str], environment: &[(&str, &str)]) -> String {
        let output = self.run(args, environment).await;
        let said = String::from_utf8(output.stdout).unwrap();
        let log = std::fs::read_to_string(self.log_of(args[0])).unwrap_or_default();
        assert!(output.status.success(), "{args:?}: {said}{log}");
        said
    }

    /// Starts every gateway, without a planned death.
    pub(crate) async fn start_all(&self) -> Vec<Process> {
        let mut running = Vec::new();
        for gateway in 0..self.ports.len() {
            running.push(self.start(gateway, None).await);
        }
        running
    }
}

/// A gateway that dies at one named point after another and is started again, until it calms down.
pub(crate) async fn keep_dying(shop: Arc<Shop>, tally: Arc<Tally>, gateway: usize, mut dice: Dice) {
    let mut deaths: Vec<&'static str> = Vec::new();
    loop {
        if deaths.is_empty() {
            deaths = points().collect();
        }
        let which = usize::try_from(dice.between(1, u64::try_from(deaths.len()).unwrap())).unwrap();
        let point = deaths.swap_remove(which - 1);
        let (low, high) = hits(point);
        let death = format!("{point}:{}", dice.between(low, high));
        let mut process = shop.start(gateway, Some(&death)).await;
        let ended = loop {
            if shop.is_calm() {
                return;
            }
            if let Some(ended) = process.over() {
                break ended;
            }
            tokio::time::sleep(LOOK_EVERY).await;
        };
        assert_eq!(
            ended.signal(),
            Some(SIGKILL),
            "a gateway ended with {ended}: {}",
            process.said()
        );
        tally.died(point);
        tokio::time::sleep(Duration::from_millis(dice.between(0, 400))).await;
    }
}

/// Points that nothing here passes: nobody asks for a cash receipt, and the shop has no endpoint for events. A gateway that waited to
/// die there would not die at all. The tests of crashes over HTTP have it die at both.
const ELSEWHERE: [&str; 2] = ["receipt.after_ask", "webhooks.after_answer"];

/// The points at which a gateway dies here.
pub(crate) fn points() -> impl Iterator<Item = &'static str> {
    let all = POINTS.iter().map(|(point, _)| *point);
    all.filter(|point| !ELSEWHERE.contains(point))
}

/// How often a point is passed before the gateway dies there: fewer times for rare ones, so that a run takes some
/// seconds.
fn hits(point: &str) -> (u64, u64) {
    match point.split('.').next() {
        Some("writer") => (10, 120),
        Some("outbox") => (3, 25),
        Some("refund") => (1, 5),
        _ => (2, 12),
    }
}

/// Counts by name.
pub(crate) type Counts = BTreeMap<String, u64>;
