//! Which addresses events may be sent to: a text as it is written, and an address of the network.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use url::{Host, Url};

/// The ports of https that a receiver may listen on.
const PORTS: [u16; 2] = [443, 8443];
/// Names that mean something only inside a network or a machine (RFC 6761, 6762, 7686, 8375, 9476, and habit).
const LOCAL_ENDS: [&str; 14] = [
    "local",
    "localhost",
    "localdomain",
    "internal",
    "intranet",
    "lan",
    "home",
    "corp",
    "private",
    "arpa",
    "onion",
    "test",
    "invalid",
    "alt",
];

/// The rule that an address breaks. It does not repeat the address.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Rule {
    #[error(
        "is not an absolute URL of plain ASCII without spaces, control characters or backslashes"
    )]
    Malformed,
    #[error("is not https")]
    NotHttps,
    #[error("has a user name or a password")]
    Credentials,
    #[error("has a fragment")]
    Fragment,
    #[error("has another port than 443 or 8443")]
    Port,
    #[error("names an address of numbers instead of a host")]
    Literal,
    #[error("names a host that is not public")]
    LocalName,
}

/// Reads an address that events may be sent to. `loopback` allows this machine, by http as well and on any port.
///
/// # Errors
/// The rule that it breaks.
pub fn check(text: &str, loopback: bool) -> Result<Url, Rule> {
    // The parser of browsers drops, maps and repairs much. Nothing is taken that it would change.
    let plain = text
        .bytes()
        .all(|byte| byte.is_ascii_graphic() && byte != b'\\');
    let begins = |scheme: &str| {
        let head = text.get(..scheme.len());
        head.is_some_and(|head| head.eq_ignore_ascii_case(scheme))
            && !text[scheme.len()..].starts_with('/')
    };
    if !plain || !["https://", "http://"].into_iter().any(begins) {
        let other = plain && text.contains("://") && !begins("https://") && !begins("http://");
        let other = other && !text.starts_with("http");
        return Err(if other {
            Rule::NotHttps
        } else {
            Rule::Malformed
        });
    }
    let url = Url::parse(text).map_err(|_| Rule::Malformed)?;
    let authority = text.split('/').nth(2).unwrap_or_default();
    if authority.contains('@') || !url.username().is_empty() || url.password().is_some() {
        return Err(Rule::Credentials);
    }
    if url.fragment().is_some() {
        return Err(Rule::Fragment);
    }
    let host = url.host().ok_or(Rule::Malformed)?;
    if loopback && is_this_machine(&host) {
        return Ok(url);
    }
    if url.scheme() != "https" {
        return Err(Rule::NotHttps);
    }
    match host {
        Host::Ipv4(_) | Host::Ipv6(_) => return Err(Rule::Literal),
        Host::Domain(name) => check_name(name)?,
    }
    let port = url.port_or_known_default().unwrap_or(0);
    if PORTS.contains(&port) {
        Ok(url)
    } else {
        Err(Rule::Port)
    }
}

fn is_this_machine(host: &Host<&str>) -> bool {
    match host {
        Host::Ipv4(address) => address.is_loopback(),
        Host::Ipv6(address) => address.is_loopback(),
        Host::Domain(name) => *name == "localhost",
    }
}

/// A public name has two labels at least, each of letters, digits and hyphens, and an end that the public knows.
fn check_name(name: &str) -> Result<(), Rule> {
    let plain = |label: &str| {
        !label.is_empty()
            && label.len() <= 63
            && label
                .bytes()
                .all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
    };
    let labels: Vec<&str> = name.split('.').collect();
    let end = labels.last().copied().unwrap_or_default();
    let of_numbers = end.bytes().all(|byte| byte.is_ascii_digit());
    let local = LOCAL_ENDS.contains(&end);
    if labels.len() < 2 || !labels.iter().all(|label| plain(label)) || of_numbers || local {
        return Err(Rule::LocalName);
    }
    Ok(())
}

/// Whether an address is one of the public internet: of a single host, forwarded everywhere, and not standing for another
/// address (IANA's special-purpose registries). Loopback counts only where it is allowed.
pub fn is_public(address: IpAddr, loopback: bool) -> bool {
    match address {
        IpAddr::V4(address) => (loopback && address.is_loopback()) || is_public_v4(address),
        IpAddr::V6(address) => (loopback && address.is_loopback()) || is_public_v6(address),
    }
}

/// Networks of IPv4 that are not public, each with its length.
const NOT_PUBLIC_V4: [(Ipv4Addr, u32); 16] = [
    (Ipv4Addr::UNSPECIFIED, 8),
    (Ipv4Addr::new(10, 0, 0, 0), 8),
    // Shared by customers of one carrier (RFC 6598); a cloud's metadata stands there too.
    (Ipv4Addr::new(100, 64, 0, 0), 10),
    (Ipv4Addr::new(127, 0, 0, 0), 8),
    // The metadata of a cloud's machine.
    (Ipv4Addr::new(168, 63, 129, 16), 32),
    (Ipv4Addr::new(169, 254, 0, 0), 16),
    (Ipv4Addr::new(172, 16, 0, 0), 12),
    (Ipv4Addr::new(192, 0, 0, 0), 24),
    (Ipv4Addr::new(192, 0, 2, 0), 24),
    (Ipv4Addr::new(192, 88, 99, 0), 24),
    (Ipv4Addr::new(192, 168, 0, 0), 16),
    (Ipv4Addr::new(198, 18, 0, 0), 15),
    (Ipv4Addr::new(198, 51, 100, 0), 24),
    (Ipv4Addr::new(203, 0, 113, 0), 24),
    (Ipv4Addr::new(224, 0, 0, 0), 4),
    (Ipv4Addr::new(240, 0, 0, 0), 4),
];

fn is_public_v4(address: Ipv4Addr) -> bool {
    let inside = |(network, length): &(Ipv4Addr, u32)| {
        (address.to_bits() ^ network.to_bits()).leading_zeros() >= *length
    };
    !NOT_PUBLIC_V4.iter().any(inside)
}

/// Networks inside `2000::/3` that are not public. All others outside it are not either: loopback, mapped and translated
/// IPv4 (`::ffff:0:0/96`, `64:ff9b::/96`), private, link-local, multicast.
const NOT_PUBLIC_V6: [(Ipv6Addr, u32); 4] = [
    // Protocols, among them Teredo, which wraps IPv4.
    (Ipv6Addr::new(0x2001, 0, 0, 0, 0, 0, 0, 0), 23),
    (Ipv6Addr::new(0x2001, 0xdb8, 0, 0, 0, 0, 0, 0), 32),
    // 6to4 wraps IPv4.
    (Ipv6Addr::new(0x2002, 0, 0, 0, 0, 0, 0, 0), 16),
    (Ipv6Addr::new(0x3fff, 0, 0, 0, 0, 0, 0, 0), 20),
];

fn is_public_v6(address: Ipv6Addr) -> bool {
    let inside = |(network, length): &(Ipv6Addr, u32)| {
        (address.to_bits() ^ network.to_bits()).leading_zeros() >= *length
    };
    let unicast = (Ipv6Addr::new(0x2000, 0, 0, 0, 0, 0, 0, 0), 3);
    inside(&unicast) && !NOT_PUBLIC_V6.iter().any(inside)
}

#[cfg(test)]
#[path = "address_tests.rs"]
mod tests;
