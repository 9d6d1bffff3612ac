//! What a world is made of, and how a test runs in one.

use std::path::PathBuf;

use credit_gateway::{access::Limits, config::EdgeSettings};

use super::{
    database::{Database, Engine, IN_FLIGHT},
    opening, pgbouncer,
    world::World,
};

/// What stands between the gateways and Toss.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Between {
    Nothing,
    Way,
    Liar,
}

/// The channels of PortOne's that a gateway sells on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Channels {
    Test,
    Live,
}

/// The parts of a world.
#[derive(Debug, Clone)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is a setting of its own, and any of them go together"
)]
pub(crate) struct Plan {
    pub(super) engine: Engine,
    pub(super) gateways: usize,
    pub(super) workers: bool,
    pub(super) policies: Vec<PathBuf>,
    /// The number of gateways that have Toss's window opened by its script.
    pub(super) toss_sdk: usize,
    /// Naver Pay's script opens its window.
    pub(super) naverpay_sdk: bool,
    /// PortOne sells as well, always by its script, on channels of this kind.
    pub(super) portone: Option<Channels>,
    /// Behind a pooler in transaction mode.
    pub(super) pooled: bool,
    /// The server waits for its disk.
    pub(super) durable: bool,
    /// The gateways' own role at the server.
    pub(super) role: Option<&'static str>,
    /// The name of a provider of the test's own, which holds money that the simulators do not have.
    pub(super) another: Option<&'static str>,
    pub(super) edge: EdgeSettings,
    /// Where buyers may be sent. None: to this machine alone.
    pub(super) returns_to: Option<&'static str>,
    /// The gateways' name for the outside, where it is not the address that they listen on.
    pub(super) public_url: Option<&'static str>,
    /// What is between the gateways and Toss.
    pub(super) between: Between,
    /// By how many seconds the clock of every gateway but the first is ahead.
    pub(super) apart_seconds: i64,
    /// The bits of the gateways' key for seals, where they have one.
    pub(super) seal_key: Option<[u8; 32]>,
}

/// Without limits, because most tests send many requests in an instant that does not pass.
const EDGE: EdgeSettings = EdgeSettings {
    requests_per_second: 0,
    limits: Limits::NONE,
    policy_second_person: false,
    metrics_listen: None,
    metrics_key: None,
    webhook_loopback: true,
    frame_ancestors: Vec::new(),
};

impl Plan {
    pub(crate) const fn sqlite() -> Self {
        Self {
            engine: Engine::Sqlite,
            gateways: 1,
            workers: true,
            policies: Vec::new(),
            toss_sdk: 0,
            naverpay_sdk: false,
            portone: None,
            pooled: false,
            durable: false,
            role: None,
            another: None,
            edge: EDGE,
            returns_to: None,
            public_url: None,
            between: Between::Nothing,
            apart_seconds: 0,
            seal_key: None,
        }
    }

    pub(crate) const fn postgres() -> Self {
        Self {
            engine: Engine::Postgres,
            gateways: 1,
            workers: true,
            policies: Vec::new(),
            toss_sdk: 0,
            naverpay_sdk: false,
            portone: None,
            pooled: false,
            durable: false,
            role: None,
            another: None,
            edge: EDGE,
            returns_to: None,
            public_url: None,
            between: Between::Nothing,
            apart_seconds: 0,
            seal_key: None,
        }
    }

    /// The number of gateways on one database. SQLite accepts only one.
    pub(crate) const fn gateways(mut self, gateways: usize) -> Self {
        self.gateways = gateways;
        self
    }

    /// The simulators' books are not compared with ours at the end.
    pub(crate) const fn with_another(mut self, provider: &'static str) -> Self {
        self.another = Some(provider);
        self
    }

    /// Neither jobs nor sweeps run: the results do not depend on them.
    pub(crate) const fn without_workers(mut self) -> Self {
        self.workers = false;
        self
    }

    /// The gateways share a pooler in transaction mode.
    pub(crate) const fn pooled(mut self) -> Self {
        self.pooled = true;
        self
    }

