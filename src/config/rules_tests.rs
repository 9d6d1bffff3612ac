use super::not_an_origin;

#[test]
fn an_origin_is_written_as_a_browser_writes_it() {
    for right in [
        "https://shop.example.com",
        "http://127.0.0.1:3000",
        "https://xn--9m1by8a.kr",
    ] {
        assert_eq!(not_an_origin("return_origins", right), None);
    }
    for (wrong, rule) in [
        (
            "https://shop.example.com/",
            "write https://shop.example.com",
        ),
        (
            "https://shop.example.com/done",
            "write https://shop.example.com",
        ),
        (
            "https://shop.example.com:443",
            "write https://shop.example.com",
        ),
        ("https://Shop.example.com", "write https://shop.example.com"),
        (
            " https://shop.example.com",
            "write https://shop.example.com",
        ),
        ("shop.example.com", "is not an origin such as"),
        ("*", "is not an origin such as"),
        ("ftp://shop.example.com", "neither http nor https"),
    ] {
        let fault = not_an_origin("frame_ancestors", wrong).unwrap();
        assert!(
            fault.starts_with("frame_ancestors: ") && fault.contains(rule),
            "{wrong}: {fault}"
        );
    }
}
