//! Letters in the right order, whatever stands between them, by the crate `fuzzy-matcher`.
//!
//! The last resort, where words, prefixes, typos and sounds find nothing: `mbrshp`, `frzpn`. Scored is
//! the shortest piece of the text that ends with the first place where all are found. The matcher's
//! own search for the best of all pieces takes the square of the time, and brings the printing of its
//! table into the widget: 4 KB.

/// What was typed, ready to be looked for.
pub(crate) struct Subsequence {
    #[cfg(feature = "subsequence")]
    matcher: fuzzy_matcher::skim::SkimMatcherV2,
    #[cfg_attr(not(feature = "subsequence"), expect(dead_code))]
    typed: Vec<char>,
}

impl Subsequence {
    /// `None` for fewer than three characters, which are found scattered in every text.
    pub(crate) fn new(typed: &str) -> Option<Self> {
        (cfg!(feature = "subsequence") && typed.chars().nth(2).is_some()).then(|| Subsequence {
            #[cfg(feature = "subsequence")]
            matcher: fuzzy_matcher::skim::SkimMatcherV2::default(),
            typed: typed.chars().collect(),
        })
    }

    /// How well the characters stand together in `text`, about 1 for a piece of it as typed; `None` if they don't.
    #[cfg(feature = "subsequence")]
    pub(crate) fn score(&self, text: &str) -> Option<f32> {
        let text: Vec<char> = text.chars().collect();
        let end = reach(text.iter(), self.typed.iter())?;
        let start = end - reach(text[..end].iter().rev(), self.typed.iter().rev())?;
        let piece = &text[start..end];
        let (score, _) = self.matcher.simple_match(piece, &self.typed, &[0, piece.len() - 1], false, false)?;
        // It takes the start of a piece for the start of a word, which is worth 8.
        let inside = start > 0 && text[start - 1].is_ascii_alphanumeric();
        // The matcher gives 16 for each character that it finds, about 8 more for neighbours and
        // starts of words, and takes something for gaps: below 16 each, the gaps prevail.
        let typed = self.typed.len() as f32;
        let score = score as f32 - if inside { 8.0 } else { 0.0 };
        (score >= 16.0 * typed).then_some(score / (24.0 * typed))
    }

    #[cfg(not(feature = "subsequence"))]
    pub(crate) fn score(&self, _text: &str) -> Option<f32> {
        None
    }
}

/// How many characters of `text` it takes to find all of `typed` in their order.
#[cfg(feature = "subsequence")]
fn reach<'a>(mut text: impl Iterator<Item = &'a char>, mut typed: impl Iterator<Item = &'a char>) -> Option<usize> {
    let mut reached = 0;
    typed.try_for_each(|wanted| {
        reached += 1 + text.position(|found| found.eq_ignore_ascii_case(wanted))?;
        Some(())
    })?;
    Some(reached)
}
