//! The encoding inside a bundle: little-endian base-128 integers and tags in one stream, all text in
//! another, each string ended by a NUL.
//!
//! Written for this format rather than taken from a crate because three things must hold that no
//! small codec gives together: a decoder that costs little wasm, a bound on memory that depends on
//! the input's length alone, and text kept apart from structure, which makes the compressed bundle a
//! tenth smaller (docs/decisions/0002-bundle-format.md).
//!
//! A [`Reader`] that met a fault remembers it and gives zeros and nothings from then on: whoever
//! decodes asks once, at the end. With a `Result` from every field the code for leaving early and
//! dropping what was read so far would be half of the decoder.
//!
//! The bound: a list takes its exact capacity once its claim of `len * MIN` bytes fits into what is
//! left of the input's length, so all lists together take at most `input length * max(size / MIN)`,
//! where the maximum is over the element types. [`Inline`](crate::Inline) has it: a line break is
//! one byte in the file and a whole `Inline` in memory.

/// Ends a string. No text has it: encoding leaves it out.
pub(crate) const END: char = '\0';

/// What encoding writes.
#[cfg(feature = "author")]
#[derive(Default)]
pub(crate) struct Writer {
    /// Integers and tags.
    pub(crate) structure: Vec<u8>,
    /// Strings, each with its [`END`].
    pub(crate) text: String,
}

/// A cursor over the bytes of a bundle's payload.
pub(crate) struct Reader<'a> {
    rest: &'a [u8],
    text: &'a str,
    /// Bytes that list elements may still lay claim to. Every element owns at least
    /// [`Wire::MIN`] bytes (or ends of strings) that no other element owns, so honest claims add up
    /// to no more than there are, and memory taken on the strength of a claim is bounded by that.
    unclaimed: usize,
    failed: bool,
}

impl<'a> Reader<'a> {
    /// Reads `structure`; its strings are in `text`, which holds `strings` of them.
    pub(crate) fn new(structure: &'a [u8], text: &'a str, strings: usize) -> Self {
        Self { rest: structure, text, unclaimed: structure.len() + strings, failed: false }
    }

    /// Whether everything was read and nothing was wrong.
    pub(crate) fn is_done(&self) -> bool {
        !self.failed && self.rest.is_empty() && self.text.is_empty()
    }

    /// Whether something was wrong.
    pub(crate) fn failed(&self) -> bool {
        self.failed
    }

    /// Remembers a fault, and that there is nothing more to read.
    pub(crate) fn fail(&mut self) {
        self.failed = true;
        self.rest = &[];
        self.text = "";
        self.unclaimed = 0;
    }

    /// Everything not read yet.
    pub(crate) fn rest(&self) -> &'a [u8] {
        self.rest
    }

    pub(crate) fn byte(&mut self) -> u8 {
        let Some((&first, rest)) = self.rest.split_first() else {
            self.fail();
            return 0;
        };
        self.rest = rest;
        first
    }

    pub(crate) fn take(&mut self, len: usize) -> &'a [u8] {
        let Some((head, rest)) = self.rest.split_at_checked(len) else {
            self.fail();
            return &[];
        };
        self.rest = rest;
        head
    }

    pub(crate) fn number(&mut self) -> u32 {
        let mut value = 0;
        for shift in [0, 7, 14, 21, 28] {
            let byte = self.byte();
            value |= u32::from(byte & 0x7f) << shift;
            if byte < 0x80 {
                // The fifth byte has four bits left to give.
                if shift == 28 && byte > 0x0f {
                    break;
                }
                return value;
            }
        }
        self.fail();
        0
    }

    /// Reads a number that must be below `limit`.
    pub(crate) fn number_below(&mut self, limit: u32) -> u32 {
        let number = self.number();
        if number < limit {
            return number;
        }
        self.fail();
        0
    }

    /// Reads the length of a list whose elements take at least `least` bytes each.
    fn claim(&mut self, least: usize) -> usize {
        let len = self.number() as usize;
        match len.checked_mul(least).and_then(|bytes| self.unclaimed.checked_sub(bytes)) {
            Some(left) => {
                self.unclaimed = left;
                len
            }
            None => {
                self.fail();
                0
            }
        }
    }

    fn string(&mut self) -> &'a str {
        let parts = self.text.bytes().position(|byte| byte == END as u8).and_then(|end| {
            // Both are on boundaries: no other character has a zero byte in it.
            Some((self.text.get(..end)?, self.text.get(end + 1..)?))
        });
        let Some((string, rest)) = parts else {
            self.fail();
            return "";
        };
        self.text = rest;
        string
    }
}

/// A value with one encoding: the same value always gives the same bytes.
pub(crate) trait Wire: Sized {
    /// The shortest encoding of any value, in bytes; at least 1.
    const MIN: usize;
    /// Appends the encoding.
    #[cfg(feature = "author")]
    fn put(&self, out: &mut Writer);
    /// Reads one value; never panics. After a fault it is some value, not to be used.
    fn get(from: &mut Reader<'_>) -> Self;
}

impl Wire for u32 {
    const MIN: usize = 1;

