//! Enums whose variants have a name outside.

/// An enum with the name of each variant.
macro_rules! named {
    ($(#[$of_enum:meta])* $enum:ident { $($(#[$of_variant:meta])* $variant:ident = $name:literal,)* }) => {
        $(#[$of_enum])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub(crate) enum $enum {
            $($(#[$of_variant])* $variant,)*
        }

        impl $enum {
            pub(crate) const fn name(self) -> &'static str {
                match self {
                    $(Self::$variant => $name,)*
                }
            }
        }

        impl crate::shared::named::Named for $enum {
            const ALL: &'static [Self] = &[$(Self::$variant),*];

            fn is_named(self, name: &str) -> bool {
                self.name() == name
            }
        }
    };
}

pub(crate) use named;

/// What can be done with all variants of such an enum.
pub(crate) trait Named: Copy + 'static {
    const ALL: &'static [Self];

    fn is_named(self, name: &str) -> bool;

    /// The variant of that name.
    fn named(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|it| it.is_named(name))
    }
}
