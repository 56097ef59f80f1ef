//! One rule for who sees what: articles, channels, hours, ticket types and announcements alike.

use crate::wire::wire_struct;

wire_struct! {
    /// Who something is for. An empty set means everyone.
    #[derive(Default)]
    pub struct Audience {
        /// Bits of [`Tier`]; 0 is everyone.
        pub tiers: u8,
        /// Bits of [`Edition`]; 0 is everyone.
        pub editions: u8,
        /// Bits of [`Platform`]; 0 is everyone.
        pub platforms: u8,
        /// Region codes as the operator writes them (for example `CN`, `HK`); empty is everyone.
        pub regions: Vec<String>,
    }
}

macro_rules! facet {
    ($(#[$meta:meta])* $name:ident { $($variant:ident = $word:literal,)* }) => {
        $(#[$meta])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub enum $name { $(#[doc = concat!("`", $word, "`")] $variant,)* }

        impl $name {
            /// Every value, in declaration order.
            pub const ALL: &'static [(&'static str, Self)] = &[$(($word, Self::$variant),)*];

            /// Reads the word used in content files and boot options.
            pub fn parse(word: &str) -> Option<Self> {
                Self::ALL.iter().find(|(name, _)| *name == word).map(|(_, value)| *value)
            }

            /// The word used in content files and boot options.
            pub fn word(self) -> &'static str {
                Self::ALL[self as usize].0
            }

            /// This value's bit in an [`Audience`] set.
            pub fn bit(self) -> u8 {
                1 << self as u8
            }
        }
    };
}

facet! {
    /// What the person pays for.
    Tier { Free = "free", Member = "member", Enterprise = "enterprise", }
}
facet! {
    /// Which edition of the product they use.
    Edition { Personal = "personal", Enterprise = "enterprise", }
}
facet! {
    /// What they run it on.
    Platform { Windows = "windows", Mac = "mac", Linux = "linux", Android = "android", Ios = "ios", Web = "web", }
}

/// What is known of the person asking; `None` is not known.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Person {
    /// What they pay for.
    pub tier: Option<Tier>,
    /// Which edition they use.
    pub edition: Option<Edition>,
    /// What they run it on.
    pub platform: Option<Platform>,
    /// Their region, as the operator writes it in content.
    pub region: Option<String>,
}

impl Audience {
    /// Whether `person` is in this audience. What is not known of a person never excludes them:
    /// showing one channel too many is kinder than hiding the right one.
    pub fn admits(&self, person: &Person) -> bool {
        fn in_set(set: u8, bit: Option<u8>) -> bool {
            set == 0 || bit.is_none_or(|bit| set & bit != 0)
        }
        in_set(self.tiers, person.tier.map(Tier::bit))
            && in_set(self.editions, person.edition.map(Edition::bit))
            && in_set(self.platforms, person.platform.map(Platform::bit))
            && (self.regions.is_empty() || person.region.as_ref().is_none_or(|region| self.regions.contains(region)))
    }

    /// How many of the person's known facts this audience names: the more, the more it is theirs.
    pub fn fit(&self, person: &Person) -> u8 {
        u8::from(self.tiers != 0 && person.tier.is_some())
            + u8::from(self.editions != 0 && person.edition.is_some())
            + u8::from(self.platforms != 0 && person.platform.is_some())
            + u8::from(!self.regions.is_empty() && person.region.is_some())
    }
}
