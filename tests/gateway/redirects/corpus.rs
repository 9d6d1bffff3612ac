//! Addresses that look like the seller's, or like paths, and may lead elsewhere. Kinds: other schemes, other hosts in the
//! place of ours, user names, ports, encodings, characters that parsers drop, slashes of both directions, addresses of
//! machines, and scripts.

/// Hosts and what stands before and after them, with `EVIL` for a host that is not the seller's.
const WRITTEN: &[&str] = &[
    // No scheme.
    "//EVIL", "///EVIL", "////EVIL", "/\\EVIL", "\\/EVIL", "\\\\EVIL", "/\\/EVIL", "//\\EVIL", "\\\\\\EVIL",
    "/ /EVIL", "/\t/EVIL", "/\n/EVIL", "/\r/EVIL", "\t//EVIL", " //EVIL", "//EVIL/%2f..", "/%09/EVIL",
    "/%2f/EVIL", "/%5cEVIL", "/.EVIL", "/..//EVIL", "/./\\EVIL", ".EVIL", "EVIL", "?//EVIL", "#//EVIL",
    "/console//EVIL", "/console/../..//EVIL", "/console/..\\..\\EVIL", "/console@EVIL", "/console.EVIL",
    "/console\\EVIL", "/console/.//EVIL", "/console\t//EVIL",
    // Slashes that a browser adds or drops.
    "https:EVIL", "https:/EVIL", "https:\\EVIL", "https:\\\\EVIL", "https:/\\EVIL", "https:///EVIL",
    "https:////EVIL", "https://\\EVIL", "https:/\t/EVIL", "ht\ntps://EVIL", "h\tttps://EVIL", " https://EVIL",
    "\u{1}https://EVIL", "https\u{0}://EVIL", "\u{feff}https://EVIL", "\u{a0}https://EVIL",
    // Another scheme.
    "http://shop.example.com/", "http://shop.example.com:443/", "ftp://shop.example.com/",
    "ws://shop.example.com/", "file:///etc/passwd", "file://EVIL/x", "blob:https://EVIL/x",
    "filesystem:https://shop.example.com/x", "view-source:https://EVIL", "intent://EVIL#Intent;scheme=https;end",
    "javascript:alert(1)", "JaVaScRiPt:alert(1)", "java\nscript:alert(1)", "java\tscript:alert(1)",
    "\u{1}javascript:alert(1)", "javascript://shop.example.com/%0aalert(1)",
    "javascript:https://shop.example.com/", "javascript&colon;alert(1)", "javascript%3aalert(1)",
    "vbscript:msgbox(1)", "data:text/html,<script>alert(1)</script>",
    "data:text/html;base64,PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg==", "about:blank", "mailto:a@EVIL",
    // Our host as a part of another.
    "https://EVIL", "https://shop.example.com.EVIL", "https://shop.example.comEVIL", "https://EVIL.shop.example.com",
    "https://www.shop.example.com", "https://shop-example.com", "https://shopXexample.com",
    "https://example.com", "https://shop.example.co", "https://shop.example.com.br", "https://xshop.example.com",
    "https://shop.example.com%2eEVIL", "https://shop.example.com%00.EVIL", "https://shop.example.com%0d.EVIL",
    "https://EVIL/shop.example.com", "https://EVIL?shop.example.com", "https://EVIL#shop.example.com",
    "https://EVIL?https://shop.example.com", "https://EVIL#@shop.example.com", "https://EVIL;shop.example.com",
    "https://EVIL\\.shop.example.com", "https://EVIL\\@shop.example.com", "https://EVIL/@shop.example.com",
    "https://EVIL%23.shop.example.com", "https://EVIL%2f.shop.example.com", "https://EVIL\u{ff0f}shop.example.com",
    "https://EVIL\u{2044}shop.example.com", "https://EVIL\u{ff03}.shop.example.com",
    // A user name.
    "https://shop.example.com@EVIL", "https://shop.example.com:443@EVIL", "https://shop.example.com:x@EVIL",
    "https://shop.example.com%40EVIL", "https://shop.example.com\\@EVIL", "https://@EVIL", "https://:@EVIL",
    "https://user@shop.example.com", "https://user:word@shop.example.com/", "https://https://shop.example.com@EVIL",
    "https://shop.example.com\u{ff20}EVIL",
    // A port.
    "https://shop.example.com:8443/", "https://shop.example.com:80/", "https://shop.example.com:0/",
    "https://shop.example.com:99999/", "https://shop.example.com:443EVIL/", "https://shop.example.com:https/",
    // Letters that look alike, and hosts that are numbers.
    "https://sh\u{43e}p.example.com/", "https://shop.ex\u{430}mple.com/", "https://xn--shp-5cd.example.com/",
    "https://shop.example.com\u{200b}.EVIL", "https://shop.example.com\u{3002}EVIL",
    "https://127.0.0.1/", "https://2130706433/", "https://0x7f000001/", "https://017700000001/", "https://[::1]/",
    "https://[::ffff:127.0.0.1]/", "https://169.254.169.254/latest/meta-data/", "https://localhost/",
    // Odd, and the seller's all the same: what a parser does to them must not lead away.
    "https://shop.example.com", "https://SHOP.EXAMPLE.COM/", "https://shop.example.com:443/", "https:shop.example.com/",
    "https:\\\\shop.example.com\\a", "https://shop.example.com/\\EVIL", "https://shop.example.com//EVIL",
    "https://shop.example.com/..//EVIL", "https://shop.example.com/?next=https://EVIL", "https://shop.example.com/#//EVIL",
    "https://shop.example.com/@EVIL", "https://shop.example.com/\"><script>alert(1)</script>",
    "https://sh\u{ad}op.example.com/", "https://\u{ff53}hop.example.com/", "https://sh\top.example.com/",
];

/// The corpus, with a host that is not the seller's.
pub(super) fn spellings() -> Vec<String> {
    WRITTEN
        .iter()
        .map(|written| written.replace("EVIL", "evil.example"))
        .collect()
}
