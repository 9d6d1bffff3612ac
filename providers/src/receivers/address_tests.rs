use std::net::IpAddr;

use super::{Rule, check, is_public};

/// Addresses that nobody may have events sent to, whatever their notation. The resolved ones are refused at the
/// connection: see `receivers_tests.rs`.
const HOSTILE: &[(&str, Rule)] = &[
    // This machine, in every spelling.
    ("https://127.0.0.1/", Rule::Literal),
    ("https://127.0.0.1./", Rule::Literal),
    ("https://127.1/", Rule::Literal),
    ("https://127.0.1/", Rule::Literal),
    ("https://2130706433/", Rule::Literal),
    ("https://0x7f000001/", Rule::Literal),
    ("https://0x7f.1/", Rule::Literal),
    ("https://0x7f.0x0.0x0.0x1/", Rule::Literal),
    ("https://017700000001/", Rule::Literal),
    ("https://0177.0.0.1/", Rule::Literal),
    ("https://0177.0x0.0.1/", Rule::Literal),
    ("https://127.255.255.254/", Rule::Literal),
    ("https://%31%32%37.0.0.1/", Rule::Literal),
    ("https://0/", Rule::Literal),
    ("https://0.0.0.0/", Rule::Literal),
    ("https://[::1]/", Rule::Literal),
    ("https://[0:0:0:0:0:0:0:1]/", Rule::Literal),
    ("https://[::]/", Rule::Literal),
    ("https://[::127.0.0.1]/", Rule::Literal),
    ("https://[::ffff:127.0.0.1]/", Rule::Literal),
    ("https://[::ffff:7f00:1]/", Rule::Literal),
    ("https://localhost/", Rule::LocalName),
    ("https://LOCALHOST/", Rule::LocalName),
    ("https://localhost./", Rule::LocalName),
    ("https://a.localhost/", Rule::LocalName),
    ("https://localhost.localdomain/", Rule::LocalName),
    ("https://ip6-localhost/", Rule::LocalName),
    // Private, shared, link-local and translated networks.
    ("https://10.0.0.1/", Rule::Literal),
    ("https://167772161/", Rule::Literal),
    ("https://012.0.0.1/", Rule::Literal),
    ("https://172.16.0.1/", Rule::Literal),
    ("https://172.31.255.255/", Rule::Literal),
    ("https://192.168.0.1/", Rule::Literal),
    ("https://192.168.1/", Rule::Literal),
    ("https://100.64.0.1/", Rule::Literal),
    ("https://198.18.0.1/", Rule::Literal),
    ("https://224.0.0.1/", Rule::Literal),
    ("https://255.255.255.255/", Rule::Literal),
    ("https://[fc00::1]/", Rule::Literal),
    ("https://[fd12:3456::1]/", Rule::Literal),
    ("https://[fe80::1]/", Rule::Literal),
    ("https://[fe80::1%25eth0]/", Rule::Malformed),
    ("https://[ff02::1]/", Rule::Literal),
    ("https://[2002:7f00:1::]/", Rule::Literal),
    ("https://[64:ff9b::7f00:1]/", Rule::Literal),
    ("https://[2001:0:7f00:1::]/", Rule::Literal),
    // The metadata of clouds.
    ("https://169.254.169.254/latest/meta-data/", Rule::Literal),
    ("https://2852039166/", Rule::Literal),
    ("https://0xa9fea9fe/", Rule::Literal),
    ("https://0251.0376.0251.0376/", Rule::Literal),
    ("https://169.254.43518/", Rule::Literal),
    ("https://[::ffff:169.254.169.254]/", Rule::Literal),
    ("https://[fd00:ec2::254]/", Rule::Literal),
    ("https://100.100.100.200/", Rule::Literal),
    ("https://168.63.129.16/", Rule::Literal),
    ("https://metadata.google.internal/", Rule::LocalName),
    ("https://metadata/", Rule::LocalName),
    // Names of a network.
    ("https://printer.local/", Rule::LocalName),
    ("https://router.lan/", Rule::LocalName),
    ("https://db.corp/", Rule::LocalName),
    ("https://nas.home.arpa/", Rule::LocalName),
    ("https://1.0.0.127.in-addr.arpa/", Rule::LocalName),
    ("https://a.onion/", Rule::LocalName),
    ("https://intranet/", Rule::LocalName),
    ("https://shop_1.example.com/", Rule::LocalName),
    ("https://.example.com/", Rule::LocalName),
    ("https://shop..example.com/", Rule::LocalName),
    // Letters that a parser maps to others.
    ("https://１２７.０.０.１/", Rule::Malformed),
    ("https://127。0。0。1/", Rule::Malformed),
    ("https://ⓛocalhost/", Rule::Malformed),
    ("https://exämple.com/", Rule::Malformed),
    ("https://127.0.0.1\u{200b}/", Rule::Malformed),
    // What a parser drops or repairs.
    (" https://shop.example.com/", Rule::Malformed),
    ("https://shop.example.com/\n", Rule::Malformed),
    ("https://shop.exa\tmple.com/", Rule::Malformed),
    ("https:\\\\shop.example.com\\", Rule::Malformed),
    ("https:shop.example.com", Rule::Malformed),
    ("https:///shop.example.com/", Rule::Malformed),
    ("https://shop.example.com\\@127.0.0.1/", Rule::Malformed),
    ("https://", Rule::Malformed),
    ("", Rule::Malformed),
    ("shop.example.com", Rule::Malformed),
    // Credentials, ports, schemes and the rest.
    ("https://user:password@shop.example.com/", Rule::Credentials),
    ("https://user@shop.example.com/", Rule::Credentials),
    ("https://@shop.example.com/", Rule::Credentials),
    ("https://shop.example.com:443@127.0.0.1/", Rule::Credentials),
    ("https://shop.example.com:80/", Rule::Port),
    ("https://shop.example.com:22/", Rule::Port),
    ("https://shop.example.com:6379/", Rule::Port),
    ("https://shop.example.com:0/", Rule::Port),
    ("https://shop.example.com:65536/", Rule::Malformed),
    ("https://shop.example.com/#x", Rule::Fragment),
    ("http://shop.example.com/", Rule::NotHttps),
    ("http://127.0.0.1/", Rule::NotHttps),
    ("ftp://shop.example.com/", Rule::NotHttps),
    ("file:///etc/passwd", Rule::NotHttps),
    ("gopher://127.0.0.1:6379/_x", Rule::NotHttps),
    ("javascript:alert(1)", Rule::Malformed),
];

