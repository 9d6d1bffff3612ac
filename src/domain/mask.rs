//! Masking of names and account numbers.

/// A name of which only the first character is shown.
pub fn masked_name(name: &str) -> String {
    let mut characters = name.chars();
    characters
        .next()
        .into_iter()
        .chain(characters.map(|_| '*'))
        .collect()
}

/// An account number of which only the last four digits are shown.
pub fn masked_account(number: &str) -> String {
    let hidden = number.chars().count().saturating_sub(4);
    let shown = if hidden == 0 { 0 } else { 4 };
    let rest = number.chars().skip(hidden).take(shown);
    let stars = number.chars().count().saturating_sub(shown);
    std::iter::repeat_n('*', stars).chain(rest).collect()
}

#[cfg(test)]
mod tests {
    use super::{masked_account, masked_name};

    #[test]
    fn names_and_numbers_are_masked_by_character() {
        for (name, shown) in [
            ("홍길동", "홍**"),
            ("김", "김"),
            ("", ""),
            ("Ann", "A**"),
            ("🙂🙂", "🙂*"),
        ] {
            assert_eq!(masked_name(name), shown);
        }
        for (number, shown) in [
            ("110123456789", "********6789"),
            ("1234", "****"),
            ("12345", "*2345"),
            ("", ""),
        ] {
            assert_eq!(masked_account(number), shown);
        }
    }
}
