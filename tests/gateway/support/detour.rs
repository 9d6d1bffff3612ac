//! What a plan puts between the gateways and Toss.

use credit_gateway::config::Settings;
use tokio::net::TcpListener;
use tokio_util::task::TaskTracker;

use super::{
    forwarder::{Forwarder, Target},
    liar::Liar,
    plan::Between,
    world::World,
};

/// The detour to the simulators, if there is one.
#[derive(Debug)]
pub(super) enum Detour {
    None,
    Way(Forwarder),
    Liar(Liar),
}

impl Detour {
    pub(super) async fn start(
        between: Between,
        simulators: &TcpListener,
        tasks: &TaskTracker,
    ) -> Self {
        let address = simulators.local_addr().unwrap();
        match between {
            Between::Nothing => Self::None,
            Between::Way => Self::Way(Forwarder::start(Target::Tcp(address)).await),
            Between::Liar => Self::Liar(Liar::start(&format!("http://{address}"), tasks).await),
        }
    }

    /// Has a gateway reach Toss by it.
    pub(super) fn reroute(&self, settings: &mut Settings) {
        let base = match self {
            Self::None => return,
            Self::Way(way) => format!("http://{}", way.address),
            Self::Liar(liar) => liar.base.clone(),
        };
        let url = format!("{base}/sandbox/toss");
        settings.providers.toss.toss_url = url.parse().unwrap();
    }
}

impl World {
    /// The way to Toss of a plan `toss_by_a_way`.
    pub(crate) fn way_to_toss(&self) -> &Forwarder {
        match &self.between {
            Detour::Way(way) => way,
            Detour::None | Detour::Liar(_) => panic!("the plan has no way to Toss"),
        }
    }

    /// The liar of a plan `toss_told_otherwise`.
    pub(crate) fn liar(&self) -> &Liar {
        match &self.between {
            Detour::Liar(liar) => liar,
            Detour::None | Detour::Way(_) => panic!("the plan has no liar"),
        }
    }
}