    #[cfg(feature = "author")]
    fn put(&self, out: &mut Writer) {
        let mut rest = *self;
        while rest >= 0x80 {
            out.structure.push(rest as u8 | 0x80);
            rest >>= 7;
        }
        out.structure.push(rest as u8);
    }

    fn get(from: &mut Reader<'_>) -> Self {
        from.number()
    }
}

macro_rules! wire_small_integer {
    ($($int:ty),*) => {$(
        impl Wire for $int {
            const MIN: usize = 1;

            #[cfg(feature = "author")]
            fn put(&self, out: &mut Writer) {
                u32::from(*self).put(out);
            }

            fn get(from: &mut Reader<'_>) -> Self {
                from.number_below(1 << <$int>::BITS) as $int
            }
        }
    )*};
}
wire_small_integer!(u8, u16);

impl Wire for bool {
    const MIN: usize = 1;

    #[cfg(feature = "author")]
    fn put(&self, out: &mut Writer) {
        out.structure.push(u8::from(*self));
    }

    fn get(from: &mut Reader<'_>) -> Self {
        from.number_below(2) == 1
    }
}

impl Wire for String {
    const MIN: usize = 1;

    #[cfg(feature = "author")]
    fn put(&self, out: &mut Writer) {
        out.text.extend(self.chars().filter(|&letter| letter != END));
        out.text.push(END);
    }

    fn get(from: &mut Reader<'_>) -> Self {
        from.string().to_owned()
    }
}

impl<T: Wire> Wire for Option<T> {
    const MIN: usize = 1;

    #[cfg(feature = "author")]
    fn put(&self, out: &mut Writer) {
        self.is_some().put(out);
        if let Some(value) = self {
            value.put(out);
        }
    }

    fn get(from: &mut Reader<'_>) -> Self {
        bool::get(from).then(|| T::get(from))
    }
}

impl<T: Wire> Wire for Vec<T> {
    const MIN: usize = 1;

    #[cfg(feature = "author")]
    fn put(&self, out: &mut Writer) {
        (self.len() as u32).put(out);
        for item in self {
            item.put(out);
        }
    }

    fn get(from: &mut Reader<'_>) -> Self {
        // The range knows its length: the list is exact, so that neither growth by doubling nor
        // spare capacity loosens the bound.
        (0..from.claim(T::MIN)).map(|_| T::get(from)).collect()
    }
}

/// Declares structs whose encoding is their fields in order.
macro_rules! wire_struct {
    ($($(#[$meta:meta])* pub struct $name:ident { $($(#[$fmeta:meta])* pub $field:ident : $type:ty,)* })*) => {$(
        $(#[$meta])*
        #[derive(Debug, Clone, PartialEq, Eq)]
        pub struct $name { $($(#[$fmeta])* pub $field: $type,)* }

        impl $crate::wire::Wire for $name {
            const MIN: usize = 0 $(+ <$type as $crate::wire::Wire>::MIN)*;

            #[cfg(feature = "author")]
            fn put(&self, out: &mut $crate::wire::Writer) {
                $($crate::wire::Wire::put(&self.$field, out);)*
            }

            fn get(from: &mut $crate::wire::Reader<'_>) -> Self {
                Self { $($field: $crate::wire::Wire::get(from),)* }
            }
        }
    )*};
}
pub(crate) use wire_struct;

/// Declares enums whose encoding is a tag byte and the variant's values in order.
macro_rules! wire_enum {
    ($(#[$meta:meta])* pub enum $name:ident { $($(#[$vmeta:meta])* $tag:literal => $variant:ident $(($($value:ident : $type:ty),*))?,)* }) => {
        $(#[$meta])*
        #[derive(Debug, Clone, PartialEq, Eq)]
        pub enum $name { $($(#[$vmeta])* $variant $(($($type),*))?,)* }

        impl $crate::wire::Wire for $name {
            const MIN: usize = {
                let mut least = usize::MAX;
                $({
                    let bytes = 1 $($(+ <$type as $crate::wire::Wire>::MIN)*)?;
                    if bytes < least {
                        least = bytes;
                    }
                })*
                least
            };

            #[cfg(feature = "author")]
            fn put(&self, out: &mut $crate::wire::Writer) {
                match self {
                    $(Self::$variant $(($($value),*))? => {
                        out.structure.push($tag);
                        $($($crate::wire::Wire::put($value, out);)*)?
                    })*
                }
            }

            fn get(from: &mut $crate::wire::Reader<'_>) -> Self {
                // Tags count from 0; an unknown one is a fault and reads as 0, so this ends.
                let tag = from.number_below([$($tag),*].len() as u32);
                $(if tag == $tag {
                    return Self::$variant $(($(<$type as $crate::wire::Wire>::get(from)),*))?;
                })*
                unreachable!()
            }
        }
    };
}
pub(crate) use wire_enum;
