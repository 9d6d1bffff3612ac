//! The fixtures in `wiremock-fixtures/`, which stock `WireMock` serves, tested with the adapters. One server in this
//! process serves each provider's whole folder. The adapter runs each operation of each case, and its result must
//! equal the fixture's expected one.

mod acts;
mod cases;
mod conformance;
mod mapping;
mod server;
mod strictness;
mod stub;
mod walk;
mod webhooks;
