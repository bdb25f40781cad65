//! Enums whose variants have a word each.

/// The words by which documents and answers name the variants of an enum: each written once, for reading and for writing.
macro_rules! words {
    ($name:ident { $($variant:ident: $word:literal,)+ }) => {
        impl $name {
            pub(crate) const ALL: [(&'static str, Self); [$($word),+].len()] =
                [$(($word, Self::$variant)),+];

            /// The word that a document uses.
            pub const fn as_str(self) -> &'static str {
                match self {
                    $(Self::$variant => $word,)+
                }
            }
        }
    };
}

pub(crate) use words;
