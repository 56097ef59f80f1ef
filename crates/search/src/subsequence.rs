//! Letters in the right order, whatever stands between them, by the crate `fuzzy-matcher`.
//!
//! The last resort, where words, prefixes, typos and sounds find nothing: `mbrshp`, `frzpn`.

/// What was typed, ready to be looked for.
pub(crate) struct Subsequence<'a> {
    #[cfg(feature = "subsequence")]
    matcher: fuzzy_matcher::skim::SkimMatcherV2,
    #[cfg_attr(not(feature = "subsequence"), expect(dead_code))]
    typed: &'a str,
}

impl<'a> Subsequence<'a> {
    /// `None` for fewer than three characters, which are found scattered in every text.
    pub(crate) fn new(typed: &'a str) -> Option<Self> {
        (cfg!(feature = "subsequence") && typed.chars().nth(2).is_some()).then(|| Subsequence {
            #[cfg(feature = "subsequence")]
            matcher: fuzzy_matcher::skim::SkimMatcherV2::default().ignore_case(),
            typed,
        })
    }

    /// How well the characters stand together in `text`, about 1 for a piece of it as typed; `None` if they don't.
    #[cfg(feature = "subsequence")]
    pub(crate) fn score(&self, text: &str) -> Option<f32> {
        use fuzzy_matcher::FuzzyMatcher;
        // The matcher gives 16 for each character that it finds, about 8 more for neighbours and
        // starts of words, and takes something for gaps: below 16 each, the gaps prevail.
        let typed = self.typed.chars().count() as f32;
        let score = self.matcher.fuzzy_match(text, self.typed)? as f32;
        (score >= 16.0 * typed).then_some(score / (24.0 * typed))
    }

    #[cfg(not(feature = "subsequence"))]
    pub(crate) fn score(&self, _text: &str) -> Option<f32> {
        None
    }
}
