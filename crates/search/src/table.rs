//! A map from 64-bit keys to dense numbers: the only hash table of the crate.

/// Says that a key or a term is not there.
pub(crate) const NONE: u32 = u32::MAX;

/// Numbers keys in the order of their first insertion, by open addressing. The same keys always give the same table.
#[derive(Default)]
pub(crate) struct Table {
    keys: Vec<u64>,
    places: Vec<u32>,
}

impl Table {
    pub(crate) fn len(&self) -> usize {
        self.keys.len()
    }

    pub(crate) fn keys(&self) -> &[u64] {
        &self.keys
    }

    pub(crate) fn bytes(&self) -> usize {
        self.keys.capacity() * 8 + self.places.capacity() * 4
    }

    #[inline(never)]
    pub(crate) fn get(&self, key: u64) -> u32 {
        if self.places.is_empty() {
            return NONE;
        }
        self.places[self.place(key)]
    }

    #[inline(never)]
    pub(crate) fn insert(&mut self, key: u64) -> u32 {
        // Kept at most two thirds full: a probe then looks at two or three places.
        if self.places.len() * 2 <= self.keys.len() * 3 {
            self.grow();
        }
        let place = self.place(key);
        if self.places[place] == NONE {
            self.places[place] = self.keys.len() as u32;
            self.keys.push(key);
        }
        self.places[place]
    }

    fn place(&self, key: u64) -> usize {
        let mask = self.places.len() - 1;
        // Fibonacci hashing: the upper bits of the product depend on all bits of the key.
        let mut place = (key.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 32) as usize & mask;
        loop {
            let number = self.places[place];
            if number == NONE || self.keys[number as usize] == key {
                return place;
            }
            place = (place + 1) & mask;
        }
    }

    fn grow(&mut self) {
        self.places = vec![NONE; (self.places.len() * 2).max(64)];
        for number in 0..self.keys.len() {
            let place = self.place(self.keys[number]);
            self.places[place] = number as u32;
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
        }
        for i in 0..5_000_u64 {
            assert_eq!(table.get(i * i), i as u32);
            assert_eq!(table.insert(i * i), i as u32);
        }
        assert_eq!(table.get(3), NONE);
        assert_eq!(table.len(), 5_000);
    }
}
