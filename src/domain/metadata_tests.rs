use std::collections::BTreeMap;

use super::{InvalidMetadata, JSON_BYTES_MAX, KEY_CHARS_MAX, KEYS_MAX, Metadata, VALUE_CHARS_MAX};

fn texts(list: &[(String, String)]) -> Result<Metadata, InvalidMetadata> {
    Metadata::try_from(list.iter().cloned().collect::<BTreeMap<_, _>>())
}

fn one(key: &str, value: &str) -> Result<Metadata, InvalidMetadata> {
    texts(&[(key.to_owned(), value.to_owned())])
}

#[test]
fn what_is_at_a_limit_is_taken_and_one_past_it_is_not() {
    let many = |count: usize| -> Vec<_> {
        (0..count)
            .map(|n| (format!("k{n}"), "v".to_owned()))
            .collect()
    };
    assert!(texts(&many(KEYS_MAX)).is_ok());
    assert_eq!(
        texts(&many(KEYS_MAX + 1)),
        Err(InvalidMetadata::Keys(KEYS_MAX + 1))
    );
    // Characters, not bytes.
    assert!(one(&"장".repeat(KEY_CHARS_MAX), "").is_ok());
    assert_eq!(
        one(&"장".repeat(KEY_CHARS_MAX + 1), ""),
        Err(InvalidMetadata::Key)
    );
    assert_eq!(one("", "v"), Err(InvalidMetadata::Key));
    assert_eq!(one("a\nb", "v"), Err(InvalidMetadata::Key));
    assert!(one("k", &"장".repeat(VALUE_CHARS_MAX)).is_ok());
    let long = one("k", &"v".repeat(VALUE_CHARS_MAX + 1));
    assert_eq!(long, Err(InvalidMetadata::Value("k".to_owned())));
}

#[test]
fn the_whole_is_measured_as_json() {
    // {"0":"…","1":"…",…,"9":"…"}: 6 bytes for each of ten names, commas between them and two braces.
    let sized = |bytes: usize| -> Vec<_> {
        let rest = bytes - 2 - 10 * 6 - 9 - 9 * 400;
        let value = |n| "v".repeat(if n == 0 { rest } else { 400 });
        (0..10).map(|n| (n.to_string(), value(n))).collect()
    };
    assert!(texts(&sized(JSON_BYTES_MAX)).is_ok());
    let over = JSON_BYTES_MAX + 1;
    assert_eq!(texts(&sized(over)), Err(InvalidMetadata::Bytes(over)));
    // A character that has to be escaped counts as it is written.
    let quotes: Vec<_> = (0..5).map(|n| (n.to_string(), "\"".repeat(450))).collect();
    assert!(matches!(
        texts(&quotes),
        Err(InvalidMetadata::Bytes(4500..))
    ));
}

#[test]
fn a_name_that_stands_there_twice_is_refused() {
    let read = |json: &str| serde_json::from_str::<Metadata>(json);
    assert!(read(r#"{"a":"1","b":"2"}"#).is_ok());
    let twice = read(r#"{"a":"1","a":"2"}"#).unwrap_err().to_string();
    assert!(twice.contains("`a` stands there twice"), "{twice}");
    for wrong in [
        r#"{"a":1}"#,
        r#"{"a":null}"#,
        r#"{"a":{"b":"c"}}"#,
        "[]",
        "null",
        r#""text""#,
    ] {
        assert!(read(wrong).is_err(), "{wrong}");
    }
}
