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
        let mut typed = self.typed.iter().peekable();
        // From the first character typed to the last, and where each was found in it.
        let mut piece = Vec::new();
        let mut places = Vec::with_capacity(self.typed.len());
        for c in text.chars() {
            let Some(next) = typed.peek() else { break };
            if next.eq_ignore_ascii_case(&c) {
                places.push(piece.len());
                typed.next();
            }
            if !places.is_empty() {
                piece.push(c);
            }
        }
        if typed.next().is_some() {
            return None;
        }
        // The matcher gives 16 for each character that it finds, about 8 more for neighbours and
        // starts of words, and takes something for gaps: below 16 each, the gaps prevail.
        let typed = self.typed.len() as f32;
        let (score, _) = self.matcher.simple_match(&piece, &self.typed, &places, false, false)?;
        let score = score as f32;
        (score >= 16.0 * typed).then_some(score / (24.0 * typed))
    }

    #[cfg(not(feature = "subsequence"))]
    pub(crate) fn score(&self, _text: &str) -> Option<f32> {
        None
    }
}
