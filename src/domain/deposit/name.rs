//! The names of depositors, as banks print them and as they are compared.

use unicode_normalization::UnicodeNormalization as _;

/// A name as a bank printed it, which no log may show.
#[derive(Clone, PartialEq, Eq)]
pub struct PrintedName(pub String);

impl std::fmt::Debug for PrintedName {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("PrintedName(…)")
    }
}

/// The form in which depositor names are compared, for equality only: NFKC (which folds full-width
/// forms and ㈜), without white space, brackets and punctuation, without `주식회사` and `(주)`, ASCII
/// in upper case (bank-transfer facts, section 1.3 rule 8).
pub fn normalised_name(name: &str) -> String {
    let folded: String = name.nfkc().collect();
    let bare = folded.replace("(주)", "").replace("주식회사", "");
    bare.chars()
        .filter(|c| !c.is_whitespace() && !"()[]{}.,-_*/·'\"".contains(*c))
        .map(|c| c.to_ascii_uppercase())
        .collect()
}

/// The key under which a transfer from `name` to our `account` finds the orders it may pay.
pub fn depositor_key(account: &str, name: &str) -> String {
    format!("{account}|{}", normalised_name(name))
}

#[cfg(test)]
mod tests {
    use super::normalised_name;

    #[test]
    fn depositor_names_are_compared_by_what_a_person_would_read() {
        for (given, meant) in [
            ("홍 길동", "홍길동"),
            ("홍길동", "홍길동"),
            ("ｈｏｎｇ４８２１", "HONG4821"),
            ("㈜크레딧", "크레딧"),
            ("(주) 크레딧", "크레딧"),
            ("주식회사 크레딧", "크레딧"),
            ("홍-길.동 (본인)", "홍길동본인"),
            (" '홍길동' ", "홍길동"),
        ] {
            assert_eq!(normalised_name(given), meant, "{given}");
        }
        assert_ne!(normalised_name("홍길동"), normalised_name("홍길순"));
    }
}
