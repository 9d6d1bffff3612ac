//! Shared code of the chapters.

pub(crate) mod acts;
pub(crate) mod buyer;
pub(crate) mod desk;
mod detour;
pub(crate) mod event_contract;
pub(crate) mod liar;
pub(crate) mod opening;
pub(crate) mod plan;
pub(crate) mod receiver;
pub(crate) mod settings;
pub(crate) mod window;
pub(crate) mod world;

pub(crate) use kit::{client, cluster, database, forwarder, pgbouncer, process, truth};

/// Runs each test once over SQLite and once over PostgreSQL; with the option `how` of [`world::Plan`], where it is
/// given.
macro_rules! both_engines {
    ($(.$how:ident():)? $($name:ident),+ $(,)?) => {
        mod on_sqlite {
            both_engines!(@each sqlite [$(.$how())?] $($name),+);
        }
        mod on_postgres {
            both_engines!(@each postgres [$(.$how())?] $($name),+);
        }
    };
    (@each $engine:ident $how:tt $($name:ident),+) => {
        $(both_engines!(@one $engine $how $name);)+
    };
    (@one $engine:ident [$($how:tt)*] $name:ident) => {
        #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
        async fn $name() {
            crate::support::world::Plan::$engine()$($how)*.run(super::$name).await;
        }
    };
}