#[test]
fn every_hostile_address_is_refused() {
    assert!(HOSTILE.len() >= 80, "{}", HOSTILE.len());
    for (text, rule) in HOSTILE {
        assert_eq!(check(text, false).map(drop), Err(*rule), "{text}");
    }
}

#[test]
fn public_addresses_are_taken_as_they_are_written() {
    for text in [
        "https://shop.example.com",
        "https://shop.example.com/hooks?token=a%20b",
        "HTTPS://Shop.Example.COM/Hooks",
        "https://shop.example.com:443/",
        "https://shop.example.com:8443/hooks",
        "https://xn--bcher-kva.example/",
        "https://127.0.0.1.example.com/",
        "https://a-b.c1.kr/x/@y",
    ] {
        assert!(check(text, false).is_ok(), "{text}");
    }
}

#[test]
fn this_machine_is_taken_only_where_it_is_allowed() {
    for text in [
        "http://127.0.0.1:4000/hooks",
        "http://localhost:4000/",
        "https://localhost/",
        "http://[::1]:4000/",
    ] {
        assert!(check(text, true).is_ok(), "{text}");
        assert!(check(text, false).is_err(), "{text}");
    }
    for text in [
        "http://shop.example.com/",
        "http://10.0.0.1/",
        "http://127.0.0.1:1/#x",
        "http://a@127.0.0.1/",
        "https://169.254.169.254/",
        "http://0.0.0.0/",
        "http://[::ffff:127.0.0.1]/",
    ] {
        assert!(check(text, true).is_err(), "{text}");
    }
}

/// The last and the first addresses before and after networks that are not public.
const PUBLIC: &[&str] = &[
    "1.1.1.1",
    "9.255.255.255",
    "11.0.0.0",
    "100.63.255.255",
    "100.128.0.0",
    "126.255.255.255",
    "128.0.0.0",
    "168.63.129.15",
    "168.63.129.17",
    "169.253.255.255",
    "169.255.0.0",
    "172.15.255.255",
    "172.32.0.0",
    "192.167.255.255",
    "192.169.0.0",
    "198.17.255.255",
    "198.20.0.0",
    "223.255.255.255",
    "2000::",
    "2001:200::",
    "2606:4700::1111",
    "3ffe::1",
    "2003::1",
];

/// The edges of those networks.
const NOT_PUBLIC: &[&str] = &[
    "0.0.0.0",
    "0.255.255.255",
    "10.0.0.0",
    "10.255.255.255",
    "100.64.0.0",
    "100.127.255.255",
    "127.0.0.0",
    "127.255.255.255",
    "168.63.129.16",
    "169.254.0.0",
    "169.254.169.254",
    "169.254.255.255",
    "172.16.0.0",
    "172.31.255.255",
    "192.0.0.0",
    "192.0.2.255",
    "192.88.99.1",
    "192.168.0.0",
    "192.168.255.255",
    "198.18.0.0",
    "198.19.255.255",
    "198.51.100.1",
    "203.0.113.1",
    "224.0.0.0",
    "239.255.255.255",
    "240.0.0.0",
    "255.255.255.255",
    "::",
    "::1",
    "::ffff:1.1.1.1",
    "::1.1.1.1",
    "64:ff9b::101:101",
    "64:ff9b:1::1",
    "100::1",
    "1fff::1",
    "2001::1",
    "2001:1ff::1",
    "2001:db8::1",
    "2002:101:101::",
    "3fff::1",
    "4000::1",
    "5f00::1",
    "fc00::1",
    "fd00:ec2::254",
    "fe80::1",
    "fec0::1",
    "ff02::1",
];

#[test]
fn addresses_are_public_up_to_the_edges_of_the_networks_that_are_not() {
    for text in PUBLIC {
        let address: IpAddr = text.parse().unwrap();
        assert!(is_public(address, false), "{text}");
    }
    for text in NOT_PUBLIC {
        let address: IpAddr = text.parse().unwrap();
        assert!(!is_public(address, false), "{text}");
    }
    for text in ["127.0.0.1", "::1"] {
        assert!(is_public(text.parse().unwrap(), true));
    }
    assert!(!is_public("10.0.0.1".parse().unwrap(), true));
}
