//! Addresses of a receiver's name, looked up at each connection and refused as a whole when any of them is not public.
//! The connection goes to the addresses that were checked: a name that is resolved differently a moment later
//! (rebinding) gains nothing.

use std::{io, net::SocketAddr};

use async_trait::async_trait;
use reqwest::dns::{Addrs, Name, Resolve, Resolving};

use super::address::is_public;

/// A source of addresses.
#[async_trait]
pub trait Lookup: Clone + Send + Sync + 'static {
    async fn addresses(&self, name: &str) -> io::Result<Vec<SocketAddr>>;
}

/// The system's own resolver.
#[derive(Debug, Clone, Copy)]
pub struct System;

#[async_trait]
impl Lookup for System {
    async fn addresses(&self, name: &str) -> io::Result<Vec<SocketAddr>> {
        // The client sets the port itself.
        Ok(tokio::net::lookup_host((name, 0)).await?.collect())
    }
}

/// A resolver that gives public addresses alone.
#[derive(Debug, Clone)]
pub(super) struct Guarded<L> {
    pub(super) lookup: L,
    pub(super) loopback: bool,
}

/// An address of the name is not public. Which one is not said: it would describe the seller's network.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the host has an address that is not public")]
struct NotPublic;

impl<L: Lookup> Resolve for Guarded<L> {
    fn resolve(&self, name: Name) -> Resolving {
        let Self { lookup, loopback } = self.clone();
        Box::pin(async move {
            let found = lookup.addresses(name.as_str()).await?;
            let public = |address: &SocketAddr| is_public(address.ip(), loopback);
            if !found.iter().all(public) {
                return Err(NotPublic.into());
            }
            let found: Addrs = Box::new(found.into_iter());
            Ok(found)
        })
    }
}