    /// The server waits for its disk, without which the program itself writes nothing.
    pub(crate) const fn durable(mut self) -> Self {
        self.durable = true;
        self
    }

    /// The gateways have a role of their own at the server, with the rights that operations.md gives it.
    pub(crate) const fn under_role(mut self, role: &'static str) -> Self {
        self.role = Some(role);
        self
    }

    /// Toss's script opens its window from the gateway's page.
    pub(crate) const fn toss_sdk(mut self) -> Self {
        self.toss_sdk = self.gateways;
        self
    }

    /// PortOne sells as well, on test channels as its simulator has one.
    pub(crate) const fn portone(mut self) -> Self {
        self.portone = Some(Channels::Test);
        self
    }

    /// PortOne sells for money, and its simulator has a test channel. The simulators' books are not compared with ours: what is
    /// paid on such a channel is no money.
    pub(crate) const fn portone_for_money(mut self) -> Self {
        self.portone = Some(Channels::Live);
        self.with_another("portone")
    }

    /// Naver Pay's script opens its window from the gateway's page.
    pub(crate) const fn naverpay_sdk(mut self) -> Self {
        self.naverpay_sdk = true;
        self
    }

    pub(crate) fn policies(mut self, policies: Vec<PathBuf>) -> Self {
        self.policies = policies;
        self
    }

    /// Limits the acts that services and support may do alone.
    pub(crate) fn limited(mut self) -> Self {
        let limits = "service.grant=1000,support.grant=2000,support.refund=5000,support.deposit_match=100,support.contradiction_accept=5";
        self.edge.limits = limits.parse().unwrap();
        self
    }

    /// A version of the policy waits for a second admin key.
    pub(crate) const fn second_person(mut self) -> Self {
        self.edge.policy_second_person = true;
        self
    }

    /// The one origin to which buyers may be sent.
    pub(crate) const fn returning_to(mut self, origin: &'static str) -> Self {
        self.returns_to = Some(origin);
        self
    }

    /// The clock of every gateway but the first is ahead by so many seconds.
    pub(crate) const fn apart_by(mut self, seconds: i64) -> Self {
        self.apart_seconds = seconds;
        self
    }

    /// The gateways seal the journal.
    pub(crate) const fn sealed(mut self) -> Self {
        self.seal_key = Some([7; 32]);
        self
    }

    /// The gateways reach Toss by a way that the test can disturb (`World::way_to_toss`).
    pub(crate) const fn toss_by_a_way(mut self) -> Self {
        self.between = Between::Way;
        self
    }

    /// The gateways reach Toss by a proxy that changes what is said of payments (`World::liar`).
    pub(crate) const fn toss_told_otherwise(mut self) -> Self {
        self.between = Between::Liar;
        self
    }

    /// Behind a proxy that has this name.
    pub(crate) const fn public_url(mut self, url: &'static str) -> Self {
        self.public_url = Some(url);
        self
    }

    /// The limits for clients of the gateways.
    pub(crate) fn edge(mut self, edge: EdgeSettings) -> Self {
        self.edge = edge;
        self
    }

    /// Runs a test in a world of its own, then audits the books and compares them with the provider's.
    pub(crate) async fn run(self, test: impl AsyncFnOnce(&World)) {
        let database = if self.durable {
            Database::durable(self.engine).await
        } else {
            Database::new(self.engine).await
        };
        let Some(database) = database else {
            return;
        };
        if self.role.is_some() {
            opening::grant(&database).await;
        }
        let mut pooled = None;
        if self.pooled {
            pooled = pgbouncer::before(&database.url, "transaction").await;
            if pooled.is_none() {
                return;
            }
        }
        let compared = self.another.is_none();
        let world = World::start(self, database, pooled).await;
        test(&world).await;
        // The provider returns the money a moment before our books record it.
        let settled = async || world.database.number(IN_FLIGHT).await == 0;
        world.wait_until("no refund is in flight", settled).await;
        world.audit().await;
        super::event_contract::as_documented(&world.database).await;
        if compared {
            world.agree().await;
        }
        world.stop().await;
    }
}
