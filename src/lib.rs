//! The gateway.

pub mod access;
pub mod app;
pub mod cli;
pub mod clock;
pub mod compose;
pub mod config;
pub mod crash;
pub mod entropy;
pub mod flows;
pub mod http;
pub mod rules;
pub mod signing;
pub mod store;
pub mod telemetry;
pub mod web;
pub mod workers;
