//! Masking of names and account numbers, and of what no log may show.

/// `Debug` that shows only these fields of a thing that holds a name, an account number or a secret:
/// `shows!(Order: id, state)`.
macro_rules! shows {
    ($name:ty: $($field:ident),+) => {
        impl std::fmt::Debug for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.debug_struct(stringify!($name))
                    $(.field(stringify!($field), &self.$field))+
                    .finish_non_exhaustive()
            }
        }
    };
}

pub(crate) use shows;

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
