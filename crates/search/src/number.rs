//! Arithmetic that gives the same bits on every platform.

/// Natural logarithm by the float's own exponent and a short series; within 1e-4 of the true one.
///
/// The platforms' own `ln` differ in the last bits, and with them the order of near ties.
#[inline(never)]
pub(crate) fn ln(x: f32) -> f32 {
    if x <= 0.0 {
        return -87.0; // below the logarithm of every positive normal float
    }
    let bits = x.to_bits();
    let exponent = (bits >> 23) as i32 - 127;
    let mantissa = f32::from_bits((bits & 0x007F_FFFF) | 0x3F80_0000);
    // ln m = 2 (t + t³/3 + t⁵/5 + …) with t = (m - 1) / (m + 1), at most 1/3
    let t = (mantissa - 1.0) / (mantissa + 1.0);
    let s = t * t;
    exponent as f32 * core::f32::consts::LN_2
        + 2.0 * t * (1.0 + s * (1.0 / 3.0 + s * (0.2 + s * (1.0 / 7.0 + s / 9.0))))
}

/// How telling a term is that `df` of `n` documents have: BM25's weight, never below zero.
#[inline(never)]
pub(crate) fn idf(df: f32, n: f32) -> f32 {
    ln(1.0 + (n - df + 0.5).max(0.0) / (df + 0.5))
}

/// A score and a number in one sortable word: higher scores first, then lower numbers.
pub(crate) fn ranked(score: f32, number: u32) -> u64 {
    // Positive floats sort like their bits.
    !(u64::from(score.max(0.0).to_bits()) << 32) & 0xFFFF_FFFF_0000_0000 | u64::from(number)
}

/// Sorts in ascending order. The one sort of the crate: an instance of the standard library's would
/// take ten times the bytes.
pub(crate) fn sort(list: &mut Vec<u64>) {
    Sorting::new(0).step(list, usize::MAX);
}

/// A sort that can be done in parts: byte by byte from the lowest (radix sort). Equal words keep their order.
pub(crate) struct Sorting {
    /// The bits of the byte that is being sorted by: below 64.
    shift: u32,
    /// How far this byte's entries are counted, and how far they are moved to `other`.
    counted: usize,
    moved: usize,
    starts: [u32; 257],
    other: Vec<u64>,
}

impl Sorting {
    /// Sorts by the bits from `shift` on; what is below is taken to be sorted already.
    pub(crate) fn new(shift: u32) -> Self {
        Sorting { shift, counted: 0, moved: 0, starts: [0; 257], other: Vec::new() }
    }

    /// Does as much as takes `work` looks at an entry, or a little more. Returns whether the list is
    /// sorted; until then it must stay as it is.
    #[inline(never)]
    pub(crate) fn step(&mut self, list: &mut Vec<u64>, work: usize) -> bool {
        let n = list.len();
        let mut left = work;
        while self.shift < 64 && n > 1 {
            let shift = self.shift;
            let byte = |entry: u64| (entry >> shift) as usize & 0xFF;
            if left == 0 {
                return false;
            }
            if self.counted < n {
                let until = n.min(self.counted.saturating_add(left));
                for entry in &list[self.counted..until] {
                    self.starts[byte(*entry) + 1] += 1;
                }
                left -= until - self.counted;
                self.counted = until;
                if until < n {
                    return false;
                }
                // A byte that is the same everywhere changes nothing.
                if self.starts[byte(list[0]) + 1] as usize == n {
                    self.moved = n;
                } else {
                    self.other.resize(n, 0);
                    for i in 0..256 {
                        self.starts[i + 1] += self.starts[i];
                    }
                }
                continue;
            }
            if self.moved < n {
                let until = n.min(self.moved.saturating_add(left));
                for entry in &list[self.moved..until] {
                    let place = &mut self.starts[byte(*entry)];
                    self.other[*place as usize] = *entry;
                    *place += 1;
                }
                left -= until - self.moved;
                self.moved = until;
                if until < n {
                    return false;
                }
                core::mem::swap(list, &mut self.other);
            }
            (self.shift, self.counted, self.moved, self.starts) = (shift + 8, 0, 0, [0; 257]);
        }
        true
    }
}

/// The best of many: keeps the `limit` smallest of the [`ranked`] words it is shown, and seldom sorts.
pub(crate) struct Best {
    list: Vec<u64>,
    limit: usize,
    /// Nothing from here on can be among the best any more.
    bar: u64,
}

impl Best {
    pub(crate) fn new(limit: usize) -> Self {
        Best { list: Vec::new(), limit, bar: u64::MAX }
    }

    pub(crate) fn show(&mut self, score: f32, number: u32) {
        let word = ranked(score, number);
        if word < self.bar {
            self.list.push(word);
            // Room for as many again, so that a sort is paid by as many words as it keeps.
            if self.list.len() >= 2 * self.limit.max(64) {
                self.cut();
            }
        }
    }

    fn cut(&mut self) {
        sort(&mut self.list);
        self.list.truncate(self.limit);
        if self.list.len() == self.limit {
            self.bar = self.list.last().copied().unwrap_or(0);
        }
    }

    /// The best, best first.
    pub(crate) fn take(mut self) -> Vec<u64> {
        self.cut();
        self.list
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sorts_as_the_standard_library_does() {
        let mut number = 7_u64;
        for length in [0, 1, 2, 3, 100, 1_000] {
            let mut list = Vec::new();
            for _ in 0..length {
                number = number.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
                list.push(if length < 100 { number >> 60 } else { number });
            }
            let mut expected = list.clone();
            expected.sort_unstable();
            let mut in_parts = list.clone();
            sort(&mut list);
            assert_eq!(list, expected);
            let mut sorting = Sorting::new(0);
            let mut parts = 1;
            while !sorting.step(&mut in_parts, 77) {
                parts += 1;
            }
            assert_eq!(in_parts, expected);
            assert!(length < 100 || parts > length / 77);
        }
    }

    #[test]
    fn logarithm_is_close_to_the_true_one() {
        for i in 1..2_000_u16 {
            let x = f32::from(i) * 0.37;
            assert!((ln(x) - x.ln()).abs() < 1e-4 * (1.0 + x.ln().abs()), "{x}");
        }
    }

    #[test]
    fn better_scores_sort_first_and_ties_by_number() {
        let mut all = [ranked(0.5, 1), ranked(2.0, 7), ranked(2.0, 3), ranked(0.0, 0)];
        all.sort_unstable();
        assert_eq!(all.map(|w| w as u32), [3, 7, 1, 0]);
    }
}
