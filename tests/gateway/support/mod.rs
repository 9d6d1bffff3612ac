//! What the chapters share.

pub(crate) mod buyer;
pub(crate) mod client;
pub(crate) mod database;
pub(crate) mod process;
pub(crate) mod settings;
pub(crate) mod truth;
pub(crate) mod window;
pub(crate) mod world;

/// Runs each test once over SQLite and once over PostgreSQL.
macro_rules! both_engines {
    ($($name:ident),+ $(,)?) => {
        mod on_sqlite {
            $(
                #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
                async fn $name() {
                    crate::support::world::Plan::sqlite().run(super::$name).await;
                }
            )+
        }
        mod on_postgres {
            $(
                #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
                async fn $name() {
                    crate::support::world::Plan::postgres().run(super::$name).await;
                }
            )+
        }
    };
}
