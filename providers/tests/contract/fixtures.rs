//! The list of cases, run twice for each provider: with its fixtures in `wiremock-fixtures/`, which stock `WireMock`
//! serves too, and with its simulator. One server in this process serves each provider's whole folder of fixtures. The
//! adapter makes the call of each case, and its conclusion must be the one that the fixture names.

mod acts;
mod cases;
mod conformance;
mod list;
mod mapping;
mod said;
mod scene;
mod server;
mod simulator;
mod strictness;
mod stub;
mod walk;
mod webhooks;

pub(crate) use self::list::rows;
