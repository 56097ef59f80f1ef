//! A map from 64-bit keys to dense numbers: the only hash table of the crate.

/// Says that a key or a term is not there.
pub(crate) const NONE: u32 = u32::MAX;

/// Numbers keys in the order of their first insertion, by open addressing. The same keys always give the same table.
///
/// It grows in small steps: after each doubling the keys move over a few at every insertion, so that
/// none takes long, however large the table.
#[derive(Default)]
pub(crate) struct Table {
    keys: Vec<u64>,
    places: Vec<u32>,
    /// The places before the last doubling, as long as keys from `moved` to `to_move` are only there.
    before: Vec<u32>,
    moved: usize,
    to_move: usize,
}

/// Keys moved at an insertion. From two on all are moved before the next doubling.
const MOVES: usize = 4;

impl Table {
    pub(crate) fn len(&self) -> usize {
        self.keys.len()
    }

    pub(crate) fn keys(&self) -> &[u64] {
        &self.keys
    }

    pub(crate) fn bytes(&self) -> usize {
        self.keys.capacity() * 8 + (self.places.capacity() + self.before.capacity()) * 4
    }

    #[inline(never)]
    pub(crate) fn get(&self, key: u64) -> u32 {
        for places in [&self.places, &self.before] {
            if !places.is_empty() {
                let number = places[self.place(places, key)];
                if number != NONE {
                    return number;
                }
            }
        }
        NONE
    }

    #[inline(never)]
    pub(crate) fn insert(&mut self, key: u64) -> u32 {
        // Kept at most two thirds full: a probe then looks at two or three places.
        if self.places.len() * 2 <= self.keys.len() * 3 {
            self.before = core::mem::take(&mut self.places);
            self.places = vec![NONE; (self.before.len() * 2).max(64)];
            (self.moved, self.to_move) = (0, self.keys.len());
        }
        if self.moved < self.to_move {
            for number in self.moved..self.to_move.min(self.moved + MOVES) {
                self.put(number);
                self.moved += 1;
            }
            if self.moved == self.to_move {
                self.before = Vec::new();
            }
        }
        let known = self.get(key);
        if known != NONE {
            return known;
        }
        self.keys.push(key);
        self.put(self.keys.len() - 1);
        self.keys.len() as u32 - 1
    }

    fn put(&mut self, number: usize) {
        let place = self.place(&self.places, self.keys[number]);
        self.places[place] = number as u32;
    }

    /// Where a key stands among `places`, or would.
    fn place(&self, places: &[u32], key: u64) -> usize {
        let mask = places.len() - 1;
        // Fibonacci hashing: the upper bits of the product depend on all bits of the key.
        let mut place = (key.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 32) as usize & mask;
        loop {
            let number = places[place];
            if number == NONE || self.keys[number as usize] == key {
                return place;
            }
            place = (place + 1) & mask;
        }
    }
}

/// FNV-1a over bytes: a key for a word. Two words of one collection share one with probability 2^-64 a pair.
pub(crate) fn key_of(bytes: &[u8]) -> u64 {
    continued(0xCBF2_9CE4_8422_2325, bytes)
}

/// The key of a word whose first part has the key `hash`.
pub(crate) fn continued(mut hash: u64, bytes: &[u8]) -> u64 {
    for byte in bytes {
        hash = (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01B3);
    }
    hash
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_are_numbered_in_order_of_arrival_and_found_again() {
        let mut table = Table::default();
        for i in 0..5_000_u64 {
            assert_eq!(table.insert(i * i), i as u32);
            // Also while keys move to a larger table.
            assert_eq!(table.get((i / 2) * (i / 2)), i as u32 / 2);
            assert_eq!(table.get(i * i + 2), NONE);
        }
        for i in 0..5_000_u64 {
            assert_eq!(table.get(i * i), i as u32);
            assert_eq!(table.insert(i * i), i as u32);
        }
        assert_eq!(table.get(3), NONE);
        assert_eq!(table.len(), 5_000);
    }
}
