//! Mistakes of our own, seeded where they would be made, to prove that the tests notice them. A test that no mistake
//! makes fail proves nothing. At most one is armed in a process, by a setting, and only in a build with the feature
//! `canaries`. In every other build the compiler removes the wrong expressions.
//!
//! The macro is here because every package may depend on the domain. `tests/gateway/canaries.rs` lists the mistakes,
//! each with the test that must notice it.

use std::sync::OnceLock;

/// The name of the mistake that is armed.
static ARMED: OnceLock<String> = OnceLock::new();

/// The right expression, or the wrong one in a process in which the mistake of this name is armed:
/// `canary!(NameOfTheMistake, wrong, right)`.
#[macro_export]
macro_rules! canary {
    ($name:ident, $wrong:expr, $right:expr) => {
        if $crate::canary::is_armed(stringify!($name)) {
            $wrong
        } else {
            $right
        }
    };
}

/// Arms a mistake until the process ends. False if this build has none, or another is armed already.
pub fn arm(name: &str) -> bool {
    cfg!(feature = "canaries") && ARMED.get_or_init(|| name.to_owned()) == name
}

/// Whether the calling code must make this mistake.
#[inline]
pub fn is_armed(name: &str) -> bool {
    cfg!(feature = "canaries") && ARMED.get().is_some_and(|armed| armed == name)
}

#[cfg(test)]
mod tests {
    #[test]
    fn only_a_build_with_the_feature_arms() {
        assert_eq!(super::arm("NoMistake"), cfg!(feature = "canaries"));
        assert!(crate::canary!(AnotherMistake, false, true));
    }
}
